"""Turns written text (``3,656.18万元``, ``90%``, ``低于850元``, ``约3000``) into exact or bounded numbers.

Knows nothing about files or fields: a fault is a ``WrittenFault`` with a message, and the caller adds the place.
A number that is broken (``12,34元``) is refused, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.values.amounts import Amount, Interval, Unknown, Value, interval
from checker.values.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MONEY_UNITS: Final[Mapping[str, Fraction | int]] = {
    "元": 1, "角": Fraction(1, 10), "百元": 100, "千元": 1000, "万元": 10**4, "十万元": 10**5, "百万元": 10**6,
    "千万元": 10**7, "亿元": 10**8, "万": 10**4, "亿": 10**8,
}  # fmt: skip
RATIO_UNITS: Final = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "个百分点": Fraction(1, 100)}
_BELOW: Final = ("低于", "小于", "少于", "不足", "不到", "未达到", "<")
_AT_MOST: Final = ("不超过", "不高于", "不大于", "不多于", "至多", "最多", "<=", "≤")
_ABOVE: Final = ("高于", "大于", "多于", "超过", ">")
_AT_LEAST: Final = ("不低于", "不少于", "不小于", "至少", "最少", "达到", ">=", "≥")
_ABOUT: Final = ("约", "大约", "约为")
_NUMBER: Final = re.compile(r"[+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?")
_SHARE: Final = re.compile(r"[+-]?\d+/\d+")
_PLAIN: Final = re.compile(r"[^%‰点/]*")
_ATTEMPT: Final = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?")
_MOST_DIGITS: Final = 30


class WrittenFault(ValueError):
    """A text that is not what it should be; ``what`` says why and ``hint`` what to write."""

    def __init__(self, what: Message, hint: Message | None = None, code: str = "bad-value") -> None:
        super().__init__(what)
        self.what, self.hint, self.code = what, hint, code


@dataclass(frozen=True, slots=True)
class Written:
    """A value as read, with the size of one unit of its last written digit (None when it is not a number)."""

    value: Value
    step: Fraction | None = None


@lru_cache(maxsize=4096)
def _narrow(char: str) -> str:
    if char.isnumeric() and not char.isdecimal():
        return char  # else ② and ⁵ would become digits, and 10⁵ would be read as 105
    return unicodedata.normalize("NFKC", char)


def normalise(text: str) -> str:
    """Return ``text`` with full-width characters made half-width, dashes of ranges as 至 and the blanks removed.

    Raises ``WrittenFault`` when a blank stands between two digits: that may be one number or two.
    """
    narrow = "".join(map(_narrow, text))
    if re.search(r"\d\s+\d", narrow):
        what = message("“{text}”的数字中间有空格，无法确定是一个数还是几个数", text=text)
        raise WrittenFault(what, message("删去数字中间的空格；不确定时查原件，不要猜"), "broken-number")
    return re.sub("[~〜—–―]+", "至", re.sub(r"\s+", "", narrow).replace("−", "-"))


def parse_amount(text: str, kind: Kind, unit: str = "") -> Written:
    """Read a number of ``kind``; ``unit`` is what a bare number is counted in (and what a count may be followed by).

    Bounded forms: 低于/小于 (excluded), 不超过/以下 (included), 高于/超过, 不少于/至少/以上, 约/左右, ``a至b``.
    Raises ``WrittenFault``.
    """
    body, unit = normalise(text), normalise(unit)
    written = _parse(body, kind, unit, text)
    if kind is Kind.RATIO and not unit and _PLAIN.fullmatch(body):
        largest = max(abs(end) for end in _ends(written.value))
        if largest > 1:
            hint = message("写成 {text}%，或不大于 1 的小数", text=text)
            what = message("“{text}”没有写百分号，可能是百分之几，也可能是几倍", text=text)
            raise WrittenFault(what, hint, "no-unit")
    return written


def _ends(value: Value) -> list[Fraction]:
    span = value if isinstance(value, Interval) else Interval(value, value) if isinstance(value, Fraction) else None
    return [Fraction(0)] if span is None else [end for end in (span.low, span.high) if end is not None]


def _parse(body: str, kind: Kind, unit: str, text: str) -> Written:
    for prefix, make in _PREFIXES:
        if body.startswith(prefix):
            return make(_exact(_without_suffix(body.removeprefix(prefix), make), kind, unit, text))
    for suffix, make in _SUFFIXES:
        if body.endswith(suffix):
            return make(_exact(body.removesuffix(suffix), kind, unit, text))
    low, found, high = body.partition("至")
    if found:
        return _range(low, high, kind, unit, text)
    return _exact(body, kind, unit, text)


def _without_suffix(body: str, make: Callable[[Written], Written]) -> str:
    """Drop a suffix that says again what the prefix said, as in 达到90%以上."""
    for suffix, same in _SUFFIXES:
        if same is make:
            body = body.removesuffix(suffix)
    return body


def _range(low: str, high: str, kind: Kind, unit: str, text: str) -> Written:
    last = _exact(high, kind, unit, text)
    number = _NUMBER.match(high)
    if number and _NUMBER.fullmatch(low):
        low += high[number.end() :]
    elif _NUMBER.fullmatch(high) and not _SHARE.fullmatch(low):
        what = message("“{text}”只有前一个数写了单位", text=text)
        raise WrittenFault(what, message("两个数写同样的单位，如 10%至20%"), "wrong-unit")
    first = _exact(low, kind, unit, text)
    return Written(_bounds(_number(first), _number(last), text), last.step)


def _bounds(low: Fraction, high: Fraction, text: str) -> Amount:
    if low > high:
        raise WrittenFault(message("“{text}”的下限大于上限", text=text), message("把小的写在前面"))
    found = interval(low, high)
    assert not isinstance(found, Unknown)  # noqa: S101 - both ends are given
    return found


def _number(written: Written) -> Fraction:
    assert isinstance(written.value, Fraction)  # noqa: S101 - _exact returns nothing else
    return written.value


def _below(w: Written) -> Written:
    return Written(interval(None, _number(w), high_open=True), w.step)


def _at_most(w: Written) -> Written:
    return Written(interval(None, _number(w)), w.step)


def _above(w: Written) -> Written:
    return Written(interval(_number(w), None, low_open=True), w.step)


def _at_least(w: Written) -> Written:
    return Written(interval(_number(w), None), w.step)


def _about(w: Written) -> Written:
    """约: the number was rounded to its last digit that is not zero, so it lies within half a unit of that digit."""
    value = _number(w)
    if w.step is None:
        raise WrittenFault(message("“约”后面是分数，看不出写到哪一位"), message("写成小数，如 约33.3%"))
    unit = w.step
    while value != 0 and (value / (unit * 10)).denominator == 1:
        unit *= 10
    return Written(interval(value - unit / 2, value + unit / 2, value <= 0, value >= 0), w.step)


_PREFIX_GROUPS: Final = (
    (_AT_MOST, _at_most),
    (_AT_LEAST, _at_least),
    (_BELOW, _below),
    (_ABOVE, _above),
    (_ABOUT, _about),
)
# longer words first: 约为 before 约, <= before <
_PREFIXES: Final = tuple(
    (word, make) for words, make in _PREFIX_GROUPS for word in sorted(words, key=len, reverse=True)
)
_SUFFIXES: Final = (
    ("(含)以上", _at_least),
    ("以上", _at_least),
    ("(含)以下", _at_most),
    ("以下", _at_most),
    ("以内", _at_most),
    ("左右", _about),
)


def _exact(body: str, kind: Kind, unit: str, text: str) -> Written:
    if kind is Kind.MONEY:
        body = body.lstrip("¥")
    match = _SHARE.match(body) or _NUMBER.match(body)
    rest = body[match.end() :] if match else body
    if match is None or re.match(r"[,.\d]|[eE][+-]?\d", rest):
        raise _refusal(body, kind, text)
    digits = match.group().replace(",", "")
    if sum(map(str.isdigit, digits)) > _MOST_DIGITS:
        what = message("“{text}”的位数超过 {most} 位", text=text, most=_MOST_DIGITS)
        raise WrittenFault(what, message("查对原件"), "broken-number")
    factor = _factor(rest, kind, unit, text)
    _, _, denominator = digits.partition("/")
    if denominator:
        if int(denominator) == 0:
            raise WrittenFault(message("“{text}”的分母是 0", text=text), message("查对原件"), "broken-number")
        return Written(Fraction(digits) * factor)
    _, _, decimals = digits.partition(".")
    return Written(Fraction(digits) * factor, Fraction(1, 10 ** len(decimals)) * factor)


def _refusal(body: str, kind: Kind, text: str) -> WrittenFault:
    attempt = _ATTEMPT.match(body)
    if attempt and any(map(str.isdigit, attempt.group())):
        if "e" in attempt.group().lower():
            hint = message("不要用科学计数法，写出全部数字")
        elif "," in attempt.group():
            hint = message("千分位逗号每三位一个，如 12,340；不确定时查原件，不要猜")
        else:
            hint = message("小数点只能有一个，前后都要有数字")
        return WrittenFault(message("“{text}”里的数字不完整，无法确定是多少", text=text), hint, "broken-number")
    return WrittenFault(
        message("“{text}”不是{kind}", text=text, kind=message(kind.label)), _EXAMPLES.get(kind), "not-a-number"
    )


def _factor(rest: str, kind: Kind, unit: str, text: str) -> Fraction:
    given = rest or unit
    if kind is Kind.MONEY:
        if not given:
            hint = message("写明单位，如 {text}元 或 {text}万元", text=text)
            raise WrittenFault(message("“{text}”没有写单位", text=text), hint, "no-unit")
        _, slash, per = unit.partition("/")
        given = given.removesuffix(slash + per)
    units = _units(kind, unit)
    if given not in units:
        known = "、".join(name for name in units if name)
        what = message("“{text}”的单位“{unit}”不能用于{kind}", text=text, unit=given, kind=message(kind.label))
        hint = message("可以用的单位：{units}", units=known) if known else message("只写数字")
        if re.search(r"-\d", given):
            hint = message("范围写成如 600元至800元")
        raise WrittenFault(what, hint, "wrong-unit")
    return Fraction(units[given])


def _units(kind: Kind, unit: str) -> Mapping[str, Fraction | int]:
    if kind is Kind.MONEY:
        return MONEY_UNITS
    if kind is Kind.RATIO:
        return {"": 1, **RATIO_UNITS}
    if kind is Kind.SCORE:
        return {"": 1, "分": 1}
    if unit.startswith(("万", "亿")):  # counted in 万人: 5万 may mean 5 or 50000 of these
        return {"": 1, unit: 1}
    return {"": 1, unit: 1, "万": 10**4, f"万{unit}": 10**4, "亿": 10**8, f"亿{unit}": 10**8}


_EXAMPLES: Final = {
    Kind.MONEY: message("写成如 4000万元、628元、低于850元；还不知道就不写这一项"),
    Kind.RATIO: message("写成如 90%、16.38%；还不知道就不写这一项"),
    Kind.SCORE: message("写成如 8.5分；还不知道就不写这一项"),
    Kind.COUNT: message("写成如 1000；还不知道就不写这一项"),
    Kind.NUMBER: message("写成如 12.5；还不知道就不写这一项"),
}
