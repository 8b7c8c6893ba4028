"""Options, and what a wrong word on the command line means, in the reader's language."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import typer

from checker.messages import Message, message
from checker.source import UsageFault, did_you_mean
from checker.values import Kind, WrittenFault, parse_value

if TYPE_CHECKING:
    from collections.abc import Iterable


def option(name: str, help_: str, short: str | None = None) -> Any:
    """Return an option that takes a value."""
    return typer.Option(name, *([short] if short else []), help=help_, show_default=False)


def flag(name: str, help_: str) -> Any:
    """Return an option that is on when it is there."""
    return typer.Option(name, help=help_, show_default=False)


def one_of(name: str, value: str, allowed: Iterable[str]) -> str:
    """Return ``value`` when it is allowed; raises ``UsageFault`` with what may be written."""
    words = list(allowed)
    if value not in words:
        hint = did_you_mean(value, words)
        raise UsageFault(message("{name} 不能是“{value}”。{hint}", name=name, value=value, hint=hint or ""))
    return value


def day(name: str, text: str) -> date | None:
    """Return the day written, or None when nothing is; raises ``UsageFault``."""
    if not text:
        return None
    try:
        value = parse_value(text, Kind.DATE).value
    except WrittenFault as fault:
        raise UsageFault(message("{name}：{what}。{hint}", name=name, what=fault.what, hint=fault.hint or "")) from None
    if not isinstance(value, Fraction):
        raise UsageFault(message("{name} 要写到哪一天，如 2020-12-31", name=name))
    return date.fromordinal(int(value))


def explain_usage(error: Exception) -> Message:
    """Return what a fault of the command line means."""
    name = type(error).__name__
    if name == "NoSuchOption":
        written = getattr(error, "option_name", "")
        near = did_you_mean(written, getattr(error, "possibilities", None) or ())
        return message("没有选项 {option}。{hint}", option=written, hint=near or message("用 --help 查看全部选项"))
    if name == "MissingParameter":
        param = getattr(error, "param", None)
        missing = getattr(param, "metavar", None) or getattr(param, "name", "") or ""
        return message("少了参数 {name}。用 --help 查看用法", name=missing)
    text = str(getattr(error, "message", error))
    if "No such command" in text:
        written = text.split("'")[1] if "'" in text else text
        return message("没有命令 {name}。用 --help 查看全部命令", name=written)
    return message("命令写法不对：{why}。用 --help 查看用法", why=text)
