"""Turns a made-up project into a case that expects what the pack says, and holds it: it must tell the mutant."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.messages import language
from checker.mutate.deciding import passes
from checker.pack import Entry, Origin
from checker.pack.models import CaseModel, ProjectCaseModel
from checker.pack.validate import validate
from checker.result import Outcome
from checker.source import InputError, Problems
from checker.source.read import parse_document
from checker.testing.projects import points
from checker.values import decimal_text
from checker.witness.case_text import CONFIRM, case_text, project_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checker.messages import Message
    from checker.mutate.bench import Bench
    from checker.mutate.trial import Trial
    from checker.result import CheckResult, RuleOutcome
    from checker.witness import Decider, Given, Witness

_NAME: Final = "generated"
_WORST: Final = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.WAIVED, Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A case as YAML, and the file of the pack it belongs to."""

    text: str
    file: str
    pack: str


def rule_case(
    witness: Witness, rule: str, trial: Trial, decider: Decider, *, severity: str | None = None
) -> Proposed | None:
    """Return a case of a rule on a project, or None when it would not tell the mutant.

    ``decider`` decides by the pack as it is; with ``severity`` the case expects that of the finding too.
    """
    try:
        outcomes = decider.outcomes(witness, rule)
    except InputError:
        return None
    if not outcomes:
        return None
    with language("zh"):
        text = _rule_text(_name(trial.mutant.what), witness, outcomes)
    if severity is not None:
        text = _with_severity(text, severity)
    return _holding(text, rule, trial)


def _with_severity(text: str, severity: str) -> str:
    """Put the severity where the canonical order has it: before the message, else before what is to be confirmed."""
    behind = "\n  message: " if "\n  message: " in text else "\n  to_confirm: "
    return text.replace(behind, f"\n  severity: {severity}{behind}", 1)


def _name(what: Message) -> str:
    return f"用来发现：{what}"


def _rule_text(name: str, witness: Witness, outcomes: Sequence[RuleOutcome]) -> str:
    expect: str | Mapping[str, str] = {found.key: found.outcome.value for found in outcomes}
    if len(outcomes) == 1 or not all(found.key for found in outcomes):
        words = {found.outcome for found in outcomes}
        expect = next(word for word in _WORST if word in words).value
    failed = [found for found in outcomes if found.outcome is Outcome.FAIL]
    exact = [found.deduction for found in failed if isinstance(found.deduction, Fraction)]
    missing = sorted({item.field or item.type for found in outcomes for item in found.missing})
    deduct = decimal_text(sum(exact, Fraction(0))) if exact and len(exact) == len(failed) else None
    message = failed[0].message if len(failed) == 1 else None
    return case_text(name, witness, expect=expect, deduct=deduct, missing=missing or None, message=message)


def project_case(witness: Witness, trial: Trial, old: CheckResult, new: CheckResult) -> Proposed | None:
    """Return a case of a whole project that expects what differs between two results, or None when nothing does."""
    expect = _differing(old, new)
    if not expect:
        return None
    with language("zh"):
        text = project_text(_name(trial.mutant.what), witness, expect=expect, to_confirm=CONFIRM)
    return _holding(text, "", trial)


def _differing(old: CheckResult, new: CheckResult) -> dict[str, Given]:
    expect: dict[str, Given] = {}
    if points(old.score) != points(new.score):
        expect["score"] = points(old.score)
    if old.grades != new.grades:
        expect["grade"] = "/".join(old.grades)
    others = {item.id: points(item.score) for item in new.indicators}
    scores = {item.id: points(item.score) for item in old.indicators if item.method != "group"}
    if differing := {name: score for name, score in scores.items() if others.get(name) != score}:
        expect["indicators"] = differing
    found = {item.id: item.outcome.value for item in new.outcomes}
    outcomes = {item.id: item.outcome.value for item in old.outcomes}
    if turned := {name: word for name, word in outcomes.items() if found.get(name) != word}:
        expect["outcomes"] = turned
    for name in ("problems", "review_notes"):
        before, after = ([item.id for item in getattr(result, name)] for result in (old, new))
        if sorted(before) != sorted(after):
            expect[name] = before
    return expect


def _holding(text: str, rule: str, trial: Trial) -> Proposed | None:
    """Return a case only if it comes out as expected by the pack, and otherwise by the mutant."""
    entry = _entry(text, trial.bench, rule)
    if entry is None:
        return None
    try:
        case = trial.bench.ready(rule, entry)
    except InputError:
        return None
    if not passes(case, trial.bench.checker(case.day)) or trial.passes(case):
        return None
    file = f"tests/{rule}.yaml" if rule else "tests/projects/mutants.yaml"
    return Proposed(text, file, trial.bench.pack.id)


def _entry(text: str, bench: Bench, rule: str) -> Entry[CaseModel] | Entry[ProjectCaseModel] | None:
    problems = Problems()
    document = parse_document(text, _NAME, "", problems)
    if document is None or not isinstance(document.data, list):
        return None
    origin, pack = Origin(document, (0,)), bench.pack.id
    if rule:
        case = validate(CaseModel, document.data[0], origin, problems)
        return None if case is None else Entry(case.name, case, origin, pack)
    project = validate(ProjectCaseModel, document.data[0], origin, problems)
    return None if project is None else Entry(project.name, project, origin, pack)
