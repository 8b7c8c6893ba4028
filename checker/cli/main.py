"""Starts the command line: picks the language before anything is worded, and turns every fault into an exit code."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from typing import TYPE_CHECKING, Final

from checker.messages import LANGUAGES, message, tr, use_language
from checker.result import ExitCode
from checker.source import CheckerError, EngineFault, UsageFault, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENGLISH: Final = "en"
_EXTRAS: Final = {
    **dict.fromkeys(("openpyxl", "python_calamine", "docx", "docxtpl", "lxml"), "office"),
    "z3": "proof",
    **dict.fromkeys(("pygls", "lsprotocol"), "editor"),
    **dict.fromkeys(("duckdb", "psycopg", "sqlglot"), "portfolio"),
    "pyspark": "spark",
}
"""The extra of the package that brings each library."""
_FEW_COLLECTIONS: Final = 200_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line with ``arguments`` (those of the process when None) and exit."""
    gc.set_threshold(_FEW_COLLECTIONS)  # a check makes many objects and few cycles: collecting costs a tenth of it
    _show_what_can_be_shown()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        words = _take_language(words)
    except UsageFault as fault:
        _say(fault.what.render())
        raise SystemExit(ExitCode.INVALID) from None
    from checker.cli.app import run  # noqa: PLC0415 - its help is worded in the language just chosen

    raise SystemExit(_guarded(run, words, alone=arguments is None))


def _show_what_can_be_shown() -> None:
    """A character that the terminal's encoding lacks is shown as “?” rather than ending the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _guarded(run: object, words: list[str], *, alone: bool) -> int:
    try:
        code = int(run(words))  # type: ignore[operator]
        if sys.stdout is not None:  # closed by whoever started the process
            sys.stdout.flush()  # a reader that has gone away is noticed here, not while Python shuts down
        return code
    except EngineFault as fault:
        _say(tr("工具故障：{why}", why=fault))
        return ExitCode.FAULT
    except CheckerError as fault:
        _say(str(fault))
        return ExitCode.INVALID
    except ModuleNotFoundError as fault:
        extra = _EXTRAS.get((fault.name or "").partition(".")[0])
        if extra is None:
            return _unforeseen(fault)
        missing = fault.name or ""
        _say(tr("这项功能要另外安装（缺 {name}）：pip install 'jixiao-checker[{extra}]'", name=missing, extra=extra))
        return ExitCode.INVALID
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - nobody reads on
        return ExitCode.CLEAN
    except KeyboardInterrupt:
        if alone:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever presses it twice means it once
        _say(tr("已中断"))
        return ExitCode.FAULT
    except Exception as fault:
        return _unforeseen(fault)


def _unforeseen(fault: Exception) -> int:
    """Show what nobody foresaw, with what is needed to mend it."""
    import traceback  # noqa: PLC0415 - only when something has gone wrong

    traceback.print_exception(fault)
    _say(tr("工具故障：{why}", why=f"{type(fault).__name__}: {fault}"))
    return ExitCode.FAULT


def _say(text: str) -> None:
    sys.stderr.write(text.rstrip() + "\n")


def _take_language(words: list[str]) -> list[str]:
    """Take ``--lang`` out of the words, wherever it stands, and use it; else the locale, else Chinese."""
    rest: list[str] = []
    chosen = _from_locale()
    use_language(chosen)  # for what is wrong with --lang itself
    pending = iter(words)
    for word in pending:
        if word == "--":
            rest += [word, *pending]
        elif word == "--lang":
            chosen = _checked(next(pending, ""))
        elif word.startswith("--lang="):
            chosen = _checked(word.removeprefix("--lang="))
        else:
            rest.append(word)
    use_language(chosen)
    return rest


def _checked(language: str) -> str:
    if language not in LANGUAGES:
        what = message("没有语言“{language}”。{hint}", language=language, hint=did_you_mean(language, LANGUAGES) or "")
        raise UsageFault(what)
    return language


def _from_locale() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return _ENGLISH if value.lower().startswith(_ENGLISH) else "zh"
    return "zh"
