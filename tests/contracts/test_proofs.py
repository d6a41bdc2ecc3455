"""The proofs of contracts: their entries fit the contracts, and a few are run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import prove_contracts
from dtlslint.contracts import cells, lookup
from dtlslint.contracts.encoding import encode
from dtlslint.contracts.model import decode
from proof_programs import BREAKS, programs_of

ENTRIES = prove_contracts.read_entries()

#: One of every ownership kind, and the results that are most often misread.
SAMPLE = """
    SSL_new BIO_new_bio_pair SSL_get0_param SSL_set_bio SSL_CTX_add_extra_chain_cert
    EVP_PKEY_assign_RSA SSL_CTX_use_certificate BIO_new_mem_buf SSL_CTX_set_alpn_protos
    DTLSv1_get_timeout SSL_shutdown SSL_get_verify_result
"""

needs_compiler = pytest.mark.skipif(
    not shutil.which("gcc") or not Path("/usr/include/openssl/ssl.h").exists(),
    reason="needs gcc and libssl-dev",
)


def test_every_entry_proves_something() -> None:
    assert prove_contracts.all_programs(ENTRIES)


def test_a_hundred_functions_and_every_kind_are_proven() -> None:
    proven = [name for name in ENTRIES if (contract := lookup(name)) and contract.proven]
    assert len(proven) >= 200
    facts = {
        program.fact
        for name in proven
        if (contract := lookup(name))
        for program in programs_of(contract, ENTRIES[name])
    }
    kinds = {"owned", "owned out", "borrowed", "transfer", "kept on failure", "retains", "borrows"}
    assert kinds <= facts


@needs_compiler
def test_proven_rows_have_an_entry_or_release_for_one() -> None:
    entries = (
        ENTRIES | prove_contracts.automatic_entries(ENTRIES) | prove_contracts.probed_entries()
    )
    lines = prove_contracts.PROVEN.read_text(encoding="utf-8").splitlines()
    for name in (line.split(":")[0] for line in lines):
        contract = lookup(name)
        assert contract is not None
        assert name in entries or contract.is_release(), name


def test_a_leak_is_what_breaks_an_owned_result() -> None:
    row = {"returns": "pointer", "acquire": {"release": "X_free"}}
    contract = decode("X_new", encode(row))
    keep, leak, double, memory = programs_of(contract, {"type": "X *", "call": "X_new()"})
    assert keep.accepts("clean")
    assert not keep.accepts("leak 8")
    assert leak.accepts("leak 8")
    assert double.wanted == BREAKS
    assert memory.accepts("pointer 0")
    assert not memory.accepts("pointer 1")


def test_a_value_must_lie_in_its_set() -> None:
    contract = decode("f", encode({"returns": "int", "success": [0], "failure": ["1.."]}))
    good, bad = programs_of(contract, {"good": ["f(1)"], "bad": ["f(0)"]})
    assert good.accepts("value 0")
    assert not good.accepts("value 1")
    assert bad.accepts("value 7")
    assert not bad.accepts("value -1")
    assert contract.success == cells.ZERO


@needs_compiler
def test_a_sample_proves() -> None:
    sample = {name: ENTRIES[name] for name in SAMPLE.split()}
    proven, failures = prove_contracts.prove(prove_contracts.all_programs(sample))
    assert failures == []
    assert proven.keys() >= sample.keys()


@needs_compiler
def test_a_wrong_contract_is_refuted() -> None:
    """A borrowed result that a contract calls owned does not pass."""
    row = {"returns": "pointer", "acquire": {"release": "X509_STORE_free"}}
    contract = decode("SSL_CTX_get_cert_store", encode(row))
    entry = {
        "type": "X509_STORE *",
        "setup": "SSL_CTX *c = SSL_CTX_new(TLS_method())",
        "call": "SSL_CTX_get_cert_store(c)",
        "cleanup": "SSL_CTX_free(c)",
        "oom": False,
        "shared": True,
    }
    _, failures = prove_contracts.prove(programs_of(contract, entry))
    assert failures
