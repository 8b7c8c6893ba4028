"""Writes the texts of very many projects as Parquet files, all of them or none; knows nothing about what they say."""

from __future__ import annotations

import shutil
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from checker.messages import message
from checker.portfolio.single.texts import COLUMNS, ProjectTexts
from checker.source import UsageFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from checker.portfolio.session import Session

_NAME: Final = "single__texts"
_IN_A_PART: Final = 50_000
"""The projects of one file: with a dozen texts each, some hundred megabytes of memory."""


def write_texts(
    texts: Iterable[ProjectTexts], folder: Path, session: Session, told: Callable[[int], None] = lambda _: None
) -> int:
    """Write the texts of the projects, in the order given, and return how many projects had any.

    Columns ``project``, ``kind``, ``id``, ``heading``, ``text``. Texts that are there already are replaced; ``told``
    hears how many projects are done. Raises ``UsageFault`` when something else stands at ``folder``.
    """
    if folder.exists() and not (folder.is_dir() and all(path.suffix == ".parquet" for path in folder.iterdir())):
        raise UsageFault(message("{path} 里有别的东西，没有写出文字。换一个地方", path=folder))
    new, old = (folder.with_name(f".{folder.name}.{word}") for word in ("new", "old"))
    for beside in (new, old):
        shutil.rmtree(beside, ignore_errors=True)
    new.mkdir(parents=True)
    written = 0
    left = iter(_counted(texts, told))
    for number, part in enumerate(iter(lambda: tuple(islice(left, _IN_A_PART)), ())):
        written += sum(1 for project in part if project.texts)
        _write_part(part, new / f"part-{number:05}.parquet", session)
    if not any(new.iterdir()):
        _write_part((), new / "part-00000.parquet", session)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return written


def _counted(texts: Iterable[ProjectTexts], told: Callable[[int], None]) -> Iterator[ProjectTexts]:
    for number, project in enumerate(texts, start=1):
        yield project
        told(number)


def _write_part(projects: Iterable[ProjectTexts], path: Path, session: Session) -> None:
    rows = [
        (number, project.project, row.kind, row.id, row.heading, row.text)
        for number, (project, row) in enumerate((each, row) for each in projects for row in each.texts)
    ]
    session.load_rows(_NAME, {"number": "BIGINT", **dict.fromkeys(COLUMNS, "VARCHAR")}, rows)
    session.write(exp.select(*COLUMNS).from_(_NAME).order_by("number"), path)
    session.drop(_NAME)
