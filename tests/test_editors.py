"""The snippets of hooks/editors.md, as the page prints them: run by the editors that are here.

An editor that is not installed is skipped; what needs none is tested everywhere.
"""

import glob
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree

import pytest

from conftest import ROOT

PAGE = (ROOT / "hooks" / "editors.md").read_text()
_FENCE = re.compile(r"^```\w+ ([\w.-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SNIPPETS = dict(_FENCE.findall(PAGE))

#: Seconds; far above what an editor takes, for busy machines.
PATIENCE = 120

#: Words that begin like messages in the source lines that the text form quotes.
SOURCE = """\
#include <openssl/bio.h>
#include <openssl/rand.h>

int fill(unsigned char *key, int length)
{
    RAND_bytes(key, length); /* a.c:1:1: error: not a message */
    return 0;
}

int open_it(int fd)
{
    BIO *bio = BIO_new_dgram(fd, BIO_NOCLOSE);
    if (bio == NULL)
        return -1;
    return 0;
}
"""
IGNORED, LOST, MADE = (6, 5), (15, 5), (12, 16)

needs_server = pytest.mark.skipif(
    importlib.util.find_spec("pygls") is None, reason="the extra 'lsp' is not installed"
)


def needs(name):
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed")


def package(pattern):
    """An editor's add-on that a distribution installs, or a skip."""
    found = glob.glob(pattern)
    if not found:
        pytest.skip(f"{pattern} is not installed")
    return found[0]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with a source file, where `dtlslint` is on the PATH."""
    (tmp_path / "project" / ".git").mkdir(parents=True)
    (tmp_path / "project" / "a.c").write_text(SOURCE)
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "dtlslint"
    script.write_text(
        f"#!/bin/sh\nPYTHONPATH='{ROOT / 'src'}' exec '{sys.executable}' -m dtlslint \"$@\"\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def call(*command):
    """Run an editor until it leaves; its output is shown when a test fails."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE
    )
    print(done.stdout, done.stderr)
    return done


def test_the_page_has_all_editors():
    assert set(SNIPPETS) == {
        "neovim", "neovim-0.8", "nvim-lint", "vim", "ale", "ale-lsp", "eglot", "flycheck", "vscode",
        "qtcreator", "helix",
    }  # fmt: skip


# Vim ---------------------------------------------------------------------------------------


def vim(project, *lines):
    """Run lines of a script in vim; they leave JSON in the file ``out``."""
    (project / "script.vim").write_text("\n".join((*lines, "qall!")) + "\n")
    call("vim", "-N", "-i", "NONE", "-u", "NONE", "-es", "-S", "script.vim")
    return json.loads((project / "out").read_text())


_SHOW = (
    "call map(found, {_, v -> [bufname(v.bufnr), v.lnum, v.col, v.type, v.text]})\n"
    "call writefile([json_encode(found)], 'out')"
)


@needs("vim")
def test_vims_make_fills_the_quickfix_list(project):
    found = vim(
        project,
        "filetype on",
        SNIPPETS["vim"],
        "edit a.c",
        "set shellpipe=>%s\\ 2>&1",
        "silent make!",
        "let found = filter(getqflist(), 'v:val.valid')",
        _SHOW,
    )
    assert [tuple(item[1:3]) for item in found] == [IGNORED, LOST, MADE]
    assert [item[0] for item in found] == ["a.c"] * 3
    assert [item[3] for item in found] == ["e", "w", "n"]
    assert found[0][4].endswith("[DTL201 ignored-result]")


ALE = "/usr/share/vim/vimfiles/pack/*/opt/ale"


def ale(project, snippet):
    folder = package(ALE)
    return vim(
        project,
        "let g:ale_linters_explicit = 1",
        "let g:ale_linters = {'c': ['dtlslint']}",
        f"set runtimepath^={folder}",
        f"source {folder}/plugin/ale.vim",
        "filetype on",
        snippet,
        "edit a.c",
        "ALELint",
        "let end = localtime() + 60",
        "while localtime() < end && empty(ale#engine#GetLoclist(bufnr()))",
        "  sleep 100m",
        "endwhile",
        "let found = copy(ale#engine#GetLoclist(bufnr()))",
        _SHOW,
    )


@needs("vim")
def test_ale(project):
    found = ale(project, SNIPPETS["ale"])
    assert {(item[1], item[2], item[3]) for item in found} >= {(*IGNORED, "E"), (*LOST, "W")}
    assert any("[DTL201 ignored-result]" in item[4] for item in found)


@needs_server
@needs("vim")
def test_ale_with_the_server(project):
    found = ale(project, SNIPPETS["ale-lsp"])
    assert {tuple(item[1:4]) for item in found} == {(*IGNORED, "E"), (*LOST, "W")}


# Neovim ------------------------------------------------------------------------------------

#: What 0.8 brought, in words of 0.7, so that the snippet can be tried there too.
_START = """
vim.lsp.start = vim.lsp.start or function(config)
  vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
end
"""


@needs_server
@needs("nvim")
@pytest.mark.parametrize("name", ["neovim", "neovim-0.8"])
def test_neovim(project, name):
    if name == "neovim" and not _has_lsp_config():
        pytest.skip("this Neovim is older than 0.11")
    (project / "init.lua").write_text(
        f"{_START}\n{SNIPPETS[name]}\n"
        "vim.cmd('filetype on')\n"
        "vim.cmd('edit a.c')\n"
        "vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end)\n"
        "local out = io.open('out', 'w')\n"
        "out:write(vim.fn.json_encode(vim.diagnostic.get(0)))\n"
        "out:close()\n"
        "vim.cmd('qall!')\n"
    )
    call("nvim", "--clean", "--headless", "-c", "luafile init.lua")
    found = json.loads((project / "out").read_text())
    assert [(each["lnum"] + 1, each["col"] + 1) for each in found] == [IGNORED, LOST]
    assert [(each["severity"], each["source"]) for each in found] == [
        (1, "dtlslint"),
        (2, "dtlslint"),
    ]


def _has_lsp_config():
    done = call(
        "nvim", "--clean", "--headless", "-c", "lua print(vim.lsp.config ~= nil)", "-c", "q"
    )
    return "true" in done.stdout + done.stderr


@needs("nvim")
def test_nvim_lint_is_given_a_linter(project):
    """Its own modules are stood for by the parts that it documents."""
    (project / "init.lua").write_text(
        "local lint = { linters = {}, linters_by_ft = {}, try_lint = function() end }\n"
        "package.loaded['lint'] = lint\n"
        "package.loaded['lint.parser'] = { from_errorformat = function(format)\n"
        "  return function(text)\n"
        "    return vim.fn.getqflist({ efm = format, lines = vim.split(text, '\\n') }).items\n"
        "  end\n"
        "end }\n"
        f"vim.cmd('edit a.c')\n{SNIPPETS['nvim-lint']}\n"
        "local linter = lint.linters.dtlslint\n"
        "local command = { linter.cmd }\n"
        "for _, word in ipairs(linter.args) do\n"
        "  table.insert(command, type(word) == 'function' and word() or word)\n"
        "end\n"
        "local text = vim.fn.system(command, vim.api.nvim_buf_get_lines(0, 0, -1, false))\n"
        "local out = io.open('out', 'w')\n"
        "out:write(vim.fn.json_encode(linter.parser(text)))\n"
        "out:close()\n"
        "vim.cmd('qall!')\n"
    )
    call("nvim", "--clean", "--headless", "-c", "luafile init.lua")
    found = [item for item in json.loads((project / "out").read_text()) if item["valid"]]
    assert [(item["lnum"], item["col"]) for item in found] == [IGNORED, LOST, MADE]


# Emacs -------------------------------------------------------------------------------------


def emacs(project, code):
    (project / "init.el").write_text(code)
    call("emacs", "--batch", "-f", "package-initialize", "-l", "init.el")
    return json.loads((project / "out").read_text())


def waiting(condition):
    return f"(with-timeout (60) (while (not {condition}) (accept-process-output nil 0.1)))"


def show(text):
    return f'(with-temp-file "out" (insert (json-encode {text})))'


@needs("emacs")
def test_flycheck(project):
    package("/usr/share/emacs/site-lisp/elpa/flycheck-*")
    found = emacs(
        project,
        "(require 'json)\n" + SNIPPETS["flycheck"] + '(find-file "a.c")\n'
        "(setq flycheck-checker 'c/c++-dtlslint flycheck-check-syntax-automatically nil)\n"
        "(flycheck-mode 1) (flycheck-buffer)\n"
        + waiting("(not (flycheck-running-p))")
        + "(setq found (mapcar (lambda (e) (list\n"
        "  (flycheck-error-line e) (flycheck-error-column e)\n"
        "  (flycheck-error-level e) (flycheck-error-message e))) flycheck-current-errors))\n"
        '(set-buffer (get-buffer "a.c"))' + show("(vconcat found)"),
    )
    assert {tuple(item[:3]) for item in found} == {
        (*IGNORED, "error"),
        (*LOST, "warning"),
        (*MADE, "info"),
    }


@needs_server
@needs("emacs")
def test_eglot(project):
    found = emacs(
        project,
        "(require 'json)\n(require 'eglot nil t)\n"
        + SNIPPETS["eglot"]
        + '(unless (featurep \'eglot) (with-temp-file "out" (insert "null")) (kill-emacs))\n'
        '(find-file "a.c")\n'
        "(run-hooks 'post-command-hook)\n"
        + waiting("(and (fboundp 'flymake-diagnostics) (flymake-diagnostics))")
        + "(setq found (mapcar (lambda (d) (list (line-number-at-pos (flymake-diagnostic-beg d))\n"
        "  (flymake-diagnostic-text d))) (flymake-diagnostics)))\n" + show("(vconcat found)"),
    )
    if found is None:
        pytest.skip("eglot is not installed")
    assert [item[0] for item in found] == [IGNORED[0], LOST[0]]


# Visual Studio Code, Qt Creator, Helix -----------------------------------------------------


def matched(regexp, text):
    """The groups of each line that matches, by VS Code's own kind of regular expression."""
    if shutil.which("node") is None:
        return [list(m.groups()) for line in text.splitlines() if (m := re.search(regexp, line))]
    program = (
        "const [regexp, text] = JSON.parse(require('fs').readFileSync(0));"
        "const found = text.split(/\\r?\\n/).map(line => new RegExp(regexp).exec(line));"
        "console.log(JSON.stringify(found.filter(m => m).map(m => m.slice(1))));"
    )
    given = json.dumps([regexp, text])
    done = subprocess.run(
        ["node", "-e", program], input=given, capture_output=True, text=True, timeout=PATIENCE
    )
    return json.loads(done.stdout)


def test_the_problem_matcher_of_vs_code(project):
    [task] = json.loads(SNIPPETS["vscode"])["tasks"]
    arguments = [each.replace("${workspaceFolder}", ".") for each in task["args"]]
    printed = call(task["command"], *arguments).stdout
    pattern = task["problemMatcher"]["pattern"]
    keys = ("file", "line", "column", "severity", "code")
    found = matched(pattern["regexp"], printed)
    assert [tuple(groups[pattern[key] - 1] for key in keys) for groups in found] == [
        ("a.c", "6", "5", "error", "DTL201"),
        ("a.c", "15", "5", "warning", "DTL301"),
    ]
    assert found[0][pattern["message"] - 1].startswith("the result of RAND_bytes is ignored")


def test_the_build_step_of_qt_creator(project):
    """Its parser of gcc's messages looks at standard error, and takes these lines."""
    rows = dict(re.findall(r"(?m)^\| ([A-Z][a-z ]+) \| `(.*)` \|$", PAGE))
    done = call(rows["Command"], *shlex.split(rows["Arguments"]))
    assert (done.returncode, done.stdout) == (1, "")
    taken = re.findall(r"(?m)^(\S[^:\n]*):(\d+):(\d+): (error|warning|note): ", done.stderr)
    assert [(int(line), int(column)) for _, line, column, _ in taken] == [IGNORED, LOST, MADE]


def test_the_external_tool_of_qt_creator(project):
    tool = xml.etree.ElementTree.fromstring(SNIPPETS["qtcreator"])
    [executable] = tool.findall("executable")
    assert (tool.tag, tool.get("id")) == ("externaltool", "dtlslint")
    assert executable.get("output") in ("showinpane", "replaceselection", "ignore")
    arguments = executable.findtext("arguments").replace("%{CurrentDocument:FilePath}", "a.c")
    printed = call(executable.findtext("path"), *arguments.split()).stdout
    assert printed.startswith("a.c:6:5: error: ")


def test_helix_starts_the_server():
    settings = tomllib.loads(SNIPPETS["helix"])
    server = settings["language-server"]["dtlslint"]
    assert [server["command"], *server["args"]] == ["dtlslint", "lsp"]
    assert {each["name"] for each in settings["language"]} == {"c", "cpp"}
    assert all("dtlslint" in each["language-servers"] for each in settings["language"])
