"""The commands that say whether rules are good and what a change of them does; each hands over to one function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli import words as w
from checker.messages import tr

if TYPE_CHECKING:
    from collections.abc import Callable


def add_workbench(app: typer.Typer, rules: typer.Typer) -> None:
    """Add the commands to the program and to the group ``rules``."""
    w.add(rules, "lint", tr("检查规则包写得好不好：缺依据、缺用例、没用到的参数、分档有空档……"), _lint())
    w.add(rules, "test", tr("运行规则包自带的用例，看用例覆盖了多少"), _test())
    w.add(rules, "cases", tr("生成界限上下的用例，供人核对"), _cases())
    w.add(rules, "mutate", tr("把规则改动一点点，看用例能不能发现"), _mutate())
    w.add(rules, "prove", tr("证明规则做得到什么、做不到什么，每个结论都有例子"), _prove())
    w.add(rules, "diff", tr("比较两个版本：改了什么，哪个项目会因此不同"), _diff())
    w.add(app, "what-if", tr("试改一个参数，看结果怎样变，不改文件"), _what_if())


def packs() -> object:
    """Return the argument [PACK]..."""
    return typer.Argument(metavar="[PACK]...", help=tr("规则包的编号或文件夹；省略则为 ./rules 下全部"))


def _lint() -> Callable[..., int]:
    def lint(
        packs_: Annotated[list[str] | None, packs()] = None,
        format_: Annotated[
            str, w.option("--format", tr("输出格式：text、json、sarif、github"), "FORMAT", "-f")
        ] = "text",
        output: Annotated[str, w.option("--output", tr("写到文件；省略或 - 为标准输出"), "FILE", "-o")] = "-",
        fix: Annotated[bool, w.flag("--fix", tr("能安全改的，直接改在文件里"))] = False,
        fail_on: Annotated[
            str, w.option("--fail-on", tr("发现达到此程度才返回 1：info、warning、error"), "LEVEL")
        ] = "warning",
        reviewed_since: Annotated[
            str, w.option("--reviewed-since", tr("参数在这一天以后没有核对过的，也指出"), "DATE")
        ] = "",
    ) -> int:
        from checker.cli.lint import run_lint  # noqa: PLC0415 - help starts fast

        return run_lint(
            packs_ or [], format_=format_, output=output, fix=fix, fail_on=fail_on, reviewed_since=reviewed_since
        )

    return lint


def _test() -> Callable[..., int]:
    def test(
        packs_: Annotated[list[str] | None, packs()] = None,
        engine: Annotated[str, w.option("--engine", tr("引擎：durable、plain 或 all"), "ENGINE")] = "all",
        coverage: Annotated[bool, w.flag("--coverage", tr("列出没有用例覆盖的规则、分支和分档"))] = False,
        at_least: Annotated[
            str, w.option("--at-least", tr("覆盖率低于此值即失败，如 100%；同时列出没有覆盖的"), "PERCENT")
        ] = "",
    ) -> int:
        from checker.cli.rules import run_rules_test  # noqa: PLC0415

        return run_rules_test(packs_ or [], engine=engine, coverage=coverage, at_least=at_least)

    return test


def _cases() -> Callable[..., int]:
    def cases(
        pack: Annotated[str, typer.Argument(metavar="PACK", help=tr("规则包的编号或文件夹"), show_default=False)],
        rules: Annotated[
            list[str] | None, typer.Argument(metavar="[ID]...", help=tr("规则或指标的编号；省略则为全部"))
        ] = None,
        output: Annotated[str, w.option("--output", tr("写到新文件；省略或 - 为标准输出"), "FILE", "-o")] = "-",
        add: Annotated[bool, w.flag("--add", tr("加到各条规则的 tests 文件末尾，标为待核对"))] = False,
    ) -> int:
        from checker.cli.cases import run_cases_command  # noqa: PLC0415

        return run_cases_command(pack, rules or [], output=output, add=add)

    return cases


def _mutate() -> Callable[..., int]:
    def mutate(
        packs_: Annotated[list[str] | None, packs()] = None,
        rule: Annotated[str, w.option("--rule", tr("只变异这条规则和它用到的参数"), "RULE")] = "",
        format_: Annotated[str, w.option("--format", tr("输出格式：text、json"), "FORMAT", "-f")] = "text",
        output: Annotated[str, w.option("--output", tr("写到文件；省略或 - 为标准输出"), "FILE", "-o")] = "-",
    ) -> int:
        from checker.cli.mutate import run_mutate  # noqa: PLC0415

        return run_mutate(packs_ or [], rule=rule, format_=format_, output=output)

    return mutate


def _prove() -> Callable[..., int]:
    def prove(
        packs_: Annotated[list[str] | None, packs()] = None,
        format_: Annotated[str, w.option("--format", tr("输出格式：text、json"), "FORMAT", "-f")] = "text",
        output: Annotated[str, w.option("--output", tr("写到文件；省略或 - 为标准输出"), "FILE", "-o")] = "-",
        seconds: Annotated[str, w.option("--seconds", tr("每个问题最多想几秒，缺省 5"), "NUMBER")] = "5",
    ) -> int:
        from checker.cli.prove import run_prove  # noqa: PLC0415

        return run_prove(packs_ or [], format_=format_, output=output, seconds=seconds)

    return prove


def _diff() -> Callable[..., int]:
    def diff(
        old: Annotated[
            str,
            typer.Argument(metavar="OLD", help=tr("旧的：文件夹、规则包编号，或 编号@git版本"), show_default=False),
        ],
        new: Annotated[str, typer.Argument(metavar="[NEW]", help=tr("新的；省略则为文件夹里现在的内容"))] = "",
        facts: Annotated[str, w.option("--facts", tr("存有各项目事实的文件夹：看哪些项目的结果会变"), "FOLDER")] = "",
        as_of: Annotated[str, w.option("--as-of", tr("检查基准日；省略则用各项目事实里写的"), "DATE")] = "",
        format_: Annotated[
            str, w.option("--format", tr("输出格式：text、json、markdown、html"), "FORMAT", "-f")
        ] = "text",
        output: Annotated[str, w.option("--output", tr("写到文件；省略或 - 为标准输出"), "FILE", "-o")] = "-",
    ) -> int:
        from checker.cli.diff import run_diff  # noqa: PLC0415

        return run_diff(old, new, facts=facts, as_of=as_of, format_=format_, output=output)

    return diff


def _what_if() -> Callable[..., int]:
    def what_if(
        facts: Annotated[
            str, typer.Argument(metavar="[FACTS]", help=tr("一个项目的事实，或存有各项目的文件夹；省略则只举例"))
        ] = "",
        set_: Annotated[
            list[str] | None,
            w.option("--set", tr("参数=值，如 在线率下限=85%；参数@日期=值 从那天起；可以写几次"), "NAME=VALUE"),
        ] = None,
        rules: Annotated[str, w.rules()] = "",
        as_of: Annotated[str, w.as_of()] = "",
        format_: Annotated[
            str, w.option("--format", tr("输出格式：text、json、markdown、html"), "FORMAT", "-f")
        ] = "text",
        output: Annotated[str, w.option("--output", tr("写到文件；省略或 - 为标准输出"), "FILE", "-o")] = "-",
    ) -> int:
        from checker.cli.diff import run_what_if  # noqa: PLC0415

        return run_what_if(facts, set_ or [], rules=rules, as_of=as_of, format_=format_, output=output)

    return what_if
