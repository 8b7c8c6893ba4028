"""Prints what facts amount to before they are checked: what was read, what is still missing, what is wrong.

Knows nothing about how they were read; the problems themselves are printed where faults go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.messages import tr
from checker.report.terminal.lines import put, section
from checker.report.terminal.result import print_missing
from checker.report.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from checker.facts import FactSet
    from checker.facts.rows_read import LedgerCount
    from checker.plan import Plan
    from checker.result import CheckResult
    from checker.source import Problem


@dataclass(frozen=True, slots=True)
class FactsReview:
    """What there is to say about facts: ``read`` and ``result`` are None when they could not be read to the end."""

    name: str
    problems: Sequence[Problem]
    ledgers: Sequence[LedgerCount] = ()
    read: FactSet | None = None
    plan: Plan | None = None
    result: CheckResult | None = None

    @property
    def errors(self) -> int:
        """How many problems stop the check."""
        return sum(1 for problem in self.problems if problem.severity == "error")

    @property
    def missing(self) -> bool:
        """Whether anything is still missing."""
        return self.result is None or bool(self.result.requests)


def print_facts_review(review: FactsReview, console: Console) -> None:
    """Print the counts, what is missing, and one line that says it all to ``console``."""
    put(console, (review.read.title if review.read and review.read.title else review.name, "bold"))
    if review.plan is not None:
        model = review.plan.pack.model
        pack = tr("规则包：{title} {version}", title=model.title, version=model.version)
        put(console, (f"{pack}  {tr('基准日：{day}', day=review.plan.as_of.isoformat())}", "dim"))
    _counts(review, console)
    _warnings(review, console)
    if review.result is not None:
        print_missing(review.result, console)
    _verdict(review, console)


def _counts(review: FactsReview, console: Console) -> None:
    facts, plan = review.read, review.plan
    if facts is not None and plan is not None:
        section(tr("读到的事实"), console)
        labels = {name: entry.model.label for name, entry in plan.pack.fact_types.items()}
        given = [(label, len(facts.facts[name])) for name, label in labels.items() if name in facts.facts]
        none = [label for label, count in given if not count]
        absent = [label for name, label in labels.items() if name not in facts.facts]
        some = [tr("{label} {count} 条", label=label, count=count) for label, count in given if count]
        put(console, listed(some) or tr("一条也没有"))
        if none:
            put(console, tr("查明没有：{names}", names=listed(none)))
        if absent:
            put(console, (tr("没有填写：{names}", names=listed(absent)), "dim"))
        expected = sum(len(leaf.points) or leaf.method == "judged" for leaf in plan.score.leaves)
        put(console, tr("评定 {given} 项，应评 {expected} 项", given=len(facts.judgements), expected=expected))
        if facts.waivers:
            put(console, tr("豁免 {count} 条", count=len(facts.waivers)))
    if review.ledgers:
        section(tr("台账"), console)
    for ledger in review.ledgers:
        put(console, _ledger_text(ledger))


def _ledger_text(ledger: LedgerCount) -> str:
    """Return how many rows were read and, by the reason, how many were passed over."""
    passed = (
        (tr("合计行 {count}", count=ledger.sums), ledger.sums),
        (tr("空行 {count}", count=ledger.blank), ledger.blank),
        (tr("重复的列名行 {count}", count=ledger.headings), ledger.headings),
        (tr("不合筛选的行 {count}", count=ledger.filtered), ledger.filtered),
    )
    why = listed(text for text, count in passed if count)
    text = tr("{name}：读入 {read} 行，跳过 {skipped} 行", name=ledger.name, read=ledger.read, skipped=ledger.skipped)
    return text + (tr("（{text}）", text=why) if why else "")


def _warnings(review: FactsReview, console: Console) -> None:
    warnings = [problem for problem in review.problems if problem.severity == "warning"]
    if warnings and not review.errors:
        section(tr("提醒（{count}）", count=len(warnings)), console)
        for warning in warnings:
            put(console, (str(warning), "yellow"))


def _verdict(review: FactsReview, console: Console) -> None:
    console.print()
    if review.errors:
        text = tr("有 {count} 处错误，改正以后才知道还缺什么", count=review.errors)
        put(console, (text, "bold red"))
    elif review.missing and review.result is not None:
        text = tr("没有错误；还缺 {count} 项资料", count=len(review.result.requests))
        put(console, (text, "bold yellow"))
    else:
        put(console, (tr("没有错误，也不缺资料"), "bold green"))
