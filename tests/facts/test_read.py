"""What is read from facts files: values, places and sources, and what several files give together."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from checker.facts import FactSet, Source, Vocabulary, open_facts, open_facts_text, read_facts, read_header
from checker.source import Place, Problems
from checker.values import Interval

YI, WAN = 10**8, 10**4


def read(path: Path, vocabulary: Vocabulary) -> FactSet:
    """Return the facts at a path, which must be free of problems."""
    problems = Problems()
    facts = read_facts(path, vocabulary, problems)
    assert problems.found == []
    assert facts is not None
    return facts


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path, text: str, name: str = "facts.yaml") -> Path:
    """Write a facts file and return its path."""
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def test_values_are_exact_and_keep_text_and_step(here: Path, vocabulary: Vocabulary) -> None:
    """A number is the exact one that was written; its text and the size of its last digit come along."""
    facts = read(written(here, "资金: {预算数: 4000, 支出数: 3656.18万元}\n"), vocabulary)
    (funding,) = facts.facts["funding"]
    assert funding.fields["budget"].value == 4000 * WAN
    spent = funding.fields["spent"]
    assert (spent.value, spent.text, spent.step) == (Fraction(36561800), "3656.18万元", Fraction(100))
    assert spent.place == Place("facts.yaml", 1, 22)


def test_ids_and_labels_mean_the_same(here: Path, vocabulary: Vocabulary) -> None:
    """Every name may be given as id or as label."""
    labels = read(written(here, "项目名称: 甲\n资金: {预算数: {值: 1元, 来源: 合同}}\n", "a.yaml"), vocabulary)
    ids = read(written(here, "title: 甲\nfunding: {budget: {value: 1元, source: 合同}}\n", "b.yaml"), vocabulary)
    first, second = (facts.facts["funding"][0].fields["budget"] for facts in (labels, ids))
    assert (first.value, first.source, labels.title) == (second.value, second.source, ids.title)


def test_bounds_are_cut_to_what_the_field_allows(here: Path, vocabulary: Vocabulary) -> None:
    """Of “below 850” for a price that is never below 0 remains 0 to 850, the upper end excluded."""
    text = "结算单价: [{单价批次: 一期, 单价: 低于850元}]\n满意度调查: {满意度: 95%以上}\n"
    facts = read(written(here, text), vocabulary)
    assert facts.facts["unit_price"][0].fields["price"].value == Interval(Fraction(0), Fraction(850), high_open=True)
    assert facts.facts["survey"][0].fields["satisfaction"].value == Interval(Fraction(95, 100), Fraction(1))


def test_every_kind_of_value(here: Path, vocabulary: Vocabulary) -> None:
    """Counts, truths, bare numbers, points, texts, choices, days and quarters arrive as what they are."""
    text = """
满意度调查: {发放份数: 20份, 分级作答: 否, 目标值: 12.5, 调整分: -3分}
季度运行: [{季度: 2020年第三季度, 批次: 一期, 承建单位: 移动公司}]
现场抽查: [{抽查日期: 2020/12/31, 抽查点位: 3, 是否合格: true}]
"""
    facts = read(written(here, text), vocabulary).facts
    survey, quarter, inspection = (facts[name][0] for name in ("survey", "service_quarter", "inspection"))
    assert {name: field.value for name, field in survey.fields.items()} == {
        "issued": 20,
        "graded": False,
        "target": Fraction("12.5"),
        "adjustment": -3,
    }
    assert [field.value for field in quarter.fields.values()] == [2020 * 4 + 2, "一期", "移动公司"]
    days = date(2020, 12, 31).toordinal()
    assert [field.value for field in inspection.fields.values()] == [days, "3", True]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("季度运行: [{季度: 2020年7-9月, 批次: 一期}]", "2020Q3/一期"),
        ("季度运行: [{批次: 二期, 季度: 2020Q3}]", "2020Q3/二期"),
        ("现场抽查: [{抽查日期: 2020年3月1日, 抽查点位: 东门}]", "2020-03-01/东门"),
        ("资金: {预算数: 1元}", ""),
    ],
)
def test_key_is_one_text_however_it_was_written(text: str, key: str, here: Path, vocabulary: Vocabulary) -> None:
    """A key is put together in the order of the type, quarters and days in one form; a single fact has none."""
    facts = read(written(here, text), vocabulary)
    assert [fact.key for found in facts.facts.values() for fact in found] == [key]


def test_unknown_none_and_zero_differ(here: Path, vocabulary: Vocabulary) -> None:
    """An absent or empty entry is not given, an empty list says that there is none, and zero is zero."""
    text = "资金: {预算数: , 到位数: null, 支出数: 0元}\n费用支付: []\n季度运行:\n现场抽查: ~\n满意度调查: {}\n"
    facts = read(written(here, text), vocabulary).facts
    assert list(facts) == ["funding", "survey", "payment"]
    assert facts["payment"] == ()
    assert {name: field.value for name, field in facts["funding"][0].fields.items()} == {"spent": 0}
    assert facts["survey"][0].fields == {}


def test_derived_field_may_be_given(here: Path, vocabulary: Vocabulary) -> None:
    """A field that the pack works out is read like any other, so that the two can be compared."""
    facts = read(written(here, "季度运行: [{季度: 2020Q3, 批次: 一期, 在线率: 81.36%}]\n"), vocabulary)
    assert facts.facts["service_quarter"][0].fields["online_rate"].value == Fraction("0.8136")


def test_sources_of_facts_and_fields(here: Path, vocabulary: Vocabulary) -> None:
    """A field has its own source or its fact's; one without document is a place in the fact's document."""
    text = """
材料: {ledger: 明细账, contract: 采购合同}
资金:
  来源: {材料: ledger, 页码: 1, 采集人: 张三, 采集日期: 2021-03-05}
  预算数: 1元
  到位数: {值: 1元, 来源: {页码: 7}}
  支出数: {值: 1元, 来源: 采购合同}
"""
    (funding,) = read(written(here, text), vocabulary).facts["funding"]
    own = Source(document="ledger", page="1", collected_by="张三", on="2021-03-05")
    assert funding.source == funding.fields["budget"].source == own
    assert funding.fields["arrived"].source == Source("ledger", "7", collected_by="张三", on="2021-03-05")
    assert funding.fields["spent"].source == Source("contract")
    assert own.given
    assert not Source(collected_by="张三").given


def test_judgements_and_waivers(here: Path, vocabulary: Vocabulary) -> None:
    """Judgements keep numbers, words and source; a waiver finds its fact also by the words of the fact."""
    text = """
季度运行: [{季度: 2020年7-9月, 批次: 一期}]
评定:
  - {指标: 社会效益, 要点: 安全感, 得分: 8分, 理由: 人员不足, 评价人: 李四, 证据: 访谈, 来源: {页码: 2}}
  - {indicator: output, share: 80%, misses: 2, level: 良}
豁免:
  - {规则: late, 事实: 2020年7-9月/一期, 理由: 汛期, 批准人: 王五, 有效期至: 2021-12-31}
  - {规则: late, 理由: 汛期, 批准人: 王五, 有效期至: 2021年12月31日}
"""
    facts = read(written(here, text), vocabulary)
    first, second = facts.judgements
    assert (first.indicator, first.point, first.points, first.share) == ("社会效益", "安全感", Fraction(8), None)
    assert (first.reason, first.assessor, first.evidence, first.source.page) == ("人员不足", "李四", "访谈", "2")
    assert (second.share, second.misses, second.level) == (Fraction(4, 5), Fraction(2), "良")
    assert [waiver.key for waiver in facts.waivers] == ["2020Q3/一期", ""]
    assert {waiver.expires for waiver in facts.waivers} == {date(2021, 12, 31)}


def test_header(here: Path) -> None:
    """The header can be read without knowing the pack, and says where its words stand."""
    text = "rules: xueliang-2020\n检查基准日: 2020年12月31日\n评价类型: 单位自评\n材料: {a: 合同, b: }\n别的: [1]\n"
    problems = Problems()
    header = read_header(written(here, text), problems)
    assert problems.found == []
    assert header is not None
    assert (header.rules, header.title, header.kind) == ("xueliang-2020", "", "单位自评")
    assert header.as_of == date(2020, 12, 31)
    assert header.documents == {"a": "合同", "b": ""}
    assert header.places["rules"] == Place("facts.yaml", 1, 8)


def test_files_of_a_folder_are_joined(here: Path, vocabulary: Vocabulary) -> None:
    """The facts files of a folder are read in the order of their names; other files and folders are not."""
    folder = here / "project"
    (folder / "old").mkdir(parents=True)
    written(folder, '{"rules": "a", "费用支付": [{"费用季度": "2020Q3"}]}', "b.json")
    written(folder, "项目名称: 甲\nrules: a\n费用支付: [{费用季度: 2019Q4}]\n", "a.yaml")
    written(folder, "评定: [{指标: 社会效益, 得分: 8}]\n", "c.YML")
    for ignored in (".draft.yaml", "notes.txt", "old/d.yaml"):
        written(folder, "乱: 写\n", ignored)
    facts = read(folder, vocabulary)
    assert (facts.name, facts.title, facts.rules) == ("project", "甲", "a")
    assert [fact.key for fact in facts.facts["payment"]] == ["2019Q4", "2020Q3"]
    assert facts.facts["payment"][1].place.file == "project/b.json"
    assert len(facts.judgements) == 1


def test_digest_names_the_content_wherever_it_lies(here: Path, vocabulary: Vocabulary) -> None:
    """Copies of a folder have one digest; another content or another file name has another."""
    digests = []
    for folder, name, text in [
        ("a", "x.yaml", "1元"),
        ("b", "x.yaml", "1元"),
        ("c", "y.yaml", "1元"),
        ("d", "x.yaml", "2元"),
    ]:
        (here / folder).mkdir()
        written(here / folder, f"资金: {{预算数: {text}}}\n", name)
        digests.append(read(here / folder, vocabulary).digest)
    assert digests[0] == digests[1] == read(here / "a" / "x.yaml", vocabulary).digest
    assert len(set(digests)) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(encoding: str, here: Path, vocabulary: Vocabulary) -> None:
    """UTF-8 with and without a BOM and GB18030 are read alike, CRLF line ends included."""
    (here / "facts.yaml").write_bytes("项目名称: 雪亮工程\r\n资金:\r\n  预算数: 4000万元\r\n".encode(encoding))
    facts = read(here / "facts.yaml", vocabulary)
    assert (facts.title, facts.facts["funding"][0].fields["budget"].place) == ("雪亮工程", Place("facts.yaml", 3, 8))


def test_file_outside_the_working_folder_keeps_its_path(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path is named from the working folder on only when it lies inside."""
    (tmp_path / "elsewhere").mkdir()
    file = written(tmp_path, "资金: {预算数: 1元}\n")
    assert read(file, vocabulary).name == file.as_posix()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert read(Path("../facts.yaml"), vocabulary).name == "../facts.yaml"
    monkeypatch.chdir(tmp_path)
    assert read(file, vocabulary).name == "facts.yaml"


@pytest.mark.parametrize("path", ["missing/facts.yaml", "x" * 300, "loop", "a\0b"])
def test_path_that_leads_nowhere(path: str, here: Path, vocabulary: Vocabulary) -> None:
    """A path that cannot be followed is one problem, whatever is wrong with it."""
    (here / "loop").symlink_to("loop")
    problems = Problems()
    assert read_facts(Path(path), vocabulary, problems) is None
    (problem,) = problems.found
    assert problem.place == Place(path)
    assert problem.code in {"no-facts", "unreadable"}


def test_text_from_standard_input(vocabulary: Vocabulary) -> None:
    """Facts can come as text with a name instead of a file."""
    problems = Problems()
    raw = open_facts_text("项目名称: 甲\n资金: {预算数: 1美元}\n", "标准输入", problems)
    assert raw is not None
    assert raw.header.title == "甲"
    assert raw.typed(vocabulary, problems) is None
    assert [str(problem.place) for problem in problems.found] == ["标准输入:2:11"]
    assert open_facts_text("", "标准输入", problems) is None


def test_opened_once_typed_for_two_packs(here: Path, vocabulary: Vocabulary) -> None:
    """Facts opened once can be typed by several vocabularies, each with its own problems."""
    problems = Problems()
    raw = open_facts(written(here, "资金: {预算数: 1元}\n"), problems)
    assert raw is not None
    assert raw.typed(Vocabulary({}), problems) is None
    assert [problem.code for problem in problems.found] == ["unknown-type"]
    fresh = Problems()
    assert raw.typed(vocabulary, fresh) is not None
    assert fresh.found == []


def test_nothing_is_given_after_a_problem_at_opening(here: Path, vocabulary: Vocabulary) -> None:
    """Facts whose header is wrong are still looked through for problems, but never given."""
    problems = Problems()
    raw = open_facts(written(here, "as_of: 明天\n资金: {预算数: 1元}\n"), problems)
    assert raw is not None
    assert raw.typed(vocabulary, Problems()) is None


def test_large_numbers_stay_exact(here: Path, vocabulary: Vocabulary) -> None:
    """No number passes through a float, in YAML or in JSON."""
    file = written(here, '{"资金": {"到位数": "0.1亿元", "预算数": 12345678901234567.89}}', "facts.json")
    (funding,) = read(file, vocabulary).facts["funding"]
    assert funding.fields["arrived"].value == Fraction(1, 10) * YI
    assert funding.fields["budget"].value == Fraction(Decimal("12345678901234567.89")) * WAN


def test_reading_facts_does_not_load_pydantic() -> None:
    """The models of the JSON Schema are loaded only by those who ask for it, so that a check starts fast."""
    program = "import sys, checker.facts; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
