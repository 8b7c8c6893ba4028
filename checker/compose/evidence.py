"""Turns the state of evidence files into marks on the outcomes that rest on them and into review notes.

Knows nothing about how files are read or compared.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from checker.messages import tr
from checker.result import ReviewNote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checker.facts import EvidenceFile, FactSet
    from checker.plan import Plan
    from checker.result import RuleOutcome


def mark_stale(outcomes: Iterable[RuleOutcome], facts: FactSet) -> tuple[RuleOutcome, ...]:
    """Return the outcomes, each with the reasons why the evidence files it rests on may no longer support it."""
    reasons = {name: reason for name, file in facts.evidence.items() if (reason := _reason(file))}
    if not reasons:
        return tuple(outcomes)
    return tuple(replace(outcome, stale=_reasons(outcome, reasons)) for outcome in outcomes)


def _reason(file: EvidenceFile) -> str:
    if file.missing:
        return tr("证据文件“{file}”找不到", file=file.name)
    return tr("证据文件“{file}”在封存后有变动", file=file.name) if file.changed else ""


def _reasons(outcome: RuleOutcome, reasons: dict[str, str]) -> tuple[str, ...]:
    files = dict.fromkeys(item.file for item in outcome.evidence)
    return tuple(reasons[file] for file in files if file in reasons)


def evidence_notes(facts: FactSet, plan: Plan, outcomes: Sequence[RuleOutcome]) -> Iterator[ReviewNote]:
    """Yield a note on files that changed since they were sealed, one on missing files, one on files never sealed."""
    files = facts.evidence.values()
    changed = [file for file in files if file.changed]
    missing = [file for file in files if file.missing]
    unsealed = [file for file in files if file.unsealed]
    if changed:
        text = tr("封存后有变动：{files}。", files=_listed(changed, facts, plan, outcomes))
        yield _note("evidence-changed", tr("证据文件有变动"), text, changed)
    if missing:
        text = tr("找不到或读不了：{files}。", files=_listed(missing, facts, plan, outcomes))
        yield _note("evidence-missing", tr("找不到证据文件"), text, missing)
    if unsealed:
        names = tr("、").join(file.name for file in unsealed)
        text = tr("还没有封存，以后变动了发现不了：{files}。运行 checker facts seal 封存。", files=names)
        yield _note("evidence-unsealed", tr("证据文件没有封存"), text, unsealed)


def _note(id_: str, title: str, text: str, files: Iterable[EvidenceFile]) -> ReviewNote:
    return ReviewNote(id_, title, text, tuple(file.place for file in files))


def _listed(files: Iterable[EvidenceFile], facts: FactSet, plan: Plan, outcomes: Sequence[RuleOutcome]) -> str:
    return tr("；").join(_with_dependents(file.name, facts, plan, outcomes) for file in files)


def _with_dependents(file: str, facts: FactSet, plan: Plan, outcomes: Sequence[RuleOutcome]) -> str:
    """Return a file with what was taken from it and which findings rest on it, so that those can be looked at again."""
    taken = tr("、").join(_taken(file, facts, plan))
    resting = (o for o in outcomes if any(item.file == file for item in o.evidence))
    findings = tr("、").join(dict.fromkeys(outcome.id for outcome in resting if outcome.is_finding))
    if not findings:
        return tr("{file}（用于{facts}；没有发现依据它）", file=file, facts=taken)
    return tr("{file}（用于{facts}；依据它的发现：{findings}）", file=file, facts=taken, findings=findings)


def _taken(file: str, facts: FactSet, plan: Plan) -> Iterator[str]:
    """Yield the names of the facts and judgements that were taken from a file."""
    for of_type in facts.facts.values():
        for fact in of_type:
            sources = (fact.source, *(value.source for value in fact.fields.values()))
            if any(source.file == file for source in sources):
                yield plan.records[fact.type].label + (f"[{fact.key}]" if fact.key else "")
    for judgement in facts.judgements:
        if judgement.source.file == file:
            yield tr("评定 {indicator}", indicator=judgement.indicator)
