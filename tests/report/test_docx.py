"""The evaluation report as a Word file: what it says, how it looks, and that it is the same every time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from syrupy.assertion import SnapshotAssertion

from checker.cli import main
from checker.facts import FactSet
from checker.messages import language
from checker.report.docx import TEMPLATE, render_docx
from checker.report.docx.build_template import build
from checker.report.markdown import render_problems
from checker.result import CheckResult, Outcome
from checker.run import Checker, open_project, open_project_text
from tests.office import convert, needs_soffice
from tests.report.docx_text import part_of, runs, text_of

ROOT: Final = Path(__file__).parent.parent.parent
MASKED: Final = ((re.compile(r"[0-9a-f]{64}"), "<digest>"), (re.compile(r"checker \d[\w.]*"), "checker <version>"))
NASTY: Final = "<甲&乙>{{ title }}{% endfor %}{_{ x }_}{%p if %}'\""

# Something unknown, bounded, judged without a reason, waived, and read with a warning.
OPEN: Final = f"""
rules: xueliang-2020
as_of: 2020-12-31
title: "{NASTY.replace('"', "”")}项目"
kind: 部门评价
documents: {{ledger: 明细账}}
project: {{unit: "=1+1<b>", year: 2020}}
funding: {{budget: 300万元, arrived: 300万元, spent: 约280万元, source: {{document: 另一本账}}}}
service_quarter:
  - {{quarter: 2020Q1, batch: 一期, fault_rate: 12%}}
  - {{quarter: 2020Q2, batch: 一期, fault_rate: 13%, source: ledger}}
  - {{quarter: 2020Q3, batch: 一期}}
payment: []
unit_price: [{{batch: 二期, price: 628元, source: ledger}}]
delivery: {{planned: 200, completed: 200, due_on: 2020-06-30, completed_on: 2020-03-31, source: ledger}}
survey: {{issued: 50, returned: 50, satisfaction: 90%, source: ledger}}
judgements:
  - {{indicator: project_initiation, points: 5}}
  - {{indicator: performance_target, points: 5, assessor: 张三}}
  - {{indicator: funding_input, points: 8}}
  - {{indicator: fund_compliance, points: 6, evidence: 抽查凭证20张, assessor: 李四}}
  - {{indicator: organisation, points: 6}}
  - {{indicator: social_benefit, points: 7}}
  - {{indicator: sustainability, points: 9, reason: "{NASTY.replace('"', "”")}"}}
waivers:
  - {{rule: online-rate-below-floor, key: 2020Q1/一期, reason: 停电, approver: 王五, expires: 2021-12-31}}
"""

Project = tuple[Checker, FactSet, CheckResult]


@pytest.fixture(scope="module")
def seed() -> Project:
    """Return the seed, checked."""
    checker, facts = open_project(ROOT / "facts" / "xinjian-2020")
    return checker, facts, checker.check(facts)


@pytest.fixture(scope="module")
def undecided() -> Project:
    """Return a project in which much is open."""
    checker, facts = open_project_text(OPEN)
    return checker, facts, checker.check(facts)


def render(project: Project, **wishes: Any) -> bytes:
    """Return the report of a project."""
    checker, facts, result = project
    return render_docx(checker.plan, facts, result, **wishes)


def shown(content: bytes) -> str:
    """Return the text of a Word file, with what differs from place to place and version to version masked."""
    text = text_of(content).replace(f"{ROOT}/", "")
    for pattern, mask in MASKED:
        text = pattern.sub(mask, text)
    return text


def test_report_of_the_seed(seed: Project, snapshot: SnapshotAssertion) -> None:
    """The whole report of the seed is what it was."""
    assert shown(render(seed)) == snapshot


def test_report_of_an_undecided_project(undecided: Project, snapshot: SnapshotAssertion) -> None:
    """Ranges, open checks, waivers, missing facts and reasons nobody wrote are all said."""
    assert shown(render(undecided)) == snapshot


def test_only_the_problems(seed: Project, snapshot: SnapshotAssertion) -> None:
    """With the section “problems” there are only chapters five and six, on a page like the report's."""
    text = shown(render(seed, section="problems"))
    assert text == snapshot
    assert text.endswith("==== portrait")


def test_problems_as_markdown(seed: Project, undecided: Project) -> None:
    """The problems alone can be had as Markdown; where there is nothing to say, that is said."""
    shown = render_problems(seed[2])
    assert re.findall(r"^## (.+)", shown, flags=re.MULTILINE) == ["存在的问题", "有关建议"]
    assert "93.07" not in shown
    assert render_problems(replace(undecided[2], problems=(), recommendations=(), outcomes=())) == "没有发现问题\n"


def test_same_input_same_bytes(seed: Project) -> None:
    """Two reports of one result are the same file; it bears the day of the check and no other."""
    first = render(seed)
    assert first == render(seed)
    assert "2020-12-31T00:00:00Z" in part_of(first, "docProps/core.xml")
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_report_is_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An official document does not follow the language of the reader, neither in its words nor in the check's."""
    monkeypatch.chdir(ROOT)
    for name in ("zh", "en"):
        with language(name), pytest.raises(SystemExit, match=r"^0$"):
            main(["report", "facts/xinjian-2020", "-o", str(tmp_path / f"{name}.docx"), "--lang", name])
    assert (tmp_path / "zh.docx").read_bytes() == (tmp_path / "en.docx").read_bytes()


def test_text_stays_text(undecided: Project) -> None:
    """What facts say is shown as it is, never taken for markup or for a tag of the template."""
    content = render(undecided)
    text = text_of(content)
    nasty = NASTY.replace('"', "”")
    assert text.count(nasty) == 4  # the title twice, a reason in the analysis and in the score sheet
    assert "实施单位：=1+1<b>。" in text
    assert Document(io.BytesIO(content)).core_properties.title == f"{nasty}项目"


def test_no_character_breaks_the_file(seed: Project) -> None:
    """Control characters, line breaks and the marks of merged cells in a text do not reach the document."""
    checker, facts, result = seed
    header = replace(result.header, title="甲\x00\n\t\x0b乙\ue000\ue001\ufffe丙\x85")
    text = text_of(render((checker, facts, replace(result, header=header))))
    assert text.startswith("[Title] 甲 乙\ufffd\ufffd\ufffd丙\n")


def test_changed_evidence_is_marked(seed: Project) -> None:
    """A finding whose evidence file has changed is to be checked again, and the list says so, marked."""
    checker, facts, result = seed
    outcomes = tuple(
        replace(o, stale=("证据文件“账.pdf”在封存后有变动",)) if o.outcome is Outcome.FAIL else o
        for o in result.outcomes
    )
    text = text_of(render((checker, facts, replace(result, outcomes=outcomes))))
    assert text.count("⟦证据已变动，需重新核对：证据文件“账.pdf”在封存后有变动。⟧") == len(result.findings)


def test_a_project_without_its_money(seed: Project) -> None:
    """Where the facts say nothing of the project or its money, there is a marked blank instead of a table."""
    checker, facts, result = seed
    bare = replace(
        facts, facts={name: found for name, found in facts.facts.items() if name not in {"project", "funding"}}
    )
    text = text_of(render((checker, bare, result)))
    assert "⟦【待填写：预算、到位和支出情况】⟧" in text
    assert "表1" not in text


# ---------------------------------------------------------------- layout


@pytest.fixture(scope="module")
def document(seed: Project) -> Any:
    """Return the report of the seed, opened."""
    return Document(io.BytesIO(render(seed)))


def test_pages_are_those_of_the_standard(document: Any) -> None:
    """GB/T 9704: A4, 37 mm above, 28 mm at the left, a block of 156 by 225 mm; the annexes lie on their side."""
    upright, wide, last = document.sections
    for section in (upright, last):
        block = (
            section.page_width - section.left_margin - section.right_margin,
            section.page_height - section.top_margin - section.bottom_margin,
        )
        expected = (Mm(37), Mm(28), Mm(156), Mm(225))
        found = (section.top_margin, section.left_margin, *block)
        assert all(abs(one - other) < Mm(0.1) for one, other in zip(found, expected, strict=True))
    assert (upright.page_width, upright.page_height) == (wide.page_height, wide.page_width)
    assert abs(upright.page_width - Mm(210)) < Mm(0.1)


@pytest.mark.parametrize(
    ("style", "font", "points", "indent"),
    [
        ("Title", "方正小标宋简体", 22, "0"),
        ("Heading1", "黑体", 16, "200"),
        ("Heading2", "楷体_GB2312", 16, "200"),
        ("Heading3", "仿宋_GB2312", 16, "200"),
        ("BodyText", "仿宋_GB2312", 16, "200"),
        ("TableText", "仿宋_GB2312", 10.5, "0"),
    ],
)
def test_styles_are_those_of_the_standard(document: Any, style: str, font: str, points: float, indent: str) -> None:
    """Each style has its font and size, Latin letters stand in Times New Roman, and lines are 28 to 30 points apart."""
    found = next(one for one in document.styles if one.style_id == style)
    fonts = found.element.rPr.rFonts
    assert (fonts.get(qn("w:eastAsia")), found.font.size.pt) == (font, points)
    assert fonts.get(qn("w:ascii")) == "Times New Roman"
    assert found.element.pPr.ind.get(qn("w:firstLineChars")) == indent
    spacing = found.element.pPr.spacing
    if style.startswith(("Head", "Body")):
        assert spacing.get(qn("w:lineRule")) == "exact"
        assert 28 <= int(spacing.get(qn("w:line"))) / 20 <= 30


def test_fonts_have_stand_ins(seed: Project) -> None:
    """Every font of a style is in the table of fonts, with names of fonts that may stand in for it."""
    content = render(seed)
    used = set(re.findall(r'w:eastAsia="([^"]+)"', part_of(content, "word/styles.xml"))) - {"zh-CN"}
    table = dict(
        re.findall(r'<w:font w:name="([^"]+)"><w:altName w:val="([^"]+)"', part_of(content, "word/fontTable.xml"))
    )
    assert used <= table.keys()
    assert "仿宋" in table["仿宋_GB2312"]


def test_tables_repeat_their_heads(document: Any) -> None:
    """Each table repeats its first row on every page, and no row is broken across pages."""
    assert len(document.tables) == 5
    for table in document.tables:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rows[1:])


def test_rows_fill_their_tables(document: Any) -> None:
    """Merged cells or not, each row is as many columns and as wide as its table."""
    for table in document.tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iterchildren()]
        for row in table._tbl.tr_lst:
            assert sum(cell.grid_span for cell in row.tc_lst) == len(widths)
            assert sum(cell.width.twips for cell in row.tc_lst) == sum(widths)


def test_headings_are_numbered_in_order(document: Any) -> None:
    """Chapters go from 一 to 七, and what is below them from （一） on, without a gap."""
    chapters = [runs(p._p) for p in document.paragraphs if p.style.style_id == "Heading1"]
    assert [title.split("、")[0] for title in chapters] == list("一二三四五六七")
    numbers: list[str] = []
    for paragraph in document.paragraphs:
        if paragraph.style.style_id == "Heading1":
            numbers = []
        elif paragraph.style.style_id == "Heading2":
            numbers.append(paragraph.text[1])
            assert "".join(numbers) == "一二三四五六七八九"[: len(numbers)]


def test_pages_are_numbered(document: Any) -> None:
    """The foot of a page is its number between dashes in 14 point 宋体, outside: right on odd, left on even pages."""
    assert document.settings.odd_and_even_pages_header_footer
    for foot, side in ((document.sections[0].footer, "right"), (document.sections[0].even_page_footer, "left")):
        paragraph = foot.paragraphs[0]
        assert paragraph.text == "— 1 —"
        assert [field.text.strip() for field in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]
        style = paragraph.style
        assert (style.font.size.pt, style.element.rPr.rFonts.get(qn("w:eastAsia"))) == (14, "宋体")
        assert style.element.pPr.find(qn("w:jc")).get(qn("w:val")) == side
    assert all(section.footer.is_linked_to_previous is False for section in document.sections)


def test_layout_uses_no_blanks(document: Any) -> None:
    """Nothing is moved into place with blanks or empty lines."""
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert not [text for text in texts if text != text.strip() or "  " in text]
    assert texts.count("") <= 1  # the paragraph after the last table of the annexes, which ends their pages


# ---------------------------------------------------------------- the template that comes with it


def test_committed_template_is_the_one_that_is_built() -> None:
    """template.docx is what ``python -m checker.report.docx.build_template`` writes, part by part."""
    with zipfile.ZipFile(TEMPLATE) as committed, zipfile.ZipFile(io.BytesIO(build())) as built:
        assert committed.namelist() == built.namelist()
        for name in built.namelist():
            assert committed.read(name) == built.read(name), f"{name}: run the module again"


@needs_soffice
def test_office_opens_the_report(seed: Project, tmp_path: Path) -> None:
    """LibreOffice lays the report out on several pages, and what is printed holds the score."""
    file = tmp_path / "report.docx"
    file.write_bytes(render(seed))
    printed = convert(file, "pdf", tmp_path)
    assert len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) > 3
    reader = shutil.which("pdftotext")
    if reader:
        text = subprocess.run([reader, str(printed), "-"], capture_output=True, check=True).stdout.decode()
        assert "93.07" in text
        assert "— 13 —" in text
