"""Macros and functions that shape control flow, by name: assertions, runtime checks, no-returns.

Sources: the headers that define them. ``assert``: C11 7.2 (``NDEBUG``); ``Q_ASSERT``: qassert.h
(``QT_NO_DEBUG``); ``g_assert``: gtestutils.h (``G_DISABLE_ASSERT``; the ``g_assert_*`` family is
not affected); ``DCHECK``: base/check.h; ``RTC_DCHECK``: rtc_base/checks.h; ``pj_assert``:
pj/assert.h (``NDEBUG``); ``Assert``: postgres c.h (``USE_ASSERT_CHECKING``); ``rad_assert``,
``fr_assert``: FreeRADIUS; ``ast_assert``: asterisk utils.h (``AST_DEVMODE``); ``DEBUGASSERT``:
curl; ``log_assert``: unbound util/log.h; ``nm_assert``: NetworkManager. Always on:
``OPENSSL_assert``: openssl/crypto.h; ``tor_assert``: lib/log/util_bug.h; ``ASSERT``: OpenVPN
error.h; ``i_assert``: dovecot; ``REQUIRE``..: ISC assertions.h; ``PJ_ASSERT_RETURN``: pj/assert.h
keeps its test.
"""

from __future__ import annotations

ASSERTIONS = frozenset((
    "assert", "_ASSERT", "_ASSERTE", "ATLASSERT", "Q_ASSERT", "Q_ASSERT_X", "g_assert",
    "pj_assert", "DCHECK", "DCHECK_EQ", "DCHECK_NE", "DCHECK_LT", "DCHECK_LE", "DCHECK_GT",
    "DCHECK_GE", "DCHECK_NOTNULL", "RTC_DCHECK", "RTC_DCHECK_EQ", "RTC_DCHECK_NE",
    "RTC_DCHECK_LT", "RTC_DCHECK_LE", "RTC_DCHECK_GT", "RTC_DCHECK_GE", "BOOST_ASSERT",
    "BOOST_ASSERT_MSG", "MOZ_ASSERT", "NS_ASSERTION", "wxASSERT", "wxASSERT_MSG", "Assert",
    "AssertMacro", "rad_assert", "fr_assert", "fr_assert_msg", "ast_assert", "DEBUGASSERT",
    "AP_DEBUG_ASSERT", "log_assert", "nm_assert", "jassert", "srs_assert", "DBG_ASSERT",
    "DEBUG_ASSERT", "EVUTIL_ASSERT", "EVTHREAD_ASSERT", "TORRENT_ASSERT", "DASSERT",
    "ngtcp2_assert", "nghttp2_assert",
))  # fmt: skip

ALWAYS_ON = frozenset((
    "OPENSSL_assert", "CHECK", "CHECK_EQ", "CHECK_NE", "CHECK_LT", "CHECK_LE", "CHECK_GT",
    "CHECK_GE", "CHECK_NOTNULL", "RTC_CHECK", "RTC_CHECK_EQ", "RTC_CHECK_NE", "RTC_CHECK_LT",
    "RTC_CHECK_LE", "RTC_CHECK_GT", "RTC_CHECK_GE", "PCHECK", "QCHECK", "RELEASE_ASSERT",
    "MOZ_RELEASE_ASSERT", "Q_CHECK_PTR", "tor_assert", "i_assert", "ASSERT", "ap_assert",
    "REQUIRE", "INSIST", "ENSURE", "INVARIANT", "RUNTIME_CHECK", "BOOST_VERIFY", "g_assert_true",
    "g_assert_nonnull", "g_assert_cmpint", "g_assert_cmpuint", "g_assert_cmpmem", "WINPR_ASSERT",
    "rassert", "ink_assert", "ink_release_assert", "VERIFY", "LWIP_ASSERT", "configASSERT",
    "KASSERT", "ABSL_CHECK", "ASSERT_TRUE", "ASSERT_NE", "ASSERT_EQ", "ASSERT_GT", "ASSERT_GE",
    "ASSERT_LT", "ASSERT_LE", "TEST_ASSERT", "CU_ASSERT", "CU_ASSERT_FATAL", "ck_assert",
    "QVERIFY", "tt_assert",
))  # fmt: skip

#: Runtime checks that return from the function: ``g_return_if_fail(x)`` and its like.
RETURN_CHECKS = frozenset((
    "g_return_if_fail", "g_return_val_if_fail", "PJ_ASSERT_RETURN", "PJ_ASSERT_ON_FAIL",
    "IF_BUG_ONCE_RETURN", "EINA_SAFETY_ON_FALSE_RETURN", "EINA_SAFETY_ON_FALSE_RETURN_VAL",
    "wxCHECK_RET", "wxCHECK", "Q_RETURN_IF_FAIL", "fr_cond_assert_return",
    *(  # of s2n-tls
        f"{way}_ENSURE{what}"
        for way in ("POSIX", "RESULT", "PTR")
        for what in ("", "_REF", "_EQ", "_NE", "_GT", "_GTE", "_LT", "_LTE")
    ),
    *(
        f"{way}_GUARD{what}"
        for way in ("POSIX", "RESULT", "PTR")
        for what in ("", "_OSSL", "_POSIX", "_RESULT", "_PTR")
    ),
))  # fmt: skip

#: What such a macro asks of its argument, by its last word: ``POSIX_GUARD_OSSL(f(), error)``.
GUARDS = {"OSSL": ("==", 1), "POSIX": (">=", 0)}
#: The same for a macro without a last word, by its first: an int of s2n-tls, or a truth.
PLAIN_GUARDS = {"POSIX_GUARD": (">=", 0)}

#: The comparison that a macro's last word stands for: ``CHECK_EQ(a, b)``.
COMPARISON_SUFFIXES = {
    "EQ": "==", "NE": "!=", "LT": "<", "LE": "<=", "GT": ">", "GE": ">=",
    "LTE": "<=", "GTE": ">=",
}  # fmt: skip

LIKELY = frozenset((
    "likely", "unlikely", "__builtin_expect", "Q_LIKELY", "Q_UNLIKELY", "G_LIKELY", "G_UNLIKELY",
    "PREDICT_TRUE", "PREDICT_FALSE", "PREDICT_LIKELY", "PREDICT_UNLIKELY", "MOZ_LIKELY",
    "MOZ_UNLIKELY", "BOOST_LIKELY", "BOOST_UNLIKELY", "ABSL_PREDICT_TRUE", "ABSL_PREDICT_FALSE",
    "LIKELY", "UNLIKELY", "_likely_", "_unlikely_", "ossl_likely", "ossl_unlikely", "ossl_assert",
    "PR_LIKELY", "PR_UNLIKELY", "XQC_LIKELY", "__predict_true", "__predict_false", "RTC_UNLIKELY",
    "RTC_LIKELY", "ISC_LIKELY", "ISC_UNLIKELY", "FOLLY_LIKELY", "tor_likely", "std::move",
    "std::forward", "std::as_const", "qAsConst", "g_steal_pointer",
))  # fmt: skip

NORETURN = frozenset((
    "abort", "exit", "_exit", "_Exit", "quick_exit", "longjmp", "siglongjmp", "terminate", "err",
    "pthread_exit", "thrd_exit", "ExitThread", "g_thread_exit", "errx", "verr", "verrx", "g_error",
    "g_assert_not_reached", "g_abort", "qFatal",
    "__builtin_unreachable", "__builtin_trap", "__builtin_abort", "Q_UNREACHABLE", "unreachable",
    "OPENSSL_die", "die", "fatal", "fatal_exit", "fatalx", "fatal_fr", "fatal_f", "cleanup_exit",
    "bail_out",
    "croak", "panic", "rb_raise", "rb_exc_raise", "ossl_raise", "luaL_error", "lua_error",
    "rethrow_exception", "ExitProcess", "BUG", "i_fatal", "i_panic", "i_unreached",
    "Py_FatalError", "msg_fatal", "msg_panic", "fatal_exit", "fatal_r",
    "fatalf", "pfatal", "sshfatal", "nping_fatal", "ink_fatal", "RTC_FATAL", "LOG_FATAL", "FATAL",
))  # fmt: skip

#: Named constants of the headers that tests compare results with.
CONSTANTS = {
    "TRUE": 1, "FALSE": 0, "YES": 1, "NO": 0, "TRU1": 1, "FAL0": 0,
    "PJ_TRUE": 1, "PJ_FALSE": 0, "EXIT_SUCCESS": 0,
    "EXIT_FAILURE": 1, "X509_V_OK": 0, "SSL_ERROR_NONE": 0, "SSL_TLSEXT_ERR_OK": 0,
    "SSL_TLSEXT_ERR_ALERT_WARNING": 1, "SSL_TLSEXT_ERR_ALERT_FATAL": 2, "SSL_TLSEXT_ERR_NOACK": 3,
    "OCSP_RESPONSE_STATUS_SUCCESSFUL": 0, "V_OCSP_CERTSTATUS_GOOD": 0,
    "V_OCSP_CERTSTATUS_REVOKED": 1, "V_OCSP_CERTSTATUS_UNKNOWN": 2, "SSL_VERIFY_NONE": 0,
    "SSL_VERIFY_PEER": 1, "SSL_VERIFY_FAIL_IF_NO_PEER_CERT": 2, "SSL_VERIFY_CLIENT_ONCE": 4,
    "SSL_VERIFY_POST_HANDSHAKE": 8, "PJ_SUCCESS": 0, "APR_SUCCESS": 0, "GNUTLS_E_SUCCESS": 0,
    "SHA_DIGEST_LENGTH": 20, "SHA224_DIGEST_LENGTH": 28, "SHA256_DIGEST_LENGTH": 32,
    "SHA384_DIGEST_LENGTH": 48, "SHA512_DIGEST_LENGTH": 64, "MD5_DIGEST_LENGTH": 16,
    "EVP_MAX_MD_SIZE": 64, "EVP_MAX_KEY_LENGTH": 64, "EVP_MAX_IV_LENGTH": 16,
    "EVP_MAX_BLOCK_LENGTH": 32, "DTLS1_COOKIE_LENGTH": 255, "SSL_MAX_MASTER_KEY_LENGTH": 48,
    "SSL_MAX_SSL_SESSION_ID_LENGTH": 32, "SSL_MAX_SID_CTX_LENGTH": 32, "PSK_MAX_PSK_LEN": 512,
    "PSK_MAX_IDENTITY_LEN": 256, "AES_BLOCK_SIZE": 16, "SSL3_RANDOM_SIZE": 32, "INT_MAX":
    2147483647, "SSL_MAX_KEY_LENGTH": 32,
}  # fmt: skip
