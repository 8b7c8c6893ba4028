"""Turns a pack into all its mutants in a fixed order, each with its place; knows no cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.lint.inspection import inspect
from checker.mutate.expressions import Expression, Owner, expression_mutants
from checker.mutate.indicators import indicator_mutants
from checker.mutate.parameters import parameter_mutants
from checker.mutate.rules import rule_mutants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.lint.inspection import Inspection
    from checker.mutate.mutant import Mutant
    from checker.pack import Pack


def mutants_of(pack: Pack) -> tuple[Mutant, ...]:
    """Return the mutants of everything a sound pack says, what it inherits included.

    Those of rules come first, by id; then of derived fields, parameters and indicators, as written.
    """
    return tuple(_mutants(pack, inspect(pack)))


def own_mutants(pack: Pack) -> tuple[Mutant, ...]:
    """Return the mutants of what stands in the pack's own files."""
    files = {document.name for document in pack.files.values()}
    return tuple(mutant for mutant in mutants_of(pack) if mutant.place.file in files)


def _mutants(pack: Pack, inspection: Inspection) -> Iterator[Mutant]:
    for name in sorted(pack.rules):
        if pack.rules[name].model.status == "active":
            yield from rule_mutants(pack.rules[name], pack, inspection)
    yield from _derived(pack, inspection)
    for parameter in pack.parameters.values():
        yield from parameter_mutants(parameter)
    yield from indicator_mutants(pack, inspection)


def _derived(pack: Pack, inspection: Inspection) -> Iterator[Mutant]:
    for entry in pack.fact_types.values():
        for name, field in entry.model.fields.items():
            if field.derive is not None:
                owner = Owner("fact_types", entry.id, entry.origin, f"{entry.id}.{name}", field.label)
                path = ("fields", name, "derive")
                tree = inspection.tree(entry.origin, *path)
                condition = field.type == "truth"
                yield from expression_mutants(Expression(owner, path, field.derive, tree, condition))
