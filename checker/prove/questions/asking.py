"""What the questions have in common: the verdict on a search, its limits in words, the engine's word on an example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.prove.calendar import EARLIEST_YEAR, LATEST_YEAR
from checker.prove.solver import Answer
from checker.prove.verdict import State, Verdict
from checker.result import Outcome
from checker.source import CheckerError

if TYPE_CHECKING:
    from checker.prove.session import Found, Session
    from checker.result import RuleOutcome
    from checker.source import Place
    from checker.witness import Witness

Confirm = Callable[["Witness"], "Message | None"]
"""Has the ordinary engine decide an example; returns what it made of it, None when that is not what was asked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a pack: the id of its verdict, what it is about, where that stands, and how it is decided."""

    id: str
    about: tuple[str, ...]
    place: Place
    decide: Callable[[Session], Verdict]


_WORDS: Final = {
    Outcome.FAIL: message("发现问题"),
    Outcome.PASS: message("未发现问题"),
    Outcome.UNKNOWN: message("无法判断"),
    Outcome.NOT_APPLICABLE: message("不适用"),
    Outcome.WAIVED: message("已豁免"),
}


def decided(outcome: RuleOutcome) -> Message:
    """Return what the engine made of a check, in words."""
    return message("{check}：{outcome}", check=outcome.id, outcome=_WORDS[outcome.outcome])


def limits(found: Found) -> tuple[Message, ...]:
    """Return within which limits a proof holds."""
    said = [message("事实是确切的或没有提供；日期在{first}年至{last}年之间", first=EARLIEST_YEAR, last=LATEST_YEAR)]
    if found.most is not None:
        said.append(message("汇总的事实每类至多 {most} 条", most=found.most))
    return tuple(said)


def confirmed(verdict: Verdict, found: Found, confirm: Confirm) -> Verdict:
    """Return a verdict with the example found, once the engine has confirmed it; else it is a fault of the tool."""
    if found.witness is None:
        return replace(verdict, state=State.OPEN, why=found.why)
    try:
        shown = confirm(found.witness)
    except CheckerError as error:
        return _unconfirmed(verdict, found, message("{error}", error=error))
    if shown is None:
        return _unconfirmed(verdict, found, message("检查程序得出的结论不同"))
    return replace(verdict, witness=found.witness, shown=shown)


def _unconfirmed(verdict: Verdict, found: Found, why: Message) -> Verdict:
    return replace(verdict, state=State.FAULT, witness=found.witness, why=why)


def of_existing(found: Found, good: Verdict, bad: Verdict, confirm: Confirm) -> Verdict:
    """Return ``good``, shown by an example, when there is one, and ``bad`` when it was proved that there is none.

    That there is none among a few facts is no proof.
    """
    if found.answer is Answer.SOME:
        return confirmed(good, found, confirm)
    if found.answer is Answer.OPEN:
        return replace(bad, state=State.OPEN, why=found.why)
    if found.most is not None:
        why = message("汇总的事实每类至多 {most} 条时没有例子，更多时没有证明", most=found.most)
        return replace(bad, state=State.OPEN, why=why)
    return replace(bad, assumed=limits(found))


def of_none(found: Found, good: Verdict, bad: Verdict, confirm: Confirm) -> Verdict:
    """Return ``bad``, shown by an example, when there is one, and ``good`` when it was proved that there is none."""
    if found.answer is Answer.SOME:
        return confirmed(bad, found, confirm)
    if found.answer is Answer.OPEN:
        return replace(good, state=State.OPEN, why=found.why)
    return replace(good, assumed=limits(found))
