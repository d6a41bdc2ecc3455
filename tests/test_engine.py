"""Whatever a file is or holds: findings, a stated skip or failure, and never an exception."""

import os
import pathlib
import stat
import threading
import time

import pytest

from dtlslint import engine, pool, thread_limit
from dtlslint.engine import check_bytes, check_file, check_files
from dtlslint.settings import Finder, Settings, SettingsError
from dtlslint.thread_limit import ThreadLimit


def codes(result):
    return [report.code for report in result.reports]


@pytest.mark.usefixtures("fake_checks")
class TestFiles:
    def test_missing(self, tmp_path):
        assert check_file(str(tmp_path / "a.c"), Settings()).failure == "No such file or directory"

    def test_folder(self, tmp_path):
        assert check_file(str(tmp_path), Settings()).failure == "not a regular file"

    def test_fifo(self, tmp_path):
        os.mkfifo(tmp_path / "a.c")
        assert check_file(str(tmp_path / "a.c"), Settings()).failure == "not a regular file"

    @pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
    def test_unreadable(self, tmp_path):
        path = tmp_path / "a.c"
        path.write_text("BAD201")
        path.chmod(0)
        assert check_file(str(path), Settings()).failure == "Permission denied"

    def test_open_that_fails(self, tmp_path, monkeypatch):
        path = tmp_path / "a.c"
        path.write_text("BAD201")

        def refuse(*args, **kwargs):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("builtins.open", refuse)
        assert check_file(str(path), Settings()).failure == "Permission denied"

    def test_a_nul_in_the_path(self):
        assert "null" in check_file("a\0.c", Settings()).failure

    def test_5_megabytes(self, tmp_path):
        path = tmp_path / "a.c"
        path.write_bytes(b"BAD201;\n" * 700_000)
        result = check_file(str(path), Settings())
        assert result.skipped == "5600000 bytes, over max-file-size (2097152)"
        assert not result.failure and not result.reports

    def test_the_cap_is_a_setting(self, tmp_path):
        path = tmp_path / "a.c"
        path.write_text("BAD201;")
        assert check_file(str(path), Settings({"max-file-size": 3})).skipped

    @pytest.mark.parametrize("name", ["a.cu", "a.mm", "a.m", "a.py"])
    def test_other_languages(self, tmp_path, name):
        path = tmp_path / name
        path.write_text("BAD201;")
        assert check_file(str(path), Settings()).skipped == "neither C nor C++"


@pytest.mark.usefixtures("fake_checks")
class TestBytes:
    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"\n",
            b"\xef\xbb\xbf",
            b"\xff\xfe",
            b"\0" * 10,
            b"(" * 100_000,
            b"{" * 100_000 + b"}" * 100_000,
            b"int f(void) { if (SSL_connect(s",
            b'"' + b"\\" * 9999,
            b"/*" * 9999,
            bytes(range(256)) * 8,
        ],
    )
    def test_nothing_found_nothing_raised(self, raw):
        result = check_bytes("a.c", raw + b" dtlslint: NOLINT(", Settings())
        assert not result.failure and not result.reports

    def test_binary_is_skipped(self):
        assert check_bytes("a.c", b"\x7fELF\0\1BAD201", Settings()).skipped == "binary file"

    def test_utf_16(self):
        result = check_bytes("a.c", "\ufeff// ü\nBAD201;".encode("utf-16-le"), Settings())
        assert [(r.line, r.column) for r in result.reports] == [(2, 1)]

    def test_latin_1_and_nul(self):
        result = check_bytes("a.c", b"/* gr\xfc\xdfe \0 */ BAD201;", Settings())
        assert [(r.line, r.column) for r in result.reports] == [(1, 15)]

    def test_same_input_same_output(self):
        raw = b"BAD201; BAD301; BAD201_note;"
        first, second = (check_bytes("a.c", raw, Settings(), identify=True) for _ in range(2))
        assert [r.fingerprint for r in first.reports] == [r.fingerprint for r in second.reports]

    def test_out_of_memory(self, monkeypatch):
        def hungry(*args):
            raise MemoryError

        monkeypatch.setattr(engine, "_analyse", hungry)
        assert check_bytes("a.c", b"x", Settings()).failure == "not analysed: out of memory"

    def test_debugging_lets_failures_through(self, monkeypatch):
        monkeypatch.setenv("DTLSLINT_DEBUG", "1")
        with pytest.raises(RuntimeError):
            check_bytes("a.c", b"RAISE", Settings())

    def test_time_limit(self, monkeypatch):
        monkeypatch.setattr(engine, "MAX_SECONDS", 0.05)
        failure = check_bytes("a.c", b"SLEEP", Settings()).failure
        assert failure == "not analysed: took over 0.05 seconds"

    def test_time_limit_in_a_thread(self, monkeypatch):
        monkeypatch.setattr(engine, "MAX_SECONDS", 0.05)
        texts = [b"BAD201", b"SLEEP", b"BAD201"]
        results = in_thread(lambda: [check_bytes("a.c", text, Settings()) for text in texts])
        assert results[1].failure == "not analysed: took over 0.05 seconds"
        assert [len(result.reports) for result in results] == [1, 0, 1]

    def test_wrong_selectors_are_the_users_error(self):
        with pytest.raises(SettingsError):
            check_bytes("a.c", b"x", Settings({"select": ("nonsense",)}))

    def test_per_path(self):
        settings = Settings(
            {
                "per-path-ignores": {"tests": ("DTL201",)},
                "per-path-severities": {"*.h": {"DTL301": "note"}},
            }
        )
        assert codes(check_bytes("src/a.c", b"BAD201 BAD301", settings)) == ["DTL201", "DTL301"]
        assert codes(check_bytes("tests/a.c", b"BAD201 BAD301", settings)) == ["DTL301"]
        assert check_bytes("a.h", b"BAD301", settings).reports[0].severity == "note"
        assert check_bytes("a.c", b"BAD301", settings).reports[0].severity == "warning"


class TestPrefilter:
    def test_rejected(self, monkeypatch):
        monkeypatch.setattr(engine, "_analyse", None)  # would raise
        assert not check_bytes("a.c", b"int main(void) { return 0; }", Settings()).reports

    @pytest.mark.parametrize(
        "values",
        [
            {"contracts": {"my_open": {}}},
            {"aliases": {"my_open": "SSL_new"}},
            {"assertions": ("my_open",)},
        ],
    )
    def test_names_of_the_settings_pass(self, values, tmp_path):
        path = tmp_path / "a.c"
        path.write_text("void f(void) { my_open(); }")
        assert engine.survives(str(path), Settings(values))
        assert not engine.survives(str(path), Settings())


def test_the_way_to_the_repository_makes_no_test(fake_checks, tmp_path, monkeypatch):
    (tmp_path / "tests" / "project" / ".git").mkdir(parents=True)
    path = str(tmp_path / "tests" / "project" / "a.c")
    assert not engine._options(path, Settings()).is_test_path
    monkeypatch.chdir(tmp_path / "tests" / "project")
    assert engine._options("fuzz/a.c", Settings()).is_test_path


def test_test_paths():
    assert engine.is_test_path("a/tests/b.c")
    assert engine.is_test_path("fuzz/b.c")
    assert not engine.is_test_path("a/test.c")
    assert not engine.is_test_path("latest/a.c")


@pytest.mark.usefixtures("fake_checks")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
class TestPool:
    @pytest.fixture
    def tree(self, tmp_path):
        paths = []
        for number in range(40):
            path = tmp_path / f"{number:02}.c"
            path.write_text(f"{' ' * (number % 7)}BAD201;" * (number % 5))
            paths.append(str(path))
        return paths

    def test_order_and_content_are_those_of_one_process(self, tree):
        finder = Finder(nothing=True)
        alone = list(check_files(tree, finder, True, jobs=1))
        shared = list(check_files(tree, finder, True, jobs=3))
        assert [r.path for r in shared] == tree
        assert [[(p.line, p.fingerprint) for p in r.reports] for r in shared] == [
            [(p.line, p.fingerprint) for p in r.reports] for r in alone
        ]

    def test_a_worker_that_dies_costs_one_file(self, tree):
        for index in (3, 20):
            with open(tree[index], "w") as file:
                file.write("DIE")
        results = list(check_files(tree, Finder(nothing=True), jobs=2))
        failed = [n for n, result in enumerate(results) if result.failure]
        assert failed == [3, 20]
        assert results[3].failure == "not analysed: the process that analysed it died"
        assert sum(len(result.reports) for result in results) > 0

    def test_a_stuck_worker_costs_one_file(self, tree, monkeypatch):
        monkeypatch.setattr(engine, "TimeLimit", _NoLimit)
        monkeypatch.setattr(pool, "MAX_SECONDS", 0.2)
        monkeypatch.setattr(pool, "GRACE", 0.1)
        with open(tree[5], "w") as file:
            file.write("SLEEP")
        results = list(check_files(tree, Finder(nothing=True), jobs=2))
        assert [n for n, result in enumerate(results) if result.failure] == [5]

    @pytest.mark.parametrize("granted", [0, 1])
    def test_a_system_that_grants_few_processes(self, tree, monkeypatch, granted):
        alone = list(check_files(tree, Finder(nothing=True), jobs=1))
        fork, forks = os.fork, []

        def refuse():
            forks.append(1)
            if len(forks) > granted:
                raise BlockingIOError(11, "Resource temporarily unavailable")
            return fork()

        monkeypatch.setattr(os, "fork", refuse)
        shared = list(check_files(tree, Finder(nothing=True), jobs=3))
        assert [(r.path, len(r.reports), r.failure) for r in shared] == [
            (r.path, len(r.reports), r.failure) for r in alone
        ]

    def test_a_worker_with_time_left_is_waited_for(self):
        worker = pool._Worker(os.getpid(), -1, -1)
        worker.start = worker.seen = pool.processor_time(os.getpid())
        while pool.processor_time(os.getpid()) == worker.seen:
            pass
        assert worker.is_slow_alone()
        assert not worker.is_slow_alone()  # it did nothing since
        worker.start -= pool.MAX_SECONDS
        worker.seen = 0.0
        assert not worker.is_slow_alone()  # it has had its time

    def test_stopping_early_leaves_no_process(self, tree, monkeypatch):
        fork, children = os.fork, []

        def noting():
            children.append(fork())
            return children[-1]

        monkeypatch.setattr(os, "fork", noting)
        results = check_files(tree, Finder(nothing=True), jobs=2)
        next(results)
        results.close()
        assert len(children) == 2
        for child in children:
            with pytest.raises(ChildProcessError):
                os.waitpid(child, os.WNOHANG)

    def test_unreadable_among_many(self, tree):
        os.unlink(tree[7])
        results = list(check_files(tree, Finder(nothing=True), jobs=2))
        assert results[7].failure == "No such file or directory"
        assert len(results) == 40


INTERRUPTED = """
import sys, time, types
import dtlslint.engine as engine
module = types.ModuleType("dtlslint.checks.run")
module.analyse = lambda *args: (print("begun", flush=True), time.sleep(30))
module.Options = types.SimpleNamespace
sys.modules["dtlslint.checks.run"] = module
engine.wants = lambda data, hooks: True
from dtlslint.cli import main
sys.exit(main())
"""


def living(group):
    """The processes of a group that have not ended (nobody may reap the orphans of a container)."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, process_group = path.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(process_group) == group and state != "Z":
            found.append(path.parent.name)
    return found


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc")
@pytest.mark.parametrize("count", [1, 40])
def test_ctrl_c(tmp_path, count):
    import signal
    import subprocess
    import sys

    for number in range(count):
        (tmp_path / f"{number}.c").write_text("x")
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, "--jobs=2", "."],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=10)
    assert (process.returncode, told) == (130, b"dtlslint: interrupted\n")
    deadline = time.monotonic() + 5
    while living(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not living(process.pid)


def in_thread(work):
    """What ``work`` gives when it runs in a thread of its own."""
    results = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    thread.join()
    return results[0]


class Rung(BaseException):
    pass


class TestThreadLimit:
    def test_another_threads_work_does_not_count(self):
        def rest():
            limit = ThreadLimit(0.1, Rung)
            time.sleep(3 * thread_limit.INTERVAL)
            limit.stop()
            return "rested"

        busy = threading.Event()
        other = threading.Thread(target=spin, args=(busy,))
        other.start()
        try:
            assert in_thread(rest) == "rested"
        finally:
            busy.set()
            other.join()

    def test_nothing_is_raised_once_it_is_stopped(self):
        def work_on():
            limit = ThreadLimit(0.1, Rung)
            limit.stop()
            burn(3 * thread_limit.INTERVAL)
            return "done"

        assert in_thread(work_on) == "done"

    def test_it_is_raised_again_when_it_was_lost(self):
        def hold_out():
            limit = ThreadLimit(0.1, Rung)
            lost = 0
            try:
                while lost < 2:
                    try:
                        burn(10)
                    except Rung:
                        lost += 1
            finally:
                limit.stop()
            return lost

        assert in_thread(hold_out) == 2


def spin(end):
    while not end.is_set():
        pass


def burn(seconds):
    """Use up this thread's own time."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


class _NoLimit:
    def __init__(self, seconds):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False


def test_reading_keeps_the_mode(tmp_path):
    from dtlslint.fixing import write

    path = tmp_path / "a.c"
    path.write_text("x")
    path.chmod(0o640)
    link = tmp_path / "link.c"
    link.symlink_to(path)
    write(str(link), b"y")
    assert path.read_text() == "y" and link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(os.listdir(tmp_path)) == ["a.c", "link.c"]
