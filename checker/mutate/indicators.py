"""Turns ``indicators.yaml`` into its mutants: weights, scoring, what does not apply, vetoes, caps, grades, rounding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.messages import message, tr
from checker.mutate.expressions import Expression, Owner, expression_mutants
from checker.mutate.mutant import Mutant
from checker.mutate.numbers import number_mutants, set_to, told, without
from checker.mutate.scoring import edge_mutants, scoring_mutants
from checker.mutate.weights import weight_mutants
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.lint.inspection import Inspection
    from checker.pack import Origin, Pack
    from checker.pack.models import IndicatorModel, IndicatorsModel, Model, Veto
    from checker.source import Step

CAP: Final = "cap"
VETO: Final = "veto"
GRADE_BOUND: Final = "grade-bound"
GRADE_EDGE: Final = "grade-edge"
ROUNDING: Final = "rounding"
FULL_SCORE: Final = "full-score"
LOWEST: Final = "lowest"
NOT_APPLICABLE: Final = "not-applicable"
_GRADE_BOUNDS: Final = ("at_least", "above", "at_most", "below")
_STAGES: Final = {"point": "indicator", "indicator": "total", "total": "indicator", "none": "indicator"}
_POLICIES: Final = {"full": "remove", "remove": "full", "move": "remove", "drop": "remove"}
FRAME: Final = "indicators"
"""The owner of what frames the total."""


@dataclass(frozen=True, slots=True)
class _Node:
    """An indicator as written, with its path from the root of the file."""

    model: IndicatorModel
    path: tuple[Step, ...]


def indicator_mutants(pack: Pack, inspection: Inspection) -> Iterator[Mutant]:
    """Yield the mutants of ``indicators.yaml``; of the shared indicators only those some indicator uses."""
    model, origin = pack.indicators.model, pack.indicators.origin
    nodes = [*_nodes(model.indicators, ("indicators",))]
    used = used_shared(pack)
    shared = [_Node(item, ("shared", index)) for index, item in enumerate(model.shared) if item.id in used]
    labels = {item.id: item.label for item in model.shared}
    yield from weight_mutants(pack)
    for node in (*nodes, *shared):
        title = node.model.label or labels.get(node.model.use or "", node.model.id)
        owner = Owner("indicators", "", origin, node.model.id, title)
        yield from _of_indicator(owner, node, inspection, origin.below(*node.path))
    yield from _frame(Owner("indicators", "", origin, FRAME, tr("总分和等级")), model, inspection)


def used_shared(pack: Pack) -> frozenset[str]:
    """Return the ids of the shared indicators that some indicator of the pack uses."""
    nodes = _nodes(pack.indicators.model.indicators, ())
    return frozenset(node.model.use for node in nodes if node.model.use is not None)


def shared_indicators(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return the ids of all shared indicators of a pack, each with the file it stands in."""
    origin = pack.indicators.origin
    shared = enumerate(pack.indicators.model.shared)
    return tuple((item.id, origin.at("shared", index, "id").file) for index, item in shared)


def _nodes(items: tuple[IndicatorModel, ...], path: tuple[Step, ...]) -> Iterator[_Node]:
    for index, item in enumerate(items):
        here = (*path, index)
        yield _Node(item, here)
        yield from _nodes(item.children, (*here, "children"))


def _of_indicator(owner: Owner, node: _Node, inspection: Inspection, at: Origin) -> Iterator[Mutant]:
    model, path = node.model, node.path
    if model.scoring is not None:
        yield from scoring_mutants(owner, (*path, "scoring"), model.scoring, inspection, at)
    if model.target_met is not None:
        tree = inspection.tree(at, "target_met")
        found = Expression(owner, (*path, "target_met"), model.target_met, tree, condition=True)
        yield from expression_mutants(found)
    yield from number_mutants(owner, (*path, "lowest"), LOWEST, message("最低分（lowest）"), Kind.SCORE)
    for index, item in enumerate(model.not_applicable):
        steps: tuple[Step, ...] = ("not_applicable", index)
        yield from _condition(owner, path, steps, item, inspection, at)
        new = _POLICIES[item.policy]
        what = told(message("不适用时的办法（policy）"), item.policy, new)
        yield set_to(owner, (*path, *steps, "policy"), NOT_APPLICABLE, what, new)
        rest = (*model.not_applicable[:index], *model.not_applicable[index + 1 :])
        yield _one_less(owner, path, steps, NOT_APPLICABLE, "不适用条件", rest)
    for index, veto in enumerate(model.veto):
        rest_of = (*model.veto[:index], *model.veto[index + 1 :])
        yield from _veto(owner, path, ("veto", index), veto, inspection, at)
        yield _one_less(owner, path, ("veto", index), VETO, veto.title, rest_of)


def _condition(
    owner: Owner, path: tuple[Step, ...], steps: tuple[Step, ...], model: Model, inspection: Inspection, at: Origin
) -> Iterator[Mutant]:
    text = str(getattr(model, "when"))  # noqa: B009 - several models have one
    tree = inspection.tree(at, *steps, "when")
    yield from expression_mutants(Expression(owner, (*path, *steps, "when"), text, tree, condition=True))


def _veto(
    owner: Owner, path: tuple[Step, ...], steps: tuple[Step, ...], veto: Veto, inspection: Inspection, at: Origin
) -> Iterator[Mutant]:
    yield from _condition(owner, path, steps, veto, inspection, at)
    name = message("否决“{title}”后的得分", title=veto.title)
    yield from number_mutants(owner, (*path, *steps, "score"), VETO, name, Kind.SCORE)
    if veto.grade is not None:
        what = message("否决“{title}”后的等级", title=veto.title)
        yield without(owner, (*path, *steps, "grade"), VETO, what)


def _one_less(
    owner: Owner, path: tuple[Step, ...], steps: tuple[Step, ...], operator: str, name: str, rest: tuple[object, ...]
) -> Mutant:
    """Return the mutant in which a list has one item less."""
    what = message("去掉“{name}”", name=name)
    made = set_to(owner, (*path, *steps[:-1]), operator, what, rest)
    return Mutant(operator, owner.id, owner.title, owner.origin.at(*path, *steps), what, made.changes)


def _frame(owner: Owner, model: IndicatorsModel, inspection: Inspection) -> Iterator[Mutant]:
    yield from number_mutants(owner, ("full_score",), FULL_SCORE, message("满分（full_score）"), Kind.SCORE)
    for index, grade in enumerate(model.grades):
        path: tuple[Step, ...] = ("grades", index)
        for bound in _GRADE_BOUNDS:
            name = message("等级“{label}”的界限（{bound}）", label=grade.label, bound=bound)
            yield from number_mutants(owner, (*path, bound), GRADE_BOUND, name, Kind.SCORE)
        yield from edge_mutants(owner, path, grade, message("等级“{label}”", label=grade.label), GRADE_EDGE)
    for index, cap in enumerate(model.caps):
        yield from _condition(owner, (), ("caps", index), cap, inspection, owner.origin)
        name = message("封顶“{title}”的分数（at_most）", title=cap.title)
        yield from number_mutants(owner, ("caps", index, "at_most"), CAP, name, Kind.SCORE)
        rest = (*model.caps[:index], *model.caps[index + 1 :])
        yield _one_less(owner, (), ("caps", index), CAP, cap.title, rest)
    for index, veto in enumerate(model.vetoes):
        yield from _veto(owner, (), ("vetoes", index), veto, inspection, owner.origin)
        rest_of = (*model.vetoes[:index], *model.vetoes[index + 1 :])
        yield _one_less(owner, (), ("vetoes", index), VETO, veto.title, rest_of)
    if model.rounding is not None:
        new = _STAGES[model.rounding.stage]
        what = told(message("取位（stage）"), model.rounding.stage, new)
        yield set_to(owner, ("rounding", "stage"), ROUNDING, what, new)
        yield from _digits(owner, model.rounding.digits)


def _digits(owner: Owner, digits: int) -> Iterator[Mutant]:
    for by in (1, -1):
        if digits + by >= 0:
            what = told(message("小数位数（digits）"), digits, digits + by)
            yield set_to(owner, ("rounding", "digits"), ROUNDING, what, digits + by)
