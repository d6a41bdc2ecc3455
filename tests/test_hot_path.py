"""What a run must not import: deterministic guards of the budget that bench/speed.py measures."""

import subprocess
import sys

import pytest

from conftest import ROOT

REJECTED = "int main(void) { return 0; }\n"
CLEAN = (
    "#include <openssl/ssl.h>\n"
    "int f(SSL *s, char *b, int n)\n{\n    int r = SSL_read(s, b, n);\n    return r;\n}\n"
)

#: Each is measurable against a bare start, or loads one that is (typing: 0.65 of it).
HEAVY = {
    "argparse", "ast", "bisect", "collections", "dataclasses", "difflib", "enum", "fnmatch",
    "functools", "hashlib", "importlib.metadata", "importlib.resources", "inspect", "json",
    "logging", "pathlib", "pathspec", "pickle", "re", "shutil", "signal", "subprocess", "tempfile",
    "textwrap", "tomllib", "traceback", "tree_sitter", "typing", "unittest", "zlib",
}  # fmt: skip

#: A file that is analysed needs some of these, but of tree-sitter the bindings alone.
HEAVY_FOR_ANALYSIS = HEAVY - {"bisect", "collections", "enum", "functools", "re"}


def modules_after(arguments, folder):
    program = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from dtlslint.cli import main\n"
        f"code = main({arguments!r})\n"
        "print(*sorted(set(sys.modules) - before))\n"
        "sys.exit(code)"
    )
    program = f"import sys; sys.path[:0] = {paths()!r}\n{program}"
    command = [sys.executable, "-I", "-S", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    assert done.returncode in (0, 1), done.stderr
    return set(done.stdout.splitlines()[-1].split())


def paths():
    import tree_sitter

    site = tree_sitter.__path__[0].rpartition("/")[0]
    return [str(ROOT / "src"), site]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "rejected.c").write_text(REJECTED)
    (tmp_path / "clean.c").write_text(CLEAN)
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [["rejected.c"], ["--select", "unchecked-result", "rejected.c"], ["-q", "rejected.c"]],
    ids=lambda arguments: " ".join(arguments),
)
def test_a_rejected_file(folder, arguments):
    loaded = modules_after(arguments, folder)
    assert not loaded & HEAVY
    own = {name for name in loaded if name.startswith("dtlslint.")}
    assert own <= {
        "dtlslint.arguments", "dtlslint.checks", "dtlslint.checks.registry", "dtlslint.cli",
        "dtlslint.engine", "dtlslint.selectors", "dtlslint.settings",
    }  # fmt: skip


def test_a_rejected_file_beside_a_pyproject_that_is_not_ours(folder):
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert not modules_after(["rejected.c"], folder) & HEAVY


def test_an_analysed_file(folder):
    loaded = modules_after(["clean.c"], folder)
    assert "dtlslint.checks.run" in loaded
    assert not loaded & HEAVY_FOR_ANALYSIS
    assert not {"dtlslint.output", "dtlslint.presenter", "dtlslint.suppress"} & loaded


def test_sys_modules_says_what_is_loaded(folder):
    (folder / "dtlslint.toml").write_text("")
    assert "tomllib" in modules_after(["rejected.c"], folder)
