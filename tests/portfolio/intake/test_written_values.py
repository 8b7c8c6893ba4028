"""Every way of writing a value means in a portfolio what it means in the facts of a single project."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.portfolio.intake import tables, texts
from checker.portfolio.intake.scales import need_of
from checker.portfolio.session import Session
from checker.values import Kind
from tests.portfolio.intake.bench import field, one_table, read_alone, several, taken, values_of

PAGE = Path("docs/reference/facts-format.md").read_text("utf-8")
KINDS = {kind.label: kind for kind in Kind}
ON_THE_PAGE = [
    (row[0], KINDS[row[1]])
    for row in re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
    if row[1] in KINDS
]
FIELDS = (
    field("money", Kind.MONEY, low=0),
    field("wan", Kind.MONEY, "万元"),
    field("ratio", Kind.RATIO, low=0, high=1),
    field("count", Kind.COUNT, "份", low=0),
    field("score", Kind.SCORE),
    field("number", Kind.NUMBER),
    field("day", Kind.DATE),
    field("quarter", Kind.QUARTER),
    field("truth", Kind.TRUTH),
    field("choice", Kind.CHOICE),
    field("words", Kind.TEXT),
)
RULE = several(*FIELDS)
NUMBERS = st.sampled_from(
    ("0", "1", "-3", "+5", "12.50", "007", "3656.18", "3,656.18", "12,34", "1e5", "0.9", "90", "1.2", "４０００", "1/3",
     "9/10", "1234567890123456789", "99999999999999999999999999.5", "0.123456789012", "1000000", "")
)  # fmt: skip
UNITS = st.sampled_from(("", "", "元", "万元", "亿元", "角", "%", "‰", "份", "万份", "分", "个", " 元", "％"))
BEFORE = st.sampled_from(("", "", "", "约", "低于", "不超过", "至少", "≥", "高于", " ", "大约"))
AFTER = st.sampled_from(("", "", "", "以上", "以下", "（含）以上", "左右", "　", "多"))
AMOUNTS = st.builds("{}{}{}{}".format, BEFORE, NUMBERS, UNITS, AFTER) | st.builds(
    "{}{}至{}{}".format, NUMBERS, UNITS, NUMBERS, UNITS
)
MOMENTS = st.sampled_from(
    ("2020-12-31", "2020年12月31日", "2020-02下旬", "2020年10月", "2020年底", "2020Q3", "2020年第三季度",
     "2020年7-9月", "不晚于2020-12-31", "2020-11-31", "2020", "1850-01-01", "二〇二〇年三月", "2020Q3以前",
     "2019Q4至2020Q2", "44196", "")
)  # fmt: skip
WORDS = st.sampled_from(
    ("是", "否", "有", "无", "true", "一期", "二期", " 一期", "三期", "　", "", "随便什么", "一 期")
)
TEXTS = {
    **dict.fromkeys(("money", "wan", "ratio", "count", "score", "number"), AMOUNTS),
    **dict.fromkeys(("day", "quarter"), MOMENTS),
    **dict.fromkeys(("truth", "choice", "words"), WORDS),
}
ROWS = st.lists(st.tuples(*(st.none() | TEXTS[rule.name] for rule in FIELDS)), min_size=1, max_size=12)
WAYS = {"few": {}, "joined": {"FEW": 0}, "database": {"FEW": 0, "MANY": 0}}


def same_as_alone(session: Session, folder: Path, rows: list[tuple[str | None, ...]]) -> None:
    """Hold every value, fault and misfit of a table against the reading of each text alone."""
    table = one_table(
        folder, RULE, dict.fromkeys(RULE.fields, "VARCHAR"), [(f"{n:03}", *row) for n, row in enumerate(rows)]
    )
    found = taken(session, table, RULE)
    read = values_of(session, found)
    for place, rule in enumerate(FIELDS):
        one = found.fields[rule.name]
        unfit = set()
        if one.unfit is not None:
            unfit = {
                str(row["project"]) for row in session.rows(found.select(found.project.as_("project")).where(one.unfit))
            }
        wrong = {(reading.raw, reading.fault.code) for reading in one.faults if reading.fault}
        scale = 0 if one.shape is None else one.shape.scale
        for number, row in enumerate(rows):
            value, code = read_alone(rule, row[place])
            assert (code == "") == (row[place] not in {raw for raw, _ in wrong}), (rule.name, row[place])
            assert not code or (row[place], code) in wrong
            fits = not rule.kind.ordered or value is None or need_of(value).fits(scale)
            assert (f"{number:03}" in unfit) == (not fits), (rule.name, row[place], scale)
            assert read[number].get(rule.name) == (value if fits else None), (rule.name, row[place])


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_random_texts(
    duck: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, rows: list[tuple[str | None, ...]]
) -> None:
    """Few texts, many texts and texts that the database reads give the values and faults of a single check."""
    for name, limit in WAYS[way].items():
        for module in (tables, texts):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, limit)
    same_as_alone(duck, tmp_path, rows)


@pytest.mark.parametrize("way", WAYS)
def test_values_of_the_page(duck: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Every value on the page about facts files is read as it says there."""
    for name, limit in WAYS[way].items():
        for module in (tables, texts):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, limit)
    rows = []
    for text, kind in ON_THE_PAGE:
        rows.append(tuple(text if rule.kind is kind else None for rule in FIELDS))
    same_as_alone(duck, tmp_path, rows)
    assert len(rows) > 20


def test_unit_of_the_mapping(duck: Session, tmp_path: Path) -> None:
    """A bare number is in the unit of the mapping, whatever stands around it; a written unit stays."""
    rule = several(field("money", Kind.MONEY), field("people", Kind.COUNT, "人"))
    written = [("3656.18", "5"), ("3000以上", "约5"), ("3000元", "5至8"), ("3000至4000", "5人"), (None, "５")]
    units = {"money": "万元", "people": "万人"}
    rows = [(f"{n}", *row) for n, row in enumerate(written)]
    table = one_table(tmp_path, rule, dict.fromkeys(rule.fields, "VARCHAR"), rows, units=units)
    read = values_of(duck, taken(duck, table, rule))
    said = [
        ("3656.18万元", "5万人"),
        ("3000万元以上", "约5万人"),
        ("3000元", "5至8万人"),
        ("3000至4000万元", "5人"),
        (None, "5万人"),
    ]
    for row, texts_said in zip(read, said, strict=True):
        for one, text in zip(rule.fields.values(), texts_said, strict=True):
            assert row[one.name] == read_alone(one, text)[0]
    written_texts = duck.rows(taken(duck, table, rule).written().order_by("project"))
    assert [row["money"] for row in written_texts] == [text for text, _ in said]


def test_scale_serves_the_most_rows(duck: Session, tmp_path: Path) -> None:
    """A number that needs too many digits is left to the exact path; it does not push out the others."""
    rule = several(field("number", Kind.NUMBER))
    rows = [("a", "1000000000000000"), ("b", "1.25"), ("c", "0.123456789012345678"), ("d", "2.5")]
    found = taken(duck, one_table(tmp_path, rule, {"number": "VARCHAR"}, rows), rule)
    assert [row["number"] for row in values_of(duck, found)] == [
        Fraction(10**15),
        Fraction("1.25"),
        None,
        Fraction("2.5"),
    ]
