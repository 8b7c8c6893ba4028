"""Checks what a template says before it is filled in: only names there are, and only the few forms that are allowed.

Knows nothing about Word: a fault is told with the line of the source, and whoever cut the source into lines places it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin, get_type_hints

from jinja2 import TemplateSyntaxError, nodes

from checker.compose.template_faults import template_fault
from checker.messages import Message, message
from checker.report.docx.content import Report
from checker.report.docx.sandbox import FILTERS
from checker.source import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Getattr, nodes.Const,
    nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or, nodes.CondExpr, nodes.Filter,
    nodes.Tuple, nodes.List,
)  # fmt: skip
_LOOP: Final = dict.fromkeys(("index", "index0", "revindex", "first", "last", "length"), str)
_ANY: Final = object()
_FORMS: Final = message(
    "模板里可以用 {{{{ 名称 }}}}、for、if、and、or、not、==、!=、in，以及 {filters}", filters="、".join(FILTERS)
)
_PAIRS: Final = message("检查 {{ }}、{% %} 是否成对，中间有没有多写")
_OPEN: Final = re.compile(r"innermost block that needs to be closed is '(\w+)'")
_ORDER: Final = frozenset({"gt", "gteq", "lt", "lteq"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a template, and in which line of its source."""

    line: int
    code: str
    what: Message
    hint: Message | None = None


def check_source(environment: Environment, source: str) -> list[Fault]:
    """Return everything wrong with the source of a template, in its order."""
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        return [Fault(error.lineno, "template-syntax", *_syntax(error.message or str(error)))]
    faults: list[Fault] = []
    forbidden = [node for node in tree.find_all(nodes.Node) if not isinstance(node, _ALLOWED)]
    for node in forbidden:
        if not isinstance(node, nodes.Helper | nodes.Keyword):
            what = message("模板不能这样写：{form}", form=_form(node))
            faults.append(Fault(node.lineno, "template-form", what, _FORMS))
    _Names(faults).block(tree.body, members(Report))
    return sorted(dict.fromkeys(faults), key=lambda fault: fault.line)


def _syntax(reason: str) -> tuple[Message, Message]:
    """Return in Chinese what jinja2 says is wrong with the writing, and what to write."""
    open_ = _OPEN.search(reason)
    if open_ is not None:
        unfinished = message("前面的 {tag} 还没有写完", tag=open_[1])
        return unfinished, message(
            "补上 {{% end{tag} %}}；整段、整行的标签要同样写成 {{%p %}}、{{%tr %}}", tag=open_[1]
        )
    if "end of template" in reason:
        return message("标签没有写完"), _PAIRS
    if "Expected an expression" in reason:
        return message("标签里少写了名称"), _FORMS
    what, hint = template_fault(reason)
    return what, _PAIRS if hint is None or "end of" in str(hint) else _FORMS


def _form(node: nodes.Node) -> Message:
    """Return what people call a form that is not allowed."""
    forms = (
        (nodes.Call, message("调用函数")),
        (nodes.Import | nodes.FromImport | nodes.Include | nodes.Extends | nodes.Block, message("引用别的文件")),
        (nodes.Assign | nodes.AssignBlock, message("设变量")),
        (nodes.Macro | nodes.CallBlock, message("宏")),
        (nodes.BinExpr | nodes.UnaryExpr | nodes.Concat, message("计算")),
        (nodes.Getitem, message("方括号")),
        (nodes.Test, message("用 is 判断")),
    )
    return next((name for kinds, name in forms if isinstance(node, kinds)), message("这种写法"))


@lru_cache
def members(kind: type) -> Mapping[str, Any]:
    """Return the names of a part of the report with their types."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def item_of(kind: Any) -> Any:
    """Return what a list holds, or None for what is not a list."""
    return get_args(kind)[0] if get_origin(kind) is tuple else None


class _Names:
    """Follows the names through loops, so that each is known to be there whatever the project's facts are."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults

    def block(self, body: list[nodes.Node], scope: Mapping[str, Any]) -> None:
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: Mapping[str, Any]) -> None:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                self._shown(part, scope)
        elif isinstance(node, nodes.If):
            self.kind(node.test, scope)
            self.block([*node.body, *node.elif_, *node.else_], scope)
        elif isinstance(node, nodes.For):
            self._loop(node, scope)

    def _loop(self, node: nodes.For, scope: Mapping[str, Any]) -> None:
        kind = self.kind(node.iter, scope)
        item = _ANY if kind is _ANY else item_of(kind)
        if item is None:
            self._add(node, "template-list", message("for 后面要写一个清单"))
        if node.recursive or not isinstance(node.target, nodes.Name):
            self._add(node, "template-form", message("for 后面要写“一个名称 in 清单”"))
            return
        inside = {**scope, node.target.name: _ANY if item is None else item, "loop": _LOOP}
        if node.test is not None:
            self.kind(node.test, inside)
        self.block(node.body, inside)
        self.block(node.else_, scope)

    def _shown(self, node: nodes.Expr, scope: Mapping[str, Any]) -> None:
        kind = None if isinstance(node, nodes.TemplateData) else self.kind(node, scope)
        if item_of(kind) is not None:
            hint = message("用 for 逐个写出，或写“{name}|join('、')”", name=_name(node))
            self._add(node, "template-list", message("“{name}”是一个清单，不能直接写出", name=_name(node)), hint)
        elif is_dataclass(kind) or kind is _LOOP:
            known = message("可以写：{names}", names="、".join(_dotted(node, _members(kind))))
            self._add(node, "template-list", message("“{name}”有几个部分，要写哪一个", name=_name(node)), known)

    def kind(self, node: nodes.Node, scope: Mapping[str, Any]) -> Any:
        """Return the type of an expression, after recording names in it that are not there."""
        if isinstance(node, nodes.Name):
            return self._named(node, node.name, scope)
        if isinstance(node, nodes.Getattr):
            owner = self.kind(node.node, scope)
            return _ANY if owner is _ANY else self._named(node, node.attr, _members(owner))
        if isinstance(node, nodes.Filter):
            return self._filtered(node, scope)
        if isinstance(node, nodes.Operand) and node.op in _ORDER:
            self._add(node, "template-form", message("模板里的数都是文字，不能比大小"), message("用 == 或 !="))
        for child in node.iter_child_nodes() if isinstance(node, _ALLOWED) else ():
            self.kind(child, scope)
        return tuple[str, ...] if isinstance(node, nodes.Tuple | nodes.List) else str

    def _filtered(self, node: nodes.Filter, scope: Mapping[str, Any]) -> Any:
        if node.name not in FILTERS:
            what = message("没有名为“{name}”的过滤器", name=node.name)
            self._add(node, "template-form", what, did_you_mean(node.name, FILTERS))
        for child in node.iter_child_nodes(exclude=["node"]):
            self.kind(child, scope)
        kind = str if node.node is None else self.kind(node.node, scope)
        item = item_of(kind)
        if node.name in {"join", "first", "last"} and item is None and kind is not _ANY:
            self._add(node, "template-list", message("“{name}”前面要写一个清单", name=node.name))
        if node.name == "join" and not all(isinstance(part, nodes.Const) for part in node.args):
            self._add(node, "template-form", message("join 括号里要写连接用的文字，如 join('、')"))
        if node.name == "default":
            return kind
        return item if item is not None and node.name in {"first", "last"} else str

    def _named(self, node: nodes.Node, name: str, known: Mapping[str, Any]) -> Any:
        if name in known:
            return known[name]
        if name.startswith("_"):
            self._add(node, "template-form", message("“{name}”不能在模板里用", name=name))
        else:
            what = message("模板里没有名为“{name}”的内容", name=_name(node))
            self._add(node, "template-name", what, did_you_mean(name, known))
        return _ANY

    def _add(self, node: nodes.Node, code: str, what: Message, hint: Message | None = None) -> None:
        self._faults.append(Fault(node.lineno, code, what, hint))


def _members(kind: Any) -> Mapping[str, Any]:
    if kind is _LOOP:
        return dict(_LOOP)
    return members(kind) if isinstance(kind, type) and is_dataclass(kind) else {}


def _name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_name(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _dotted(node: nodes.Node, names: Mapping[str, Any]) -> list[str]:
    return [f"{_name(node)}.{name}" for name in names]
