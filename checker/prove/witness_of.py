"""Turns a project the solver found into one a person reads at a glance: few facts, round numbers, days near the rules'.

Each choice is pinned only while the project still answers the question. Knows no questions.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import z3

from checker.expr import value_text
from checker.pack.builtin import FOUND_OUT
from checker.prove.calendar import FIRST_DAY, LAST_DAY
from checker.prove.formulas import formula, number, whole_value
from checker.prove.nice import numbers_near, words_for
from checker.prove.world import EVALUATION
from checker.values import Kind
from checker.witness import Witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checker.prove.formulas import Cond
    from checker.prove.solver import Asked
    from checker.prove.world import Cell, Symbol, World
    from checker.witness import Given

_MOST_TEXT: Final = 30
_CROWDED: Final = 8
"""With more fields than this the numbers of the rules are not those of the field at hand."""
_AMOUNTS: Final = frozenset({Kind.RATIO, Kind.COUNT, Kind.MONEY})
_PERIODS: Final = (31, 92, 366, 1500)


def witness_of(asked: Asked, day: date | None = None) -> Witness | None:
    """Return the project found, made small and round; on ``day`` if it can be.

    None when one of its numbers cannot be written down.
    """
    world = asked.world
    _drop(asked)
    _pin_natural(asked, _AMOUNTS, whole=False)
    _pin_day(asked, day)
    whole = {Kind.DATE, Kind.QUARTER}
    for kind, term in (*(item for item in world.watched if item[0] not in whole), *world.simple):
        _pin_number(asked, term, kind)
    _pin_natural(asked, frozenset({Kind.COUNT}), whole=True)
    texts: dict[Cell, str] = {}
    for cell, symbol in _in_order(world):
        if not _holds(asked, symbol.given) or not _there(asked, cell):
            continue
        text = _pinned_text(asked, cell, symbol)
        if text is None:
            return None
        texts[cell] = text
    on = date.fromordinal(asked.model.eval(world.as_of, model_completion=True).as_long())
    return Witness(on, _given(asked, texts))


def watched(asked: Asked) -> tuple[str, ...] | None:
    """Return the further values the question watches, as facts are written; None when one cannot be."""
    found = []
    for kind, value in asked.world.watched:
        if kind in {Kind.DATE, Kind.QUARTER}:
            _pin_near(asked, value, kind)
        else:
            _pin_number(asked, value, kind)
        came = _settled(asked.model.eval(value, model_completion=True))
        if came is None:
            return None
        asked.pin(value == asked.model.eval(value, model_completion=True))
        found.append(value_text(came, kind))
    return tuple(found)


def _holds(asked: Asked, condition: Cond) -> bool:
    if isinstance(condition, bool):
        return condition
    return bool(z3.is_true(asked.model.eval(condition, model_completion=True)))


def _there(asked: Asked, cell: Cell) -> bool:
    record, index, _ = cell
    return record == EVALUATION or _holds(asked, asked.world.row(record, index).exists)


def _drop(asked: Asked) -> None:
    """Leave out types, facts and fields that the answer does not need, those that can be worked out first."""
    world = asked.world
    for record, reported in world.reported.items():
        if record in world.gathered:
            _pin_off(asked, reported)
    for found in world.rows.values():
        for row in reversed(found):
            _pin_off(asked, row.exists)
    derived = world.plan.derived
    cells = sorted(world.symbols, key=lambda cell: (cell[0], cell[2]) not in derived)
    for cell in cells:
        _pin_off(asked, world.symbols[cell].given)


def _pin_natural(asked: Asked, kinds: frozenset[Kind], *, whole: bool) -> None:
    """Take no amount below nothing and no part of a thing that is counted, where none is needed."""
    for symbol in asked.world.symbols.values():
        if symbol.spec.kind in kinds and _holds(asked, symbol.given):
            asked.pin(z3.IsInt(symbol.value) if whole else symbol.value >= 0)


def _pin_off(asked: Asked, condition: Cond) -> None:
    if isinstance(condition, z3.BoolRef) and not asked.pin(z3.Not(condition)):
        asked.pin(condition)


def _pin_day(asked: Asked, day: date | None) -> None:
    """Put the check on a day people know: the one wanted, the end of a year in which a rule's dates lie."""
    world = asked.world
    days = sorted(int(mark) for mark in world.landmarks.get(Kind.DATE, ()) if FIRST_DAY <= mark <= LAST_DAY)
    wanted = [] if day is None else [day.toordinal()]
    wanted += [date(date.fromordinal(mark).year, 12, 31).toordinal() for mark in reversed(days)]
    wanted += [day_ for mark in reversed(days) for day_ in (mark - 1, mark)]
    if not any(asked.pin_value(world.as_of, whole_value(on)) for on in dict.fromkeys(wanted)):
        asked.pin(world.as_of == asked.model.eval(world.as_of, model_completion=True).as_long())


def _in_order(world: World) -> Iterator[tuple[Cell, Symbol]]:
    """Yield what is to be settled: words and keys first, days after quarters, since the later depend on them."""
    order = {Kind.TRUTH: 0, Kind.CHOICE: 1, Kind.TEXT: 2, Kind.QUARTER: 3, Kind.DATE: 4}
    cells = sorted(world.symbols.items(), key=lambda item: order.get(item[1].spec.kind, 5))
    yield from (item for item in cells if item[0] != (EVALUATION, 0, "as_of"))


def _pinned_text(asked: Asked, cell: Cell, symbol: Symbol) -> str | None:
    kind, value = symbol.spec.kind, symbol.value
    if kind is Kind.TRUTH:
        return "否" if asked.pin_value(value, formula(False)) else "是"
    if kind in {Kind.TEXT, Kind.CHOICE}:
        return _pinned_word(asked, value)
    if kind in {Kind.DATE, Kind.QUARTER}:
        _pin_near(asked, value, kind)
    elif cell not in asked.world.liked or not asked.pin_value(value, number(asked.world.liked[cell])):
        _pin_number(asked, value, kind, symbol.spec.unit)
    found = _settled(asked.model.eval(value, model_completion=True))
    if found is None:
        return None
    asked.pin(value == asked.model.eval(value, model_completion=True))
    text = value_text(found, kind)
    return text if sum(map(str.isdigit, text)) <= _MOST_TEXT else None


def _settled(value: Any) -> Fraction | None:
    if z3.is_int_value(value):
        return Fraction(value.as_long())
    if z3.is_rational_value(value):
        found = value.as_fraction()
        return Fraction(found.numerator, found.denominator)
    return None


def _pinned_word(asked: Asked, value: Any) -> str:
    words = {code: word for word, code in asked.world.words.items()}
    for code in (0, 1):
        if asked.pin_value(value, whole_value(code)):
            break
    code = asked.model.eval(value, model_completion=True).as_long()
    asked.pin(value == code)
    return words.get(code) or words_for(code, asked.world.words)


def _pin_near(asked: Asked, value: Any, kind: Kind) -> None:
    """Take a day (or quarter) not long before the check, else not long after it."""
    as_of = asked.world.as_of
    if kind is Kind.QUARTER:
        day = date.fromordinal(asked.model.eval(as_of, model_completion=True).as_long())
        here = day.year * 4 + (day.month - 1) // 3
        _ = any(asked.pin_value(value, whole_value(here - back)) for back in range(1, 7)) or any(
            asked.pin(z3.And(value <= here + span, value >= here - span)) for span in (8, 20, 60)
        )
        return
    _ = any(asked.pin(z3.And(value <= as_of, value >= as_of - period)) for period in _PERIODS) or any(
        asked.pin(z3.And(value >= as_of, value <= as_of + period)) for period in _PERIODS
    )
    found = asked.model.eval(value, model_completion=True).as_long()
    day = date.fromordinal(found)
    _ = any(asked.pin_value(value, whole_value(day.replace(day=of_month).toordinal())) for of_month in (15, 1))


def _pin_number(asked: Asked, value: Any, kind: Kind, unit: str = "") -> None:
    found = _settled(asked.model.eval(value, model_completion=True))
    marks = asked.world.landmarks.get(kind, set())
    if len(asked.world.symbols) > _CROWDED:
        marks = set()
    for candidate in numbers_near(kind, unit, found, marks):
        wanted = number(candidate)
        if asked.pin_value(value, wanted):
            return


def _given(asked: Asked, texts: dict[Cell, str]) -> dict[str, Given]:
    """Return the facts as a case gives them."""
    world = asked.world
    given: dict[str, Given] = {}
    for record in _records(asked, texts):
        if record == EVALUATION:
            given |= {name: text for (owner, _, name), text in texts.items() if owner == record}
            continue
        rows = [
            {name: text for (owner, index, name), text in texts.items() if (owner, index) == (record, row.index)}
            for row in world.rows.get(record, ())
            if _holds(asked, row.exists)
        ]
        if record == "judgement" and world.judged:
            given["judgements"] = _judgements(asked, texts)
        elif not world.plan.records[record].single:
            given[record] = rows
        elif rows and (rows[0] or record not in FOUND_OUT):  # the checker makes a result of its own
            given[record] = rows[0]
    return given


def _judgements(asked: Asked, texts: dict[Cell, str]) -> list[Given]:
    """Return judgements as a file of facts gives them."""
    found: list[Given] = []
    for index, (indicator, point) in sorted(asked.world.judged.items()):
        given = {
            name: text for (record, number, name), text in texts.items() if (record, number) == ("judgement", index)
        }
        if given:
            found.append({"indicator": indicator, **({"point": point} if point else {}), **given})
    return found


def _records(asked: Asked, texts: dict[Cell, str]) -> Iterable[str]:
    world = asked.world
    named = {record for record, _, _ in texts}
    named |= {record for record, rows in world.rows.items() if rows and _holds(asked, rows[0].exists)}
    named |= {record for record in world.gathered if _holds(asked, world.is_reported(record))}
    return sorted(named, key=lambda record: (record != EVALUATION, record in FOUND_OUT, record))
