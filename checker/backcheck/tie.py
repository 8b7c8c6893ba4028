"""Ties amounts, rates, dates and counts of a report to facts and parameters, and finds those that differ.

A number is tied to the candidate named right at it whose keys are mentioned; without such a name, to one that is named
nearby and has its value. It disagrees only when what names it leaves one candidate, and no other has the value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from checker.backcheck.agree import agrees, is_value
from checker.backcheck.model import Candidate, Disagreement, Tied
from checker.backcheck.naming import Fit, Match, Named, carried_name, keys_fit, match_names, mention, rank
from checker.backcheck.words import (
    A_PART,
    BY_THEN,
    DUE,
    LIMIT_BEHIND,
    LIMIT_WORDS,
    MONTHS_IN,
    OTHER_MATTER,
    OTHERS_LIMIT,
    PLANNED,
)
from checker.backcheck.years import of_other_year
from checker.messages import message
from checker.values import Interval, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from checker.backcheck.context import Around, Text
    from checker.backcheck.model import Key, Quantity
    from checker.messages import Message

_DATES: Final = frozenset({Kind.DATE, Kind.QUARTER})
_WITHIN_A_QUARTER: Final = frozenset({"day", "month", "bare"})
"""Dates that do not say a quarter, although they lie in one."""
_TELLING_DIGITS: Final = 3
"""So many digits seldom come about by chance: a value with them is tied without being named."""
_OR: Final = "或"
_LOOK_BACK: Final = 14


@dataclass(frozen=True, slots=True)
class Read:
    """A candidate as one quantity sees it."""

    candidate: Candidate
    match: Match
    fit: Fit
    agrees: bool
    exact: bool
    """Whether the value itself is written, not only one that is consistent with it."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What became of the quantities: tied, in disagreement, and neither."""

    tied: tuple[Tied, ...]
    wrong: tuple[Disagreement, ...]
    loose: tuple[Quantity, ...]


def tie_quantities(
    quantities: Iterable[Quantity], text: Text, candidates: tuple[Candidate, ...], is_known: Callable[[str], bool]
) -> Ties:
    """Tie each quantity, or leave it loose; ``is_known`` says whether the pack itself writes a phrase."""
    tied: list[Tied] = []
    wrong: list[Disagreement] = []
    loose: list[Quantity] = []
    for quantity in quantities:
        if quantity.fault is not None:
            wrong.append(_impossible(quantity, text))
            continue
        pool = [item for item in candidates if _fits(quantity, item)]
        around = text.around(quantity)
        reads = [_read(item, quantity, around, text, is_known) for item in pool]
        if around.shared and not any(read.match.named is Named.SURELY for read in reads):
            around = replace(around, before=around.shared)
            reads = [_read(item, quantity, around, text, is_known) for item in pool]
        if not any(read.match.named is Named.SURELY for read in reads):
            carried = carried_name(quantity, text, {word for item in pool for key in item.keys for word in _words(key)})
            if carried:
                around = replace(around, before=carried)
                reads = [_read(item, quantity, around, text, is_known) for item in pool]
        decided = _decide(quantity, reads, around, text)
        if isinstance(decided, Tied):
            tied.append(decided)
        elif isinstance(decided, Disagreement):
            wrong.append(decided)
        else:
            loose.append(quantity)
    return Ties(tuple(tied), tuple(wrong), tuple(loose))


def _fits(quantity: Quantity, candidate: Candidate) -> bool:
    """Return whether the kinds and units can be compared at all."""
    if quantity.kind in _DATES:
        if candidate.kind is Kind.QUARTER:
            return quantity.kind is Kind.QUARTER or quantity.unit not in _WITHIN_A_QUARTER
        return candidate.kind in _DATES and quantity.kind is Kind.DATE
    if quantity.kind is not candidate.kind:
        return False
    if quantity.kind is Kind.COUNT and candidate.unit:
        converted = candidate.unit == "个月" and quantity.unit in MONTHS_IN
        return quantity.unit == candidate.unit or converted
    return True


def _read(
    candidate: Candidate, quantity: Quantity, around: Around, text: Text, is_known: Callable[[str], bool]
) -> Read:
    match = match_names(candidate, around, quantity.kind, is_known)
    same = agrees(quantity, candidate.value, candidate.kind, candidate.unit)
    exact = same and (quantity.kind in _DATES or is_value(quantity, candidate.value, candidate.unit))
    if quantity.bound and not candidate.limit and not isinstance(candidate.value, Interval):
        exact = False  # a fact may keep a limit without being it
    if candidate.limit and quantity.bound:
        same = exact
    fit = keys_fit(candidate, quantity, text) if same or match.named is Named.SURELY else Fit.OPEN
    return Read(candidate, match, fit, same, exact)


def _is_rough(quantity: Quantity, named: Candidate) -> bool:
    """Say whether a number is only about so much: 约75%, but not 约74.5093%, a fact that has been rounded."""
    return quantity.bound == "about" and ("." not in quantity.text or named.limit)


def _decide(quantity: Quantity, reads: list[Read], around: Around, text: Text) -> Tied | Disagreement | None:
    agreeing = [read for read in reads if read.agrees and read.fit is not Fit.OTHER]
    best = max(agreeing, key=lambda read: (read.match.named, read.exact, rank(read.match), read.fit), default=None)
    if best is not None and not best.exact and best.match.named is not Named.SURELY:
        best = None
    named = _named(quantity, reads, around)
    if best is not None and best.candidate.limit and _is_fact(named):
        best = None
    found = None if best is None else tie(quantity, best.candidate, text)
    limits = any(read.candidate.limit for read in named)
    if best is not None and (not named or (best.match.named is Named.SURELY and not (limits and _by_chance(best)))):
        return found if best.match.named is not Named.NOT or _telling(quantity) else None
    if not named or _of_other_matter(named[0], around) or _is_rough(quantity, named[0].candidate):
        return found
    if not named[0].candidate.keys and of_other_year(quantity, text):
        return found
    if best is not None and limits and _by_chance(best):
        found = None
    targets = [read for read in named if read.fit is Fit.OWN]
    if (
        len({read.candidate.id for read in targets}) == 1
        or len({read.candidate.value for read in targets}) == 1
        or (targets and _are_alternatives(targets))
    ):
        return differs(quantity, [read.candidate for read in targets], text)
    return (_other_period(quantity, named, text) if not targets else None) or found


def _words(key: Key) -> tuple[str, ...]:
    return () if key.kind in _DATES else tuple(filter(None, (key.word, *key.others)))


def _are_alternatives(reads: list[Read]) -> bool:
    """Return whether the same word names several fields of one fact, as 执行率 does where there are two kinds of it."""
    candidates = [read.candidate for read in reads]
    records = {one.group.partition(".")[0] for one in candidates}
    rates = all(one.kind is Kind.RATIO and not one.limit and not one.keys for one in candidates)
    return rates and len(records) == 1


def _is_fact(named: list[Read]) -> bool:
    """Return whether what is named is one fact, and no limit of it."""
    return bool(named) and all(not read.candidate.limit for read in named) and any(
        read.fit is Fit.OWN and read.candidate.keys for read in named
    )  # fmt: skip


def _by_chance(read: Read) -> bool:
    """Return whether a fact has the number only nearly, or nothing says that it is this one of several facts."""
    return not read.candidate.limit and (not read.exact or read.fit is Fit.OPEN)


def _of_other_matter(read: Read, around: Around) -> bool:
    words = around.clause[-_LOOK_BACK:]
    if (read.candidate.limit or LIMIT_BEHIND.match(around.after)) and OTHERS_LIMIT.search(around.ahead):
        return True
    return bool(OTHER_MATTER.search(words)) or (not read.match.sure and bool(A_PART.search(words)))


def _named(quantity: Quantity, reads: list[Read], around: Around) -> list[Read]:
    """Return the readings named right at the number, of the one field named best; none where that is not one field."""
    limit = quantity.bound not in {"", "about"} or bool(LIMIT_WORDS.search(around.clause[-_LOOK_BACK:]))
    stated = bool(LIMIT_BEHIND.match(around.after)) or (
        quantity.kind is Kind.MONEY and bool(DUE.search(around.clause[-_LOOK_BACK:]))
    )
    limit = limit or stated
    sure = [
        read for read in reads
        if read.match.named is Named.SURELY and _may_be(read, quantity, limit) and (read.candidate.limit or not stated)
    ]  # fmt: skip
    if quantity.kind in {Kind.DATE, Kind.COUNT}:
        planned = bool(PLANNED.search(around.clause[-_LOOK_BACK:]) or BY_THEN.match(around.after))
        sure = [read for read in sure if read.candidate.limit or bool(PLANNED.search(read.candidate.about)) == planned]
    if not sure or (quantity.kind is Kind.DATE and quantity.unit == "year"):
        return []
    top = max(rank(read.match) for read in sure)
    first = [read for read in sure if rank(read.match) == top]
    if limit and not any(read.fit is Fit.OWN for read in first if not read.candidate.limit):
        first = [read for read in sure if read.candidate.limit and rank(read.match)[:3] == top[:3]] or first
    if len({read.candidate.group for read in first}) > 1:
        first = [read for read in first if read.candidate.keys and read.fit is Fit.OWN] or first
    groups = {read.candidate.group for read in first}
    values = {read.candidate.value for read in first}
    return first if len(groups) == 1 or len(values) == 1 or _are_alternatives(first) else []


def _may_be(read: Read, quantity: Quantity, limit: bool) -> bool:
    if read.candidate.limit:
        return limit and read.candidate.firm
    if quantity.bound and not isinstance(read.candidate.value, Interval):
        return False
    return not (isinstance(read.candidate.value, Interval) and quantity.kind not in _DATES and not quantity.bound)


def _other_period(quantity: Quantity, named: list[Read], text: Text) -> Disagreement | None:
    """Report a key that no fact has, where the number is that of another fact of the same field."""
    same = [read for read in named if read.agrees and read.fit is Fit.OTHER]
    if len(same) != 1:
        return None
    candidate = same[0].candidate
    wrong = [
        key for key in candidate.keys
        if key.kind in _DATES and (found := mention(key, quantity, text)) is not None and found != key.value
        and not any(found == other.value for read in named for other in read.candidate.keys)
    ]  # fmt: skip
    if len(wrong) != 1:
        return None
    said = mention(wrong[0], quantity, text)
    at = next((other for other in text.found[quantity.block] if other.kind in _DATES and other.value == said), quantity)
    what = message(
        "报告写{written}，事实里{label} {number}是{word}的",
        written=at.text,
        label=candidate.label,
        number=quantity.text,
        word=wrong[0].word,
    )
    return disagreement("period-differs", at, text, what, wrong[0].word, candidate)


def _telling(quantity: Quantity) -> bool:
    if quantity.kind in _DATES:
        return quantity.unit != "year" or quantity.kind is Kind.QUARTER
    return sum(map(str.isdigit, quantity.text.replace(".", "").strip("0"))) >= _TELLING_DIGITS


def tie(quantity: Quantity, candidate: Candidate, text: Text) -> Tied:
    """Return the tie of a quantity to what it states."""
    return Tied(quantity, text.spot(quantity), candidate.id, candidate.label, candidate.shown, candidate.place)


def differs(quantity: Quantity, candidates: list[Candidate], text: Text) -> Disagreement:
    """Return the disagreement of a quantity with what it states: one thing, with a value for each time it changed."""
    candidate = candidates[0]
    expected = _OR.join(dict.fromkeys(one.shown for one in candidates))
    code = "limit-differs" if candidate.limit else "fact-differs"
    what = message(
        "报告写{written}，{label}是{expected}", written=quantity.text, label=candidate.label, expected=expected
    )
    return disagreement(code, quantity, text, what, expected, candidate)


def disagreement(
    code: str, quantity: Quantity, text: Text, what: Message, expected: str, candidate: Candidate | None = None
) -> Disagreement:
    """Return a disagreement with its sentence and place."""
    around = text.around(quantity)
    begin, end = text.sentence(quantity.block, quantity.start)
    words = text.blocks[quantity.block].text[begin:end]
    left = len(words) - len(words.lstrip())
    start = quantity.start - begin - left
    return Disagreement(
        code, text.spot(quantity), around.sentence, start, start + quantity.end - quantity.start, what, quantity.text,
        expected, candidate.id if candidate else "", candidate.place if candidate else None,
    )  # fmt: skip


def _impossible(quantity: Quantity, text: Text) -> Disagreement:
    assert quantity.fault is not None  # noqa: S101 - only such quantities come here
    return disagreement("impossible-date", quantity, text, quantity.fault, "")
