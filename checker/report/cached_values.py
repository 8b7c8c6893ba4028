"""Gives the formulas of a changed workbook back the values they had: openpyxl keeps a formula or its value, not both.

Knows nothing about what the workbook is for.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types
from openpyxl.reader.excel import ExcelReader

from checker.report.book import repacked

if TYPE_CHECKING:
    from collections.abc import Iterator

Cached = dict[str, tuple[str | None, str]]
"""The type and the text of the value of each cell with a formula."""


def with_cached_values(made: bytes, original: bytes) -> bytes:
    """Return the workbook ``made`` with the values that formulas have in ``original``, sheet by sheet and cell by cell.

    A formula that was never worked out there, or stands in a sheet that is new, stays without a value.
    """
    known = dict(_cached(original))
    sheets = {entry: name for name, entry in _sheets(made)}

    def fill(entry: str, part: bytes) -> bytes:
        values = known.get(sheets.get(entry, ""))
        return _filled(part, values) if values else part

    return repacked(made, fill)


def _sheets(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet with the entry of the package in which it lies."""
    reader = ExcelReader(io.BytesIO(content))
    try:
        reader.read_manifest()
        reader.read_workbook()
        for sheet, relation in reader.parser.find_sheets():
            yield sheet.name, relation.target
    finally:
        reader.archive.close()


def _cached(content: bytes) -> Iterator[tuple[str, Cached]]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name, entry in _sheets(content):
            found: Cached = {}
            with package.open(entry) as stream:
                for _, cell in etree.iterparse(stream, tag="{*}c", resolve_entities=False, no_network=True):
                    value = cell.find("{*}v")
                    if cell.find("{*}f") is not None and value is not None and value.text:
                        found[cell.get("r", "")] = (cell.get("t"), value.text)
                    cell.clear()
            if found:
                yield name, found


def _filled(xml: bytes, values: Cached) -> bytes:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for cell in root.iter("{*}c"):
        value = cell.find("{*}v")
        kind, text = values.get(cell.get("r", ""), (None, ""))
        if text and value is not None and cell.find("{*}f") is not None:
            value.text = text
            if kind is not None:
                cell.set("t", kind)
    filled: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return filled
