"""Says in Chinese what a shape fault means and what to write instead; knows nothing about files or places."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from checker.messages import Message, message
from checker.pack.models.common import ID_PATTERN
from checker.source import did_you_mean, suggest
from checker.values import Kind

if TYPE_CHECKING:
    from checker.pack.shapes import Fault

_QUOTED: Final = re.compile(r"'([^']*)'")
_SHOWN: Final = 40
_KINDS: Final = message(
    "可以写：money（金额）、ratio（比率）、count（数量）、score（分数）、number（数）、text（文字）、choice（选项）、"
    "date（日期）、quarter（季度）、truth（是否）"
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A stable code, what is wrong, and what to write instead."""

    code: str
    what: Message
    hint: Message | None


@dataclass(frozen=True, slots=True)
class _Case:
    """A fault, and what people call the part it is in."""

    fault: Fault
    name: str | Message


def explain(fault: Fault, name: str | Message) -> Explanation:
    """Return what a fault means for the person who wrote the part called ``name``."""
    teller = _TELLERS.get(fault.type)
    if teller is not None:
        return teller(_Case(fault, name))
    return Explanation("bad-shape", message("“{name}”写得不对：{why}", name=name, why=fault.text), None)


def bad_id(text: str) -> Explanation:
    """Return what is wrong with an id that is not one."""
    hint = message("编号以小写字母开头，只用小写字母、数字、- 和 _，如 low-online-rate")
    return Explanation("bad-id", message("“{text}”不能作编号", text=text), hint)


def not_a_mapping(name: str | Message) -> Explanation:
    """Return what is wrong with a value that should have named parts."""
    hint = message("每行一个“名称: 值”，左端对齐")
    return Explanation("not-a-mapping", message("“{name}”要写成“名称: 值”", name=name), hint)


def not_a_list(name: str | Message, given: object = None) -> Explanation:
    """Return what is wrong with a value that should be a list."""
    hint = message("写成 [{text}]", text=given) if isinstance(given, str) else message("每项一行，以“- ”开头")
    return Explanation("not-a-list", message("“{name}”要写成列表", name=name), hint)


def _missing(it: _Case) -> Explanation:
    return Explanation(
        "missing-key", message("缺少“{name}”", name=it.name), message("补上一行“{name}: …”", name=it.name)
    )


def _unknown(it: _Case) -> Explanation:
    hint = did_you_mean(str(it.fault.path[-1]), it.fault.names)
    if hint is None and it.fault.names:
        hint = message("可以写：{names}", names="、".join(it.fault.names))
    return Explanation("unknown-key", message("这里不能写“{name}”", name=it.name), hint)


def _not_one_of(it: _Case) -> Explanation:
    choices = _QUOTED.findall(it.fault.details["expected"])
    if not isinstance(it.fault.given, str):
        return Explanation("not-a-text", _only_one(it), message("可以写：{names}", names="、".join(choices)))
    what = message("“{name}”不能是“{text}”", name=it.name, text=_short(it.fault.given))
    return Explanation("not-one-of", what, _choices_hint(it.fault.given, choices))


def _choices_hint(given: str, choices: list[str]) -> Message:
    """The whole list teaches more than the likest word, which may be like by accident."""
    if set(choices) == set(Kind):
        return _KINDS
    near, names = suggest(given, choices), "、".join(choices)
    if near is None:
        return message("可以写：{names}", names=names)
    return message("你是不是要写“{near}”？可以写：{names}", near=near, names=names)


def _bad_pattern(it: _Case) -> Explanation:
    text = _short(it.fault.given)
    if it.fault.details["pattern"] == ID_PATTERN:
        return bad_id(text)
    return Explanation("bad-version", message("“{text}”不是版本号", text=text), message("写成三段数字，如 1.0.0"))


def _bad_method(it: _Case) -> Explanation:
    tag, methods = it.fault.details["tag"], _QUOTED.findall(it.fault.details["expected_tags"])
    what = message("没有名为“{text}”的计分方法", text=_short(tag))
    return Explanation("not-one-of", what, _choices_hint(tag, methods))


def _no_method(it: _Case) -> Explanation:
    hint = message("写明计分方法，如 method: proportional")
    return Explanation("missing-key", message("“{name}”没有写 method", name=it.name), hint)


def _not_a_truth(it: _Case) -> Explanation:
    return Explanation(
        "not-a-truth", message("“{name}”只能是 true 或 false", name=it.name), message("是写 true，否写 false")
    )


def _not_whole(it: _Case) -> Explanation:
    return Explanation("not-a-whole-number", message("“{name}”要写整数", name=it.name), message("写成如 2"))


def _too_small(it: _Case) -> Explanation:
    least = it.fault.details["ge"]
    what = message("“{name}”不能小于 {least}", name=it.name, least=least)
    return Explanation("out-of-range", what, message("写 {least} 或更大的数", least=least))


def _too_big(it: _Case) -> Explanation:
    most = it.fault.details["le"]
    what = message("“{name}”不能大于 {most}", name=it.name, most=most)
    return Explanation("out-of-range", what, message("写 {most} 或更小的数", most=most))


def _not_a_list(it: _Case) -> Explanation:
    return not_a_list(it.name, it.fault.given)


def _not_a_mapping(it: _Case) -> Explanation:
    return not_a_mapping(it.name)


def _not_a_text(it: _Case) -> Explanation:
    if it.fault.given is None:
        return _no_text(it)
    return Explanation("not-a-text", _only_one(it), _after_colon(it))


def _after_colon(it: _Case) -> Message:
    if isinstance(it.name, Message):
        return message("这一项直接写一个词")
    if isinstance(it.fault.given, dict):
        return message("直接写在“{name}: ”后面；文字以花括号开头时用引号括起来", name=it.name)
    return message("直接写在“{name}: ”后面", name=it.name)


def _no_text(it: _Case) -> Explanation:
    return Explanation("empty-value", message("“{name}”不能是空的", name=it.name), message("写上内容"))


def _too_short(it: _Case) -> Explanation:
    least = it.fault.details["min_length"]
    return Explanation(
        "too-short",
        message("“{name}”至少要有 {least} 项", name=it.name, least=least),
        message("补上，每项一行，以“- ”开头"),
    )


def _written(it: _Case) -> Explanation:
    return Explanation(it.fault.details["code"], it.fault.details["what"], it.fault.details["hint"])


def _only_one(it: _Case) -> Message:
    if isinstance(it.fault.given, dict):
        return message("“{name}”只能写一个值，不能再分出“名称: 值”", name=it.name)
    return message("“{name}”只能写一个值，不能写成列表", name=it.name)


def _short(text: object) -> str:
    shown = str(text)
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"


_Teller: TypeAlias = Callable[["_Case"], Explanation]
_TELLERS: Final[dict[str, _Teller]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "literal_error": _not_one_of,
    "string_pattern_mismatch": _bad_pattern,
    "union_tag_invalid": _bad_method,
    "union_tag_not_found": _no_method,
    "bool_parsing": _not_a_truth,
    "bool_type": _not_a_truth,
    "int_parsing": _not_whole,
    "int_parsing_size": _not_whole,
    "int_type": _not_whole,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_big,
    "tuple_type": _not_a_list,
    "list_type": _not_a_list,
    "dict_type": _not_a_mapping,
    "model_type": _not_a_mapping,
    "model_attributes_type": _not_a_mapping,
    "string_type": _not_a_text,
    "fraction_type": _not_a_text,
    "date_type": _not_a_text,
    "string_too_short": _no_text,
    "too_short": _too_short,
    "written": _written,
}
