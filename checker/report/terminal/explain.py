"""Prints why a check came to its outcome, as a tree with values, and the smallest change that would turn it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from rich.tree import Tree

from checker.messages import tr
from checker.report.terminal.result import below
from checker.report.words import basis_text, evidence_texts, missing_text, outcome_word
from checker.values import Kind, Unknown, show

if TYPE_CHECKING:
    from rich.console import Console

    from checker.explain import Explanation, Why
    from checker.turning import Change


def print_explanation(explanation: Explanation, console: Console) -> None:
    """Print one explanation to ``console``."""
    outcome = explanation.outcome
    console.print(Text.assemble((outcome.title, "bold"), (f"  {outcome.id}", "dim")))
    console.print(Text.assemble(tr("结果："), (outcome_word(outcome.outcome), "bold")))
    below(outcome.message, console)
    if outcome.deduction:
        console.print(Text(tr("扣{points}", points=show(outcome.deduction, Kind.SCORE))))
    words = {"where": tr("配对条件"), "applies": tr("适用条件"), "when": tr("发现条件")}
    for name, why in explanation.conditions:
        tree = Tree(_label(why, words[name]), guide_style="dim")
        _grow(tree, why)
        console.print(tree)
    for text in evidence_texts(outcome.evidence):
        below(tr("证据：{text}", text=text), console, "dim", indent=0)
    for basis in outcome.basis:
        below(tr("依据：{text}", text=basis_text(basis)), console, "dim", indent=0)
    for missing in outcome.missing:
        ask = f"（{missing.ask}）" if missing.ask else ""
        below(tr("要判断还需要：{what}", what=missing_text(missing) + ask), console, "yellow", indent=0)
    for change in explanation.changes:
        below(_change(change), console, "cyan", indent=0)
    console.print()


def _grow(tree: Tree, why: Why) -> None:
    for part in why.parts:
        _grow(tree.add(_label(part)), part)


def _label(why: Why, name: str = "") -> Text:
    prefix = f"{name}：" if name else ""
    mark, style = "", ""
    if why.truth is not None:
        unknown = isinstance(why.truth, Unknown)
        mark = "? " if unknown else ("✓ " if why.truth else "✗ ")
        style = "yellow" if unknown else ("green" if why.truth else "red")
    value = "" if why.truth is not None else f" = {why.value}"
    margin = f"  {tr('差距 {margin}', margin=why.margin)}" if why.margin else ""
    return Text.assemble((prefix, "bold"), (mark, style), why.text, (value, "bold"), (margin, "dim"))


def _change(change: Change) -> str:
    key = f"[{change.key}]" if change.key else ""
    gain = ""
    if change.gain:
        word = tr("总分加{points}") if change.gain > 0 else tr("总分减{points}")
        gain = "，" + word.replace("{points}", show(abs(change.gain), Kind.SCORE))
    return tr(
        "若{label}{key}由{before}改为{after}，结果变为{outcome}{gain}",
        label=change.label, key=key, before=change.before, after=change.after,
        outcome=outcome_word(change.outcome), gain=gain,
    )  # fmt: skip
