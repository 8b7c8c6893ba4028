"""The handbook of a pack: every rule, parameter, case and basis is in it, as text, the same each time."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from docx import Document

from checker.history.changes import Revision, revisions
from checker.pack import Pack
from checker.plan import Plan
from checker.report.handbook.content import Handbook, gather_handbook
from checker.report.handbook.docx import render_handbook_docx
from checker.report.handbook.html import render_handbook_html
from checker.run import load_sound_pack, prepare
from checker.source import Problems

ROOT: Final = Path(__file__).parent.parent.parent
DAY: Final = date(2021, 12, 31)
PACKS: Final = (ROOT / "rules" / "national-2020", ROOT / "rules" / "xueliang-2020", ROOT / "tests/packs/training-2022")


@cache
def _plan(folder: Path) -> Plan:
    problems = Problems()
    pack = load_sound_pack(folder, problems)
    assert pack is not None, problems.found
    return _planned(pack)


def _planned(pack: Pack) -> Plan:
    problems = Problems()
    checker = prepare(pack, DAY, problems, engine="plain")
    assert checker is not None, problems.found
    return checker.plan


def _book(folder: Path) -> Handbook:
    return gather_handbook(_plan(folder), {})


def _docx_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _html_text(book: Handbook) -> str:
    text = render_handbook_html(book)
    for sign, mark in (("&#34;", '"'), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(sign, mark)
    return text


_RENDERED: Final[dict[str, Callable[[Handbook], str]]] = {
    "html": _html_text,
    "docx": lambda book: _docx_text(render_handbook_docx(book, DAY)),
}


@pytest.mark.parametrize("format_", sorted(_RENDERED))
@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_everything_is_told(folder: Path, format_: str) -> None:
    """Both forms tell every rule in force with its condition and cases, every parameter, field and problem."""
    plan, shown = _plan(folder), _RENDERED[format_](_book(folder))
    for rule in plan.rules:
        assert rule.title in shown
        assert " ".join(plan.pack.rules[rule.id].model.when.split()) in shown
        for case in plan.pack.cases.get(rule.id, ()):
            assert case.model.name in shown
    for parameter in plan.pack.parameters.values():
        assert parameter.model.label in shown
        assert all(since in shown for since in parameter.model.values)
    for fact_type in plan.pack.fact_types.values():
        assert all(field.label in shown for field in fact_type.model.fields.values())
    for problem in plan.pack.problems.values():
        assert problem.model.heading in shown


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (
            "online-rate-below-floor",
            "逐条检查“季度运行”：在线率低于在线率下限（90%）的，列为问题，每次从指标“产出质量”扣在线率扣分（0.5分）。"
            "标准按季度第3个月的月末那天的取值。",
        ),
        ("quantity-short", "检查“建设完成”：完成点位低于计划点位的，列为问题。"),
        (
            "service-before-completion",
            "逐条检查“季度运行”：适用于批次是“二期”的情形。季度第3个月的月末早于完成日期的，作为复核提示列出，不扣分。",
        ),
        (
            "persistent-low-online",
            "逐条检查“问题”（只看问题编号是“low-online-rate”的）：发现数不低于多次不达标界限（4）的，列为问题。",
        ),
    ],
)
def test_sentence_of_a_rule(rule: str, sentence: str) -> None:
    """A rule is one sentence: of what, when, and what follows."""
    parts = [part for _, group in _book(PACKS[1]).groups for part in group if part.id == rule]
    assert [part.sentence for part in parts] == [sentence]


@pytest.mark.parametrize(
    ("indicator", "sentences"),
    [
        ("fund_arrival_rate", ("按比例计分：权重×（到位数÷预算数），最高得满分。",)),
        ("satisfaction", ("满意度以满意度满分线为准，每低1%扣1分，不满一步按比例扣，扣完为止。",)),
        ("output_quality", ("从满分起，按下列规则的发现扣分，扣完为止。",)),
        ("organisation", ("由评价人评定，扣分要写明理由。",)),
    ],
)
def test_sentence_of_an_indicator(indicator: str, sentences: tuple[str, ...]) -> None:
    """How an indicator is scored is told in words."""
    assert [part.scoring for part in _book(PACKS[1]).indicators if part.id == indicator] == [sentences]


def test_what_a_pack_says_is_never_markup() -> None:
    """Text of a pack that looks like HTML stays text, and the page may load nothing and run nothing."""
    plan = _plan(PACKS[1])
    entry = plan.pack.rules["quantity-short"]
    model = entry.model.model_copy(update={"title": "<script>alert(1)</script>", "note": "a & b"})
    pack = replace(plan.pack, rules={**plan.pack.rules, "quantity-short": replace(entry, model=model)})
    page = render_handbook_html(gather_handbook(_planned(pack), {}))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "default-src 'none'" in page


def test_same_pack_same_bytes() -> None:
    """Two renderings of one pack are equal to the last byte."""
    first, second = (render_handbook_docx(_book(PACKS[1]), DAY) for _ in range(2))
    assert first == second
    assert render_handbook_html(_book(PACKS[1])) == render_handbook_html(_book(PACKS[1]))


def test_changes_are_listed_where_git_knows_them() -> None:
    """The history of a rule's file stands with the rule."""
    history = {"rules/quantity-short.yaml": (Revision("2021-07-01", "按新合同修改"),)}
    page = render_handbook_html(gather_handbook(_plan(PACKS[1]), history))
    assert "2021-07-01 按新合同修改" in page


def test_changes_come_from_git(tmp_path: Path) -> None:
    """The changes of each file are those committed in its folder, the latest first; without git there are none."""
    git = shutil.which("git")
    assert git is not None
    folder = tmp_path / "pack"
    (folder / "rules").mkdir(parents=True)
    assert revisions(folder) == {}

    def commit(text: str, subject: str, day: str) -> None:
        (folder / "rules" / "a.yaml").write_text(text, "utf-8")
        who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        env = {
            "GIT_COMMITTER_DATE": f"{day}T12:00:00+0800",
            "GIT_AUTHOR_DATE": f"{day}T12:00:00+0800",
            "HOME": str(tmp_path),
        }
        subprocess.run([git, "-C", str(folder), "add", "."], check=True, env=env)
        subprocess.run([git, "-C", str(folder), *who, "commit", "-q", "-m", subject], check=True, env=env)

    subprocess.run([git, "init", "-q", str(folder)], check=True)
    commit("a", "第一版", "2020-01-02")
    commit("b", "提高下限", "2021-07-01")
    assert list(map(str, revisions(folder)["rules/a.yaml"])) == ["2021-07-01 提高下限", "2020-01-02 第一版"]
