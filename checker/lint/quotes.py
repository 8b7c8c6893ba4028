"""Looks for words of documents beside a number they contradict: a quoted clause, the criteria of an indicator."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import walk
from checker.expr.tree import Constant, Parameter
from checker.lint.amounts import possible_values
from checker.lint.registry import Check, Found
from checker.messages import message
from checker.pack.models import Bands, Deductions, Linear, Steps
from checker.values import Kind, WrittenFault, parse_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.lint.inspection import Inspection
    from checker.pack.crossref.tree import Branch
    from checker.pack.models import Award, ParameterModel
    from checker.source import Step

_NUMBERS: Final = {
    Kind.RATIO: r"\d+(?:\.\d+)?\s*[%％]",
    Kind.MONEY: r"\d[\d,]*(?:\.\d+)?\s*(?:亿元|万元|千元|百元|元)",
    Kind.SCORE: r"\d+(?:\.\d+)?\s*分(?![之钟别项期])",
}
_IN_WORDS: Final = {
    Kind.RATIO: r"百分之|[一二三四五六七八九]成|‰",
    Kind.MONEY: r"[一二三四五六七八九十百千万两]+元",
    Kind.SCORE: r"[一二三四五六七八九十两半]分",
}
_ONE: Final = Fraction(1)
_NONE_AND_ALL: Final = frozenset({Fraction(0), _ONE})
_FULL: Final = re.compile(r"(\d+(?:\.\d+)?\s*[%％])[^，。；、]*满分")
_NOTHING: Final = re.compile(r"(\d+(?:\.\d+)?\s*[%％])[^，。；、]*(?:不得分|(?<![\d.])0\s*分|零分)")


def differing(inspection: Inspection) -> Iterator[Found]:
    """Yield quotes and criteria whose only number of a kind is none that the parameter or the scoring beside has."""
    for name, entry in inspection.pack.parameters.items():
        values = _values(name, inspection)
        for day in sorted(entry.model.values):
            source = entry.model.values[day].source
            written = None if source is None else _only_number(source.quote, *_kind(entry.model))
            if written is not None and written[1] not in values:
                what = message(
                    "原文写的是“{written}”，参数“{label}”没有这个值", written=written[0], label=entry.model.label
                )
                hint = message("对照文件，把原文或参数的值改对")
                yield Found(entry.origin.at("values", day, "source", "quote"), what, hint)
    for branch in inspection.leaves:
        yield from _criteria(branch, inspection)


def _kind(model: ParameterModel) -> tuple[Kind, str]:
    return Kind(model.type), model.unit


def _values(name: str, inspection: Inspection) -> frozenset[Fraction]:
    """Return what a parameter can be in any of its versions, and what a ratio leaves of the whole."""
    spec = inspection.records.parameters[name]
    values = possible_values(Parameter(spec.name, spec.kind, spec.label, spec.versions))
    rest = [_ONE - value for value in values] if spec.kind is Kind.RATIO else []
    return frozenset([*values, *rest])


def _only_number(text: str, kind: Kind, unit: str = "") -> tuple[str, Fraction] | None:
    """Return the one number of a kind in a text, as written and its value; None without any, or with several."""
    pattern = _NUMBERS.get(kind)
    if kind is Kind.COUNT and unit:
        pattern = rf"\d+\s*{re.escape(unit)}"
    if pattern is None or re.search(_IN_WORDS.get(kind, "(?!)"), text):
        return None
    found = re.findall(rf"(?<![\d.,])(?:{pattern})", text)
    return _read(found[0], kind, unit) if len(found) == 1 else None


def _read(text: str, kind: Kind, unit: str = "") -> tuple[str, Fraction] | None:
    try:
        value = parse_value(text, kind, unit).value
    except WrittenFault:
        return None
    return (text, value) if isinstance(value, Fraction) else None


def _criteria(branch: Branch, inspection: Inspection) -> Iterator[Found]:
    for kind, values in ((Kind.RATIO, _ratios(branch, inspection)), (Kind.SCORE, _scores(branch, inspection))):
        written = _only_number(branch.model.criteria, kind)
        if values and written is not None and written[1] not in values:
            what = message("评分标准写的是“{written}”，计分里没有这个数", written=written[0])
            yield Found(branch.origin.at("criteria"), what, message("对照文件，把 criteria 或计分、扣分改对"))


def _ratios(branch: Branch, inspection: Inspection) -> frozenset[Fraction]:
    """Return the ratios by which an indicator is scored; none when it is not scored by thresholds of a ratio."""
    if not isinstance(branch.scoring, Linear | Bands | Steps):
        return frozenset()
    at = branch.scored_at
    inside = [
        item.tree for item in inspection.compiled
        if item.key[0] == at.document.name and _below(item.key[1], at.path)
    ]  # fmt: skip
    nodes = [node for tree in inside for node in walk(tree)]
    ratios = [node for node in nodes if isinstance(node, Constant | Parameter) and node.kind is Kind.RATIO]
    values = {value for node in ratios for value in possible_values(node)}
    if not values:
        return frozenset()
    shares = {award.share for award in _awards(branch) if award.share is not None}
    weight = branch.given_weight
    parts = {award.points / weight for award in _awards(branch) if award.points is not None and weight}
    return frozenset({*_NONE_AND_ALL, *values, *(_ONE - value for value in values), *shares, *parts})


def _below(path: tuple[Step, ...], top: tuple[Step, ...]) -> bool:
    return path[: len(top)] == top


def _awards(branch: Branch) -> tuple[Award, ...]:
    scoring = branch.scoring
    if isinstance(scoring, Bands):
        return (*scoring.bands, *(() if scoring.otherwise is None else (scoring.otherwise,)))
    return (scoring.cost,) if isinstance(scoring, Steps) else ()


def _scores(branch: Branch, inspection: Inspection) -> frozenset[Fraction]:
    """Return the points that an indicator can lose at once or have; none when they are not all plain numbers."""
    weight = branch.given_weight
    if weight is None:
        return frozenset()
    if isinstance(branch.scoring, Steps):
        cost = branch.scoring.cost
        worth = cost.points if cost.points is not None else (cost.share or Fraction(0)) * weight
        return frozenset({worth, weight})
    if not isinstance(branch.scoring or Deductions(), Deductions):
        return frozenset()
    rules = [rule for rule in inspection.rules.values() if rule.indicator == branch.id and rule.deduct is not None]
    values = [possible_values(rule.deduct) for rule in rules]
    if not rules or not all(values):
        return frozenset()
    caps = [rule.deduct_cap for rule in rules if rule.deduct_cap is not None]
    cap = branch.scoring.cap if isinstance(branch.scoring, Deductions) else None
    if cap is not None:
        caps.append(cap.points if cap.points is not None else (cap.share or Fraction(0)) * weight)
    return frozenset({weight, *caps, *(value for each in values for value in each)})


def reversed_ends(inspection: Inspection) -> Iterator[Found]:
    """Yield straight-line scorings whose two ends stand in the criteria the other way round."""
    for branch in inspection.leaves:
        full, nothing = _FULL.search(branch.model.criteria), _NOTHING.search(branch.model.criteria)
        if not isinstance(branch.scoring, Linear) or full is None or nothing is None:
            continue
        said = [_read(found[1], Kind.RATIO) for found in (nothing, full)]
        ends = [possible_values(inspection.tree(branch.scored_at, name)) for name in ("full_at", "zero_at")]
        if all(value is not None and end == (value[1],) for value, end in zip(said, ends, strict=True)):
            what = message("评分标准里{full}得满分、{nothing}不得分，计分写反了", full=full[1], nothing=nothing[1])
            yield Found(branch.scored_at.key("full_at"), what, message("full_at 和 zero_at 对换"))


CHECKS: Final = (
    Check("text-differs", "warning", message("原文与数不符"), differing),
    Check("linear-reversed", "error", message("线性计分的两点写反了"), reversed_ends),
)
