"""Turns a plan and a project's facts into what the numbers of a report may state, each with the words that name it.

Every field of every fact is a candidate, so are derived fields, parameters and the day of the check. A field is named
by its label, by parts of it, and by the words that stand before it in the pack's own messages.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.backcheck.aliases import Naming, names_of
from checker.backcheck.model import Candidate, Key, Label, Term
from checker.backcheck.words import AS_OF
from checker.expr.tree import Arithmetic, Constant, Field
from checker.messages import message
from checker.plan.tables import Table, build_tables
from checker.result import Outcome
from checker.source import Problems
from checker.values import Amount, Interval, Kind, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.expr import FieldSpec, ParameterSpec, RecordSpec
    from checker.facts import Fact, FactSet
    from checker.plan import Plan
    from checker.result import CheckResult
    from checker.source import Place
    from checker.values import Value

_COUNTED_IN = ("项", "个", "条")
_ABOUT_THE_REPORT = "stated_"
"""Fact types whose names begin so repeat what a report says, and cannot judge it."""


def known_candidates(plan: Plan, facts: FactSet) -> tuple[Candidate, ...]:
    """Return everything the facts and parameters of a project give to compare with, in a fixed order."""
    naming = names_of(plan)
    tables = build_tables(plan, facts, Problems())
    found: list[Candidate] = []
    for name, given in facts.facts.items():
        if not name.startswith(_ABOUT_THE_REPORT):
            found += _of_type(plan.records[name], plan.keys[name], given, tables.by_type[name], naming)
    for spec in plan.parameters.values():
        found += _of_parameter(spec, plan, naming)
    day = Fraction(plan.as_of.toordinal())
    terms = tuple(Term(word, sure=True) for word in AS_OF)
    shown = show(day, Kind.DATE)
    found.append(Candidate("as_of", "as_of", message("检查基准日"), Kind.DATE, day, shown, terms=terms))
    return tuple(found)


def counted_candidates(result: CheckResult) -> Iterator[Candidate]:
    """Yield how many checks were made, and how many problems they found, as a report may count them."""
    counts = result.counts
    found = counts[Outcome.FAIL]
    wanted = (
        ("checks", message("检查的项数"), sum(counts.values()), ("共检查", "逐项检查"), ("检查",)),
        ("findings", message("发现问题的项数"), found, ("发现问题",), ()),
        ("passes", message("未发现问题的项数"), counts[Outcome.PASS], ("未发现问题",), ()),
        ("unknown", message("无法判断的项数"), counts[Outcome.UNKNOWN], ("无法判断", "不能判断"), ()),
        ("problems", message("问题的个数"), len(result.problems), ("写出问题", "存在的问题"), ("发现问题", "存在问题")),
    )
    for name, label, count, sure, loose in wanted:
        terms = (*(Term(word, sure=True) for word in sure), *(Term(word, sure=False) for word in loose))
        for unit in _COUNTED_IN:
            value = Fraction(count)
            yield Candidate(name, name, label, Kind.COUNT, value, str(count), unit, terms=terms)


def _of_type(
    record: RecordSpec, key_fields: tuple[str, ...], given: tuple[Fact, ...], table: Table, naming: Naming
) -> Iterator[Candidate]:
    words = {
        name: tuple(dict.fromkeys(_key_word(row.get(name), record.fields[name]) for row in table.rows))
        for name in key_fields
    }
    for fact, row in zip(given, table.rows, strict=True):
        keys = tuple(
            Key(spec.kind, value, word, tuple(other for other in (*spec.choices, *words[name]) if other != word))
            for name in key_fields
            if isinstance(value := row.get(name), str | Fraction | Interval)
            for spec in [record.fields[name]]
            for word in [_key_word(value, spec)]
        )
        for name, value in row.items():
            spec = record.fields.get(name)
            if spec is None or not isinstance(value, Fraction | Interval):
                continue
            own = fact.fields.get(name)
            yield Candidate(
                id=f"{record.name}[{fact.key}].{name}" if fact.key else f"{record.name}.{name}",
                group=f"{record.name}.{name}",
                label=_label(record, keys, spec),
                about=record.label + spec.label,
                kind=spec.kind,
                value=value,
                shown=show(value, spec.kind, spec.unit),
                unit=spec.unit,
                place=own.place if own else fact.place,
                terms=naming.of_field(record.name, name),
                keys=tuple(key for field, key in zip(key_fields, keys, strict=False) if field != name),
            )


def _key_word(value: Value | None, spec: FieldSpec) -> str:
    return value if isinstance(value, str) else "" if value is None else show(value, spec.kind, spec.unit)


def _label(record: RecordSpec, keys: tuple[Key, ...], spec: FieldSpec) -> Label:
    which = " ".join(key.word for key in keys)
    return message("{type}（{key}）的{field}", type=record.label, key=which, field=spec.label) if which else message(
        "{type}的{field}", type=record.label, field=spec.label
    )  # fmt: skip


def _of_parameter(spec: ParameterSpec, plan: Plan, naming: Naming) -> Iterator[Candidate]:
    inside = [version for version in spec.versions if version.since <= plan.as_of.toordinal()]
    if not inside:
        return
    unit = plan.pack.parameters[spec.name].model.unit if spec.name in plan.pack.parameters else ""
    place = plan.pack.parameters[spec.name].origin.key() if spec.name in plan.pack.parameters else None
    for version in sorted(inside, key=lambda one: -one.since):  # a fact of an earlier day had an earlier limit
        values: Mapping[str, Value] = dict(version.keyed) if version.keyed else {"": version.value}
        for found in _of_version(spec, values, unit, place, (plan, naming)):
            yield replace(found, firm=_is_sourced(spec.name, plan))


def _is_sourced(name: str, plan: Plan) -> bool:
    entry = plan.pack.parameters.get(name)
    return entry is not None and any(version.source is not None for version in entry.model.values.values())


def _of_version(
    spec: ParameterSpec, values: Mapping[str, Value], unit: str, place: Place | None, known: tuple[Plan, Naming]
) -> Iterator[Candidate]:
    plan, naming = known
    for key, value in values.items():
        if not isinstance(value, Fraction | Interval):
            continue
        others = tuple(other for other in values if other != key)
        keys = (Key(Kind.CHOICE, key, key, others),) if key else ()
        label = f"{spec.label}（{key}）" if key else spec.label
        own = Candidate(
            f"{spec.name}[{key}]" if key else spec.name, spec.name, label, spec.kind, value,
            show(value, spec.kind, unit), unit, place, naming.of_parameter(spec.name), keys, limit=True,
        )  # fmt: skip
        yield own
        yield from _complements(own, spec, plan, naming)


def _complements(own: Candidate, spec: ParameterSpec, plan: Plan, naming: Naming) -> Iterator[Candidate]:
    """Yield 1 − the parameter where a field it limits is derived as 1 − another: its floor is the other's ceiling."""
    for record, field in naming.limited.get(spec.name, ()):
        other = _complement_field(plan.derived.get((record, field)))
        if other is None or not isinstance(own.value, Fraction):
            continue
        value: Amount = 1 - own.value
        yield Candidate(
            f"1-{own.id}", f"1-{own.group}", f"1 − {own.label}", own.kind, value, show(value, own.kind), own.unit,
            own.place, naming.of_field(other.record, other.name), own.keys, limit=True,
        )  # fmt: skip


def _complement_field(value: object) -> Field | None:
    match value:
        case Arithmetic(sign="-", left=Constant(value=one), right=Field() as field) if one == 1:
            return field
    return None
