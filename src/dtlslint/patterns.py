"""Regular expressions that are compiled at their first use: most files never use most of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any, AnyStr

_METHODS = ("search", "match", "fullmatch", "findall", "finditer", "sub", "split", "pattern")


class _Lazy:
    """Stands for a compiled pattern; becomes as fast as one by keeping its bound methods."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.source = source
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        import re

        compiled = re.compile(self.source, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What ``re.compile`` gives, compiled when a method is asked of it for the first time."""
    return _Lazy(pattern, flags)  # type: ignore[return-value]


#: A name in C, wherever it stands.
IDENTIFIER = lazy(rb"[A-Za-z_]\w*")
#: Behind the name of a function that is called.
ARGUMENTS = lazy(rb"\s*\(")
