"""Finds the functions that survive NULL as their first argument: data/null_tolerant.txt.

    python tools/prove_nulls.py           exit 1 if a function dies that the contracts let take NULL
    python tools/prove_nulls.py --write   and write the list, which fills in ``nullable = [1]``

Each function of the table that the installed libssl and libcrypto export is called in a child
process, once with NULL and zeros throughout and once with NULL and a zeroed buffer in place of
the other arguments; who survives both is tolerant. A function that takes another object, a name
or a callback may have looked at that first: such functions are not judged. Needs gcc for the
parameters, and the headers.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from compile_contracts import DATA, read_rows

TOLERANT = DATA / "null_tolerant.txt"
SECONDS = 2  # for one call; the slow ones ask for a password or wait for a socket

_UNTOUCHED = """
    OPENSSL_die OPENSSL_cleanup OPENSSL_isservice CRYPTO_set_mem_functions BIO_accept
    UI_UTIL_read_pw EVP_read_pw_string EVP_read_pw_string_min
    SSL_CTX_use_serverinfo SSL_CTX_use_serverinfo_ex BIO_ADDR_rawmake
"""
#: Not called: they end the process, wait for a terminal, rewire the library, or (the last line)
#: return because a number is zero before they look at the first argument.
UNTOUCHED = frozenset(_UNTOUCHED.split())


HEADERS = Path("/usr/include/openssl")

#: Further parameters for which zeros are as good as any value: numbers, and memory to use.
PLAIN = re.compile(
    r"(const )?(unsigned )?(int|long|char|size_t|time_t|off_t|u?int\d+_t|double|short|long long"
    r"|unsigned)( int)?( \w+)?|(const )?(unsigned char|uint8_t|void) \*\w*|(size_t|int) \*\w*"
)


def parameters() -> dict[str, list[str]]:
    """The parameters of every function that the headers declare, as text."""
    names = sorted(path.name for path in HEADERS.glob("*.h"))
    left_out = {"asn1_mac.h", "opensslconf.h"}
    text = "".join(f"#include <openssl/{name}>\n" for name in names if name not in left_out)
    command = ["gcc", "-E", "-P", "-DOPENSSL_SUPPRESS_DEPRECATED", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {}
    for name, inside in re.findall(r"\b(\w+)\s*\(([^;{}]*)\)[^;{}()]*;", done.stdout):
        words = re.split(r",(?![^()]*\))", " ".join(inside.split()))
        found.setdefault(name, [word.strip() for word in words])
    return found


def libraries() -> list[ctypes.CDLL]:
    """The installed libssl and libcrypto. OSError if they are missing."""
    return [ctypes.CDLL(f"lib{name}.so.3") for name in ("ssl", "crypto")]


def survives(function: Any, others: int) -> bool:
    """Whether ``function(NULL, others, others, ..)`` returns."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(SECONDS)
        silent = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(silent, descriptor)
        function(*(ctypes.c_void_p(value) for value in (0, *(others,) * 8)))
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def tolerant(names: list[str]) -> tuple[list[str], list[str]]:
    """(the names that survive, those that do not); names without a symbol are in neither."""
    loaded = libraries()
    buffer = ctypes.create_string_buffer(1 << 16)
    alive: list[str] = []
    dead: list[str] = []
    for name in names:
        function = next((getattr(lib, name) for lib in loaded if hasattr(lib, name)), None)
        if function is None:
            continue
        function.restype = ctypes.c_void_p
        lives = survives(function, 0) and survives(function, ctypes.addressof(buffer))
        (alive if lives else dead).append(name)
    return alive, dead


def main(argv: list[str]) -> int:
    rows = read_rows()[0]
    declared = parameters()
    names = [
        name
        for name, row in sorted(rows.items())
        if row.get("kind") != "macro" and name not in UNTOUCHED and "nonnull" not in row
        if name in declared and all(map(PLAIN.fullmatch, declared[name][1:]))
    ]
    alive, dead = tolerant(names)
    releases = {
        name
        for name in dead
        if rows[name].get("releases", {}).get("null_ok") and rows[name]["releases"]["arg"] == 1
    }
    for name in sorted(releases):
        print(f"{name}: dies of NULL, and the contract says null_ok", file=sys.stderr)
    if "--write" in argv:
        TOLERANT.write_text("".join(name + "\n" for name in alive), encoding="utf-8")
    print(f"{len(alive)} of {len(alive) + len(dead)} survive NULL")
    return 1 if releases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
