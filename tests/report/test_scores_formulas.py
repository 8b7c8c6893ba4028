"""Expressions become formulas that come to the same value as the evaluator, in LibreOffice as in Excel."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Final, get_args

import openpyxl
import pytest

from checker.expr import Expr, Scope, compile_text, evaluate
from checker.expr.tree import Aggregate
from checker.facts import FactSet
from checker.plan.tables import Tables, build_tables
from checker.report.scores import formula
from checker.report.scores.facts_ledger import cells_of, fact_rows
from checker.report.scores.formula import formula_of
from checker.report.scores.formula_place import Here, place_of
from checker.report.scores.formula_text import SERIAL_OF_FIRST_DAY, Inexpressible, criterion, number, quoted, storable
from checker.report.scores.names import FACTS, PARAMETERS, Names, name_of
from checker.report.scores.parameters_sheet import parameter_rows
from checker.report.scores.written import write_stored
from checker.run import Checker
from checker.source import Problems
from checker.values import Kind
from tests.office import convert, needs_soffice
from tests.strategies.making import checker_of, facts_of, small_pack

VOCABULARY: Final = """
money:
  label: 资金
  fields:
    budget: {label: 预算, type: money}
    adjusted: {label: 调整预算, type: money}
    spent: {label: 支出, type: money}
    fee: {label: 单价, type: money, unit: 元}
    rate: {label: 比率, type: ratio}
    people: {label: 人数, type: count}
    points: {label: 分数, type: score}
    plain: {label: 数, type: number}
    due: {label: 应完成, type: date}
    done: {label: 完成, type: date}
    quarter: {label: 季度, type: quarter}
    kind: {label: 类别, type: choice, choices: [一期, 二期]}
    name: {label: 名称, type: text}
    sound: {label: 合格, type: truth}
    third: {label: 三分之一, type: ratio}
    around: {label: 大约数, type: money}
    huge: {label: 大数, type: number}
many:
  label: 班
  key: [code]
  fields:
    code: {label: 编号, type: text}
    size: {label: 班额, type: count}
    pass_rate: {label: 通过率, type: ratio}
    fee_paid: {label: 收费, type: money}
    level: {label: 等级, type: choice, choices: [初级, 高级]}
none: {label: 空类, key: [id], fields: {id: {label: 空键, type: text}, value: {label: 空值, type: count}}}
"""
FACTS_GIVEN: Final = """
money:
  预算: 4000万元
  支出: 3656.18万元
  单价: 628元
  比率: 97%
  人数: 960
  分数: 8.5分
  数: -2.5
  应完成: 2020-11-30
  完成: 2021-01-15
  季度: 2019Q4
  类别: 一期
  名称: Abc“"公司
  合格: 是
  三分之一: 1/3
  大约数: 低于850元
  大数: 12345678901234567890
many:
  - {编号: A, 班额: 30, 通过率: 90%, 收费: 1.2万元, 等级: 初级}
  - {编号: B, 班额: 20, 通过率: 72%, 收费: 2万元, 等级: 高级}
  - {编号: C, 班额: 10, 通过率: 60%, 收费: 0.8万元, 等级: 高级}
none: []
"""
PARAMETERS_GIVEN: Final = """
floor: {label: 下限, type: ratio, values: {2019-01-01: {value: 90%}, 2020-12-01: {value: 95%},
  2022-01-01: {value: 99%}}}
limit: {label: 限额, type: money, keys: [一期, 二期], values: {2019-01-01: {values: {一期: 850元, 二期: 628元}}}}
"""
USES: Final = {
    "uses": "{for: project, when: '比率 < 下限 and 单价 > lookup(限额, 类别)'}",
    "dated": "{for: project, when: 比率 < 下限, parameters_on: 应完成}",
}

SAME: Final = [
    # what is written in a rule
    ("1.5", "=1.5"),
    ("-3", "=-3"),
    ("4000万元", "=40000000"),
    ("90%", "=0.9"),
    ("2020-12-31", "=DATE(2020,12,31)"),
    ("是", "=TRUE"),
    # fields, in their unit
    ("预算", '=IF(事实!E2="",NA(),事实!E2*10000)'),
    ("单价", '=IF(事实!E5="",NA(),事实!E5)'),
    ("比率", '=IF(事实!E6="",NA(),事实!E6)'),
    ("季度 - 2019Q1", '=IF(事实!E12="",NA(),LEFT(事实!E12,4)*4+RIGHT(事实!E12,1)-1-8076)'),
    ("合格", '=IF(事实!E15="",NA(),事实!E15="是")'),
    ("三分之一 * 3", "=事实!E16*3"),
    # arithmetic keeps its brackets, and money of one unit is divided as it stands
    ("支出 / 预算", "=IF(COUNTA(事实!E4,事实!E2)<2,NA(),事实!E4/事实!E2)"),
    ("支出 / 单价", "=IF(COUNTA(事实!E4,事实!E5)<2,NA(),事实!E4*10000/事实!E5)"),
    ("10 - (3 - 2)", "=10-(3-2)"),
    ("8 / (4 / 2)", "=8/(4/2)"),
    ("(1 + 2) * 3", "=(1+2)*3"),
    ("完成 - 应完成", "=IF(COUNTA(事实!E11,事实!E10)<2,NA(),事实!E11-事实!E10)"),
    # a limit that is exactly met counts as met, whatever binary arithmetic leaves behind
    ("1 - 比率 = 3%", '=IF(事实!E6="",NA(),ROUND(1-事实!E6,10)=0.03)'),
    ("1 - 0.98 <= 0.02", "=ROUND(1-0.98,10)<=0.02"),
    ("round(0.285 * 100)", "=ROUND(ROUND(0.285*100,10),0)"),
    ("round(100 - 99.995, 2)", "=ROUND(ROUND(100-99.995,10),2)"),
    ("round(数)", '=IF(事实!E9="",NA(),ROUND(事实!E9,0))'),
    ("ceiling(0.03 / 0.01)", "=-INT(-ROUND(0.03/0.01,10))"),
    ("floor(数)", '=IF(事实!E9="",NA(),INT(事实!E9))'),
    ("ceiling(数)", '=IF(事实!E9="",NA(),-INT(-事实!E9))'),
    ("abs(数)", '=IF(事实!E9="",NA(),ABS(事实!E9))'),
    ("min(3, 人数, 5)", '=IF(事实!E7="",NA(),MIN(3,事实!E7,5))'),
    # text
    ("类别 = 一期", '=IF(事实!E13="",NA(),事实!E13="一期")'),
    ("类别 != 二期", '=IF(事实!E13="",NA(),事实!E13<>"二期")'),
    ("名称 = “ABC公司”", '=IF(事实!E14="",NA(),EXACT(事实!E14,"ABC公司"))'),
    ("类别 in (一期, 二期)", '=IF(事实!E13="",NA(),OR(事实!E13="一期",事实!E13="二期"))'),
    ("人数 between 900 and 960", '=IF(事实!E7="",NA(),AND(事实!E7>=900,事实!E7<=960))'),
    ("not 合格", '=IF(事实!E15="",NA(),NOT(事实!E15="是"))'),
    # what is missing now may be given later, and the other way round
    (
        "if 调整预算 is known then 调整预算 else 预算",
        '=IF(事实!E2="",NA(),IF(COUNTA(事实!E3,事实!G3:H3)>0,IF(事实!E3="",NA(),事实!E3*10000),事实!E2*10000))',
    ),
    ("调整预算 is missing", "=NOT(COUNTA(事实!E3,事实!G3:H3)>0)"),
    ("大约数 is known", "=COUNTA(事实!E17,事实!G17:H17)>0"),
    (
        "合格 or 比率 > 调整预算 / 1元",
        '=IF(OR(IFERROR(IF(事实!E15="",NA(),事实!E15="是"),FALSE),IFERROR(IF(事实!E6="",NA(),事实!E6)>'
        'ROUND(IF(事实!E3="",NA(),事实!E3*10000)/1,10),FALSE)),TRUE,OR(IF(事实!E15="",NA(),事实!E15="是"),'
        'IF(事实!E6="",NA(),事实!E6)>ROUND(IF(事实!E3="",NA(),事实!E3*10000)/1,10)))',
    ),
    # parameters
    ("下限", "=参数!C3"),
    ("lookup(限额, 二期)", "=参数!C6"),
    ("lookup(限额, 类别)", '=IF(事实!E13="",NA(),IF(事实!E13="一期",参数!C5,IF(事实!E13="二期",参数!C6,NA())))'),
    # dates and quarters
    ("next(季度) - 季度", None),
    ("quarter_of(完成) - 季度", None),
    ("quarter_start(季度)", None),
    ("month_end(季度, 2)", None),
    ("month_end(季度, 3)", None),
    ("days(应完成, 完成)", None),
    ("months(应完成, 完成)", None),
    ("months(完成, 应完成)", None),
    ("year_of(完成)", None),
    ("year_of_quarter(季度)", None),
    # over several facts
    ("count(班)", "=3"),
    ("count(班 where 等级 = 高级)", None),
    ("exists(班 where 通过率 < 60%)", None),
    ("sum(班额 over 班)", "=IF(COUNTA(事实!E20,事实!E25,事实!E30)<3,NA(),SUM(事实!E20,事实!E25,事实!E30))"),
    ("sum(班额 * 通过率 over 班 where 等级 = 高级)", None),
    ("sum(收费 over 班) / 预算", None),
    ("average(通过率 over 班)", None),
    ("average(通过率 over 班 where 等级 = 高级)", None),
    ("min(通过率 over 班 where 等级 = 高级)", None),
    ("max(通过率 over 班)", None),
    ("only(班额 over 班 where 等级 = 初级)", None),
    ("sum(空值 over 空类)", "=0"),
    ("count(空类)", "=0"),
    ("exists(空类)", "=FALSE"),
]  # fmt: skip
"""Expressions with their formulas; where none is written only the value is compared."""

REFUSED: Final = [
    ("大约数 + 1元", "大约数只知道低于850元"),
    ("调整预算 / 预算", "调整预算还不知道"),
    ("大数 + 1", "有效数字超过15位"),
    ("valid_date(2020, 11, 31)", "函数 valid_date"),
    ("预算 / (预算 - 预算)", "除数是零"),
    ("average(空值 over 空类)", "还不能确定"),
    ("round(1.234, 人数 - 958)", "位数"),
]


@pytest.fixture(scope="module")
def checker() -> Checker:
    """The checker of the pack of this page."""
    return checker_of(small_pack(VOCABULARY, USES, parameters=PARAMETERS_GIVEN))


@pytest.fixture(scope="module")
def facts(checker: Checker) -> FactSet:
    """The facts of this page."""
    return facts_of(checker.plan.pack, FACTS_GIVEN)


@pytest.fixture(scope="module")
def tables(checker: Checker, facts: FactSet) -> Tables:
    """The facts as tables."""
    return build_tables(checker.plan, facts, Problems())


@pytest.fixture(scope="module")
def here(checker: Checker, facts: FactSet, tables: Tables) -> Here:
    """Where the expressions of this page are compiled."""
    plan = replace(checker.plan, read=frozenset({("money", "adjusted")}))
    fields = cells_of(fact_rows(plan, facts.facts, tables))
    parameters = {(row.spec.name, row.since, row.key): row.cell for row in parameter_rows(plan)}
    return place_of(Names(fields, parameters, {}, {}, {}), tables.env)


def tree_of(text: str, checker: Checker) -> Expr:
    """Return the typed tree of an expression about the whole project."""
    return compile_text(text, Scope(checker.plan.records, checker.plan.parameters))


@pytest.mark.parametrize(("text", "expected"), SAME, ids=lambda item: str(item)[:40])
def test_formula_is_readable(text: str, expected: str | None, checker: Checker, here: Here) -> None:
    """An expression becomes the formula a person would write, guarded against cells that are emptied."""
    found = formula_of(tree_of(text, checker), here)
    assert found.startswith("=")
    assert expected is None or found == expected


@pytest.mark.parametrize(("text", "why"), REFUSED, ids=[text for text, _ in REFUSED])
def test_reason_is_given_where_there_is_no_formula(text: str, why: str, checker: Checker, here: Here) -> None:
    """What is bounded, unknown, too long or without a function of a workbook is refused, with the reason."""
    with pytest.raises(Inexpressible, match=why):
        formula_of(tree_of(text, checker), here)


@needs_soffice
def test_formulas_come_to_the_value(
    checker: Checker, facts: FactSet, tables: Tables, here: Here, tmp_path: Path
) -> None:
    """LibreOffice computes from every formula what the evaluator says of the expression."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    plan = replace(checker.plan, read=frozenset({("money", "adjusted")}))
    given = book.create_sheet(name_of(FACTS))
    for row in fact_rows(plan, facts.facts, tables):
        write_stored(given.cell(row.row, 5), row.stored)
        for column, end in zip((7, 8), row.ends, strict=True):
            write_stored(given.cell(row.row, column), end)
    policy = book.create_sheet(name_of(PARAMETERS))
    for parameter in parameter_rows(plan):
        write_stored(policy.cell(parameter.row, 3), parameter.written)
    trees = [tree_of(text, checker) for text, _ in SAME]
    for at, tree in enumerate(trees, 1):
        sheet.cell(at, 1).value = formula_of(tree, here)
    book.save(tmp_path / "formulas.xlsx")
    computed = openpyxl.load_workbook(convert(tmp_path / "formulas.xlsx", "xlsx", tmp_path), data_only=True)
    for at, ((text, _), tree) in enumerate(zip(SAME, trees, strict=True), 1):
        assert same(computed.worksheets[0].cell(at, 1).value, evaluate(tree, here.env), tree.kind), text


def same(found: object, value: object, kind: Kind) -> bool:
    """Say whether a cell holds a value, days being counted as workbooks do."""
    if isinstance(value, bool):
        return found is value
    assert isinstance(value, Fraction)
    if kind is Kind.DATE:
        value -= SERIAL_OF_FIRST_DAY
    return isinstance(found, int | float) and abs(Fraction(found) - value) < Fraction(1, 10**9)


def test_dated_parameter_is_picked_by_its_day(checker: Checker, here: Here) -> None:
    """A parameter picked by the date of a fact is picked in the formula too, among all its versions."""
    rule = checker.plan.rule("dated")
    assert rule is not None
    assert formula_of(rule.when, here) == (
        "=IF(COUNTA(事实!E6,事实!E10)<2,NA(),事实!E6<ROUND(IF(事实!E10>=DATE(2022,1,1),参数!C4,"
        "IF(事实!E10>=DATE(2020,12,1),参数!C3,IF(事实!E10>=DATE(2019,1,1),参数!C2,NA()))),10))"
    )


def test_every_node_has_a_compiler() -> None:
    """No kind of expression is left out."""
    assert set(get_args(Expr)) == set(formula._COMPILERS)


def test_aggregate_over_too_many_facts_is_refused(here: Here) -> None:
    """A ledger does not become a formula of thousands of cells."""
    rows = [dict(here.env.tables["many"][0]) for _ in range(201)]
    env = here.env._replace(tables={**here.env.tables, "many": rows})
    with pytest.raises(Inexpressible, match="太多"):
        formula_of(Aggregate("count", "many", "many", None, None, Kind.COUNT), replace(here, env=env))


def test_pieces_of_formulas_are_safe() -> None:
    """Text stays text: quotes are doubled, signs that SUMIFS understands are marked, long numbers are refused."""
    assert quoted('a"b') == '"a""b"'
    assert criterion("*质?量~") == '"=~*质~?量~~"'
    assert criterion("一", "!=") == '"<>一"'
    assert number(Fraction(1, 3)).text == "1/3"
    assert storable(Fraction("123456789.123456"))
    assert not storable(Fraction("1234567890.1234567"))
    with pytest.raises(Inexpressible):
        number(Fraction("1234567890.1234567"))
