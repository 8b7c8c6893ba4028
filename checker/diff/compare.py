"""Compares two states of one part of a pack field by field, and says each difference as a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.diff.change import Change, Group
from checker.diff.fields import FIELDS
from checker.diff.part_names import out_of_order, paired, part_name
from checker.diff.shown import How, Shown
from checker.diff.texts import word_pieces
from checker.diff.trees import same_expression
from checker.diff.values import Names, described, is_empty, say
from checker.messages import Message, message
from checker.pack.models import Basis, Model

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Whole:
    """What is compared: the entry, what people call it, the path to the part of it, and from when it counts."""

    group: Group
    subject: str
    what: Message
    names: Names
    path: str = ""
    since: date | None = None

    def part(self, name: str, called: Message | None = None) -> Whole:
        """Return a part of it; ``called`` when people call it something of its own."""
        what = self.what if called is None else message("{what}的{part}", what=self.what, part=called)
        return replace(self, what=what, path=f"{self.path}.{name}" if self.path else name)

    def change(self, sentence: Message, *, matters: bool, field: str = "") -> Change:
        """Return a change of it."""
        path = ".".join(filter(None, (self.path, field)))
        return Change(self.group, self.subject, path, sentence, matters=matters, since=self.since if matters else None)


def compare(whole: Whole, old: Model, new: Model, *, leave: frozenset[str] = frozenset()) -> Iterator[Change]:
    """Yield every difference between two models of one class but in the fields to ``leave`` out."""
    for name, shown in FIELDS[type(new)].items():
        before, after = getattr(old, name), getattr(new, name)
        if name not in leave and before != after and not _only_laid_out(shown, before, after):
            yield from _differing(whole, name.rstrip("_"), shown, before, after)


def _only_laid_out(shown: Shown, before: object, after: object) -> bool:
    """Say whether two expressions are the same one, written with other blanks."""
    expressions = shown.how is How.EXPRESSION and isinstance(before, str) and isinstance(after, str)
    return expressions and same_expression(str(before), str(after))


def _differing(whole: Whole, name: str, shown: Shown, before: object, after: object) -> Iterator[Change]:
    if shown.how is How.PART:
        yield from _part(whole.part(name), shown, before, after)
    elif isinstance(before, str) and isinstance(after, str) and shown.how is How.LONG and before and after:
        sentence = message("{what}的{field}改了文字", what=whole.what, field=shown.name)
        change = whole.change(sentence, matters=shown.matters, field=name)
        yield replace(change, pieces=word_pieces(before, after))
    else:
        yield whole.change(_sentence(whole, shown, before, after), matters=shown.matters, field=name)


def _sentence(whole: Whole, shown: Shown, before: object, after: object) -> Message:
    if is_empty(before):
        return message(
            "{what}写明{field}：{new}", what=whole.what, field=shown.name, new=say(after, shown, whole.names)
        )
    if is_empty(after):
        was = say(before, shown, whole.names)
        return message("{what}不再写{field}（原为{old}）", what=whole.what, field=shown.name, old=was)
    old, new = say(before, shown, whole.names), say(after, shown, whole.names)
    if old == new and str(before).split() == str(after).split():
        return message("{what}的{field}只改了空格或换行", what=whole.what, field=shown.name)
    if old == new:  # two ids with one label
        old, new = str(before), str(after)
    return message("{what}的{field}由{old}改为{new}", what=whole.what, field=shown.name, old=old, new=new)


def _part(whole: Whole, shown: Shown, before: object, after: object) -> Iterator[Change]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _mapping(whole, before, after, matters=shown.matters)
    elif isinstance(before, tuple) and isinstance(after, tuple):
        yield from _list(whole, shown, before, after)
    elif isinstance(before, Model) and type(before) is type(after):
        yield from compare(
            replace(whole, what=message("{what}的{part}", what=whole.what, part=shown.name)), before, after
        )
    elif isinstance(before, Model) and isinstance(after, Model):
        old, new = (_method(part, whole.names) for part in (before, after))
        sentence = message("{what}的{field}由{old}改为{new}", what=whole.what, field=shown.name, old=old, new=new)
        yield replace(whole.change(sentence, matters=True), details=described(after, whole.names))
    elif isinstance(after, Model):
        sentence = message("{what}写明{field}", what=whole.what, field=shown.name)
        yield replace(whole.change(sentence, matters=shown.matters), details=described(after, whole.names))
    elif isinstance(before, Model):
        sentence = message("{what}不再写{field}", what=whole.what, field=shown.name)
        yield replace(whole.change(sentence, matters=shown.matters), details=described(before, whole.names))


def _method(part: Model, names: Names) -> str:
    return say(getattr(part, "method", ""), FIELDS[type(part)]["method"], names)


def _mapping(
    whole: Whole, before: Mapping[str, Model], after: Mapping[str, Model], *, matters: bool
) -> Iterator[Change]:
    for index, name in enumerate({**before, **after}):
        old, new = before.get(name), after.get(name)
        yield from _one(whole.part(name), index, old, new, matters=matters)


def _list(whole: Whole, shown: Shown, before: tuple[Model, ...], after: tuple[Model, ...]) -> Iterator[Change]:
    for index, old, new in paired(before, after):
        yield from _one(whole.part(str(index)), index, old, new, matters=shown.matters)
    if out_of_order(before, after):
        sentence = message("{what}的{field}换了次序", what=whole.what, field=shown.name)
        yield whole.change(sentence, matters=shown.matters)


def _one(whole: Whole, index: int, old: Model | None, new: Model | None, *, matters: bool) -> Iterator[Change]:
    """Yield what changed in one part of a list: it is new, gone, or not as it was."""
    told = new or old
    if told is None or old == new:
        return
    part = part_name(told, index, whole.names.labels)
    if isinstance(told, Basis):
        part = message("依据{part}", part=part)
    if old is not None and new is not None:
        yield from compare(replace(whole, what=message("{what}的{part}", what=whole.what, part=part)), old, new)
        return
    sentence = (
        message("{what}增加{part}", what=whole.what, part=part)
        if old is None
        else message("{what}删去{part}", what=whole.what, part=part)
    )
    yield replace(whole.change(sentence, matters=matters), details=described(told, whole.names))
