"""Says how surely the words around a number name a candidate, and whether keys such as a quarter fit.

Knows nothing about values: a number is tied to what its words name before it is compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from checker.backcheck.context import lead
from checker.backcheck.quantities import find_quantities, narrow
from checker.backcheck.words import FILLERS, LED_TO, LIMIT_WORDS, NEUTRAL_AFTER, NEUTRAL_BEFORE
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from checker.backcheck.context import Around, Text
    from checker.backcheck.model import Candidate, Key, Quantity, Term

_FILLER: Final = re.compile("|".join(sorted(map(re.escape, FILLERS), key=len, reverse=True)))
_INSIDE: Final = re.compile(r"[（(][^（）()]*[）)]?")
_MARKS: Final = re.compile(r"[\s：:=，,、“”\"'‘’（）()]")
_AWAY: Final = 32
"""After a date, what happened on it is looked for in this many characters."""
_LONG: Final = 4
_FAR: Final = 9
_LIMITS: Final = re.compile(
    "均|都|且|但|仍|也|未|没有|不|超过|超出|低于|高于|大于|小于|达到|少于|多于|足|以上|以下|部分|月份|季度|个别|有的"
)
_LOOSE_GAP: Final = 2
_OF: Final = re.compile("的?")
_VERB_ENDS: Final = re.compile("[的了]?(?:[^\\w]|$)")
_SIGNS: Final = re.compile("[=+*/×÷]")
_APART: Final = re.compile("分别")


class Named(IntEnum):
    """How a candidate is named: not at all, somewhere in the sentence, or right at the number."""

    NOT = 0
    NEARBY = 1
    SURELY = 2


@dataclass(frozen=True, slots=True)
class Match:
    """How a candidate is named; ``distance`` and ``length`` rank sure names: nearer first, then the longer word."""

    named: Named
    distance: int = 0
    length: int = 0
    sure: bool = False


class Fit(IntEnum):
    """Whether the keys mentioned are those of the candidate: another's, none mentioned, its own."""

    OTHER = 0
    OPEN = 1
    OWN = 2


def match_names(candidate: Candidate, around: Around, kind: Kind, is_known: Callable[[str], bool]) -> Match:
    """Return how a candidate is named around a quantity; ``is_known`` says whether the pack itself writes a phrase."""
    best = Match(Named.NOT)
    for term in candidate.terms:
        found = _before(term, around, is_known) or _after(term, around, kind, candidate, is_known)
        if found is None and candidate.limit and _goes_on(around) and term.text in around.ahead:
            back = len(around.ahead) - around.ahead.rfind(term.text)
            found = Match(Named.SURELY, _FAR + back, len(term.text), term.sure)
        if found is None and len(term.text) > 1 and term.text in around.sentence:
            found = Match(Named.NEARBY, len(around.sentence), len(term.text))
        if found is not None and rank(found) > rank(best):
            best = found
    return best


def carried_name(quantity: Quantity, text: Text, keys: Collection[str]) -> str:
    """Return the words that name a number in a row such as “故障率：甲季度一期A，乙季度一期B”, else nothing.

    Between two numbers of such a row stand only dates and ``keys``, one at least.
    """
    block = text.blocks[quantity.block]
    begin, _ = text.sentence(quantity.block, quantity.start)
    row = [one for one in text.found[quantity.block] if one.kind is quantity.kind and begin <= one.start]
    row = row[: row.index(quantity) + 1]
    for number in reversed(range(len(row))):
        start = row[number - 1].end if number else begin
        dates = [one for one in text.found[quantity.block] if start <= one.start and one.end <= row[number].start
                 and one.kind in {Kind.DATE, Kind.QUARTER}]  # fmt: skip
        whole = words = block.text[start : row[number].start]
        for one in reversed(dates):
            words = words[: one.start - start] + words[one.end - start :]
        for key in sorted(keys, key=len, reverse=True):
            words = words.replace(key, "")
        if words == whole or _SIGNS.search(words):
            return ""
        if _MARKS.sub("", words).strip("；;和及的为是"):
            return words
    return ""


def _goes_on(around: Around) -> bool:
    """Return whether only “均超过了” and the like stand between a number and the one before: it is about the same."""
    return around.before != around.ahead and not _left(_LIMITS.sub("", around.before)).strip("、或")


def rank(match: Match) -> tuple[int, int, int, bool]:
    """Return the order of names: at the number, nearer, longer, a label."""
    return match.named, -match.distance, match.length, match.sure


def _before(term: Term, around: Around, is_known: Callable[[str], bool]) -> Match | None:
    at = around.before.rfind(term.text)
    if at < 0 or len(term.text) == 1:
        return None
    gap = around.before[at + len(term.text) :]
    most = _LOOSE_GAP if term.sure else 0
    if len(_left(gap)) > most or ("，" in gap and not term.sure):
        return None
    if not (term.sure and len(term.text) >= _LONG) and not _neutral(around.before[:at], term, is_known):
        return None
    return Match(Named.SURELY, len(_left(gap)), len(term.text), term.sure)


@lru_cache(maxsize=8192)
def _left(gap: str) -> str:
    """Return what is left of the words between a name and its number without fillers and remarks in brackets."""
    return _FILLER.sub("", _MARKS.sub("", _INSIDE.sub("", gap)))


def _neutral(prefix: str, term: Term, is_known: Callable[[str], bool]) -> bool:
    ending = prefix.rstrip()
    if not ending or ending.endswith(NEUTRAL_BEFORE) or ending[-1].isdigit() or not ending[-1].isalnum():
        return True
    return is_known(ending[-2:] + term.text)


def _after(
    term: Term, around: Around, kind: Kind, candidate: Candidate, is_known: Callable[[str], bool]
) -> Match | None:
    at = around.after.find(term.text)
    if at < 0:
        return None
    gap, behind = around.after[:at], around.after[at + len(term.text) :]
    if len(term.text) == 1 and (_left(gap) or not _VERB_ENDS.match(behind) or not _is_own(around.clause, is_known)):
        return None
    if kind in {Kind.DATE, Kind.QUARTER}:
        near = at <= _AWAY and gap.count("，") <= 1 and (term.sure or _ends_well(term, behind, candidate, is_known))
        return Match(Named.SURELY, at, len(term.text), term.sure) if near else None
    if candidate.limit and _OF.fullmatch(gap) and LIMIT_WORDS.match(behind):
        return Match(Named.SURELY, 1, len(term.text), term.sure)
    counted = kind is Kind.COUNT and not _left(gap) and "，" not in gap and "；" not in gap
    if counted or (at == 0 and (term.sure or candidate.limit)):
        return Match(Named.SURELY, 1, len(term.text), term.sure)
    return None


def _is_own(clause: str, is_known: Callable[[str], bool]) -> bool:
    """Return whether nothing stands before a date in its clause but words of the pack and dates: not “押金3月付”."""
    words = _left(LED_TO.sub("", clause))
    for date in reversed(find_quantities(words, 0)):
        words = words[: date.start] + words[date.end :]
    return not words or is_known(words)


def _ends_well(term: Term, behind: str, candidate: Candidate, is_known: Callable[[str], bool]) -> bool:
    """Return whether what was done is what the field is about: 完成并…, 签订服务合同, but not 完成招标."""
    following = behind[:2]
    if not following or not following[0].isalnum() or following.startswith(NEUTRAL_AFTER):
        return True
    return following in candidate.about or is_known(term.text + following)


def keys_fit(candidate: Candidate, quantity: Quantity, text: Text) -> Fit:
    """Return whether the keys mentioned before a quantity, or beside it, are those of ``candidate``."""
    worst = Fit.OWN
    for key in candidate.keys:
        mentioned = mention(key, quantity, text)
        if mentioned is None:
            worst = min(worst, Fit.OPEN)
        elif mentioned != key.value:
            return Fit.OTHER
    return worst


def mention(key: Key, quantity: Quantity, text: Text) -> object | None:
    """Return the value of this kind of key that is mentioned nearest to a quantity, or None."""
    block = text.blocks[quantity.block]
    begin, _ = text.sentence(quantity.block, quantity.start)
    found = _mentions(key, quantity, text)
    inside = [item for item in found if begin <= item[0] < quantity.start]
    shared = _shared_out(quantity, inside, text)
    if shared is not None:
        return shared
    if inside:
        return inside[-1][1]
    clause_end = text.clause(quantity)[1]
    behind = [item for item in found if quantity.end <= item[0] <= clause_end + 1]
    if behind:
        return behind[0][1]
    if block.is_cell:
        return _in_row(key, block.row, lead(block))
    before = [item for item in found if item[0] < begin]
    return before[-1][1] if before else None


def _mentions(key: Key, quantity: Quantity, text: Text) -> list[tuple[int, object]]:
    if key.kind in {Kind.QUARTER, Kind.DATE}:
        dates = [other for other in text.found[quantity.block] if other != quantity and not other.yearless]
        return [(other.start, other.value) for other in dates if other.kind is key.kind or other.unit == "months"]
    words = text.blocks[quantity.block].text
    found = [
        (match.start(), word)
        for word in {key.word, *key.others}
        if word
        for match in re.finditer(re.escape(word), words)
        if not _part_of_longer(words, match.start(), word, (key.word, *key.others))
    ]
    return sorted(found, key=lambda item: item[0])


def _part_of_longer(text: str, at: int, word: str, words: Collection[str]) -> bool:
    return any(
        other != word and word in other and text.startswith(other, at - other.find(word))
        for other in words
        if at >= other.find(word)
    )


def _shared_out(quantity: Quantity, mentions: list[tuple[int, object]], text: Text) -> object | None:
    """Return the mention that belongs to a quantity in “一期、二期分别为A、B”, or None without 分别."""
    words = text.blocks[quantity.block].text
    marks = [match.start() for match in _APART.finditer(words, 0, quantity.start)]
    if not marks:
        return None
    last = marks[-1]
    between = words[last : quantity.start]
    if any(mark in between for mark in "。；"):
        return None
    listed = [q for q in text.found[quantity.block] if q.start > last and q.kind is quantity.kind]
    listed = [q for q in listed if not any(mark in words[last : q.start] for mark in "。；")]
    ahead = [value for at, value in mentions if at < last]
    index = listed.index(quantity) if quantity in listed else -1
    if not 0 <= index < len(listed) or len(ahead) < len(listed):
        return None
    return ahead[len(ahead) - len(listed) + index]


def _in_row(key: Key, row: tuple[str, ...], head: str) -> object | None:
    for cell in (head, *row):
        words = cell.strip()
        if key.kind in {Kind.QUARTER, Kind.DATE}:
            read = [found.value for found in find_quantities(narrow(words), 0) if found.kind is key.kind]
            if read:
                return read[0]
            continue
        if key.word and key.word in words:
            return key.value
        for other in key.others:
            if other and other in words:
                return other
    return None
