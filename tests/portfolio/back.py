"""Turns the typed relations of a portfolio back into single projects: what SQL reads, as the single check reads it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.facts import Fact, FactSet, FieldValue, Judgement, Source, Waiver
from checker.source import Place
from checker.values import Value, interval, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.expr import FieldSpec
    from checker.plan import Plan
    from checker.sql.shapes import FieldShape
    from tests.portfolio.made import Cell, Portfolio

HELD: Final = Fraction(10**40)
"""The step of a given value of a derived field: that both agree was held while the portfolio was taken in."""
_NO_SOURCE: Final = Source()


@dataclass(frozen=True, slots=True)
class _Reader:
    plan: Plan
    portfolio: Portfolio

    def rows(self, relation: str, project: str) -> Iterator[Mapping[str, Cell]]:
        found = self.portfolio.relations.get(relation)
        for row in found.rows if found else ():
            named = dict(zip(found.columns, row, strict=True)) if found else {}
            if named["project"] == project:
                yield named

    def values(self, type_id: str, row: Mapping[str, Cell]) -> Iterator[tuple[FieldSpec, Value]]:
        for name, shape in self.portfolio.shapes.types[type_id].fields.items():
            spec = self.plan.records[type_id].fields[name]
            value = _bounded(row, name, shape) if shape.bounded else _exact(row[name], shape)
            if value is not None:
                yield spec, value

    def fact(self, type_id: str, row: Mapping[str, Cell], place: Place) -> Fact:
        fields = {}
        for spec, value in self.values(type_id, row):
            step = HELD if (type_id, spec.name) in self.plan.derived else None
            fields[spec.name] = FieldValue(value, show(value, spec.kind, spec.unit), place, _NO_SOURCE, step)
        return Fact(type_id, str(row["key"]), fields, place, _NO_SOURCE)


def fact_sets_of(portfolio: Portfolio, plan: Plan) -> dict[str, FactSet]:
    """Return the facts of every project by its id; texts, places and sources are not in the relations."""
    return {str(head[0]): _facts(portfolio, plan, head) for head in portfolio.relations["projects"].rows}


def _facts(portfolio: Portfolio, plan: Plan, head: tuple[Cell, ...]) -> FactSet:
    reader, project = _Reader(plan, portfolio), str(head[0])
    reported = {str(row["type"]) for row in reader.rows("reported", project)}
    facts = {}
    for type_id, shape in portfolio.shapes.types.items():
        place = Place(f"facts_{type_id}")
        found = tuple(reader.fact(type_id, row, place) for row in reader.rows(f"facts_{type_id}", project))
        if type_id != "judgement" and (found or shape.complete or type_id in reported):
            facts[type_id] = found
    judgements = tuple(_judgement(reader, row) for row in reader.rows("facts_judgement", project))
    waivers = tuple(
        Waiver(str(row["rule"]), Place("waivers"), str(row["key"]), expires=plan.as_of)
        for row in reader.rows("waivers", project)
    )
    title, kind = (str(text or "") for text in head[1:3])
    return FactSet(title, plan.pack.id, plan.as_of, kind, facts, judgements, waivers, name=project)


def _judgement(reader: _Reader, row: Mapping[str, Cell]) -> Judgement:
    found = {spec.name: value for spec, value in reader.values("judgement", row) if spec.name != "full"}
    return Judgement(place=Place("facts_judgement"), **found)  # type: ignore[arg-type]  # each field has its own kind


def _exact(cell: Cell, shape: FieldShape) -> Value | None:
    return cell if cell is None or isinstance(cell, str | bool) else Fraction(cell, 10**shape.scale)


def _bounded(row: Mapping[str, Cell], name: str, shape: FieldShape) -> Value | None:
    cells = (row[f"{name}__{end}"] for end in ("low", "high"))
    low, high = (None if cell is None else Fraction(int(cell), 10**shape.scale) for cell in cells)
    if low is None and high is None:
        return None
    return interval(low, high, bool(row[f"{name}__low_open"]), bool(row[f"{name}__high_open"]))
