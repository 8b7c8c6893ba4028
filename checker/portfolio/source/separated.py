"""Makes tables of separated text (csv): copied by the database where it reads every line, line by line otherwise.

Either way gives the same rows. All columns stay text. Knows nothing about fact types.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.portfolio.source.copies import Copies, copy_broken, copy_rows, copy_to, quoted_name, read_csv
from checker.portfolio.source.lines import records
from checker.portfolio.source.opened import Origin, Placing
from checker.portfolio.source.raw import RawTable, Staged, Wanted, distinct
from checker.portfolio.source.scans import file_glob
from checker.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from checker.portfolio.source.lines import Record
    from checker.portfolio.source.texts import TextFile
    from checker.source import Problems

MOST_BROKEN: Final = 100_000
"""A file with more lines than this that cannot be read is not what it is taken for."""
_SHOWN: Final = 200
_PIECE: Final = 1 << 20
_SUFFIX: Final = ".parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparatedTable(RawTable):
    """The table in one or several texts with the same columns.

    ``names`` are those of the files, relative to the source, ``shown`` those for problems.
    """

    texts: tuple[TextFile, ...]
    names: tuple[str, ...]
    shown: tuple[str, ...]
    copies: Copies

    def stage(self, wanted: Wanted, problems: Problems) -> Staged | None:
        """Return a copy of the rows of all files."""
        files = tuple(self.copies.path(f"{wanted.folder}/{self.called}/{name}{_SUFFIX}") for name in self.names)
        quick = self._quick(files, wanted)
        if quick is not None:
            return self._staged(files, wanted, quick, ())
        readers = [_Reader(text, name, wanted) for text, name in zip(self.texts, self.names, strict=True)]
        for reader, file, shown in zip(readers, files, self.shown, strict=True):
            reader.copy(self.copies, file)
            if len(reader.broken) > MOST_BROKEN:
                what = message("超过 {most} 行读不成表，这不像是分隔的文字", most=MOST_BROKEN)
                hint = message("检查分隔符和引号，或另存为 .xlsx")
                problems.add("broken-csv", Place(shown), what, hint)
                return None
        return self._staged(files, wanted, [reader.rows for reader in readers], readers)

    def _quick(self, files: Sequence[Path], wanted: Wanted) -> list[int] | None:
        """Let the database copy all files; None when one of them has lines that it would count or read differently."""
        counts = []
        for text, file in zip(self.texts, files, strict=True):
            count = _quick_copy(text, wanted, self.copies, file)
            if count is None:
                return None
            counts.append(count)
        return counts

    def _staged(
        self, files: tuple[Path, ...], wanted: Wanted, counts: Sequence[int], readers: Sequence[_Reader]
    ) -> Staged:
        broken_files: tuple[Path, ...] = ()
        broken = sum(len(reader.broken) for reader in readers)
        if broken:
            broken_files = (self.copies.path(f"{wanted.folder}/{self.called}/broken{_SUFFIX}"),)
            copy_broken(self.copies, broken_files[0], (line for reader in readers for line in reader.broken))
        placing = Placing(self.names[0], first=2, own=bool(readers))
        if len(files) > 1:
            skip = len(self.copies.path(f"{wanted.folder}/{self.called}/_").as_posix()) - 1
            placing = Placing("", first=2, own=bool(readers), skip=skip, cut=len(_SUFFIX))
        return Staged(
            files,
            dict.fromkeys(wanted.columns, "VARCHAR"),
            placing,
            tuple(Origin(name, text.path) for name, text in zip(self.names, self.texts, strict=True)),
            sum(counts),
            sum(reader.blank for reader in readers),
            broken_files,
            broken,
        )


def _quick_copy(text: TextFile, wanted: Wanted, copies: Copies, file: Path) -> int | None:
    """Return the number of rows; None when the line of a row is not its number and one, or a line cannot be read."""
    import duckdb  # noqa: PLC0415 - only commands that need a database load it

    if not text.line_end or text.head != 1 or text.encoding == "utf-16":
        return None
    with _as_utf8(text, file) as source:
        columns = dict.fromkeys(distinct(text.headings), "VARCHAR")
        scan = read_csv(source, columns, separator=text.separator, line_end=text.line_end, header=True)
        names = ", ".join(map(quoted_name, wanted.columns))
        with copies.connect(reads=[source]) as connection:
            try:
                count = copy_to(connection, f"FROM {scan} SELECT {names}", file)
            except duckdb.Error:  # a line is wrong, which is for the reader of lines to say
                return None
            blank = f"coalesce(trim({quoted_name(wanted.project)}), '') = ''"
            rows = f"FROM read_parquet(?) SELECT count(*) FILTER (WHERE {blank})"
            found = connection.execute(rows, [file_glob(file)]).fetchone()
    return count if count + 1 == text.lines and found == (0,) else None


@contextmanager
def _as_utf8(text: TextFile, file: Path) -> Iterator[Path]:
    """Give a file with the same text in UTF-8, the file itself where it is written so."""
    if text.encoding == "utf-8-sig":
        yield text.path.absolute()
        return
    between = file.with_name(f"{file.name}.utf8")
    try:
        with (
            text.path.open(encoding=text.encoding, newline="") as stream,
            between.open("w", encoding="utf-8", newline="") as target,
        ):
            while piece := stream.read(_PIECE):
                target.write(piece)
        yield between.absolute()
    finally:
        between.unlink(missing_ok=True)


@dataclass(slots=True)
class _Reader:
    """Reads one text line by line; ``broken`` holds what is no row, ``blank`` counts the empty lines."""

    text: TextFile
    name: str
    wanted: Wanted
    rows: int = 0
    blank: int = 0
    broken: list[tuple[str | None, ...]] = field(default_factory=list)

    def copy(self, copies: Copies, file: Path) -> None:
        """Copy the rows into a Parquet file."""
        with self.text.path.open(encoding=self.text.encoding, newline="") as stream:
            self.rows = copy_rows(copies, file, self.wanted.columns, self._rows(stream))

    def _rows(self, stream: TextIO) -> Iterator[tuple[str | int, ...]]:
        names = distinct(self.text.headings)
        at = [names.index(name) for name in self.wanted.columns]
        project = names.index(self.wanted.project)
        for record in records(stream, self.text.separator, len(names)):
            if record.line <= self.text.head:
                continue
            if record.fault is None:
                fields = record.fields
                if fields[project].strip() or any(map(str.strip, fields)):
                    yield (record.line, *[fields[index] for index in at])
                else:
                    self.blank += 1
            elif len(self.broken) <= MOST_BROKEN:
                self.broken.append(self._broken(record, project))

    def _broken(self, record: Record, project: int) -> tuple[str | None, ...]:
        whose = record.fields[project].strip() if project < len(record.fields) else ""
        text = record.text.rstrip("\r\n")
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        hint = message("改正这一行，或另存为 .xlsx")
        place = f"{self.name}:{record.line}"
        return place, whose or None, None, shown, "broken-csv", str(record.fault), str(hint)
