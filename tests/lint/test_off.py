"""Lint follows ``off`` into the packs above: what only the rule switched off used is named where ``off`` is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint.poor_packs import changed, lint

LEFT_OFF = {
    "parameters.yaml": "low_pass_deduction: {off: 用它的规则已经停用}\npass_rate_floor: {off: 用它的规则已经停用}\n",
    "problems.yaml": "low-pass-rate: {off: 归入它的规则已经停用}\n",
}
OWN_RULE = """\
title: 路段不合格
for: road
when: 合格率 < 合格率下限
indicator: quality
deduct: 合格率扣分
problem: low-pass-rate
basis: [{document: standard, clause: 第六条}]
message: "{路段编号}合格率{合格率}，低于{合格率下限}"
"""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a pack that extends the base pack and switches its only rule off."""
    monkeypatch.chdir(tmp_path)
    changed(Path("base"), {})
    folder = Path("county")
    (folder / "rules").mkdir(parents=True)
    (folder / "pack.yaml").write_text("id: county\ntitle: 某县\nversion: 1.0.0\nextends: base\n", "utf-8")
    (folder / "CHANGELOG.md").write_text("## 1.0.0\n", "utf-8")
    (folder / "rules" / "pass-rate-low.yaml").write_text("off: 本县由市里查\n", "utf-8")
    return folder


def told(folder: Path) -> list[str]:
    """What lint says about ``off``, with its places."""
    return [f"{item.place} {item.what}" for item in lint(folder) if item.id == "off-leaves-orphan"]


def test_everything_left_behind_is_named(child: Path) -> None:
    """The indicator that nothing deducts from is told, and the parameters and the problem nothing uses."""
    assert told(child) == [
        "county/rules/pass-rate-low.yaml:1:6 停用以后，再没有规则用的还有："
        "参数“合格率扣分”（low_pass_deduction）、问题“部分路段养护质量不达标”（low-pass-rate）",
        "county/rules/pass-rate-low.yaml:1:6 停用以后，没有规则扣指标“养护质量”的分，它总是满分",
    ]


def test_what_is_switched_off_too_is_not_named(child: Path) -> None:
    """Parameters and problems switched off along with the rule are settled; the indicator is not."""
    for name, text in LEFT_OFF.items():
        (child / name).write_text(text, "utf-8")
    assert told(child) == ["county/rules/pass-rate-low.yaml:1:6 停用以后，没有规则扣指标“养护质量”的分，它总是满分"]


def test_another_rule_in_its_place(child: Path) -> None:
    """A rule of the pack's own that uses it all leaves nothing behind."""
    (child / "rules" / "own.yaml").write_text(OWN_RULE, "utf-8")
    assert told(child) == []


def test_off_of_a_pack_above_is_not_told_below(child: Path) -> None:
    """What a pack above switched off is told there, not in the packs that extend it."""
    below = Path("town")
    below.mkdir()
    (below / "pack.yaml").write_text(
        (child / "pack.yaml").read_text("utf-8").replace("county", "town").replace("base", "county"), "utf-8"
    )
    assert told(below) == []
