"""Turns one file into a ``Book``: looks at what it is, holds it against the limits, then loads it.

The one way in for workbooks; knows nothing about what stands in the cells. The programs that load (python-calamine,
openpyxl) are imported only when there is something to load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.source.problems import Place
from checker.source.read import digest_of, read_bytes
from checker.source.sheets.limits import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from checker.source.problems import Problems
    from checker.source.sheets.sheet import Book

SHEET_SUFFIXES: Final = (".xlsx", ".xls", ".ods", ".csv")
_MACRO_SUFFIXES: Final = (".xlsm", ".xltm", ".xlam")


def read_book(
    path: Path, name: str, problems: Problems, *, details: bool = False, only: Collection[str] | None = None
) -> Book | None:
    """Return the book in a file called ``name`` to people; what cannot be read is recorded and gives None.

    With ``details`` an xlsx comes with comments and number formats (a percentage is ``16.38%``); without, it is read
    fast. ``only`` names the sheets that are wanted: others are not loaded, and one that does not exist is left out. The
    file is read once, into memory, so that what was checked is what is loaded.
    """
    place = Place(name)
    if path.suffix.lower() in _MACRO_SUFFIXES:
        hint = message("用 Excel 或 WPS 打开，另存为不带宏的 .xlsx")
        problems.add("macro-workbook", place, message("不读带宏的工作簿（{suffix}）", suffix=path.suffix), hint)
        return None
    if path.suffix.lower() not in SHEET_SUFFIXES:
        what = message("不认识“{suffix}”类的工作簿", suffix=path.suffix)
        problems.add("unsupported-file", place, what, message("能读的有 .xlsx、.xls、.ods 和 .csv"))
        return None
    content = _content(path, place, problems)
    if content is None:
        return None
    try:
        return _loaded(path, content, place, problems, details=details, only=only)
    except ModuleNotFoundError as error:
        if error.name not in {"openpyxl", "python_calamine"}:
            raise
        what = message("没有安装读写工作簿的组件 {module}", module=error.name)
        problems.add("no-office", place, what, message("安装 office 组件：pip install 'jixiao-checker[office]'"))
        return None


def _content(path: Path, place: Place, problems: Problems) -> bytes | None:
    content = read_bytes(path, MAX_BYTES, place, problems, message("按年份或科目拆成几个文件"))
    if content is not None and not content.strip():
        problems.add("empty-file", place, message("文件是空的"), message("补上内容，或删除这个文件"))
        return None
    return content


def _loaded(
    path: Path, content: bytes, place: Place, problems: Problems, *, details: bool, only: Collection[str] | None
) -> Book | None:
    from checker.source.sheets.contents import accept_kind  # noqa: PLC0415 - a check of YAML alone starts fast

    kind = accept_kind(path, content, place, problems)
    digest = digest_of(content)
    if kind == "xlsx":
        from checker.source.sheets.xlsx import read_xlsx  # noqa: PLC0415 - the same

        return read_xlsx(content, digest, place, problems, details=details, only=only)
    if kind == "xls":
        from checker.source.sheets.xls import read_xls  # noqa: PLC0415 - the same

        return read_xls(content, digest, place, problems, only)
    if kind == "ods":
        from checker.source.sheets.ods import read_ods  # noqa: PLC0415 - the same

        return read_ods(content, digest, place, problems, only)
    if kind == "csv":
        from checker.source.sheets.separated import read_separated  # noqa: PLC0415 - the same

        return read_separated(content, path.stem, digest, place, problems)
    return None
