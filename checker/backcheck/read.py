"""Turns a report file (.docx, .txt, .md) into blocks of text with their places; knows nothing about what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from checker.backcheck.model import Block, Spot
from checker.backcheck.quantities import narrow
from checker.messages import message
from checker.source import Place, Problems, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REPORT_SUFFIXES: Final = (".docx", ".txt", ".md", ".markdown")
MOST_CHARACTERS: Final = 200_000
_LONGEST_BLOCK: Final = 1500
_MARKS: Final = re.compile(r"\*\*|__|`|\\(?=[\\`*_{}\[\]<>|#~&$.+-])|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
_HEADING: Final = re.compile(r"^\s*#{1,6}\s+")
_RULE: Final = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_LIST: Final = re.compile(r"^\s*(?:[-*+]\s+|>\s?)")


@dataclass(frozen=True, slots=True)
class Report:
    """A report as read: the name shown to people, the digest of its bytes, and its blocks in order."""

    name: str
    digest: str
    blocks: tuple[Block, ...]


def read_report(path: Path, name: str, problems: Problems) -> Report | None:
    """Read a report; what is wrong with the file is recorded in ``problems`` and gives None."""
    suffix = path.suffix.lower()
    if suffix not in REPORT_SUFFIXES:
        what = message("不认识的文件类型“{suffix}”", suffix=suffix or path.name)
        hint = message("核对 .docx、.txt 或 .md 文件；旧的 .doc 和 .wps 请先另存为 .docx")
        problems.add("unsupported-file", Place(name), what, hint)
        return None
    if suffix == ".docx":
        from checker.backcheck.read_docx import read_docx  # noqa: PLC0415 - lxml is loaded only for a Word file

        read = read_docx(path, name, problems)
        return None if read is None else _whole(name, read[1], read[0], problems)
    text = read_text(path, name, problems)
    if text is None:
        return None
    blocks = text_blocks(text[0], name, marked=suffix != ".txt")
    return _whole(name, text[1], blocks, problems)


def _whole(name: str, digest: str, blocks: tuple[Block, ...], problems: Problems) -> Report | None:
    if sum(len(block.text) for block in blocks) > MOST_CHARACTERS:
        what = message("报告超过 {most} 个字的上限", most=MOST_CHARACTERS)
        problems.add("too-large", Place(name), what, message("这不像一份报告，查对文件的来历"))
        return None
    if not blocks:
        what = message("文件里没有文字")
        problems.add("empty-file", Place(name), what, message("扫描成图片的报告要先识别成文字"))
        return None
    return Report(name, digest, tuple(part for block in blocks for part in _parted(block)))


def _parted(block: Block) -> Iterator[Block]:
    """Yield a block, or one that is longer than any paragraph in parts, broken behind a sentence where there is one."""
    if len(block.text) <= _LONGEST_BLOCK:
        yield block
        return
    columns = block.columns or tuple(range(block.spot.column, block.spot.column + len(block.text)))
    start = 0
    while start < len(block.text):
        end = start + _LONGEST_BLOCK
        behind = max(block.text.rfind(mark, start, end) for mark in "。；，") + 1
        end = min(behind if behind > start else end, len(block.text))
        yield replace(block, text=block.text[start:end], columns=columns[start:end])
        start = end


def text_blocks(text: str, name: str, *, marked: bool) -> tuple[Block, ...]:
    """Return the lines of a text as blocks; with ``marked``, Markdown's marks are taken out and its tables read."""
    blocks: list[Block] = []
    lines = text.split("\n")
    heads: tuple[str, ...] = ()
    for number, line in enumerate(lines, 1):
        is_row = marked and line.strip().startswith("|") and line.count("|") > 1
        if not is_row:
            heads = ()
        elif _RULE.match(line):
            continue
        if is_row:
            cells = _cells(line)
            texts = tuple(cell for cell, _ in cells)
            heads = heads or texts
            blocks += [
                _block(cell, Spot(name, number, at + 1), heads[index] if index < len(heads) else "", texts, heads)
                for index, (cell, at) in enumerate(cells)
                if cell
            ]
        elif line.strip():
            blocks.append(_line(line, Spot(name, number, 1), marked=marked))
    return tuple(blocks)


def _block(text: str, spot: Spot, head: str, row: tuple[str, ...], heads: tuple[str, ...]) -> Block:
    return Block(narrow(text), spot, head="" if row == heads else head, row=row, heads=heads)


def _cells(line: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for match in re.finditer(r"(?:\\.|[^|\\])+", line.strip()):
        text = _MARKS.sub("", match.group()).strip()
        found.append((text, line.find(match.group()) + 1))
    return found


def _line(line: str, spot: Spot, *, marked: bool) -> Block:
    if not marked:
        return Block(narrow(line), spot)
    heading = _HEADING.match(line)
    opening = heading or _LIST.match(line)
    start = opening.end() if opening else 0
    kept: list[int] = []
    marks = {index for match in _MARKS.finditer(line, start) for index in range(match.start(), match.end())}
    kept = [index for index in range(start, len(line)) if index not in marks]
    text = "".join(line[index] for index in kept)
    return Block(narrow(text), spot, heading=bool(heading), columns=tuple(index + 1 for index in kept))
