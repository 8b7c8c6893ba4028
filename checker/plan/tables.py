"""Turns a project's facts into the tables expressions read: typed rows, derived fields worked out, judgements resolved.

Knows nothing about rules; what cannot be true (a field that disagrees with what it is derived from) is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from checker.expr import Env, evaluator
from checker.messages import message
from checker.plan.judgements import judgement_rows
from checker.values import Kind, Unknown, Value, meet, show
from checker.values.amounts import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checker.facts import Fact, FactSet, FieldValue
    from checker.plan.plan import Derivation, Plan
    from checker.source import Problems

Row: TypeAlias = "dict[str, Value]"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one type with a key for each, and the facts they come from (none for what the checker works out)."""

    rows: Sequence[Mapping[str, Value]]
    keys: Sequence[str]
    facts: Sequence[Fact | None]


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything expressions may read about one project; a type that is absent was not reported on."""

    env: Env
    by_type: Mapping[str, Table] = field(default_factory=dict)

    def with_table(
        self, name: str, rows: Sequence[Mapping[str, Value]], keys: Sequence[str], *, single: bool
    ) -> Tables:
        """Return these tables with one more, of what the checker itself found out."""
        env = Env(
            self.env.as_of,
            {**self.env.tables, name: rows},
            {**self.env.rows, name: rows[0]} if single else self.env.rows,
        )
        return replace(self, env=env, by_type={**self.by_type, name: Table(rows, keys, (None,) * len(rows))})


def build_tables(plan: Plan, facts: FactSet, problems: Problems) -> Tables:
    """Return the tables of one project; disagreements and wrong judgements are recorded in ``problems``."""
    rows: dict[str, list[Row]] = {
        type_id: [{name: given.value for name, given in fact.fields.items()} for fact in found]
        for type_id, found in facts.facts.items()
    }
    singles: dict[str, Row] = {
        name: rows[name][0] for name, record in plan.records.items() if record.single and rows.get(name)
    }
    judged, judgement_keys = judgement_rows(plan, facts, problems)
    env = Env(plan.as_of.toordinal(), {**rows, "judgement": judged}, {**singles, "evaluation": _head(plan, facts)})
    for derivation in plan.derivations:
        _derive(derivation, rows.get(derivation.record, []), facts, env, plan, problems)
    tables = {
        type_id: Table(rows[type_id], tuple(fact.key for fact in found), found)
        for type_id, found in facts.facts.items()
    }
    tables["judgement"] = Table(judged, judgement_keys, (None,) * len(judged))
    return Tables(env, tables).with_table("evaluation", [_head(plan, facts)], ("",), single=True)


def _head(plan: Plan, facts: FactSet) -> Row:
    texts = {name: text for name, text in (("title", facts.title), ("kind", facts.kind)) if text}
    return {**texts, "as_of": Fraction(plan.as_of.toordinal())}


def _derive(derivation: Derivation, rows: list[Row], facts: FactSet, env: Env, plan: Plan, problems: Problems) -> None:
    work_out = evaluator(derivation.value)
    for row, fact in zip(rows, facts.facts.get(derivation.record, ()), strict=True):
        derived = work_out(env.bind(derivation.record, row))
        if isinstance(derived, Unknown):
            continue
        given = fact.fields.get(derivation.field)
        if given is not None and not isinstance(given.value, Unknown):
            kind = plan.records[derivation.record].fields[derivation.field].kind
            if not _agree(given, derived):
                _disagreement(given, derived, kind, plan, derivation, problems)
                continue
            if not isinstance(derived, Fraction):
                derived = _narrowed(given.value, derived)
        row[derivation.field] = derived


def _agree(given: FieldValue, derived: Value) -> bool:
    """A written number stands for everything that rounds to it, so 91.4% agrees with 91.4045%."""
    written = given.value
    if isinstance(written, Fraction) and given.step is not None:
        half = given.step / 2
        written = Interval(written - half, written + half)
    if isinstance(written, Fraction | Interval) and isinstance(derived, Fraction | Interval):
        return meet(written, derived) is not None
    return written == derived


def _narrowed(given: Value, derived: Value) -> Value:
    if isinstance(given, Fraction | Interval) and isinstance(derived, Fraction | Interval):
        return meet(given, derived) or given
    return derived


def _disagreement(
    given: FieldValue, derived: Value, kind: Kind, plan: Plan, derivation: Derivation, problems: Problems
) -> None:
    spec = plan.records[derivation.record].fields[derivation.field]
    what = message(
        "“{label}”填的是{given}，由其他字段算出的是{derived}",
        label=spec.label, given=given.text, derived=show(derived, kind, spec.unit),
    )  # fmt: skip
    problems.add("derived-disagrees", given.place, what, message("改正其中一个；能算出的字段可以不填"))
