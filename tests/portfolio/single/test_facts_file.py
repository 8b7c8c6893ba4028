"""A project of a portfolio becomes an ordinary facts file that a single check decides in the same way."""

from dataclasses import replace
from pathlib import Path

import pytest

from checker.portfolio.single import decided_rows
from checker.portfolio.single.facts_file import facts_file
from checker.run import open_project
from tests.portfolio.single.test_round_trip import PROJECTS
from tests.portfolio.written import written_of


@pytest.mark.parametrize(("path", "rules"), PROJECTS)
def test_facts_file_gives_the_same_decisions(path: str, rules: str | None, tmp_path: Path) -> None:
    """The file names its pack, kind and day, and comes to the same rows of every table."""
    checker, facts = open_project(path, rules=rules, engine="plain")
    written = tmp_path / "facts.yaml"
    written.write_bytes(facts_file(written_of("p", facts), checker))
    again, given = open_project(written, rules=rules, engine="plain")
    assert (given.title, given.kind, given.rules, again.plan.as_of) == (
        facts.title, facts.kind, checker.plan.pack.id, checker.plan.as_of,
    )  # fmt: skip
    assert decided_rows(again, "p", given) == decided_rows(checker, "p", facts)


def test_each_fact_names_its_row(tmp_path: Path) -> None:
    """A comment says which row of the portfolio a fact comes from; a type without facts is written as such."""
    checker, facts = open_project("facts/xinjian-2020", engine="plain")
    written = written_of("p", facts)
    rows = {name: found for name, found in written.rows.items() if name != "payment"}
    written = replace(written, rows=rows, none=frozenset({"payment"}))
    text = facts_file(written, checker).decode()
    assert "# 来自 funding.csv:2\n  预算数: 4000万元\n" in text
    assert "费用支付: []" in text
    file = tmp_path / "facts.yaml"
    file.write_text(text, "utf-8")
    assert open_project(file, engine="plain")[1].facts["payment"] == ()
