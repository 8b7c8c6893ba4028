"""Lint on packs nobody thought of: it never fails, says the same twice, and what it holds for certain is so."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.expr import Env, evaluator
from checker.expr.tree import AllOf, AnyOf, Comparison, Constant, Expr, Field, Not
from checker.lint import CATALOGUE, lint_pack, pack_texts
from checker.lint.certain import certainly_known
from checker.lint.inspection import inspect
from checker.lint.stretches import Stretches, from_ends, meaning, union
from checker.result import Outcome
from checker.source import InputError
from checker.values import Kind, Unknown
from tests.strategies.making import checker_of, load
from tests.strategies.packs import packs
from tests.strategies.projects import projects

MEASURE: Final = Field("x", "x", "size", Kind.NUMBER)
COMPARATORS: Final[Any] = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
NUMBERS: Final = st.integers(0, 4).map(Fraction)
POINTS: Final = [Fraction(number, 2) for number in range(-2, 12)]


@settings(max_examples=40)
@given(packs())
def test_any_pack_can_be_looked_at(drawn: Any) -> None:
    """No sound pack makes lint fail; findings are of known checks, in order, in its own files, and repeatable."""
    pack = load(drawn.files())
    found = lint_pack(pack)
    assert found == lint_pack(pack)
    assert list(found) == sorted(found, key=lambda finding: (finding.place.order, finding.id, str(finding.what)))
    assert all(finding.id in CATALOGUE and finding.place.file in pack_texts(pack) for finding in found)
    assert len({(finding.id, finding.place, str(finding.what)) for finding in found}) == len(found)


@settings(max_examples=40)
@given(st.data())
def test_what_a_finding_cannot_be_without(data: st.DataObject) -> None:
    """Whatever project is checked, the fields held to be certain are known in every finding of the rule."""
    drawn = data.draw(packs())
    project = data.draw(projects(drawn))
    pack = load(drawn.files())
    rules = inspect(pack).rules
    try:
        result = checker_of(pack).check(project.reported)
    except InputError as error:  # facts that cannot be true together; or else a template that lint warned of
        failed = [problem for problem in error.problems if problem.code == "template-failed"]
        assert not failed or any(finding.id.startswith("template-") for finding in lint_pack(pack)), failed
        return
    for outcome in result.outcomes:
        if outcome.outcome is Outcome.FAIL:
            rows: Any = outcome.fields
            for variable, name in certainly_known(rules[outcome.rule]):
                if variable in rows:
                    assert name in rows[variable], (outcome.rule, name)
                    assert not isinstance(rows[variable][name], Unknown)


def conditions() -> st.SearchStrategy[Expr]:
    """Conditions on one number."""
    sides = st.tuples(COMPARATORS, NUMBERS, st.booleans())
    leaves: st.SearchStrategy[Expr] = sides.map(
        lambda drawn: (
            Comparison(drawn[0], MEASURE, Constant(drawn[1], Kind.NUMBER))
            if drawn[2]
            else Comparison(drawn[0], Constant(drawn[1], Kind.NUMBER), MEASURE)
        )
    )
    return st.recursive(
        leaves,
        lambda below: st.one_of(
            below.map(Not),
            st.lists(below, min_size=2, max_size=3).map(lambda items: AllOf(tuple(items))),
            st.lists(below, min_size=2, max_size=3).map(lambda items: AnyOf(tuple(items))),
        ),
        max_leaves=6,
    )


def holds(numbers: Stretches, point: Fraction) -> bool:
    """Return whether a number is among others."""
    return bool(from_ends(point, False, point, False).both(numbers).parts)


@given(conditions())
def test_stretches_are_what_conditions_mean(condition: Expr) -> None:
    """A number is in the stretches of a condition exactly when the condition holds for it."""
    found = meaning(condition)
    assert found is not None
    measure, numbers = found
    assert measure == MEASURE
    for point in POINTS:
        assert holds(numbers, point) is evaluator(condition)(Env(1, {}, {"x": {"size": point}}))
        assert holds(numbers.opposite, point) is not holds(numbers, point)


@given(conditions(), conditions())
def test_stretches_join_as_conditions_do(one: Expr, other: Expr) -> None:
    """What is in both or in either is what both or either condition mean; holes lie between, in neither."""
    first, second = meaning(one), meaning(other)
    assert first is not None
    assert second is not None
    joined = union([first[1], second[1]])
    for point in POINTS:
        inside = [holds(first[1], point), holds(second[1], point)]
        assert holds(first[1].both(second[1]), point) is all(inside)
        assert holds(joined, point) is any(inside)
        if holds(joined.between, point):
            assert not any(inside)


@given(NUMBERS, NUMBERS, st.booleans(), st.booleans(), st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(3, 4)]))
def test_grid(low: Fraction, high: Fraction, low_open: bool, high_open: bool, grid: Fraction) -> None:
    """A stretch is kept on a grid exactly when it holds one of its numbers."""
    numbers = from_ends(low, low_open, high, high_open)
    there = any(holds(numbers, grid * step) for step in range(-1, 20))
    assert bool(numbers.on(grid).parts) is there


def test_nothing_is_written_twice() -> None:
    """The catalogue has no two checks of one title."""
    titles = [str(check.title) for check in CATALOGUE.values()]
    assert len(set(titles)) == len(titles), json.dumps(titles, ensure_ascii=False)
