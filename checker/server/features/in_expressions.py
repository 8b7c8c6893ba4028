"""Offers what may be written next in an expression, a message or a template, from the text before the cursor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lsprotocol.types import CompletionItemKind as Sort

from checker.compose.chinese import FILTERS
from checker.expr.functions import FUNCTIONS, GATHERINGS, LOOKUP
from checker.expr.grammar import quote_name, reserved_words
from checker.messages import message, tr
from checker.server.features.items import Offer
from checker.server.told import COUNTED, kind_text, meaning_text, signature_of
from checker.server.words import (
    FieldMeaning,
    FunctionMeaning,
    ParameterMeaning,
    RecordMeaning,
    meaning_of,
    owner_named,
    scope_at,
    tokens_of,
)
from checker.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from checker.expr import ParameterSpec, RecordSpec, Scope
    from checker.pack import Pack
    from checker.server.words import Token

_WORD: Final = re.compile(r"(`[^`\n]*|\w*)\Z")
_COMPARED: Final = frozenset({"=", "!=", "≠", "＝"})
_OPERATORS: Final = {
    "and": message("并且"),
    "or": message("或者"),
    "not": message("不成立"),
    "between": message("between 最小 and 最大，含两端"),
    "in": message("in (甲, 乙)，是其中之一"),
    "is known": message("提供了"),
    "is missing": message("没有提供"),
    "if": message("if 条件 then 值 else 值"),
}
_OPENING: Final = frozenset({"not", "if"})
_ENDS_OPERAND: Final = frozenset(")）\"”'`")
_CHINESE: Final = {"and": "且", "or": "或", "not": "非"}
_SNIPPETS: Final = {
    "between": "between ${1:0} and ${2:1}",
    "in": "in (${1})",
    "if": "if ${1} then ${2} else ${3}",
}
_TEMPLATE_WORDS: Final = {
    "findings": message("这个问题的各条发现，按次序"),
    "params": message("params.参数编号：参数在检查基准日的值"),
    "groups": message("groups(findings, '字段编号')：按字段分组，每组是“值, 各条”"),
    "total": message("total(findings)：扣分合计；total(findings, 'money') 是字段合计"),
    "loop": message("循环里的位置，如 loop.last"),
}
_FILTERS: Final = {
    "percent": message("写成百分数，可以指定小数位数：percent(1)"),
    "wan": message("写成万元，可以指定小数位数：wan(2)"),
    "dun": message("用“、”连接"),
    "fen": message("用“；”连接"),
    "cn": message("一、二、三"),
}
_OF_FINDING: Final = {
    "message": message("发现的一句话"),
    "rule": message("规则编号"),
    "key": message("事实的键"),
    "title": message("规则名称"),
    "severity": message("严重程度"),
    "deduction": message("扣分"),
}


def word_start(before: str) -> int:
    """Return where the word begins that a text ends with."""
    found = _WORD.search(before)
    return found.start() if found else len(before)


def in_expression(text: str, cursor: int, scope: Scope, pack: Pack, today: date) -> Iterator[Offer]:
    """Yield what may be written at ``cursor`` in an expression."""
    start = word_start(text[:cursor])
    tokens = tokens_of(text[:start])
    inner = scope_at(tokens_of(text), cursor, scope)
    last = tokens[-1].text if tokens else ""
    if last == "." and len(tokens) > 1:
        owner = owner_named(tokens[-2].plain, inner)
        yield from _fields(owner, pack, today) if owner else ()
    elif last in reserved_words()["OVER"]:
        yield from _records(scope, pack, today)
    elif _follows_lookup(tokens):
        yield from _parameters(scope, pack, today, keyed=True)
    else:
        yield from _choices(tokens, scope)
        yield from _names(tokens, inner, pack, today)


def _follows_lookup(tokens: Sequence[Token]) -> bool:
    return len(tokens) > 1 and tokens[-1].text in {"(", "（"} and tokens[-2].plain in {LOOKUP, "查表"}


def _choices(tokens: Sequence[Token], scope: Scope) -> Iterator[Offer]:
    """Yield the choices of the field, or the keys of the parameter, that stands before the cursor."""
    if len(tokens) < 2:  # noqa: PLR2004 - a name and what follows it
        return
    meaning = meaning_of(tokens, len(tokens) - 2, scope)
    last = tokens[-1].text
    words: Sequence[str] = ()
    if isinstance(meaning, FieldMeaning) and last in _COMPARED:
        words = meaning.field.choices
    elif isinstance(meaning, ParameterMeaning) and last in {",", "，"}:
        words = meaning.parameter.keys
    for word in words:
        yield Offer(word, Sort.EnumMember, tr("选项"), rank=1)


def _names(tokens: Sequence[Token], scope: Scope, pack: Pack, today: date) -> Iterator[Offer]:
    before = tokens[-1] if tokens else None
    counted = len(tokens) > 1 and tokens[-1].text in {"(", "（"} and tokens[-2].plain in COUNTED
    if counted:
        yield from _records(scope, pack, today)
    for variable, record in (bound for frame in reversed(scope.variables) for bound in frame):
        yield from _fields(record, pack, today)
        if "*" not in variable and variable != record.name:
            yield Offer(variable, Sort.Variable, record.label, meaning_text(RecordMeaning(record), pack, today), rank=3)
    for record in scope.records.values():
        if record.single:
            yield from _fields(record, pack, today, rank=4)
    yield from _parameters(scope, pack, today, keyed=False)
    yield from _functions(pack, today)
    yield from _operators(before)


def _fields(record: RecordSpec, pack: Pack, today: date, rank: int = 2) -> Iterator[Offer]:
    for field in record.fields.values():
        word = field.label or field.name
        about = meaning_text(FieldMeaning(record, field), pack, today)
        detail = f"{kind_text(field.kind)} · {record.label or record.name}"
        yield Offer(word, Sort.Field, detail, about, field.name, _quoted(word), rank=rank)


def _records(scope: Scope, pack: Pack, today: date) -> Iterator[Offer]:
    for record in scope.records.values():
        word = record.label or record.name
        about = meaning_text(RecordMeaning(record), pack, today)
        yield Offer(word, Sort.Class, tr("事实类型"), about, record.name, _quoted(word), rank=1)


def _parameters(scope: Scope, pack: Pack, today: date, *, keyed: bool) -> Iterator[Offer]:
    for parameter in scope.parameters.values():
        word, name = parameter.label or parameter.name, parameter.name
        about = meaning_text(ParameterMeaning(parameter), pack, today)
        insert, snippet = _parameter_text(parameter, word) if not keyed else (_quoted(word), "")
        if parameter.keys or not keyed:
            detail = tr("{kind}参数", kind=kind_text(parameter.kind))
            own = name in pack.parameters and pack.parameters[name].pack == pack.id
            yield Offer(word, Sort.Constant, detail, about, name, insert, snippet, rank=3 if own else 5)


def _parameter_text(parameter: ParameterSpec, word: str) -> tuple[str, str]:
    """Return how a parameter is written: by its name, or looked up when it has a key."""
    if not parameter.keys:
        return _quoted(word), ""
    return f"lookup({_quoted(word)}, ", f"lookup({_quoted(word)}, ${{1}})"


def _quoted(word: str) -> str:
    try:
        return quote_name(word)
    except ValueError:
        return word


def _functions(pack: Pack, today: date) -> Iterator[Offer]:
    for name in dict.fromkeys([*GATHERINGS, *FUNCTIONS, LOOKUP]):
        label = GATHERINGS.get(name) or (FUNCTIONS[name].label if name in FUNCTIONS else "查表")
        about = meaning_text(FunctionMeaning(name), pack, today)
        yield Offer(name, Sort.Function, signature_of(name), about, label, f"{name}(", _call_snippet(name), rank=6)


def _call_snippet(name: str) -> str:
    if name in COUNTED:
        return f"{name}(${{1}} where ${{2}})"
    if name in GATHERINGS and name not in FUNCTIONS:
        return f"{name}(${{1}} over ${{2}})"
    return f"{name}(${{1}})"


def _operators(before: Token | None) -> Iterator[Offer]:
    operand = before is not None and (before.name or before.text[-1:] in _ENDS_OPERAND or before.text[0].isdigit())
    for word, about in _OPERATORS.items():
        rank = 8 if (word in _OPENING) == operand else (1 if operand else 7)
        chinese = _CHINESE.get(word, "")
        yield Offer(word, Sort.Keyword, about.render(), found_by=chinese, snippet=_SNIPPETS.get(word, ""), rank=rank)
        if chinese:
            yield Offer(chinese, Sort.Keyword, about.render(), found_by=word, rank=rank)


def in_template(before: str, records: Sequence[RecordSpec], scope: Scope, pack: Pack, today: date) -> Iterator[Offer]:
    """Yield what may be written at the end of ``before`` in a template filled with findings on ``records``."""
    opened = max(before.rfind("{{"), before.rfind("{%"))
    if opened < 0 or max(before.rfind("}}"), before.rfind("%}")) > opened:
        return
    inside = before[opened + 2 :]
    inside = inside[: word_start(inside)].rstrip()
    if inside.endswith("params."):
        for parameter in scope.parameters.values():
            about = meaning_text(ParameterMeaning(parameter), pack, today)
            yield Offer(parameter.name, Sort.Constant, parameter.label, about, parameter.label)
    elif inside.endswith("."):
        for name, text in _OF_FINDING.items():
            yield Offer(name, Sort.Property, text.render(), rank=6)
        yield from _ids_of(records, pack, today)
    elif inside.endswith("|"):
        for name in FILTERS:
            yield Offer(name, Sort.Function, _FILTERS[name].render())
    elif inside.endswith(("'", '"')):
        yield from _ids_of(records, pack, today)
    else:
        for name, text in _TEMPLATE_WORDS.items():
            yield Offer(name, Sort.Variable, text.render())


def _ids_of(records: Sequence[RecordSpec], pack: Pack, today: date) -> Iterator[Offer]:
    for record in records:
        for field in record.fields.values():
            about = meaning_text(FieldMeaning(record, field), pack, today)
            yield Offer(field.name, Sort.Field, field.label, about, field.label)


TRUTHS: Final = ("是", "否")


def field_values(kind: Kind, choices: Sequence[str]) -> tuple[str, ...]:
    """Return the only values a field may have, when there are few: choices, or yes and no."""
    if kind is Kind.TRUTH:
        return TRUTHS
    return tuple(choices) if kind is Kind.CHOICE else ()
