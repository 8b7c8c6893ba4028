"""Turns project cases into what they cover of the scoring: bands, steps, vetoes, caps and grades.

Knows nothing about rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import Scope, evaluator, text_of, truth
from checker.messages import Message, message
from checker.pack.models import Bands, IndicatorModel
from checker.testing.branches import Found, branches, watch

if TYPE_CHECKING:
    from checker.expr import Expr
    from checker.pack import Origin, Pack
    from checker.plan import Plan, PlannedIndicator
    from checker.plan.tables import Tables
    from checker.result import CheckResult
    from checker.source import Place

FULL: Final = "full"
PART: Final = "part"
NONE: Final = "none"
_ZONES: Final[dict[str, tuple[str, ...]]] = {
    "steps": (FULL, PART, NONE),
    "linear": (FULL, PART, NONE),
    "proportional": (FULL, PART),
    "deductions": (FULL, PART),
    "judged": (FULL, PART),
    "checklist": (FULL, PART),
}
"""Which scores some case should come to, by method; bands and formulas are covered by their conditions."""


@dataclass(slots=True)
class ScoreUnits:
    """What of the scoring of one pack was seen."""

    pack: Pack
    _plan: Plan | None = None
    _leaves: dict[str, PlannedIndicator] = field(default_factory=dict)
    _zones: dict[str, set[str]] = field(default_factory=dict)
    _choices: dict[str, Found] = field(default_factory=dict)
    _conditions: dict[tuple[str, int], set[bool]] = field(default_factory=dict)
    _grades: set[str] = field(default_factory=set)

    def watch(self, plan: Plan, tables: Tables, result: CheckResult) -> None:
        """Take in one decided project."""
        self._plan = plan
        scores = {score.id: score.score for score in result.indicators}
        for leaf in plan.score.leaves:
            self._leaves[leaf.id] = leaf
            if leaf.score is not None:
                watch(leaf.score, tables.env, self._choices.setdefault(leaf.id, set()))
            score = scores.get(leaf.id)
            if isinstance(score, Fraction):
                self._zones.setdefault(leaf.id, set()).add(_zone(score, leaf))
            for index, item in enumerate(leaf.not_applicable):
                self._condition((leaf.id, index), item.when, tables)
        for index, cap in enumerate(plan.score.caps):
            self._condition(("caps", index), cap.when, tables)
        for index, veto in enumerate(plan.score.vetoes):
            self._condition(("vetoes", index), veto.when, tables)
        if result.grade is not None:
            self._grades.add(result.grade)

    def _condition(self, name: tuple[str, int], tree: Expr, tables: Tables) -> None:
        value = truth(evaluator(tree)(tables.env))
        if value is True or value is False:
            self._conditions.setdefault(name, set()).add(value)

    def units(self) -> Iterator[tuple[str, Message, Place, bool]]:
        """Yield the owner of each unit, what no case shows, its place, and whether some case does."""
        model, origin = self.pack.indicators.model, self.pack.indicators.origin
        leaves = [*_leaves(model.indicators, origin, ("indicators",))]
        shared = {item.id: (item, origin.below("shared", index)) for index, item in enumerate(model.shared)}
        for item, where in leaves:
            used, at = shared.get(item.use or "", (item, where))
            full = used.model_copy(update={name: getattr(item, name) for name in item.model_fields_set - {"use"}})
            yield from self._leaf_units(full, at if "scoring" not in item.model_fields_set else where)
        if not leaves:
            return
        for index, cap in enumerate(model.caps):
            yield from self._condition_units(("caps", index), cap.title, origin.at("caps", index, "when"))
        for index, veto in enumerate(model.vetoes):
            yield from self._condition_units(("vetoes", index), veto.title, origin.at("vetoes", index, "when"))
        for index, grade in enumerate(model.grades):
            untested = message("没有项目用例得到等级“{grade}”", grade=grade.label)
            yield grade.label, untested, origin.at("grades", index, "label"), grade.label in self._grades

    def _leaf_units(self, item: IndicatorModel, origin: Origin) -> Iterator[tuple[str, Message, Place, bool]]:
        leaf = self._leaves.get(item.id)
        label = item.label or item.id
        if leaf is None or leaf.score is None or self._plan is None:
            yield item.id, message("没有项目用例给“{label}”计分", label=label), origin.key(), False
            return
        seen = self._zones.get(item.id, set())
        texts = {
            FULL: message("没有项目用例在“{label}”得满分", label=label),
            PART: message("没有项目用例在“{label}”被扣一部分", label=label),
            NONE: message("没有项目用例在“{label}”扣完", label=label),
        }
        for zone in _ZONES.get(leaf.method, ()):
            yield item.id, texts[zone], origin.at("scoring"), zone in seen
        found = self._choices.get(item.id, set())
        for number, (text, place) in enumerate(_named(item, leaf.score, self._plan, origin)):
            for wanted, untested in zip((True, False), _choice_units(label, text), strict=True):
                yield item.id, untested, place, (number, wanted) in found
        for index, _ in enumerate(leaf.not_applicable):
            place = origin.at("not_applicable", index, "when")
            yield from self._condition_units((item.id, index), f"{label}不适用", place)

    def _condition_units(
        self, name: tuple[str, int], title: str, place: Place
    ) -> Iterator[tuple[str, Message, Place, bool]]:
        seen = self._conditions.get(name, set())
        yield name[0], message("没有项目用例让“{title}”成立", title=title), place, True in seen
        yield name[0], message("没有项目用例让“{title}”不成立", title=title), place, False in seen


def _named(item: IndicatorModel, score: Expr, plan: Plan, origin: Origin) -> Iterator[tuple[str, Place]]:
    """Yield what each condition in a score reads, and where it stands: a veto, a band, or the scoring as a whole."""
    scope = Scope(plan.records, plan.parameters)
    bands = len(item.scoring.bands) if isinstance(item.scoring, Bands) else 0
    choices = 0
    for branch in branches(score):
        try:
            text = text_of(branch.node, scope)
        except ValueError:  # a name that means something else outside of its rule
            text = text_of(branch.node)
        place = origin.at("scoring")
        if branch.choice:
            number, choices = choices, choices + 1
            band = number - len(item.veto)
            if band < 0:
                place = origin.at("veto", len(item.veto) - 1 - number, "when")
            elif band < bands:
                place = origin.at("scoring", "bands", band)
        yield text, place


def _zone(score: Fraction, leaf: PlannedIndicator) -> str:
    if score >= leaf.weight:
        return FULL
    return NONE if score <= leaf.lowest else PART


def _leaves(
    items: tuple[IndicatorModel, ...], origin: Origin, path: tuple[str | int, ...]
) -> Iterator[tuple[IndicatorModel, Origin]]:
    for index, item in enumerate(items):
        here = (*path, index)
        if item.children:
            yield from _leaves(item.children, origin, (*here, "children"))
        else:
            yield item, origin.below(*here)


def _choice_units(label: str, text: str) -> tuple[Message, Message]:
    """Return what is said when a condition in a score was never true, and when never false."""
    return (
        message("没有项目用例使“{label}”的“{text}”成立", label=label, text=text),
        message("没有项目用例使“{label}”的“{text}”不成立", label=label, text=text),
    )
