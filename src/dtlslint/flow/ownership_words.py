"""Names of unknown functions that say what becomes of the pointers they are given."""

from __future__ import annotations

_TAKING = frozenset((
    "free", "release", "unref", "push", "add", "set0", "take", "destroy", "delete", "close",
    "dispose", "cleanup", "clear", "del", "drop", "put", "append", "insert", "prepend", "enqueue",
    "register", "attach", "adopt", "assign", "store", "save", "install", "own", "reset", "emplace",
    "set", "wrap", "queue", "list", "deref", "decref", "finish", "finalize", "end", "shutdown",
    "teardown", "uninit", "deinit", "keep", "insertItem", "consume", "transfer", "give", "move",
    "return", "defer", "autofree", "object", "new", "from", "link", "bind", "create", "make",
    "construct", "init", "to", "swap", "replace", "cb", "callback", "setup",
))  # fmt: skip


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


def takes_over(name: str) -> bool:
    """Does a word of the name say that the callee keeps or ends what it is given?"""
    return any(word in _TAKING for word in words(name))
