"""Random projects twice over: as they are, and as somebody reported them, exactly, within bounds or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from checker.facts import Fact, FactSet, FieldValue, Judgement, Source, Waiver
from checker.source import Place
from checker.values import Interval, Kind, Unknown, Value, interval, show
from checker.values.calendar import quarter_number
from tests.strategies.language import pick
from tests.strategies.packs import CHOICES, LABELS, TEXTS, TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.strategies.language import pick
from tests.strategies.packs import DrawnPack

_DAYS: Final = ("2019-12-31", "2020-01-31", "2020-02-29", "2020-11-30", "2020-12-01", "2021-06-30")
EXACT: Final[Mapping[str, tuple[Value, ...]]] = {
    "money": tuple(map(Fraction, ("0", "1", "10", "12.5", "850", "40000000", "10000000000000000000000.01", "-3"))),
    "ratio": tuple(map(Fraction, ("0", "0.5", "0.895", "0.9", "0.914045", "1", "1/3"))),
    "count": tuple(map(Fraction, ("0", "1", "2", "3", "20"))),
    "score": tuple(map(Fraction, ("0", "0.5", "2", "10"))),
    "number": tuple(map(Fraction, ("-3", "0", "1", "2.5", "1000"))),
    "date": tuple(Fraction(date.fromisoformat(day).toordinal()) for day in _DAYS),
    "quarter": tuple(quarter_number(*pair) for pair in ((2019, 4), (2020, 1), (2020, 3))),
    "text": TEXTS,
    "choice": CHOICES,
    "truth": (True, False),
}
"""The values facts have: few, so that thresholds are met exactly."""
_WHOLE: Final = frozenset({"date", "quarter"})
_SOURCED: Final = Source("s", page="1")


@dataclass(frozen=True, slots=True)
class DrawnProject:
    """One project as it is reported and as it is; every real value lies within what was reported."""

    reported: FactSet
    real: FactSet


def field_value(value: Value, kind: str, place: Place, source: Source) -> FieldValue:
    """Return a value as the reader of facts would give it."""
    return FieldValue(value, show(value, Kind(kind)), place, source)


def _bounds(draw: st.DrawFn, kind: str, real: Fraction) -> Value:
    """Bounds within which ``real`` lies; days and quarters are never excluded at an end."""
    pool = [value for value in EXACT[kind] if isinstance(value, Fraction)]
    low = pick(draw, (None, real, *(value for value in pool if value < real)))
    high = pick(draw, (None, real, *(value for value in pool if value > real)))
    low_open = kind not in _WHOLE and low is not None and low < real and draw(st.booleans())
    high_open = kind not in _WHOLE and high is not None and high > real and draw(st.booleans())
    return interval(low, high, low_open, high_open)


def _values(draw: st.DrawFn, kind: str) -> tuple[Value | None, Value | None]:
    """Return what is reported of a field and what it is; None for what nobody gave."""
    real: Value = pick(draw, EXACT[kind])
    how = pick(draw, ("exact", "exact", "exact", "exact", "bounds", "bounds", "unknown"))
    if how == "unknown":
        return None, pick(draw, (real, real, None))
    if how == "exact" or not isinstance(real, Fraction):
        return real, real
    reported = _bounds(draw, kind, real)
    return (None if isinstance(reported, Unknown) else reported), real


def _fact(
    draw: st.DrawFn, named: Mapping[str, str], key: str, keys: Mapping[str, Value], line: int
) -> tuple[Fact, Fact]:
    fields: tuple[dict[str, FieldValue], dict[str, FieldValue]] = ({}, {})
    source = draw(st.sampled_from([_SOURCED, Source()]))
    for column, (name, kind) in enumerate(named.items()):
        if name in keys:
            values: tuple[Value | None, Value | None] = (keys[name], keys[name])
        else:
            values = _values(draw, kind)
        for value, found in zip(values, fields, strict=True):
            if value is not None:
                found[name] = field_value(value, kind, Place("facts.yaml", line, column + 1), source)
    record = next(iter(named)).partition("_")[0]
    reported, real = (Fact(record, key, found, Place("facts.yaml", line, 1), source) for found in fields)
    return reported, real


def _keys(record: str) -> list[tuple[str, dict[str, Value]]]:
    if record == "one":
        return [("", {})]
    if record == "many":
        return [(text, {"many_text": text}) for text in (*TEXTS, "丙公司")]
    quarters = (("2019Q4", quarter_number(2019, 4)), ("2020Q3", quarter_number(2020, 3)))
    return [
        (f"{name}/{choice}", {"pair_quarter": number, "pair_choice": choice})
        for name, number in quarters
        for choice in CHOICES
    ]


def _fields(pack: DrawnPack, record: str) -> dict[str, str]:
    """Return the fields of a fact type that something in the pack reads, and its keys, with their kinds."""
    start, key = TYPES[record]
    return {
        name: kind
        for kind, label in LABELS.items()
        for name in [f"{record}_{kind}"]
        if name in key or pack.names(name, start + label)
    } or {f"{record}_money": "money"}


@st.composite
def _of_type(
    draw: st.DrawFn, record: str, named: Mapping[str, str], line: int, *, derived: bool
) -> tuple[list[Fact] | None, list[Fact] | None]:
    """What is reported of a fact type and what there is; None when nobody reported on it."""
    how = draw(st.sampled_from(["given"] * 8 + ["absent", "unreported"]))
    if how == "absent":
        return None, None
    chosen = draw(st.lists(st.sampled_from(_keys(record)), max_size=3, unique_by=lambda pair: pair[0]))
    if record == "one":
        chosen = _keys("one")
    if derived and not draw(st.integers(0, 7)):
        named = {**named, f"{record}_sum": "money", f"{record}_rate": "ratio"}
    pairs = [_fact(draw, named, key, keys, line + i) for i, (key, keys) in enumerate(chosen)]
    real = [fact for _, fact in pairs]
    return (None if how == "unreported" else [fact for fact, _ in pairs]), real


@st.composite
def _judgement(draw: st.DrawFn, indicator: dict[str, Any], point: str, worth: Fraction, line: int) -> Judgement:
    share = draw(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)]))
    by_share = draw(st.booleans())
    return Judgement(
        indicator=indicator["id"],
        place=Place("facts.yaml", line, 1),
        point=point,
        points=None if by_share else share * worth,
        share=share if by_share else None,
        misses=draw(st.sampled_from([None, Fraction(0), Fraction(1), Fraction(2), Fraction(3)])),
        reason=draw(st.sampled_from(["", "有缺项"])),
    )


def _judged(pack: DrawnPack) -> list[tuple[dict[str, Any], str, Fraction]]:
    """Return everything an assessor may judge, with the points it is worth at most."""
    found = []
    group, *others = pack.indicators["indicators"]
    for leaf in [*group["children"], *others]:
        weight = Fraction(leaf["weight"])
        if leaf["scoring"]["method"] == "judged":
            found.append((leaf, "", weight))
        elif leaf["scoring"]["method"] == "checklist":
            found += [(leaf, point["id"], Fraction(1, 10)) for point in leaf["scoring"]["points"]]
    return found


@st.composite
def projects(draw: st.DrawFn, pack: DrawnPack, *, derived: bool = True) -> DrawnProject:
    """Projects of ``pack``; with ``derived`` a field that can be worked out may be given as well."""
    facts: tuple[dict[str, tuple[Fact, ...]], dict[str, tuple[Fact, ...]]] = ({}, {})
    for number, record in enumerate(name for name in TYPES if name in pack.vocabulary):
        given = draw(_of_type(record, _fields(pack, record), 10 * number + 1, derived=derived))
        for of_type, into in zip(given, facts, strict=True):
            if of_type is not None:
                into[record] = tuple(of_type)
    judgements: tuple[list[Judgement], list[Judgement]] = ([], [])
    for number, (leaf, point, worth) in enumerate(_judged(pack)):
        judgement = draw(_judgement(leaf, point, worth, 100 + number))
        known = draw(st.integers(0, 4))
        for found, wanted in zip(judgements, (2, 1), strict=True):
            if known >= wanted:
                found.append(judgement)
    waivers = tuple(
        Waiver(rule, Place("facts.yaml", 200, 1), draw(st.sampled_from(["", *TEXTS, "2020Q3/甲"])), "理由", "某局",
               draw(st.sampled_from([date(2020, 12, 31), date(2020, 12, 30)])))
        for rule in draw(st.lists(st.sampled_from(list(pack.rules)), max_size=2))
    )  # fmt: skip
    reported, real = (
        FactSet("随机项目", "drawn", date(2020, 12, 31), "部门评价", found, tuple(judged), waivers, {"s": "材料"})
        for found, judged in zip(facts, judgements, strict=True)
    )
    return DrawnProject(reported, real)


def is_inside(value: Value, bounds: Value) -> bool:
    """Return whether a value lies within what was reported of it."""
    if isinstance(bounds, Interval) and isinstance(value, Fraction):
        above = bounds.low is None or bounds.low < value or (bounds.low == value and not bounds.low_open)
        below = bounds.high is None or value < bounds.high or (value == bounds.high and not bounds.high_open)
        return above and below
    return bounds == value
