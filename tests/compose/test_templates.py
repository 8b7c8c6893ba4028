"""Templates are untrusted: they see findings and parameters and nothing else, and a fault in one has a place."""

from fractions import Fraction
from typing import Any

import pytest

from checker.compose.chinese import dun, fen, groups, heading_number, numeral, percent, total, wan
from checker.compose.quantity import Quantity, View
from checker.compose.templates import Checked, _environment, fill
from checker.pack.pack import Origin
from checker.source import InputError, Place, Problems
from checker.source.read import parse_document
from checker.values import UNKNOWN, Interval, Kind

PLACE = Place("problems.yaml", 3, 9)
FLOOR = Quantity(Fraction(9, 10), Kind.RATIO)
HALF, TWO = Quantity(Fraction(1, 2), Kind.SCORE), Quantity(Fraction(2), Kind.SCORE)
FINDINGS = [
    View({"quarter": "甲", "rate": Quantity(Fraction(819, 5000), Kind.RATIO), "deduction": HALF}),
    View({"quarter": "乙", "rate": Quantity(Fraction(1, 8), Kind.RATIO), "deduction": None}),
    View({"quarter": "甲", "rate": Quantity(Fraction(1, 5), Kind.RATIO), "deduction": TWO}),
]


def filled(source: str, **values: Any) -> str:
    """The text of a template filled with the findings above."""
    everything = {"findings": FINDINGS, "params": View({"floor": FLOOR}), **values}
    return fill(Checked(source, PLACE, _environment()), everything)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("低于{{ params.floor }}，即超过{{ 1 - params.floor }}", "低于90%，即超过10%"),
        ("{{ findings | map(attribute='rate') | dun }}", "16.38%、12.5%、20%"),
        ("{{ ['一。', '二。'] | fen }}。", "一；二。"),
        ("{% for q, items in groups(findings, 'quarter') %}{{ q }}{{ items | length }}{% endfor %}", "甲2乙1"),
        ("共{{ total(findings) }}", "共2.5分"),
        ("{{ loop_ | default('无') }}", "无"),
        ("一  行\n  二行 and more words", "一行二行and more words"),
        ("{{ 3 | cn }}、{{ 12 | cn }}、{{ 20 | cn }}", "三、十二、二十"),
    ],
)
def test_filled(source: str, text: str) -> None:
    """A template gives this text."""
    assert filled(source) == text


@pytest.mark.parametrize(
    "source",
    [
        "{{ findings.__class__ }}",
        "{{ findings[0].__class__.__mro__ }}",
        "{{ params.floor.value.__class__.__subclasses__() }}",
        "{{ ''.__class__.__base__ }}",
        "{{ range(100000000) | list }}",
        "{{ findings[0].nothing }}",
        "{{ groups(findings, 'misspelt') }}",
        "{{ findings[7].rate }}",
        "{{ params.floor + 'text' }}",
        "{{ cycler('a') }}",
        "{{ lipsum() }}",
        "{{ ('x' * 99999) }}",
    ],
)
def test_refused_when_filled(source: str) -> None:
    """Escapes from the sandbox, undefined names, wrong types and endless output end with the template's place."""
    with pytest.raises(InputError) as caught:
        filled(source)
    (problem,) = caught.value.problems
    assert problem.place == PLACE
    assert problem.code.startswith("template-")


@pytest.mark.parametrize(
    ("source", "says", "hint"),
    [
        (
            "共{% for f in findings %}{{ f.rates }}{% endfor %}",
            "有的发现没有提供“rates”，报告写不出来",
            "先判断有没有：{% if f.rates is defined %} … {% endif %}；"
            "分组、求和前先用 selectattr('rates', 'defined') 挑出来",
        ),
        (
            "{{ groups(findings, 'quarters') }}",
            "有的发现没有提供“quarters”，报告写不出来",
            "先判断有没有：{% if f.quarters is defined %} … {% endif %}；"
            "分组、求和前先用 selectattr('quarters', 'defined') 挑出来",
        ),
        ("低于{{ params.flor }}", "没有编号为“flor”的参数", "你是不是要写“floor”？"),
    ],
)
def test_what_is_not_there_is_named(source: str, says: str, hint: str) -> None:
    """A name that is not there is told in the words of the pack, at its place in the template."""
    problems = Problems()
    document = parse_document("text: >-\n  第一行\n  " + source + "\n", "problems.yaml", "", problems)
    assert document is not None
    origin = Origin(document)
    checked = Checked(f"第一行 {source}", PLACE, _environment(), lambda offset: origin.at("text", offset=offset))
    with pytest.raises(InputError) as caught:
        fill(checked, {"findings": FINDINGS, "params": View({"floor": FLOOR})})
    (problem,) = caught.value.problems
    assert (str(problem.what), str(problem.hint)) == (says, hint)
    assert (problem.place.file, problem.place.line) == ("problems.yaml", 3)


def test_quantities_are_exact() -> None:
    """Reckoning in templates is exact, and refuses a binary float."""
    assert str(FLOOR - Quantity(Fraction(1, 10), Kind.RATIO)) == "80%"
    assert str(2 * Quantity(Fraction(628), Kind.MONEY)) == "1256元"
    assert str(Quantity(Fraction(3), Kind.MONEY) / Quantity(Fraction(4), Kind.MONEY)) == "75%"
    assert str(-Quantity(Fraction(3), Kind.COUNT, "个")) == "-3个"
    half = Quantity(Fraction(1, 2), Kind.RATIO)
    assert [half < FLOOR, half <= FLOOR, half > FLOOR, half >= FLOOR] == [True, True, False, False]
    assert [FLOOR > 1, FLOOR <= 1] == [False, True]
    with pytest.raises(TypeError):
        FLOOR + 0.1


def test_unknown_quantities_stay_unknown() -> None:
    """Reckoning with what is unknown is unknown, and what is only bounded cannot be ordered."""
    unknown = Quantity(UNKNOWN, Kind.RATIO)
    assert str(1 - unknown) == "未知"
    assert str(unknown * FLOOR) == "未知"
    with pytest.raises(TypeError):
        _ = Quantity(Interval(Fraction(0), Fraction(1)), Kind.RATIO) < FLOOR


def test_chinese_forms() -> None:
    """Numbers, joins and units have the forms reports use."""
    assert [numeral(n) for n in (0, 1, 10, 11, 20, 21, 99, 100)] == [
        "零", "一", "十", "十一", "二十", "二十一", "九十九", "100",
    ]  # fmt: skip
    assert heading_number(3) == "（三）"
    assert dun(["甲", "乙"]) == "甲、乙"
    assert fen(["甲。", "乙；"]) == "甲；乙"
    assert percent(Fraction(914045, 1000000), 1) == "91.4%"
    assert percent("无") == "无"
    assert wan(Quantity(Fraction(36561800), Kind.MONEY)) == "3656.18万元"
    assert wan(Fraction(36565), 1) == "3.7万元"
    assert wan("无") == "无"
    assert str(total(FINDINGS)) == "2.5分"
    assert [(name, len(items)) for name, items in groups(FINDINGS, "quarter")] == [("甲", 2), ("乙", 1)]
