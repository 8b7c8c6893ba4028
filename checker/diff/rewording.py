"""Tells where the report of a project reads otherwise though the check came to the same; decides nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from checker.diff.shown import SEVERITIES
from checker.diff.values import quoted
from checker.messages import Message, message, tr
from checker.result import Outcome

if TYPE_CHECKING:
    from checker.result import CheckResult, RuleOutcome

_REPORTED: Final = frozenset({Outcome.FAIL, Outcome.WAIVED})


def rewordings(old: CheckResult, new: CheckResult) -> tuple[Message, ...]:
    """Return what of a report reads otherwise, each thing once: levels of findings, and texts of both results."""
    found = [*_findings(old, new), *_problems(old, new), *_notes(old, new)]
    return tuple({str(thing): thing for thing in found}.values())


def _findings(old: CheckResult, new: CheckResult) -> Iterator[Message]:
    """Yield what is said otherwise of checks that came to the same finding."""
    before = {outcome.id: outcome for outcome in old.outcomes}
    for now in new.outcomes:
        was = before.get(now.id)
        if was is None or was.outcome is not now.outcome or now.outcome not in _REPORTED:
            continue
        name = quoted(now.title)
        if was.severity != now.severity:
            levels = (SEVERITIES[was.severity], SEVERITIES[now.severity])
            yield message("规则{name}的严重程度（{old} → {new}）", name=name, old=levels[0], new=levels[1])
        fields = list(_texts(was, now))
        if fields:
            yield message("规则{name}的{fields}", name=name, fields=tr("、").join(map(str, fields)))


def _texts(was: RuleOutcome, now: RuleOutcome) -> Iterator[Message]:
    words = (
        ("title", message("名称")),
        ("message", message("说明文字")),
        ("basis", message("依据")),
        ("problem", message("所属问题")),
        ("concerns", message("性质")),
    )
    yield from (name for field, name in words if getattr(was, field) != getattr(now, field))


def _problems(old: CheckResult, new: CheckResult) -> Iterator[Message]:
    """Yield the problems and the recommendations that read otherwise, come, go, or stand in another order."""
    before, after = ({it.id: it for it in result.problems} for result in (old, new))
    for name in {**before, **after}:
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            told = now or was
            heading = quoted(told.heading if told is not None else name)
            yield message("新写问题{name}", name=heading) if was is None else message("不再写问题{name}", name=heading)
        elif (was.heading, was.text) != (now.heading, now.text):
            yield message("问题{name}的文字", name=quoted(now.heading))
    if _order(before, after) != _order(after, before):
        yield message("各问题的次序")
    advised, advises = ({it.problem: (it.heading, it.text) for it in result.recommendations} for result in (old, new))
    for name in {**advised, **advises}:
        if advised.get(name) != advises.get(name):
            yield message("建议{name}的文字", name=quoted((advises.get(name) or advised[name])[0]))


def _order(names: Iterable[str], others: Iterable[str]) -> list[str]:
    kept = set(others)
    return [name for name in names if name in kept]


def _notes(old: CheckResult, new: CheckResult) -> Iterator[Message]:
    """Yield the review notes, indicators and requests that read otherwise."""
    before = {note.id: note for note in old.review_notes}
    for note in new.review_notes:
        if note.id in before and (before[note.id].title, before[note.id].text) != (note.title, note.text):
            yield message("复核提示{name}的文字", name=quoted(note.title))
    labels = {indicator.id: indicator.label for indicator in old.indicators}
    for indicator in new.indicators:
        if labels.get(indicator.id, indicator.label) != indicator.label:
            yield message("指标{name}的名称", name=quoted(indicator.label))
    if [request.missing for request in old.requests] != [request.missing for request in new.requests]:
        yield message("要补充的材料")
