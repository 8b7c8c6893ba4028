"""Exports packs to workbooks, changes cells in them as people do, and imports them, in a folder of their own."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Iterable, Mapping
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook

from checker.edit.book import Import, book_of, import_book
from checker.messages import language
from checker.pack import Pack
from checker.report.pack_book import render_pack_book
from checker.run import load_sound_pack
from checker.source import Problems
from checker.source.sheets import read_book

PACKS: Final = Path(__file__).parent / "packs"
BOOK: Final = "参数.xlsx"


def copied(folder: Path, packs: Path = PACKS) -> Path:
    """Return ``rules`` in a folder, with copies of the packs."""
    return Path(shutil.copytree(packs, folder / "rules"))


def loaded(folder: Path) -> Pack:
    """Return the sound pack in a folder."""
    problems = Problems()
    pack = load_sound_pack(folder, problems)
    problems.raise_if_any()
    assert pack is not None
    return pack


def exported(folder: Path) -> bytes:
    """Return the workbook of the pack in a folder."""
    with language("zh"):
        return render_pack_book(book_of(loaded(folder)))


@cache
def workbook_of(pack: str) -> bytes:
    """Return the workbook of one of the small packs."""
    return exported(PACKS / pack)


def changed(path: Path, edits: Mapping[str, Any]) -> None:
    """Change a workbook: ``cells`` by sheet and address, ``rows`` put into the first empty rows, ``deleted`` rows.

    ``without`` names sheets that are taken out.
    """
    book = load_workbook(path)
    for address, value in edits.get("cells", {}).items():
        sheet, _, cell = address.partition("!")
        book[sheet][cell].value = value
    for name, rows in edits.get("rows", {}).items():
        start = next(row for row in range(2, 500) if book[name].cell(row, 1).value is None)
        for row, values in enumerate(rows, start):
            for column, value in enumerate(values, 1):
                book[name].cell(row, column).value = value
    for name, numbers in edits.get("deleted", {}).items():
        for number in sorted(numbers, reverse=True):
            book[name].delete_rows(number)
    for name in edits.get("without", ()):
        del book[name]
    book.save(path)


def imported(folder: Path, book: Path, problems: Problems) -> Import | None:
    """Return what the workbook changes in the pack in a folder."""
    read = read_book(book, book.name, problems, details=True)
    return None if read is None else import_book(folder, loaded(folder), read, problems)


def texts(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


def in_folder(folder: Path, edits: Mapping[str, Any], pack: str = "small-2021") -> tuple[Import | None, Problems]:
    """Export a pack, change the workbook, and import it again, in ``folder``."""
    with chdir(folder), language("zh"):
        rules = copied(Path())
        Path(BOOK).write_bytes(workbook_of(pack))
        changed(Path(BOOK), edits)
        for file, (old, new) in edits.get("files", {}).items():
            path = rules / file
            text = path.read_text("utf-8")
            assert old in text
            path.write_text(text.replace(old, new), "utf-8")
        problems = Problems()
        return imported(rules / pack, Path(BOOK), problems), problems


def lines_changed(old: str, new: str) -> Iterable[str]:
    """Yield the lines that went and came, in the order of the file."""
    for line in difflib.ndiff(old.splitlines(), new.splitlines()):
        if line[:1] in "+-":
            yield line
