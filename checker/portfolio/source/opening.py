"""Opens a portfolio: finds its tables, says which is which fact type, and has their rows copied where they must be.

The one way into this package; what is wrong with tables, columns and the mapping file is recorded all at once.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from checker.facts.files import shown_name
from checker.facts.parts import name_hint
from checker.messages import message
from checker.portfolio.source import embedded, postgresql, sqlite
from checker.portfolio.source.assigning import assigned
from checker.portfolio.source.copies import Copies
from checker.portfolio.source.folders import FORMS, Folder
from checker.portfolio.source.opened import PROJECTS, OpenedSource, SourceTable
from checker.portfolio.source.staging import projects_from, staged
from checker.portfolio.source.types import PROJECT_NAMES, TypeNames, squeezed
from checker.source import Place, refusal, suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.portfolio.source.opened import Kind
    from checker.portfolio.source.raw import RawTable
    from checker.portfolio.source.request import SourceRequest
    from checker.source import Problems


def open_source(request: SourceRequest, problems: Problems) -> OpenedSource | None:
    """Return the opened portfolio; everything that makes it unusable is recorded in ``problems`` and gives None."""
    before = len(problems.errors)
    copies = Copies(request.work.absolute() / "source", request.memory, request.threads)
    shutil.rmtree(copies.work, ignore_errors=True)
    copies.work.mkdir(parents=True)
    names = TypeNames(request.vocabulary)
    tables: dict[str, SourceTable] = {}
    with _raw_tables(request, names, copies, problems) as (kind, name, raw):
        if len(problems.errors) > before:
            return None
        for table in assigned(raw, request.mapping, names, name, problems):
            for one in staged(table, request, names, problems):
                _add(one, tables, names, problems)
    source = OpenedSource(name, kind, tables)
    if len(problems.errors) == before:
        source = _with_heads(source, request, names, problems)
    return source if len(problems.errors) == before else None


def _add(table: SourceTable, tables: dict[str, SourceTable], names: TypeNames, problems: Problems) -> None:
    first = tables.setdefault(table.type, table)
    if first is not table:
        label = names.rules[table.type].label
        what = message("“{label}”有两张表：{first} 和 {second}", label=label, first=first.name, second=table.name)
        hint = message("合成一张表，或者把两个文件放进同一个文件夹")
        problems.add("given-twice", Place(table.name), what, hint)


def _with_heads(source: OpenedSource, request: SourceRequest, names: TypeNames, problems: Problems) -> OpenedSource:
    """Return the source with the table of its projects; where there is none, it is recorded."""
    if PROJECTS in source.tables:
        return source
    said = request.mapping.projects_from if request.mapping else None
    if said is None:
        what = message("没有项目清单，不知道有哪些项目")
        hint = message(
            "加一张表“项目清单”，列有项目编号、项目名称；或在映射文件里写“项目来自: 资金”等每个项目一行的事实"
        )
        problems.add("no-projects", Place(source.name), what, hint)
        return source
    rule = names.vocabulary.types.get(projects_from(request) or "")
    table = source.tables.get(rule.name) if rule is not None else None
    if rule is None:
        what = message("没有名为“{name}”的事实类型", name=said.text)
        problems.add("unknown-type", said.place, what, name_hint(said.text, names.vocabulary.aliases))
    elif rule.several:
        what = message("“{label}”可以有多条，不能当作项目清单", label=rule.label)
        problems.add("no-projects", said.place, what, message("写每个项目只有一条的事实类型，或加一张表“项目清单”"))
    elif table is None:
        what = message("没有“{label}”这张表，不知道有哪些项目", label=rule.label)
        problems.add("no-projects", said.place, what, message("加上这张表，或加一张表“项目清单”"))
    else:
        bare = {table.project: table.types[table.project]}
        heads = replace(table, type=PROJECTS, columns={}, units={}, types=bare, broken_files=(), broken_rows=0)
        tables = dict(source.tables)
        if request.needed is not None and rule.name not in request.needed:
            del tables[rule.name]
        return replace(source, tables={PROJECTS: heads, **tables}, projects_from=rule.name)
    return source


@contextmanager
def _raw_tables(
    request: SourceRequest, names: TypeNames, copies: Copies, problems: Problems
) -> Iterator[tuple[Kind, str, list[RawTable]]]:
    """Give the kind and name of the source and its tables, while it is open."""
    if request.text.startswith(postgresql.SCHEMES):
        with postgresql.postgres_tables(request.text, copies, problems) as tables:
            yield "postgresql", postgresql.server_name(request.text), tables
        return
    path = Path(request.text)
    try:
        kind, found = _files(path, request, names, copies, problems)
    except OSError as error:
        problems.add(
            "unreadable", Place(shown_name(path)), message("读不了这个文件或文件夹：{why}", why=refusal(error))
        )
        kind, found = "files", []
    yield kind, path.resolve().name, found


def _files(
    path: Path, request: SourceRequest, names: TypeNames, copies: Copies, problems: Problems
) -> tuple[Kind, list[RawTable]]:
    place = Place(shown_name(path))
    said = [table.project.text for table in request.mapping.tables if table.project] if request.mapping else []
    projects = {squeezed(name) for name in (*PROJECT_NAMES, *said)}
    if path.is_dir():
        return "files", list(Folder(path, names, projects, copies, problems).tables())
    if not path.exists():
        near = suggest(path.name, [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else [])
        meant = message("你是不是要写“{near}”？", near=shown_name(path.with_name(near))) if near else None
        problems.add("no-source", place, message("没有这个文件或文件夹"), meant)
        return "files", []
    with path.open("rb") as stream:
        begin = stream.read(len(sqlite.MAGIC))
    if begin == sqlite.MAGIC:
        return "sqlite", sqlite.sqlite_tables(path, place.file, copies, problems)
    if begin[embedded.MAGIC_AT :].startswith(embedded.MAGIC):
        return "duckdb", embedded.duckdb_tables(path, place.file, copies, problems)
    if path.suffix.lower() in FORMS:
        return "files", list(Folder(path.parent, names, projects, copies, problems).file(path))
    what = message("不认识这种来源")
    hint = message("来源是文件夹、Parquet、CSV、工作簿、DuckDB 或 SQLite 文件，或 postgresql:// 网址")
    problems.add("unsupported-source", place, what, hint)
    return "files", []
