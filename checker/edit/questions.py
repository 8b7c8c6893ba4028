"""The questions a new rule is made from: what is asked, what may be answered, and what is wrong with an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from checker.compose.template_faults import not_given
from checker.compose.templates import template_faults
from checker.expr import ExprFault, compile_text, parse
from checker.expr.syntax import Written
from checker.messages import Message, message
from checker.pack.models import Deductions
from checker.pack.models.common import ID_PATTERN
from checker.source import suggest
from checker.values import Kind
from checker.values.show import decimal_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checker.edit.site import Site
    from checker.pack.crossref.tree import Branch

Answers = dict[str, str]
"""The answers so far, by the key of their question, as they go into the files."""
PROJECT: Final = "project"
ID: Final = "编号"
SUBJECT: Final = "对什么查"
CONDITION: Final = "条件"
DEDUCTION: Final = "扣分"
MESSAGE: Final = "发现"
"""The questions that are spoken of elsewhere, as users name them on the command line."""
_HOLE: Final = re.compile(r"\{([^{}]*)\}")
_PARAMETER: Final = re.compile(r"\bparams(?:\.(\w+)|\[['\"](\w+)['\"]\])")
_SEVERITIES: Final = {"critical": "重大", "major": "较大", "minor": "一般", "info": "提示"}


class AnswerFault(Exception):
    """An answer that will not do: what is wrong, what to write instead, and at which character where that is known."""

    def __init__(self, what: Message, hint: Message | None = None, offset: int | None = None) -> None:
        super().__init__(what)
        self.what, self.hint, self.offset = what, hint, offset


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its ``key``, which names it on the command line, and its words.

    ``read`` turns an answer into what is written, or raises ``AnswerFault``; ``choices`` are what may be answered with
    what each is. One that is not ``asked`` does not come up after the answers so far; ``default`` answers it when
    nothing is, and without one it must be answered.
    """

    key: str
    words: Message
    read: Callable[[str, Site, Answers], str]
    asked: Callable[[Site, Answers], bool] = lambda _site, _answers: True
    choices: Callable[[Site, Answers], Mapping[str, str]] = lambda _site, _answers: {}
    default: str | None = None


def _text(written: str, _site: Site, _answers: Answers) -> str:
    return written


def _new_id(written: str, site: Site, _answers: Answers) -> str:
    there = [path for path in (f"rules/{written}.yaml", f"tests/{written}.yaml") if (site.folder / path).exists()]
    if there:
        raise AnswerFault(message("已经有文件 {path}", path=there[0]), message("换一个编号"))
    return _fresh(written, site.pack.rules, message("规则“{id}”已经有了", id=written))


def _fresh(written: str, taken: Mapping[str, object], already: Message) -> str:
    if not re.fullmatch(ID_PATTERN, written):
        hint = message("用小写字母、数字和 -，以字母开头，如 late-payment")
        raise AnswerFault(message("编号“{id}”写法不对", id=written), hint)
    if written in taken:
        raise AnswerFault(already, message("换一个编号"))
    return written


def _chosen(written: str, choices: Mapping[str, str], nothing: Message) -> str:
    """Return the id of what was chosen by id or by label; raises ``AnswerFault``."""
    if written in choices:
        return written
    found = [name for name, label in choices.items() if label == written]
    if len(found) == 1:
        return found[0]
    if found:
        raise AnswerFault(message("“{name}”有多个含义", name=written), message("写编号：{ids}", ids="、".join(found)))
    near = suggest(written, [*choices, *filter(None, choices.values())])
    hint = message("可以写：{names}", names="、".join(choices))
    raise AnswerFault(nothing, hint if near is None else message("你是不是要写“{near}”？", near=near))


def _subject(written: str, site: Site, answers: Answers) -> str:
    return _chosen(written, _subjects(site, answers), message("没有名为“{name}”的事实类型", name=written))


def _subjects(site: Site, _answers: Answers) -> Mapping[str, str]:
    types = {name: entry.model.label for name, entry in site.pack.fact_types.items() if name != PROJECT}
    return {**types, PROJECT: "整个项目"}


def _condition(written: str, site: Site, answers: Answers) -> str:
    return _compiled(written, site, answers, Kind.TRUTH)


def _points(written: str, site: Site, answers: Answers) -> str:
    """Return how much is deducted; raises ``AnswerFault``, for a plain number over the indicator's weight too."""
    _compiled(written, site, answers, Kind.SCORE)
    leaf, tree = _leaf(site, answers), parse(written)
    weight = None if leaf is None else leaf.weight
    points = tree.value if isinstance(tree, Written) and isinstance(tree.value, Fraction) else Fraction(0)
    if leaf is None or weight is None or points <= weight:
        return written
    what = message(
        "扣 {points} 分，超过了指标“{label}”的 {weight} 分",
        points=decimal_text(points), label=leaf.label, weight=decimal_text(weight),
    )  # fmt: skip
    raise AnswerFault(what, message("写每发现一次扣几分，不超过 {weight}", weight=decimal_text(weight)))


def _compiled(written: str, site: Site, answers: Answers, kind: Kind | None, shift: int = 0) -> str:
    try:
        compile_text(written, site.scope(answers.get(SUBJECT, PROJECT)), None if kind is None else (kind,))
    except ExprFault as fault:
        raise AnswerFault(fault.what, fault.hint, fault.offset + shift) from None
    return written


def _message(written: str, site: Site, answers: Answers) -> str:
    for hole in _HOLE.finditer(written):
        _compiled(hole[1], site, answers, None, hole.start(1))
    rest = _HOLE.sub("", written)
    if "{" in rest or "}" in rest:
        raise AnswerFault(message("花括号没有成对"), message("要填值的地方写成 {字段}"))
    return written


def _advice(written: str, site: Site, _answers: Answers) -> str:
    """Return the text of an advice, which is a template; raises ``AnswerFault``."""
    for fault in template_faults(written):
        raise AnswerFault(fault.what, fault.hint, fault.offset)
    for found in _PARAMETER.finditer(written):
        name = found[1] or found[2]
        if name not in site.pack.parameters:
            raise AnswerFault(*not_given(name, written, site.pack.parameters), found.start())
    return written


def _severity(written: str, _site: Site, _answers: Answers) -> str:
    return _chosen(written, _SEVERITIES, message("严重程度没有“{name}”", name=written))


def _indicator(written: str, site: Site, answers: Answers) -> str:
    return _chosen(written, _indicators(site, answers), message("没有叫“{name}”的末级指标", name=written))


def _indicators(site: Site, _answers: Answers) -> Mapping[str, str]:
    return {branch.id: branch.label for branch in site.leaves}


def _leaf(site: Site, answers: Answers) -> Branch | None:
    chosen = answers.get("指标", "")
    return next((branch for branch in site.leaves if branch.id == chosen), None)


def _deducts(site: Site, answers: Answers) -> bool:
    leaf = _leaf(site, answers)
    return leaf is not None and isinstance(leaf.scoring or Deductions(), Deductions)


def _problem(written: str, site: Site, _answers: Answers) -> str:
    found = [name for name, entry in site.pack.problems.items() if written in {name, entry.model.heading}]
    return found[0] if found else written


def _problems(site: Site, _answers: Answers) -> Mapping[str, str]:
    return {name: entry.model.heading for name, entry in site.pack.problems.items()}


def is_new_problem(site: Site, answers: Answers) -> bool:
    """Say whether the problem answered is none of the pack, so that it is to be written too."""
    return bool(answers.get("问题")) and answers["问题"] not in site.pack.problems


def _problem_id(written: str, site: Site, _answers: Answers) -> str:
    return _fresh(written, site.pack.problems, message("问题“{id}”已经有了", id=written))


def _document(written: str, site: Site, answers: Answers) -> str:
    return _chosen(written, _documents(site, answers), message("pack.yaml 里没有“{name}”这份文件", name=written))


def _documents(site: Site, _answers: Answers) -> Mapping[str, str]:
    return {name: entry.model.title for name, entry in site.pack.documents.items()}


QUESTIONS: Final = (
    Question(ID, message("规则的编号（小写字母、数字和 -，也是文件名）"), _new_id),
    Question("名称", message("规则的名称，一句话说查出来的是什么"), _text),
    Question(SUBJECT, message("逐条检查哪一类事实；整个项目查一次的写 project"), _subject, choices=_subjects),
    Question(CONDITION, message("什么情况下就是发现了问题（条件，如 在线率 < 90%）"), _condition),
    Question(
        "严重程度", message("查出来有多严重"), _severity, choices=lambda _site, _answers: _SEVERITIES, default="较大"
    ),
    Question("指标", message("从哪个指标扣分（不扣分就空着）"), _indicator, choices=_indicators, default=""),
    Question(DEDUCTION, message("每发现一次扣几分（如 0.5；只列示不扣分就空着）"), _points, asked=_deducts, default=""),
    Question(
        "问题",
        message("归入哪个问题：写已有的编号或标题，或写一个新标题（只作复核提示就空着）"),
        _problem,
        choices=_problems,
        default="",
    ),
    Question("问题编号", message("新问题的编号"), _problem_id, asked=is_new_problem),
    Question("建议标题", message("针对这个问题的建议：标题"), _text, asked=is_new_problem),
    Question("建议内容", message("建议的正文"), _advice, asked=is_new_problem),
    Question("依据", message("依据哪份文件"), _document, choices=_documents),
    Question("条款", message("依据的条款（可以空着）"), _text, default=""),
    Question(
        MESSAGE,
        message("发现的一句话，花括号里写要填的字段，如 {example}", example="{季度}在线率{在线率}"),
        _message,
    ),
)
