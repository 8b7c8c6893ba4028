"""Where results go: standard output, or a file that is whole or not there at all."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from rich.console import Console

from checker.messages import message
from checker.source import UsageFault

_FILE_WIDTH = 100


@contextmanager
def console(output: str) -> Iterator[Console]:
    """Give a console for ``output``; a file is written without colour once everything has been printed."""
    if output in {"", "-"}:
        yield Console(highlight=False, emoji=False, markup=False, soft_wrap=False)
        return
    buffer = io.StringIO()
    yield Console(file=buffer, width=_FILE_WIDTH, no_color=True, highlight=False, emoji=False, markup=False)
    write_whole(Path(output), buffer.getvalue())


def emit(text: str, output: str) -> None:
    """Write ``text`` to standard output, or to a file."""
    if output in {"", "-"}:
        sys.stdout.write(text)
    else:
        write_whole(Path(output), text)


def write_whole(path: Path, text: str) -> None:
    """Write a file by way of a temporary one beside it, so that it is never half written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageFault(message("写不了 {path}：{why}", path=path, why=error.strerror or error)) from None


def facts_text(stream: BinaryIO) -> str:
    """Return the text on standard input: UTF-8 with or without BOM, else GB18030."""
    content = stream.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageFault(message("标准输入既不是 UTF-8 也不是 GB18030 编码"))
