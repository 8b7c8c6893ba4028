"""The result of a check: outcomes, scores, problems, advice and review notes, each traceable to its facts.

Plain data that every report reads; owns the counts and the exit code. Knows nothing about how it was decided or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final

from checker.values import ends

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from checker.source import Place, Problem
    from checker.values import Amount


class Outcome(StrEnum):
    """What a check came to; the words are those of XCCDF."""

    FAIL = "fail"
    PASS = "pass"  # noqa: S105 - an outcome, not a password
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "notapplicable"
    WAIVED = "waived"


class ExitCode(IntEnum):
    """What the process returns."""

    CLEAN = 0
    FINDINGS = 1
    INVALID = 2
    UNDECIDED = 3
    FAULT = 4


SEVERITIES: Final = ("info", "minor", "major", "critical")
"""From the least to the most severe."""


@dataclass(frozen=True, slots=True)
class BasisRef:
    """The clause a rule or an advice rests on; ``quote`` are its words."""

    document: str
    title: str
    number: str = ""
    clause: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value that decided a check: whose, what it is, where it was written and where it was taken from.

    ``file`` is the evidence file, named as seen from the folder of the facts.
    """

    type: str
    type_label: str
    key: str
    field: str
    label: str
    text: str
    place: Place | None
    document: str = ""
    title: str = ""
    page: str = ""
    cell: str = ""
    clause: str = ""
    quote: str = ""
    file: str = ""

    @property
    def sourced(self) -> bool:
        """Whether a document or an evidence file is named."""
        return bool(self.document or self.file)


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that would settle something: which one, what to ask for, and why it cannot be told now."""

    type: str
    key: str
    field: str
    label: str
    ask: str
    bounded: str = ""


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule decided for one case; ``deduction`` is None when nothing is deducted.

    ``stale`` says why its evidence may no longer hold: files that changed or are gone since they were sealed.
    """

    rule: str
    title: str
    key: str
    outcome: Outcome
    severity: str
    concerns: str
    message: str
    indicator: str | None = None
    problem: str | None = None
    deduction: Amount | None = None
    basis: tuple[BasisRef, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[Missing, ...] = ()
    note: str = ""
    stale: tuple[str, ...] = ()
    fields: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def id(self) -> str:
        """The name by which a check can be asked for: ``rule`` or ``rule[key]``."""
        return f"{self.rule}[{self.key}]" if self.key else self.rule

    @property
    def is_finding(self) -> bool:
        """Whether this is a problem of the project."""
        return self.outcome is Outcome.FAIL and self.concerns == "project"


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """The score of one indicator; an interval when something is unknown. ``reasons`` say why points were lost."""

    id: str
    label: str
    level: int
    parent: str | None
    weight: Fraction
    score: Amount
    method: str
    measure: str = ""
    explained: Amount | None = None
    applicable: bool | None = True
    bonus: bool = False
    reasons: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def leaf(self) -> bool:
        """Whether this indicator is scored itself."""
        return self.method != "group"


@dataclass(frozen=True, slots=True)
class ProblemText:
    """One entry of 存在的问题; ``findings`` names the checks it tells of."""

    id: str
    heading: str
    text: str
    findings: tuple[str, ...]
    deduction: Amount


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One entry of 有关建议, answering the problem named."""

    heading: str
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """A 复核提示: something about the evaluation itself, not a problem of the project."""

    id: str
    title: str
    text: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A missing fact with what it would settle: the checks and indicators, and the points at stake."""

    missing: Missing
    checks: tuple[str, ...]
    stake: Fraction


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that was not decided, and why."""

    rule: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A fact that was given but that nothing reads."""

    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class Header:
    """Which project, which pack, which day; digests make the result repeatable."""

    title: str
    kind: str
    pack: str
    pack_title: str
    pack_version: str
    pack_digest: str
    facts: str
    facts_digest: str
    as_of: date
    engine: str
    tool_version: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Everything a check came to, in a fixed order."""

    header: Header
    score: Amount
    full_score: Fraction
    grades: tuple[str, ...]
    indicators: tuple[IndicatorScore, ...]
    outcomes: tuple[RuleOutcome, ...]
    problems: tuple[ProblemText, ...]
    recommendations: tuple[Recommendation, ...]
    review_notes: tuple[ReviewNote, ...]
    requests: tuple[Request, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    unread: tuple[Unread, ...] = ()
    warnings: tuple[Problem, ...] = ()
    limits: tuple[str, ...] = ()

    @property
    def grade(self) -> str | None:
        """The grade when it is certain, else None."""
        return self.grades[0] if len(self.grades) == 1 else None

    @property
    def findings(self) -> tuple[RuleOutcome, ...]:
        """The project's findings, the most severe first, then by rule and case."""
        found = [outcome for outcome in self.outcomes if outcome.is_finding]
        return tuple(sorted(found, key=lambda outcome: -SEVERITIES.index(outcome.severity)))

    @property
    def counts(self) -> dict[Outcome, int]:
        """How many checks of the project came to each outcome."""
        return {
            word: sum(1 for o in self.outcomes if o.outcome is word and o.concerns == "project") for word in Outcome
        }

    @property
    def undecided(self) -> bool:
        """Whether something about the score or a check of the project cannot be told."""
        span = ends(self.score)
        return span.low != span.high or self.counts[Outcome.UNKNOWN] > 0

    @property
    def decided(self) -> bool:
        """Whether anything at all was decided: a check came to yes or no, or an indicator to an exact score."""
        settled = {Outcome.FAIL, Outcome.PASS, Outcome.WAIVED}
        checked = any(outcome.outcome in settled for outcome in self.outcomes if outcome.concerns == "project")
        return checked or any(indicator.leaf and _exact(indicator.score) for indicator in self.indicators)

    def exit_code(self, fail_on: str = "info", *, strict: bool = False) -> ExitCode:
        """Return the exit code: findings at or above ``fail_on``, else undecided under ``strict``, else clean.

        Where nothing at all could be decided it is undecided, ``strict`` or not: never clean without an evaluation.
        """
        if not self.decided:
            return ExitCode.UNDECIDED
        least = SEVERITIES.index(fail_on)
        if any(SEVERITIES.index(finding.severity) >= least for finding in self.findings):
            return ExitCode.FINDINGS
        if strict and self.undecided:
            return ExitCode.UNDECIDED
        return ExitCode.CLEAN


def _exact(amount: Amount) -> bool:
    span = ends(amount)
    return span.low == span.high
