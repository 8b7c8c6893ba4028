"""Turns libyaml's reasons for refusing a file into Chinese sentences that teach; knows nothing about files or places.

The keys are the problem texts of libyaml's scanner and parser (version 0.2.5), which PyYAML passes on unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from checker.messages import Message, current_language, message


@dataclass(frozen=True, slots=True)
class YamlReason:
    """Why a text is not YAML: libyaml's English words and our Chinese sentence, None for words we do not know.

    ``at_beginning`` says that the mistake is to be looked for where the broken part begins (an opening quote), not
    where the reader gave up.
    """

    english: str
    chinese: Message | None
    at_beginning: bool = False

    def __str__(self) -> str:
        if self.chinese is None:
            return self.english
        shown = self.chinese.render()
        untranslated = current_language() != "zh" and shown == self.chinese.text
        return self.english if untranslated else shown


def reason_of(english: str, char: str) -> YamlReason:
    """Return the reason for libyaml's problem text; ``char`` is the character at which it arose, empty at the end."""
    chinese = _BY_CHAR.get((english, char)) or _REASONS.get(english)
    return YamlReason(english, chinese, not char or english in _AT_BEGINNING)


_CANNOT_START: Final = "found character that cannot start any token"
_AT_BEGINNING: Final = frozenset(
    {"found unexpected end of stream", "found unexpected document indicator", "could not find expected ':'"}
)
_TAB: Final = message("缩进用了 Tab 键，请改成空格")
_BY_CHAR: Final = {
    (_CANNOT_START, "\t"): _TAB,
    (_CANNOT_START, "%"): message("值不能以“%”开头，百分数写成如 90%，其他情形用引号把值括起来"),
}
_DIRECTIVE: Final = message("以“%”开头的指令行写错了，删去这一行即可")
_TAG: Final = message("以“!”开头的标签写错了，去掉标签；值本身以“!”开头时用引号括起来")
_REASONS: Final = {
    # what stands in the wrong place
    "mapping values are not allowed in this context": message(
        "这里不能再出现冒号：一行只写一个“名称: 值”，值里有“: ”时用引号括起来；也可能是这一行的缩进比上一行多"
    ),
    "mapping keys are not allowed in this context": message("这里不能出现“? ”开头的名称，写成“名称: 值”"),
    "block sequence entries are not allowed in this context": message(
        "这里不能出现“- ”开头的列表项：列表要另起一行，每项一行；值本身以“- ”开头时用引号括起来"
    ),
    _CANNOT_START: message("值不能以这个字符开头，用引号把值括起来"),
    "found unexpected ':'": message("方括号或花括号里的这个冒号不合写法，冒号后加空格，或用引号把值括起来"),
    # what is missing
    "could not find expected ':'": message(
        "这里要写成“名称: 值”，但找不到英文冒号加空格（中文冒号“：”不算）；若是上一行的续行，就比上一行多缩进"
    ),
    "did not find expected key": message(
        "这里应当是“名称: 值”：检查本行与上面各行左端是否对齐，以及引号或括号后面是否多写了字"
    ),
    "did not find expected '-' indicator": message("列表的每一项都以“- ”开头，并与上一项左端对齐"),
    "did not find expected node content": message("这里少了一个值；值本身是标点符号时用引号括起来"),
    "did not find expected ',' or ']'": message("方括号里的列表没有写完：各项之间用英文逗号，最后用“]”结束"),
    "did not find expected ',' or '}'": message("花括号里的内容没有写完：各项之间用英文逗号，最后用“}”结束"),
    "did not find expected <document start>": message("上面的内容已经结束，这里不能再写；删去多余的“...”或“---”行"),
    # quotes and escapes
    "found unexpected end of stream": message("从这里开始的引号没有配对，到文件末尾也没有找到另一半"),
    "found unexpected document indicator": message("从这里开始的引号没有配对，后面已经出现了“---”或“...”行"),
    "found unknown escape character": message("双引号里的反斜杠写法不认识；要写反斜杠本身，用单引号，或写两个反斜杠"),
    "did not find expected hexdecimal number": message("反斜杠后的字符编码不完整，直接写出这个字即可"),
    "found invalid Unicode character escape code": message("反斜杠后的字符编码不是一个完整的字，直接写出这个字即可"),
    # indentation of text blocks
    "found a tab character where an indentation space is expected": _TAB,
    "found a tab character that violates indentation": _TAB,
    "found an indentation indicator equal to 0": message("“|”或“>”后面的缩进数不能是 0，删去这个数字"),
    "did not find expected comment or line break": message("“|”或“>”后面不能再写字，文字从下一行开始并缩进"),
    # anchors, aliases and tags, none of which is of use here
    "did not find expected alphabetic or numeric character": message(
        "“*”和“&”在值的开头有特别的含义，值本身以它们开头时用引号括起来"
    ),
    "did not find expected '!'": _TAG,
    "did not find expected tag URI": _TAG,
    "did not find the expected '>'": _TAG,
    "did not find URI escaped octet": _TAG,
    "did not find expected whitespace or line break": _TAG,
    "found an incorrect leading UTF-8 octet": _TAG,
    "found an incorrect trailing UTF-8 octet": _TAG,
    "found undefined tag handle": _TAG,
    # directives, none of which is of use here
    "could not find expected directive name": _DIRECTIVE,
    "found unexpected non-alphabetical character": _DIRECTIVE,
    "found unknown directive name": _DIRECTIVE,
    "did not find expected digit or '.' character": _DIRECTIVE,
    "did not find expected version number": _DIRECTIVE,
    "found extremely long version number": _DIRECTIVE,
    "did not find expected whitespace": _DIRECTIVE,
    "found duplicate %YAML directive": _DIRECTIVE,
    "found duplicate %TAG directive": _DIRECTIVE,
    "found incompatible YAML document": _DIRECTIVE,
}
