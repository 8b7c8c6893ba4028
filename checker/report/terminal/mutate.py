"""Prints what became of mutants: a table by rule, each survivor with a case that tells it, and the totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from checker.messages import tr
from checker.mutate import STATUSES
from checker.report.terminal.lines import INDENT, LEAST_ROOM, below, put, section, whole
from checker.report.words import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from checker.mutate import MutationReport, Verdict

_GAP: Final = "  "
_SURVIVED: Final = STATUSES.index("survived")


def print_mutations(report: MutationReport, console: Console) -> None:
    """Print the whole report to ``console``."""
    for pack in dict.fromkeys(verdict.pack for verdict in report.verdicts):
        section(tr("{pack} 的变异", pack=pack), console)
        _table(report, pack, console)
    if report.survivors:
        section(tr("没有用例能发现的"), console)
    for number, verdict in enumerate(report.survivors):
        if number:
            console.print()
        _survivor(verdict, console)
    _notes(report, console)
    _total(report, console)


def _table(report: MutationReport, pack: str, console: Console) -> None:
    heads = (tr("变异"), tr("已发现"), tr("无效"), tr("等价"), tr("有理由"), tr("存活"))
    lines = [line for line in report.lines if line.pack == pack]
    rows = [(line.title, (str(line.total), *map(str, line.counts))) for line in lines]
    widths = [
        max(cell_len(text) for text in column) for column in zip(heads, *(cells for _, cells in rows), strict=True)
    ]
    room = max(LEAST_ROOM, console.width - sum(widths) - len(_GAP) * len(widths))
    room = min(room, max(cell_len(title) for title in (tr("规则、参数或指标"), *(title for title, _ in rows))))
    _row(tr("规则、参数或指标"), heads, (room, widths), "dim", console)
    for title, cells in rows:
        shown = tuple("" if cell == "0" else cell for cell in cells)
        _row(title, shown, (room, widths), "bold red" if cells[_SURVIVED + 1] != "0" else "", console)


def _row(title: str, cells: Sequence[str], sizes: tuple[int, Sequence[int]], style: str, console: Console) -> None:
    room, widths = sizes
    line = Text(title)
    line.truncate(room, overflow="ellipsis", pad=True)
    for cell, width in zip(cells, widths, strict=True):
        line.append(_GAP + " " * (width - cell_len(cell)) + cell)
    line.rstrip()
    line.stylize(style)
    console.print(line, no_wrap=True, overflow="ignore", crop=False)


def _survivor(verdict: Verdict, console: Console) -> None:
    mutant, found = verdict.mutant, verdict.found
    what = tr("若{what}，没有任何用例会失败", what=mutant.what)
    put(console, ("✗ ", "red"), named(mutant.title, what), (f"  [{mutant.operator}]", "dim"))
    whole(str(mutant.place), console, "dim")
    if found.case:
        file = f"{found.case_pack}/{found.case_file}"
        below(tr("下面的用例能发现它。预期由程序算出，核对后加到 {file}：", file=file), console)
        for line in found.case.rstrip("\n").split("\n"):
            text = Text(" " * 2 * INDENT + line, style="green")
            console.print(text, no_wrap=True, overflow="ignore", crop=False)
    if found.why is not None:
        below(str(found.why), console, "dim")


def _notes(report: MutationReport, console: Console) -> None:
    if report.remarks or report.unused or report.left_out:
        console.print()
    for remark in report.remarks:
        put(console, ("✗ ", "red"), str(remark.what))
        whole(str(remark.place), console, "dim")
        below(tr("建议：{hint}", hint=remark.hint), console)
    for pack, name in report.unused:
        text = tr("○ {pack} 的共用指标 {name} 没有规则包采用，无从检验，没有变异", pack=pack, name=name)
        put(console, (text, "yellow"))
    for pack, count in report.left_out:
        text = tr(
            "○ {pack} 有 {count} 个用例本来就不符，没有用来检验：先运行 checker rules test", pack=pack, count=count
        )
        put(console, (text, "yellow"))


def _total(report: MutationReport, console: Console) -> None:
    killed, invalid, equivalent, justified, survived = report.counts
    text = tr(
        "{total} 个变异：用例发现 {killed}，读文件时就不通过 {invalid}，证明等价 {equivalent}，写明理由 {justified}，"
        "存活 {survived}",
        total=sum(report.counts), killed=killed, invalid=invalid, equivalent=equivalent, justified=justified,
        survived=survived,
    )  # fmt: skip
    console.print()
    put(console, (text, "bold red" if report.exit_code else "bold green"))
