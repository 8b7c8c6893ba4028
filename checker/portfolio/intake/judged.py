"""Takes in the table of assessors' judgements: indicators found, full points known, shares turned into points.

Every different judgement is resolved once, by the very rules of a single check. Knows nothing about other tables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.facts import FactSet, Judgement
from checker.facts.shapes import JUDGEMENT
from checker.messages import message
from checker.plan.judgements import judgement_rows
from checker.portfolio.intake.asked import Fault, Reading, fault_of, read_all
from checker.portfolio.intake.given import Dictionary
from checker.portfolio.intake.phrases import joined, looked_up, named, number, table_of, text, unless_null, whole
from checker.portfolio.intake.scales import best_scale, need_of, scaled
from checker.portfolio.intake.tables import Extra, Table, take_table
from checker.portfolio.intake.texts import FEW
from checker.source import Place, Problems
from checker.sql.shapes import FieldShape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checker.plan import Plan
    from checker.portfolio.session import Session
    from checker.portfolio.source import SourceTable
    from checker.sql.values import Sql
    from checker.values import Value

RULE: Final = replace(JUDGEMENT, key=())
EXACT: Final = frozenset({"points", "share", "misses"})
TELLING: Final = ("indicator", "point", "level", "points", "share")
"""The columns that decide what a judgement comes to."""
WORDS: Final = ("level", "reason", "assessor", "evidence")
_BETWEEN: Final = "\x1f"
_NOWHERE: Final = Place("")


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a judgement with these texts comes to, or what is wrong with it; ``label`` is that of the indicator."""

    raw: tuple[str | None, ...]
    faults: tuple[Fault, ...] = ()
    indicator: str | None = None
    point: str = ""
    full: Fraction = Fraction(0)
    points: Fraction | None = None
    label: str = ""

    @property
    def of(self) -> tuple[str, str]:
        """What is judged: indicator and point."""
        return self.indicator or "", self.point

    @property
    def key(self) -> str | None:
        """The key of the judgement, None when its indicator or point is not known."""
        if self.indicator is None:
            return None
        return f"{self.indicator}/{self.point}" if self.point else self.indicator


@dataclass(frozen=True, slots=True)
class Judged:
    """The table of judgements; ``columns`` and ``shapes`` are those of ``facts_judgement``.

    ``said`` is the text that says what is judged, ``keys`` the key for each text. ``unfit`` holds for judgements whose
    points no column can hold.
    """

    table: Table
    ruled: tuple[Ruled, ...]
    columns: Mapping[str, Sql]
    shapes: Mapping[str, FieldShape]
    said: Sql
    keys: Mapping[str, str]
    unfit: Sql | None = None

    def relation(self) -> exp.Select:
        """Return the typed relation."""
        table = self.table
        columns = [table.project.as_("project"), table.key.as_("key")]
        return table.select(*columns, *(value.as_(name, quoted=True) for name, value in self.columns.items()))


def take_judgements(source: SourceTable, plan: Plan, session: Session, problems: Problems) -> Judged | None:
    """Take in the judgements of a portfolio; None when ``problems`` tell why."""
    table = take_table(source, RULE, session, problems, Extra(EXACT))
    if table is None:
        return None
    ruled = _ruled(table, plan, session)
    return _put_together(table, ruled, session)


def telling(table: Table) -> list[Sql]:
    """Return the texts of the columns that decide what a judgement comes to."""
    nothing = exp.cast(exp.null(), "VARCHAR")
    return [table.fields[name].said if name in table.fields else nothing.copy() for name in TELLING]


def _ruled(table: Table, plan: Plan, session: Session) -> tuple[Ruled, ...]:
    """Return what each different judgement comes to, in the order of the indicators."""
    by = [table.fields[name].column for name in TELLING if name in table.fields]
    columns = [shown.as_(f"k{place}") for place, shown in enumerate(telling(table))]
    rows = session.rows(exp.select(*columns).from_(table_of(table.scan)).group_by(*by))
    raws = {tuple(None if cell is None else str(cell) for cell in row.values()) for row in rows}
    found = [_resolve(table, plan, raw) for raw in sorted(raws, key=lambda raw: tuple(each or "" for each in raw))]
    places = {leaf.id: place for place, leaf in enumerate(plan.score.leaves)}
    points = {(leaf.id, point.id): place for leaf in plan.score.leaves for place, point in enumerate(leaf.points)}
    return tuple(sorted(found, key=lambda one: (places.get(one.indicator or "", -1), points.get(one.of, -1))))


def _resolve(table: Table, plan: Plan, raw: tuple[str | None, ...]) -> Ruled:
    one = Ruled(raw)
    readings = {
        name: read_all(table.fields[name].asked, [(shown, 1)])[0]
        for name, shown in zip(TELLING, raw, strict=True)
        if name in table.fields
    }
    words = {name: _word(readings.get(name)) for name in TELLING[:3]}
    if not words["indicator"]:
        what, hint = message("这条评定没有写指标"), message("在“指标”一列写上指标的名称或编号")
        return replace(one, faults=(Fault("missing-indicator", what.render(), hint.render()),))
    points, share = (_exact(readings.get(name)) for name in TELLING[3:])
    judgement = Judgement(words["indicator"], _NOWHERE, words["point"], points, share, level=words["level"])
    problems = Problems()
    rows, _ = judgement_rows(plan, FactSet("", "", None, "", {}, (judgement,)), problems)
    faults = tuple(map(fault_of, problems.errors))
    if not rows:
        return replace(one, faults=faults)
    row = rows[0]
    full = row["full"]
    assert isinstance(full, Fraction)  # noqa: S101 - full points are always known
    leaf = next(leaf for leaf in plan.score.leaves if leaf.id == row["indicator"])
    return replace(
        one,
        faults=faults,
        indicator=str(row["indicator"]),
        point=str(row["point"]),
        full=full,
        points=_number(row.get("points")),
        label=leaf.label,
    )


def _word(reading: Reading | None) -> str:
    return reading.value if reading is not None and isinstance(reading.value, str) else ""


def _exact(reading: Reading | None) -> Fraction | None:
    return _number(None if reading is None else reading.value)


def _number(value: Value | None) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def _put_together(table: Table, ruled: Sequence[Ruled], session: Session) -> Judged:
    shares = any(one.raw[4] for one in ruled)
    pair = 2 if any(one.raw[1] for one in ruled) else 1
    width = len(TELLING) if shares else pair
    meant = {_joined(one.raw, width): one for one in sorted(ruled, key=lambda one: one.key is not None)}
    keys = {_joined(one.raw, pair): one.key for one in ruled if one.key is not None}
    shown, shapes = _shown(table, width), _shapes(table, ruled, shares=shares)
    own = [name for name in ("points", "misses", *WORDS) if name in shapes and not (shares and name == "points")]
    columns: dict[str, Sql] = {name: table.fields[name].columns[name] for name in own}
    if not shares and len(meant) <= FEW:
        for name in ("indicator", "point", "full"):
            columns[name] = _meant(shown, {raw: _cell(one, name, shapes) for raw, one in meant.items()})
        key = _meant(shown, {raw: one.key for raw, one in meant.items()})
        return Judged(replace(table, key=key), tuple(ruled), columns, shapes, _shown(table, pair), keys)
    name = f"{table.scan}__meant"
    columns |= _meanings(meant, shapes, columns, session, name)
    by_text = replace(table, key=named("__key", name), dictionaries=(*table.dictionaries, Dictionary(name, shown)))
    return Judged(by_text, tuple(ruled), columns, shapes, _shown(table, pair), keys, named("__unfit", name))


def _joined(raw: Sequence[str | None], width: int) -> str:
    return _BETWEEN.join(each or "" for each in raw[:width])


def _shown(table: Table, width: int) -> Sql:
    """Return the text by which a judgement is looked up."""
    parts: list[Sql] = []
    for place, shown in enumerate(telling(table)[:width]):
        parts += [*([text(_BETWEEN)] if place else []), unless_null(shown, text("")) if width > 1 else shown]
    return joined(parts)


def _shapes(table: Table, ruled: Sequence[Ruled], *, shares: bool) -> dict[str, FieldShape]:
    lost = any(one.key is None for one in ruled)
    fulls = {one.full for one in ruled if one.key is not None}
    shapes = {name: FieldShape(nullable=lost) for name in ("indicator", "point")}
    shapes["full"] = _number_shape(fulls, nullable=lost)
    for name in ("points", "misses", *WORDS):
        shape = table.fields[name].shape if name in table.fields else None
        if shape is not None:
            shapes[name] = shape
    if shares:
        points = {one.points for one in ruled if one.points is not None}
        shapes["points"] = _number_shape(points, nullable=True)
    return shapes


def _number_shape(numbers: set[Fraction], *, nullable: bool) -> FieldShape:
    scale = best_scale(map(need_of, numbers))
    kept = [scaled(each, scale) for each in numbers if need_of(each).fits(scale)]
    return FieldShape(scale, min(kept, default=0), max(kept, default=0), nullable)


def _cell(one: Ruled, name: str, shapes: Mapping[str, FieldShape]) -> str | int | None:
    """Return what a column holds of what a judgement comes to."""
    if one.key is None:
        return None
    if name in {"indicator", "point"}:
        return one.indicator if name == "indicator" else one.point
    value, scale = (one.full if name == "full" else one.points), shapes[name].scale
    return None if value is None or not need_of(value).fits(scale) else scaled(value, scale)


def _meant(shown: Sql, cells: Mapping[str, str | int | None]) -> Sql:
    """Return the column of these cells by text; a text that means itself needs no table, nor do cells all the same."""
    if cells and all(cell == raw for raw, cell in cells.items()):
        return shown.copy()
    if len(set(cells.values())) == 1 and None not in cells.values():
        return _literal(next(iter(cells.values())))
    found = looked_up(shown, {raw: _literal(cell) for raw, cell in cells.items() if cell is not None})
    return whole(found) if any(isinstance(cell, int) for cell in cells.values()) else found


def _literal(cell: str | int | None) -> Sql:
    return whole(number(cell)) if isinstance(cell, int) else text(cell or "")


def _meanings(
    meant: Mapping[str, Ruled],
    shapes: Mapping[str, FieldShape],
    columns: Mapping[str, Sql],
    session: Session,
    name: str,
) -> dict[str, Sql]:
    """Make a table of what judgements come to, and return the columns it gives: points too where shares were given."""
    names = ["indicator", "point", "full", *(["points"] if "points" not in columns and "points" in shapes else [])]
    types = {"__text": "VARCHAR", "__key": "VARCHAR", "__unfit": "BOOLEAN"}
    types |= {f"__of_{each}": "VARCHAR" if each in {"indicator", "point"} else "BIGINT" for each in names}
    rows = []
    for raw, one in meant.items():
        cells = [_cell(one, each, shapes) for each in names]
        unfit = one.points is not None and names[-1] == "points" and cells[-1] is None
        rows.append((raw, one.key, unfit, *cells))
    session.load_rows(name, types, rows)
    return {each: named(f"__of_{each}", name) for each in names}
