"""Says in Chinese what jinja2 says is wrong with a template or its filling; knows nothing about where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.compose.chinese import FILTERS
from checker.messages import Message, message
from checker.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable


def template_fault(reason: str) -> tuple[Message, Message | None]:
    """Return what is wrong and, where there is one, a hint; a reason that is not known is given as it is."""
    for pattern, make in _REASONS:
        found = pattern.search(reason)
        if found is not None:
            return make(found)
    return message("模板写法不对：{why}", why=reason), None


def missing_name(error: Exception) -> str | None:
    """Return the name that was not there when a template was filled; None when something else went wrong."""
    if isinstance(error, KeyError | AttributeError) and error.args and isinstance(error.args[0], str):
        said = error.args[0]
        return said if said.isidentifier() else None
    found = _MISSING.search(getattr(error, "message", None) or "")
    return None if found is None else found[1]


def not_given(name: str, source: str, parameters: Iterable[str]) -> tuple[Message, Message]:
    """Return that ``name`` is not there and what to write instead, for a template with the text ``source``."""
    if re.search(rf"\bparams(?:\.|\[['\"]){re.escape(name)}\b", source):
        hint = did_you_mean(name, parameters) or message("写 parameters.yaml 里参数的编号")
        return message("没有编号为“{name}”的参数", name=name), hint
    found = re.search(rf"\b(\w+)\.{re.escape(name)}\b", source)
    asked = f"f.{name}" if found is None else found.group()
    what = message("有的发现没有提供“{name}”，报告写不出来", name=name)
    hint = message(
        "先判断有没有：{test} … {end}；分组、求和前先用 selectattr('{last}', 'defined') 挑出来",
        test="{% if " + asked + " is defined %}", end="{% endif %}", last=name,
    )  # fmt: skip
    return what, hint


def _unfinished(found: re.Match[str]) -> tuple[Message, Message | None]:
    return message("模板没有写完"), message("补上 {{% {end} %}}", end=found[1])


def _no_filter(found: re.Match[str]) -> tuple[Message, Message | None]:
    return message("没有名为“{name}”的过滤器", name=found[1]), did_you_mean(found[1], FILTERS)


def _expected(found: re.Match[str]) -> tuple[Message, Message | None]:
    seen = message("看不懂这里的“{seen}”", seen=found[1])
    return seen, message("这里应该是“{wanted}”", wanted=found[2])


def _got(found: re.Match[str]) -> tuple[Message, Message | None]:
    seen = message("看不懂这里的“{seen}”", seen=found[2])
    return seen, message("这里应该是“{wanted}”", wanted=found[1])


def _unexpected(found: re.Match[str]) -> tuple[Message, Message | None]:
    return message("看不懂这里的“{seen}”", seen=found[1]), message("检查括号、引号和 {{ }} 是否成对")


def _unknown_tag(found: re.Match[str]) -> tuple[Message, Message | None]:
    return message("没有名为“{tag}”的语句", tag=found[1]), message("模板里可以用 for、if、set")


def _no_expression(_found: re.Match[str]) -> tuple[Message, Message | None]:
    return message("语句里缺了条件或内容"), message("写全，如 {example}", example="{% if findings %} … {% endif %}")


_MISSING: Final = re.compile(r" has no (?:attribute|element) '(.+?)'")
_REASONS: Final = (
    (re.compile(r"Unexpected end of template.*tags: '(\w+)'", re.DOTALL), _unfinished),
    (re.compile(r"No filter named '(.+?)'"), _no_filter),
    (re.compile(r"unexpected '(.+?)', expected '(.+?)'"), _expected),
    (re.compile(r"expected token '(.+?)', got '(.+?)'"), _got),
    (re.compile(r"Expected an expression, got"), _no_expression),
    (re.compile(r"[Ee]ncountered unknown tag '(.+?)'"), _unknown_tag),
    (re.compile(r"unexpected (?:char )?'(.+?)'"), _unexpected),
)
