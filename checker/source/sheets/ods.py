"""Turns an OpenDocument spreadsheet (ods) into a book: looks through the package, then reads its content as a stream.

Knows nothing about what the cells mean. It is read here and not by python-calamine because that would make room for
every repeated row and column, and gives nothing for an error value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from checker.messages import message
from checker.source.sheets.limits import MAX_SHEETS
from checker.source.sheets.ods_tables import TableReader, TooMuch
from checker.source.sheets.package import LIMITS, Refused, add_broken, add_package_fault, add_password
from checker.source.sheets.sheet import Book
from checker.source.sheets.too_much import (
    add_duplicate_sheet,
    add_too_many_cells,
    add_too_many_rows,
    add_too_many_sheets,
)
from checker.source.zipped import Package, ZipFault

if TYPE_CHECKING:
    from collections.abc import Collection

    from checker.source.problems import Place, Problems

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_MACROS: Final = ("Basic/script-lc.xml", "Basic/script-lb.xml", "Scripts/")


def read_ods(
    content: bytes, digest: str, place: Place, problems: Problems, only: Collection[str] | None = None
) -> Book | None:
    """Return the book in an ods package; what makes it unreadable or unsafe is recorded and gives None."""
    try:
        package = Package(content, LIMITS)
        package.check()
        if b"encryption-data" in package.read(_MANIFEST) or "encrypted-package" in package.sizes:
            add_password(place, problems)
            return None
        reader = TableReader(place.file, only)
        _parse(package, reader, place, problems)
    except ZipFault as fault:
        add_package_fault(fault.reason, place, problems)
        return None
    except Refused:
        return None
    if _duplicate(reader, place, problems):
        return None
    if any(name.startswith(_MACROS) for name in package.sizes):
        what = message("工作簿里有宏；宏不会运行，只读单元格的值")
        problems.warn("macros-ignored", place, what, message("值由宏填写的，核对是否最新"))
    if reader.external:
        what = message("工作簿引用了别的文件；这里读的是上次保存时的值，可能已过时")
        hint = message("核对这些值，或用 Excel、WPS 断开链接后另存")
        problems.warn("external-link", place, what, hint)
    return Book(place.file, digest, tuple(reader.sheets))


def _parse(package: Package, reader: TableReader, place: Place, problems: Problems) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        package.unpack({_CONTENT: lambda chunk: _fed(parser, chunk)})
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):  # the last two are about encodings
        add_broken(place, problems)
        raise Refused from None
    except TooMuch as much:
        if much.rows:
            add_too_many_rows(place, much.sheet, problems)
        else:
            add_too_many_cells(place, much.sheet, problems)
        raise Refused from None


def _fed(parser: expat.XMLParserType, chunk: bytes) -> None:
    parser.Parse(chunk, False)


def _duplicate(reader: TableReader, place: Place, problems: Problems) -> bool:
    if len(reader.names) > MAX_SHEETS:
        add_too_many_sheets(place, problems)
        return True
    seen: set[str] = set()
    for name in reader.names:
        if name.casefold() in seen:
            add_duplicate_sheet(place, name, problems)
            return True
        seen.add(name.casefold())
    return False
