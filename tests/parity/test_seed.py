"""The seed's project inside a portfolio of others: the same score and findings as by itself."""

from datetime import date
from pathlib import Path

from checker.facts import FactSet
from checker.portfolio.session import Session
from checker.result import Outcome
from checker.run import check_path, open_project
from tests.parity.by_sql import decide_all
from tests.parity.cases import PACKS, days_of
from tests.parity.decided import compared, decide
from tests.portfolio.made import portfolio_of

SEED = Path(__file__).parents[2] / "facts" / "xinjian-2020"
DAY = date(2020, 12, 31)


def test_seed(duck: Session) -> None:
    """93.07, 优, and the findings the checker gives for the project alone."""
    checker, seed = open_project(SEED, as_of=DAY, engine="plain")
    day = next(day for folder in PACKS for day in days_of(folder) if (day.pack.id, day.day) == ("xueliang-2020", DAY))
    others: dict[str, FactSet] = {other: facts for other, facts in day.projects.items() if decide(checker, facts)}
    found = decide_all(checker.plan, portfolio_of({**others, "seed": seed}, checker.plan), duck)["seed"]
    alone = decide(checker, seed)
    assert alone is not None
    assert compared({"seed": alone}, {"seed": found}, "alone", "inside") == []
    assert (found.said["total",], found.said["grades",]) == ("93.07", "优")
    findings = {about[1:] for about, outcome in found.said.items() if about[0] == "outcome" and outcome == "fail"}
    result = check_path(SEED, as_of=DAY)
    assert findings == {(found.rule, found.key) for found in result.outcomes if found.outcome is Outcome.FAIL}
