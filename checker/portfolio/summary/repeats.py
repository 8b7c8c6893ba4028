"""Turns the findings of several years into who was found at fault again; knows nothing about how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from checker.messages import message
from checker.portfolio.summary.model import Again, Repeat, Repeats
from checker.portfolio.summary.numbers import fraction, whole
from checker.source import UsageFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checker.portfolio.session import Session
    from checker.portfolio.summary.opened import OpenedResult
    from checker.portfolio.summary.pack_words import PackWords

_FOUND: Final = """
SELECT year, COALESCE(department, '') AS department, project, ANY_VALUE(title) AS title, rule, COUNT(*) AS findings,
  COALESCE(SUM(deduction_low), 0)::DECIMAL(38, 10) AS lost
FROM findings JOIN projects USING (project) WHERE concerns <> 'evaluation' GROUP BY ALL
"""
_DECIDED: Final = """
SELECT year, COALESCE(department, '') AS department, COUNT(*) AS projects FROM projects WHERE status = 'decided'
GROUP BY ALL
"""
_YEARS: Final = "SELECT DISTINCT year FROM projects ORDER BY 1"
_PROJECTS: Final = """
SELECT project AS who, MAX(title) AS title, rule, SUM(findings) AS all_findings, SUM(lost) AS all_lost,
  LIST({{'year': year, 'findings': findings, 'projects': 1, 'lost': lost}} ORDER BY year) AS years,
  COUNT(*) OVER () AS found
FROM (
  SELECT project, rule, year, MAX(title) AS title, SUM(findings) AS findings, SUM(lost) AS lost
  FROM ({found}) GROUP BY ALL
) GROUP BY project, rule HAVING COUNT(*) > 1
ORDER BY COUNT(*) DESC, all_lost DESC, all_findings DESC, who, rule LIMIT {top}
"""
_DEPARTMENTS: Final = """
SELECT department AS who, '' AS title, rule, SUM(projects) AS all_projects, SUM(lost) AS all_lost,
  LIST({{'year': year, 'findings': findings, 'projects': projects, 'lost': lost}} ORDER BY year) AS years,
  COUNT(*) OVER () AS found
FROM (
  SELECT department, rule, year, SUM(findings) AS findings, COUNT(DISTINCT project) AS projects, SUM(lost) AS lost
  FROM ({found}) WHERE department <> '' GROUP BY ALL
) GROUP BY department, rule HAVING COUNT(*) > 1
ORDER BY COUNT(*) DESC, all_lost DESC, all_projects DESC, who, rule LIMIT {top}
"""


class Years:
    """Keeps what was found in each of ``many`` results while the next is opened; no year may be in two of them."""

    def __init__(self, session: Session, many: int) -> None:
        self._session = session
        self._many = many
        self._kept: list[str] = []
        self._names: dict[str, str] = {}
        self._decided: dict[tuple[str, str], int] = {}

    def add(self, result: OpenedResult) -> tuple[str, ...]:
        """Take a result in and return its years; raises ``UsageFault`` when one of them was there already."""
        years = tuple(str(row["year"]) for row in result.rows(_YEARS))
        for year in years:
            if year in self._names:
                what = message(
                    "{first} 和 {second} 都有 {year} 年度的项目，不能比较年度",
                    first=self._names[year], second=result.name, year=year,
                )  # fmt: skip
                raise UsageFault(what)
            self._names[year] = result.name
        if self._many + len(years) < 3:  # noqa: PLR2004 - one result of one year: there is nothing to compare
            return years
        name = f"found__{len(self._kept)}"
        self._session.keep(name, _FOUND)
        self._kept.append(name)
        for row in result.rows(_DECIDED):
            self._decided[row["year"], row["department"]] = whole(row["projects"])
        return years

    def repeats(self, words: PackWords, label: str, top: int) -> Repeats | None:
        """Return the worst ``top`` of each kind over all results taken in; None when there is only one year."""
        years = tuple(sorted(self._names))
        if len(years) < 2:  # noqa: PLR2004 - a year to compare with
            return None
        found = " UNION ALL ".join(f"SELECT * FROM {name}" for name in self._kept)  # noqa: S608 - names of our own
        projects, departments = (
            self._session.rows(query.format(found=found, top=top)) for query in (_PROJECTS, _DEPARTMENTS)
        )
        return Repeats(
            years,
            _repeats(projects, words, {}),
            whole(projects[0]["found"]) if projects else 0,
            label,
            _repeats(departments, words, self._decided),
            whole(departments[0]["found"]) if departments else 0,
        )


def _repeats(
    rows: Sequence[dict[str, Any]], words: PackWords, decided: Mapping[tuple[str, str], int]
) -> tuple[Repeat, ...]:
    return tuple(
        Repeat(
            row["who"],
            row["title"] or "",
            row["rule"],
            words.rule(row["rule"]).title,
            tuple(
                Again(
                    year["year"],
                    whole(year["findings"]),
                    whole(year["projects"]),
                    decided.get((year["year"], row["who"]), 1),
                    fraction(year["lost"]),
                )
                for year in row["years"]
            ),
        )
        for row in rows
    )
