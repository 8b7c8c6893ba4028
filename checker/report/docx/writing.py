"""Writes paragraphs and tables of a Word file as XML, in the styles of the layout; knows nothing about the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias
from xml.sax.saxutils import escape

from checker.report.docx.layout import BLANK

if TYPE_CHECKING:
    from collections.abc import Sequence


class Blank(str):
    """Text that people have to replace: shown on yellow."""

    __slots__ = ()


def to_fill(what: str) -> Blank:
    """Return the mark for something that only people can write."""
    return Blank(f"【待填写：{what}】")


def paragraph(style: str, *runs: str, section: str = "", breaks: bool = False) -> str:
    """Return a paragraph; ``section`` ends a section with it, ``breaks`` puts it on a new page."""
    opening = "<w:pageBreakBefore/>" if breaks else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{opening}{section}</w:pPr>' + "".join(map(_run, runs)) + "</w:p>"


def _run(text: str) -> str:
    mark = f'<w:rPr><w:rStyle w:val="{BLANK}"/><w:highlight w:val="yellow"/></w:rPr>' if isinstance(text, Blank) else ""
    return f'<w:r>{mark}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def tag(text: str) -> str:
    """Return a paragraph that only holds a tag, and goes when the template is filled in."""
    return paragraph("BodyText", f"{{%p {text} %}}")


def text(*runs: str) -> str:
    """Return a paragraph of the body."""
    return paragraph("BodyText", *runs)


def headings(first: str = "", second: str = "") -> str:
    """Return a heading of the first level, one of the second, or both."""
    found = (paragraph(style, words) for style, words in (("Heading1", first), ("Heading2", second)) if words)
    return "".join(found)


Cell: TypeAlias = "str | tuple[str, ...] | None"
_NUMBERS: Final = frozenset({"序号", "权重", "得分", "扣分"})


def table(
    widths: Sequence[int], head: Sequence[str], loop: str, cells: Sequence[Cell], last: Sequence[Cell] = ()
) -> str:
    """Return a table: a head that is repeated on each page, a row for each item of ``loop``, and a last row.

    A cell is text, several runs of text, or None for a cell that the one before it covers.
    """
    styles = ["TableNumber" if name in _NUMBERS else "TableText" for name in head]
    tags = [[f"{{%tr {words} %}}", *[""] * (len(head) - 1)] for words in (loop, "endfor")]
    rows = [
        _row(widths, head, ["TableHead"] * len(head), "<w:tblHeader/>"),
        _row(widths, tags[0], styles),
        _row(widths, cells, styles),
        _row(widths, tags[1], styles),
    ]
    if last:
        rows.append(_row(widths, last, ["TableNumber"] * len(head)))
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(widths: Sequence[int], cells: Sequence[Cell], styles: Sequence[str], more: str = "") -> str:
    """Return a row that is not broken across pages."""
    written = []
    for place, cell in enumerate(cells):
        if cell is None:
            continue
        end = next((i for i in range(place + 1, len(cells)) if cells[i] is not None), len(cells))
        span = f'<w:gridSpan w:val="{end - place}"/>' if end - place > 1 else ""
        runs = (cell,) if isinstance(cell, str) else cell
        written.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths[place:end])}" w:type="dxa"/>{span}<w:vAlign w:val="center"/>'
            f"</w:tcPr>{paragraph(styles[place], *runs)}</w:tc>"
        )
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{''.join(written)}</w:tr>"
