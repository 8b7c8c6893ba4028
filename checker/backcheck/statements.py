"""Compares a report's clauses with those the result and the pack write themselves, number for number.

A clause that has the same words as one of theirs has to have the same numbers; knows nothing about what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.backcheck.model import Disagreement, Tied
from checker.backcheck.quantities import find_quantities, narrow
from checker.backcheck.tie import disagreement
from checker.backcheck.years import of_other_year
from checker.messages import message
from checker.values import Kind

if TYPE_CHECKING:
    from checker.backcheck.context import Text
    from checker.backcheck.model import Quantity
    from checker.facts import FactSet
    from checker.plan import Plan
    from checker.result import CheckResult

_CLAUSE: Final = re.compile("[，,。；;！？!?\n\t：:]")
_NUMBER: Final = "#"
_CHINESE: Final = re.compile(r"[^\u4e00-\u9fff]")
_LEAST_WORDS: Final = 3
_TELLING: Final = 6
"""So many characters make it sure that a clause is the same statement, and not only a like one."""
_TITLE_AHEAD: Final = 6

Mask = tuple[str, tuple[Kind, ...]]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its numbers masked, the quantities in it, and the words of the clause before it."""

    mask: Mask
    quantities: tuple[Quantity, ...]
    lead: str


def clauses_of(text: str, quantities: tuple[Quantity, ...]) -> Iterator[Clause]:
    """Yield the clauses with numbers of a text; the words before a clause tell like clauses apart."""
    start, before = 0, ""
    for end in [*(match.start() for match in _CLAUSE.finditer(text)), len(text)]:
        inside = tuple(q for q in quantities if start <= q.start and q.end <= end)
        if any(q.start < end < q.end for q in quantities):
            continue  # a comma of thousands
        masked = _masked(text, start, end, inside)
        if inside:
            yield Clause((masked, tuple(q.kind for q in inside)), inside, before)
        before, start = masked, end + 1


def _masked(text: str, start: int, end: int, quantities: tuple[Quantity, ...]) -> str:
    parts, at = [], start
    for quantity in quantities:
        parts += [text[at : quantity.start], _NUMBER]
        at = quantity.end
    parts.append(text[at:end])
    return re.sub(r"[^\w#%/*=+]|^[一二三四五六七八九十\d]+、", "", "".join(parts))


@dataclass(frozen=True, slots=True)
class Statements:
    """What the result and the pack write, by masked clause: each with its numbers and the clause before it."""

    by_mask: Mapping[Mask, tuple[Clause, ...]]
    written: str
    title: str


def known_statements(plan: Plan, facts: FactSet, result: CheckResult, units: tuple[str, ...]) -> Statements:
    """Return what the result, the pack and the facts write in words."""
    spoken = [*_spoken(result), *(indicator.criteria for indicator in plan.score.indicators)]
    found: dict[Mask, list[Clause]] = {}
    for words in map(narrow, spoken):
        for clause in clauses_of(words, tuple(find_quantities(words, 0, units))):
            found.setdefault(clause.mask, []).append(clause)
    labels = [spec.label for record in plan.records.values() for spec in record.fields.values()]
    texts = [str(field.value) for given in facts.facts.values() for fact in given for field in fact.fields.values()
             if isinstance(field.value, str)]  # fmt: skip
    rules = [rule.title for rule in plan.rules]
    written = "\n".join([*spoken, *labels, *texts, *rules, facts.title, result.header.pack_title])
    return Statements({mask: tuple(items) for mask, items in found.items()}, narrow(written), narrow(facts.title))


def _spoken(result: CheckResult) -> Iterator[str]:
    for outcome in result.outcomes:
        yield outcome.message
    for problem in result.problems:
        yield problem.text
    for advice in result.recommendations:
        yield advice.text
    for indicator in result.indicators:
        yield from indicator.reasons
    for note in result.review_notes:
        yield note.text
    for skipped in result.skipped:
        yield f"{skipped.title}（{skipped.reason}）"


def compare_statements(text: Text, known: Statements) -> Iterator[Tied | Disagreement]:
    """Yield the numbers of clauses whose words the result has too: tied when some such clause has the same numbers."""
    for index, block in enumerate(text.blocks):
        for clause in clauses_of(block.text, text.found[index]):
            like = known.by_mask.get(clause.mask, ())
            if like and (len(_words(clause)) >= _LEAST_WORDS or _led_alike(clause, like)):
                yield from _compare(clause, like, text)


def _led_alike(clause: Clause, like: tuple[Clause, ...]) -> bool:
    """Say whether the words before a short clause (“……，不足80%”) are those before a like one, and tell enough."""
    return len(_CHINESE.sub("", clause.lead)) >= _TELLING and any(one.lead == clause.lead for one in like)


def _words(clause: Clause) -> str:
    """Return the Chinese characters of a clause, units included."""
    return _CHINESE.sub("", clause.mask[0] + "".join(quantity.text for quantity in clause.quantities))


def _compare(clause: Clause, like: tuple[Clause, ...], text: Text) -> Iterator[Tied | Disagreement]:
    told = [one for one in like if one.lead == clause.lead] or list(like)
    best = min(told, key=lambda one: len(_different(clause, one)))
    wrong = _different(clause, best)
    surely = len(_words(clause)) >= _TELLING or (
        best.lead == clause.lead and len(_words(clause) + _CHINESE.sub("", best.lead)) >= _TELLING
    )
    for number, quantity in enumerate(clause.quantities):
        other = best.quantities[number]
        if number not in wrong:
            yield Tied(quantity, text.spot(quantity), "statement", message("检查结果里的同一句话"), other.text)
        elif len(wrong) == 1 and surely and not of_other_year(quantity, text):
            what = message(
                "报告写{written}，检查结果里同一句话写的是{expected}", written=quantity.text, expected=other.text
            )
            yield disagreement("statement-differs", quantity, text, what, other.text)


def _different(clause: Clause, other: Clause) -> list[int]:
    return [
        index
        for index, (one, two) in enumerate(zip(clause.quantities, other.quantities, strict=True))
        if (one.value, one.bound) != (two.value, two.bound)
    ]


def _is_heading(quantity: Quantity, text: Text) -> bool:
    """Return whether a year stands in the heading of the report, and no other year does."""
    years = [one for one in text.found[quantity.block] if one.unit == "year"]
    return quantity.block == 0 and len(years) == 1 and "。" not in text.blocks[0].text


def compare_years(text: Text, known: Statements) -> Iterator[Tied | Disagreement]:
    """Yield the years written before the words that follow a year in the project's title: they have to be its year."""
    years = {
        rest[:_TITLE_AHEAD]: (quantity, rest)
        for quantity in find_quantities(known.title, 0)
        if quantity.unit == "year" and len(rest := _behind(known.title, quantity)) >= _TITLE_AHEAD
    }
    for quantity in text.quantities:
        behind = _behind(text.blocks[quantity.block].text, quantity)
        if quantity.unit != "year" or behind[:_TITLE_AHEAD] not in years:
            continue
        own, rest = years[behind[:_TITLE_AHEAD]]
        if own.value == quantity.value:
            yield Tied(quantity, text.spot(quantity), "title", message("项目名称"), own.text)
        elif _is_heading(quantity, text) or behind.startswith(rest):
            what = message("报告写{written}，项目名称是{expected}", written=quantity.text, expected=known.title)
            yield disagreement("title-differs", quantity, text, what, own.text)


def _behind(words: str, year: Quantity) -> str:
    """Return what follows a year: 2020年 and 2020年度 are the same."""
    return words[year.end :].removeprefix("度")
