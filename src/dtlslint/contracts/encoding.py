"""A contract row as one line of the generated table; ``model.decode`` reads it back."""

from __future__ import annotations

from dtlslint.contracts import cells
from dtlslint.contracts.schema import value_mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dtlslint.contracts.schema import Row

_CODES = {
    "returns": "r",
    "success": "s",
    "failure": "f",
    "neutral": "n",
    "nodiscard": "nd",
    "error_source": "es",
    "effect": "e",
    "tags": "t",
    "out": "o",
    "transfer": "x",
    "retains": "rt",
    "borrows": "bw",
    "releases": "rl",
    "returns_alias": "ra",
    "reuse": "ru",
    "pair": "p",
    "same_arg_once": "so1",
    "advances": "ad",
    "nullable": "nu",
    "nonnull": "nn",
    "roles": "ro",
    "length_of": "lo",
    "kind": "k",
    "alias_of": "al",
    "compare": "cm",
    "constant": "co",
    "requires": "rq",
    "note": "no",
    "since": "si",
    "deprecated": "de",
    "removed": "re",
    "replaced_by": "rb",
    "source": "so",
    "review": "rv",
    "proven": "pr",
}

#: Values that need no field because ``model.decode`` assumes them.
_DEFAULTS = {"nodiscard": "may", "error_source": "none", "kind": "function", "review": "page"}


def encode(row: Row) -> str:
    """The table's text for a row that ``schema.check`` finds right; fills in what follows."""
    row = _complete(row)
    fields = []
    for key, code in _CODES.items():
        if key in row and row[key] != _DEFAULTS.get(key):
            fields.append(f"{code}={_field(key, row[key])}")
    if "acquire" in row:
        acquire = row["acquire"]
        fields.append("a=" + ",".join((acquire["release"], *acquire.get("also", ()))))
        if "cond" in acquire:
            fields.append("ac=" + acquire["cond"])
    for override in row.get("version", ()):
        changes = {key: value for key, value in override.items() if key != "range"}
        fields.append(f"v={override['range']}{{" + encode(changes).replace("|", "\x1f"))
    return "|".join(fields)


def _complete(row: Row) -> Row:
    """``row`` with what follows: a pointer succeeds by not being NULL and else has failed."""
    if row.get("returns") != "pointer":
        return row
    row = {"success": ["nonnull"], **row}
    taken = value_mask(row, "success") | value_mask(row, "neutral")
    if "failure" not in row and not taken & cells.ZERO:
        row["failure"] = ["null"]
    return row


#: What an alias does not take over from the function that it stands for.
_OWN = frozenset(("kind", "since", "deprecated", "removed", "replaced_by", "source", "review"))


def inherited(row: Row, target: Row) -> Row:
    """The row of an alias: its own keys, and the rest from the row of the function it names."""
    return {key: value for key, value in target.items() if key not in _OWN} | row


def _field(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        return value
    if key in ("neutral", "roles", "length_of"):
        return "^".join(f"{item}~{text}" for item, text in value.items())
    if key == "out":
        return ",".join(map(_out_record, value))
    if key == "transfer":
        return ",".join(f"{entry['arg']}~{entry['when']}" for entry in value)
    if key == "releases":
        null_ok = int(value.get("null_ok", False))
        return f"{value['arg']}~{null_ok}~{value.get('scope', 'object')}"
    if key == "reuse":
        return f"{value['arg']}~{value.get('on_failure', '')}"
    return ",".join(str(item) for item in value)


def _out_record(entry: Row) -> str:
    borrowed = int(entry.get("borrowed", False))
    release = entry.get("release", "")
    return f"{entry['arg']}~{release}~{borrowed}~{entry.get('valid_on', 'success')}"
