"""Pins the symbols of an unknown project to known facts, so that what the solver says can be held to the evaluator."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import z3

from checker.expr import Env, walk
from checker.expr.tree import Aggregate, Expr, Field
from checker.prove import formulas as f
from checker.prove.translate import Translator
from checker.prove.values import Num, Tru, Txt, Val
from checker.prove.world import World
from checker.values import UNKNOWN, Interval, Kind, Unknown, Value
from tests.expr.vocabulary import RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

SUBJECT = "service_quarter"
MOST = 3
PLAN: Any = SimpleNamespace(records=RECORDS, fields={}, keys={}, derived={}, parameters={})


def exact_only(env: Env) -> Env:
    """Return facts without bounds: what was known within bounds is missing; the fact in question is the first."""
    rows = {name: _exact(row) for name, row in env.rows.items()}
    tables = {name: [_exact(row) for row in table] for name, table in env.tables.items()}
    tables[SUBJECT] = [rows[SUBJECT], *tables.get(SUBJECT, [])][:MOST]
    for name, record in RECORDS.items():
        if record.single:
            tables[name] = [rows[name]]
    return Env(env.as_of, tables, rows)


def _exact(row: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in row.items() if not isinstance(value, Interval | Unknown)}


def pinned(tree: Expr, env: Env) -> tuple[Val, z3.Solver, World]:
    """Return the value of ``tree`` as the solver sees it, and a solver that knows the facts."""
    world = World(PLAN, complete=False, most=MOST)
    frame = {SUBJECT: world.row(SUBJECT, 0)}
    value = Translator(PLAN, world).value(tree, frame)
    solver = z3.Solver()
    solver.set("timeout", 20_000)
    used = {(node.record, node.name) for node in walk(tree) if isinstance(node, Field)}
    gathered = {node.record for node in walk(tree) if isinstance(node, Aggregate)}
    for record in {record for record, _ in used} | gathered | {SUBJECT}:
        rows = env.tables.get(record)
        solver.add(f.formula(world.is_reported(record)) == (rows is not None))
        for index in range(len(world.rows.get(record, ()))):
            there = rows is not None and index < len(rows)
            solver.add(f.formula(world.row(record, index).exists) == there)
            for name in (name for owner, name in used if owner == record):
                symbol = world.symbol(record, index, name)
                known = rows[index].get(name, UNKNOWN) if there and rows is not None else UNKNOWN
                solver.add(f.formula(symbol.given) == (not isinstance(known, Unknown)))
                if not isinstance(known, Unknown):
                    solver.add(symbol.value == _term(world, known, symbol.spec.kind))
    solver.add(world.as_of == env.as_of)
    solver.add(*world.premises())
    return value, solver, world


def _term(world: World, value: Value, kind: Kind) -> Any:
    if isinstance(value, str):
        return int(world.code(value))
    if isinstance(value, bool):
        return value
    assert isinstance(value, Fraction)
    return int(value) if kind in {Kind.DATE, Kind.QUARTER} else f.number(value)


def says(world: World, value: Val, expected: Value) -> z3.BoolRef:
    """Return the formula that ``value`` is ``expected``."""
    if isinstance(value, Tru):
        yes, no = f.formula(value.yes), f.formula(value.no)
        if isinstance(expected, Unknown):
            return z3.And(z3.Not(yes), z3.Not(no))
        return z3.And(yes, z3.Not(no)) if expected is True else z3.And(no, z3.Not(yes))
    if isinstance(expected, Unknown):
        return z3.Not(f.formula(value.known))
    if isinstance(value, Txt):
        return z3.And(f.formula(value.known), f.formula(f.equal(value.code, world.code(str(expected)))))
    assert isinstance(value, Num)
    ends = expected if isinstance(expected, Interval) else Interval(expected, expected)  # type: ignore[arg-type]
    assert isinstance(ends.low, Fraction)
    assert isinstance(ends.high, Fraction)
    same = f.all_of((value.known, f.equal(value.low, ends.low), f.equal(value.high, ends.high)))
    return f.formula(same)
