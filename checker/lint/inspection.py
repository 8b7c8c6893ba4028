"""A pack made ready to be looked at: its own files, and everything written in it as typed trees with places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

from checker.expr import Scope, walk
from checker.expr.tree import Parameter
from checker.lint.recorder import Compiled, Recorder
from checker.lint.template_reads import read_templates
from checker.pack import parameter_specs, record_specs
from checker.pack.crossref.tree import build_tree
from checker.pack.crossref.tree import walk as branches_of
from checker.pack.models import IndicatorModel
from checker.plan.derive import plan_derivations
from checker.plan.indicators import plan_score
from checker.plan.reads import reads
from checker.plan.rules import plan_rules
from checker.source import Problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.expr import Expr
    from checker.lint.template_reads import TemplateReads
    from checker.pack.crossref.tree import Branch
    from checker.pack.models import RuleModel, Scoring
    from checker.pack.pack import Entry, Origin, Pack
    from checker.plan import PlannedRule
    from checker.source import Document, Place, Problem, Step

_ANY_WEIGHT: Final = Fraction(100)
_TRIAL: Final = "lint-shared"
_ANY_DAY: Final = date.max


@dataclass(frozen=True, slots=True)
class Scored:
    """A way of scoring and where it is written; ``weight`` is None for a shared one nobody uses."""

    scoring: Scoring
    origin: Origin
    weight: Fraction | None
    lowest: Fraction
    label: str


@dataclass(frozen=True)
class Inspection:
    """A pack with the trees of all its expressions; ``rules`` holds those not in force too.

    ``faults`` are those of expressions that a check never compiles: of shared indicators nobody uses.
    ``reviewed_since`` is the day since which parameters should have been reviewed, when that was asked.
    """

    pack: Pack
    records: Scope
    rules: Mapping[str, PlannedRule]
    compiled: tuple[Compiled, ...]
    faults: tuple[Problem, ...] = ()
    reviewed_since: date | None = None

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        """The pack's own files, tests included, by the name they are shown with."""
        return own_documents(self.pack)

    def is_own(self, place: Place) -> bool:
        """Whether a place lies in a file of the pack itself."""
        return place.file in self.documents

    @cached_property
    def own_rules(self) -> tuple[Entry[RuleModel], ...]:
        """The rules this pack writes or changes and that are not retired, by id."""
        mine = (self.pack.rules[name] for name in sorted(self.pack.rules))
        return tuple(entry for entry in mine if entry.pack == self.pack.id and entry.model.status != "retired")

    @cached_property
    def _trees(self) -> Mapping[tuple[str, tuple[Step, ...]], Expr]:
        return {item.key: item.tree for item in self.compiled}

    def tree(self, origin: Origin, *steps: Step) -> Expr | None:
        """Return the tree of the expression at a part of an entry, or None when there is none."""
        return self._trees.get((origin.document.name, (*origin.path, *steps)))

    @cached_property
    def leaves(self) -> tuple[Branch, ...]:
        """The indicators that are scored, in the order of the tree."""
        tree = build_tree(self.pack.indicators)
        return tuple(branch for branch in branches_of(tree) if not branch.children)

    @cached_property
    def scorings(self) -> tuple[Scored, ...]:
        """Every way of scoring that is written out: of leaves, and of shared indicators that nobody uses."""
        return tuple(self._scorings())

    def _scorings(self) -> Iterator[Scored]:
        for branch in self.leaves:
            if branch.scoring is not None:
                lowest = branch.model.lowest
                yield Scored(branch.scoring, branch.scored_at, branch.given_weight, lowest, branch.label)
        used = {branch.model.use for branch in self.leaves}
        for index, item in enumerate(self.pack.indicators.model.shared):
            if item.id not in used and item.scoring is not None:
                origin = self.pack.indicators.origin.below("shared", index, "scoring")
                yield Scored(item.scoring, origin, None, item.lowest, item.label)

    @cached_property
    def templates(self) -> tuple[TemplateReads, ...]:
        """What each template of the pack reads."""
        return tuple(read_templates(self.pack, self.rules))

    @cached_property
    def fields_read(self) -> frozenset[tuple[str, str]]:
        """Every ``(type, field)`` that an expression reads; ``(type, "")`` for a type that is counted."""
        return frozenset(target for item in self.compiled for target in reads(item.tree))

    @cached_property
    def parameters_read(self) -> frozenset[str]:
        """The parameters that an expression or a template reads."""
        nodes = (node for item in self.compiled for node in walk(item.tree))
        written = {node.name for node in nodes if isinstance(node, Parameter)}
        return frozenset(written | {name for template in self.templates for name in template.parameters})


def own_documents(pack: Pack) -> dict[str, Document]:
    """Return the pack's own files, tests included, by the name they are shown with."""
    cases = [case.origin.document for found in pack.cases.values() for case in found]
    cases += [case.origin.document for case in pack.project_cases]
    return {document.name: document for document in (*pack.files.values(), *cases)}


def inspect(pack: Pack, reviewed_since: date | None = None) -> Inspection:
    """Return a sound pack ready to be looked at; it is compiled once, whatever day its rules are in force."""
    problems = Problems()
    everything = _all_in_force(pack)
    recorder = Recorder(problems)
    scope = Scope(record_specs(pack), parameter_specs(pack))
    plan_derivations(everything, scope, recorder, problems)
    rules, _ = plan_rules(everything, scope, recorder, _ANY_DAY, problems)
    plan_score(everything, scope, recorder, rules)
    by_id = {rule.id: rule for rule in rules}
    return Inspection(pack, scope, by_id, tuple(recorder.compiled), tuple(problems.errors), reviewed_since)


def _all_in_force(pack: Pack) -> Pack:
    """Return ``pack`` with every rule in force and every shared indicator used, so that all of it is compiled."""
    always = {"status": "active", "valid_from": None, "valid_to": None}
    rules = {name: replace(entry, model=entry.model.model_copy(update=always)) for name, entry in pack.rules.items()}
    model = pack.indicators.model
    trial = tuple(
        IndicatorModel(id=f"{_TRIAL}-{number}", use=item.id, weight=_ANY_WEIGHT)
        for number, item in enumerate(model.shared)
    )
    indicators = replace(pack.indicators, model=model.model_copy(update={"indicators": (*model.indicators, *trial)}))
    return replace(pack, rules=rules, indicators=indicators)
