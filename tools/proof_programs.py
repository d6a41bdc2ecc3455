"""The programs that prove a contract: from what the contract says and how to call the function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dtlslint.contracts import Contract, cells, lookup

LEAKS = ("leak",)
#: How a block that is freed twice, or an object that lost a reference too many, shows.
BREAKS = ("double free", "write after free", "foreign free", "fixture lost", "signal", "exit")


#: Keys of entries whose expressions give a success, a failure, a neutral value.
POINTS = ("good", "bad", "neutral")

#: Release functions that take more than the object: their further arguments.
FURTHER = {
    "CRYPTO_free": '"", 0',
    "CRYPTO_clear_free": '1, "", 0',
    "OPENSSL_clear_free": "1",
    "OPENSSL_secure_clear_free": "1",
    "OPENSSL_sk_pop_free": "NULL",
    "sk_CONF_VALUE_pop_free": "X509V3_conf_free",
    "ASN1_item_free": "ASN1_ITEM_rptr(X509)",  # what the probes have
}


class Program:
    """C statements, the fact they are about, and what they must be seen to do.

    ``wanted`` are beginnings of the harness's verdict; ``also``: functions proven along.
    """

    def __init__(
        self, name: str, fact: str, body: str, wanted: tuple[str, ...], also: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.fact = fact
        self.body = body
        self.wanted = wanted
        self.also = also

    def accepts(self, seen: str) -> bool:
        """Whether the verdict ``seen`` is the one that the fact calls for."""
        return seen.startswith(self.wanted)


class ValueProgram(Program):
    """An expression whose value must lie in the cells ``mask``."""

    def __init__(self, name: str, fact: str, body: str, mask: int, pointer: bool) -> None:
        super().__init__(name, fact, body, ())
        self.mask = mask
        self.pointer = pointer

    def accepts(self, seen: str) -> bool:
        kind, _, text = seen.partition(" ")
        if kind != ("pointer" if self.pointer else "value"):
            return False
        if self.pointer:
            return bool(self.mask & (cells.ABOVE if text == "1" else cells.ZERO))
        return bool(self.mask & cells.of_range(int(text), int(text)))


def programs_of(contract: Contract, entry: dict[str, Any]) -> list[Program]:
    """All programs that ``entry`` and the facts of ``contract`` allow."""
    made: list[Program] = []
    if "call" in entry:
        made += _owned_result(contract, entry)
        made += _borrowed_result(contract, entry)
        made += _owned_out(contract, entry)
        made += _handed_over(contract, entry)
        made += _kept_by_caller(contract, entry)
    made += _values(contract, entry)
    return made


def _body(entry: dict[str, Any], *statements: str, last: str = "") -> str:
    lines = [entry.get("setup", ""), *statements, entry.get("cleanup", ""), last]
    return "".join(f"    {line.rstrip(';')};\n" for line in lines if line)


def released(name: str) -> str:
    """The C call by which ``name`` releases ``p``."""
    further = FURTHER.get(name, "")
    if name.startswith("sk_") and name.endswith("_pop_free") and not further:
        further = name.removeprefix("sk_").removesuffix("_pop_free") + "_free"
    return f"{name}(p, {further})" if further else f"{name}(p)"


def in_3_0(name: str) -> bool:
    """Whether OpenSSL 3.0, which the proofs run on, has ``name``."""
    contract = lookup(name)
    return contract is not None and (contract.since or "0") <= "3.0"


def _owned_result(contract: Contract, entry: dict[str, Any]) -> Iterator[Program]:
    if not contract.acquire:
        return
    name = contract.name
    release = entry.get("release", released(contract.acquire[0]))
    made = f"{entry['type']} p = {entry['call']}; NEED(p != NULL)"
    also = (contract.acquire[0],)
    yield Program(name, "owned", _body(entry, made, release), ("clean",), also)
    yield Program(name, "owned", _body(entry, made), LEAKS)
    for other in () if "release" in entry else contract.acquire[1:]:
        if not in_3_0(other):
            continue
        yield Program(name, "owned", _body(entry, made, released(other)), ("clean",), (other,))
    if not entry.get("shared"):
        yield Program(name, "owned once", _body(entry, made, release, release), BREAKS)
    if entry.get("oom", True):
        body = f"out_of_memory = 1; {entry['type']} p = {entry['call']}; out_of_memory = 0"
        program = _body({"setup": entry.get("setup", "")}, body, "POINTER(p)")
        yield ValueProgram(name, "NULL without memory", program, contract.failure, True)


def _borrowed_result(contract: Contract, entry: dict[str, Any]) -> Iterator[Program]:
    if not contract.returns_alias or "wrong" not in entry:
        return
    made = f"{entry['type']} p = {entry['call']}; NEED(p != NULL)"
    yield Program(contract.name, "borrowed", _body(entry, made), ("clean",))
    yield Program(contract.name, "borrowed", _body(entry, made, entry["wrong"]), BREAKS)


def _owned_out(contract: Contract, entry: dict[str, Any]) -> Iterator[Program]:
    owned = contract.owned_out()
    if not owned or "object" in entry:
        return
    made = f"{entry['type']} p = NULL; {_needed(contract, entry['call'])}"
    release = entry.get("release", released(owned[0].release))
    also = (owned[0].release,)
    yield Program(contract.name, "owned out", _body(entry, made, release), ("clean",), also)
    yield Program(contract.name, "owned out", _body(entry, made), LEAKS)


def _handed_over(contract: Contract, entry: dict[str, Any]) -> Iterator[Program]:
    if not contract.transfer or "object" not in entry:
        return
    name, given, free = contract.name, entry["object"], entry["free"]
    call = _needed(contract, entry["call"])
    yield Program(name, "transfer", _body(entry, given, call), ("clean",))
    yield Program(name, "transfer", _body(entry, given, call, free), BREAKS)
    if "fail" in entry:
        failing = f"NEED(!({_success(contract, entry['fail'])}))"
        yield Program(name, "kept on failure", _body(entry, given, failing, free), ("clean",))
        yield Program(name, "kept on failure", _body(entry, given, failing), LEAKS)


def _kept_by_caller(contract: Contract, entry: dict[str, Any]) -> Iterator[Program]:
    """Arguments that the callee references, copies or borrows: the caller frees them."""
    fact = "retains" if contract.retains else "borrows" if contract.borrows else ""
    if not fact or "object" not in entry or contract.transfer:
        return
    name, given, free = contract.name, entry["object"], entry["free"]
    call = _needed(contract, entry["call"])
    if fact == "retains":
        yield Program(name, fact, _body(entry, given, call, free), ("clean",))
    else:
        yield Program(name, fact, _body(entry, given, call, last=free), ("clean",))
    yield Program(name, fact, _body(entry, given, call), LEAKS)


def _success(contract: Contract, call: str) -> str:
    """A C test that is true when the call succeeds."""
    if contract.returns == "pointer":
        return f"({call}) != NULL"
    low, high = cells.ends(contract.success_text.split(",")[0])
    if low == high:
        return f"({call}) == {low}"
    return f"({call}) >= {low}"


def _needed(contract: Contract, call: str) -> str:
    return f"NEED({_success(contract, call)})" if contract.success else call


def _values(contract: Contract, entry: dict[str, Any]) -> Iterator[Program]:
    pointer = contract.returns == "pointer"
    show = "POINTER" if pointer else "VALUE"
    sets = {"good": contract.success, "bad": contract.failure, "neutral": contract.neutral}
    for key, mask in sets.items():
        for expression in entry.get(key, ()):
            body = _body(entry, f"{show}({expression})")
            fact = {"good": "success", "bad": "failure"}.get(key, key) + " value"
            yield ValueProgram(contract.name, fact, body, mask, pointer)
