"""Workbooks that are broken, misnamed, protected, or made to do harm: each is refused with its reason.

Files are looked at before they are loaded, so that a small one cannot ask for much memory or time.
"""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.source import Problems
from checker.source.sheets import UNCALCULATED, Book, read_book
from checker.source.sheets.ole import CompoundFile
from tests.source.hostile_files import ROW, compound_file, parts, worksheet, write_long_sheet, write_package, zipped

HOSTILE = Path(__file__).parent / "hostile"
ENTITIES = '<!DOCTYPE a [<!ENTITY b "' + "x" * 10 + '">]>'
EXTERNAL = '<row r="1"><c r="A1"><f>[1]Sheet1!B2</f><v>5</v></c></row>'
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def refused(path: Path, *, details: bool = False) -> list[str]:
    """Return the codes of the problems of a file that must not be read, each with a hint, and say so in Chinese."""
    problems = Problems()
    assert read_book(path, path.name, problems, details=details) is None
    assert all(problem.hint is not None for problem in problems.found)
    return [problem.code for problem in problems.found]


def read(path: Path) -> tuple[Book, list[str]]:
    """Return a file that can be read, and the codes of its warnings."""
    problems = Problems()
    book = read_book(path, path.name, problems)
    assert book is not None
    assert problems.errors == []
    return book, [f"{problem.code} {problem.place}" for problem in problems.found]


def saved(path: Path, content: bytes) -> Path:
    """Write a file and return its path."""
    path.write_bytes(content)
    return path


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    """The bytes of a plain xlsx."""
    return write_package(tmp_path / "good.xlsx", parts({"一": worksheet()})).read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"a,b\n1,2\n", "wrong-extension"),
        ("a.xls", b"a\tb\n1\t2\n", "wrong-extension"),
        ("a.xls", b"\xef\xbb\xbf <HTML><body><table><tr><td>1</td></tr></table></body></HTML>", "wrong-extension"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:excel"/>', "wrong-extension"),
        ("a.csv", b"<table><tr><td>1</td></tr></table>", "wrong-extension"),
        ("a.xls", b"MIME-Version: 1.0\nContent-Type: multipart/related", "wrong-extension"),
        ("a.xlsx", zipped({"word/document.xml": b"<a/>"}), "not-a-workbook"),
        ("a.xlsx", zipped({"xl/workbook.bin": b"x"}), "not-a-workbook"),
        ("a.xlsx", zipped({"photo.jpg": b"x"}), "not-a-workbook"),
        ("a.ods", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "not-a-workbook"),
        ("a.xlsx", b"%PDF-1.7\n", "not-a-workbook"),
        ("a.csv", b"\x7fELF\0\0\1", "not-a-workbook"),
        ("a.xls", b"\x09\x08\x08\x00\x00\x05\x05\x00", "not-a-workbook"),
        ("a.xls", compound_file({"WordDocument": b"x"}), "not-a-workbook"),
        ("a.xlsx", compound_file({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "password"),
        ("a.xlsx", b"PK\x03\x04broken", "broken-workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600, "broken-workbook"),
        ("a.xls", compound_file({"Workbook": b"\x09\x08\x10\x00"}), "broken-workbook"),
        ("a.xlsx", zipped({"xl/workbook.xml": b"<workbook"}), "broken-workbook"),
        ("a.ods", zipped({"mimetype": MIMETYPE, "content.xml": b"<a><b></a>"}), "broken-workbook"),
        ("a.csv", b"", "empty-file"),
        ("a.csv", b"a\xff\xff\xff", "encoding"),
        ("a.csv", b'a,b\n"1,2\n', "broken-csv"),
        ("a.xlsm", b"x", "macro-workbook"),
        ("a.txt", b"x", "unsupported-file"),
    ],
)  # fmt: skip
def test_what_is_no_readable_workbook_is_explained(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    """Whatever a file is, its name is held against its content, and the reason is the right one."""
    problems = refused(saved(tmp_path / name, content)) if code != "encoding" else ["encoding"]
    assert problems == [code]


def test_a_workbook_under_another_name_says_which(tmp_path: Path, good: bytes) -> None:
    """An xlsx called csv or xls is told what it is, so that the name can be put right."""
    for name in ("a.csv", "a.xls", "a.ods"):
        problems = Problems()
        assert read_book(saved(tmp_path / name, good), name, problems) is None
        assert [str(problem.hint) for problem in problems.found] == ["把后缀改成 .xlsx"]


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    """A file that is not there, or is a folder, gives a problem."""
    for name in ("none.xlsx", "folder.xlsx"):
        (tmp_path / "folder.xlsx").mkdir(exist_ok=True)
        problems = Problems()
        assert read_book(tmp_path / name, name, problems) is None
        assert [problem.code for problem in problems.found] == ["unreadable"]


@pytest.mark.parametrize("name", ["password.xls", "password.ods"])
def test_password(name: str) -> None:
    """A file protected by a password, as LibreOffice writes it, says so."""
    assert refused(HOSTILE / name) == ["password"]


def test_encrypted_zip_entry(tmp_path: Path, good: bytes) -> None:
    """A package whose entries are marked as encrypted says so."""
    marked = bytearray(good)
    at = marked.rfind(b"PK\x01\x02")
    marked[at + 8] |= 1
    assert refused(saved(tmp_path / "a.xlsx", bytes(marked))) == ["password"]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("name", ["good.xlsx", "plain.xls", "plain.ods"])
def test_truncated(tmp_path: Path, good: bytes, name: str, share: float) -> None:
    """A file that breaks off anywhere is called broken, never half read."""
    content = good if name == "good.xlsx" else (HOSTILE / name).read_bytes()
    path = saved(tmp_path / f"cut{Path(name).suffix}", content[: int(len(content) * share)])
    problems = Problems()
    book = read_book(path, path.name, problems)
    if name == "plain.xls" and book is not None:
        assert len(book.sheets) == 2  # what is cut off lies behind the workbook
    else:
        assert [problem.code for problem in problems.found] == ["broken-workbook"]


@given(position=st.integers(0, 10_000), value=st.integers(0, 255), name=st.sampled_from(["xlsx", "xls", "ods"]))
def test_damage_never_raises(position: int, value: int, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A byte changed anywhere gives a book or a problem, never an exception."""
    folder = tmp_path_factory.mktemp("damage")
    source = HOSTILE / f"plain.{name}"
    content = bytearray(
        zipped({k: v.encode() for k, v in parts({"一": worksheet()}).items()})
        if name == "xlsx"
        else source.read_bytes()
    )
    content[position % len(content)] = value
    problems = Problems()
    for details in (False, True):
        book = read_book(saved(folder / f"a.{name}", bytes(content)), "a", problems, details=details)
        assert book is not None or problems.errors


def test_zip_bomb_by_size(tmp_path: Path) -> None:
    """A small package that unpacks to a gigabyte is refused by what it declares, before anything is unpacked."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts({"一": worksheet()}).items():
            package.writestr(name, content)
        with package.open("xl/media/image1.png", "w", force_zip64=True) as stream:
            for _ in range(40):
                stream.write(bytes(1 << 24))
    assert path.stat().st_size < 8 << 20
    assert bounded(path, seconds=2, megabytes=60) == ["zip-bomb"]


def test_zip_bomb_by_ratio(tmp_path: Path) -> None:
    """A sheet that is compressed a thousand times is refused."""
    text = worksheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * (20 << 20)}</t></is></c></row>')
    assert bounded(write_package(tmp_path / "a.xlsx", parts({"一": text})), seconds=2, megabytes=80) == ["zip-bomb"]


def test_a_size_that_lies(tmp_path: Path, good: bytes) -> None:
    """An entry that unpacks to more than it declares is called broken; no more than declared comes out."""
    marked = bytearray(good)
    at = marked.rfind(b"PK\x01\x02")
    marked[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert refused(saved(tmp_path / "a.xlsx", bytes(marked))) == ["broken-workbook"]


def bounded(path: Path, *, seconds: float, megabytes: float, details: bool = False) -> list[str]:
    """Return the codes of a refusal that may take so long, and so much memory of Python, at most."""
    tracemalloc.start()
    begin = time.perf_counter()
    try:
        codes = refused(path, details=details)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - begin < seconds
    assert peak < megabytes * (1 << 20)
    return codes


def test_a_million_rows(tmp_path: Path) -> None:
    """A sheet of a million rows is refused while its XML streams by; nothing of it is loaded."""
    path = write_long_sheet(tmp_path / "long.xlsx", 1_000_000)
    assert bounded(path, seconds=10, megabytes=60) == ["too-many-rows"]


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c  r = "ZZ200000"><v>1</v></c></row>',
        "<row r='1'><c\nr\t=\n'xfd99999'><v>1</v></c></row>",
        "<x:row><x:c r='XFD1048576'><x:v>1</x:v></x:c></x:row>",
        "<row>" + "<c><v>1</v></c>" * 3000 + "</row>",
        '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
    ],
)
def test_far_cells(tmp_path: Path, row: str) -> None:
    """A few cells far apart, which a loader would make room for in between, are refused however they are written."""
    for details in (False, True):
        path = write_package(tmp_path / "far.xlsx", parts({"一": worksheet(row)}))
        assert bounded(path, seconds=5, megabytes=60, details=details) in (["too-many-cells"], ["too-many-rows"])


def test_far_rows_of_other_formats(tmp_path: Path) -> None:
    """An ods whose one row repeats a million times with content, and a csv of many rows, are refused."""
    content = (
        '<document xmlns="o" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><table:table table:name="一">'
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
        'office:value="1" table:number-columns-repeated="2"/></table:table-row></table:table></document>'
    )
    ods = saved(tmp_path / "a.ods", zipped({"mimetype": MIMETYPE, "content.xml": content.encode()}))
    assert bounded(ods, seconds=3, megabytes=60) == ["too-many-rows"]
    wide = content.replace('repeated="2"', 'repeated="99999999"').replace("1048576", "1")
    ods = saved(tmp_path / "b.ods", zipped({"mimetype": MIMETYPE, "content.xml": wide.encode()}))
    assert bounded(ods, seconds=3, megabytes=60) == ["too-many-cells"]
    assert refused(saved(tmp_path / "a.csv", b"1\n" * 300_001)) == ["too-many-rows"]
    assert refused(saved(tmp_path / "b.csv", b"1," * 2_001)) == ["too-many-cells"]


@pytest.mark.parametrize(
    ("offset", "value"),
    [
        (44, 0x7FFFFFFF),  # the length of the FAT
        (40, 0x7FFFFFFF),  # that of the directory
        (72, 0x00FFFFFF),  # that of the list of FAT sectors
        (56, 0),  # the size below which a stream is small
    ],
)
def test_lengths_an_xls_only_claims(tmp_path: Path, offset: int, value: int) -> None:
    """A compound file that claims to be longer than it is is refused before a loader makes room for it."""
    content = bytearray((HOSTILE / "plain.xls").read_bytes())
    content[offset : offset + 4] = value.to_bytes(4, "little")
    assert refused(saved(tmp_path / "a.xls", bytes(content))) == ["broken-workbook"]


@pytest.mark.parametrize(
    ("kind", "at", "value", "code"),
    [
        (0x0200, 4, 0x3C000002, "too-many-cells"),  # rows in use
        (0x0200, 0, 0x3C000002, "broken-workbook"),  # the first of them, behind the last
        (0x00FC, 4, 0x3C000002, "broken-workbook"),  # texts
    ],
)
def test_counts_an_xls_only_claims(tmp_path: Path, kind: int, at: int, value: int, code: str) -> None:
    """A record that claims more rows or texts than there are is refused before a loader makes room for them."""
    stream = bytearray(CompoundFile((HOSTILE / "plain.xls").read_bytes()).stream("Workbook"))
    offset = 0
    while int.from_bytes(stream[offset : offset + 2], "little") != kind:
        offset += 4 + int.from_bytes(stream[offset + 2 : offset + 4], "little")
    stream[offset + 4 + at : offset + 8 + at] = value.to_bytes(4, "little")
    assert refused(saved(tmp_path / "a.xls", compound_file({"Workbook": bytes(stream)}))) == [code]


def test_two_sheets_in_one_part(tmp_path: Path) -> None:
    """Two names for one part of a package are refused, and XML in an encoding nobody knows is called broken."""
    entries = parts({"一": worksheet(), "二": worksheet()})
    relations = "xl/_rels/workbook.xml.rels"
    entries[relations] = entries[relations].replace("sheet2.xml", "sheet1.xml")
    assert refused(write_package(tmp_path / "a.xlsx", entries)) == ["broken-workbook"]
    entries = parts({"一": worksheet()})
    entries["xl/workbook.xml"] = '<?xml version="1.0" encoding="UTF-1"?>' + entries["xl/workbook.xml"]
    assert refused(write_package(tmp_path / "b.xlsx", entries)) == ["broken-workbook"]


def test_entities(tmp_path: Path) -> None:
    """XML that defines entities is refused, in any part of the package, and so is XML that is not UTF-8."""
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "docProps/core.xml"):
        entries = parts({"一": worksheet()})
        entries[part] = ENTITIES + entries.get(part, "<a/>")
        assert refused(write_package(tmp_path / "a.xlsx", entries)) == ["unsafe-xml"]
    wide = {name: text.encode() for name, text in parts({"一": worksheet()}).items()}
    wide["xl/worksheets/sheet1.xml"] = worksheet().encode("utf-16")
    assert refused(saved(tmp_path / "b.xlsx", zipped(wide))) == ["unsafe-xml"]


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/evil.xml", "xl/../../evil.xml", "xl\\evil.xml", "C:/evil.xml", "xl//a"]
)
def test_paths_that_lead_out(tmp_path: Path, name: str) -> None:
    """A package with a path that leads out of it is refused, and nothing is written."""
    path = write_package(tmp_path / "a.xlsx", parts({"一": worksheet()}) | {name: "x"})
    assert refused(path) == ["unsafe-zip"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.xlsx"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_entries_twice(tmp_path: Path) -> None:
    """A package with two entries of one name is refused: two programs would read two different sheets."""
    entries = [
        *parts({"一": worksheet()}).items(),
        ("xl/worksheets/sheet1.xml", worksheet(ROW.replace("1</v>", "2</v>"))),
    ]
    assert refused(write_package(tmp_path / "a.xlsx", entries)) == ["unsafe-zip"]


def test_two_sheets_of_one_name(tmp_path: Path) -> None:
    """Sheets whose names differ only in case are refused: nobody could tell them apart."""
    path = write_package(tmp_path / "a.xlsx", parts({"Sheet": worksheet(), "SHEET": worksheet()}))
    assert refused(path) == ["duplicate-sheet"]


def test_macros(tmp_path: Path) -> None:
    """Macros in an xlsx mean that its name lies; in an xls they are left alone, with a warning."""
    path = write_package(tmp_path / "a.xlsx", parts({"一": worksheet()}) | {"xl/vbaProject.bin": "x"})
    assert refused(path) == ["macro-workbook"]
    stream = CompoundFile((HOSTILE / "plain.xls").read_bytes()).stream("Workbook")
    path = saved(tmp_path / "a.xls", compound_file({"Workbook": stream}, ["_VBA_PROJECT_CUR"]))
    book, warnings = read(path)
    assert [sheet.name for sheet in book.sheets] == ["季度", "隐藏"]
    assert warnings == ["macros-ignored a.xls"]


def test_external_links(tmp_path: Path) -> None:
    """A formula on another workbook is read as it was last saved, with a warning that names its cell."""
    entries = parts({"一": worksheet(EXTERNAL)}) | {"xl/externalLinks/externalLink1.xml": "<externalLink/>"}
    book, warnings = read(write_package(tmp_path / "a.xlsx", entries))
    assert book.sheets[0].rows == (("5",),)
    assert warnings == ["external-link a.xlsx:一!A1"]


def test_formulas_and_errors_are_never_blanks(tmp_path: Path) -> None:
    """A formula that was never worked out, an error value and a number beyond all bounds are faults of their cells."""
    rows = (
        '<row r="2"><c r="B2"><f>1+1</f></c><c r="C2"><f>1+1</f><v></v></c><c r="D2"><f>1+1</f><v>2</v></c>'
        '<c r="E2" t="str"><f>""</f><v></v></c><c r="F2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="G2" t="e"><v>#N/A</v></c><c r="H2"><v>1e999</v></c><c r="I2"><f t="shared" si="0"/></c></row>'
        '<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>'
    )
    for prefix in ("", "x:"):
        text = worksheet(rows.replace("</", f"</{prefix}").replace("<row", f"<{prefix}row").replace("<c", f"<{prefix}c")
                         .replace("<f", f"<{prefix}f").replace("<v", f"<{prefix}v"))  # fmt: skip
        if prefix:
            text = text.replace("<worksheet xmlns=", "<worksheet xmlns:x=").replace("<sheetData", "<x:sheetData")
            text = text.replace("</sheetData", "</x:sheetData").replace("worksheet", "x:worksheet", 1)
            text = text.replace("</worksheet", "</x:worksheet")
        book, _ = read(write_package(tmp_path / "a.xlsx", parts({"一": text})))
        faults = {
            (2, 2): UNCALCULATED, (2, 3): UNCALCULATED, (2, 6): "#DIV/0!", (2, 7): "#N/A", (2, 8): "#NUM!",
            (2, 9): UNCALCULATED, (3, 2): "#REF!",
        }  # fmt: skip
        assert book.sheets[0].faults == faults
        assert [book.sheets[0].text(*cell) for cell in faults] == list(faults.values())
        assert [book.sheets[0].text(2, 4), book.sheets[0].text(2, 5), book.sheets[0].text(3, 1)] == ["2", "", "1"]


def test_what_openpyxl_writes_is_read(tmp_path: Path) -> None:
    """An ordinary workbook has no problems, so that none of the above is a false alarm."""
    book = openpyxl.Workbook()
    book.create_sheet("二")["A1"] = "好"
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")[1] == []
