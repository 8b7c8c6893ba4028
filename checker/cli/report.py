"""``checker report``: checks a project once, and writes the result to one or several documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.cli.output import STDIN, emit, write_whole
from checker.cli.project import open_named
from checker.cli.words import day, one_of
from checker.messages import current_language, language, message
from checker.result import ExitCode
from checker.run import prepare
from checker.source import Problems, UsageFault

if TYPE_CHECKING:
    from checker.facts import FactSet
    from checker.result import CheckResult
    from checker.run import Checker


@dataclass(frozen=True, slots=True)
class Job:
    """What a document is made from: the checker, the facts, what they came to, and the wishes for the document."""

    checker: Checker
    facts: FactSet
    result: CheckResult
    template: Path | None = None
    section: str = ""


def _docx(job: Job) -> bytes:
    from checker.report.docx import render_docx  # noqa: PLC0415

    checker, result = _in_chinese(job)
    return render_docx(checker.plan, job.facts, result, template=job.template, section=job.section)


def _in_chinese(job: Job) -> tuple[Checker, CheckResult]:
    """Return the check as an official document needs it: with the words made on the way in Chinese, too."""
    if current_language() == "zh":
        return job.checker, job.result
    with language("zh"):
        again = prepare(job.checker.plan.pack, job.checker.plan.as_of, Problems())
        checker = job.checker if again is None else replace(again, warnings=job.checker.warnings)
        return checker, checker.check(job.facts)


def _xlsx(job: Job) -> bytes:
    from checker.report.scores import render_scores  # noqa: PLC0415

    return render_scores(job.checker.plan, job.facts, job.result)


def _html(job: Job) -> bytes:
    from checker.report.html import render_html  # noqa: PLC0415

    return render_html(job.checker, job.facts, job.result).encode()


def _markdown(job: Job) -> bytes:
    from checker.report.markdown import render_markdown, render_problems  # noqa: PLC0415

    return (render_problems(job.result) if job.section else render_markdown(job.result)).encode()


def _csv(job: Job) -> bytes:
    from checker.report.csv import render_csv  # noqa: PLC0415

    return render_csv(job.result)


def _sarif(job: Job) -> bytes:
    from checker.report.sarif import render_sarif  # noqa: PLC0415

    return render_sarif(job.result).encode()


def _junit(job: Job) -> bytes:
    from checker.report.junit import render_junit  # noqa: PLC0415

    return render_junit(job.result).encode()


def _oscal(job: Job) -> bytes:
    from checker.report.oscal import render_oscal  # noqa: PLC0415

    return render_oscal(job.result).encode()


REPORTS: Final[Mapping[str, Callable[[Job], bytes]]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "html": _html,
    "markdown": _markdown,
    "csv": _csv,
    "sarif": _sarif,
    "junit": _junit,
    "oscal": _oscal,
}
BINARY: Final = frozenset({"docx", "xlsx"})
SUFFIXES: Final[Mapping[str, str]] = {
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".csv": "csv",
    ".sarif": "sarif",
    ".xml": "junit",
    ".json": "oscal",
}
SECTIONS: Final = ("problems",)
_WITH_SECTIONS: Final = frozenset({"docx", "markdown"})


def run_report(
    facts: str,
    *,
    outputs: list[str],
    format_: str,
    template: str,
    section: str,
    rules: str,
    as_of: str,
    known_on: str,
) -> int:
    """Write the documents and return the exit code: 0 when all are written, 3 when nothing at all was decided.

    Everything is made before anything is written, so that a fault in one document leaves none behind.
    """
    wanted = _wanted(outputs, format_, template, section)
    opened = open_named(facts, rules=rules, as_of=day("--as-of", as_of), known_on=day("--known-on", known_on))
    job = _job(*opened, template=template, section=section)
    made = [(output, REPORTS[name](job)) for output, name in wanted]
    for output, content in made:
        if output == STDIN:
            emit(content.decode(), output)
        else:
            write_whole(Path(output), content)
    return ExitCode.CLEAN if job.result.decided else ExitCode.UNDECIDED


def _wanted(outputs: list[str], format_: str, template: str, section: str) -> list[tuple[str, str]]:
    """Return each output with its format; raises ``UsageFault`` for wishes that do not go together."""
    if format_:
        one_of("--format", format_, REPORTS)
    if section:
        one_of("--section", section, SECTIONS)
    wanted = [(output, format_ or _by_suffix(output)) for output in outputs or (["-"] if format_ else [])]
    if not wanted:
        raise UsageFault(message("没有说写到哪里：用 -o 写文件名，如 -o report.docx"))
    names = {name for _, name in wanted}
    if any(output == STDIN and name in BINARY for output, name in wanted):
        raise UsageFault(message("Word 和 Excel 文件不能写到标准输出：用 -o 写文件名"))
    if template and "docx" not in names:
        raise UsageFault(message("--template 只用于 Word 报告：加上 -o report.docx"))
    if section and not names <= _WITH_SECTIONS:
        raise UsageFault(message("--section 只用于 docx 和 markdown"))
    if len({output for output, _ in wanted}) < len(wanted):
        raise UsageFault(message("同一个文件写了两次"))
    return wanted


def _by_suffix(output: str) -> str:
    suffix = Path(output).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageFault(
            message("从“{output}”看不出格式：后缀用 {known}，或写 --format", output=output, known=" ".join(SUFFIXES))
        )
    return SUFFIXES[suffix]


def _job(checker: Checker, facts: FactSet, *, template: str, section: str) -> Job:
    return Job(checker, facts, checker.check(facts), Path(template) if template else None, section)
