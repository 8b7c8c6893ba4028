"""Random packs and random projects: SQL says what the plain evaluator says, unless it refuses the pack by name."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from checker.engine import PlainEngine
from checker.facts import FactSet
from checker.portfolio.session import Session
from checker.run import Checker
from checker.sql.program import CannotSay, PlanRefused, build_program
from tests.parity.by_sql import decide_all
from tests.parity.decided import compared, decide
from tests.portfolio.made import Portfolio, portfolio_of
from tests.portfolio.sessions import ON_SPARK, duckdb_in
from tests.strategies.making import checker_of, load
from tests.strategies.packs import DrawnPack, packs
from tests.strategies.projects import projects

SOME = settings(max_examples=max(1, settings().max_examples // 5), suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=max(2, settings().max_examples // 50), suppress_health_check=list(HealthCheck))
REFUSALS = {
    "逐条发现再作判断，SQL 里没有写法；可以对问题判断，或数发现的条数",
    "把问题或指标与别的事实配对，SQL 里没有写法",
    "{name} 比较的值是除法的结果，各条的除数不同，SQL 里没有写法",
    "{name} 汇总的是哪几条要到运行时才知道，SQL 里没有写法",
    "对发现只能数条数、求合计、问有没有，不能用 {name}",
    "对发现的条件里用到了扣分，SQL 里没有写法",
    "挑选发现的条件要到运行时才知道，SQL 里没有写法",
    "对发现求合计，只能是扣分本身或一个常数",
    "表达式写成 SQL 太长：只知道范围的数算了太多层",
    "整个规则包写成 SQL 太长：只知道范围的数太多，规则又多",
    "精确计算需要 {digits} 位数字，SQL 最多精确到 {most} 位",
}
"""Every way in which SQL may refuse a rule; documented in the guide to portfolios."""


@st.composite
def portfolios(draw: st.DrawFn, most: int) -> tuple[DrawnPack, list[FactSet]]:
    """A pack with several projects of it."""
    pack = draw(packs())
    return pack, [
        project.reported for project in draw(st.lists(projects(pack, derived=False), min_size=1, max_size=most))
    ]


def hold_to_plain(drawn: tuple[DrawnPack, list[FactSet]], session: Session) -> bool:
    """Hold SQL to the plain evaluator on one portfolio; return whether SQL decided it at all.

    Rules that SQL refuses are left out on both sides; a pack whose scoring is refused is not decided.
    """
    pack, fact_sets = drawn
    note(str(pack.files()))
    checker = checker_of(load(pack.files()))
    named = {f"p{number}": facts for number, facts in enumerate(fact_sets)}
    portfolio = portfolio_of({name: facts for name, facts in named.items() if decide(checker, facts)}, checker.plan)
    refused = refusals(checker, portfolio)
    assert {part.why.text for part in refused} <= REFUSALS
    if any(not part.rule for part in refused):
        return False
    checker = without_rules(checker, {part.rule for part in refused})
    found = decide_all(checker.plan, portfolio, session)
    said = {name: decide(checker, facts) for name, facts in named.items() if name not in portfolio.exact}
    assert compared({name: one for name, one in said.items() if one}, found, "plain", session.dialect) == []
    return True


def refusals(checker: Checker, portfolio: Portfolio) -> tuple[CannotSay, ...]:
    """Return what SQL cannot say of a pack."""
    try:
        build_program(checker.plan, portfolio.shapes)
    except PlanRefused as refused:
        note(str(refused))
        return refused.parts
    return ()


def without_rules(checker: Checker, rules: set[str]) -> Checker:
    """Return the checker without some rules."""
    plan = replace(checker.plan, rules=tuple(rule for rule in checker.plan.rules if rule.id not in rules))
    return replace(checker, plan=plan, engine=PlainEngine(plan))


@SOME
@given(portfolios(8))
def test_duckdb(drawn: tuple[DrawnPack, list[FactSet]]) -> None:
    """DuckDB says the same of every project that fits into columns."""
    with TemporaryDirectory() as folder:
        session = duckdb_in(Path(folder))
        hold_to_plain(drawn, session)
        session.close()


@ON_SPARK
@FEW
@given(drawn=portfolios(8))
def test_spark(drawn: tuple[DrawnPack, list[FactSet]], spark: Session) -> None:
    """Spark says the same of every project that fits into columns."""
    hold_to_plain(drawn, spark)
