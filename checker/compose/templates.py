"""Checks a pack's problem and advice templates, and fills them with findings in a sandbox.

Templates are untrusted: no attribute that begins with ``_``, no import, no undefined names, bounded output.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from checker.compose.chinese import FILTERS, FUNCTIONS
from checker.compose.template_faults import missing_name, not_given, template_fault
from checker.messages import Message, language, message
from checker.source import InputError, Place, Problem, Problems, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

    from checker.pack import Entry, Pack
    from checker.pack.models import ProblemModel

_NAMES: Final = frozenset({"findings", "params", *FUNCTIONS})
_LONGEST: Final = 20_000
_WORD: Final = re.compile(r"[a-z][a-z0-9_]*")
_HINT: Final = message("模板里可以用 findings、params，以及 {names}", names="、".join([*FUNCTIONS, *FILTERS]))


@dataclass(frozen=True, slots=True)
class Checked:
    """One template that is known to be well written, and where it stands; compiled when it is first filled."""

    source: str
    place: Place
    environment: SandboxedEnvironment = field(repr=False, compare=False)
    inside: Callable[[int], Place] | None = field(default=None, repr=False, compare=False)

    def at(self, offset: int) -> Place:
        """Return the place so many characters into the template, or that of the whole when it is not known."""
        return self.place if self.inside is None else self.inside(offset)

    def template(self) -> Template:
        """Return the compiled template."""
        return _compiled(self.environment, self.source)


@lru_cache(maxsize=512)
def _compiled(environment: SandboxedEnvironment, source: str) -> Template:
    return environment.from_string(source)


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of a pack by problem: text, and advice where there is any; ``names`` are the fields they use."""

    texts: Mapping[str, Checked]
    advice: Mapping[str, Checked]
    names: frozenset[str]


def check_templates(pack: Pack, problems: Problems) -> Templates:
    """Return the templates of ``pack``; every fault is recorded with its place."""
    environment = _environment()
    texts: dict[str, Checked] = {}
    advice: dict[str, Checked] = {}
    names: set[str] = set()
    for problem_id, entry in pack.problems.items():
        for steps, source in _sources(entry):
            checked = _check(environment, source, entry, steps, problems)
            if checked is not None:
                (advice if steps[0] == "advice" else texts)[problem_id] = checked
                names.update(_names(source))
    return Templates(texts, advice, frozenset(names))


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


def _check(
    environment: SandboxedEnvironment,
    source: str,
    entry: Entry[ProblemModel],
    steps: tuple[str, ...],
    problems: Problems,
) -> Checked | None:
    found, at = _faults(environment, source), entry.origin.at
    for fault in found:
        place = at(*steps) if fault.offset is None else at(*steps, offset=fault.offset)
        problems.add(fault.code, place, fault.what, fault.hint)
    if found:
        return None
    return Checked(source, at(*steps), environment, lambda offset: at(*steps, offset=offset))


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One thing wrong with a template, so many characters into it where that is known."""

    code: str
    what: Message
    hint: Message | None
    offset: int | None = None


def template_faults(source: str) -> list[TemplateFault]:
    """Return what is wrong with the text of a template; what only shows when it is filled is not among it."""
    return _faults(_environment(), source)


def _faults(environment: SandboxedEnvironment, source: str) -> list[TemplateFault]:
    from jinja2 import TemplateError, meta, nodes  # noqa: PLC0415

    try:
        tree = environment.parse(source)
        unknown = sorted(meta.find_undeclared_variables(tree) - _NAMES)
    except TemplateError as error:
        line = getattr(error, "lineno", None) or 1
        offset = sum(len(text) + 1 for text in source.split("\n")[: line - 1])
        what, hint = template_fault(error.message or str(error))
        return [TemplateFault("template-syntax", what, hint or _HINT, offset if line > 1 else None)]
    outside = (nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)
    if any(True for _ in tree.find_all(outside)):
        return [TemplateFault("template-import", message("模板不能引用别的文件"), message("把文字直接写在这里"))]
    return [
        TemplateFault(
            "template-name",
            message("模板里没有名为“{name}”的内容", name=name),
            did_you_mean(name, _NAMES) or _HINT,
            max(0, source.find(name)),
        )
        for name in unknown
    ]


def _names(source: str) -> Iterator[str]:
    """Yield the words of a template, among them the fields it uses: after a dot, or as text for ``groups``."""
    yield from _WORD.findall(source)


def fill(checked: Checked, values: Mapping[str, Any]) -> str:
    """Return the filled text with blanks between Chinese characters removed; raises ``InputError`` with the place."""
    from jinja2 import TemplateError  # noqa: PLC0415

    try:
        with language("zh"):  # the sentences are the pack's own, so their numbers are written in its language
            text = checked.template().render(values)
    except (TemplateError, TypeError, AttributeError, KeyError, ArithmeticError) as error:
        raise InputError([_failed(checked, error, values)]) from None
    if len(text) > _LONGEST:
        what = message("模板写出的文字超过 {most} 个字", most=_LONGEST)
        raise InputError([Problem("template-too-long", checked.place, what)])
    return _tidy(text)


def _failed(checked: Checked, error: Exception, values: Mapping[str, Any]) -> Problem:
    name = missing_name(error)
    if name is None:
        what = message("模板填写失败：{why}", why=getattr(error, "message", None) or error)
        return Problem("template-failed", checked.place, what, _HINT)
    written = re.search(rf"\b{re.escape(name)}\b", checked.source)
    place = checked.place if written is None else checked.at(written.start())
    return Problem("template-failed", place, *not_given(name, checked.source, values.get("params", ())))


def _tidy(text: str) -> str:
    """Drop line breaks and the blanks YAML folds them into, except between two Latin words."""
    pieces = text.split()
    joined = pieces[0] if pieces else ""
    for piece in pieces[1:]:
        glue = " " if joined[-1].isascii() and piece[0].isascii() else ""
        joined += glue + piece
    return joined
