"""Every row against the prototypes of the installed headers."""

from __future__ import annotations

import shutil

import pytest

import check_prototypes
import version_sources
from dtlslint.contracts import lookup, names

pytestmark = pytest.mark.skipif(
    not version_sources.version_text().startswith("3.0.") or not shutil.which("gcc"),
    reason="needs gcc and the headers of OpenSSL 3.0",
)


def test_no_row_contradicts_its_prototype() -> None:
    assert check_prototypes.check() == []


def test_nearly_every_row_has_a_prototype() -> None:
    known = check_prototypes.prototypes()
    undeclared = [n for n in names() if n not in known and not n.startswith(("sk_", "lh_"))]
    here = [n for n in undeclared if (row := lookup(n)) and not row.removed and row.kind != "macro"]
    assert len(here) < 0.02 * len(names()), here


def test_a_wrong_row_is_found() -> None:
    prototype = check_prototypes.Prototype("int", ["SSL *s", "int n"])
    row = {"returns": "pointer", "nonnull": [2], "roles": {"3": "len"}}
    assert list(check_prototypes.complaints(row, prototype)) == [
        "returns pointer, declared int",
        "argument 2 is no pointer: int n",
        "argument 3 of 2",
    ]
