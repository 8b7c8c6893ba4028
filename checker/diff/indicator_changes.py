"""Says how the indicator tree changed: weights, scoring, places in the tree, and what frames the total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from checker.diff.change import Change, Group
from checker.diff.compare import Whole, compare
from checker.diff.values import described
from checker.messages import Message, message, tr

if TYPE_CHECKING:
    from checker.diff.values import Names
    from checker.pack.models import IndicatorModel, IndicatorsModel

_TREES: Final = frozenset({"shared", "indicators"})
_BELOW: Final = frozenset({"id", "children"})


@dataclass(frozen=True, slots=True)
class _Placed:
    """An indicator and the one above it."""

    model: IndicatorModel
    parent: str


def indicator_changes(old: IndicatorsModel, new: IndicatorsModel, names: Names) -> Iterator[Change]:
    """Yield every difference between two ``indicators.yaml``."""
    whole = Whole(Group.SCORE, "", message("评分表"), names)
    yield from compare(whole, old, new, leave=_TREES)
    yield from _tree(names, old.shared, new.shared, shared=True)
    yield from _tree(names, old.indicators, new.indicators, shared=False)


def _tree(
    names: Names, old: Sequence[IndicatorModel], new: Sequence[IndicatorModel], *, shared: bool
) -> Iterator[Change]:
    before, after = dict(_flat(old)), dict(_flat(new))
    for name in {**before, **after}:
        was, now = before.get(name), after.get(name)
        path = f"shared.{name}" if shared else name
        whole = Whole(Group.SCORE, name, _called(name, names, shared=shared), names, path)
        if was is not None and now is not None:
            yield from _changed(whole, was, now)
        elif now is not None:
            sentence = message("新增{what}{below}", what=whole.what, below=_below(now.parent, names))
            model = now.model.model_copy(update={"children": ()})
            yield replace(whole.change(sentence, matters=True), details=described(model, names))
        elif was is not None:
            sentence = message("删去{what}{below}", what=whole.what, below=_below(was.parent, names))
            yield whole.change(sentence, matters=True)
    yield from _orders(names, before, after, shared=shared)


def _flat(indicators: Sequence[IndicatorModel], parent: str = "") -> Iterator[tuple[str, _Placed]]:
    for indicator in indicators:
        yield indicator.id, _Placed(indicator, parent)
        yield from _flat(indicator.children, indicator.id)


def _called(name: str, names: Names, *, shared: bool) -> Message:
    label = names.indicator(name)
    return message("共用指标{label}", label=label) if shared else message("指标{label}", label=label)


def _below(parent: str, names: Names) -> str:
    return tr("（在{parent}下）", parent=names.indicator(parent)) if parent else ""


def _changed(whole: Whole, was: _Placed, now: _Placed) -> Iterator[Change]:
    if was.parent != now.parent:
        old, new = (whole.names.indicator(name) if name else tr("最上级") for name in (was.parent, now.parent))
        sentence = message("{what}由{old}移到{new}下", what=whole.what, old=old, new=new)
        yield whole.change(sentence, matters=True, field="parent")
    yield from compare(whole, was.model, now.model, leave=_BELOW)


def _orders(
    names: Names, before: Mapping[str, _Placed], after: Mapping[str, _Placed], *, shared: bool
) -> Iterator[Change]:
    """Yield the groups in which the indicators that stayed stand in another order."""
    for parent in dict.fromkeys(placed.parent for placed in after.values()):
        rows = []
        for placed, other in ((before, after), (after, before)):
            rows.append([name for name, it in placed.items() if it.parent == parent and _stayed(name, parent, other)])
        if rows[0] != rows[1]:
            called = _called(parent, names, shared=shared) if parent else message("评分表")
            sentence = message("{what}的下级指标换了次序", what=called)
            yield Change(Group.SCORE, parent, "order", sentence)


def _stayed(name: str, parent: str, other: Mapping[str, _Placed]) -> bool:
    return name in other and other[name].parent == parent
