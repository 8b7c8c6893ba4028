"""Turns the list 台账 of a facts file into parts of facts: opens each ledger once and goes through its rows once.

Knows nothing about fact types. A ledger lies in the folder of the facts file, and no link leads out of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from checker.facts.files import shown_name
from checker.facts.ledger.cells import MOST_PROBLEMS, Cells
from checker.facts.ledger.checks import hold_checks
from checker.facts.ledger.gather import Gathering
from checker.facts.ledger.header import find_header
from checker.facts.ledger.nodes import word_node
from checker.facts.ledger.read_spec import read_specs
from checker.facts.parts import Part
from checker.facts.rows_read import LedgerCount
from checker.messages import message
from checker.source import Place, did_you_mean, suggest
from checker.source.document import Scalar
from checker.source.sheets import read_book

if TYPE_CHECKING:
    from checker.facts.ledger.spec import LedgerSpec
    from checker.facts.rows_read import Progress
    from checker.source import Problems
    from checker.source.sheets import Book, Sheet


@dataclass(frozen=True, slots=True)
class Expanded:
    """What ledgers gave: facts by type as written, digests of the files, how many rows were read, and the files."""

    types: tuple[tuple[str, Part], ...] = ()
    digests: tuple[tuple[str, str], ...] = ()
    counts: tuple[LedgerCount, ...] = ()
    files: tuple[Path, ...] = ()


def expand(part: Part, folder: Path, problems: Problems, progress: Progress | None = None) -> Expanded:
    """Return the facts of the ledgers named at ``part``, which lie in ``folder``; everything wrong is recorded.

    ``progress`` is told now and then which ledger is read, how many rows are done, and how many there are.
    """
    return _Expansion(folder, problems, progress).run(read_specs(part, problems))


@dataclass(slots=True)
class _Expansion:
    folder: Path
    problems: Problems
    progress: Progress | None
    books: dict[str, Book | None] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    counts: list[LedgerCount] = field(default_factory=list)

    def run(self, specs: list[LedgerSpec]) -> Expanded:
        types = tuple(found for found in map(self._facts, specs) if found is not None)
        digests = tuple((name, book.digest) for name, book in self.books.items() if book is not None)
        return Expanded(types, digests, tuple(self.counts), tuple(self.paths.values()))

    def _facts(self, spec: LedgerSpec) -> tuple[str, Part] | None:
        book = self._book(spec.file)
        sheet = self._sheet(spec, book) if book is not None else None
        header = find_header(sheet, spec, self.problems) if sheet is not None else None
        if book is None or sheet is None or header is None:
            return None
        name = PurePosixPath(book.file).name
        gathering = Gathering(Cells(sheet, spec, header, book.date1904, self.problems), name)
        gathering.run(lambda done, total: self.progress(book.file, done, total) if self.progress else None)
        self._count(book, sheet, gathering)
        hold_checks(gathering.cells, gathering.walk, gathering.checks)
        node = gathering.node()
        if node is None:
            return None
        key = word_node(spec.fact)
        written = key if isinstance(key, Scalar) else None
        return spec.fact.text, Part(book.file, node, name=written, partial=bool(spec.totals and not spec.groups))

    def _count(self, book: Book, sheet: Sheet, gathering: Gathering) -> None:
        walk, failed = gathering.walk, gathering.cells.failed
        skipped = walk.blank + len(walk.sums) + walk.headings + walk.filtered
        sums, name = len(walk.sums), f"{book.file}:{sheet.name}"
        self.counts.append(LedgerCount(name, walk.read, skipped, walk.blank, sums, walk.headings, walk.filtered))
        if failed > MOST_PROBLEMS:
            what = message("工作表“{sheet}”还有 {count} 处同样读不了", sheet=sheet.name, count=failed - MOST_PROBLEMS)
            self.problems.add("ledger-more", Place(book.file), what, message("先改正列出的，再检查一次"))

    def _book(self, part: Part) -> Book | None:
        name = self._name(part)
        if name is None:
            return None
        if name not in self.books:
            path = self.folder / name
            if not path.exists():
                siblings = [entry.name for entry in path.parent.glob("*")] if path.parent.is_dir() else []
                near = suggest(path.name, siblings)
                hint = did_you_mean(path.name, [near]) if near else message("台账放在事实文件所在的文件夹里")
                self.problems.add("no-ledger", part.place, message("没有名为“{name}”的台账", name=name), hint)
            self.paths[name] = path
            self.books[name] = read_book(path, shown_name(path), self.problems) if path.exists() else None
        return self.books[name]

    def _name(self, part: Part) -> str | None:
        """Return the path of a ledger inside the folder; one that leads out of it is recorded."""
        written = part.text.replace("\\", "/")
        path = PurePosixPath(written)
        outside = path.is_absolute() or bool(PureWindowsPath(part.text).drive) or ".." in path.parts or "\0" in written
        if not outside:
            try:
                outside = not (self.folder / path).resolve().is_relative_to(self.folder.resolve())
            except (OSError, RuntimeError):
                outside = True
        if outside:
            what = message("“{name}”不在事实文件的文件夹里", name=part.text)
            hint = message("把台账放进那个文件夹，从那里写起，如 台账/支出明细账.xlsx")
            self.problems.add("ledger-outside", part.place, what, hint)
            return None
        return path.as_posix()

    def _sheet(self, spec: LedgerSpec, book: Book) -> Sheet | None:
        filled = [sheet for sheet in book.sheets if sheet.rows]
        names = "、".join(sheet.name for sheet in book.sheets)
        written = spec.sheet.text if spec.sheet is not None else ""
        if not written:
            if len(filled) == 1:
                return filled[0]
            what = message("“{file}”有几张工作表：{names}", file=book.file, names=names)
            if not filled:
                what = message("“{file}”里什么也没有", file=book.file)
            self.problems.add("ledger-no-sheet", spec.part.place, what, message("写“工作表”的名称或第几张"))
            return None
        found = book.sheet(written)
        if found is None and written.isdecimal() and 0 < int(written) <= len(book.sheets):
            found = book.sheets[int(written) - 1]
        if found is None and spec.sheet is not None:
            what = message("“{file}”里没有工作表“{name}”", file=book.file, name=written)
            hint = did_you_mean(written, [sheet.name for sheet in book.sheets])
            self.problems.add("ledger-no-sheet", spec.sheet.place, what, hint)
        return found
