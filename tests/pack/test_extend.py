"""Holds how a pack changes what it extends, and that every part keeps the place where it was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checker.pack import load_pack
from checker.source import Problems

if TYPE_CHECKING:
    import pytest

    from tests.pack.conftest import Load, Write

VOCABULARY = """service_quarter:
  label: 季度运行
  key: [quarter]
  fields:
    quarter: {label: 季度, type: quarter}
    online_rate: {label: 在线率, type: ratio, ask: 统计表}
"""
PARAMETERS = """floor:
  label: 在线率下限
  type: ratio
  values:
    2019-10-01: {value: 90%, source: {document: contract, clause: 第七条}}
"""
RULE = """title: 在线率低
for: service_quarter
when: 在线率 < 在线率下限
severity: major
basis: [{document: contract}, {document: contract, clause: 附件}]
message: 低
note: 上级的说明
"""
GENERAL = {
    "pack.yaml": "id: general\ntitle: 通用\nversion: 1.0.0\ndocuments: {contract: {title: 合同, note: 原件}}\n",
    "vocabulary.yaml": VOCABULARY,
    "parameters.yaml": PARAMETERS,
    "problems.yaml": "low: {heading: 低, text: 低, advice: {heading: 改, text: 改进}}\n",
    "rules/online-rate.yaml": RULE,
}


def test_override_replaces_only_what_it_gives(write: Write, load: Load) -> None:
    """Fields that the lower pack does not write stay as they are above; lists are replaced whole."""
    write("general", GENERAL)
    lower = "override: true\nseverity: minor\nbasis: [{document: contract, clause: 第八条}]\nnote: null\n"
    files = {"rules/online-rate.yaml": lower.replace("note: null\n", "")}
    rule = load(write("pack", files, extends="general")).rules["online-rate"]
    assert (rule.pack, rule.model.override) == ("pack", True)
    assert (rule.model.severity, rule.model.when) == ("minor", "在线率 < 在线率下限")
    assert [item.clause for item in rule.model.basis] == ["第八条"]


def test_null_takes_an_optional_part_away(write: Write, load: Load) -> None:
    """Writing ``null`` in an override removes what the pack above says, where nothing may stand."""
    write("general", GENERAL | {"rules/online-rate.yaml": RULE + "applies: 在线率 is known\n"})
    files = {"rules/online-rate.yaml": "override: true\napplies: null\n"}
    assert load(write("pack", files, extends="general")).rules["online-rate"].model.applies is None


def test_fields_and_versions_are_merged_by_name(write: Write, load: Load) -> None:
    """An override adds fields and dated values, changes parts of a field, and replaces a version whole."""
    write("general", GENERAL)
    files = {
        "vocabulary.yaml": "service_quarter:\n  override: true\n  fields:\n    online_rate: {ask: 月报}\n"
        "    batch: {label: 批次, type: text}\n",
        "parameters.yaml": "floor:\n  override: true\n  values:\n    2021-01-01: {value: 95%}\n"
        "    2019-10-01: {value: 85%}\n",
        "problems.yaml": "low: {override: true, advice: {text: 整改}}\n",
    }
    pack = load(write("pack", files, extends="general"))
    fields = pack.fact_types["service_quarter"].model.fields
    assert list(fields) == ["quarter", "online_rate", "batch"]
    assert (fields["online_rate"].ask, fields["online_rate"].type) == ("月报", "ratio")
    values = pack.parameters["floor"].model.values
    assert {day: version.value for day, version in values.items()} == {"2019-10-01": "85%", "2021-01-01": "95%"}
    assert values["2019-10-01"].source is None
    advice = pack.problems["low"].model.advice
    assert advice is not None
    assert (advice.heading, advice.text) == ("改", "整改")


def test_places_of_inherited_parts_are_those_above(write: Write, load: Load) -> None:
    """A part is placed in the file of the pack that wrote it, through as many packs as it takes."""
    write("general", GENERAL)
    write("middle", {"rules/online-rate.yaml": "override: true\nseverity: minor\n"}, extends="general")
    files = {"rules/online-rate.yaml": "override: true\ntitle: 偏低\n"}
    origin = load(write("pack", files, extends="middle")).rules["online-rate"].origin
    assert str(origin.at("title")) == "pack/rules/online-rate.yaml:2:8"
    assert str(origin.at("severity")) == "middle/rules/online-rate.yaml:2:11"
    assert str(origin.key("severity")) == "middle/rules/online-rate.yaml:2:1"
    assert str(origin.at("when", offset=6)) == "general/rules/online-rate.yaml:3:13"
    assert str(origin.below("basis", 1).at("clause")) == "general/rules/online-rate.yaml:5:60"
    assert str(origin.at("nowhere")) == "pack/rules/online-rate.yaml:1:1"
    assert str(origin.key("nowhere")) == "pack/rules/online-rate.yaml:1:1"
    assert origin.node("nowhere") is None


def test_off_removes_and_keeps_the_reason(write: Write, load: Load) -> None:
    """What is switched off is gone, with its reason, and may be written anew further down."""
    write("general", GENERAL)
    write("middle", {"rules/online-rate.yaml": "off: 没有在线率\n"}, extends="general")
    middle = load(Path("middle"))
    assert not middle.rules
    assert middle.off == {("rule", "online-rate"): "没有在线率"}
    anew = load(write("pack", {"rules/online-rate.yaml": "title: 甲\nwhen: 是\nmessage: 乙\n"}, extends="middle"))
    assert anew.rules["online-rate"].model.title == "甲"
    assert anew.off == {}


def test_indicator_parts_come_from_the_lowest_pack_that_gives_them(write: Write, load: Load) -> None:
    """Grades and tree are replaced whole when given; shared indicators are merged by id and keep their places."""
    above = """full_score: 100
grades: [{label: 优, at_least: 90}, {label: 良, at_least: 80}]
shared:
  - {id: execution, label: 执行率, scoring: {method: judged}}
  - {id: arrival, label: 到位率, criteria: 上级}
"""
    below = """shared:
  - {id: survey, label: 满意度}
  - {id: arrival, override: true, criteria: 下级}
indicators:
  - {id: execution, use: execution, weight: 60}
  - {id: arrival, use: arrival, weight: 40}
"""
    write("general", {"indicators.yaml": above})
    entry = load(write("pack", {"indicators.yaml": below}, extends="general")).indicators
    assert [grade.label for grade in entry.model.grades] == ["优", "良"]
    assert [(item.id, item.criteria) for item in entry.model.shared] == [
        ("execution", ""), ("arrival", "下级"), ("survey", ""),
    ]  # fmt: skip
    assert str(entry.origin.at("shared", 0, "scoring", "method")) == "general/indicators.yaml:4:51"
    assert str(entry.origin.at("shared", 1, "label")) == "general/indicators.yaml:5:26"
    assert str(entry.origin.below("shared", 1).at("criteria")) == "pack/indicators.yaml:3:45"
    assert str(entry.origin.below("shared").at(2, "label")) == "pack/indicators.yaml:2:25"
    assert str(entry.origin.at("grades", 1, "label")) == "general/indicators.yaml:2:44"
    assert str(entry.origin.below("indicators", 1).key("weight")) == "pack/indicators.yaml:6:33"


def test_shared_indicator_can_be_switched_off(write: Write, load: Load) -> None:
    """A shared indicator switched off is no longer there to be used."""
    write("general", {"indicators.yaml": "shared:\n  - {id: execution, label: 执行率}\n"})
    files = {"indicators.yaml": "shared:\n  - {id: execution, off: 口径不同}\n"}
    pack = load(write("pack", files, extends="general"))
    assert pack.indicators.model.shared == ()
    assert pack.off == {("shared", "execution"): "口径不同"}


def test_documents_are_inherited_and_overridden(write: Write, load: Load) -> None:
    """A lower pack cites the documents of the one above, and may correct them; each pack lists what it wrote last."""
    write("general", GENERAL)
    head = "id: pack\ntitle: 示例\nversion: 1.0.0\nextends: general\n"
    corrected = "documents: {contract: {override: true, note: 复印件}}\n"
    pack = load(write("pack", {"pack.yaml": head + corrected}))
    assert (pack.documents["contract"].model.title, pack.documents["contract"].model.note) == ("合同", "复印件")
    assert [list(model.documents) for model in pack.lineage] == [[], ["contract"]]
    assert [model.id for model in pack.lineage] == ["general", "pack"]


def test_parent_is_looked_up_beside_then_in_the_search_folders(write: Write, load: Load, tmp_path: Path) -> None:
    """The pack beside is taken before one in the folders given, and those are asked in their order."""
    folder = write("pack", extends="general")
    for number in ("first", "second"):
        (tmp_path / number / "general").mkdir(parents=True)
        head = f"id: general\ntitle: {number}\nversion: 1.0.0\n"
        (tmp_path / number / "general" / "pack.yaml").write_text(head)
    search = (tmp_path / "first", tmp_path / "second")
    assert load(folder, search=search).lineage[0].title == "first"
    write("general")
    assert load(folder, search=search).lineage[0].title == "示例"


def test_parent_is_found_from_inside_the_pack(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack checked from within its own folder finds its neighbour, and names its files so that they can be opened."""
    write("general", {"problems.yaml": "low: 低\n"})
    monkeypatch.chdir(write("pack", extends="general"))
    problems = Problems()
    load_pack(Path(), problems)
    assert [str(problem.place) for problem in problems.found] == ["../general/problems.yaml:1:6"]


def test_broken_file_above_is_not_held_against_the_pack(write: Write) -> None:
    """What cannot be known because a file above is broken is not reported below."""
    write("general", GENERAL | {"vocabulary.yaml": "service_quarter: [\n", "indicators.yaml": "shared: [\n"})
    files = {
        "vocabulary.yaml": "service_quarter:\n  override: true\n  fields:\n    batch: {label: 批次, typ: text}\n",
        "rules/other.yaml": RULE.replace("service_quarter", "季度运行") + "indicator: quality\ndeduct: 1\n",
        "indicators.yaml": "shared:\n  - {id: execution, override: true, weight: 5}\n",
    }
    problems = Problems()
    assert load_pack(write("pack", files, extends="general"), problems) is None
    assert sorted((problem.code, problem.place.file) for problem in problems.found) == [
        ("unknown-key", "pack/vocabulary.yaml"),
        ("yaml-syntax", "general/indicators.yaml"),
        ("yaml-syntax", "general/vocabulary.yaml"),
    ]


def test_broken_rule_above_may_be_overridden(write: Write) -> None:
    """A rule whose file above cannot be read is not said to be missing."""
    write("general", {"rules/late.yaml": "title: [\n"})
    files = {"rules/late.yaml": "override: true\ntitle: 迟\n"}
    problems = Problems()
    assert load_pack(write("pack", files, extends="general"), problems) is None
    assert [problem.code for problem in problems.found] == ["yaml-syntax"]
