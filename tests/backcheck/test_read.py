"""Reports are read with the place of every word; a file that is none, or means harm, is refused with a reason."""

import zipfile
from pathlib import Path

import pytest

from checker.backcheck import read_docx as word
from checker.backcheck import read_report
from checker.backcheck.read import Report
from checker.source import Problems
from tests.backcheck.report_docx import NAMESPACE, package, paragraph, report_docx, run
from tests.backcheck.reports import read_bytes


def refused(path: Path) -> tuple[str, str]:
    """Return code and text of the only problem of a file that is refused."""
    problems = Problems()
    assert read_report(path, path.name, problems) is None
    (problem,) = problems.found
    assert problem.hint is None or str(problem.hint)
    return problem.code, str(problem.what)


def texts(report: Report) -> list[str]:
    """Return the text of every block."""
    return [block.text for block in report.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    """A text is read in UTF-8, with or without BOM, and in GB18030; full-width digits become half-width in place."""
    path = tmp_path / "报告.txt"
    path.write_bytes("标题\n\n支出３６元。".encode(encoding))
    problems = Problems()
    report = read_report(path, "报告.txt", problems)
    assert report is not None
    assert texts(report) == ["标题", "支出36元。"]
    assert [block.spot.line for block in report.blocks] == [1, 3]


def test_marks_of_markdown_do_not_move_places(tmp_path: Path) -> None:
    """Emphasis is no part of a number, and the column is still that of the file."""
    path = tmp_path / "report.md"
    path.write_text("## 结论\n综合得分**93.07**分。\n", "utf-8")
    report = read_report(path, "report.md", Problems())
    assert report is not None
    heading, line = report.blocks
    assert heading.heading
    assert line.text == "综合得分93.07分。"
    assert line.columns[line.text.index("9")] == 7


def test_word_file_in_order_with_places() -> None:
    """Paragraphs and cells come in order, each cell with its heading and its row."""
    report = read_bytes(report_docx("一、结论\n综合得分93.07分。", [("指标", "得分"), ("产出质量", "8.5")]))
    assert texts(report) == ["一、结论", "综合得分93.07分。", "指标", "得分", "产出质量", "8.5"]
    assert str(report.blocks[1].spot) == "report.docx 第2段"
    cell = report.blocks[-1]
    assert str(cell.spot) == "report.docx 表1 第2行第2格"
    assert (cell.head, cell.row) == ("得分", ("产出质量", "8.5"))


def test_changes_are_read_as_accepted() -> None:
    """What was inserted is there, what was deleted is not."""
    inserted, deleted = f"<w:ins>{run('90')}</w:ins>", f"<w:del>{run('80', 'delText')}</w:del>"
    assert texts(read_bytes(package(paragraph(run("得分"), deleted, inserted, run("分"))))) == ["得分90分"]


def test_text_boxes_footnotes_and_merged_cells() -> None:
    """A text box follows its paragraph, footnotes come last, and a merged cell speaks for the rows below it."""
    box = f"<w:r><w:pict><w:txbxContent>{paragraph(run('框内5元'))}</w:txbxContent></w:pict></w:r>"
    merged = "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>"
    below = "<w:tcPr><w:vMerge/></w:tcPr>"

    def cell(text: str, before: str = "") -> str:
        return f"<w:tc>{before}{paragraph(run(text))}</w:tc>"

    rows = [cell("项目") + cell("数"), cell("甲", merged) + cell("1元"), cell("", below) + cell("2元")]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    notes = f"<w:footnotes xmlns:w='{NAMESPACE}'><w:footnote>{paragraph(run('脚注3元'))}</w:footnote></w:footnotes>"
    report = read_bytes(package(paragraph(run("正文"), box) + table, footnotes=notes))
    assert texts(report) == ["正文", "框内5元", "项目", "数", "甲", "1元", "2元", "脚注3元"]
    assert report.blocks[-2].row == ("甲", "2元")
    assert str(report.blocks[-1].spot) == "report.docx 脚注第1段"


def test_other_files_are_refused(tmp_path: Path) -> None:
    """A wrong kind of file, none at all, an empty one and a folder of text are each refused with the reason."""
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(b"%PDF")
    assert refused(pdf)[0] == "unsupported-file"
    assert refused(tmp_path / "nothing.txt")[0] == "unreadable"
    assert refused(tmp_path / "nothing.docx") == ("unreadable", "读不了这个文件：没有这个文件")
    empty = tmp_path / "empty.txt"
    empty.write_text("\n \n")
    assert refused(empty)[0] == "empty-file"


def test_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    """Text called .docx, an old or locked file, a broken archive, another archive and broken XML are told apart."""
    path = tmp_path / "report.docx"
    path.write_bytes(b"plain text")
    assert refused(path)[0] == "not-a-docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "密码" in refused(path)[1]
    whole = package(paragraph(run("文字")))
    path.write_bytes(whole[: len(whole) // 2])
    assert refused(path)[0] == "not-a-docx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.txt", "a")
    assert "没有 Word 正文" in refused(path)[1]
    path.write_bytes(package("<w:p>"))
    assert "不完整" in refused(path)[1]


def test_entities_are_refused(tmp_path: Path) -> None:
    """A DOCTYPE is never read, so no entity is ever expanded."""
    path = tmp_path / "report.docx"
    bomb = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", bomb)
    assert "DOCTYPE" in refused(path)[1]


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that would unpack to more than the limit is not unpacked, and neither are too many parts or bytes."""
    path = tmp_path / "report.docx"
    path.write_bytes(package(paragraph(run("一" * 200_000))))
    monkeypatch.setattr(word, "MOST_UNPACKED", 100_000)
    assert refused(path)[0] == "too-large"
    monkeypatch.setattr(word, "MOST_PARTS", 1)
    assert refused(path)[0] == "too-large"
    monkeypatch.setattr(word, "MOST_BYTES", 10)
    assert refused(path)[0] == "too-large"


def test_a_line_without_end_is_read_in_parts() -> None:
    """A line longer than any paragraph is broken behind a mark, and every part keeps its columns."""
    report = report_of_text("支出36元，" * 1000)
    assert len(report.blocks) > 1
    assert "".join(texts(report)) == "支出36元，" * 1000
    assert report.blocks[1].columns[0] == len(report.blocks[0].text) + 1


def test_what_is_too_long_for_a_report_is_refused(tmp_path: Path) -> None:
    """A text of a million characters is refused at once."""
    path = tmp_path / "long.txt"
    path.write_text("支出36元，" * 170_000, "utf-8")
    assert refused(path)[0] == "too-large"


def report_of_text(text: str) -> Report:
    """Return a text as the report it is read as."""
    return read_bytes(text.encode(), "report.txt")
