"""Turns a written value into a ``FieldValue`` by the rule of its field; knows nothing about other fields or facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.facts.facts import FieldValue, Source
from checker.messages import Message, message
from checker.source import did_you_mean
from checker.source.document import Scalar
from checker.values import Kind, Unknown, WrittenFault, interval, meet, parse_value, show
from checker.values.written import normalise

if TYPE_CHECKING:
    from checker.facts.parts import Part
    from checker.facts.vocabulary import FieldRule
    from checker.source import Problems
    from checker.values import Value

_NO_SOURCE: Final = Source()
_MOST_CHARS: Final = 200


@dataclass(frozen=True, slots=True)
class _Shown:
    """A value inside a message, put into words only when the language of the reader is known."""

    value: Value
    kind: Kind
    unit: str

    def __str__(self) -> str:
        return show(self.value, self.kind, self.unit)


def read_value(part: Part, rule: FieldRule, problems: Problems, source: Source = _NO_SOURCE) -> FieldValue | None:
    """Return the value of a field; nothing written gives None, and so does a fault, which is recorded."""
    if not isinstance(part.node, Scalar):
        what = message("“{label}”要写成一个值（{kind}）", label=rule.label, kind=message(rule.kind.label))
        problems.add("not-a-value", part.place, what, message("写成“{label}: 值”", label=rule.label))
        return None
    text = part.text
    if not text:
        return None
    if rule.kind is not Kind.TEXT and len(text) > _MOST_CHARS:
        what = message("写了 {count} 个字，不像{kind}", count=len(text), kind=message(rule.kind.label))
        _add("too-long", part, rule, what, message("只写值本身，说明写在来源的“原文”里"), problems)
        return None
    try:
        written = parse_value(text, rule.kind, rule.unit)
    except WrittenFault as fault:
        _add(fault.code, part, rule, fault.what, fault.hint, problems)
        return None
    if rule.kind is Kind.CHOICE and text not in rule.choices:
        what = message("“{text}”不在选项里", text=text)
        _add("not-a-choice", part, rule, what, did_you_mean(text, rule.choices), problems)
        return None
    value = _within(written.value, text, part, rule, problems)
    return None if value is None else FieldValue(value, text, part.place, source, written.step)


def exact_number(field: FieldValue | None, rule: FieldRule, problems: Problems) -> Fraction | None:
    """Return the number of a field where bounds do not do; a bounded one is recorded."""
    if field is None:
        return None
    if isinstance(field.value, Fraction):
        return field.value
    kind = message(rule.kind.label)
    what = message("{label}：“{text}”不是一个确定的{kind}", label=rule.label, text=field.text, kind=kind)
    problems.add("not-exact", field.place, what, message("这里不能写范围或大约数，写出确切的值"))
    return None


def exact_day(field: FieldValue | None, rule: FieldRule, problems: Problems) -> date | None:
    """Return the day of a field; one that is only known within bounds is recorded."""
    number = exact_number(field, rule, problems)
    return None if number is None else date.fromordinal(int(number))


def _within(value: Value, text: str, part: Part, rule: FieldRule, problems: Problems) -> Value | None:
    """Cut a value to what the field allows: of “below 850” with nothing below 0 remains 0 to 850."""
    allowed = interval(rule.low, rule.high)
    if isinstance(allowed, Unknown) or isinstance(value, (str, bool)):
        return value
    cut = meet(value, allowed)
    if cut is None:
        shown = _Shown(allowed, rule.kind, rule.unit)
        what = message("“{text}”超出了允许的范围（{allowed}）", text=text, allowed=shown)
        hint = message("核对原件上的数和单位；还不知道就不写这一项")
        if rule.kind is Kind.RATIO and "%" not in normalise(text):
            hint = message("百分数要写百分号，如 90%")
        _add("out-of-range", part, rule, what, hint, problems)
    return cut


def _add(code: str, part: Part, rule: FieldRule, what: Message, hint: Message | None, problems: Problems) -> None:
    problems.add(code, part.place, message("{label}：{what}", label=rule.label, what=what), hint)
