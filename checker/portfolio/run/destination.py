"""Puts finished parts where a run was asked to leave them: a folder, a file or a database; knows nothing of facts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.messages import message
from checker.portfolio.run.exports import Server, server_of, to_csv, to_duckdb, to_postgresql
from checker.portfolio.run.folder import WorkFolder, refuse_what_is_there, sync
from checker.portfolio.run.manifest import NAME
from checker.source import UsageFault

if TYPE_CHECKING:
    from checker.portfolio.run.request import BatchRequest, Form

_NO_NAME = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a result goes, in which form, and the folder it is built in."""

    form: Form
    work: WorkFolder
    server: Server | None = None
    force: bool = False

    @property
    def shown(self) -> str:
        """The destination as people write it, without passwords."""
        return str(self.work.out) if self.server is None else self.server.shown

    def refuse_what_is_there(self) -> None:
        """Raise ``UsageFault`` when something is there that may not be replaced; a server is asked only in the end."""
        if self.server is None:
            refuse_what_is_there(self.work.out, force=self.force)

    def publish(self, parts: Mapping[str, tuple[Path, ...]], manifest: str) -> None:
        """Turn the parts into what was asked for and make it appear at once; then the work folder is gone."""
        if self.server is not None:
            to_postgresql(parts, manifest, self.server, force=self.force, work=self.work.scratch)
            self.work.clear()
            return
        built = self._built(parts, manifest)
        sync(built)
        self.work.publish(built)

    def _built(self, parts: Mapping[str, tuple[Path, ...]], manifest: str) -> Path:
        """Return what is to be renamed."""
        if self.form == "duckdb":
            built = self.work.scratch / "tables.duckdb"
            to_duckdb(parts, manifest, built)
            return built
        built = self.work.new
        if self.form == "csv":
            built = self.work.scratch / "csv"
            to_csv(parts, built)
            for file in built.iterdir():
                sync(file)
        path = built / NAME
        path.write_text(manifest, "utf-8")
        sync(path)
        return built


def destination_of(request: BatchRequest) -> Destination:
    """Return where a run leaves its result; raises ``UsageFault`` for what can only be in a folder of Parquet files."""
    if request.incremental and request.form != "parquet":
        raise UsageFault(message("--incremental 只能和写成 Parquet 文件夹的结果一起用"))
    if request.form == "postgresql":
        server = server_of(request.out)
        mark = hashlib.sha256(server.shown.encode()).hexdigest()[:8]
        folder = Path(f"checker-{_NO_NAME.sub('-', server.schema)}-{mark}")
        return Destination(request.form, WorkFolder(folder), server, request.force)
    out = Path(request.out)
    if not out.name:
        raise UsageFault(message("结果不能写到 {path}：写一个文件夹的名称", path=out))
    return Destination(request.form, WorkFolder(out), None, request.force or request.incremental)
