"""Reading the small files that a project brings along, whatever stands under their names.

A folder that is checked may be anybody's: a name in it may be a pipe that never ends, a device or
a file of gigabytes.
"""

from __future__ import annotations

import os
import stat

#: Bytes of a settings file, a file of contracts or a .gitignore.
MAX_SETTINGS = 8 << 20


def read(path: str, limit: int = MAX_SETTINGS, only_files: bool = True) -> bytes:
    """The bytes of a regular file (or, where the user named it, a pipe) of at most ``limit``.

    Raises ``OSError`` for anything else; its ``strerror`` says what is wrong.
    """
    if only_files and not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError(0, "not a regular file")
    with open(path, "rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(0, f"larger than {limit} bytes")
    return data
