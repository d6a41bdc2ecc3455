"""Each format against a golden file, and the rules that its readers hold it to.

``UPDATE_GOLDEN=1 python -m pytest tests/test_outputs.py`` rewrites the files.
"""

import json
import os
import re
from urllib.parse import quote

import jsonschema
import pytest

from conftest import ROOT
from dtlslint import catalogue
from dtlslint.engine import check_bytes
from dtlslint.output import github, gitlab, sarif, text
from dtlslint.output import json as json_output
from dtlslint.output.plain import source_line, words
from dtlslint.settings import Settings

GOLDEN = ROOT / "tests" / "golden"

SAMPLE = b"\r\n".join(
    [
        b"#include <openssl/ssl.h>",
        b"",
        b"static int first_one(SSL *s)",
        b"{",
        b"\tBAD201_note(s);\t/* tabs */",
        b'\tputs("gr\xc3\xbc\xc3\x9fe \xe6\xbc\xa2\xe5\xad\x97"); BAD301_if();',
        b'\tputs("latin gr\xfc\xdfe"); BAD202();',
        b'\tputs("\x1b[31mred\x07 \xe2\x80\xae"); BAD401();',
        b"\tx = " + b"1 + " * 60 + b"BAD803() + " + b"1 + " * 60 + b"1;",
        b"\tBAD301_if(); BAD301_if();",
        b"}",
        b"int other(void)",
        b"{",
        b"\tBAD201();",
        b"}",
        b"",
    ]
)


@pytest.fixture
def reports(fake_checks, tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return check_bytes("src/odd,100%:name.c", SAMPLE, Settings(), identify=True).reports


def check_golden(name, content):
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(content, encoding="utf-8")
    assert content == path.read_text(encoding="utf-8")


class TestText:
    def test_golden(self, reports):
        check_golden("sample.txt", "".join(text.render(report) for report in reports))

    def test_golden_in_colour(self, reports):
        content = text.render(reports[0], colour=True)
        check_golden("colour.txt", content.replace("\x1b", "ESC"))
        assert re.sub("\x1b\\[[0-9;]*m", "", content) == text.render(reports[0])

    def test_golden_with_links(self, reports, monkeypatch):
        monkeypatch.setattr(catalogue, "_FOLDERS", (str(ROOT / "hooks"),))
        content = text.render(reports[0], colour=True, links=True)
        start = f"file://{quote(os.uname().nodename)}{quote(str(ROOT))}/"
        check_golden("links.txt", content.replace(start, "PLACE/").replace("\x1b", "ESC"))

    def test_nothing_that_a_terminal_obeys(self, reports):
        shown = "".join(text.render(report) for report in reports)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)

    def test_caret_stands_under_the_column(self, reports):
        for report in reports:
            lines = text.render(report).splitlines()
            source, caret = lines[1], lines[2]
            before = source[: caret.index("^")] if "\u6f22" not in source else None
            if before is not None:
                assert source[len(before) :].startswith("BAD")
                assert before.count("\t") == caret.count("\t")

    def test_long_lines_are_cut(self, reports):
        shown = next(text.render(r) for r in reports if r.code == "DTL803").splitlines()[1]
        assert len(shown) <= text.MAX_LINE + len("    9 | ") and "BAD803" in shown

    def test_names_of_files_are_made_harmless(self, fake_checks):
        report = check_bytes("a\x1b[2J\nb\udcff.c", b"BAD201", Settings()).reports[0]
        first = text.render(report).splitlines()[0]
        assert first.startswith("a\\x1b[2J\\x0ab?.c:1:1: error: ")

    def test_a_span_over_lines_is_marked_to_the_end_of_its_first(self, reports):
        report = reports[0]
        report.end_line, report.end_column = report.line + 2, 1
        marks = text.render(report).splitlines()[2].strip(" |\t")
        assert marks == "^" + "~" * (len("BAD201_note(s);\t/* tabs */") - 1)


def test_plain():
    assert words("a\x1bb\tc\u202e") == "a\\x1bb\\tc\\u202e"
    assert source_line("a\x1bb\tc") == "a\ufffdb\tc"


class TestJson:
    FIELDS = [
        "path", "line", "column", "end_line", "end_column", "code", "rule", "hook", "severity",
        "message", "configuration", "notes", "fingerprint",
    ]  # fmt: skip

    def test_golden(self, reports):
        check_golden("sample.json", json_output.render(reports))

    def test_fields(self, reports):
        for entry in json.loads(json_output.render(reports)):
            assert list(entry) == self.FIELDS
            for note in entry["notes"]:
                assert list(note) == ["path", "line", "column", "message"]

    def test_no_findings_is_an_empty_array(self):
        assert json.loads(json_output.render([])) == []

    def test_paths_that_are_no_text(self, fake_checks):
        reports = check_bytes("a\udcff.c", b"BAD201", Settings(), identify=True).reports
        for render in (json_output.render, gitlab.render, github.render, sarif.render):
            render(reports).encode("utf-8")
        assert json.loads(json_output.render(reports))[0]["path"] == "a\ufffd.c"


class TestGithub:
    def test_golden(self, reports):
        check_golden("sample.github", github.render(reports))

    def test_one_command_a_line_whatever_the_text_says(self, reports):
        reports[0].message = "first\n::error::second % \r"
        lines = github.render(reports).splitlines()
        assert len(lines) == len(reports)
        assert all(re.match("::(error|warning|notice) file=", line) for line in lines)
        assert "first%0A::error::second %25 %0D" in lines[0]
        assert "file=src/odd%2C100%25%3Aname.c," in lines[0]


class TestGitlab:
    def test_golden(self, reports):
        check_golden("sample.gitlab.json", gitlab.render(reports))

    def test_fingerprints_are_unique(self, reports):
        issues = json.loads(gitlab.render(reports))
        assert len({issue["fingerprint"] for issue in issues}) == len(issues)
        assert {issue["severity"] for issue in issues} <= {"info", "minor", "major", "critical"}


#: What SARIF 2.1.0 (OASIS standard, sections 3.13 to 3.52) demands of the parts that we write.
_MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
_LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "message": _MESSAGE,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {
                        "uri": {"type": "string", "pattern": "^[!-~]+$"},
                        "uriBaseId": {"type": "string"},
                    },
                    "additionalProperties": False,
                },
                "region": {
                    "type": "object",
                    "required": ["startLine"],
                    "properties": {
                        name: {"type": "integer", "minimum": 1}
                        for name in ("startLine", "startColumn", "endLine", "endColumn")
                    }
                    | {"snippet": _MESSAGE},
                    "additionalProperties": False,
                },
            },
        },
    },
}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_FLOW = {
    "type": "object",
    "required": ["threadFlows"],
    "properties": {
        "threadFlows": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["locations"],
                "properties": {
                    "locations": {
                        "type": "array",
                        "minItems": 1,
                        "items": {"properties": {"location": _LOCATION}},
                    }
                },
            },
        }
    },
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "properties": {
                                "message": _MESSAGE,
                                "level": _LEVEL,
                                "locations": {"type": "array", "items": _LOCATION},
                                "relatedLocations": {"type": "array", "items": _LOCATION},
                                "codeFlows": {"type": "array", "items": _FLOW},
                                "partialFingerprints": {
                                    "type": "object",
                                    "additionalProperties": {"type": "string"},
                                },
                            },
                        },
                    },
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": _MESSAGE,
                                                "fullDescription": _MESSAGE,
                                                "help": _MESSAGE,
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                },
            },
        },
    },
}


class TestSarif:
    @pytest.fixture
    def log(self, reports):
        return json.loads(sarif.render(reports))

    def test_golden(self, log):
        run = log["runs"][0]
        results = json.dumps({"results": run["results"], "columnKind": run["columnKind"]}, indent=2)
        check_golden("sample.sarif.json", re.sub(r'"ruleIndex": \d+', '"ruleIndex": 0', results))

    def test_structure(self, log):
        jsonschema.validate(log, SARIF)

    def test_rules(self, log):
        rules = log["runs"][0]["tool"]["driver"]["rules"]
        for result in log["runs"][0]["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for rule in rules:
            properties = rule["properties"]
            assert "security" in properties["tags"]
            assert 0 <= float(properties["security-severity"]) <= 10
            assert rule["help"]["markdown"] and rule["name"].isalnum()

    def test_columns_are_code_points(self, log):
        by_line = {
            result["locations"][0]["physicalLocation"]["region"]["startLine"]: result
            for result in log["runs"][0]["results"]
        }
        region = by_line[6]["locations"][0]["physicalLocation"]["region"]
        line = SAMPLE.split(b"\r\n")[5].decode()
        assert line[region["startColumn"] - 1 :].startswith("BAD301")
        assert line[: region["endColumn"] - 1].endswith("_if")

    def test_notes_become_a_flow(self, log):
        result = next(r for r in log["runs"][0]["results"] if "codeFlows" in r)
        steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
        lines = [s["location"]["physicalLocation"]["region"]["startLine"] for s in steps]
        assert lines == [1, 5]

    def test_uris(self, fake_checks):
        for path, uri in {"./a b.c": "a%20b.c", "/tmp/ü.c": "file:///tmp/%C3%BC.c"}.items():
            reports = check_bytes(path, b"BAD201", Settings(), identify=True).reports
            result = json.loads(sarif.render(reports))["runs"][0]["results"][0]
            assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
