"""``checker batch summary``: what a bureau looks at after a run, in the terminal, as a page or as JSON."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.cli.output import console, emit
from checker.cli.words import one_of
from checker.messages import message
from checker.result import ExitCode
from checker.source import UsageFault

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMATS: Final = ("text", "html", "json")
_SUFFIXES: Final = {".html": "html", ".htm": "html", ".json": "json"}


def run_batch_summary(
    outputs: Sequence[str], *, output: str = "-", by: str = "", format_: str = "", rules: str = "", top: str = ""
) -> int:
    """Write the summary of the results in these folders and return the exit code.

    Without a format, the name of the file says it. Raises ``UsageFault`` for a folder that is no result.
    """
    from checker.portfolio.summary import TOP, summarise  # noqa: PLC0415 - help starts fast

    told = format_ or _SUFFIXES.get(Path(output).suffix.lower(), "text")
    one_of("--format", told, FORMATS)
    most = _number(top) or TOP
    summary = summarise([Path(out) for out in outputs], by=by, rules=rules, top=most)
    if told == "text":
        from checker.report.terminal.portfolio import print_summary  # noqa: PLC0415 - rich is slow to load

        with console(output) as screen:
            print_summary(summary, screen, most)
    elif told == "html":
        from checker.report.portfolio import render_summary_html  # noqa: PLC0415 - only this form needs it

        emit(render_summary_html(summary, most), output)
    else:
        from checker.report.portfolio import render_summary_json  # noqa: PLC0415 - only this form needs it

        emit(render_summary_json(summary), output)
    return ExitCode.CLEAN


def _number(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch("[1-9][0-9]{0,3}", text):
        raise UsageFault(message("{name} 要写一个大于 0 的整数，不能是“{value}”", name="--top", value=text))
    return int(text)
