"""Turns a handbook into a Word document in the layout of official documents; knows nothing about packs."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from checker.messages import tr
from checker.report.book import fixed_package
from checker.report.handbook.words import handbook_words
from checker.report.requests.word_parts import add_page_number, add_table, legible, set_font
from checker.report.words import listed, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Paper

    from checker.report.handbook.content import Handbook, RulePart

_TITLE, _SECTION, _GROUP, _BODY, _NOTE = 22.0, 16.0, 14.0, 12.0, 10.5
_INDENT: Final = "　"


def render_handbook_docx(book: Handbook, day: date) -> bytes:
    """Return the handbook as the bytes of a docx file, dated ``day``: the same pack gives the same bytes."""
    paper = Document()
    _set_up(paper, book, day)
    w = handbook_words()
    _line(paper, book.title, _TITLE, heading=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(paper, w["handbook"], _SECTION, heading=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    for name, text in book.about:
        _line(paper, named(name, text), _BODY)
    _indicators(paper, book, w)
    _section(paper, w["rules"])
    for heading, rules in book.groups:
        _line(paper, heading, _GROUP, heading=True, level=2)
        for rule in rules:
            _rule(paper, rule, w)
    if book.inactive:
        _line(paper, w["inactive"], _GROUP, heading=True, level=2)
        for title, why in book.inactive:
            _line(paper, named(title, why), _BODY)
    _parameters(paper, book, w)
    _section(paper, w["problems"])
    for _, heading, text, advice in book.problems:
        _line(paper, heading, _GROUP, heading=True, level=2)
        _line(paper, text, _NOTE)
        if advice:
            _line(paper, named(w["advice"], advice), _NOTE)
    _facts(paper, book, w)
    if book.documents:
        _section(paper, w["documents"])
        for parts in book.documents:
            _line(paper, _INDENT.join(filter(None, parts)), _BODY)
    stream = io.BytesIO()
    paper.save(stream)
    return fixed_package(stream.getvalue(), day)


def _indicators(paper: Paper, book: Handbook, w: dict[str, str]) -> None:
    if not book.indicators:
        return
    _section(paper, w["indicators"])
    rows = [
        (
            _INDENT * (item.level - 1) + item.label,
            item.weight,
            "\n".join((*item.scoring, *(f"· {title}" for _, title in item.rules))) or item.criteria,
            item.basis,
        )
        for item in book.indicators
    ]
    _table(paper, (w["indicator"], w["weight"], w["scoring"], w["basis"]), rows, (46.0, 16.0, 66.0, 38.0), centred=(1,))
    if book.grades:
        _line(paper, w["grades"] + book.grades, _BODY)


def _rule(paper: Paper, rule: RulePart, w: dict[str, str]) -> None:
    _line(paper, f"{rule.title}（{rule.id}）", _BODY, heading=True, level=3)
    _line(paper, rule.sentence, _BODY, indent=True)
    for name, text in (*rule.remarks, *rule.conditions):
        _line(paper, named(name, text), _NOTE)
    if rule.parameters:
        _line(paper, named(w["parameters"], listed(label for _, label in rule.parameters)), _NOTE)
    if rule.cases:
        _table(paper, (w["case"], w["day"], w["expected"]), rule.cases, (84.0, 32.0, 50.0), centred=(1,))
    if rule.history:
        _line(paper, named(w["history"], tr("；").join(rule.history)), _NOTE)


def _parameters(paper: Paper, book: Handbook, w: dict[str, str]) -> None:
    if not book.parameters:
        return
    _section(paper, w["parameters"])
    for item in book.parameters:
        _line(paper, f"{item.label}（{item.id}）", _BODY, heading=True, level=3)
        heads = (w["since"], w["value"], w["source"], w["note"])
        _table(paper, heads, item.versions, (26.0, 38.0, 58.0, 44.0), centred=(0,))
        if item.note:
            _line(paper, item.note, _NOTE)
        if item.used_by:
            _line(paper, w["used_by"] + listed(title for _, title in item.used_by), _NOTE)


def _facts(paper: Paper, book: Handbook, w: dict[str, str]) -> None:
    _section(paper, w["facts"])
    for label, name, fields in book.facts:
        _line(paper, f"{label}（{name}）", _BODY, heading=True, level=3)
        _table(paper, (w["field"], w["kind"], w["ask"], w["note"]), fields, (38.0, 34.0, 54.0, 40.0))


def _table(
    paper: Paper,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    centred: tuple[int, ...] = (),
) -> None:
    add_table(paper, heads, rows, widths, centred=centred).alignment = WD_TABLE_ALIGNMENT.CENTER
    paper.add_paragraph().paragraph_format.space_after = Pt(2)


def _section(paper: Paper, text: str) -> None:
    _line(paper, text, _SECTION, heading=True, level=1)


def _line(  # noqa: PLR0913 - one keyword for each thing that may differ from plain text
    paper: Paper,
    text: str,
    size: float,
    *,
    heading: bool = False,
    level: int = 0,
    indent: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> None:
    paragraph = paper.add_paragraph(style=f"Heading {level}" if level else None)
    run = paragraph.add_run(legible(text))
    set_font(run, size, heading=heading)
    run.font.color.rgb = RGBColor(0, 0, 0)  # the heading styles of Word are blue
    if align is not None:
        paragraph.alignment = align
    form = paragraph.paragraph_format
    form.line_spacing = 1.35
    form.keep_with_next = heading
    if heading:
        form.space_before, form.space_after = Pt(8), Pt(4)
    if indent:
        form.first_line_indent = Pt(2 * size)


def _set_up(paper: Paper, book: Handbook, day: date) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    add_page_number(section)
    about = paper.core_properties
    about.author = about.last_modified_by = "checker"
    about.title, about.comments = legible(book.title), ""
    about.created = about.modified = datetime.combine(day, time())
    paper.styles["Normal"].paragraph_format.space_after = Pt(0)
