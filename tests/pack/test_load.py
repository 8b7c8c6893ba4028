"""Holds what loading a sound pack promises; knows nothing about what goes wrong (see test_bad_packs)."""

from __future__ import annotations

import os
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checker.pack import load_cases, load_pack
from checker.source import InputError, Problems

if TYPE_CHECKING:
    from tests.pack.conftest import Load, Write

VOCABULARY = """service_quarter:
  label: 季度运行
  key: [quarter]
  fields:
    quarter: {label: 季度, type: quarter}
    online_rate: {label: 在线率, type: ratio}
"""
RULE = """title: 在线率低
for: 季度运行
when: 在线率 < 90%
indicator: quality
deduct: 0.5
deduct_cap: 3分
problem: low-online-rate
basis: [{document: contract, clause: 第七条}]
message: "{quarter}在线率{online_rate}"
valid_from: 2019-10-01
"""
FILES = {
    "pack.yaml": "id: pack\ntitle: 示例\nversion: 1.0.0\n"
    "documents:\n  contract: {title: 合同, issued_on: 2020-04-22}\n",
    "vocabulary.yaml": VOCABULARY,
    "indicators.yaml": "indicators:\n  - {id: quality, label: 质量, weight: 100}\n",
    "problems.yaml": "low-online-rate: {heading: 在线率低, text: 低}\n",
    "rules/online-rate.yaml": RULE,
    "CHANGELOG.md": "- 初版\n",
    "tests/online-rate.yaml": "- name: 恰好\n  given: {service_quarter: [{quarter: 2020Q3}]}\n  expect: unknown\n",
    "tests/projects/small.yaml": "name: 小\nfacts: small\nexpect: {score: 90}\n",
    "tests/projects/several.yaml": "- {name: 甲, given: {}, expect: {}}\n- {name: 乙, given: {}, expect: {}}\n",
    "tests/projects/small/facts.yaml": "title: 小\n",
}


def test_only_pack_yaml_is_required(write: Write, load: Load) -> None:
    """A pack of one file is a pack without rules, parameters or indicators."""
    pack = load(write("pack"))
    assert pack.id == "pack"
    assert pack.lineage == (pack.model,)
    assert not pack.rules
    assert pack.indicators.model.indicators == ()


def test_files_become_typed_entries(write: Write, load: Load) -> None:
    """Every file is read into its model, under the id it has in the pack, with its place."""
    pack = load(write("pack", FILES))
    rule = pack.rules["online-rate"]
    assert (rule.id, rule.pack) == ("online-rate", "pack")
    assert rule.model.deduct_cap == Fraction(3)
    assert rule.model.valid_from == date(2019, 10, 1)
    assert str(rule.origin.at("when")) == "pack/rules/online-rate.yaml:3:7"
    assert str(rule.origin.at("message", offset=1)) == "pack/rules/online-rate.yaml:9:12"
    assert str(pack.fact_types["service_quarter"].origin.key()) == "pack/vocabulary.yaml:1:1"
    assert str(pack.fact_types["service_quarter"].origin.at("fields", "online_rate", "type")).endswith(":6:37")
    assert pack.documents["contract"].model.issued_on == date(2020, 4, 22)
    assert pack.model.documents == {"contract": pack.documents["contract"].model}


def test_pack_to_be_extended_may_leave_the_tree_to_others(write: Write, load: Load) -> None:
    """A pack without a tree, extending none, may have rules that deduct from the indicators it shares."""
    head = "id: pack\ntitle: 通用\nversion: 1.0.0\nextends: null\n"
    shared = "shared:\n  - {id: execution, label: 执行率}\n"
    rule = "title: 低\nwhen: 是\nmessage: 低\nindicator: execution\ndeduct: 1\n"
    pack = load(write("pack", {"pack.yaml": head, "indicators.yaml": shared, "rules/low.yaml": rule}))
    assert pack.rules["low"].model.indicator == "execution"


def test_cases_are_read_only_when_asked_for(write: Write, load: Load) -> None:
    """A check does not pay for reading tests; a test run gets them, of rules and of whole projects."""
    folder = write("pack", FILES)
    assert load(folder).cases == {}
    pack = load(folder, with_cases=True)
    assert [case.id for case in pack.cases["online-rate"]] == ["恰好"]
    assert str(pack.cases["online-rate"][0].origin.at("expect")) == "pack/tests/online-rate.yaml:3:11"
    assert [case.id for case in pack.project_cases] == ["甲", "乙", "小"]


def test_cases_can_be_read_later(write: Write, load: Load) -> None:
    """``load_cases`` adds to a loaded pack what loading it with cases would have given."""
    folder = write("pack", FILES)
    problems = Problems()
    assert load_cases(folder, load(folder), problems) == load(folder, with_cases=True)
    assert not problems.found


def test_broken_cases_give_no_pack(write: Write, load: Load) -> None:
    """A pack whose cases cannot be read is not tested on the rest of them."""
    folder = write("pack", FILES | {"tests/other.yaml": "[]\n"})
    problems = Problems()
    assert load_cases(folder, load(folder), problems) is None
    assert [problem.code for problem in problems.found] == ["unknown-rule"]


def test_cases_of_a_rule_switched_off_are_named(write: Write) -> None:
    """Cases of a rule that a pack switched off say why there is nothing to test."""
    write("general", {"rules/late.yaml": "title: 迟\nwhen: 是\nmessage: 迟\n"})
    case = "- {name: 甲, given: {}, expect: pass}\n"
    folder = write("pack", {"rules/late.yaml": "off: 没有期限\n", "tests/late.yaml": case}, extends="general")
    problems = Problems()
    assert load_pack(folder, problems, with_cases=True) is None
    assert str(problems.found[0]).endswith("这条规则已停用：没有期限")


@pytest.mark.parametrize(("encoding", "mark"), [("gb18030", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-8", b"")])
def test_office_encodings_are_accepted(write: Write, load: Load, encoding: str, mark: bytes) -> None:
    """Files saved as GB18030, or as UTF-8 with a mark at the beginning, are read as they are meant."""
    folder = write("pack")
    (folder / "vocabulary.yaml").write_bytes(mark + VOCABULARY.encode(encoding))
    assert load(folder).fact_types["service_quarter"].model.label == "季度运行"


def test_link_out_of_the_pack_is_refused(write: Write, tmp_path: Path) -> None:
    """A link that leads out of the pack is named and not followed, whatever it stands for; one inside is."""
    (tmp_path / "secret.yaml").write_text("a: 1\n")
    (tmp_path / "secrets").mkdir()
    folder = write("pack", {"rules/late.yaml": RULE})
    (folder / "vocabulary.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "rules" / "stolen.yaml").symlink_to("../../secret.yaml")
    (folder / "rules" / "again.yaml").symlink_to("late.yaml")
    (folder / "tests").symlink_to(tmp_path / "secrets")
    problems = Problems()
    assert load_pack(folder, problems, with_cases=True) is None
    links = [str(problem.place) for problem in problems.errors if problem.code == "outside-pack"]
    assert sorted(set(links)) == ["pack/rules/stolen.yaml", "pack/tests", "pack/vocabulary.yaml"]
    assert not [problem for problem in problems.errors if problem.code == "unknown-type"]
    assert not [problem for problem in problems.errors if "again" in str(problem) and problem.code == "outside-pack"]


def test_linked_folder_of_rules_is_refused(write: Write, tmp_path: Path) -> None:
    """Not even a whole folder is read through a link out of the pack."""
    (tmp_path / "elsewhere").mkdir()
    folder = write("pack")
    (folder / "rules").symlink_to(tmp_path / "elsewhere")
    problems = Problems()
    assert load_pack(folder, problems) is None
    assert [problem.code for problem in problems.found] == ["outside-pack"]


def test_facts_reached_through_a_link_are_refused(write: Write, tmp_path: Path) -> None:
    """A project case may not reach facts outside the pack by a link either."""
    (tmp_path / "facts").mkdir()
    folder = write("pack", {"tests/projects/a.yaml": "name: 甲\nfacts: linked\nexpect: {}\n"})
    (folder / "tests/projects/linked").symlink_to(tmp_path / "facts")
    problems = Problems()
    assert load_pack(folder, problems, with_cases=True) is None
    assert {problem.code for problem in problems.found} == {"outside-pack"}


def test_leftovers_of_editors_are_not_mentioned(write: Write, load: Load) -> None:
    """Hidden files, locks and backups that editors leave behind are neither read nor named."""
    leftovers = dict.fromkeys((".DS_Store", "~$rules.yaml", "pack.yaml~", "rules/.late.yaml.swp", "说明.md"), "x: 1\n")
    load(write("pack", leftovers))


@pytest.mark.skipif(os.name != "posix", reason="other systems do not let such a name be written")
def test_undisplayable_file_name_is_refused(write: Write) -> None:
    """A file name that is no text is reported in words that can be printed."""
    folder = write("pack", {"rules/late.yaml": "title: 迟\nwhen: 是\nmessage: 迟\n"})
    try:
        Path(os.fsdecode(os.fsencode(folder / "rules") + b"/\xff.yaml")).write_text("a: 1\n")
    except OSError:
        pytest.skip("this file system does not let such a name be written")
    problems = Problems()
    assert load_pack(folder, problems) is None
    assert str(problems.found[0]).encode().startswith("pack/rules/\ufffd.yaml".encode())


def test_unreadable_folder_is_one_problem(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may not be listed is a problem with the system's reason, not a crash."""
    folder = write("pack")

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    problems = Problems()
    assert load_pack(folder, problems) is None
    assert problems.found[0].code == "unreadable"


def test_names_are_relative_only_inside_the_working_folder(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A problem names its file from the working folder on, or as the pack was given when it lies elsewhere."""
    folder = write("pack", {"problems.yaml": "low: 低\n"}).resolve()

    def place(given: Path) -> str:
        problems = Problems()
        load_pack(given, problems)
        return problems.found[0].place.file

    assert place(folder) == "pack/problems.yaml"
    monkeypatch.chdir(folder)
    assert place(Path()) == "problems.yaml"
    (folder.parent / "other").mkdir()
    monkeypatch.chdir(folder.parent / "other")
    assert place(Path("../pack")) == "../pack/problems.yaml"
    assert place(folder) == f"{folder.as_posix()}/problems.yaml"


def test_digest_is_of_what_the_pack_means(write: Write, load: Load) -> None:
    """The digest changes with a rule and with the pack above, not with tests, notes or the place of the folder."""
    write("general", {"problems.yaml": "low: {heading: 低, text: 低}\n"})
    files = {"rules/late.yaml": "title: 迟\nwhen: 是\nmessage: 迟\n"}
    folder = write("pack", files, extends="general")
    first = load(folder).digest
    write("pack", {"CHANGELOG.md": "- 改\n", "tests/late.yaml": "[]\n"}, extends="general")
    assert load(folder).digest == first
    write("pack", {"rules/late.yaml": "title: 迟\nwhen: 否\nmessage: 迟\n"}, extends="general")
    second = load(folder).digest
    write("general", {"problems.yaml": "low: {heading: 偏低, text: 低}\n"})
    assert len({first, second, load(folder).digest}) == 3


def test_order_is_that_of_files_and_lines(write: Write, load: Load) -> None:
    """Rules come by file name, all else in written order, what is inherited first."""
    rule = "title: 迟\nwhen: 是\nmessage: 迟\n"
    problem = "{heading: 迟, text: 迟}\n"
    write("general", {"rules/m.yaml": rule, "rules/b.yaml": rule, "problems.yaml": f"z: {problem}"})
    files = {"rules/c.yaml": rule, "rules/a.yaml": rule, "problems.yaml": f"y: {problem}x: {problem}"}
    pack = load(write("pack", files, extends="general"))
    assert list(pack.rules) == ["b", "m", "a", "c"]
    assert list(pack.problems) == ["z", "y", "x"]


def test_every_problem_of_every_file_at_once(write: Write) -> None:
    """Files broken in different ways do not hide each other's problems, and all come in the order of the files."""
    folder = write(
        "pack",
        {
            "vocabulary.yaml": "a: [\n",
            "parameters.yaml": "p: {label: 数, type: count, values: {2020-01-01: {value: 多}}}\n",
            "problems.yaml": "low: {heading: 低}\n",
            "rules/late.yaml": "title: 迟\n",
            "rules/low.yaml": "",
        },
    )
    problems = Problems()
    assert load_pack(folder, problems) is None
    files = [problem.place.file.removeprefix("pack/") for problem in InputError(problems.found).problems]
    assert sorted(set(files)) == [
        "parameters.yaml", "problems.yaml", "rules/late.yaml", "rules/low.yaml", "vocabulary.yaml",
    ]  # fmt: skip
