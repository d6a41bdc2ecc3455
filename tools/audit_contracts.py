"""Holds the contract rows against a source tree of OpenSSL: its manual pages and its C bodies.

    python tools/audit_contracts.py TREE           suspects: rows that literals in the C contradict
    python tools/audit_contracts.py TREE --read    every page's RETURN VALUES with its rows, to read
    python tools/audit_contracts.py TREE NAME ..   only these rows, to read

TREE is an unpacked release such as openssl-3.0.x (``ssl``, ``crypto``, ``include``, ``doc/man3``).
A suspect is no mistake yet: a body may return what its callers cannot see. What was read and is
right all the same stands in KNOWN, with the reason. Exit 1 if there are other suspects.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from compile_contracts import ROOT  # noqa: F401  (makes dtlslint importable)
from dtlslint.contracts import Contract, cells, lookup, names
from source_results import Sources

#: Function -> why the literals of its body do not tell its results. Read in 3.0.22.
KNOWN = {
    "BIO_do_connect_retry": "negatives are turned into -1",
    "BN_bn2bin": "-1 only for a length that it does not pass",
    "DH_bits": "bits of a parameter that is there",
    "DH_generate_parameters_ex": "-1 is turned into 0",
    "DH_security_bits": "bits of a parameter that is there",
    "DSA_bits": "bits of a parameter that is there",
    "DSA_security_bits": "bits of a parameter that is there",
    "DSA_size": "0 for what cannot be encoded",
    "ECDSA_size": "a negative size is turned into 0",
    "EVP_CIPHER_CTX_ctrl": "other negatives than -1 come from a provider or engine",
    "EVP_CIPHER_CTX_set_key_length": "clamped to 0 and 1",
    "EVP_RAND_generate": "negatives by the page, from a provider",
    "EVP_PKEY_get1_encoded_public_key": "-2 of a control is turned into 0",
    "EVP_PKEY_get1_tls_encodedpoint": "-2 of a control is turned into 0",
    "HMAC_size": "a negative size is turned into 0",
    "OCSP_basic_verify": "trust codes are turned into 0 and 1",
    "PEM_def_callback": "-2 of EVP_read_pw_string_min is turned into -1",
    "RAND_egd": "the body of builds without EGD",
    "RAND_egd_bytes": "the body of builds without EGD",
    "RAND_query_egd_bytes": "the body of builds without EGD",
    "RSA_generate_key_ex": "-1 is turned into 0",
    "RSA_generate_multi_prime_key": "-1 is turned into 0",
    "SSL_COMP_add_compression_method": "the body of builds without compression",
    "SSL_CTX_dane_enable": "negatives by the page, for lack of memory",
    "SSL_peek_ex": "negatives are turned into 0",
    "SSL_read_ex": "negatives are turned into 0",
    "SSL_write_early_data": "negatives are turned into 0",
    "SSL_write_ex": "negatives are turned into 0",
    "X509_STORE_CTX_verify": "trust codes are turned into 0 and 1",
    "X509_policy_check": "2, an empty tree, is for the caller to judge",
    "X509_verify_cert": "trust codes are turned into 0 and 1",
}
#: Macros over BIO_ctrl give what the BIO's type gives; only the page tells.
BY_COMMAND = re.compile(r"\bBIO_(int_|callback_|ptr_)?ctrl\b|\bX509_LOOKUP_ctrl")


def suspects(contract: Contract, sources: Sources) -> Iterator[str]:
    """What the literals that ``contract``'s body returns say against its sets."""
    found = sources.results(contract.name)
    numbers = sorted(value for value in found if isinstance(value, int))
    whole = len(numbers) == len(found)
    told = contract.success | contract.failure | contract.neutral
    if contract.compare or not (contract.success or contract.failure):
        return
    for value in numbers:
        if not cells.of_range(value, value) & told:
            yield f"returns {value}, which lies in no set"
    if not whole or not numbers:
        return
    negative = cells.BELOW | cells.MINUS_ONE
    if contract.failure & negative and numbers[0] >= 0:
        yield f"fails with negative values, but returns only {numbers}"
    if not any(cells.of_range(value, value) & contract.success for value in numbers):
        yield f"never succeeds: returns only {numbers}"


def audit(sources: Sources) -> list[str]:
    """All suspects, with the name in front."""
    lines = []
    for name in names():
        contract = lookup(name)
        if contract is None or contract.returns not in ("int", "count") or name in KNOWN:
            continue
        if not sources.place(name) or BY_COMMAND.search(sources.macros.get(name, "")):
            continue
        lines += [f"{name}: {line}" for line in suspects(contract, sources)]
    return lines


# To read --------------------------------------------------------------------------------------


def plain(pod: str) -> str:
    """The text of a piece of POD, in one line."""
    pod = re.sub(r"^=(over|back)[^\n]*", "", pod, flags=re.MULTILINE)
    pod = re.sub(r"^=item", "*", pod, flags=re.MULTILINE)
    pod = pod.replace("E<gt>", ">").replace("E<lt>", "<")
    for _ in range(3):
        pod = re.sub(r"[BCFILSX]<(?:<+ )?([^<>]*)(?: >+)?>", r"\1", pod)
    return " ".join(pod.split())


def pages(tree: Path) -> Iterator[tuple[str, list[str], str]]:
    """(page, the functions it names, its RETURN VALUES) for all of section 3."""
    for path in sorted((tree / "doc/man3").glob("*.pod*")):
        text = path.read_text(encoding="utf-8")
        named = re.search(r"^=head1 NAME\n(.*?) - ", text, re.DOTALL | re.MULTILINE)
        told = re.search(r"^=head1 RETURN VALUES?\n(.*?)(?=^=head1|\Z)", text, re.DOTALL | re.M)
        if named:
            functions = re.findall(r"\w+", named.group(1))
            yield path.name.split(".")[0], functions, plain(told.group(1)) if told else ""


def shown(contract: Contract, sources: Sources) -> str:
    """One row in brief, and the literals of its body."""
    neutral = ",".join(contract.neutral_why)
    parts = [
        f"{contract.name}: {contract.returns}",
        f"success={contract.success_text} failure={contract.failure_text} neutral={neutral}",
        contract.nodiscard,
        f"owned by {contract.acquire[0]}" if contract.acquire else contract.returns_alias,
        f"takes {[entry.arg for entry in contract.transfer]}" if contract.transfer else "",
        f"frees {contract.released_arg()}" if contract.is_release() else "",
        f"deprecated {contract.deprecated}" if contract.deprecated else "",
    ]
    if sources.place(contract.name):
        values = sorted(map(str, sources.results(contract.name)))
        parts.append(f"| {' '.join(values)[:80]} ({sources.place(contract.name)})")
    return " ".join(filter(None, parts))


def read(tree: Path, sources: Sources, wanted: list[str]) -> None:
    """Prints the pages' RETURN VALUES and the rows of their functions."""
    for page, functions, told in pages(tree):
        rows = [row for name in functions if (row := lookup(name))]
        rows = [row for row in rows if not wanted or row.name in wanted]
        if rows:
            print(f"\n== {page}: {told}")
            print("\n".join(shown(row, sources) for row in rows))


def main(argv: list[str]) -> int:
    words = [word for word in argv if not word.startswith("-")]
    if not words or not (Path(words[0]) / "crypto").is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    tree = Path(words[0])
    sources = Sources(tree)
    if "--read" in argv or words[1:]:
        read(tree, sources, words[1:])
        return 0
    lines = audit(sources)
    print("\n".join([*lines, f"{len(lines)} suspects"]))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
