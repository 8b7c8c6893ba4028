"""Where results go: standard output, or a file that is whole or not there at all."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from rich.console import Console

from checker.messages import Message, message
from checker.source import UsageFault

STDIN: Final = "-"
_FILE_WIDTH: Final = 100


@contextmanager
def console(output: str) -> Iterator[Console]:
    """Give a console for ``output``; a file is written without colour once everything has been printed."""
    if output in {"", "-"}:
        plain = False if os.environ.get("NO_COLOR") else None  # rich would still write bold and dim
        yield Console(force_terminal=plain, highlight=False, emoji=False, markup=False, soft_wrap=False)
        return
    buffer = io.StringIO()
    yield Console(file=buffer, width=_FILE_WIDTH, force_terminal=False, highlight=False, emoji=False, markup=False)
    write_whole(Path(output), buffer.getvalue())


def emit(text: str, output: str) -> None:
    """Write ``text`` to standard output, or to a file; in UTF-8 wherever it goes, since programs read it."""
    if output in {"", "-"}:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.write(text)
    else:
        write_whole(Path(output), text)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file by way of a temporary one beside it, so that it is never half written; text in UTF-8."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):  # where nothing could be written there is nothing to take away
            temporary.unlink(missing_ok=True)
        raise unwritable(path, error) from None


def make_folder(path: Path) -> Path:
    """Make a folder, with those above it, unless it is there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from None
    return path


def unwritable(path: Path, error: OSError) -> UsageFault:
    """Return the fault that says why a file or folder cannot be written."""
    reasons: dict[type[OSError], Message] = {
        FileNotFoundError: message("没有这个文件夹"),
        NotADirectoryError: message("它所在的不是文件夹"),
        FileExistsError: message("已经有一个同名的文件"),
        IsADirectoryError: message("这是一个文件夹，要写文件名"),
        PermissionError: message("没有写入权限"),
    }
    why = reasons.get(type(error), error.strerror or str(error))
    return UsageFault(message("写不了 {path}：{why}", path=path, why=why))


def facts_text(stream: BinaryIO) -> str:
    """Return the text on standard input: UTF-8 with or without BOM, else GB18030."""
    content = stream.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageFault(message("标准输入既不是 UTF-8 也不是 GB18030 编码"))
