"""Finds what is named at the places of a pack file: fields, parameters, rules, indicators, problems and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.facts.shapes import JUDGEMENT
from checker.server.roles import Role, defined_by_id, facts_path
from checker.server.scopes import pack_scope, rule_subjects, scope_for
from checker.server.shapes import FileKind
from checker.server.words import (
    FieldMeaning,
    FunctionMeaning,
    Meaning,
    ParameterMeaning,
    RecordMeaning,
    holes,
    meaning_of,
    tokens_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.expr import RecordSpec, Scope
    from checker.pack import Pack
    from checker.server.page import Spot

_DOTTED: Final = re.compile(r"(?<![\w.])(?P<owner>[A-Za-z_]\w*)\.(?P<name>[a-z][a-z0-9_]*)")
_GROUPED: Final = re.compile(r"(?:groups|total)\([^()]*?,\s*(['\"])(?P<name>[a-z][a-z0-9_]*)\1")
_BY_ID: Final = {
    Role.INDICATOR,
    Role.SHARED,
    Role.RULE,
    Role.PROBLEM,
    Role.DOCUMENT,
    Role.PACK,
    Role.PARAMETER,
}
_DEEPEST_FIELD: Final = 3


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that can be named: what it is, its id, and of a field its fact type."""

    role: Role
    name: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a file where something is named; ``meaning`` is what an expression means by it."""

    target: Target | None
    start: int
    end: int
    meaning: Meaning | None = None
    defines: bool = False


def mention_at(spot: Spot, pack: Pack) -> Mention | None:
    """Return what is named at a place; the narrowest when several words meet there."""
    found = [mention for mention in mentions(spot, pack) if mention.start <= spot.offset <= mention.end]
    return min(found, key=lambda mention: mention.end - mention.start, default=None)


def mentions(spot: Spot, pack: Pack) -> Iterator[Mention]:
    """Yield everything that is named in the name or text of an entry."""
    if spot.on_name:
        yield from _in_name(spot, pack)
    elif spot.role is Role.EXPRESSION:
        yield from _in_expression(spot, spot.content.value, 0, scope_for(spot.page, spot.path, pack))
    elif spot.role is Role.MESSAGE:
        scope = scope_for(spot.page, spot.path, pack)
        for start, text in holes(spot.content.value):
            yield from _in_expression(spot, text, start, scope)
    elif spot.role is Role.TEMPLATE:
        yield from _in_template(spot, pack)
    else:
        yield from _in_text(spot, pack)


def target_of(meaning: Meaning) -> Target | None:
    """Return what a meaning is the name of; None for a function."""
    match meaning:
        case FieldMeaning(record, field):
            return Target(Role.FIELD, field.name, record.name)
        case ParameterMeaning(parameter):
            return Target(Role.PARAMETER, parameter.name)
        case RecordMeaning(record):
            return Target(Role.FACT_TYPE, record.name)
        case FunctionMeaning():
            return None


def _whole(spot: Spot, target: Target, meaning: Meaning | None = None, *, defines: bool = False) -> Mention:
    start, end = spot.content.bounds(0, len(spot.content.value))
    return Mention(target, start, end, meaning, defines)


def _in_expression(spot: Spot, text: str, shift: int, scope: Scope) -> Iterator[Mention]:
    tokens = tokens_of(text)
    for number, token in enumerate(tokens):
        meaning = meaning_of(tokens, number, scope)
        if meaning is not None:
            start, end = spot.content.bounds(shift + token.start, shift + token.end)
            yield Mention(target_of(meaning), start, end, meaning)


def template_records(problem: str, pack: Pack) -> tuple[RecordSpec, ...]:
    """Return the fact types of the findings that a problem's template is filled with."""
    scope = pack_scope(pack)
    wanted = [
        name
        for entry in pack.rules.values()
        if entry.model.problem == problem
        for _, name in rule_subjects(entry.id, pack)
    ]
    records = [scope.known_record(name) for name in dict.fromkeys(wanted)]
    return tuple(record for record in records if record is not None)


def _in_template(spot: Spot, pack: Pack) -> Iterator[Mention]:
    value, scope = spot.content.value, pack_scope(pack)
    records = template_records(str(spot.path[0]), pack)
    for found in _DOTTED.finditer(value):
        start, end = spot.content.bounds(*found.span("name"))
        if found["owner"] == "params":
            parameter = scope.parameters.get(found["name"])
            if parameter is not None:
                yield Mention(Target(Role.PARAMETER, parameter.name), start, end, ParameterMeaning(parameter))
        else:
            yield from _field_of(records, found["name"], start, end)
    for found in _GROUPED.finditer(value):
        yield from _field_of(records, found["name"], *spot.content.bounds(*found.span("name")))


def _field_of(records: tuple[RecordSpec, ...], name: str, start: int, end: int) -> Iterator[Mention]:
    for record in records:
        if name in record.fields:
            meaning = FieldMeaning(record, record.fields[name])
            yield Mention(target_of(meaning), start, end, meaning)
            return


def _in_text(spot: Spot, pack: Pack) -> Iterator[Mention]:
    value, role = spot.content.value, spot.role
    if not value:
        return
    if (defined := defined_by_id(spot.page.kind, spot.path, spot.page.written)) is not Role.PLAIN:
        yield _whole(spot, Target(defined, value), defines=True)
    elif role in _BY_ID:
        yield _whole(spot, Target(role, value))
    elif role in {Role.FACT_TYPE, Role.FIELD}:
        yield from _fact_word(spot, value, role, pack)
    elif role is Role.FACT_VALUE:
        yield from _fact_value(spot, value)


def _fact_word(spot: Spot, value: str, role: Role, pack: Pack) -> Iterator[Mention]:
    scope = pack_scope(pack)
    record = scope.known_record(value)
    owners = []
    if role is Role.FIELD and spot.page.kind is FileKind.VOCABULARY:
        owners = [scope.known_record(str(spot.path[0]))]
    elif role is Role.FIELD:
        owners = [scope.known_record(name) for _, name in rule_subjects(spot.page.path.stem, pack)]
        owners += list(scope.records.values())
    for owner in owners:
        field = owner.field(value) if owner else None
        if owner and field:
            yield _whole(spot, Target(Role.FIELD, field.name, owner.name), FieldMeaning(owner, field))
            return
    if record is not None:
        yield _whole(spot, Target(Role.FACT_TYPE, record.name), RecordMeaning(record))


def _fact_value(spot: Spot, value: str) -> Iterator[Mention]:
    """The indicator of a judgement is the only value of a fact that names something of the pack."""
    inner = facts_path(spot.page.kind, spot.path) or ()
    judged = len(inner) == _DEEPEST_FIELD and inner[0] in {JUDGEMENT.name, JUDGEMENT.label}
    if judged and JUDGEMENT.aliases.get(str(inner[2])) == "indicator":
        yield _whole(spot, Target(Role.INDICATOR, value))


def _in_name(spot: Spot, pack: Pack) -> Iterator[Mention]:
    role, name = spot.role, spot.content.value
    if role is Role.FACT_VALUE:
        yield from _fact_name(spot, pack)
    elif role is Role.FIELD:
        yield _whole(spot, Target(role, name, str(spot.path[0])), defines=True)
    elif role in _BY_ID or role is Role.FACT_TYPE:
        defines = spot.page.kind in {FileKind.VOCABULARY, FileKind.PARAMETERS, FileKind.PROBLEMS, FileKind.PACK}
        yield _whole(spot, Target(role, name), defines=defines)


def _fact_name(spot: Spot, pack: Pack) -> Iterator[Mention]:
    inner = facts_path(spot.page.kind, spot.path) or ()
    record = pack_scope(pack).known_record(str(inner[0])) if inner else None
    if record is None:
        return
    if len(inner) == 1:
        yield _whole(spot, Target(Role.FACT_TYPE, record.name), RecordMeaning(record))
    elif (field := record.field(str(inner[-1]))) is not None and len(inner) <= _DEEPEST_FIELD:
        yield _whole(spot, Target(Role.FIELD, field.name, record.name), FieldMeaning(record, field))


def label_target(spot: Spot) -> Target | None:
    """Return what is called by the label at a place: a fact type, a field, a parameter or an indicator."""
    page, path = spot.page, spot.path
    if spot.on_name or path[-1:] != ("label",):
        return None
    if page.kind is FileKind.VOCABULARY:
        owner = str(path[0])
        return Target(Role.FIELD, str(path[2]), owner) if len(path) > _DEEPEST_FIELD else Target(Role.FACT_TYPE, owner)
    if page.kind is FileKind.PARAMETERS:
        return Target(Role.PARAMETER, str(path[0]))
    if page.kind is FileKind.INDICATORS and (name := page.written((*path[:-1], "id"))):
        return Target(Role.INDICATOR, name)
    return None
