"""Turns a YAML or JSON file into a ``Document``; knows nothing about what may stand in it.

Files are untrusted: size and depth are bounded, aliases and tags are refused, keys may not repeat, and nothing but
text, lists and mappings is ever built.
"""

from __future__ import annotations

import hashlib
import os
import re
from bisect import bisect_right
from collections.abc import Mapping as PlainMapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

import yaml

from checker.messages import Message, message
from checker.source.document import Document, Mapping, Node, Scalar, Sequence, line_and_column
from checker.source.problems import Place, Problems
from checker.source.yaml_reasons import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_DEPTH: Final = 40
MAX_PROBLEMS: Final = 200
Unsaved: TypeAlias = PlainMapping[Path, str]
"""Texts that an editor holds and that stand in for the content of files, by full path."""
NOTHING_UNSAVED: Final[Unsaved] = MappingProxyType({})
_PIECE: Final = 1 << 20
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY: Final = frozenset({"", "~", "null", "Null", "NULL"})
# what the YAML 1.1 standard does not count as printable
_FORBIDDEN: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EMPTY_FILE: Final = (message("文件是空的"), message("补上内容，或删除这个文件"))


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read_bounded(path: Path, most: int) -> bytes:
    """Return the content of a file; of one with more than ``most`` bytes, a beginning that is longer than ``most``.

    Raises ``OSError``. The file is read in pieces, so that no more room is made than it needs.
    """
    pieces: list[bytes] = []
    with path.open("rb") as stream:
        while len(pieces) <= most // _PIECE and (piece := stream.read(_PIECE)):
            pieces.append(piece)
    return b"".join(pieces)


def read_bytes(path: Path, most: int, place: Place, problems: Problems, hint: Message) -> bytes | None:
    """Return the content of a file of at most ``most`` bytes.

    What cannot be read, or is larger, is recorded at ``place`` and gives None; ``hint`` says how to make it smaller.
    """
    try:
        content = read_bounded(path, most)
    except OSError as error:
        problems.add("unreadable", place, message("读不了这个文件：{why}", why=refusal(error)))
        return None
    if len(content) > most:
        problems.add("too-large", place, message("文件超过 {most} 字节的上限", most=most), hint)
        return None
    return content


def read_text(path: Path, name: str, problems: Problems) -> tuple[str, str] | None:
    """Return the text of a file and the digest of its bytes; UTF-8 (with or without BOM), else GB18030.

    What cannot be read is recorded in ``problems`` and gives None.
    """
    content = read_bytes(path, MAX_BYTES, Place(name), problems, message("台账请先汇总再作为事实提供"))
    if content is None:
        return None
    faults = []
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as fault:
            faults.append(fault)
        else:
            return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), digest_of(content)
    furthest = max(faults, key=lambda fault: fault.start)
    readable = content[: furthest.start].decode(furthest.encoding, "replace")
    problems.add(
        "encoding",
        Place(name, *line_and_column(readable, len(readable))),
        message("文件既不是 UTF-8 也不是 GB18030 编码"),
        message("请在编辑器中另存为 UTF-8 编码"),
    )
    return None


def refusal(error: OSError) -> Message | str:
    """Return in the reader's language why the system does not open a file."""
    if isinstance(error, FileNotFoundError):
        return message("没有这个文件")
    if isinstance(error, IsADirectoryError):
        return message("这是一个文件夹")
    if isinstance(error, PermissionError):
        return message("没有读取权限")
    return error.strerror or str(error)


def read_document(path: Path, name: str, problems: Problems, unsaved: Unsaved = NOTHING_UNSAVED) -> Document | None:
    """Read one YAML or JSON file; everything wrong with it is recorded in ``problems`` and gives None."""
    text = unsaved.get(full_path(path)) if unsaved else None
    if text is not None:
        return parse_document(text, name, digest_of(text.encode("utf-8", "surrogatepass")), problems)
    read = read_text(path, name, problems)
    return None if read is None else parse_document(read[0], name, read[1], problems)


def full_path(path: Path) -> Path:
    """Return a path from the root on, without ``..`` and without following links."""
    return Path(os.path.normpath(Path.cwd() / path))


def parse_document(text: str, name: str, digest: str, problems: Problems) -> Document | None:
    """Turn YAML text into a ``Document`` called ``name``; problems are recorded and give None."""
    if not text.strip():
        problems.add("empty-file", Place(name), *_EMPTY_FILE)
        return None
    if forbidden := _FORBIDDEN.search(text):
        place = Place(name, *line_and_column(text, forbidden.start()))
        code = f"U+{ord(forbidden.group()):04X}"
        what = message("文件里有不能出现的控制字符（{code}）", code=code)
        problems.add("yaml-syntax", place, what, message("删去这个看不见的字符"))
        return None
    before = len(problems.errors)
    try:
        root = _Builder(text, name, problems).build()
    except yaml.MarkedYAMLError as error:
        _add_syntax_problem(error, text, name, problems)
        return None
    except _Stop:
        return None
    if len(problems.errors) > before:
        return None
    if root is None or (isinstance(root, Scalar) and root.value is None):
        problems.add("empty-file", Place(name), *_EMPTY_FILE)
        return None
    return Document(name, text, digest, root)


def _add_syntax_problem(error: yaml.MarkedYAMLError, text: str, name: str, problems: Problems) -> None:
    mark, begin = error.problem_mark or error.context_mark, error.context_mark
    position = mark.index if mark else 0
    reason = reason_of(error.problem or error.context or "", text[position : position + 1])
    if reason.at_beginning and begin:
        position = begin.index
    position = min(position, len(text.rstrip()))  # where the file breaks off, not on the empty line behind it
    problems.add(
        "yaml-syntax",
        Place(name, *line_and_column(text, position)),
        message("YAML 写法不对：{why}", why=reason),
        message("检查缩进、冒号后的空格和引号是否成对"),
    )


class _Stop(Exception):
    """Reading cannot go on; the reason is already recorded."""


class _Event(Protocol):
    start_mark: Any
    end_mark: Any


class _Builder:
    """Builds nodes from the event stream, which still has marks and has expanded no alias."""

    def __init__(self, text: str, name: str, problems: Problems) -> None:
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._name = name
        self._problems = problems
        self._most = len(problems.found) + MAX_PROBLEMS

    def build(self) -> Node | None:
        """Return the only document of the stream, or None when it has none."""
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    what = message("一个文件里只能有一份内容，这里又出现了“---”")
                    self._add("several-documents", event, what, message("把第二份内容移到另一个文件"))
                    raise _Stop
                root = self._node(next(self._events), 0)
        return root

    def _start(self, event: _Event) -> tuple[int, int]:
        """Line and column from the index, because YAML also ends lines at characters that editors show within one."""
        index: int = event.start_mark.index
        line = bisect_right(self._line_starts, index)
        return line, index - self._line_starts[line - 1] + 1

    def _add(self, code: str, event: _Event, what: Message, hint: Message) -> None:
        place = Place(self._name, *self._start(event))
        self._problems.add(code, place, what, hint)
        if len(self._problems.found) >= self._most:
            what = message("问题太多，只列出这个文件的前 {most} 个", most=MAX_PROBLEMS)
            self._problems.add("too-many-problems", place, what, message("先改正上面的问题，再检查一次"))
            raise _Stop

    def _node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self._add("too-deep", event, message("嵌套超过 {most} 层", most=MAX_DEPTH), message("检查括号和缩进"))
            raise _Stop
        line, column = self._start(event)
        if isinstance(event, yaml.AliasEvent):
            what = message("不能用 YAML 别名“*{name}”", name=event.anchor)
            self._add("alias", event, what, message("把内容直接写在这里"))
            return Scalar(None, line, column, 0, 0)
        if event.anchor is not None:
            what = message("不能用 YAML 锚点“&{name}”", name=event.anchor)
            self._add("anchor", event, what, message("去掉以“&”开头的词"))
        if event.tag is not None:
            what = message("不能用 YAML 标签“{tag}”", tag=event.tag)
            self._add("tag", event, what, message("去掉以“!”开头的标签"))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line, column)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(line, column, depth)
        return self._mapping(line, column, depth)

    def _scalar(self, event: Any, line: int, column: int) -> Scalar:
        empty = not event.style and event.value in _EMPTY
        value = None if empty else event.value
        return Scalar(value, line, column, event.start_mark.index, event.end_mark.index)

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
            if isinstance(event, yaml.AliasEvent):
                continue
            if not isinstance(key, Scalar) or key.value is None:
                self._add("bad-key", event, message("名称必须是一个词"), message("写成“名称: 值”"))
            elif key.value in items:
                first = items[key.value][0].line
                what = message("“{name}”写了两次，第一次在第 {line} 行", name=key.value, line=first)
                self._add("duplicate-key", event, what, message("删去其中一个"))
            else:
                items[key.value] = (key, value)
        return Mapping(items, line, column)
