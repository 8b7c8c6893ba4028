"""What opening a portfolio is asked to do; knows nothing about how it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from checker.facts.vocabulary import Vocabulary
    from checker.portfolio.source.mapping import SourceMapping


@dataclass(frozen=True, slots=True)
class SourceRequest:
    """Open ``text`` (a folder, a file or a ``postgresql://`` URL) for the fact types of ``vocabulary``.

    Copies are put into the folder ``work``, which exists; what an earlier call left there is replaced. ``needed`` gives
    the fields that are wanted of each type, None meaning all of all types; the key of a type is always read. Only the
    rows of ``projects`` count, None meaning all. ``memory`` (``4GB``) and ``threads`` bound the making of copies.
    """

    text: str
    vocabulary: Vocabulary
    work: Path
    mapping: SourceMapping | None = None
    needed: Mapping[str, frozenset[str]] | None = None
    projects: tuple[str, ...] | None = None
    memory: str | None = None
    threads: int | None = None
