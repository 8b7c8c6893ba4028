"""How far the reading of ledgers is, and how many of their rows were read; knows nothing about what is in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told now and then how far the reading of a ledger is: its name, rows read, rows in all (0 when not known)."""


@dataclass(frozen=True, slots=True)
class LedgerCount:
    """How many rows of a ledger became facts or were summed up, and how many were passed over.

    ``skipped`` is made up of ``blank`` rows, ``sums`` (sub-totals and totals), repeated ``headings``, and rows that
    were ``filtered`` out.
    """

    name: str
    read: int
    skipped: int
    blank: int = 0
    sums: int = 0
    headings: int = 0
    filtered: int = 0
