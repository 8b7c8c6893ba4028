"""Turns the words of a scoring standard into a way of scoring, where only one is possible; guesses nothing else.

What is understood is written as it is understood; where any other number of points or per cent stands in the text, or
two readings fit, nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from checker.values import decimal_text

if TYPE_CHECKING:
    from collections.abc import Callable

Method = Literal["proportional", "steps", "occurrences", "met", "reached"]
_N: Final = r"(\d+(?:\.\d+)?)"
_MORE: Final = r"(?:\(含\))?(?:及?以上|或以上)?(?:\(含\))?"
_FULL: Final = r"的?,?(?:得|计|给)?满分"
_END: Final = r"(?:,(?:直至|直到)?扣完(?:为止)?|,扣完本项分值为止|,最低(?:得)?0分)?"
_UP: Final = re.compile(
    r",?(?:不足|不满)(?:\d+(?:\.\d+)?|一)?(?:个百分点|%)的?,?按(?:\d+|一)(?:个百分点|%)(?:计算?|扣分|计扣)?"
)
_PROPORTIONAL: Final = (
    re.compile(r"(?:按|根据|依据)(?:照)?(?:实际)?(?:任务)?(?:完成|执行|到位|达标|合格|覆盖|兑现)(?:率|比例|百分比)(?:的?比例)?(?:计算|折算|计|得|给|打)+分"),
    re.compile(r"按(?:照)?比例(?:计算|折算|计|得|给|打)+分"),
    re.compile(r"得分=[^,;。×*]*率[×*x](?:分值|权重|标准分值?|指标分值|满分|该项分值)"),
)  # fmt: skip
_STEPS: Final = re.compile(
    rf"(?:达到|大于等于|不低于|≥|>=)?{_N}%{_MORE}{_FULL}[,;。](?:否则,?)?每(?:降低|下降|减少|低于|低|少|差)"
    rf"(?:{_N}|一)?(?:个百分点|%),?扣(?:减|除)?(?:{_N}分|(?:权重|分值|标准分|该项分值)的?{_N}%)(?:分值|权重|权重分)?"
)
_STEP_ALONE: Final = re.compile(r"(?:^|(?<=[,;。]))(?:(?:比|较)?目标值,?)?每(?=降低|下降|减少|低|少|差)")
_TARGET: Final = re.compile(rf"(?:达到|大于等于|不低于|≥|>=)?{_N}%{_MORE}")
_POINTS: Final = re.compile(r"\d分(?!之)")
_OCCURRENCES: Final = re.compile(
    r"每(?:发现|出现|发生|查出|存在|有)?有?(?:1|一)?(?:起|次|例|处|项|个|件|笔|人次)"
    rf"(?:[^,;。扣得分\d%]{{0,24}}),?扣(?:减|除)?{_N}分"
)
_NOT: Final = r"[,;。](?:否则|反之|未达到|未达标|未完成|未实现|不符合|没有|不达标|未按时完成|未及时)[^,;。%\d]{0,12}?"
_NONE: Final = r"(?:不得分|得?0分|不计分)"
_REACHED: Final = re.compile(rf"(?:达到|大于等于|不低于|≥|>=){_N}%{_MORE}的?,?(?:得|计|给)(?:满分|{_N}分){_NOT}{_NONE}")
_MET: Final = re.compile(rf"[^,;。:%\d|]{{1,24}}?,?(?:得|计|给)(?:满分|{_N}分){_NOT}{_NONE}")
_LEFT_OVER: Final = re.compile(r"扣|\d(?:\.\d+)?分|得分|不得分|酌情|\d%")
_HARMLESS: Final = re.compile(
    r"(?:最高|最多)得满分|超过100%的?,?按100%计算?|(?:不超过|以)(?:满分|本项分值|该项分值)(?:为限)?|"
    r"[^,;。]{1,20}=[^;。]*?[×*x]100%|100%|(?:无|没有|未发现|未发生)[^,;。]{0,20}(?:得|计)?满分|得满分|满分"
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A way of scoring: what it looks at, the threshold it needs, and what a step costs.

    ``threshold``, ``step`` and ``share`` are shares of one, ``points`` are points.
    """

    method: Method
    threshold: Fraction | None = None
    step: Fraction = Fraction(1)
    points: Fraction | None = None
    share: Fraction | None = None
    partial_step: Literal["exact", "up"] = "exact"


def guess(criteria: str, weight: Fraction, target: Fraction | None = None) -> Guess | None:
    """Return the one way of scoring that a standard describes for an indicator of this weight, or None.

    ``target`` is the share that full marks need, where the table says it in a column of its own; it counts only where
    the standard tells what each step below costs, and not below what.
    """
    text = _with_target(_folded(criteria), target)
    found = [
        (match, made) for form, make in _READINGS if (match := form.search(text)) and (made := make(match, weight))
    ]
    if len({made for _, made in found}) != 1:
        return None
    match, made = found[0]
    up = _UP.search(text)
    rest = text[: match.start()] + "|" + re.sub(rf"^{_END}", "", text[match.end() :])
    if up:
        made = Guess(made.method, made.threshold, made.step, made.points, made.share, "up")
        rest = _UP.sub("|", rest)
    rest = re.sub(r"扣完(?:本项分值)?为止|扣完", "", rest)
    return None if _LEFT_OVER.search(_HARMLESS.sub("", rest)) else made


def target_share(text: str) -> Fraction | None:
    """Return the one share that a target says, or None: 90%, ≥90%, 不低于90%."""
    found = _TARGET.fullmatch(_folded(text))
    return _percent(found[1]) if found else None


def names_points(criteria: str) -> bool:
    """Say whether a standard names a number of points."""
    return _POINTS.search(_folded(criteria)) is not None


def _with_target(text: str, target: Fraction | None) -> str:
    """Return a standard that tells only what a step costs with the target in front of the step."""
    if target is None or _STEPS.search(text):
        return text
    whole = _STEP_ALONE.sub(f"{decimal_text(target * 100)}%以上满分,每", text, count=1)
    return whole if _STEPS.search(whole) else text


def _folded(text: str) -> str:
    narrow = "".join(unicodedata.normalize("NFKC", text).split())
    return narrow.replace("、", ",").replace("，", ",").replace("；", ";").replace("X", "×").replace("x", "×")


def _percent(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text) / 100


def _proportional(match: re.Match[str], weight: Fraction) -> Guess:
    del match, weight
    return Guess("proportional")


def _steps(match: re.Match[str], weight: Fraction) -> Guess | None:
    target, step, points, share = match.groups()
    cost = Fraction(points) if points else None
    if cost is not None and cost > weight:
        return None
    return Guess("steps", _percent(target), _percent(step or "1") or Fraction(1, 100), cost, _percent(share))


def _occurrences(match: re.Match[str], weight: Fraction) -> Guess | None:
    cost = Fraction(match[1])
    return None if cost > weight else Guess("occurrences", points=cost)


def _reached(match: re.Match[str], weight: Fraction) -> Guess | None:
    threshold, points = match.groups()
    return None if points and Fraction(points) != weight else Guess("reached", _percent(threshold))


def _met(match: re.Match[str], weight: Fraction) -> Guess | None:
    return None if match[1] and Fraction(match[1]) != weight else Guess("met")


_READINGS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Fraction], Guess | None]], ...]] = (
    *((form, _proportional) for form in _PROPORTIONAL),
    (_STEPS, _steps),
    (_OCCURRENCES, _occurrences),
    (_REACHED, _reached),
    (_MET, _met),
)
