"""The commands and their options; each reads its words and hands over to one function."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from checker.cli import words as w
from checker.messages import tr
from checker.result import ExitCode
from checker.source import UsageFault


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; raises ``UsageFault`` for words it does not know."""
    try:
        code = _app()(arguments, standalone_mode=False, prog_name="checker")
    except TyperException as error:
        raise UsageFault(w.explain_usage(error)) from None
    return ExitCode.CLEAN if code is None else int(code)


def _app() -> typer.Typer:
    app = typer.Typer(
        help=tr("按规则检查项目绩效：得分、问题、建议，每一项都能追到依据和证据。"),
        add_completion=False,
        no_args_is_help=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback(invoke_without_command=True)(_root)
    app.command("check", help=tr("检查一个项目：得分、发现、问题和建议、复核提示"))(_check())
    app.command("explain", help=tr("说明一项检查为什么是这个结果，怎样的最小变动会改变它"))(_explain())
    rules = typer.Typer(help=tr("规则包：测试、文件格式"), no_args_is_help=False, rich_markup_mode=None)
    rules.callback(invoke_without_command=True)(_rules_root)
    rules.command("test", help=tr("运行规则包自带的用例"))(_rules_test())
    rules.command("schema", help=tr("给出规则包各种文件的 JSON Schema"))(_rules_schema())
    app.add_typer(rules, name="rules")
    return app


def _root(
    context: typer.Context,
    lang: Annotated[str, typer.Option("--lang", help="zh / en", metavar="zh|en")] = "",
    version: Annotated[bool, typer.Option("--version", help="")] = False,
) -> None:
    del lang  # taken before, so that help is worded in it too
    if version:
        from checker import __version__  # noqa: PLC0415

        typer.echo(__version__)
        raise typer.Exit(ExitCode.CLEAN)
    _need_command(context)


def _rules_root(context: typer.Context) -> None:
    _need_command(context)


def _need_command(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(ExitCode.INVALID)


def _facts() -> Any:
    return typer.Argument(metavar="FACTS", help=tr("事实文件或文件夹；- 为标准输入"), show_default=False)


def _check() -> Any:
    def check(
        facts: Annotated[str, _facts()],
        rules: Annotated[str, w.option("--rules", tr("规则包的编号或文件夹；省略则用事实里写的"))] = "",
        as_of: Annotated[str, w.option("--as-of", tr("检查基准日，如 2020-12-31"))] = "",
        format_: Annotated[str, w.option("--format", tr("输出格式：text、json、markdown"), "-f")] = "text",
        output: Annotated[str, w.option("--output", tr("写到文件；省略或 - 为标准输出"), "-o")] = "-",
        fail_on: Annotated[str, w.option("--fail-on", tr("达到此严重程度才返回 1"))] = "info",
        strict: Annotated[bool, w.flag("--strict", tr("有不能判断的事项时返回 3"))] = False,
        verify: Annotated[bool, w.flag("--verify", tr("再用另一个引擎判断一遍，不一致即报错"))] = False,
    ) -> int:
        from checker.cli.check import run_check  # noqa: PLC0415 - help starts fast

        return run_check(
            facts, rules=rules, as_of=as_of, format_=format_, output=output, fail_on=fail_on, strict=strict,
            verify=verify,
        )  # fmt: skip

    return check


def _explain() -> Any:
    def explain(
        facts: Annotated[str, _facts()],
        check: Annotated[str, typer.Argument(metavar="ID", help=tr("规则编号，或 规则编号[事实]"), show_default=False)],
        rules: Annotated[str, w.option("--rules", tr("规则包的编号或文件夹；省略则用事实里写的"))] = "",
        as_of: Annotated[str, w.option("--as-of", tr("检查基准日，如 2020-12-31"))] = "",
    ) -> int:
        from checker.cli.explain import run_explain  # noqa: PLC0415

        return run_explain(facts, check, rules=rules, as_of=as_of)

    return explain


def _rules_test() -> Any:
    def test(
        packs: Annotated[
            list[str] | None, typer.Argument(metavar="[PACK]...", help=tr("规则包；省略则为 ./rules 下全部"))
        ] = None,
        engine: Annotated[str, w.option("--engine", tr("引擎：durable、plain 或 all"))] = "all",
    ) -> int:
        from checker.cli.rules import run_rules_test  # noqa: PLC0415

        return run_rules_test(packs or [], engine=engine)

    return test


def _rules_schema() -> Any:
    def schema(
        kind: Annotated[str, typer.Argument(metavar="[KIND]", help=tr("文件种类；省略则列出全部"))] = "",
        output: Annotated[str, w.option("--output", tr("写到这个文件夹"), "-o")] = "",
    ) -> int:
        from checker.cli.rules import run_rules_schema  # noqa: PLC0415

        return run_rules_schema(kind, output=output)

    return schema
