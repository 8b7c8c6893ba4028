"""Joins the stages, and is the only place that does: read, plan, decide, score, compose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
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
    waivers_in_force,
    word_rulings,
)
from checker.facts import FactSet, RawFacts, Vocabulary, open_facts, open_facts_text
from checker.messages import message
from checker.pack import Pack, find_pack, load_pack
from checker.plan import Plan, Tier, build_plan
from checker.plan.coverage import check_kind, check_waivers, unread_facts
from checker.plan.tables import Table, Tables, build_tables
from checker.plan.vocabulary import vocabulary_of
from checker.result import CheckResult, Header, RuleOutcome, Skipped, Unread
from checker.score import Points, Scores, describe_scores, score_points, with_scores
from checker.source import EngineFault, Problems, UsageFault

if TYPE_CHECKING:
    from checker.facts.rows_read import Progress


@dataclass(frozen=True, slots=True)
class _Stages:
    """What each stage of one check came to."""

    decisions: Decisions
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
        problems = Problems()
        tables = build_tables(self.plan, facts, problems)
        check_waivers(facts, self.plan, problems)
        problems.raise_if_any()
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

    def _stages(self, facts: FactSet, tables: Tables, given: Mapping[str, Table] = MappingProxyType({})) -> _Stages:
        """Decide on facts and problems, score, then decide on scores; ``given`` tables stand in as soon as they can."""
        plan, engine = self.plan, self.engine
        waivers = waivers_in_force(facts.waivers, plan.as_of)
        decisions, tables = engine.decide(_put_in(tables, given, plan), waivers)
        tracer = Tracer(plan, tables, facts.documents)
        outcomes = tuple(word_rulings(decisions.rulings, plan, tracer, waivers))
        scores = describe_scores(plan, score_points(plan, tables), tables, outcomes, tracer)
        tables = _put_in(with_scores(tables, plan, scores), given, plan)
        reviewed = engine.review(tables)
        outcomes += tuple(word_rulings(reviewed.rulings, plan, Tracer(plan, tables, facts.documents), waivers))
        return _Stages(decisions, outcomes, scores, tables)

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


def check_path(
    path: Path | str,
    *,
    rules: str | None = None,
    as_of: date | None = None,
    engine: str = "durable",
    verify: bool = False,
) -> CheckResult:
    """Check the facts in a file or folder by the pack named, else by the pack the facts name.

    Raises ``InputError`` with everything wrong in facts and pack, ``UsageFault`` when no pack is named.
    """
    checker, facts = open_project(path, rules=rules, as_of=as_of, engine=engine)
    return checker.check(facts, verify=verify)


def check_text(
    text: str,
    *,
    rules: str | None = None,
    as_of: date | None = None,
    engine: str = "durable",
    verify: bool = False,
    name: str = "-",
) -> CheckResult:
    """Check facts given as YAML or JSON text, such as standard input; as ``check_path``."""
    checker, facts = open_project_text(text, rules=rules, as_of=as_of, engine=engine, name=name)
    return checker.check(facts, verify=verify)


def open_project(
    path: Path | str,
    *,
    rules: str | None = None,
    as_of: date | None = None,
    engine: str = "durable",
    progress: Progress | None = None,
) -> tuple[Checker, FactSet]:
    """Return the checker and the facts of a file or folder, ready to be checked; raises as ``check_path``."""
    problems = Problems()
    return open_raw(open_facts(Path(path), problems, progress), problems, rules=rules, as_of=as_of, engine=engine)


def open_project_text(
    text: str, *, rules: str | None = None, as_of: date | None = None, engine: str = "durable", name: str = "-"
) -> tuple[Checker, FactSet]:
    """Return the checker and the facts given as YAML or JSON text; raises as ``check_path``."""
    problems = Problems()
    return open_raw(open_facts_text(text, name, problems), problems, rules=rules, as_of=as_of, engine=engine)


def open_raw(
    raw: RawFacts | None,
    problems: Problems,
    *,
    rules: str | None = None,
    as_of: date | None = None,
    engine: str = "durable",
) -> tuple[Checker, FactSet]:
    """Return the checker and the facts for facts that were opened, with what went wrong so far; as ``check_path``."""
    if raw is None:
        problems.raise_if_any()
        raise UsageFault(message("没有读到事实"))
    named = rules or raw.header.rules
    if not named:
        problems.raise_if_any()
        raise UsageFault(message("没有说用哪个规则包：在事实里写“规则包”（rules），或用 --rules"))
    day = as_of or raw.header.as_of or date.today()
    of_pack = Problems()  # of its own, so that what is wrong with the header does not hide what is wrong with the facts
    folder = find_pack(named, of_pack, start=Path.cwd(), place=None if rules else raw.header.places["rules"])
    checker = None if folder is None else open_checker(str(folder), day, of_pack, engine=engine)
    problems.found += of_pack.found
    facts = None if checker is None else raw.typed(checker.vocabulary, problems)
    if checker is not None:
        checker = replace(checker, warnings=problems)
        check_kind(raw, checker.plan.pack, problems)
    problems.raise_if_any()
    if checker is None or facts is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    return checker, facts


def open_checker(rules: str, as_of: date, problems: Problems, *, engine: str = "durable") -> Checker | None:
    """Return the checker for a pack named by folder or id; what is wrong is recorded, and gives None."""
    folder = find_pack(rules, problems, start=Path.cwd())
    pack = None if folder is None else load_pack(folder, problems, keep_going=True)
    return None if pack is None else prepare(pack, as_of, problems, engine=engine)


def load_sound_pack(folder: Path, problems: Problems) -> Pack | None:
    """Return the pack in ``folder`` with its cases; all that is wrong, expressions too, is recorded and gives None."""
    pack = load_pack(folder, problems, with_cases=True, keep_going=True)
    sound = pack is not None and prepare(pack, date.today(), problems, engine="plain") is not None
    return pack if sound else None


def prepare(pack: Pack, as_of: date, problems: Problems, *, engine: str = "durable") -> Checker | None:
    """Return the checker for a loaded pack and a day; what is wrong is recorded, and gives None."""
    plan = build_plan(pack, as_of, problems)
    templates = check_templates(pack, problems)
    if plan is None or problems.errors:
        return None
    return Checker(plan, vocabulary_of(pack), ENGINES[engine](plan), templates, problems)
