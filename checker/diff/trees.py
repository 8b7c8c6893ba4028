"""Compares expressions by what they say: as trees, without the places of words; knows nothing about their meaning."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Final

from checker.expr.parse import ExprFault, parse

_PLACES: Final = frozenset({"span", "places"})


def bare(node: object, without: frozenset[str]) -> object:
    """Return a tree as plain data, comparable with another, without the parts named."""
    if isinstance(node, tuple):
        return tuple(bare(part, without) for part in node)
    if not is_dataclass(node):
        return node
    parts = ((part.name, bare(getattr(node, part.name), without)) for part in fields(node) if part.name not in without)
    return (type(node).__name__, *parts)


def same_expression(old: str, new: str) -> bool:
    """Say whether two expressions are one but for blanks, line breaks, needless brackets and signs for one operator."""
    if old == new:
        return True
    try:
        return bare(parse(old), _PLACES) == bare(parse(new), _PLACES)
    except ExprFault:
        return False
