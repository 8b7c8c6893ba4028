"""Writes reports as Word files, with python-docx and by hand, for the reader of Word files to be tried on."""

from __future__ import annotations

import importlib
import io
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_docx: Any = importlib.import_module("docx")


def report_docx(text: str, rows: Iterable[tuple[str, ...]] = ()) -> bytes:
    """Return a Word file with the lines of ``text`` as paragraphs, and a table at the end."""
    document = _docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    table_rows = list(rows)
    if table_rows:
        table = document.add_table(rows=0, cols=len(table_rows[0]))
        for row in table_rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def package(body: str, **parts: str) -> bytes:
    """Return the smallest Word file with this body in WordprocessingML; ``parts`` are further files under ``word/``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            made.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def paragraph(*runs: str) -> str:
    """Return a paragraph of runs that are WordprocessingML already."""
    return f"<w:p>{''.join(runs)}</w:p>"


def run(text: str, tag: str = "t") -> str:
    """Return a run with a text."""
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"
