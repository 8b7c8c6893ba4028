"""Comments that silence a finding: on its line or above it, only the check named, only with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.lint.poor_packs import changed, lint

COMMENTS: Final = {
    "above": ("# lint: ignore hard-coded-threshold 合同写明\nwhen: 合格率 < 85%\n", []),
    "behind": ("when: 合格率 < 85%  # lint: ignore hard-coded-threshold 合同写明\n", []),
    "chinese colon": ("# lint：ignore hard-coded-threshold 合同写明\nwhen: 合格率 < 85%\n", []),
    "two above": (
        "# lint: ignore hard-coded-threshold 合同写明\n# lint: ignore message-hides-value 没有参数\n"
        "when: 合格率 < 85%\n",
        ["unused-ignore"],
    ),
    "no reason": (
        "# lint: ignore hard-coded-threshold\nwhen: 合格率 < 85%\n",
        ["ignore-without-reason", "hard-coded-threshold"],
    ),
    "another check": (
        "# lint: ignore unused-field 合同写明\nwhen: 合格率 < 85%\n",
        ["unused-ignore", "hard-coded-threshold"],
    ),
    "too far": (
        "# lint: ignore hard-coded-threshold 合同写明\nseverity: major\nwhen: 合格率 < 85%\n",
        ["hard-coded-threshold", "unused-ignore"],
    ),
    "another tool": (
        "# prove: ignore hard-coded-threshold 合同写明\nwhen: 合格率 < 85%\n",
        ["hard-coded-threshold"],
    ),
}
PARAMETER: Final = """\
# lint: ignore unused-parameter 例子
pass_rate_floor:
  label: 合格率下限
  type: ratio
  values:
    2020-01-01: {value: 90%, source: {document: standard, clause: 第六条}}
"""
PROBLEM: Final = """\
low-pass-rate:
  heading: 合格率不高
  text: "{{ findings | map(attribute='message') | fen }}。"
  advice: {heading: 限期返修, text: 返修合格以前不付尾款。}
"""


@pytest.mark.parametrize("case", COMMENTS)
def test_what_a_comment_silences(case: str, tmp_path: Path) -> None:
    """A comment silences what it names where it stands, and lint says when it does not."""
    text, expected = COMMENTS[case]
    files = {"rules/pass-rate-low.yaml": text, "parameters.yaml": PARAMETER, "problems.yaml": PROBLEM}
    message = 'message: "{路段编号}（{地形}）合格率{合格率}"\n'
    files["rules/pass-rate-low.yaml"] += message
    assert sorted(finding.id for finding in lint(changed(tmp_path / "base", files))) == sorted(expected)


def test_comment_about_what_was_not_asked(tmp_path: Path) -> None:
    """A comment about a check that runs only when asked for is not called idle when it was not asked for."""
    text = PARAMETER.replace(
        "# lint: ignore unused-parameter 例子", "# lint: ignore parameter-not-reviewed 合同期内不变"
    )
    assert lint(changed(tmp_path / "base", {"parameters.yaml": text})) == ()


def test_only_the_packs_own_files_are_told(tmp_path: Path) -> None:
    """What is poor in a pack is told of that pack, and not of one that extends it."""
    changed(tmp_path / "base", {"problems.yaml": PROBLEM.replace("不高", "不高。")})
    county = tmp_path / "county"
    county.mkdir()
    (county / "pack.yaml").write_text("id: county\ntitle: 县\nversion: 1.0.0\nextends: base\n", "utf-8")
    (county / "CHANGELOG.md").write_text("## 1.0.0\n", "utf-8")
    assert [finding.id for finding in lint(tmp_path / "base")] == ["title-punctuation"]
    assert lint(county) == ()
