"""Compares counts with the lists beside them, and counts and lists of indicators with those of the pack.

Knows the levels of the indicator tree; a list ends where something other than 、 stands between two items.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.backcheck.model import Disagreement, Tied
from checker.backcheck.tie import disagreement
from checker.backcheck.words import LEVELS
from checker.messages import Message, message
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.backcheck.context import Text
    from checker.backcheck.model import Quantity
    from checker.result import CheckResult, IndicatorScore

_LEVEL_BEHIND: Final = re.compile(r"^\s*(?P<level>[一二三四]级)(?:评价|绩效)?指标")
_LEVEL_BEFORE: Final = re.compile(
    r"(?P<level>[一二三四]级)(?:评价|绩效)?指标(?:共计|共有|共设|共|合计|有|为|设置|设|计)?\s*$"
)
_LEAVES: Final = re.compile("(?:直接计分|直接评分|末级|计分|最末级)(?:的)?指标(?:共计|共有|共|合计|有|为)?$")
_LEAVES_BEHIND: Final = re.compile("(?:直接计分|直接评分|末级|最末级)(?:的)?指标")
_OPENS: Final = re.compile(
    "包括了?|包含了?|涵盖了?|涉及|分为|分成|分别为|分别是|即|由|设置了?|设有|设|下设|为|：|:|有|含|[（(]"
)
_CLOSES: Final = re.compile("(?:等|，|,|共计|共|合计|总计|这|组成的|构成的|\\s)*$")
_OPENS_BEHIND: Final = re.compile(r"^(?:\s|，|,|：|:|——|—|[（(]|分别为|分别是|即|包括|包含|为|是|有)*")
_ITEM_END: Final = re.compile("[，,。；;：:（）()！？\n]")
_AND: Final = re.compile("和|及|与|以及|并")
_OPEN_LIST: Final = re.compile("等[^级]?")
_LEVEL_NAMES: Final[tuple[Message, ...]] = (
    message("一级指标"),
    message("二级指标"),
    message("三级指标"),
    message("四级指标"),
)
_LONGEST_ITEM: Final = 20
_LEAST_ITEMS: Final = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """The items listed beside a count, and whether the list says that it is not complete."""

    items: tuple[str, ...]
    is_open: bool

    def counts(self) -> set[int]:
        """Return how many items there may be: 和 may join two items or stand inside one."""
        joined = sum(1 for item in self.items[-1:] if _AND.search(item))
        return {len(self.items), len(self.items) + joined}


def compare_counts(text: Text, result: CheckResult) -> Iterator[Tied | Disagreement]:
    """Yield what becomes of every count with a list beside it, or of indicators of a level."""
    for quantity in text.quantities:
        if quantity.kind is Kind.COUNT and not quantity.bound and not text.blocks[quantity.block].is_cell:
            yield from _compare(quantity, text, result)


def _compare(quantity: Quantity, text: Text, result: CheckResult) -> Iterator[Tied | Disagreement]:
    words = text.blocks[quantity.block].text[: quantity.start]
    if _LEAVES.search(words) or _LEAVES_BEHIND.match(text.blocks[quantity.block].text, quantity.end):
        yield _leaves(quantity, text, result)
        return
    level = level_of(quantity, text)
    listed = _listed(quantity, text, level=level is not None)
    wrong: list[Disagreement] = []
    if level is not None:
        known = [one for one in result.indicators if one.level == level]
        if listed is not None:
            wrong += _against_labels(quantity, listed, known, text)
        if quantity.value != len(known):
            what = message(
                "报告写{written}（{level}），指标体系里有{count}个",
                written=quantity.text, level=_LEVEL_NAMES[level - 1], count=len(known),
            )  # fmt: skip
            wrong.append(disagreement("indicator-count", quantity, text, what, str(len(known))))
    if listed is not None and not listed.is_open and quantity.value not in listed.counts():
        what = message(
            "报告写{written}，列出的是{count}个：{items}",
            written=quantity.text, count=len(listed.items), items="、".join(listed.items),
        )  # fmt: skip
        wrong.append(disagreement("list-count", quantity, text, what, str(len(listed.items))))
    yield from wrong
    if not wrong and level is not None:
        label = message("{level}的个数", level=_LEVEL_NAMES[level - 1])
        yield Tied(quantity, text.spot(quantity), f"indicators.{level}", label, f"{quantity.value}")


def _leaves(quantity: Quantity, text: Text, result: CheckResult) -> Tied | Disagreement:
    count = sum(1 for indicator in result.indicators if indicator.leaf)
    if quantity.value == count:
        return Tied(quantity, text.spot(quantity), "indicators.leaves", message("计分指标的个数"), str(count))
    what = message("报告写{written}，指标体系里直接计分的有{count}个", written=quantity.text, count=count)
    return disagreement("indicator-count", quantity, text, what, str(count))


def level_of(quantity: Quantity, text: Text) -> int | None:
    """Return the level of indicators a count is of, or None."""
    words = text.blocks[quantity.block].text
    behind = _LEVEL_BEHIND.match(words, quantity.end) or _LEVEL_BEHIND.match(words[quantity.end :])
    before = _LEVEL_BEFORE.search(words[: quantity.start])
    match = behind or before
    return LEVELS[match["level"]] if match and quantity.unit in {"个", "项", "条"} else None


def _listed(quantity: Quantity, text: Text, *, level: bool) -> Listed | None:
    words = text.blocks[quantity.block].text
    begin, end = text.sentence(quantity.block, quantity.start)
    behind = re.match(r"[^，,。；;：:（(、]{0,8}", words[quantity.end : end])
    after = words[quantity.end + (behind.end() if behind else 0) : end]
    before = words[begin : quantity.start]
    if level and (match := _LEVEL_BEFORE.search(before)):
        before = before[: match.start()]
    found = _list_before(before) if not re.search("[：:（(]$", before) else None
    return found or _list_after(after)


def _list_before(before: str) -> Listed | None:
    """Return the list that ends right at a count, as in A、B、C三个."""
    closing = _CLOSES.search(before)
    body = before[: closing.start()] if closing else before
    is_open = bool(closing and "等" in closing.group())
    if closing and "，" in closing.group() and not re.search("共|合计|总计", closing.group()):
        return None
    start = max((match.end() for match in _ITEM_END.finditer(body)), default=0)
    items = body[start:].split("、")
    if len(items) < _LEAST_ITEMS:
        return None
    first = items[0]
    opened = [match.end() for match in _OPENS.finditer(first) if match.end() < len(first)]
    items[0] = first[opened[-1] :] if opened else first
    return _as_list(items, is_open=is_open)


def _list_after(after: str) -> Listed | None:
    """Return the list that follows a count, as in 三个：A、B、C."""
    opening = _OPENS_BEHIND.match(after)
    if opening is None or not re.search("[：:（(—]|分别|即|包括|包含|为|是", opening.group()):
        return None
    body = after[opening.end() :]
    stop = _ITEM_END.search(body)
    items = (body[: stop.start()] if stop else body).split("、")
    is_open = bool(re.search("等$|等[\u4e00-\u9fff]{0,6}$", items[-1]))
    return _as_list(items, is_open=is_open) if len(items) >= _LEAST_ITEMS else None


def _as_list(items: list[str], *, is_open: bool) -> Listed | None:
    cleaned = [item.strip(" “”\"'　") for item in items]
    if any(not item or len(item) > _LONGEST_ITEM or re.search(r"\d", item) for item in cleaned):
        return None
    return Listed(tuple(cleaned), is_open)


def _against_labels(
    quantity: Quantity, listed: Listed, known: list[IndicatorScore], text: Text
) -> Iterator[Disagreement]:
    """Yield a list of indicators that leaves one out or adds one, once most of it is theirs."""
    labels = [indicator.label for indicator in known]
    items = [part for item in listed.items for part in ([item] if _named(item, labels) else _AND.split(item))]
    extra = [item for item in items if not _named(item, labels)]
    missing = [label for label in labels if not any(_same(item, label) for item in items)]
    if len(extra) * 2 > len(items) or listed.is_open:
        return
    if missing:
        what = message("列出的指标少了：{labels}", labels="、".join(missing))
        yield disagreement("indicator-list", quantity, text, what, "、".join(labels))
    if extra:
        what = message("列出的指标多了：{labels}", labels="、".join(extra))
        yield disagreement("indicator-list", quantity, text, what, "、".join(labels))


def _named(item: str, labels: list[str]) -> bool:
    return any(_same(item, label) for label in labels)


def _same(item: str, label: str) -> bool:
    """Return whether a listed item means a label: 决策 for 项目决策, 满意度 for 服务对象满意度."""
    short = re.sub("指标$|类$", "", item)
    return short == label or (len(short) >= 2 and (label.endswith(short) or short.endswith(label)))  # noqa: PLR2004 - one character names nothing
