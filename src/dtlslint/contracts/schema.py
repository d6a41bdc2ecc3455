"""The laws of a contract row as written in TOML, and its encoding for the table.

``check`` finds what is wrong with a row. Used when the table is compiled and for users' own
contracts only; ``encoding`` then turns a right row into the text that ``model.decode`` reads.
"""

from __future__ import annotations

from collections import namedtuple

from dtlslint.contracts import cells, versions, vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Row = dict[str, Any]
    #: Gives the complaints about one value, as sentences.
    Law = Callable[[Any], Iterator[str]]

#: A complaint: the key it is about ('' for the row as a whole) and a sentence.
Problem = namedtuple("Problem", "key message")

#: C allows more, but nothing in any of these APIs has as many parameters.
MAX_ARGS = 20

_RESERVED = "|^~\x1f\n"


def _text(value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"must be a string, not {value!r}"
    elif any(mark in value for mark in _RESERVED):
        yield "must not contain a line break or any of | ^ ~"


def _one_of(words: tuple[str, ...]) -> Law:
    def law(value: Any) -> Iterator[str]:
        if value not in words:
            yield f"{value!r} is none of {', '.join(words)}"

    return law


def _flag(value: Any) -> Iterator[str]:
    if not isinstance(value, bool):
        yield f"must be true or false, not {value!r}"


def _arg(value: Any) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield f"argument number must be an integer, not {value!r}"
    elif not 1 <= value <= MAX_ARGS:
        yield f"argument number {value} is not in 1..{MAX_ARGS}"


def _args(value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"must be a list of argument numbers, not {value!r}"
        return
    for item in value:
        yield from _arg(item)
    if len(set(map(str, value))) != len(value):
        yield f"names an argument twice: {value}"


def _values(value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"must be a list of values or ranges, not {value!r}"
        return
    for item in value:
        yield from _value(item)


def _value(item: Any) -> Iterator[str]:
    try:
        if isinstance(item, bool):
            raise ValueError
        cells.of_item(str(item))
    except ValueError:
        yield f'{item!r} is no value or range (write 1, "1..", "..0", "2..5", "null", "nonnull")'


def _reasons(value: Any) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f'must be a table such as {{"0" = "why"}}, not {value!r}'
        return
    for item, why in value.items():
        yield from _value(item)
        yield from _text(why)


def _tags(value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"must be a list of words, not {value!r}"
        return
    for tag in value:
        if tag not in vocabulary.TAGS:
            yield f"unknown tag {tag!r}{_suggest(tag, vocabulary.TAGS)}"


def _names(value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"must be a list of names, not {value!r}"
        return
    for item in value:
        yield from _name(item)


def _name(value: Any) -> Iterator[str]:
    if not isinstance(value, str) or not value.isidentifier():
        yield f"{value!r} is no C name"


def _record(required: dict[str, Law], optional: dict[str, Law]) -> Law:
    laws = required | optional

    def law(value: Any) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"must be a table, not {value!r}"
            return
        for key in required.keys() - value.keys():
            yield f"lacks {key!r}"
        for key, item in value.items():
            if key not in laws:
                yield f"unknown key {key!r}{_suggest(key, laws)}"
            else:
                yield from (f"{key}: {message}" for message in laws[key](item))

    return law


def _list_of(law: Law) -> Law:
    def laws(value: Any) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"must be a list of tables, not {value!r}"
            return
        for item in value:
            yield from law(item)

    return laws


def _by_argument(law: Law) -> Law:
    def laws(value: Any) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f'must be a table such as {{"2" = ..}}, not {value!r}'
            return
        for key, item in value.items():
            yield from _arg(int(key) if key.isdecimal() else key)
            yield from law(item)

    return laws


def _role(value: Any) -> Iterator[str]:
    if value not in vocabulary.ROLES:
        yield f"unknown role {value!r}{_suggest(value, vocabulary.ROLES)}"


def _alias(value: Any) -> Iterator[str]:
    number = value.removeprefix("arg") if isinstance(value, str) else ""
    if value not in ("borrowed", "static") and not (number.isdecimal() and number != "0"):
        yield f"{value!r} is none of borrowed, static, argN"


def _condition(value: Any) -> Iterator[str]:
    number = str(value).removeprefix("arg").removesuffix("==NULL")
    if not number.isdecimal() or value != f"arg{number}==NULL":
        yield f"{value!r} is not of the form argN==NULL"


def _version(value: Any) -> Iterator[str]:
    try:
        versions.number(value)
    except (ValueError, TypeError, AttributeError):
        yield f"{value!r} is no version such as 1.1.0"


def _range(value: Any) -> Iterator[str]:
    try:
        versions.within(0, value)
        for term in value.split(","):
            versions.split_term(term)
    except (ValueError, TypeError, AttributeError):
        yield f"{value!r} is no version range such as <1.1.0 or >=1.0.2,<3.0"


_ACQUIRE = _record({"release": _name}, {"also": _names, "cond": _condition, "resource": _text})
_OUT = _record(
    {"arg": _arg},
    {
        "acquire": _text,
        "release": _name,
        "borrowed": _flag,
        "valid_on": _one_of(("success", "always")),
    },
)

#: Every key of a row and the law of its value. data/README.md tells what each means.
KEYS: dict[str, Law] = {
    "returns": _one_of(vocabulary.RETURNS),
    "success": _values,
    "failure": _values,
    "neutral": _reasons,
    "nodiscard": _one_of(vocabulary.NODISCARD),
    "error_source": _one_of(vocabulary.ERROR_SOURCES),
    "effect": _flag,
    "tags": _tags,
    "acquire": _ACQUIRE,
    "out": _list_of(_OUT),
    "transfer": _list_of(_record({"arg": _arg, "when": _one_of(vocabulary.WHEN)}, {})),
    "retains": _args,
    "borrows": _args,
    "releases": _record({"arg": _arg}, {"null_ok": _flag, "scope": _one_of(vocabulary.SCOPES)}),
    "returns_alias": _alias,
    "reuse": _record({"arg": _arg}, {"on_failure": _text}),
    "pair": _name,
    "same_arg_once": _args,
    "advances": _args,
    "nullable": _args,
    "nonnull": _args,
    "roles": _by_argument(_role),
    "length_of": _by_argument(_arg),
    "kind": _one_of(vocabulary.KINDS),
    "alias_of": _name,
    "compare": _one_of(vocabulary.COMPARES),
    "constant": _text,
    "requires": _text,
    "note": _text,
    "since": _version,
    "deprecated": _version,
    "removed": _version,
    "replaced_by": _text,
    "source": _text,
    "review": _one_of(vocabulary.REVIEWS),
    "proven": _flag,
}

#: Keys that a version override may not change.
_FIXED = frozenset(("kind", "alias_of", "since", "deprecated", "removed", "source", "version"))


def _suggest(word: object, known: Any) -> str:
    from difflib import get_close_matches

    near = get_close_matches(str(word), list(known), 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def check(row: Row) -> list[Problem]:
    """Everything wrong with one row; an empty list if it obeys the schema."""
    if not isinstance(row, dict):
        return [Problem("", f"a contract must be a table, not {row!r}")]
    problems = list(_check_keys(row, KEYS.keys() | {"version"}))
    overrides = row.get("version", [])
    if not isinstance(overrides, list):
        problems.append(Problem("version", "write it as [[NAME.version]]"))
        overrides = []
    for override in overrides:
        allowed = (KEYS.keys() | {"range"}) - _FIXED
        problems += _check_keys(override, allowed)
        if "range" not in override:
            problems.append(Problem("version", "lacks 'range'"))
    if problems:
        return problems
    problems += _check_sets(row)
    for override in overrides:
        problems += _check_sets(row | override)
    return problems


def _check_keys(row: Row, allowed: Any) -> Iterator[Problem]:
    for key, value in row.items():
        if key not in allowed:
            yield Problem(key, f"unknown key{_suggest(key, allowed)}")
        elif key == "range":
            yield from (Problem(key, message) for message in _range(value))
        elif key != "version":
            yield from (Problem(key, message) for message in KEYS[key](value))


def _check_sets(row: Row) -> Iterator[Problem]:
    """Laws that join several keys of one row (in one range of versions)."""
    returns = row.get("returns")
    if returns is None and "alias_of" not in row:
        yield Problem("returns", "is missing")
    sets = {name: value_mask(row, name) for name in ("success", "failure", "neutral")}
    if returns == "void" and any(sets.values()):
        yield Problem("returns", "a void function has no result values")
    for one, other in (("success", "failure"), ("success", "neutral"), ("failure", "neutral")):
        shared = sets[one] & sets[other]
        if shared:
            names = ", ".join(cell for bit, cell in enumerate(cells.CELLS) if shared >> bit & 1)
            yield Problem(one, f"{one} and {other} share the cell(s) {names}")
    status = returns in ("int", "count")
    if status and row.get("nodiscard") == "must" and not row.get("compare") and not sets["success"]:
        yield Problem("success", "a must-check result needs a success set or 'compare'")
    if returns == "pointer" and row.get("acquire") and row.get("returns_alias"):
        yield Problem("acquire", "a result cannot be owned and an alias at once")
    both = set(row.get("nullable", ())) & set(row.get("nonnull", ()))
    if both:
        yield Problem("nonnull", f"argument {min(both)} is in nullable as well")


def value_mask(row: Row, name: str) -> int:
    """The cells of the value list ``name`` of ``row``; none if the row lacks it."""
    return cells.of_text(",".join(str(item) for item in row.get(name, ())))
