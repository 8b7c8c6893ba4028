"""Opens a Word template that somebody else made; anything but a plain, small .docx is refused with the reason.

Knows nothing about what stands in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.messages import Message, message
from checker.source import InputError, Place, Problem, read_bounded, refusal
from checker.source.zipped import Limits, Package, ZipFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST_BYTES: Final = 20_000_000
_LIMITS: Final = Limits(entries=2_000, unpacked=60_000_000)
_MOST_TEXT: Final = 4_000_000  # of one part with text in it
_OLE: Final = b"\xd0\xcf\x11\xe0"
_MAIN: Final = "word/document.xml"
_TYPES: Final = "[Content_Types].xml"
_MACROS: Final = re.compile(r"vbaProject|vbaData|macroEnabled", re.IGNORECASE)
_ACTIVE: Final = re.compile(r"^word/(?:activeX|embeddings)/")
_EXTERNAL: Final = re.compile(r"<Relationship\b[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*>")
_LINK: Final = re.compile(r"\bType\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_SAVE_AS: Final = message("在 Word 或 WPS 里另存为 .docx（Word 文档）再用")


def read_template(path: Path) -> bytes:
    """Return the content of a template; raises ``InputError`` with everything that speaks against using it."""
    place = Place(path.name)
    try:
        content = read_bounded(path, _MOST_BYTES)
    except OSError as error:
        what = message("读不了模板 {file}：{why}", file=path.name, why=refusal(error))
        raise InputError([Problem("template-unreadable", place, what)]) from None
    found = [Problem(code, place, what, hint) for code, what, hint in _faults(content)]
    if found:
        raise InputError(found)
    return content


def _faults(content: bytes) -> Iterator[tuple[str, Message, Message | None]]:
    if len(content) > _MOST_BYTES:
        what = message("模板超过 {most} MB", most=_MOST_BYTES // 1_000_000)
        yield "template-too-big", what, message("压缩或去掉模板里的图片")
    elif content.startswith(_OLE):
        yield "template-not-docx", message("这是旧的 .doc 文件，或加了密码的文件"), _SAVE_AS
    else:
        try:
            yield from _package_faults(Package(content, _LIMITS))
        except ZipFault as fault:
            if fault.reason == "too-much":
                what = message("模板展开以后太大（{size} MB）", size=fault.size // 1_000_000)
                yield "template-too-big", what, message("模板只要版式和标签，正文内容由程序填写")
            else:
                yield "template-not-docx", message("这不是完好的 Word 文件"), _SAVE_AS


def _package_faults(package: Package) -> Iterator[tuple[str, Message, Message | None]]:
    if not {_MAIN, _TYPES} <= package.sizes.keys():
        yield "template-not-docx", message("这不是 Word 文件：里面没有 {part}", part=_MAIN), _SAVE_AS
        return
    if any(size > _MOST_TEXT for name, size in package.sizes.items() if name.endswith((".xml", ".rels"))):
        raise ZipFault("too-much", size=package.unpacked)
    parts = package.read_all()
    if any(map(_MACROS.search, [*parts, parts[_TYPES].decode(errors="replace")])):
        yield "template-macros", message("模板里有宏，不能使用"), message("另存为不含宏的 .docx 再用")
    if any(map(_ACTIVE.search, parts)):
        yield "template-embedded", message("模板里嵌有对象或控件，不能使用"), message("删去嵌入的对象，或改成图片")
    for name, part in parts.items():
        if name.endswith(".rels"):
            yield from _links(part.decode(errors="replace"))


def _links(relations: str) -> Iterator[tuple[str, Message, Message | None]]:
    for relation in _EXTERNAL.findall(relations):
        if not _LINK.search(relation):
            target = re.search(r"Target\s*=\s*[\"']([^\"']*)", relation)
            what = message("模板引用了外部的文件：{target}", target=target[1] if target else "")
            yield "template-external", what, message("断开链接，把图片和模板存进文件里")
