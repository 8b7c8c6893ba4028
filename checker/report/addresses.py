"""Turns places into URI references that other programs can follow; knows nothing about who follows them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.result import Evidence
    from checker.source import Place


def file_uri(file: str) -> str:
    """Return the relative reference to a file, percent-encoded."""
    return quote(file, safe="/", errors="replace")


def place_uri(place: Place) -> str:
    """Return the relative reference to a place: the line (``#L3``) or the cell (``#Sheet1!D5``) is the fragment."""
    fragment = quote(f"{place.sheet}!{place.cell}", safe="!") if place.cell else f"L{place.line}" if place.line else ""
    return file_uri(place.file) + (f"#{fragment}" if fragment else "")


def evidence_file_uri(evidence: Evidence, facts: str) -> str:
    """Return the reference to the evidence file, which lies in the folder of the ``facts``, a folder or a file."""
    in_folder = evidence.place is not None and evidence.place.file.startswith(f"{facts}/")
    folder = PurePosixPath(facts) if in_folder else PurePosixPath(facts).parent
    return file_uri((folder / evidence.file).as_posix())


def places_of(evidence: Iterable[Evidence]) -> list[Place]:
    """Return where the values are written, each place once, in their order."""
    return list(dict.fromkeys(item.place for item in evidence if item.place is not None))
