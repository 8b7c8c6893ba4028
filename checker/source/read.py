"""Turns a YAML or JSON file into a ``Document``; knows nothing about what may stand in it.

Files are untrusted: size and depth are bounded, aliases and tags are refused, keys may not repeat, and nothing but
text, lists and mappings is ever built.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import yaml

from checker.messages import message
from checker.source.document import Document, Mapping, Node, Scalar, Sequence
from checker.source.problems import Place, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_DEPTH: Final = 40
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY: Final = frozenset({"", "~", "null", "Null", "NULL"})


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read_text(path: Path, name: str, problems: Problems) -> tuple[str, str] | None:
    """Return the text of a file and the digest of its bytes; UTF-8 (with or without BOM), else GB18030.

    What cannot be read is recorded in ``problems`` and gives None.
    """
    place = Place(name)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        problems.add("unreadable", place, message("读不了这个文件：{why}", why=error.strerror or error))
        return None
    if size > MAX_BYTES:
        hint = message("台账请先汇总再作为事实提供")
        problems.add("too-large", place, message("文件有 {size} 字节，超过上限 {most}", size=size, most=MAX_BYTES), hint)
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).replace("\r\n", "\n"), digest_of(content)
        except UnicodeDecodeError:
            continue
    problems.add(
        "encoding", place, message("文件既不是 UTF-8 也不是 GB18030 编码"), message("请在编辑器中另存为 UTF-8 编码")
    )
    return None


def read_document(path: Path, name: str, problems: Problems) -> Document | None:
    """Read one YAML or JSON file; everything wrong with it is recorded in ``problems`` and gives None."""
    read = read_text(path, name, problems)
    return None if read is None else parse_document(read[0], name, read[1], problems)


def parse_document(text: str, name: str, digest: str, problems: Problems) -> Document | None:
    """Turn YAML text into a ``Document`` called ``name``; problems are recorded and give None."""
    if not text.strip():
        problems.add("empty-file", Place(name), message("文件是空的"), message("补上内容，或删除这个文件"))
        return None
    before = len(problems.errors)
    try:
        root = _Builder(text, name, problems).build()
    except yaml.MarkedYAMLError as error:
        problems.add("yaml-syntax", _error_place(name, error), _why(error), message("检查缩进、冒号后的空格和引号是否成对"))
        return None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problems.add("yaml-syntax", Place(name, line, 1), message("文件里有不能出现的控制字符"))
        return None
    except _Stop:
        return None
    if root is None:
        problems.add("empty-file", Place(name), message("文件是空的"), message("补上内容，或删除这个文件"))
        return None
    return None if len(problems.errors) > before else Document(name, text, digest, root)


def _why(error: yaml.MarkedYAMLError) -> Any:
    return message("YAML 写法不对：{why}", why=error.problem or error.context or "")


def _error_place(name: str, error: yaml.MarkedYAMLError) -> Place:
    mark = error.problem_mark or error.context_mark
    return Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1, 1)


class _Stop(Exception):
    """Reading cannot go on; the reason is already recorded."""


class _Event(Protocol):
    start_mark: Any
    end_mark: Any


class _Builder:
    """Builds nodes from the event stream, which still has marks and has expanded no alias."""

    def __init__(self, text: str, name: str, problems: Problems) -> None:
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))
        self._name = name
        self._problems = problems

    def build(self) -> Node | None:
        """Return the only document of the stream, or None when it has none."""
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._add("several-documents", event, message("一个文件里只能有一份内容，这里又出现了“---”"))
                    raise _Stop
                root = self._node(next(self._events), 0)
        return root

    def _add(self, code: str, event: _Event, what: Any, hint: Any = None) -> None:
        mark = event.start_mark
        self._problems.add(code, Place(self._name, mark.line + 1, mark.column + 1), what, hint)

    def _node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self._add("too-deep", event, message("嵌套超过 {most} 层", most=MAX_DEPTH))
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            self._add("alias", event, message("不能用 YAML 别名“*{name}”", name=event.anchor), message("把内容直接写在这里"))
            return Scalar(None, event.start_mark.line + 1, event.start_mark.column + 1, 0, 0)
        if event.tag is not None and event.tag != "!":
            self._add("tag", event, message("不能用 YAML 标签“{tag}”", tag=event.tag), message("去掉以“!”开头的标签"))
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            empty = not event.style and event.value in _EMPTY
            value = None if empty else event.value
            return Scalar(value, line, column, event.start_mark.index, event.end_mark.index)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(line, column, depth)
        return self._mapping(line, column, depth)

    def _sequence(self, line: int, column: int, depth: int) -> Sequence:
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Sequence(tuple(items), line, column)

    def _mapping(self, line: int, column: int, depth: int) -> Mapping:
        items: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Scalar) or key.value is None:
                self._add("bad-key", event, message("名称必须是一个词"), message("写成“名称: 值”"))
            elif key.value in items:
                first = items[key.value][0].line
                what = message("“{name}”写了两次，第一次在第 {line} 行", name=key.value, line=first)
                self._add("duplicate-key", event, what, message("删去其中一个"))
            else:
                items[key.value] = (key, value)
        return Mapping(items, line, column)
