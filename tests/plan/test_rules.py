"""Rules as planned: which are in force on a day, by which day parameters are picked, what is wrong and where."""

from datetime import date

import pytest

from checker.pack import Pack
from checker.plan import Plan, Tier, build_plan
from checker.source import Problems
from tests.strategies.making import checker_of, facts_of, small_pack

VOCABULARY = """
road:
  label: 路段
  key: [code]
  fields:
    code: {label: 编号, type: text}
    rate: {label: 合格率, type: ratio}
    done: {label: 完工日, type: date}
fund:
  label: 资金
  fields:
    spent: {label: 支出, type: money}
    extra: {label: 其他, type: text}
"""
PARAMETERS = """
floor:
  label: 下限
  type: ratio
  values: {2020-01-01: {value: 80%}, 2024-01-01: {value: 90%}}
"""


def plan_of(pack: Pack, day: date = date(2024, 12, 31)) -> tuple[Plan | None, list[str]]:
    """Return the plan of a pack and the errors in it with their places."""
    problems = Problems()
    plan = build_plan(pack, day, problems)
    return plan, [f"{p.place.line}:{p.place.column} {p.code}: {p.what}" for p in problems.errors]


@pytest.mark.parametrize(
    ("rule", "day", "reason"),
    [
        ({}, "2024-12-31", None),
        ({"status": "draft"}, "2024-12-31", "草案"),
        ({"status": "retired"}, "2024-12-31", "已废止"),
        ({"valid_from": "2024-01-01"}, "2023-12-31", "2024年1月1日起施行"),
        ({"valid_from": "2024-01-01"}, "2024-01-01", None),
        ({"valid_to": "2024-01-01"}, "2024-01-01", None),
        ({"valid_to": "2024-01-01"}, "2024-01-02", "2024年1月1日后失效"),
        ({"status": "draft", "valid_to": "2020-01-01"}, "2024-01-02", "草案"),
        ({"valid_from": "2024-01-01", "valid_to": "2024-12-31"}, "2024-06-30", None),
    ],
)
def test_in_force(rule: dict[str, object], day: str, reason: str | None) -> None:
    """A rule is in force from its first to its last day, both included, unless it is a draft or retired."""
    plan, errors = plan_of(small_pack(VOCABULARY, {"r": {"when": "是", **rule}}), date.fromisoformat(day))
    assert errors == []
    assert plan is not None
    assert plan.inactive == ({} if reason is None else {"r": reason})
    assert (plan.rule("r") is None) is (reason is not None)


def test_mistake_in_a_draft() -> None:
    """A mistake in a rule that is not in force is a mistake all the same."""
    plan, errors = plan_of(small_pack(VOCABULARY, {"r": {"when": "没有此名", "status": "draft"}}))
    assert plan is None
    assert [error.partition(" ")[2] for error in errors] == ["unknown-name: 没有名为“没有此名”的字段或参数"]


def test_tiers_and_order() -> None:
    """Rules come by id; what they are for says whether they are decided on facts, on problems or on scores."""
    wanted = {"d": "road", "b": "project", "c": "problem", "a": "finding", "f": "indicator", "e": "result"}
    late = {"indicator", "result"}
    rules: dict[str, object] = {
        name: {"for": for_, "when": "是", **({"concerns": "evaluation"} if for_ in late else {})}
        for name, for_ in wanted.items()
    }
    plan, _ = plan_of(small_pack(VOCABULARY, rules))
    assert plan is not None
    assert [rule.id for rule in plan.rules] == ["a", "b", "c", "d", "e", "f"]
    assert [[rule.id for rule in plan.of_tier(tier)] for tier in Tier] == [["b", "d"], ["a", "c"], ["e", "f"]]


def test_tier_by_what_is_read() -> None:
    """A rule that reads findings or scores is decided once they are there, whatever it is for."""
    rules: dict[str, object] = {
        "a": {"when": "count(发现) > 1"},
        "b": {"for": "road", "when": "合格率 < 90%", "applies": "exists(问题 where 发现数 > 1)"},
        "c": {"for": "road", "when": "合格率 < 90% and 总分 < 60", "concerns": "evaluation"},
        "d": {"when": "sum(得分 over 指标) < 60", "concerns": "evaluation"},
        "e": {"for": "road", "when": "exists(评定 where 指标 = 编号)"},
    }
    plan, errors = plan_of(small_pack(VOCABULARY, rules))
    assert errors == []
    assert plan is not None
    assert [[rule.id for rule in plan.of_tier(tier)] for tier in Tier] == [["e"], ["a", "b"], ["c", "d"]]


def test_findings_are_counted_for_the_project() -> None:
    """A rule on the project that counts findings sees those of the rules on facts."""
    rules: dict[str, object] = {"low": {"for": "road", "when": "合格率 < 90%"}, "many": {"when": "count(发现) >= 2"}}
    checker = checker_of(small_pack(VOCABULARY, rules), "durable")
    found = []
    for count in (1, 2):
        roads = ", ".join(f"{{code: r{n}, rate: 50%}}" for n in range(count))
        result = checker.check(facts_of(checker.plan.pack, f"road: [{roads}]"), verify=True)
        found.append({o.rule: o.outcome.value for o in result.outcomes}["many"])
    assert found == ["pass", "fail"]


def test_finding_that_depends_on_the_score() -> None:
    """A finding of the project that reads the score would change the score: it is refused."""
    _, errors = plan_of(small_pack(VOCABULARY, {"r": {"for": "road", "when": "总分 < 60"}}))
    assert [error.partition(" ")[2] for error in errors] == [
        "late-rule: 对“评价结果”的检查在计分之后，只能是对评价的复核提示"
    ]


def outcomes(rule: dict[str, object], facts: str, day: date) -> dict[str, str]:
    """Return the outcomes of one rule on a day."""
    pack = small_pack(VOCABULARY, {"r": {"for": "road", **rule}}, parameters=PARAMETERS)
    result = checker_of(pack, day=day).check(facts_of(pack, facts))
    return {outcome.key: outcome.outcome.value for outcome in result.outcomes}


ROADS = """
road:
  - {code: old, rate: 85%, done: 2023-12-31}
  - {code: new, rate: 85%, done: 2024-01-01}
  - {code: open, rate: 85%, done: 2023年12月至2024年1月}
  - {code: ancient, rate: 85%, done: 2019-12-31}
  - {code: unsaid, rate: 85%}
  - {code: sure, rate: 70%, done: 2023年12月至2024年1月}
"""


def test_parameters_by_the_day_of_the_check() -> None:
    """A parameter is picked by the day the check is made for, whatever days the facts have."""
    before, after = (outcomes({"when": "合格率 < 下限"}, ROADS, date(year, 6, 30)) for year in (2023, 2024))
    assert before == {"old": "pass", "new": "pass", "open": "pass", "ancient": "pass", "unsaid": "pass", "sure": "fail"}
    assert set(after.values()) == {"fail"}


def test_parameters_by_the_day_of_the_fact() -> None:
    """With ``parameters_on`` it is picked by that day; a day in doubt keeps both values, one too early has none."""
    found = outcomes({"when": "合格率 < 下限", "parameters_on": "完工日"}, ROADS, date(2024, 6, 30))
    assert found == {
        "old": "pass", "new": "fail", "open": "unknown", "ancient": "unknown", "unsaid": "unknown", "sure": "fail",
    }  # fmt: skip


def test_message_braces() -> None:
    """A message whose braces do not pair is refused at the brace, and one with a fault in a hole at that fault."""
    texts = {"open": "合格率{rate", "close": "合格率rate}", "hole": "合格率{没有}，{rate + 1元}", "good": "{{编号}}"}
    rules: dict[str, object] = {
        name: f'{{"title": "t", "when": "是", "for": "road", "message": "{text}"}}' for name, text in texts.items()
    }
    _, errors = plan_of(small_pack(VOCABULARY, rules))
    assert sorted(error.partition(" ")[2] for error in errors) == sorted([
        "message-braces: 花括号没有成对",
        "message-braces: 花括号没有成对",
        "message-braces: 花括号没有成对",
        "unknown-name: 没有名为“没有”的字段或参数",
        "unit-mismatch: 比率和金额不能相加",
    ])  # fmt: skip


def test_faults_are_placed() -> None:
    """A fault is placed at the very word, also inside the hole of a message."""
    rule = 'title: t\nwhen: 支出 > 没有此名\nmessage: "支出{支出}，{也没有}"\n'
    problems = Problems()
    build_plan(small_pack(VOCABULARY, raw={"r": rule}), date(2024, 1, 1), problems)
    assert [(p.code, p.place.line, p.place.column) for p in problems.errors] == [
        ("unknown-name", 2, 12), ("unknown-name", 3, 19),
    ]  # fmt: skip


def test_types_without_a_join() -> None:
    """Several fact types without ``where`` are refused: pairing everything with everything is never meant."""
    _, errors = plan_of(small_pack(VOCABULARY, {"r": {"for": {"a": "road", "b": "fund"}, "when": "是"}}))
    assert [error.partition(" ")[2] for error in errors] == ["no-join: 几类事实怎样配对没有写明"]


def test_wrong_kinds() -> None:
    """A condition that is none, a deduction that is no score and a day that is none are refused where they stand."""
    indicators = {"indicators": [{"id": "q", "label": "质量", "weight": 100}]}
    rule = {"when": "支出", "applies": "3", "deduct": "支出", "indicator": "q", "parameters_on": "支出"}
    _, errors = plan_of(small_pack(VOCABULARY, {"r": rule}, indicators=indicators))
    assert sorted(error.partition(" ")[2] for error in errors) == [
        "wrong-kind: 这里要的是分数，得到的是金额",
        "wrong-kind: 这里要的是日期，得到的是金额",
        "wrong-kind: 这里要的是条件，得到的是数",
        "wrong-kind: 这里要的是条件，得到的是金额",
    ]


def test_what_is_read() -> None:
    """Everything some rule, score or derivation that is itself read reads is named, and nothing else."""
    vocabulary = """
a:
  label: 甲
  fields:
    when: {label: 条件, type: truth}
    applies: {label: 适用, type: truth}
    shown: {label: 显示, type: text}
    lost: {label: 扣分, type: score}
    used: {label: 用到的派生, type: number, derive: 底数 + 1}
    base: {label: 底数, type: number}
    unused: {label: 没用的派生, type: number, derive: 别的底数 + 1}
    other: {label: 别的底数, type: number}
    measure: {label: 完成, type: ratio}
    met: {label: 达标, type: truth}
    off: {label: 不适用, type: truth}
    veto: {label: 否决, type: truth}
    cap: {label: 封顶, type: truth}
    fraud: {label: 作假, type: truth}
    nothing: {label: 无人读, type: text}
    told: {label: 写进问题, type: text}
b:
  label: 乙
  key: [no]
  fields:
    no: {label: 号, type: text}
    pick: {label: 挑选, type: truth}
"""
    indicators = """
caps: [{title: 封顶, when: 封顶, at_most: 89}]
vetoes: [{title: 作假, when: 作假}]
indicators:
  - id: q
    label: 质量
    weight: 40
  - id: p
    label: 完成
    weight: 60
    scoring: {method: linear, value: 完成, full_at: 100%, zero_at: 0%}
    target_met: 达标
    not_applicable: [{when: 不适用, policy: remove}]
    veto: [{when: 否决, title: 否决}]
"""
    rules: dict[str, object] = {
        "r": {
            "when": "条件 and 用到的派生 > 0",
            "applies": "适用",
            "message": "{显示}",
            "indicator": "q",
            "deduct": "扣分",
        },
        "s": {"for": "b", "where": "挑选", "when": "count(乙) > 1"},
        "t": {"for": "a", "when": "条件", "problem": "p"},
    }
    problems = "p: {heading: 问题, text: '{{ findings | map(attribute=\"told\") | dun }}'}"
    plan, errors = plan_of(small_pack(vocabulary, rules, problems, indicators=indicators))
    assert errors == []
    assert plan is not None
    mine = {field for record, field in plan.read if record == "a"}
    assert {"unused", "other", "nothing"}.isdisjoint(mine)
    assert {"when", "applies", "shown", "lost", "used", "base", "measure", "met", "off", "veto", "cap", "fraud"} <= mine
    assert {(record, field) for record, field in plan.read if record == "b"} == {("b", "pick"), ("b", "")}
