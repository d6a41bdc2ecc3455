"""What the terminal behind a stream can show: colours, and links (OSC 8)."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

#: Terminals that name themselves in ``TERM_PROGRAM`` or in the first part of ``TERM`` (which is
#: ``xterm-NAME`` for some), and show links.
_LINKING = frozenset(
    ("alacritty", "contour", "foot", "ghostty", "iterm.app", "kitty", "mintty", "tabby", "vscode",
     "wezterm")
)  # fmt: skip

#: Variables that only such terminals set.
_LINKING_MARKS = ("DOMTERM", "KONSOLE_VERSION", "WT_SESSION")

#: VTE (GNOME Terminal and its kin) shows links from 0.50 on; 0.50.0 itself crashes on some.
_VTE_LINKS = 5001


def wants_colour(when: str, stream: TextIO) -> bool:
    """``always``, ``never``, or by whether the stream is a terminal that has not been told off."""
    if when != "auto":
        return when == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and stream.isatty()


def wants_links(colour: bool, stream: TextIO) -> bool:
    """Whether text in colour may hold links: by ``FORCE_HYPERLINK`` (0 or not) where it is set,
    else where the stream is a terminal that is known to show them.
    """
    environ = os.environ
    forced = environ.get("FORCE_HYPERLINK")
    if not colour or environ.get("TERM") == "dumb":
        return False
    if forced:
        return forced != "0"
    if not stream.isatty():
        return False
    names = {environ.get("TERM_PROGRAM", "").lower()}
    names.update(environ.get("TERM", "").lower().split("-")[:2])
    if "screen" in names or "tmux" in names:
        return False  # what is around it has set the other variables, and may not pass links on
    vte = environ.get("VTE_VERSION", "")
    return (
        (vte.isdecimal() and int(vte) >= _VTE_LINKS)
        or not names.isdisjoint(_LINKING)
        or any(environ.get(mark) for mark in _LINKING_MARKS)
    )


def link(text: str, file: str) -> str:
    """Text that opens a file where the terminal shows links; "" as the file leaves it plain."""
    if not file:
        return text
    from urllib.parse import quote

    # The host tells a terminal at the other end of a connection that the file is not on its own.
    host = os.uname().nodename if hasattr(os, "uname") else ""
    path = quote(os.fsencode(os.path.abspath(file).replace(os.sep, "/")), safe="/:")
    return f"\x1b]8;;file://{quote(host)}/{path.removeprefix('/')}\x1b\\{text}\x1b]8;;\x1b\\"
