"""Lets rule cases give rows of the builtin types, so that a rule on judgements or scores needs no whole project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from checker.facts import Fact, FactSet, FactTypeRule, FieldRule, Vocabulary
from checker.pack.builtin import FINDING, INDICATOR, JUDGEMENT, PROBLEM, RESULT
from checker.plan.tables import Table

_GIVABLE: Final = (JUDGEMENT, FINDING, PROBLEM, INDICATOR, RESULT)


def with_builtin(vocabulary: Vocabulary) -> Vocabulary:
    """Return ``vocabulary`` with the builtin types that a case may give."""
    types = {
        spec.name: FactTypeRule(
            spec.name,
            spec.label,
            (),
            {name: FieldRule(name, field.label, field.kind) for name, field in spec.fields.items()},
            unkeyed=not spec.single,
        )
        for spec in _GIVABLE
    }
    return Vocabulary({**vocabulary.types, **types})


def split_builtin(facts: FactSet) -> tuple[FactSet, Mapping[str, Table]]:
    """Return the facts without the builtin types, and the rows of those as tables."""
    names = {spec.name for spec in _GIVABLE}
    tables = {name: _table(found) for name, found in facts.facts.items() if name in names}
    rest = {name: found for name, found in facts.facts.items() if name not in names}
    return replace(facts, facts=rest), tables


def _table(facts: tuple[Fact, ...]) -> Table:
    rows = []
    for fact in facts:
        row = {name: given.value for name, given in fact.fields.items()}
        if fact.type == JUDGEMENT.name:
            row.setdefault("point", "")
        rows.append(row)
    keys = tuple(str(row.get("id", number)) for number, row in enumerate(rows))
    return Table(rows, keys, (None,) * len(rows))
