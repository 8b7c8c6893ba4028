"""Finds the tables in a folder of files, or in a single file; knows nothing about columns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.facts.files import shown_name
from checker.facts.workbook.layout import is_read
from checker.messages import message
from checker.portfolio.source.columnar import ParquetTable, add_other_columns, parquet_columns
from checker.portfolio.source.raw import distinct
from checker.portfolio.source.separated import SeparatedTable
from checker.portfolio.source.sheets import MOST_HEADER_ROWS, sheet_table
from checker.portfolio.source.texts import look_at_text
from checker.portfolio.source.types import TypeNames, squeezed
from checker.source import Place, refusal
from checker.source.sheets import read_book

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from checker.portfolio.source.copies import Copies
    from checker.portfolio.source.raw import RawTable
    from checker.source import Problems
    from checker.source.sheets import Sheet

COLUMNAR: Final = frozenset({".parquet", ".pq"})
SEPARATED: Final = frozenset({".csv", ".tsv"})
BOOKS: Final = frozenset({".xlsx", ".xls", ".ods", ".xlsm"})
FORMS: Final = COLUMNAR | SEPARATED | BOOKS
_NOT_TABLES: Final = frozenset({".yaml", ".yml", ".md", ".json"})


@dataclass(frozen=True, slots=True)
class Folder:
    """Where files are looked for; ``projects`` are the names of the column that says whose row it is."""

    root: Path
    names: TypeNames
    projects: Collection[str]
    copies: Copies
    problems: Problems

    def tables(self) -> Iterator[RawTable]:
        """Yield the tables of all files, in the order of their names; what cannot be read is recorded."""
        try:
            entries = sorted(filter(_is_read, self.root.iterdir()), key=lambda entry: entry.name)
        except OSError as error:
            what = message("读不了这个文件或文件夹：{why}", why=refusal(error))
            self.problems.add("unreadable", Place(shown_name(self.root)), what)
            return
        for entry in entries:
            if entry.is_dir():
                yield from self._parts(entry)
            elif entry.suffix.lower() in FORMS:
                yield from self.file(entry)
            elif entry.suffix.lower() not in _NOT_TABLES:
                what = message("不认识“{suffix}”类的文件，没有读", suffix=entry.suffix or entry.name)
                self.problems.warn("unread-file", Place(shown_name(entry)), what)

    def file(self, path: Path) -> Iterator[RawTable]:
        """Yield the tables of one file."""
        if path.suffix.lower() in BOOKS:
            yield from self._sheets(path)
        else:
            yield from self._table(path.stem, path.name, (path,))

    def _parts(self, folder: Path) -> Iterator[RawTable]:
        """Yield the one table whose rows stand in the files of a folder."""
        files = sorted(filter(_is_read, folder.iterdir()), key=lambda entry: entry.name)
        forms = {file.suffix.lower() for file in files if file.is_file()}
        place = Place(shown_name(folder))
        if any(file.is_dir() for file in files):
            what = message("这个文件夹里还有文件夹")
            hint = message("一类事实的文件直接放在一个文件夹里；按列分的文件夹（year=2020）先合成文件")
            self.problems.add("nested-folder", place, what, hint)
        elif not forms:
            self.problems.warn("unread-file", place, message("文件夹里没有文件"))
        elif forms <= COLUMNAR or forms <= SEPARATED:
            yield from self._table(folder.name, folder.name, tuple(files))
        else:
            what = message("这个文件夹里的文件不全是 Parquet，也不全是 CSV")
            hint = message("一个文件夹是一类事实，里面只放一种文件；工作簿直接放在上一级文件夹里")
            self.problems.add("mixed-files", place, what, hint)

    def _table(self, called: str, name: str, files: tuple[Path, ...]) -> Iterator[RawTable]:
        names = tuple(file.relative_to(self.root).as_posix() for file in files)
        files = tuple(file.absolute() for file in files)
        shown = tuple(map(shown_name, files))
        if files[0].suffix.lower() in COLUMNAR:
            table: RawTable | None = self._columnar(called, name, files, names, shown)
        else:
            table = self._separated(called, name, files, names, shown)
        if table is not None:
            yield table

    def _columnar(
        self, called: str, name: str, files: tuple[Path, ...], names: tuple[str, ...], shown: tuple[str, ...]
    ) -> ParquetTable | None:
        found = parquet_columns(files, shown, self.copies, self.problems)
        if found is None:
            return None
        types, rows = found
        return ParquetTable(
            name=name,
            called=called,
            keys=(name, called),
            columns=tuple(types),
            headings=tuple(types),
            place=Place(shown[0]),
            files=files,
            names=names,
            root=self.root.absolute(),
            types=types,
            rows=rows,
        )

    def _separated(
        self, called: str, name: str, files: tuple[Path, ...], names: tuple[str, ...], shown: tuple[str, ...]
    ) -> SeparatedTable | None:
        found = [look_at_text(file, place, self.problems) for file, place in zip(files, shown, strict=True)]
        texts = tuple(text for text in found if text is not None)
        if len(texts) < len(found) or not self._alike(shown, [set(text.headings) for text in texts]):
            return None
        headings = texts[0].headings
        return SeparatedTable(
            name=name,
            called=called,
            keys=(name, called),
            columns=distinct(headings),
            headings=headings,
            place=Place(shown[0], 1, 1),
            texts=texts,
            names=names,
            shown=shown,
            copies=self.copies,
        )

    def _alike(self, shown: tuple[str, ...], headings: list[set[str]]) -> bool:
        for place, names in zip(shown, headings, strict=True):
            if names != headings[0]:
                add_other_columns(Place(place), shown[0], names ^ headings[0], self.problems)
                return False
        return True

    def _sheets(self, path: Path) -> Iterator[RawTable]:
        book = read_book(path, shown_name(path), self.problems)
        if book is None:
            return
        sheets = [sheet for sheet in book.sheets if is_read(sheet.name) and any(map(any, sheet.rows))]
        alone = not any(self.names.known(sheet.name) for sheet in sheets)
        for number, sheet in enumerate(sheets):
            called = path.stem if alone and number == 0 and self.names.known(path.stem) else sheet.name
            yield sheet_table(path, sheet, called, self._head(sheet), self.copies)

    def _head(self, sheet: Sheet) -> int:
        """Return the row of headings: the first that names the column of projects, else the first that is not empty."""
        rows = sheet.rows[:MOST_HEADER_ROWS]
        named = (at for at, row in enumerate(rows, start=1) if any(squeezed(text) in self.projects for text in row))
        filled = (at for at, row in enumerate(sheet.rows, start=1) if any(map(str.strip, row)))
        return next(named, None) or next(filled)


def _is_read(entry: Path) -> bool:
    return not entry.name.startswith((".", "_", "~$"))
