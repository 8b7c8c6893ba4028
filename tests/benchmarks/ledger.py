"""Measures how long a large ledger takes: summed up by a mapping, and by a loop written by hand for this one ledger.

    python tests/benchmarks/ledger.py [ROWS]

The ledger has 100 000 rows of eight columns unless another number is given. Both ways read the same file in the same
run and must find the same sum; the loop knows the file, checks nothing, and gives a number without a place.
"""

from __future__ import annotations

import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from python_calamine import load_workbook

from checker.facts.ledger import expand
from checker.facts.parts import Part
from checker.source import Problems
from checker.source.document import Mapping, Node, Scalar
from checker.source.read import parse_document

HEADINGS = ("凭证号", "日期", "科目", "摘要", "单位", "金额", "经手人", "备注")
SUBJECTS = ("办公费", "电费", "服务费", "建设费")
MAPPING = """
台账:
  - 文件: ledger.xlsx
    事实: 资金
    汇总:
      支出数: {求: 合计, 列: 金额, 单位: 元, 筛选: {列: 科目, 等于: [服务费, 建设费]}}
"""
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def text_cell(reference: str, text: str) -> str:
    """Return the XML of a cell with text."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row_xml(number: int) -> str:
    """Return the XML of one row of the ledger."""
    texts = {
        "A": f"记-{number:06d}",
        "C": SUBJECTS[number % 4],
        "D": f"支付第{number % 12 + 1}期款",
        "E": "元",
        "G": "张三",
    }
    cells = [text_cell(f"{letter}{number}", text) for letter, text in texts.items()]
    cells.append(f'<c r="B{number}" s="1"><v>{43831 + number % 366}</v></c>')
    cells.append(f'<c r="F{number}"><v>{number * 37 % 999983 / 100}</v></c>')
    return f'<row r="{number}">{"".join(sorted(cells, key=lambda cell: cell[6]))}</row>'


def write_ledger(path: Path, rows: int) -> None:
    """Write a workbook of one sheet, row by row, the way programs export ledgers."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        package.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="明细" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/worksheet" '
            f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
            "</Relationships>",
        )
        package.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{SHEET}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>",
        )
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{SHEET}"><sheetData>'.encode())
            heads = "".join(text_cell(f"{chr(65 + at)}1", heading) for at, heading in enumerate(HEADINGS))
            sheet.write(f'<row r="1">{heads}</row>'.encode())
            for number in range(2, rows + 2):
                sheet.write(row_xml(number).encode())
            sheet.write(b"</sheetData></worksheet>")


def by_mapping(folder: Path) -> str:
    """Return the sum as the mapping gives it."""
    problems = Problems()
    document = parse_document(MAPPING, "facts.yaml", "", problems)
    assert document is not None
    node = document.node(("台账",))
    assert node is not None
    expanded = expand(Part("facts.yaml", node), folder, problems)
    assert not problems.found, problems.found
    return value_of(expanded.types[0][1].node)


def value_of(node: Node) -> str:
    """Return the text of the only field of a fact."""
    assert isinstance(node, Mapping)
    _, field = node.items["支出数"]
    assert isinstance(field, Mapping)
    _, value = field.items["值"]
    assert isinstance(value, Scalar)
    return value.value or ""


def by_hand(folder: Path) -> str:
    """Return the sum as a loop over the cells gives it."""
    total = Decimal(0)
    rows = load_workbook(folder / "ledger.xlsx").get_sheet_by_index(0).to_python()
    for row in rows[1:]:
        if row[2] in {"服务费", "建设费"}:
            total += Decimal(f"{row[5]:.15g}")
    return f"{total.normalize():f}元"


def measured(run: Callable[[Path], str], folder: Path) -> tuple[str, float]:
    """Return what a run gives and the shortest of three times, in seconds."""
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        answer = run(folder)
        times.append(time.perf_counter() - begin)
    return answer, min(times)


def main() -> None:
    """Print both times and their ratio."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_ledger(folder / "ledger.xlsx", rows)
        (mapped, slow), (written, fast) = measured(by_mapping, folder), measured(by_hand, folder)
    assert mapped == written, (mapped, written)
    sys.stdout.write(f"{rows} rows: mapping {slow:.2f} s, by hand {fast:.2f} s, ratio {slow / fast:.1f}; {mapped}\n")


if __name__ == "__main__":
    main()
