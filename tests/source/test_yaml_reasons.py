"""Why a text is not YAML: a Chinese sentence that teaches, libyaml's own words in English, and the exact place."""

from __future__ import annotations

import pytest

from checker.messages import language
from checker.source import Problems
from checker.source.read import parse_document
from checker.source.yaml_reasons import YamlReason, reason_of

COLON_AGAIN = "这里不能再出现冒号：一行只写一个“名称: 值”，值里有“: ”时用引号括起来；也可能是这一行的缩进比上一行多"
NO_COLON = "这里要写成“名称: 值”，但找不到英文冒号加空格（中文冒号“：”不算）；若是上一行的续行，就比上一行多缩进"
NO_KEY = "这里应当是“名称: 值”：检查本行与上面各行左端是否对齐，以及引号或括号后面是否多写了字"
NO_ITEM = "这里不能出现“- ”开头的列表项：列表要另起一行，每项一行；值本身以“- ”开头时用引号括起来"
NO_VALUE = "这里少了一个值；值本身是标点符号时用引号括起来"
NO_BRACKET = "方括号里的列表没有写完：各项之间用英文逗号，最后用“]”结束"
NO_BRACE = "花括号里的内容没有写完：各项之间用英文逗号，最后用“}”结束"
NO_QUOTE = "从这里开始的引号没有配对，到文件末尾也没有找到另一半"
CANNOT_START = "值不能以这个字符开头，用引号把值括起来"
PERCENT = "值不能以“%”开头，百分数写成如 90%，其他情形用引号把值括起来"
TAB = "缩进用了 Tab 键，请改成空格"
CODE = "反斜杠后的字符编码不完整，直接写出这个字即可"
STAR = "“*”和“&”在值的开头有特别的含义，值本身以它们开头时用引号括起来"
TAG = "以“!”开头的标签写错了，去掉标签；值本身以“!”开头时用引号括起来"
NO_PAIR = "从这里开始的引号没有配对，后面已经出现了“---”或“...”行"
SURROGATE = "反斜杠后的字符编码不是一个完整的字，直接写出这个字即可"
NO_DASH = "列表的每一项都以“- ”开头，并与上一项左端对齐"
ENDED = "上面的内容已经结束，这里不能再写；删去多余的“...”或“---”行"
BACKSLASH = "双引号里的反斜杠写法不认识；要写反斜杠本身，用单引号，或写两个反斜杠"
ODD_COLON = "方括号或花括号里的这个冒号不合写法，冒号后加空格，或用引号把值括起来"
QUESTION = "这里不能出现“? ”开头的名称，写成“名称: 值”"
NO_INDENT = "“|”或“>”后面的缩进数不能是 0，删去这个数字"
NO_TEXT = "“|”或“>”后面不能再写字，文字从下一行开始并缩进"
DIRECTIVE = "以“%”开头的指令行写错了，删去这一行即可"


@pytest.mark.parametrize(
    ("text", "line", "column", "chinese", "english"),
    [
        ("a: b: c\n", 1, 5, COLON_AGAIN, "mapping values are not allowed in this context"),
        ("a: 1\n  b: 2\n", 2, 4, COLON_AGAIN, "mapping values are not allowed in this context"),
        ("a: ? b\n", 1, 4, QUESTION, "mapping keys are not allowed in this context"),
        ("a: - b\n", 1, 4, NO_ITEM, "block sequence entries are not allowed in this context"),
        ("率: 1\n度：2\n质: 3\n", 2, 1, NO_COLON, "could not find expected ':'"),
        ("a: 1\nb", 2, 1, NO_COLON, "could not find expected ':'"),
        ("a: 1\n b: 2\n", 2, 3, COLON_AGAIN, "mapping values are not allowed in this context"),
        ("a:\n  b: 1\n c: 2\n", 3, 2, NO_KEY, "did not find expected key"),
        ('a: "甲" 乙\n', 1, 8, NO_KEY, "did not find expected key"),
        ("a: 1\n}\n", 2, 1, NO_KEY, "did not find expected key"),
        ("- a\nb: 1\n", 2, 1, NO_DASH, "did not find expected '-' indicator"),
        ("a: ,\n", 1, 4, NO_VALUE, "did not find expected node content"),
        ("a: [,]\n", 1, 5, NO_VALUE, "did not find expected node content"),
        ("a: [1, 2\nb: 3\n", 2, 2, NO_BRACKET, "did not find expected ',' or ']'"),
        ("甲: 0\na: [1, 2\n", 2, 4, NO_BRACKET, "did not find expected ',' or ']'"),
        ("a: {b: c\nd: e\n", 2, 2, NO_BRACE, "did not find expected ',' or '}'"),
        ("a: {b: c\n\n\n", 1, 4, NO_BRACE, "did not find expected ',' or '}'"),
        ("a: {b:c, d:}\n", 1, 11, ODD_COLON, "found unexpected ':'"),
        ("a: 1\n...\nb: 2\n", 3, 1, ENDED, "did not find expected <document start>"),
        # quotes: told where they open
        ('甲: 1\na: "b\nc: 1\nd: 2\n', 2, 4, NO_QUOTE, "found unexpected end of stream"),
        ("a: 'it's'\nb: '\n", 1, 8, NO_KEY, "did not find expected key"),
        ('a: "x\n---\n', 1, 4, NO_PAIR, "found unexpected document indicator"),
        ('a: "C:\\data"\n', 1, 7, BACKSLASH, "found unknown escape character"),
        ('a: "\\xzz"\n', 1, 7, CODE, "did not find expected hexdecimal number"),
        ('{"a": "\\ud83d\\ude00"}', 1, 10, SURROGATE, "found invalid Unicode character escape code"),
        # characters with a meaning
        ("a: @b\n", 1, 4, CANNOT_START, "found character that cannot start any token"),
        ("a: `b`\n", 1, 4, CANNOT_START, "found character that cannot start any token"),
        ("a: %90\n", 1, 4, PERCENT, "found character that cannot start any token"),
        ("a:\n\tb: 1\n", 2, 1, TAB, "found character that cannot start any token"),
        ("a: b\n\tc\n", 2, 1, TAB, "found a tab character that violates indentation"),
        ("a: |\n \tb\n\tc\n", 2, 2, TAB, "found a tab character where an indentation space is expected"),
        ("a: *\n", 1, 5, STAR, "did not find expected alphabetic or numeric character"),
        ("a: &甲\n", 1, 5, STAR, "did not find expected alphabetic or numeric character"),
        ("a: |0\n b\n", 1, 5, NO_INDENT, "found an indentation indicator equal to 0"),
        ("a: |文\n  b\n", 1, 5, NO_TEXT, "did not find expected comment or line break"),
        # tags
        ("%TAG a\n---\n", 1, 6, TAG, "did not find expected '!'"),
        ("a: !<> x\n", 1, 6, TAG, "did not find expected tag URI"),
        ("a: !<x y\n", 1, 7, TAG, "did not find the expected '>'"),
        ("a: !<%zz> x\n", 1, 6, TAG, "did not find URI escaped octet"),
        ("a: !b,c x\n", 1, 6, TAG, "did not find expected whitespace or line break"),
        ("a: !<%ff> x\n", 1, 6, TAG, "found an incorrect leading UTF-8 octet"),
        ("a: !<%e4%00> x\n", 1, 9, TAG, "found an incorrect trailing UTF-8 octet"),
        ("a: !b!c d\n", 1, 4, TAG, "found undefined tag handle"),
        # directives
        ("% \n---\na\n", 1, 2, DIRECTIVE, "could not find expected directive name"),
        ("%YA.ML\n---\na\n", 1, 4, DIRECTIVE, "found unexpected non-alphabetical character"),
        ("%FOO\n---\na\n", 1, 5, DIRECTIVE, "found unknown directive name"),
        ("%YAML 1x\n---\na\n", 1, 8, DIRECTIVE, "did not find expected digit or '.' character"),
        ("%YAML x\n---\na\n", 1, 7, DIRECTIVE, "did not find expected version number"),
        ("%YAML 11111111111.1\n---\na\n", 1, 16, DIRECTIVE, "found extremely long version number"),
        ("%TAG !a!x y\n---\na\n", 1, 9, DIRECTIVE, "did not find expected whitespace"),
        ("%YAML 1.1\n%YAML 1.1\n---\na\n", 2, 1, DIRECTIVE, "found duplicate %YAML directive"),
        ("%TAG ! x\n%TAG ! y\n---\na\n", 2, 1, DIRECTIVE, "found duplicate %TAG directive"),
        ("%YAML 3.0\n---\na\n", 1, 1, DIRECTIVE, "found incompatible YAML document"),
    ],
)
def test_why_a_text_is_not_yaml(text: str, line: int, column: int, chinese: str, english: str) -> None:
    """Every reason of libyaml's scanner and parser is told in Chinese, with what to do, where the mistake begins."""
    problems = Problems()
    assert parse_document(text, "f.yaml", "", problems) is None
    (problem,) = problems.found
    assert (problem.code, str(problem.place)) == ("yaml-syntax", f"f.yaml:{line}:{column}")
    assert str(problem.what) == f"YAML 写法不对：{chinese}"
    assert str(problem.hint) == "检查缩进、冒号后的空格和引号是否成对"
    (_, reason), *_ = problem.what.args
    assert isinstance(reason, YamlReason)
    assert reason.english == english


def test_the_english_reason_is_kept_in_english() -> None:
    """In English libyaml's own words are shown unless the catalogue has better ones."""
    reason = reason_of("did not find expected key", "x")
    assert str(reason) == NO_KEY
    with language("en"):
        assert not any("\u4e00" <= char <= "\u9fff" for char in str(reason))


def test_an_unknown_reason_is_shown_as_it_is() -> None:
    """A reason that a later libyaml brings is not hidden, in either language."""
    reason = reason_of("found something new", "x")
    assert str(reason) == "found something new"
    with language("en"):
        assert str(reason) == "found something new"


@pytest.mark.parametrize(
    ("english", "char", "at_beginning"),
    [
        ("found unexpected end of stream", "", True),
        ("could not find expected ':'", "b", True),
        ("did not find expected ',' or ']'", "b", False),
        ("did not find expected ',' or ']'", "", True),
    ],
)
def test_where_a_mistake_is_to_be_looked_for(english: str, char: str, at_beginning: bool) -> None:
    """What is never closed, or breaks off with the file, is told where it begins."""
    assert reason_of(english, char).at_beginning is at_beginning
