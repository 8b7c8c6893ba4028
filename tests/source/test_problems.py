"""Problems and places: how they read, how they are collected, ordered and raised, and what is suggested."""

from __future__ import annotations

import pytest

from checker.messages import Message, message
from checker.source import (
    CheckerError,
    EngineFault,
    InputError,
    Place,
    Problem,
    Problems,
    UsageFault,
    did_you_mean,
    suggest,
)


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("f.yaml"), "f.yaml"),
        (Place("f.yaml", 3, 5), "f.yaml:3:5"),
        (Place("台账.xlsx", sheet="付款", cell="B7"), "台账.xlsx:付款!B7"),
    ],
)
def test_places_can_be_followed(place: Place, shown: str) -> None:
    """A place reads as editors and spreadsheets name it."""
    assert str(place) == shown


def test_a_problem_says_where_what_and_what_instead() -> None:
    """One line with place, severity, code and reason, and the hint below it."""
    error = Problem("bad-value", Place("f.yaml", 3, 5), message("“{text}”不是金额", text="多"), message("写成如 628元"))
    warning = Problem("odd", Place("f.yaml"), message("奇怪"), severity="warning")
    assert str(error) == "f.yaml:3:5: 错误 [bad-value] “多”不是金额\n    建议：写成如 628元"
    assert str(warning) == "f.yaml: 警告 [odd] 奇怪"


def test_all_problems_are_raised_at_once_in_reading_order() -> None:
    """An input error lists every problem once, by file, line and column, whatever the order they were found in."""
    problems = Problems()
    problems.add("b", Place("g.yaml", 1, 1), message("四"))
    problems.add("b", Place("f.yaml", 10, 1), message("三"))
    problems.add("b", Place("f.yaml", 9, 2), message("二"))
    problems.add("a", Place("f.yaml", 9, 2), message("一"))
    problems.add("a", Place("f.yaml", 9, 2), message("一"))
    with pytest.raises(InputError) as raised:
        problems.raise_if_any()
    assert [str(problem.what) for problem in raised.value.problems] == ["一", "二", "三", "四"]
    assert str(raised.value).splitlines()[0] == "f.yaml:9:2: 错误 [a] 一"


def test_warnings_alone_stop_nothing() -> None:
    """A warning is kept and listed beside errors, but raises nothing by itself."""
    problems = Problems()
    problems.raise_if_any()
    problems.warn("odd", Place("f.yaml"), message("奇怪"), message("改一改"))
    problems.raise_if_any()
    assert problems.errors == []
    assert [str(problem.hint) for problem in problems.warnings] == ["改一改"]
    problems.add("bad", Place("f.yaml"), message("不对"))
    with pytest.raises(InputError) as raised:
        problems.raise_if_any()
    assert len(raised.value.problems) == 2


def test_every_fault_is_a_checker_error() -> None:
    """A caller can catch everything the checker refuses with one name; a usage fault reads as its message."""
    assert {InputError, UsageFault, EngineFault} == set(CheckerError.__subclasses__())
    assert str(UsageFault(message("没有这个规则包：{name}", name="x"))) == "没有这个规则包：x"


@pytest.mark.parametrize(
    ("word", "candidates", "near"),
    [
        ("severty", ["severity", "message", "when"], "severity"),
        ("在线绿", ["在线率", "故障率"], "在线率"),
        ("ON-LINE_RATE", ["on_line_rate"], "on_line_rate"),
        ("xyz", ["severity"], None),
        ("a", [], None),
    ],
)
def test_the_nearest_word_is_suggested(word: str, candidates: list[str], near: str | None) -> None:
    """A slip of the pen finds its word, Chinese or English; what resembles nothing is not guessed."""
    assert suggest(word, candidates) == near


@pytest.mark.parametrize(
    ("word", "candidates", "hint"),
    [
        ("severty", ["severity", "message"], message("你是不是要写“{near}”？", near="severity")),
        ("xyz", ["bb", "aa"], message("可以写：{names}", names="aa、bb")),
        ("xyz", [f"n{i:02}" for i in range(13)], None),
        ("xyz", [], None),
    ],
)
def test_the_hint_names_the_nearest_word_or_the_few_possible(
    word: str, candidates: list[str], hint: Message | None
) -> None:
    """Without a near word a short list of what may stand there is shown, a long one is not."""
    assert did_you_mean(word, candidates) == hint
