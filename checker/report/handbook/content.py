"""Gathers what a handbook says of a pack, as plain texts in the order they are printed; knows nothing about formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.engine import basis_refs
from checker.expr.tree import Parameter, walk
from checker.messages import tr
from checker.pack.exact import exact_value
from checker.plan.spoken import Speaker
from checker.report.handbook.sentences import rule_sentence, scoring_sentences
from checker.report.words import basis_text, listed, outcome_word, parted, severity_word
from checker.result import Outcome
from checker.values import Kind, decimal_text, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checker.history.changes import Revision
    from checker.pack import Entry, Pack
    from checker.pack.models import Basis, CaseModel, IndicatorModel, ParameterModel, RuleModel, Scoring
    from checker.plan import Plan, PlannedIndicator


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """One row of the table of indicators."""

    id: str
    level: int
    label: str
    weight: str
    scoring: tuple[str, ...]
    criteria: str
    basis: str
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ParameterPart:
    """A parameter with its values over time: since when, the value, where it comes from, and a remark."""

    id: str
    label: str
    kind: str
    versions: tuple[tuple[str, str, str, str], ...]
    note: str
    used_by: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RulePart:
    """One rule: its sentence, its conditions as written, and what it rests on, uses, leads to and was tried with."""

    id: str
    title: str
    sentence: str
    conditions: tuple[tuple[str, str], ...]
    remarks: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str], ...]
    cases: tuple[tuple[str, str, str], ...]
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handbook:
    """Everything a handbook says; lists are in the order of the pack."""

    title: str
    about: tuple[tuple[str, str], ...]
    indicators: tuple[IndicatorPart, ...]
    grades: str
    groups: tuple[tuple[str, tuple[RulePart, ...]], ...]
    inactive: tuple[tuple[str, str], ...]
    parameters: tuple[ParameterPart, ...]
    problems: tuple[tuple[str, str, str, str], ...]
    facts: tuple[tuple[str, str, tuple[tuple[str, str, str, str], ...]], ...]
    documents: tuple[tuple[str, str, str], ...]


def gather_handbook(plan: Plan, history: Mapping[str, Sequence[Revision]]) -> Handbook:
    """Return what is said of the pack of ``plan`` on its day; ``history`` holds the revisions of each file by name."""
    pack = plan.pack
    gatherer = _Gatherer(plan, Speaker(plan.records, plan.as_of.toordinal()), history)
    return Handbook(
        title=pack.model.title,
        about=tuple(_about(plan)),
        indicators=tuple(map(gatherer.indicator, plan.score.indicators)),
        grades=tr("；").join(_grades(plan)),
        groups=tuple(gatherer.groups()),
        inactive=tuple((plan.title(rule), why) for rule, why in plan.inactive.items()),
        parameters=tuple(gatherer.parameter(name, entry) for name, entry in pack.parameters.items()),
        problems=tuple(
            (
                entry.id,
                entry.model.heading,
                entry.model.text,
                "" if (advice := entry.model.advice) is None else f"{advice.heading}：{advice.text}",
            )
            for entry in sorted(pack.problems.values(), key=lambda entry: entry.model.order)
        ),
        facts=tuple(gatherer.facts()),
        documents=tuple(
            (
                entry.model.title,
                entry.model.number,
                parted((str(entry.model.issued_on or ""), entry.model.note)),
            )
            for entry in pack.documents.values()
        ),
    )


def _about(plan: Plan) -> Iterator[tuple[str, str]]:
    model = plan.pack.model
    yield tr("编号"), model.id
    yield tr("版本"), model.version
    yield tr("标准和规则按"), plan.as_of.isoformat()
    above = [pack.title for pack in plan.pack.lineage[:-1]]
    if above:
        yield tr("上级规则包"), listed(above)
    if model.kinds:
        yield tr("适用的评价"), listed(model.kinds)
    if model.about:
        yield tr("说明"), model.about
    yield tr("内容摘要"), plan.pack.digest[:16]


def _grades(plan: Plan) -> Iterator[str]:
    for grade in plan.score.grades:
        low = "" if grade.low is None else decimal_text(grade.low)
        high = "" if grade.high is None else decimal_text(grade.high)
        parts = []
        if low:
            text = tr("{low}分以上（不含）", low=low) if grade.low_open else tr("{low}分以上（含）", low=low)
            parts.append(text)
        if high:
            parts.append(
                tr("{high}分以下（不含）", high=high) if grade.high_open else tr("{high}分以下（含）", high=high)
            )
        yield tr("{grade}：{bounds}", grade=grade.label, bounds=tr("、").join(parts))


@dataclass(frozen=True, slots=True)
class _Gatherer:
    plan: Plan
    speaker: Speaker
    history: Mapping[str, Sequence[Revision]]

    def indicator(self, node: PlannedIndicator) -> IndicatorPart:
        rules = [rule for rule in self.plan.rules if rule.indicator == node.id and rule.deduct is not None]
        return IndicatorPart(
            id=node.id,
            level=node.level,
            label=node.label,
            weight=decimal_text(node.weight),
            scoring=scoring_sentences(node, _scorings(self.plan.pack).get(node.id), self.speaker),
            criteria=node.criteria,
            basis=self._basis(node.basis),
            rules=tuple((rule.id, rule.title) for rule in rules),
        )

    def groups(self) -> Iterator[tuple[str, tuple[RulePart, ...]]]:
        """Yield the rules by the indicator they speak of, then those of no indicator, then those on the evaluation."""
        rules = [rule for rule in self.plan.rules if rule.concerns == "project"]
        for node in self.plan.score.indicators:
            mine = [self.rule(rule.id) for rule in rules if rule.indicator == node.id]
            if mine:
                yield tr("指标“{label}”的规则", label=node.label), tuple(mine)
        known = {node.id for node in self.plan.score.indicators}
        others = [self.rule(rule.id) for rule in rules if rule.indicator not in known]
        if others:
            yield tr("不对应某个指标的规则"), tuple(others)
        reviewing = [self.rule(rule.id) for rule in self.plan.rules if rule.concerns == "evaluation"]
        if reviewing:
            yield tr("对评价本身的复核规则"), tuple(reviewing)

    def rule(self, rule_id: str) -> RulePart:
        entry = self.plan.pack.rules[rule_id]
        rule, model = self.plan.rule(rule_id), entry.model
        assert rule is not None  # noqa: S101 - only rules in force are asked for
        trees = [tree for tree in (rule.when, rule.applies, rule.subject.where, rule.deduct) if tree is not None]
        used = {node.name: node.label for tree in trees for node in walk(tree) if isinstance(node, Parameter)}
        words = {"where": tr("配对条件"), "applies": tr("适用条件"), "when": tr("发现条件")}
        written = {word: getattr(model, name) for name, word in words.items()}
        return RulePart(
            id=rule_id,
            title=rule.title,
            sentence=rule_sentence(rule, self.plan, self.speaker),
            conditions=tuple((word, " ".join(text.split())) for word, text in written.items() if text is not None),
            remarks=tuple(self._remarks(entry)),
            parameters=tuple(used.items()),
            cases=tuple(map(_case, self.plan.pack.cases.get(rule_id, ()))),
            history=tuple(str(revision) for revision in self.history.get(f"rules/{rule_id}.yaml", ())),
        )

    def _remarks(self, entry: Entry[RuleModel]) -> Iterator[tuple[str, str]]:
        model = entry.model
        yield tr("严重程度"), severity_word(model.severity)
        if basis := self._basis(model.basis):
            yield tr("依据"), basis
        problem = self.plan.pack.problems.get(model.problem or "")
        if problem is not None:
            yield tr("归入问题"), problem.model.heading
        yield tr("发现的写法"), " ".join(model.message.split())
        if model.advice:
            yield tr("核实办法"), model.advice
        if not model.waivable:
            yield tr("豁免"), tr("不能豁免")
        days = [day.isoformat() if day else "" for day in (model.valid_from, model.valid_to)]
        if any(days):
            yield tr("施行"), tr("{first} 至 {last}", first=days[0] or "…", last=days[1] or "…")
        if model.note:
            yield tr("说明"), model.note
        if entry.pack != self.plan.pack.id:
            yield tr("来自"), entry.pack

    def _basis(self, basis: tuple[Basis, ...]) -> str:
        return tr("；").join(basis_text(ref) for ref in basis_refs(basis, self.plan))

    def parameter(self, name: str, entry: Entry[ParameterModel]) -> ParameterPart:
        model = entry.model
        kind = Kind(model.type)
        users = [
            (rule.id, rule.title)
            for rule in self.plan.rules
            for tree in (rule.when, rule.applies, rule.subject.where, rule.deduct)
            if tree is not None and any(isinstance(node, Parameter) and node.name == name for node in walk(tree))
        ]
        versions = []
        for since, version in sorted(model.values.items()):
            pairs = version.values or {"": version.value or ""}
            text = listed(
                key + show(exact_value(value, kind, model.unit), kind, model.unit) for key, value in pairs.items()
            )
            source = self._basis((version.source,)) if version.source else ""
            versions.append((since, text, source, version.note))
        return ParameterPart(name, model.label, kind.label, tuple(versions), model.note, tuple(dict.fromkeys(users)))

    def facts(self) -> Iterator[tuple[str, str, tuple[tuple[str, str, str, str], ...]]]:
        """Yield each fact type with its fields: label, kind, how it is got, a remark."""
        for entry in self.plan.pack.fact_types.values():
            fields = []
            for name, field in entry.model.fields.items():
                derived = self.plan.derived.get((entry.id, name))
                how = field.ask or entry.model.ask
                if derived is not None:
                    how = tr("由其他字段算出：{value}", value=self.speaker.say(derived))
                kind = Kind(field.type).label + (f"（{listed(field.choices)}）" if field.choices else "")
                fields.append((field.label, kind, how, field.note))
            yield entry.model.label, entry.id, tuple(fields)


def _case(entry: Entry[CaseModel]) -> tuple[str, str, str]:
    model = entry.model
    on = model.on.isoformat() if model.on else ""
    if isinstance(model.expect, str):
        return model.name, on, outcome_word(Outcome(model.expect))
    return model.name, on, listed(f"{key}：{outcome_word(Outcome(word))}" for key, word in model.expect.items())


def _scorings(pack: Pack) -> dict[str, Scoring | None]:
    """Return the scoring of every leaf by its id, that of the shared indicator where one is used."""
    shared = {item.id: item.scoring for item in pack.indicators.model.shared}
    found: dict[str, Scoring | None] = {}

    def collect(items: tuple[IndicatorModel, ...]) -> None:
        for item in items:
            found[item.id] = item.scoring or shared.get(item.use or "")
            collect(item.children)

    collect(pack.indicators.model.indicators)
    return found
