"""One name everywhere: registry, modules, pages, cases, manifest, README and rule list."""

import importlib
import importlib.util
import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from conftest import ROOT
from dtlslint.checks.registry import HOOKS
from dtlslint.walk import EXTENSIONS

NAMES = {hook.name for hook in HOOKS}

#: Pages of hooks/ that are about something else than one hook.
OTHER_PAGES = {"index", "editors", "large-code", "flake8", "contracts"}


@pytest.fixture(scope="module")
def manifest():
    return yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())


def test_modules():
    missing = {hook.name for hook in HOOKS if importlib.util.find_spec(hook.module) is None}
    assert not missing


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_module_and_registry_have_the_same_codes(hook):
    if importlib.util.find_spec(hook.module) is None:
        pytest.skip("not written yet")
    rules = hook.load().RULES
    assert {rule.code for rule in rules} == set(hook.codes)
    assert {rule.hook for rule in rules} == {hook.name}


def test_codes_and_slugs_are_unique():
    codes = [code for hook in HOOKS for code in hook.codes]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"DTL[1-9]\d\d", code) for code in codes)


def test_pages():
    pages = {path.stem for path in (ROOT / "hooks").glob("*.md")}
    assert pages - OTHER_PAGES == NAMES


def test_cases():
    folders = {path.name for path in (ROOT / "tests" / "cases").iterdir() if path.is_dir()}
    assert folders == NAMES


def test_manifest(manifest):
    assert {entry["id"] for entry in manifest} == NAMES | {"dtlslint"}
    for entry in manifest:
        select = entry["entry"].split()[1:]
        assert select == ([] if entry["id"] == "dtlslint" else ["--select", entry["id"]])
        assert entry["language"] == "python" and entry["name"] and entry["description"]
        for extension in EXTENSIONS:
            assert re.search(entry["files"], f"a/b{extension}")
        assert not re.search(entry["files"], "a.cu")
        assert not re.search(entry["files"], "a.cs")
        assert not re.search(entry["files"], "a.ccc")


def test_readme():
    listed = set(re.findall(r"^\| \[`([\w-]+)`\]\(hooks/\1\.md\)", readme(), re.MULTILINE))
    assert listed == NAMES


def readme():
    return (ROOT / "README.md").read_text()


def test_rule_list():
    text = (ROOT / "hooks" / "index.md").read_text()
    listed = set(re.findall(r"^\| (DTL\d{3}) ", text, re.MULTILINE))
    assert listed == {code for hook in HOOKS for code in hook.codes} | {"DTL001", "DTL002"}


def test_generated_files_are_up_to_date():
    command = [sys.executable, str(ROOT / "tools" / "generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_version():
    from dtlslint import __version__

    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text()
    assert f"rev: v{__version__}" in readme()


def test_entry_points():
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    named = [*project["scripts"].values()]
    for group in project["entry-points"].values():
        named += group.values()
    for entry in named:
        module, _, name = entry.partition(":")
        assert callable(getattr(importlib.import_module(module), name)), entry


class TestReadme:
    """The README's two commands and its example."""

    @pytest.fixture
    def commands(self):
        return re.findall(r"^```sh\n(.*?)\n```$", readme(), re.MULTILINE | re.DOTALL)

    def test_ci_runs_exactly_the_second(self, commands):
        assert len(commands) == 2
        assert commands[1] in (ROOT / ".ci" / "run").read_text().splitlines()

    def test_the_first_lints_real_code(self, commands):
        assert commands[0].endswith(".venv/bin/dtlslint examples/")

    def test_the_diagnostic_on_the_first_screen_is_real(self, monkeypatch, capsys):
        from dtlslint.cli import main

        screen = "\n".join(readme().splitlines()[:40])
        shown = re.search(r"^```text\n(.*?)^```$", screen, re.MULTILINE | re.DOTALL)[1]
        monkeypatch.chdir(ROOT)
        assert main(["--no-config", "examples"]) == 1
        out = capsys.readouterr().out
        missing = [line for line in shown.splitlines() if line not in out.splitlines()]
        assert not missing

    def test_the_settings_it_shows_are_settings(self, tmp_path):
        from dtlslint.settings_file import read

        shown = re.search(r"^```toml\n(.*?)^```$", readme(), re.MULTILINE | re.DOTALL)[1]
        (tmp_path / "shared").mkdir()
        (tmp_path / "shared" / "dtlslint.toml").write_text("")
        (tmp_path / "project").mkdir()
        path = tmp_path / "project" / "pyproject.toml"
        path.write_text(shown)
        assert "my_tls_open" in read(str(path)).table("contracts")

    def test_fixed_examples_have_nothing_to_say(self, monkeypatch, capsys):
        from dtlslint.cli import main

        monkeypatch.chdir(ROOT)
        assert main(["--no-config", "--fail-on=note", "examples/fixed_dtls_server.c"]) == 0
