"""Options, and what a wrong word on the command line means, in the reader's language."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import typer

from checker.cli.help import HelpedCommand, HelpedGroup
from checker.messages import Message, message, tr
from checker.result import ExitCode
from checker.source import UsageFault, did_you_mean
from checker.values import Kind, WrittenFault, parse_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HELP: Final = ("-h", "--help")
_NO_COMMAND: Final = re.compile(r"No such command '(.*?)'\.")
_EXTRA: Final = re.compile(r"unexpected extra argument\(s\) \((.*)\)", re.DOTALL)


def option(name: str, help_: str, metavar: str, short: str = "") -> Any:
    """Return an option that takes a value, called ``metavar`` in help."""
    return typer.Option(name, *filter(None, [short]), help=help_, metavar=metavar, show_default=False)


def flag(name: str, help_: str) -> Any:
    """Return an option that is on when it is there."""
    return typer.Option(name, help=help_, show_default=False)


def facts(help_: str) -> Any:
    """Return the argument FACTS."""
    return typer.Argument(metavar="FACTS", help=help_, show_default=False)


def rules() -> Any:
    """Return the option --rules of a command that reads facts."""
    return option("--rules", tr("规则包的编号或文件夹；省略则用事实里写的"), "PACK")


def as_of() -> Any:
    """Return the option --as-of."""
    return option("--as-of", tr("检查基准日，如 2020-12-31；省略则用事实里写的，再没有就是今天"), "DATE")


def known_on() -> Any:
    """Return the option --known-on."""
    return option("--known-on", tr("用这一天已知的规则文本（规则包要在 git 管理之下）"), "DATE")


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
        raise UsageFault(message("{name}：{what}。写成如 2020-12-31", name=name, what=fault.what)) from None
    if not isinstance(value, Fraction):
        raise UsageFault(message("{name} 要写到哪一天，如 2020-12-31", name=name))
    return date.fromordinal(int(value))


def share(name: str, text: str) -> Fraction | None:
    """Return the share written, such as ``90%``, or None when nothing is; raises ``UsageFault``."""
    if not text:
        return None
    try:
        value = parse_value(text, Kind.RATIO).value
    except WrittenFault as fault:
        raise UsageFault(message("{name}：{what}。写成如 90%", name=name, what=fault.what)) from None
    if not isinstance(value, Fraction) or not 0 <= value <= 1:
        raise UsageFault(message("{name} 要写 0 到 100% 之间的一个比率，如 90%", name=name))
    return value


def group(help_: str, cls: type[HelpedGroup] = HelpedGroup) -> typer.Typer:
    """Return a group of commands."""
    return typer.Typer(
        cls=cls,
        help=help_,
        add_completion=False,
        no_args_is_help=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": [*HELP]},
    )


def add(group: typer.Typer, name: str, help_: str, command: Callable[..., int]) -> None:
    """Add a command to a group."""
    group.command(name, cls=HelpedCommand, help=help_)(command)


def need_command(context: typer.Context) -> None:
    """Show the help and end as wrong use when no command follows."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(ExitCode.INVALID)


def explain_usage(error: Exception) -> Message:
    """Return what a fault of the command line means."""
    written = getattr(error, "option_name", "")
    match type(error).__name__:
        case "NoSuchOption":
            near = did_you_mean(written, getattr(error, "possibilities", None) or ())
            return message("没有选项 {option}。{hint}", option=written, hint=near or message("用 --help 查看全部选项"))
        case "MissingParameter":
            return message("少了参数 {name}。用 --help 查看用法", name=_parameter(error))
        case "BadOptionUsage" if "requires" in str(error):
            return message("选项 {option} 后面要写一个值。用 --help 查看用法", option=written)
        case "BadOptionUsage":
            return message("选项 {option} 后面不写值。用 --help 查看用法", option=written)
    return _other_usage(error)


def _parameter(error: Exception) -> str:
    param = getattr(error, "param", None)
    return getattr(param, "metavar", None) or getattr(param, "name", "") or ""


def _other_usage(error: Exception) -> Message:
    text = str(getattr(error, "message", error))
    if written := _NO_COMMAND.search(text):
        commands = getattr(getattr(getattr(error, "ctx", None), "command", None), "commands", {})
        hint = did_you_mean(written[1], commands) or message("用 --help 查看全部命令")
        return message("没有命令 {name}。{hint}", name=written[1], hint=hint)
    if written := _EXTRA.search(text):
        return message("多写了 {words}。用 --help 查看用法", words=written[1])
    return message("命令写法不对：{why}。用 --help 查看用法", why=text.rstrip("."))
