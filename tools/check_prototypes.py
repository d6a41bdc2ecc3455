"""Holds the contract rows against the prototypes of the installed OpenSSL headers.

    python tools/check_prototypes.py

Prints, for each row that disagrees: a result of another kind, an argument that is not there, a
pointer fact (NULL, ownership, buffers) about an argument that is no pointer. Exit 1 if any does.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import compile_contracts
import version_sources

#: Types that hide a pointer, and parameters that are arrays or functions.
HIDDEN_POINTER = re.compile(
    r"\*|\[|(_cb|_fn|_func|_FUNC|_callback|_PTR|_CB|_block|cblock|HASHFUNC|COMPFUNC|compfunc)(_ex)?\b"
    r"|_fn_ex\b|CRYPTO_THREAD_LOCAL"
)

BUFFERS = {"in_buffer", "out_buffer", "key", "iv", "digest_out", "password", "salt", "random_out"}
BUFFERS |= {"compare_a", "compare_b", "dest", "src"}


class Prototype:
    """``result``: void, int or pointer; ``arguments``: their declarations; both '' for a macro."""

    def __init__(self, result: str, arguments: list[str]) -> None:
        self.result = result
        self.arguments = arguments

    def is_pointer(self, argument: int) -> bool:
        return not self.result or bool(HIDDEN_POINTER.search(self.arguments[argument - 1]))


def prototypes() -> dict[str, Prototype]:
    """All functions and function-like macros of the headers. CalledProcessError without gcc."""
    text = subprocess.run(
        ["gcc", "-E", "-P", "-dD", "-DOSSL_DEPRECATED(x)=", "-DOSSL_DEPRECATED_FOR(x,m)=", "-"],
        input="\n".join(version_sources.includes()),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found: dict[str, Prototype] = {}
    code = []
    for line in text.splitlines():
        macro = re.match(r"#define (\w+)\(([^)]*)\)", line)
        if macro:
            found[macro[1]] = Prototype("", _arguments(macro[2]))
        elif not line.startswith("#"):
            code.append(line)
    body = re.sub(r"__attribute__\s*\(\([^;{]*?\)\)|_Noreturn|\binline\b", " ", " ".join(code))
    for statement in re.split(r"[;{}]", body):
        if not re.search(r"\b(typedef|return)\b", statement):
            found.update(_declared(statement.strip()))
    return found


def _declared(statement: str) -> dict[str, Prototype]:
    """The function that a statement declares, by name; nothing if it declares none."""
    pointer = re.search(r"^.*?\(\s*\*\s*(\w+)\s*\((.*)\)\s*\)\s*\(", statement)
    if pointer:
        return {pointer[1]: Prototype("pointer", _arguments(pointer[2]))}
    plain = re.search(r"^((?:[\w*]+\s+)+\**|[\w\s]+\*+\s*)\(?(\w+)\)?\s*\((.*)\)$", statement)
    if not plain:
        return {}
    result = plain[1].strip()
    kind = (
        "pointer" if HIDDEN_POINTER.search(result) else "void" if result.endswith("void") else "int"
    )
    return {plain[2]: Prototype(kind, _arguments(plain[3]))}


def _arguments(text: str) -> list[str]:
    depth = 0
    parts = [""]
    for char in text:
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    parts = [part.strip() for part in parts]
    return [] if parts in (["void"], [""]) else parts


def complaints(row: dict[str, Any], prototype: Prototype) -> Iterator[str]:
    """What in ``row`` the prototype contradicts, as sentences."""
    told = {"count": "int", "flags": "int"}.get(row.get("returns", ""), row.get("returns", ""))
    if prototype.result and told and told != prototype.result:
        yield f"returns {told}, declared {prototype.result}"
    pointers, numbers = _mentioned(row)
    for argument in sorted(pointers | numbers):
        if argument > len(prototype.arguments):
            if "..." not in prototype.arguments:
                yield f"argument {argument} of {len(prototype.arguments)}"
        elif argument in pointers and not prototype.is_pointer(argument):
            yield f"argument {argument} is no pointer: {prototype.arguments[argument - 1]}"


def _mentioned(row: dict[str, Any]) -> tuple[set[int], set[int]]:
    """The arguments that the row takes for pointers, and the others that it names."""
    pointers: set[int] = set()
    for key in ("nonnull", "nullable", "retains", "borrows", "advances"):
        pointers |= set(row.get(key, ()))
    for key in ("out", "transfer"):
        pointers |= {item["arg"] for item in row.get(key, ())}
    pointers |= {row[key]["arg"] for key in ("releases", "reuse") if key in row}
    pointers |= set(row.get("length_of", {}).values())
    roles = {int(argument): role for argument, role in row.get("roles", {}).items()}
    pointers |= {argument for argument, role in roles.items() if role in BUFFERS}
    condition = re.search(r"\d+", row.get("acquire", {}).get("cond", ""))
    if condition:
        pointers.add(int(condition.group()))
    return pointers, set(roles) | {int(argument) for argument in row.get("length_of", {})}


def check() -> list[str]:
    """All complaints about the builtin rows, with the name in front."""
    known = prototypes()
    rows, _ = compile_contracts.read_rows()
    return [
        f"{name}: {complaint}"
        for name, row in rows.items()
        if name in known
        for complaint in complaints(row, known[name])
    ]


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    found = check()
    print("\n".join(found))
    sys.exit(bool(found))
