"""Holds what expressions are told about the names of a pack."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.pack import parameter_specs, record_specs
from checker.pack.builtin import BUILTIN
from checker.values import UNKNOWN, Kind

if TYPE_CHECKING:
    from tests.pack.conftest import Load, Write

VOCABULARY = """project:
  label: 项目
  fields:
    price: {label: 单价, type: money, unit: 万元}
payment:
  label: 付款
  key: [batch]
  fields:
    batch: {label: 批次, type: choice, choices: [一期, 二期]}
"""
PARAMETERS = """ceiling:
  label: 单价上限
  type: money
  unit: 万元
  keys: [一期, 二期]
  values:
    2020-10-01: {values: {二期: 628元, 一期: 0.085}}
    2019-10-01: {values: {一期: 0.085, 二期: 0.085}}
floor:
  label: 在线率下限
  type: ratio
  values:
    2021-01-01: {value: 95%}
    2019-10-01: {value: 1/3}
due:
  label: 期限
  type: date
  values:
    2019-10-01: {value: 2020年12月31日}
"""


def test_fact_types_with_and_without_key(write: Write, load: Load) -> None:
    """A fact type without a key is single; fields carry kind, choices and unit; builtin types come along."""
    records = record_specs(load(write("pack", {"vocabulary.yaml": VOCABULARY})))
    assert records.keys() == {"project", "payment", *BUILTIN}
    assert (records["project"].single, records["payment"].single) == (True, False)
    assert records["payment"].fields["batch"].choices == ("一期", "二期")
    price = records["project"].fields["price"]
    assert (price.name, price.label, price.kind, price.unit) == ("price", "单价", Kind.MONEY, "万元")


def test_versions_are_exact_and_in_the_order_of_their_days(write: Write, load: Load) -> None:
    """Values are exact, in the unit of their kind; versions are sorted by day, keyed values by the parameter's keys."""
    specs = parameter_specs(load(write("pack", {"parameters.yaml": PARAMETERS})))
    floor = specs["floor"]
    assert [(version.since, version.value) for version in floor.versions] == [
        (date(2019, 10, 1).toordinal(), Fraction(1, 3)),
        (date(2021, 1, 1).toordinal(), Fraction(19, 20)),
    ]
    ceiling = specs["ceiling"]
    assert ceiling.keys == ("一期", "二期")
    assert [version.keyed for version in ceiling.versions] == [
        (("一期", Fraction(850)), ("二期", Fraction(850))),
        (("一期", Fraction(850)), ("二期", Fraction(628))),
    ]
    assert ceiling.versions[0].value is UNKNOWN
    assert specs["due"].versions[0].value == Fraction(date(2020, 12, 31).toordinal())


def test_versions_of_the_same_shape_sort(write: Write, load: Load) -> None:
    """Sorting never compares anything but days."""
    text = "a:\n  label: 甲\n  type: count\n  values:\n" + "".join(
        f"    {year}-01-01: {{value: {year}}}\n" for year in (2022, 2020, 2021)
    )
    versions = parameter_specs(load(write("pack", {"parameters.yaml": text})))["a"].versions
    assert [version.value for version in versions] == [2020, 2021, 2022]
