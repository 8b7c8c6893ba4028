"""Recomputes the calculations a report writes out (A÷B×100%＝C, A元＋B元＝C元); knows nothing about facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from checker.backcheck.agree import rounds_to
from checker.backcheck.tie import disagreement
from checker.messages import message
from checker.values import Kind, decimal_text, round_half_up
from checker.values.written import MONEY_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.backcheck.context import Text
    from checker.backcheck.model import Disagreement, Quantity

_SIGN: Final = re.compile(r"^[\s）)]*([+＋\-－/÷*×xX])[\s（(]*$")
_EQUALS: Final = re.compile(r"^[\s）)]*(?:=|＝|≈)[\s（(]*$")
_SIGNS: Final = {"＋": "+", "－": "-", "÷": "/", "×": "*", "x": "*", "X": "*"}
_HUNDRED: Final = Fraction(100)


@dataclass(frozen=True, slots=True)
class Formula:
    """A calculation: its operands with the signs between them, and the quantity behind the equals sign."""

    operands: tuple[Quantity, ...]
    signs: tuple[str, ...]
    result: Quantity


def find_formulas(text: Text) -> list[Formula]:
    """Return the calculations of a report in order."""
    return [formula for found in text.found for formula in _in_block(found, text)]


def _in_block(found: tuple[Quantity, ...], text: Text) -> Iterator[Formula]:
    chain: list[Quantity] = []
    signs: list[str] = []
    for one, other in pairwise(found):
        between = text.blocks[one.block].text[one.end : other.start]
        sign = _SIGN.match(between)
        chain = chain or [one]
        if sign:
            chain.append(other)
            signs.append(_SIGNS.get(sign[1], sign[1]))
        elif _EQUALS.match(between) and len(chain) > 1:
            if "(" not in between and "（" not in between:
                yield Formula(tuple(chain), tuple(signs), other)
            chain, signs = [], []
        else:
            chain, signs = [], []


def check_formulas(formulas: list[Formula], text: Text) -> Iterator[Disagreement]:
    """Yield the calculations that do not come out, at the digits written."""
    for formula in formulas:
        values = [_plain(formula, text)]
        if any(value is None for value in values):
            continue
        target = formula.result
        if not any(value is not None and _comes_out(value, formula) for value in values):
            value = values[0]
            assert value is not None  # noqa: S101 - filtered above
            shown = _shown(value, formula)
            what = message("报告写{written}，按所列算式是{expected}", written=target.text, expected=shown)
            code = "rate-not-parts" if target.kind is Kind.RATIO else "calculation-wrong"
            yield disagreement(code, target, text, what, shown)


def _plain(formula: Formula, text: Text) -> Fraction | None:
    """Work a calculation out with × and ÷ before + and −; None where brackets stand inside, or it divides by 0."""
    start, end = formula.operands[0].start, formula.result.start
    if re.search("[（(）)]", re.sub(r"[（(][^\d（()）]*[)）]", "", text.blocks[formula.result.block].text[start:end])):
        return None
    numbers = [_number(operand) for operand in formula.operands]
    total, term = Fraction(0), numbers[0]
    pending = Fraction(1)
    for sign, number in zip(formula.signs, numbers[1:], strict=True):
        if sign == "*":
            term *= number
        elif sign == "/":
            if number == 0:
                return None
            term /= number
        else:
            total += pending * term
            term, pending = number, Fraction(1 if sign == "+" else -1)
    return total + pending * term


def _number(quantity: Quantity) -> Fraction:
    return quantity.value if isinstance(quantity.value, Fraction) else Fraction(0)


def _comes_out(value: Fraction, formula: Formula) -> bool:
    """Try the units a bare number may have: operands in the unit of the result, or a rate without ×100%."""
    target = formula.result
    written = _number(target)
    if rounds_to(value, written, target.step):
        return True
    if target.kind is Kind.MONEY:
        return any(rounds_to(value * size, written, target.step) for size in map(Fraction, set(MONEY_UNITS.values())))
    if target.kind is Kind.RATIO:
        return rounds_to(value / _HUNDRED, written, target.step)
    if target.kind is Kind.NUMBER:
        return any(rounds_to(value / size, written, target.step) for size in map(Fraction, set(MONEY_UNITS.values())))
    return False


def _shown(value: Fraction, formula: Formula) -> str:
    target = formula.result
    digits = len(re.sub(r"\D+$", "", target.text).partition(".")[2])
    if target.kind is Kind.RATIO:
        return _decimal(value * _HUNDRED, digits) + "%"
    if target.kind is Kind.MONEY:
        size = Fraction(MONEY_UNITS[target.unit])
        bare = any(operand.kind is Kind.NUMBER for operand in formula.operands)
        return _decimal(value if bare else value / size, digits) + target.unit
    return _decimal(value, digits) + target.unit


def _decimal(value: Fraction, digits: int) -> str:
    rounded = round_half_up(value, digits)
    return decimal_text(rounded) if isinstance(rounded, Fraction) else ""


def operand_scales(quantity: Quantity) -> list[Fraction]:
    """Return what a bare number of a calculation may be in base units: itself, 万 or 亿 of it."""
    value = _number(quantity)
    return [value, value * 10**4, value * 10**8]
