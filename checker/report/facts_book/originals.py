"""Keeps the files a workbook was converted from in a hidden sheet of it, and gives them back byte by byte.

Knows nothing about what stands in the files.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from checker.facts.workbook.layout import ORIGINALS
from checker.messages import message
from checker.source import digest_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook

    from checker.source import Problems
    from checker.source.sheets import Sheet

_MOST_CHARS: Final = 30_000
_FORM: Final = "1"


def write_originals(book: Workbook, files: Sequence[tuple[str, bytes]]) -> None:
    """Keep the files: their names, digests and bytes (base64), so many characters a cell as one holds."""
    sheet = book.create_sheet(ORIGINALS)
    sheet.sheet_state = "veryHidden"
    sheet.append([ORIGINALS, _FORM])
    for name, content in files:
        written = base64.b64encode(content).decode()
        parts = [written[at : at + _MOST_CHARS] for at in range(0, len(written), _MOST_CHARS)]
        for number, part in enumerate(parts or [""]):
            sheet.append([name, digest_of(content) if number == 0 else "", f"b:{part}"])
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s"
            cell.number_format = "@"


def read_originals(sheet: Sheet | None, problems: Problems) -> list[tuple[str, bytes]]:
    """Return the names and the bytes of the files that are kept; none when the workbook was not made from files.

    A sheet that was changed is recorded.
    """
    if sheet is None:
        return []
    found: list[tuple[str, str, list[str]]] = []
    for row in range(2, len(sheet.rows) + 1):
        name, digest, part = (sheet.text(row, column) for column in (1, 2, 3))
        if digest:
            found.append((name, digest, []))
        if found:
            found[-1][2].append(part.removeprefix("b:"))
    files = [(name, _decoded("".join(parts)), digest) for name, digest, parts in found]
    if sheet.text(1, 2) != _FORM or any(digest_of(content) != digest for _, content, digest in files):
        what = message("保存原文件的隐藏工作表“{sheet}”被改动过", sheet=ORIGINALS)
        hint = message("用没有改动过的工作簿再转换；或删去这张表，重新写成一个文件")
        problems.add("broken-originals", sheet.place(1, 1), what, hint)
        return []
    return [(name, content) for name, content, _ in files]


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
