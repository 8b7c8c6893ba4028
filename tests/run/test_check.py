"""One check from beginning to end: what goes into the result, what is refused, and what is verified."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from checker.engine import Decisions, PlainEngine, Waivers
from checker.pack import Pack
from checker.plan.tables import Tables
from checker.result import Outcome
from checker.run import check_path, check_text, open_project
from checker.source import EngineFault, InputError, UsageFault
from tests.strategies.making import DAY, checker_of, facts_of, small_pack

VOCABULARY = """
fund:
  label: 资金
  fields:
    budget: {label: 预算, type: money, unit: 元, ask: 预算批复}
    spent: {label: 支出, type: money, unit: 元, ask: 明细账}
    unit: {label: 单位, type: text}
    rate: {label: 执行率, type: ratio, derive: 支出 / 预算}
item:
  label: 条目
  key: [code]
  fields:
    code: {label: 编号, type: text}
    cost: {label: 成本, type: money, unit: 元}
    colour: {label: 颜色, type: text}
    shown: {label: 写进问题, type: text}
"""
RULES: dict[str, object] = {
    "over": {"for": "item", "when": "成本 > 10元", "problem": "over"},
    "draft": {"when": "是", "status": "draft"},
    "later": {"when": "是", "valid_from": "2021-01-01"},
}
PROBLEMS = "over: {heading: 超支, text: '{% for f in findings %}{{ f.shown }}{% endfor %}'}"
INDICATORS = {
    "grades": [{"label": "优", "at_least": 90}, {"label": "差", "below": 90}],
    "indicators": [
        {"id": "rate", "label": "执行率", "weight": 60, "scoring": {"method": "proportional", "value": "执行率"}},
        {"id": "rest", "label": "其余", "weight": 40, "scoring": {"method": "judged"}},
    ],
}
FACTS = """
title: 某项目
kind: 部门评价
fund: {budget: 100, spent: 90, unit: 某局}
item: [{code: a, cost: 20, colour: 红, shown: 甲}, {code: b, cost: 5, colour: 绿}]
judgements: [{indicator: rest, points: 40}]
"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    """A small pack."""
    return small_pack(VOCABULARY, RULES, PROBLEMS, indicators=INDICATORS)


def test_header_makes_the_result_repeatable(pack: Pack) -> None:
    """The result names project, pack, version, day, engine and the digests of what went in."""
    checker = checker_of(pack, "durable")
    header = checker.check(facts_of(pack, FACTS)).header
    assert (header.title, header.kind, header.pack, header.pack_version) == ("某项目", "部门评价", "small", "1.0.0")
    assert (header.as_of, header.engine) == (DAY, "durable-rules")
    assert header.pack_digest == pack.digest
    assert header.facts_digest
    other = checker.check(facts_of(pack, FACTS.replace("90", "91"))).header
    assert other.facts_digest != header.facts_digest
    assert other.pack_digest == header.pack_digest


def test_unread_facts(pack: Pack) -> None:
    """A field that nothing reads is named once with its first place; keys, and what a template shows, are read."""
    unread = checker_of(pack).check(facts_of(pack, FACTS)).unread
    assert [found.label for found in unread] == ["资金.单位", "条目.颜色"]
    assert str(unread[1].place).endswith("item[1].colour")


def test_rules_that_were_not_decided(pack: Pack) -> None:
    """Rules not in force are listed with the reason, and are no outcomes."""
    result = checker_of(pack).check(facts_of(pack, FACTS))
    assert [(skipped.rule, skipped.title, skipped.reason) for skipped in result.skipped] == [
        ("draft", "规则draft", "草案"), ("later", "规则later", "2021年1月1日起施行"),
    ]  # fmt: skip
    assert {outcome.rule for outcome in result.outcomes} == {"over"}


def test_nothing_reported(pack: Pack) -> None:
    """Without any facts nothing is decided: every check is unknown, the score open, and everything is asked for."""
    result = checker_of(pack).check(facts_of(pack, "{}"))
    assert [outcome.outcome for outcome in result.outcomes] == [Outcome.UNKNOWN]
    assert result.outcomes[0].message == "没有提供条目，无法判断"
    assert result.undecided
    assert not result.decided
    assert result.grades == ("优", "差")
    asked = [(request.missing.type, request.missing.field, request.stake) for request in result.requests]
    assert asked[:2] == [("fund", "", Fraction(60)), ("judgement", "", Fraction(40))]
    assert ("item", "", Fraction(0)) in asked


def test_requests_name_the_document_to_ask_for(pack: Pack) -> None:
    """A missing field is asked for by its label, with the document that would tell it."""
    result = checker_of(pack).check(facts_of(pack, FACTS.replace(", spent: 90", "")))
    first = result.requests[0].missing
    assert (first.label, first.ask, first.field) == ("支出", "明细账", "spent")


def test_facts_that_cannot_be_true_together(pack: Pack) -> None:
    """Everything that contradicts is told at once, and there is no result."""
    wrong = (
        FACTS.replace("unit: 某局", "rate: 50%") + "waivers: [{rule: no, reason: r, approver: p, expires: 2020-12-31}]"
    )
    wrong = wrong.replace("points: 40", "points: 41")
    with pytest.raises(InputError) as caught:
        checker_of(pack).check(facts_of(pack, wrong))
    assert sorted(problem.code for problem in caught.value.problems) == [
        "derived-disagrees", "judgement-points", "unknown-rule",
    ]  # fmt: skip


class Contrary(PlainEngine):
    """An engine that finds nothing."""

    def decide(self, tables: Tables, waivers: Waivers) -> tuple[Decisions, Tables]:
        """Let everything pass."""
        decisions, tables = super().decide(tables, waivers)
        turned = tuple(replace(ruling, outcome=Outcome.PASS) for ruling in decisions.rulings)
        return replace(decisions, rulings=turned), tables


class Forgetful(PlainEngine):
    """An engine that loses a ruling."""

    def decide(self, tables: Tables, waivers: Waivers) -> tuple[Decisions, Tables]:
        """Lose the last ruling."""
        decisions, tables = super().decide(tables, waivers)
        return replace(decisions, rulings=decisions.rulings[:-1]), tables


class Silent(PlainEngine):
    """An engine that rules rightly but draws no conclusion."""

    def decide(self, tables: Tables, waivers: Waivers) -> tuple[Decisions, Tables]:
        """Leave out the problems."""
        decisions, tables = super().decide(tables, waivers)
        return replace(decisions, problems=()), tables


@pytest.mark.parametrize("engine", [Contrary, Forgetful, Silent])
def test_verify_finds_a_wrong_engine(pack: Pack, engine: type[PlainEngine]) -> None:
    """With ``verify`` an engine that rules or concludes otherwise than the plain evaluator is a fault."""
    checker = checker_of(pack)
    wrong = replace(checker, engine=engine(checker.plan))
    facts = facts_of(pack, FACTS)
    with pytest.raises(EngineFault):
        wrong.check(facts, verify=True)


def test_verify_agrees(pack: Pack) -> None:
    """Both engines agree on the project, and the result is the same with and without ``verify``."""
    checker = checker_of(pack, "durable")
    facts = facts_of(pack, FACTS)
    assert checker.check(facts, verify=True) == checker.check(facts)


def written(folder: Path, pack_files: dict[str, str]) -> Path:
    """Write a pack folder and return it."""
    for name, text in pack_files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


SMALL = {
    "pack.yaml": "{id: tiny, title: 小, version: 1.0.0}",
    "vocabulary.yaml": "fund: {label: 资金, fields: {spent: {label: 支出, type: money, unit: 元}}}",
    "rules/over.yaml": "{title: 超支, for: fund, when: 支出 > 10元, message: '支出{支出}'}",
}


def test_path_and_text_give_the_same(tmp_path: Path) -> None:
    """A file, and the same text from standard input, come to the same outcomes; the pack is found by its folder."""
    pack = written(tmp_path / "tiny", SMALL)
    facts = tmp_path / "facts.yaml"
    facts.write_text(f"rules: {'no-such-pack'}\nas_of: 2020-12-31\nfund: {{spent: 20}}", "utf-8")
    one = check_path(facts, rules=str(pack))
    other = check_text(facts.read_text("utf-8"), rules=str(pack))
    assert [outcome.message for outcome in one.outcomes] == ["支出20元"]
    assert one.outcomes == tuple(
        replace(outcome, evidence=found.evidence) for outcome, found in zip(other.outcomes, one.outcomes, strict=True)
    )
    assert one.header.as_of == date(2020, 12, 31)
    assert check_path(facts, rules=str(pack), as_of=date(2021, 1, 1)).header.as_of == date(2021, 1, 1)


def test_no_pack_named() -> None:
    """Facts that name no pack, checked without one, are wrong use, not a wrong file."""
    with pytest.raises(UsageFault, match="规则包"):
        check_text("title: 某项目")


def test_everything_wrong_in_facts_and_pack_at_once(tmp_path: Path) -> None:
    """What is wrong with the pack and what is wrong with the facts is told together."""
    pack = written(tmp_path / "tiny", SMALL | {"rules/over.yaml": "{title: 超支, when: 没有此名, message: 是}"})
    with pytest.raises(InputError) as caught:
        check_text("as_of: 某日\nfund: {spent: 20}", rules=str(pack))
    codes = {problem.code for problem in caught.value.problems}
    assert "unknown-name" in codes
    assert len(codes) > 1


def test_open_project_reads_once(tmp_path: Path) -> None:
    """A project that was opened is checked as often as wanted, on any engine, with the same result."""
    pack = written(tmp_path / "tiny", SMALL)
    facts = tmp_path / "facts.yaml"
    facts.write_text("as_of: 2020-12-31\nfund: {spent: 20}", "utf-8")
    results = []
    for engine in ("durable", "plain"):
        checker, found = open_project(facts, rules=str(pack), engine=engine)
        facts.write_text("as_of: 2020-12-31\nfund: {spent: 20}", "utf-8")
        results += [checker.check(found), checker.check(found)]
    assert results[0] == results[1]
    assert results[2] == results[3]
    assert results[0].outcomes == results[2].outcomes
