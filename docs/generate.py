"""Writes the generated parts of the documentation: turns the command line, the result and the example into Markdown.

Called by the cog blocks in README*.md, docs/reference/ and docs/images/; ``make docs`` runs them all.
"""

from __future__ import annotations

import re
from html import unescape
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from checker.cli.app import _app
from checker.cli.check import FORMATS
from checker.cli.report import REPORTS, SECTIONS, SUFFIXES
from checker.lint import CATALOGUE
from checker.lint.texts import check_texts
from checker.messages import LANGUAGES, language
from checker.report.terminal import print_result
from checker.report.words import severity_word
from checker.result import SEVERITIES, ExitCode
from checker.run import ENGINES, check_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

EXAMPLE: Final = "facts/xinjian-2020"
COMMAND: Final = f"checker check {EXAMPLE}"
_ROOT: Final = Path(__file__).parent.parent
_FONTS: Final = (
    "ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, "
    "Noto Sans Mono CJK SC, PingFang SC, Microsoft YaHei, monospace"
)
_RUNS: Final = re.compile(r"[\u2e80-\u9fff\uff00-\uff60]+| {2,}|[^\u2e80-\u9fff\uff00-\uff60 ]+")
_SECTION: Final = re.compile(r"^(?P<title>.+?) ─+\s*$")


# ---------------------------------------------------------------- the example, as text and as a picture


def excerpt(*titles: str, width: int = 80) -> str:
    """Return the head of the example's real output and the sections called ``titles``, as a fenced block."""
    sections = _sections(_output(width, colour=False).splitlines())
    parts = [sections[""], *(sections[title] for title in titles)]
    text = "\n\n…\n\n".join("\n".join(line.rstrip() for line in part).strip() for part in parts)
    return f"```text\n{text}\n```"


def picture(until: str, width: int = 92) -> str:
    """Return an SVG of the example's real output, coloured, up to the section called ``until``."""
    lines = Text.from_ansi(_output(width, colour=True)).split("\n")
    end = next(number for number, line in enumerate(lines) if _title(line.plain) == until)
    screen = Console(record=True, width=width, file=StringIO(), highlight=False, emoji=False, markup=False)
    for line in lines[:end]:
        line.rstrip()
        # Each run is placed by itself: a Chinese font need not be twice as wide as the Latin one beside it.
        for run in _RUNS.finditer(line.plain):
            line.stylize(Style(meta={"run": run.start()}), *run.span())
        screen.print(line, no_wrap=True, crop=False)
    svg = screen.export_svg(title=COMMAND, unique_id="check")
    # No fonts from elsewhere, and none that spreads digits to the width of Chinese characters.
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*font-variant-east-asian: full-width;", "", svg)
    svg = svg.replace("Fira Code, monospace", _FONTS)
    svg = svg.replace("font-family: arial", "font-family: Arial, sans-serif")
    svg = re.sub(r"<text [^>]*>\s+</text>", "", svg)
    # Rich counts characters where it means columns, which would press Chinese into half its width.
    svg = re.sub(r'textLength="([\d.]+)"([^>]*)>([^<]*)<', _with_columns, svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip())


def _with_columns(found: re.Match[str]) -> str:
    text = unescape(found[3])
    length = float(found[1]) * cell_len(text) / max(len(text), 1)
    return f'textLength="{length:.1f}"{found[2]}>{found[3]}<'


def _output(width: int, *, colour: bool) -> str:
    """Return what ``checker check`` prints for the example."""
    stream = StringIO()
    system: Any = "truecolor" if colour else None
    screen = Console(
        file=stream, width=width, force_terminal=colour, color_system=system, highlight=False, emoji=False, markup=False
    )
    with language("zh"):
        print_result(check_path(_ROOT.joinpath(EXAMPLE).relative_to(Path.cwd())), screen)
    return stream.getvalue()


def _title(line: str) -> str:
    found = _SECTION.match(line)
    return found["title"] if found else ""


def _sections(lines: Sequence[str]) -> dict[str, list[str]]:
    """Return the lines of each section by its title, those before the first under the empty title."""
    found: dict[str, list[str]] = {"": []}
    current = ""
    for line in lines:
        current = _title(line) or current
        found.setdefault(current, []).append(line)
    return found


# ---------------------------------------------------------------- the command line


def commands() -> str:
    """Return every command with its arguments and options, in Chinese."""
    with language("zh"):
        root = typer.main.get_command(_app())
        return "\n".join(line for path, command in walk(root, ["checker"]) for line in _command(path, command)).rstrip()


def walk(command: Any, path: list[str]) -> Iterator[tuple[list[str], Any]]:
    """Yield a command and everything below it with the words that call it."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from walk(child, [*path, name])


def _command(path: list[str], command: Any) -> Iterator[str]:
    name = " ".join(path)
    below = getattr(command, "commands", {})
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    words = [name, *(["[选项]"] if options else []), *(_usage(a) for a in arguments), *(["命令"] if below else [])]
    yield f"## `{name}`"
    yield ""
    yield f"{command.help}。" if not command.help.endswith("。") else command.help
    yield ""
    yield "```text"
    yield " ".join(words)
    yield "```"
    yield ""
    if below:
        yield from _table(("命令", "用途"), [(f"[`{n}`](#{_anchor([*path, n])})", c.help) for n, c in below.items()])
    if arguments:
        rows = [(f"`{_bare(a)}`", _text(a), "" if a.required else "可省略") for a in arguments]
        yield from _table(("参数", "说明", ""), rows)
    if options:
        rows = [(f"{_names(o)}", _text(o), _default(o)) for o in options]
        yield from _table(("选项", "说明", "缺省"), rows)


def _text(parameter: Any) -> str:
    """Return what a parameter is for; the three that every tool has are worded here."""
    worded = {"lang": "输出语言：`zh` 中文，`en` 英文；缺省看系统语言，写在命令的前面后面都行", "version": "显示版本"}
    return worded.get(parameter.name) or (getattr(parameter, "help", "") or "")


def _bare(argument: Any) -> str:
    return re.sub(r"[\[\].]", "", argument.metavar or argument.name.upper())


def _usage(argument: Any) -> str:
    word = _bare(argument) + ("…" if argument.nargs == -1 else "")
    return word if argument.required else f"[{word}]"


def _names(option: Any) -> str:
    long_first = sorted(option.opts, key=lambda name: not name.startswith("--"))
    return "、".join(f"`{name}`" for name in long_first)


def _default(option: Any) -> str:
    return "" if option.is_flag or option.default in (None, "") else f"`{option.default}`"


def _anchor(path: list[str]) -> str:
    return "-".join(path)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def choices() -> str:
    """Return what may be written for the options that take one word of a few."""
    with language("zh"):
        severities = [f"`{name}` {severity_word(name)}" for name in reversed(SEVERITIES)]
        rows = [
            ("`check` 的 `--format`", "、".join(f"`{name}`" for name in FORMATS)),
            ("`report` 的 `--format`", "、".join(f"`{name}`" for name in REPORTS)),
            ("`report` 看后缀", "、".join(f"`{suffix}` {name}" for suffix, name in SUFFIXES.items())),
            ("`--section`", "、".join(f"`{name}`" for name in SECTIONS)),
            ("`--fail-on`", "，".join(severities)),
            ("`--engine`", "、".join(f"`{name}`" for name in (*ENGINES, "all"))),
            ("`--lang`", "、".join(f"`{name}`" for name in LANGUAGES)),
        ]
        return "\n".join(_table(("选项", "可以写"), rows)).rstrip()


def exit_codes() -> str:
    """Return what each exit code means."""
    meaning = {
        ExitCode.CLEAN: (
            "没有发现，或者都轻于 `--fail-on`；`rules test` 的用例都相符；`report`、`facts` 各命令写好了文件；"
            "`report verify` 没有不一致；`replay` 逐字节相同"
        ),
        ExitCode.FINDINGS: (
            "有发现达到 `--fail-on`；`rules test` 有用例不符；`report verify` 有不一致；`replay` 的结果不同"
        ),
        ExitCode.INVALID: "用法不对，或者事实、规则包、报告、归档有错误，没有结果",
        ExitCode.UNDECIDED: (
            "什么也没能判断；`check --strict` 没有发现，但有说不准的事；"
            "`facts check --strict`、`facts requests` 还缺资料；`report verify` 没有一个数能对上"
        ),
        ExitCode.FAULT: "工具自身的故障，包括 `--verify` 时两个引擎判断不同；也用于中断",
    }
    return "\n".join(_table(("退出码", "意思"), [(str(int(code)), meaning[code]) for code in ExitCode])).rstrip()


# ---------------------------------------------------------------- the checks of lint

_LEVELS: Final = {"error": "错误", "warning": "警告", "info": "提示"}


def lint_checks() -> str:
    """Return the list of all checks of lint, and a section for each with an example and what to write instead."""
    with language("zh"):
        rows = [
            (f"[`{check.id}`](#{check.id})", _LEVELS[check.severity], str(check.title)) for check in CATALOGUE.values()
        ]
        lines = [*_table(("编号", "程度", "查什么"), rows)]
        for check in CATALOGUE.values():
            text = check_texts()[check.id]
            lines += [f"### {check.id}", "", f"**{check.title}**（{_LEVELS[check.severity]}）。{text.what}", ""]
            lines += [f"为什么：{text.why}", "", "这样写会指出：", "", *_snippet(text.example)]
            lines += ["改成：", "", *_snippet(text.instead)] if text.instead else ["删去多出的这一条。", ""]
        return "\n".join(lines).rstrip()


def _snippet(files: Mapping[str, str]) -> Iterator[str]:
    yield "```yaml"
    for number, (name, text) in enumerate(files.items()):
        if number:
            yield ""
        yield f"# {name}"
        yield text.rstrip("\n")
    yield "```"
    yield ""
