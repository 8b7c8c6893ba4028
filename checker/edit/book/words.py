"""Names the ways of scoring and their parts as score sheets call them; knows nothing about packs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from checker.edit.book import layout as at
from checker.messages import Message, message
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checker.source import Step

_METHODS: Final = {
    "deductions": message("扣分法"),
    "proportional": message("比例法"),
    "linear": message("线性法"),
    "bands": message("分档法"),
    "steps": message("每步扣分"),
    "checklist": message("要点法"),
    "judged": message("评定法"),
    "formula": message("公式法"),
}
_PARTS: Final[Mapping[str, Message]] = {
    "at_least": message("下限（含）"),
    "above": message("下限（不含）"),
    "at_most": message("上限（含）"),
    "below": message("上限（不含）"),
    "equals": message("等于"),
    "points": message("得分"),
    "share": message("得分率"),
    "target": message("目标"),
    "step": message("每步的幅度"),
    "free": message("不扣分的偏离"),
    "full_at": message("满分点"),
    "zero_at": message("零分点"),
    "cap": message("得分率上限"),
    "pass_mark": message("及格线"),
    "each": message("每条的份额"),
    "each_miss": message("每次未达扣几成"),
    "zero_from": message("第几次起不得分"),
    "least": message("得分率至少"),
    "most": message("得分率至多"),
    "lowest": message("最低分"),
    "score": message("否决以后的得分"),
}
_WITHIN: Final[Mapping[tuple[str, str], Message]] = {
    ("cost", "points"): message("每步扣分"),
    ("cost", "share"): message("每步扣权重的"),
    ("cap", "points"): message("最多扣分"),
    ("cap", "share"): message("最多扣权重的"),
    ("otherwise", "points"): message("都不符合时得分"),
    ("otherwise", "share"): message("都不符合时得分率"),
}
COLUMN_WORDS: Final[Mapping[str, Message]] = {
    at.DOCUMENT: message("文件"),
    at.CLAUSE: message("条款"),
    at.QUOTE: message("原文"),
    at.NOTE: message("备注"),
}
"""What the columns that all keys of a day share are called in a sentence."""
_TYPED: Final = {
    "points": Kind.SCORE, "share": Kind.RATIO, "cap": Kind.RATIO, "pass_mark": Kind.RATIO, "each": Kind.RATIO,
    "each_miss": Kind.RATIO, "zero_from": Kind.NUMBER, "least": Kind.RATIO, "most": Kind.RATIO, "lowest": Kind.SCORE,
    "score": Kind.SCORE,
}  # fmt: skip
"""The parts that are always a value of one kind; the others are expressions, which may be a plain value."""
VALUES: Final = frozenset(_PARTS)


def method_word(method: str) -> str:
    """Return what a way of scoring is called."""
    return _METHODS[method].render()


def kind_of(part: str) -> Kind | None:
    """Return the kind of a part that is always a value, or None for an expression."""
    return _TYPED.get(part)


def part_word(path: tuple[Step, ...]) -> Message:
    """Return what the value at a path within ``scoring`` (or an indicator) is called."""
    last = str(path[-1])
    owner = path[-2] if len(path) > 1 else ""
    word = _WITHIN.get((str(owner), last)) or _PARTS[last]
    for name, step in pairwise(path):
        if isinstance(step, int):
            return message("{item}{part}", item=_item(str(name), step + 1), part=word)
    return word


def _item(name: str, number: int) -> Message:
    items = {
        "bands": message("第{number}档，", number=number),
        "points": message("要点{number}，", number=number),
        "levels": message("等次{number}，", number=number),
        "veto": message("否决{number}，", number=number),
        "vetoes": message("否决{number}，", number=number),
        "caps": message("封顶{number}，", number=number),
    }
    return items[name]
