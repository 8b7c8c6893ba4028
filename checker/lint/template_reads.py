"""Reads the templates of problems: which parameters and which fields of findings each uses, and what it makes sure of.

A template is followed as it would be filled: through loops, groups and conditions. Knows nothing about what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from checker.compose.chinese import FILTERS, FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.pack.models import ProblemModel
    from checker.pack.pack import Entry, Pack
    from checker.plan import PlannedRule

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldRead:
    """A name read from findings of ``rules``: the field, or the variable and the field; ``sure`` when it was asked for.

    ``asked`` says that it is only asked for (``is defined``), not shown.
    """

    names: Names
    rules: frozenset[str]
    sure: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class ParameterRead:
    """A parameter read, with its key where one is written."""

    name: str
    key: str | None = None


@dataclass(slots=True)
class TemplateReads:
    """One template with everything it reads; ``steps`` leads to it from the problem."""

    problem: Entry[ProblemModel]
    steps: Names
    source: str
    fields: list[FieldRead] = field(default_factory=list)
    params: list[ParameterRead] = field(default_factory=list)
    findings: bool = False

    @property
    def parameters(self) -> frozenset[str]:
        """The ids of the parameters read."""
        return frozenset(read.name for read in self.params)


@dataclass(frozen=True, slots=True)
class _Findings:
    """A list of findings, one of them (``single``), groups of them, or a paired fact of one (``names``)."""

    rules: frozenset[str]
    shape: str = "list"
    names: Names = ()
    sure: frozenset[Names] = frozenset()


_PARAMS = "params"
_PICKS = frozenset({"first", "last"})
_KEEPS = frozenset({"sort", "list", "reverse", "unique", "selectattr", "rejectattr", "select", "reject"})
_Value = _Findings | str | None


def read_templates(pack: Pack, rules: Mapping[str, PlannedRule]) -> Iterator[TemplateReads]:
    """Yield what every template of ``pack`` reads; one that is not well written reads nothing."""
    for name, entry in pack.problems.items():
        feeding = frozenset(rule.id for rule in rules.values() if rule.problem == name)
        variables = {rule.id: tuple(variable for variable, _ in rule.subject.variables) for rule in rules.values()}
        yield _read(TemplateReads(entry, ("text",), entry.model.text), feeding, variables)
        if entry.model.advice is not None:
            advice = TemplateReads(entry, ("advice", "text"), entry.model.advice.text)
            yield _read(advice, feeding, variables)


def _read(reads: TemplateReads, feeding: frozenset[str], variables: Mapping[str, Names]) -> TemplateReads:
    from jinja2 import TemplateError  # noqa: PLC0415 - loaded only where there are templates

    try:
        tree = _environment().parse(reads.source)
    except TemplateError:
        return reads
    _Reader(reads, variables).body(tree.body, {"findings": _Findings(feeding), "params": _PARAMS})
    return reads


@lru_cache
def _environment() -> Any:
    from jinja2 import Environment  # noqa: PLC0415

    environment = Environment(trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - nothing is rendered with it
    environment.filters.update(FILTERS)
    environment.globals.update(FUNCTIONS)
    return environment


class _Reader:
    """Walks one template; ``scope`` says what each name stands for."""

    def __init__(self, reads: TemplateReads, variables: Mapping[str, Names]) -> None:
        self._reads = reads
        self._variables = variables

    def body(self, nodes: Any, scope: dict[str, _Value]) -> None:
        for node in nodes:
            self._statement(node, scope)

    def _statement(self, node: Any, scope: dict[str, _Value]) -> None:
        match type(node).__name__:
            case "For":
                self._loop(node, scope)
            case "If":
                self.value(node.test, scope)
                self.body(node.body, self._narrowed(node.test, scope, holds=True))
                rest = self._narrowed(node.test, scope, holds=False)
                for branch in node.elif_:
                    self._statement(branch, rest)
                    rest = self._narrowed(branch.test, rest, holds=False)
                self.body(node.else_, rest)
            case "Assign":
                value = self.value(node.node, scope)
                if type(node.target).__name__ == "Name":
                    scope[node.target.name] = value
            case _:
                for child in node.iter_child_nodes():
                    self.value(child, scope)

    def _loop(self, node: Any, scope: dict[str, _Value]) -> None:
        over = self.value(node.iter, scope)
        inner = dict(scope)
        target = node.target
        if isinstance(over, _Findings) and over.shape == "list" and type(target).__name__ == "Name":
            inner[target.name] = _Findings(over.rules, "single", (), over.sure)
        elif isinstance(over, _Findings) and over.shape == "groups" and type(target).__name__ == "Tuple":
            key, items = target.items
            inner[key.name] = None
            inner[items.name] = _Findings(over.rules, "list", (), over.sure)
        if node.test is not None:
            self.value(node.test, inner)
            inner = self._narrowed(node.test, inner, holds=True)
        self.body(node.body, inner)
        self.body(node.else_, dict(scope))

    def value(self, node: Any, scope: dict[str, _Value]) -> _Value:
        """Note what an expression reads, and return what it stands for."""
        match type(node).__name__:
            case "Name":
                found = scope.get(node.name)
                self._reads.findings = self._reads.findings or isinstance(found, _Findings)
                return found
            case "Getattr":
                return self._part(self.value(node.node, scope), node.attr)
            case "Getitem":
                key = getattr(node.arg, "value", None)
                return self._part(self.value(node.node, scope), key if isinstance(key, str) else None)
            case "Filter":
                return self._filtered(node, scope)
            case "Call":
                return self._called(node, scope)
            case "Test":
                self._asked(node, scope)
            case "CondExpr":
                self._chosen(node, scope)
            case "And" | "Or":
                self.value(node.left, scope)
                self.value(node.right, self._narrowed(node.left, scope, holds=type(node).__name__ == "And"))
            case _:
                for child in node.iter_child_nodes():
                    self.value(child, scope)
        return None

    def _chosen(self, node: Any, scope: dict[str, _Value]) -> None:
        self.value(node.test, scope)
        self.value(node.expr1, self._narrowed(node.test, scope, holds=True))
        if node.expr2 is not None:
            self.value(node.expr2, self._narrowed(node.test, scope, holds=False))

    def _part(self, owner: _Value, name: str | None, *, asked: bool = False) -> _Value:
        if isinstance(owner, str) and owner == _PARAMS and name is not None:
            self._reads.params.append(ParameterRead(name))
            return f"{_PARAMS}.{name}"
        if isinstance(owner, str) and name is not None:
            self._reads.params[-1] = ParameterRead(owner.partition(".")[2], name)
            return None
        if not isinstance(owner, _Findings) or owner.shape != "single" or name is None:
            return None
        names = (*owner.names, name)
        self._note(owner, names, asked=asked)
        having = frozenset(rule for rule in owner.rules if name in self._variables[rule])
        return _Findings(having, "single", names, owner.sure) if having and not owner.names else None

    def _note(self, owner: _Findings, names: Names, *, asked: bool = False) -> None:
        self._reads.fields.append(FieldRead(names, owner.rules, names in owner.sure, asked))

    def _filtered(self, node: Any, scope: dict[str, _Value]) -> _Value:
        over = self.value(node.node, scope)
        for argument in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self.value(argument, scope)
        if not isinstance(over, _Findings):
            return None
        first = getattr(node.args[0], "value", None) if node.args else None
        if node.name in {"selectattr", "rejectattr"} and isinstance(first, str):
            test = getattr(node.args[1], "value", None) if len(node.args) > 1 else None
            asking = test in {"defined", "undefined"}
            self._note(over, (first,), asked=asking)
            made_sure = node.name == "selectattr" and test == "defined"
            return _Findings(over.rules, "list", (), over.sure | {(first,)}) if made_sure else over
        by = next((keyword.value for keyword in node.kwargs if keyword.key == "attribute"), None)
        name = getattr(by, "value", first if node.name in {"groupby", "sum"} else None)
        if isinstance(name, str):
            self._note(over, (name,))
        if node.name in _PICKS:
            return _Findings(over.rules, "single", (), over.sure)
        return over if node.name in _KEEPS else None

    def _called(self, node: Any, scope: dict[str, _Value]) -> _Value:
        values = [self.value(argument, scope) for argument in node.args]
        name = getattr(node.node, "name", "")
        over = values[0] if values else None
        by = getattr(node.args[1], "value", None) if len(node.args) > 1 else None
        if name in FUNCTIONS and isinstance(over, _Findings) and isinstance(by, str):
            self._note(over, (by,))
        if name == "groups" and isinstance(over, _Findings):
            return _Findings(over.rules, "groups", (), over.sure)
        return None

    def _asked(self, node: Any, scope: dict[str, _Value]) -> None:
        if node.name in {"defined", "undefined"} and type(node.node).__name__ in {"Getattr", "Getitem"}:
            name = getattr(node.node, "attr", None) or getattr(node.node.arg, "value", None)
            self._part(self.value(node.node.node, scope), name, asked=True)
            return
        self.value(node.node, scope)
        for argument in node.args or ():
            self.value(argument, scope)

    def _narrowed(self, test: Any, scope: dict[str, _Value], *, holds: bool) -> dict[str, _Value]:
        """Return what names stand for where a condition holds, or where it does not."""
        kind = type(test).__name__
        if kind == "Not":
            return self._narrowed(test.node, scope, holds=not holds)
        if (kind == "And") is holds and kind in {"And", "Or"}:
            return self._narrowed(test.right, self._narrowed(test.left, scope, holds=holds), holds=holds)
        if kind != "Test" or test.name not in {"defined", "undefined"} or type(test.node).__name__ != "Getattr":
            return dict(scope)
        return self._given(test.node, scope, holds=holds is (test.name == "defined"))

    def _given(self, node: Any, scope: dict[str, _Value], *, holds: bool) -> dict[str, _Value]:
        path: Names = ()
        while type(node).__name__ == "Getattr":
            path, node = (node.attr, *path), node.node
        owner = scope.get(getattr(node, "name", ""))
        if not isinstance(owner, _Findings) or owner.shape != "single" or owner.names:
            return dict(scope)
        having = frozenset(rule for rule in owner.rules if path[0] in self._variables[rule])
        if holds:
            rules = having if having and len(path) == 1 else owner.rules
            narrowed = _Findings(rules, "single", (), owner.sure | {path})
        else:
            narrowed = _Findings(owner.rules - having if len(path) == 1 else owner.rules, "single", (), owner.sure)
        return {**scope, node.name: narrowed}
