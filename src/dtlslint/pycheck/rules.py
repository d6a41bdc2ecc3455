"""The rules of the plugin: the catalogue's codes, and what their findings say about Python."""

from __future__ import annotations

import ast
from collections import namedtuple

from ..diagnostics import ERROR, NOTE, WARNING, Rule

#: ``severity`` is one of ``diagnostics.SEVERITIES``; ``line`` from 1, ``col`` from 0, as flake8
#: wants them.
Finding = namedtuple("Finding", "line col code message severity")

SIDE_EFFECT = Rule(
    "DTL103", "assert-side-effect", "asserted-invariant", ERROR,
    "the assertion does work ({what}) that `python -O` leaves out", 617,
)  # fmt: skip
STATE = Rule(
    "DTL105", "asserted-state", "asserted-invariant", WARNING,
    "only an assertion guards {what}; `python -O` leaves it out, raise an exception instead", 617,
)  # fmt: skip
IGNORED = Rule(
    "DTL201", "ignored-result", "unchecked-result", ERROR,
    "the verdict of {callee} is thrown away; it reports by its value alone", 252,
)  # fmt: skip
MAGIC = Rule(
    "DTL401", "magic-size", "hardcoded-crypto", NOTE,
    "the size of a secret is the bare number {size}; give it a name", 547,
)  # fmt: skip
SIZE = Rule(
    "DTL402", "weak-size", "hardcoded-crypto", WARNING,
    "{callee} makes {what}; at least {least} are needed", 326,
)  # fmt: skip
LITERAL = Rule(
    "DTL403", "literal-secret", "hardcoded-crypto", ERROR,
    "{what} of {callee} is written in the code", 321,
)  # fmt: skip
PREDICTABLE = Rule(
    "DTL404", "predictable-secret", "hardcoded-crypto", ERROR,
    "{callee} {what}", 338,
)  # fmt: skip
PARTIAL = Rule(
    "DTL405", "partial-secret", "hardcoded-crypto", WARNING,
    "{callee} fills only {size} of the {whole} bytes of the secret", 331,
)  # fmt: skip
PROTOCOL = Rule(
    "DTL601", "weak-protocol", "insecure-config", WARNING,
    "{callee} {what} {version}; versions under 1.2 are broken", 327,
)  # fmt: skip
CIPHERS = Rule(
    "DTL602", "weak-ciphers", "insecure-config", ERROR,
    "{callee} lets in {what}", 327,
)  # fmt: skip
UNVERIFIED = Rule(
    "DTL603", "verification-disabled", "insecure-config", ERROR,
    "{what}", 295,
)  # fmt: skip
COOKIES = Rule(
    "DTL604", "cookie-exchange-missing", "insecure-config", WARNING,
    "{callee} serves DTLS without a cookie exchange ({what}); a forged source address makes it "
    "answer others with much traffic", 406,
)  # fmt: skip
TIMING = Rule(
    "DTL605", "timing-unsafe-compare", "insecure-config", WARNING,
    "{callee} compares {what} in a time that tells how much of it was right; "
    "use hmac.compare_digest", 208,
)  # fmt: skip
VERDICT = Rule(
    "DTL606", "verify-result-alone", "insecure-config", WARNING,
    "{callee} is X509_V_OK also when the peer sent no certificate; nothing here tests for one", 295,
)  # fmt: skip
OPTION = Rule(
    "DTL607", "unsafe-option", "insecure-config", WARNING,
    "{callee} {what}", 327,
)  # fmt: skip
SILENT = Rule(
    "DTL701", "silent-failure", "error-handling", NOTE,
    "a failure of TLS ({what}) ends here and nobody hears of it", 390,
)  # fmt: skip
UNCLASSIFIED = Rule(
    "DTL703", "unclassified-io-error", "error-handling", WARNING,
    "{what} is also raised when the connection only waits for data; handle {want} before it", 755,
)  # fmt: skip
TIMER = Rule(
    "DTL704", "dtls-timer-missing", "error-handling", WARNING,
    "this DTLS handshake waits for data, but nothing here asks DTLSv1_get_timeout when to send "
    "again; one lost packet stops it", 755,
)  # fmt: skip

RULES = (
    SIDE_EFFECT, STATE, IGNORED, MAGIC, SIZE, LITERAL, PREDICTABLE, PARTIAL, PROTOCOL, CIPHERS,
    UNVERIFIED,
    COOKIES, TIMING, VERDICT, OPTION, SILENT, UNCLASSIFIED, TIMER,
)  # fmt: skip


def report(rule: Rule, node: ast.AST, *, severity: str = "", **words: object) -> Finding:
    """A finding of the rule where the node begins; ``words`` fill its message."""
    line, col = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
    return Finding(line, col, rule.code, rule.message.format(**words), severity or rule.severity)
