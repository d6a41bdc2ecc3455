"""The server: what a client says, answered with diagnostics, actions and hovers.

Everything runs on the one thread of the event loop: most files take tens of milliseconds, and no
answer can speak of another version of a text. A file that takes long is analysed the more seldom
while it is typed in.
"""

from __future__ import annotations

import asyncio
import os
from functools import partial

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from dtlslint import __version__
from dtlslint.contracts import Contracts
from dtlslint.lsp import actions, hover
from dtlslint.lsp.diagnostics import diagnostics
from dtlslint.lsp.document import Document, is_ours
from dtlslint.settings import Finder, Settings, SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pygls.workspace import TextDocument

#: Seconds without a keystroke after which a changed text is analysed, or as many as that took last.
DEBOUNCE = 0.3

#: Settings and the files that they extend or take contracts from.
WATCHED = "**/*.toml"


class Server:
    """One client's session: its open documents by URI, and the settings as last read."""

    def __init__(self) -> None:
        # Whole texts: pygls ends lines at form feeds too, which GNU code is full of, and would
        # apply a partial change in the wrong place.
        self.pygls = LanguageServer(
            "dtlslint", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full
        )
        self._finder = Finder()
        self._open: set[str] = set()
        self._documents: dict[str, Document] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._contracts: dict[Settings, Contracts] = {}
        self._told = ""
        self._register()

    def _register(self) -> None:
        offered = lsp.CodeActionOptions(code_action_kinds=list(actions.KINDS))
        handlers: tuple[tuple[str, Callable[[Any], object], object], ...] = (
            (lsp.INITIALIZED, self._initialized, None),
            (lsp.TEXT_DOCUMENT_DID_OPEN, self._opened, None),
            (lsp.TEXT_DOCUMENT_DID_CHANGE, self._changed, None),
            (lsp.TEXT_DOCUMENT_DID_SAVE, self._saved, None),
            (lsp.TEXT_DOCUMENT_DID_CLOSE, self._closed, None),
            (lsp.TEXT_DOCUMENT_CODE_ACTION, self._actions, offered),
            (lsp.TEXT_DOCUMENT_HOVER, self._hover, None),
            (lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._reload, None),
            (lsp.WORKSPACE_DID_CHANGE_CONFIGURATION, self._reload, None),
        )
        for name, handler, options in handlers:
            # A partial, because pygls sets attributes on what it registers.
            self.pygls.feature(name, options)(partial(handler))

    # What the client says ------------------------------------------------------------------

    def _initialized(self, params: lsp.InitializedParams) -> None:
        """Ask to be told of changed settings, if the client can be asked."""
        workspace = self.pygls.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching is None or not watching.dynamic_registration:
            return
        options = lsp.DidChangeWatchedFilesRegistrationOptions(
            watchers=[lsp.FileSystemWatcher(glob_pattern=WATCHED)]
        )
        method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
        self.pygls.client_register_capability(
            lsp.RegistrationParams([lsp.Registration("dtlslint-settings", method, options)])
        )

    def _opened(self, params: lsp.DidOpenTextDocumentParams) -> None:
        self._open.add(params.text_document.uri)
        self._check_afresh(params.text_document.uri)

    def _saved(self, params: lsp.DidSaveTextDocumentParams) -> None:
        self._check_afresh(params.text_document.uri)

    def _changed(self, params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        self._forget_timer(uri)
        known = self._documents.get(uri)
        delay = max(DEBOUNCE, known.seconds) if known else DEBOUNCE
        self._timers[uri] = asyncio.get_running_loop().call_later(delay, self._check, uri)

    def _closed(self, params: lsp.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        self._open.discard(uri)
        self._forget_timer(uri)
        if self._documents.pop(uri, None) is not None:
            self._publish(lsp.PublishDiagnosticsParams(uri, []))

    def _actions(self, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri = params.text_document.uri
        document = self._current(uri) or self._check(uri)
        return actions.actions(document, params, self._shows_related()) if document else []

    def _hover(self, params: lsp.HoverParams) -> lsp.Hover | None:
        uri = params.text_document.uri
        document = self._current(uri) or self._read(uri)
        found = document.name_at(params.position) if document else None
        if document is None or found is None:
            return None
        name, place = found
        contract = self._contracts_of(document.settings).get(name)
        if contract is None:
            return None
        kind = lsp.MarkupKind.Markdown
        return lsp.Hover(lsp.MarkupContent(kind, hover.text(name, contract)), place)

    def _reload(self, params: object) -> None:
        """Read the settings again and check all open files by them."""
        self._forget_settings()
        for uri in sorted(self._open):
            self._check(uri)

    # What is done about it -----------------------------------------------------------------

    def _check_afresh(self, uri: str) -> None:
        """Check with settings that are read again: not every client tells that they changed."""
        self._forget_settings()
        self._check(uri)

    def _check(self, uri: str) -> Document | None:
        """Analyse the text as it is now and publish what is found."""
        self._forget_timer(uri)
        document = self._read(uri)
        if document is None:
            return None
        try:
            failure = document.result.failure
        except SettingsError as error:
            self._tell(str(error))
            return None
        if failure:
            self._log(f"{os.path.basename(document.source.path)}: {failure}")
        self._documents[uri] = document
        found = diagnostics(document, self._shows_related())
        self._publish(lsp.PublishDiagnosticsParams(uri, found, document.version))
        return document

    def _read(self, uri: str) -> Document | None:
        """The text as it is now, not analysed yet; None when it is not ours.

        When its settings are wrong this tells so, and what was shown before stays: nothing better
        is known.
        """
        text = self._text(uri)
        path = to_fs_path(uri) or "untitled.cpp"
        if text is None or not is_ours(path, text.language_id):
            return None
        try:
            settings = self._finder.for_file(path)
        except SettingsError as error:
            self._tell(str(error))
            return None
        self._told = ""
        return Document(uri, path, text.source, text.version, self._encoding(), settings)

    def _text(self, uri: str) -> TextDocument | None:
        """An open text. It is asked for by its URI: how pygls spells its keys is its own affair."""
        return self.pygls.workspace.get_text_document(uri) if uri in self._open else None

    def _current(self, uri: str) -> Document | None:
        """The document as analysed, if its text is still that."""
        document = self._documents.get(uri)
        text = self._text(uri)
        same = document is not None and text is not None and text.version == document.version
        return document if same else None

    def _contracts_of(self, settings: Settings) -> Contracts:
        known = self._contracts.get(settings)
        if known is None:
            extra, aliases = settings.table("contracts"), settings.table("aliases")
            prefixes, tables = settings.strings("prefixes"), settings.strings("tables")
            known = Contracts(extra, prefixes, aliases, tables)  # type: ignore[arg-type]
            self._contracts[settings] = known
        return known

    def _forget_settings(self) -> None:
        self._finder = Finder()
        self._contracts.clear()

    def _forget_timer(self, uri: str) -> None:
        timer = self._timers.pop(uri, None)
        if timer is not None:
            timer.cancel()

    # What the client can -------------------------------------------------------------------

    def _encoding(self) -> str:
        encoding = self.pygls.workspace.position_encoding or "utf-16"
        return str(getattr(encoding, "value", encoding))

    def _shows_related(self) -> bool:
        text = self.pygls.client_capabilities.text_document
        published = text.publish_diagnostics if text else None
        return bool(published and published.related_information)

    def _publish(self, params: lsp.PublishDiagnosticsParams) -> None:
        self.pygls.text_document_publish_diagnostics(params)

    def _tell(self, message: str) -> None:
        """Show a message, once while it stays true."""
        if message != self._told:
            self._told = message
            params = lsp.ShowMessageParams(lsp.MessageType.Error, f"dtlslint: {message}")
            self.pygls.window_show_message(params)

    def _log(self, message: str) -> None:
        self.pygls.window_log_message(lsp.LogMessageParams(lsp.MessageType.Warning, message))


def main() -> int:
    """Serve one client over standard input and output until it leaves."""
    # A stream of the server's own, which it closes; whatever else is printed goes to stderr, where
    # it cannot break the protocol.
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    Server().pygls.start_io(stdout=output)
    return 0
