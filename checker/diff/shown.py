"""How a field of a pack is shown to people: its name, its kind of value, the words for its choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Final

from checker.messages import Message, message


class How(Enum):
    """How a value is shown."""

    TEXT = auto()
    LONG = auto()
    EXPRESSION = auto()
    POINTS = auto()
    SHARE = auto()
    DAY = auto()
    FLAG = auto()
    NUMBER = auto()
    WORD = auto()
    LIST = auto()
    PAIRS = auto()
    INDICATOR = auto()
    PROBLEM = auto()
    DOCUMENT = auto()
    SUBJECT = auto()
    AWARD = auto()
    PART = auto()


@dataclass(frozen=True, slots=True)
class Shown:
    """A field: its name to people, how its value is shown, and whether a change of it may change results."""

    name: Message
    how: How = How.TEXT
    matters: bool = False
    words: Mapping[str, Message] = field(default_factory=dict)


Fields = dict[str, Shown]


def mattering(fields: Fields) -> Fields:
    """Return the fields as ones on which results hang."""
    return {name: replace(shown, matters=True) for name, shown in fields.items()}


KINDS: Final[Mapping[str, Message]] = {
    "money": message("金额"),
    "ratio": message("比率"),
    "count": message("数量"),
    "score": message("分数"),
    "number": message("数"),
    "text": message("文字"),
    "choice": message("选项"),
    "date": message("日期"),
    "quarter": message("季度"),
    "truth": message("是否"),
}
METHODS: Final[Mapping[str, Message]] = {
    "deductions": message("扣分法"),
    "proportional": message("比例法"),
    "linear": message("线性法"),
    "bands": message("分档法"),
    "steps": message("逐步扣分法"),
    "checklist": message("要点法"),
    "judged": message("评定法"),
    "formula": message("公式法"),
}
SEVERITIES: Final = {
    "critical": message("重大"), "major": message("较大"), "minor": message("一般"), "info": message("提示"),
}  # fmt: skip
CONCERNS: Final = {"project": message("项目的问题"), "evaluation": message("对评价本身的复核提示")}
STATUS: Final = {"draft": message("草案"), "active": message("施行"), "retired": message("已废止")}
BETTER: Final = {
    "higher": message("越高越好"), "lower": message("越低越好"), "exact": message("偏高偏低都扣"),
}  # fmt: skip
PARTIAL: Final = {"exact": message("按比例"), "up": message("按一步"), "down": message("不计")}
POLICIES: Final = {
    "full": message("得满分"),
    "remove": message("去掉并换算"),
    "move": message("权重并入别的指标"),
    "drop": message("由另一指标代替"),
}
STAGES: Final = {
    "point": message("每个要点"), "indicator": message("每个指标"), "total": message("总分"), "none": message("不取位"),
}  # fmt: skip
