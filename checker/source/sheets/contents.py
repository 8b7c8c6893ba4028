"""Tells from a file's first bytes and entries what it really is, whatever its name says; reads no values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.source.sheets.ole import MAGIC, CompoundFile, OleFault
from checker.source.sheets.package import LIMITS, add_broken, add_package_fault, add_password
from checker.source.zipped import Package, ZipFault

if TYPE_CHECKING:
    from pathlib import Path

    from checker.source.problems import Place, Problems

_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_BOMS: Final = b"\xef\xbb\xbf"
_OLD_BIFF: Final = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
_MARKUP: Final = re.compile(rb"\s*<(!doctype html|html|head|body|table|meta|style|div|\?xml|!--)", re.IGNORECASE)
_PACKAGES: Final = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
)
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_READABLE: Final = ("xlsx", "xls", "ods", "csv")
_NAMES: Final = {
    "docx": "Word（docx）",
    "doc": "Word（doc）",
    "pptx": "PowerPoint（pptx）",
    "xlsb": "Excel（xlsb）",
    "zip": "zip",
    "old-xls": "Excel 4.0",
    "pdf": "PDF",
}
_SAVE_AS: Final = message("用 Excel 或 WPS 打开，另存为 .xlsx 再用")


def content_kind(content: bytes) -> str:
    """Return what the bytes are: xlsx, xls, ods, csv, password, html, broken, or the name of another kind.

    Raises ``ZipFault`` for a package that cannot be looked into.
    """
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        return _package_kind(content)
    if content.startswith(MAGIC):
        return _compound_kind(content)
    if content.startswith(b"%PDF"):
        return "pdf"
    if content.startswith(_OLD_BIFF) and b"\0" in content[:64]:
        return "old-xls"
    head = content[:2048].removeprefix(_BOMS)
    if _MARKUP.match(head) or head.lstrip().lower().startswith(b"mime-version:"):
        return "html"
    return "unknown" if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")) else "csv"


def _package_kind(content: bytes) -> str:
    package = Package(content, LIMITS)
    if package.read("mimetype").startswith(_ODS):
        return "ods"
    plain = {name.replace("\\", "/").lstrip("/").lower() for name in package.sizes}
    return next((kind for name, kind in _PACKAGES if name in plain), "zip")


def _compound_kind(content: bytes) -> str:
    try:
        entries = set(CompoundFile(content).entries)
    except OleFault:
        return "broken"
    if "EncryptedPackage" in entries:
        return "password"
    if entries & {"Workbook", "Book"}:
        return "xls"
    return "doc" if "WordDocument" in entries else "unknown"


def accept_kind(path: Path, content: bytes, place: Place, problems: Problems) -> str | None:
    """Return the kind of a readable workbook whose name says the same; anything else is recorded and gives None."""
    suffix = path.suffix.lower()
    try:
        kind = content_kind(content)
    except ZipFault as fault:
        add_package_fault(fault.reason, place, problems)
        return None
    if kind == suffix.removeprefix("."):
        return kind
    if kind == "password":
        add_password(place, problems)
    elif kind == "broken":
        add_broken(place, problems)
    elif kind == "html":
        what = message("文件名的后缀是 {suffix}，内容却是网页或 XML 文字", suffix=suffix)
        problems.add("wrong-extension", place, what, _SAVE_AS)
    elif kind in _READABLE:
        what = message("文件名的后缀是 {suffix}，内容却是 {kind}", suffix=suffix, kind=kind)
        if kind == "csv":
            what = message("文件名的后缀是 {suffix}，内容却是普通的文字", suffix=suffix)
        hint = message("把后缀改成 .{kind}", kind=kind)
        problems.add("wrong-extension", place, what, _SAVE_AS if kind == "csv" else hint)
    else:
        name = _NAMES.get(kind)
        unknown = message("这不是工作簿，不知道是什么文件")
        what = message("这是 {name} 文件，不是能读的工作簿", name=name) if name else unknown
        problems.add("not-a-workbook", place, what, message("能读的有 .xlsx、.xls、.ods 和 .csv"))
    return None
