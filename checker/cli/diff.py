"""``checker rules diff`` and ``checker what-if``: two texts of a pack, or one and a wish, and what differs."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.cli.output import console, emit
from checker.cli.progress import steps
from checker.cli.words import day, one_of
from checker.diff import Task, compare_packs, project_paths, read_wish, with_wishes
from checker.facts import read_header
from checker.history import last_change, pack_at
from checker.messages import message, tr
from checker.pack.files import shown_name
from checker.result import ExitCode
from checker.run import load_sound_pack, prepare
from checker.source import EngineFault, Problems, UsageFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from checker.diff import Difference
    from checker.facts import Header
    from checker.history import PackText
    from checker.pack import Pack

FORMATS: Final = ("text", "json", "markdown", "html")


def run_diff(old: str, new: str, *, facts: str, as_of: str, format_: str, output: str) -> int:
    """Compare two texts of a pack and return the exit code: 1 when anything differs."""
    one_of("--format", format_, FORMATS)
    moment = day("--as-of", as_of)
    projects = _project_paths(facts) if facts else None
    before, was = _loaded(old)
    if not new and was.commit is None:
        what = message("只写了一个规则包：再写一个，或者写成 {name}@版本，与现在的内容比较", name=old)
        raise UsageFault(what)
    after, now = _loaded(new or str(was.source))
    names = (_called(was, before), _called(now, after))
    known = now.commit or last_change(now.source)
    found = compare_packs(Task(before, after, names, projects, moment, known.day if known else moment), _steps)
    return _shown(replace(found, notes=(*was.notes, *now.notes)), format_, output)


def run_what_if(facts: str, wishes: list[str], *, rules: str, as_of: str, format_: str, output: str) -> int:
    """Show what changes of parameters that nobody saved would do, and return the exit code as ``run_diff``."""
    one_of("--format", format_, FORMATS)
    moment = day("--as-of", as_of)
    if not wishes:
        raise UsageFault(message("没有说试什么：用 --set 写，如 --set 在线率下限=85%"))
    projects = _project_paths(facts) if facts else None
    heads = [head for path in projects or () if (head := read_header(path, Problems())) is not None]
    pack, _ = _loaded(rules or _pack_of(heads))
    days = [moment] if moment else [head.as_of for head in heads if head.as_of is not None]
    read = [read_wish(wish, pack) for wish in wishes]
    changed, notes = with_wishes(pack, read, days)
    _check(changed)
    names = (pack.id, tr("{pack}，假设 {wishes}", pack=pack.id, wishes=tr("、").join(wishes)))
    found = compare_packs(Task(pack, changed, names, projects, moment), _steps)
    return _shown(replace(found, notes=notes), format_, output)


def _loaded(name: str) -> tuple[Pack, PackText]:
    """Return the pack called ``name``, sound and with its cases; raises ``InputError`` and ``UsageFault``."""
    problems = Problems()
    with pack_at(name) as text:
        pack = load_sound_pack(text.folder, problems)
    problems.raise_if_any()
    if pack is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    return pack, text


def _called(text: PackText, pack: Pack) -> str:
    """Return the name of a text: with its revision, else its id where it lies in ``rules``, else its folder."""
    if text.commit is not None:
        return text.name
    shown = shown_name(text.source)
    return pack.id if shown == f"rules/{pack.id}" else shown


def _project_paths(facts: str) -> list[Path]:
    path = Path(facts)
    if not path.exists():
        raise UsageFault(message("没有文件或文件夹“{path}”", path=facts))
    found = project_paths(path)
    if not found:
        raise UsageFault(message("“{path}”里没有项目：每个项目一个文件夹，或一个 .yaml、.xlsx 文件", path=facts))
    return found


def _pack_of(heads: list[Header]) -> str:
    """Return the pack that all projects name; raises ``UsageFault`` when they name none, or several."""
    named = sorted({head.rules for head in heads if head.rules})
    if len(named) == 1:
        return named[0]
    if not named:
        raise UsageFault(message("没有说用哪个规则包：在事实里写“规则包”（rules），或用 --rules"))
    raise UsageFault(message("这些项目用了几个规则包（{packs}）：用 --rules 选一个", packs="、".join(named)))


def _check(pack: Pack) -> None:
    """Raise ``InputError`` when a pack that was made up is not sound."""
    problems = Problems()
    prepare(pack, date.min, problems, engine="plain")
    problems.raise_if_any()


def _steps(of_projects: bool, total: int) -> AbstractContextManager[Callable[[], None]]:
    return steps(tr("判断各项目") if of_projects else tr("找会变的例子"), total)


def _shown(found: Difference, format_: str, output: str) -> int:
    """Print or write a difference, and return the exit code."""
    if format_ == "text":
        from checker.report.terminal.diff import print_difference  # noqa: PLC0415

        with console(output) as screen:
            print_difference(found, screen)
    else:
        from checker.report import diff as forms  # noqa: PLC0415

        render = {
            "json": forms.render_diff_json,
            "markdown": forms.render_diff_markdown,
            "html": forms.render_diff_html,
        }
        emit(render[format_](found), output)
    return ExitCode.FINDINGS if found.any else ExitCode.CLEAN
