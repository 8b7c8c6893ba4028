"""Finds what the expressions and messages of a pack name, as the language resolves them: not by searching text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from checker.edit.things import REFERENCES, Thing
from checker.edit.uses import Use, offset_of
from checker.expr import Expr, Scope, children
from checker.expr.tree import NOWHERE, Aggregate, Comparison, Constant, Field, Parameter
from checker.pack import parameter_specs, record_specs
from checker.plan.compiler import Compiler
from checker.plan.derive import plan_derivations
from checker.plan.indicators import plan_score
from checker.plan.rules import plan_rules
from checker.source import Problems
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from checker.edit.things import Names
    from checker.expr import ParameterSpec, RecordSpec
    from checker.expr.syntax import Span
    from checker.pack.pack import Origin, Pack
    from checker.source import Step

Hit = tuple[int, int, Thing]
"""From where to where an expression names a thing."""
_ANY_DAY: Final = date(2020, 1, 1)
_PAIR: Final = 2
_NAME: Final = re.compile(r"`[^`]*`|\w+")
_QUOTES: Final = frozenset("\"'“")


@dataclass(frozen=True, slots=True)
class _Noting(Scope):
    """A scope that notes what each name it is asked for turned out to be."""

    text: str = ""
    hits: list[Hit] = field(default_factory=list)

    def record(self, name: str, span: Span) -> RecordSpec:
        found = Scope.record(self, name, span)
        self.hits.append((span.start, self._end(span.start), Thing("fact_type", found.name)))
        return found

    def parameter(self, name: str, span: Span = NOWHERE) -> ParameterSpec | None:
        found = Scope.parameter(self, name, span)
        if found is not None:
            self.hits.append((span.start, self._end(span.start), Thing("parameter", found.name)))
        return found

    def resolve(self, parts: tuple[str, ...], span: Span, field_start: int | None = None) -> Expr:
        found = Scope.resolve(self, parts, span, field_start)
        if isinstance(found, Field):
            start = span.start if field_start is None else field_start
            self.hits.append((start, span.end, Thing("field", found.name, found.record)))
            spec = self.records[found.record]
            unnamed = found.variable == spec.name or "*" in found.variable
            if len(parts) == _PAIR and unnamed and parts[0] in {spec.name, spec.label}:
                self.hits.append((span.start, self._end(span.start), Thing("fact_type", found.record)))
        return found

    def _end(self, start: int) -> int:
        """Return where the name that begins at ``start`` ends."""
        found = _NAME.match(self.text, start)
        return start if found is None else found.end()


@dataclass(frozen=True, slots=True)
class _Text:
    """One compiled text: where it stands, how far into the value it begins, and what came of it."""

    origin: Origin
    steps: tuple[Step, ...]
    shift: int
    text: str
    tree: Expr
    hits: tuple[Hit, ...]


class _Reader(Compiler):
    """Compiles the texts of a pack, and keeps of each what its names turned out to be."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(problems)
        self.texts: list[_Text] = []

    def _compile(
        self,
        text: str,
        origin: Origin,
        steps: tuple[Step, ...],
        scope: Scope,
        expected: Iterable[Kind] | None,
        shift: int,
    ) -> Expr:
        noting = _Noting(scope.records, scope.parameters, scope.variables, scope.at, text)
        tree = super()._compile(text, origin, steps, noting, expected, shift)
        self.texts.append(_Text(origin, steps, shift, text, tree, tuple(dict.fromkeys(noting.hits))))
        return tree


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the expressions of a pack name: every use, and which choices are compared with each other.

    ``linked`` are pairs of what has choices (``type.field``, or a parameter with keys) whose choices are the same.
    """

    uses: tuple[Use, ...]
    linked: frozenset[tuple[str, str]]


def spoken_names(pack: Pack, names: Names, texts: Mapping[str, str]) -> Spoken:
    """Return what the expressions of a sound pack name in the files of which ``texts`` gives the text."""
    problems = Problems()
    scope = Scope(record_specs(pack), parameter_specs(pack))
    reader = _Reader(problems)
    plan_derivations(pack, scope, reader, problems)
    rules, _ = plan_rules(pack, scope, reader, _ANY_DAY, problems)
    plan_score(pack, scope, reader, rules)
    plan_score(_with_shared_tree(pack), scope, reader, rules)
    uses: dict[Use, None] = {}
    linked: set[tuple[str, str]] = set()
    for text in reader.texts:
        hits = [*text.hits, *(hit for node in _parts(text.tree) for hit in _said(node, text.text, names))]
        if text.origin.at(*text.steps).file in texts:
            uses |= dict.fromkeys(_use(text, hit, texts) for hit in hits)
        linked |= {pair for node in _parts(text.tree) if (pair := _link(node)) is not None}
    return Spoken(tuple(uses), frozenset(linked))


def _with_shared_tree(pack: Pack) -> Pack:
    """Return a pack whose indicators are the shared ones: those that no pack uses yet are looked at too."""
    model, origin = pack.indicators.model, pack.indicators.origin
    parts: dict[tuple[Step, ...], Origin] = {
        ("indicators", index): origin.below("shared", index) for index in range(len(model.shared))
    }
    shared = model.model_copy(update={"indicators": model.shared, "shared": (), "caps": (), "vetoes": ()})
    return replace(pack, indicators=replace(pack.indicators, model=shared, origin=replace(origin, parts=parts)))


def _parts(node: Expr) -> Iterator[Expr]:
    """Yield a tree and all below it that is written in the same text: the day of a parameter is written elsewhere."""
    yield node
    for child in children(node):
        if not (isinstance(node, Parameter) and child is node.at):
            yield from _parts(child)


def _use(text: _Text, hit: Hit, texts: Mapping[str, str]) -> Use:
    start, end, thing = hit
    place = text.origin.at(*text.steps, offset=text.shift + start)
    written = text.text[start:end]
    begin = offset_of(texts[place.file], place)
    return Use(place.file, begin, begin + len(written), thing, written.strip("`"), whole=False)


def _said(node: Expr, text: str, names: Names) -> Iterator[Hit]:
    """Yield the constants of a comparison or look-up that are choices, or ids and labels of things."""
    pairs: list[tuple[Expr | None, Expr]] = []
    if isinstance(node, Comparison):
        pairs = [(node.left, node.right), (node.right, node.left)]
    elif isinstance(node, Parameter) and node.key is not None:
        pairs = [(node, node.key)]
    for owner, said in pairs:
        if isinstance(said, Constant) and said.kind in {Kind.CHOICE, Kind.TEXT} and said.span.end:
            thing = _meant(owner, said, names)
            quoted = text[said.span.start] in _QUOTES
            if thing is not None:
                yield said.span.start + quoted, said.span.end - quoted, thing


def _meant(owner: Expr | None, said: Constant, names: Names) -> Thing | None:
    if said.kind is Kind.CHOICE:
        chosen = _chooser(owner)
        return None if chosen is None else Thing("choice", str(said.value), chosen)
    if isinstance(owner, Field) and (owner.record, owner.name) in REFERENCES:
        return names.find(REFERENCES[owner.record, owner.name], str(said.value))
    return None


def _chooser(node: Expr | None) -> str | None:
    """Return what has the choices a value is one of: ``type.field`` or a parameter."""
    if isinstance(node, Parameter):
        return node.name
    if isinstance(node, Aggregate):
        return _chooser(node.body)
    return f"{node.record}.{node.name}" if isinstance(node, Field) and node.kind is Kind.CHOICE else None


def _link(node: Expr) -> tuple[str, str] | None:
    if isinstance(node, Comparison):
        one, other = _chooser(node.left), _chooser(node.right)
    elif isinstance(node, Parameter) and node.key is not None:
        one, other = node.name, _chooser(node.key)
    else:
        return None
    return None if one is None or other is None else (one, other)
