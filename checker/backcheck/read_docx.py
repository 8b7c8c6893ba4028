"""Turns a Word file into blocks of text: paragraphs, table cells, text boxes and footnotes, changes accepted.

The file is untrusted: what it would unpack to is bounded before anything is unpacked, entities are refused, and only
the parts with text are read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from checker.backcheck.model import Block, Spot
from checker.backcheck.quantities import narrow
from checker.messages import Message, message
from checker.source import Place, Problems, digest_of, read_bytes
from checker.source.zipped import Limits, Package, ZipFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_UNPACKED: Final = 24 * 1024 * 1024
"""Of one part that is read; text of a report is far smaller."""
MOST_PARTS: Final = 10_000
MOST_DEPTH: Final = 200
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED: Final = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", _FALLBACK})
_SIGNS: Final = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_BODY: Final = "word/document.xml"
_FOOTNOTES: Final = "word/footnotes.xml"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_SAVE_AS: Final = message("用 Word 或 WPS 打开，另存为 .docx，再核对")


def read_docx(path: Path, name: str, problems: Problems) -> tuple[tuple[Block, ...], str] | None:
    """Return the blocks of a Word file and the digest of its bytes; what is wrong is recorded and gives None."""
    content = read_bytes(path, MOST_BYTES, Place(name), problems, message("删去报告里的大图，再核对"))
    if content is None:
        return None
    if content.startswith(_OLE):
        what = message("这不是 .docx 文件，可能有密码，也可能是旧的 .doc")
        problems.add("not-a-docx", Place(name), what, message("去掉密码，另存为 .docx，再核对"))
        return None
    parts = _parts(content, name, problems)
    if parts is None:
        return None
    roots = [_parsed(part, name, problems) for part in parts]
    if any(root is None for root in roots):
        return None
    blocks = list(_body_blocks(roots[0], name))
    for root in roots[1:]:
        blocks += _note_blocks(root, name)
    return tuple(blocks), digest_of(content)


def _parts(content: bytes, name: str, problems: Problems) -> list[bytes] | None:
    """Return the parts with text, the body first; of the others nothing is unpacked."""
    try:
        package = Package(content, Limits(MOST_PARTS, at_once=MOST_UNPACKED))
        if _BODY in package.sizes:
            return [package.read(part) for part in (_BODY, _FOOTNOTES) if part in package.sizes]
        what = message("这是一个压缩文件，但里面没有 Word 正文")
        problems.add("not-a-docx", Place(name), what, _SAVE_AS)
    except ZipFault as fault:
        problems.add(*_explained(fault, Place(name)))
    return None


def _explained(fault: ZipFault, place: Place) -> tuple[str, Place, Message, Message | None]:
    if fault.reason == "too-much" and not fault.entry:
        return "too-large", place, message("文件里的部件超过 {most} 个", most=MOST_PARTS), None
    if fault.reason == "too-much":
        what = message("正文展开后超过 {most} 字节的上限", most=MOST_UNPACKED)
        return "too-large", place, what, message("这不像一份报告，查对文件的来历")
    if fault.reason == "password":
        return "not-a-docx", place, message("文件有密码"), message("去掉密码，再核对")
    if fault.reason == "unsafe-xml":
        return "not-a-docx", place, message("Word 正文里有 DOCTYPE，或不是 UTF-8 编码，为安全起见不读"), _SAVE_AS
    return "not-a-docx", place, message("文件打不开：不是 .docx，或者不完整"), _SAVE_AS


def _parsed(part: bytes, name: str, problems: Problems) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(part.replace(_STRICT, _TRANSITIONAL), parser)
    except (etree.XMLSyntaxError, ValueError):
        what = message("Word 正文不完整，读不出来")
        problems.add("not-a-docx", Place(name), what, _SAVE_AS)
        return None


def _text(node: Any, boxes: list[Any]) -> str:
    """Return the text below a node as accepted; paragraphs of text boxes are put into ``boxes`` instead."""
    found: list[str] = []
    stack = [iter((node,))]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{_W}t":
            found.append(child.text or "")
        elif child.tag in _SIGNS:
            found.append(_SIGNS[child.tag])
        elif child.tag not in _SKIPPED:
            stack.append(iter(child))
    return "".join(found)


def _items(node: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables below a node in order, through content controls and accepted insertions."""
    for child in node:
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"}:
            yield from _items(child)


def _body_blocks(root: Any, name: str) -> Iterator[Block]:
    paragraph = table = 0
    body = root.find(f"{_W}body")
    for item in _items(body if body is not None else root):
        if item.tag == f"{_W}tbl":
            table += 1
            yield from _table_blocks(item, Spot(name, table=table))
            continue
        boxes: list[Any] = []
        text = _text(item, boxes)
        if text.strip():
            paragraph += 1
            yield Block(narrow(text), Spot(name, paragraph=paragraph), heading=_is_heading(item))
        for box in boxes:
            for inner in box.iter(f"{_W}p"):
                if (words := _text(inner, [])).strip():
                    yield Block(narrow(words), Spot(name, paragraph=max(1, paragraph)))


def _is_heading(paragraph: Any) -> bool:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    value = "" if style is None else style.get(f"{_W}val", "")
    return value.lower().startswith(("heading", "title")) or (value.isdigit() and int(value) < 10)  # noqa: PLR2004 - WPS numbers its heading styles


def _note_blocks(root: Any, name: str) -> Iterator[Block]:
    number = 0
    for paragraph in root.iter(f"{_W}p"):
        text = _text(paragraph, [])
        if text.strip():
            number += 1
            yield Block(narrow(text), Spot(name, paragraph=number, note="footnote"))


def _table_blocks(table: Any, spot: Spot) -> Iterator[Block]:
    heads: tuple[str, ...] = ()
    above: dict[int, str] = {}
    for row_number, row in enumerate(table.iter(f"{_W}tr"), 1):
        cells: list[tuple[str, bool]] = []
        for cell in _cells_of(row):
            text, width, continued = cell
            at = len(cells)
            text = above.get(at, "") if continued else text
            cells += [(text, not continued), *[(text, False)] * (width - 1)]
            above.update({at + offset: text for offset in range(width)})
        texts = tuple(text for text, _ in cells)
        first = not heads
        heads = heads or texts
        for index, (text, own) in enumerate(cells):
            if own and text.strip():
                head = "" if first or index >= len(heads) else heads[index]
                place = replace(spot, row=row_number, cell=index + 1)
                yield Block(narrow(text), place, head=head, row=texts, heads=heads)


def _cells_of(row: Any) -> Iterator[tuple[str, int, bool]]:
    for cell in _row_cells(row):
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        width = span.get(f"{_W}val", "1") if span is not None else "1"
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        continued = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
        lines = [text for paragraph in cell.iter(f"{_W}p") if (text := _text(paragraph, [])).strip()]
        yield "\n".join(lines), min(MOST_DEPTH, int(width)) if width.isdigit() else 1, continued


def _row_cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"}:
            yield from _row_cells(child)
