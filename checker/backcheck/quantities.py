"""Turns the text of a block into its numbers, amounts, rates, dates and counts; knows nothing about what they state.

Numbers are read by the readers that read facts, so that a report and a facts file mean the same by the same words.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.backcheck.model import Quantity
from checker.backcheck.words import MEASURES, NUMERALS
from checker.values import Interval, Kind, WrittenFault, parse_value
from checker.values.written_dates import parse_date, parse_quarter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NARROWED: Final = frozenset("％．＝＋－／＊")
_NUM: Final = r"(?<![\d.A-Za-z])(?<!\d[,，])(?:[1-9]\d{0,2}(?:,\d{3}){1,9}|\d{1,30})(?:\.\d{1,30})?(?![\d.]{0,9}\d)"
_TO: Final = "[-—–~～至到]+"
_YEAR: Final = r"(?<!\d)(?:\d{4}|[〇零一二三四五六七八九]{4})"
_MONTH: Final = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
_DAY: Final = r"(?:\d{1,2}|[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
_PART: Final = "(?:[上中下]旬|底|末|初)"
_DATES: Final = re.compile(
    rf"(?P<range>{_YEAR}年{_MONTH}月{_DAY}日{_TO}(?:{_YEAR}年)?(?:{_MONTH}月)?{_DAY}日)"
    rf"|(?P<months>{_YEAR}年{_MONTH}月?份?{_TO}(?:{_YEAR}年)?{_MONTH}月)"
    rf"|(?P<quarter>{_YEAR}年?第?[一二三四1-4]季度|(?<!\d)\d{{4}}年?Q[1-4])"
    rf"|(?P<day>{_YEAR}年{_MONTH}月{_DAY}日|(?<![\d.-])\d{{4}}([-/.])\d{{1,2}}\5\d{{1,2}}(?![\d.-]))"
    rf"|(?P<month>{_YEAR}年{_MONTH}月{_PART}?)"
    rf"|(?P<year>{_YEAR}年(?:上半年|下半年|底|末|初)?)"
    rf"|(?P<bare>(?<![\d年个.]){_MONTH}月(?:{_DAY}日|{_PART}))"
)
_UNITS: Final = "亿元|千万元|百万元|十万元|万元|千元|百元|元|角"
_PER: Final = r"(?:/[A-Za-z\d]*[\u4e00-\u9fff]{0,3}[A-Za-z]?){1,3}"
_MONEY: Final = re.compile(rf"(?P<number>{_NUM})[ \u00a0]?(?P<unit>{_UNITS})(?P<per>{_PER})?")
_RATIO: Final = re.compile(rf"(?P<number>{_NUM})[ \u00a0]?(?P<unit>%|‰|个百分点)")
_NOT_POINTS: Final = "钟之局区类项布析工别期配部组级批段时公店院行支点解为成辨米厘"
_SCORE: Final = re.compile(rf"(?P<number>{_NUM})[ \u00a0]?分(?![{_NOT_POINTS}])")
_BARE: Final = re.compile(r"(?<![-_])" + _NUM)
_SIGN_BEFORE: Final = re.compile(r"[/÷*×+=]\s?$")
_SIGN_AFTER: Final = re.compile(r"\s?[/÷*×+=]")
_BEFORE: Final = (
    ("at_most", "不(?:得|应|能|可|宜)?(?:超过|高于|大于|多于)|至多|最多|≤|<="),
    ("at_least", "不(?:得|应|能|可|宜)?(?:低于|少于|小于)|至少|最少|≥|>="),
    ("below", "低于|小于|少于|不足|不到|未达到|没有达到|未超过|没有超过|<"),
    ("above", "高于|大于|多于|超过|超|>"),
    ("about", "大约|约为|约|近|将近|接近"),
)
_BOUND_BEFORE: Final = tuple((name, re.compile(f"(?:{words})(?:了|为)?\\s?$")) for name, words in _BEFORE)
_BOUND_AFTER: Final = (
    ("at_least", re.compile(r"^(?:[（(]含[)）])?以上")),
    ("at_most", re.compile(r"^(?:[（(]含[)）])?(?:以下|以内)")),
    ("about", re.compile("^左右")),
)
_LONGEST_BEFORE: Final = 6
_ANY_YEAR: Final = 2000
"""A leap year, so that every day of the calendar can stand without its year."""


def narrow(text: str) -> str:
    """Return ``text`` with digits, letters and signs of arithmetic half-width, character for character."""
    return "".join(
        unicodedata.normalize("NFKC", char) if char in _NARROWED or _is_wide(char) else char for char in text
    )


def _is_wide(char: str) -> bool:
    return "\uff10" <= char <= "\uff19" or "\uff21" <= char <= "\uff3a" or "\uff41" <= char <= "\uff5a"


def find_quantities(text: str, block: int, units: Iterable[str] = ()) -> list[Quantity]:
    """Return the quantities of a narrowed text in their order; ``units`` are further measure words, the pack's own."""
    taken: list[tuple[int, int]] = []
    found: list[Quantity] = []
    for quantity in _all(text, block, units):
        if not any(quantity.start < end and start < quantity.end for start, end in taken):
            taken.append((quantity.start, quantity.end))
            found.append(quantity)
    return sorted(found, key=lambda quantity: quantity.start)


def _all(text: str, block: int, units: Iterable[str]) -> Iterator[Quantity]:
    yield from _dates(text, block)
    for pattern, kind in ((_RATIO, Kind.RATIO), (_MONEY, Kind.MONEY), (_SCORE, Kind.SCORE)):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            unit, per = groups.get("unit") or "", groups.get("per") or ""
            yield from _number(match.group("number") + unit, match, text, block, kind, (unit, per))
    for match in _count_pattern(units).finditer(text):
        yield from _count(match, text, block)
    for match in _BARE.finditer(text):
        if _SIGN_BEFORE.search(text[: match.start()]) or _SIGN_AFTER.match(text, match.end()):
            yield from _number(match.group(), match, text, block, Kind.NUMBER, ("", ""))


def _number(
    written: str, match: re.Match[str], text: str, block: int, kind: Kind, units: tuple[str, str]
) -> Iterator[Quantity]:
    try:
        read = parse_value(written, kind)
    except WrittenFault:
        return
    if isinstance(read.value, Fraction):
        unit, per = units
        bound = _bound(text, match.start(), match.end())
        yield Quantity(
            block, match.start(), match.end(), match.group(), kind, read.value, read.step, bound, unit, per
        )  # fmt: skip


def _bound(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _LONGEST_BEFORE) : start], text[end : end + _LONGEST_BEFORE]
    for name, pattern in _BOUND_AFTER:
        if pattern.search(after):
            return name
    return next((name for name, pattern in _BOUND_BEFORE if pattern.search(before)), "")


_COUNT_CACHE: Final[dict[tuple[str, ...], re.Pattern[str]]] = {}


def _count_pattern(units: Iterable[str]) -> re.Pattern[str]:
    words = tuple(sorted({*MEASURES, *filter(None, units)}, key=lambda word: (-len(word), word)))
    if words not in _COUNT_CACHE:
        numerals = "|".join(sorted(NUMERALS, key=len, reverse=True))
        measures = "|".join(map(re.escape, words))
        _COUNT_CACHE[words] = re.compile(
            rf"(?<!第)(?P<number>{_NUM}|(?<![一二三四五六七八九十两第每上下这那同某各任])(?:{numerals})"
            rf"(?=(?:个|项|条|类)))[ \u00a0]?(?P<wan>万|亿)?(?P<unit>{measures})"
        )
    return _COUNT_CACHE[words]


def _count(match: re.Match[str], text: str, block: int) -> Iterator[Quantity]:
    written = match["number"]
    if written in NUMERALS:
        value, step = Fraction(NUMERALS[written]), Fraction(1)
        if value == 1:
            return
        yield Quantity(block, match.start(), match.end(), match.group(), Kind.COUNT, value, step, "", match["unit"])
        return
    try:
        read = parse_value(written + (match["wan"] or ""), Kind.COUNT)
    except WrittenFault:
        return
    if isinstance(read.value, Fraction):
        bound = _bound(text, match.start(), match.end())
        yield Quantity(
            block, match.start(), match.end(), match.group(), Kind.COUNT, read.value, read.step, bound, match["unit"]
        )


def _dates(text: str, block: int) -> Iterator[Quantity]:
    for match in _DATES.finditer(text):
        form = match.lastgroup or next(name for name, found in match.groupdict().items() if found)
        yield from _date(match, form, block)


def _date(match: re.Match[str], form: str, block: int) -> Iterator[Quantity]:
    start, end, written = match.start(), match.end(), match.group()
    readable = re.sub(_TO, "至", written) if form in {"range", "months"} else written.replace("份", "")
    if form == "bare":
        readable = f"{_ANY_YEAR}年{readable}"
    if form in {"months", "quarter"}:
        try:
            value = parse_quarter(re.sub("份|Q", lambda m: "Q" if m[0] == "Q" else "", readable)).value
        except WrittenFault:
            pass
        else:
            if isinstance(value, Fraction):
                yield Quantity(block, start, end, written, Kind.QUARTER, value)
                return
    try:
        read = parse_date(readable).value
    except WrittenFault as fault:
        if fault.code == "impossible-date":
            yield Quantity(
                block, start, end, written, Kind.DATE, Fraction(0), yearless=form == "bare", fault=fault.what
            )
        return
    if isinstance(read, Fraction | Interval):
        yield Quantity(block, start, end, written, Kind.DATE, read, yearless=form == "bare", unit=form)
