"""A folder that is anybody's: nothing in it runs, hangs the program, or speaks to the terminal."""

import os
import subprocess
import sys

import pytest

from conftest import ROOT

BAD = "#include <openssl/rand.h>\nvoid f(unsigned char *b) {\n    RAND_bytes(b, 16);\n}\n"

#: Seconds: only a program that waits for a pipe takes as long.
PATIENCE = 20


@pytest.fixture
def project(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.c").write_text(BAD)
    return tmp_path


def lint(folder, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "DTLSLINT_CACHE": ""}
    done = subprocess.run(
        [sys.executable, "-m", "dtlslint", "--no-cache", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert not any(line.lstrip().startswith("::") for line in done.stderr.splitlines())
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("name", ["dtlslint.toml", "pyproject.toml", ".gitignore"])
def test_a_pipe_where_a_file_is_looked_for(project, name):
    os.mkfifo(project / name)
    code, out, _ = lint(project, ".")
    assert code == 1 and out.startswith("a.c:3:5: error: ")


@pytest.mark.parametrize("key", ["extends", "contracts"])
def test_what_settings_name_is_a_file(project, key):
    os.mkfifo(project / "pipe.toml")
    for name in ("pipe.toml", "/dev/zero"):
        (project / "dtlslint.toml").write_text(f'{key} = ["{name}"]\n')
        code, _, err = lint(project, "a.c")
        assert code == 2 and "not a regular file" in err


def test_files_without_end(project):
    code, _, err = lint(project, "--no-config", "--baseline", "/dev/zero", "a.c")
    assert code == 2 and "larger than" in err
    code, _, err = lint(project, "--config", "/dev/zero", "a.c")
    assert code == 2 and "larger than" in err


def test_a_pipe_that_the_user_names(project):
    (project / "base.json").write_text('{"version": 1, "findings": []}')
    command = f"{sys.executable} -m dtlslint --no-cache --baseline <(cat base.json) a.c"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        ["bash", "-c", command], cwd=project, env=environment, capture_output=True, timeout=PATIENCE
    )
    assert done.returncode == 1, done.stderr


@pytest.mark.parametrize(
    "text",
    [
        'max-file-size = "²"', 'lowest-openssl = "²"', f'max-file-size = "{"9" * 5000}"',
        f'highest-openssl = "{"9" * 5000}"', f"max-file-size = {'9' * 5000}",
        "select = " + "[" * 20_000,
    ],
)  # fmt: skip
def test_values_that_no_number_is(project, text):
    (project / "dtlslint.toml").write_text(text, encoding="utf-8")
    code, _, err = lint(project, "a.c")
    assert code == 2 and err.startswith("dtlslint: ")


@pytest.mark.parametrize(
    "text", ['"\\u001b[2J\\n::error::x" = 1', 'select = ["\\u001b]0;x\\u0007\\n::error::x"]']
)
def test_what_settings_quote_is_harmless(project, text):
    (project / "dtlslint.toml").write_text(text)
    assert lint(project, "a.c")[0] == 2


def test_a_path_is_no_workflow_command(project):
    (project / "::error::x.c").write_text(BAD)
    code, out, _ = lint(project, "::error::x.c")
    assert code == 1 and out.startswith("./::error::x.c:3:5: error: ")


def test_code_in_the_working_directory_does_not_run(project):
    marker = project / "ran"
    for name in ("json", "tomllib", "pathspec", "tree_sitter", "marshal", "re", "difflib"):
        (project / f"{name}.py").write_text(f"open({str(marker)!r}, 'a').write(__name__)\n")
    (project / "dtlslint.toml").write_text("")
    lint(project, "--output-format", "json", ".")
    lint(project, "--diff", "a.c")
    assert not marker.exists()
