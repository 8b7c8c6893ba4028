"""Turns the lines of an indicator table into a tree with weights that add up, or into everything wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.values import decimal_text

if TYPE_CHECKING:
    from checker.edit.scaffold.table import Line, Named, Table
    from checker.source import Place, Problems

_FULL: Final = Fraction(100)
_ZERO: Final = Fraction(0)


@dataclass(slots=True)
class Node:
    """An indicator: its systematic id, its name and its place; a leaf has its line, a group its children.

    ``scaled`` says that the table writes another number than ``weight``: a share of one.
    """

    id: str
    named: Named
    children: list[Node] = field(default_factory=list)
    line: Line | None = None
    bonus: bool = False
    weight: Fraction = _ZERO
    scaled: bool = False

    @property
    def label(self) -> str:
        """The name in the table."""
        return self.named.name

    def leaves(self) -> Iterator[Node]:
        """Yield the indicators that are scored, in order."""
        if self.line is not None:
            yield self
        for child in self.children:
            yield from child.leaves()


def build_tree(table: Table, problems: Problems) -> list[Node]:
    """Return the top indicators; names that are written twice and weights that do not add up are recorded."""
    tops: list[Node] = []
    for line in table.lines:
        _place(line, tops, problems)
    for top in tops:
        for leaf in top.leaves():
            leaf.bonus = any("加分" in named.name for named in leaf.line.path) if leaf.line else False
    scale = _scale(tops)
    for top in tops:
        _weigh(top, scale, problems)
    for total in table.sums:
        _check_sum(total.value * scale, total.place, tops, {id(line) for line in total.lines}, problems)
    if tops and not any(problem.code in _BLOCKING for problem in problems.errors):
        _check_total(tops, table, problems)
    return tops


_BLOCKING: Final = frozenset({"no-weight", "not-a-number", "shared-weight", "negative-weight", "cell-error"})


def _place(line: Line, tops: list[Node], problems: Problems) -> None:
    siblings, node, prefix = tops, None, "indicator"
    for depth, named in enumerate(line.path):
        last = depth == len(line.path) - 1
        found = next((other for other in siblings if other.label == named.name), None)
        again = found is not None and (last or found.line is not None or found is not siblings[-1])
        if found is None or again:
            if found is not None and again:
                what = message("“{label}”写了两次，第一次在 {cell}", label=named.name, cell=str(found.named.place))
                hint = message("同一级里的名称不能相同：换一个名称，或并成一个")
                problems.add("label-twice", named.place, what, hint)
            found = Node(f"{prefix}_{len(siblings) + 1}", named)
            siblings.append(found)
        node, siblings, prefix = found, found.children, found.id
    if node is not None:
        node.line = line


def _scale(tops: list[Node]) -> Fraction:
    """Return what weights are to be multiplied with: 100 where they are shares of one."""
    weights = [leaf.named.weight for top in tops for leaf in top.leaves() if not leaf.bonus]
    known = [weight for weight in weights if weight is not None]
    return _FULL if known and len(known) == len(weights) and sum(known) == 1 else Fraction(1)


def _weigh(node: Node, scale: Fraction, problems: Problems) -> None:
    """Settle the weight of an indicator and of those below it."""
    given = node.named.weight
    if node.line is not None and not node.children:
        _weigh_leaf(node, scale, problems)
        return
    for child in node.children:
        _weigh(child, scale, problems)
    node.bonus = all(child.bonus for child in node.children)
    node.weight = sum((child.weight for child in node.children if node.bonus or not child.bonus), _ZERO)
    lacking = any(leaf.named.weight is None for leaf in node.leaves())
    if given is None or lacking or given * scale == node.weight:
        return
    parts = "、".join(f"{child.label} {decimal_text(child.weight)}" for child in node.children)
    what = message(
        "“{label}”下各指标的分值合计 {sum}，与它的分值 {weight} 不一致",
        label=node.label, sum=decimal_text(node.weight), weight=decimal_text(given * scale),
    )  # fmt: skip
    place = node.named.weight_place or node.named.place
    problems.add("weights", place, what, message("现在是 {parts}；改到两边相等", parts=parts))


def _weigh_leaf(node: Node, scale: Fraction, problems: Problems) -> None:
    named = node.named
    place = named.weight_place or named.place
    if named.weight is None:
        if any(problem.place == place for problem in problems.errors):
            return
        if named.weight_place is not None and _is_shared(node):
            what = message("“{label}”的分值和别的指标合并成了一格，看不出各是多少", label=node.label)
            problems.add("shared-weight", named.place, what, message("取消合并，每个指标各写自己的分值"))
            return
        problems.add("no-weight", place, message("“{label}”没有分值", label=node.label), message("补上分值"))
    elif named.weight <= 0:
        what = message("“{label}”的分值是 {weight}", label=node.label, weight=decimal_text(named.weight))
        hint = message("分值要大于 0；扣分的指标在规则包里写 lowest，先从表里去掉")
        problems.add("negative-weight", place, what, hint)
    else:
        node.weight, node.scaled = named.weight * scale, scale != 1


def _is_shared(node: Node) -> bool:
    place = node.named.weight_place
    return place is not None and node.line is not None and not place.cell.endswith(str(node.line.row))


def _check_sum(value: Fraction, place: Place, tops: list[Node], lines: set[int], problems: Problems) -> None:
    """Record a sum in the table that is not the sum of its lines, with or without what is given on top."""
    leaves = [leaf for top in tops for leaf in top.leaves() if id(leaf.line) in lines]
    counted = sum((leaf.weight for leaf in leaves if not leaf.bonus), _ZERO)
    whole = sum((leaf.weight for leaf in leaves), _ZERO)
    if any(leaf.named.weight is None for leaf in leaves) or value in {counted, whole}:
        return
    what = message("合计写的是 {written}，各指标加起来是 {sum}", written=decimal_text(value), sum=decimal_text(counted))
    problems.add("sum-differs", place, what, message("改正合计，或改正其中的分值"))


def _check_total(tops: list[Node], table: Table, problems: Problems) -> None:
    total = sum((top.weight for top in tops if not top.bonus), _ZERO)
    if total == _FULL or any(problem.code == "weights" for problem in problems.errors):
        return
    parts = "、".join(f"{top.label} {decimal_text(top.weight)}" for top in tops if not top.bonus)
    what = message("各指标的分值合计 {sum}，不是 100", sum=decimal_text(total))
    place = next((found.place for found in table.sums if found.whole), table.place)
    hint = message("现在是 {parts}；满分不是 100 的先折算，加分的指标在名称里写“加分”", parts=parts)
    problems.add("weights", place, what, hint)
