"""The parts of a Word document that python-docx has no words for: East Asian fonts, page numbers, repeated heads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from checker.report.book import HEADING
from checker.report.docx.layout import BODY

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from docx.document import Document
    from docx.section import Section
    from docx.table import Table, _Cell, _Row
    from docx.text.run import Run

_LATIN_FONT: Final = "Times New Roman"
_CELL_SIZE: Final = 10.5
_CELL_GAP: Final = 2.5
_ILLEGIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def legible(text: str) -> str:
    """Return a text without the signs that a Word document cannot hold."""
    return _ILLEGIBLE.sub("", text)


def set_font(run: Run, size: float, *, heading: bool = False) -> None:
    """Set the size in points and the font: 黑体 for headings, 仿宋 for the rest."""
    run.font.size = Pt(size)
    run.font.name = _LATIN_FONT
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), HEADING if heading else BODY)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks as wide as Chinese ones


def add_page_number(section: Section) -> None:
    """Write the number of the page into the middle of the footer."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for before, field in (("— ", "PAGE"), (" / ", "NUMPAGES")):
        set_font(paragraph.add_run(before), _CELL_SIZE)
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        paragraph._p.append(simple)
    set_font(paragraph.add_run(" —"), _CELL_SIZE)


def add_table(
    document: Document,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    centred: Collection[int] = (),
) -> Table:
    """Add a table with lines, its head repeated on every page and no row broken; widths are in millimetres."""
    table: Table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for number, row in enumerate((heads, *rows)):
        made: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx types most, not this
        _mark(made, "w:cantSplit")
        if number == 0:
            _mark(made, "w:tblHeader")
        for index, (cell, text) in enumerate(zip(made.cells, row, strict=True)):
            cell.width = Mm(widths[index])
            _write(cell, text, heading=number == 0, centred=number == 0 or index in centred)
    return table


def _write(cell: _Cell, text: str, *, heading: bool, centred: bool) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for index, line in enumerate(legible(text).split("\n")):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(_CELL_GAP)
        set_font(paragraph.add_run(line), _CELL_SIZE, heading=heading)


def _mark(row: _Row, name: str) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(name))
