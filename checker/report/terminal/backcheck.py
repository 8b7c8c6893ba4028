"""Prints a back-check: what disagrees with facts and scores, what contradicts itself, and how much was tied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.backcheck.model import CODES_OF_ITSELF
from checker.messages import tr
from checker.report.terminal.lines import below, put, section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from checker.backcheck import BackCheck, Disagreement

_BEFORE: Final = 36
_AFTER: Final = 24


def print_backcheck(verified: BackCheck, console: Console) -> None:
    """Print the back-check to ``console``."""
    put(console, (tr("核对 {report}", report=verified.report), "bold"))
    put(console, (tr("事实：{facts}　规则包：{pack}", facts=verified.facts, pack=verified.pack), "dim"))
    differing = [item for item in verified.disagreements if item.code not in CODES_OF_ITSELF]
    itself = [item for item in verified.disagreements if item.code in CODES_OF_ITSELF]
    if differing:
        section(tr("不一致（{count}）", count=len(differing)), console)
        _items(differing, "red", console)
    if itself:
        section(tr("前后矛盾（{count}）", count=len(itself)), console)
        _items(itself, "red", console)
    if verified.notes:
        section(tr("提示（{count}）", count=len(verified.notes)), console)
        _items(verified.notes, "yellow", console)
    console.print()
    _totals(verified, console)


def _items(items: Sequence[Disagreement], style: str, console: Console) -> None:
    for item in items:
        put(console, (str(item.what), "bold"), (f"  [{item.code}]", "dim"))
        before, marked, after = excerpt(item)
        put(console, before, (marked, style), after, first="  ", later="  ")
        source = tr("来源 {place}", place=item.place) if item.place else ""
        below("　".join(filter(None, [str(item.spot), source])), console, "dim")


def excerpt(item: Disagreement) -> tuple[str, str, str]:
    """Return the sentence around the number, shortened, in three parts; the number stands in 【】."""
    words = item.sentence
    if item.end <= item.start:
        short = words[: _BEFORE + _AFTER]
        return short + ("…" if len(words) > len(short) else ""), "", ""
    before, after = words[: item.start], words[item.end :]
    before = "…" + before[-_BEFORE:] if len(before) > _BEFORE else before
    after = after[:_AFTER] + "…" if len(after) > _AFTER else after
    return before, f"【{words[item.start : item.end]}】", after


def _totals(verified: BackCheck, console: Console) -> None:
    if not verified.tied and not verified.disagreements:
        put(console, (tr("没有一个数能与事实对上：查对报告和事实是不是同一个项目"), "bold yellow"))
        return
    text = tr(
        "对上 {tied} 个，不一致 {wrong} 处，未能对应 {untied} 个（用 --format json 逐个列出）",
        tied=len(verified.tied), wrong=len(verified.disagreements), untied=len(verified.untied),
    )  # fmt: skip
    put(console, (text, "bold" if verified.disagreements else "bold green"))
