"""Turns a Word file into text: every paragraph and table row in order, with style, marks and merged cells shown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn

_QUIET: Final = {"BodyText", "TableText", "TableNumber", "TableHead"}


def text_of(content: bytes) -> str:
    """Return what a reader of the file sees, a line for each paragraph and each row of a table."""
    return "\n".join(_lines(Document(io.BytesIO(content)).element.body))


def _lines(body: Any) -> Iterator[str]:
    for part in body.iterchildren():
        if part.tag == qn("w:p"):
            style = part.pPr.style if part.pPr is not None else ""
            yield (f"[{style}] " if style not in _QUIET else "") + runs(part)
            if part.pPr is not None and part.pPr.find(qn("w:sectPr")) is not None:
                yield f"==== {_page(part.pPr.find(qn('w:sectPr')))}"
        elif part.tag == qn("w:tbl"):
            yield from (f"| {' | '.join(_cells(row))} |" for row in part.iterchildren(qn("w:tr")))
        else:
            yield f"==== {_page(part)}"


def runs(paragraph: Any) -> str:
    """Return the text of a paragraph, what is marked to be filled in between ⟦ and ⟧."""
    pieces = []
    for run in paragraph.iter(qn("w:r")):
        text = "".join(part.text or "" for part in run.iter(qn("w:t")))
        marked = run.rPr is not None and run.rPr.find(qn("w:highlight")) is not None
        pieces.append(f"⟦{text}⟧" if marked and text else text)
    return "".join(pieces)


def _cells(row: Any) -> Iterator[str]:
    for cell in row.iterchildren(qn("w:tc")):
        span = "→" * (cell.grid_span - 1)
        if cell.tcPr.vMerge_val == "continue":
            yield "↑"
        else:
            yield "／".join(runs(paragraph) for paragraph in cell.iterchildren(qn("w:p"))) + span


def _page(section: Any) -> str:
    size = section.find(qn("w:pgSz"))
    return "landscape" if size.get(qn("w:orient")) == "landscape" else "portrait"


def part_of(content: bytes, name: str) -> str:
    """Return a part of the file as it is packed."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()
