"""A second kind of project, written as data only: the proof that a new kind needs no Python.

What is expected of the two projects was worked out by hand in ``training-2022-facts/README.md`` before the checker ran.
"""

import stat
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from checker.pack import Pack, load_pack
from checker.pack.models import Bands, Checklist, IndicatorModel, Linear, Proportional, Scoring, Steps
from checker.report.terminal import print_result
from checker.result import CheckResult, Outcome
from checker.run import ENGINES, check_path
from checker.source import Problems
from checker.testing import run_cases
from checker.values import Amount, Interval

ROOT = Path(__file__).parent.parent.parent
PACK = Path("tests", "packs", "training-2022")
FACTS = Path("tests", "packs", "training-2022-facts")
DATA = {".yaml", ".md"}

Bounds = tuple[str, str]

CHENGGUAN = {
    "decision": "12.3", "initiation": "5.6", "target": "4", "budgeting": "2.7",
    "process": "22.53", "arrival": "4", "execution": "5.7", "compliance": "4.5", "system": "4", "management": "4.33",
    "output": "31.61", "people": "9", "structure": "5", "certificate": "5.81", "attendance": "3.4", "timeliness": "3",
    "unit_cost": "2.4", "helped": "3",
    "benefit": "22.49", "employment": "7.2", "practice": "3.84", "online": "0", "employer": "1.95", "satisfied": "6",
    "complaints": "1.5", "lasting": "2",
    "new_jobs": "1.5",
}  # fmt: skip
HEWAN: dict[str, str | Bounds] = {
    "decision": ("8.1", "11.1"), "initiation": ("4", "5"), "target": ("2", "4"), "budgeting": "2.1",
    "process": ("15.17", "17.17"), "arrival": "4", "execution": "4.5", "compliance": ("2.5", "4.5"), "system": "2.5",
    "management": "1.67",
    "output": ("29.22", "32.56"), "people": ("9", "10"), "structure": "3", "certificate": ("5.72", "6.56"),
    "attendance": ("3.5", "4"), "timeliness": ("2", "3"), "unit_cost": "3", "helped": "3",
    "benefit": ("14.5", "17.3"), "employment": ("5.2", "7.2"), "practice": "0", "online": "2.4", "employer": "0",
    "satisfied": "7.2", "complaints": ("-0.3", "0.5"), "lasting": "0",
    "new_jobs": ("0", "3"),
}  # fmt: skip
WEIGHTS_OF_HEWAN = {"satisfied": 9, "employer": 3, "lasting": 2, "helped": 3}

CHENGGUAN_PROBLEMS = {
    "over-subsidy": (
        "补贴标准按开班时间执行，2022年7月1日起提高为初级1200元、中级1800元、高级2500元。有一个班超过开班时的标准："
        "中级的A02班，涉及补贴41.6万元。具体是：A02（中级，2022年4月11日开班）人均补贴1600元，开班时的标准是1500元。"
    ),
    "late-subsidy": "A04班2022年11月1日申请，2022年11月25日拨付，超过20天。",
    "low-certificate": "A04班取证率72%，低于75%。",
    "low-employment": "2022年4-6月就业率48%，目标50%。",
    "complaints": "收费类一件（T1），共扣0.5分。",
}
HEWAN_PROBLEMS = {
    "over-subsidy": (
        "补贴标准按开班时间执行，2022年7月1日起提高为初级1200元、中级1800元、高级2500元。有一个班超过开班时的标准："
        "初级的B01班，涉及补贴22万元。具体是：B01（初级，2022年6月开班）人均补贴1100元，开班时的标准是1000元。"
    ),
    "no-agreement": "B01班在协议Y1到期（2022年5月31日）以后开班。",
    "low-certificate": "B03班取证率70%，低于75%。",
    "low-employment": "2022年4-6月就业率45%，目标50%。",
    "complaints": "安全类一件（T1）；收费类一件（T2），共扣1.5分。",
}
ADVICE = {
    "over-subsidy": (
        "按开班时的标准核定补贴",
        "在补贴系统里把标准与开班日期对应起来，对一个班多发的补贴限期追回。",
    ),
    "late-subsidy": ("加快补贴审核拨付", "受理后20天内拨付到位，逾期的逐笔说明原因。"),
    "no-agreement": ("先签协议后开班", "开班备案时核对协议编号和期限，没有有效协议的不予备案、不拨补贴。"),
    "low-certificate": ("提高培训质量", "对取证率低的培训机构核减下一年的培训名额。"),
    "low-employment": ("培训与岗位对接", "按企业用工需求开班，培训前签订就业意向。"),
    "complaints": ("逐件整改投诉反映的问题", "公开收费标准和投诉电话，属实的投诉限期整改并回复。"),
}


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places in results are named from the working folder on."""
    monkeypatch.chdir(ROOT)


@pytest.fixture
def pack() -> Pack:
    """The pack with its cases."""
    problems = Problems()
    loaded = load_pack(PACK, problems, with_cases=True)
    assert [str(problem) for problem in problems.found] == []
    assert loaded is not None
    return loaded


def check(project: str, engine: str = "durable") -> CheckResult:
    """Check one of the two projects."""
    return check_path(FACTS / project, rules=str(PACK), engine=engine)


def written(amount: str | Bounds) -> Amount:
    """Return a score as it is expected: exact, or between two ends."""
    if isinstance(amount, str):
        return Fraction(amount)
    return Interval(Fraction(amount[0]), Fraction(amount[1]))


def outcomes(result: CheckResult, *words: Outcome, concerns: str) -> set[str]:
    """Return the checks that came to one of these outcomes."""
    return {outcome.id for outcome in result.outcomes if outcome.outcome in words and outcome.concerns == concerns}


def scorings(pack: Pack) -> list[Scoring]:
    """Return how every indicator of the pack says it is scored."""

    def below(model: IndicatorModel) -> list[Scoring]:
        own = [] if model.scoring is None else [model.scoring]
        return own + [scoring for child in model.children for scoring in below(child)]

    return [scoring for top in pack.indicators.model.indicators for scoring in below(top)]


def test_pack_and_facts_are_only_data() -> None:
    """The second kind is YAML and text for people: no code, nothing executable, no link to anything elsewhere."""
    files = [path for folder in (PACK, FACTS) for path in folder.rglob("*") if not path.is_dir()]
    assert {path.suffix for path in files} == DATA
    assert not [path for path in files if path.is_symlink() or path.stat().st_mode & stat.S_IXUSR]


def test_checker_does_not_know_this_kind() -> None:
    """No module of the checker names this pack or what it is about: nothing was built in for it."""
    modules = list((ROOT / "checker").rglob("*.py"))
    assert modules
    words = ("training", "培训", "subsid", "补贴", "取证")
    knowing = [path for path in modules for word in words if word in path.read_text("utf-8")]
    assert not knowing


def test_pack_rests_on_the_national_pack(pack: Pack) -> None:
    """The pack finds national-2020 by its id, takes over its rules, and changes only what it says it changes."""
    assert [model.id for model in pack.lineage] == ["national-2020", "training-2022"]
    assert pack.rules["stated-score-differs"].pack == "national-2020"
    changed = pack.rules["spent-over-arrived"].model
    assert (changed.concerns, changed.deduct, changed.indicator) == ("project", "2", "compliance")
    assert changed.when == "支出数 > 到位数"  # the rest is still the national pack's
    assert "survey-rate-unattainable" not in pack.rules
    assert pack.off["rule", "survey-rate-unattainable"].startswith("满意度由电话回访平台")


def test_pack_uses_every_form_of_scoring(pack: Pack) -> None:
    """The proof is worth something only while the pack says every form a score sheet may have."""
    found = scorings(pack)
    assert {scoring.method for scoring in found} >= {
        "deductions", "proportional", "linear", "bands", "steps", "checklist", "judged",
    }  # fmt: skip
    assert {scoring.partial_step for scoring in found if isinstance(scoring, Steps)} == {"exact", "up", "down"}
    gathered = [scoring for scoring in found if isinstance(scoring, Bands | Linear | Proportional | Steps)]
    by_fact = [scoring for scoring in gathered if scoring.over]
    assert any(scoring.each for scoring in by_fact)
    assert any(scoring.weigh_by for scoring in by_fact)
    assert any(not scoring.each and not scoring.weigh_by for scoring in by_fact)
    assert {scoring.from_pass_mark for scoring in found if isinstance(scoring, Proportional) and scoring.pass_mark} == {
        True,
        False,
    }
    lists = [scoring for scoring in found if isinstance(scoring, Checklist)]
    points = [point for scoring in lists for point in scoring.points]
    assert any(scoring.cliff for scoring in lists)
    assert any(point.share for point in points)
    assert any(point.points for point in points)
    assert any(point.when for point in points)
    assert any(not point.partial for point in points)
    assert any(point.misses for point in points)


def test_pack_uses_every_frame_around_the_points(pack: Pack) -> None:
    """The pack says each thing that may happen to points: not applicable in four ways, veto, bonus, negative, caps."""
    model = pack.indicators.model
    leaves = [leaf for top in model.indicators for leaf in (*top.children, top)]
    assert {case.policy for leaf in leaves for case in leaf.not_applicable} == {"full", "remove", "move", "drop"}
    assert any(leaf.alternative_to for leaf in leaves)
    assert any(leaf.veto for leaf in leaves)
    assert any(leaf.bonus for leaf in leaves)
    assert any(leaf.lowest < 0 for leaf in leaves)
    assert any(leaf.use and leaf.scoring for leaf in leaves)
    assert model.caps
    assert model.vetoes


def test_pack_uses_every_kind_of_rule(pack: Pack) -> None:
    """The pack has rules for facts, pairs of facts, the project, problems and scores, and all that goes with them."""
    own = [entry.model for entry in pack.rules.values() if entry.pack == "training-2022"]
    subjects = [rule.for_ if isinstance(rule.for_, str) else "+".join(rule.for_.values()) for rule in own]
    assert {"training_class", "training_class+agreement", "project", "problem", "judgement+indicator"} <= set(subjects)
    assert any(rule.parameters_on for rule in own)
    assert any(rule.deduct_cap for rule in own)
    assert any(rule.applies for rule in own)
    assert {rule.concerns for rule in own} == {"project", "evaluation"}
    parameters = [entry.model for entry in pack.parameters.values() if entry.pack == "training-2022"]
    assert any(parameter.keys and len(parameter.values) > 1 for parameter in parameters)


@pytest.mark.parametrize("engine", ENGINES)
def test_cases_of_the_pack_come_out(pack: Pack, engine: str) -> None:
    """Every case the pack brings comes out as it says, on either engine."""
    reports = list(run_cases(pack, [engine]))
    assert len(reports) > 100
    assert [f"{report.place} {report.case}: {report.differences}" for report in reports if not report.passed] == []


def test_every_rule_of_the_pack_has_cases(pack: Pack) -> None:
    """Each rule of the pack has cases in which it fires, in which it does not, and in which it cannot tell.

    A rule that can always tell has none of the last kind: whether evidence was written down is known.
    """
    for rule, entry in pack.rules.items():
        if entry.pack != "training-2022":
            continue
        expected: set[str] = set()
        for case in pack.cases[rule]:
            wanted = case.model.expect
            expected |= {wanted} if isinstance(wanted, str) else set(wanted.values())
        wanted_words = {"fail", "pass"} if rule == "full-points-without-evidence" else {"fail", "pass", "unknown"}
        assert wanted_words <= expected, rule


@pytest.mark.parametrize("engine", ENGINES)
def test_good_project_scores_as_worked_out_by_hand(engine: str) -> None:
    """Every indicator and the total of the project whose facts are all known is the number worked out by hand."""
    result = check("chengguan", engine)
    assert {indicator.id: indicator.score for indicator in result.indicators} == {
        name: Fraction(score) for name, score in CHENGGUAN.items()
    }
    assert (result.score, result.grade, result.limits) == (Fraction("90.43"), "优", ())
    assert [indicator.id for indicator in result.indicators if indicator.applicable is False] == ["online"]


@pytest.mark.parametrize("engine", ENGINES)
def test_doubtful_project_scores_between_the_bounds_worked_out_by_hand(engine: str) -> None:
    """What is unknown or bounded widens an indicator by just what it can be worth, and nothing else."""
    result = check("hewan", engine)
    assert {indicator.id: indicator.score for indicator in result.indicators} == {
        name: written(score) for name, score in HEWAN.items()
    }
    assert result.score == Interval(Fraction(6699, 98), Fraction(8107, 98))
    assert (result.grades, result.grade) == (("良", "中"), None)
    assert result.limits == ()  # the cap at 89 holds and is out of reach


def test_what_does_not_apply_says_why_and_where_its_weight_went() -> None:
    """An indicator that does not apply gives its reason; one that takes over a weight is shown with it."""
    indicators = {indicator.id: indicator for indicator in check("hewan").indicators}
    off = {name: found.reasons for name, found in indicators.items() if found.applicable is False}
    assert off == {
        "helped": ("没有帮扶任务，视同完成",),
        "practice": ("线上培训，改看线上完课",),
        "employer": ("没有对口企业，权重并入学员满意",),
        "lasting": ("政策本年到期",),
    }
    assert {name: indicators[name].weight for name in WEIGHTS_OF_HEWAN} == WEIGHTS_OF_HEWAN


@pytest.mark.parametrize("engine", ENGINES)
def test_good_project_has_the_findings_worked_out_by_hand(engine: str) -> None:
    """Each fact is held against the standard of its own day, and nothing else is found."""
    result = check("chengguan", engine)
    assert {finding.id: finding.deduction for finding in result.findings} == {
        "subsidy-over-standard[A02]": 1,
        "subsidy-paid-late[A04]": Fraction(1, 2),
        "certificate-rate-low[A04]": None,
        "employment-low[2022Q2]": None,
        "complaint-upheld[T1]": Fraction(1, 2),
    }
    assert outcomes(result, Outcome.UNKNOWN, Outcome.WAIVED, Outcome.NOT_APPLICABLE, concerns="project") == set()
    assert result.counts[Outcome.PASS] == 24


@pytest.mark.parametrize("engine", ENGINES)
def test_doubtful_project_has_the_outcomes_worked_out_by_hand(engine: str) -> None:
    """What is sure is found, what is not sure is named as such, and what is waived is neither."""
    result = check("hewan", engine)
    assert {finding.id: finding.deduction for finding in result.findings} == {
        "subsidy-over-standard[B01]": 1,
        "class-after-agreement[B01+Y1]": Fraction(1, 2),
        "certificate-rate-low[B03]": None,
        "employment-low[2022Q2]": None,
        "complaint-upheld[T1]": 1,
        "complaint-upheld[T2]": Fraction(1, 2),
    }
    assert outcomes(result, Outcome.UNKNOWN, concerns="project") == {
        "subsidy-over-standard[B02]",
        "subsidy-paid-late[B01]",
        "subsidy-paid-late[B03]",
        "employment-low[2022Q3]",
        "complaint-upheld[T4]",
        "complaints-frequent[complaints]",
    }
    assert outcomes(result, Outcome.WAIVED, concerns="project") == {"complaint-upheld[T3]"}
    waived = next(outcome for outcome in result.outcomes if outcome.outcome is Outcome.WAIVED)
    assert waived.note == "县人社局局长办公会批准：疫情期间停课，已补课"
    assert result.counts[Outcome.PASS] == 13


@pytest.mark.parametrize(
    ("project", "problems"), [("chengguan", CHENGGUAN_PROBLEMS), ("hewan", HEWAN_PROBLEMS)], ids=["good", "doubtful"]
)
def test_problems_and_advice_read_as_written_out_by_hand(project: str, problems: dict[str, str]) -> None:
    """The texts of 存在的问题 and 有关建议 stand in the pack's order, word for word."""
    result = check(project)
    assert [(problem.id, problem.text) for problem in result.problems] == list(problems.items())
    assert [(advice.problem, advice.heading, advice.text) for advice in result.recommendations] == [
        (name, *ADVICE[name]) for name in problems
    ]


def test_review_notes_of_the_good_project() -> None:
    """The only thing to say of the evaluation is which points were lost without a problem."""
    notes = {note.id: note.text for note in check("chengguan").review_notes}
    assert notes == {
        "points-unexplained": (
            "共扣11.07分，存在的问题只说明了4.99分，还有6.08分没有对应的问题和建议：立项规范0.4分、预算编制0.3分、"
            "预算执行率0.3分、培训管理0.67分、培训人数1分、到课率0.6分、完成及时1分、人均成本0.6分、实训达标0.16分、"
            "企业评价1.05分。"
        )
    }


def test_review_notes_of_the_doubtful_project() -> None:
    """A weight that was moved counts where it went, and a rule taken over from above uses the line set below."""
    notes = {note.id: note.text for note in check("hewan").review_notes}
    assert set(notes) == {
        "points-unexplained",
        "spending-parts-differ",
        "target-set-too-low",
        "full-points-without-evidence",
        "judged-deduction-without-reason",
    }
    assert "共扣12.63分" in notes["points-unexplained"]
    assert "学员满意1.8分" in notes["points-unexplained"]
    assert notes["spending-parts-differ"] == "各班补贴合计78.5万元，工作经费3.9万元，支出数是90万元"
    assert notes["target-set-too-low"] == "“线上学时”目标1000，实际1230，为目标的123%"
    assert notes["full-points-without-evidence"] == "“立项规范”的要点 reason 给了满分，没有写凭什么"


def test_what_to_ask_for_first() -> None:
    """The facts to ask for come with the points that hang on them, the most first, and those that cannot matter not."""
    stakes = {
        (request.missing.type, request.missing.key, request.missing.field): request.stake
        for request in check("hewan").requests
        if request.stake
    }
    assert stakes == {
        ("task", "", "new_job_classes"): 3,
        ("judgement", "target", ""): 2,
        ("training_class", "B02", "opened_on"): 2,
        ("training_class", "B01", "paid_on"): 2,
        ("training_class", "B03", "paid_on"): 2,
        ("follow_up", "2022Q3", "employed_rate"): 2,
        ("project", "", "announced"): 1,
        ("task", "", "trained_people"): 1,
        ("task", "", "finished_on"): 1,
        ("training_class", "B02", "certified"): Fraction("0.84"),
        ("complaint", "T4", "upheld"): Fraction("0.8"),
        ("spot_check", "B01/2022-06-20", "present_rate"): Fraction("0.5"),
    }
    assert list(stakes.values()) == sorted(stakes.values(), reverse=True)


def test_rule_switched_off_is_listed_with_its_reason() -> None:
    """A national rule this kind has no use for is not silently gone."""
    reasons = {skipped.rule: skipped.reason for skipped in check("chengguan").skipped}
    assert set(reasons) == {"survey-rate-unattainable"}
    assert "满意度由电话回访平台按答题时长加权，不能用份数核对" in reasons["survey-rate-unattainable"]


def test_engines_agree_on_every_ruling() -> None:
    """The engine and the plain evaluator rule alike on both projects; ``verify`` would raise if not."""
    for project in ("chengguan", "hewan"):
        check_path(FACTS / project, rules=str(PACK), verify=True)


@pytest.mark.parametrize("project", ["chengguan", "hewan"])
def test_printed_result(project: str, snapshot: SnapshotAssertion) -> None:
    """The whole result as people read it, at 80 columns and without colour."""
    screen = StringIO()
    print_result(check(project), Console(width=80, no_color=True, file=screen))
    assert screen.getvalue() == snapshot
