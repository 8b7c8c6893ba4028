"""Looks for written-out names of rules, problems, indicators and grades that the pack does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.expr import walk
from checker.expr.tree import AnyOf, Comparison, Constant, Field
from checker.facts.shapes import EVALUATION_KINDS
from checker.lint.registry import Check, Found
from checker.messages import message
from checker.pack.crossref.tree import build_tree
from checker.pack.crossref.tree import walk as branches_of
from checker.pack.models import Checklist, Judged
from checker.pack.models.rules import SEVERITIES
from checker.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.expr import Expr
    from checker.lint.inspection import Inspection
    from checker.lint.recorder import Compiled

_Named = tuple[str, str]
"""A builtin fact type and a field of it that holds a name."""
_SHOWN: Final = 12


def unknown_names(inspection: Inspection) -> Iterator[Found]:
    """Yield texts that are compared with a field of names, while nothing in the pack has that name.

    A list is let pass when one of its texts is a name: it may be meant for several packs.
    """
    names = _names(inspection)
    for item in inspection.compiled:
        for field, constants in _compared(item.tree):
            known = names.get((field.record, field.name))
            written = [constant for constant in constants if isinstance(constant.value, str) and constant.value]
            if known and written and not any(constant.value in known for constant in written):
                yield _found(item, field, written, known)


def _found(item: Compiled, field: Field, written: list[Constant], known: frozenset[str]) -> Found:
    texts = [str(constant.value) for constant in written]
    what = message("“{field}”没有“{text}”，这个比较总是一个结果", field=field.label, text="、".join(texts))
    hint = did_you_mean(texts[0], known)
    if hint is None:
        some = "、".join(sorted(known)[:_SHOWN])
        hint = message("规则包里有的是：{names}等", names=some)
    offset = 0 if item.steps[-1:] == ("message",) else written[0].span.start
    return Found(item.origin.at(*item.steps, offset=offset), what, hint)


def _compared(tree: Expr) -> Iterator[tuple[Field, list[Constant]]]:
    """Yield fields with the texts they are compared with, those of one ``in`` together."""
    listed: set[int] = set()
    for node in walk(tree):
        if isinstance(node, AnyOf) and all(item.span == node.span for item in node.items):
            pairs = [pair for item in node.items if (pair := _pair(item)) is not None]
            listed |= {id(item) for item in node.items}
            if len(pairs) == len(node.items):
                yield pairs[0][0], [constant for _, constant in pairs]
        elif id(node) not in listed and (pair := _pair(node)) is not None:
            yield pair[0], [pair[1]]


def _pair(node: Expr) -> tuple[Field, Constant] | None:
    match node:
        case Comparison(comparator="=" | "!=", left=Field() as field, right=Constant() as constant):
            return field, constant
        case Comparison(comparator="=" | "!=", left=Constant() as constant, right=Field() as field):
            return field, constant
    return None


def _names(inspection: Inspection) -> Mapping[_Named, frozenset[str]]:
    """Return the names that each field can hold; none for what the pack leaves to those that extend it."""
    pack = inspection.pack
    tree = build_tree(pack.indicators)
    branches = tuple(branches_of(tree))
    ids = frozenset(branch.id for branch in branches)
    problems = frozenset(pack.problems)
    scorings = [branch.scoring for branch in branches]
    points = {point.id for scoring in scorings if isinstance(scoring, Checklist) for point in scoring.points}
    levels = {level.label for scoring in scorings if isinstance(scoring, Judged) for level in scoring.levels}
    return {
        ("problem", "id"): problems,
        ("problem", "heading"): frozenset(entry.model.heading for entry in pack.problems.values()),
        ("finding", "rule"): frozenset(pack.rules),
        ("finding", "problem"): problems,
        ("finding", "indicator"): ids,
        ("finding", "severity"): frozenset(SEVERITIES),
        ("indicator", "id"): ids,
        ("indicator", "label"): frozenset(branch.label for branch in branches),
        ("indicator", "dimension"): frozenset(branch.label for branch in tree),
        ("judgement", "indicator"): ids,
        ("judgement", "point"): frozenset(points),
        ("judgement", "level"): frozenset(levels),
        ("result", "grade"): _grades(inspection) if branches else frozenset(),
        ("evaluation", "kind"): frozenset(EVALUATION_KINDS),
    }


def _grades(inspection: Inspection) -> frozenset[str]:
    model = inspection.pack.indicators.model
    vetoes = [veto.grade for veto in model.vetoes if veto.grade is not None]
    return frozenset({*(grade.label for grade in model.grades), *vetoes})


CHECKS: Final = (Check("unknown-name-in-text", "warning", message("写的名称规则包里没有"), unknown_names),)
