"""Numbers in running text are read by the readers of facts, each with its unit, its bound and where it stands."""

from fractions import Fraction

import pytest

from checker.backcheck.quantities import find_quantities, narrow
from checker.values import Kind

FORMS = [
    ("支出3,656.18万元", "3,656.18万元", Kind.MONEY, Fraction(36561800), ""),
    ("单价628元/个/月，", "628元/个/月", Kind.MONEY, Fraction(628), ""),
    ("在线率不低于９０％", "90%", Kind.RATIO, Fraction(9, 10), "at_least"),
    ("超过了10%。", "10%", Kind.RATIO, Fraction(1, 10), "above"),
    ("90%（含）以上", "90%", Kind.RATIO, Fraction(9, 10), "at_least"),
    ("得分8.5分，", "8.5分", Kind.SCORE, Fraction(17, 2), ""),
    ("问卷约20份", "20份", Kind.COUNT, Fraction(20), "about"),
    ("三个方面", "三个", Kind.COUNT, Fraction(3), ""),
    ("2020年7-9月", "2020年7-9月", Kind.QUARTER, Fraction(2020 * 4 + 2), ""),
    ("2020年第三季度", "2020年第三季度", Kind.QUARTER, Fraction(2020 * 4 + 2), ""),
]


@pytest.mark.parametrize(("text", "said", "kind", "value", "bound"), FORMS, ids=[form[1] for form in FORMS])
def test_forms(text: str, said: str, kind: Kind, value: Fraction, bound: str) -> None:
    """Each written form is one quantity with its exact value."""
    (found,) = find_quantities(narrow(text), 0)
    assert (found.text, found.kind, found.value, found.bound) == (said, kind, value, bound)
    assert narrow(text)[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "text", ["第3条", "财预〔2020〕10号", "4096×", "3分钟", "一个方面", "GB/T 9704", "12,34元的", "附件1", "100个百分"]
)
def test_what_is_no_quantity(text: str) -> None:
    """Numbers of clauses and documents, and broken numbers, are not taken for quantities of another kind."""
    kinds = {found.kind for found in find_quantities(narrow(text), 0)}
    assert kinds <= {Kind.NUMBER, Kind.COUNT}


def test_a_day_the_calendar_does_not_have() -> None:
    """An impossible date is kept with the reason."""
    (found,) = find_quantities("2020年11月31日", 0)
    assert found.fault is not None


def test_a_date_without_its_year() -> None:
    """A month and 旬 without a year is a date of any year."""
    (found,) = find_quantities("在2月下旬支付", 0)
    assert (found.text, found.yearless) == ("2月下旬", True)
