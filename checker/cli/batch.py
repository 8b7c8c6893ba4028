"""``checker batch``: decides a portfolio, shows how far it is, and prints what came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from rich.cells import cell_len, set_cell_size

from checker.cli.output import console
from checker.cli.progress import batch_progress
from checker.cli.words import day, one_of
from checker.messages import message, tr
from checker.source import UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.portfolio.run import BatchRequest, BatchResult
    from checker.portfolio.run.request import Engine, Form

_SERVER: Final = re.compile(r"postgres(ql)?://")
_MEMORY: Final = re.compile(r"[1-9]\d*(\.\d+)? ?([KMGT]i?B|%)", re.IGNORECASE)
_UNTOLD: Final = "—"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the command line, as written."""

    source: str
    rules: str = ""
    output: str = ""
    as_of: str = ""
    mapping: str = ""
    format: str = ""
    tables: str = ""
    carry: Sequence[str] | None = None
    projects: str = ""
    engine: str = "duckdb"
    master: str = "local[*]"
    memory: str = ""
    threads: str = ""
    partition_size: str = ""
    incremental: bool = False
    force: bool = False


def run_batch_command(words: Words, *, texts: bool, strict: bool) -> int:
    """Decide the portfolio, print what came of it and return the exit code."""
    from checker.portfolio.run import run_batch  # noqa: PLC0415 - help starts fast

    request = _request(words)
    if texts and request.form != "parquet":
        raise UsageFault(message("--texts 只能和写成 Parquet 文件夹的结果一起用"))
    with batch_progress() as progress:
        result = run_batch(request, progress)
    with console("-") as screen:
        for line in _lines(result):
            screen.print(line, soft_wrap=True)
    if texts:
        from checker.cli.batch_text import run_batch_text  # noqa: PLC0415 - only when asked for

        run_batch_text(words.output, projects=[], all_=True, source="", output="-")
    return result.exit_code(strict=strict)


def _request(words: Words) -> BatchRequest:
    """Return what is asked for; raises ``UsageFault`` with the first word that cannot be understood."""
    from checker.portfolio.run import ENGINES, TABLES, BatchRequest  # noqa: PLC0415 - help starts fast

    if not words.rules:
        raise UsageFault(message("没有说用哪个规则包：用 --rules 写规则包的编号或文件夹"))
    if not words.output:
        raise UsageFault(message("没有说结果写到哪里：用 -o 写一个文件夹、.duckdb 文件或 postgresql:// 地址"))
    for table in _listed(words.tables):
        one_of("--tables", table, TABLES)
    if words.memory and not _MEMORY.fullmatch(words.memory):
        raise UsageFault(message("--memory 要写大小和单位，如 4GB，不能是“{value}”", value=words.memory))
    return BatchRequest(
        source=words.source,
        rules=words.rules,
        out=words.output,
        as_of=day("--as-of", words.as_of) or date.today(),
        form=_form(words),
        engine=cast("Engine", one_of("--engine", words.engine, ENGINES)),
        mapping=Path(words.mapping) if words.mapping else None,
        master=words.master,
        memory=words.memory or None,
        threads=_number("--threads", words.threads),
        part_size=_number("--partition-size", words.partition_size),
        tables=tuple(_listed(words.tables)) or TABLES,
        carry=None if words.carry is None else tuple(words.carry),
        projects=tuple(_listed(words.projects)),
        incremental=words.incremental,
        force=words.force,
    )


def _listed(text: str) -> list[str]:
    return [word.strip() for word in re.split("[,,、]", text) if word.strip()]


def _number(name: str, text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch("[1-9][0-9]{0,8}", text):
        raise UsageFault(message("{name} 要写一个大于 0 的整数，不能是“{value}”", name=name, value=text))
    return int(text)


def _form(words: Words) -> Form:
    """Return the form that is written, else the one that the destination says."""
    from checker.portfolio.run import FORMS  # noqa: PLC0415 - help starts fast

    server, file = bool(_SERVER.match(words.output)), words.output.endswith(".duckdb")
    told = "postgresql" if server else "duckdb" if file else "parquet"
    if not words.format:
        return cast("Form", told)
    form = one_of("--format", words.format, FORMS)
    if (form == "postgresql") != server:
        raise UsageFault(message("--format postgresql 要和 -o postgresql://… 一起用"))
    return cast("Form", form)


def _lines(result: BatchResult) -> Iterator[str]:
    """Yield the short table that ends a run, and what people should know about it."""
    tally = result.tally
    rows = {
        tr("项目数"): f"{tally.read:,}",
        tr("已判断"): _decided(result),
        tr("有误未判断"): f"{tally.withheld:,}",
        tr("发现数"): f"{tally.findings:,}",
        tr("得分范围"): _span(result),
        tr("退回的行"): _rejected(result),
        tr("写在"): result.out,
    }
    width = max(map(cell_len, rows)) + 2
    for label, value in rows.items():
        yield set_cell_size(label, width) + value
    yield from map(str, result.notes)


def _decided(result: BatchResult) -> str:
    tally = result.tally
    shown = f"{tally.decided:,}"
    if tally.exact and result.manifest["engine"] != "plain":
        shown += tr("（其中 {count} 个改为逐个判断）", count=f"{tally.exact:,}")
    if tally.kept:
        shown += tr("（其中 {count} 个没有变，照搬上次的结果）", count=f"{tally.kept:,}")
    return shown


def _span(result: BatchResult) -> str:
    low, high = result.tally.low, result.tally.high
    if low is None or high is None:
        return _UNTOLD
    return tr("{low} 至 {high}", low=f"{float(low):.2f}", high=f"{float(high):.2f}")


def _rejected(result: BatchResult) -> str:
    if not result.tally.rejects:
        return "0"
    return tr("{count}，见表 rejects", count=f"{result.tally.rejects:,}")
