"""Projects for the command to check, and how a command ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

SEED: Final = "facts/xinjian-2020"

# Meets everything, so that nothing is found and nothing is open.
CLEAN: Final = """\
rules: xueliang-2020
as_of: 2020-12-31
title: 甲区公安分局“雪亮工程”项目
kind: 部门评价
documents: {ledger: 资金明细账}
funding: {budget: 300万元, arrived: 300万元, spent: 300万元, source: ledger}
service_quarter:
  - {quarter: 2020Q2, batch: 二期, operator: 某公司, fault_rate: 10%, source: ledger}
  - {quarter: 2020Q3, batch: 二期, operator: 某公司, fault_rate: 3.2%, source: ledger}
payment:
  - {fee_quarter: 2020Q2, paid_on: 2020-07-31, source: ledger}
  - {fee_quarter: 2020Q3, paid_on: 2020-10上旬, source: ledger}
unit_price: [{batch: 二期, price: 628元, source: ledger}]
delivery: {planned: 200, completed: 200, due_on: 2020-06-30, completed_on: 2020-03-31, source: ledger}
survey: {issued: 50, returned: 50, satisfaction: 90%, source: ledger}
judgements:
  - {indicator: project_initiation, points: 5}
  - {indicator: performance_target, points: 5}
  - {indicator: funding_input, points: 8}
  - {indicator: fund_compliance, points: 6}
  - {indicator: organisation, points: 6}
  - {indicator: social_benefit, points: 10}
  - {indicator: sustainability, points: 10}
"""
# One payment a little late: a single finding, of severity “minor”, and no deduction.
MINOR: Final = CLEAN.replace("paid_on: 2020-07-31", "paid_on: 2020-08-10")
# One fault rate not given: a check cannot be told, and points hang on it.
UNKNOWN: Final = CLEAN.replace(", fault_rate: 3.2%", "")
# Nothing that any rule asks about.
NOTHING: Final = "rules: national-2020\ntitle: 什么都还没有\n"

# A pack of one rule, with a case that passes and one that does not come out as it says.
PACK: Final = {
    "pack.yaml": "id: small\ntitle: 小规则包\nversion: 1.0.0\n",
    "vocabulary.yaml": (
        "service:\n  label: 运行\n  key: [quarter]\n  fields:\n"
        "    quarter: {label: 季度, type: quarter}\n    fault_rate: {label: 故障率, type: ratio}\n"
    ),
    "rules/fault-rate-high.yaml": (
        'title: 故障率偏高\nfor: service\nwhen: 故障率 > 10%\nmessage: "{季度}故障率{故障率}"\n'
    ),
    "tests/fault-rate-high.yaml": (
        "- name: 超过界限\n  on: 2020-12-31\n  given: {service: [{quarter: 2020Q1, fault_rate: 11%}]}\n"
        "  expect: fail\n"
        "- name: 写错的预期\n  on: 2020-12-31\n  given: {service: [{quarter: 2020Q1, fault_rate: 10%}]}\n"
        "  expect: fail\n"
    ),
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: exit code, standard output and standard error."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]
