"""Lists what a rule is decided for: the project, each fact, or facts paired by the rule's ``where``."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from checker.expr import Env, Row, evaluator, truth
from checker.expr.evaluate import MEMBER
from checker.expr.tree import AllOf, Comparison, Expr, Field
from checker.values import Truth, Value
from checker.values.truth import both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.facts import Fact
    from checker.plan.plan import Subject
    from checker.plan.tables import Table, Tables


class Case(NamedTuple):
    """One thing a rule is decided for; ``included`` is unknown when it cannot be told whether the facts go together."""

    key: str
    env: Env
    facts: tuple[Fact, ...]
    included: Truth


def unreported(subject: Subject, tables: Tables) -> tuple[str, ...]:
    """Return the fact types of ``subject`` that nobody has reported on."""
    return tuple(name for name in subject.types if name not in tables.by_type)


def list_cases(subject: Subject, tables: Tables) -> list[Case]:
    """Return the cases in the order of the facts; none when a type has no facts or is not reported on."""
    if not subject.variables:
        return [Case("", tables.env, (), included=True)]
    if unreported(subject, tables):
        return []
    where = None if subject.where is None else evaluator(subject.where)
    cases = []
    for picked in _picked(subject, tables):
        env = tables.env
        included: Truth = True
        for (variable, _), (row, _, _) in zip(subject.variables, picked, strict=True):
            env = env.bind(variable, row)
            included = both(included, truth(row.get(MEMBER, True)))
        if where is not None:
            included = both(included, truth(where(env)))
        if included is not False:
            key = "+".join(key for _, key, _ in picked)
            facts = tuple(fact for _, _, fact in picked if fact is not None)
            cases.append(Case(key, env, facts, included))
    return cases


_Picked = tuple[Row, str, "Fact | None"]


def _picked(subject: Subject, tables: Tables) -> Iterator[tuple[_Picked, ...]]:
    """Yield one row of each type; rows that an equality in ``where`` surely keeps apart are not paired."""
    first, *others = subject.variables
    partial: list[tuple[_Picked, ...]] = [(item,) for item in _items(tables.by_type[first[1]])]
    known = [first[0]]
    for variable, record in others:
        items = _items(tables.by_type[record])
        join = _equality(subject.where, known, variable)
        if join is None:
            partial = [(*done, item) for done in partial for item in items]
        else:
            partial = _joined(partial, items, known.index(join[0].variable), join)
        known.append(variable)
    yield from partial


def _items(table: Table) -> list[_Picked]:
    return list(zip(table.rows, table.keys, table.facts, strict=True))


def _equality(where: Expr | None, known: list[str], variable: str) -> tuple[Field, Field] | None:
    """Return the first ``a.x = b.y`` of ``where`` that ties ``variable`` to one already bound."""
    parts = where.items if isinstance(where, AllOf) else (where,)
    for part in parts:
        if isinstance(part, Comparison) and part.comparator == "=":
            for one, other in ((part.left, part.right), (part.right, part.left)):
                if not isinstance(one, Field) or not isinstance(other, Field):
                    continue
                if one.variable in known and other.variable == variable:
                    return one, other
    return None


def _joined(
    partial: list[tuple[_Picked, ...]], items: list[_Picked], position: int, join: tuple[Field, Field]
) -> list[tuple[_Picked, ...]]:
    """Pair by hash; a value that is not exact may equal any, so it is paired with all."""
    exact: dict[Value, list[int]] = {}
    vague = []
    for index, (row, _, _) in enumerate(items):
        value = row.get(join[1].name)
        if value is None or not _is_exact(value):
            vague.append(index)
        else:
            exact.setdefault(value, []).append(index)
    found: list[tuple[_Picked, ...]] = []
    for done in partial:
        value = done[position][0].get(join[0].name)
        matching = (
            range(len(items)) if value is None or not _is_exact(value) else sorted([*exact.get(value, []), *vague])
        )
        found.extend((*done, items[index]) for index in matching)
    return found


def _is_exact(value: Value) -> bool:
    return isinstance(value, Fraction | str | bool)
