"""A project's facts as read: typed values, each with its text, place and source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from checker.facts.evidence import EvidenceFile
    from checker.source import Place
    from checker.values import Value


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was taken from: a document with page or cell, its words, who took it when, and its file.

    ``file`` is the path of the evidence file as seen from the folder of the facts.
    """

    document: str = ""
    page: str = ""
    cell: str = ""
    clause: str = ""
    quote: str = ""
    collected_by: str = ""
    on: str = ""
    file: str = ""

    @property
    def given(self) -> bool:
        """Whether anything at all was said about the source."""
        return bool(self.document or self.page or self.cell or self.clause or self.quote or self.file)


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The value of one field: ``text`` as written, ``step`` one of its last digit, ``source`` its own or the fact's."""

    value: Value
    text: str
    place: Place
    source: Source
    step: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its type, its key as text (``2020Q3/一期``; empty for a single fact) and its fields that were given."""

    type: str
    key: str
    fields: Mapping[str, FieldValue]
    place: Place
    source: Source


@dataclass(frozen=True, slots=True)
class Judgement:
    """An assessor's decision on an indicator, or on one 要点 of it."""

    indicator: str
    place: Place
    point: str = ""
    points: Fraction | None = None
    share: Fraction | None = None
    misses: Fraction | None = None
    level: str = ""
    reason: str = ""
    assessor: str = ""
    evidence: str = ""
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Waiver:
    """Leave to depart from a rule for one fact (or for all, when ``key`` is empty) until a day, included."""

    rule: str
    place: Place
    key: str = ""
    reason: str = ""
    approver: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class FactSet:
    """All facts of one project.

    ``facts`` maps each fact type that was reported on to its facts in written order: a type that is absent was not
    reported, an empty list says that there are none. ``rules`` names the pack, ``as_of`` the day the check is made for.
    ``evidence`` is the state of each evidence file that is named; ``digest`` covers the files read and that state.
    """

    title: str
    rules: str
    as_of: date | None
    kind: str
    facts: Mapping[str, tuple[Fact, ...]]
    judgements: tuple[Judgement, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    documents: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    name: str = ""
    evidence: Mapping[str, EvidenceFile] = field(default_factory=dict)
