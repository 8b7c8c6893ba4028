"""The sentences that every form of a summary says; knows nothing about formats."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from checker.messages import tr
from checker.portfolio.summary.assessors import LEAST_ASSESSORS, LEAST_JUDGEMENTS
from checker.portfolio.summary.scored import FEW
from checker.report.portfolio.numbers import count, decimal, part, span
from checker.report.words import basis_text, listed
from checker.values import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.portfolio.summary.model import (
        Again,
        Assessor,
        Assessors,
        Document,
        Missing,
        Rejected,
        Repeats,
        RunSummary,
        Summary,
        Undecided,
    )
    from checker.portfolio.summary.scored import Bin, Cell, Departments, GradeCount, Indicator, LostRule, Totals


def title_text(summary: Summary) -> str:
    """Return the heading of the whole."""
    run = summary.latest
    return tr("{pack}：{years}年度项目汇总", pack=run.pack_title or run.pack, years=listed(run.years))


def head_texts(run: RunSummary) -> tuple[str, str]:
    """Return by which pack and for which day it was decided."""
    return (
        tr("规则包：{title} {version}", title=run.pack, version=run.version),
        tr("基准日：{day}", day=run.as_of.isoformat()),
    )


def tally(run: RunSummary) -> tuple[tuple[str, str], ...]:
    """Return the numbers of a run, each with its name."""
    totals = run.totals
    return (
        (tr("项目数"), count(run.read)),
        (tr("已判断"), part(run.decided, run.read)),
        (tr("有误未判断"), part(run.undecided.withheld, run.read)),
        (tr("总分已定"), part(totals.settled, run.decided)),
        (tr("发现数"), count(run.findings)),
    )


def totals_texts(run: RunSummary) -> Iterator[str]:
    """Yield what is to be said of the distribution."""
    totals = run.totals
    yield tr(
        "{settled} 个项目总分已定，平均 {mean} 分；全部项目在 {span} 分之间",
        settled=count(totals.settled), mean=decimal(totals.mean, 2), span=span(totals.low, totals.high, 2),
    )  # fmt: skip
    if totals.unsettled:
        yield tr(
            "另有 {unsettled} 个项目缺材料，总分是一个范围，不计入平均；其中 {changeable} 个等级还可能变",
            unsettled=count(totals.unsettled), changeable=count(totals.changeable),
        )  # fmt: skip


def bin_text(bin_: Bin) -> str:
    """Return the stretch of a bin; its upper end is not in it, but for the last."""
    return f"{decimal_text(bin_.low)}–{decimal_text(bin_.high)}"


def bin_line(bin_: Bin) -> str:
    """Return what is in a bin."""
    return tr(
        "{bin} 分：{settled} 个已定，另有 {reached} 个可能",
        bin=bin_text(bin_), settled=count(bin_.settled), reached=count(bin_.reached),
    )  # fmt: skip


def cell_text(indicator: Indicator, cell: Cell) -> str:
    """Return how many projects a cell of the heat map is of."""
    return tr(
        "{label}：{settled} 个项目已定，{open} 个未定",
        label=indicator.label, settled=count(cell.settled), open=count(cell.open),
    )  # fmt: skip


def grades_text(counted: GradeCount) -> str:
    """Return the grades some projects may earn."""
    return tr("或").join(counted.grades) if counted.grades else tr("没有等级")


def open_grades(totals: Totals) -> list[tuple[str, str, str]]:
    """Return which grades are open, for how many projects, between which totals."""
    return [
        (grades_text(one), count(one.projects), span(one.low, one.high, 2))
        for one in totals.counts
        if len(one.grades) > 1
    ]


def lost_text(rule: LostRule) -> str:
    """Return the points that the findings of a rule deduct together."""
    if not rule.deducts:
        return tr("不扣分")
    told = span(rule.low, rule.high)
    return tr("{points}，另有 {count} 条算不出", points=told, count=count(rule.untold)) if rule.untold else told


def basis_line(rule: LostRule) -> str:
    """Return what a rule rests on, as people cite it."""
    return listed(map(basis_text, rule.basis))


def lost_note(run: RunSummary) -> str:
    """Return how the points of rules are to be read."""
    return tr(
        "扣分是各条发现按规则扣的分相加，封顶之前；有发现的规则 {rules} 条，比例的分母是 {decided} 个已判断的项目",
        rules=count(run.lost.all), decided=count(run.decided),
    )  # fmt: skip


def heat_notes(found: Departments, shown: int) -> Iterator[str]:
    """Yield how the cells of the heat map are to be read."""
    yield tr("每格是得分率（%）：在该指标得分已定的项目的得分之和，除以项目数乘权重")
    yield tr("按总分平均分从低到高，{all} 个中列出 {shown} 个", all=count(len(found.all)), shown=count(shown))
    if any(one.few for one in found.all):
        yield tr("* 总分已定的项目不到 {few} 个，平均说明不了什么，排在后面", few=FEW)
    if any(indicator.conditional for indicator in found.indicators):
        yield tr("† 可能不适用的指标：不适用而不计分的项目按 0 分在内")


def fences_texts(found: Assessors) -> Iterator[str]:
    """Yield how outliers were told, or why they were not."""
    limits = found.fences
    yield tr("扣分率是扣去的分除以这些评定的满分；没有写得分的评定不算在内")
    if limits is None:
        yield tr(
            "评定不少于 {judgements} 条的评价人不到 {assessors} 人，或多半扣得一样，看不出谁异常",
            judgements=LEAST_JUDGEMENTS, assessors=LEAST_ASSESSORS,
        )  # fmt: skip
    else:
        yield tr(
            "评定不少于 {judgements} 条的 {compared} 人，扣分率的中位数 {median}；与它相差的中位数（MAD）{spread}。"
            "相差超过 3×1.4826×MAD，即不在 {low} 至 {high} 之间的，标为异常：应当复核，不等于评错",
            judgements=LEAST_JUDGEMENTS, compared=limits.compared, median=fine(limits.median),
            spread=fine(limits.spread), low=fine(max(limits.low, Fraction(0))), high=fine(limits.high),
        )  # fmt: skip
    if found.nobody is not None:
        yield tr("另有 {count} 条评定没有写评价人，不在其中", count=count(found.nobody.judgements))
    if found.uncounted:
        yield tr("逐个判断的 {count} 个项目的评定不在其中", count=count(found.uncounted))


def fine(share: Fraction) -> str:
    """Return a share as percent with two decimals, of which a small spread needs both."""
    return f"{decimal(share * 100, 2)}%"


def outlier_text(one: Assessor) -> str:
    """Return whether an assessor is far from the others, and on which side."""
    if one.outlier:
        return tr("异常：偏严") if one.outlier > 0 else tr("异常：偏松")
    return tr("条数少，不比较") if one.scored < LEAST_JUDGEMENTS else ""


def unexplained_text(one: Assessor) -> str:
    """Return how many of the deductions have no reason."""
    return part(one.unexplained, one.deducted)


def document_text(document: Document) -> str:
    """Return the name of a document."""
    return document.name or tr("规则包没有写明向谁要")


def item_text(item: Missing) -> str:
    """Return a field that is missing, with how many cases wait for it."""
    return tr("{label}：{cases} 项次", label=item.label, cases=count(item.cases))


def documents_note() -> str:
    """Return how the counts of documents are to be read."""
    return tr("项次是因此不能判断的检查；一项检查缺两样，各算一次。一个项目常缺几样，表里只知道项目数的范围")


def again_texts(again: Again, *, department: bool) -> list[str]:
    """Return what was found in one year, and the points it deducts if there are any."""
    lost = [tr("扣 {points} 分", points=decimal(again.lost))] if again.lost else []
    if department:
        of = tr("{projects}/{decided} 个项目", projects=count(again.projects), decided=count(again.decided))
        return [of, *lost]
    return [tr("{count} 条", count=count(again.findings)), *lost]


def repeats_texts(found: Repeats) -> tuple[str, str]:
    """Return how many projects and departments were found at the same fault in several years."""
    years = listed(found.years)
    return (
        tr(
            "{years}：同一项目、同一规则至少两个年度有发现的，共 {count} 例",
            years=years, count=count(found.of_projects),
        ),
        tr(
            "{years}：同一{label}、同一规则至少两个年度有发现的，共 {count} 例",
            years=years, label=found.label, count=count(found.of_departments),
        ),
    )  # fmt: skip


def undecided_text(found: Undecided, run: RunSummary) -> str:
    """Return what was not decided."""
    if not found.withheld and not found.rejected:
        return tr("全部项目都判断了，没有退回的行")
    return tr(
        "数据有误、没有判断的项目：{withheld}，不在其他各项里；共退回 {rejected} 行",
        withheld=part(found.withheld, run.read), rejected=count(found.rejected),
    )  # fmt: skip


def held_text(found: Undecided) -> str:
    """Return the first of the projects that were not decided."""
    names = listed(name if not title else f"{name} {title}" for name, title in found.first)
    return tr("如 {names}", names=names) if names else ""


def rejected_counts(code: Rejected) -> str:
    """Return how many rows of how many projects were refused."""
    if not code.projects:
        return tr("{rows} 行", rows=count(code.rows))
    return tr("{rows} 行、{projects} 个项目", rows=count(code.rows), projects=count(code.projects))
