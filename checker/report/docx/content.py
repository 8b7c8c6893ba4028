"""Everything a Word template may name: plain text, in the order of the report; knows nothing about Word.

``docs/reference/report-docx.md`` lists these names for the offices that write templates; a test holds it to them.
"""

from __future__ import annotations

from dataclasses import dataclass


class Merge(str):
    """Stands in a table cell that is merged with the one above or to the left of it; never shown."""

    __slots__ = ()


UP = Merge("\ue000")
LEFT = Merge("\ue001")


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its value, and the document it was taken from."""

    label: str
    value: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """The rule pack by which the project was scored."""

    id: str
    title: str
    version: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A group or a scored indicator below the first level, numbered for the text.

    ``found`` are sentences on what was found; ``blank`` says what people have to write themselves, if anything;
    an ``undecided`` score is a range.
    """

    number: str
    label: str
    weight: str
    score: str
    lost: str
    scored: bool
    criteria: str
    measure: str
    found: tuple[str, ...]
    blank: str
    undecided: bool


@dataclass(frozen=True, slots=True)
class Group:
    """An indicator of the first level with those below it, parents first."""

    number: str
    label: str
    weight: str
    score: str
    lost: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry of 存在的问题: ``lost`` is the sentence on the points it cost, ``basis`` the clauses it rests on."""

    number: str
    heading: str
    text: str
    basis: str
    lost: str


@dataclass(frozen=True, slots=True)
class Advice:
    """One entry of 有关建议."""

    number: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """A fact that is missing: from which document, what it is needed for, and the points at stake."""

    number: str
    name: str
    ask: str
    checks: str
    stake: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A row of 评分表: one scored indicator; ``first`` to ``third`` are merged where the group goes on."""

    first: str
    second: str
    third: str
    weight: str
    criteria: str
    score: str
    reason: str
    blank: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of 问题依据一览: a finding, or one that was waived (``waived`` says by whom and why)."""

    number: str
    title: str
    severity: str
    text: str
    indicator: str
    lost: str
    basis: str
    evidence: tuple[str, ...]
    waived: str
    stale: str


@dataclass(frozen=True, slots=True)
class Note:
    """A 复核提示, about the evaluation itself."""

    number: str
    title: str
    text: str
    places: str


@dataclass(frozen=True, slots=True)
class Report:
    """The names at the top; ``whole`` is false when only 存在的问题 and 有关建议 are wanted."""

    whole: bool
    title: str
    kind: str
    as_of: str
    pack: Pack
    project: tuple[Row, ...]
    money: tuple[Row, ...]
    levels: tuple[Row, ...]
    scored: str
    documents: str
    sources: str
    checks: str
    full_score: str
    score: str
    lost: str
    grade: str
    undecided: bool
    limits: tuple[str, ...]
    groups: tuple[Group, ...]
    problems: tuple[Problem, ...]
    nothing_found: str
    advice: tuple[Advice, ...]
    requests: tuple[Request, ...]
    score_rows: tuple[ScoreRow, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    log: tuple[str, ...]
    trace: tuple[Row, ...]
