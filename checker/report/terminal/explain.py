"""Prints why a check came to its outcome, as a tree with values, and the smallest change that would turn it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.messages import tr
from checker.report.terminal.lines import Part, below, put
from checker.report.words import basis_text, change_text, evidence_texts, missing_text, outcome_word
from checker.values import Kind, Unknown, show

if TYPE_CHECKING:
    from rich.console import Console

    from checker.explain import Explanation, Why

_Seen = set[tuple[str, str]]


def print_explanation(explanation: Explanation, console: Console) -> None:
    """Print one explanation to ``console``."""
    outcome = explanation.outcome
    put(console, (outcome.title, "bold"), (f"  {outcome.id}", "dim"))
    lost = "  " + tr("扣{points}", points=show(outcome.deduction, Kind.SCORE)) if outcome.deduction else ""
    put(console, tr("结果：{outcome}", outcome=outcome_word(outcome.outcome)), (lost, "red"))
    below(outcome.message, console)
    below(outcome.note, console)
    seen: _Seen = set()
    for name, why in explanation.conditions:
        put(console, (tr("{name}：", name=_condition_name(name)), "bold"), *_label(why))
        _print_parts(why, "", seen, console)
    for text in evidence_texts(outcome.evidence):
        put(console, (tr("证据：{text}", text=text), "dim"))
    for basis in outcome.basis:
        put(console, (tr("依据：{text}", text=basis_text(basis)), "dim"))
    for missing in outcome.missing:
        ask = tr("（{text}）", text=missing.ask) if missing.ask else ""
        put(console, (tr("要判断还需要：{what}", what=missing_text(missing) + ask), "yellow"))
    for change in explanation.changes:
        put(console, (change_text(change), "cyan"))


def print_condition(name: str, why: Why, console: Console, *, key: str = "") -> None:
    """Print one condition of a check as a tree, indented below what it explains; ``key`` is that of the fact."""
    of_key = (f" [{key}]", "dim") if key else ""
    put(console, (_condition_name(name), "bold"), of_key, "  ", *_label(why), first="  ")
    _print_parts(why, "  ", set(), console)


def _condition_name(part: str) -> str:
    return {"where": tr("配对条件"), "applies": tr("适用条件"), "when": tr("发现条件")}[part]


def _print_parts(why: Why, guide: str, seen: _Seen, console: Console) -> None:
    """Print what a condition is made of; a part that has been shown with its own parts is not taken apart again."""
    parts = list(why.telling_parts)
    for number, part in enumerate(parts, 1):
        last = number == len(parts)
        inner = guide + ("    " if last else "│   ")
        known = bool(part.parts) and (part.text, part.value) in seen
        again = (tr("（同上）"), "dim") if known else ""
        put(console, *_label(part), again, first=guide + ("└── " if last else "├── "), later=inner)
        if not known:
            seen.add((part.text, part.value))
            _print_parts(part, inner, seen, console)


def _label(why: Why) -> tuple[Part, ...]:
    margin = "  " + tr("差距 {margin}", margin=why.margin) if why.margin else ""
    if why.truth is None:
        return why.text, (f" = {why.value}", "bold"), (margin, "dim")
    unknown = isinstance(why.truth, Unknown)
    mark = "? " if unknown else ("✓ " if why.truth else "✗ ")
    style = "yellow" if unknown else ("green" if why.truth else "red")
    return (mark, style), why.text, (margin, "dim")
