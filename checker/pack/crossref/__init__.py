"""Checks what the entries of a pack say about each other; what expressions and templates say is checked by the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.pack.crossref.indicators import check_indicators
from checker.pack.crossref.parameters import check_parameters
from checker.pack.crossref.rules import check_rules
from checker.pack.crossref.vocabulary import check_vocabulary

if TYPE_CHECKING:
    from checker.pack.content import Content
    from checker.source import Problems

__all__ = ["check_references"]


def check_references(content: Content, problems: Problems) -> None:
    """Record every contradiction among the sound entries of a pack.

    What could not be read or typed was recorded before, and nothing is said here that follows from it.
    """
    check_vocabulary(content, problems)
    check_parameters(content, problems)
    entry = content.indicators
    tree = None if entry is None else check_indicators(entry, content, problems)
    check_rules(tree, content, problems)
