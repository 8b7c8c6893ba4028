"""Turns an xlsx package into a book: looks through it, then loads the sheets that are wanted."""

from __future__ import annotations

import io
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from checker.messages import message
from checker.source.problems import Place
from checker.source.sheets.elements import read_elements
from checker.source.sheets.limits import MAX_CELLS, MAX_COLUMNS, MAX_DETAILED_CELLS, MAX_SHEETS
from checker.source.sheets.package import LIMITS, Refused, add_broken, add_package_fault
from checker.source.sheets.sheet import Book, cell_name
from checker.source.sheets.text import percent_formats
from checker.source.sheets.too_much import (
    add_duplicate_sheet,
    add_too_many_cells,
    add_too_many_rows,
    add_too_many_sheets,
)
from checker.source.sheets.xlsx_scan import SheetScan, TooManyRows
from checker.source.zipped import Package, ZipFault

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from checker.source.problems import Problems
    from checker.source.sheets.sheet import Sheet

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_STYLES: Final = "xl/styles.xml"
_TRUE: Final = frozenset({"1", "true"})


@dataclass(frozen=True, slots=True)
class _Head:
    """What the workbook says about itself.

    The entries of its worksheets by name, the numbers of the cell formats that show percentages, and whether its days
    count from 1904.
    """

    entries: Mapping[str, str]
    percents: frozenset[int]
    date1904: bool


def read_xlsx(
    content: bytes,
    digest: str,
    place: Place,
    problems: Problems,
    *,
    details: bool = False,
    only: Collection[str] | None = None,
) -> Book | None:
    """Return the book in an xlsx package; what makes it unreadable or unsafe is recorded and gives None."""
    try:
        package = Package(content, LIMITS)
        package.check()
        _refuse_macros(package, place, problems)
        head = _head(package, place, problems)
        wanted = [name for name in head.entries if only is None or name in only]
        entries = {head.entries[name]: SheetScan(name, head.percents) for name in wanted}
        scans = _scanned(package, entries, place, problems, MAX_DETAILED_CELLS if details else MAX_CELLS)
        _warn_external(package, scans, place, problems)
        if details:
            from checker.source.sheets.xlsx_details import load_details  # noqa: PLC0415 - openpyxl is slow to load

            sheets = load_details(content, wanted, scans, place, problems)
        else:
            sheets = _load(content, wanted, scans, place, problems)
    except ZipFault as fault:
        add_package_fault(fault.reason, place, problems)
        return None
    except Refused:
        return None
    return Book(place.file, digest, sheets, head.date1904)


def _load(
    content: bytes, wanted: list[str], scans: Mapping[str, SheetScan], place: Place, problems: Problems
) -> tuple[Sheet, ...]:
    from python_calamine import load_workbook  # noqa: PLC0415 - only one of the two loaders is needed

    from checker.source.sheets.calamine_rows import loading, sheet_of  # noqa: PLC0415 - the same

    with loading(place, problems):
        book = load_workbook(io.BytesIO(content))
        return tuple(sheet_of(book.get_sheet_by_name(name), place.file, scans[name]) for name in wanted)


def _refuse_macros(package: Package, place: Place, problems: Problems) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in package.sizes):
        hint = message("用 Excel 或 WPS 打开，另存为不带宏的 .xlsx")
        problems.add("macro-workbook", place, message("文件名的后缀是 .xlsx，里面却有宏"), hint)
        raise Refused


def _head(package: Package, place: Place, problems: Problems) -> _Head:
    try:
        workbook, relations = (read_elements(package.read(name)) for name in (_WORKBOOK, _RELATIONS))
        styles = read_elements(package.read(_STYLES)) if _STYLES in package.sizes else []
    except expat.ExpatError:
        add_broken(place, problems)
        raise Refused from None
    targets = {
        about.get("Id"): about.get("Target", "")
        for element, about in relations
        if element == "Relationship" and about.get("Type", "").endswith("/worksheet")
    }
    known = {name.lower(): name for name in package.sizes}
    entries: dict[str, str] = {}
    names: set[str] = set()
    for about in (about for element, about in workbook if element == "sheet"):
        name = about.get("name", "")
        if name.casefold() in names:
            add_duplicate_sheet(place, name, problems)
            raise Refused
        names.add(name.casefold())
        if about.get("id") not in targets:
            continue  # a sheet of charts
        entry = known.get(_entry_name(targets[about.get("id")]).lower())
        if entry is None or entry in entries.values():
            add_broken(place, problems)
            raise Refused
        entries[name] = entry
    if len(entries) > MAX_SHEETS:
        add_too_many_sheets(place, problems)
        raise Refused
    date1904 = any(about.get("date1904", "") in _TRUE for name, about in workbook if name == "workbookPr")
    return _Head(entries, percent_formats(styles), date1904)


def _entry_name(target: str) -> str:
    if target.startswith("/"):
        return posixpath.normpath(target[1:])
    return posixpath.normpath(posixpath.join("xl", target))


def _scanned(
    package: Package, entries: Mapping[str, SheetScan], place: Place, problems: Problems, most: int
) -> dict[str, SheetScan]:
    """Return what is in the wanted sheets, in one pass over the whole package; too much is recorded and refused."""
    cells = 0
    try:
        package.unpack({entry: scan.feed for entry, scan in entries.items()})
        for scan in entries.values():
            scan.close()
            cells += scan.last_row * scan.last_column
            if cells > most or scan.last_column > MAX_COLUMNS:
                add_too_many_cells(place, scan.name, problems, most)
                raise Refused
    except TooManyRows as much:
        add_too_many_rows(place, much.sheet, problems)
        raise Refused from None
    return {scan.name: scan for scan in entries.values()}


def _warn_external(package: Package, scans: Mapping[str, SheetScan], place: Place, problems: Problems) -> None:
    if not any(name.lower().startswith("xl/externallinks/") for name in package.sizes):
        return
    what = message("工作簿引用了别的文件；这里读的是上次保存时的值，可能已过时")
    hint = message("核对这些值，或用 Excel、WPS 断开链接后另存")
    places = [Place(place.file, 0, 0, name, cell_name(*scan.external)) for name, scan in scans.items() if scan.external]
    for where in places or [place]:
        problems.warn("external-link", where, what, hint)
