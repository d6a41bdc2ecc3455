"""When functions came and went: 40 and more that everybody knows, and the drift of the table."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from pathlib import Path

import pytest

from dtlslint.contracts import version_facts, version_table, versions

TOOLS = Path(__file__).resolve().parents[2] / "tools"

# name, since, deprecated, removed, replaced_by, rename
KNOWN = [
    ("SSL_get_peer_certificate", "", "3.0", "", "SSL_get1_peer_certificate", True),
    ("SSL_get1_peer_certificate", "3.0", "", "", "", False),
    ("SSLeay", "", "1.1.0", "", "OpenSSL_version_num", True),
    ("SSLeay_version", "", "1.1.0", "", "OpenSSL_version", True),
    ("SSLv23_method", "", "1.1.0", "", "TLS_method", True),
    ("SSLv23_client_method", "", "1.1.0", "", "TLS_client_method", True),
    ("SSLv2_method", "", "", "1.1.0", "TLS_method", False),
    ("SSLv3_method", "", "1.1.0", "", "TLS_method", False),
    ("TLSv1_2_method", "", "1.1.0", "", "TLS_method", False),
    ("DTLSv1_method", "", "1.1.0", "", "DTLS_method", False),
    ("DTLSv1_2_client_method", "1.0.2", "1.1.0", "", "DTLS_client_method", False),
    ("DTLS_method", "1.0.2", "", "", "", False),
    ("TLS_method", "1.1.0", "", "", "", False),
    ("SSL_library_init", "", "1.1.0", "", "OPENSSL_init_ssl", False),
    ("SSL_load_error_strings", "", "1.1.0", "", "OPENSSL_init_ssl", False),
    ("OpenSSL_add_all_algorithms", "", "1.1.0", "", "OPENSSL_init_crypto", False),
    ("ERR_load_crypto_strings", "", "1.1.0", "", "OPENSSL_init_crypto", False),
    ("ERR_remove_state", "", "1.0.0", "", "OPENSSL_thread_stop", False),
    ("ERR_remove_thread_state", "", "1.1.0", "", "OPENSSL_thread_stop", False),
    ("EVP_cleanup", "", "1.1.0", "", "OPENSSL_cleanup", False),
    ("CRYPTO_set_locking_callback", "", "1.1.0", "", "", False),
    ("CRYPTO_set_id_callback", "", "1.0.0", "", "", False),
    ("CRYPTO_w_lock", "", "", "1.1.0", "CRYPTO_THREAD_write_lock", False),
    ("RAND_pseudo_bytes", "", "1.1.0", "", "RAND_bytes", False),
    ("RAND_priv_bytes", "1.1.1", "", "", "", False),
    ("DH_generate_parameters", "", "0.9.8", "", "DH_generate_parameters_ex", False),
    ("RSA_generate_key", "", "0.9.8", "", "EVP_RSA_gen", False),
    ("RSA_new", "", "3.0", "", "EVP_PKEY_fromdata", False),
    ("RSA_set0_key", "1.1.0", "3.0", "", "EVP_PKEY_fromdata", False),
    ("EC_KEY_new_by_curve_name", "", "3.0", "", "EVP_EC_gen", False),
    ("SHA256_Init", "", "3.0", "", "EVP_DigestInit_ex", False),
    ("AES_encrypt", "", "3.0", "", "EVP_EncryptInit_ex", False),
    ("HMAC_CTX_init", "", "", "1.1.0", "HMAC_CTX_new", False),
    ("HMAC_CTX_new", "1.1.0", "3.0", "", "EVP_MAC_init", False),
    ("EVP_MD_CTX_cleanup", "", "", "1.1.0", "EVP_MD_CTX_free", False),
    ("EVP_MD_CTX_create", "", "", "", "EVP_MD_CTX_new", True),
    ("EVP_MD_CTX_new", "1.1.0", "", "", "", False),
    ("EVP_MD_size", "", "", "", "EVP_MD_get_size", True),
    ("EVP_CIPHER_CTX_init", "", "1.1.0", "", "EVP_CIPHER_CTX_reset", True),
    ("X509_STORE_CTX_trusted_stack", "", "1.1.0", "", "X509_STORE_CTX_set0_trusted_stack", True),
    ("X509_get_notBefore", "", "1.1.0", "", "X509_getm_notBefore", True),
    ("EVP_PKEY_cmp", "", "3.0", "", "EVP_PKEY_eq", True),
    ("SSL_CTX_set_tmp_rsa", "", "1.1.0", "", "", False),
    ("SSL_CTX_set_tmp_dh", "", "3.0", "", "SSL_CTX_set0_tmp_dh_pkey", False),
    ("SSL_CTX_set_tmp_ecdh_callback", "", "", "1.1.0", "SSL_CTX_set1_groups", False),
    ("SSL_CTX_set_min_proto_version", "1.1.0", "", "", "", False),
    ("SSL_CTX_set_alpn_protos", "1.0.2", "", "", "", False),
    ("SSL_read_ex", "1.1.1", "", "", "", False),
    ("X509_check_host", "1.0.2", "", "", "", False),
    ("BIO_meth_new", "1.1.0", "", "", "", False),
    ("FIPS_mode_set", "", "", "3.0", "EVP_default_properties_enable_fips", False),
    ("ENGINE_by_id", "", "3.0", "", "OSSL_PROVIDER_load", False),
    ("RAND_DRBG_new", "1.1.1", "", "3.0", "EVP_RAND_generate", False),
    ("SSL_set_retry_verify", "3.0.2", "", "", "", False),
]


@pytest.mark.parametrize(
    ("name", "since", "deprecated", "removed", "replaced_by", "rename"),
    KNOWN,
    ids=[k[0] for k in KNOWN],
)
def test_known_function(
    name: str, since: str, deprecated: str, removed: str, replaced_by: str, rename: bool
) -> None:
    told = versions.facts(name)
    assert told is not None
    assert (told.since, told.deprecated, told.removed) == (since, deprecated, removed)
    assert (told.replaced_by, told.rename) == (replaced_by, rename)


@pytest.mark.parametrize(
    "name",
    [
        "SSL_new",
        "SSL_CTX_new",
        "SSL_read",
        "SSL_connect",
        "RAND_bytes",
        "BIO_new",
        "X509_free",
        "BIO_s_datagram",
        "EVP_DigestInit_ex",
        "SSL_get_verify_result",
        "no_such_function",
    ],
)
def test_nothing_to_say(name: str) -> None:
    told = versions.facts(name)
    assert told is None or not (told.since or told.deprecated or told.removed)


def test_every_version_is_one() -> None:
    for since, deprecated, removed, names in version_table.GROUPS:
        for version in filter(None, (since, deprecated, removed)):
            assert versions.number(version) < 0x40000000
        assert names.split()


def test_no_name_is_in_two_groups() -> None:
    names = [name for group in version_table.GROUPS for name in group[3].split()]
    assert len(names) == len(set(names)) > 3000


def test_every_name_is_of_openssl() -> None:
    """No name of the C library, and no member of a struct, as they stand in the same headers."""
    foreign = re.compile(r"FD_|W(EXIT|IF|STOP|TERM)|U?INT\d|NID_|SN_|LN_")
    old = re.compile(r"des_|idea_|(sk|lh)_|get_rfc\d|hex_to_string$|string_to_hex$")
    for *_, names in version_table.GROUPS:
        for name in names.split():
            assert name != name.lower() or old.match(name), name
            assert not foreign.match(name), name


def test_nothing_is_removed_before_it_came() -> None:
    for since, deprecated, removed, _ in version_table.GROUPS:
        if since and removed:
            assert versions.number(since) < versions.number(removed)
        if deprecated and removed:
            assert versions.number(deprecated) <= versions.number(removed)


def test_what_replaces_is_not_itself_gone() -> None:
    words = version_table.REPLACED.split()
    for old, new in zip(words[::2], words[1::2], strict=True):
        told = version_facts.of_table(new.lstrip("="))
        assert told is None or not told.removed, old


class Row:
    """A contract row as far as versions go."""

    def __init__(self, since: str, deprecated: str, removed: str, replaced_by: str) -> None:
        self.since = since
        self.deprecated = deprecated
        self.removed = removed
        self.replaced_by = replaced_by


def test_a_contract_row_wins() -> None:
    table = version_facts.VersionFacts("f", "1.0.2", "3.0", "", "g", True)
    row = Row("1.0.1", "", "", "h")
    merged = version_facts.merge("f", row, table)  # type: ignore[arg-type]
    assert merged == version_facts.VersionFacts("f", "1.0.1", "3.0", "", "h", False)


def test_a_row_without_versions_changes_nothing() -> None:
    table = version_facts.VersionFacts("f", "1.0.2", "3.0", "", "g", True)
    assert version_facts.merge("f", Row("", "", "", ""), table) is table  # type: ignore[arg-type]
    assert version_facts.merge("f", None, None) is None


def _tool() -> object:
    sys.path.insert(0, str(TOOLS))
    try:
        spec = importlib.util.spec_from_file_location(
            "extract_versions", TOOLS / "extract_versions.py"
        )
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(TOOLS))


def test_table_is_what_the_installed_headers_say() -> None:
    tool = _tool()
    installed = tool.sources.version_text()  # type: ignore[attr-defined]
    if installed != version_table.HEADERS:
        pytest.skip(
            f"the table is of OpenSSL {version_table.HEADERS}, installed is {installed or 'none'}"
        )
    if not shutil.which("gcc") or not tool.sources.MANUAL.joinpath("SSL_new.3ssl.gz").exists():  # type: ignore[attr-defined]
        pytest.skip("needs gcc and the manual pages (libssl-doc)")
    assert tool.main(["--check"]) == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "SSLv23_method() were deprecated and the preferred TLS_method() functions were added"
            " in OpenSSL 1.1.0",
            [("deprecated", "1.1.0", ["SSLv23_method"]), ("added", "1.1.0", ["TLS_method"])],
        ),
        (
            "EVP_CIPHER_CTX_iv() were added in OpenSSL 1.1.0, and were deprecated in OpenSSL 3.0.0",
            [
                ("added", "1.1.0", ["EVP_CIPHER_CTX_iv"]),
                ("deprecated", "3.0.0", ["EVP_CIPHER_CTX_iv"]),
            ],
        ),
        (
            "BIO_set() was removed in OpenSSL 1.1.0 as BIO type is now opaque",
            [("removed", "1.1.0", ["BIO_set"])],
        ),
        ("Handling of NULL for OSSL_STORE_close() was introduced in OpenSSL 1.1.1h", []),
    ],
)
def test_reads_history_sentences(sentence: str, expected: list[tuple[str, str, list[str]]]) -> None:
    tool = _tool()
    found = tool.sources._events_of(sentence, set())  # type: ignore[attr-defined]
    assert [event[:3] for event in found] == expected
