"""``checker lsp``: serves an editor over standard input and output; knows nothing about what is served."""

from __future__ import annotations

from checker.result import ExitCode


def run_lsp() -> int:
    """Serve the editor that started the command until it is done, and return the exit code."""
    from checker.server.protocol import serve  # noqa: PLC0415 - only this command loads the protocol

    serve()
    return ExitCode.CLEAN
