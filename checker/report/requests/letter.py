"""Writes the request list as a letter to the unit that carries the project out, with the list as a table."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from checker.messages import tr
from checker.report.book import fixed_package
from checker.report.requests.grouping import From, documents_asked, stake_text
from checker.report.requests.word_parts import add_page_number, add_table, legible, set_font
from checker.report.words import listed

if TYPE_CHECKING:
    from docx.document import Document as Letter

    from checker.report.requests.grouping import Asked
    from checker.result import CheckResult

_TITLE, _HEADING, _BODY, _NOTE = 22.0, 14.0, 14.0, 12.0
_BLANK: Final = "＿＿＿＿＿＿＿＿"
_LIST_WIDTHS: Final = (11.0, 44.0, 66.0, 58.0, 20.0, 28.0, 22.0)
_DETAIL_WIDTHS: Final = (11.0, 46.0, 34.0, 42.0, 48.0, 48.0, 20.0)


def render_letter(result: CheckResult) -> bytes:
    """Return the request list as the bytes of a docx file; also when nothing is missing, which it then says."""
    asked = documents_asked(result)
    letter = Document()
    _set_up(letter, result)
    _line(letter, tr("资料需求清单"), _TITLE, heading=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(letter, tr("{blank}（实施单位）：", blank=_BLANK), _BODY)
    _line(letter, _opening(result, asked), _BODY, indent=True)
    own = [one for one in asked if one.whose is From.UNIT]
    others = [one for one in asked if one.whose is not From.UNIT]
    if own:
        _list(letter, own)
    _signature(letter)
    if own:
        _line(letter, tr("附：逐项明细"), _HEADING, heading=True)
        _details(letter, own)
    if others:
        _inside(letter, others)
    stream = io.BytesIO()
    letter.save(stream)
    return fixed_package(stream.getvalue(), result.header.as_of)


def _opening(result: CheckResult, asked: tuple[Asked, ...]) -> str:
    name = result.header.title or result.header.facts
    if not any(one.whose is From.UNIT for one in asked):
        return tr("“{name}”绩效评价需要贵单位提供的资料已经齐全，没有缺少的资料。", name=name)
    return tr(
        "因“{name}”绩效评价工作需要，请于{blank}前提供下表所列资料。资料按对得分的影响大小排列；没有的，请书面说明。",
        name=name,
        blank=tr("＿＿年＿＿月＿＿日"),
    )


def _set_up(letter: Letter, result: CheckResult) -> None:
    section = letter.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    add_page_number(section)
    about = letter.core_properties
    about.author = about.last_modified_by = "checker"
    about.title, about.comments = legible(tr("资料需求清单")), ""
    about.created = about.modified = datetime.combine(result.header.as_of, time())
    letter.styles["Normal"].paragraph_format.space_after = Pt(0)


def _line(
    letter: Letter,
    text: str,
    size: float,
    *,
    heading: bool = False,
    indent: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> None:
    paragraph = letter.add_paragraph()
    set_font(paragraph.add_run(legible(text)), size, heading=heading)
    if align is not None:
        paragraph.alignment = align
    form = paragraph.paragraph_format
    form.line_spacing = 1.5
    form.keep_with_next = heading
    if heading:
        form.space_before, form.space_after = Pt(10), Pt(6)
    if indent:
        form.first_line_indent = Pt(2 * size)


def _list(letter: Letter, asked: list[Asked]) -> None:
    heads = (
        tr("序号"),
        tr("需要的材料"),
        tr("需要的内容"),
        tr("用于"),
        tr("最多影响"),
        tr("提供单位"),
        tr("提供日期"),
    )
    rows = [
        (
            str(number),
            one.title,
            "\n".join(item.text for item in one.items),
            listed(one.uses),
            stake_text(one.stake),
            "",
            "",
        )
        for number, one in enumerate(asked, 1)
    ]
    add_table(letter, heads, rows, _LIST_WIDTHS, centred=(0, 4)).alignment = WD_TABLE_ALIGNMENT.CENTER


def _details(letter: Letter, asked: list[Asked]) -> None:
    heads = (
        tr("序号"),
        tr("需要的事实"),
        tr("哪一条"),
        tr("现在只知道"),
        tr("需要的材料"),
        tr("用于"),
        tr("影响分数"),
    )
    items = [(one, item) for one in asked for item in one.items]
    rows = [
        (str(number), item.label, item.key, item.bounded, one.title, listed(item.uses), stake_text(item.stake))
        for number, (one, item) in enumerate(items, 1)
    ]
    add_table(letter, heads, rows, _DETAIL_WIDTHS, centred=(0, 6)).alignment = WD_TABLE_ALIGNMENT.CENTER


def _inside(letter: Letter, asked: list[Asked]) -> None:
    """Write on a page by itself what the unit does not have to provide."""
    letter.add_page_break()  # type: ignore[no-untyped-call]  # python-docx types most, not this
    _line(letter, tr("评价机构内部事项（不随函发出）"), _HEADING, heading=True)
    for one in asked:
        what = listed(item.text for item in one.items)
        text = tr("{document}：{items}（{stake}）", document=one.title, items=what, stake=stake_text(one.stake))
        _line(letter, text, _NOTE, indent=True)


def _signature(letter: Letter) -> None:
    for text in (
        tr("评价机构（盖章）：{blank}", blank=_BLANK),
        tr("联系人和电话：{blank}", blank=_BLANK),
        tr("＿＿年＿＿月＿＿日"),
    ):
        _line(letter, text, _BODY, align=WD_ALIGN_PARAGRAPH.RIGHT)
