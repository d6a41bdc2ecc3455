"""Reading assertions: their atomic tests, what they are about, which of it is state."""

from __future__ import annotations

import re

from ..flow.bounds import leaves
from ..flow.conditions import OPPOSITE
from ..flow.events import COMPARISONS, Assertion, Branch
from ..flow.origins import signed_leaves
from ..flow.path import OWNER_GETTERS
from ..flow.state import IN, OUT, SYM, TEST
from ..patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract
    from ..flow.events import Call, Function, Operand
    from ..flow.path import Path
    from ..flow.state import Value

#: Flags and predicates that tell protocol or security state.
FLAG_WORDS = lazy(
    r"state|encrypt|verif|connected|handshak|establish|authent|authori|secur|trust|isnull|isempty"
    r"|is_null|is_empty|initiali[sz]ed|ready|complete|finished|shutdown|closed|valid|in_init"
    r"|(?:secret|key|cookie|iv|psk|nonce)\w*\.empty\b|is_init|hs_?done|hs_?ok|hsk|tls_?up|is_?up\b|in_before|is_open|isopen|started|is_server|isserver|negotiated|alive|active|opened|\bopen_?$",
    re.IGNORECASE,
)
#: What a comparison may be about: state as well, modes, and sizes of secrets.
STATE_WORDS = lazy(
    FLAG_WORDS.pattern + r"|mode|phase|stage|role|status|version"
    r"|(?:secret|key|cookie|iv|psk|nonce|mac|tag)\w*[._ ]?(?:size|len)",
    re.IGNORECASE,
)
STATE_OPERATORS = COMPARISONS | {"&"}


def atoms(condition: Operand) -> list[Operand]:
    """The tests of a condition that all hold where it holds (none of an ``||``)."""
    if condition[0] == "and":
        return [atom for part in condition[1:] for atom in atoms(part)]
    return [] if condition[0] == "or" else [condition]


_INTEGER = lazy(
    r"q?u?int(?:8|16|32|64|ptr)?|[us]\d\d?|g?u?(?:int|long|short|char)\d*|q?s?size(?:type)?"
)


def is_number(type_: str) -> bool:
    return _INTEGER.fullmatch(type_) is not None or type_ in (
        "int", "unsigned", "long", "short", "char", "bool", "_Bool", "float", "double", "size_t",
        "ssize_t", "BOOL", "gboolean", "guint", "gint", "gsize", "socklen_t", "qint64",
    ) or type_.endswith("_t")  # fmt: skip


def null_tested(value: Value) -> Value | None:
    """The value that a test demands to be other than 0, or None."""
    if isinstance(value, int):
        return None
    if value[0] == TEST:
        zero_only = value[2] & 4 == 0 and value[2] & 27 == 27
        inner = value[1]
        return inner if zero_only and not isinstance(inner, int) else None
    return value if value[0] in (IN, SYM, "out", "unk", "old") else None


def compared(path: Path, operand: Operand) -> Value:
    """The value of one side; a call in an assertion stands for every equal call."""
    while operand[0] == "cast":
        operand = operand[2]
    if operand[0] == "call":
        return ("unk", "text", call_text(path, operand[1]))
    return path.value(operand)


def tested_outside(function: Function, name: str) -> bool:
    """Does the function around a lambda test what the lambda has captured by that name?"""
    outer = function.outer
    while outer is not None:
        for branch in outer.ends(Branch):
            stack = [branch.condition]
            while stack:
                part = stack.pop()
                if part == ("place", name):
                    return True
                stack.extend(p for p in part[1:] if isinstance(p, tuple))
        outer = outer.outer
    return False


def bounded_leaves(path: Path, atom: Operand) -> list[tuple[Value, str]]:
    """The values that a comparison bounds, each with ``upper`` or ``lower``."""
    operator = atom[1]
    left, right = compared(path, atom[2]), compared(path, atom[3])
    if left == right:
        return []
    if operator in (">", ">="):
        operator, left, right = OPPOSITE[operator], right, left
    found: list[tuple[Value, str]] = []
    constant = isinstance(right, int)
    if operator in ("<", "<=", "=="):
        found += [(leaf, "upper") for leaf in leaves(left)]
    if operator in ("<", "<=") and not (isinstance(left, int) and left <= 0):
        found += [(leaf, "lower") for leaf in leaves(right)]
    if operator == "==" and not constant:
        found += [(leaf, "upper") for leaf in leaves(right)]
    # silent: what no run changes, and what the library bounds
    return [
        pair for pair in found
        if not path.is_constant(pair[0]) and not is_digest_size(path, pair[0])
    ]  # fmt: skip


def bounded_by_all(path: Path, condition: Operand) -> list[Value]:
    """``n == 16 || n == 32``: the values that every alternative bounds from above."""
    alternatives = []
    stack = [condition]
    while stack:
        current = stack.pop()
        if current[0] == "or":
            stack.extend(current[1:])
        else:
            alternatives.append(current)
    if len(alternatives) < 2 or any(a[0] != "bin" or a[1] not in COMPARISONS for a in alternatives):
        return []
    bounded = [
        {leaf for leaf, direction in bounded_leaves(path, a) if direction == "upper"}
        for a in alternatives
    ]
    return list(set.intersection(*bounded))


def taken_off(value: Value) -> list[Value]:
    """The symbols that a length only subtracts."""
    signed = signed_leaves(value)
    added = {_name(leaf) for leaf, sign in signed if sign > 0}
    return [leaf for leaf, sign in signed if sign < 0 and _name(leaf) not in added]


def _name(leaf: Value) -> Value:
    """A place whatever may have changed it meanwhile: what was added is taken off again."""
    return leaf[1] if not isinstance(leaf, int) and leaf[0] == IN else leaf


def is_digest_size(path: Path, leaf: Value) -> bool:
    """Did a digest write it? The library bounds the sizes of its digests."""
    if isinstance(leaf, int) or leaf[0] != OUT:
        return False
    made_by = next((call for call in path.function.calls if call.number == leaf[1]), None)
    contract = None if made_by is None else path.contract(made_by)
    return contract is not None and bool(contract.args_with_role("digest_out"))


def key_of(leaf: Value) -> Value:
    """The mark's key for a bounded value: calls of an assertion by their text."""
    if not isinstance(leaf, int) and leaf[:2] == ("unk", "text"):
        return ("text", leaf[2])
    return leaf


def subjects(path: Path, operand: Operand) -> set[str]:
    """Places and parameterless calls that a condition looks at, as canonical text."""
    found: set[str] = set()
    stack = [operand]
    while stack:
        current = stack.pop()
        kind = current[0]
        if kind == "place":
            name = str(current[1])
            text = path.get("text", path.load(name)) if name[:1] == "%" else path.place(name)
            if text:
                found.add(str(text))
        elif kind == "call":
            found.add(call_text(path, current[1]))
        elif kind in ("bin", "un", "cast", "and", "or"):
            stack.extend(part for part in current[1:] if isinstance(part, tuple))
    return found


def last(word: str) -> str:
    """The member or function that a subject ends in: ``state`` of ``s.state``."""
    return word.partition("(")[0].rpartition(".")[2]


def asserted_words(function: Function) -> frozenset[str] | None:
    """The members and functions that assertions mention; None without any assertion."""
    found: set[str] | None = None
    for event in function.each(Assertion):
        found = set() if found is None else found
        found.update(call.callee for call in event.calls)
        stack = [event.condition]
        while stack:
            current = stack.pop()
            if current[0] == "place":
                found.add(last(str(current[1])))
            elif current[0] in ("bin", "un", "cast", "and", "or"):
                stack.extend(part for part in current[1:] if isinstance(part, tuple))
    return None if found is None else frozenset(found)


def constants(atom: Operand) -> list[str]:
    """The names of the constants that a comparison or mask is made with."""
    return [str(part[2]) for part in atom[2:] if atom[0] == "bin" and part[0] == "int" and part[2]]


#: Macros that a debug build alone defines.
_DEBUG_MACROS = ("QT_DEBUG", "DEBUG", "_DEBUG", "DEBUGBUILD", "QT_BUILD_INTERNAL")
#: Tags of functions that make or fill something without relying on a connection's state.
_PREPARING = frozenset(("alloc", "error", "zero", "bn", "init", "compare", "rng", "obj"))


def is_debug_only(path: Path) -> bool:
    """Is this code that a release build does not have at all?"""
    assumed = dict(path.state.config.assumed)
    if assumed.get("defined(NDEBUG)") is False or assumed.get("defined(QT_NO_DEBUG)") is False:
        return True
    return any(assumed.get(f"defined({m})") or assumed.get(m) for m in _DEBUG_MACROS)


def prepares(contract: Contract) -> bool:
    """Does the function only allocate, count or report, whatever the state?"""
    return not contract.tags.isdisjoint(_PREPARING) or bool(
        contract.acquire and not contract.nonnull
    )


def getter_text(path: Path, atom: Operand) -> tuple[str, str, str] | None:
    """``x.data()`` of an assertion as the mark and key of every later ``x.data()``.

    Of any other method it is not known that it gives a pointer: ``getter`` is its mark.
    """
    operand = atom
    while operand[0] in ("un", "cast"):
        operand = operand[2]
    if operand[0] == "bin" and operand[1] == "!=":
        operand = operand[2]
    if operand[0] != "call":
        return None
    call = operand[1]
    if not call.receiver or call.args:
        return None
    kind = "handle" if call.callee in OWNER_GETTERS else "getter"
    return (kind, "text", call_text(path, call))


#: Methods that give the iterator behind the last element.
_ENDS = frozenset(("end", "cend", "constEnd", "rend", "crend"))


def iterator_tested(path: Path, atom: Operand) -> Value | None:
    """``it`` of ``assert(it != map.end())``."""
    if atom[0] != "bin" or atom[1] != "!=" or atom[3][0] != "call" or atom[2][0] != "place":
        return None
    return path.value(atom[2]) if atom[3][1].callee in _ENDS else None


#: Methods that give a container's text as C has it.
_TEXTS = frozenset(("c_str", "data", "constData"))


def call_text(path: Path, call: Call) -> str:
    """A call as text that is equal for calls of the same function on the same things."""
    parts = [str(argument[1]) if len(argument) > 1 else "NULL" for argument in call.args]
    receiver = f"{path.place(call.receiver)}." if call.receiver else ""
    return f"{receiver}{call.callee}({', '.join(parts)})"


def text_lengths(path: Path, operand: Operand) -> list[str]:
    """The calls that give the length of the text which ``strcpy`` copies from ``operand``."""
    name = str(operand[1]) if operand[0] == "place" else ""
    for call in path.function.calls:
        if name == f"%{call.number}" and call.receiver and call.callee in _TEXTS:
            receiver = path.place(call.receiver)
            return [f"{receiver}.{measure}()" for measure in ("size", "length")]
    return [f"strlen({name})"]


def positive(atom: Operand) -> Operand:
    """``!(a > b)`` as ``a <= b``, ``!!a`` as ``a``."""
    if atom[0] == "un" and atom[1] == "!" and atom[2][0] == "bin":
        inner = atom[2]
        if inner[1] in COMPARISONS:
            return ("bin", OPPOSITE[inner[1]], inner[2], inner[3])
    if atom[0] == "un" and atom[1] == "bool":
        return atom[2]  # type: ignore[no-any-return]
    return atom


def short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."
