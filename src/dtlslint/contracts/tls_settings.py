"""What calls say about a connection: its versions, its side, its verification, its cookies.

Facts of libssl that no single row of the contract table can hold. Sources: SSL_CTX_new(3),
SSL_set_connect_state(3), SSL_get_verify_result(3), SSL_CTX_set_options(3), DTLSv1_listen(3),
SSL_get_finished(3), and the names that Qt gives to the same methods.
"""

from __future__ import annotations

from collections import namedtuple

#: ``version``: the only one it speaks, or 0 where it negotiates; ``side``: client, server or "".
Method = namedtuple("Method", "dtls version side")

CLIENT, SERVER = "client", "server"


def _methods() -> dict[str, Method]:
    found = {}
    families = (
        ("SSLv2", False, 0x0002), ("SSLv3", False, 0x0300), ("TLSv1", False, 0x0301),
        ("TLSv1_1", False, 0x0302), ("TLSv1_2", False, 0x0303), ("TLS", False, 0),
        ("SSLv23", False, 0), ("DTLSv1", True, 0xFEFF), ("DTLSv1_2", True, 0xFEFD),
        ("DTLS", True, 0),
    )  # fmt: skip
    for family, dtls, version in families:
        for suffix, side in (("", ""), ("_client", CLIENT), ("_server", SERVER)):
            found[f"{family}{suffix}_method"] = Method(dtls, version, side)
    return found


METHODS = _methods()
#: Releases before these have no version 1.2 to offer: DTLS, TLS (betas do not count).
FIRST_WITH_1_2 = {True: 0x1000200F, False: 0x1000100F}

#: What a context and a connection need that are only asked something, such as their ciphers.
ASKING = frozenset(("SSL_CTX_new", "SSL_new", "SSL_free", "SSL_CTX_free"))
#: What gives a connection its transport, or its side without one.
CONNECTING = frozenset((
    "SSL_set_fd", "SSL_set_bio", "SSL_set0_rbio", "SSL_set_connect_state", "SSL_set_accept_state",
))  # fmt: skip
#: The side that a call puts its connection on.
SIDES = {
    "SSL_connect": CLIENT, "SSL_set_connect_state": CLIENT, "BIO_new_ssl_connect": CLIENT,
    "SSL_set_tlsext_host_name": CLIENT, "SSL_set1_host": CLIENT, "BIO_do_connect": CLIENT,
    "SSL_CTX_set_client_cert_cb": CLIENT, "SSL_CTX_set_psk_client_callback": CLIENT,
    "SSL_set_psk_client_callback": CLIENT,
    "SSL_accept": SERVER, "SSL_set_accept_state": SERVER, "SSL_CTX_set_psk_server_callback": SERVER,
    "SSL_set_psk_server_callback": SERVER, "DTLSv1_listen": SERVER, "SSL_stateless": SERVER,
    "SSL_CTX_set_client_CA_list": SERVER, "SSL_CTX_set_tlsext_servername_callback": SERVER,
    "SSL_CTX_set_cookie_generate_cb": SERVER, "SSL_CTX_set_cookie_verify_cb": SERVER,
    "SSL_CTX_set_tmp_dh": SERVER, "SSL_CTX_set_tmp_dh_callback": SERVER,
    "SSL_CTX_set_session_id_context": SERVER, "BIO_do_accept": SERVER,
}  # fmt: skip
#: Calls whose side is beyond doubt; the others are hints.
HANDSHAKES = frozenset((
    "SSL_connect", "SSL_set_connect_state", "SSL_accept", "SSL_set_accept_state", "DTLSv1_listen",
    "BIO_new_ssl_connect",
))  # fmt: skip

LISTENS = frozenset(("DTLSv1_listen",))
#: Makers of contexts and connections, with the argument that says from what.
CONTEXT_MAKERS = {"SSL_CTX_new": 1, "SSL_CTX_new_ex": 3}
CONNECTION_MAKERS = frozenset(("SSL_new",))

VERDICTS = frozenset(("SSL_get_verify_result",))
PEER_CERTIFICATES = frozenset((
    "SSL_get_peer_certificate", "SSL_get1_peer_certificate", "SSL_get0_peer_certificate",
    "SSL_get_peer_cert_chain", "SSL_get0_verified_chain",
))  # fmt: skip
VERIFY_PEER = "SSL_VERIFY_PEER"
COOKIE_OPTION = "SSL_OP_COOKIE_EXCHANGE"
#: Words of a file that verifies after the handshake.
VERIFIES_LATER = frozenset((
    "SSL_get_verify_result", "X509_verify_cert", "X509_check_host", "X509_digest",
    "X509_pubkey_digest", "X509_cmp", "X509_check_ip_asc",
))  # fmt: skip

DATAGRAM_BIOS = frozenset(("BIO_new_dgram", "BIO_s_datagram", "BIO_new_dgram_sctp",
                           "BIO_s_datagram_sctp"))  # fmt: skip
MEMORY_BIOS = frozenset((
    "BIO_s_mem", "BIO_new_mem_buf", "BIO_meth_new", "BIO_METHOD", "BIO_new_bio_pair", "BIO_s_bio",
    "BIO_s_dgram_mem", "BIO_s_dgram_pair", "BIO_new_bio_dgram_pair",
))  # fmt: skip
#: Words of media transports, which have checked the peer's address before DTLS begins.
MEDIA_WORDS = frozenset((
    "SSL_CTX_set_tlsext_use_srtp", "SSL_set_tlsext_use_srtp", "SSL_export_keying_material",
    "SSL_get_selected_srtp_profile",
))  # fmt: skip

#: Calls that take options or flags out again.
CLEARING = frozenset(("SSL_CTX_clear_options", "SSL_clear_options", "SSL_CONF_CTX_clear_flags",
                      "X509_VERIFY_PARAM_clear_flags"))  # fmt: skip
#: Options that weaken when they are set; the same when they are cleared; flags that skip checks.
WEAKENING_OPTIONS = (
    ("SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION", 0x40000), ("SSL_OP_LEGACY_SERVER_CONNECT", 0x4),
    ("SSL_OP_TLS_ROLLBACK_BUG", 0x800000),
)  # fmt: skip
PROTECTING_OPTIONS = (("SSL_OP_NO_SSLv3", 0x2000000),)
SKIPPING_FLAGS = (("X509_V_FLAG_NO_CHECK_TIME", 0x200000), ("X509_V_FLAG_IGNORE_CRITICAL", 0x10))
HOST_FLAGS = 0x3F
HOST_FLAG_PREFIX = "X509_CHECK_FLAG_"


#: ``SSL_CTX_ctrl``: command -> the role of the third argument, and whether it clears.
CONTROLS = frozenset(("SSL_CTX_ctrl", "SSL_ctrl"))
CONTROL_ROLES = {
    32: ("options", False), 77: ("options", True), 123: ("min_version", False),
    124: ("max_version", False),
}  # fmt: skip
#: ``SSL_CONF_cmd``: command in lower case, without ``-`` -> the role of its value.
CONFIGURES = frozenset(("SSL_CONF_cmd",))
CONFIGURATION_ROLES = {
    "minprotocol": "min_version", "min_protocol": "min_version", "maxprotocol": "max_version",
    "max_protocol": "max_version", "cipherstring": "cipher_string", "cipher": "cipher_string",
}  # fmt: skip
VERSION_NAMES = {
    "sslv3": 0x0300, "tlsv1": 0x0301, "tlsv1.0": 0x0301, "tlsv1.1": 0x0302, "dtlsv1": 0xFEFF,
    "dtlsv1.0": 0xFEFF,
}  # fmt: skip


def is_weak_version(version: int) -> bool:
    """Is it a protocol under TLS 1.2 or DTLS 1.2 (whose numbers count downwards)? 0 is none."""
    if version in (0x0002, 0x0100) or 0x0300 <= version < 0x0303:
        return True
    return 0xFEFD < version <= 0xFEFF


def version_name(version: int) -> str:
    """``DTLS 1.0`` for 0xFEFF."""
    names = {
        0x0002: "SSL 2.0", 0x0300: "SSL 3.0", 0x0301: "TLS 1.0", 0x0302: "TLS 1.1",
        0x0100: "a draft of DTLS 1.0", 0xFEFF: "DTLS 1.0",
    }  # fmt: skip
    return names.get(version, f"version {version:#x}")
