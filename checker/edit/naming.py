"""Says which thing an old name is meant for, and whether it may have the new one; knows no texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from checker.edit.origins import defining_pack
from checker.edit.things import SPOKEN, WAYS, WORDS, Names, Thing, taken_names
from checker.expr.functions import FUNCTIONS, GATHERINGS, LOOKUP
from checker.expr.grammar import is_plain_name
from checker.facts.shapes import VALUE_ALIASES
from checker.messages import Message, message
from checker.pack.builtin import BUILTIN
from checker.pack.models.common import ID_PATTERN
from checker.source import Place, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checker.edit.family import Member
    from checker.source import Problems

_NOTHING: Final = frozenset({"null", "Null", "NULL"})
_MOST_WAYS: Final = 8


@dataclass(frozen=True, slots=True)
class Target:
    """What is renamed: the id or the label of a thing; ``things`` are all that change with it (linked choices)."""

    thing: Thing
    facet: Literal["id", "label"]
    things: frozenset[Thing]


def find_target(member: Member, old: str, problems: Problems) -> Target | None:
    """Return what ``old`` names in a pack; none or several are recorded, and give None.

    What the pack itself has given the name goes before what it inherits, which cannot be renamed in it.
    """
    place = Place(member.folder.name)
    targets = _targets(member, old)
    own = [target for target in targets if defining_pack(member.folder, target) == member.pack.id]
    targets = own or targets
    if len(targets) == 1:
        return targets[0]
    if targets:
        what = message("“{name}”有多个含义", name=old)
        ways = [f"{WORDS[one.thing.kind]} {_way(one, member.names)}" for one in targets[:_MOST_WAYS]]
        problems.add("ambiguous-name", place, what, message("写明是哪一个：{ways}", ways="、".join(ways)))
        return None
    known = {
        name
        for thing, label in member.names.labels.items()
        if not _builtin(thing)
        for name in (thing.name, label)
        if name
    }
    what = message("规则包里没有叫“{name}”的事实类型、字段、参数、选项、规则、问题、指标或文件", name=old)
    problems.add("unknown-name", place, what, did_you_mean(old, known))
    return None


def _targets(member: Member, old: str) -> list[Target]:
    names = member.names
    found: dict[frozenset[Thing], Target] = {}
    for thing, label in names.labels.items():
        if _builtin(thing):
            continue
        for facet, name in (("id", thing.name), ("label", label)):
            if name and old in _ways(thing, name, names):
                things = _linked(thing, member) if thing.kind == "choice" else frozenset({thing})
                found.setdefault(things, Target(thing, facet, things))  # type: ignore[arg-type]  # both words are facets
    return list(found.values())


def _builtin(thing: Thing) -> bool:
    return (thing.name in BUILTIN if thing.kind == "fact_type" else thing.owner in BUILTIN) and thing.kind != "choice"


def _ways(thing: Thing, name: str, names: Names) -> set[str]:
    """Return the ways in which a thing may be called by one of its names."""
    if thing.kind in WAYS:
        return {name, f"{WAYS[thing.kind]}/{name}"}
    return {name, *(f"{owner}.{name}" for owner in _owners(thing, names))}


def _owners(thing: Thing, names: Names) -> list[str]:
    """Return the ways to call what a field or choice belongs to: by ids, by labels, and mixed."""
    type_id, _, field = thing.owner.partition(".")
    if thing.kind == "field" or field:
        owner = Thing("fact_type", type_id)
        above = [type_id, names.labels.get(owner, "")]
        if not field:
            return list(filter(None, above))
        fields = [field, names.labels.get(Thing("field", field, type_id), "")]
        return [*filter(None, above), *(f"{one}.{other}" for one in above for other in fields if one and other)]
    return list(filter(None, [type_id, names.labels.get(Thing("parameter", type_id), "")]))


def _way(target: Target, names: Names) -> str:
    """Return a way to call a target that fits nothing else, by the name that is to change."""
    thing = target.thing
    name = thing.name if target.facet == "id" else names.labels[thing]
    return f"{WAYS[thing.kind]}/{name}" if thing.kind in WAYS else f"{thing.owner}.{name}"


def _linked(choice: Thing, member: Member) -> frozenset[Thing]:
    """Return a choice with those that expressions compare it with or look a parameter up by."""
    owners = {choice.owner}
    while more := {other for pair in member.linked for other in pair if owners & set(pair)} - owners:
        owners |= more
    things = {Thing("choice", choice.name, owner) for owner in owners}
    return frozenset(thing for thing in things if thing in member.names.labels)


def check_new_name(target: Target, new: str, family: Sequence[Member], problems: Problems) -> None:
    """Record why a target may not have its new name: malformed, reserved, or taken in one of the packs."""
    place = Place(family[0].folder.name)
    thing = target.thing
    fault = _malformed(target, new)
    if fault is not None:
        problems.add("bad-new-name", place, *fault)
        return
    reserved = taken_names() if thing.kind == "fact_type" else frozenset(VALUE_ALIASES) if thing.kind == "field" else ()
    if new in reserved or (thing.kind == "fact_type" and new == "project"):
        what = message("“{name}”是检查程序自己用的词", name=new)
        problems.add("reserved-name", place, what, message("换一个名称"))
        return
    for member in family:
        owners = {(found.kind, found.owner) for found in target.things}
        for other in _same_kind(owners, member.names):
            if new in {other.name, member.names.labels[other]} and other not in target.things | {thing}:
                what = message(
                    "规则包“{pack}”里已经有叫“{name}”的{kind}", pack=member.pack.id, name=new, kind=WORDS[thing.kind]
                )
                problems.add("name-taken", Place(member.folder.name), what, message("换一个名称"))
                break


def _same_kind(owners: Iterable[tuple[str, str]], names: Names) -> list[Thing]:
    kinds = set(owners)
    return [thing for thing in names.labels if (thing.kind, thing.owner) in kinds]


def _malformed(target: Target, new: str) -> tuple[Message, Message] | None:
    kind = target.thing.kind
    if target.facet == "id" and kind != "choice":
        if not re.fullmatch(ID_PATTERN, new):
            what = message("编号“{id}”写法不对", id=new)
            return what, message("用小写字母、数字、- 或 _，以字母开头，如 late_payment")
        if kind in SPOKEN and not is_plain_name(new):
            what = message("“{name}”不能直接写在表达式里", name=new)
            return what, message("不用连字符和保留的词，如 late_payment")
        if kind in SPOKEN and new in {*FUNCTIONS, *GATHERINGS, LOOKUP}:
            what = message("“{name}”是表达式里函数的名称，写在条件里分不清", name=new)
            return what, message("换一个编号，如 {name}_value", name=new)
        return None
    if kind in SPOKEN and (not is_plain_name(new) or new in _NOTHING):
        what = message("“{name}”不能直接写在表达式里", name=new)
        return what, message("名称里不要有空格、标点和括号，不以数字开头，也不用保留的词")
    if not new.strip() or not new.isprintable() or new != new.strip() or set(new) & set("\"'”“`"):
        return message("名称“{name}”写法不对", name=new), message("写一行文字，不带引号，首尾没有空格")
    return None
