"""What Python's TLS and crypto libraries document, by ``short`` names (library.Type.method).

Sources: docs.python.org (ssl, hmac, secrets, random, hashlib, os), pyopenssl.org (SSL, crypto),
cryptography.io (hazmat, fernet, x509), the stubs of python-mbedtls, PyDTLS.
"""

from __future__ import annotations

#: A file is looked at only if it imports one of these.
TRIGGERS = frozenset(
    ("ssl", "OpenSSL", "cryptography", "mbedtls", "dtls", "hmac", "secrets", "random")
)
#: Those of them that speak TLS.
TLS_LIBRARIES = frozenset(("ssl", "OpenSSL", "mbedtls", "dtls"))
#: Bytes of a repeated literal that are worth making: no key, IV or password is longer.
BIGGEST_LITERAL = 4096

#: Function -> the type it returns, where that is not its own name.
RETURNS = {
    "ssl.create_default_context": "ssl.SSLContext",
    "ssl._create_unverified_context": "ssl.SSLContext",
    "ssl._create_stdlib_context": "ssl.SSLContext", "ssl.SSLContext.wrap_socket": "ssl.SSLSocket",
    "ssl._create_default_https_context": "ssl.SSLContext", "ssl.wrap_socket": "ssl.SSLSocket",
    "ssl.SSLContext.wrap_bio": "ssl.SSLObject", "hmac.new": "hmac.HMAC",
    "hmac.HMAC.copy": "hmac.HMAC",
    "cryptography.load_pem_x509_csr": "cryptography.x509.CertificateSigningRequest",
    "cryptography.load_der_x509_csr": "cryptography.x509.CertificateSigningRequest",
    "cryptography.load_pem_x509_crl": "cryptography.x509.CertificateRevocationList",
    "cryptography.load_der_x509_crl": "cryptography.x509.CertificateRevocationList",
    "mbedtls.RSA.from_PEM": "mbedtls.pk.RSA", "mbedtls.RSA.from_file": "mbedtls.pk.RSA",
    "mbedtls.RSA.from_DER": "mbedtls.pk.RSA", "mbedtls.RSA.from_buffer": "mbedtls.pk.RSA",
    "mbedtls.ECC.from_PEM": "mbedtls.pk.ECC", "mbedtls.ECC.from_file": "mbedtls.pk.ECC",
    "mbedtls.ECC.from_DER": "mbedtls.pk.ECC", "mbedtls.ECC.from_buffer": "mbedtls.pk.ECC",
    "mbedtls.CRT.from_file": "mbedtls.x509.CRT", "mbedtls.CRT.from_PEM": "mbedtls.x509.CRT",
    "mbedtls.CRT.from_DER": "mbedtls.x509.CRT", "mbedtls.CRT.from_buffer": "mbedtls.x509.CRT",
}  # fmt: skip

# -- verdicts

#: Calls that report by their value alone.
VERDICTS = frozenset((
    "hmac.compare_digest", "secrets.compare_digest", "_operator._compare_digest",
    "cryptography.bytes_eq", "cryptography.CertificateRevocationList.is_signature_valid",
    "mbedtls.RSA.verify", "mbedtls.ECC.verify", "mbedtls.CipherBase.verify", "mbedtls.CRT.verify",
    "mbedtls.check_pair", "OpenSSL.X509.has_expired",
))  # fmt: skip
#: Attributes that do: ``csr.is_signature_valid`` as a statement asks nothing of anybody.
VERDICT_ATTRIBUTES = frozenset(("is_signature_valid",))
#: Names of methods that are verdicts whoever their owner is.
VERDICT_METHODS = frozenset(
    ("compare_digest", "constant_time_compare", "bytes_eq", "is_signature_valid")
)

# -- assertions

#: Methods that do work on a connection, a context or a key, and that no other library is known for.
WORK = frozenset((
    "do_handshake", "load_cert_chain", "load_verify_locations", "load_default_certs", "set_ciphers",
    "set_cipher_list", "set_verify", "set_alpn_protocols", "set_alpn_protos", "set_tlsext_use_srtp",
    "use_certificate", "use_certificate_file", "use_certificate_chain_file", "use_privatekey",
    "use_privatekey_file", "check_privatekey", "wrap_socket", "wrap_bio", "bio_write", "bio_read",
    "bio_shutdown", "set_tlsext_host_name", "set_session", "DTLSv1_listen", "DTLSv1_handle_timeout",
    "set_cookie_generate_callback", "set_cookie_verify_callback", "setcookieparam", "unwrap",
    "verify_certificate", "match_hostname", "verify_directly_issued_by", "set_min_proto_version",
    "set_options",
    "set_accept_state", "set_connect_state", "renegotiate", "set_default_verify_paths", "add_cert",
    "finalize_with_tag", "authenticate_additional_data", "write_eof", "read_into", "sendall",
))  # fmt: skip
#: Methods that do work when their object is a connection, a context or a crypto object.
WORK_ON_TLS = frozenset((
    "send", "recv", "recv_into", "read", "write", "connect", "accept", "shutdown", "close",
    "update",
    "finalize", "verify", "derive", "exchange", "sign", "encrypt", "decrypt", "listen",
    "generate_key",
))  # fmt: skip
#: Names of objects that stand for a connection.
CONNECTIONS = frozenset(
    ("conn", "connection", "ssl", "tls", "dtls", "sock", "ssock", "channel", "session")
)
#: Words of a protocol's or a peer's state: in an assertion they guard something.
STATE_WORDS = frozenset((
    "verified", "authenticated", "encrypted", "handshake", "handshaked", "fingerprint",
    "fingerprints", "trusted",
    "secured", "authorized", "authorised", "hmac", "cookie", "getpeercert", "established",
    "peercert", "unverified", "revoked",
))  # fmt: skip
#: Words that do so where TLS is spoken.
TLS_STATE_WORDS = frozenset(
    ("state", "connected", "version", "cipher", "peer", "certificate", "mac", "tag")
)
#: Words of calls whose verdict an assertion takes.
VERIFYING_WORDS = frozenset(("verify", "validate", "authenticate"))
#: Whole names that do.
STATE_CALLS = frozenset((
    "getpeercert", "get_peer_certificate", "get_peer_cert_chain", "get_verified_chain",
    "get_state_string",
    "compare_digest", "bytes_eq", "constant_time_compare", "is_signature_valid", "verify_mode",
    "check_hostname",
    "get_cipher_name", "get_protocol_version_name", "selected_alpn_protocol",
    "get_alpn_proto_negotiated",
))  # fmt: skip
#: Words of secrets whose length an assertion may be about.
SIZED_SECRETS = frozenset(
    ("key", "iv", "nonce", "secret", "salt", "psk", "cookie", "mac", "tag", "token", "password")
)

# -- secrets

#: RNG call -> position and name of its length in bytes.
RNG_CALLS = {
    "os.urandom": (0, "size"), "secrets.token_bytes": (0, "nbytes"),
    "secrets.token_hex": (0, "nbytes"),
    "secrets.token_urlsafe": (0, "nbytes"), "ssl.RAND_bytes": (0, "n"),
    "OpenSSL.bytes": (0, "num_bytes"),
    "os.getrandom": (0, "size"), "mbedtls.token_bytes": (0, "nbytes"),
    "mbedtls.token_hex": (0, "nbytes"),
    "mbedtls.token_urlsafe": (0, "nbytes"), "posix.urandom": (0, "size"),
}  # fmt: skip
#: Methods of the ``random`` module and of ``random.Random``.
PREDICTABLE = frozenset((
    "random", "randint", "randrange", "choice", "choices", "sample", "getrandbits", "randbytes",
))  # fmt: skip
MIN_SECRET_BYTES = 16
MIN_GCM_NONCE_BYTES = 12
MIN_RSA_BITS = 2048
MIN_EC_BITS = 224
MIN_ITERATIONS = 100_000

#: Call -> position, name and least value of a size in bits or a count.
SIZES = {
    "cryptography.generate_private_key": (1, "key_size", MIN_RSA_BITS, "bits"),
    "cryptography.generate_parameters": (1, "key_size", MIN_RSA_BITS, "bits"),
    "OpenSSL.PKey.generate_key": (1, "bits", MIN_RSA_BITS, "bits"),
    "mbedtls.RSA.generate": (0, "key_size", MIN_RSA_BITS, "bits"),
    "cryptography.PBKDF2HMAC": (3, "iterations", MIN_ITERATIONS, "iterations"),
    "hashlib.pbkdf2_hmac": (3, "iterations", MIN_ITERATIONS, "iterations"),
}  # fmt: skip
#: Key generators whose size comes first.
SIZE_FIRST = ("dsa.generate_private_key", "dsa.generate_parameters")
#: Curves under 224 bits, by their names in cryptography and mbed TLS.
SMALL_CURVES = frozenset((
    "SECP192R1", "SECP192K1", "SECT163K1", "SECT163R1", "SECT163R2", "SECP160R1", "SECP160K1",
    "SECP128R1",
    "PRIME192V1",
))  # fmt: skip

KEY, IV, NONCE, SALT, PASSWORD, PSK = "a key", "an IV", "a nonce", "a salt", "a password", "a PSK"
#: Call -> its secret parameters: (position, names, what it is). -1: by name alone.
_PSKS = ((-1, ("pre_shared_key",), PSK), (-1, ("pre_shared_key_store",), PSK))
SINKS: dict[str, tuple[tuple[int, tuple[str, ...], str], ...]] = {
    "hmac.new": ((0, ("key",), KEY),), "hmac.HMAC": ((0, ("key",), KEY),),
    "hmac.digest": ((0, ("key",), KEY),), "cryptography.HMAC": ((0, ("key",), KEY),),
    "cryptography.Poly1305": ((0, ("key",), KEY),),
    "cryptography.AES": ((0, ("key",), KEY),), "cryptography.AES128": ((0, ("key",), KEY),),
    "cryptography.AES256": ((0, ("key",), KEY),), "cryptography.TripleDES": ((0, ("key",), KEY),),
    "cryptography.Camellia": ((0, ("key",), KEY),), "cryptography.ARC4": ((0, ("key",), KEY),),
    "cryptography.Blowfish": ((0, ("key",), KEY),), "cryptography.CAST5": ((0, ("key",), KEY),),
    "cryptography.SEED": ((0, ("key",), KEY),), "cryptography.SM4": ((0, ("key",), KEY),),
    "cryptography.IDEA": ((0, ("key",), KEY),),
    "cryptography.ChaCha20": ((0, ("key",), KEY), (1, ("nonce",), NONCE)),
    "cryptography.AESGCM": ((0, ("key",), KEY),), "cryptography.AESCCM": ((0, ("key",), KEY),),
    "cryptography.AESOCB3": ((0, ("key",), KEY),), "cryptography.AESSIV": ((0, ("key",), KEY),),
    "cryptography.AESGCMSIV": ((0, ("key",), KEY),),
    "cryptography.ChaCha20Poly1305": ((0, ("key",), KEY),),
    "cryptography.Fernet": ((0, ("key",), KEY),),
    "cryptography.CBC": ((0, ("initialization_vector",), IV),),
    "cryptography.CFB": ((0, ("initialization_vector",), IV),),
    "cryptography.CFB8": ((0, ("initialization_vector",), IV),),
    "cryptography.OFB": ((0, ("initialization_vector",), IV),),
    "cryptography.GCM": ((0, ("initialization_vector",), IV),),
    "cryptography.CTR": ((0, ("nonce",), NONCE),),
    "cryptography.BestAvailableEncryption": ((0, ("password",), PASSWORD),),
    "cryptography.PBKDF2HMAC": ((2, ("salt",), SALT),),
    "cryptography.Scrypt": ((0, ("salt",), SALT),),
    "cryptography.Argon2id": ((-1, ("salt",), SALT),),
    "cryptography.PBKDF2HMAC.derive": ((0, ("key_material",), PASSWORD),),
    "cryptography.Scrypt.derive": ((0, ("key_material",), PASSWORD),),
    "cryptography.HKDF.derive": ((0, ("key_material",), KEY),),
    "cryptography.load_pem_private_key": ((0, ("data",), KEY), (1, ("password",), PASSWORD)),
    "cryptography.load_der_private_key": ((0, ("data",), KEY), (1, ("password",), PASSWORD)),
    "cryptography.load_key_and_certificates": ((1, ("password",), PASSWORD),),
    "cryptography.load_pkcs12": ((1, ("password",), PASSWORD),),
    "hashlib.pbkdf2_hmac": ((1, ("password",), PASSWORD), (2, ("salt",), SALT)),
    "hashlib.scrypt": ((0, ("password",), PASSWORD), (-1, ("salt",), SALT)),
    "ssl.SSLContext.load_cert_chain": ((2, ("password",), PASSWORD),),
    "OpenSSL.load_privatekey": ((1, ("buffer",), KEY), (2, ("passphrase",), PASSWORD)),
    "OpenSSL.dump_privatekey": ((3, ("passphrase",), PASSWORD),),
    "OpenSSL.load_pkcs12": ((1, ("passphrase",), PASSWORD),),
    "mbedtls.hmac.new": ((0, ("key",), KEY),),
    "mbedtls.hmac.sha256": ((0, ("key",), KEY),), "mbedtls.hmac.sha384": ((0, ("key",), KEY),),
    "mbedtls.hmac.sha512": ((0, ("key",), KEY),), "mbedtls.hmac.sha1": ((0, ("key",), KEY),),
    "mbedtls.AES.new": ((0, ("key",), KEY), (2, ("iv",), IV)),
    "mbedtls.ARIA.new": ((0, ("key",), KEY), (2, ("iv",), IV)),
    "mbedtls.Camellia.new": ((0, ("key",), KEY), (2, ("iv",), IV)),
    "mbedtls.CHACHA20.new": ((0, ("key",), KEY), (2, ("iv",), IV)),
    "mbedtls.DES3.new": ((0, ("key",), KEY), (2, ("iv",), IV)),
    "mbedtls.RSA.from_buffer": ((1, ("password",), PASSWORD),),
    "mbedtls.RSA.from_file": ((1, ("password",), PASSWORD),),
    "mbedtls.ECC.from_buffer": ((1, ("password",), PASSWORD),),
    "mbedtls.ECC.from_file": ((1, ("password",), PASSWORD),),
    "mbedtls.TLSConfiguration": _PSKS,
    "mbedtls.DTLSConfiguration": _PSKS,
}  # fmt: skip
SINKS.update(
    {
        f"cryptography.{aead}.encrypt": ((0, ("nonce",), NONCE),)
        for aead in ("AESGCM", "AESCCM", "AESOCB3", "ChaCha20Poly1305", "AESGCMSIV")
    }
)
#: Makers of objects whose nonce need not be longer than 12 bytes.
#: The least length of a nonce for CCM that protocols use.
MIN_CCM_NONCE_BYTES = 7
GCM_SINKS = frozenset(
    ("GCM", "AESGCM", "AESCCM", "ChaCha20Poly1305", "AESOCB3", "AESGCMSIV", "encrypt")
)
#: Setters of callbacks that hand out a secret: position, and what it is.
SECRET_CALLBACKS = {
    "set_psk_client_callback": (0, PSK), "set_psk_server_callback": (0, PSK),
    "set_passwd_cb": (0, PASSWORD),
}  # fmt: skip

# -- configuration

#: Constants of versions under 1.2, by their last name -> how people call them.
WEAK_VERSIONS = {
    "PROTOCOL_SSLv2": "SSL 2.0", "PROTOCOL_SSLv3": "SSL 3.0", "PROTOCOL_TLSv1": "TLS 1.0",
    "PROTOCOL_TLSv1_1": "TLS 1.1", "PROTOCOL_DTLSv1": "DTLS 1.0", "SSLv2_METHOD": "SSL 2.0",
    "SSLv3_METHOD": "SSL 3.0", "TLSv1_METHOD": "TLS 1.0", "TLSv1_1_METHOD": "TLS 1.1",
    "SSL3_VERSION": "SSL 3.0", "TLS1_VERSION": "TLS 1.0", "TLS1_1_VERSION": "TLS 1.1",
    "TLSVersion.SSLv3": "SSL 3.0", "TLSVersion.TLSv1": "TLS 1.0", "TLSVersion.TLSv1_1": "TLS 1.1",
    "TLSVersion.TLSv1_0": "TLS 1.0", "DTLSVersion.DTLSv1_0": "DTLS 1.0",
    "DTLS1_VERSION": "DTLS 1.0",
    "DTLSv1_METHOD": "DTLS 1.0", "SSLVersion.SSLv3": "SSL 3.0",
}  # fmt: skip
#: Their values: SSL3_VERSION .. TLS1_1_VERSION and DTLS1_VERSION of OpenSSL's headers.
WEAK_NUMBERS = {0x0300: "SSL 3.0", 0x0301: "TLS 1.0", 0x0302: "TLS 1.1", 0xFEFF: "DTLS 1.0"}
VERSION_CALLS = frozenset((
    "ssl.SSLContext", "ssl.wrap_socket", "OpenSSL.Context", "dtls.SSLConnection", "dtls.SSLContext",
    "ssl.get_server_certificate", "ssl.SSLSocket",
))  # fmt: skip
VERSION_SETTERS = frozenset(("set_min_proto_version", "set_max_proto_version"))
VERSION_ATTRIBUTES = frozenset(
    ("minimum_version", "maximum_version", "_minimum_version", "_maximum_version")
)
VERSION_KEYWORDS = frozenset((
    "ssl_version", "ssl_protocol", "protocol", "method", "minimum_version", "min_version",
    "tls_version",
    "ssl_minimum_version", "ssl_maximum_version", "maximum_version", "max_version", "sslmethod",
    "lowest_supported_version", "highest_supported_version", "sslVersion", "version",
    "min_tls_version",
    "tls_min_version",
))  # fmt: skip
#: Attributes of classes that other code takes a version from.
VERSION_MEMBERS = frozenset(
    ("method", "ssl_version", "sslmethod", "_method", "ssl_protocol", "tls_version")
)

CIPHER_SETTERS = frozenset(("set_ciphers", "set_cipher_list"))
CIPHER_KEYWORDS = frozenset(
    ("ciphers", "ssl_ciphers", "cipher_list", "cipher_string", "acceptableCiphers")
)

UNVERIFIED_FACTORIES = frozenset(("ssl._create_unverified_context", "ssl._create_stdlib_context"))
VERIFY_KEYWORDS = frozenset(
    ("cert_reqs", "verify_mode", "ssl_cert_reqs", "tls_cert_reqs", "verifymode")
)
UNVERIFIED_NAMES = frozenset(("CERT_NONE", "VERIFY_NONE", "VerifyMode.CERT_NONE"))
HOSTNAME_ATTRIBUTES = frozenset(("check_hostname",))

UNSAFE_OPTIONS = {
    "OP_LEGACY_SERVER_CONNECT": "connects to servers without secure renegotiation",
    "OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION": "allows insecure renegotiation",
    "OP_UNSAFE_LEGACY_RENEGOTIATION": "allows insecure renegotiation",
}
#: Their values in openssl/ssl.h, where code writes the number because ``ssl`` has no name for it.
UNSAFE_OPTION_BITS = {
    0x4: "connects to servers without secure renegotiation (0x4 is SSL_OP_LEGACY_SERVER_CONNECT)",
    0x40000: "allows insecure renegotiation (0x40000 is SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION)",
}
PROTECTING_OPTIONS = frozenset(
    ("OP_NO_SSLv2", "OP_NO_SSLv3", "OP_NO_TLSv1", "OP_NO_TLSv1_1", "OP_NO_RENEGOTIATION")
)
UNSAFE_FLAGS = {
    "IGNORE_CRITICAL": "ignores critical extensions",
    "NO_CHECK_TIME": "does not look at validity dates",
}  # fmt: skip

# -- errors

#: Base classes of what goes wrong in TLS, by the name in their library.
TLS_ERRORS = frozenset((
    "OpenSSL.Error", "ssl.SSLError", "ssl.CertificateError", "ssl.SSLCertVerificationError",
    "mbedtls.TLSError",
    "ssl.socket_error", "OpenSSL.X509StoreContextError", "dtls.SSLError", "dtls.OpenSSLError",
    "cryptography.InvalidSignature", "cryptography.InvalidTag", "cryptography.InvalidKey",
    "cryptography.InvalidToken", "cryptography.VerificationError", "mbedtls.Error",
))  # fmt: skip
#: Those among them that are also what a socket that is not ready raises.
IO_ERRORS = frozenset(("OpenSSL.Error", "ssl.SSLError", "mbedtls.TLSError"))
WANTS = frozenset((
    "OpenSSL.WantReadError", "OpenSSL.WantWriteError", "ssl.SSLWantReadError",
    "ssl.SSLWantWriteError",
    "mbedtls.WantReadError", "mbedtls.WantWriteError",
))  # fmt: skip
IO_CALLS = frozenset((
    "do_handshake", "recv", "recv_into", "read", "send", "sendall", "write", "sendto", "recvfrom",
    "DTLSv1_listen",
))  # fmt: skip
#: Calls at the end of a connection's life.
ENDINGS = frozenset(
    ("shutdown", "close", "unwrap", "bio_shutdown", "abort", "sock_shutdown", "set_shutdown")
)

DTLS_METHODS = frozenset(
    ("DTLS_METHOD", "DTLS_CLIENT_METHOD", "DTLS_SERVER_METHOD", "DTLSv1_METHOD")
)
TIMER_NAMES = frozenset((
    "DTLSv1_get_timeout", "DTLSv1_handle_timeout", "handle_timeout", "SSL_handle_events",
    "SSL_get_event_timeout",
    "DTLSv1_set_initial_timeout_duration",
))  # fmt: skip
