"""Puts the summary of finished results together; knows nothing about how it is shown."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.portfolio.run.manifest import read_manifest
from checker.portfolio.run.tables import UNKNOWNS
from checker.portfolio.session import open_duckdb
from checker.portfolio.summary.assessors import TABLE as ASSESSORS
from checker.portfolio.summary.assessors import assessors
from checker.portfolio.summary.departments import departments
from checker.portfolio.summary.documents import documents
from checker.portfolio.summary.lost import lost
from checker.portfolio.summary.model import RunSummary, Summary
from checker.portfolio.summary.opened import open_result
from checker.portfolio.summary.repeats import Years
from checker.portfolio.summary.totals import totals
from checker.portfolio.summary.undecided import undecided

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.messages import Message
    from checker.portfolio.summary.opened import OpenedResult

TOP: Final = 15
"""How many rules and repeat offenders are listed when nobody says."""


def summarise(outs: Sequence[Path], *, by: str = "", rules: str = "", top: int = TOP) -> Summary:
    """Return the summary of at least one result, each a folder, as of the earliest day first.

    ``by`` names the column that tells departments, ``rules`` the pack when it is not where it was, ``top`` how many
    rules and repeat offenders are listed. Raises ``UsageFault`` for a folder that is no whole result, a column that is
    not there, and two results of one year.
    """
    ordered = sorted(dict.fromkeys(outs), key=lambda out: (str(read_manifest(out)["as_of"]), out))
    with TemporaryDirectory(prefix="checker-") as work, closing(open_duckdb(temp=Path(work, "spill"))) as session:
        years = Years(session, len(ordered))
        runs = []
        for out in ordered:
            result = open_result(out, session, by=by, rules=rules)
            runs.append(_run(result, years.add(result), top))
        label = "" if result.by is None else result.label_of(result.by)
        return Summary(tuple(runs), years.repeats(result.words, label, top))


def _run(result: OpenedResult, years: tuple[str, ...], top: int) -> RunSummary:
    manifest = result.manifest
    counts, pack = manifest["counts"], manifest["pack"]
    return RunSummary(
        name=result.name,
        pack=pack["id"],
        pack_title=pack["title"],
        version=pack["version"],
        as_of=result.as_of,
        years=years,
        read=counts["read"],
        decided=counts["decided"],
        exact=counts["exact"],
        findings=counts["findings"],
        full=result.words.full,
        totals=totals(result),
        lost=lost(result, top),
        departments=departments(result),
        assessors=assessors(result),
        documents=documents(result, counts["decided"]),
        undecided=undecided(result),
        notes=tuple(_notes(result)),
    )


def _notes(result: OpenedResult) -> Iterator[Message]:
    """Yield why something is left out."""
    if result.words.why is not None:
        yield result.words.why
    if result.by is None:
        yield message("项目表里没有部门或单位一列：用 --by 写按哪一列分组，或运行时用 --carry 带上它")
    for table in (UNKNOWNS, ASSESSORS):
        if not result.has(table):
            yield message("结果里没有表 {table}：运行 checker batch 时没有要它", table=table)
