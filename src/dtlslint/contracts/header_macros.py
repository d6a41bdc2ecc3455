"""Constants of the library's headers that programs test for with ``#ifdef``.

Name -> (since, removed), read off the headers of 1.0.2, 1.1.0, 1.1.1 and 3.0; '' is "as far back as
matters" or "still there".
"""

from __future__ import annotations

HEADER_MACROS = {
    "TLS1_2_VERSION": ("1.0.1", ""), "TLS1_3_VERSION": ("1.1.1", ""),
    "DTLS1_2_VERSION": ("1.0.2", ""), "DTLS_ANY_VERSION": ("1.0.2", ""),
    "SSL_OP_NO_TLSv1_2": ("1.0.1", ""),
    "SSL_OP_NO_TLSv1_3": ("1.1.1", ""), "SSL_OP_NO_DTLSv1_2": ("1.0.2", ""),
    "SSL_OP_NO_RENEGOTIATION": ("1.1.0", ""), "SSL_OP_PRIORITIZE_CHACHA": ("1.1.1", ""),
    "SSL_OP_IGNORE_UNEXPECTED_EOF": ("3.0", ""), "SSL_OP_ENABLE_KTLS": ("3.0", ""),
    "SSL_OP_ENABLE_MIDDLEBOX_COMPAT": ("1.1.1", ""), "SSL_MODE_ASYNC": ("1.1.0", ""),
    "SSL_CTRL_SET_ECDH_AUTO": ("1.0.2", "1.1.0"), "SSL_CTRL_NEED_TMP_RSA": ("", "1.1.0"),
    "SSL_CTRL_SET_CURVES": ("1.0.2", ""), "SSL_CTRL_SET_CURVES_LIST": ("1.0.2", ""),
    "SSL_CTRL_SET_GROUPS": ("1.1.0", ""), "SSL_CTRL_SET_GROUPS_LIST": ("1.1.0", ""),
    "SSL_CTRL_SET_MIN_PROTO_VERSION": ("1.1.0", ""), "SSL_CTRL_SET_DH_AUTO": ("1.0.2", ""),
    "OPENSSL_FIPS": ("", "1.1.0"), "TLS1_RT_HEARTBEAT": ("1.0.1", "1.1.1"),
    "CRYPTO_LOCK_SSL": ("", "1.1.0"), "CRYPTO_LOCK_SSL_CTX": ("", "1.1.0"),
    "CRYPTO_LOCK_X509": ("", "1.1.0"), "CRYPTO_LOCK_EVP_PKEY": ("", "1.1.0"),
    "CRYPTO_LOCK_ECDH": ("", "1.1.0"), "OPENSSL_INIT_SSL_DEFAULT": ("1.1.0", ""),
    "OPENSSL_INIT_ENGINE_ALL_BUILTIN": ("1.1.0", ""), "OPENSSL_INIT_LOAD_CONFIG": ("1.1.0", ""),
    "OPENSSL_INIT_LOAD_SSL_STRINGS": ("1.1.0", ""), "OPENSSL_INIT_NO_ATEXIT": ("1.1.1", ""),
    "EVP_PKEY_ED25519": ("1.1.1", ""), "EVP_PKEY_X25519": ("1.1.0", ""),
    "X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS": ("1.0.2", ""),
    "X509_CHECK_FLAG_ALWAYS_CHECK_SUBJECT": ("1.0.2", ""),
    "X509_CHECK_FLAG_NO_WILDCARDS": ("1.0.2", ""), "X509_V_FLAG_PARTIAL_CHAIN": ("1.0.2", ""),
    "X509_V_FLAG_TRUSTED_FIRST": ("1.0.2", ""), "SSL_CTRL_SET_MAX_PROTO_VERSION": ("1.1.0", ""),
    "SSL_CTRL_SET_TLSEXT_HOSTNAME": ("", ""), "SSL_MODE_RELEASE_BUFFERS": ("", ""),
    "SSL_OP_NO_COMPRESSION": ("", ""), "SSL_OP_NO_TICKET": ("", ""),
    "SSL_OP_CIPHER_SERVER_PREFERENCE": ("", ""), "SSL_ERROR_WANT_ASYNC": ("1.1.0", ""),
    "EVP_PKEY_ED448": ("1.1.1", ""), "EVP_PKEY_X448": ("1.1.1", ""), "EVP_PKEY_HKDF": ("1.1.0", ""),
    "TLSEXT_TYPE_application_layer_protocol_negotiation": ("1.0.2", ""),
}  # fmt: skip
