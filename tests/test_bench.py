"""The account keeping of bench/: matching findings, scores, extraction, and the judge of fixes."""

from __future__ import annotations

import dataclasses
import importlib
import io
import sys
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parent.parent / "bench"


def load(name: str) -> ModuleType:
    """A program of bench/, which is no package: its modules find each other by their folder."""
    if str(BENCH) not in sys.path:
        sys.path.append(str(BENCH))
    return importlib.import_module(name)


review = load("corpus_review")
fetching = load("corpus_fetch")
corpus = load("corpus")
fixes = load("real_fixes")
python_corpus = load("python_corpus")


def row(line: int, text: str, **more: str) -> object:
    more = {"project": "p", "version": "1", "path": "a.c", "code": "DTL201", **more}
    return review.Row(
        line=line, key=review.line_key(text), severity=more.pop("severity", ""), **more
    )


def test_line_key_ignores_white_space_only() -> None:
    assert review.line_key("\tRAND_bytes(b,  16);") == review.line_key("RAND_bytes(b, 16);\r")
    assert review.line_key("RAND_bytes(b, 16);") != review.line_key("RAND_bytes(b, 32);")
    assert review.line_key("  \t") == ""


def test_match_follows_a_moved_line_and_uses_each_twin_once() -> None:
    known = [row(10, "f();"), row(50, "f();"), row(70, "g();")]
    found = [row(13, "f();"), row(55, "f();"), row(80, "f();"), row(70, "h();")]
    assert review.match(found, known) == {0: 0, 1: 1}


def test_match_needs_the_same_line_without_a_key() -> None:
    known = [review.Row("p", "1", "a.c", 10, "DTL201")]
    assert review.match([row(10, "f();")], known) == {0: 0}
    assert review.match([row(11, "f();")], known) == {}


def test_match_keeps_code_path_and_project_apart() -> None:
    known = [row(1, "f();")]
    for other in ({"code": "DTL202"}, {"path": "b.c"}, {"project": "q"}):
        assert review.match([row(1, "f();", **other)], known) == {}


def test_came_and_went_looks_at_projects_that_ran() -> None:
    known = [row(1, "f();"), row(1, "f();", project="other")]
    came, went = review.came_and_went([row(2, "new();")], known, {"p"})
    assert [r.line for r in came] == [2]
    assert [r.project for r in went] == ["p"]


def test_precision_counts_only_failing_severities_and_tells_unreviewed() -> None:
    found = [row(n, f"f{n}();", severity="warning") for n in range(1, 6)]
    found.append(row(9, "note();", severity="note"))
    reviewed = [
        row(1, "f1();", verdict="true"),
        row(2, "f2();", verdict="true"),
        row(3, "f3();", verdict="false"),
        row(4, "f4();", verdict="debatable"),
    ]
    score = review.scores(found, reviewed, lambda r: r.code)["DTL201"]
    assert (score.true, score.false, score.debatable, score.unreviewed) == (2, 1, 1, 1)
    assert score.precision == pytest.approx(2 / 3)
    assert score.strict == pytest.approx(2 / 4)
    assert "4 of 5 findings" in review.precision_report({"DTL201": score})


def test_precision_of_nothing_reviewed_is_unknown() -> None:
    assert review.Score(unreviewed=3).precision is None


def test_sample_is_seeded_and_skips_what_is_reviewed() -> None:
    found = [row(n, f"f{n}();", severity="error") for n in range(100)]
    drawn = review.sample(found, [], 10, seed=1)
    assert len(drawn) == 10
    assert drawn == review.sample(list(reversed(found)), [], 10, seed=1)
    assert drawn != review.sample(found, [], 10, seed=2)
    assert review.sample(found, drawn[:4], 10, seed=1) == drawn[4:]


def test_merge_replaces_an_older_verdict() -> None:
    old, other = row(1, "f();", verdict="true"), row(2, "g();", verdict="true")
    new = row(5, "f();", verdict="false", why="seen again")
    assert review.merge([old, other], [new, row(7, "h();")]) == [other, new]


def test_tables_survive_writing_and_reading(tmp_path: Path) -> None:
    rows = [row(3, "f();", verdict="false", why="a\ttab"), row(2, "g();", verdict="true")]
    path = tmp_path / "reviewed.tsv"
    review.write_table(path, rows, review.REVIEW_COLUMNS)
    again = review.read_table(path)
    assert [(r.line, r.verdict, r.why) for r in again] == [(2, "true", ""), (3, "false", "a tab")]
    path.write_text("project\tversion\tpath\tline\tcode\tverdict\np\t1\ta.c\t1\tDTL201\tmaybe\n")
    with pytest.raises(ValueError, match=r"reviewed.tsv:2"):
        review.read_table(path)


def test_density_gives_the_median_project() -> None:
    found = [row(n, f"{n}", severity="error") for n in range(4)]
    report = review.density_report(found, {"p": 1000, "q": 500, "empty": 0})
    assert report.splitlines()[-1].split()[:4] == ["2.00", "median", "of", "2"]


def test_the_reviewed_table_and_the_pins_load() -> None:
    pins = fetching.load_pins()
    assert len(pins) >= 30
    assert all(len(project.sha256) == 64 for project in pins)
    if corpus.REVIEWED.exists():
        names = {project.name for project in pins}
        table = review.read_table(corpus.REVIEWED)
        assert all(r.verdict and r.why and r.project in names for r in table)


def test_debian_versions_lose_epoch_and_revision() -> None:
    assert fetching.upstream_version("1:9.2p1-2+deb12u3") == "9.2p1"
    assert fetching.upstream_version("4.6.1-1") == "4.6.1"
    assert fetching.upstream_version("1.12-a-3") == "1.12-a"


def test_only_tls_code_of_the_project_itself_is_kept() -> None:
    project = fetching.Project("p", "1", "npm", "p", paths=("src/*",), skip=("src/test/*",))
    assert project.wants("src/a/tls.cc")
    for path in ("lib/tls.cc", "src/test/t.c", "src/a.py", "src/boringssl/ssl.c"):
        assert not project.wants(path)
    assert fetching.is_tls_code(b'#include "openssl/ssl.h"\n')
    assert fetching.is_tls_code(b"  q_SSL_new(ctx)")
    assert not fetching.is_tls_code(b"int ssl = 1; SSL_new_thing x;")


def test_extraction_strips_the_first_folder_and_never_climbs_out(tmp_path: Path) -> None:
    archive = tmp_path / "p_1.orig.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for name in ("p-1/src/tls.c", "p-1/../../evil.c", "/abs/evil.c", "p-1/src/plain.c"):
            data = b"int x;" if name.endswith("plain.c") else b"SSL_new(ctx);"
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    project = fetching.Project("p", "1", "npm", "p")
    assert fetching.extract(project, [archive], tmp_path / "out") == 1
    kept = list(tmp_path.rglob("*.c"))
    assert kept == [tmp_path / "out/src/tls.c"]


FAKE_LINTER = """
import json, pathlib, sys
findings = []
given = pathlib.Path(sys.argv[1])
for path in sorted(given.rglob("*.c")) if given.is_dir() else [given]:
    for number, line in enumerate(path.read_text().split("\\n"), 1):
        if line.strip().startswith("RAND_bytes"):
            findings.append(dict(path="./" + str(path), line=number, code="DTL201",
                                 severity="error", message="ignored"))
print(json.dumps(findings))
"""


def test_run_diff_and_merge_end_to_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    linter = tmp_path / "linter.py"
    linter.write_text(FAKE_LINTER)
    pins = tmp_path / "pins.toml"
    pins.write_text('[[project]]\nname = "p"\nversion = "1"\nkind = "npm"\n')
    source = tmp_path / "src/p/a.c"
    source.parent.mkdir(parents=True)
    source.write_text("void f(void) {\n  RAND_bytes(b, 16);\n}\n")
    monkeypatch.setattr(corpus, "REVIEWED", tmp_path / "reviewed.tsv")
    common = ["--cache", str(tmp_path), "--pins", str(pins)]
    assert corpus.main(["run", *common, "--command", f"{sys.executable} {linter}"]) == 0
    todo = tmp_path / "todo.tsv"
    assert corpus.main(["sample", *common, "--out", str(todo)]) == 0
    judged = review.fill_keys(review.read_table(todo), lambda r: "")
    judged = [review.replace(r, verdict="true", why="bare statement") for r in judged]
    review.write_table(todo, judged, review.REVIEW_COLUMNS)
    assert corpus.main(["merge", *common, str(todo)]) == 0
    capsys.readouterr()
    assert corpus.main(["diff", *common]) == 0
    assert "0 came, 0 went" in capsys.readouterr().out
    assert corpus.main(["precision", *common]) == 0
    assert "100%" in capsys.readouterr().out
    assert corpus.main(["run", *common, "nosuch"]) == 2


BEFORE = """static int
f(int n)
{
    RAND_bytes(b, n);
    return 0;
}
"""
AFTER = """int f(int n);

static int
f(int n)
{
    if (RAND_bytes(b, n) != 1)
        return -1;
    return 0;
}

int g(void) {
    RAND_bytes(c, 1);
}
"""


def test_function_lines_skips_prototypes_and_calls() -> None:
    lines = AFTER.split("\n")
    assert sorted(fixes.function_lines(lines, "f")) == list(range(4, 10))
    assert sorted(fixes.function_lines(lines, "g")) == [11, 12, 13]
    assert fixes.function_lines(lines, "h") == frozenset()


def test_qualified_functions_are_told_apart() -> None:
    lines = ["int A::f() {", "  a();", "}", "int B::f() {", "  b();", "}"]
    assert sorted(fixes.function_lines(lines, "B::f")) == [4, 5, 6]


def test_a_file_that_was_not_analysed_is_never_silent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "fixes.tsv"
    table.write_text("id\tpath\tfunction\tcodes\tbefore_line\nx\ta.c\tf\tDTL201\t4\n")
    for side in ("before", "after"):
        (tmp_path / "x" / side).mkdir(parents=True)
        (tmp_path / "x" / side / "a.c").write_text(BEFORE)
    failing = f"{sys.executable} -c 'print([]); raise SystemExit(3)'"
    assert fixes.main([str(table), str(tmp_path), "--command", failing]) == 1
    assert "1 not analysed" in capsys.readouterr().out


def test_macro_definitions_are_found_and_conditions_are_not() -> None:
    lines = ["METHOD(rng_t, get, bool,", "\tthis_t *this)", "{", "\treturn f(this);", "}"]
    lines += ["int other(void)", "{", "\tif (!get(1))", "\t{", "\t\treturn 0;", "\t}", "}"]
    assert sorted(fixes.function_lines(lines, "get")) == [1, 2, 3, 4, 5]


def fix(**more: object) -> object:
    base = {"id": "x", "path": "a.c", "function": "f", "codes": frozenset({"DTL201"})}
    return fixes.Fix(**{**base, "lines": (4,), "others_may_remain": False, **more})


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [(4, "DTL201", "exact"), (6, "DTL201", "near"), (7, "DTL201", "no"), (4, "DTL202", "no")],
)
def test_judge_before(line: int, code: str, said: str) -> None:
    assert fixes.judge(fix(), [(line, code)], [], BEFORE, AFTER).before == said


def test_judge_after_looks_at_the_fixed_function_only() -> None:
    verdict = fixes.judge(fix(), [(4, "DTL201")], [(12, "DTL201")], BEFORE, AFTER)
    assert verdict.passed
    verdict = fixes.judge(fix(), [(4, "DTL201")], [(6, "DTL201")], BEFORE, AFTER)
    assert verdict.remaining == (6,)
    loose = fix(others_may_remain=True)
    assert fixes.judge(loose, [(4, "DTL201")], [(6, "DTL201")], BEFORE, AFTER).passed


def test_real_fixes_runs_a_linter_over_both_versions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    linter = tmp_path / "linter.py"
    linter.write_text(FAKE_LINTER)
    table = tmp_path / "fixes.tsv"
    table.write_text(
        "id\tpath\tfunction\tcodes\tbefore_line\n"
        "x\td/a.c\tf\tDTL201\t4\nmissing\td/a.c\tf\tDTL201\t4\nother\td/a.c\tf\tDTL301\t4\n"
    )
    for side, text in (("before", BEFORE), ("after", AFTER)):
        (tmp_path / "x" / side / "d").mkdir(parents=True)
        (tmp_path / "x" / side / "d/a.c").write_text(text)
    command = f"{sys.executable} {linter}"
    arguments = [str(table), str(tmp_path), "--codes", "DTL2", "--command", command]
    assert fixes.main(arguments) == 0
    out = capsys.readouterr().out
    assert "1 passed, 0 not flagged before, 0 still flagged after, 0 not analysed, 1 not" in out


def test_critical_calls_are_found_in_code_alone() -> None:
    recall = load("recall")
    text = b"""int RAND_bytes(unsigned char *buf, int num);
#define draw(p) RAND_bytes(p, 4)
/* RAND_bytes(p, 1) */
void f(unsigned char *p) {
    log("RAND_bytes(p)");
    RAND_bytes(p, 1);
    return RAND_bytes (p, 2);
}
"""
    found = list(recall.calls(text, recall.critical_names()))
    assert found == [(6, "RAND_bytes"), (7, "RAND_bytes")]


def test_every_unflagged_call_was_judged_in_words() -> None:
    verdicts = load("recall").read_verdicts()
    assert verdicts
    assert {verdict for verdict, _ in verdicts.values()} <= {"fine", "missed"}
    assert all(why for _, why in verdicts.values())


def test_the_reviewed_python_table_holds_judged_findings_of_the_pins() -> None:
    rows = review.read_table(python_corpus.REVIEWED)
    assert rows and all(row.verdict and row.why and row.key for row in rows)
    assert {(row.project, row.version) for row in rows} <= set(python_corpus.PINS.items())
    assert not any(python_corpus.is_test(row.path) for row in rows)


def test_python_findings_are_compared_with_the_table(tmp_path: Path, monkeypatch, capsys) -> None:
    source = "import ssl\ncontext = ssl.create_default_context()\ncontext.check_hostname = False\n"
    for path in ("aiortc/src/a.py", "aiortc/tests/b.py", "aiortc/test_c.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(source)
    (tmp_path / "aiortc/old.py").write_text("print 'Python 2'\n")
    monkeypatch.setattr(python_corpus, "REVIEWED", tmp_path / "reviewed.tsv")
    review.write_table(tmp_path / "reviewed.tsv", [], review.REVIEW_COLUMNS)
    assert python_corpus.main(["diff", str(tmp_path)]) == 1
    assert "+ aiortc src/a.py:3: DTL603" in capsys.readouterr().out
    found = list(python_corpus.findings(tmp_path, "aiortc"))
    judged = [dataclasses.replace(row, verdict="true", why="so it is") for row in found]
    review.write_table(tmp_path / "reviewed.tsv", judged, review.REVIEW_COLUMNS)
    assert python_corpus.main(["diff", str(tmp_path)]) == 0
    assert python_corpus.main(["precision", str(tmp_path)]) == 0
    assert "1 of 1 findings" in capsys.readouterr().out
