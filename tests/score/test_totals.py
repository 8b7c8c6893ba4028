"""From indicator scores to the total and the grade: not-applicable policies, caps, vetoes, rounding, grade bands."""

from fractions import Fraction

import pytest
import yaml

from checker.result import CheckResult
from checker.testing.projects import points
from tests.strategies.making import checker_of, facts_of, small_pack

VOCABULARY = """
works:
  label: 工程
  fields:
    a: {label: 甲率, type: ratio}
    b: {label: 乙率, type: ratio}
    c: {label: 丙率, type: ratio}
    execution: {label: 执行率, type: ratio}
    budget: {label: 预算, type: money}
    spent: {label: 支出, type: money}
    none: {label: 没有, type: truth}
    other: {label: 另有, type: truth}
    fraud: {label: 作假, type: truth}
    accident: {label: 事故, type: truth}
"""
GRADES = """
grades:
  - {label: 优, at_least: 90}
  - {label: 良, at_least: 80, below: 90}
  - {label: 中, at_least: 60, below: 80}
  - {label: 差, below: 60}
"""


def leaf(name: str, weight: str, value: str, more: str = "") -> str:
    """Return an indicator that earns its weight at a rate."""
    return (
        f"{{id: {name}, label: 指标{name}, weight: {weight}, scoring: {{method: proportional, value: {value}}}{more}}}"
    )


def tree(*leaves: str, frame: str = "") -> str:
    """Return ``indicators.yaml`` with these indicators."""
    return f"{frame}\n{GRADES if 'grades:' not in frame else ''}\nindicators: [{', '.join(leaves)}]"


def check(indicators: str, facts: str) -> CheckResult:
    """Return the result for the single fact of a project."""
    pack = small_pack(VOCABULARY, indicators=yaml.safe_load(indicators))
    return checker_of(pack).check(facts_of(pack, f"works: {{{facts}}}"))


def total(indicators: str, facts: str) -> tuple[str, str]:
    """Return the total, with both ends when it is open, and the grades it may earn."""
    result = check(indicators, facts)
    return points(result.score), "/".join(result.grades)


def scores(result: CheckResult) -> dict[str, tuple[str, str, bool | None]]:
    """Return score, weight and applicability of each leaf."""
    return {i.id: (points(i.score), points(i.weight), i.applicable) for i in result.indicators if i.leaf}


A, B, C = leaf("a", "20", "甲率"), leaf("b", "30", "乙率"), leaf("c", "50", "丙率")
KNOWN = "a: 50%, b: 80%, c: 100%"


def test_sum() -> None:
    """The total is the sum of the leaves; a group shows the sum of its own."""
    group = f"{{id: g, label: 一组, children: [{A}, {B}]}}"
    result = check(tree(group, C), KNOWN)
    assert (points(result.score), result.grade) == ("84", "良")
    assert [(i.id, points(i.score), points(i.weight)) for i in result.indicators] == [
        ("g", "34", "50"), ("a", "10", "20"), ("b", "24", "30"), ("c", "50", "50"),
    ]  # fmt: skip


def test_open_sum() -> None:
    """What is unknown opens the total and the grade, by as much as it weighs and no more."""
    assert total(tree(A, B, C), "a: 50%, b: 80%至90%, c: 100%") == ("84~87", "良")
    assert total(tree(A, B, C), "a: 50%, c: 100%") == ("60~90", "优/良/中")
    assert total(tree(A, B, C), "") == ("0~100", "优/良/中/差")


def not_applicable(*cases: str) -> str:
    """Return the policies of an indicator."""
    return f", not_applicable: [{', '.join(f'{{{case}}}' for case in cases)}]"


def with_policy(*cases: str) -> str:
    """Return the tree whose first indicator, worth 20, may not apply; the others earn 24 of 30 and 25 of 50."""
    return tree(leaf("a", "20", "甲率", not_applicable(*cases)), B, C)


OTHERS = "a: 50%, b: 80%, c: 50%"


@pytest.mark.parametrize(
    ("policy", "applies", "off", "open_"),
    [
        ("when: 没有, policy: full", "59", "69", "59~69"),
        # 49 of 80, scaled to 100
        ("when: 没有, policy: remove", "59", "61.25", "59~61.25"),
        ("when: 没有, policy: drop", "59", "49", "49~59"),
        # b earns 80 % of 50
        ("when: 没有, policy: move, to: b", "59", "65", "59~65"),
        # c earns 50 % of 70
        ("when: 没有, policy: move, to: c", "59", "59", "59"),
    ],
)
def test_policies(policy: str, applies: str, off: str, open_: str) -> None:
    """Full marks, removed and rescaled, left out, or the weight moved; in doubt the total holds both."""
    indicators = with_policy(policy)
    found = [points(check(indicators, f"{OTHERS}, {none}").score) for none in ("none: 否", "none: 是", "")]
    assert found == [applies, off, open_]


def test_weight_moves_to_a_group() -> None:
    """Weight moved to a group goes to its leaves in proportion to their weights, each at its own rate."""
    away = leaf("a", "20", "甲率", not_applicable("when: 没有, policy: move, to: g"))
    result = check(tree(away, f"{{id: g, label: 一组, children: [{B}, {C}]}}"), f"{OTHERS}, none: 是")
    assert scores(result) == {"a": ("0", "20", False), "b": ("30", "37.5", True), "c": ("31.25", "62.5", True)}
    assert points(result.score) == "61.25"


def test_moved_weights_add_up() -> None:
    """Two weights moved to the same indicator, one by way of a group, give it no more than there is."""
    first = leaf("a", "20", "甲率", not_applicable("when: 没有, policy: move, to: b"))
    second = leaf("d", "20", "甲率", not_applicable("when: 没有, policy: move, to: g"))
    b, c = leaf("b", "20", "100%"), leaf("c", "40", "100%")
    result = check(tree(first, second, f"{{id: g, label: 一组, children: [{b}, {c}]}}"), "a: 50%, none: 是")
    assert points(result.score) == "100"


def test_weight_follows_a_moved_indicator() -> None:
    """Weight moved to an indicator that is moved itself goes on with it."""
    first = leaf("a", "20", "甲率", not_applicable("when: 没有, policy: move, to: b"))
    second = leaf("b", "30", "乙率", not_applicable("when: 没有, policy: move, to: c"))
    assert total(tree(first, second, C), f"{OTHERS}, none: 是") == ("50", "差")


@pytest.mark.parametrize("policy", ["remove", "drop", "move, to: a"])
def test_weight_that_nobody_can_take(policy: str) -> None:
    """Weight moved to an indicator that does not apply either is removed, so that the rest still makes 100."""
    first = leaf("a", "20", "甲率", not_applicable("when: 没有, policy: move, to: b"))
    second = leaf("b", "30", "乙率", not_applicable(f"when: 没有, policy: {policy}"))
    found = check(tree(first, second, leaf("c", "50", "100%")), f"{OTHERS}, none: 是")
    assert points(found.score) == {"remove": "100", "drop": "62.5", "move, to: a": "100"}[policy]


def test_first_policy_that_holds_decides() -> None:
    """Of several policies the first that holds decides; while one in front is in doubt both remain."""
    indicators = with_policy("when: 没有, policy: full", "when: 另有, policy: remove")
    both, second, open_ = "none: 是, other: 是", "none: 否, other: 是", "other: 是"
    found = [points(check(indicators, f"{OTHERS}, {facts}").score) for facts in (both, second, open_)]
    assert found == ["69", "61.25", "61.25~69"]
    assert check(indicators, f"{OTHERS}, {open_}").indicators[0].applicable is False
    assert points(check(indicators, OTHERS).score) == "59~69"


def test_nothing_applies() -> None:
    """A policy on an indicator in doubt does not pretend to know: it is neither applicable nor not."""
    result = check(with_policy("when: 没有, policy: remove"), OTHERS)
    assert scores(result)["a"] == ("10", "20", None)


def test_one_of_two() -> None:
    """Of two alternatives one counts: the stand-in only when the other is dropped, in doubt either."""
    first = leaf("a", "20", "甲率", not_applicable("when: 没有, policy: drop"))
    instead = leaf("d", "20", "丙率", ", alternative_to: a")
    indicators = tree(first, instead, B, C)
    facts = "a: 50%, b: 80%, c: 100%"
    assert scores(check(indicators, f"{facts}, none: 否"))["d"] == ("0", "20", False)
    assert scores(check(indicators, f"{facts}, none: 是"))["a"] == ("0", "20", False)
    assert [total(indicators, f"{facts}{more}")[0] for more in (", none: 否", ", none: 是", "")] == [
        "84",
        "94",
        "84~94",
    ]


def test_many_doubts() -> None:
    """With more indicators in doubt than can be tried one by one, the total still holds every way it may turn out."""
    doubts = [
        leaf(f"n{n}", "10", "甲率", not_applicable(f"when: 没有, policy: {policy}"))
        for n, policy in enumerate(["remove", "full", "drop", "move, to: n9"] * 2 + ["remove"])
    ]
    lowest = leaf("n9", "10", "乙率", ", lowest: -5")
    indicators = tree(*doubts, lowest)
    open_ = check(indicators, "a: 50%, b: -50%")
    for facts in ("none: 是", "none: 否"):
        exact = check(indicators, f"a: 50%, b: -50%, {facts}").score
        assert isinstance(exact, Fraction)
        assert not isinstance(open_.score, Fraction)
        assert open_.score.low is not None
        assert open_.score.high is not None
        assert open_.score.low <= exact <= open_.score.high


def test_bonus() -> None:
    """A bonus is added to the total and is no part of the weights; removing others does not scale it."""
    bonus = leaf("d", "5", "100%", ", bonus: true")
    assert total(tree(A, B, C, bonus), KNOWN)[0] == "89"
    removed = leaf("a", "20", "甲率", not_applicable("when: 没有, policy: remove"))
    assert total(tree(removed, B, C, bonus), f"{OTHERS}, none: 是")[0] == "66.25"


def test_bonus_removed() -> None:
    """A bonus that does not apply is simply not added."""
    bonus = leaf("d", "5", "100%", f", bonus: true{not_applicable('when: 没有, policy: remove')}")
    assert total(tree(A, B, C, bonus), f"{KNOWN}, none: 是")[0] == "84"


LADDER = """
caps:
  - {title: 不足80%, when: 执行率 < 80%, at_most: 89}
  - {title: 不足70%, when: 执行率 < 70%, at_most: 79}
  - {title: 不足60%, when: 执行率 < 60%, at_most: 69}
  - {title: 不足50%, when: 执行率 < 50%, at_most: 59}
"""


@pytest.mark.parametrize(
    ("execution", "expected"),
    [
        ("80%", ("100", "优")), ("79.9%", ("89", "良")), ("70%", ("89", "良")), ("69%", ("79", "中")),
        ("59%", ("69", "中")), ("49%", ("59", "差")), ("65%至75%", ("79~89", "良/中")),
        ("不低于75%", ("89~100", "优/良")),
    ],
)  # fmt: skip
def test_caps_on_the_total(execution: str, expected: tuple[str, str]) -> None:
    """A low rate of execution caps the total by steps, and with it the grade; in doubt both remain."""
    assert total(tree(A, B, C, frame=LADDER), f"a: 100%, b: 100%, c: 100%, execution: {execution}") == expected


def test_cap_that_lowers_nothing() -> None:
    """A cap above the total is not named; the one that lowered it is."""
    result = check(tree(A, B, C, frame=LADDER), "a: 0%, b: 0%, c: 100%, execution: 75%")
    assert (points(result.score), result.limits) == ("50", ())
    result = check(tree(A, B, C, frame=LADDER), "a: 100%, b: 100%, c: 100%, execution: 65%")
    assert (points(result.score), result.limits) == ("79", ("不足70%",))


VETOES = """
vetoes:
  - {title: 作假, when: 作假, score: 0, grade: 不合格}
  - {title: 事故, when: 事故, score: 59}
"""


@pytest.mark.parametrize(
    ("facts", "expected", "limits"),
    [
        ("fraud: 否, accident: 否", ("84", "良"), ()),
        ("fraud: 是, accident: 否", ("0", "不合格"), ("作假",)),
        ("fraud: 否, accident: 是", ("59", "差"), ("事故",)),
        # the first that holds decides
        ("fraud: 是, accident: 是", ("0", "不合格"), ("作假",)),
        ("fraud: 是", ("0", "不合格"), ("作假",)),
        ("fraud: 否", ("59~84", "良/中/差"), ("事故",)),
        # one in doubt in front of one that holds
        ("accident: 是", ("0~59", "不合格/差"), ("作假", "事故")),
        ("", ("0~84", "不合格/良/中/差"), ("作假", "事故")),
    ],
)
def test_vetoes_of_the_total(facts: str, expected: tuple[str, str], limits: tuple[str, ...]) -> None:
    """A veto settles the total and the grade; one that cannot be told leaves both possibilities."""
    indicators = tree(A, B, C, frame=VETOES)
    assert total(indicators, f"{KNOWN}, {facts}".rstrip(", ")) == expected
    assert check(indicators, f"{KNOWN}, {facts}".rstrip(", ")).limits == limits


def rounded(stage: str, digits: int) -> str:
    """Return the frame that rounds."""
    return f"rounding: {{stage: {stage}, digits: {digits}}}"


THIRDS = "a: 1/3, b: 1/3, c: 1/3"


@pytest.mark.parametrize(
    ("frame", "indicators", "expected"),
    [
        ("rounding: {stage: none}", ["20/3", "10", "50/3"], "100/3"),
        (rounded("indicator", 2), ["6.67", "10", "16.67"], "33.34"),
        (rounded("indicator", 0), ["7", "10", "17"], "34"),
        (rounded("total", 2), ["20/3", "10", "50/3"], "33.33"),
        (rounded("total", 0), ["20/3", "10", "50/3"], "33"),
    ],
)
def test_rounding(frame: str, indicators: list[str], expected: str) -> None:
    """Scores are rounded where the pack says so and nowhere else; the sum is that of the rounded ones."""
    result = check(tree(A, B, C, frame=frame), THIRDS)
    assert [points(indicator.score) for indicator in result.indicators] == indicators
    assert points(result.score) == expected


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("12.5%", "12.5"), ("12.49%", "12.5"), ("12.44%", "12.4"), ("12.45%", "12.5"), ("12.449%", "12.4")],
)
def test_half_is_rounded_up(rate: str, expected: str) -> None:
    """Exactly half is rounded up (四舍五入), not to the even neighbour, and never by way of a float."""
    assert total(tree(leaf("a", "100", "甲率"), frame=rounded("indicator", 1)), f"a: {rate}")[0] == expected


def test_negative_half_is_rounded_away_from_zero() -> None:
    """A negative half is rounded away from zero, as in a spreadsheet."""
    lowest = leaf("a", "100", "甲率", ", lowest: -10").replace("proportional, value: 甲率", "formula, value: -0.125分")
    assert total(tree(lowest, frame=rounded("indicator", 2)), "a: 1%")[0] == "-0.13"


def test_rounding_of_each_point() -> None:
    """At stage ``point`` each 要点 is rounded by itself, and nothing after it."""
    points_ = "[{id: p, label: 甲}, {id: q, label: 乙}, {id: r, label: 丙}]"
    item = f"{{id: a, label: 要点, weight: 100, scoring: {{method: checklist, points: {points_}}}}}"
    pack = small_pack(VOCABULARY, indicators=yaml.safe_load(tree(item, frame=rounded("point", 2))))
    judged = ", ".join(f"{{indicator: a, point: {name}, share: 100%}}" for name in "pqr")
    assert points(checker_of(pack).check(facts_of(pack, f"judgements: [{judged}]")).score) == "99.99"


HOLES = """
grades:
  - {label: 优, at_least: 90}
  - {label: 良, at_least: 80, at_most: 89}
  - {label: 中, at_least: 60, at_most: 79}
  - {label: 差, at_most: 59}
"""


@pytest.mark.parametrize(
    ("rate", "grades", "notes"),
    [
        ("90%", ("优",), []),
        ("89.5%", (), ["总分89.5分不在任何等级的分数段内。"]),
        ("89%", ("良",), []),
        ("79.5%", (), ["总分79.5分不在任何等级的分数段内。"]),
        ("88%至89.5%", ("良",), []),
        ("89.1%至89.9%", (), ["总分89.1分至89.9分不在任何等级的分数段内。"]),
        ("85%至95%", ("优", "良"), []),
    ],
)
def test_holes_between_grades(rate: str, grades: tuple[str, ...], notes: list[str]) -> None:
    """Bands copied as 90–100, 80–89, 60–79 leave 89.5 without a grade, which a review note says."""
    result = check(tree(leaf("a", "100", "甲率"), frame=HOLES), f"a: {rate}")
    assert result.grades == grades
    assert [note.text for note in result.review_notes if note.id == "no-grade"] == notes


def test_without_grades() -> None:
    """A pack without grade bands gives no grade and no note about it."""
    result = check(f"indicators: [{leaf('a', '100', '甲率')}]", "a: 90%")
    assert result.grade is None
    assert "no-grade" not in [note.id for note in result.review_notes]


def test_budget_of_nothing() -> None:
    """0 spent of a budget of 0 is neither a crash nor 0 points: the score is open, and the budget is asked for."""
    result = check(
        tree(leaf("a", "100", "支出").replace("value: 支出", "value: 支出, target: 预算")), "budget: 0元, spent: 0元"
    )
    assert points(result.score) == "0~100"
    assert [(request.missing.field, request.stake) for request in result.requests] == [("budget", Fraction(100))]


def test_full_score_other_than_100() -> None:
    """A sheet that adds up to 110 is rescaled to 110, not to 100."""
    removed = leaf("a", "60", "甲率", not_applicable("when: 没有, policy: remove"))
    assert total(tree(removed, leaf("b", "50", "乙率"), frame="full_score: 110"), "a: 0%, b: 80%, none: 是")[0] == "88"
