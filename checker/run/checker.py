"""Joins the stages of a check, and is the only place that does: plan, decide, score, compose.

Knows nothing about where facts and packs come from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from checker import __version__
from checker.compose import (
    Templates,
    check_templates,
    compose_problems,
    evidence_notes,
    grade_notes,
    mark_stale,
    review_notes,
    waiver_notes,
)
from checker.engine import (
    Decisions,
    DurableEngine,
    Engine,
    PlainEngine,
    Tracer,
    disagreement,
    unworded,
    waivers_in_force,
    word_rulings,
)
from checker.facts import FactSet, Vocabulary
from checker.plan import Plan, Tier, build_plan
from checker.plan.coverage import check_waivers, unread_facts
from checker.plan.tables import Table, Tables, build_tables
from checker.plan.vocabulary import vocabulary_of
from checker.result import (
    CheckResult,
    Header,
    Outcome,
    ProblemText,
    Recommendation,
    RuleOutcome,
    Skipped,
    Unread,
)
from checker.score import Points, Scores, bare_scores, describe_scores, score_points, with_scores
from checker.source import EngineFault, Problems

if TYPE_CHECKING:
    from checker.pack import Pack


@dataclass(frozen=True, slots=True)
class Stages:
    """What each stage of one check came to: ``decisions`` on facts and problems, ``reviewed`` on scores."""

    decisions: Decisions
    reviewed: Decisions
    outcomes: tuple[RuleOutcome, ...]
    scores: Scores
    tables: Tables


ENGINES: Final[dict[str, Callable[[Plan], Engine]]] = {"durable": DurableEngine, "plain": PlainEngine}


@dataclass(frozen=True, slots=True)
class Checker:
    """A pack made ready for one day: check as many projects with it as wanted, one at a time."""

    plan: Plan
    vocabulary: Vocabulary
    engine: Engine
    templates: Templates
    warnings: Problems

    def check(self, facts: FactSet, *, verify: bool = False) -> CheckResult:
        """Return the result for one project.

        Raises ``InputError`` when the facts cannot be true together, and ``EngineFault`` when an engine failed or,
        with ``verify``, when the plain evaluator comes to another ruling.
        """
        tables = self._sound(facts)
        if verify:
            self._verify(tables, facts)
        return self._decided(facts, tables)

    def decide(self, facts: FactSet) -> tuple[Decisions, Points]:
        """Return only the rulings and the points, unworded: what a run over very many projects needs."""
        problems = Problems()
        tables = build_tables(self.plan, facts, problems)
        problems.raise_if_any()
        decisions, tables = self.engine.decide(tables, waivers_in_force(facts.waivers, self.plan.as_of))
        return decisions, score_points(self.plan, tables)

    def settle(self, facts: FactSet) -> Stages:
        """Return what every stage comes to, nothing worded, for a run over very many projects; raises as ``check``."""
        return self._stages(facts, self._sound(facts), worded=False)

    def write_up(
        self, facts: FactSet
    ) -> tuple[tuple[ProblemText, ...], tuple[Recommendation, ...], tuple[RuleOutcome, ...]]:
        """Return the problems, the advice and what was found, worded as ``check`` words them, and nothing else.

        What was found about the evaluation itself is among it. Raises as ``check``.
        """
        plan, stages = self.plan, self.settle(facts)
        rulings = (*stages.decisions.rulings, *stages.reviewed.rulings)
        found = [ruling for ruling in rulings if ruling.outcome is Outcome.FAIL]
        tracer, waivers = Tracer(plan, stages.tables, facts.documents), waivers_in_force(facts.waivers, plan.as_of)
        worded = tuple(word_rulings(found, plan, tracer, waivers))
        of_project = [outcome for outcome in worded if outcome.is_finding]
        advised = stages.decisions.recommendations
        texts, advice = compose_problems(plan, self.templates, stages.decisions.problems, advised, of_project)
        return texts, advice, worded

    def _sound(self, facts: FactSet) -> Tables:
        problems = Problems()
        tables = build_tables(self.plan, facts, problems)
        check_waivers(facts, self.plan, problems)
        problems.raise_if_any()
        return tables

    def tables(self, facts: FactSet) -> Tables:
        """Return everything rules read about one project: facts, findings, problems and scores."""
        return self._stages(facts, build_tables(self.plan, facts, Problems())).tables

    def outcomes(self, facts: FactSet, given: Mapping[str, Table], rule: str = "") -> tuple[RuleOutcome, ...]:
        """Return the outcomes alone (of one rule when it is named), as ``trial``."""
        return self.trial(facts, given, rule)[0]

    def trial(
        self, facts: FactSet, given: Mapping[str, Table], rule: str = ""
    ) -> tuple[tuple[RuleOutcome, ...], Tables]:
        """Return the outcomes and what they were decided on; ``given`` tables of builtin types stand in for its own.

        So a rule on judgements or scores is tried out without a whole project. When ``rule`` is named only its outcomes
        are worded, and nothing is scored unless it is about scores.
        """
        problems = Problems()
        tables = build_tables(self.plan, facts, problems)
        problems.raise_if_any()
        planned = self.plan.rule(rule)
        if planned is None or planned.tier is Tier.SCORES:
            stages = self._stages(facts, tables, given)
            return tuple(found for found in stages.outcomes if rule in {"", found.rule}), stages.tables
        waivers = waivers_in_force(facts.waivers, self.plan.as_of)
        decisions, tables = self.engine.decide(_put_in(tables, given, self.plan), waivers)
        rulings = [ruling for ruling in decisions.rulings if ruling.rule.id == rule]
        return tuple(word_rulings(rulings, self.plan, Tracer(self.plan, tables, facts.documents), waivers)), tables

    def _stages(
        self, facts: FactSet, tables: Tables, given: Mapping[str, Table] = MappingProxyType({}), *, worded: bool = True
    ) -> Stages:
        """Decide on facts and problems, score, then decide on scores; ``given`` tables stand in as soon as they can."""
        plan, waivers = self.plan, waivers_in_force(facts.waivers, self.plan.as_of)

        def outcomes_of(found: Decisions) -> tuple[RuleOutcome, ...]:
            tracer = Tracer(plan, tables, facts.documents)
            return tuple(word_rulings(found.rulings, plan, tracer, waivers) if worded else unworded(found.rulings))

        decisions, tables = self.engine.decide(_put_in(tables, given, plan), waivers)
        outcomes, points = outcomes_of(decisions), score_points(plan, tables)
        tracer = Tracer(plan, tables, facts.documents)
        bare = not worded
        scores = (
            bare_scores(plan, points, outcomes) if bare else describe_scores(plan, points, tables, outcomes, tracer)
        )
        tables = _put_in(with_scores(tables, plan, scores), given, plan)
        reviewed = self.engine.review(tables)
        return Stages(decisions, reviewed, outcomes + outcomes_of(reviewed), scores, tables)

    def _decided(self, facts: FactSet, tables: Tables) -> CheckResult:
        plan = self.plan
        stages = self._stages(facts, tables)
        decisions, scores = stages.decisions, stages.scores
        outcomes = mark_stale(stages.outcomes, facts)
        findings = [outcome for outcome in outcomes if outcome.is_finding]
        texts, advice = compose_problems(plan, self.templates, decisions.problems, decisions.recommendations, findings)
        notes = (
            *review_notes(outcomes, scores.indicators, texts, advice),
            *grade_notes(scores.total, plan),
            *waiver_notes(facts, plan, outcomes),
            *evidence_notes(facts, plan, outcomes),
        )
        return CheckResult(
            header=self._header(facts),
            score=scores.total.score,
            full_score=plan.score.full_score,
            grades=scores.total.grades,
            indicators=scores.indicators,
            outcomes=outcomes,
            problems=texts,
            recommendations=advice,
            review_notes=notes,
            requests=scores.requests,
            skipped=tuple(Skipped(rule, plan.title(rule), reason) for rule, reason in plan.inactive.items()),
            unread=tuple(Unread(*found) for found in unread_facts(facts, plan, self.templates.names)),
            warnings=self.warnings.warnings,
            limits=scores.total.limits,
        )

    def _verify(self, tables: Tables, facts: FactSet) -> None:
        """Decide with the plain evaluator too, and compare every ruling and what follows from them."""
        waivers = waivers_in_force(facts.waivers, self.plan.as_of)
        ours, _ = self.engine.decide(tables, waivers)
        theirs, _ = PlainEngine(self.plan).decide(tables, waivers)
        if (what := disagreement(ours, theirs)) is not None:
            raise EngineFault(what)

    def _header(self, facts: FactSet) -> Header:
        pack = self.plan.pack
        return Header(
            title=facts.title,
            kind=facts.kind,
            pack=pack.id,
            pack_title=pack.model.title,
            pack_version=pack.model.version,
            pack_digest=pack.digest,
            facts=facts.name,
            facts_digest=facts.digest,
            as_of=self.plan.as_of,
            engine=self.engine.name,
            tool_version=__version__,
        )


def _put_in(tables: Tables, given: Mapping[str, Table], plan: Plan) -> Tables:
    for name, table in given.items():
        tables = tables.with_table(name, table.rows, table.keys, single=plan.records[name].single)
    return tables


def prepare(pack: Pack, as_of: date, problems: Problems, *, engine: str = "durable") -> Checker | None:
    """Return the checker for a loaded pack and a day; what is wrong is recorded, and gives None."""
    plan = build_plan(pack, as_of, problems)
    templates = check_templates(pack, problems)
    if plan is None or problems.errors:
        return None
    return Checker(plan, vocabulary_of(pack), ENGINES[engine](plan), templates, problems)
