"""Scanning many checkouts: the pure parts always, the cluster where Dask is installed."""

import importlib.util
import json
import os
import signal
import subprocess
import sys

import pytest

from conftest import ROOT
from dtlslint import fleet
from dtlslint.settings import SettingsError

needs_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="the extra 'fleet' is not installed"
)

IGNORED = """\
#include <openssl/rand.h>
void fill(unsigned char *key, int n) {
    RAND_bytes(key, n);
}
"""


@pytest.fixture
def checkouts(tmp_path):
    """Three checkouts: one with a finding, one with none, one whose settings are wrong."""
    for name in ("found", "clean", "wrong"):
        (tmp_path / "org" / name / "src").mkdir(parents=True)
        (tmp_path / "org" / name / ".git").mkdir()
    (tmp_path / "org/found/src/a.c").write_text(IGNORED)
    (tmp_path / "org/found/dtlslint.toml").write_text('exclude = ["third_party"]\n')
    (tmp_path / "org/found/third_party").mkdir()
    (tmp_path / "org/found/third_party/b.c").write_text(IGNORED)
    (tmp_path / "org/wrong/src/a.c").write_text(IGNORED)
    (tmp_path / "org/wrong/dtlslint.toml").write_text("no-such-key = 1\n")
    names = [str(tmp_path / "org" / name) for name in ("found", "clean", "wrong", "missing")]
    (tmp_path / "list").write_text("# the fleet\n" + "\n".join(names) + "\n")
    return tmp_path


def repository(checkouts, name):
    return fleet.Repository(str(checkouts / "org" / name))


def test_a_batch_is_checked_with_its_checkouts_settings(checkouts):
    found = repository(checkouts, "found")
    [batch] = found.batches()
    assert sorted(batch) == [os.path.join("src", "a.c"), os.path.join("third_party", "b.c")]
    [result] = fleet.check_batch(found.folder, batch)
    assert [(r.path, r.line, r.code) for r in result.reports] == [(result.path, 3, "DTL201")]
    [failed] = fleet.check_batch(repository(checkouts, "wrong").folder, ["src/a.c"])
    assert "no-such-key" in failed.failure


def test_sarif_is_as_a_run_inside_the_checkout_gives_it(checkouts, monkeypatch, capsys):
    from dtlslint.cli import main

    found = repository(checkouts, "found")
    found.results = fleet.check_batch(found.folder, found.batches()[0])
    assert not fleet.is_done(found, str(checkouts))
    fleet.write(found, str(checkouts))
    assert fleet.is_done(found, str(checkouts))
    [run] = json.loads((checkouts / "org__found.sarif").read_text())["runs"]
    monkeypatch.chdir(found.folder)
    main(["--output-format", "sarif", "."])
    [other] = json.loads(capsys.readouterr().out)["runs"]
    assert run["results"] == other["results"] != []
    found.revision = "0" * 40
    assert not fleet.is_done(found, str(checkouts))


def test_names_must_differ(tmp_path):
    for folder in ("x/org/one", "y/org/one"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "list").write_text(f"{tmp_path}/x/org/one\n{tmp_path}/y/org/one # too\n")
    with pytest.raises(SettingsError, match=r"would both be org__one\.sarif"):
        fleet.read_list(str(tmp_path / "list"))


def test_without_the_extra(checkouts, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert fleet.main([str(checkouts / "list"), "--output", str(checkouts / "out")]) == 2
    assert "pip install 'dtlslint[fleet]'" in capsys.readouterr().err
    assert fleet.main(["/no/such/list", "--output", str(checkouts)]) == 2


def test_wrong_usage_and_places_that_cannot_be_written(checkouts, capsys):
    command = [str(checkouts / "list"), "--output"]
    (checkouts / "file").write_text("")
    assert fleet.main([*command, str(checkouts / "file" / "out")]) == 3
    assert "file/out: Not a directory" in capsys.readouterr().err
    for workers in ("0", "-1", "many"):
        with pytest.raises(SystemExit, match="2"):
            fleet.main([*command, str(checkouts / "out"), "--workers", workers])
        assert "invalid number of workers" in capsys.readouterr().err


def test_a_list_may_hold_any_path(tmp_path):
    (tmp_path / "list").write_bytes(os.fsencode(tmp_path) + b"/gr\xfcn\n")
    [repository] = fleet.read_list(str(tmp_path / "list"))
    assert repository.folder == f"{tmp_path}/gr\udcfcn"


@needs_dask
def test_a_fleet_that_is_interrupted(checkouts):
    """Ctrl-C reaches every process of the terminal's group; one line says how it goes on."""
    command = [sys.executable, "-m", "dtlslint.fleet", "list", "--output", "out", "--workers", "1"]
    for number in range(200):
        (checkouts / f"org/found/src/a{number}.c").write_text(IGNORED * 40)
    process = subprocess.Popen(
        command,
        cwd=checkouts,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    # The missing checkout is told of when the cluster is up and the first files are on their way.
    assert any("no such folder" in line for line in process.stderr)
    os.killpg(process.pid, signal.SIGINT)
    rest = process.communicate(timeout=120)[1]
    assert process.returncode == 130
    # A worker that was still starting may have words of its own; ours is there and is one line.
    assert "dtlslint: interrupted; the next run goes on from here" in rest.splitlines()


@needs_dask
def test_a_fleet_is_scanned_and_taken_up_again(checkouts):
    command = [sys.executable, "-m", "dtlslint.fleet", "list", "--output", "out", "--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    def scan(*more):
        done = subprocess.run(
            [*command, *more],
            cwd=checkouts,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        return done.returncode, done.stderr

    code, told = scan()
    assert code == 3, told
    assert "org__found: findings: 1, files: 1, " in told
    assert "org__missing: no such folder" in told
    written = {path.name for path in (checkouts / "out").iterdir()}
    assert written == {"org__found.sarif", "org__clean.sarif", "org__wrong.sarif"}
    [run] = json.loads((checkouts / "out/org__wrong.sarif").read_text())["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False
    (checkouts / "out/org__found.sarif").write_text("cut off")
    code, told = scan()
    assert "2 of 4 were done before" in told
    assert "[1/2]" in told
    assert "org__found: findings: 1" in told


#: Scans one checkout with a task of the test's own, given as text.
_SCRIPT = """\
import os, sys
import dask, distributed
from dtlslint import fleet
dask.config.set({{'distributed.scheduler.allowed-failures': 0}})
real = fleet.check_batch
{task}
if __name__ == '__main__':
    fleet.check_batch = task
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1,
            dashboard_address=None) as cluster, distributed.Client(cluster) as client:
        for done in fleet.scan([fleet.Repository(sys.argv[1])], client, 1):
            for result in done.results:
                print(result.path, len(result.reports), result.failure)
"""


def scan_with(checkouts, task):
    """The lines of results for a checkout of ``a.c`` and ``bad.c``."""
    script = checkouts / "script.py"
    script.write_text(_SCRIPT.format(task=task))
    folder = checkouts / "org/found"
    (folder / "src/bad.c").write_text(IGNORED)
    done = subprocess.run(
        [sys.executable, str(script), str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    print(done.stderr)
    return sorted(done.stdout.splitlines())


@needs_dask
def test_a_file_that_kills_its_worker_costs_itself_alone(checkouts):
    """A batch whose worker dies comes back as single files."""
    task = """\
def task(folder, paths):
    if any(path.endswith('bad.c') for path in paths):
        os._exit(1)
    return real(folder, paths)
"""
    lines = scan_with(checkouts, task)
    assert lines == ["src/a.c 1 ", "src/bad.c 0 not analysed: KilledWorker"]


@needs_dask
def test_a_file_that_takes_too_long_costs_itself_alone(checkouts):
    """The limit holds in the threads in which a worker runs its tasks."""
    task = """\
def task(folder, paths):
    from dtlslint import engine
    from dtlslint.checks import run
    engine.MAX_SECONDS = 1
    analyse = run.analyse
    def slow(path, *rest):
        while path.endswith('bad.c'):
            pass
        return analyse(path, *rest)
    run.analyse = slow
    return real(folder, paths)
"""
    lines = scan_with(checkouts, task)
    assert lines == ["src/a.c 1 ", "src/bad.c 0 not analysed: took over 1 seconds"]
