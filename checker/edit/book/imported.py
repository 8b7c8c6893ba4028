"""Turns a pack and its workbook, changed by people, into the new texts of the pack's files; writes nothing there.

What the files would say then is loaded from a copy first, so that no change is taken over that makes the pack unsound.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.edit.book import layout as at
from checker.edit.book.apply import Applied, Applier
from checker.edit.book.cells import read_remembered, read_rows
from checker.edit.book.changes import Changes
from checker.edit.book.compare import Comparison
from checker.edit.book.content import book_of
from checker.edit.book.doubts import doubts_of
from checker.edit.book.settle import Settlement
from checker.edit.book.versions import VersionReader
from checker.messages import Message, message
from checker.pack import load_pack
from checker.pack.files import shown_name
from checker.run import prepare
from checker.source import Place, Problems, digest_of
from checker.source.read import parse_document, read_text

if TYPE_CHECKING:
    from checker.edit.book.cells import ReadRow, Remembered
    from checker.edit.book.changes import CellChange
    from checker.edit.book.rows import PackBook
    from checker.pack import Pack
    from checker.source import Problem
    from checker.source.sheets import Book

_FILES: Final = ("parameters.yaml", "indicators.yaml")


@dataclass(frozen=True, slots=True)
class Import:
    """What a workbook changes in a pack: sentences, and the new text of each file that changes, beside the old one.

    Files are called as they were read; a file that was not there has no old text. ``doubts`` are sentences about new
    values that are hardly meant.
    """

    said: tuple[Message, ...]
    texts: Mapping[str, str]
    before: Mapping[str, str]
    doubts: tuple[Message, ...] = ()


def import_book(folder: Path, pack: Pack, book: Book, problems: Problems) -> Import | None:
    """Return what a workbook changes in the sound pack in ``folder``; everything wrong with it is recorded.

    None when something is.
    """
    known = len(problems.errors)
    remembered = read_remembered(book, problems)
    if remembered is None or not _is_of(remembered, pack, book, problems):
        return None
    now = book_of(pack)
    cells: dict[str, Place] = {}
    changes = Settlement(now, problems).settle(_changes(book, Comparison(remembered, now, problems), cells))
    before = _texts(folder)
    parameters = shown_name(folder / "parameters.yaml")
    done = Applied(dict(before), cells={})
    Applier(now, parameters, done).apply(changes)
    _look_at(folder, _placed(done, now, cells), problems)
    if len(problems.errors) > known:
        return None
    texts = {name: text for name, text in done.texts.items() if before.get(name, "") != text}
    old = {name: before[name] for name in texts if name in before}
    return Import(tuple(done.said), texts, old, doubts_of(changes, pack))


def _is_of(remembered: Remembered, pack: Pack, book: Book, problems: Problems) -> bool:
    if remembered.pack == pack.id:
        return True
    what = message("这个工作簿是规则包“{other}”的，不是“{pack}”的", other=remembered.pack, pack=pack.id)
    problems.add(
        "other-pack", Place(book.file), what, message("写成 checker rules import {other} …", other=remembered.pack)
    )
    return False


def _texts(folder: Path) -> dict[str, str]:
    """Return the texts of the files that the workbook may change, as they are read."""
    found = {}
    for file in _FILES:
        path = folder / file
        read = read_text(path, shown_name(path), Problems()) if path.exists() else None
        if read is not None:
            found[shown_name(path)] = read[0]
    return found


def _changes(book: Book, compare: Comparison, cells: dict[str, Place]) -> Changes:
    """Return what the sheets ask for; ``cells`` takes the cell of everything that may be changed."""
    changes = Changes()
    for sheet, rows in compare.now.sheets.items():
        if not compare.remembered.of_sheet(sheet) and not rows:
            continue
        read = read_rows(book, sheet, compare.problems)
        if read is None:
            continue
        if sheet == at.PARAMETERS:
            VersionReader(compare, changes).read(read)
        else:
            changes.cells += _fixed_rows(sheet, read, compare)
        _note_cells(sheet, read, compare.now, cells)
    return changes


def _fixed_rows(sheet: str, read: list[ReadRow], compare: Comparison) -> list[CellChange]:
    """Return the changes in a sheet in which no rows come or go."""
    before = compare.remembered.of_sheet(sheet)
    found: list[CellChange] = []
    seen: set[str] = set()
    lost = False
    names = {cells[at.KEYS[sheet][0]]: cells.get(at.INDICATOR, "") for cells in before.values()}
    for row in read:
        key = _key(sheet, row)
        if row.faulty:
            lost = True
        elif key in seen:
            what = message("“{key}”这一行写了两次", key=key.replace("|", " "))
            compare.problems.add("row-twice", row.place(at.KEYS[sheet][0]), what, message("删去其中一行"))
        elif key in before:
            found += compare.row(row, before[key], compare.now.row(sheet, key))
        else:
            compare.unknown(row, sheet, names)
            lost = True
        seen.add(key)
    for key, cells in before.items():
        if key not in seen and not lost and compare.now.row(sheet, key) is not None and read:
            name = " ".join(filter(None, (cells.get(column, "") for column in (at.INDICATOR, at.GRADE, at.ITEM))))
            what = message("“{sheet}”表里少了“{name}”这一行", sheet=sheet, name=name)
            compare.problems.add("row-missing", read[0].sheet.place(1, 1), what, message("把这一行补回来"))
    return found


def _key(sheet: str, row: ReadRow) -> str:
    return "|".join(row.text(column) for column in at.KEYS[sheet])


def _note_cells(sheet: str, read: list[ReadRow], now: PackBook, cells: dict[str, Place]) -> None:
    rows = {row.key: row for row in now.sheets[sheet]}
    for found in read:
        row = rows.get(_key(sheet, found))
        if row is not None:
            cells |= {slot.id: found.place(column) for column, slot in row.slots.items()}
        if row is not None and row.key == at.TOTAL:
            cells[at.TOTAL] = found.place(at.WEIGHT)


def _placed(done: Applied, now: PackBook, cells: Mapping[str, Place]) -> Applied:
    """Return what was made with the cell of everything in it that stands in the workbook."""
    placed = {
        (slot.document.name, slot.path): cells[slot.id]
        for slot in now.slots().values()
        if slot.document is not None and slot.id in cells
    }
    name = now.pack.indicators.origin.document.name
    if at.TOTAL in cells:
        placed[name, ("indicators",)] = cells[at.TOTAL]
    return replace(done, cells=placed | done.cells)


def _look_at(folder: Path, done: Applied, problems: Problems) -> None:
    """Load the pack as it would be from a copy; what is wrong with it is recorded at the cells that say so.

    What is wrong with a file of which a sheet has faults of its own may only follow from those, and is left out.
    """
    faulty = {problem.place.sheet for problem in problems.errors}
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / folder.resolve().name
        shutil.copytree(folder, copy, symlinks=True)
        for name, text in done.texts.items():
            (copy / Path(name).name).write_text(text, "utf-8")
        found = Problems()
        pack = load_pack(copy, found, search=[folder.resolve().parent], keep_going=True)
        if pack is not None:
            prepare(pack, date.today(), found, engine="plain")
        places = _places(done)
        for problem in found.errors:
            moved = _moved(problem, shown_name(copy), shown_name(folder), places)
            if moved.place.sheet not in faulty and not (faulty and not moved.place.sheet):
                problems.found.append(moved)


def _places(done: Applied) -> dict[tuple[str, int, int], Place]:
    """Return the cells by file, line and column of what they say, in the new texts."""
    found: dict[tuple[str, int, int], Place] = {}
    for name, text in done.texts.items():
        document = parse_document(text, name, digest_of(text.encode()), Problems())
        if document is None:
            continue
        for (file, path), cell in sorted(done.cells.items(), key=lambda item: -len(item[0][1])):
            if file == name and document.node(path) is not None:
                for place in (document.place(path), document.key_place(path)):
                    found.setdefault((name, place.line, place.column), cell)
    return found


def _moved(problem: Problem, copy: str, folder: str, places: Mapping[tuple[str, int, int], Place]) -> Problem:
    file = problem.place.file
    if file.startswith(copy):
        file = folder + file[len(copy) :]
    place = replace(problem.place, file=file)
    return replace(problem, place=places.get((file, place.line, place.column), place))
