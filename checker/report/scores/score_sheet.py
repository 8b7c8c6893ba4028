"""Writes the score sheet: the indicator tree with weights, scores, deductions and reasons, and live totals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from openpyxl.styles import Font

from checker.engine.wording import basis_refs
from checker.messages import tr
from checker.report.book import FONT
from checker.report.scores.leaf_scores import leaf_score
from checker.report.scores.looks import add_sheet, cell_at, fit_on_one_page, set_height, title
from checker.report.scores.names import SCORES, name_of
from checker.report.scores.score_page import Page, follow, frame, name_rows, write_weights
from checker.report.scores.score_total import add_total
from checker.report.scores.score_tree import HEAD_ROW, depth_of, layout_of, score_rows
from checker.report.words import basis_text, named, remark
from checker.values import Interval, ends

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.workbook import Workbook

    from checker.plan import Plan
    from checker.report.scores.formula_place import Here
    from checker.report.scores.leaf_scores import LeafScore
    from checker.report.scores.score_tree import ScoreRow
    from checker.result import CheckResult, IndicatorScore
    from checker.score.policies import Applicability


def add_scores(
    book: Workbook, plan: Plan, result: CheckResult, here: Here, applies: Mapping[str, Applicability]
) -> Mapping[str, Fraction | str]:
    """Add the sheet, and return what its formulas come to, by address."""
    bounded = any(isinstance(score, Interval) for score in (result.score, *(i.score for i in result.indicators)))
    adjusted = any(state.ways != (None,) or state.stands is not True for state in applies.values())
    layout = layout_of(depth_of(plan), bounded=bounded, adjusted=adjusted)
    sheet = add_sheet(book, name_of(SCORES), layout.all, head=HEAD_ROW)
    header = result.header
    title(
        sheet,
        tr("{title}绩效评价评分表", title=header.title),
        tr(
            "{kind}　规则包：{pack} {version}　基准日：{day}",
            kind=header.kind,
            pack=header.pack_title,
            version=header.pack_version,
            day=header.as_of.isoformat(),
        ),
        len(layout.all),
    )
    page = Page(sheet, layout, plan, result, here, applies, score_rows(plan))
    scores = {score.id: score for score in result.indicators}
    for row in page.rows:
        if row.leaf:
            _leaf(page, row, scores[row.node.id])
        else:
            _group(page, row, scores[row.node.id])
    add_total(page)
    fit_on_one_page(sheet, layout.all)
    sheet.freeze_panes = f"{layout.letter('weight')}{HEAD_ROW + 1}"
    return page.shown


def _leaf(page: Page, row: ScoreRow, score: IndicatorScore) -> None:
    node, at = row.node, row.row
    weights = page.at("weight", at), page.at(page.counted, at)
    written = leaf_score(node, score, page.applies[node.id], page.plan, page.here, weights)
    measure = named(tr("计算值"), score.measure) if score.measure and written.counts else ""
    texts = {
        "criteria": node.criteria,
        "basis": "\n".join(filter(None, [measure, *map(basis_text, basis_refs(node.basis, page.plan))])),
        "reasons": remark(score).removeprefix(score.measure).lstrip("；; ") if score.measure else remark(score),
        "how": written.how + (tr("（加分）") if node.bonus else ""),
    }
    frame(page, at, texts)
    name_rows(page, node.label, node.level, at, at)
    page.number(at, "weight", node.weight)
    if "effective" in page.layout.columns:
        page.number(at, "effective", score.weight if written.counts else Fraction(0))
    _write_score(page, at, written)
    follow(page, at)
    set_height(
        page.sheet,
        at,
        [(text, page.layout.columns[name].width) for name, text in texts.items()]
        + [(node.label, page.layout.all[0].width * (page.layout.depth - node.level + 1))],
        least=22,
    )


def _write_score(page: Page, at: int, written: LeafScore) -> None:
    for name, end in zip(page.layout.scores, (written.low, written.high), strict=False):
        if not written.formula:
            page.number(at, name, end)
        else:
            page.formula(at, name, f"={page.at('low', at)}" if name == "high" else written.formula, end)


def _group(page: Page, row: ScoreRow, score: IndicatorScore) -> None:
    frame(page, row.row, {})
    name_rows(page, row.node.label, row.node.level, row.first, row.row)
    if row.node.level < page.layout.depth:
        name_rows(page, tr("小计"), row.node.level + 1, row.row, row.row)
    write_weights(page, row.row, row.children, row.node.weight)
    ends_ = ends(score.score)
    for name, end in zip(page.layout.scores, (ends_.low, ends_.high), strict=False):
        if all(page.applies[leaf.id].settled for leaf in page.plan.score.leaves_below(row.node.id)):
            page.sum(row.row, name, row.children)
        else:
            page.number(row.row, name, end or Fraction(0))
    follow(page, row.row)
    for number in range(row.node.level + 1, len(page.layout.all) + 1):
        cell = cell_at(page.sheet, row.row, number)
        cell.font = Font(name=FONT, size=10.5, bold=True)
    page.sheet.row_dimensions[row.row].height = 20
