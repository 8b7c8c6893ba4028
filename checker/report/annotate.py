"""Turns a facts workbook and what is wrong with it into a copy that shows the problems in its cells and in a list.

Formulas, formats and people's own comments stay as they are; what an earlier run wrote is taken away first, so that a
copy may be corrected and annotated again. Knows nothing about how the problems were found.
"""

from __future__ import annotations

import io
import json
import re
import warnings
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from checker.facts.workbook.layout import PROBLEM_LIST, PROBLEM_MARK
from checker.messages import tr
from checker.report.book import BORDER, FONT, HEADER_FILL, HEADING, fixed_package, put
from checker.report.cached_values import with_cached_values
from checker.report.words import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from openpyxl import Workbook

    from checker.source import Problem

AUTHOR: Final = "checker"
_COLOURS: Final = {"error": "FFFFC7CE", "warning": "FFFFEB9C"}
_CELL: Final = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_WIDTHS: Final = {"A": 6, "B": 8, "C": 22, "D": 52, "E": 52}
_TRACES: Final = "Z"
"""The hidden column of the list that keeps the colour a cell had before."""
_UNDATED: Final = date(2000, 1, 1)
_SHOWN: Final = ("xl/media/", "xl/charts/chart")
_LIST_LINE: Final = 15
_COMMENT_WIDTH, _LINE_HEIGHT, _CHARS_IN_LINE = 360, 20, 25
Trace = tuple[str, str, str]
"""A sheet, a cell, and the colour it had: empty for none."""


def annotated(path: Path, name: str, problems: Iterable[Problem], on: date | None) -> bytes:
    """Return the copy of an xlsx file called ``name`` to people; the same file, problems and day give the same bytes.

    The file must have been read by ``read_book``, which refuses what is not safe to load.
    """
    content = path.read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of parts that it does not write back, such as pictures
        book = load_workbook(io.BytesIO(content), keep_vba=False, rich_text=True)
        _clean(book)
        order = {sheet: number for number, sheet in enumerate(book.sheetnames)}
        listed = sorted(problems, key=lambda problem: order.get(problem.place.sheet, -1))
        traces = _mark_cells(book, [problem for problem in listed if problem.place.file == name])
        _add_list(book, listed, name, traces)
        stream = io.BytesIO()
        book.save(stream)
    return fixed_package(with_cached_values(stream.getvalue(), content), on or _UNDATED)


def left_behind(original: bytes, copy: bytes) -> bool:
    """Say whether pictures or charts of a workbook are missing from its copy: openpyxl does not write all of them."""
    before, after = (_shown_parts(content) for content in (original, copy))
    return before > after


def _shown_parts(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return sum(name.startswith(_SHOWN) for name in package.namelist())


def _clean(book: Workbook) -> None:
    """Take away what an earlier run wrote: lines in comments, colours, and the list."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and PROBLEM_MARK in cell.comment.text:
                    _keep_own_lines(cell)
    listing = next((sheet for sheet in book.worksheets if _is_ours(sheet)), None)
    if listing is not None:
        for name, position, colour in _traces(listing):
            _restore(book, name, position, colour)
        book.remove(listing)


def _keep_own_lines(cell: Any) -> None:
    lines = [line for line in cell.comment.text.splitlines() if not line.startswith(PROBLEM_MARK)]
    text = "\n".join(lines).strip()
    cell.comment = _comment(text, cell.comment.author) if text else None


def _is_ours(sheet: Worksheet) -> bool:
    return sheet.title.startswith(PROBLEM_LIST) and sheet[f"{_TRACES}1"].value == AUTHOR


def _traces(listing: Worksheet) -> Iterator[Trace]:
    """Yield what the list keeps of the cells it coloured; what is not in its form is passed over."""
    for (cell,) in listing[f"{_TRACES}2:{_TRACES}{max(2, listing.max_row)}"]:
        try:
            sheet, position, colour = map(str, json.loads(str(cell.value)))
        except (ValueError, TypeError):
            continue
        yield sheet, position, colour


def _restore(book: Workbook, sheet: str, position: str, colour: str) -> None:
    if sheet in book.sheetnames and isinstance(book[sheet], Worksheet) and _CELL.fullmatch(position):
        cell = book[sheet][position]
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in _COLOURS.values():
            cell.fill = _fill(colour)


def _colour(fill: Any) -> str | None:
    """Return a plain fill as text, empty for none; None for one that cannot be put back from a text."""
    if fill.fill_type is None:
        return ""
    if fill.fill_type != "solid":
        return None
    colour = fill.fgColor
    return f"{colour.type} {colour.value} {colour.tint}"


def _fill(colour: str) -> PatternFill:
    kind, _, rest = colour.partition(" ")
    value, _, tint = rest.partition(" ")
    if kind not in {"rgb", "theme", "indexed"}:
        return PatternFill()
    given: Any = value if kind == "rgb" else int(value)
    return PatternFill("solid", fgColor=Color(**{kind: given, "tint": float(tint or 0)}))


def _mark_cells(book: Workbook, problems: Sequence[Problem]) -> list[Trace]:
    """Write comments and colours into the cells that have problems, and return the colours these had."""
    by_cell: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        found = _CELL.match(problem.place.cell)
        if found and isinstance(_sheet(book, problem.place.sheet), Worksheet):
            by_cell.setdefault((problem.place.sheet, found.group()), []).append(problem)
    traces = []
    for (sheet, position), here in by_cell.items():
        cell = _first_of_joined(book[sheet], position)
        lines = [line for problem in here for line in _lines(problem)]
        before = cell.comment.text.rstrip() + "\n" if cell.comment else ""
        cell.comment = _comment(before + "\n".join(lines), cell.comment.author if cell.comment else AUTHOR)
        colour = _colour(cell.fill)
        if colour is not None:
            traces.append((sheet, cell.coordinate, colour))
            worst = "error" if any(problem.severity == "error" for problem in here) else "warning"
            cell.fill = PatternFill("solid", fgColor=_COLOURS[worst])
    return traces


def _sheet(book: Workbook, name: str) -> object:
    return book[name] if name in book.sheetnames else None


def _first_of_joined(sheet: Worksheet, position: str) -> Any:
    for block in sheet.merged_cells.ranges:
        if position in block:
            return sheet.cell(block.min_row, block.min_col)
    return sheet[position]


def _lines(problem: Problem) -> Iterator[str]:
    word = tr("错误") if problem.severity == "error" else tr("警告")
    yield PROBLEM_MARK + named(word, _in_one_line(problem.what))
    if problem.hint is not None:
        yield f"{PROBLEM_MARK}{tr('建议：{hint}', hint=_in_one_line(problem.hint))}"


def _in_one_line(text: object) -> str:
    return " ".join(str(text).split())


def _comment(text: str, author: str) -> Comment:
    lines = sum(1 + len(line) // _CHARS_IN_LINE for line in text.splitlines())
    return Comment(text, author, height=_LINE_HEIGHT * (lines + 1), width=_COMMENT_WIDTH)


def _add_list(book: Workbook, problems: Sequence[Problem], name: str, traces: Sequence[Trace]) -> None:
    """Put the list of all problems before the other sheets, each with a link to its cell."""
    title = PROBLEM_LIST if PROBLEM_LIST not in book.sheetnames else f"{PROBLEM_LIST}（核对）"
    sheet = book.create_sheet(title, 0)
    errors = sum(1 for problem in problems if problem.severity == "error")
    heading = tr("问题清单：错误 {errors} 处，警告 {warnings} 处", errors=errors, warnings=len(problems) - errors)
    put(sheet["A1"], heading if problems else tr("问题清单：没有发现错误"))
    sheet["A1"].font = Font(name=HEADING, size=14)
    sheet["A1"].alignment = sheet["A1"].alignment.copy(wrap_text=False)
    for column, word in enumerate((tr("序号"), tr("级别"), tr("位置"), tr("问题"), tr("改法")), start=1):
        cell: Any = sheet.cell(2, column)
        put(cell, word, bold=True)
        cell.fill, cell.border = HEADER_FILL, BORDER
    for row, problem in enumerate(problems, start=3):
        _add_row(sheet, row, problem, name)
    _look(book, sheet, traces)


def _add_row(sheet: Worksheet, row: int, problem: Problem, name: str) -> None:
    place, error = problem.place, problem.severity == "error"
    where = f"{place.sheet}!{place.cell}" if place.cell and place.file == name else str(place)
    texts = (str(row - 2), tr("错误") if error else tr("警告"), where, str(problem.what), str(problem.hint or ""))
    for column, text in enumerate(texts, start=1):
        cell: Any = sheet.cell(row, column)
        put(cell, text)
        cell.border = BORDER
    lines = max(1 + (2 * len(text) - 1) // width for text, width in zip(texts, _WIDTHS.values(), strict=True))
    sheet.row_dimensions[row].height = _LIST_LINE * lines
    sheet.cell(row, 2).fill = PatternFill("solid", fgColor=_COLOURS[problem.severity])
    found = _CELL.match(place.cell)
    if found and place.file == name:
        link = sheet.cell(row, 3)
        target = place.sheet.replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{target}'!{found.group()}")
        link.font = Font(name=FONT, size=10.5, color="0563C1", underline="single")


def _look(book: Workbook, sheet: Worksheet, traces: Sequence[Trace]) -> None:
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[1].height = 24
    put(sheet[f"{_TRACES}1"], AUTHOR)
    for row, trace in enumerate(traces, start=2):
        put(sheet[f"{_TRACES}{row}"], json.dumps(trace, ensure_ascii=False))
    sheet.column_dimensions[_TRACES].hidden = True
    sheet.freeze_panes = "A3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "2:2"
    for other in book.worksheets:
        other.sheet_view.tabSelected = False
    book.active = 0
