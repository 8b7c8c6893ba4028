"""Facts that do not come from a file of their own: the ``given`` of a rule case, and data in memory."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from checker.facts import Vocabulary, parse_facts, parse_facts_at
from checker.source import InputError, Place, Problems
from checker.source.read import parse_document

CASES = """
- name: 恰好90%不算
  given: {季度运行: [{季度: 2020Q3, 批次: 一期, 故障率: 10%}]}
- name: 写错
  given:
    季度运行: [{季度: 2020Q3, 批次: 三期}]
- name: 没有事实
  given:
"""


@pytest.mark.parametrize(("number", "keys"), [(0, ["2020Q3/一期"]), (2, [])])
def test_facts_inside_another_file(number: int, keys: list[str], vocabulary: Vocabulary) -> None:
    """The facts of a rule case are read where they stand."""
    problems = Problems()
    document = parse_document(CASES, "tests/x.yaml", "0", problems)
    assert document is not None
    facts = parse_facts_at(document, (number, "given"), vocabulary, problems)
    assert problems.found == []
    assert facts is not None
    assert [fact.key for found in facts.facts.values() for fact in found] == keys


def test_places_inside_another_file(vocabulary: Vocabulary) -> None:
    """A problem in the facts of a rule case has its place in the file of the case."""
    problems = Problems()
    document = parse_document(CASES, "tests/x.yaml", "0", problems)
    assert document is not None
    assert parse_facts_at(document, (1, "given"), vocabulary, problems) is None
    assert [problem.place for problem in problems.found] == [Place("tests/x.yaml", 6, 29)]


def test_path_that_leads_nowhere(vocabulary: Vocabulary) -> None:
    """Asking for facts where nothing stands is a fault of the caller."""
    document = parse_document(CASES, "tests/x.yaml", "0", Problems())
    assert document is not None
    with pytest.raises(KeyError):
        parse_facts_at(document, (9, "given"), vocabulary, Problems())


def test_data_in_memory(vocabulary: Vocabulary) -> None:
    """Texts, whole numbers, decimals, days and truths may stand in data from memory."""
    data = {
        "as_of": date(2020, 12, 31),
        "funding": {"budget": Decimal("4E+3"), "spent": "3656.18万元", "arrived": None},
        "survey": {"issued": 20, "graded": True},
        "payment": [],
    }
    problems = Problems()
    facts = parse_facts(data, "given", vocabulary, problems)
    assert problems.found == []
    assert facts is not None
    (funding,) = facts.facts["funding"]
    assert {name: field.value for name, field in funding.fields.items()} == {"budget": 4 * 10**7, "spent": 36561800}
    assert facts.as_of == date(2020, 12, 31)
    assert facts.facts["survey"][0].fields["graded"].value is True
    assert facts.facts["payment"] == ()


def test_digest_of_data_in_memory(vocabulary: Vocabulary) -> None:
    """Equal data has an equal digest."""
    found = [parse_facts({"funding": {"budget": n}}, "given", vocabulary, Problems()) for n in (1, 1, 2)]
    digests = [facts.digest for facts in found if facts is not None]
    assert digests[0] == digests[1] != digests[2]


def test_problems_in_memory_name_the_way(vocabulary: Vocabulary) -> None:
    """A problem in data from memory is placed by the names that lead to it."""
    data = {
        "季度运行": [{"季度": "2020Q3", "批次": "一期"}, {"季度": "2020Q3", "批次": "一期", "故障": {}}],
        "资金": {"预算数": "一百"},
        "title": "雪亮\ud800",
    }
    problems = Problems()
    assert parse_facts(data, "given", vocabulary, problems) is None
    assert str(InputError(problems.found)).splitlines()[::2] == [
        "given: title: 错误 [broken-text] 文字里有残缺的字符",
        "given: 季度运行[2]: 错误 [duplicate-fact] “季度运行”的“2020Q3/一期”写了两次，第一次在 given: 季度运行[1]",
        "given: 季度运行[2].故障: 错误 [unknown-field] “季度运行”里没有“故障”这一项",
        "given: 资金.预算数: 错误 [not-a-number] 预算数：“一百”不是金额",
    ]


@pytest.mark.parametrize("value", [0.1, Fraction(1, 3), Decimal("NaN"), object()])
def test_binary_floats_are_refused(value: Any, vocabulary: Vocabulary) -> None:
    """A float has lost the number that was written, so the caller is told to give text."""
    with pytest.raises(TypeError, match="give numbers as text"):
        parse_facts({"funding": {"budget": value}}, "given", vocabulary, Problems())
