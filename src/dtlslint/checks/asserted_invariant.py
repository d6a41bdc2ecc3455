"""asserted-invariant: security invariants that a release build does not check (DTL101-105).

An assertion is remembered on the path as a mark of the value it looks at; what the path does with
that value afterwards, and whether a runtime test narrowed it, decides. One finding an assertion:
the gravest rule that holds.
"""

from __future__ import annotations

from ..contracts.cells import BELOW, MINUS_ONE
from ..contracts.primitives import ALLOCATIONS, RESIZERS
from ..diagnostics import ERROR, WARNING, Note, Rule
from ..flow.bounds import (
    BOUNDED,
    CLAMPS,
    TEXT_COPIES,
    copy_length,
    is_length_use,
    leaves,
    lower_bounds,
    upper_bounds,
)
from ..flow.events import COMPARISONS, Assertion, Branch, Call, Use
from ..flow.sizes import ARRAY, POINTER
from ..flow.state import AT, CMP, EXPR, IN, TEST
from ..flow.tls import is_tls_function
from . import assertion_reading as reading
from .results import ResultTracker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..flow.events import Assign, Declare, Exit, Operand, Switch
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

_HOOK = "asserted-invariant"
HANDLE = Rule(
    "DTL101", "asserted-handle", _HOOK, WARNING,
    "only {macro} keeps '{text}' from being NULL, and a release build drops it", 617,
)  # fmt: skip
BOUND = Rule(
    "DTL102", "asserted-bound", _HOOK, ERROR,
    "only {macro} bounds '{text}', which is used as {use}; a release build drops it", 617,
)  # fmt: skip
SIDE_EFFECT = Rule(
    "DTL103", "assert-side-effect", _HOOK, ERROR,
    "{macro} does work here that a release build skips: '{text}'", 617,
)  # fmt: skip
RESULT = Rule(
    "DTL104", "asserted-result", _HOOK, ERROR,
    "the result of {callee} is tested by {macro} only; a release build does not test it", 617,
)  # fmt: skip
STATE = Rule(
    "DTL105", "asserted-state", _HOOK, WARNING,
    "only {macro} checks '{text}' before {callee} is called; a release build drops it", 617,
)  # fmt: skip
RULES = (HANDLE, BOUND, SIDE_EFFECT, RESULT, STATE)
_GRAVITY = {
    rule.code: rank for rank, rule in enumerate((SIDE_EFFECT, RESULT, BOUND, STATE, HANDLE))
}


class Check(ResultTracker):
    dies = (
        "ran", "ran low", "guarded", "handle", "getter", "upper", "lower", "by", "held apart",
        "made for", "text", BOUNDED,
    )  # fmt: skip

    def __init__(self, file: File) -> None:
        super().__init__()
        self.file = file
        self.tls = False
        self.assertions: dict[int, Assertion] = {}
        #: Last components of what the function's assertions look at.
        self.words: frozenset[str] | None = None

    def begin(self, path: Path) -> bool:
        """Only functions with an assertion are looked at."""
        super().begin(path)
        self.words = reading.asserted_words(path.function)
        if self.words is None:
            return False
        self.tls = is_tls_function(path.function, path.unit, self.file.contracts)
        self.assertions = {}
        return True

    # -- the assertion

    def on_assertion(self, path: Path, event: Assertion) -> None:
        super().on_assertion(path, event)
        self.assertions[event.number] = event
        if self._works(path, event):
            path.report(
                SIDE_EFFECT.at(event.span, macro=event.macro, text=reading.short(event.text)),
                certain=True,
            )
            return
        if reading.is_debug_only(path):
            return
        for atom in reading.atoms(event.condition):
            self._atom(path, event, atom)
        for leaf in reading.bounded_by_all(path, event.condition):
            path.put("upper", reading.key_of(leaf), event.number)

    def _works(self, path: Path, event: Assertion) -> bool:
        """Does evaluating the condition change anything?"""
        if event.works:
            return True
        for call in event.calls:
            contract = path.result_contract(call)
            if contract is not None and contract.effect:
                return True
        return False

    def _atom(self, path: Path, event: Assertion, atom: Operand) -> None:
        atom = reading.positive(atom)
        value = path.value(atom)
        if atom[0] == "bin" and atom[1] in COMPARISONS:
            for leaf, direction in reading.bounded_leaves(path, atom):
                path.put(direction, reading.key_of(leaf), event.number)
        handle = reading.null_tested(value)
        if handle is not None and self._may_be_handle(path, atom):
            path.put("handle", handle, event.number)
        iterator = reading.iterator_tested(path, atom)
        if iterator is not None:
            path.put("handle", iterator, event.number)
        getter = reading.getter_text(path, atom)
        if getter:
            path.put(getter[0], getter[1:], event.number)
        key = None if self._is_settled(path, value) else self._state_key(path, atom)
        if key and self.tls:
            path.put("state", ("text", *key), event.number)

    def _is_settled(self, path: Path, value: Value) -> bool:
        """Is it a comparison of constants, which no run decides?"""
        if isinstance(value, int):
            return True
        parts = [p for p in value[1:] if isinstance(p, tuple)]
        return bool(parts) and all(path.is_constant(part) for part in parts)

    def _may_be_handle(self, path: Path, atom: Operand) -> bool:
        """A pointer, or something of a type that this file does not tell."""
        if atom[0] == "bin" and any(part[0] == "int" and part[2] for part in atom[2:]):
            return False  # a named constant is no NULL
        operand = atom
        if atom[0] in ("bin", "un", "cast"):
            operand = atom[3] if atom[0] == "bin" and atom[2][0] in ("int", "null") else atom[2]
        if operand[0] in ("un", "cast"):
            operand = operand[2]
        if operand[0] != "place":
            return bool(operand[0] == "call")
        variable = path.function.variables.get(operand[1])
        if variable is None:
            return not reading.tested_outside(path.function, operand[1])
        plain = variable.type.split(" ")[-1]
        return variable.is_pointer or not reading.is_number(plain)

    def _state_key(self, path: Path, atom: Operand) -> tuple[str, ...] | None:
        """What an atomic test of state looks at, as text that later tests are compared with."""
        if atom[0] == "bin" and (("null",) in atom[2:] or atom[1] not in reading.STATE_OPERATORS):
            return None
        operand = atom
        while operand[0] in ("un", "cast"):
            operand = operand[2]
        variable = path.function.variables.get(operand[1]) if operand[0] == "place" else None
        if variable is not None and variable.is_pointer:
            return None
        pattern = reading.FLAG_WORDS if operand[0] in ("place", "call") else reading.STATE_WORDS
        words = reading.subjects(path, atom)
        named = [word for word in (*words, *reading.constants(atom)) if pattern.search(word)]
        return tuple(sorted(words)) if named else None

    # -- runtime tests

    def on_test(
        self, path: Path, branch: Branch | Switch, value: Value, side: int, other: int, exact: bool
    ) -> None:
        super().on_test(path, branch, value, side, other, exact)
        for leaf in upper_bounds(value, side):
            for key in self._keys(path, leaf):
                path.put("ran", key, True)
            self._bounded_by(path, leaf, value)
        for leaf in lower_bounds(value, side):
            for key in self._keys(path, leaf):
                path.put("ran low", key, True)
        if not side & (BELOW | MINUS_ONE):
            for leaf in reading.taken_off(value):
                path.put("ran low", leaf, True)
        if not isinstance(value, int) and value[0] == CMP and value[1] in ("==", "!="):
            path.put("guarded", value[2], True)  # ``it == end()``
        if not isinstance(value, int):
            tested = value if value[0] != TEST else value[1]
            path.put("guarded", tested, True)
            text = path.get("text", tested)
            if text:
                path.put("guarded", ("text", text), True)
        condition = branch.condition if isinstance(branch, Branch) else branch.value
        subjects = reading.subjects(path, condition)
        subjects.update(leaf[1] for leaf in leaves(value) if leaf[0] == IN)  # type: ignore[index]
        for word in subjects:
            if self.words is not None and reading.last(word) in self.words:
                path.put("looked", ("text", word), True)

    # -- uses

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        super().on_call(path, call, args, result)
        if call.callee in (self.words or ()):
            path.put("text", result, reading.call_text(path, call))
        if call.callee in CLAMPS:
            path.put(BOUNDED, result, True)
        if call.callee in TEXT_COPIES and len(call.args) == 2:
            self._text_copied(path, call)
        if call.receiver and call.callee in RESIZERS and len(args) >= RESIZERS[call.callee]:
            length = args[RESIZERS[call.callee] - 1]
            path.put("made for", ("text", path.place(call.receiver)), tuple(leaves(length)))
        elif call.callee in ALLOCATIONS:
            sizes = [args[n - 1] for n in ALLOCATIONS[call.callee] if n <= len(args)]
            path.put("made for", result, tuple(leaf for size in sizes for leaf in leaves(size)))
        contract = path.contract(call)
        for n, value in enumerate(args, 1):
            if not call.callee.endswith("free"):
                demanded = contract is not None and n in contract.nonnull
                self._handle_used(path, value, demanded)
            if is_length_use(path, call, n):
                self._length_used(path, value, copy_length(call), room=args[0])
            else:
                self._offset_used(path, value)
        if contract is not None and not reading.prepares(contract):
            self._state_relied_on(path, call)

    def on_use(self, path: Path, event: Use | Assign, value: Value, index: Value | None) -> None:
        super().on_use(path, event, value, index)
        self._handle_used(path, value)
        if index is not None:
            named = event.value[0] == "place" and path.place(str(event.value[1]))
            self._length_used(path, index, "an array index", ("text", named) if named else 0)

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        super().on_assign(path, event, place, old, new)
        self._offset_used(path, new)

    def on_declare(self, path: Path, event: Declare, args: tuple[Value, ...]) -> None:
        super().on_declare(path, event, args)
        type_ = path.function.variables[event.place].type
        if args and any(word in type_ for word in ("vector", "string", "QByteArray", "QVector")):
            self._length_used(path, args[0], "an allocation size")

    def on_exit(self, path: Path, end: Exit, value: Value | None) -> None:
        super().on_exit(path, end, value)
        if value is None or isinstance(value, int) or value[0] != EXPR:
            return
        if path.function.result.endswith("*"):
            self._length_used(path, value, "a pointer offset")

    def _offset_used(self, path: Path, value: Value) -> None:
        """``base + n`` of a pointer or an array: ``n`` is an offset into what it points to."""
        if not isinstance(value, int) and value[0] == EXPR and value[1] in ("+", "-"):
            base = value[2]
            if path.get("made for", base) is not None or self._is_pointer(path, base):
                self._length_used(path, value[3], "a pointer offset", room=base)

    def _is_pointer(self, path: Path, value: Value) -> bool:
        if isinstance(value, int) or value[0] not in (IN, AT):
            return False
        return path.unit.sizes.extent(path.function, value[1]).kind in (ARRAY, POINTER)

    def _handle_used(self, path: Path, value: Value, demanded: bool = False) -> None:
        """``demanded``: a contract says that it is a pointer, and not NULL."""
        if isinstance(value, int) or not self.tls:
            return
        text = path.get("text", value)
        number = path.get("handle", value)
        if number is None and text:
            number = path.get("handle", ("text", text))
            if demanded and number is None:
                number = path.get("getter", ("text", text))
        if number is None or not path.may_be_null(value) or path.get("guarded", value):
            return
        if text and path.get("guarded", ("text", text)):
            return
        origin = self.origin(value)
        if origin is not None and origin.contract.must_check:
            return
        event = self.assertions[number]
        path.report(HANDLE.at(event.span, macro=event.macro, text=reading.short(event.text)))

    def _length_used(self, path: Path, value: Value, use: str, room: Value = 0) -> None:
        wraps = not isinstance(value, int) and "-" in str(value)
        made_with = path.get("made for", room) or ()
        taken_off = reading.taken_off(value)
        for leaf in leaves(value):
            if leaf in made_with:  # silent: the memory is as large, whatever the length is
                continue
            if leaf in taken_off and path.get("ran low", leaf):  # silent: the difference is tested
                continue
            number = self._asserted_only(path, leaf, wraps)
            if number is not None:
                event = self.assertions[number]
                path.report(
                    BOUND.at(event.span, macro=event.macro, text=reading.short(event.text), use=use)
                )

    def _text_copied(self, path: Path, call: Call) -> None:
        """``assert(strlen(s) < 32); strcpy(to, s);``: the length is that of the text."""
        for measure in reading.text_lengths(path, call.args[1]):
            number = path.get("upper", ("text", measure))
            if number is not None and not path.get("ran", ("text", measure)):
                event = self.assertions[number]
                text = reading.short(event.text)
                use = copy_length(call)
                path.report(BOUND.at(event.span, macro=event.macro, text=text, use=use))

    def _keys(self, path: Path, leaf: Value) -> list[Value]:
        """The value, and the text of the call that made it: an equal call gives an equal value."""
        text = path.get("text", leaf)
        return [leaf, ("text", text)] if text else [leaf]

    def _asserted_only(self, path: Path, leaf: Value, wraps: bool) -> int | None:
        """The assertion that alone bounds a value, if there is one."""
        if path.get(BOUNDED, leaf):
            return None
        by = None if path.get("held apart", leaf) else path.get("by", leaf)
        keys = [*self._keys(path, leaf), *((by,) if by is not None else ())]
        for key in keys:
            number = path.get("upper", key)
            if number is not None and not path.get("ran", key):
                return int(number)
            number = path.get("lower", key)
            if wraps and number is not None and not path.get("ran low", key):
                return int(number)
        return None

    def _bounded_by(self, path: Path, leaf: Value, value: Value) -> None:
        """``i < n`` bounds ``i`` no better than an assertion bounds ``n``."""
        others = value[2:] if not isinstance(value, int) and value[0] == CMP else ()
        asserted = [o for o in others if o != leaf and path.get("upper", o) is not None]
        if asserted:
            path.put("by", leaf, asserted[0])
        else:
            path.put("held apart", leaf, True)

    def _state_relied_on(self, path: Path, call: Call) -> None:
        for key, number in path.facts("state"):
            words = key[1:]  # type: ignore[index]
            if (
                any(path.get("looked", ("text", word)) for word in words)
                or reading.call_text(path, call) in words
            ):
                continue
            event = self.assertions[number]
            path.report(
                STATE.at(
                    event.span,
                    macro=event.macro,
                    text=reading.short(event.text),
                    callee=call.callee,
                    notes=(Note(call.span, f"{call.callee} relies on it"),),
                )
            )  # fmt: skip

    # -- the end of the function

    def end(self, path: Path) -> None:
        for origin in self.origins.values():
            event = origin.asserted
            if path.blurred or path.cut:
                break
            if event is None or not origin.contract.must_check:
                continue
            if (origin.returned or origin.stored) and not origin.used:
                continue
            unchecked = self.configuration_without(origin, origin.checked_in)
            if unchecked is None:
                continue
            path.state.config = unchecked
            path.report(
                RESULT.at(
                    event.span, callee=origin.call.callee, macro=event.macro,
                    notes=(Note(origin.call.span, "the call"),),
                ),
                certain=True,
            )  # fmt: skip
        self._keep_gravest(path)

    def _keep_gravest(self, path: Path) -> None:
        best: dict[tuple[int, int], str] = {}
        mine = [key for key in path.findings if key[0] in _GRAVITY]
        for code, span in mine:
            if span not in best or _GRAVITY[code] < _GRAVITY[best[span]]:
                best[span] = code
        for code, span in mine:
            if best[span] != code:
                del path.findings[code, span]
