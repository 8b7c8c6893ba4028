"""Hands each request of an editor to the function that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lsprotocol import types as lsp

from checker.server.features.changes import actions, renameable, renamed_everywhere, tidied
from checker.server.features.completion import TRIGGERS, complete
from checker.server.features.hover import hover
from checker.server.features.navigation import definition, references
from checker.server.features.symbols import symbols
from checker.server.protocol import PackServer, path_of, refusal, register_watch
from checker.source import InputError, UsageFault

if TYPE_CHECKING:
    from pathlib import Path


def add_handlers(server: PackServer) -> None:
    """Teach a server every request it answers."""
    _add_texts(server)
    _add_questions(server)
    _add_changes(server)


def _add_texts(server: PackServer) -> None:
    @server.feature(lsp.INITIALIZE)
    def start(ls: PackServer, params: lsp.InitializeParams) -> None:
        ls.start(params)

    @server.feature(lsp.INITIALIZED)
    def started(ls: PackServer, _params: lsp.InitializedParams) -> None:
        register_watch(ls)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: PackServer, params: lsp.DidOpenTextDocumentParams) -> None:
        _hold(ls, params.text_document.uri, params.text_document.text)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(ls: PackServer, params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        _hold(ls, uri, ls.workspace.get_text_document(uri).source)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(ls: PackServer, params: lsp.DidSaveTextDocumentParams) -> None:
        ls.changed(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: PackServer, params: lsp.DidCloseTextDocumentParams) -> None:
        ls.close(params.text_document.uri)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def changed_outside(ls: PackServer, _params: lsp.DidChangeWatchedFilesParams) -> None:
        ls.everything_changed()


def _hold(ls: PackServer, uri: str, text: str) -> None:
    path = path_of(uri)
    if path is not None:
        ls.desk.hold(path, text)
        ls.changed(uri)


class _AboutFile(Protocol):
    """A request about one file."""

    @property
    def text_document(self) -> lsp.TextDocumentIdentifier: ...


def _path(params: _AboutFile) -> Path:
    """Return the file a request is about; what is no file is refused."""
    path = path_of(params.text_document.uri)
    if path is None:
        raise refusal(params.text_document.uri)
    return path


def _add_questions(server: PackServer) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=list(TRIGGERS)))
    def completed(ls: PackServer, params: lsp.CompletionParams) -> lsp.CompletionList:
        snippets = ls.supports("text_document", "completion", "completion_item", "snippet_support")
        found = complete(ls.desk, _path(params), params.position, snippets=snippets)
        return lsp.CompletionList(is_incomplete=False, items=found)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hovered(ls: PackServer, params: lsp.HoverParams) -> lsp.Hover | None:
        return hover(ls.desk, _path(params), params.position)

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def defined(ls: PackServer, params: lsp.DefinitionParams) -> lsp.Location | None:
        return definition(ls.desk, _path(params), params.position)

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def referenced(ls: PackServer, params: lsp.ReferenceParams) -> list[lsp.Location]:
        return references(ls.desk, _path(params), params.position, declared=params.context.include_declaration)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def listed(ls: PackServer, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        return symbols(ls.desk, _path(params))


def _add_changes(server: PackServer) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepared(ls: PackServer, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
        return renameable(ls.desk, _path(params), params.position)

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    def renamed(ls: PackServer, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        whole = ls.supports("workspace", "workspace_edit", "document_changes")
        moves = whole and ls.supports("workspace", "workspace_edit", "resource_operations")
        try:
            return renamed_everywhere(
                ls.desk, _path(params), params.position, params.new_name, moves=moves, whole=whole
            )
        except (InputError, UsageFault) as fault:
            raise refusal(fault) from None

    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def formatted(ls: PackServer, params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        return tidied(ls.desk, _path(params))

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix]))
    def repaired(ls: PackServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        whole = ls.supports("workspace", "workspace_edit", "document_changes")
        return actions(ls.desk, _path(params), params.range, whole=whole)
