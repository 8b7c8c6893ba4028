"""The small vocabulary against which all facts of these tests are read, made the way the run makes it from a pack."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
import yaml

from checker.facts import FactTypeRule, FieldRule, Vocabulary
from checker.pack.models import FactTypeModel, FieldModel
from checker.values import Kind, parse_value

FACT_TYPES = """
funding:
  label: 资金
  ask: 预算批复、到账凭证
  fields:
    budget: {label: 预算数, type: money, unit: 万元, min: 0元, ask: 预算批复文件}
    arrived: {label: 到位数, type: money, min: 0元}
    spent: {label: 支出数, type: money, min: 0元}
    execution_rate: {label: 预算执行率, type: ratio, derive: 支出数 / 预算数}
survey:
  label: 满意度调查
  fields:
    issued: {label: 发放份数, type: count, unit: 份, min: 0}
    satisfaction: {label: 满意度, type: ratio, min: 0%, max: 100%}
    graded: {label: 分级作答, type: truth}
    target: {label: 目标值, type: number}
    adjustment: {label: 调整分, type: score}
service_quarter:
  label: 季度运行
  key: [quarter, batch]
  fields:
    quarter: {label: 季度, type: quarter}
    batch: {label: 批次, type: choice, choices: [一期, 二期]}
    operator: {label: 承建单位, type: text}
    fault_rate: {label: 故障率, type: ratio, min: 0%, max: 100%}
    online_rate: {label: 在线率, type: ratio, derive: 1 - 故障率}
payment:
  label: 费用支付
  key: [fee_quarter]
  fields:
    fee_quarter: {label: 费用季度, type: quarter}
    paid_on: {label: 支付日期, type: date}
unit_price:
  label: 结算单价
  key: [batch]
  fields:
    batch: {label: 单价批次, type: choice, choices: [一期, 二期]}
    price: {label: 单价, type: money, unit: 元, min: 0元}
inspection:
  label: 现场抽查
  key: [day, site]
  fields:
    day: {label: 抽查日期, type: date, min: 2019-01-01, max: 2021-12-31}
    site: {label: 抽查点位, type: text}
    passed: {label: 是否合格, type: truth}
"""


def vocabulary_of(fact_types: Mapping[str, FactTypeModel]) -> Vocabulary:
    """Return the fact types of a pack as the reader of facts needs them; their bounds are known to be exact."""
    return Vocabulary({name: fact_type_rule(name, model) for name, model in fact_types.items()})


def fact_type_rule(name: str, model: FactTypeModel) -> FactTypeRule:
    """Return one fact type; a field that does not say whom to ask takes it from its type."""
    fields = {field: field_rule(field, entry, model.ask) for field, entry in model.fields.items()}
    return FactTypeRule(name, model.label, model.key, fields)


def field_rule(name: str, model: FieldModel, ask: str) -> FieldRule:
    """Return one field, its bounds read as values of its kind."""
    kind = Kind(model.type)
    low, high = (None if text is None else bound(text, kind, model.unit) for text in (model.min, model.max))
    derived = model.derive is not None
    return FieldRule(name, model.label, kind, model.choices, model.unit, low, high, derived, model.ask or ask)


def bound(text: str, kind: Kind, unit: str) -> Fraction:
    """Return a bound as an exact number."""
    value = parse_value(text, kind, unit).value
    assert isinstance(value, Fraction)
    return value


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """A small vocabulary with every kind of value."""
    written = yaml.load(FACT_TYPES, Loader=yaml.BaseLoader)  # noqa: S506 - builds nothing but text, lists and mappings
    return vocabulary_of({name: FactTypeModel.model_validate(model) for name, model in written.items()})
