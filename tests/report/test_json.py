"""The result as JSON: exact numbers as text."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.report.json import as_data, number, render_json
from checker.result import Outcome
from checker.source import Place
from checker.values import Amount, Interval
from tests.report.results import evidence, indicator, outcome, result

F = Fraction


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (F("93.07"), "93.07"),
        (F("0.10"), "0.1"),
        (F(100), "100"),
        (F(-1, 8), "-0.125"),
        (F(1, 3), "1/3"),
        (F(-957, 14), "-957/14"),
        (F(10) ** 20 + F(1, 10**20), "100000000000000000000.00000000000000000001"),
        (None, None),
        (Interval(F("97.5"), F("98.5")), {"low": "97.5", "high": "98.5"}),
        (Interval(None, F(1, 3)), {"low": None, "high": "1/3"}),
        (Interval(F(0), None), {"low": "0", "high": None}),
    ],
)
def test_numbers_are_exact(amount: Amount | None, written: Any) -> None:
    """A number is written out in full, as a fraction only where it has no end; a bounded one by its ends."""
    assert number(amount) == written


@given(st.fractions())
def test_numbers_are_read_back(amount: Fraction) -> None:
    """Whatever the number, what is written is the same number, and never in exponent form."""
    written = number(amount)
    assert Fraction(written) == amount
    assert "e" not in written.lower()


def test_what_is_absent_is_null() -> None:
    """What there is none of is null, so that every key is always there."""
    data = as_data(result((outcome(evidence=(evidence(place=None),)),), indicators=(indicator(),), grades=("优", "良")))
    assert data["grade"] is None
    assert data["possible_grades"] == ["优", "良"]
    finding = data["findings"][0]
    assert (finding["indicator"], finding["deduction"], finding["note"]) == (None, None, None)
    assert (finding["evidence"][0]["place"], finding["evidence"][0]["source"]) == (None, None)
    assert data["indicators"][0]["measure"] is None


def test_places_have_lines_and_columns_or_null() -> None:
    """A place in a file has its line and column; a whole file has null for both."""
    kept = outcome(evidence=(evidence(), evidence(place=Place("b.yaml"))))
    places = [item["place"] for item in as_data(result((kept,)))["outcomes"][0]["evidence"]]
    assert places == [
        {"file": "facts/a.yaml", "line": 3, "column": 7, "sheet": None, "cell": None},
        {"file": "b.yaml", "line": None, "column": None, "sheet": None, "cell": None},
    ]


def test_findings_are_among_the_outcomes() -> None:
    """Every outcome is listed; those that are findings are listed first, by severity, as findings too."""
    data = as_data(result((outcome(Outcome.PASS), outcome(key="2"))))
    assert [item["outcome"] for item in data["outcomes"]] == ["pass", "fail"]
    assert data["findings"] == [data["outcomes"][1]]
    assert data["counts"] == {"fail": 1, "pass": 1, "unknown": 0, "notapplicable": 0, "waived": 0}


def test_text_is_written_as_it_is() -> None:
    """Chinese stays Chinese, and the text ends with one line break."""
    shown = render_json(result(text="“雪亮工程”\n<b>"))
    assert "“雪亮工程”\\n<b>" in shown
    assert shown.endswith("}\n")
    assert json.loads(shown) == as_data(result(text="“雪亮工程”\n<b>"))
