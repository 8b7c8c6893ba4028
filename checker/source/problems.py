"""Says what is wrong, where, and what to write instead; knows nothing about what the files mean.

CheckerError
├── InputError     the files given are wrong: carries every problem found (exit code 2)
├── UsageFault     the command was used wrongly (exit code 2)
└── EngineFault    the tool itself failed: the answer may not be trusted (exit code 4)
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from checker.messages import Message, message, tr

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]
_CELL: Final = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file with 1-based line and column, or a sheet with a cell name."""

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file}:{self.sheet}!{self.cell}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    @property
    def order(self) -> tuple[str, int, int, str, int, int, str]:
        """The key by which places are put in the order in which a reader comes across them: B9 before A10."""
        first = _CELL.match(self.cell)
        row, letters = (int(first[2]), first[1]) if first else (0, "")
        return (self.file, self.line, self.column, self.sheet, row, len(letters), letters)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in the input: a stable code, its place, what is wrong, and what to write instead."""

    code: str
    place: Place
    what: Message
    hint: Message | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        word = tr("错误") if self.severity == "error" else tr("警告")
        hint = "\n    " + tr("建议：{hint}", hint=self.hint) if self.hint else ""
        return f"{self.place}: {word} [{self.code}] {self.what}{hint}"


class CheckerError(Exception):
    """Anything the checker refuses or fails at."""


class UsageFault(CheckerError):
    """The command or call was used wrongly; the message says how to use it."""

    def __init__(self, what: Message) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return self.what.render()


class EngineFault(CheckerError):
    """An engine broke a promise; no result is given."""


class InputError(CheckerError):
    """The input is wrong; ``problems`` lists everything found, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.place.order, p.code, p.what.render())))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


@dataclass(slots=True)
class Problems:
    """Collects problems so that all of them can be reported at once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, code: str, place: Place, what: Message, hint: Message | None = None) -> None:
        """Record an error."""
        self.found.append(Problem(code, place, what, hint))

    def warn(self, code: str, place: Place, what: Message, hint: Message | None = None) -> None:
        """Record something that deserves attention but does not stop the check."""
        self.found.append(Problem(code, place, what, hint, "warning"))

    @property
    def errors(self) -> list[Problem]:
        """The recorded problems that stop the check."""
        return [problem for problem in self.found if problem.severity == "error"]

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The recorded problems that do not stop the check."""
        return tuple(problem for problem in self.found if problem.severity == "warning")

    def raise_if_any(self) -> None:
        """Raise ``InputError`` with everything recorded when there is at least one error."""
        if self.errors:
            raise InputError(self.found)


def suggest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most like ``word``, or None when none is near enough to be worth naming."""
    names = sorted(set(candidates))
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    if near:
        return near[0]
    folded = {name.casefold().replace("-", "_"): name for name in names}
    return folded.get(word.casefold().replace("-", "_"))


def did_you_mean(word: str, candidates: Iterable[str]) -> Message | None:
    """Return the hint “did you mean …”, or the list of what may stand there when it is short."""
    names = sorted(set(candidates))
    near = suggest(word, names)
    if near is not None:
        return message("你是不是要写“{near}”？", near=near)
    if 0 < len(names) <= 12:  # noqa: PLR2004 - a longer list teaches nothing
        return message("可以写：{names}", names="、".join(names))
    return None
