"""Calls every function that returns a pointer and weighs what is left behind.

    python tools/probe_ownership.py     exit 1 if a result is not owned as its contract says

With the calls of proofs/probed.toml it compares the bytes that are still allocated after the
arguments were made, after the call, and after the call and the release that the contract names.
An owned result makes a difference, and its release undoes it; any other makes none. Conditional
owners, reused arguments and results handed over are left to the proofs that people wrote.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from compile_contracts import ROOT  # noqa: F401  (makes dtlslint importable)
from dtlslint.contracts import Contract, lookup
from proof_programs import Program, in_3_0, released
from prove_contracts import build, probed_entries, verdicts

#: Function -> why the bytes tell something else. Read in 3.0.22.
KNOWN = {
    "ASN1_NULL_new": "a constant",
    "BN_CTX_get": "the context keeps it",
    "BN_MONT_CTX_set_locked": "stored through its argument",
    "CMS_signed_delete_attr": "taken out of its argument, which weighs less then",
    "EC_GROUP_get_ecparameters": "the call fills in what the group lacked",
    "EC_GROUP_get_ecpkparameters": "the call fills in what the group lacked",
    "EVP_PKEY_get0_EC_KEY": "made for the key, which keeps it",
    "EVP_PKEY_get1_EC_KEY": "a reference to what was made for the key",
    "OBJ_dup": "the same for an object of the table",
    "OPENSSL_INIT_new": "plain malloc",
    "OSSL_STORE_INFO_get1_CERT": "a reference",
    "PKCS12_add_safes_ex": "the call writes into its argument",
    "SSL_CTX_new_ex": "the property query is cached",
    "X509_NAME_delete_entry": "taken out of its argument, which weighs less then",
    "X509_PUBKEY_get": "a reference",
    "X509_extract_key": "a reference",
    "X509_get_pubkey": "a reference",
    "X509at_add1_attr_by_NID": "stored through its argument as well",
    "X509at_add1_attr_by_OBJ": "stored through its argument as well",
    "X509at_add1_attr_by_txt": "stored through its argument as well",
}


def subjects() -> Iterator[tuple[Contract, str, str]]:
    """(function, how its arguments are made, a call that succeeds)."""
    for name, entry in probed_entries().items():
        contract = lookup(name)
        if contract is None or contract.returns != "pointer" or name in KNOWN:
            continue
        if contract.acquire_cond or contract.transfer or contract.releases or contract.reuse:
            continue
        if name.startswith("sk_") and name.endswith("_deep_copy"):  # the elements are made up
            continue
        for call in entry.get("good", ()):
            if "=" not in call:
                yield contract, entry.get("setup", ""), call


def programs(contract: Contract, setup: str, call: str) -> list[Program]:
    """The arguments alone, with the call, and, for an owner, with its release."""
    made = f"    {setup};\n"
    called = f"    void *p = (void *)({call}); (void)p;\n"
    bodies = [made, made + called]
    if contract.acquire and in_3_0(contract.acquire[0]):
        bodies.append(f"{made}{called}    {released(contract.acquire[0])};\n")
    return [Program(contract.name, "weight", body, ()) for body in bodies]


def weight(verdict: str) -> int | None:
    """The bytes that a verdict of the harness tells of; None for a crash."""
    word, _, rest = verdict.partition(" ")
    if word == "clean":
        return 0
    if word == "leak":
        return int(rest)
    return -int(rest.split()[-1]) if word == "fixture" else None


def judge(contract: Contract, seen: list[str]) -> str:
    """What is wrong, in words; '' if the weights agree with the contract."""
    weights = [weight(verdict) for verdict in seen]
    if weights[0] is None or weights[1] is None:
        return ""
    if not contract.acquire:
        return "" if weights[1] == weights[0] else f"is owned by nobody, but leaves {seen}"
    if len(weights) == 3 and weights[2] == weights[0] < weights[1]:
        return ""
    return f"is owned, but leaves {seen}"


def main() -> int:
    tried = [(contract, programs(contract, setup, call)) for contract, setup, call in subjects()]
    flat = [program for _, several in tried for program in several]
    with tempfile.TemporaryDirectory() as folder:
        seen = iter(verdicts(build(flat, Path(folder)), len(flat)))
    wrong = 0
    for contract, several in tried:
        complaint = judge(contract, [next(seen) for _ in several])
        wrong += bool(complaint)
        if complaint:
            print(f"{contract.name}: {complaint}")
    print(f"{len(tried)} functions, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
