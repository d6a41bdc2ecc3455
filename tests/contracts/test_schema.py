"""Rows that break the schema are told by file, line, function and key."""

from __future__ import annotations

from typing import Any

import pytest

from dtlslint.contracts import cells, encoding, loading, schema, versions
from dtlslint.contracts.model import decode

STATUS = {"returns": "int", "success": [1], "failure": [0]}


@pytest.mark.parametrize(
    ("row", "key", "words"),
    [
        ({"success": [1]}, "returns", "is missing"),
        (STATUS | {"returns": "bool"}, "returns", "none of void"),
        (STATUS | {"sucess": [1]}, "sucess", "did you mean 'success'"),
        (STATUS | {"success": ["1..0"]}, "success", "no value or range"),
        (STATUS | {"success": [True]}, "success", "no value or range"),
        (STATUS | {"success": 1}, "success", "must be a list"),
        (STATUS | {"failure": ["..1"]}, "success", "share the cell(s) 1"),
        (STATUS | {"transfer": [{"arg": 0, "when": "always"}]}, "transfer", "not in 1..20"),
        (STATUS | {"transfer": [{"arg": 2}]}, "transfer", "lacks 'when'"),
        (STATUS | {"transfer": [{"arg": 2, "when": "never"}]}, "transfer", "none of always"),
        (STATUS | {"retains": [2, 2]}, "retains", "twice"),
        (STATUS | {"roles": {"two": "key"}}, "roles", "argument number"),
        (STATUS | {"roles": {"2": "keys"}}, "roles", "did you mean 'key'"),
        (STATUS | {"tags": ["verfy"]}, "tags", "did you mean 'verify'"),
        (STATUS | {"since": "eleven"}, "since", "no version"),
        (STATUS | {"note": "a | b"}, "note", "must not contain"),
        (STATUS | {"nullable": [1], "nonnull": [1]}, "nonnull", "in nullable as well"),
        (STATUS | {"version": [{"success": [0]}]}, "version", "lacks 'range'"),
        (STATUS | {"version": [{"range": "=1.0", "success": [0]}]}, "range", "no version range"),
        (STATUS | {"version": [{"range": "<1.1.0", "success": [0]}]}, "success", "share"),
        (STATUS | {"version": {"range": "<1.1.0"}}, "version", "[[NAME.version]]"),
        ({"returns": "void", "success": [1]}, "returns", "void function"),
        ({"returns": "int", "nodiscard": "must"}, "success", "needs a success set"),
        (
            {"returns": "pointer", "acquire": {"release": "f"}, "returns_alias": "static"},
            "acquire",
            "owned and an alias",
        ),
        ({"returns": "pointer", "acquire": {"also": ["f"]}}, "acquire", "lacks 'release'"),
        ({"returns": "pointer", "returns_alias": "arg0"}, "returns_alias", "none of borrowed"),
    ],
)
def test_a_broken_row(row: dict[str, Any], key: str, words: str) -> None:
    problems = schema.check(row)
    assert [problem for problem in problems if problem.key == key and words in problem.message]


@pytest.mark.parametrize("row", [3, "text", [], None])
def test_a_row_must_be_a_table(row: Any) -> None:
    assert schema.check(row)


def test_an_error_names_file_line_function_and_key() -> None:
    text = '["f"]\nreturns = "int"\n\n["g"]\nreturns = "int"\n# tags\ntags = ["x"]\n'
    with pytest.raises(loading.ContractError) as error:
        loading.parse(text, "my.toml")
    assert error.value.problems == ["my.toml:7: g: tags: unknown tag 'x'"]


def test_what_is_not_toml_is_told() -> None:
    with pytest.raises(loading.ContractError, match=r"my.toml: not TOML: .* line 1"):
        loading.parse("[f\n", "my.toml")


def test_a_row_may_use_every_key() -> None:
    row = STATUS | {
        "neutral": {"2..": "later"},
        "nodiscard": "must",
        "error_source": "err_queue",
        "effect": False,
        "tags": ["rng"],
        "out": [{"arg": 2, "release": "X_free"}, {"arg": 3, "borrowed": True}],
        "transfer": [{"arg": 4, "when": "success"}],
        "retains": [5],
        "borrows": [6],
        "releases": {"arg": 7, "null_ok": True, "scope": "chain"},
        "reuse": {"arg": 1, "on_failure": "freed_and_nulled"},
        "pair": "end",
        "same_arg_once": [2, 3],
        "advances": [2],
        "nullable": [2],
        "nonnull": [1, 3],
        "roles": {"2": "callback:verify"},
        "length_of": {"3": 2},
        "kind": "macro",
        "compare": "ordering",
        "constant": "X_OK",
        "requires": "care",
        "note": "text; with, marks = and {braces}",
        "since": "1.1.0",
        "deprecated": "3.0",
        "removed": "4.0",
        "replaced_by": "g",
        "source": "f(3)",
        "review": "source",
        "proven": True,
        "version": [{"range": "<1.1.0", "failure": ["..0"], "neutral": {}}],
    }
    assert schema.check(row) == []
    contract = decode("f", encoding.encode(row))
    assert contract.success == cells.ONE
    assert contract.failure == cells.ZERO
    assert contract.neutral == cells.ABOVE
    assert contract.critical
    assert contract.effect  # it fills out-parameters, whatever the row says
    assert contract.owned_out()[0] == (2, "X_free", False, "success")
    assert contract.transfers(4) == "success"
    assert contract.keeps(6)
    assert contract.releases == (7, True, "chain")
    assert contract.reuse == (1, "freed_and_nulled")
    assert contract.roles == {2: "callback:verify"}
    assert contract.length_of == {3: 2}
    assert contract.note == row["note"]
    assert (contract.null_allowed(2), contract.null_allowed(3)) == (True, False)
    old = contract.at_version(versions.number("1.0.2"))
    assert old.failure == cells.BELOW | cells.MINUS_ONE | cells.ZERO
    assert old.neutral == 0
    assert old.tags == contract.tags
    assert contract.at_version(versions.number("1.1.0")) is contract


def test_a_pointer_fails_by_being_null() -> None:
    contract = decode("f", encoding.encode({"returns": "pointer"}))
    assert (contract.success, contract.failure) == (cells.ABOVE, cells.ZERO)
    contract = decode("f", encoding.encode({"returns": "pointer", "failure": []}))
    assert contract.failure == 0


@pytest.mark.parametrize(
    ("true_side", "wrong"),
    [
        (cells.ONE, False),  # R == 1
        (cells.ONE | cells.ABOVE, False),  # R > 0
        (cells.BELOW | cells.MINUS_ONE | cells.ZERO, False),  # R <= 0
        (cells.ALL & ~cells.ZERO, True),  # if (R)
        (cells.ZERO, True),  # !R
        (cells.BELOW | cells.MINUS_ONE, True),  # R < 0
        (cells.MINUS_ONE, True),  # R == -1
        (cells.ALL & ~(cells.BELOW | cells.MINUS_ONE), True),  # R >= 0
    ],
)
def test_misreadings_of_a_three_way_result(true_side: int, wrong: bool) -> None:
    row = {"returns": "int", "success": [1], "failure": [0, -1]}
    contract = decode("RAND_bytes", encoding.encode(row))
    assert contract.is_three_way()
    assert contract.misreads(true_side) is wrong


@pytest.mark.parametrize(
    ("text", "cells_touched"),
    [
        ("1..", 24),
        ("..0", 7),
        ("..-1", 3),
        ("2", 16),
        ("-2", 1),
        ("0", 4),
        ("null", 4),
        ("-1..1", 14),
    ],
)
def test_cells(text: str, cells_touched: int) -> None:
    assert cells.of_text(text) == cells_touched


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.0.2g", 0x10002070), ("1.1.0", 0x10100000), ("3.0", 0x30000000), ("3.0.2", 0x30000020)],
)
def test_version_numbers(text: str, value: int) -> None:
    assert versions.number(text) == value


def test_version_ranges() -> None:
    assert versions.within(0x1010100F, ">=1.1.0,<3.0")
    assert not versions.within(0x30000000, ">=1.1.0,<3.0")
    assert versions.within(0x30000000, "<=3.0")
    assert not versions.within(0x30000000, ">3.0")


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ('["f"]\nreturns = "int"\n', "returns", 2),
        ('["f"]\nreturns = "int"\n', "", 1),
        ("[g]\na = 1\n[f]\n", "a", 3),
        ('g = {a = 1}\nf = {returns = "int"}\n', "returns", 2),
        ("[tool.dtlslint.contracts.f]\nreturns = 1\n", "returns", 2),
        ("", "returns", 0),
    ],
)
def test_the_line_of_a_key(text: str, key: str, line: int) -> None:
    assert loading.line_of(text, "f", key) == line


def test_letters_of_versions_go_on_after_z():
    assert versions.number("1.0.2a") == 0x10002010
    assert versions.number("1.0.2z") == 0x100021A0
    assert versions.number("1.0.2zg") == 0x10002210  # OpenSSL 1.0.2zg says 0x1000221f
    with pytest.raises(ValueError):
        versions.number("1that")
