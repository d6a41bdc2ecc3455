"""Smart pointers, by the names of their types."""

from __future__ import annotations

from functools import lru_cache

#: Their ``get()`` and the like stand for what they were made from.
OWNER_WORDS = (
    "unique_ptr", "shared_ptr", "UniquePtr", "SharedPointer", "ScopedPointer", "auto_ptr",
    "scoped_ptr", "SharedPtr", "ScopedPtr", "_ptr", "Ptr", "Pointer", "Handle", "Guard", "Holder",
)  # fmt: skip

# names of types that stand for each other in a row
MAX_ALIASES = 3


@lru_cache(4096)
def is_owner(type_: str) -> bool:
    """Is the type a smart pointer, by its name?"""
    return not type_.endswith("*") and any(word in type_ for word in OWNER_WORDS)


def owner_names(data: bytes) -> frozenset[str]:
    """Names that the text of a file gives to smart pointers: ``using Key = unique_ptr<..>``."""
    import re

    found = re.findall(rb"\busing\s+(\w+)\s*=\s*([^;{}<]+)", data)
    defined = re.findall(rb"\btypedef\s+([\w:]+)\s*<[^;{}]*>\s*(\w+)\s*;", data)
    found += [(name, of) for of, name in defined]
    named: set[str] = set()
    for _ in range(MAX_ALIASES):
        for name, of in found:
            head = of.decode("utf-8", "replace").strip()
            if head.partition(" ")[0] != "typename" and (is_owner(head) or head_of(head) in named):
                named.add(name.decode())
    return frozenset(named)


def head_of(type_: str) -> str:
    """``const net::Key &`` as ``Key``, ``Owned<X509>`` as ``Owned``; ``""`` for pointers."""
    if type_.endswith("*"):
        return ""
    words = type_.partition("<")[0].replace("&", " ").split()
    return words[-1].rpartition("::")[2] if words else ""


def names_type(data: bytes, name: str) -> bool:
    """Does the text of a file declare ``name`` as a class or as another name of a type?"""
    import re

    word = re.escape(name.encode())
    found = rb"\b(?:class|struct|using)\s+%b\b|\btypedef\b[^;{}]*\b%b\s*;" % (word, word)
    return re.search(found, data) is not None


def alias(data: bytes, name: str) -> str:
    """The type that the text of a file gives the other name ``name``, or ``""``."""
    import re

    word = re.escape(name.encode())
    pattern = rb"\busing\s+%b\s*=([^;{}]*);|\btypedef\b([^;{}]*)\b%b\s*;" % (word, word)
    found = re.search(pattern, data)
    return "" if found is None else (found[1] or found[2] or b"").decode("utf-8", "replace").strip()
