"""The rule table of insecure-config, which its parts share."""

from __future__ import annotations

from ..diagnostics import ERROR, WARNING, Rule

_HOOK = "insecure-config"
PROTOCOL = Rule(
    "DTL601", "weak-protocol", _HOOK, WARNING,
    "{callee} {what} {version}; versions under 1.2 are broken", 327,
)  # fmt: skip
CIPHERS = Rule(
    "DTL602", "weak-ciphers", _HOOK, ERROR,
    "{callee} lets in {what}", 327,
)  # fmt: skip
UNVERIFIED = Rule(
    "DTL603", "verification-disabled", _HOOK, ERROR,
    "{what}", 295,
)  # fmt: skip
COOKIES = Rule(
    "DTL604", "cookie-exchange-missing", _HOOK, WARNING,
    "{callee} serves DTLS without a cookie exchange: {what}; a forged source address makes it "
    "answer others with much traffic", 406,
)  # fmt: skip
TIMING = Rule(
    "DTL605", "timing-unsafe-compare", _HOOK, WARNING,
    "{callee} compares {what} in a time that tells how much of it was right", 208,
)  # fmt: skip
VERDICT = Rule(
    "DTL606", "verify-result-alone", _HOOK, WARNING,
    "{callee} is X509_V_OK also when the peer sent no certificate; nothing here tests for one", 295,
)  # fmt: skip
OPTION = Rule(
    "DTL607", "unsafe-option", _HOOK, WARNING,
    "{callee} {what}", 327,
)  # fmt: skip
RULES = (PROTOCOL, CIPHERS, UNVERIFIED, COOKIES, TIMING, VERDICT, OPTION)
