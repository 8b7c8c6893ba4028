"""Columns with types are read by what they are: exactly, in the unit that is named, within what the field allows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.portfolio.intake.scales import need_of
from checker.portfolio.session import Session
from checker.sql.shapes import FieldShape
from checker.values import Kind
from tests.portfolio.intake.bench import field, one_table, read_alone, several, taken, values_of

WIDE = "12345678901234567890.5"
MONEY = field("x", Kind.MONEY, low=0)
CASES = [
    # type, kind of field, unit of the mapping, values as they lie in the database, and what a person would have written
    ("DECIMAL(18,2)", MONEY, "元", ["3656.18", "0", None], ["3656.18元", "0元", None]),
    ("DECIMAL(18,2)", MONEY, "万元", ["3656.18", "0.01"], ["3656.18万元", "0.01万元"]),
    ("DECIMAL(18,6)", MONEY, "万元", ["3656.180001", "0.01"], ["3656.180001万元", "0.01万元"]),
    ("DECIMAL(18,9)", field("x", Kind.MONEY), "亿元", ["1.123456789", "-2"], ["1.123456789亿元", "-2亿元"]),
    ("BIGINT", MONEY, "角", ["7", "15"], ["7角", "15角"]),
    ("INTEGER", field("x", Kind.MONEY, "万元"), "", ["7", "15"], ["7万元", "15万元"]),
    ("HUGEINT", field("x", Kind.COUNT, "人"), "万人", ["7", "15"], ["7万人", "15万人"]),
    ("DECIMAL(38,10)", field("x", Kind.NUMBER), "", ["3656.18", "-0.5"], ["3656.18", "-0.5"]),
    ("DECIMAL(38,10)", field("x", Kind.NUMBER), "", ["12345678901234.25", "7"], ["12345678901234.25", "7"]),
    ("DECIMAL(9,4)", field("x", Kind.RATIO, low=0, high=1), "", ["0.9141", "1"], ["0.9141", "1"]),
    ("DECIMAL(9,4)", field("x", Kind.RATIO, low=0, high=1), "%", ["91.41", "100"], ["91.41%", "100%"]),
    ("UTINYINT", field("x", Kind.SCORE), "", ["8", "10"], ["8分", "10分"]),
    ("DATE", field("x", Kind.DATE), "", ["2020-12-31", None], ["2020-12-31", None]),
    ("TIMESTAMP", field("x", Kind.DATE), "", ["2020-12-31 00:00:00", None], ["2020-12-31", None]),
    ("BOOLEAN", field("x", Kind.TRUTH), "", ["true", "false", None], ["是", "否", None]),
    ("INTEGER", field("x", Kind.TEXT), "", ["12", None], ["12", None]),
    ("DOUBLE", MONEY, "元", ["93.06999999999999", "0.1", "1e10"], ["93.07元", "0.1元", "10000000000元"]),
    ("DOUBLE", field("x", Kind.NUMBER), "", ["-0.0", "123456789.123", "1.5e-7"], ["0", "123456789.123", "0.00000015"]),
    ("DOUBLE", field("x", Kind.NUMBER), "", ["1.5e17", "-2"], ["150000000000000000", "-2"]),
    ("FLOAT", field("x", Kind.NUMBER), "", ["0.1", "100", "1e-6"], ["0.1", "100", "0.000001"]),
]


@pytest.mark.parametrize(("type_name", "rule", "unit", "cells", "written"), CASES)
def test_typed_values(
    duck: Session,
    tmp_path: Path,
    type_name: str,
    rule: object,
    unit: str,
    cells: list[object],
    written: list[str | None],
) -> None:
    """A value of a typed column is that of the text a person would have written, and so is its text in a facts file."""
    rule = several(rule)  # type: ignore[arg-type]  # a field
    rows = [(f"{number}", cell) for number, cell in enumerate(cells)]
    table = one_table(tmp_path, rule, {"x": type_name}, rows, {"x": unit} if unit else None)
    found = taken(duck, table, rule)
    only = rule.fields["x"]
    assert [row.get("x") for row in values_of(duck, found)] == [read_alone(only, text)[0] for text in written]
    assert found.fields["x"].faults == ()
    shown = [row["x"] for row in duck.rows(found.written().order_by("project"))]
    assert [read_alone(only, None if text is None else str(text)) for text in shown] == [
        read_alone(only, text) for text in written
    ]


WRONG = [
    ("DECIMAL(9,2)", field("x", Kind.MONEY, "元", low=0), "-0.01", "out-of-range"),
    ("DECIMAL(9,4)", field("x", Kind.RATIO, low=0, high=1), "90", "no-unit"),
    ("DECIMAL(9,4)", field("x", Kind.RATIO, low=0, high=1), "-0.1", "out-of-range"),
    ("INTEGER", field("x", Kind.COUNT, low=0, high=20), "21", "out-of-range"),
    ("INTEGER", field("x", Kind.DATE), "20201231", "not-a-date"),
    ("DATE", field("x", Kind.DATE), "1020-12-31", "year-out-of-range"),
    ("TIMESTAMP", field("x", Kind.DATE), "2020-12-31 08:30:00", "broken-number"),
    ("BOOLEAN", field("x", Kind.MONEY, "元"), "true", "not-a-number"),
    ("INTEGER", field("x", Kind.TRUTH), "1", "not-a-truth"),
    ("INTEGER", field("x", Kind.CHOICE), "1", "not-a-choice"),
    ("DOUBLE", field("x", Kind.NUMBER), "nan", "not-a-number"),
    ("DOUBLE", field("x", Kind.NUMBER), "1e300", "too-long"),
]


@pytest.mark.parametrize(("type_name", "rule", "cell", "code"), WRONG)
def test_wrong_values(duck: Session, tmp_path: Path, type_name: str, rule: object, cell: str, code: str) -> None:
    """A value that its field does not allow is wrong for the reason a single check gives; the others stay right."""
    rule = several(rule)  # type: ignore[arg-type]  # a field
    good = {"DATE": "2020-12-31", "TIMESTAMP": "2020-12-31"}.get(type_name)
    rows = [("a", cell), ("b", good), ("c", None)]
    found = taken(duck, one_table(tmp_path, rule, {"x": type_name}, rows), rule).fields["x"]
    assert [reading.fault.code for reading in found.faults if reading.fault] == ([code] if code else [])


def test_numbers_that_do_not_fit(duck: Session, tmp_path: Path) -> None:
    """A number with too many digits is left to the exact path, and the shape tells the truth of all others."""
    rule = several(field("x", Kind.NUMBER))
    rows = [("a", WIDE), ("b", "0.25"), ("c", "7"), ("d", "0.1234567891")]
    found = taken(duck, one_table(tmp_path, rule, {"x": "DECIMAL(38,10)"}, rows), rule)
    one = found.fields["x"]
    assert one.shape is not None
    assert one.shape.scale == 10
    assert one.unfit is not None
    assert [row["project"] for row in duck.rows(found.select(found.project.as_("project")).where(one.unfit))] == ["a"]
    assert [row["x"] for row in values_of(duck, found)] == [
        None,
        Fraction("0.25"),
        Fraction(7),
        Fraction("0.1234567891"),
    ]


def test_shape_is_read_from_the_file(duck: Session, tmp_path: Path) -> None:
    """The least and greatest value and whether one may be missing are known without looking at the rows."""
    rule = several(field("x", Kind.MONEY), field("day", Kind.DATE), field("gone", Kind.COUNT))
    rows = [("a", "1.5", "2020-01-31", None), ("b", "-2", "2019-01-01", None)]
    table = one_table(tmp_path, rule, {"x": "DECIMAL(9,1)", "day": "DATE", "gone": "INTEGER"}, rows, {"x": "千元"})
    shapes = {name: given.shape for name, given in taken(duck, table, rule).fields.items()}
    first, last = date(2019, 1, 1).toordinal(), date(2020, 1, 31).toordinal()
    assert shapes == {
        "x": FieldShape(0, -2000, 1500, nullable=False),
        "day": FieldShape(0, first, last, nullable=False),
        "gone": None,
    }


DECIMALS = st.tuples(st.integers(1, 38), st.integers(0, 12)).filter(lambda size: size[1] <= size[0])
UNITS = st.sampled_from(("", "元", "角", "万元", "亿元", "%", "‰"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), size=DECIMALS, unit=UNITS)
def test_random_decimals(duck: Session, tmp_path: Path, data: st.DataObject, size: tuple[int, int], unit: str) -> None:
    """Decimals of any width and unit keep every digit, or are said not to fit; their range is never too narrow."""
    width, decimals = size
    kind = Kind.RATIO if unit in {"%", "‰"} else Kind.MONEY if unit else Kind.NUMBER
    most = 10 ** min(width, 29)
    numbers = st.one_of(st.integers(-most + 1, most - 1), st.integers(-min(most - 1, 999), min(most - 1, 999)))
    cells = data.draw(st.lists(st.none() | numbers.map(lambda whole: Decimal(whole).scaleb(-decimals)), max_size=6))
    shown = [None if cell is None else f"{cell:f}" for cell in cells]
    rule = several(field("x", kind))
    rows = [(f"{number}", cell) for number, cell in enumerate(shown)]
    table = one_table(tmp_path, rule, {"x": f"DECIMAL({width},{decimals})"}, rows, {"x": unit} if unit else None)
    found = taken(duck, table, rule)
    one = found.fields["x"]
    unfit: set[str] = set()
    if one.unfit is not None:
        unfit = {str(row["project"]) for row in duck.rows(found.select(found.project.as_("project")).where(one.unfit))}
    for row, text in zip(values_of(duck, found), shown, strict=True):
        value, _ = read_alone(rule.fields["x"], None if text is None else text + unit)
        if str(row["project"]) in unfit:
            assert one.shape is not None
            assert value is None or not need_of(value).fits(one.shape.scale)
        else:
            assert row.get("x") == value
