"""Turns the templates of tests/backcheck/unseen and a project's figures into reports, and into changed copies of them.

The wording of the templates was written without looking at the code that reads it, so it measures wording never seen.
A template is plain text with ``{figure:form}``, ``[[text||otherwise]]`` (the second when a figure of the first is not
known) and ``<<figures|between|text>>`` (the text for each of several).
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.backcheck import read_report, verify_report
from checker.source import Problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.backcheck import BackCheck, Disagreement
    from tests.backcheck.unseen_projects import Case, Scope

TEMPLATES: Final = tuple(sorted((Path(__file__).parent / "unseen").iterdir()))
GRADES: Final = ("优", "良", "中", "差")
THIRDS: Final = ("上旬", "中旬", "下旬")
DIGITS: Final = "0123456789"
PIECE: Final = re.compile(r"\[\[|\|\||\]\]|<<|>>|\{[^{}]+\}")
MUTABLE: Final = re.compile(r"\d")
SUMS: Final = {
    "total-not-sum",
    "weights-not-sum",
    "list-count",
    "indicator-list",
    "indicator-count",
    "deduction-not-difference",
    "grade-not-score",
}
NEAR: Final = 4
"""Characters of markup that a place in a line may be off by."""
SCALES: Final = {"万": (10_000, "万元"), "亿": (100_000_000, "亿元"), "元": (1, "元")}


class UnknownFigureError(Exception):
    """A figure of the text is not known for this project."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the project in a filled text; ``end`` is after its last character."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """A filled template."""

    name: str
    text: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A copy with one figure changed: the figure, what stands there now, and the whole text."""

    report: str
    figure: str
    was: str
    now: str
    line: int
    column: int
    text: str


class Filling:
    """Text being filled in, with where each figure was put."""

    def __init__(self, template: str) -> None:
        """Start at the beginning of ``template``."""
        self.pieces = [piece for piece in re.split(f"({PIECE.pattern})", template) if piece]
        self.out = ""
        self.figures: list[Figure] = []

    def close(self, at: int, opening: str, closing: str) -> int:
        """Return where the part that was opened before ``at`` is closed."""
        depth = 1
        while depth:
            depth += {opening: 1, closing: -1}.get(self.pieces[at], 0)
            at += 1
        return at - 1

    def fill(self, start: int, end: int, scope: Scope) -> None:
        """Write the pieces from ``start`` up to ``end``; raises when a figure is not known."""
        while start < end:
            piece = self.pieces[start]
            start += 1
            if piece == "[[":
                close = self.close(start, "[[", "]]")
                self.optional(start, close, scope)
                start = close + 1
            elif piece == "<<":
                close = self.close(start, "<<", ">>")
                self.repeat(start, close, scope)
                start = close + 1
            elif piece.startswith("{"):
                self.put(piece[1:-1], scope)
            else:
                self.out += piece

    def optional(self, start: int, close: int, scope: Scope) -> None:
        """Write the first part, or the second when a figure of the first is not known."""
        depth, split = 0, close
        for at in range(start, close):
            depth += {"[[": 1, "<<": 1, "]]": -1, ">>": -1}.get(self.pieces[at], 0)
            if self.pieces[at] == "||" and not depth:
                split = at
                break
        before = self.out, len(self.figures)
        try:
            self.fill(start, split, scope)
        except UnknownFigureError:
            self.out = before[0]
            del self.figures[before[1] :]
            self.fill(min(split + 1, close), close, scope)

    def repeat(self, start: int, close: int, scope: Scope) -> None:
        """Write the text once for each of several."""
        name, between, first = [*self.pieces[start].split("|", 2), "", ""][:3]
        rows = scope.get(name)
        if not rows:
            raise UnknownFigureError(name)
        body = self.pieces[start + 1 : close]
        if body and body[0] == "||":
            body = body[1:]
        saved = self.pieces
        for number, row in enumerate(rows):
            self.out += between if number else ""
            self.pieces = [first, *body]
            self.fill(0, len(self.pieces), scope | row)
            self.pieces = saved

    def put(self, hole: str, scope: Scope) -> None:
        """Write one figure."""
        name, _, form = hole.partition(":")
        value = scope.get(name)
        if value is None or isinstance(value, list):
            raise UnknownFigureError(name)
        text = written(value, form)
        if name not in {"title", "n", "batch", "q"}:
            self.figures.append(Figure(name, len(self.out), len(self.out) + len(text)))
        self.out += text


def fill(template: Path, case: Case) -> Report:
    """Return the template filled with the project's figures."""
    filling = Filling(template.read_text(encoding="utf-8"))
    filling.fill(0, len(filling.pieces), case.scope)
    return Report(f"{case.name}-{template.name}", filling.out, tuple(filling.figures))


def written(value: object, form: str) -> str:
    """Return a figure in a form: 万 亿 元 (with , grouped, - without the unit), % (with digits), a date, a quarter."""
    if isinstance(value, str):
        return _dated(value, form) if form else value
    exact = Fraction(str(value))
    if form[:1] in SCALES:
        scale, unit = SCALES[form[0]]
        return _decimal(exact / scale, 4, grouped="," in form) + ("" if "-" in form else unit)
    if form[:1] == "%":
        return _decimal(exact * 100, int(form[1:] or 2)) + "%"
    return _decimal(exact, 2)


def _decimal(value: Fraction, digits: int, *, grouped: bool = False) -> str:
    whole = int(value * 10**digits + Fraction(1, 2))
    text = f"{whole // 10**digits:{',' if grouped else ''}}"
    rest = f"{whole % 10**digits:0{digits}d}".rstrip("0") if digits else ""
    return text + (f".{rest}" if rest else "")


def _dated(value: str, form: str) -> str:
    if "Q" in value:
        year, quarter = value.split("Q")
        first = 3 * int(quarter) - 2
        word = "一二三四"[int(quarter) - 1]
        return {
            "月": f"{year}年{first}-{first + 2}月",
            "季": f"{year}年{word}季度",
            "第": f"{year}年第{word}季度",
        }[form]
    year, month, *rest = re.findall(r"\d+", value)
    tail = f"{int(rest[0])}日" if rest else value[-2:] if value.endswith("旬") else ""
    if form == "点":
        return f"{year}.{int(month)}.{int(rest[0])}"
    lead = "" if form == "月" else f"{year}年"
    return f"{lead}{int(month)}月{tail}"


def verify(text: str, name: str, case: Case, folder: Path) -> BackCheck:
    """Return what the comparison says of a report with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    report = read_report(path, name, problems)
    problems.raise_if_any()
    assert report is not None
    return verify_report(report, case.checker.plan, case.facts, case.result)


def mutants(report: Report, chance: random.Random, count: int) -> list[Mutant]:
    """Return copies of the report with one figure changed each, of ``count`` figures where there are as many."""
    figures = [figure for figure in report.figures if _may_change(report, figure)]
    chosen = chance.sample(figures, min(count, len(figures)))
    return [_mutant(report, figure, chance) for figure in sorted(chosen, key=lambda figure: figure.start)]


def _may_change(report: Report, figure: Figure) -> bool:
    if report.text[max(0, figure.start - 2) : figure.start] == "大约":
        return False
    if figure.name == "label":  # an item of a written-out list
        return report.text[figure.end : figure.end + 1] == "、" and report.text[figure.start - 1] == "、"
    return True


def _mutant(report: Report, figure: Figure, chance: random.Random) -> Mutant:
    text, was = report.text, report.text[figure.start : figure.end]
    now, end = ("", figure.end + 1) if figure.name == "label" else (_changed(was, figure.name, chance), figure.end)
    line = text.count("\n", 0, figure.start) + 1
    column = figure.start - text.rfind("\n", 0, figure.start)
    return Mutant(report.name, figure.name, was, now, line, column, text[: figure.start] + now + text[end:])


def _changed(was: str, name: str, chance: random.Random) -> str:
    """Return another figure of the same kind, written the same way."""
    if was in GRADES:
        return chance.choice([grade for grade in GRADES if grade != was])
    if name in {"on", "done", "signed", "as_of", "due"}:
        return chance.choice([day for day in _other_days(was) if day != was])
    while True:
        now = chance.choice((_other_digit, _swapped, _shifted))(was, chance)
        if now != was and not _same_rounded(now, was):
            return now


def _other_days(was: str) -> Iterator[str]:
    numbers = [(found.start(), found.end()) for found in re.finditer(r"\d+", was)]
    for at, (start, end) in enumerate(numbers):
        number = int(was[start:end])
        if at == 0 and end - start == 4:
            yield was[:start] + str(number - 1) + was[end:]
        else:
            yield was[:start] + str(number - 1 if number > 2 else number + 1) + was[end:]
    if was.endswith("旬"):
        yield from (was[:-2] + third for third in THIRDS)


def _other_digit(was: str, chance: random.Random) -> str:
    at = chance.choice([found.start() for found in MUTABLE.finditer(was)])
    return was[:at] + chance.choice(DIGITS[1:]) + was[at + 1 :]


def _swapped(was: str, chance: random.Random) -> str:
    found = list(re.finditer(r"(?=(\d)(\d))", was))
    if not found:
        return was
    at = chance.choice(found)
    swapped = was[: at.start()] + at[2] + at[1] + was[at.start() + 2 :]
    return was if re.match(r"0\d", swapped) else swapped


def _shifted(was: str, chance: random.Random) -> str:
    number = re.search(r"\d[\d,]*(\.\d+)?", was)
    assert number is not None
    digits = len(number[1] or ".") - 1
    step = chance.choice((-1, 1)) * Fraction(chance.randint(1, 9), 10**digits)
    value = _value(number[0]) + step
    if value <= 0:
        return was
    return was[: number.start()] + _decimal(value, digits, grouped="," in was) + was[number.end() :]


def _same_rounded(now: str, was: str) -> bool:
    """Whether what is written now is the figure rounded, which a report may write."""
    digits = len(re.sub(r"[^\d.]", "", now).partition(".")[2])
    return _value(_decimal(_value(was), digits)) == _value(now)


def _value(text: str) -> Fraction:
    found = re.search(r"\d[\d,]*(\.\d+)?", text)
    assert found is not None
    return Fraction(found[0].replace(",", ""))


def concerns(found: Disagreement, mutant: Mutant) -> bool:
    """Whether a disagreement is about the sentence, or the list or sum, that was changed."""
    if found.code in SUMS:
        return True
    if found.spot.line != mutant.line:
        return False
    first = found.spot.column - found.start - NEAR
    return found.sentence.startswith("|") or first <= mutant.column <= first + len(found.sentence) + 2 * NEAR


def found(mutant: Mutant, case: Case, folder: Path) -> bool:
    """Whether comparing the copy says something of what was changed; the untouched report has nothing to say."""
    verified = verify(mutant.text, mutant.report, case, folder)
    return any(concerns(disagreement, mutant) for disagreement in verified.disagreements)
