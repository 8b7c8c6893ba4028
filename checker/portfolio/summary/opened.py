"""Opens a finished result: its manifest, its tables as relations with fixed names, and who its projects belong to.

Knows nothing about what is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlglot import exp

from checker.messages import message
from checker.portfolio.run.manifest import read_manifest
from checker.portfolio.run.tables import PROJECTS
from checker.portfolio.summary.pack_words import PackWords, pack_words
from checker.source import UsageFault, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from checker.portfolio.session import Session

_HEADS: Final = "heads"
_OWN: Final = ("project", "title", "status", "path")
_DEPARTMENT: Final = ("unit", ("部门", "单位"))
_YEAR: Final = ("year", ("年度",))


@dataclass(frozen=True, slots=True)
class OpenedResult:
    """A result whose tables are relations of the session: those it ``has``, and ``projects``.

    ``projects`` has the columns project, title, status, ``department`` (null when there is none; ``by`` is the column
    it is of, None without one) and ``year``.
    """

    name: str
    manifest: Mapping[str, Any]
    words: PackWords
    session: Session
    by: str | None
    year: str | None

    @property
    def as_of(self) -> date:
        """The day it was decided for."""
        return date.fromisoformat(self.manifest["as_of"])

    def has(self, table: str) -> bool:
        """Return whether a table was written."""
        return table in self.manifest["tables"]

    def columns(self, table: str) -> list[str]:
        """Return the columns of a table, in order."""
        return list(self.manifest["tables"][table]["columns"])

    def rows(self, select: exp.Expression | str) -> list[dict[str, Any]]:
        """Return the rows of a select over the relations."""
        return self.session.rows(select)

    def label_of(self, column: str) -> str:
        """Return what a carried column is called."""
        return _label(column, self.words)


def open_result(out: Path, session: Session, *, by: str = "", rules: str = "") -> OpenedResult:
    """Open the result in the folder ``out``; the relations of one opened before are replaced.

    Raises ``UsageFault`` when it is none, is not whole, is not kept as Parquet, or has no column ``by``.
    """
    manifest = read_manifest(out)
    for table, told in manifest["tables"].items():
        session.scan(_HEADS if table == PROJECTS else table, _files(out, table, told))
    words = pack_words(manifest, out, rules)
    carried = [name for name in manifest["tables"][PROJECTS]["columns"] if name not in _OWN]
    column = _asked(by, carried, words) if by else _usual(carried, words, *_DEPARTMENT)
    opened = OpenedResult(out.name, manifest, words, session, column, _usual(carried, words, *_YEAR))
    session.view(PROJECTS, _projects(opened))
    return opened


def _files(out: Path, table: str, told: Mapping[str, Any]) -> list[Path]:
    if "parts" not in told:
        raise UsageFault(message("{path} 没有写成 Parquet：汇总要用 --format parquet 的结果", path=out))
    files = [out / table / part["file"] for part in told["parts"]]
    for file in files:
        if not file.is_file():
            what = message(
                "{path} 缺少 {file}，结果不完整，请重新运行 checker batch", path=out, file=file.relative_to(out)
            )
            raise UsageFault(what)
    return files


def _projects(opened: OpenedResult) -> exp.Select:
    year: exp.Expression = exp.Literal.string(str(opened.as_of.year))
    if opened.year is not None:
        year = exp.Coalesce(this=_text(opened.year), expressions=[year])
    department = exp.cast(exp.null(), "VARCHAR") if opened.by is None else _text(opened.by)
    columns: list[str | exp.Expr] = [
        "project",
        "title",
        "status",
        exp.alias_(department, "department"),
        exp.alias_(year, "year"),
    ]
    return exp.select(*columns).from_(exp.to_table(_HEADS))


def _text(column: str) -> exp.Expression:
    return exp.cast(exp.column(column, quoted=True), "VARCHAR")


def _asked(by: str, carried: list[str], words: PackWords) -> str:
    """Return the column meant by an id, a label or ``TYPE.FIELD``; raises ``UsageFault`` when there is none."""
    type_, _, field = by.rpartition(".")
    named = [field, f"{type_}_{field}"] if type_ else [by]
    found = [name for name in carried if name in named or _label(name, words) == by]
    if not found:
        hint = did_you_mean(by, [*carried, *(_label(name, words) for name in carried)])
        raise UsageFault(message("项目表里没有“{name}”这一列。{hint}", name=by, hint=hint or ""))
    return found[-1]


def _usual(carried: list[str], words: PackWords, name: str, marks: tuple[str, ...]) -> str | None:
    """Return the column of this name, else the first whose label has one of the marks."""
    if name in carried:
        return name
    return next((each for each in carried if any(mark in _label(each, words) for mark in marks)), None)


def _label(column: str, words: PackWords) -> str:
    for (type_, field), (label, _) in words.fields.items():
        if field and column in ({field} if type_ == "project" else {f"{type_}_{field}"}):
            return label
    return column
