"""Turns missing facts into a list of documents to ask for, each with its facts, those with most at stake first.

Knows nothing about formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.messages import tr
from checker.report.words import missing_text
from checker.values import Kind, ends, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checker.result import CheckResult, Request


class From(Enum):
    """Whom something is asked of."""

    UNIT = "unit"
    """the unit that carries the project out"""
    ASSESSOR = "assessor"
    """the evaluators themselves"""
    PACK = "pack"
    """those who keep the rule pack"""


@dataclass(frozen=True, slots=True)
class Needed:
    """One missing fact: its name, what is known of it, what it is used for, and the points that hang on it."""

    text: str
    label: str
    key: str
    id: str
    bounded: str
    uses: tuple[str, ...]
    stake: Fraction


@dataclass(frozen=True, slots=True)
class Asked:
    """One document with all the facts it has to show; empty when the pack does not say where they stand.

    ``stake`` is what all of them together may change of the score, at most.
    """

    document: str
    whose: From
    items: tuple[Needed, ...]
    stake: Fraction

    @property
    def title(self) -> str:
        """The name of the document."""
        return self.document or tr("规则包没有写明向谁要")

    @property
    def uses(self) -> tuple[str, ...]:
        """What the facts are used for, each once."""
        return tuple(dict.fromkeys(use for item in self.items for use in item.uses))


def documents_asked(result: CheckResult) -> tuple[Asked, ...]:
    """Return what is to be asked for, one entry for each document, by whom it is asked of and then by points at stake.

    Within one of them, what names no document comes last.
    """
    groups: dict[tuple[From, str], list[Request]] = {}
    for request in result.requests:
        groups.setdefault((_whose(request), request.missing.ask), []).append(request)
    names = _names(result)
    asked = [
        Asked(document, whose, tuple(_needed(item, names) for item in requests), _stake(requests, result))
        for (whose, document), requests in groups.items()
    ]
    order = list(From)
    return tuple(sorted(asked, key=lambda one: (order.index(one.whose), not one.document, -one.stake)))


def _whose(request: Request) -> From:
    kinds = {"judgement": From.ASSESSOR, "parameter": From.PACK}
    return kinds.get(request.missing.type, From.UNIT)


def _names(result: CheckResult) -> Mapping[str, str]:
    """Return what checks are called: the label of an indicator, the title of a rule."""
    found = {outcome.id: outcome.title for outcome in result.outcomes}
    return found | {indicator.id: indicator.label for indicator in result.indicators}


def _needed(request: Request, names: Mapping[str, str]) -> Needed:
    missing = request.missing
    return Needed(
        text=missing_text(missing),
        label=missing.label,
        key=missing.key if missing.field else "",
        id=f"{missing.type}.{missing.field}" if missing.field else missing.type,
        bounded=missing.bounded,
        uses=tuple(dict.fromkeys(names.get(check, check) for check in request.checks)),
        stake=request.stake,
    )


def _stake(requests: Iterable[Request], result: CheckResult) -> Fraction:
    """Return what the facts may change together: each indicator's open points once, though several facts share them."""
    known = list(requests)
    checks = {check for request in known for check in request.checks}
    together = Fraction(0)
    for indicator in result.indicators:
        span = ends(indicator.score)
        if indicator.id in checks and indicator.leaf and span.low is not None and span.high is not None:
            together += span.high - span.low
    return max([together, *(request.stake for request in known)])


def stake_text(stake: Fraction) -> str:
    """Return the points at stake as people read them."""
    return show(stake, Kind.SCORE) if stake else tr("不影响得分")


def whose_mark(whose: From) -> str:
    """Return a remark on what the unit that carries the project out does not have to provide."""
    marks = {From.UNIT: "", From.ASSESSOR: tr("（由评价人完成）"), From.PACK: tr("（由规则包维护人补充）")}
    return marks[whose]
