"""Charts of margins: what is compared comes from the explanation, and is drawn where it lies."""

from __future__ import annotations

from contextlib import chdir
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.explain import Explanation, explain_all
from checker.report.html.anchors import in_order, number_all
from checker.report.html.bullets import bullet_rows
from checker.report.html.chart import PLOT, lay_out
from checker.report.html.drawing import number, round_ticks, scale
from checker.report.html.margins import Track, tracks
from checker.run import open_project, open_project_text
from checker.values import UNKNOWN, Interval, Kind
from tests.report.pages import ODD, ROOT

F = Fraction


@cache
def explained(text: str = "") -> tuple[tuple[Track, ...], dict[str, Explanation]]:
    """Return the tracks and explanations of a project given as text, or of the seed's."""
    with chdir(ROOT):
        opened = open_project_text(text, name="facts.yaml") if text else open_project("facts/xinjian-2020")
        checker, facts = opened
        result = checker.check(facts)
        outcomes = in_order(result)
        explanations = explain_all(checker, facts, result)
        return tracks(outcomes, explanations, checker.plan, number_all(facts, outcomes)), explanations


def track(rule: str, text: str = "", index: int = 0) -> Track:
    """Return one comparison of one rule."""
    return [found for found in explained(text)[0] if found.rule == rule][index]


def test_sides_are_exact() -> None:
    """A comparison knows both sides, their kind, and how far the value is above the threshold."""
    (_, why) = explained()[1]["online-rate-below-floor[2019Q4/一期]"].conditions[0]
    sides = why.sides
    assert sides is not None
    assert (sides.value, sides.threshold, sides.margin) == (F("0.8362"), F("0.9"), F("-0.0638"))
    assert (sides.comparator, sides.kind) == ("<", Kind.RATIO)
    assert (sides.value_text, sides.threshold_text) == ("在线率", "在线率下限")


def test_bounded_and_unknown_sides_stay_so() -> None:
    """A bounded value is compared by its ends; one that is missing, or a threshold not in force, is unknown."""
    points = {point.key: point.sides for point in track("online-rate-below-floor", ODD).points}
    assert points["2020Q3/二期"].margin == Interval(F("-0.01"), F("0.01"))
    assert points["2020Q3/一期"].value is UNKNOWN
    assert points["2019Q3/一期"].threshold is UNKNOWN
    assert points["2019Q3/一期"].margin is UNKNOWN


def test_cases_are_in_the_order_of_time() -> None:
    """Cases with a quarter or a day among their keys stand in its order; the other keys tell them apart."""
    found = track("online-rate-below-floor")
    assert [(point.time_text, point.series) for point in found.points] == [
        ("2019Q4", "一期"), ("2020Q3", "一期"), ("2020Q3", "二期"),
    ]  # fmt: skip
    assert found.timed
    assert not track("unit-price-over-ceiling").timed


def test_threshold_is_drawn_only_where_it_is_known() -> None:
    """The threshold begins half way to the first quarter in which it is in force, and steps where it differs."""
    chart = lay_out(track("online-rate-below-floor", ODD))
    (step,) = chart.steps
    assert not step.startswith(f"M{PLOT.left} ")
    assert step.endswith(f"H{PLOT.right}")
    assert chart.limit is not None
    assert chart.limit.label == "90%"


def test_threshold_steps_with_its_dated_value() -> None:
    """Where a parameter has another value from some day on, the line steps half way between the times around it."""
    found = track("online-rate-below-floor")
    first, *others = found.points
    lower = replace(first, sides=replace(first.sides, threshold=F("0.85")))
    (step,) = lay_out(replace(found, points=(lower, *others))).steps
    assert step.count("V") == 1
    assert f"H{(PLOT.left + PLOT.right) // 2}V" in step


def test_rounded_numbers_have_the_exact_one_beside_them() -> None:
    """Where a number has too many digits to be read, the table and the tooltip have them all."""
    points = {point.key: point for point in track("online-rate-below-floor", ODD).points}
    assert points["2019Q4/一期"].value == "约91.8765%（91.876543211%）"
    assert "（91.876543211%）" in points["2019Q4/一期"].text
    assert track("execution-rate-low", ODD).points[0].value == "约91.6667%至95%（不含）（275/3%）"


def test_points_are_drawn_as_they_are_known() -> None:
    """A bounded value is a range, a one-sided one has an arrow, and a missing one is a gap."""
    dots = {dot.anchor: dot for dot in lay_out(track("payment-after-second-month", ODD)).dots}
    kinds = [(dot.known, dot.span is not None, dot.unbounded) for dot in dots.values()]
    assert kinds == [(True, True, (False, False)), (False, False, (False, False)), (True, True, (False, True))]


def test_dates_are_drawn_as_days_beyond_their_threshold() -> None:
    """Each date has a threshold of its own, so what is drawn is the distance, with the threshold at nothing."""
    chart = lay_out(track("payment-after-second-month"))
    assert [mark.label for mark in chart.levels] == ["-10天", "0天", "10天", "20天"]
    assert chart.limit is not None
    assert chart.limit.label == "0天"


def test_every_other_comparison_has_a_line() -> None:
    """Comparisons without several times are lines of a table, each with its value, threshold and margin."""
    rows = {row.point.key or row.track.rule: row for row in bullet_rows(explained()[0])}
    late = rows["completion-late"]
    assert (late.point.value, late.point.threshold, late.point.margin) == (
        "2020年10月", "2020年12月31日", "-91天至-61天",
    )  # fmt: skip
    assert rows["execution-rate-low"].point.margin == "+11.4045%"
    assert rows["一期"].bullet.exact is False


@given(st.lists(st.fractions(-1000, 1000, max_denominator=1000), min_size=1, max_size=6))
def test_scales_hold_all_values(values: list[Fraction]) -> None:
    """Every value lies on the drawing, larger ones higher, and so do the round numbers beside them."""
    levels = scale(values, PLOT.bottom, PLOT.top, floor=None, roof=None)
    places = [levels.at(value) for value in sorted(values)]
    assert places == sorted(places, reverse=True)
    assert all(PLOT.top <= place <= PLOT.bottom for place in places)
    ticks = round_ticks(levels.low, levels.high, 4, whole=False)
    assert ticks
    assert all(levels.low <= tick <= levels.high for tick in ticks)


@pytest.mark.parametrize(("low", "high", "ticks"), [(0, 1, "0 1"), (0, 7, "0 2 4 6"), (-3, 3, "-2 0 2")])
def test_counts_have_whole_ticks(low: int, high: int, ticks: str) -> None:
    """Between whole numbers there is nothing to mark."""
    assert " ".join(map(number, round_ticks(F(low), F(high), 4, whole=True))) == ticks
