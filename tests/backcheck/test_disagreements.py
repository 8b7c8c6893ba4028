"""What disagrees is found, each kind with its code, and what only looks like it is left alone."""

import pytest

from checker.backcheck.model import CODES, CODES_OF_ITSELF, NOTE_CODES
from tests.backcheck.reports import ROOT, codes, verified, written

WRONG = [
    ("累计支出3655.18万元，执行率另计。", "fact-differs", "3655.18万元", "3656.18万元"),
    ("项目预算4100万元。", "fact-differs", "4100万元", "4000万元"),
    ("资金到位率为98%。", "fact-differs", "98%", "100%"),
    ("预算执行率91.5%。", "fact-differs", "91.5%", "91.4045%"),
    ("2020年7-9月，一期故障率为12.29%。", "fact-differs", "12.29%", "18.64%"),
    ("2020年第三季度，一期、二期故障率分别为18.64%、12.92%。", "fact-differs", "12.92%", "12.29%"),
    ("预算、支出分别为4000万元、3565.18万元。", "fact-differs", "3565.18万元", "3656.18万元"),
    ("2019年10-12月的费用在1月下旬支付。", "fact-differs", "1月下旬", "2020年2月下旬"),
    ("合同于2020年4月21日签订。", "fact-differs", "2020年4月21日", "2020年4月22日"),
    ("2019年7-9月，一期故障率为16.38%。", "period-differs", "2019年7-9月", "2019年10-12月"),
    ("面向群众发放问卷30份。", "fact-differs", "30份", "20份"),
    ("服务期限为3年。", "fact-differs", "3年", "48个月"),
    ("按合同要求，探头在线率不低于95%。", "limit-differs", "95%", "90%"),
    ("产出质量（8分）：略。", "weight-differs", "8分", "10分"),
    ("产出质量（10分）：该项指标扣1.5分，得分8分。", "score-differs", "8分", "8.5分"),
    ("产出时效（10分）：该项指标扣2分。", "deduction-differs", "2分", "1分"),
    ("项目综合得分93.7分。", "total-differs", "93.7分", "93.07分"),
    ("评价等级为“良”。", "grade-differs", "良", "优"),
    ("指标体系设5个一级指标。", "indicator-count", "5个", "4"),
    ("一级指标4个，分别为项目决策、项目过程、项目效益、管理创新。", "indicator-list", "4个", ""),
    ("服务期满意度调查：实行A类、B类、C类共4个档次。", "list-count", "4个", "3"),
    ("完成率=180/200*100%=95%。", "rate-not-parts", "95%", "90%"),
    ("三项合计：122元+359元+147元=638元。", "calculation-wrong", "638元", "628元"),
    ("中心机房备用电源容量为30个单位。中心机房备用电源容量为40个单位。", "said-twice", "40个", "30个"),
    ("会议于2020年2月30日召开。", "impossible-date", "2020年2月30日", ""),
    ("南昌市公安局新建分局2019年“雪亮工程”建设项目。", "title-differs", "2019年", "2020年"),
    ("服务对象满意度（5分）：实际值为92%。", "measure-differs", "92%", "93%"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "said", "expected"), WRONG, ids=[f"{w[1]}-{w[2]}" for w in WRONG])
def test_what_differs_is_found(text: str, code: str, said: str, expected: str) -> None:
    """A wrong number is reported once for its code, with what was written and what is right."""
    found = [item for item in written(text) if item[0] == code]
    assert len(found) >= 1
    assert found[0][1] == said
    assert expected in found[0][2]


RIGHT = [
    "累计支出3656.18万元，约占预算的九成，预算执行率91.4%。",
    "预算、到位和支出分别为4000万元、4000万元和3656.18万元。",
    "2020年7-9月一期、二期故障率分别为18.64%、12.29%。",
    "累计支出3,656.18万元；支出0.365618亿元。",
    "累计支出3656万元，预算执行率91%。",
    "上年度同类项目预算3200万元，支出2987.5万元，预算执行率93.36%。",
    "2019年预算执行率为88.2%，到位资金2650万元。",
    "其中支出120万元用于机房改造。",
    "全省平均在线率为95.2%。",
    "企业满意度为86%。",
    "2020年3月15日完成招标。",
    "监控探头故障率均超过了10%。",
    "核减故障金后，一期单价低于850元/个/月。",
    "90分（含）以上为优，80分（含）至90分为良。",
    "按每次扣1分计算，扣完为止。",
    "资金管理（16分）：略。",
    "预算执行率=3656.18/4000*100%=91.4%。",
    "服务费628元=122元+359元+147元。",
    "2019年10-12月费用在2月下旬支付，2020年7-9月费用在12月中旬支付。",
    "到2020年底全面建成。",
    "本项目设4个一级指标：项目决策、项目过程、项目产出、项目效益。",
    "决策、过程、产出、效益4个一级指标。",
    "成立了由公安、财政、住建等12个部门组成的领导小组。",
    "综合得分93.07分，等级为优秀。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_about_something_else_is_left_alone(text: str) -> None:
    """A rounded number, a limit, another year, a part of a whole and another matter are no disagreement."""
    assert written(text) == []


def test_rounding_is_half_up_at_the_digits_written() -> None:
    """91.40 is what 91.4045 rounds to and 91.41 is not."""
    assert codes("预算执行率91.40%。") == []
    assert codes("预算执行率91.41%。") == ["fact-differs"]


def test_the_parts_do_not_make_the_total() -> None:
    """Where all scores are stated, a total that is not their sum is a contradiction of its own."""
    labels = ["项目立项", "绩效目标", "资金投入", "资金到位率", "预算执行率", "资金使用合规性", "组织实施"]
    labels += ["产出数量", "产出质量", "产出时效", "产出成本", "社会效益", "可持续影响", "服务对象满意度"]
    scores = dict(zip(labels, (5, 5, 8, 5, 4.57, 6, 6, 5, 8.5, 9, 10, 8, 8, 5), strict=True))
    lines = [f"{label}：得分{score}分。" for label, score in scores.items()]
    assert codes("\n".join([*lines, "综合得分93.07分。"])) == []
    lines[-1] = "服务对象满意度：得分4分。"
    assert codes("\n".join([*lines, "综合得分93.07分。"])) == ["score-differs", "total-not-sum"]


def test_the_grade_does_not_follow_from_the_score() -> None:
    """A grade is held against the score the report itself states too."""
    assert set(codes("综合得分83.07分，等级为“优”。")) == {"total-differs", "grade-not-score"}


def test_weight_minus_deduction_is_the_score() -> None:
    """A score that is not the weight minus the deduction is found where both are right by themselves."""
    found = codes("社会效益（10分）：该项指标扣1分，得分8分。")
    assert "deduction-differs" in found


def test_a_deduction_without_its_problem() -> None:
    """Points lost by a finding need its problem in 存在的问题; a loss that nothing explains is only a remark."""
    head = "四、指标分析\n产出质量（10分）：该项指标扣1.5分，得分8.5分。\n社会效益（10分）：扣2分，得分8分。\n"
    head += "五、存在的问题\n"
    missing = verified(head + "（一）费用支付偏晚\n2020年7-9月费用在12月中旬支付。\n六、有关建议\n")
    assert [item.code for item in missing.disagreements] == ["deduction-without-problem"]
    assert {item.code for item in missing.notes} == {"deduction-unexplained", "problem-missing"}
    told = verified(head + "（一）在线率不达标\n2020年7-9月一期故障率为18.64%。\n（二）费用支付偏晚\n六、有关建议\n")
    assert told.disagreements == ()
    assert [item.code for item in told.notes] == ["deduction-unexplained"]


def test_a_problem_only_the_report_has() -> None:
    """A problem that the check did not find is a remark."""
    found = verified("五、存在的问题\n（一）档案资料归集混乱\n部分台账没有装订。\n六、有关建议\n")
    assert "problem-extra" in {item.code for item in found.notes}
    assert found.disagreements == ()


def test_each_disagreement_has_its_sentence_and_place() -> None:
    """The number is marked in its sentence; line and column are those of the file."""
    (found,) = verified("前言。\n本年支出正常。累计支出3656.19万元，其余略。").disagreements
    assert (found.spot.line, found.spot.column) == (2, 12)
    assert found.sentence == "累计支出3656.19万元，其余略。"
    assert found.sentence[found.start : found.end] == "3656.19万元"
    assert found.place is not None
    assert found.place.file.endswith("funding.yaml")


def test_what_agrees_is_tied_to_its_fact() -> None:
    """A number that agrees names its fact and where that is written; others are untied."""
    found = verified("累计支出3656.18万元，覆盖12个乡镇。")
    assert [(item.candidate, item.place is not None) for item in found.tied] == [("funding.spent", True)]
    assert [quantity.text for quantity, _ in found.untied] == ["12个"]


def test_markdown_table_is_read_by_its_headings() -> None:
    """Scores in a table belong to the indicator of their row and the column they stand in."""
    table = "| 指标 | 权重 | 得分 |\n|---|---:|---:|\n| 产出质量 | 10 | **8.6** |\n| 合计 | 100 | 93.07 |\n"
    found = verified(table, marked=True)
    assert [(item.code, item.written) for item in found.disagreements] == [("score-differs", "8.6")]
    assert {item.candidate for item in found.tied} == {"output_quality.weight", "full_score", "score"}


def test_every_code_is_documented() -> None:
    """The page on the back-check lists every code there is."""
    page = (ROOT / "docs" / "reference" / "back-check.md").read_text("utf-8")
    assert [code for code in (*CODES, *CODES_OF_ITSELF, *NOTE_CODES) if f"`{code}`" not in page] == []
