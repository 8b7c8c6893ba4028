"""A Jinja2 environment for templates that offices write: only names, lists and conditions; every text stays text.

Knows nothing about Word files. What a template may say is a short list, checked before anything is filled in: no
calls, no assignments, no arithmetic, no imports; so what it writes is bounded by its size and by the loops it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from checker.report.docx.content import LEFT, UP, Merge

if TYPE_CHECKING:
    from jinja2 import Template

FILTERS: Final = ("default", "first", "join", "last", "length")
_MOST_ROUNDS: Final = 100_000
_MOST_CHARS: Final = 20_000_000
_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ILLEGAL: Final = re.compile("[\ud800-\udfff\ufffe\uffff" + UP + LEFT + "]")
_COUNTED: Final = "counted"


def one_line(text: str) -> str:
    """Return ``text`` as XML can hold it, in one line: no control characters, and no marks of merged cells."""
    return _ILLEGAL.sub("\ufffd", _BLANKS.sub(" ", text)).strip()


class TooMuch(SecurityError):
    """The template runs more rounds, or writes more text, than any report needs."""


class ReportEnvironment(ImmutableSandboxedEnvironment):
    """The environment; it counts what one rendering does, so use a new one for each document."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True, finalize=self._text, cache_size=0)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS} | {_COUNTED: self._counted}
        self.source = ""
        self._rounds = _MOST_ROUNDS
        self._chars = _MOST_CHARS

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:
        """Compile a template with every loop counted; ``source`` is kept to tell where a fault stands."""
        self.source = source
        tree = self.parse(source)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)
        return super().from_string(tree, globals, template_class)

    def _counted(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self._rounds -= 1
            if self._rounds < 0:
                raise TooMuch("loops")
            yield item

    def _text(self, value: object) -> object:
        """Return a value as XML text in one line: no markup, no control characters, no braces."""
        if isinstance(value, Merge) or self.undefined is type(value):
            return value
        text = one_line(str.__str__(value) if isinstance(value, str) else str(value))
        self._chars -= len(text)
        if self._chars < 0:
            raise TooMuch("text")
        # docxtpl turns {_{ and its like into tags after filling in; written as references they are left alone
        return Markup(str(escape(text)).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 - escaped here
