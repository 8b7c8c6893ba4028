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
from tests.expr.faults import FORM, LIMITS, Refusal
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


@pytest.mark.parametrize("refusal", FORM, ids=str)
def test_refusal(refusal: Refusal) -> None:
    """What is not of the language is refused with what is wrong, where, and what to write instead."""
    assert refusal.holds(parse)
    assert refusal.hint


@pytest.mark.parametrize(("text", "code", "offset"), LIMITS, ids=["sum", "not", "characters", "repeated by in"])
def test_limit(text: str, code: str, offset: int) -> None:
    """An expression too long or too deep to be understood is refused, and it is said how to divide it."""
    with pytest.raises(ExprFault) as caught:
        parse(text)
    assert (caught.value.code, caught.value.offset, str(caught.value.hint)) == (code, offset, "拆成几个派生字段")


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


NAMES = [
    ("故障率", "故障率"),
    ("in", "`in`"),
    ("a b", "`a b`"),
    ("2020年", "`2020年`"),
    ("a-b", "`a-b`"),
    ("_x1", "_x1"),
]


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
