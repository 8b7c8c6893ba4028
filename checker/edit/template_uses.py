"""Finds the fields, parameters and choices that the templates of problems name; knows nothing about expressions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.edit.things import Thing
from checker.edit.uses import Use, offset_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checker.edit.things import Names
    from checker.pack import Entry, Pack
    from checker.pack.models import ProblemModel, RuleModel

_PARAMETERS: Final = "params"
_TAKE_FIELDS: Final = frozenset(
    {"groups", "total", "map", "selectattr", "rejectattr", "groupby", "sort", "sum", "unique", "min", "max"}
)
"""The functions and filters that are given the name of a field as a text."""
_SKIPPED: Final = frozenset({"whitespace", "data", "comment", "comment_begin", "comment_end"})


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a template inside its braces; ``start`` is its offset."""

    kind: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class _Findings:
    """What the findings of one problem can be asked for: the fact types of its rules, by variable where it has one."""

    types: frozenset[str]
    variables: Mapping[str, str]


def template_names(pack: Pack, names: Names, texts: Mapping[str, str]) -> tuple[Use, ...]:
    """Return what the templates of a sound pack name in the files of which ``texts`` gives the text."""
    uses: dict[Use, None] = {}
    for problem, entry in pack.problems.items():
        found = _findings(problem, pack, names)
        for steps, source in _sources(entry):
            if entry.origin.at(*steps).file not in texts:
                continue
            for start, written, thing in _Reader(_tokens(source), found, names).uses():
                place = entry.origin.at(*steps, offset=start)
                begin = offset_of(texts[place.file], place)
                uses[Use(place.file, begin, begin + len(written), thing, written, whole=False)] = None
    return tuple(uses)


def _sources(entry: Entry[ProblemModel]) -> Iterator[tuple[tuple[str, ...], str]]:
    yield ("text",), entry.model.text
    if entry.model.advice is not None:
        yield ("advice", "text"), entry.model.advice.text


def _findings(problem: str, pack: Pack, names: Names) -> _Findings:
    types: set[str] = set()
    variables: dict[str, str] = {}
    for entry in pack.rules.values():
        if entry.model.problem == problem:
            for variable, written in _subjects(entry.model):
                thing = names.find("fact_type", written)
                if thing is not None and variable:
                    variables[variable] = thing.name
                elif thing is not None:
                    types.add(thing.name)
    return _Findings(frozenset(types), variables)


def _subjects(rule: RuleModel) -> Iterator[tuple[str, str]]:
    yield from [("", rule.for_)] if isinstance(rule.for_, str) else rule.for_.items()


def _tokens(source: str) -> list[_Token]:
    from jinja2 import Environment  # noqa: PLC0415 - loaded only when something is renamed

    tokens, start = [], 0
    for _, kind, text in Environment(autoescape=True).lex(source):
        start = source.index(text, start)
        if kind not in _SKIPPED:
            tokens.append(_Token(kind, text, start))
        start += len(text)
    return tokens


@dataclass(frozen=True, slots=True)
class _Reader:
    tokens: Sequence[_Token]
    findings: _Findings
    names: Names

    def uses(self) -> Iterator[tuple[int, str, Thing]]:
        """Yield where each field, parameter or choice is named, how, and which it is."""
        for number, token in enumerate(self.tokens):
            if token.kind == "name" and self._text(number - 1) == ".":
                yield from self._attribute(number)
            elif token.kind == "string":
                yield from self._string(number)

    def _text(self, number: int) -> str:
        return self.tokens[number].text if 0 <= number < len(self.tokens) else ""

    def _chain(self, number: int) -> list[str]:
        """Return the names joined by dots that end with the token: ``params.floor`` gives both."""
        chain = [self._text(number)]
        while self._text(number - 1) == "." and number > 1:
            number -= 2
            chain.insert(0, self._text(number))
        return chain

    def _attribute(self, number: int) -> Iterator[tuple[int, str, Thing]]:
        token = self.tokens[number]
        owner, *path = self._chain(number)
        for thing in self._named(owner, path):
            yield token.start, token.text, thing

    def _named(self, owner: str, path: Sequence[str]) -> list[Thing]:
        """Return what a chain of names may end in: a parameter, or a field of the types the findings are about."""
        if not path:
            return []
        if owner == _PARAMETERS:
            found = self.names.find("parameter", path[0]) if len(path) == 1 else None
            return [] if found is None else [found]
        return self._fields(path)

    def _fields(self, path: Sequence[str]) -> list[Thing]:
        types = self.findings.types if len(path) == 1 else {self.findings.variables.get(path[-2], "")}
        things = [Thing("field", path[-1], type_id) for type_id in sorted(types)]
        return [thing for thing in things if thing in self.names.labels]

    def _string(self, number: int) -> Iterator[tuple[int, str, Thing]]:
        token = self.tokens[number]
        text, start = token.text[1:-1], token.start + 1
        if self._text(number - 1) == "[" and self._text(number + 1) == "]":
            yield from ((start, text, thing) for thing in self._subscript(number, text))
        elif self._text(number - 1) in {"==", "!="} or self._text(number + 1) in {"==", "!="}:
            beside = number - 2 if self._text(number - 1) in {"==", "!="} else self._chain_end(number + 2)
            owner, *path = self._chain(beside)
            for asked in self._named(owner, path):
                choice = Thing("choice", text, f"{asked.owner}.{asked.name}")
                yield from [(start, text, choice)] if choice in self.names.labels else []
        elif self._call(number) in _TAKE_FIELDS:
            *variables, name = text.split(".")
            for thing in self._fields([*variables, name]):
                yield start + len(text) - len(name), name, thing

    def _subscript(self, number: int, text: str) -> list[Thing]:
        owner, *path = self._chain(number - 2)
        if owner == _PARAMETERS and path:
            keyed = self.names.find("parameter", path[0])
            choice = None if keyed is None else Thing("choice", text, keyed.name)
            return [choice] if choice in self.names.labels else []
        return self._named(owner, [*path, text])

    def _chain_end(self, number: int) -> int:
        while self._text(number + 1) == ".":
            number += 2
        return number

    def _call(self, number: int) -> str:
        """Return the function inside whose brackets a token stands."""
        depth = 0
        for before in range(number - 1, 0, -1):
            depth += (self._text(before) in {")", "]"}) - (self._text(before) in {"(", "["})
            if depth < 0:
                return self._text(before - 1)
        return ""
