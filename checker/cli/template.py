"""``checker report template``: gives the Word template of the report, for an office to make its own from."""

from __future__ import annotations

from pathlib import Path

from checker.cli.kept import write_new
from checker.messages import message
from checker.result import ExitCode
from checker.source import UsageFault


def run_template(*, output: str) -> int:
    """Write the template and return the exit code; a file that is there already is not overwritten."""
    from checker.report.docx import TEMPLATE  # noqa: PLC0415 - it loads docxtpl

    if not output.endswith(".docx"):
        raise UsageFault(message("没有说写到哪个 .docx 文件：如 -o 模板.docx"))
    write_new([(Path(output), TEMPLATE.read_bytes(), None)])
    return ExitCode.CLEAN
