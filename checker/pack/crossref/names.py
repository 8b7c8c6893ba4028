"""Checks that a name stands for one thing that exists; knows nothing about where names are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.messages import Message, message
from checker.pack.drafts import FILES, LABELS
from checker.source import did_you_mean, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from checker.pack.content import Content
    from checker.pack.drafts import EntryKind
    from checker.pack.models import Basis
    from checker.pack.pack import Origin
    from checker.source import Place, Problems, Step


def check_reference(name: str, kind: EntryKind, place: Place, content: Content, problems: Problems) -> None:
    """Record a name of which there is no entry, unless the entry may stand in a file that could not be read."""
    known = content.known[kind]
    if name in known.labels or not known.whole:
        return
    what = message("没有编号为“{id}”的{kind}", id=name, kind=LABELS[kind])
    hint = off_hint(name, kind, content) or message("先在 {file} 里写出它", file=FILES[kind])
    problems.add(f"unknown-{kind.replace('_', '-')}", place, what, hint)


def off_hint(name: str, kind: EntryKind, content: Content) -> Message | None:
    """Return the hint that a thing was switched off, or else what may have been meant."""
    known = content.known[kind]
    if name not in known.off:
        return did_you_mean(name, known.labels)
    reason, pack = known.off[name]
    return message("规则包“{pack}”停用了它：{why}；用到它的这一项也要停用或改写", pack=pack, why=reason)


def check_basis(basis: Sequence[Basis], origin: Origin, content: Content, problems: Problems) -> None:
    """Record every basis whose document is not listed in ``pack.yaml``; ``origin`` is that of the list."""
    for index, item in enumerate(basis):
        check_reference(item.document, "document", origin.at(index, "document"), content, problems)


def check_type(name: str, place: Place, content: Content, builtin: Mapping[str, str], problems: Problems) -> None:
    """Record a fact type that is neither written in the pack nor ``builtin`` (ids with their labels)."""
    known = content.known["fact_type"]
    names = known.labels | dict(builtin)
    if not known.whole or name in names or name in names.values():
        return
    what = message("没有名为“{name}”的事实类型", name=name)
    near = suggest(name, filter(None, [*names, *names.values()]))
    if name in known.off:
        hint = off_hint(name, "fact_type", content)
    elif near is not None:
        hint = message("你是不是要写“{near}”？", near=near)
    else:
        hint = did_you_mean(name, known.labels) or message("先在 vocabulary.yaml 里写出这一类")
    problems.add("unknown-type", place, what, hint)


def check_labels(
    labels: Iterable[tuple[str, str, Place]], taken: Mapping[str, str], owner: Message | str, problems: Problems
) -> None:
    """Record each label that something else of ``owner`` goes by; ``labels`` are ids with their labels and places.

    ``taken`` are names given before, each with the id of what has it. An id is a name too.
    """
    labels = list(labels)
    names = dict(taken) | {name: name for name, _, _ in labels}
    for name, label, place in labels:
        other = names.setdefault(label, name)
        if other != name:
            what = message("“{label}”在{owner}里已经是“{other}”的名称", label=label, owner=owner, other=other)
            problems.add("label-twice", place, what, message("换一个名称，让“{label}”只有一个意思", label=label))


def repeated(items: Iterable[str]) -> Iterator[tuple[Step, str]]:
    """Yield each item that was there before, with its position."""
    seen = set()
    for index, item in enumerate(items):
        if item in seen:
            yield index, item
        seen.add(item)
