"""hooks/large-code.md: its commands do what it says, in scratch repositories."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml

from conftest import ROOT

PAGE = (ROOT / "hooks" / "large-code.md").read_text()
SNIPPETS = dict(re.findall(r"^```\w+ (\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))

BAD = """\
#include <openssl/rand.h>
void fill{n}(unsigned char *key, int n) {{
    RAND_bytes(key, n);
}}
"""


@pytest.fixture
def shell(git, tmp_path, monkeypatch):
    """``shell(script)`` -> (code, stdout, stderr), with `dtlslint` on the PATH."""
    folder = tmp_path.parent / f"{tmp_path.name}-bin"
    folder.mkdir()
    script = folder / "dtlslint"
    script.write_text(
        f"#!/bin/sh\nPYTHONPATH='{ROOT / 'src'}' exec '{sys.executable}' -m dtlslint \"$@\"\n"
    )
    script.chmod(0o755)
    path = [str(folder), os.path.dirname(sys.executable), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(path))
    monkeypatch.setenv("PRE_COMMIT_HOME", str(folder / "cache"))

    def run(script, **variables):
        environment = {**os.environ, **variables}
        done = subprocess.run(
            ["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=120
        )
        return done.returncode, done.stdout, done.stderr

    return run


def test_a_baseline_is_adopted(shell, git, tmp_path):
    (tmp_path / "a.c").write_text(BAD.format(n=1))
    code, told, error = shell(SNIPPETS["baseline"])
    assert (code, told) == (0, ""), error
    (tmp_path / "b.c").write_text(BAD.format(n=2))
    code, told, _ = shell(SNIPPETS["baseline"].splitlines()[-1])
    assert code == 1
    assert "b.c:3:5" in told
    assert "a.c" not in told


def test_the_settings_are_settings(tmp_path):
    from dtlslint.settings_file import validate

    assert validate(tomllib.loads(SNIPPETS["settings"]), "page")


def test_a_range_of_commits(shell, git, tmp_path):
    """Only the lines of the range, by pre-commit itself."""
    if shutil.which("pre-commit", path=os.path.dirname(sys.executable)) is None:
        pytest.skip("pre-commit is not installed")
    config = yaml.safe_load(SNIPPETS["config"])
    [hook] = config["repos"][0]["hooks"]
    assert hook["id"] == "dtlslint"
    local = {**hook, "name": "dtlslint", "entry": "dtlslint", "language": "system"}
    config["repos"] = [{"repo": "local", "hooks": [local]}]
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (tmp_path / "a.c").write_text(BAD.format(n=1))
    (tmp_path / "untouched.c").write_text(BAD.format(n=3))
    git("add", ".")
    git("commit", "-q", "-m", "one")
    (tmp_path / "a.c").write_text(BAD.format(n=1) + BAD.format(n=2))
    git("commit", "-q", "-a", "-m", "two")
    code, told, error = shell(SNIPPETS["range"], BASE="HEAD~1", HEAD="HEAD")
    assert code == 1, error
    assert "a.c:7:5: error" in told
    assert "a.c:3:5" not in told
    assert "untouched.c" not in told
    assert shell(SNIPPETS["range"], BASE="HEAD", HEAD="HEAD")[0] == 0


def test_workflows_run_the_commands_of_the_page(shell, tmp_path):
    change = yaml.safe_load(SNIPPETS["change"])
    steps = [step.get("run", "") for step in change["jobs"]["changed-lines"]["steps"]]
    assert SNIPPETS["range"].strip() in steps
    for folder in ("src", "lib"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.c").write_text(BAD.format(n=1) if folder == "src" else "int a;\n")
    scan = yaml.safe_load(SNIPPETS["nightly"])["jobs"]["scan"]
    [command] = [s["run"] for s in scan["steps"] if "dtlslint --output" in s.get("run", "")]
    for folder, findings in (("src", 1), ("lib", 0)):
        code, _, error = shell(command.replace("${{ matrix.part }}", folder))
        assert code == 0, error
        [run] = json.loads((tmp_path / "dtlslint.sarif").read_text())["runs"]
        assert len(run["results"]) == findings
    (tmp_path / "dtlslint.toml").write_text("no-such-key = 1\n")
    assert shell(command.replace("${{ matrix.part }}", "src"))[0] != 0
    (tmp_path / "dtlslint.toml").unlink()
    code, _, error = shell(yaml.safe_load(SNIPPETS["gitlab"])["dtlslint"]["script"][1])
    assert code == 0, error
    assert len(json.loads((tmp_path / "gl-code-quality-report.json").read_text())) == 1


def test_the_fleets_command_is_there(shell):
    """What it does is in test_fleet.py."""
    arguments = SNIPPETS["fleet"].splitlines()[-1].split()
    assert arguments[:3] == ["python", "-m", "dtlslint.fleet"]
    from dtlslint import fleet

    told = shell(f"PYTHONPATH='{ROOT / 'src'}' {sys.executable} -m dtlslint.fleet --help")[1]
    assert {word for word in arguments if word.startswith("--")} <= set(re.findall(r"--\w+", told))
    assert fleet.check_batch.__doc__
