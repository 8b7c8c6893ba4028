"""Traces an expression to the facts it read: the evidence that decided it, or the facts that would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.expr import Env, Expr, children, evaluator, truth, walk
from checker.expr.evaluate import MEMBER
from checker.expr.tree import Aggregate, Arithmetic, Field, Known, Parameter
from checker.messages import tr
from checker.pack.builtin import FOUND_OUT
from checker.result import Evidence, Missing
from checker.values import Interval, Kind, Unknown, show

if TYPE_CHECKING:
    from checker.facts import Fact
    from checker.plan import Plan
    from checker.plan.tables import Tables

_NOBODY: Final = ("", None)


@dataclass(frozen=True, slots=True)
class Tracer:
    """Traces expressions of one plan through the tables of one project."""

    plan: Plan
    tables: Tables
    documents: Mapping[str, str] = field(default_factory=dict)
    _index: dict[str, Mapping[int, tuple[str, Fact | None]]] = field(default_factory=dict, repr=False, compare=False)

    def evidence(self, trees: Iterable[Expr], env: Env) -> tuple[Evidence, ...]:
        """Return the given fields that ``trees`` read in ``env``, each once, in the order they are read."""
        found: dict[tuple[str, str, str], Evidence] = {}
        for tree in trees:
            for fact, name in self._read(tree, env):
                if name in fact.fields and (fact.type, fact.key, name) not in found:
                    found[fact.type, fact.key, name] = self._evidence(fact, name)
        return tuple(found.values())

    def missing(self, trees: Iterable[Expr], env: Env) -> tuple[Missing, ...]:
        """Return the facts that are missing or bounded where that keeps one of ``trees`` from being settled."""
        found = dict.fromkeys(item for tree in trees for item in self._unsettled(tree, env))
        return tuple(found)

    def unreported(self, types: Iterable[str]) -> tuple[Missing, ...]:
        """Return one request for each fact type that nobody has reported on."""
        return tuple(self._type_missing(name) for name in types)

    def _fact(self, node: Field, env: Env) -> Fact | None:
        row = env.rows.get(node.variable)
        return None if row is None else self._rows(node.record).get(id(row), _NOBODY)[1]

    def _rows(self, record: str) -> Mapping[int, tuple[str, Fact | None]]:
        """The key and the fact of each row of a type, by the identity of the row."""
        found = self._index.get(record)
        if found is None:
            table = self.tables.by_type.get(record)
            items = () if table is None else zip(table.rows, table.keys, table.facts, strict=True)
            found = self._index[record] = {id(row): (key, fact) for row, key, fact in items}
        return found

    def _derivation(self, node: Field, env: Env) -> tuple[Expr, Env] | None:
        row = env.rows.get(node.variable)
        value = self.plan.derived.get((node.record, node.name))
        return None if row is None or value is None else (value, env.bind(node.record, row))

    def _read(self, tree: Expr, env: Env) -> Iterator[tuple[Fact, str]]:
        if isinstance(tree, Field):
            fact = self._fact(tree, env)
            derived = self._derivation(tree, env)
            if fact is not None and (derived is None or tree.name in fact.fields):
                yield fact, tree.name
            if derived is not None:
                yield from self._read(*derived)
        elif isinstance(tree, Aggregate):
            for inner in self._members(tree, env):
                for part in children(tree):
                    yield from self._read(part, inner)
        else:
            for part in children(tree):
                yield from self._read(part, env)

    def _members(self, tree: Aggregate, env: Env) -> Iterator[Env]:
        """Yield the environments of the rows an aggregate may gather."""
        where = None if tree.where is None else evaluator(tree.where)
        for row in env.tables.get(tree.record, ()):
            inner = env.bind(tree.variable, row)
            if where is None or truth(where(inner)) is not False:
                yield inner

    def _unsettled(self, tree: Expr, env: Env) -> Iterator[Missing]:
        """Walk only into parts that are themselves unsettled, so that what cannot matter is not asked for."""
        if isinstance(tree, Known) or isinstance(evaluator(tree)(env), Fraction | str | bool):
            return
        found: list[Missing] = []
        if isinstance(tree, Field):
            found = [*self._field_missing(tree, env)]
        elif isinstance(tree, Aggregate):
            found = [*self._aggregate_missing(tree, env)]
        else:
            found = [item for part in children(tree) for item in self._unsettled(part, env)]
        yield from found or self._no_value(tree, env)

    def _no_value(self, tree: Expr, env: Env) -> Iterator[Missing]:
        """Say why there is no value although every fact is there: no version of a parameter, or a division by zero."""
        if isinstance(tree, Parameter):
            ask = tr("规则包在这一天没有给这个参数取值")
            yield Missing("parameter", "", tree.name, tree.label, ask)
        elif isinstance(tree, Arithmetic) and tree.sign == "/" and evaluator(tree.right)(env) == 0:
            divisor = next((node for node in walk(tree.right) if isinstance(node, Field)), None)
            if divisor is not None:
                key = self._rows(divisor.record).get(id(env.rows.get(divisor.variable)), _NOBODY)[0]
                label = self._label(divisor.record, divisor.name)
                yield Missing(divisor.record, key, divisor.name, label, tr("为 0，不能作除数，请核实"))

    def _field_missing(self, node: Field, env: Env) -> Iterator[Missing]:
        derived = self._derivation(node, env)
        if derived is not None:
            yield from self._unsettled(*derived)
            return
        if node.record not in self.tables.by_type or env.rows.get(node.variable) is None:
            yield self._type_missing(node.record)
            return
        if node.record in FOUND_OUT:
            return
        row = env.rows[node.variable]
        key, _ = self._rows(node.record).get(id(row), _NOBODY)
        value = row.get(node.name)
        bounded = show(value, node.kind, node.unit) if isinstance(value, Interval) else ""
        model = self.plan.fields.get(node.record, {}).get(node.name)
        entry = self.plan.pack.fact_types.get(node.record)
        ask = (model.ask if model else "") or (entry.model.ask if entry else "")
        yield Missing(node.record, key, node.name, self._label(node.record, node.name), ask, bounded)

    def _aggregate_missing(self, tree: Aggregate, env: Env) -> Iterator[Missing]:
        if tree.record not in env.tables:
            yield self._type_missing(tree.record)
            return
        if tree.record == "judgement" and not any(True for _ in self._members(tree, env)):
            yield self._type_missing(tree.record)
            return
        for inner in self._members(tree, env):
            if isinstance(inner.rows[tree.variable].get(MEMBER, True), Unknown):
                continue
            for part in children(tree):
                yield from self._unsettled(part, inner)

    def _type_missing(self, name: str) -> Missing:
        record = self.plan.records[name]
        entry = self.plan.pack.fact_types.get(name)
        return Missing(name, "", "", record.label, entry.model.ask if entry else "")

    def _label(self, record: str, field: str) -> str:
        spec = self.plan.records[record].fields.get(field)
        return spec.label if spec else field

    def _evidence(self, fact: Fact, field: str) -> Evidence:
        given = fact.fields[field]
        source = given.source if given.source.given else fact.source
        spec = self.plan.records[fact.type].fields[field]
        as_written = spec.kind in {Kind.TEXT, Kind.CHOICE} or isinstance(given.value, Interval)
        text = given.text if as_written else show(given.value, spec.kind, spec.unit)
        return Evidence(
            type=fact.type,
            type_label=self.plan.records[fact.type].label,
            key=fact.key,
            field=field,
            label=spec.label,
            text=text,
            place=given.place,
            document=source.document,
            title=self.documents.get(source.document, source.document),
            page=source.page,
            cell=source.cell,
            clause=source.clause,
            quote=source.quote,
            file=source.file,
        )


def unit_of(tree: Expr) -> str:
    """Return the measure word of a field or parameter, empty for anything else."""
    return tree.unit if isinstance(tree, Field | Parameter) else ""
