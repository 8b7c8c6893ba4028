"""Takes the text of an expression apart into words, finished or not, and says what a word means where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.expr.functions import ALIASES, FUNCTIONS, GATHERINGS, LOOKUP
from checker.expr.grammar import reserved_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.expr import FieldSpec, ParameterSpec, RecordSpec, Scope

_TOKEN: Final = re.compile(
    r"\"[^\"\n]*\"?|“[^”\n]*”?|'[^'\n]*'?|(?P<number>\d[\w.%％‰]*)|(?P<name>[^\W\d]\w*|`[^`\n]*`?)|[<>=!]=?|\S"
)
_OPEN: Final = frozenset("(（")
_CLOSE: Final = frozenset(")）")
HOLE: Final = re.compile(r"\{(?P<text>[^{}]*)(?P<end>\}|\Z|(?=\{))")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of an expression and where it stands; a name in backticks is ``plain`` without them."""

    text: str
    start: int
    end: int
    name: bool = False

    @property
    def plain(self) -> str:
        """The name as it is called."""
        return self.text.strip("`")


@dataclass(frozen=True, slots=True)
class FieldMeaning:
    """A field of a fact type."""

    record: RecordSpec
    field: FieldSpec


@dataclass(frozen=True, slots=True)
class ParameterMeaning:
    """A parameter."""

    parameter: ParameterSpec


@dataclass(frozen=True, slots=True)
class RecordMeaning:
    """A fact type, or a variable for one."""

    record: RecordSpec


@dataclass(frozen=True, slots=True)
class FunctionMeaning:
    """A function, an aggregate or the look-up, by its English name."""

    name: str


Meaning: TypeAlias = FieldMeaning | ParameterMeaning | RecordMeaning | FunctionMeaning


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the words and signs of an expression; of any text there are some."""
    words = frozenset(word for words in reserved_words().values() for word in words)
    return tuple(
        Token(found[0], found.start(), found.end(), found["name"] is not None and found[0] not in words)
        for found in _TOKEN.finditer(text)
    )


def holes(message: str) -> Iterator[tuple[int, str]]:
    """Yield where the expression of each hole of a message begins, and its text; the last may be open."""
    for found in HOLE.finditer(message):
        yield found.start("text"), found["text"]


def enclosing(tokens: Sequence[Token], index: int) -> Iterator[tuple[int, int]]:
    """Yield the brackets around a character, the innermost first: the numbers of their first and last token inside.

    A bracket that is not closed reaches to the end.
    """
    for start in reversed(_open_before(tokens, index)):
        depth, end = 1, len(tokens)
        for number in range(start + 1, len(tokens)):
            depth += (tokens[number].text in _OPEN) - (tokens[number].text in _CLOSE)
            if depth == 0:
                end = number
                break
        yield start + 1, end


def _open_before(tokens: Sequence[Token], index: int) -> list[int]:
    opened: list[int] = []
    for number, token in enumerate(tokens):
        if token.end > index:
            break
        if token.text in _OPEN:
            opened.append(number)
        elif token.text in _CLOSE and opened:
            opened.pop()
    return opened


def scope_at(tokens: Sequence[Token], index: int, scope: Scope) -> Scope:
    """Return the scope in force at a character: with the facts of every aggregate around it, inner ones last."""
    for start, end in reversed(list(enclosing(tokens, index))):
        record, alias = _ranged(tokens, start, end, scope)
        if record is not None:
            scope = scope.push((alias or f"{record.name}*{len(scope.variables)}", record))
    return scope


def _ranged(tokens: Sequence[Token], start: int, end: int, scope: Scope) -> tuple[RecordSpec | None, str]:
    """Return the fact type that the brackets with these tokens range over, and the name given to its facts."""
    over, clauses = reserved_words()["OVER"], {*reserved_words()["WHERE"], *reserved_words()["AS"]}
    record, alias, depth = None, "", 0
    for number in range(start, end):
        token = tokens[number]
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        following = tokens[number + 1] if number + 1 < end else None
        if depth or following is None:
            continue
        if token.text in over:
            record = scope.known_record(following.plain)
        elif number == start and following.text in clauses:
            record = scope.known_record(token.plain)
        elif token.text in reserved_words()["AS"]:
            alias = following.plain
    return record, alias


def meaning_of(tokens: Sequence[Token], number: int, scope: Scope) -> Meaning | None:
    """Return what a word means; None for signs, values and names that nothing has."""
    token = tokens[number]
    if not token.name:
        return None
    inner = scope_at(tokens, token.start, scope)
    before = tokens[number - 1].text if number else ""
    after = tokens[number + 1].text if number + 1 < len(tokens) else ""
    if before == "." and number > 1:
        owner = owner_named(tokens[number - 2].plain, inner)
        spec = owner.field(token.plain) if owner else None
        return FieldMeaning(owner, spec) if owner and spec else None
    if after in _OPEN and (found := _function(token.plain)) is not None:
        return found
    if before in reserved_words()["OVER"] or after == ".":
        record = owner_named(token.plain, inner)
        return RecordMeaning(record) if record else None
    return _unqualified(token.plain, inner)


def owner_named(name: str, scope: Scope) -> RecordSpec | None:
    """Return the fact type of a variable, or the one with this id or label."""
    for frame in reversed(scope.variables):
        for variable, record in frame:
            if variable == name:
                return record
    return scope.known_record(name)


def _unqualified(name: str, scope: Scope) -> Meaning | None:
    records = [record for frame in reversed(scope.variables) for _, record in frame]
    records += [record for record in scope.records.values() if record.single]
    for record in records:
        if (spec := record.field(name)) is not None:
            return FieldMeaning(record, spec)
    parameter = next((found for found in scope.parameters.values() if name in {found.name, found.label}), None)
    if parameter is not None:
        return ParameterMeaning(parameter)
    found = owner_named(name, scope)
    return RecordMeaning(found) if found else _function(name)


def _function(name: str) -> FunctionMeaning | None:
    english = ALIASES.get(name, name)
    known = english in FUNCTIONS or english in GATHERINGS or english == LOOKUP
    return FunctionMeaning(english) if known else None
