"""Projects that are decided one by one, in one process or several, and those whose numbers no column can hold."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from checker.facts import FactSet
from checker.messages import use_language
from checker.portfolio.single import DecidedRows, WrittenProject, WrittenRow, decide_many, decided_rows, opening
from checker.portfolio.single import many as many_module
from checker.portfolio.single.texts import texts_of_many
from checker.run import Checker, check_path, open_project
from checker.source import InputError
from tests.portfolio.made import portfolio_of
from tests.portfolio.written import written_of
from tests.strategies.making import checker_of, facts_of, small_pack

SEED = "facts/xinjian-2020"
PACK = opening("xueliang-2020", date(2020, 12, 31))
LONG = "1234567890123456789012345.67"
"""A number of money of more digits than any column of a database holds."""


@pytest.fixture(scope="module")
def seed() -> tuple[Checker, FactSet]:
    """The seed project and its checker."""
    return open_project(SEED, engine="plain")


def with_cells(written: WrittenProject, name: str, cells: Mapping[str, str]) -> WrittenProject:
    """Return a project in which the first row of a type says something else."""
    first, *others = written.rows[name]
    changed = replace(first, cells={**first.cells, **cells})
    return replace(written, rows={**written.rows, name: (changed, *others)})


def test_several_processes_give_what_one_gives(seed: tuple[Checker, FactSet], monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows come in the order of the projects and are the same, however many processes share the work."""
    monkeypatch.setattr(many_module, "_CHUNK", 2)
    written = [written_of(f"p{number}", seed[1]) for number in range(5)]
    written[3] = with_cells(written[3], "funding", {"spent": "2000万元"})
    alone = list(decide_many(written, PACK))
    assert list(decide_many(written, PACK, workers=2)) == alone
    assert [rows.project for rows in alone] == ["p0", "p1", "p2", "p3", "p4"]
    totals = [rows.scores.total for rows in alone if rows.scores]
    assert totals[0] == Fraction("93.07") != totals[3]


def test_wrong_rows_withhold_a_project(seed: tuple[Checker, FactSet]) -> None:
    """A value that cannot be read, or that disagrees with what it is derived from, withholds its project alone."""
    sound = written_of("sound", seed[1])
    unread = replace(with_cells(sound, "funding", {"spent": "三千万"}), project="unread")
    disagree = replace(with_cells(sound, "funding", {"arrival_rate": "91%"}), project="disagree")
    waived = replace(sound, project="waived", rows={**sound.rows, "waivers": (WrittenRow("waivers.csv:2", {
        "rule": "no-such-rule", "reason": "理由", "approver": "某局", "expires": "2021-12-31"}),)})  # fmt: skip
    kind = replace(sound, project="kind", kind="外部审计")
    rows = {each.project: each for each in decide_many([sound, unread, disagree, waived, kind], PACK)}
    assert {name: each.status for name, each in rows.items()} == {
        "sound": "decided", "unread": "withheld", "disagree": "withheld", "waived": "withheld", "kind": "withheld",
    }  # fmt: skip
    assert rows["disagree"] == DecidedRows(
        "disagree", sound.title, sound.kind, "withheld", None, rejects=rows["disagree"].rejects
    )
    codes = {name: [(problem.code, str(problem.place)) for problem in each.rejects] for name, each in rows.items()}
    assert codes["unread"] == [("not-a-number", "funding.csv:2")]
    assert codes["disagree"] == [("derived-disagrees", "funding.csv:2")]
    assert codes["waived"] == [("unknown-rule", "waivers.csv:2")]
    assert codes["kind"] == [("not-a-choice", "kind: kind")]


def test_long_numbers_stay_whole() -> None:
    """A project with a number of 27 digits is set aside for the exact path, which loses none of them."""
    pack = small_pack(
        {"fund": {"label": "资金", "fields": {"spent": {"label": "支出", "type": "money"}}}},
        {"over": {"when": f"支出 > {LONG}元", "message": "支出{支出}"}},
    )
    checker = checker_of(pack)
    just, above = (facts_of(pack, {"fund": {"spent": text}}) for text in (f"{LONG}元", f"{LONG}1元"))
    assert portfolio_of({"just": just, "above": above}, checker.plan).exact == {"just", "above"}
    found = {name: decided_rows(checker, name, facts).outcomes for name, facts in (("just", just), ("above", above))}
    assert [[row.outcome for row in rows] for rows in found.values()] == [["pass"], ["fail"]]


def test_texts_are_those_of_a_single_check(seed: tuple[Checker, FactSet]) -> None:
    """Problems, advice and findings read word for word as a single check gives them."""
    result = check_path(SEED)
    (texts,) = texts_of_many([written_of("p", seed[1])], PACK)
    found = [outcome for outcome in result.outcomes if outcome.outcome == "fail"]
    expected = [("problem", item.id, item.heading, item.text) for item in result.problems]
    expected += [("advice", item.problem, item.heading, item.text) for item in result.recommendations]
    expected += [("finding", item.id, item.title, item.message) for item in found]
    assert [(row.kind, row.id, row.heading, row.text) for row in texts.texts] == expected
    assert texts.fault is None


def test_nothing_is_said_of_a_withheld_project(seed: tuple[Checker, FactSet]) -> None:
    """A project with wrong facts has no texts, but everything that is wrong with it."""
    (texts,) = texts_of_many([with_cells(written_of("p", seed[1]), "funding", {"spent": "三千万"})], PACK)
    assert texts.texts == ()
    assert texts.fault is not None
    assert [problem.code for problem in texts.fault.problems] == ["not-a-number"]


def test_language_goes_with_the_work(seed: tuple[Checker, FactSet]) -> None:
    """What waits to be worded in another process is worded in the language of the one who asked."""
    use_language("en")
    try:
        english = opening("xueliang-2020", date(2020, 12, 31))
    finally:
        use_language("zh")
    assert (english.language, PACK.language) == ("en", "zh")
    written = with_cells(written_of("p", seed[1]), "funding", {"spent": "三千万"})
    assert list(decide_many([written], english)) == list(decide_many([written], PACK))


def test_a_pack_that_cannot_be_opened(tmp_path: Path) -> None:
    """What is wrong with the pack is told, not what it would do to each project."""
    with pytest.raises(InputError):
        list(decide_many([WrittenProject("p")], opening(str(tmp_path / "none"), date(2020, 12, 31))))
