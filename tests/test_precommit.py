"""The hooks as pre-commit installs and runs them, from this checkout, in a scratch repository."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest
import yaml

from conftest import ROOT
from dtlslint.checks.registry import HOOKS

pytestmark = pytest.mark.network

BAD_RESULT = """\
#include <openssl/rand.h>

int new_secret(unsigned char *secret, int length)
{
    RAND_bytes(secret, length);
    return 1;
}
"""
GOOD_RESULT = BAD_RESULT.replace(
    "    RAND_bytes(secret, length);\n    return 1;\n",
    "    return RAND_bytes(secret, length) == 1;\n",
)

GIT = {
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}  # fmt: skip


def call(*command, cwd, env, check=True):
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def env(tmp_path_factory):
    """pre-commit's cache is shared by all tests here, so the hooks are installed once."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    home = tmp_path_factory.mktemp("pre-commit-home")
    path = os.path.dirname(sys.executable) + os.pathsep + env.get("PATH", "")
    # git only serves a local path of another user (a mounted checkout) when told that it may.
    env |= {
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
    }  # fmt: skip
    return {**env, **GIT, "PRE_COMMIT_HOME": str(home), "PATH": path}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory, env):
    """``(path, revision)`` of a repository with this working tree as its one commit."""
    path = tmp_path_factory.mktemp("checkout")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, path / name)
    for name in ("src", "hooks"):
        shutil.copytree(ROOT / name, path / name, ignore=shutil.ignore_patterns("__pycache__"))
    call("git", "init", "-q", "-b", "main", cwd=path, env=env)
    call("git", "add", ".", cwd=path, env=env)
    call("git", "commit", "-qm", "this working tree", cwd=path, env=env)
    revision = call("git", "rev-parse", "HEAD", cwd=path, env=env).stdout.strip()
    return path, revision


@pytest.fixture
def project(tmp_path, env, checkout):
    """``project("dtlslint", args..)`` installs that hook in a repository; returns ``commit``."""

    def make(hook, *args):
        entry = {"id": hook, **({"args": list(args)} if args else {})}
        config = {"repos": [{"repo": str(checkout[0]), "rev": checkout[1], "hooks": [entry]}]}
        call("git", "init", "-q", "-b", "main", cwd=tmp_path, env=env)
        (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        call(sys.executable, "-m", "pre_commit", "install", cwd=tmp_path, env=env)
        return commit

    def commit(name, text):
        """Stage and commit one file; returns ``(committed, what was said)``."""
        (tmp_path / name).write_text(text)
        call("git", "add", ".", cwd=tmp_path, env=env)
        done = call("git", "commit", "-qm", f"{name}", cwd=tmp_path, env=env, check=False)
        return done.returncode == 0, done.stdout + done.stderr

    return make


def test_all_checks_in_one_hook(project):
    commit = project("dtlslint")
    committed, said = commit("secret.c", BAD_RESULT)
    assert not committed
    assert "secret.c:5:5: error: " in said and "[DTL201 ignored-result]" in said
    assert "    5 |     RAND_bytes(secret, length);" in said
    committed, said = commit("secret.c", GOOD_RESULT)
    assert committed, said
    assert "dtlslint" in said and "Passed" in said


def test_the_installed_program_explains(project, env, tmp_path):
    project("dtlslint")
    call(sys.executable, "-m", "pre_commit", "install-hooks", cwd=tmp_path, env=env)
    (program,) = pathlib.Path(env["PRE_COMMIT_HOME"]).glob("repo*/py_env-*/bin/dtlslint")
    for hook in HOOKS:
        page = (ROOT / "hooks" / f"{hook.name}.md").read_text()
        assert call(program, "explain", hook.name, cwd="/", env=env).stdout == page


def test_other_files_are_passed_by(project):
    commit = project("dtlslint")
    committed, said = commit("notes.txt", BAD_RESULT)
    assert committed and "no files to check" in said


def test_only_changed_lines(project):
    commit = project("dtlslint", "--changed-lines", "--ignore", "DTL701")
    committed, said = commit("secret.c", GOOD_RESULT)
    assert committed, said
    committed, said = commit("secret.c", GOOD_RESULT + "\nvoid f(void)\n{\n}\n")
    assert committed, said
    bad = "\nvoid f(unsigned char *b)\n{\n    RAND_bytes(b, 9);\n}\n"
    committed, said = commit("secret.c", GOOD_RESULT + bad)
    assert not committed and "secret.c:10:5:" in said


def fences(hook):
    """The first flagged C or C++ fence of a hook's page and the fixed one below it."""
    import re

    text = (ROOT / "hooks" / f"{hook.name}.md").read_text()
    flagged = re.search(r"^```(c|cpp) flagged (DTL\d{3}).*?\n(.*?)^```$", text, re.M | re.S)
    fixed = re.search(r"^```(c|cpp) fixed.*?\n(.*?)^```$", text[flagged.end() :], re.M | re.S)
    return flagged[1], flagged[2], flagged[3], fixed[2]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_each_hook_alone(project, hook):
    language, code, bad, good = fences(hook)
    # A rule of severity note does not block by default.
    commit = project(hook.name, "--fail-on=note")
    committed, said = commit(f"page.{language}", bad)
    assert not committed, said
    assert f"[{code} " in said and f"page.{language}:" in said
    other = {c for each in HOOKS if each is not hook for c in each.codes}
    assert not [c for c in other if f"[{c} " in said]
    committed, said = commit(f"page.{language}", good)
    assert committed, said
