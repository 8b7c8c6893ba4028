"""Cases as text: what is written is read again, and stands as people write it."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checker.source import Problems
from checker.source.read import parse_document
from checker.witness import Given, Witness
from checker.witness.case_text import case_text, project_text

_DAY = date(2020, 12, 31)
_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=12)
_ROW = st.dictionaries(_TEXT, _TEXT, max_size=3)


def read(text: str) -> Any:
    """Return what a YAML text says; it must be sound."""
    problems = Problems()
    document = parse_document(text, "case", "", problems)
    assert document is not None
    assert not problems.found
    return document.data


@given(_TEXT, st.dictionaries(_TEXT, st.one_of(_TEXT, _ROW, st.lists(_ROW, max_size=3)), max_size=3), _TEXT)
def test_cases_are_read_again(name: str, given_: dict[str, Any], said: str) -> None:
    """Whatever stands in names, facts and messages, the text is a case that says the same."""
    text = case_text(name, Witness(_DAY, given_), expect={"甲/乙": "fail"}, missing=[name], deduct="1", message=said)
    assert read(text) == [
        {
            "name": name, "on": "2020-12-31", "given": given_, "expect": {"甲/乙": "fail"}, "missing": [name],
            "deduct": "1", "message": said, "to_confirm": "由程序算出，请对照文件核对后删去这一行",
        }
    ]  # fmt: skip


def test_a_case_looks_as_written_by_hand() -> None:
    """A fact stands in braces on a line of its own; a type without facts is an empty list."""
    facts: dict[str, Given] = {
        "kind": "部门评价",
        "service": [{"quarter": "2020Q3", "rate": "约10%"}],
        "payment": [],
        "one": {"a": "1"},
    }
    assert case_text("约10%，说不准", Witness(_DAY, facts), expect="unknown", missing=["rate"]) == (
        "- name: 约10%，说不准\n"
        "  on: 2020-12-31\n"
        "  given:\n"
        "    kind: 部门评价\n"
        "    service:\n"
        "      - {quarter: 2020Q3, rate: 约10%}\n"
        "    payment: []\n"
        "    one: {a: 1}\n"
        "  expect: unknown\n"
        "  missing: [rate]\n"
        "  to_confirm: 由程序算出，请对照文件核对后删去这一行\n"
    )


def test_a_project_case_expects_scores() -> None:
    """A case of a whole project names what it expects one below the other; a confirmed one says nothing of that."""
    text = project_text("没有事实", Witness(_DAY), expect={"indicators": {"quality": "0~10"}}, to_confirm=None)
    expected = "- name: 没有事实\n  on: 2020-12-31\n  given: {}\n  expect:\n    indicators: {quality: 0~10}\n"
    assert text == expected
    assert read(text)[0]["expect"] == {"indicators": {"quality": "0~10"}}
