"""Names of unknown functions that say what becomes of the pointers they are given."""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract

_TAKING = frozenset((
    "free", "release", "unref", "push", "add", "set0", "take", "destroy", "delete", "close",
    "dispose", "cleanup", "clear", "del", "drop", "put", "append", "insert", "prepend", "enqueue",
    "adopt", "own", "reset", "emplace", "wrap", "queue", "list", "deref", "decref", "finish",
    "finalize", "end", "shutdown", "teardown", "uninit", "deinit", "keep", "consume", "transfer",
    "give", "move", "defer", "autofree", "object", "new", "create", "make", "construct", "swap",
    "replace", "callback", "exchange", "steal", "alloc", "allocate",
))  # fmt: skip
#: Words of functions that put their later arguments into the first one, which they only work on.
_FILLING = frozenset((
    "set", "init", "setup", "store", "save", "install", "register", "attach", "assign", "link",
    "bind",
))  # fmt: skip


# names whose reading is remembered; a file mentions some hundreds
MAX_NAMES = 4096


@lru_cache(MAX_NAMES)
def words(name: str) -> list[str]:
    """``SSL_CTX_set0_x`` -> ssl ctx set0 x; ``pushBack`` -> push back."""
    found = []
    word = ""
    for letter in name:
        if letter == "_" or letter == ":" or letter == "~":
            if word:
                found.append(word)
            word = ""
        elif letter.isupper() and word and not word[-1].isupper():
            found.append(word)
            word = letter
        else:
            word += letter
    if word:
        found.append(word)
    return [w.lower() for w in found]


#: Words of functions that give what they are told after the first argument to a connection.
_STARTING = frozenset(("connect", "accept", "open", "start", "initiate", "begin"))


@lru_cache(MAX_NAMES)
def takes_over(name: str, target: bool = False, later: bool = False) -> bool:
    """Does a word of the name say that the callee keeps or ends what it is given?

    ``target``: the object is the first of several arguments, so that others may be put into it.
    ``later``: it is not the first argument.
    """
    found = words(name)
    if found == ["cb"] or any(word in _TAKING for word in found):
        return True
    if later and any(word in _STARTING for word in found):
        return True
    return not target and any(word in _FILLING for word in found)


#: Words of contract functions that keep an opaque pointer for the user to get back.
_USER_DATA = frozenset(("data", "arg", "app", "userdata"))
#: Words of contract functions that make an object work with a pointer from then on.
_SETTING = frozenset(("method", "shared", "default"))


def is_user_data(contract: Contract) -> bool:
    """Does the function hand out what the user once gave to an object to keep?"""
    found = words(contract.name)
    return (
        "ex" in found
        or "app" in found
        or "user" in found
        or "arg" in found
        or (found[-2:] == ["get", "data"] and not contract.name.startswith(("X509", "ASN1")))
    )


def keeps_for_good(contract: Contract, arg: int) -> bool:
    """Does argument ``arg`` live on in the callee: handed over, or kept as somebody's user data?

    What is only borrowed for as long as an object is at work is still the caller's to release.
    """
    if contract.transfers(arg):
        return True
    return arg in contract.borrows and not (_USER_DATA | _SETTING).isdisjoint(words(contract.name))
