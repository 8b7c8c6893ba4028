"""``checker sql``: prints a rule pack as commented SQL, or says which of its rules SQL cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, cast

from checker.cli.output import emit
from checker.cli.words import day, one_of
from checker.messages import message, tr
from checker.result import ExitCode
from checker.source import EngineFault, Problems, UsageFault

if TYPE_CHECKING:
    from checker.plan import Plan
    from checker.sql.dialects import DialectName
    from checker.sql.steps import Program

DIALECTS: Final = ("duckdb", "spark")
_KEPT: Final = {"duckdb": "CREATE OR REPLACE TEMPORARY TABLE", "spark": "CACHE TABLE"}
_VIEW: Final = "CREATE OR REPLACE TEMPORARY VIEW"


def run_sql(*, rules: str, as_of: str, dialect: str, output: str) -> int:
    """Print the program of a pack and return the exit code; raises ``InputError`` with everything SQL cannot say."""
    from checker.portfolio.run.program import program_of  # noqa: PLC0415 - help starts fast
    from checker.run import open_checker  # noqa: PLC0415 - the same
    from checker.sql.program import declared_shapes  # noqa: PLC0415 - the same

    one_of("--dialect", dialect, DIALECTS)
    on = day("--as-of", as_of) or date.today()
    if not rules:
        raise UsageFault(message("没有说用哪个规则包：用 --rules 写规则包的编号或文件夹"))
    problems = Problems()
    checker = open_checker(rules, on, problems, engine="plain")
    problems.raise_if_any()
    if checker is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    program = program_of(checker.plan, declared_shapes(checker.plan))
    emit("\n".join(_lines(program, checker.plan, cast("DialectName", dialect))), output)
    return ExitCode.CLEAN


def _lines(program: Program, plan: Plan, dialect: DialectName) -> Iterator[str]:
    """Yield the program, a statement for each step and each output table, each with what it is about."""
    from checker.sql.dialects import to_sql  # noqa: PLC0415 - loaded by now
    from checker.sql.exact_sums import DUCKDB_MACRO  # noqa: PLC0415 - the same

    pack = plan.pack
    yield _comment(
        tr(
            "{title}（{pack} {version}），检查基准日 {day}",
            title=pack.model.title,
            pack=pack.id,
            version=pack.model.version,
            day=plan.as_of,
        )
    )
    yield _comment(tr("读取的表：{names}", names="、".join(program.inputs)))
    if dialect == "duckdb":
        yield from ("", DUCKDB_MACRO.strip() + ";")
    for step in program.steps:
        yield ""
        if step.comment:
            yield _comment(step.comment)
        made = _KEPT[dialect] if step.keep else _VIEW
        yield f"{made} {step.name} AS\n{to_sql(step.select, dialect)};"
    for name, select in program.outputs.items():
        yield ""
        yield _comment(tr("结果表 {name}", name=name))
        yield f"{to_sql(select, dialect)};"
    yield ""


def _comment(text: str) -> str:
    return "-- " + " ".join(text.split())
