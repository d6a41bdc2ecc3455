"""Arguments, exit codes, and what goes to which stream."""

import io
import json
import os
import pathlib
import subprocess
import sys

import pytest

from conftest import ROOT
from dtlslint.arguments import parse
from dtlslint.settings import SettingsError


def write(name, text):
    path = pathlib.Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


@pytest.fixture
def here(run):
    return run


class TestExitCodes:
    def test_nothing(self, run):
        assert run(write("a.c", "int x;")) == (0, "", "")

    def test_findings(self, run):
        code, out, err = run(write("a.c", "BAD201;"))
        assert code == 1
        assert out.startswith("a.c:1:1: error: BAD201 is bad [DTL201 slug-201]\n")
        assert err == "dtlslint: 1 error in 1 file\n"

    @pytest.mark.parametrize(
        ("fail_on", "text", "expected"),
        [
            ("error", "BAD201;", 1),
            ("error", "BAD301;", 0),
            ("warning", "BAD301;", 1),
            ("warning", "BAD401;", 0),
            ("note", "BAD401;", 1),
        ],
    )
    def test_fail_on(self, run, fail_on, text, expected):
        code, out, _ = run("--fail-on", fail_on, write("a.c", text))
        assert code == expected
        assert out

    def test_fail_on_from_the_settings(self, run):
        write("dtlslint.toml", 'fail-on = "error"')
        assert run(write("a.c", "BAD301;"))[0] == 0
        assert run("--fail-on=warning", "a.c")[0] == 1

    @pytest.mark.parametrize(
        ("argv", "told"),
        [
            (["--selct", "x"], "unknown option --selct (did you mean '--select'?)"),
            (["--select"], "--select needs a value"),
            (["--select="], "--select needs a value"),
            (["--select", "unchecked-reslt"], "did you mean 'unchecked-result'?"),
            (["--ignore", "DTL999"], "unknown hook or code 'DTL999'"),
            (["--fail-on", "fatal"], "--fail-on: 'fatal' is none of error, warning, note"),
            (["--output-format", "xml"], "'xml' is none of text, json, sarif, github, gitlab"),
            (["--jobs", "many"], "'many' is no number"),
            (["--fix=yes"], "--fix takes no value"),
            (["--update-baseline"], "--update-baseline needs --baseline FILE"),
            (["--update-baseline", "--baseline=b", "--changed-lines"], "is for whole files"),
            (["--config", "none.toml", "a.c"], "none.toml: No such file"),
            (["--config", "a", "--no-config"], "exclude each other"),
            (["-", "a.c"], "stands alone"),
            (["--stdin-filename", "a.c", "b.c"], "goes with '-'"),
            (["--baseline", "none.json", "a.c"], "none.json: No such file"),
            (["explain", "DTL999"], "no hook, code or rule is named 'DTL999'"),
            (["explain"], "explain what?"),
            (["contracts", "RAND_byte"], "did you mean 'RAND_bytes'?"),
            (["rules", "--jsn"], "did you mean '--json'?"),
            (["rules", "more"], "unexpected argument 'more'"),
        ],
    )
    def test_usage(self, run, argv, told):
        code, out, err = run(*argv)
        assert (code, out) == (2, "")
        assert told in err
        assert err.startswith("dtlslint: ") and err.count("\n") == 1

    def test_unreadable_files_do_not_hide_the_others(self, run):
        code, out, err = run("none.c", write("a.c", "BAD201;"), write("sub/x.c", ""))
        assert code == 3
        assert "a.c:1:1:" in out
        assert "dtlslint: none.c: No such file or directory\n" in err

    def test_a_failing_check_costs_its_file_only(self, run):
        code, out, err = run(write("a.c", "RAISE"), write("b.c", "BAD201;"))
        assert code == 3
        assert "b.c:1:1:" in out
        assert "a.c: not analysed, a bug in dtlslint: RuntimeError: made to fail\n" in err

    def test_partly_analysed(self, run):
        code, _, err = run(write("a.c", "DEEP"))
        assert (code, err) == (0, "dtlslint: 1 place could not be analysed (-v names them)\n")
        assert "a.c: function f not analysed: too deep\n" in run("-v", "a.c")[2]
        assert run("-q", "a.c")[2] == ""


class TestArguments:
    def test_select_takes_lists_and_repeats(self, run):
        write("a.c", "BAD201 BAD301 BAD401 BAD501;")
        _, out, _ = run("--select", "unchecked-result,DTL3..", "--select=DTL401", "a.c")
        assert [word for word in out.split() if word.startswith("[DTL")] == [
            "[DTL201", "[DTL301", "[DTL401",
        ]  # fmt: skip

    def test_ignore(self, run):
        write("a.c", "BAD201 BAD301;")
        assert "DTL301" not in run("--ignore", "resource-leak", "a.c")[1]

    def test_check_is_implied(self, run):
        write("a.c", "BAD201;")
        assert run("check", "a.c") == run("a.c")

    def test_no_path_is_the_working_directory(self, run):
        write("sub/a.c", "BAD201;")
        assert run()[1].startswith("sub/a.c:1:1:")

    def test_paths_after_two_dashes(self):
        assert parse(["--", "--fix"]).paths == ["--fix"]

    def test_changed_lines_takes_its_value_by_equals_only(self):
        assert parse(["--changed-lines", "a.c"]).changed_lines == ""
        assert parse(["--changed-lines=main", "a.c"]).changed_lines == "main"
        assert parse(["a.c"]).changed_lines is None

    def test_color(self, run):
        write("a.c", "BAD201;")
        assert "\x1b[" not in run("a.c")[1]
        assert "\x1b[" in run("--color", "a.c")[1]
        assert "\x1b[" not in run("--color=never", "a.c")[1]

    def test_unknown_flag_raises(self):
        with pytest.raises(SettingsError):
            parse(["--nonsense"])

    def test_no_cache_is_accepted(self, run):
        assert run("--no-cache", write("a.c", ""))[0] == 0

    def test_version_and_help(self, run):
        from dtlslint import __version__

        assert run("--version") == (0, f"dtlslint {__version__}\n", "")
        assert "usage: dtlslint [check] [PATH ...]" in run("--help")[1]
        assert run("help")[1] == run("-h")[1] == run("rules", "--help")[1]


class TestStdin:
    @pytest.fixture
    def stdin(self, monkeypatch):
        def put(data):
            stream = io.TextIOWrapper(io.BytesIO(data))
            monkeypatch.setattr("sys.stdin", stream)

        return put

    def test_named(self, run, stdin):
        stdin(b"BAD201;")
        code, out, _ = run("-", "--stdin-filename", "src/a.c")
        assert code == 1 and out.startswith("src/a.c:1:1:")

    def test_unnamed(self, run, stdin):
        stdin(b"BAD201;")
        assert run("-")[1].startswith("<stdin>.cpp:1:1:")

    def test_too_large(self, run, stdin):
        stdin(b" " * (2 << 20) + b" ")
        code, out, err = run("-")
        assert (code, out) == (0, "") and "over max-file-size" in err

    def test_diff(self, run, stdin):
        stdin(b"BAD201_fix;\n")
        assert "-BAD201_fix;\n+GOOD;\n" in run("-", "--diff", "--stdin-filename=a.c")[1]


class TestOtherCommands:
    def test_rules(self, run):
        code, out, _ = run("rules", "--json")
        table = json.loads(out)
        assert code == 0
        assert {"code", "rule", "hook", "severity", "message", "cwe"} == set(table[0])
        listed = run("rules")[1]
        assert all(row["code"] in listed and row["rule"] in listed for row in table)

    def test_config(self, run):
        write("dtlslint.toml", 'prefixes = ["my_"]')
        _, out, _ = run("config")
        assert 'prefixes = ["my_"]  # dtlslint.toml' in out
        assert 'fail-on = "warning"  # default' in out
        assert json.loads(run("config", "--json")[1])["prefixes"] == ["my_"]

    def test_contracts(self, run):
        code, out, _ = run("contracts", "RAND_bytes", "--json")
        fact = json.loads(out)
        assert code == 0
        assert fact["name"] == "RAND_bytes"
        assert sorted(fact["success"]) == [1] and sorted(fact["failure"]) == [-1, 0]
        assert fact["must_check"] is True
        assert fact["takes_ownership"] == fact["frees"] == []
        assert fact["deprecated_since"] is None
        assert "success: 1" in run("contracts", "RAND_bytes")[1]

    def test_contracts_of_ownership(self, run):
        def fact(name):
            return json.loads(run("contracts", name, "--json")[1])

        assert fact("SSL_new")["returns_owned"] is True
        assert fact("SSL_free")["frees"] == [1]
        assert fact("SSL_set_bio")["takes_ownership"] == [2, 3]
        assert fact("BIO_push")["takes_ownership"] == []
        assert fact("BIO_push")["may_take_ownership"] == [2]
        assert fact("SSL_read")["success"] == ["1.."]

    def test_contracts_lists_names(self, run):
        names = run("contracts")[1].split()
        assert "SSL_connect" in names and names == sorted(names)

    def test_own_contracts(self, run):
        write(
            "dtlslint.toml",
            '[contracts.my_open]\nreturns = "pointer"\nsuccess = ["nonnull"]\nnodiscard = "must"\n'
            'source = "my(3)"\ntags = ["tls"]\nacquire = { release = "my_close" }\n',
        )
        fact = json.loads(run("contracts", "my_open", "--json")[1])
        assert fact["returns_owned"] is True and fact["released_by"] == ["my_close"]
        assert "my_open" in run("contracts")[1].split()

    def test_a_row_takes_over_what_it_stands_for(self, run):
        write(
            "dtlslint.toml",
            '[contracts.my_random]\nalias_of = "RAND_pseudo_bytes"\n'
            '[contracts.my_other]\nalias_of = "my_random"\nsuccess = [0]\nfailure = ["..-1"]\n',
        )
        fact = json.loads(run("contracts", "my_other", "--json")[1])
        assert fact["success"] == [0] and fact["critical"] is True
        assert fact["source"] == "RAND_pseudo_bytes(3)"
        assert fact["deprecated_since"] is None  # the wrapper is not

    def test_a_call_by_another_name(self, run):
        write("dtlslint.toml", 'aliases = { my_random = "RAND_bytes" }')
        fact = json.loads(run("contracts", "my_random", "--json")[1])
        assert fact["name"] == "my_random" and fact["alias_of"] == "RAND_bytes"

    @pytest.mark.parametrize(
        ("rows", "told"),
        [
            ("[my_f]\nsucces = [1]\n", ["corp.toml:2: my_f: succes: unknown key"]),
            ("\n[my_f]\nsuccess = [1]\n", ["corp.toml:2: my_f: returns: is missing"]),
            (
                '[my_f]\nreturns = "pointer"\nacquire = { releases = "f" }\n',
                ["corp.toml:3: my_f: acquire: lacks 'release'", "corp.toml:3: my_f: acquire: unkn"],
            ),
            ("my_f = 3\n", ["corp.toml: 'my_f' must be a table"]),
            (
                '[my_f]\nalias_of = "RAND_byte"\n',
                ["my_f: alias_of: no contract for 'RAND_byte' (did you mean 'RAND_bytes'?)"],
            ),
        ],
    )
    def test_complaints_name_their_place(self, run, rows, told):
        write("dtlslint.toml", 'contracts = "corp.toml"')
        write("corp.toml", rows)
        code, _, err = run("contracts")
        assert code == 2
        lines = err.splitlines()
        assert len(lines) == len(told)
        for line, words in zip(lines, told, strict=True):
            assert line.startswith("dtlslint: ") and words in line

    def test_explain(self, run):
        from dtlslint.checks.registry import HOOKS

        for hook in HOOKS:
            code, out, _ = run("explain", hook.name)
            assert code == 0 and out.strip()
        code, out, _ = run("explain", "dtl201")
        assert code == 0 and "```c flagged DTL201\n" in out and "```c flagged DTL202\n" not in out
        assert out.count("\n## ") == 2 and "\n## Options\n" in out and "\n## Limits\n" in out
        assert "(did you mean 'ignored-result'?)" in run("explain", "ignored-reslt")[2]
        assert "unused-ignore" in run("explain", "DTL001")[1]

    def test_lsp_without_its_extra(self, run, monkeypatch):
        monkeypatch.setitem(sys.modules, "dtlslint.lsp", None)
        code, _, err = run("lsp")
        assert code == 2 and "dtlslint[lsp]" in err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("command", [["contracts"], ["rules"], ["."]])
def test_a_full_disk_is_told(tmp_path, command):
    (tmp_path / "a.c").write_text("/* dtlslint: ignore[nonsense] */")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dtlslint", *command],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert done.returncode == 3
    assert "dtlslint: output failed: No space left on device\n" in done.stderr


def test_the_process_ends_with_the_code_and_all_output(tmp_path):
    (tmp_path / "a.c").write_text("/* dtlslint: ignore[nonsense] */")
    for option, code in {"--fail-on=note": 1, "--fail-on=warning": 0, "--nonsense": 2}.items():
        done = subprocess.run(
            [sys.executable, "-m", "dtlslint", option, "a.c"],
            cwd=tmp_path, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == code
        assert ("[DTL002 unknown-code]" in done.stdout) == (code != 2)


def test_statistics(run):
    write("a.c", "BAD201 BAD201 BAD301;")
    assert "      2 DTL201 slug-201\n      1 DTL301 slug-301\n" in run("--statistics", "a.c")[2]


def test_a_closed_pipe_is_no_traceback(tmp_path):
    program = (
        "import os, dtlslint.cli as cli; os.close(1); os.dup2(os.pipe()[1], 1)\n"
        "cli.main(['contracts'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams(tmp_path, closed):
    (tmp_path / "a.c").write_text(
        "#include <openssl/rand.h>\nvoid f(unsigned char *k, int n) { RAND_bytes(k, n); }\n"
    )
    script = f'exec "$1" -m dtlslint --no-cache a.c {closed}'
    done = subprocess.run(
        ["sh", "-c", script, "sh", sys.executable],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert (tmp_path / "a.c").read_text().startswith("#include")


def test_a_working_directory_that_is_gone(tmp_path):
    (tmp_path / "gone").mkdir()
    script = 'rmdir ../gone; exec "$1" -m dtlslint --no-cache .'
    done = subprocess.run(
        ["sh", "-c", script, "sh", sys.executable],
        cwd=tmp_path / "gone",
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 3
    assert done.stderr == "dtlslint: working directory failed: No such file or directory\n"
