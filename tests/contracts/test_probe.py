"""How functions are called by the types of their parameters, and what is made of the values."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import probe_contracts
import probe_ownership
from dtlslint.contracts.encoding import encode
from dtlslint.contracts.model import Contract, decode

needs_compiler = pytest.mark.skipif(
    not shutil.which("gcc") or not Path("/usr/include/openssl/ssl.h").exists(),
    reason="needs gcc and libssl-dev",
)


def row(name: str = "f", **keys: object) -> Contract:
    return decode(name, encode(keys))


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("const X509 *x", "X509 *"),
        ("X509 **", "X509 * *"),
        ("unsigned int", "unsigned int"),
        ("unsigned int flags", "unsigned int"),
        ("time_t t", "time_t"),
        ("const unsigned char iv[16]", "unsigned char *"),
        ("struct stack_st_X509 *sk", "stack_st_X509 *"),
    ],
)
def test_parameter_types(declared: str, kind: str) -> None:
    assert probe_contracts.parameter_type(declared) == kind


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [
        ("value 1", "good"),
        ("value -1", "bad"),
        ("value 0", "neutral"),
        ("value 2", "none"),
        ("signal 11", ""),
    ],
)
def test_kinds(verdict: str, kind: str) -> None:
    contract = row(returns="int", success=[1], failure=[-1], neutral={"0": "again"})
    assert probe_contracts.kind_of(contract, verdict) == kind


def test_objects_are_made_before_the_call() -> None:
    call = probe_contracts.Call("f", ["X509_new()", "{I}", "{T}"])
    assert call.setup == "void *a1 = (void *)(X509_new()); "
    tried = list(call.expressions())
    assert tried[0] == 'f(a1, 1, "1")'
    assert 'f(a1, -1, "nosuch")' in tried
    assert any(expression.startswith("(out_of_memory = 1, f(a1") for expression in tried)
    assert tried[-1] == "f(0, 0, 0)"
    assert call.breaks(row(returns="int"), tried[-1])
    assert not call.breaks(row(returns="int", nullable=[1]), tried[-1])


def test_weights() -> None:
    owned = row(returns="pointer", acquire={"release": "X509_free"})
    lent = row(returns="pointer", returns_alias="borrowed")
    assert probe_ownership.judge(owned, ["leak 8", "leak 40", "leak 8"]) == ""
    assert probe_ownership.judge(owned, ["leak 8", "leak 40", "leak 40"])
    assert probe_ownership.judge(owned, ["clean", "clean", "clean"])
    assert probe_ownership.judge(lent, ["clean", "clean"]) == ""
    assert probe_ownership.judge(lent, ["clean", "leak 9"])
    assert probe_ownership.judge(lent, ["clean", "signal 11"]) == ""


@needs_compiler
def test_a_reversed_result_is_seen() -> None:
    wanted = ["SSL_CTX_set_tlsext_use_srtp", "SSL_CTX_set_min_proto_version"]
    seen = {
        (contract.name, probe_contracts.kind_of(contract, verdict))
        for contract, _, _, verdict in probe_contracts.probe(wanted)
    }
    assert ("SSL_CTX_set_tlsext_use_srtp", "bad") in seen
    assert {("SSL_CTX_set_min_proto_version", kind) for kind in ("good", "bad")} <= seen
    assert not any(kind == "none" for _, kind in seen)
