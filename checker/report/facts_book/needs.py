"""Writes which rule and which indicator needs which fact, so that auditors see what a blank cell costs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.facts.workbook.layout import NEEDS, choice_of_rule
from checker.messages import tr
from checker.plan.reads import reads
from checker.report.facts_book import looks
from checker.report.words import severity_word
from checker.values import Kind, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openpyxl import Workbook

    from checker.expr import Expr
    from checker.plan import Plan, PlannedIndicator, PlannedRule

FIRST_RULE: Final = 3
"""The row of the first rule: the drop-down of waivers takes the rules from here."""
_NUMBER: Final = re.compile(r"\d+(\.\d+)?", re.ASCII)


def write_needs(book: Workbook, plan: Plan) -> None:
    """Write the rules with the facts they need, then the indicators with those they are scored from."""
    sheet = book.create_sheet(NEEDS)
    looks.title(sheet, NEEDS)
    looks.write(sheet, 1, 2, tr("这张表只供查阅，不用填：事实空着时，需要它的规则和指标无法判断"), quiet=True)
    heads = (tr("规则"), tr("严重程度"), tr("需要的事实"), tr("指标"), tr("扣分"), tr("依据"))
    for number, text in enumerate(heads, start=1):
        looks.heading(sheet, FIRST_RULE - 1, number, text)
    labels = {indicator.id: indicator.label for indicator in plan.score.indicators}
    row = FIRST_RULE
    for rule in plan.rules:
        texts = (
            choice_of_rule(rule.id, rule.title),
            severity_word(rule.severity),
            _named(_of_rule(rule), plan),
            labels.get(rule.indicator or "", ""),
            _deduction(rule, plan),
            "、".join(_basis(rule, plan)),
        )
        for number, text in enumerate(texts, start=1):
            looks.quiet(sheet, row, number, text)
        row += 1
    row += 1
    for number, text in enumerate((tr("指标"), tr("权重"), tr("计分需要的事实"), tr("评分标准")), start=1):
        looks.heading(sheet, row, number, text)
    for leaf in plan.score.leaves:
        row += 1
        for number, text in enumerate((leaf.label, _points(leaf), _of_leaf(leaf, plan), leaf.criteria), start=1):
            looks.quiet(sheet, row, number, text)
    looks.widths(sheet, (44, 10, 44, 30, 10, 44))
    for number in range(FIRST_RULE - 1, row + 1):
        looks.fit_height(sheet, number)
    looks.finish(sheet, FIRST_RULE - 1, f"A{FIRST_RULE}")


def _of_rule(rule: PlannedRule) -> Iterator[Expr]:
    yield rule.when
    yield from (tree for tree in (rule.applies, rule.deduct, rule.subject.where) if tree is not None)


def _of_leaf(leaf: PlannedIndicator, plan: Plan) -> str:
    trees = [tree for tree in (leaf.score, leaf.measure) if tree is not None]
    deducting = [tree for rule in plan.rules if rule.indicator == leaf.id for tree in _of_rule(rule)]
    judged = tr("评价人的评定") if leaf.method == "judged" or leaf.points else ""
    return "、".join(filter(None, (judged, _named([*trees, *deducting], plan))))


def _named(trees: Iterable[Expr], plan: Plan) -> str:
    """Return the facts that are read, by label; a derived one is named by those it is worked out from."""
    found: dict[tuple[str, str], None] = {}
    pending = [target for tree in trees for target in reads(tree)]
    seen: set[tuple[str, str]] = set()
    while pending:
        target = pending.pop(0)
        if target in seen:
            continue
        seen.add(target)
        if target in plan.derived:
            pending[:0] = list(reads(plan.derived[target]))
        elif target[0] in plan.pack.fact_types:
            found.setdefault(target)
    types: dict[str, list[str]] = {}
    for name, field in found:
        types.setdefault(name, []).extend([plan.fields[name][field].label] if field else [])
    return "；".join(
        plan.records[name].label + (f"（{'、'.join(fields)}）" if fields else "") for name, fields in types.items()
    )


def _deduction(rule: PlannedRule, plan: Plan) -> str:
    """Return what a finding costs, as the pack says it."""
    entry = plan.pack.rules.get(rule.id)
    written = "" if rule.deduct is None or entry is None else " ".join(str(entry.model.deduct).split())
    return tr("{points}分", points=written) if _NUMBER.fullmatch(written) else written


def _basis(rule: PlannedRule, plan: Plan) -> Iterator[str]:
    documents = plan.pack.documents
    for basis in rule.basis:
        entry = documents.get(basis.document)
        yield f"《{entry.model.title if entry else basis.document}》{basis.clause}"


def _points(leaf: PlannedIndicator) -> str:
    return show(leaf.weight, Kind.SCORE)
