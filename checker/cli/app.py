"""The commands and their options; each reads its words and hands over to one function."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Annotated, Final

import typer
from typer.exceptions import TyperException

from checker.cli import words as w
from checker.cli.documents import add_documents
from checker.cli.editing import add_editing
from checker.cli.help import help_text
from checker.cli.portfolio import add_portfolio
from checker.cli.workbench import add_workbench
from checker.messages import tr
from checker.result import ExitCode
from checker.source import UsageFault

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME: Final = "checker"
_INTERRUPTED: Final = 130
"""What Typer makes of Ctrl-C."""


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; raises ``UsageFault`` for words it does not know."""
    app = _app()
    if shown := _help_asked_for(app, arguments):
        typer.echo(shown, nl=False)
        return ExitCode.CLEAN
    try:
        code = app(arguments, standalone_mode=False, prog_name=_NAME)
    except TyperException as error:
        raise UsageFault(w.explain_usage(error)) from None
    if code == _INTERRUPTED:
        raise KeyboardInterrupt
    return ExitCode.CLEAN if code is None else int(code)


def _help_asked_for(app: typer.Typer, arguments: list[str]) -> str:
    """Return the help that is asked for, if any: Typer would load pydantic before it comes to that."""
    if not set(w.HELP) & set(takewhile(lambda word: word != "--", arguments)):
        return ""
    context = typer.Context(typer.main.get_command(app), info_name=_NAME)
    for word in takewhile(lambda word: not word.startswith("-"), arguments):
        commands = getattr(context.command, "commands", None)
        if commands is None:
            break
        if word not in commands:
            return ""  # the word is wrong, and help would not say so
        context = typer.Context(commands[word], info_name=word, parent=context)
    return help_text(context)


def _app() -> typer.Typer:
    app = w.group(tr("按规则检查项目绩效：得分、问题、建议，每一项都能追到依据和证据"))
    app.callback(invoke_without_command=True)(_root())
    w.add(app, "check", tr("检查一个项目：得分、发现、问题和建议、复核提示"), _check())
    w.add(app, "explain", tr("说明一项检查为什么是这个结果，怎样的最小变动会改变它"), _explain())
    rules = w.group(tr("规则包：检查写法、测试、证明、比较、编辑"))
    rules.callback(invoke_without_command=True)(w.need_command)
    add_workbench(app, rules)
    add_editing(app, rules)
    w.add(rules, "schema", tr("给出各种文件的 JSON Schema"), _rules_schema())
    app.add_typer(rules, name="rules")
    add_documents(app)
    add_portfolio(app)
    return app


def _root() -> Callable[..., None]:
    def root(
        context: typer.Context,
        lang: Annotated[str, w.option("--lang", tr("语言：zh 中文，en 英文；省略则看系统语言"), "LANG")] = "",
        version: Annotated[bool, w.flag("--version", tr("显示版本"))] = False,
    ) -> None:
        del lang  # taken before, so that help is worded in it too
        if version:
            from checker import __version__  # noqa: PLC0415

            typer.echo(__version__)
            raise typer.Exit(ExitCode.CLEAN)
        w.need_command(context)

    return root


def _check() -> Callable[..., int]:
    def check(
        facts: Annotated[str, w.facts(tr("事实文件或文件夹；- 为标准输入"))],
        rules: Annotated[str, w.rules()] = "",
        as_of: Annotated[str, w.as_of()] = "",
        known_on: Annotated[str, w.known_on()] = "",
        format_: Annotated[str, w.option("--format", tr("输出格式：text、json、markdown"), "FORMAT", "-f")] = "text",
        output: Annotated[str, w.option("--output", tr("写到文件；省略或 - 为标准输出"), "FILE", "-o")] = "-",
        fail_on: Annotated[
            str, w.option("--fail-on", tr("发现达到此严重程度才返回 1：info、minor、major、critical"), "SEVERITY")
        ] = "info",
        strict: Annotated[bool, w.flag("--strict", tr("有不能判断的事项时返回 3"))] = False,
        verify: Annotated[bool, w.flag("--verify", tr("再用另一个引擎判断一遍，不一致即报错"))] = False,
    ) -> int:
        from checker.cli.check import run_check  # noqa: PLC0415 - help starts fast

        return run_check(
            facts, rules=rules, as_of=as_of, known_on=known_on, format_=format_, output=output, fail_on=fail_on,
            strict=strict, verify=verify,
        )  # fmt: skip

    return check


def _explain() -> Callable[..., int]:
    def explain(
        facts: Annotated[str, w.facts(tr("事实文件或文件夹"))],
        check: Annotated[str, typer.Argument(metavar="ID", help=tr("规则编号，或 规则编号[事实]"), show_default=False)],
        rules: Annotated[str, w.rules()] = "",
        as_of: Annotated[str, w.as_of()] = "",
        known_on: Annotated[str, w.known_on()] = "",
    ) -> int:
        from checker.cli.explain import run_explain  # noqa: PLC0415

        return run_explain(facts, check, rules=rules, as_of=as_of, known_on=known_on)

    return explain


def _rules_schema() -> Callable[..., int]:
    def schema(
        kind: Annotated[str, typer.Argument(metavar="[KIND]", help=tr("文件种类；省略则列出全部"))] = "",
        output: Annotated[str, w.option("--output", tr("把全部格式写到这个文件夹"), "FOLDER", "-o")] = "",
    ) -> int:
        from checker.cli.rules import run_rules_schema  # noqa: PLC0415

        return run_rules_schema(kind, output=output)

    return schema
