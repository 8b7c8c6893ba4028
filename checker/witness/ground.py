"""What made-up projects may be made of: the fields there are, ordinary values for them, and what rules read of a draft.

Decides nothing: it gives expressions the same rows that a real project of the same facts would give them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.engine import PlainEngine, Waivers
from checker.engine.ruling import Ruling
from checker.engine.second_tier import with_findings
from checker.expr import Env, evaluator
from checker.facts import FactTypeRule, FieldRule
from checker.facts.shapes import EVALUATION_KINDS
from checker.pack.builtin import BUILTIN, EVALUATION, FOUND_OUT, SECOND_TIER
from checker.plan import Plan, Tier
from checker.plan.tables import Table, Tables
from checker.plan.vocabulary import vocabulary_of
from checker.testing.builtin import with_builtin
from checker.values import Interval, Kind, Unknown, Value, decimal_text
from checker.witness.draft import AS_OF, HEAD, Draft, DraftRow, Slot
from checker.witness.usual import ordinary, series

if TYPE_CHECKING:
    from checker.expr import Expr

Binding: TypeAlias = Mapping[str, tuple[str, int]]
"""Which fact each variable stands for: its type and its number."""
NOBODY: Final = Waivers({})
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1).toordinal(), date(2199, 12, 31).toordinal()
_WHOLE: Final = frozenset({Kind.DATE, Kind.QUARTER, Kind.COUNT})
_PLACES: Final = {Kind.RATIO: 4, Kind.MONEY: 2, Kind.SCORE: 2, Kind.NUMBER: 2}
_WAN: Final = 10**4
_ONE: Final = Fraction(1)
_MOST_KEPT: Final = 256
_LOOK: Final = 4
_DECIDED: Final = 30
_FULL: Final = ("result", "full")
"""What a whole project can earn is the pack's to say."""


@dataclass(slots=True)
class Meter:
    """Counts what looking at projects takes, so that a search ends after as much work on every machine.

    A look counts 4, working out derived fields and what all rules find more.
    """

    spent: int = 0
    most: int = 160_000

    @property
    def used_up(self) -> bool:
        """Whether no more looks may be taken on this ground."""
        return self.spent > self.most


@dataclass(frozen=True)
class Ground:
    """The pack planned for one day, and the tier whose rules are looked at; ``whole`` projects give no builtin rows.

    Rules on facts and on problems see findings worked out from the facts; rules on scores see builtin rows as given.
    """

    plan: Plan
    tier: Tier = Tier.FACTS
    whole: bool = False
    with_findings: bool = True
    """Whether anything looked at reads what rules find; working that out takes time."""
    _rows: dict[int, tuple[Draft, Tables]] = field(default_factory=dict, compare=False, repr=False)
    walks: dict[tuple[object, ...], tuple[tuple[Expr, Binding], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """Kept by ``goals.walk``."""
    meter: Meter = field(default_factory=Meter, compare=False, repr=False)

    @cached_property
    def types(self) -> Mapping[str, FactTypeRule]:
        """The types a project may give, the head of the facts among them."""
        known = with_builtin(vocabulary_of(self.plan.pack)).types
        fields = {name: FieldRule(name, spec.label, spec.kind) for name, spec in EVALUATION.fields.items()}
        fields["kind"] = FieldRule("kind", fields["kind"].label, Kind.CHOICE, EVALUATION_KINDS)
        return {**known, HEAD: FactTypeRule(HEAD, EVALUATION.label, (), fields)}

    @cached_property
    def worked_out(self) -> frozenset[str]:
        """The types whose rows are worked out from the facts rather than given."""
        if self.whole:
            return FOUND_OUT
        return SECOND_TIER if self.tier is Tier.PROBLEMS else frozenset()

    def rule(self, slot: Slot) -> FieldRule:
        """Return the field a place belongs to."""
        return self.types[slot.record].fields[slot.name]

    def env(self, draft: Draft, binding: Binding) -> Env:
        """Return what expressions read about a project, with variables standing for facts of it."""
        self.meter.spent += _LOOK
        env = self.tables(draft).env
        for variable, (record, index) in binding.items():
            rows = env.tables.get(record, ())
            if index < len(rows):
                env = env.bind(variable, rows[index])
        return env

    def tables(self, draft: Draft) -> Tables:
        """Return everything rules read about a project, up to what their tier may read."""
        known = self._rows.get(id(draft))
        if known is not None and known[0] is draft:
            return known[1]
        if len(self._rows) > _MOST_KEPT:
            self._rows.clear()
        tables = self._with_findings(self._facts(draft))
        self._rows[id(draft)] = (draft, tables)
        return tables

    def _facts(self, draft: Draft) -> Tables:
        plan = self.plan
        rows: dict[str, list[dict[str, Value]]] = {
            name: [dict(row) for row in given] for name, given in draft.rows.items() if name != HEAD
        }
        for row in rows.setdefault("judgement", []):
            row.setdefault("point", "")
        head = dict(draft.rows.get(HEAD, ({},))[0]) | {AS_OF: Fraction(draft.on.toordinal())}
        singles: dict[str, DraftRow] = {
            name: rows[name][0] for name, spec in plan.records.items() if spec.single and rows.get(name)
        }
        env = Env(draft.on.toordinal(), rows, {**singles, HEAD: head})
        count = sum(map(len, rows.values()))
        for derivation in plan.derivations:
            work_out = evaluator(derivation.value)
            self.meter.spent += count * len(rows.get(derivation.record, ()))
            for row in rows.get(derivation.record, ()):
                value = work_out(env.bind(derivation.record, row))
                if not isinstance(value, Unknown):
                    row[derivation.field] = value
        by_type = {
            name: Table(found, tuple(map(str, range(len(found)))), (None,) * len(found)) for name, found in rows.items()
        }
        return Tables(env, by_type).with_table(HEAD, [head], ("",), single=True)

    def _with_findings(self, tables: Tables) -> Tables:
        if not self.worked_out or not self.with_findings:
            return tables
        self.meter.spent += _DECIDED * len(self._project.rules)
        decisions, found = PlainEngine(self._project).decide(tables, NOBODY)
        if self.whole:
            return found
        first: list[Ruling] = [ruling for ruling in decisions.rulings if ruling.rule.tier is Tier.FACTS]
        return with_findings(tables, self._project, first)

    @cached_property
    def _project(self) -> Plan:
        """The plan with the rules that can find a problem of the project."""
        rules = tuple(rule for rule in self.plan.rules if rule.concerns == "project" and rule.tier is not Tier.SCORES)
        return replace(self.plan, rules=rules)

    @cached_property
    def on_facts(self) -> Ground:
        """The ground on which the same pack's rules on facts are looked at."""
        return self if self.tier is Tier.FACTS and not self.whole else Ground(self.plan, meter=self.meter)

    def is_derived(self, record: str, name: str) -> bool:
        """Return whether a field is worked out from others."""
        return (record, name) in self.plan.derived

    def givable(self, slot: Slot) -> bool:
        """Return whether a project may say what stands in a place."""
        known = slot.record in self.types and slot.name in self.types[slot.record].fields
        if not known or (slot.record, slot.name) == _FULL:
            return False
        return slot.record not in self.worked_out and not self.is_derived(slot.record, slot.name)

    def keys(self, record: str) -> tuple[str, ...]:
        """Return the fields that tell the facts of a type apart."""
        return self.types[record].key if record in self.types else ()

    def allows(self, draft: Draft) -> bool:
        """Return whether a project could be read: keys given and different, numbers within what fields allow."""
        for record, rows in draft.rows.items():
            keys = self.keys(record)
            named = [tuple(row.get(name) for name in keys) for row in rows]
            if keys and (len(set(named)) < len(named) or any(not _is_exact(part) for key in named for part in key)):
                return False
            if not all(self._fits(Slot(record, 0, name), value) for row in rows for name, value in row.items()):
                return False
        return not self.whole or self._judged_soundly(draft)

    def _judged_soundly(self, draft: Draft) -> bool:
        leaves = {leaf.id: leaf for leaf in self.plan.score.leaves}
        seen = set()
        for row in draft.rows.get("judgement", ()):
            leaf, point = leaves.get(str(row.get("indicator"))), str(row.get("point", ""))
            worths = {} if leaf is None else {"": leaf.weight} | {item.id: item.worth for item in leaf.points}
            given = row.get("points", Fraction(0))
            if leaf is None or point not in worths or (leaf.id, point) in seen or bool(leaf.points) != bool(point):
                return False
            if not isinstance(given, Fraction) or not leaf.lowest <= given <= worths[point]:
                return False
            partial = {item.id: item.partial for item in leaf.points}.get(point, True)
            if not partial and given not in {Fraction(0), worths[point]}:
                return False
            seen.add((leaf.id, point))
        return True

    def _fits(self, slot: Slot, value: Value) -> bool:
        rule = self.rule(slot)
        if rule.kind is Kind.CHOICE:
            return value in rule.choices
        low = self.low(slot)
        ends = (value.low, value.high) if isinstance(value, Interval) else (value,)
        numbers = [end for end in ends if isinstance(end, Fraction)]
        if rule.kind is Kind.DATE and not all(_FIRST_DAY <= number <= _LAST_DAY for number in numbers):
            return False
        if rule.kind in {Kind.DATE, Kind.QUARTER} and any(number.denominator != 1 for number in numbers):
            return False
        if isinstance(value, Interval) and slot.record not in BUILTIN:
            return True
        return all((low is None or number >= low) and (rule.high is None or number <= rule.high) for number in numbers)

    def low(self, slot: Slot) -> Fraction | None:
        """Return the least a field may be; what the checker works out itself is never below nothing."""
        return Fraction(0) if slot.record in BUILTIN else self.rule(slot).low

    def step(self, slot: Slot) -> Fraction:
        """Return the smallest change of a field that people would write."""
        kind = self.rule(slot).kind
        return _ONE if kind in _WHOLE else Fraction(1, 10 ** _PLACES.get(kind, 0))

    def is_plain(self, slot: Slot, value: Fraction) -> bool:
        """Return whether a number is one that people would write in a field."""
        kind = self.rule(slot).kind
        if kind in _WHOLE:
            return value.denominator == 1
        large = kind is Kind.MONEY and abs(value) >= _WAN
        text = decimal_text(value / _WAN if large else value)
        return "/" not in text and len(text.partition(".")[2]) <= _PLACES[kind] + 2 * large

    def usual(self, slot: Slot, draft: Draft) -> Value:
        """Return an ordinary value for a place; one for a key is different from those of the other facts."""
        if slot.name in self.keys(slot.record):
            return self._fresh(slot, draft)
        return ordinary(self.rule(slot), slot, draft.on)

    def _fresh(self, slot: Slot, draft: Draft) -> Value:
        """Return the first value of a key that makes it different from all others, whatever its other parts may be."""
        keys = self.keys(slot.record)
        rows = [row for index, row in enumerate(draft.rows.get(slot.record, ())) if index != slot.number]
        taken = {tuple(row.get(key) for key in keys) for row in rows}
        mine = draft.rows.get(slot.record, ())[slot.number : slot.number + 1]
        given = mine[0] if mine else {}
        places = [Slot(slot.record, slot.number, key) for key in keys]
        ways = [
            (given[place.name],) if place.name in given else tuple(series(self.rule(place), place, draft.on))
            for place in places
        ]
        free = (found for found in product(*ways) if found not in taken)
        return next(free, tuple(values[-1] for values in ways))[keys.index(slot.name)]


def _is_exact(value: Value | None) -> bool:
    return isinstance(value, Fraction | str | bool)
