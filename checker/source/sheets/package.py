"""Says why a workbook that is a zip package (xlsx, ods) is not read; what a package may hold stands here too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.source.sheets.limits import MAX_ENTRIES, MAX_HEAD_BYTES, MAX_UNPACKED
from checker.source.sheets.too_much import add_bomb
from checker.source.zipped import Limits

if TYPE_CHECKING:
    from checker.source.problems import Place, Problems
    from checker.source.zipped import Reason

LIMITS: Final = Limits(MAX_ENTRIES, MAX_UNPACKED, MAX_HEAD_BYTES)


class Refused(Exception):
    """The file is not read; the reason is already recorded."""


def add_package_fault(reason: Reason, place: Place, problems: Problems) -> None:
    """Record why a package is not read."""
    if reason == "password":
        add_password(place, problems)
    elif reason == "too-much":
        add_bomb(place, problems)
    elif reason == "unsafe-path":
        what = message("文件包里的路径不正常，可能是有人动过手脚")
        problems.add("unsafe-zip", place, what, message("用 Excel 或 WPS 打开，另存一份再用"))
    elif reason == "unsafe-xml":
        what = message("文件里的 XML 带有实体定义或不是 UTF-8，正常的工作簿里没有")
        hint = message("不要打开来历不明的文件；确是台账的，用 Excel 或 WPS 另存一份再用")
        problems.add("unsafe-xml", place, what, hint)
    else:
        add_broken(place, problems)


def add_password(place: Place, problems: Problems) -> None:
    """Record that a file is protected by a password."""
    hint = message("用 Excel 或 WPS 打开，去掉打开密码后另存一份")
    problems.add("password", place, message("文件有打开密码，读不了"), hint)


def add_broken(place: Place, problems: Problems) -> None:
    """Record that a file is damaged or was cut off."""
    hint = message("重新取得这个文件；或用 Excel、WPS 打开修复后另存为 .xlsx")
    problems.add("broken-workbook", place, message("文件已损坏或不完整，读不了"), hint)
