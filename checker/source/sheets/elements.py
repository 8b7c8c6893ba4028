"""Turns the XML of a package's lists (of sheets, of relations) into plain elements; knows nothing about their meaning.

Of an element and of its attributes only the local name is kept. The package was searched for entity definitions before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return the elements in order, each with its attributes; raises ``expat.ExpatError`` for XML that is broken."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        found.append((_local(name), {_local(key): value for key, value in attributes.items()}))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)
    except (LookupError, ValueError) as error:  # an encoding nobody knows
        raise expat.ExpatError(str(error)) from None
    return found


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
