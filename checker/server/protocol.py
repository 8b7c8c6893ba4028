"""Speaks the language server protocol over standard input and output; what is answered is made in ``features``."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from checker import __version__
from checker.server.desk import Desk
from checker.server.refresh import Board, Subject, affected, look_at, open_subjects, subject_of, try_cases
from checker.source import full_path

if TYPE_CHECKING:
    from checker.server.refresh import ByFile

NAME: Final = "checker"
PAUSE: Final = 0.12
"""How many seconds nobody must have typed before a pack is looked at again."""
_LOG: Final = logging.getLogger(__name__)
_WATCHED: Final = "**/*.{yaml,yml,json}"


class PackServer(LanguageServer):
    """The server of one editor: its desk, the diagnostics it shows, and the work that waits for a pause in typing."""

    def __init__(self) -> None:
        super().__init__(NAME, __version__, lsp.TextDocumentSyncKind.Full)
        self.desk = Desk(date.today())
        self.board = Board()
        self._changed: set[Subject] = set()
        self._waiting: asyncio.Task[None] | None = None

    def start(self, params: lsp.InitializeParams) -> None:
        """Take from the editor which folders are open and how it counts characters."""
        folders = [folder.uri for folder in params.workspace_folders or []] or [params.root_uri or ""]
        self.desk.roots = tuple(Path(path) for uri in folders if uri and (path := to_fs_path(uri)))
        self.desk.encoding = str(getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding))

    def supports(self, *names: str) -> bool:
        """Say whether the editor declared a capability, by the names that lead to it."""
        found: Any = self.client_capabilities
        for name in names:
            found = getattr(found, name, None)
        return bool(found)

    def changed(self, uri: str) -> None:
        """Take in that a file is another now, and look at what it belongs to once nobody has typed for a moment."""
        path = path_of(uri)
        subject = None if path is None else subject_of(self.desk, path)
        if subject is not None:
            self._changed.add(subject)
        self.look_soon()

    def everything_changed(self) -> None:
        """Look at all that is open again, since files were changed by someone else."""
        self._changed |= open_subjects(self.desk)
        self.look_soon()

    def look_soon(self) -> None:
        """Put off what waits, and let it wait from now on."""
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = asyncio.ensure_future(self._look())

    async def _look(self) -> None:
        await asyncio.sleep(PAUSE)
        self.desk.today = date.today()
        desk = self.desk.snapshot()
        try:
            reports = await asyncio.to_thread(lambda: look_at(desk, affected(desk, set(self._changed))))
        except Exception:
            _LOG.exception("%s: looking at a pack failed", NAME)  # the next change looks again
            return
        self._changed.clear()
        self.desk.views.update({report.subject.folder: report.view for report in reports if report.view})
        self._publish(self.board.post(reports))
        try:
            reports = await asyncio.to_thread(lambda: try_cases(desk, reports))
        except Exception:
            _LOG.exception("%s: running the cases of a pack failed", NAME)
            return
        self._publish(self.board.post(reports))

    def close(self, uri: str) -> None:
        """Forget a file that was closed, and everything that has no open file any more."""
        path = path_of(uri)
        if path is None:
            return
        self.desk.drop(path)
        shown = open_subjects(self.desk)
        self._publish(self.board.keep(shown))
        for folder in set(self.desk.views) - {subject.folder for subject in shown}:
            del self.desk.views[folder]
        if shown:
            self.everything_changed()

    def _publish(self, found: ByFile) -> None:
        for path, diagnostics in found.items():
            params = lsp.PublishDiagnosticsParams(path.as_uri(), diagnostics)
            self.text_document_publish_diagnostics(params)


def path_of(uri: str) -> Path | None:
    """Return the file of an address, None for what is no file."""
    path = to_fs_path(uri)
    return full_path(Path(path)) if path else None


def refusal(what: object) -> JsonRpcException:
    """Return why a request is not done, as an editor shows it."""
    return JsonRpcInvalidParams(message=str(what))


def register_watch(server: PackServer) -> None:
    """Ask the editor to tell of files that are changed outside it, where it can."""
    if not server.supports("workspace", "did_change_watched_files", "dynamic_registration"):
        return
    watchers = [lsp.FileSystemWatcher(_WATCHED)]
    options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
    registration = lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    server.client_register_capability(lsp.RegistrationParams([registration]))


def serve() -> None:
    """Serve one editor over standard input and output until it says that it is done."""
    from checker.server.handlers import add_handlers  # noqa: PLC0415 - the handlers know the server

    logging.getLogger("pygls").setLevel(logging.ERROR)
    server = PackServer()
    add_handlers(server)
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:  # it is closed at the end of a session
        server.start_io(stdout=out)
