"""Reads the grammar and says which words it reserves; knows nothing about what they mean."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

_GRAMMAR: Final = Path(__file__).with_name("grammar.lark")
_RESERVED: Final = re.compile(r"^_(\w+)\.2: /\((.+)\)\\b/$", re.MULTILINE)
_PLAIN: Final = re.compile(r"[^\W\d]\w*")


@lru_cache(maxsize=1)
def grammar_text() -> str:
    """Return the grammar as lark reads it."""
    return _GRAMMAR.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def reserved_words() -> dict[str, tuple[str, ...]]:
    """Return the reserved words by the name of their token, English before Chinese."""
    return {token: tuple(words.split("|")) for token, words in _RESERVED.findall(grammar_text())}


def is_plain_name(text: str) -> bool:
    """Return whether ``text`` is one name that needs no backticks: a plain word that is not reserved."""
    return _PLAIN.fullmatch(text) is not None and not any(text in words for words in reserved_words().values())


def quote_name(name: str) -> str:
    """Return ``name`` as an expression writes it: in backticks unless it is a plain word that is not reserved.

    Raises ``ValueError`` for a name no expression can write (empty, or with a backtick or a line break in it).
    """
    if is_plain_name(name):
        return name
    if not name or "`" in name or "\n" in name:
        raise ValueError(name)
    return f"`{name}`"
