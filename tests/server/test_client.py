"""Drives ``checker lsp`` as an editor does: a real client, a process of its own, messages over its standard streams."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, TypeVar

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.client import LanguageClient

from tests.server.conftest import CURSOR, FILES, PARENT, RULE, VOCABULARY, write_packs

ROOT: Final = Path(__file__).parent.parent.parent
PATIENCE: Final = 60.0
CAPABILITIES: Final = lsp.ClientCapabilities(
    workspace=lsp.WorkspaceClientCapabilities(
        workspace_edit=lsp.WorkspaceEditClientCapabilities(
            document_changes=True, resource_operations=[lsp.ResourceOperationKind.Rename]
        ),
        did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
    )
)
T = TypeVar("T")


class Session:
    """An editor with one folder open, talking to the server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.client = LanguageClient("test", "1")
        self.texts: dict[str, str] = {}
        self.shown: dict[str, list[lsp.Diagnostic]] = {}
        self.news = asyncio.Event()
        self.watched: list[str] = []

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]  # pygls has no types here
        def publish(params: lsp.PublishDiagnosticsParams) -> None:
            self.shown[params.uri] = list(params.diagnostics)
            self.news.set()

        @self.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]  # as above
        def register(params: lsp.RegistrationParams) -> None:
            self.watched += [registration.method for registration in params.registrations]

    def uri(self, name: str) -> str:
        """Return the address of a file."""
        return (self.folder / name).as_uri()

    async def start(self) -> lsp.InitializeResult:
        """Start the server and introduce the editor to it."""
        await self.client.start_io(
            sys.executable, "-m", "checker", "lsp", cwd=self.folder, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        folder = lsp.WorkspaceFolder(self.folder.as_uri(), "test")
        params = lsp.InitializeParams(CAPABILITIES, root_uri=self.folder.as_uri(), workspace_folders=[folder])
        result = await self.client.initialize_async(params)
        self.client.initialized(lsp.InitializedParams())
        return result

    async def stop(self) -> None:
        """Part from the server; it ends by itself."""
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()  # type: ignore[no-untyped-call]  # pygls has no types here

    def open(self, name: str) -> None:
        """Open a file."""
        self.texts[name] = FILES[name]
        item = lsp.TextDocumentItem(uri=self.uri(name), language_id="yaml", version=1, text=FILES[name])
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def type(self, name: str, old: str, new: str) -> lsp.Position:
        """Type over something and return where the cursor mark stands in it."""
        text = self.texts[name].replace(old, new, 1)
        at = text.find(CURSOR)
        before = text[:at]
        self.texts[name] = text.replace(CURSOR, "")
        change = lsp.TextDocumentContentChangeWholeDocument(self.texts[name])
        document = lsp.VersionedTextDocumentIdentifier(version=2, uri=self.uri(name))
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))
        return lsp.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)

    def codes(self, name: str) -> list[str]:
        """Return the codes of the errors shown in a file."""
        found = self.shown.get(self.uri(name), [])
        return [str(item.code) for item in found if item.severity == lsp.DiagnosticSeverity.Error]

    async def until(self, expected: Callable[[], bool]) -> None:
        """Wait for a notification after which something holds."""
        async with asyncio.timeout(PATIENCE):
            while not expected():
                self.news.clear()
                await self.news.wait()


def in_session(folder: Path, work: Callable[[Session], Awaitable[None]]) -> None:
    """Start a server for the packs in ``folder``, do some work with it, and let it end."""
    write_packs(folder)

    async def run() -> None:
        session = Session(folder)
        result = await session.start()
        assert result.server_info is not None
        assert result.server_info.name == "checker"
        try:
            async with asyncio.timeout(PATIENCE):
                await work(session)
        finally:
            await session.stop()

    asyncio.run(run())


def test_an_editor_is_served(tmp_path: Path) -> None:
    """One session: faults appear and go while typing, words are completed and told, found, renamed and tidied."""

    async def work(session: Session) -> None:
        document = lsp.TextDocumentIdentifier(session.uri(RULE))
        session.open(RULE)
        session.type(RULE, "< 合格率下限", "< 合格下限")
        await session.until(lambda: session.codes(RULE) == ["unknown-name"])
        session.type(RULE, "< 合格下限", "< 合格率下限")
        await session.until(lambda: session.codes(RULE) == [])

        place = session.type(RULE, "when: 合格率 < 合格率下限", "when: 合格率 < 合¦")
        offered = await session.client.text_document_completion_async(lsp.CompletionParams(document, place))
        assert isinstance(offered, lsp.CompletionList)
        assert {"合格率", "合格率下限", "sum"} <= {item.label for item in offered.items}
        session.type(RULE, "when: 合格率 < 合", "when: 合格率 < 合格率下限")

        place = lsp.Position(2, 13)
        told = await session.client.text_document_hover_async(lsp.HoverParams(document, place))
        assert told is not None
        assert isinstance(told.contents, lsp.MarkupContent)
        assert "rate_floor" in told.contents.value
        found = await session.client.text_document_definition_async(lsp.DefinitionParams(document, place))
        assert isinstance(found, lsp.Location)
        assert found.uri == session.uri(PARENT)

        word = await session.client.text_document_prepare_rename_async(lsp.PrepareRenameParams(document, place))
        assert isinstance(word, lsp.PrepareRenamePlaceholder)
        assert word.placeholder == "合格率下限"
        edit = await session.client.text_document_rename_async(lsp.RenameParams(document, place, "合格率底线"))
        assert edit is not None
        changed = [change for change in edit.document_changes or [] if isinstance(change, lsp.TextDocumentEdit)]
        assert {change.text_document.uri for change in changed} == {session.uri(PARENT), session.uri(RULE)}
        with pytest.raises(JsonRpcException, match="里程"):
            await session.client.text_document_rename_async(lsp.RenameParams(document, lsp.Position(2, 7), "里程"))

        session.type(RULE, "severity: major", "severity:    major")
        params = lsp.DocumentFormattingParams(document, lsp.FormattingOptions(tab_size=2, insert_spaces=True))
        (tidied,) = await session.client.text_document_formatting_async(params) or []
        assert "severity: major\n" in tidied.new_text
        listed = await session.client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
        assert [item.name for item in listed or []][:3] == ["title", "for", "when"]

    in_session(tmp_path, work)


def test_a_change_reaches_other_files_and_packs(tmp_path: Path) -> None:
    """An edit of the parent pack underlines a rule of the pack on top of it; closing everything clears everything."""

    async def work(session: Session) -> None:
        session.open(RULE)
        session.open(PARENT)
        session.type(PARENT, "label: 合格率下限", "label: 合格率底线")
        await session.until(lambda: session.codes(RULE) == ["unknown-name", "unknown-name"])
        session.type(PARENT, "label: 合格率底线", "label: 合格率下限")
        await session.until(lambda: session.codes(RULE) == [])

        assert session.watched == [lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES]
        outside = FILES[VOCABULARY].replace("label: 地形", "label: 地势")
        (session.folder / VOCABULARY).write_text(outside, "utf-8")
        event = lsp.FileEvent(session.uri(VOCABULARY), lsp.FileChangeType.Changed)
        session.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
        await session.until(lambda: session.codes(RULE) == ["unknown-name"])

        for name in (RULE, PARENT):
            document = lsp.TextDocumentIdentifier(session.uri(name))
            session.client.text_document_did_close(lsp.DidCloseTextDocumentParams(document))
        await session.until(lambda: not any(session.shown.values()))

    in_session(tmp_path, work)
