"""Random well-typed expressions, filled into templates from the names a scope knows; knows nothing about packs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from hypothesis import strategies as st

Leaves: TypeAlias = Mapping[str, tuple[str, ...]]
"""The shortest expressions of each kind."""

Option = TypeVar("Option")

NUMERIC: Final = ("money", "ratio", "count", "score", "number")
ORDERED: Final = (*NUMERIC, "date", "quarter")

LITERALS: Final[Leaves] = {
    "money": ("0元", "10元", "850元", "12.5元", "4000万元"),
    "ratio": ("0%", "50%", "90%", "100%", "91.4045%"),
    "count": ("abs(0 - 2) * count({facts})", "days(2020-01-01, 2020-01-04)"),
    "score": ("0分", "0.5分", "2分", "10分"),
    "number": ("0", "1", "2", "2.5", "-3", "1000"),
    "date": ("2020-01-31", "2020-02-29", "2020-11-30", "2020-12-31"),
    "quarter": ("2019Q4", "2020Q3"),
    "text": ("“甲公司”", "“乙公司”"),
    "truth": ("是", "否"),
}
_ANY: Final = (
    "max({own}, {own})", "min({own}, {own}, {own})", "if {truth} then {own} else {own}", "max({+own} over {facts})",
    "min({+own} over {facts} where {+truth})", "only({+own} over {facts} where {+truth})",
)  # fmt: skip
_NUMBERS: Final = (
    "{own} + {own}", "{own} - {own}", "-{own}", "abs({own})", "round({own}, 1)", "floor({own})", "ceiling({own})",
    "{number} * {own}", "{own} / {number}", "sum({+own} over {facts})", "sum({+own} over {facts} where {+truth})",
    "average({+own} over {facts})", "average({+own} over {facts} where {+truth})",
)  # fmt: skip
COMPOUND: Final[Leaves] = {
    "money": (*_ANY, *_NUMBERS, "{ratio} * {own}", "{count} * {own}"),
    "ratio": (*_ANY, *_NUMBERS, "{money} / {money}", "1 - {own}", "{score} / {score}", "{count} / {count}"),
    "count": (*_ANY, *_NUMBERS, "days({date}, {date})", "{quarter} - {quarter}", "count({facts} where {+truth})"),
    "score": (*_ANY, *_NUMBERS, "{ratio} * {own}", "1分 * {count}"),
    "number": (*_ANY, *_NUMBERS, "year_of({date})"),
    "date": (*_ANY, "{own} + 3", "quarter_start({quarter})", "month_end({quarter}, 2)"),
    "quarter": (*_ANY, "quarter_of({date})", "next({own})"),
    "text": (),
    "truth": (
        *(f"{{{kind}}} {{sign}} {{{kind}}}" for kind in ORDERED for _ in range(2)),
        *(f"{{{kind}}} between {{{kind}}} and {{{kind}}}" for kind in ("money", "date", "ratio")),
        "{score} in (2分, 10分, 0)", "{number} not in ({number}, 1)", "{text} = {text}", "{text} != {text}",
        "{truth} = {truth}", "if {truth} then {truth} else {truth}", "exists({facts} where {+truth})",
    ),
}  # fmt: skip
JOINED: Final = (
    "{truth} and {truth}", "{truth} and {truth} and {truth}", "{truth} or {truth}", "{truth} 或 {truth} 或 {truth}",
    "not {truth}",
)  # fmt: skip
QUESTIONS: Final = ("{money} is known", "{date} is missing", "{truth} is known", "{text} is missing")
SIGNS: Final = ("<", "<=", ">", ">=", "=", "!=")
_SLOT: Final = re.compile(r"\{(\+?)(\w+)\}")


def pick(draw: st.DrawFn, options: Sequence[Option]) -> Option:
    """Return one of ``options``, by its position, since a strategy made of them would be examined anew each time."""
    return options[draw(st.integers(0, len(options) - 1))]


@dataclass(frozen=True, slots=True)
class Words:
    """What may be written somewhere: ``leaves`` in place, ``members`` inside an aggregate over each fact type.

    ``known`` allows questions for whether something is known, whose answers more facts may change.
    """

    leaves: Leaves
    members: Mapping[str, Leaves]
    known: bool = True

    def inside(self, record: str) -> Words:
        """Return what may be written inside an aggregate over ``record``."""
        own = self.members[record]
        leaves = {kind: own.get(kind, ()) * 2 + self.leaves.get(kind, ()) for kind in {*own, *self.leaves}}
        return Words(leaves, self.members, self.known)


def merged(*parts: Leaves) -> Leaves:
    """Return several sets of leaves as one."""
    kinds = dict.fromkeys(kind for part in parts for kind in part)
    return {kind: tuple(text for part in parts for text in part.get(kind, ())) for kind in kinds}


class Writer:
    """Writes expressions by what ``draw`` picks."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def pick(self, options: tuple[str, ...]) -> str:
        """Return one of several texts."""
        return pick(self._draw, options)

    def write(self, kind: str, words: Words, depth: int) -> str:
        """Return an expression of ``kind``; deeper ones are made of shallower ones."""
        leaves = words.leaves.get(kind, ())
        written = leaves * 2 + LITERALS[kind]
        if depth <= 0 or not COMPOUND[kind]:
            return self._filled(self.pick(written), kind, words, 0)
        forms = COMPOUND[kind]
        if kind == "truth":
            forms = JOINED * 4 + forms + (QUESTIONS if words.known else ())
        return self._filled(self.pick(forms + (leaves or written)), kind, words, depth - 1)

    def condition(self, words: Words, depth: int) -> str:
        """Return a truth that reads something."""
        return self._filled(self.pick(JOINED + COMPOUND["truth"]), "truth", words, depth - 1)

    def _filled(self, template: str, kind: str, words: Words, depth: int) -> str:
        record = self.pick(tuple(words.members))
        inner = words.inside(record)

        def fill(slot: re.Match[str]) -> str:
            wanted = slot[2]
            if wanted == "facts":
                return record
            if wanted == "sign":
                return self.pick(SIGNS)
            here = inner if slot[1] else words
            return f"({self.write(kind if wanted == 'own' else wanted, here, depth)})"

        return _SLOT.sub(fill, template)
