"""Reads a written value that must be exact, as every number of a rule pack must; knows nothing about files."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from checker.messages import message
from checker.values import Kind, WrittenFault, parse_value

Exact: TypeAlias = Fraction | str | bool


def exact_value(text: str, kind: Kind, unit: str = "") -> Exact:
    """Return what ``text`` says; raises ``WrittenFault``, also for a value that is only known within bounds."""
    value = parse_value(text, kind, unit).value
    if isinstance(value, Fraction | str | bool):
        return value
    what = message("“{text}”不是一个确定的{kind}", text=text, kind=message(kind.label))
    raise WrittenFault(what, message("这里不能写范围或大约数，写出确切的值"), "not-exact")
