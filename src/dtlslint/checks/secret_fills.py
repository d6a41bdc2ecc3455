"""What is written into buffers: constants, zeroes, ``rand()``, literals (DTL403, DTL404)."""

from __future__ import annotations

import re
from functools import partial

from ..contracts.primitives import PREDICTABLE as GUESSED
from ..contracts.primitives import PREDICTABLE_TYPES, VIEWS, WRITERS
from ..diagnostics import WARNING
from ..flow import graph
from ..flow.callbacks import output_buffers
from ..flow.callers import callers
from ..flow.events import Assign, Call
from ..flow.origins import signed_leaves
from ..flow.secrets import LITERAL as CONSTANT
from ..flow.secrets import (
    ZERO_FILL,
    buffer,
    is_secret_name,
    last_name,
)
from ..flow.state import AT, IN, SYM
from ..patterns import lazy
from .element_fills import ADDERS, element_of, flat_of, indexed, is_container, text_of
from .secret_rules import LITERAL, PREDICTABLE
from .secret_sources import SecretSources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..diagnostics import Span
    from ..flow.destinations import Destination
    from ..flow.events import Operand
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

#: How a buffer was filled, beside ``literal`` and ``zero``: by a constant, an RNG, ``rand()``.
BY_CONSTANT, BY_RNG, BY_RAND, OTHERWISE = "constant", "rng", "rand", "other"
_FILLERS = lazy(r"rand(?:om)?_?(?:bytes?|buf|buffer|fill|key|data|iv|hex)", re.IGNORECASE)
#: A random string of bytes; of characters it may name anything.
_STRINGS = lazy(r"rand(?:om)?_?str", re.IGNORECASE)
_BYTES = lazy(r"unsigned char|u_?int_?8|\bu8\b|byte", re.IGNORECASE)
_ALGORITHMS = frozenset(("fill", "fill_n", "generate", "generate_n", "memset"))
_POINTERS = (AT, IN, SYM, "expr", "lit", "unk", "uninit")
_STRONG = lazy(r"secret|cookie|passw|session_?key|token|nonce|salt", re.IGNORECASE)


class SecretFills(SecretSources):
    """Observer. ``content`` marks: buffer -> (how it was filled, span, ..)."""

    dies = ("content", "extent", "view")

    def __init__(self, file: File) -> None:
        super().__init__(file)
        self.outputs: dict[str, str] = {}

    def begin(self, path: Path) -> bool:
        """Only functions that make, take or fill a secret are looked at."""
        matters = super().begin(path)
        buffers, _ = output_buffers(path.function, path.unit)
        self.outputs = {n: b.what for n, b in buffers.items() if b.what in ("psk", "password")}
        calls = path.function.calls
        return matters or bool(self.outputs) or any(self._fills(path, call) for call in calls)

    def _fills(self, path: Path, call: Call) -> bool:
        """May the call guess, fill by constants, or hand a literal on?"""
        if call.callee in GUESSED or call.callee in _ALGORITHMS or self._guesses(path, call):
            return True
        return call.callee in path.unit.function_names and any(
            argument[0] != "int" for argument in call.args
        )

    def _generated(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        """``std::generate(key.begin(), key.end(), engine)``."""
        key = self.key_of(self.target(path, call, args, 1))
        operand = call.args[2]
        named = str(operand[1]) if operand[0] in ("place", "fun", "addr") else ""
        slot = self.sizes.root_slot(path.function, named)
        engine = slot is not None and any(word in slot.type for word in PREDICTABLE_TYPES)
        made = path.unit.lambda_function(named)
        guesses = made is not None and any(self._guesses(path, inner) for inner in made.calls)
        known = engine or guesses or named.rpartition("::")[2] in GUESSED
        kind = BY_RAND if known else OTHERWISE
        path.put("content", key, (kind, call.span))
        place = buffer(call.args[0], self.calls)
        if kind == BY_RAND and place:
            self._rand(path, call, place, True)

    def _writer(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        if len(args) < max(WRITERS[call.callee]):
            return  # a method of that name
        target = self.target(path, call, args, WRITERS[call.callee][0])
        lowered = call.callee.lower()
        if "memset" in lowered and len(args) >= 3:
            self._constant_fill(path, call, target, args[1])
        elif "zero" in lowered:
            self._constant_fill(path, call, target, 0)
        else:
            path.put("content", self.key_of(target), (OTHERWISE, call.span))
            if "printf" in lowered:
                self.printed(path, call, target, args[2:])

    def printed(
        self, path: Path, call: Call, target: Destination, texts: tuple[Value, ...]
    ) -> None:
        """A format that asks for nothing is a literal; others may print one."""
        literals = [a for a in map(partial(text_of, path), texts) if a[0] == "lit"]
        constant = bool(literals) and b"%" not in literals[0][1]
        kind = CONSTANT if constant and literals[0][1] else OTHERWISE
        path.put("content", self.key_of(target), (kind, call.span))
        if target.parameter in self.outputs and (constant or len(literals) > 1):
            self._literal(path, call.span, self.outputs[target.parameter], call.callee)

    def _method(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        place = path.place(call.receiver)
        if call.callee in VIEWS:
            path.put("view", result, place)
        elif call.callee in ADDERS and args and self.is_guessed(path, args[0], call.args[0]):
            self._rand(path, call, place, True)
        elif call.callee == "copy" and args:
            self._copied_out(path, call, args, place)
        elif call.callee == "fill" and args:
            self._fill_place(path, call.span, place, call.receiver, args[0])
        elif call.callee not in (
            "size",
            "length",
            "resize",
            "empty",
            "isEmpty",
            "count",
            "reserve",
        ):
            path.put("content", (AT, place), (OTHERWISE, call.span))

    def _copied_out(self, path: Path, call: Call, args: tuple[Value, ...], place: str) -> None:
        """``password.copy(buf, size)`` of a literal."""
        fact, held = path.get("content", (AT, place)), path.load(place)
        literal = not isinstance(held, int) and held[0] == "lit"
        target = self.target(path, call, args, 1)
        if target.parameter in self.outputs and (literal or (fact and fact[0] == CONSTANT)):
            self._literal(path, call.span, self.outputs[target.parameter], call.callee)

    def _filled_by(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        """A function that we do not know may have written what it was given."""
        for n, value in enumerate(args, 1):
            if not isinstance(value, int) and value[0] in _POINTERS:
                key = self.key_of(self.target(path, call, args, n))
                if call.args[n - 1][0] == "place" and path.get("content", key) is None:
                    key = (AT, path.place(str(call.args[n - 1][1])))
                fact = path.get("content", key)
                if fact is not None:
                    if fact[0] == BY_RNG and n < len(args):
                        name = self.name_of(call, n, self.target(path, call, args, n))
                        self.whole(path, name, fact, args[n])
                    path.put("content", key, (OTHERWISE, call.span))

    def _literal(self, path: Path, span: Span, role: str, callee: str) -> None:
        severity = WARNING if role == "salt" else None
        self.report(path, LITERAL, span, severity, role=role.replace("_", " "), callee=callee)

    def _guessed(self, path: Path, span: Span, name: str, why: str) -> None:
        self.report(path, PREDICTABLE, span, name=name, why=why)

    def _constant_fill(self, path: Path, call: Call, target: Destination, value: Value) -> None:
        if self.sizes.fold(path, value) is None:
            return
        if target.offsets and target.offset != 0:  # silent: the padding behind what came before
            path.put("content", self.key_of(target), (OTHERWISE, call.span))
            return
        path.put("content", self.key_of(target), (BY_CONSTANT, call.span))
        if target.place:
            operand = buffer(call.args[0], self.calls) or target.place
            self._shared_fill(path, call.span, operand)

    def _fill_place(self, path: Path, span: Span, place: str, written: str, value: Value) -> None:
        if self.sizes.fold(path, value) is not None:
            path.put("content", (AT, place), (BY_CONSTANT, span))
            self._shared_fill(path, span, written)

    def _shared_fill(self, path: Path, span: Span, place: str) -> None:
        """A constant is all that a member or file-level secret ever gets."""
        root = graph.root(place)
        if root in path.function.variables or not is_secret_name(place):
            return
        index = self.index(path)
        name = last_name(place)
        if name in index.uses and name not in index.written:
            self._guessed(path, span, name, "it is filled with a constant")

    def _copied(
        self, path: Path, call: Call, args: tuple[Value, ...], to: int, source: int
    ) -> None:
        target = self.target(path, call, args, to)
        kind = OTHERWISE
        if not isinstance(args[source - 1], int):
            fact = path.get("content", self.key_of(self.target(path, call, args, source)))
            known = fact[0] if fact is not None else self.declared(path, args[source - 1], "key")
            kind = CONSTANT if known == CONSTANT else OTHERWISE
            if known == BY_RAND and not is_secret_name(buffer(call.args[source - 1], self.calls)):
                self._rand(path, call, buffer(call.args[to - 1], self.calls), True)
                return
        if kind == CONSTANT and target.parameter in self.outputs:
            self._literal(path, call.span, self.outputs[target.parameter], call.callee)
        path.put("content", self.key_of(target), (kind, call.span))

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        if type(event) is not Assign:
            return
        operand = event.value
        container = element_of(event)
        if container:
            self.elements[event.place] = container
            return
        variable = path.function.variables.get(place)
        if event.declares and variable is not None and variable.is_array:
            self._initialised(path, event, place, operand, variable.static)
            return
        if event.declares and place[:1] == "%":
            if operand[0] == "place":
                self.temporaries[place] = str(operand[1])
            return
        if event.declares and path.get("extent", new) is not None:
            path.put("extent", (AT, place), path.get("extent", new))
        if event.declares and operand[0] == "init":
            if variable is not None and is_container(variable.type):
                self._initialised(path, event, place, flat_of(operand), variable.static)
                return
            if self._members(path, event, place, operand):
                self._initialised(path, event, place, operand, variable is None or variable.static)
            return
        into = self.element(path, event, place)
        if self.is_guessed(path, new, operand):
            self._rand(path, event, into or place, bool(into))
        elif not into and place[:1] != "%" and path.get("content", (AT, place)) is not None:
            path.put("content", (AT, place), (self.made_from(path, new) or OTHERWISE, event.span))
        elif into:
            self._element_written(path, event, into, new)

    def _element_written(self, path: Path, event: Assign, into: str, new: Value) -> None:
        """``iv[i] = 0`` in a loop fills the buffer as ``memset`` does."""
        known = path.get("content", (AT, into))
        if known is None and isinstance(new, int) and event.place.endswith("[]"):
            elements = [e for e in path.function.each(Assign) if indexed(e.place) == into]
            if all(e.value[0] == "int" for e in elements):
                path.put("content", (AT, into), (BY_CONSTANT, event.span))
        elif known is not None and new != 0:
            path.put("content", (AT, into), (OTHERWISE, event.span))

    def _initialised(
        self, path: Path, event: Assign, place: str, operand: Operand, static: bool
    ) -> None:
        kind = ""
        if operand[0] == "str":
            kind = CONSTANT if operand[1] else ""
        elif operand[0] == "init" and all(item[0] == "int" for item in operand[1]):
            zero = all(item[1] == 0 for item in operand[1])
            kind = ZERO_FILL if zero else CONSTANT
        if kind and not (static and self.written_here(path, place)):
            path.put("content", (AT, place), (kind, event.span))

    def _members(self, path: Path, event: Assign, place: str, operand: Operand) -> bool:
        """``struct profile p = { "name", "password" }``: literals by member.

        True where the type is none of the file's: a ``DES_cblock`` is an array too.
        """
        slot = self.sizes.root_slot(path.function, place)
        members = (
            self.sizes.layout.records.get(self.sizes.layout.resolve(slot).type) if slot else None
        )
        text = path.unit.data[event.value_span[0] : event.value_span[1]]
        named = [name.decode() for name in re.findall(rb"[{,]\s*\.(\w+)\s*=", text)]
        for name, item in zip(named or members or (), operand[1], strict=False):
            if item[0] == "str" and item[1]:
                path.put("content", (AT, f"{place}.{name}"), (CONSTANT, event.span))
        return not named and members is None

    def is_guessed(self, path: Path, value: Value, operand: Operand) -> bool:
        """Is it computed from ``rand()`` or a standard engine?"""
        values = [leaf for leaf, _ in signed_leaves(value)]
        stack = [operand]
        while stack:
            current = stack.pop()
            if current[0] == "place":
                if current[1] in self.picked:
                    return True
                values.append(path.load(str(current[1])))
            elif current[0] in ("bin", "un", "cast"):
                stack.extend(part for part in current[1:] if isinstance(part, tuple))
        for leaf in values:
            if isinstance(leaf, int) or leaf[0] != SYM:
                continue
            call = self.calls.get(leaf[1])
            if call is not None and self._guesses(path, call):
                return True
        return False

    def _guesses(self, path: Path, call: Call) -> bool:
        if call.callee in GUESSED:
            return not call.receiver
        names = [call.callee, *(str(a[1]) for a in call.args if a[0] in ("place", "addr"))]
        for name in names:
            slot = self.sizes.root_slot(path.function, name)
            if slot is not None and any(word in slot.type for word in PREDICTABLE_TYPES):
                return True
        return False

    def _rand(self, path: Path, event: Assign | Call, place: str, element: bool) -> None:
        name = last_name(place)
        root = graph.root(place)
        if element:
            path.put("content", (AT, place), (BY_RAND, event.span))
            variable = path.function.variables.get(root)
            parameter = variable is not None and variable.parameter
            known = is_secret_name(place) or (
                parameter and (_draws_bytes(path, root) or self._is_given_secret(path, root))
            )
            if not known and (variable is None or "." in place):
                known = name in self.index(path).uses
            if known:
                self._guessed(
                    path, event.span, name, "it comes from a generator that anyone can follow"
                )
        elif _STRONG.search(name) and is_secret_name(name):
            self._guessed(
                path, event.span, name, "it comes from a generator that anyone can follow"
            )
        elif path.is_local(place) and place[:1] != "%":
            path.put("content", (AT, place), (BY_RAND, event.span))

    def _is_given_secret(self, path: Path, parameter: str) -> bool:
        """Does some caller in the file hand a secret to a static function to fill?"""
        names = [known.name for known in path.function.parameters]
        n = names.index(parameter) if parameter in names else len(names)
        return any(
            n < len(call.args) and is_secret_name(buffer(call.args[n], {}))
            for _, call in callers(path.unit, path.function) or ()
        )

    def on_declare(self, path: Path, event: Any, args: tuple[Value, ...]) -> None:
        super().on_declare(path, event, args)
        variable = path.function.variables.get(event.place)
        if variable is None:
            return
        kind, operands = "", event.args
        text = path.unit.data[event.span[0] : event.span[1]]
        if not operands:
            lasting = variable.static and variable.is_array
            lasting = lasting and not self.written_here(path, event.place)
            std = "array<" in variable.type and text.endswith(b"{}")
            kind = ZERO_FILL if std or lasting else ""
        elif operands[0][0] == "str":
            kind = CONSTANT if operands[0][1] else ""
        elif b"{" in text and is_container(variable.type):
            flat = flat_of(("init", operands))[1]
            if all(item[0] == "int" for item in flat):
                some = any(item[1] for item in flat)
                kind = ZERO_FILL if not some else CONSTANT if len(flat) > 1 else ""
        elif operands[0][0] == "int" and operands[0][1] > 1 and "*" not in variable.type:
            if len(operands) == 1 and "vector" in variable.type:
                kind = ZERO_FILL
            elif len(operands) == 2 and operands[1][0] == "int":
                kind = BY_CONSTANT if operands[1][1] else ZERO_FILL
        elif not variable.is_pointer and not isinstance(args[0], int):
            kind = self.declared(path, args[0], "key")
        if kind:
            path.put("content", (AT, event.place), (kind, event.span))


def _draws_bytes(path: Path, parameter: str) -> bool:
    """Does the function's name say that it fills the parameter with random bytes?"""
    name = path.function.name
    if _FILLERS.search(name):
        return True
    variable = path.function.variables[parameter]
    return bool(_STRINGS.search(name) and _BYTES.search(variable.type))
