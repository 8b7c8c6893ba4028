"""Compiles a pack's problem and advice templates in a sandbox, and fills them with findings.

Templates are untrusted: no attribute that begins with ``_``, no import, no undefined names, bounded output.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from checker.compose.chinese import FILTERS, FUNCTIONS
from checker.messages import message
from checker.source import InputError, Place, Problem, Problems, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

    from checker.pack import Entry, Pack
    from checker.pack.models import ProblemModel

_NAMES: Final = frozenset({"findings", "params", *FUNCTIONS})
_LONGEST: Final = 20_000
_HINT: Final = message("模板里可以用 findings、params，以及 {names}", names="、".join([*FUNCTIONS, *FILTERS]))


@dataclass(frozen=True, slots=True)
class Compiled:
    """One template and where it was written."""

    template: Template
    place: Place


@dataclass(frozen=True, slots=True)
class Templates:
    """The compiled templates of a pack by problem: its text, and its advice when it has any."""

    texts: Mapping[str, Compiled]
    advice: Mapping[str, Compiled]


def compile_templates(pack: Pack, problems: Problems) -> Templates:
    """Return the templates of ``pack``; every fault is recorded with its place."""
    environment = _environment()
    texts: dict[str, Compiled] = {}
    advice: dict[str, Compiled] = {}
    for problem_id, entry in pack.problems.items():
        for steps, source in _sources(entry):
            compiled = _compile(environment, source, entry, steps, problems)
            if compiled is not None:
                (advice if steps[0] == "advice" else texts)[problem_id] = compiled
    return Templates(texts, advice)


def _sources(entry: Entry[ProblemModel]) -> Iterator[tuple[tuple[str, ...], str]]:
    yield ("text",), entry.model.text
    if entry.model.advice is not None:
        yield ("advice", "text"), entry.model.advice.text


def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined  # noqa: PLC0415 - loaded only when a report is composed
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, cache_size=0
    )  # plain text, not HTML: what shows it escapes it
    environment.filters.update(FILTERS)
    environment.globals.clear()
    environment.globals.update(FUNCTIONS)
    return environment


def _compile(
    environment: SandboxedEnvironment,
    source: str,
    entry: Entry[ProblemModel],
    steps: tuple[str, ...],
    problems: Problems,
) -> Compiled | None:
    from jinja2 import TemplateError, meta  # noqa: PLC0415

    place = entry.origin.at(*steps)
    try:
        tree = environment.parse(source)
        unknown = sorted(meta.find_undeclared_variables(tree) - _NAMES)
        for name in unknown:
            at = entry.origin.at(*steps, offset=max(0, source.find(name)))
            what = message("模板里没有名为“{name}”的内容", name=name)
            problems.add("template-name", at, what, did_you_mean(name, _NAMES) or _HINT)
        return None if unknown else Compiled(environment.from_string(source), place)
    except TemplateError as error:
        line = getattr(error, "lineno", None) or 1
        offset = sum(len(text) + 1 for text in source.split("\n")[: line - 1])
        at = entry.origin.at(*steps, offset=offset) if line > 1 else place
        problems.add("template-syntax", at, message("模板写法不对：{why}", why=error.message or error), _HINT)
        return None


def fill(compiled: Compiled, values: Mapping[str, Any]) -> str:
    """Return the filled text with blanks between Chinese characters removed; raises ``InputError`` with the place."""
    from jinja2 import TemplateError  # noqa: PLC0415

    try:
        text = compiled.template.render(values)
    except (TemplateError, TypeError, ArithmeticError, OverflowError) as error:
        what = message("模板填写失败：{why}", why=getattr(error, "message", None) or error)
        raise InputError([Problem("template-failed", compiled.place, what, _HINT)]) from None
    if len(text) > _LONGEST:
        what = message("模板写出的文字超过 {most} 个字", most=_LONGEST)
        raise InputError([Problem("template-too-long", compiled.place, what)])
    return _tidy(text)


def _tidy(text: str) -> str:
    """Drop line breaks and the blanks YAML folds them into, except between two Latin words."""
    pieces = text.split()
    joined = pieces[0] if pieces else ""
    for piece in pieces[1:]:
        glue = " " if joined[-1].isascii() and piece[0].isascii() else ""
        joined += glue + piece
    return joined
