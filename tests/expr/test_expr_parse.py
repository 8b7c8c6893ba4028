"""Text becomes a syntax tree, or a fault that says where it is wrong and what to write instead."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest

from checker.expr import ExprFault, compile_text, parse
from checker.expr.grammar import quote_name, reserved_words
from checker.expr.syntax import Gather, Name, Operation, Span, Written, expanded_size
from checker.values import Kind, Value
from tests.expr.vocabulary import SCOPE

SAME = [
    # precedence
    ("1 + 2 * 3", "1 + (2 * 3)"),
    ("1 - 2 - 3", "(1 - 2) - 3"),
    ("8 / 4 / 2", "(8 / 4) / 2"),
    ("-1 + 2", "(-1) + 2"),
    ("-points * 2", "(-points) * 2"),
    ("2 * -points", "2 * (-points)"),
    ("10--5", "10 - (-5)"),
    ("1 + 2 < 3 * 4", "(1 + 2) < (3 * 4)"),
    ("not 按时 and 按时", "(not 按时) and 按时"),
    ("not 得分 > 1分", "not (得分 > 1分)"),
    ("按时 or 按时 and 按时", "按时 or (按时 and 按时)"),
    ("按时 and 得分 between 1分 and 2分 and 按时", "按时 and (得分 between 1分 and 2分) and 按时"),
    ("if 按时 then 1 else 2 + 3", "if 按时 then 1 else (2 + 3)"),
    ("if 按时 then 1 else if 按时 then 2 else 3", "if 按时 then 1 else (if 按时 then 2 else 3)"),
    ("if 按时 then if 按时 then 1 else 2 else 3", "if 按时 then (if 按时 then 1 else 2) else 3"),
    ("按时 and 故障率 is known", "按时 and (故障率 is known)"),
    # two ways of writing one thing
    ("得分 介于 1分 和 2分", "得分 between 1分 and 2分"),
    ("得分 介于 1分 且 2分", "得分 between 1分 and 2分"),
    ("得分 between 1分 and 2分", "得分 >= 1分 and 得分 <= 2分"),
    ("批次 属于 (一期，二期)", "batch = 一期 or batch = 二期"),
    ("批次 in (一期)", "批次 = 一期"),
    ("批次 不属于 (一期, 二期)", "not 批次 in (一期, 二期)"),
    ("批次 非 属于 (一期, 二期)", "批次 not in (一期, 二期)"),
    ("故障率 缺失", "not 故障率 is known"),
    ("故障率 已知", "故障率 known"),
    ("如果 按时 那么 1 否则 2", "if on_time then 1 else 2"),
    ("按时 并且 非 按时", "按时 and not 按时"),
    ("按时 或者 否", "按时 or false"),
    ("故障率 ≥ 10％", "故障率 >= 10%"),
    ("故障率＞10% 且 在线率＜90%", "故障率 > 10% and 在线率 < 90%"),
    ("points × 2 ÷ 3 ＋ 1 － 1", "points * 2 / 3 + 1 - 1"),
    ("（1 + 2）× 3", "(1 + 2) * 3"),
    ("合计(金额 于 支付 作为 甲 其中 甲.合规)", "sum(金额 over 支付 as 甲 where 甲.合规)"),
    ("sum(支付.金额 where 合规)", "sum(金额 over 支付 where 合规)"),
    ("查表(单价上限, 批次)", "lookup(price_ceiling, batch)"),
    ("`故障率` > `在线率下限`", "故障率 > 在线率下限"),
    ("季度运行 . 故障率", "service_quarter.fault_rate"),
    ("批次 = “一期”", "批次 = 一期"),
    ("“一期” = 批次", "'一期' = 批次"),
    ("故障率\n  > 10%\t且\u3000按时", "故障率 > 10% 且 按时"),
    ("--5", "5"),
    ("3 - -5", "3 - (-5)"),
]


@pytest.mark.parametrize(("text", "meant"), SAME)
def test_text_is_read_as(text: str, meant: str) -> None:
    """Operators bind as the reference page says, and two ways of writing one thing give one tree."""
    assert compile_text(text, SCOPE) == compile_text(meant, SCOPE)


LITERALS: list[tuple[str, Value, Kind]] = [
    ("12.50", Fraction(25, 2), Kind.NUMBER),
    ("９０％", Fraction(9, 10), Kind.RATIO),
    ("5‰", Fraction(1, 200), Kind.RATIO),
    ("628元", Fraction(628), Kind.MONEY),
    ("5百元", Fraction(500), Kind.MONEY),
    ("5千元", Fraction(5000), Kind.MONEY),
    ("3656.18万元", Fraction(36561800), Kind.MONEY),
    ("2十万元", Fraction(200000), Kind.MONEY),
    ("2百万元", Fraction(2 * 10**6), Kind.MONEY),
    ("2千万元", Fraction(2 * 10**7), Kind.MONEY),
    ("0.4亿元", Fraction(4 * 10**7), Kind.MONEY),
    ("8.5分", Fraction(17, 2), Kind.SCORE),
    ("2020-12-31", Fraction(737790), Kind.DATE),
    ("2020年12月31日", Fraction(737790), Kind.DATE),
    ("2020Q3", Fraction(8082), Kind.QUARTER),
    ("“移动公司”", "移动公司", Kind.TEXT),
    ('"it\'s"', "it's", Kind.TEXT),
    ("'“甲”'", "“甲”", Kind.TEXT),
    ("“”", "", Kind.TEXT),
    ("是", True, Kind.TRUTH),
    ("false", False, Kind.TRUTH),
]


@pytest.mark.parametrize(("text", "value", "kind"), LITERALS)
def test_literal(text: str, value: Value, kind: Kind) -> None:
    """A written value is read exactly, with the kind its unit says."""
    assert parse(text) == Written(value, kind, Span(0, len(text)))


def test_parts_know_their_places() -> None:
    """Every part of the syntax tree has the offsets it was written at, those of a dotted name part by part."""
    tree = parse("1 + 合同 . `年限`")
    assert isinstance(tree, Operation)
    assert tree.span == Span(0, 13)
    assert tree.operands[1] == Name(("合同", "年限"), (Span(4, 6), Span(9, 13)), Span(4, 13))
    gathered = parse("sum(金额 over 支付 as 甲)")
    assert isinstance(gathered, Gather)
    assert gathered.over == Name(("支付",), (Span(12, 14),), Span(12, 14))
    assert gathered.alias == Name(("甲",), (Span(18, 19),), Span(18, 19))


Case = tuple[str, str, str, int, str]
NO_VALUE = "运算符后面还要写一个值"
UNITS = "数字只可带 %、‰、元、百元、千元、万元、亿元、分；其他单位不写"
DATED = "日期写到日，如 2020-01-05 或 2020年1月5日；若是相减或相除，运算符前后留空格"
QUOTES = "引号要成对，如 “移动公司”；名字用一对反引号"
POWER = "两边都要有值；没有乘方，写成连乘"
SPLIT = "拆成几个派生字段"
FAULTS: list[Case] = [
    ("", "empty-expression", "表达式是空的", 0, "写一个条件，如 在线率 < 90%"),
    ("\u3000 ", "empty-expression", "表达式是空的", 0, "写一个条件，如 在线率 < 90%"),
    ("故障率 > ", "syntax", "表达式没有写完", 5, NO_VALUE),
    ("not", "syntax", "表达式没有写完", 3, NO_VALUE),
    ("(故障率 > 10%", "syntax", "表达式没有写完", 10, "少了 1 个右括号"),
    ("（1 + (2", "syntax", "表达式没有写完", 7, "少了 2 个右括号"),
    ("if 按时 then 1", "syntax", "表达式没有写完", 12, "写全 if 条件 then 值 else 值"),
    ("故障率 > 10%)", "syntax", "看不懂这里的“)”", 9, "多了一个右括号"),
    ("()", "syntax", "看不懂这里的“)”", 1, "右括号前面少了一个值"),
    ("max(1, )", "syntax", "看不懂这里的“)”", 7, "右括号前面少了一个值"),
    ("故障率 在线率", "syntax", "看不懂这里的“在线率”", 4, "检查前后是否少了运算符，词与词之间要有空格"),
    ("故障率 # 1", "syntax", "看不懂这里的“#”", 4, "检查前后是否少了运算符，词与词之间要有空格"),
    # signs of other languages
    ("故障率 == 10%", "syntax", "看不懂这里的“=”", 5, "“==”写成 ="),
    ("故障率 <> 10%", "syntax", "看不懂这里的“>”", 5, "“<>”写成 !="),
    ("故障率 => 10%", "syntax", "看不懂这里的“>”", 5, "“=>”写成 >="),
    ("故障率 =< 10%", "syntax", "看不懂这里的“<”", 5, "“=<”写成 <="),
    ("故障率 > 10% && 按时", "syntax", "看不懂这里的“&”", 10, "“&&”写成 and"),
    ("故障率 > 10% || 按时", "syntax", "看不懂这里的“|”", 10, "“||”写成 or"),
    ("!按时", "syntax", "看不懂这里的“!”", 0, "“!”写成 not"),
    ("故障率 > 10% AND 按时", "syntax", "看不懂这里的“AND”", 10, "“AND”写成 and"),
    ("批次 in [一期]", "syntax", "看不懂这里的“[”", 6, "“[”写成 ("),
    ("2 ^ 3", "syntax", "看不懂这里的“^”", 2, POWER),
    ("2 ** 3", "syntax", "看不懂这里的“*”", 3, POWER),
    ("1 < 2 < 3", "syntax", "看不懂这里的“<”", 6, "连续比较拆成两个，如 a < b and b < c，或用 between"),
    ("< 3", "syntax", "看不懂这里的“<”", 0, "比较的两边都要有值"),
    ("a.b.c", "syntax", "看不懂这里的“.”", 3, "点只用在 变量.字段 和小数里，小数点前面要有数字，如 0.5"),
    ("故障率 is not known", "syntax", "看不懂这里的“not”", 7, "“is not known”写成 is missing"),
    # Chinese sentences
    ("故障率 > 10% 以及 按时", "syntax", "看不懂这里的“以及”", 10, "“以及”写成 且"),
    ("故障率 > 10% 和 按时", "syntax", "看不懂这里的“和”", 10, "“和”写成 且"),
    ("故障率 大于 10%", "syntax", "看不懂这里的“大于”", 4, "“大于”写成 >"),
    ("故障率大于10%", "syntax", "看不懂这里的“%”", 7, "“大于”写成 >，前后留空格：故障率 > 10%"),
    ("故障率10%", "syntax", "看不懂这里的“%”", 5, "词与词、词与数之间要有空格"),
    ("服务费 加 1元", "syntax", "看不懂这里的“加”", 4, "“加”写成 +"),
    ("故障率 > 10%。", "syntax", "看不懂这里的“。”", 9, "表达式末尾不写句号"),
    ("故障率 > 10%.", "syntax", "“10%.”不是能读懂的数或日期", 6, "表达式末尾不写句号；小数点后面要有数字"),
    ("故障率 > 10%，按时", "syntax", "看不懂这里的“，”", 9, "逗号只用在括号里；两个条件用 and 或 且 连接"),
    ("故障率 > 10%；按时", "syntax", "看不懂这里的“；”", 9, "逗号只用在括号里；两个条件用 and 或 且 连接"),
    ("批次 in (一期、二期)", "syntax", "看不懂这里的“、”", 9, "括号里的几个值用逗号隔开"),
    ("承建单位 = “移动", "syntax", "看不懂这里的““”", 7, QUOTES),
    ("承建单位 = 「移动」", "syntax", "看不懂这里的“「”", 7, QUOTES),
    ("`故障率 > 1", "syntax", "看不懂这里的“`”", 0, QUOTES),
    # words that run into their neighbours
    ("故障率 > 90%且按时", "syntax", "“90%且按时”不是能读懂的数或日期", 6, "“且”前后要有空格：90% 且 按时"),
    ("服务费 > 100元且按时", "syntax", "“100元且按时”不是能读懂的数或日期", 6, "“且”前后要有空格：100元 且 按时"),
    ("支付日期 > 2020-12-31且按时", "syntax", "“2020-12-31且按时”不是能读懂的数或日期", 7, "“且”前后要有空格：2020-12-31 且 按时"),
    ("季度 = 2020Q3或按时", "syntax", "“2020Q3或按时”不是能读懂的数或日期", 5, "“或”前后要有空格：2020Q3 或 按时"),
    ("批次 = 一期且 故障率 > 1", "syntax", "看不懂这里的“故障率”", 9, "“且”前后要有空格：一期 且"),
    ("批次 = 一期且故障率 > 1", "syntax", "看不懂这里的“>”", 12, "“且”前后要有空格：一期 且 故障率"),
    ("如果按时 那么 1 否则 2", "syntax", "看不懂这里的“那么”", 5, "“如果”前后要有空格：如果 按时"),
    ("按时 且 且 按时", "syntax", "看不懂这里的“且”", 5, "“且”是语言里的词，前面少了一个值，或位置不对；作为名字要加反引号"),
    # numbers, units and dates
    ("故障率 > 10 %", "syntax", "看不懂这里的“%”", 9, "数字和单位之间不留空格，如 850元、90%"),
    ("服务费 > 5 万元", "syntax", "看不懂这里的“万元”", 8, "数字和单位之间不留空格，如 850元、90%"),
    ("points > 5 公里", "syntax", "看不懂这里的“公里”", 11, UNITS),
    ("points > 5公里", "syntax", "“5公里”不是能读懂的数或日期", 9, f"{UNITS}，只写 5"),
    ("points > 5万", "syntax", "“5万”不是能读懂的数或日期", 9, "金额写成 5万元；不是金额就写出全部数字"),
    ("服务费 > 1,000元", "syntax", "“1,000元”不是能读懂的数或日期", 6, "数字里不写千分位逗号，写成 1000元；若是几个值，逗号后面留空格"),
    ("max(1,234, 2)", "syntax", "“1,234”不是能读懂的数或日期", 4, "数字里不写千分位逗号，写成 1234；若是几个值，逗号后面留空格"),
    ("服务费 > ¥100", "syntax", "看不懂这里的“¥”", 6, "金额的单位写在后面，如 850元"),
    ("故障率 > 5个百分点", "syntax", "“5个百分点”不是能读懂的数或日期", 6, "百分点写成 5%"),
    ("points > 1e5", "syntax", "“1e5”不是能读懂的数或日期", 9, "写出全部数字，小数点前后都要有数字，如 0.5；不用科学计数法"),
    ("points > .5", "syntax", "看不懂这里的“.”", 9, "点只用在 变量.字段 和小数里，小数点前面要有数字，如 0.5"),
    ("points > 1.2.3", "syntax", "“1.2.3”不是能读懂的数或日期", 9, "写出全部数字，小数点前后都要有数字，如 0.5；不用科学计数法"),
    ("季度 = 2020年三季度", "syntax", "“2020年三季度”不是能读懂的数或日期", 5, "季度写成 2020Q3"),
    ("季度 = 2020q3", "syntax", "“2020q3”不是能读懂的数或日期", 5, "季度写成 2020Q3"),
    ("支付日期 > 2020-1-5", "syntax", "“2020-1-5”不是能读懂的数或日期", 7, DATED),
    ("支付日期 > 2020/01/05", "syntax", "“2020/01/05”不是能读懂的数或日期", 7, DATED),
    ("支付日期 > 2020.1.5", "syntax", "“2020.1.5”不是能读懂的数或日期", 7, DATED),
    ("支付日期 > 2020年10月", "syntax", "“2020年10月”不是能读懂的数或日期", 7, DATED),
    # the first thing wrong is the one reported
    ("points > 5公里 且", "syntax", "“5公里”不是能读懂的数或日期", 9, f"{UNITS}，只写 5"),
    # limits
    ("1 + " * 61 + "1", "too-deep", "表达式嵌套（或连加、连乘）超过 60 层", 0, SPLIT),
    ("not " * 61 + "按时", "too-deep", "表达式嵌套（或连加、连乘）超过 60 层", 244, SPLIT),
    ("1" * 4001, "too-long", "表达式超过 4000 个字符", 0, SPLIT),
    ("(" * 11 + "是" + ") in (是, 是)" * 11, "too-long", "表达式展开后超过 4000 个部分", 0, SPLIT),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "what", "offset", "hint"), FAULTS, ids=range(len(FAULTS)))
def test_fault(text: str, code: str, what: str, offset: int, hint: str) -> None:
    """What is not of the language is refused with what is wrong, where, and what to write instead."""
    with pytest.raises(ExprFault) as caught:
        parse(text)
    fault = caught.value
    assert (fault.code, str(fault.what), fault.offset, str(fault.hint)) == (code, what, offset, hint)


VALUE_FAULTS = [
    ("支付日期 > 2020-11-31", "impossible-date", 7),
    ("支付日期 > 2020年13月1日", "impossible-date", 7),
    ("承建单位 = “\ud800”", "bad-value", 7),
    ("1" * 31, "broken-number", 0),
]


@pytest.mark.parametrize(("text", "code", "offset"), VALUE_FAULTS)
def test_fault_of_a_value(text: str, code: str, offset: int) -> None:
    """A value that is well written but impossible is refused by the same rules as in a facts file, with a hint."""
    with pytest.raises(ExprFault) as caught:
        parse(text)
    assert (caught.value.code, caught.value.offset) == (code, offset)
    assert caught.value.hint


ALL_WORDS = sorted({word for words in reserved_words().values() for word in words})


@pytest.mark.parametrize("word", ALL_WORDS)
def test_reserved_word_is_a_name_only_in_backticks(word: str) -> None:
    """A reserved word never stands for a name by itself, and always does in backticks."""
    quoted = parse(quote_name(word))
    assert isinstance(quoted, Name)
    assert quoted.parts == (word,)
    if word not in {"是", "否", "true", "false"}:
        with pytest.raises(ExprFault):
            parse(word)


def test_every_word_of_the_grammar_is_reserved() -> None:
    """The list of reserved words holds what the grammar reads as words, so that none is forgotten when quoting."""
    assert len(reserved_words()) == 18
    assert {"且", "or", "between", "于", "不属于", "where"} <= set(ALL_WORDS)


NAMES = [("故障率", "故障率"), ("in", "`in`"), ("a b", "`a b`"), ("2020年", "`2020年`"), ("a-b", "`a-b`"), ("_x1", "_x1")]


@pytest.mark.parametrize(("name", "quoted"), NAMES)
def test_quote_name(name: str, quoted: str) -> None:
    """A name is put in backticks when, and only when, it could not stand bare."""
    assert quote_name(name) == quoted


@pytest.mark.parametrize("name", ["", "a`b", "a\nb"])
def test_name_that_cannot_be_written(name: str) -> None:
    """A name that no expression can contain is refused rather than written wrongly."""
    with pytest.raises(ValueError, match=r"^"):
        quote_name(name)


@pytest.mark.parametrize(("text", "size"), [("1", 1), ("1 + 2", 3), ("1 between 2 and 3", 7), ("1 in (2, 3)", 7)])
def test_expanded_size(text: str, size: int) -> None:
    """What ``between`` and ``in`` compare is counted as often as it is compared."""
    assert expanded_size(parse(text)) == size


def test_lark_is_loaded_only_to_parse() -> None:
    """Importing the language does not load lark, so that commands that parse nothing start without it."""
    script = "import sys, checker.expr; assert not any(name.partition('.')[0] == 'lark' for name in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
