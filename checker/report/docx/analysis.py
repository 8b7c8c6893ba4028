"""Turns the scores of the indicators into the text of 指标分析 and the rows of 评分表; knows nothing about Word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from checker.compose.chinese import heading_number
from checker.report.docx.content import LEFT, UP, Group, Indicator, ScoreRow
from checker.report.docx.wording import clauses, deducted, lost_text, sentence
from checker.report.words import missing_text, points, remark
from checker.result import Outcome
from checker.values import UNKNOWN, Interval, Kind, decimal_text, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checker.facts import FactSet, Judgement
    from checker.plan import Plan
    from checker.plan.plan import PlannedIndicator
    from checker.result import CheckResult, IndicatorScore, RuleOutcome

_COLUMNS: Final = 3
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_JUDGED: Final = frozenset({"judged", "checklist"})
_NO_REASON: Final = "扣分理由"


class Analysis:
    """What is said about each indicator, from the plan's criteria, the assessors' reasons and the findings."""

    def __init__(self, plan: Plan, facts: FactSet, result: CheckResult) -> None:
        self._result = result
        self._planned: Mapping[str, PlannedIndicator] = {node.id: node for node in plan.score.indicators}
        self._judgements = facts.judgements
        self._children: dict[str | None, list[IndicatorScore]] = {}
        for score in result.indicators:
            self._children.setdefault(score.parent, []).append(score)

    def groups(self) -> Iterator[Group]:
        """Yield the indicators of the first level with those below, numbered （一） 1. （1）."""
        for place, top in enumerate(self._children.get(None, ()), 1):
            below = tuple(self._below(top)) if not top.leaf else (self._indicator(top, "1."),)
            yield Group(
                heading_number(place), top.label, decimal_text(top.weight), points(top.score), _lost(top), below
            )

    def _below(self, parent: IndicatorScore, depth: int = 0) -> Iterator[Indicator]:
        for place, child in enumerate(self._children.get(parent.id, ()), 1):
            yield self._indicator(child, _number(place, depth))
            yield from self._below(child, depth + 1)

    def _indicator(self, score: IndicatorScore, number: str) -> Indicator:
        planned = self._planned.get(score.id)
        return Indicator(
            number=number,
            label=score.label,
            weight=decimal_text(score.weight),
            score=points(score.score),
            lost=_lost(score),
            scored=score.leaf,
            criteria=sentence(planned.criteria) if planned else "",
            measure=_measure(score),
            found=tuple(self._found(score)) if score.leaf else (),
            blank=_blank(score),
            undecided=isinstance(score.score, Interval),
        )

    def _found(self, score: IndicatorScore) -> Iterator[str]:
        """Yield the sentences on one scored indicator: judged, found, waived, not yet decided."""
        if score.applicable is False:
            yield clauses(["本指标不适用", *score.reasons])
            return
        yield from filter(None, (_judged(judgement) for judgement in self._judged(score)))
        mine = [outcome for outcome in self._result.outcomes if outcome.indicator == score.id]
        project = [outcome for outcome in mine if outcome.concerns == "project"]
        findings = [outcome for outcome in project if outcome.outcome is Outcome.FAIL]
        if findings:
            yield "检查发现：" + clauses(_finding(outcome) for outcome in findings)
        elif score.score == score.weight and not score.measure:
            yield "经评定，本项得满分。" if score.method in _JUDGED else "检查没有发现问题。"
        if score.reasons and score.method in _JUDGED:
            yield "扣分理由：" + clauses(score.reasons)
        elif score.reasons and not findings:
            yield clauses(score.reasons)
        waived = [outcome for outcome in project if outcome.outcome is Outcome.WAIVED]
        if waived:
            yield "已豁免：" + clauses(f"{outcome.message}（{outcome.note}）" for outcome in waived)
        unknown = [outcome for outcome in project if outcome.outcome is Outcome.UNKNOWN]
        if unknown or isinstance(score.score, Interval):
            yield "尚不能确定：" + clauses([*map(_open, unknown), _wanting(score)])

    def _judged(self, score: IndicatorScore) -> Iterator[Judgement]:
        planned = self._planned.get(score.id)
        names = {score.id, score.label} | ({planned.label} if planned else set())
        return (judgement for judgement in self._judgements if judgement.indicator in names)

    def score_rows(self) -> Iterator[ScoreRow]:
        """Yield a row for each scored indicator; what its group already says is merged with the row above."""
        above: tuple[str, ...] = ()
        for path in self._paths(None, ()):
            names = (*(f"{node.label}（{decimal_text(node.weight)}分）" for node in path[:-1]), path[-1].label)
            ids = tuple(node.id for node in path)
            cells: list[str] = [
                UP if above[: place + 1] == ids[: place + 1] else name for place, name in enumerate(names)
            ]
            if len(names) > _COLUMNS:
                cells = [*cells[: _COLUMNS - 1], "／".join(names[_COLUMNS - 1 :])]
            first, second, third = [*cells, LEFT, LEFT][:_COLUMNS]
            above = ids
            leaf, planned = path[-1], self._planned.get(path[-1].id)
            yield ScoreRow(
                first, second, third, decimal_text(leaf.weight), planned.criteria if planned else "",
                points(leaf.score), "" if _blank(leaf) else self._reason(leaf), _blank(leaf),
            )  # fmt: skip

    def _paths(self, parent: str | None, above: tuple[IndicatorScore, ...]) -> Iterator[tuple[IndicatorScore, ...]]:
        for node in self._children.get(parent, ()):
            if node.leaf:
                yield (*above, node)
            yield from self._paths(node.id, (*above, node))

    def _reason(self, leaf: IndicatorScore) -> str:
        found = [o for o in self._result.outcomes if o.indicator == leaf.id and o.is_finding]
        measure = f"实际值{_measure(leaf)}" if _measure(leaf) else ""
        said = map(_finding, found) if found else remark(replace(leaf, measure="")).split("；")
        return clauses([measure, *said])


def _number(place: int, depth: int) -> str:
    """Return the number of a heading below （一）: 1. then （1） then ①."""
    if depth == 0:
        return f"{place}."
    return f"（{place}）" if depth == 1 or place > len(_CIRCLED) else _CIRCLED[place - 1]


def _lost(score: IndicatorScore) -> str:
    """Return the points an indicator did not earn; a bonus, and what does not apply, loses none."""
    return "" if score.bonus or score.applicable is False else lost_text(score.weight, score.score)


def _blank(score: IndicatorScore) -> str:
    """Return what an assessor has left unsaid: why points that are judged were lost."""
    judged = score.leaf and score.method in _JUDGED and score.applicable is not False
    unsaid = judged and not score.bonus and not score.reasons and not isinstance(score.score, Interval)
    return _NO_REASON if unsaid and score.score != score.weight else ""


def _judged(judgement: Judgement) -> str:
    by = f"（评价人：{judgement.assessor}）" if judgement.assessor else ""
    return sentence(f"评价依据：{judgement.evidence}{by}") if judgement.evidence else sentence(by.strip("（）"))


def _finding(outcome: RuleOutcome) -> str:
    return outcome.message.rstrip("。；") + (f"（{deducted(outcome.deduction)}）" if outcome.deduction else "")


def _measure(score: IndicatorScore) -> str:
    """Return the value that was scored, or nothing when it is not known at all."""
    return "" if score.measure == show(UNKNOWN, Kind.NUMBER) else score.measure


def _open(outcome: RuleOutcome) -> str:
    case = f"（{outcome.key}）" if outcome.key else ""
    wanting = _missing(outcome)
    return f"是否有“{outcome.title}”的问题{case}" + (f"，缺{wanting}" if wanting else "")


def _wanting(score: IndicatorScore) -> str:
    wanting = _missing(score)
    return f"本项得分，缺{wanting}" if wanting else ""


def _missing(subject: RuleOutcome | IndicatorScore) -> str:
    names: Sequence[str] = [missing_text(missing) for missing in subject.missing]
    return "、".join(dict.fromkeys(names))
