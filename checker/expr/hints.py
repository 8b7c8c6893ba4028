"""Guesses what a person meant by text that is not understood, and says what to write instead.

Knows the habits of people who write Chinese sentences and spreadsheet formulas; knows nothing about what names mean.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.expr.grammar import reserved_words
from checker.messages import Message, message

if TYPE_CHECKING:
    from collections.abc import Collection

_SPOKEN: Final = {
    ">": ("大于", "高于", "多于", "超过", "晚于"),
    "<": ("小于", "低于", "少于", "不足", "早于"),
    ">=": ("不低于", "不小于", "不少于", "不早于", "大于等于", "大于或等于", "至少", "达到"),
    "<=": ("不高于", "不大于", "不超过", "不多于", "不晚于", "小于等于", "小于或等于", "至多"),
    "=": ("等于",),
    "!=": ("不等于",),
    "+": ("加", "加上"),
    "-": ("减", "减去"),
    "*": ("乘", "乘以"),
    "/": ("除以",),
}
"""What people say for an operator."""

_MEANT: Final = {word: sign for sign, words in _SPOKEN.items() for word in words} | {
    "与": "且", "以及": "且", "同时": "且", "并": "且", "和": "且",
    "AND": "and", "OR": "or", "NOT": "not", "IF": "if", "THEN": "then", "ELSE": "else", "IN": "in",
    "BETWEEN": "between", "&": "and", "|": "or", "&&": "and", "||": "or", "!": "not", "：": "=", ":": "=",
    "[": "(", "]": ")", "{": "(", "}": ")", "【": "（", "】": "）",
    "==": "=", "<>": "!=", "=>": ">=", "=<": "<=", "><": "!=",
}  # fmt: skip
"""What is written instead of a word or sign of the language."""

_SPREADSHEET: Final = {
    "if": message("写成 if 条件 then 值 else 值"),
    "and": message("写成 条件 and 条件"),
    "or": message("写成 条件 or 条件"),
    "not": message("写成 not 条件"),
    "iferror": message("除以 0 得未知，不会出错；用 is missing 判断"),
    "sumif": message("写成 sum(字段 over 事实类型 where 条件)"),
    "sumifs": message("写成 sum(字段 over 事实类型 where 条件)"),
    "countif": message("写成 count(事实类型 where 条件)"),
    "countifs": message("写成 count(事实类型 where 条件)"),
    "averageif": message("写成 average(字段 over 事实类型 where 条件)"),
    "averageifs": message("写成 average(字段 over 事实类型 where 条件)"),
    "vlookup": message("写成 lookup(参数, 键)"),
    "date": message("日期直接写，如 2020-12-31"),
    "year": message("写成 year_of(日期)"),
}
"""Functions of spreadsheets and how the language says them."""

_QUOTED: Final = re.compile(r"\"[^\"]*\"|“[^”]*”|'[^']*'|`[^`]*`")
_UNITS: Final = frozenset({"元", "角", "万元", "亿元", "千元", "百元", "分", "万", "亿", "%", "％", "‰"})
_COMPARING: Final = "<>=!≥≤≠＝＜＞"
_CHAINED: Final = message("连续比较拆成两个，如 a < b and b < c，或用 between")
_SIGNS: Final = {
    **dict.fromkeys("\"'“”‘’`「」", message("引号要成对，如 “移动公司”；名字用一对反引号")),
    **dict.fromkeys("¥￥$", message("金额的单位写在后面，如 850元")),
    **dict.fromkeys("^*×", message("两边都要有值；没有乘方，写成连乘")),
    ".": message("点只用在 变量.字段 和小数里，小数点前面要有数字，如 0.5"),
}
_LONGEST_SHOWN: Final = 40
_DATED: Final = re.compile(r"\d{4}(年|[-/.]\d{1,2}[-/.])")
_QUARTERLY: Final = re.compile(r"\d{4}年?第?([qQ]?[1-4一二三四])(季度)?")


def broken_literal(text: str) -> tuple[Message, Message]:
    """Return what is wrong with a number or date that is not written as the language writes it, and what to write."""
    text = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    what = message("“{text}”不是能读懂的数或日期", text=text)
    for word in _chinese_words():
        if found := re.match(rf"(\d[\d.]*(?:[%％‰]|\w*?元|分)?|\d[\d-]*\d|\d{{4}}Q\d){word}", text):
            return what, message("“{word}”前后要有空格：{text}", word=word, text=_apart(text, word, len(found[1])))
    if re.fullmatch(r"[\d,，.]+\w*[%％‰]?", text) and re.search("[,，]", text):
        plain = re.sub("[,，]", "", text)
        return what, message("数字里不写千分位逗号，写成 {plain}；若是几个值，逗号后面留空格", plain=plain)
    return what, _literal_hint(text)


def _literal_hint(text: str) -> Message:
    if text.endswith("."):
        return message("表达式末尾不写句号；小数点后面要有数字")
    if _QUARTERLY.fullmatch(text):
        return message("季度写成 2020Q3")
    if _DATED.match(text):
        return message("日期写到日，如 2020-01-05 或 2020年1月5日；若是相减或相除，运算符前后留空格")
    if text.endswith("个百分点"):
        return message("百分点写成 {number}%", number=text.removesuffix("个百分点"))
    if text.endswith(("万", "亿")):
        return message("金额写成 {text}元；不是金额就写出全部数字", text=text)
    number = re.match(r"\d+(\.\d+)?", text)
    rest = text[number.end() :] if number else ""
    if rest and not re.match(r"[\d.eE]", rest):
        return message(
            "数字只可带 %、‰、元、百元、千元、万元、亿元、分；其他单位不写，只写 {number}", number=number and number[0]
        )
    return message("写出全部数字，小数点前后都要有数字，如 0.5；不用科学计数法")


def syntax_hint(text: str, offset: int, seen: str) -> Message:
    """Return what to write where ``seen``, at ``offset`` of ``text``, is not understood."""
    for pair in (text[max(offset - 1, 0) : offset + 1], text[offset : offset + 2]):
        if len(pair) > len(seen) and pair in _MEANT:
            return message("“{written}”写成 {meant}", written=pair, meant=_MEANT[pair])
    if seen in {"。", "．"} or (seen == "." and offset == len(text.rstrip()) - 1):
        return message("表达式末尾不写句号")
    if seen in {",", "，", "、", ";", "；"}:
        if sum(map(text[:offset].count, "(（")) > sum(map(text[:offset].count, ")）")):
            return message("括号里的几个值用逗号隔开")
        return message("逗号只用在括号里；两个条件用 and 或 且 连接")
    if seen in _UNITS and (run := re.search(r"[^\W\d]\w*$", text[:offset])):
        return _spoken_hint(run[0] + seen) or message("词与词、词与数之间要有空格")
    if seen in _UNITS and text[:offset].rstrip()[-1:].isdigit():
        return message("数字和单位之间不留空格，如 850元、90%")
    if seen in _MEANT:
        return message("“{written}”写成 {meant}", written=seen, meant=_MEANT[seen])
    glued = None if seen in _SIGNS or seen in {")", "）"} else _glued_hint(text[:offset] + seen)
    return glued or _other_hint(text[:offset], seen)


def _glued_hint(before: str) -> Message | None:
    """Return the hint that a word such as 如果 or 且 earlier in the text is not set apart."""
    for run in re.findall(r"[^\W\d]\w*", _QUOTED.sub(" ", before)):
        for token in ("AND", "OR", "IF", "THEN", "ELSE", "BETWEEN", "WHERE"):
            for word in reserved_words()[token]:
                if not word.isascii() and word in run and word != run:
                    text = _apart(run, word, run.index(word))
                    return message("“{word}”前后要有空格：{text}", word=word, text=text)
    return None


def _other_hint(before: str, seen: str) -> Message:
    if seen in _SIGNS:
        return _SIGNS[seen]
    if seen in {")", "）"}:
        opened, closed = sum(map(before.count, "(（")), sum(map(before.count, ")）"))
        return message("多了一个右括号") if opened <= closed else message("右括号前面少了一个值")
    if seen[:1] in _COMPARING:
        chained = re.search(rf"[{_COMPARING}][^()（）]*$", before)
        return _CHAINED if chained else message("比较的两边都要有值")
    if seen == "not" and re.search(r"\bis\s*$", before):
        return message("“is not known”写成 is missing")
    if any(seen in words for words in reserved_words().values()):
        return message("“{word}”是语言里的词，前面少了一个值，或位置不对；作为名字要加反引号", word=seen)
    if seen[:1].isalpha() and before.rstrip()[-1:].isdigit():
        return message("数字只可带 %、‰、元、百元、千元、万元、亿元、分；其他单位不写")
    return message("检查前后是否少了运算符，词与词之间要有空格")


def absent_hint(name: str) -> Message | None:
    """Return how to ask whether a value is there when ``name`` is a word for nothing, else None."""
    if name.casefold() in {"null", "none", "nil", "na", "空", "未知", "无", "没有"}:
        return message("没有数据写 … is missing（缺失），有数据写 … is known（已知）")
    return None


def joined_hint(name: str, known: Collection[str]) -> Message | None:
    """Return the hint that words were run together (``在线率下限且批次``), or None when no part of it is known."""
    for word in _chinese_words():
        for left, right in _splits(name, word):
            if left in known or right in known:
                text = f"{left} {word} {right}".strip()
                return message("“{word}”前后要有空格：{text}", word=word, text=text)
    return _spoken_hint(name, known)


def _spoken_hint(run: str, known: Collection[str] | None = None) -> Message | None:
    """Return how to write an operator that is said in words inside ``run``, after a known name if they are given."""
    for word in sorted(_MEANT, key=len, reverse=True):
        for left, right in _splits(run, word):
            if left and right and (known is None or left in known):
                sign = _MEANT[word]
                text = f"{left} {sign} {right}"
                return message("“{written}”写成 {meant}，前后留空格：{text}", written=word, meant=sign, text=text)
    return None


def spreadsheet_hint(function: str) -> Message | None:
    """Return how the language says a function of spreadsheets, or None."""
    return _SPREADSHEET.get(function.casefold())


def _chinese_words() -> list[str]:
    """The reserved words that can run into their neighbours unseen, longest first."""
    words = {word for words in reserved_words().values() for word in words if not word.isascii()}
    return sorted(words, key=len, reverse=True)


def _splits(name: str, word: str) -> list[tuple[str, str]]:
    starts = [match.start() for match in re.finditer(re.escape(word), name)]
    return [(name[:start], name[start + len(word) :]) for start in starts]


def _apart(text: str, word: str, at: int) -> str:
    return f"{text[:at]} {word} {text[at + len(word) :]}".strip()
