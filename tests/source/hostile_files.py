"""Builds workbooks that no honest program writes: packages entry by entry, and compound files sector by sector."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
SECTOR = 512


def worksheet(rows: str = ROW, before: str = "") -> str:
    """Return the XML of a worksheet with these rows."""
    return f'{before}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'


def parts(sheets: Mapping[str, str], styles: str = "") -> dict[str, str]:
    """Return the entries of an xlsx package by name; ``sheets`` gives the XML of each worksheet by its name."""
    listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(sheets, start=1))
    related = "".join(
        f'<Relationship Id="r{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    found = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r0" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
    }
    if styles:
        found["xl/styles.xml"] = styles
    return found | {f"xl/worksheets/sheet{at}.xml": xml for at, xml in enumerate(sheets.values(), start=1)}


def write_package(path: Path, entries: Mapping[str, str] | Iterable[tuple[str, str]]) -> Path:
    """Write a zip package; entries may repeat."""
    pairs = entries.items() if isinstance(entries, Mapping) else entries
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in pairs:
            package.writestr(name, content)
    return path


def write_long_sheet(path: Path, rows: int) -> Path:
    """Write a workbook whose only sheet has this many rows, without ever holding them in memory."""
    entries = parts({"一": worksheet("")})
    del entries["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in entries.items():
            package.writestr(name, content)
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{SHEET}"><sheetData>'.encode())
            for first in range(1, rows + 1, 10_000):
                block = range(first, min(first + 10_000, rows + 1))
                sheet.write("".join(f'<row r="{at}"><c r="A{at}"><v>{at}</v></c></row>' for at in block).encode())
            sheet.write(b"</sheetData></worksheet>")
    return path


def compound_file(streams: Mapping[str, bytes], storages: Iterable[str] = ()) -> bytes:
    """Return an OLE compound file with these streams and empty storages; streams are padded to 4096 bytes."""
    contents = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    fat, body, at = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE], b"", 3  # one sector of FAT, two of directory
    fat[1] = 2
    for name, content in contents.items():
        count = -(-len(content) // SECTOR)
        entries.append((name, 2, at, len(content)))
        fat += [*range(at + 1, at + count), 0xFFFFFFFE]
        body += content.ljust(count * SECTOR, b"\0")
        at += count
    entries += [(name, 1, 0, 0) for name in storages]
    directory = b"".join(
        _entry(name, kind, start, size, at, len(entries)) for at, (name, kind, start, size) in enumerate(entries)
    )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += struct.pack("<108I", *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", *(fat + [0xFFFFFFFF] * (128 - len(fat))))
    return header + table + directory.ljust(2 * SECTOR, b"\0") + body


def _entry(name: str, kind: int, start: int, size: int, at: int, count: int) -> bytes:
    """Return a directory entry; the entries below the root hang on one another to the right."""
    coded = (name + "\0").encode("utf-16-le")
    right = at + 1 if 0 < at < count - 1 else 0xFFFFFFFF
    child = 1 if at == 0 and count > 1 else 0xFFFFFFFF
    links = struct.pack("<BBIII", kind, 1, 0xFFFFFFFF, right, child)
    return coded.ljust(64, b"\0") + struct.pack("<H", len(coded)) + links + bytes(36) + struct.pack("<IQ", start, size)


def zipped(entries: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return stream.getvalue()
