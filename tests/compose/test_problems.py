"""存在的问题 and 有关建议 as composed from a pack and a project: order, what a template sees, and its faults."""

import pytest

from checker.result import CheckResult
from checker.source import InputError
from tests.strategies.making import checker_of, facts_of, small_pack

VOCABULARY = """
pay:
  label: 支付
  key: [no]
  fields:
    no: {label: 号, type: text}
    deal: {label: 合同号, type: text}
    amount: {label: 金额, type: money, unit: 元}
    late: {label: 逾期, type: truth}
    why: {label: 原因, type: text}
    on: {label: 日期, type: date}
deal:
  label: 合同
  key: [code]
  fields:
    code: {label: 编号, type: text}
    amount: {label: 总额, type: money, unit: 元}
    party: {label: 乙方, type: text}
"""
PARAMETERS = """
most:
  label: 上限
  type: money
  values: {2019-01-01: {value: 5元}, 2020-06-01: {value: 10元}, 2022-01-01: {value: 99元}}
by: {label: 分项, type: money, keys: [甲, 乙], values: {2019-01-01: {values: {甲: 1元, 乙: 2元}}}}
later: {label: 将来, type: money, values: {2022-01-01: {value: 1元}}}
"""
JOINED: dict[str, object] = {
    "for": {"p": "pay", "d": "deal"},
    "where": "p.合同号 = d.编号",
    "when": "p.金额 > 10元",
    "problem": "one",
}
SINGLE: dict[str, object] = {"for": "pay", "when": "金额 > 10元", "problem": "one"}
FACTS = """
pay:
  - {no: p1, deal: c1, amount: 20, late: 是, on: 2020-02下旬}
  - {no: p2, deal: c2, amount: 30, late: 否, why: 停电}
  - {no: p3, deal: c1, amount: 5}
deal: [{code: c1, amount: 100, party: 某公司}, {code: c2, amount: 200, party: 另一公司}]
"""


def check(template: str, rule: dict[str, object], facts: str = FACTS, advice: str = "") -> CheckResult:
    """Return the result when the only problem is written by a template."""
    problem: dict[str, object] = {"heading": "问题一", "text": template}
    if advice:
        problem["advice"] = {"heading": "建议一", "text": advice}
    pack = small_pack(VOCABULARY, {"r": rule}, {"one": problem}, parameters=PARAMETERS)
    return checker_of(pack).check(facts_of(pack, facts))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{% for f in findings %}{{ f.no }}付{{ f.amount }}；{% endfor %}", "p1付20元；p2付30元；"),
        ("{{ findings[0].on }}", "2020年2月下旬"),
        ("{{ findings[0].key }}、{{ findings[0].rule }}、{{ findings[0].severity }}", "p1、r、major"),
        ("{{ findings[0].title }}：{{ findings[0].message }}", "规则r：发现r"),
        ("{{ findings[0].deduction }}", "None"),
        # a field nobody gave is undefined, and has to be asked about
        ("{% for f in findings %}{% if f.why is defined %}{{ f.why }}{% else %}无{% endif %}{% endfor %}", "无停电"),
        # a no is not a yes
        ("{% for f in findings %}{% if f.late %}{{ f.no }}逾期{% endif %}{% endfor %}", "p1逾期"),
        ("{% for f in findings if not f.late %}{{ f.no }}{% endfor %}", "p2"),
        ("{% if findings[0].amount > params.most %}多{{ findings[0].amount - params.most }}{% endif %}", "多10元"),
        ("{{ params.most }}、{{ params.by['乙'] }}、{{ params.later }}", "10元、2元、未知"),
        ("{{ total(findings, 'amount') }}", "50元"),
    ],
)
def test_what_a_template_sees(template: str, text: str) -> None:
    """A template sees the findings with the fields of their facts, and the parameters of the day."""
    (problem,) = check(template, SINGLE).problems
    assert problem.text == text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{% for f in findings %}{{ f.p.no }}{{ f.d.party }}{% endfor %}", "p1某公司p2另一公司"),
        ("{{ findings[0].p.amount }}、{{ findings[0].d.amount }}", "20元、100元"),
        # what only one has needs no variable; what both have is that of the first
        ("{{ findings[0].party }}、{{ findings[0].amount }}", "某公司、20元"),
        ("{{ findings[0].key }}", "p1+c1"),
    ],
)
def test_paired_facts(template: str, text: str) -> None:
    """The fields of paired facts stand below the name of their variable."""
    (problem,) = check(template, JOINED).problems
    assert problem.text == text


def test_only_what_was_found() -> None:
    """A problem without findings is not written, and neither is its advice."""
    result = check("有问题", SINGLE, "pay: [{no: p3, amount: 5}]", "改")
    assert (result.problems, result.recommendations) == ((), ())


def test_advice_sees_the_findings() -> None:
    """A recommendation answers its problem, and is filled with the same findings."""
    (advice,) = check("有问题", SINGLE, advice="改{{ findings | length }}处").recommendations
    assert (advice.heading, advice.text, advice.problem) == ("建议一", "改2处", "one")


def test_order() -> None:
    """Problems come by ``order``, then as the pack lists them; findings as the rules and facts come."""
    problems = """
c: {heading: 丙, text: "{{ findings | map(attribute='key') | dun }}", order: 2}
a: {heading: 甲, text: 甲, order: 3}
b: {heading: 乙, text: 乙, order: 2}
d: {heading: 丁, text: 丁}
"""
    rules: dict[str, object] = {
        f"r{name}": {"for": "pay", "when": "金额 > 10元", "problem": name} for name in ("a", "b", "c", "d")
    }
    pack = small_pack(VOCABULARY, rules | {"again": {"when": "是", "problem": "c"}}, problems)
    found = checker_of(pack).check(facts_of(pack, FACTS)).problems
    assert [problem.id for problem in found] == ["d", "c", "b", "a"]
    assert found[1].findings == ("again", "rc[p1]", "rc[p2]")
    assert found[1].text == "、p1、p2"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [({"deduct": "3分"}, 6), ({"deduct": "3分", "deduct_cap": 5}, 5), ({"deduct": "金额 / 10元 * 1分"}, 5)],
)
def test_points_a_problem_costs(rule: dict[str, object], expected: int) -> None:
    """A problem costs what its findings deduct, each rule up to its own cap."""
    indicators = {"indicators": [{"id": "q", "label": "质量", "weight": 100}]}
    problems = {"one": {"heading": "问题一", "text": "有"}}
    pack = small_pack(VOCABULARY, {"r": {**SINGLE, "indicator": "q", **rule}}, problems, indicators=indicators)
    result = checker_of(pack).check(facts_of(pack, FACTS))
    assert result.problems[0].deduction == expected
    assert result.score == 100 - expected


@pytest.mark.parametrize(
    "template",
    [
        "{{ findings[0].why }}",
        "{{ findings[0].amount + findings[0].no }}",
        "{% if findings[0].on < findings[1].amount %}早{% endif %}",
        "{{ params.nothing }}",
    ],
)
def test_fault_when_filled(template: str) -> None:
    """A template that fails on these findings gives no result, but the place of the template and what to write."""
    with pytest.raises(InputError) as caught:
        check(template, SINGLE)
    (problem,) = caught.value.problems
    assert problem.code == "template-failed"
    assert problem.place.file.endswith("problems.yaml")
    assert problem.place.line == 1
    assert problem.hint is not None
