"""Turns rules into the findings and problems that further rules and scores read, over a project not known yet.

Mirrors what the engines do between the tiers. Knows no questions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from checker.expr.tree import AllOf, Comparison, Constant, Field
from checker.plan import Tier
from checker.prove import formulas as f
from checker.prove.aggregates import Member, gathered
from checker.prove.firing import Firing, firing
from checker.prove.translate import Translator
from checker.prove.values import NUMBER_UNKNOWN, ZERO, Num, Txt, exactly
from checker.prove.world import Made, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from checker.expr import Expr
    from checker.plan import Plan, PlannedIndicator, PlannedRule
    from checker.prove.translate import Frame, Rows
    from checker.prove.values import Val


@dataclass(slots=True)
class Findings:
    """The findings of the rules of one plan up to a tier, and the problems they make up."""

    tier: Tier = Tier.FACTS
    _numbers: dict[tuple[object, ...], int] = field(default_factory=dict)
    _rows: dict[tuple[int, str], list[Row]] = field(default_factory=dict)

    def tables(self) -> Mapping[str, Rows]:
        """Return the facts of each type that is worked out."""
        return {"finding": self.findings, "problem": self.problems}

    def findings(self, t: Translator, where: Expr | None) -> list[Row]:
        """Return the findings there may be that can satisfy ``where``."""
        wanted = {
            name: _compared_with(where, "finding", name) for name in ("rule", "problem", "indicator")
        }  # fmt: skip
        rules = [
            rule
            for rule in t.plan.rules
            if rule.tier <= self.tier
            and rule.concerns == "project"
            and wanted["rule"] in {None, rule.id}
            and wanted["problem"] in {None, rule.problem}
            and wanted["indicator"] in {None, rule.indicator}
        ]
        return [row for rule in rules for row in self._of_rule(t, rule)]

    def problems(self, t: Translator, where: Expr | None) -> list[Row]:
        """Return the problems of the pack, with their findings counted and deductions added."""
        wanted = _compared_with(where, "problem", "id")
        return [
            Row("problem", number, exists=True, made=Made(self._problem(t, name)))
            for number, name in enumerate(t.plan.pack.problems)
            if wanted in {None, name}
        ]

    def _problem(self, t: Translator, name: str) -> dict[str, Callable[[], Val]]:
        def members() -> list[Member]:
            rules = [r for r in t.plan.rules if r.tier <= self.tier and r.problem == name and r.concerns == "project"]
            rows = [row for rule in rules for row in self._of_rule(t, rule)]
            return [Member(row.there, _deduction(row), row.several) for row in rows]

        return {
            "id": lambda: Txt(t.world.code(name)),
            "heading": lambda: Txt(t.world.code(t.plan.pack.problems[name].model.heading)),
            "findings": lambda: gathered("count", members(), reported=True, nothing=NUMBER_UNKNOWN),
            "deduction": lambda: gathered("sum", members(), reported=True, nothing=NUMBER_UNKNOWN),
        }

    def _of_rule(self, t: Translator, rule: PlannedRule) -> list[Row]:
        key = (id(t), rule.id)
        if key not in self._rows:
            self._rows[key] = list(self._new_rows(t, rule))
        return self._rows[key]

    def _new_rows(self, t: Translator, rule: PlannedRule) -> Iterable[Row]:
        inner = t
        if rule.tier is not Tier.FACTS:
            inner = Translator(t.plan, t.world, t.loose, Findings().tables(), t.instead)
        for frame in all_frames(inner, rule):
            one = firing(inner, rule, frame)
            yield self._row(t, rule, frame, one)
        types = [name for name in rule.subject.types if name not in inner.worked_out]
        reported = f.all_of(t.world.is_reported(name) for name in types)
        if t.world.complete:
            t.world.hold(reported)
        elif reported is not True:
            makers = {**_texts(t, rule), "deduction": lambda: NUMBER_UNKNOWN}
            index = self._number((rule.id, "unreported"))
            unreported = f.opposite(reported)
            yield Row("finding", index, exists=False, made=Made(makers), may=unreported, several=unreported)

    def _row(self, t: Translator, rule: PlannedRule, frame: Frame, one: Firing) -> Row:
        def deduction() -> Val:
            return one.deduct if rule.deduct is not None and rule.indicator is not None else ZERO

        index = self._number((rule.id, *((row.record, row.index) for row in frame.values())))
        makers = {**_texts(t, rule), "deduction": deduction}
        return Row("finding", index, one.fires, Made(makers), f.either(one.fires, one.doubtful))

    def _number(self, key: tuple[object, ...]) -> int:
        return self._numbers.setdefault(key, len(self._numbers))


def _texts(t: Translator, rule: PlannedRule) -> dict[str, Callable[[], Val]]:
    texts = {"rule": rule.id, "severity": rule.severity, "indicator": rule.indicator, "problem": rule.problem}
    return {name: (lambda text=text: Txt(t.world.code(text))) for name, text in texts.items() if text is not None}  # type: ignore[misc]  # a default keeps the text


def _deduction(row: Row) -> Val:
    found = None if row.made is None else row.made.get("deduction")
    return found if isinstance(found, Num) else NUMBER_UNKNOWN


def all_frames(t: Translator, rule: PlannedRule) -> Iterable[Frame]:
    """Yield all the facts a rule is decided for, every pair and order."""
    tables = [
        t.worked_out[record](t, rule.subject.where) if record in t.worked_out else t.world.table(record)
        for _, record in rule.subject.variables
    ]
    names = [variable for variable, _ in rule.subject.variables]
    for rows in product(*tables):
        yield dict(zip(names, rows, strict=True))


def _compared_with(where: Expr | None, record: str, name: str) -> str | None:
    """Return the word that ``where`` demands of a field, if it does."""
    for part in where.items if isinstance(where, AllOf) else (where,):
        if isinstance(part, Comparison) and part.comparator == "=":
            left, right = part.left, part.right
            if isinstance(left, Constant):
                left, right = right, left
            if isinstance(left, Field) and isinstance(right, Constant) and (left.record, left.name) == (record, name):
                return str(right.value)
    return None


@dataclass(slots=True)
class Judged:
    """What assessors gave: points of indicators and of 要点, each within what it is worth."""

    plan: Plan
    _limited: set[int] = field(default_factory=set)

    def tables(self) -> Mapping[str, Rows]:
        """Return the facts of each type that is worked out."""
        return {"judgement": self.judgements}

    def judgements(self, t: Translator, where: Expr | None) -> list[Row]:
        """Return the judgements there may be that can satisfy ``where``."""
        indicator = _compared_with(where, "judgement", "indicator")
        point = _compared_with(where, "judgement", "point")
        wanted = [
            (leaf, name, worth, partial)
            for leaf in t.plan.score.leaves
            if indicator in {None, leaf.id}
            for name, worth, partial in _parts(leaf)
            if point in {None, name}
        ]
        return [self._row(t, *item) for item in wanted]

    def _row(self, t: Translator, leaf: PlannedIndicator, point: str, worth: Fraction, partial: bool) -> Row:
        index = _index(self.plan, leaf.id, point)
        t.world.judged[index] = (leaf.id, point)
        row = t.world.row("judgement", index)
        points = t.world.symbol("judgement", index, "points")
        value = points.val()
        if index not in self._limited:
            self._limited.add(index)
            t.world.liked["judgement", index, "points"] = worth
            limits = [f.at_most(leaf.lowest, points.value), f.at_most(points.value, worth)]
            if not partial:
                limits.append(f.either(f.equal(points.value, Fraction(0)), f.equal(points.value, worth)))
            t.world.hold(f.implies(points.given, f.all_of(limits)))
        makers: dict[str, Callable[[], Val]] = {
            "indicator": lambda: Txt(t.world.code(leaf.id)),
            "point": lambda: Txt(t.world.code(point)),
            "points": lambda: value,
            "full": lambda: exactly(worth),
            "misses": lambda: t.world.symbol("judgement", index, "misses").val(),
        }
        return Row("judgement", index, row.exists, Made(makers))


def _parts(leaf: PlannedIndicator) -> Iterable[tuple[str, Fraction, bool]]:
    if leaf.method == "judged":
        yield "", leaf.weight, True
    for point in leaf.points:
        yield point.id, point.worth, point.partial


def _index(plan: Plan, leaf: str, point: str) -> int:
    names = [(item.id, name) for item in plan.score.leaves for name, _, _ in _parts(item)]
    return names.index((leaf, point))
