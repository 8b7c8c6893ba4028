"""What changes without any result changing: layout is nothing, words are said to be words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checker.diff import Difference, compare_packs, project_paths
from checker.diff.separation import Told
from checker.diff.trees import same_expression
from checker.messages import language
from checker.pack.models import IndicatorModel
from checker.report.diff import words as w
from tests.diff.test_difference import quiet
from tests.diff.versions import ROOT, folders, sound, task

LATE = "rules/completion-late.yaml"


def compared(home: Path, edits: dict[str, dict[str, str]], *, projects: bool = False) -> Difference:
    """Return what a change of the seed's pack does, to the seed's project too when asked."""
    old, new = map(sound, folders(home, edits))
    paths = project_paths(ROOT / "facts") if projects else None
    return compare_packs(replace(task(old, new), projects=paths), quiet)


def effects(found: Difference) -> list[tuple[str, str]]:
    """Return what is said of each rule, indicator and fact type, in Chinese."""
    assert all(shift.told is Told.SAME for shift in found.shifts)
    with language("zh"):
        return [(w.shift_name(shift), w.shift_text(shift)) for shift in found.shifts]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("甲 < 乙", "甲< 乙", True),
        ("甲 < 乙", "  甲  <\n 乙 ", True),
        ("甲 <= 乙", "(甲 ≤ 乙)", True),
        ("sum(a over b where c<1)", "sum( a over b where c < 1 )", True),
        ("甲 < 乙", "甲 <= 乙", False),
        ("甲 - 乙 - 丙", "甲 - (乙 - 丙)", False),
        ("甲 = '一 二'", "甲 = '一二'", False),
        ("甲 <", "甲  <", False),
    ],
)
def test_expressions_are_compared_by_what_they_say(old: str, new: str, same: bool) -> None:
    """Blanks and needless brackets are nothing, anything else is a difference; what is no expression is a text."""
    assert same_expression(old, new) is same


def test_blanks_of_an_expression_are_no_difference(tmp_path: Path) -> None:
    """A condition with other blanks is no change, in rules and in what scores."""
    edits = {
        LATE: {"when: 完成日期 > 应完成日期": "when: 完成日期>  应完成日期"},
        "rules/online-rate-below-floor.yaml": {"when: 在线率 < 在线率下限": "when: 在线率<在线率下限"},
        "vocabulary.yaml": {"derive: 1 - 故障率": "derive: 1-故障率"},
    }
    found = compared(tmp_path, edits)
    assert not found.any
    with language("zh"):
        assert w.no_change_text(found).startswith("只有写法")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"severity: major": "severity: critical"}, "结果和扣分不变（只改了严重程度）"),
        (
            {"实际完成于": "实际建成于", "title: 建设完成": "title: 建设的完成"},
            "结果和扣分不变（只改了名称、说明文字）",
        ),
        ({"项目绩效目标，阶段性目标": "项目绩效目标"}, "结果和扣分不变（只改了依据）"),
        ({"problem: late-completion": "problem: low-execution"}, "结果和扣分不变（只改了所属问题）"),
        (
            {"when: 完成日期 > 应完成日期": "when: not (完成日期 <= 应完成日期)", "severity: major": "severity: info"},
            None,
        ),
        ({"deduct: 逾期完成扣分": "deduct: late_completion_deduction"}, "结果和扣分不变（只改了扣分的写法）"),
    ],
)
def test_a_rule_whose_results_stay_is_listed_too(tmp_path: Path, words: dict[str, str], said: str | None) -> None:
    """Every rule that says something else is told of, with what of it changed; proven ones stay as they are."""
    found = compared(tmp_path, {LATE: words})
    ((_, text),) = effects(found)
    assert text == (said or "证明：任何项目上结果都相同（事实确切或者缺失时）")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("故障率, type: ratio, min: 0%, max: 100%", "故障率, type: ratio, min: 0%, max: 50%", "“故障率”的最大值"),
        ("计划点位, type: count, unit: 个, min: 0", "计划点位, type: count, unit: 个, min: 1", "“计划点位”的最小值"),
    ],
)
def test_which_facts_are_accepted_is_told(tmp_path: Path, old: str, new: str, field: str) -> None:
    """Another end of a field is told of its fact type, as what no rule decides by."""
    ((name, text),) = effects(compared(tmp_path, {"vocabulary.yaml": {old: new}}))
    assert name.startswith("事实类型“")
    assert text == f"会影响哪些事实能被接受，不影响规则的判断（改了{field}）"


def test_an_indicator_that_reads_otherwise_is_listed(tmp_path: Path) -> None:
    """The same of an indicator of which only words changed."""
    old = sound(folders(tmp_path, {})[0])
    top = old.indicators.model
    first = top.indicators[0]
    while first.children:
        first = first.children[0]
    changed = first.model_copy(update={"criteria": "另一种说法"})

    def put(node: IndicatorModel) -> IndicatorModel:
        return changed if node.id == first.id else node.model_copy(update={"children": tuple(map(put, node.children))})

    model = top.model_copy(update={"indicators": tuple(map(put, top.indicators))})
    new = replace(old, indicators=replace(old.indicators, model=model))
    ((_, said),) = effects(compare_packs(task(old, new), quiet))
    assert said == "得分不变（只改了评分标准）"


def test_the_report_reads_otherwise_though_results_stay(tmp_path: Path) -> None:
    """A finding of another level, or in other words, is no flip, and is told of the project all the same."""
    edits = {
        "rules/online-rate-below-floor.yaml": {"severity: major": "severity: critical"},
        "problems.yaml": {"heading: 部分季度探头在线率不达标": "heading: 部分季度在线率不达标"},
    }
    found = compared(tmp_path, edits, projects=True)
    assert found.projects is not None
    assert found.projects.changed == ()
    with language("zh"):
        assert "1 个结果不变，报告文字会变" in w.projects_text(found.projects)
        assert w.unchanged_text(found.projects) == ""
        (text,) = w.wording_texts(found.projects)
    assert text.startswith("结果不变，报告文字会变：")
    assert "规则“探头在线率低于合同约定”的严重程度（较大 → 重大）" in text
    assert "的文字" in text
