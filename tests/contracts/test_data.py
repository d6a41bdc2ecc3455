"""Laws of the builtin data: complete for libssl, decodable, consistent, and not drifted."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import compile_contracts
import contract_pages
from dtlslint.contracts import Contracts, cells, loading, lookup, names

ROWS, PROBLEMS = compile_contracts.read_rows()
ROOT = Path(compile_contracts.ROOT)
SYMBOLS = Path(__file__).with_name("libssl_3.0_symbols.txt").read_text(encoding="utf-8").split()

#: Functions that free what rows acquire, and are described by the C library alone.
OUTSIDE = {"free", "fclose"}


def test_the_data_obey_the_schema() -> None:
    assert PROBLEMS == []


def test_the_table_is_not_drifted() -> None:
    assert compile_contracts.compile_table(ROWS) == compile_contracts.TABLE.read_text("utf-8")


def test_all_of_libssl_is_there() -> None:
    assert len(SYMBOLS) == 522
    assert [name for name in SYMBOLS if lookup(name) is None] == []


def test_there_are_a_thousand() -> None:
    assert len(names()) >= 1000


def test_every_row_decodes() -> None:
    for name in names():
        contract = lookup(name)
        assert contract is not None
        assert contract.returns or contract.alias_of, name
        assert not contract.success & contract.failure, name
        if contract.must_check and not contract.compare:
            assert contract.success, name
        if contract.returns == "void":
            assert not contract.must_check, name


def test_releases_are_known() -> None:
    """What a row says is released by F, some row F releases."""
    for name in names():
        contract = lookup(name)
        assert contract is not None
        for release in (*contract.acquire, *(out.release for out in contract.owned_out())):
            freeing = lookup(release)
            assert release in OUTSIDE or (freeing is not None and freeing.is_release()), (
                name,
                release,
            )


def test_pages_exist() -> None:
    pages = contract_pages.installed()
    if not pages:
        pytest.skip("libssl-doc is not installed")
    assert contract_pages.missing(pages) == []


@pytest.mark.parametrize(
    "name",
    ["X509_get0_something", "EVP_PKEY_get1_nothing", "SSL_set0_secret_thing", "BIO_new_dream"],
)
def test_nothing_is_inferred_from_a_name(name: str) -> None:
    assert lookup(name) is None
    assert Contracts().get("q_" + name) is None


def test_names_that_mislead_are_right() -> None:
    owned = lookup("SSL_get_peer_certificate")
    borrowed = lookup("SSL_get_peer_cert_chain")
    assert owned is not None
    assert owned.acquire == ("X509_free",)
    assert borrowed is not None
    assert borrowed.is_borrowed()
    assert not borrowed.must_check


NOT_MUST = """
    SSL_shutdown BIO_flush SSL_set_ex_data SSL_set_session SSL_CTX_set_options SSL_set_mode
    SSL_get_rbio SSL_get_ex_data SSL_get_app_data BIO_get_data SSL_get_current_cipher
    SSL_library_init SSL_CTX_set_session_cache_mode SSL_CTX_set_tlsext_servername_callback
"""
MUST = """
    SSL_set_fd SSL_CTX_set_cipher_list SSL_CTX_use_certificate SSL_CTX_use_PrivateKey_file
    SSL_CTX_set_min_proto_version SSL_CTX_load_verify_locations SSL_CTX_set1_groups_list
    SSL_set_tlsext_host_name RAND_bytes RAND_pseudo_bytes DTLSv1_handle_timeout SSL_CTX_new
    BIO_dgram_get_peer SSL_CTX_set_alpn_protos
"""


@pytest.mark.parametrize("name", NOT_MUST.split())
def test_not_must(name: str) -> None:
    contract = lookup(name)
    assert contract is not None
    assert not contract.must_check


@pytest.mark.parametrize("name", MUST.split())
def test_must(name: str) -> None:
    contract = lookup(name)
    assert contract is not None
    assert contract.must_check


def test_data_transfer_and_handshakes_are_tagged() -> None:
    for name in ("SSL_read", "SSL_write", "BIO_read", "BIO_write", "SSL_read_ex", "BIO_gets"):
        contract = lookup(name)
        assert contract is not None
        assert "io" in contract.tags
    for name in ("SSL_accept", "SSL_connect", "SSL_do_handshake", "BIO_do_handshake"):
        contract = lookup(name)
        assert contract is not None
        assert "handshake" in contract.tags


def test_reversed_results() -> None:
    contract = lookup("SSL_CTX_set_tlsext_use_srtp")
    assert contract is not None
    assert contract.success == cells.ZERO
    assert contract.misreads(cells.ONE) is False


def test_prefixes_aliases_and_own_rows() -> None:
    own = {
        "my_random": {"alias_of": "RAND_bytes"},
        "my_open": {"returns": "pointer", "acquire": {"release": "my_close"}, "nodiscard": "must"},
    }
    contracts = Contracts(own, prefixes=("wrap_",), aliases={"ssl_rng": "RAND_bytes"})
    for name in ("q_RAND_bytes", "wrap_RAND_bytes", "ssl_rng", "my_random"):
        found = contracts.get(name)
        assert found is not None
        assert found.critical
        assert found.failure == cells.ZERO | cells.MINUS_ONE
    opened = contracts.get("wrap_my_open")
    assert opened is not None
    assert opened.is_owned()
    assert contracts.get("RAND_byte") is None


def test_own_rows_are_checked() -> None:
    with pytest.raises(loading.ContractError, match="my_f: returns: is missing"):
        Contracts({"my_f": {"nodiscard": "must"}})


def test_aliases_of_aliases_end() -> None:
    assert Contracts(aliases={"a": "b", "b": "a"}).get("a") is None


#: Measures the import of the contracts floor and a first lookup; prints what else it pulled in.
IMPORT_PROGRAM = """
import sys, time
sys.path.insert(0, sys.argv[1])
start = time.process_time()
import dtlslint.contracts
dtlslint.contracts.lookup("SSL_new")
print((time.process_time() - start) * 1000)
print(*(m for m in ("tomllib", "typing", "json", "re", "dataclasses") if m in sys.modules))
"""


def test_loading_the_table_is_cheap() -> None:
    """In a process of its own: a few milliseconds of its time, and no costly module."""
    command = [sys.executable, "-I", "-S", "-c", IMPORT_PROGRAM, str(ROOT / "src")]
    times = []
    for _ in range(5):
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        milliseconds, modules = output.split("\n")[:2]
        assert modules == ""
        times.append(float(milliseconds))
    assert min(times) < 20  # generous: the bench holds the real budget


def test_text_of_generated_table_is_plain() -> None:
    text = compile_contracts.TABLE.read_text("utf-8")
    assert not re.search(r"[^\x00-\x7f]", text)
