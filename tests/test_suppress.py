"""What the code itself says to leave out, and what it says in vain."""

import pytest

from dtlslint.engine import check_bytes
from dtlslint.settings import Settings

pytestmark = pytest.mark.usefixtures("fake_checks")


def found(text, **values):
    """``(line, code)`` of what is reported for a text."""
    settings = Settings({key.replace("_", "-"): value for key, value in values.items()})
    result = check_bytes("a.cpp", text.encode(), settings)
    assert not result.failure
    return [(report.line, report.code) for report in result.reports]


HIDDEN = {
    "on the line": "BAD201; // dtlslint: ignore[DTL201] why",
    "in a block comment": "BAD201; /* dtlslint: ignore[DTL201] */",
    "before the code": "/* dtlslint: ignore[DTL201] */ BAD201;",
    "alone above": "// dtlslint: ignore[DTL201]\nBAD201;",
    "above with more comments": "// dtlslint: ignore[DTL201]\n// TODO\n/* a\n b */\nBAD201;",
    "all codes": "BAD201 BAD301; // dtlslint: ignore",
    "a list": "BAD201 BAD301; // dtlslint: ignore[DTL201, DTL301]",
    "a hook": "BAD201; // dtlslint: ignore[unchecked-result]",
    "a start": "BAD201 BAD204; // dtlslint: ignore[DTL2..]",
    "the file": "BAD201;\n\n// dtlslint: ignore-file[DTL201] legacy\nBAD201;",
    "the whole file": "BAD201;\nBAD301; /* dtlslint: ignore-file */",
    "NOLINT by code": "BAD201; // NOLINT(DTL201)",
    "NOLINT by hook": "BAD201; // NOLINT(dtlslint-unchecked-result)",
    "NOLINT by bare hook": "BAD201; // NOLINT(unchecked-result)",
    "NOLINT all of ours": "BAD201 BAD301; // NOLINT(cert-err33-c,dtlslint-*)",
    "NOLINTNEXTLINE": "// NOLINTNEXTLINE(dtlslint-DTL201)\nBAD201;",
    "NOLINTBEGIN": "// NOLINTBEGIN(DTL201)\nBAD201;\nBAD201;\n// NOLINTEND(DTL201)\n",
    "NOLINTBEGIN within one of its name": "// NOLINTBEGIN(DTL201)\n// NOLINTBEGIN(DTL201)\n"
    "BAD201;\n// NOLINTEND(DTL201)\n",
    "a range inside of the file's own": "// dtlslint: ignore-file[DTL201]\nBAD201;\n"
    "// NOLINTBEGIN(DTL201)\nBAD201;\n// NOLINTEND(DTL201)\nBAD201;",
    "NOLINTBEGIN without an end": "// NOLINTBEGIN(DTL201)\nBAD201;\n",
    "after a character and a separator": "x = '\"' + 1'000; BAD201; // dtlslint: ignore[DTL201]",
    "a raw string does not hide the comment": 'x = R"(")"; BAD201; // dtlslint: ignore[DTL201]',
    "a continued comment": "BAD201; // why \\\n dtlslint: ignore[DTL201]",
    "a comment that goes on below": "BAD201; /* dtlslint: ignore[DTL201]\n why */",
    "a comment that began above": "/* why\n dtlslint: ignore[DTL201] */ BAD201;",
    "CRLF": "// dtlslint: ignore[DTL201]\r\nBAD201;\r\n",
    "CR only": "// dtlslint: ignore[DTL201]\rBAD201;\r",
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_hidden(text):
    assert found(text) == []


SHOWN = {
    "another code": ("BAD201; // dtlslint: ignore[DTL202]", [(1, "DTL201"), (1, "DTL001")]),
    "the line below": ("// dtlslint: ignore[DTL201]\n\nBAD201;", [(1, "DTL001"), (3, "DTL201")]),
    "two lines below": (
        "// dtlslint: ignore[DTL201]\nBAD201;\nBAD201;",
        [(3, "DTL201")],
    ),
    "beside code only that line": (
        "x; // dtlslint: ignore[DTL201]\nBAD201;",
        [(1, "DTL001"), (2, "DTL201")],
    ),
    "in a string": ('f("// dtlslint: ignore[DTL201]"); BAD201;', [(1, "DTL201")]),
    "in a raw string": ('f(R"x(\n// dtlslint: ignore)x"); BAD201;', [(2, "DTL201")]),
    "bare NOLINT": ("BAD201; // NOLINT", [(1, "DTL201")]),
    "NOLINT of another tool": ("BAD201; // NOLINT(cert-err33-c)", [(1, "DTL201")]),
    "after NOLINTEND": (
        "// NOLINTBEGIN(DTL201)\nBAD201;\n// NOLINTEND(DTL201)\nBAD201;",
        [(4, "DTL201")],
    ),
    "an END of another name": (
        "// NOLINTBEGIN(DTL201)\nBAD201;\n// NOLINTEND(DTL301)\nBAD201;",
        [],
    ),
    "unknown code": ("BAD201; // dtlslint: ignore[DTL299]", [(1, "DTL201"), (1, "DTL002")]),
    "unknown hook": ("x; // NOLINT(dtlslint-nonsense)", [(1, "DTL002")]),
    "unused NOLINT": ("x; // NOLINT(DTL201)", [(1, "DTL001")]),
    "one of two is of use": ("BAD201; // dtlslint: ignore[DTL201,DTL301]", [(1, "DTL001")]),
    "unused ignore-file": ("x;\n// dtlslint: ignore-file[DTL3]", [(2, "DTL001")]),
    "unused ignore of all": ("x; // dtlslint: ignore", [(1, "DTL001")]),
}


@pytest.mark.parametrize(("text", "expected"), SHOWN.values(), ids=SHOWN)
def test_shown(text, expected):
    assert found(text) == expected


def test_an_ignore_of_a_check_that_did_not_run_is_not_judged():
    assert found("x; // dtlslint: ignore[DTL201]", select=("resource-leak",)) == []
    assert found("x; // dtlslint: ignore", select=("resource-leak",)) == []


def test_reports_about_ignores_can_be_ignored():
    assert found("x; // dtlslint: ignore[DTL201]", ignore=("DTL001",)) == []
    assert found("// dtlslint: ignore-file[DTL001]\nx; // dtlslint: ignore[DTL201]") == []


def test_unknown_names_come_with_a_suggestion():
    result = check_bytes("a.c", b"// dtlslint: ignore[unchecked-reslt]\n", Settings())
    assert result.reports[0].message == (
        "no hook or code is named 'unchecked-reslt' (did you mean 'unchecked-result'?)"
    )


def test_a_finding_over_several_lines_is_hidden_from_its_last():
    from conftest import fake_rule
    from dtlslint.source import Source
    from dtlslint.suppress import Suppressions

    text = b"f(a,\n  b,\n  c); // dtlslint: ignore[DTL201]\n"
    finding = fake_rule("DTL201").at((0, text.index(b";")), what="f")
    assert Suppressions(Source("a.c", text)).hides(finding)


def test_ignores_are_not_judged_where_the_analysis_stopped_short():
    assert found("DEEP; // dtlslint: ignore[DTL201]") == []
    assert found("DEEP; // dtlslint: ignore[DTL299]") == [(1, "DTL002")]
