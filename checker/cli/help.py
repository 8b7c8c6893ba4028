"""Writes the help of a command in the reader's language, broken into lines as Chinese is.

Typer's own help words are English, and it takes a Chinese character for as wide as a Latin one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len, set_cell_size
from typer.core import TyperCommand, TyperGroup

from checker.messages import tr
from checker.report.terminal.wrap import wrap

if TYPE_CHECKING:
    from typer import Context

_WIDEST: Final = 100
_INDENT: Final = "  "


class HelpedCommand(TyperCommand):
    """A command whose help is worded here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help to ``formatter``."""
        formatter.write(help_text(ctx))


class HelpedGroup(TyperGroup):
    """A group of commands whose help is worded here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help to ``formatter``."""
        formatter.write(help_text(ctx))


def help_text(context: Context) -> str:
    """Return usage, purpose, arguments, options and commands of the command of ``context``."""
    width = min(_WIDEST, shutil.get_terminal_size().columns)
    return "\n".join(_lines(context.command, context, width)) + "\n"


def _lines(command: Any, context: Any, width: int) -> Iterator[str]:
    params = command.get_params(context)
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option"]
    commands = getattr(command, "commands", {})
    words = [context.command_path, tr("[选项]"), *(param.metavar for param in arguments)]
    words += [tr("命令 …")] if commands else []
    yield tr("用法：{usage}", usage=" ".join(words))
    yield ""
    yield from (_INDENT + line for line in wrap(command.help or "", width - len(_INDENT)))
    yield from _table(tr("参数："), [(param.metavar, param.help or "") for param in arguments], width)
    yield from _table(tr("选项："), [_option(param) for param in options], width)
    yield from _table(tr("命令："), [(name, child.help or "") for name, child in commands.items()], width)


def _option(param: Any) -> tuple[str, str]:
    names = ", ".join(sorted(param.opts, key=len))
    text = tr("显示这份说明") if param.name == "help" else param.help or ""
    default = "" if param.is_flag or param.default in {None, "", "-"} else param.default
    shown = names if param.is_flag else f"{names} {param.metavar}"
    return shown, text + (tr("（缺省 {default}）", default=default) if default else "")


def _table(title: str, rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield title
    column = max(cell_len(name) for name, _ in rows) + len(_INDENT)
    for name, text in rows:
        first, *more = wrap(text, width - column - len(_INDENT))
        yield (_INDENT + set_cell_size(name, column) + first).rstrip()
        yield from (" " * (column + len(_INDENT)) + line for line in more)
