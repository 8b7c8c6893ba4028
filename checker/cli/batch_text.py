"""``checker batch text``: what a single check would say of projects that were decided all at once, or their facts."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.cli.kept import write_new
from checker.cli.output import console, emit, make_folder, write_whole
from checker.cli.progress import batch_progress
from checker.cli.words import one_of
from checker.messages import message, tr
from checker.result import ExitCode
from checker.source import InputError, Problem, Problems, UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checker.portfolio.single import WrittenProject
    from checker.portfolio.single.reopened import Reopened
    from checker.result import CheckResult

FORMATS: Final = ("text", "json", "markdown")
_SUFFIXES: Final = {"text": ".txt", "json": ".json", "markdown": ".md"}
_TEXTS: Final = "texts"
_STDOUT: Final = frozenset({"", "-"})
_UNFIT: Final = re.compile(r'[\x00-\x1f/\\:*?"<>|]')
"""What some system does not take in the name of a file."""


def run_batch_text(
    out: str,
    *,
    projects: Sequence[str],
    all_: bool,
    source: str,
    output: str,
    rules: str = "",
    format_: str = "text",
    workers: str = "",
    facts_out: str = "",
) -> int:
    """Write the texts of the chosen projects, or of all, and return the exit code.

    Nothing is written when one of the chosen projects was withheld; of all projects, those are passed over. Raises
    ``UsageFault`` when the source is no longer what it was.
    """
    from checker.portfolio.single.reopened import reopened  # noqa: PLC0415 - help starts fast

    one_of("--format", format_, FORMATS)
    if all_ == bool(projects):
        raise UsageFault(message("写 --project 和编号（可以写几次），或写 --all，二者选一"))
    if all_ and (facts_out or format_ != "text"):
        raise UsageFault(message("--all 写成 Parquet 表，不能和 --format、--facts-out 一起用"))
    count = _workers(workers)
    with reopened(Path(out), source, rules, tuple(dict.fromkeys(projects)) or None) as opened:
        if all_:
            return _all(opened, Path(out, _TEXTS) if output in _STDOUT else Path(output), count)
        written = opened.chosen()
        if facts_out:
            return _facts(opened, written, Path(facts_out))
        opened.refuse_withheld(projects)
        return _reports(opened, written, output, format_)


def _workers(text: str) -> int:
    if not text:
        return os.cpu_count() or 1
    if not re.fullmatch("[1-9][0-9]{0,3}", text):
        raise UsageFault(message("{name} 要写一个大于 0 的整数，不能是“{value}”", name="--workers", value=text))
    return int(text)


def _all(opened: Reopened, folder: Path, workers: int) -> int:
    from checker.portfolio.single.texts import texts_of_many  # noqa: PLC0415 - loaded with ``reopened`` already
    from checker.portfolio.single.texts_table import write_texts  # noqa: PLC0415 - the same

    make_folder(folder.parent)
    ids = opened.decided()
    with batch_progress() as progress:
        texts = texts_of_many(opened.written(ids), opened.opening, workers)
        said = write_texts(texts, folder, opened.session, lambda done: progress(tr("写文字"), done, len(ids)))
    emit(tr("{count} 个项目有文字，写在 {path}", count=f"{said:,}", path=folder) + "\n", "-")
    return ExitCode.CLEAN


def _facts(opened: Reopened, written: Sequence[WrittenProject], folder: Path) -> int:
    from checker.portfolio.single.facts_file import facts_file  # noqa: PLC0415 - only this form needs it

    names = _file_names([project.project for project in written], ".yaml")
    files = {folder / names[one.project]: facts_file(one, opened.checker) for one in written}
    write_new([(path, content, None) for path, content in files.items()])
    emit("".join(f"{path}\n" for path in files), "-")
    return ExitCode.CLEAN


def _reports(opened: Reopened, written: Sequence[WrittenProject], output: str, format_: str) -> int:
    results = _results(opened, written)
    if output in _STDOUT or not (Path(output).is_dir() or output.endswith(("/", os.sep))):
        _put(list(results.values()), output, format_)
        return ExitCode.CLEAN
    names = _file_names(results, _SUFFIXES[format_])
    for project, result in results.items():
        _put([result], str(make_folder(Path(output)) / names[project]), format_)
    return ExitCode.CLEAN


def _results(opened: Reopened, written: Sequence[WrittenProject]) -> Mapping[str, CheckResult]:
    """Return the result of each project; raises ``InputError`` with everything wrong with any of them."""
    from checker.portfolio.single import facts_of  # noqa: PLC0415 - loaded with ``reopened`` already

    found: list[Problem] = []
    results = {}
    for one in written:
        problems = Problems()
        facts = facts_of(one, opened.checker, problems)
        try:
            problems.raise_if_any()
            if facts is not None:
                results[one.project] = opened.checker.check(facts)
        except InputError as fault:
            found += fault.problems
    if found:
        raise InputError(found)
    return results


def _put(results: Sequence[CheckResult], output: str, format_: str) -> None:
    if format_ == "text":
        from checker.report.terminal import print_result  # noqa: PLC0415 - rich is slow to load

        with console(output) as screen:
            for number, result in enumerate(results):
                if number:
                    screen.rule(style="dim")
                print_result(result, screen)
        return
    text = "".join(_rendered(results, format_))
    if output in _STDOUT:
        emit(text, output)
    else:
        write_whole(Path(output), text)


def _rendered(results: Sequence[CheckResult], format_: str) -> Iterator[str]:
    if format_ == "json":
        from checker.report.json import as_data  # noqa: PLC0415 - only this form needs it

        yield json.dumps([as_data(result) for result in results], ensure_ascii=False, indent=2) + "\n"
        return
    from checker.report.markdown import render_markdown  # noqa: PLC0415 - only this form needs it

    for number, result in enumerate(results):
        yield ("\n" if number else "") + render_markdown(result)


def _file_names(projects: Sequence[str] | Mapping[str, CheckResult], suffix: str) -> dict[str, str]:
    """Return a file name for each project; raises ``UsageFault`` when two would be the same."""
    names = {project: _UNFIT.sub("_", project).strip(". ") + suffix for project in projects}
    if len({name.casefold() for name in names.values()}) < len(names) or suffix in names.values():
        raise UsageFault(message("这些编号不能都作文件名：{names}。分几次写", names="、".join(projects)))
    return names
