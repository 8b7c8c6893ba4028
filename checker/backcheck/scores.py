"""Compares the scores, weights, deductions and totals a report states with those computed, and with one another.

Knows which numbers are scores by the words beside them, and whose they are by ``subjects``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.backcheck import words as w
from checker.backcheck.agree import rounds_to
from checker.backcheck.context import column_words
from checker.backcheck.grades import grade_beside
from checker.backcheck.model import Disagreement, Label, Tied
from checker.backcheck.tie import disagreement
from checker.backcheck.years import of_other_year
from checker.messages import Message, message
from checker.values import Amount, Interval, Kind, ends, show
from checker.values.amounts import Unknown, subtract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.backcheck.context import Text
    from checker.backcheck.model import Quantity
    from checker.backcheck.subjects import Subjects
    from checker.result import CheckResult, IndicatorScore

_BETWEEN: Final = r"(?:为|是|：|:|共计|共|计|合计|了|[（(]|\s|“|人民币)*$"
_ROLES: Final = (
    ("total", re.compile(f"(?:{w.ROLE_TOTAL})(?:仅|只有|最终)?{_BETWEEN}")),
    ("weight", re.compile(f"(?:{w.ROLE_WEIGHT}){_BETWEEN}")),
    ("deduction", re.compile(f"(?:{w.ROLE_DEDUCTION}){_BETWEEN}")),
    ("score", re.compile(f"(?:{w.ROLE_SCORE}){_BETWEEN}")),
)
_POINTS: Final = "分"
_TURN: Final = re.compile("分别|依次")
_EACH: Final = re.compile("(?:每|各扣|一次扣|一处扣|一项扣|酌扣)[^，,。；;：:]*$|每[^，,。；;]*[，,]扣 ?$")
_WHOLE: Final = re.compile("综合|总|最终|整体")
_OF_ALL: Final = re.compile("综合|总分|总得分|指标体系|评价体系|评分表|总权重")
_ALL_LOST: Final = re.compile("共扣|合计|总计|累计|总")
_ALL_BEGINS: Final = re.compile("^(?:本?项目)?(?:一共|总共|共计?)扣[^，。；]{0,4}$")
_SURELY_ALL: Final = re.compile("总扣|合计扣|总计扣|累计扣|各项指标|全部指标")


@dataclass(frozen=True, slots=True)
class Stated:
    """A score as the report states it: its role, whose it is (none for the whole), and where."""

    role: str
    indicators: tuple[IndicatorScore, ...]
    quantity: Quantity


def find_stated(text: Text, subjects: Subjects) -> tuple[Stated, ...]:
    """Return the scores a report states, in order; numbers in 分 of no clear role are left out."""
    return tuple(_stated(text, subjects))


def _stated(text: Text, subjects: Subjects) -> Iterator[Stated]:
    for quantity in text.quantities:
        if quantity.kind is not Kind.SCORE or quantity.bound in {"below", "at_most", "above", "at_least"}:
            continue
        role = "" if of_other_year(quantity, text) else _role(quantity, text, subjects)
        if not role:
            continue
        if role in {"total", "full", "lost"}:
            yield Stated(role, (), quantity)
            continue
        found = subjects.of(quantity, text)
        if not found and role in {"score", "deduction"} and _is_whole(quantity, role, text):
            yield Stated("total" if role == "score" else "lost", (), quantity)
        elif found:
            yield Stated(role, found, quantity)
        elif role == "weight" and _OF_ALL.search(text.around(quantity).ahead):
            yield Stated("full", (), quantity)


def _role(quantity: Quantity, text: Text, subjects: Subjects) -> str:
    block = text.blocks[quantity.block]
    turn = subjects.turn(quantity, text)
    at = quantity.start if turn is None else turn.first.start
    before = _TURN.sub("", block.text[max(0, at - 16) : at])
    for role, pattern in _ROLES:
        if pattern.search(before):
            return "" if role == "deduction" and _EACH.search(text.around(quantity).ahead) else role
    if grade_beside(quantity, text):
        return "total"
    if block.is_cell:
        found = _cell_role(column_words(block), block.row, subjects)
        if found and not block.text[: quantity.start].strip():
            return found
    whole = block.text[: quantity.start].rstrip()
    behind = block.text[quantity.end :].lstrip()[:1]
    if whole.endswith(("（", "(")) and behind in {"）", ")", "，", ",", "、", "；"} and subjects.of(quantity, text):
        label = whole[:-1].rstrip()
        return "weight" if any(label.endswith((name, name + "指标")) for name in subjects.labels) else ""
    return ""


def _cell_role(words: str, row: tuple[str, ...], subjects: Subjects) -> str:
    of_row = any(subjects.of_label(cell) for cell in row)
    total = any(cell.strip() in w.TOTAL_ROWS or re.fullmatch(w.ROLE_TOTAL, cell.strip()) for cell in row)
    if w.COLUMN_DEDUCTION.search(words):
        role, whole = "deduction", "lost"
    elif w.COLUMN_WEIGHT.search(words):
        role, whole = "weight", "full"
    elif w.COLUMN_SCORE.search(words):
        role, whole = "score", "total"
    else:
        return ""
    return role if of_row else whole if total else ""


def _is_whole(quantity: Quantity, role: str, text: Text) -> bool:
    clause = text.around(quantity).clause
    if role == "score" and (w.ROLE_WEAK_TOTAL.search(re.sub(_BETWEEN, "", clause)) or w.SUM_OF_ALL.search(clause)):
        return True
    return bool((_WHOLE if role == "score" else _ALL_LOST).search(clause))


def compare_scores(stated: tuple[Stated, ...], text: Text, result: CheckResult) -> Iterator[Tied | Disagreement]:
    """Yield for each stated score its tie or its disagreement with what was computed."""
    for item in stated:
        expected = list(_expected(item, result))
        agreeing = [one for one in expected if _agree(item.quantity, one[1])]
        found = agreeing[0] if agreeing else expected[0] if expected else None
        if found is None:
            continue
        label, value, identity = found
        shown = show(value, Kind.SCORE)
        if agreeing:
            yield Tied(item.quantity, text.spot(item.quantity), identity, label, shown)
        elif item.role == "lost" and not _is_of_all(item.quantity, text):
            continue
        elif not isinstance(value, Interval) or item.role in {"weight", "full"}:
            what = message(
                "报告写{written}，{label}是{expected}", written=_points(item.quantity), label=label, expected=shown
            )
            code = _CODES[item.role]
            yield disagreement(code, item.quantity, text, what, shown)
        else:
            what = message(
                "报告写{written}，{label}在{expected}之间，尚待定",
                written=_points(item.quantity),
                label=label,
                expected=shown,
            )
            yield disagreement(_CODES[item.role], item.quantity, text, what, shown)


_CODES: Final = {
    "score": "score-differs",
    "weight": "weight-differs",
    "deduction": "deduction-differs",
    "total": "total-differs",
    "full": "weight-differs",
    "lost": "deduction-differs",
}


def _points(quantity: Quantity) -> str:
    return quantity.text if "分" in quantity.text else quantity.text + _POINTS


def _agree(quantity: Quantity, value: Amount) -> bool:
    assert isinstance(quantity.value, Fraction)  # noqa: S101 - find_stated takes only such
    span = ends(value)
    if quantity.bound == "about" and span.low is not None:
        return abs(span.low - quantity.value) < 1
    return rounds_to(value, quantity.value, quantity.step)


def _expected(item: Stated, result: CheckResult) -> Iterator[tuple[Label, Amount, str]]:
    """Yield what a stated score may be, what it most likely is first: its name, value and id."""
    if item.role == "total":
        yield message("综合得分"), result.score, "score"
    elif item.role == "full":
        yield message("满分"), result.full_score, "full_score"
    elif item.role == "lost":
        lost = subtract(result.full_score, result.score)
        if not isinstance(lost, Unknown):
            yield message("总扣分"), lost, "lost"
        basic = [one for one in result.indicators if one.leaf and not one.bonus and one.applicable is not False]
        if basic and all(isinstance(one.score, Fraction) for one in basic):
            yield message("总扣分"), sum((one.weight - _exact(one.score) for one in basic), Fraction(0)), "lost"
        explained = [problem.deduction for problem in result.problems]
        if explained and all(isinstance(one, Fraction) for one in explained):
            yield message("问题说明的扣分"), sum(map(_exact, explained), Fraction(0)), "explained"
        for problem in result.problems:
            yield problem.heading, problem.deduction, problem.id
    for indicator in item.indicators:
        yield from _of_indicator(item.role, indicator, result)


def _is_of_all(quantity: Quantity, text: Text) -> bool:
    around = text.around(quantity)
    return text.blocks[quantity.block].is_cell or bool(
        _SURELY_ALL.search(around.clause) or _ALL_BEGINS.match(around.ahead)
    )


def _exact(amount: Amount) -> Fraction:
    return amount if isinstance(amount, Fraction) else Fraction(0)


def _of_indicator(role: str, indicator: IndicatorScore, result: CheckResult) -> Iterator[tuple[Label, Amount, str]]:
    name = indicator.label
    if role == "weight":
        yield message("“{name}”的权重", name=name), indicator.weight, f"{indicator.id}.weight"
    elif role == "score":
        yield message("“{name}”的得分", name=name), indicator.score, f"{indicator.id}.score"
    elif role == "deduction":
        lost = subtract(indicator.weight, indicator.score)
        if not isinstance(lost, Unknown):
            yield message("“{name}”的扣分", name=name), lost, f"{indicator.id}.deduction"
        for finding in result.findings:
            if finding.indicator == indicator.id and finding.deduction is not None:
                yield finding.title, finding.deduction, finding.id


def compare_with_each_other(
    stated: tuple[Stated, ...], text: Text, result: CheckResult, problems: set[str]
) -> Iterator[Disagreement]:
    """Yield where stated scores do not fit one another: sums, and weight − deduction = score.

    ``problems`` are the codes and places already reported; what follows from them is not said again.
    """
    yield from _sums(stated, text, result)
    yield from _differences(stated, text, problems)


def _sums(stated: tuple[Stated, ...], text: Text, result: CheckResult) -> Iterator[Disagreement]:
    leaves = [one for one in result.indicators if one.leaf and not one.bonus and one.applicable is not False]
    adds_up = {  # not so with a bonus, a cap or a weight that moved
        "score": sum((_exact(one.score) for one in result.indicators if one.leaf), Fraction(0)) == result.score,
        "weight": sum((one.weight for one in leaves), Fraction(0)) == result.full_score,
    }
    if any(one.bonus or one.applicable is False for one in result.indicators):
        return
    for role, whole, code in (("score", "total", "total-not-sum"), ("weight", "full", "weights-not-sum")):
        if not adds_up[role]:
            continue
        said = _said(stated, role)
        totals = [item for item in stated if item.role == whole]
        if not totals or not all(leaf.id in said for leaf in leaves):
            continue
        added = sum((said[leaf.id] for leaf in leaves), Fraction(0))
        for item in totals:
            if not rounds_to(added, _value(item.quantity), item.quantity.step):
                shown = show(added, Kind.SCORE)
                yield disagreement(code, item.quantity, text, _sum_text(item, shown), shown)
                break


def _sum_text(item: Stated, shown: str) -> Message:
    if item.role == "total":
        return message(
            "报告写综合得分{written}，报告里各指标得分之和是{expected}", written=_points(item.quantity), expected=shown
        )
    return message(
        "报告写满分{written}，报告里各指标权重之和是{expected}", written=_points(item.quantity), expected=shown
    )


def _said(stated: tuple[Stated, ...], role: str) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for item in stated:
        if item.role == role and len(item.indicators) == 1:
            found.setdefault(item.indicators[0].id, _value(item.quantity))
    return found


def _value(quantity: Quantity) -> Fraction:
    assert isinstance(quantity.value, Fraction)  # noqa: S101 - find_stated takes only such
    return quantity.value


def _differences(stated: tuple[Stated, ...], text: Text, problems: set[str]) -> Iterator[Disagreement]:
    """In one block, weight − deduction is the score, also where what was computed cannot be told."""
    groups: dict[tuple[int, str], dict[str, Quantity]] = {}
    for item in stated:
        if len(item.indicators) == 1 and not text.blocks[item.quantity.block].is_cell:
            groups.setdefault((item.quantity.block, item.indicators[0].id), {})[item.role] = item.quantity
    for found in groups.values():
        if {"weight", "score", "deduction"} <= set(found) and not any(
            str(text.spot(q)) in problems for q in found.values()
        ):
            left = _value(found["weight"]) - _value(found["deduction"])
            if left != _value(found["score"]):
                shown = show(left, Kind.SCORE)
                what = message(
                    "报告写得分{written}，而权重减扣分是{expected}", written=_points(found["score"]), expected=shown
                )
                yield disagreement("deduction-not-difference", found["score"], text, what, shown)
