"""``checker lsp``: serves an editor over standard input and output; knows nothing about what is served."""

from __future__ import annotations

import sys

from checker.messages import message
from checker.result import ExitCode
from checker.source import UsageFault


def run_lsp() -> int:
    """Serve the editor that started the command until it is done, and return the exit code.

    Raises ``UsageFault`` when standard input or output is closed.
    """
    if sys.stdin is None or sys.stdout is None:
        raise UsageFault(message("语言服务经标准输入和标准输出与编辑器通话，其中有关着的；请由编辑器来启动它"))
    from checker.server.protocol import serve  # noqa: PLC0415 - only this command loads the protocol

    serve()
    return ExitCode.CLEAN
