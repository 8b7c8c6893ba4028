"""The result as Markdown: what facts say is text, never markup."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from checker.messages import language
from checker.report.markdown import code, plain, render_markdown
from checker.result import Outcome, ReviewNote
from checker.source import Place
from checker.values import Interval
from tests.report.results import evidence, indicator, outcome, result

NASTY = "a|b *c* _d_ <b>e</b> [f](g) `h` #i ~j~ &lt; $k$ \\ {l}"
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read(text: str) -> str:
    """Return what a reader of Markdown sees: the text of all inline content, without markup."""
    tokens = [token for block in READER.parse(text) for token in (block.children or [])]
    return "".join(token.content for token in tokens)


@pytest.mark.parametrize(
    "text",
    [NASTY, "- 不是列表", "+ 也不是", "1. 不是编号", "12) 不是编号", "# 不是标题", "> 不是引文", "---", "===", "a\nb"],
)
def test_plain_text_stays_text(text: str) -> None:
    """Text from facts and packs is read as it was written; a line break becomes a blank."""
    assert read(plain(text)) == text.replace("\n", " ")
    assert [token.type for token in READER.parse(plain(text))] == ["paragraph_open", "inline", "paragraph_close"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1))
def test_any_text_stays_text(text: str) -> None:
    """No text at all becomes markup."""
    assert read(plain(text)) == text


@given(st.text("ab`|*", min_size=1))
def test_any_name_can_be_a_code_span(text: str) -> None:
    """A name is shown as code whatever backticks it holds."""
    assert READER.renderInline(code(text)) == f"<code>{text}</code>"


def test_table_keeps_its_columns() -> None:
    """Bars and line breaks in facts do not break a table: every row has its four cells."""
    shown = render_markdown(result(indicators=(indicator(NASTY, Fraction(4), reasons=("甲|乙\n丙",)),)))
    tables = [token for token in READER.parse(shown) if token.type in {"td_open", "th_open"}]
    assert len(tables) == 8
    assert NASTY in read(shown)
    assert "甲|乙 丙" in read(shown)


def test_every_text_of_a_result_is_escaped() -> None:
    """What facts and packs say, wherever it is shown, is shown as it is."""
    finding = outcome(message=NASTY, evidence=(evidence(text=NASTY, label=""),), key="k")
    waived = outcome(Outcome.WAIVED, message=NASTY, note=NASTY)
    note = ReviewNote("some-note", NASTY, NASTY, (Place("a|b.yaml", 3, 1),))
    shown = read(render_markdown(result((finding, waived), text=NASTY, notes=(note,))))
    # the message and evidence of the finding; message and note of the waiver; heading and text of problem and advice;
    # title and text of the note
    assert shown.count(NASTY) == 10
    assert "a|b.yaml 第 3 行" in shown


def test_bounds_do_not_strike_through() -> None:
    """Two scores within bounds in one line are not read as crossed out."""
    low = Interval(Fraction(3), Fraction(4))
    shown = render_markdown(result(score=Interval(Fraction(80), Fraction(90)), indicators=(indicator(score=low),)))
    assert "<s>" not in READER.render(shown)
    assert "综合得分 80~90 分" in read(shown)


@pytest.mark.parametrize("name", ["zh", "en"])
def test_a_document_has_one_title_and_ends_with_one_line_break(name: str) -> None:
    """The document has one heading of the first level, no empty sections, and ends as text files do."""
    with language(name):
        shown = render_markdown(result((outcome(),), text="问题"))
    assert len(re.findall(r"^# ", shown, flags=re.MULTILINE)) == 1
    assert not re.search(r"\n\n\n", shown)
    assert shown.endswith("\n")
    assert not shown.endswith("\n\n")
