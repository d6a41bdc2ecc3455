"""Safe fixes applied to a file's bytes, or shown as a diff."""

from __future__ import annotations

import os

from dtlslint.report import Report
from dtlslint.source import text_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def fixed(raw: bytes, reports: Iterable[Report]) -> tuple[bytes, list[Report]]:
    """The bytes with all fixes that do not get into each other's way, and the reports they mend.

    Offsets of fixes point into the bytes as analysed; where those had to be transcoded (UTF-16)
    nothing is changed. A report's fixes are applied all or none.
    """
    data, _ = text_bytes(raw)
    if len(data) != len(raw):
        return raw, []
    taken: list[tuple[int, int, bytes]] = []
    mended = []
    for report in reports:
        fixes = sorted(report.fixes)
        if not fixes or any(not 0 <= start <= end <= len(raw) for start, end, _ in fixes):
            continue
        if not any(_collide(one, other) for one in fixes for other in taken):
            taken += fixes
            mended.append(report)
    for start, end, text in sorted(taken, reverse=True):
        raw = raw[:start] + text + raw[end:]
    return raw, mended


def _collide(one: tuple[int, int, bytes], other: tuple[int, int, bytes]) -> bool:
    """Whether two edits overlap, or insert at one place (their order would then be a guess)."""
    if one[0] == other[0]:
        return True
    return one[0] < other[1] and other[0] < one[1]


def write(path: str, data: bytes) -> None:
    """Replace a file's content in one step, keeping its mode; a link keeps pointing to it."""
    target = os.path.realpath(path)
    scratch = f"{target}.{os.getpid()}.tmp"
    mode = os.stat(target).st_mode & 0o7777
    try:
        with open(scratch, "wb") as file:
            file.write(data)
        os.chmod(scratch, mode)
        os.replace(scratch, target)
    finally:
        if os.path.exists(scratch):
            os.unlink(scratch)


def diff(path: str, before: bytes, after: bytes) -> bytes:
    """A unified diff that ``patch`` and ``git apply`` take, whatever the file's bytes and name."""
    from difflib import diff_bytes, unified_diff

    old, new = _quoted(f"a/{path}"), _quoted(f"b/{path}")
    text = []
    for line in diff_bytes(unified_diff, _lines(before), _lines(after), old, new):
        text.append(line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n")
    return b"".join(text)


def _lines(data: bytes) -> list[bytes]:
    """Lines as patch counts them: a lone carriage return ends none."""
    lines = data.split(b"\n")
    return [line + b"\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def _quoted(name: str) -> bytes:
    """A name as git writes it: like a C string where it holds something unusual."""
    raw = os.fsencode(name)
    usual = all(0x20 <= byte != 0x7F and byte not in b'"\\' for byte in raw)
    if usual:
        return raw + b"\t" if b" " in raw else raw
    shown = (chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}" for byte in raw)
    text = "".join(f"\\{each}" if each in '"\\' else each for each in shown)
    return f'"{text}"'.encode()
