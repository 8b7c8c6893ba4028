"""``checker facts convert``: facts from YAML into a workbook, and back into the same files with only the edits made."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from checker.cli.kept import Target, write_new
from checker.facts.files import SUFFIXES, facts_files, is_workbook, shown_name
from checker.facts.text import TextFile, changed_files, gather_files, new_file
from checker.facts.text.files import text_file
from checker.facts.text.match import same_content
from checker.messages import message
from checker.result import ExitCode
from checker.run import open_project
from checker.source import EngineFault, Problems, UsageFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.facts.text import Content, Names
    from checker.run import Checker

_BOOK: Final = ".xlsx"
_NEW: Final = "facts.yaml"
_OTHER: Final = frozenset({".xls", ".ods", ".csv", ".xlsm", ".et", ".doc", ".docx", ".txt", ".md", ".pdf", ".toml"})


def run_facts_convert(facts: str, *, output: str, rules: str) -> int:
    """Write the other form and return the exit code; facts with an error in them are not converted."""
    given, wanted = Path(facts), Path(output)
    if not output:
        raise UsageFault(message("没有说写到哪里：用 -o 写 .xlsx 文件、.yaml 文件或文件夹"))
    paths = facts_files(given, Problems()) if given.exists() else []
    books = [path for path in paths if is_workbook(path)]
    if wanted.suffix.lower() != _BOOK and not books and paths:
        raise UsageFault(message("{facts} 已经是文本文件：转成工作簿写成如 -o facts.xlsx", facts=facts))
    _refuse_two_forms(given, wanted)
    checker, _ = open_project(given, rules=rules or None, engine="plain")
    if wanted.suffix.lower() == _BOOK:
        write_new([(wanted, _book(paths, checker), None)])
    else:
        write_new(_texts(given, books, wanted, checker))
    return ExitCode.CLEAN


def _refuse_two_forms(given: Path, wanted: Path) -> None:
    """Refuse to put the other form beside the first: a folder of both would be read as twice the facts."""
    folder = wanted if wanted.is_dir() else wanted.parent
    source = given if given.is_dir() else given.parent
    to_folder = wanted.is_dir() or given.is_dir()
    if to_folder and given.exists() and folder.resolve() == source.resolve():
        raise UsageFault(message("{folder} 里会同时有两种写法，合在一起读会重复：写到别的文件夹", folder=folder))
    if wanted.suffix.lower() in _OTHER and not wanted.is_dir():
        raise UsageFault(message("不能写成“{suffix}”：写 .xlsx 文件、.yaml 文件或文件夹", suffix=wanted.suffix))


def _book(paths: Sequence[Path], checker: Checker) -> bytes:
    from checker.report.facts_book import Filled, names_of, render_facts_book  # noqa: PLC0415 - openpyxl

    others = [path for path in paths if is_workbook(path)]
    if others:
        raise UsageFault(message("{facts} 已经是工作簿，不能再转成工作簿；先转成文本文件", facts=shown_name(others[0])))
    names = names_of(checker.plan, checker.vocabulary)
    files = [file for path in paths if (file := text_file(path.name, path.read_bytes())) is not None]
    content = gather_files(files, names)
    originals = [(file.name, file.content) for file in files]
    made = render_facts_book(checker.plan, names, Filled(content, originals))
    again = _read_back(made, names)
    if again is None or not same_content(again, content):
        raise EngineFault(message("工作簿装不下这些事实的全部内容，没有写出任何文件"))
    return made


def _read_back(made: bytes, names: Names) -> Content | None:
    """Return what the workbook just made says, by the reader that will read it once it has been filled in."""
    from checker.report.facts_book import read_content  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        path = Path(folder) / f"facts{_BOOK}"
        path.write_bytes(made)
        read = read_content(path, path.name, names, Problems())
    return read.content if read else None


def _texts(given: Path, books: Sequence[Path], wanted: Path, checker: Checker) -> list[Target]:
    from checker.report.facts_book import names_of, read_content, read_originals  # noqa: PLC0415 - openpyxl

    if len(books) != 1 or books[0] != given:
        raise UsageFault(message("一次转一个工作簿：写工作簿的文件名，如 facts.xlsx"))
    names = names_of(checker.plan, checker.vocabulary)
    problems = Problems()
    read = read_content(given, shown_name(given), names, problems)
    kept = read_originals(read.originals, problems) if read else []
    problems.raise_if_any()
    if read is None:
        raise EngineFault(message("读取没有成功，却没有记下问题"))
    files = [_file(name, content) for name, content in kept]
    if not files:
        return [(wanted if _is_file(wanted) else wanted / _NEW, new_file(_NEW, read.content, names).content, None)]
    changed = changed_files(files, read.content, names)
    return [(_target(wanted, kept, file), file.content, old) for file, (_, old) in zip(changed, kept, strict=True)]


def _file(name: str, content: bytes) -> TextFile:
    file = text_file(name, content)
    if file is None or Path(name).name != name:
        raise EngineFault(message("工作簿里保存的原文件“{name}”读不了", name=name))
    return file


def _is_file(wanted: Path) -> bool:
    return wanted.suffix.lower() in SUFFIXES and not wanted.is_dir()


def _target(wanted: Path, kept: Sequence[tuple[str, bytes]], file: TextFile) -> Path:
    if not _is_file(wanted):
        return wanted / file.name
    if len(kept) > 1:
        names = "、".join(name for name, _ in kept)
        raise UsageFault(message("这个工作簿由几个文件转来（{names}）：-o 写文件夹", names=names))
    suffix = Path(file.name).suffix
    if wanted.suffix.lower() != suffix.lower():
        raise UsageFault(message("原文件是 {suffix} 文件：-o 写同样的后缀", suffix=suffix))
    return wanted
