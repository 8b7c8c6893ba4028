"""A thing gets another name everywhere it is named, nowhere else, and everything comes out as before."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from checker.edit.file_edit import write_edits
from checker.edit.rename import Renaming, renamed, renaming
from checker.pack import load_pack
from checker.source import InputError, Problems
from tests.edit.small import UPPER, contents, write_family
from tests.strategies.packs import LABELS, TYPES, packs

CASES: Final[list[tuple[str, str, int, dict[str, str]]]] = [
    # what is renamed, its new name, how many places, and a stretch of some files afterwards
    ("rate", "share", 8, {
        "upper/problems.yaml": "{{ f.share }}", "upper/tests/rate-low.yaml": "missing: [share]",
        "lower/vocabulary.yaml": "    share: {ask: 验收表}", "upper/vocabulary.yaml": "    share: {label: 合格率,",
    }),
    ("合格率", "合格比例", 7, {
        "upper/rules/rate-low.yaml": "when: 合格比例 < 合格率下限 或 合格比例 > lookup(上限, 地形)",
        "upper/tests/rate-low.yaml": "地形: 平原, 合格比例: {value: 95%}",
        "lower/rules/empty-village.yaml": "applies: 合格比例 is known",
        "upper/rules/mountain.yaml": "路.合格比例 < 80%",
    }),
    ("road", "way", 8, {
        "upper/rules/rate-low.yaml": "for: way", "lower/vocabulary.yaml": "way:\n  override: true",
        "upper/tests/projects/whole.yaml": "  way:\n",
    }),
    ("路段", "道路", 4, {
        "upper/rules/mountain.yaml": "exists(道路 as 路 where", "lower/rules/empty-village.yaml": "for: 道路",
        "upper/tests/rate-low.yaml": "    道路:\n      - {路段编号: A",
    }),
    ("lowest", "least", 3, {
        "upper/problems.yaml": "{{ params.least }}", "lower/parameters.yaml": "least:\n  override",
    }),
    ("合格率下限", "下限", 3, {
        "upper/rules/rate-low.yaml": "低于{下限}\"", "upper/parameters.yaml": "  label: 下限\n",
    }),
    ("road.area.山区", "山地", 12, {
        "upper/parameters.yaml": "keys: [山地, 平原]", "upper/rules/mountain.yaml": "路.地形 = 山地 且",
        "upper/problems.yaml": "f.area == '山地' %}{{ f.code }}{% endfor %}{{ params.ceiling['山地'] }}",
        "upper/tests/rate-low.yaml": "message: 合格率80%（山地），低于90%", "lower/tests/rate-low.yaml": "area: 山地",
    }),
    ("low", "poor", 7, {
        "upper/rules/often.yaml": 'where: 问题编号 = "poor"', "upper/tests/often.yaml": "expect: {poor: fail}",
        "upper/tests/projects/whole.yaml": '"often[poor]": pass}\n  problems: [poor]',
    }),
    ("quality", "goodness", 5, {
        "upper/rules/often.yaml": '发现指标 = "goodness"', "lower/indicators.yaml": "id: goodness",
        "upper/tests/projects/whole.yaml": "indicators: {goodness: 99}",
    }),
    ("norm", "standard", 8, {
        "lower/parameters.yaml": "{document: standard}", "upper/pack.yaml": "  standard: {title",
    }),
    ("completion", "finishing", 2, {"lower/indicators.yaml": "use: finishing"}),
    ("done_share", "part_done", 1, {"upper/vocabulary.yaml": "part_done: {label"}),
    ("works.planned", "target", 4, {"upper/vocabulary.yaml": "derive: 完成 / target}"}),
    ("完成", "做完", 3, {"upper/indicators.yaml": "value: 做完, target: 计划"}),
]  # fmt: skip


def go(home: Path, old: str, new: str) -> Renaming:
    """Rename something in the upper pack, on the disk."""
    problems = Problems()
    found = renaming(home / "upper", old, new, problems)
    assert found is not None, str(InputError(problems.found))
    write_edits(found.edits, found.texts, found.moves)
    return found


def refused(home: Path, old: str, new: str, pack: str = "upper") -> str:
    """Return why something cannot be renamed."""
    problems = Problems()
    assert renaming(home / pack, old, new, problems) is None
    return str(InputError(problems.found))


@pytest.mark.parametrize(("old", "new", "places", "lines"), CASES, ids=[f"{case[0]} to {case[1]}" for case in CASES])
def test_a_name_is_changed_where_it_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, places: int, lines: dict[str, str]
) -> None:
    """Every place that means the thing has the new name, in both packs, every other text stays, and back is back."""
    write_family(tmp_path)
    monkeypatch.chdir(tmp_path)
    before = contents(tmp_path)
    found = go(tmp_path, old, new)
    after = contents(tmp_path)
    for file, line in lines.items():
        assert line in after[file], after[file]
    assert len(found.edits) == places
    head = "# 合格率低于下限的路段；合格率下限见参数\ntitle: 合格率低于下限\n"
    assert after["upper/rules/rate-low.yaml"].startswith(head)
    owner, _, name = old.rpartition(".")
    go(tmp_path, f"{owner}.{new}" if owner else new, name)
    assert contents(tmp_path) == before


def test_a_rule_takes_its_files_along(tmp_path: Path) -> None:
    """The files of a rule and of its cases get its name, also where a pack below overrides it."""
    write_family(tmp_path)
    before = contents(tmp_path)
    go(tmp_path, "rate-low", "below-floor")
    after = contents(tmp_path)
    assert sum("rate-low" in name for name in before) == 4
    assert set(after) == {name.replace("rate-low", "below-floor") for name in before}
    assert '规则 = "below-floor"' in after["upper/rules/often.yaml"]
    assert 'findings: {below-floor: 1}\n  outcomes: {"below-floor[A]": fail' in after["upper/tests/projects/whole.yaml"]
    go(tmp_path, "below-floor", "rate-low")
    assert contents(tmp_path) == before


REFUSED: Final = [
    ("xx", "y", "upper", "没有叫“xx”的"),
    ("rat", "y", "upper", "你是不是要写“rate”？"),
    ("rate", "Rate", "upper", "编号“Rate”写法不对"),
    ("rate", "a-b", "upper", "“a-b”不能直接写在表达式里"),
    ("合格率", "合格 率", "upper", "“合格 率”不能直接写在表达式里"),
    ("合格率", "是", "upper", "“是”不能直接写在表达式里"),
    ("合格率", "null", "upper", "“null”不能直接写在表达式里"),
    ("rate", "area", "upper", "规则包“upper”里已经有叫“area”的字段"),
    ("rate", "village", "upper", "规则包“lower”里已经有叫“village”的字段"),
    ("合格率", "来源", "upper", "“来源”是检查程序自己用的词"),
    ("road", "finding", "upper", "“finding”是检查程序自己用的词"),
    ("road", "project", "upper", "“project”是检查程序自己用的词"),
    ("路段", "路", "upper", "改名以后会出错：“路”不能作变量名"),
    ("合格率下限", "完成率", "upper", "改名以后会出错：“完成率”有多个含义"),
    ("rate", "x", "lower", "“rate”是上级规则包“upper”里的，不能在这里改名"),
    ("low", "rate-low", "lower", "“low”是上级规则包“upper”里的"),
    ("quality", "完成", "upper", "编号“完成”写法不对"),
    ("质量", '质"量', "upper", '名称“质"量”写法不对'),
]


@pytest.mark.parametrize(("old", "new", "pack", "why"), REFUSED, ids=[f"{c[0]} to {c[1]} in {c[2]}" for c in REFUSED])
def test_what_cannot_be_renamed_is_refused(tmp_path: Path, old: str, new: str, pack: str, why: str) -> None:
    """A name that is unknown, inherited, malformed, reserved or taken is refused with the reason."""
    write_family(tmp_path)
    before = contents(tmp_path)
    assert why in refused(tmp_path, old, new, pack)
    assert contents(tmp_path) == before


def test_several_meanings_are_told_apart(tmp_path: Path) -> None:
    """A name of several things is refused with the ways to say which is meant; each of those is understood."""
    upper = write_family(tmp_path)
    (upper / "rules/low.yaml").write_text(UPPER["rules/mountain.yaml"], "utf-8")
    said = refused(tmp_path, "low", "poor")
    assert "写明是哪一个：规则 rules/low、问题 problems/low" in said
    go(tmp_path, "problems/low", "poor")
    go(tmp_path, "low", "few")
    assert (upper / "rules/few.yaml").exists()


def test_the_same_word_elsewhere_stays(tmp_path: Path) -> None:
    """A fact whose key happens to read like the choice keeps its key."""
    upper = write_family(tmp_path)
    path = upper / "tests/rate-low.yaml"
    text = path.read_text("utf-8").replace("code: A, area: 山区, rate: 80%", "code: 山区, area: 山区, rate: 80%")
    path.write_text(text.replace("{A: fail}", "{山区: fail}"), "utf-8")
    go(tmp_path, "road.area.山区", "山地")
    assert "expect: {山区: fail}" in path.read_text("utf-8")


def test_a_broken_pack_is_not_renamed_in(tmp_path: Path) -> None:
    """What is wrong with a pack, or with one that extends it, is said first."""
    write_family(tmp_path)
    (tmp_path / "lower/rules/broken.yaml").write_text("title: x\nwhen: 没有这个\nmessage: x\n", "utf-8")
    assert "lower/rules/broken.yaml:2:7: 错误 [unknown-name]" in refused(tmp_path, "rate", "share")


def test_edits_for_an_editor(tmp_path: Path) -> None:
    """An editor is given the edits of a loaded pack; a rule, whose files have its name, is left to the command."""
    write_family(tmp_path)
    problems = Problems()
    pack = load_pack(tmp_path / "upper", problems)
    assert pack is not None
    edits = renamed(pack, "rate", "share", problems)
    assert edits is not None
    assert {Path(edit.file).name for edit in edits} >= {"vocabulary.yaml", "problems.yaml"}
    assert renamed(pack, "rate-low", "x", problems) is None
    assert "checker rules rename upper rate-low x" in str(problems.found[-1])


def test_a_file_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """When a file was changed after it was read nothing is written, to no file."""
    upper = write_family(tmp_path)
    problems = Problems()
    found = renaming(upper, "rate", "share", problems)
    assert found is not None
    path = upper / "problems.yaml"
    path.write_text(path.read_text("utf-8") + "# 新\n", "utf-8")
    before = contents(tmp_path)
    with pytest.raises(Exception, match="读取以后又改过"):
        write_edits(found.edits, found.texts, found.moves)
    assert contents(tmp_path) == before


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(packs(known=True), st.sampled_from(sorted(LABELS)), st.booleans())
def test_random_packs_there_and_back(
    tmp_path_factory: pytest.TempPathFactory, pack: Any, kind: str, by_label: bool
) -> None:
    """In a random pack any field gets another name and its own again: every byte is as before."""
    home = tmp_path_factory.mktemp("home")
    for name, text in pack.files().items():
        path = home / "upper" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub('"id": "drawn"', '"id": "upper"', text), "utf-8")
    record = sorted(pack.vocabulary)[0]
    old, new = (f"{TYPES[record][0]}{LABELS[kind]}", "新名") if by_label else (f"{record}_{kind}", "fresh_name")
    before = contents(home)
    found = go(home, old, new)
    assert all(edit.new.strip('"') == new for edit in found.edits)
    go(home, new, old)
    assert contents(home) == before
