"""Memory that is not OpenSSL's: what gives it, and what takes it back."""

from __future__ import annotations

#: Allocating function -> the functions that may release what it returned.
ALLOCATORS = {
    "malloc": ("free",),
    "calloc": ("free",),
    "realloc": ("free",),
    "reallocarray": ("free",),
    "aligned_alloc": ("free",),
    "strdup": ("free",),
    "strndup": ("free",),
    "_strdup": ("free",),
    "wcsdup": ("free",),
    "new": ("delete",),
    "new[]": ("delete", "delete[]"),
}

#: The functions that release argument 1 and know nothing of OpenSSL.
RELEASES = frozenset(("free", "delete", "delete[]"))
