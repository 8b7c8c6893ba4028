"""Says everything that changed between two packs, one sentence each, grouped by the part of the pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

from checker.diff.change import Change, Group
from checker.diff.compare import Whole, compare
from checker.diff.indicator_changes import indicator_changes
from checker.diff.parameter_changes import all_values, parameter_changes
from checker.diff.values import Names, described, names_of, quoted
from checker.messages import Message, message, tr
from checker.pack.models import Model

if TYPE_CHECKING:
    from checker.pack import Entry, Pack
    from checker.pack.models import PackModel, RuleModel

M = TypeVar("M", bound=Model)
_META: Final = frozenset({"documents"})


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of entry: its name in ``Pack.off``, its group, what one of them is called, and how it is compared."""

    off: str
    group: Group
    called: Callable[[Any], Message]
    compared: Callable[[Whole, Any, Any], Iterator[Change]] = compare


def pack_changes(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Return every difference between two packs; nothing when they say the same, however it is written."""
    names = names_of(old, new)
    found = [
        *_meta(old, new, names),
        *_entries(_DOCUMENTS, old, new, (old.documents, new.documents), names),
        *_entries(_PARAMETERS, old, new, (old.parameters, new.parameters), names),
        *_entries(_FACT_TYPES, old, new, (old.fact_types, new.fact_types), names),
        *indicator_changes(old.indicators.model, new.indicators.model, names),
        *_off_elsewhere(old, new),
        *_entries(_RULES, old, new, (old.rules, new.rules), names),
        *_entries(_PROBLEMS, old, new, (old.problems, new.problems), names),
        *_cases(old, new),
    ]
    order = list(Group)
    return tuple(sorted(found, key=lambda change: order.index(change.group)))


def _meta(old: Pack, new: Pack, names: Names) -> Iterator[Change]:
    yield from _about(old.model, new.model, names)
    above = {model.id: model for model in old.lineage[:-1]}
    for model in new.lineage[:-1]:
        if model.id in above:
            yield from _about(above[model.id], model, names)


def _about(old: PackModel, new: PackModel, names: Names) -> Iterator[Change]:
    whole = Whole(Group.PACK, new.id, message("规则包 {id} ", id=new.id), names)
    yield from compare(whole, old, new, leave=_META)


def _entries(
    kind: _Kind, old: Pack, new: Pack, entries: tuple[Mapping[str, Entry[Any]], Mapping[str, Entry[Any]]], names: Names
) -> Iterator[Change]:
    before, after = entries
    for name in sorted({**before, **after}):
        was, now = before.get(name), after.get(name)
        told = now or was
        assert told is not None  # noqa: S101 - the name is that of one of them
        whole = Whole(kind.group, name, kind.called(told.model), names)
        if was is not None and now is not None:
            yield from _both(kind, whole, was, now, (old.id, new.id))
        elif now is not None:
            yield _added(kind, whole, now, old)
        elif was is not None:
            yield _removed(kind, whole, was, new)


def _both(kind: _Kind, whole: Whole, was: Entry[Any], now: Entry[Any], packs: tuple[str, str]) -> Iterator[Change]:
    if was.pack != now.pack and (was.pack, now.pack) != packs:
        sentence = message("{what}改由规则包“{new}”规定，原来是“{old}”", what=whole.what, old=was.pack, new=now.pack)
        yield whole.change(sentence, matters=False, field="pack")
    yield from kind.compared(whole, was.model, now.model)


def _added(kind: _Kind, whole: Whole, now: Entry[Any], old: Pack) -> Change:
    at = replace(whole, since=_first_day(now.model))
    again = (kind.off, now.id) in old.off
    what = message("参数{name}", name=whole.what) if kind is _PARAMETERS else whole.what
    sentence = message("重新启用{what}", what=what) if again else message("新增{what}", what=what)
    details = tuple(all_values(now.model)) if kind is _PARAMETERS else described(now.model, whole.names)
    return replace(at.change(sentence, matters=kind.group in _DECIDING), details=details)


def _removed(kind: _Kind, whole: Whole, was: Entry[Any], new: Pack) -> Change:
    at = replace(whole, since=_first_day(was.model))
    reason = new.off.get((kind.off, was.id))
    what = message("参数{name}", name=whole.what) if kind is _PARAMETERS else whole.what
    if reason is None:
        return at.change(message("删去{what}", what=what), matters=kind.group in _DECIDING)
    sentence = message("停用{what}：{why}", what=what, why=reason)
    return at.change(sentence, matters=kind.group in _DECIDING, field="off")


def _first_day(model: Model) -> date | None:
    """Return the first day on which an entry counts, None when it has no such day."""
    days = getattr(model, "values", None)
    if isinstance(days, Mapping) and days:
        return min(map(date.fromisoformat, days))
    day = getattr(model, "valid_from", None)
    return day if isinstance(day, date) else None


def _off_elsewhere(old: Pack, new: Pack) -> Iterator[Change]:
    """Yield the entries that are switched off in both packs for other reasons, or in one without being in the other."""
    for kind, name in sorted({*old.off, *new.off}):
        was, now = old.off.get((kind, name)), new.off.get((kind, name))
        group = _OFF_GROUPS.get(kind, Group.SCORE)
        what = message("“{name}”", name=name)
        if was is not None and now is not None and was != now:
            sentence = message("停用{what}的原因由“{old}”改为“{new}”", what=what, old=was, new=now)
            yield Change(group, name, "off", sentence)
        elif (was is None) != (now is None) and not _told_with_entry(kind, name, old, new):
            sentence = (
                message("停用{what}：{why}", what=what, why=now)
                if was is None
                else message("不再停用{what}（原因曾是：{why}）", what=what, why=was)
            )
            yield Change(group, name, "off", sentence, matters=True)


def _told_with_entry(kind: str, name: str, old: Pack, new: Pack) -> bool:
    """Say whether an entry stands in one of the packs, so that it is told there that it comes or goes."""
    entries: Mapping[str, tuple[Mapping[str, Any], ...]] = {
        "document": (old.documents, new.documents),
        "fact_type": (old.fact_types, new.fact_types),
        "parameter": (old.parameters, new.parameters),
        "rule": (old.rules, new.rules),
        "problem": (old.problems, new.problems),
    }
    return any(name in found for found in entries.get(kind, ()))


def _rule(whole: Whole, old: RuleModel, new: RuleModel) -> Iterator[Change]:
    """Yield what changed in a rule, each with the first day for which it may change a result."""
    first = None if old.valid_from is None or new.valid_from is None else min(old.valid_from, new.valid_from)
    ends = [day for day in (old.valid_to, new.valid_to) if day is not None and day != date.max]
    for change in compare(replace(whole, since=first), old, new):
        if change.field == "valid_to" and ends:
            yield replace(change, since=min(ends) + timedelta(days=1))
        else:
            yield change


def _cases(old: Pack, new: Pack) -> Iterator[Change]:
    for rule in sorted({**old.cases, **new.cases}):
        entry = new.rules.get(rule) or old.rules.get(rule)
        what = message("规则{name}的用例", name=quoted(rule if entry is None else entry.model.title))
        yield from _counted(rule, what, old.cases.get(rule, ()), new.cases.get(rule, ()))
    yield from _counted("", message("整个项目的用例"), old.project_cases, new.project_cases)


def _counted(subject: str, what: Message, old: Sequence[Entry[Any]], new: Sequence[Entry[Any]]) -> Iterator[Change]:
    """Yield how many cases came, went and were changed; they are told apart by their names."""
    before, after = ({entry.id: entry.model for entry in entries} for entries in (old, new))
    come, gone = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    changed = sum(1 for name in before.keys() & after.keys() if before[name] != after[name])
    parts = [
        *([message("新增 {count} 个", count=come)] if come else []),
        *([message("删去 {count} 个", count=gone)] if gone else []),
        *([message("改动 {count} 个", count=changed)] if changed else []),
    ]
    if parts:
        sentence = message("{what}：{parts}", what=what, parts=tr("，").join(map(str, parts)))
        yield Change(Group.CASE, subject, "cases", sentence)


_DECIDING: Final = frozenset({Group.RULE})
"""What comes or goes in these groups may change results."""
_OFF_GROUPS: Final = {
    "document": Group.DOCUMENT,
    "fact_type": Group.VOCABULARY,
    "parameter": Group.PARAMETER,
    "rule": Group.RULE,
    "problem": Group.PROBLEM,
}
_DOCUMENTS: Final = _Kind("document", Group.DOCUMENT, lambda it: message("文件《{title}》", title=it.title))
_PARAMETERS: Final = _Kind(
    "parameter", Group.PARAMETER, lambda it: message("{name}", name=quoted(it.label)), parameter_changes
)
_FACT_TYPES: Final = _Kind("fact_type", Group.VOCABULARY, lambda it: message("事实类型{name}", name=quoted(it.label)))
_RULES: Final = _Kind("rule", Group.RULE, lambda it: message("规则{name}", name=quoted(it.title)), _rule)
_PROBLEMS: Final = _Kind("problem", Group.PROBLEM, lambda it: message("问题{name}", name=quoted(it.heading)))
