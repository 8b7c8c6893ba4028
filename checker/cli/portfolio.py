"""The commands that decide very many projects in one run; each reads its words and hands over to one function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from checker.cli import words as w
from checker.cli.help import HelpedGroup
from checker.messages import tr

if TYPE_CHECKING:
    from collections.abc import Callable

_DEFAULT: Final = "run"


class _BatchGroup(HelpedGroup):
    """A group in which the word ``run`` may be left out: ``checker batch SOURCE --rules PACK -o OUT``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the word in where the first one is neither a command nor a wish for help."""
        if args and args[0] not in self.commands and args[0] not in w.HELP:
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


def add_portfolio(app: typer.Typer) -> None:
    """Add the commands to the root."""
    batch = w.group(tr("成千上万个项目一次做完：判断、汇总、写出所选项目的文字"), cls=_BatchGroup)
    batch.callback(invoke_without_command=True)(w.need_command)
    w.add(batch, _DEFAULT, tr("按一个规则包判断来源里的全部项目，结果写成表；run 一词可以省略"), _run())
    w.add(batch, "summary", tr("汇总结果：得分分布、等级、失分最多的规则、缺什么材料"), _summary())
    w.add(batch, "text", tr("写出所选项目的问题和建议"), _text())
    app.add_typer(batch, name="batch")
    w.add(app, "sql", tr("把规则包写成 SQL，每一步注明出自哪条规则"), _sql())


def _rules() -> Any:
    return w.option("--rules", tr("规则包的编号或文件夹"), "PACK")


def _day() -> Any:
    return w.option("--as-of", tr("检查基准日，如 2020-12-31；省略则是今天"), "DATE")


def _source() -> Any:
    help_ = tr("文件夹（每种事实一个 Parquet、CSV 或 xlsx）、DuckDB 或 SQLite 文件、postgresql:// 地址")
    return typer.Argument(metavar="SOURCE", help=help_, show_default=False)


def _to() -> Any:
    return w.option("--output", tr("结果写到这里：文件夹、.duckdb 文件或 postgresql:// 地址"), "OUT", "-o")


def _form() -> Any:
    return w.option("--format", tr("结果的格式：parquet、csv、duckdb、postgresql；省略则看 OUT"), "FORMAT", "-f")


def _tables() -> Any:
    help_ = tr("只要这些表，用逗号隔开；projects、findings、scores、rejects 总是写出")
    return w.option("--tables", help_, "NAMES")


def _carry() -> Any:
    help_ = tr("项目表里带上这个字段，如 project.unit；可以写几次；省略则带上项目的各项")
    return w.option("--carry", help_, "TYPE.FIELD")


def _part_size() -> Any:
    help_ = tr("每一段大约多少个项目；省略则 250000，不写 outcomes 表时 1000000")
    return w.option("--partition-size", help_, "NUMBER")


def _run() -> Callable[..., int]:
    def run(
        source: Annotated[str, _source()],
        rules: Annotated[str, _rules()] = "",
        output: Annotated[str, _to()] = "",
        as_of: Annotated[str, _day()] = "",
        mapping: Annotated[str, w.option("--mapping", tr("对照文件：哪个表、哪一列是什么；省略则看名称"), "FILE")] = "",
        format_: Annotated[str, _form()] = "",
        tables: Annotated[str, _tables()] = "",
        carry: Annotated[list[str] | None, _carry()] = None,
        projects: Annotated[str, w.option("--projects", tr("只做这些项目，编号用逗号隔开"), "IDS")] = "",
        engine: Annotated[str, w.option("--engine", tr("引擎：duckdb、spark、plain"), "ENGINE")] = "duckdb",
        master: Annotated[str, w.option("--master", tr("Spark 集群的地址"), "URL")] = "local[*]",
        memory: Annotated[str, w.option("--memory", tr("数据库最多用多少内存，如 4GB"), "SIZE")] = "",
        threads: Annotated[str, w.option("--threads", tr("用几个线程"), "NUMBER")] = "",
        partition_size: Annotated[str, _part_size()] = "",
        incremental: Annotated[bool, w.flag("--incremental", tr("事实和规则都没有变的项目，照搬上次的结果"))] = False,
        force: Annotated[bool, w.flag("--force", tr("替换 OUT 里以前的结果"))] = False,
        texts: Annotated[bool, w.flag("--texts", tr("同时写出全部项目的问题和建议"))] = False,
        strict: Annotated[bool, w.flag("--strict", tr("有不能判断的事项时返回 3"))] = False,
    ) -> int:
        from checker.cli.batch import Words, run_batch_command  # noqa: PLC0415 - help starts fast

        return run_batch_command(
            Words(
                source=source, rules=rules, output=output, as_of=as_of, mapping=mapping, format=format_, tables=tables,
                carry=carry, projects=projects, engine=engine, master=master, memory=memory, threads=threads,
                partition_size=partition_size, incremental=incremental, force=force,
            ),
            texts=texts,
            strict=strict,
        )  # fmt: skip

    return run


def _summary() -> Callable[..., int]:
    def summary(
        outputs: Annotated[
            list[str],
            typer.Argument(
                metavar="OUT...", help=tr("checker batch 的结果；写几个年度的就比较年度"), show_default=False
            ),
        ],
        output: Annotated[
            str, w.option("--output", tr("写到 .html 或 .json 文件；省略或 - 则显示在终端"), "FILE", "-o")
        ] = "-",
        by: Annotated[str, w.option("--by", tr("按项目表里的这一列分组，如 project.unit"), "COLUMN")] = "",
        format_: Annotated[
            str, w.option("--format", tr("输出格式：text、html、json；省略则看文件名"), "FORMAT", "-f")
        ] = "",
        top: Annotated[str, w.option("--top", tr("每张表最多列几行，缺省 15"), "NUMBER")] = "",
        rules: Annotated[str, w.option("--rules", tr("规则包；省略则是做这个结果时用的"), "PACK")] = "",
    ) -> int:
        from checker.cli.batch_summary import run_batch_summary  # noqa: PLC0415

        return run_batch_summary(outputs, output=output, by=by, format_=format_, rules=rules, top=top)

    return summary


def _text() -> Callable[..., int]:
    def text(
        out: Annotated[str, typer.Argument(metavar="OUT", help=tr("checker batch 的结果"), show_default=False)],
        project: Annotated[list[str] | None, w.option("--project", tr("项目编号；可以写几次"), "ID")] = None,
        all_: Annotated[bool, w.flag("--all", tr("全部项目"))] = False,
        source: Annotated[str, w.option("--source", tr("事实的来源；省略则是做这个结果时用的"), "SOURCE")] = "",
        output: Annotated[str, w.option("--output", tr("写到文件或文件夹；省略或 - 为标准输出"), "PATH", "-o")] = "-",
        format_: Annotated[str, w.option("--format", tr("输出格式：text、json、markdown"), "FORMAT", "-f")] = "text",
        facts_out: Annotated[
            str, w.option("--facts-out", tr("把所选项目的事实写成事实文件，放在这个文件夹"), "FOLDER")
        ] = "",
        rules: Annotated[str, w.option("--rules", tr("规则包；省略则是做这个结果时用的"), "PACK")] = "",
        workers: Annotated[
            str, w.option("--workers", tr("全部项目用几个进程来写；省略则每个处理器一个"), "NUMBER")
        ] = "",
    ) -> int:
        from checker.cli.batch_text import run_batch_text  # noqa: PLC0415

        return run_batch_text(
            out, projects=project or [], all_=all_, source=source, output=output, format_=format_, workers=workers,
            rules=rules, facts_out=facts_out,
        )  # fmt: skip

    return text


def _sql() -> Callable[..., int]:
    def sql(
        rules: Annotated[str, _rules()] = "",
        as_of: Annotated[str, _day()] = "",
        dialect: Annotated[str, w.option("--dialect", tr("写给哪个数据库：duckdb、spark"), "DIALECT")] = "duckdb",
        output: Annotated[str, w.option("--output", tr("写到文件；省略或 - 为标准输出"), "FILE", "-o")] = "-",
    ) -> int:
        from checker.cli.sql import run_sql  # noqa: PLC0415

        return run_sql(rules=rules, as_of=as_of, dialect=dialect, output=output)

    return sql
