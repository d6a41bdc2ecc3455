"""The language server, by a client that speaks the protocol to a real process over stdio."""

import importlib.util
import json
import os
import queue
import subprocess
import sys
import threading

import pytest

from conftest import ROOT

needs_pygls = pytest.mark.skipif(
    importlib.util.find_spec("pygls") is None, reason="the extra 'lsp' is not installed"
)

#: Seconds; far above what an answer takes, for busy machines.
PATIENCE = 60

IGNORED = """\
#include <openssl/rand.h>

int fill(unsigned char *key, int length)
{
    RAND_bytes(key, length);
    return 0;
}
"""
TIMING = """\
#include <openssl/crypto.h>
#include <string.h>

int same(const unsigned char *mac, const unsigned char *expected_mac, size_t length)
{
    return memcmp(mac, expected_mac, length) == 0;
}
"""
LEAK = """\
#include <openssl/bio.h>

int open_it(int fd)
{
    BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);
    if (bio == NULL)
        return -1;
    return 0;
}
"""


class Client:
    """Requests and notifications over a server's pipes; what it says by itself is kept."""

    def __init__(self, folder, **capabilities):
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dtlslint", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
            env=environment,
        )
        self.folder = folder
        self.heard = []
        self._inbox = queue.Queue()
        self._number = 0
        threading.Thread(target=self._read, daemon=True).start()
        parameters = {"processId": os.getpid(), "rootUri": folder.as_uri()}
        parameters["capabilities"] = capabilities
        self.server = self.ask("initialize", parameters)
        self.tell("initialized", {})

    def _read(self):
        stream = self.process.stdout
        while header := stream.readline():
            length = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            self._inbox.put(json.loads(stream.read(length)))
        self._inbox.put(None)

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, parameters):
        self._send({"method": method, "params": parameters})

    def ask(self, method, parameters):
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": parameters})
        answer = self.until(lambda m: m.get("id") == number and "method" not in m)
        assert "error" not in answer, answer
        return answer["result"]

    def until(self, wanted):
        """The first message that fits, from those heard before on; all others are kept."""
        for message in self.heard:
            if wanted(message):
                self.heard.remove(message)
                return message
        while True:
            message = self._inbox.get(timeout=PATIENCE)
            assert message is not None, "the server has gone"
            if "id" in message and "method" in message:
                self._send({"id": message["id"], "result": None})
            if wanted(message):
                return message
            self.heard.append(message)

    def notification(self, method):
        return self.until(lambda message: message.get("method") == method)["params"]

    def diagnostics(self, name):
        """What is published next for a file of the folder."""
        uri = self.uri(name)

        def of_this(message):
            published = message.get("method") == "textDocument/publishDiagnostics"
            return published and message["params"]["uri"] == uri

        return self.until(of_this)["params"]

    def uri(self, name):
        return (self.folder / name).as_uri()

    def open(self, name, text, language="c", version=1):
        document = {"uri": self.uri(name), "languageId": language, "version": version}
        self.tell("textDocument/didOpen", {"textDocument": {**document, "text": text}})
        return self.diagnostics(name)["diagnostics"]

    def change(self, name, text, version):
        document = {"uri": self.uri(name), "version": version}
        changes = [{"text": text}]
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def actions(self, name, line, character=0, **context):
        place = {"line": line, "character": character}
        return self.ask(
            "textDocument/codeAction",
            {
                "textDocument": {"uri": self.uri(name)},
                "range": {"start": place, "end": place},
                "context": {"diagnostics": [], **context},
            },
        )

    def close(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        return self.process.wait(PATIENCE)


@pytest.fixture
def connect(tmp_path):
    (tmp_path / ".git").mkdir()
    clients = []

    def start(**capabilities):
        client = Client(tmp_path, **capabilities)
        clients.append(client)
        return client

    yield start
    for client in clients:
        client.process.kill()
        client.process.wait()


@pytest.fixture
def client(connect):
    return connect(
        textDocument={"publishDiagnostics": {"relatedInformation": True}},
        workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}},
    )


def codes(diagnostics):
    return [each["code"] for each in diagnostics]


def applied(text, action):
    """A text after an action's edits; ASCII, so that characters are code units."""
    [edits] = action["edit"]["changes"].values()
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def offset(place):
        return starts[place["line"]] + place["character"]

    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text


@needs_pygls
def test_a_session(client):
    """Open, type, save, close, leave."""
    assert client.server["serverInfo"]["name"] == "dtlslint"
    [found] = client.open("a.c", IGNORED)
    assert (found["code"], found["source"], found["severity"]) == ("DTL201", "dtlslint", 1)
    assert found["range"] == {
        "start": {"line": 4, "character": 4},
        "end": {"line": 4, "character": 27},
    }
    client.change("a.c", IGNORED.replace("RAND_bytes(key, length)", "use(key)"), 2)
    assert client.diagnostics("a.c") == {"uri": client.uri("a.c"), "version": 2, "diagnostics": []}
    client.change("a.c", IGNORED, 3)
    client.tell("textDocument/didSave", {"textDocument": {"uri": client.uri("a.c")}})
    assert codes(client.diagnostics("a.c")["diagnostics"]) == ["DTL201"]
    client.tell("textDocument/didClose", {"textDocument": {"uri": client.uri("a.c")}})
    assert client.diagnostics("a.c")["diagnostics"] == []
    assert client.close() == 0


ODD_NAMES = ["a b.c", "gr\u00fcn [x]/100%.c", "\udcff.c", "#&+;=@$,!~'().c"]


@needs_pygls
@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_names_that_uris_spell_in_another_way(client, name):
    assert codes(client.open(name, IGNORED)) == ["DTL201"]
    client.change(name, IGNORED.replace("RAND_bytes", "RAND_priv_bytes"), 2)
    published = client.diagnostics(name)
    assert (published["version"], codes(published["diagnostics"])) == (2, ["DTL201"])
    [line] = [n for n, text in enumerate(IGNORED.splitlines()) if "RAND_bytes" in text]
    assert client.actions(name, line, 6)
    document = {"textDocument": {"uri": client.uri(name)}}
    place = {"position": {"line": line, "character": 6}}
    hover = client.ask("textDocument/hover", {**document, **place})
    assert "RAND_priv_bytes" in hover["contents"]["value"]
    client.tell("workspace/didChangeConfiguration", {"settings": None})
    assert codes(client.diagnostics(name)["diagnostics"]) == ["DTL201"]
    client.tell("textDocument/didClose", document)
    assert client.diagnostics(name)["diagnostics"] == []
    assert client.ask("textDocument/hover", {**document, **place}) is None


ODD_URIS = ["untitled:Untitled-1", "git:/x/y.c?ref", "file:///no/%00.c", "a b"]


@needs_pygls
@pytest.mark.parametrize("uri", ODD_URIS)
def test_uris_that_name_no_file(client, uri):
    client.tell(
        "textDocument/didOpen",
        {"textDocument": {"uri": uri, "languageId": "c", "version": 1, "text": IGNORED}},
    )
    published = client.notification("textDocument/publishDiagnostics")
    assert (published["uri"], codes(published["diagnostics"])) == (uri, ["DTL201"])


@needs_pygls
def test_fast_typing_is_not_checked_at_each_key(client):
    client.open("a.c", IGNORED)
    for version in range(2, 42):
        client.change("a.c", IGNORED + "/* typed */\n" * version, version)
    checked = []
    while 41 not in checked:
        checked.append(client.diagnostics("a.c")["version"])
    # Once, but for what a busy machine takes for a pause.
    assert len(checked) < 10


@needs_pygls
def test_notes_become_related_places(client):
    [found] = client.open("a.c", LEAK)
    [note] = found["relatedInformation"]
    assert found["code"] == "DTL301"
    assert "BIO_new_dgram" in note["message"]
    assert note["location"]["uri"] == client.uri("a.c")
    assert note["location"]["range"]["start"] == {"line": 4, "character": 15}


@needs_pygls
def test_notes_become_text_where_no_related_places_are_shown(connect):
    [found] = connect().open("a.c", LEAK)
    assert "relatedInformation" not in found
    assert "\nline 5: " in found["message"]


@needs_pygls
def test_a_safe_fix(client):
    [found] = client.open("a.c", TIMING)
    fix, *_ = client.actions("a.c", 5, 15)
    assert (fix["kind"], fix["isPreferred"]) == ("quickfix", True)
    assert fix["diagnostics"] == [found]
    mended = applied(TIMING, fix)
    assert "CRYPTO_memcmp(mac, expected_mac, length) == 0" in mended
    client.change("a.c", mended, 2)
    assert client.diagnostics("a.c")["diagnostics"] == []


@needs_pygls
def test_all_safe_fixes_at_once(client):
    client.open("a.c", TIMING + TIMING.replace("same", "alike"))
    [action] = client.actions("a.c", 0, only=["source.fixAll"])
    assert action["kind"] == "source.fixAll.dtlslint"
    assert len(action["edit"]["changes"][client.uri("a.c")]) == 2
    assert client.actions("a.c", 5, only=["refactor"]) == []


@needs_pygls
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(IGNORED, id="plain"),
        pytest.param(IGNORED.replace("length);", "length); // why  "), id="after a comment"),
        pytest.param(IGNORED.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(IGNORED.replace("fill", "\f f"), id="form feed"),
    ],
)
@pytest.mark.parametrize("title", ["Ignore DTL201 on this line", "Ignore DTL201 in this file"])
def test_suppressions(client, text, title):
    client.open("a.c", text)
    titles = {action["title"]: action for action in client.actions("a.c", 4, 6)}
    assert set(titles) == {"Ignore DTL201 on this line", "Ignore DTL201 in this file"}
    # Lines as the protocol counts them, so a form feed ends none.
    plain = text.replace("\f", "?")
    changed = applied(plain, titles[title])
    client.change("a.c", changed, 2)
    assert client.diagnostics("a.c")["diagnostics"] == []
    assert ("\r\n" in text) == ("\n" not in changed.replace("\r\n", ""))


@needs_pygls
def test_a_suppression_inside_a_macro_stands_before_the_backslash(client):
    text = IGNORED.replace("(key, length);", "(key, \\\n    length);")
    assert codes(client.open("a.c", text)) == ["DTL201"]
    [action] = [a for a in client.actions("a.c", 4, 6) if a["title"].endswith("line")]
    changed = applied(text, action)
    assert "(key, /* dtlslint: ignore[DTL201] */ \\\n" in changed
    client.change("a.c", changed, 2)
    assert client.diagnostics("a.c")["diagnostics"] == []


@needs_pygls
def test_no_action_where_nothing_is_found(client):
    client.open("a.c", IGNORED)
    assert client.actions("a.c", 0) == []


@needs_pygls
@pytest.mark.parametrize(
    ("line", "character", "part"),
    [(4, 6, "its result must be checked"), (4, 14, "RAND_bytes"), (5, 6, None), (99, 9, None)],
)
def test_hover(client, line, character, part):
    client.open("a.c", IGNORED)
    place = {"line": line, "character": character}
    document = {"uri": client.uri("a.c")}
    answer = client.ask("textDocument/hover", {"textDocument": document, "position": place})
    if part is None:
        assert answer is None
        return
    assert part in answer["contents"]["value"]
    assert "success: 1" in answer["contents"]["value"]
    assert answer["range"]["start"] == {"line": 4, "character": 4}


@needs_pygls
@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 19), ("utf-16", 17), ("utf-32", 16)])
def test_columns_in_the_units_of_the_client(connect, encoding, column):
    client = connect(general={"positionEncodings": [encoding]})
    assert client.server["capabilities"]["positionEncoding"] == encoding
    [found] = client.open("a.c", IGNORED.replace("    RAND", '    f("\U0001f600"); /**/RAND'))
    assert found["range"]["start"]["character"] == column
    place = {"line": 4, "character": column + 1}
    document = {"uri": client.uri("a.c")}
    answer = client.ask("textDocument/hover", {"textDocument": document, "position": place})
    assert answer["range"]["start"]["character"] == column


@needs_pygls
def test_settings_are_read_again(client):
    """When the client says that a file changed; when a file is saved, if it says nothing."""
    settings = client.folder / "dtlslint.toml"
    [watched] = client.until(lambda m: m.get("method") == "client/registerCapability")["params"][
        "registrations"
    ]
    assert watched["method"] == "workspace/didChangeWatchedFiles"
    assert codes(client.open("a.c", IGNORED)) == ["DTL201"]
    settings.write_text('ignore = ["DTL201"]\n')
    changed = {"changes": [{"uri": settings.as_uri(), "type": 1}]}
    client.tell("workspace/didChangeWatchedFiles", changed)
    assert client.diagnostics("a.c")["diagnostics"] == []
    settings.unlink()
    client.tell("textDocument/didSave", {"textDocument": {"uri": client.uri("a.c")}})
    assert codes(client.diagnostics("a.c")["diagnostics"]) == ["DTL201"]


@needs_pygls
def test_own_contracts_and_wrong_settings(client):
    settings = client.folder / "pyproject.toml"
    settings.write_text('[tool.dtlslint]\naliases = { secure_random = "RAND_bytes" }\n')
    text = IGNORED.replace("RAND_bytes", "secure_random")
    assert codes(client.open("a.c", text)) == ["DTL201"]
    document = {"uri": client.uri("a.c")}
    place = {"line": 4, "character": 5}
    hover = client.ask("textDocument/hover", {"textDocument": document, "position": place})
    assert "as RAND_bytes" in hover["contents"]["value"]
    settings.write_text('[tool.dtlslint]\nignored = ["DTL201"]\n')
    client.tell("textDocument/didSave", {"textDocument": document})
    shown = client.notification("window/showMessage")
    assert "unknown setting 'ignored' (did you mean 'ignore'?)" in shown["message"]
    settings.write_text("")
    client.tell("textDocument/didSave", {"textDocument": document})
    assert client.diagnostics("a.c")["diagnostics"] == []


@needs_pygls
def test_what_is_not_ours_or_excluded(client):
    (client.folder / "dtlslint.toml").write_text('exclude = ["third_party"]\n')
    for name, language in (("a.py", "python"), ("b.cu", "cuda-cpp")):
        document = {"uri": client.uri(name), "languageId": language, "version": 1}
        client.tell("textDocument/didOpen", {"textDocument": {**document, "text": IGNORED}})
    assert client.open("third_party/a.c", IGNORED) == []
    assert client.open("b.cpp", IGNORED, "cpp") != []
    assert not client.heard or {m.get("method") for m in client.heard} == {
        "client/registerCapability"
    }


@needs_pygls
def test_texts_that_are_hard_to_take(client):
    """Half a surrogate pair, a byte order mark, a NUL, nothing at all: positions stay right."""
    for version, head in enumerate(("\ud83d", "\ufeff", "/*\0*/", "", "\r\r"), 1):
        found = client.open(f"a{version}.c", head + IGNORED)
        assert codes(found) == ["DTL201"], ascii(head)
        assert found[0]["range"]["start"] == {"line": 4 + head.count("\r"), "character": 4}
    assert client.open("empty.c", "") == []


@needs_pygls
def test_the_server_ends_when_its_client_is_gone(client):
    client.open("a.c", IGNORED)
    client.process.stdin.close()
    assert client.process.wait(PATIENCE) == 0


def test_without_the_extra():
    """One line that says what to install, and exit code 2."""
    code = (
        "import sys; sys.modules['pygls'] = sys.modules['lsprotocol'] = None\n"
        "from dtlslint.cli import main; sys.exit(main(['lsp']))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "pip install 'dtlslint[lsp]'" in done.stderr
