"""hardcoded-crypto: sizes and secrets written into the code (DTL401-405).

What a buffer holds is a mark of its place: how it was filled last on this path. The calls whose
contracts say that an argument is a key, an IV, a salt .. judge that mark.
"""

from __future__ import annotations

import re

from ..contracts.primitives import (
    COPIES,
    PREDICTABLE_TYPES,
    SECRET_ROLES,
    STRING_WRITERS,
    VIEWS,
    WRITERS,
    ZEROED,
    cipher,
    only_decrypts,
)
from ..contracts.primitives import PREDICTABLE as GUESSED
from ..diagnostics import WARNING
from ..flow import graph
from ..flow.callbacks import output_buffers
from ..flow.effects import is_harmless
from ..flow.events import Assign, Call
from ..flow.origins import signed_leaves
from ..flow.secrets import (
    LITERAL as CONSTANT,
)
from ..flow.secrets import (
    ZERO_FILL,
    SecretIndex,
    buffer,
    initial_content,
    is_secret_name,
    last_name,
)
from ..flow.state import AT, IN, SYM
from .secret_rules import LITERAL, PARTIAL, PREDICTABLE, RULES
from .secret_sizes import SecretSizes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..contracts import Contract
    from ..diagnostics import Span
    from ..flow.destinations import Destination
    from ..flow.events import Operand
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File

__all__ = ["RULES", "Check"]

#: How a buffer was filled, beside ``literal`` and ``zero``: by a constant, an RNG, ``rand()``.
BY_CONSTANT, BY_RNG, BY_RAND, OTHERWISE = "constant", "rng", "rand", "other"
_FILLERS = re.compile(r"rand(?:om)?_?(?:string|str|bytes?|buf|buffer|fill|key|data|iv|hex)", re.IGNORECASE)
_CONTAINERS = frozenset(("QByteArray", "string", "QByteArrayLiteral", "QString", "fromRawData", "QLatin1String"))
_STRONG = re.compile(r"secret|cookie|passw|session_?key|token|nonce|salt", re.IGNORECASE)


class Check(SecretSizes):
    dies = ("content", "extent", "view")

    def __init__(self, file: File) -> None:
        super().__init__(file)
        self._index: SecretIndex | None = None
        self._forwarded: dict[str, dict[int, str]] = {}
        self.elements: dict[str, str] = {}
        self.outputs: dict[str, str] = {}

    def begin(self, path: Path) -> None:
        super().begin(path)
        self.elements = {}
        buffers, _ = output_buffers(path.function, path.unit)
        self.outputs = {name: b.what for name, b in buffers.items() if b.what in ("psk", "password")}

    def index(self, path: Path) -> SecretIndex:
        if self._index is None:
            self._index = SecretIndex(path.unit)
        return self._index

    def on_dead(self, path: Path, kind: str, value: Value, fact: Any) -> None:
        """Marks end silently."""

    # -- calls

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        name = call.callee
        if call.receiver:
            self._method(path, call, args, result)
            self.note_extent(path, call, result)
            self._filled_by(path, call, args)
            return
        self.note_extent(path, call, result)
        contract = path.contract(call)
        if contract is not None:
            self._contract(path, call, args, contract)
        elif name in COPIES and len(args) >= 3:
            self._copied(path, call, args, COPIES[name][0], COPIES[name][1])
        elif name in STRING_WRITERS and len(args) >= 2:
            self._copied(path, call, args, 1, STRING_WRITERS[name][1] or 2)
        elif name in ("fill", "fill_n") and len(args) == 3:
            self._constant_fill(path, call, self.target(path, call, args, 1), args[2])
        elif name in ("generate", "generate_n") and len(args) == 3:
            self._generated(path, call, args)
        elif name in WRITERS and args:
            self._writer(path, call, args)
        else:
            self._foreign(path, call, args, result)
        if name in ZEROED or (contract is not None and "alloc" in contract.tags and name in ZEROED):
            path.put("content", result, (ZERO_FILL, call.span))

    def _method(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        place = path.place(call.receiver)
        if call.callee in VIEWS:
            path.put("view", result, place)
        elif call.callee == "fill" and args:
            self._fill_place(path, call.span, place, call.receiver, args[0])
        elif call.callee not in ("size", "length", "resize", "empty", "isEmpty", "count", "reserve"):
            path.put("content", (AT, place), (OTHERWISE, call.span))

    def _generated(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        """``std::generate(key.begin(), key.end(), engine)``."""
        key = self.key_of(self.target(path, call, args, 1))
        operand = call.args[2]
        named = str(operand[1]) if operand[0] in ("place", "fun", "addr") else ""
        slot = self.sizes.root_slot(path.function, named)
        engine = slot is not None and any(word in slot.type for word in PREDICTABLE_TYPES)
        kind = BY_RAND if engine or named.rpartition("::")[2] in GUESSED else OTHERWISE
        path.put("content", key, (kind, call.span))

    def _writer(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        target = self.target(path, call, args, WRITERS[call.callee][0])
        lowered = call.callee.lower()
        if "memset" in lowered and len(args) >= 3:
            self._constant_fill(path, call, target, args[1])
        elif "zero" in lowered:
            self._constant_fill(path, call, target, 0)
        else:
            path.put("content", self.key_of(target), (OTHERWISE, call.span))
            literals = [a for a in args[2:] if not isinstance(a, int) and a[0] == "lit"]
            if "printf" in lowered and target.parameter in self.outputs and literals:
                if b"%" not in literals[0][1] or len(literals) > 1:  # type: ignore[index]
                    self._literal(path, call.span, self.outputs[target.parameter], call.callee)

    def _foreign(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        """A function without contract: it may fill what it gets; our own may hand secrets on."""
        if len(args) == 1 and call.args[0][0] == "place" and call.callee in path.unit.function_names:
            if not isinstance(args[0], int) and args[0][0] in (IN, AT, "uninit"):
                path.put("view", result, path.place(str(call.args[0][1])))
                return
        for n, role in self._hands_on(path, call).items():
            if n < len(args):
                self._literal_argument(path, call, args, n + 1, role)
        if not is_harmless(call.callee):
            self._filled_by(path, call, args)

    def _filled_by(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        """A function that we do not know may have written what it was given."""
        for n, value in enumerate(args, 1):
            if not isinstance(value, int) and value[0] in (AT, IN, SYM, "expr", "lit", "unk"):
                key = self.key_of(self.target(path, call, args, n))
                if path.get("content", key) is not None:
                    path.put("content", key, (OTHERWISE, call.span))

    def _hands_on(self, path: Path, call: Call) -> dict[int, str]:
        """Parameters of a function of the file that it gives to a call as secrets, by position."""
        name = call.callee
        if name not in path.unit.function_names:
            return {}
        if name not in self._forwarded:
            self._forwarded[name] = {}
            function = path.unit.function(name)
            if function is not None:
                names = {parameter.name: i for i, parameter in enumerate(function.parameters)}
                for inner in function.calls:
                    contract = path.unit.contract(inner.callee)
                    for n, role in contract.roles.items() if contract is not None else ():
                        if role in SECRET_ROLES and n <= len(inner.args):
                            operand = _plain(inner.args[n - 1])
                            if operand in names:
                                self._forwarded[name][names[operand]] = role
        return self._forwarded[name]

    # -- contracts

    def _contract(
        self, path: Path, call: Call, args: tuple[Value, ...], contract: Contract
    ) -> None:
        self.bare_sizes(path, call, args, contract)
        self.weak_numbers(path, call, args, contract)
        for n, role in contract.roles.items():
            if n > len(args):
                continue
            if role in SECRET_ROLES:
                self._used(path, call, args, n, role, contract)
            elif role == "random_out":
                self._random(path, call, args, n, contract)
            elif role in ("out_buffer", "digest_out"):
                target = self.target(path, call, args, n)
                if "zero" in contract.tags:
                    path.put("content", self.key_of(target), (OTHERWISE, call.span))
                elif args[n - 1] != 0:
                    path.put("content", self.key_of(target), (OTHERWISE, call.span))

    def _random(
        self, path: Path, call: Call, args: tuple[Value, ...], n: int, contract: Contract
    ) -> None:
        target = self.target(path, call, args, n)
        key = self.key_of(target)
        if contract.deprecated and contract.replaced_by:
            path.put("content", key, (OTHERWISE, call.span))
            if not self.is_number(path, call, n, target):
                self._guessed(path, call.span, self.name_of(call, n, target), "its generator is not meant for secrets")
            return
        lengths = [length for length, of in contract.length_of.items() if of == n and length <= len(args)]
        filled = None
        for length in lengths:
            filled = self.sizes.fold(path, args[length - 1])
            if self.weak_fill(path, call, args, n, length):
                filled = None  # the size is the story, told once
        before = path.get("content", key)
        if target.offset is None or filled is None:
            path.put("content", key, (OTHERWISE, call.span))
            return
        filled += target.offset
        if target.offset and before is not None and before[0] == BY_RNG:
            filled = max(filled, before[2])
        path.put("content", key, (BY_RNG, call.span, filled))
        self._partial_elsewhere(path, call, target, n, filled)

    def _partial_elsewhere(
        self, path: Path, call: Call, target: Destination, n: int, filled: int
    ) -> None:
        """A file-level buffer or member that another function uses longer than it is filled."""
        place = buffer(call.args[n - 1], self.calls)
        root = graph.root(place)
        if not place or target.offset or (root in path.function.variables and "." not in place):
            return
        if target.room is None or filled >= target.room:
            return
        used = self.index(path).uses.get(last_name(place), 0)
        if used > filled:
            self._partial(path, call.span, last_name(place), filled, used)

    def _partial(self, path: Path, span: Span, name: str, filled: int, used: int) -> None:
        self.report(path, PARTIAL, span, name=name, filled=filled, used=used)

    # -- uses

    def _used(
        self, path: Path, call: Call, args: tuple[Value, ...], n: int, role: str, contract: Contract
    ) -> None:
        if isinstance(args[n - 1], int) or self._has_callback(args, contract):
            return
        target = self.target(path, call, args, n)
        fact = path.get("content", self.key_of(target)) or path.get("content", target.base)
        if fact is None:
            value = path.load(target.view) if target.view else args[n - 1]
            kind = self._declared(path, value, role)
            fact = (kind, call.span) if kind else None
        if fact is None:
            return
        kind, span = fact[0], fact[1]
        name = self.name_of(call, n, target)
        if kind == CONSTANT:
            self._literal(path, call.span, role, call.callee)
        elif kind in (ZERO_FILL, BY_CONSTANT):
            deliberate = re.search(r"zero|null|empty", name, re.IGNORECASE)
            if role != "password" and not deliberate and not self._may_be_constant(path, call, args, role):
                at = call.span if kind == ZERO_FILL else span
                why = "it is all zeroes" if kind == ZERO_FILL else "it is filled with a constant"
                self._guessed(path, at, name, why)
        elif kind == BY_RAND:
            self._guessed(path, span, name, "it comes from a generator that anyone can follow")
        elif kind == BY_RNG:
            used = self._length_used(path, call, args, n, role, contract)
            if used is not None and used > fact[2]:
                self._partial(path, span, name, fact[2], used)

    def _has_callback(self, args: tuple[Value, ...], contract: Contract) -> bool:
        """With a password callback the last argument is the callback's own data."""
        return any(
            n <= len(args) and args[n - 1] != 0 for n in contract.args_with_role("callback:password")
        )

    def _may_be_constant(
        self, path: Path, call: Call, args: tuple[Value, ...], role: str
    ) -> bool:
        if role not in ("iv", "nonce"):
            return False
        known = self._cipher(args)
        return only_decrypts(call.callee) or (known is not None and not known.iv)

    def _cipher(self, args: tuple[Value, ...]) -> Any:
        for value in args:
            made = None if isinstance(value, int) or value[0] != SYM else self.calls.get(value[1])
            known = cipher(made.callee.removeprefix("q_")) if made is not None else None
            if known is not None:
                return known
        return None

    def _length_used(
        self, path: Path, call: Call, args: tuple[Value, ...], n: int, role: str, contract: Contract
    ) -> int | None:
        for length, of in contract.length_of.items():
            if of == n and length <= len(args):
                return self.sizes.fold(path, args[length - 1])
        known = self._cipher(args)
        if known is None:
            return None
        return int(known.key) if role == "key" else int(known.iv) if role == "iv" else None

    def _declared(self, path: Path, value: Value, role: str) -> str:
        """``literal`` or ``zero`` by the declaration of what ``value`` points to."""
        assert not isinstance(value, int)
        if value[0] == "lit":
            return CONSTANT if value[1] else ""
        if value[0] == SYM:
            return self._made_from(value)
        if value[0] not in (IN, AT):
            return ""
        root = graph.root(value[1])
        if root in path.function.variables:
            return ""
        slot = self.sizes.root_slot(path.function, root)
        if slot is None and root == value[1] and path.unit.text(root):
            return CONSTANT
        if slot is None or slot.storage.startswith("extern"):
            return ""
        kind = initial_content(slot, path.unit.data)
        array = bool(slot.derive) and slot.derive[0] != "*"
        if not kind and slot.initial is None and array and "static" in slot.storage and root == value[1]:
            kind = ZERO_FILL
        if kind and last_name(root) in self.index(path).written:
            return ""
        if kind and root != value[1] and last_name(value[1]) in self.index(path).written:
            return ""
        return kind if kind == CONSTANT or role != "password" else ""

    def _made_from(self, value: Value) -> str:
        """``QByteArray("text")``, ``std::string("text")``: a container made of a literal."""
        made = None if isinstance(value, int) else self.calls.get(value[1])
        if made is None or made.receiver or len(made.args) not in (1, 2) or made.args[0][0] != "str":
            return ""
        return CONSTANT if made.callee in _CONTAINERS and made.args[0][1] else ""

    def _literal_argument(
        self, path: Path, call: Call, args: tuple[Value, ...], n: int, role: str
    ) -> None:
        value = args[n - 1]
        if isinstance(value, int):
            return
        fact = path.get("content", self.key_of(self.target(path, call, args, n)))
        kind = fact[0] if fact is not None else self._declared(path, value, role)
        if kind == CONSTANT:
            self._literal(path, call.span, role, call.callee)

    def _literal(self, path: Path, span: Span, role: str, callee: str) -> None:
        severity = WARNING if role == "salt" else None
        self.report(path, LITERAL, span, severity, role=role.replace("_", " "), callee=callee)

    def _guessed(self, path: Path, span: Span, name: str, why: str) -> None:
        self.report(path, PREDICTABLE, span, name=name, why=why)

    # -- fills

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
            known = fact[0] if fact is not None else self._declared(path, args[source - 1], "key")
            kind = CONSTANT if known == CONSTANT else OTHERWISE
        if kind == CONSTANT and target.parameter in self.outputs:
            self._literal(path, call.span, self.outputs[target.parameter], call.callee)
        path.put("content", self.key_of(target), (kind, call.span))

    # -- assignments

    def on_assign(
        self, path: Path, event: Assign | Call, place: str, old: Value, new: Value
    ) -> None:
        if type(event) is not Assign:
            return
        operand = event.value
        if operand[0] == "text" and str(operand[1]).startswith("element of "):
            self.elements[event.place] = str(operand[1])[11:]
            return
        variable = path.function.variables.get(place)
        if event.declares and variable is not None and variable.is_array:
            self._initialised(path, event, place, operand, variable.static)
            return
        if event.declares and place[:1] == "%":
            return
        if event.declares and operand[0] == "init":
            self._members(path, event, place, operand)
            return
        into = self.elements.get(event.place) or _indexed(place)
        if self._is_guessed(path, new, operand):
            self._rand(path, event, into or place, bool(into))
        elif not into and place[:1] != "%" and path.get("content", (AT, place)) is not None:
            path.put("content", (AT, place), (self._made_from(new) or OTHERWISE, event.span))
        elif into and new != 0:
            key = (AT, into)
            if path.get("content", key) is not None:
                path.put("content", key, (OTHERWISE, event.span))

    def _initialised(
        self, path: Path, event: Assign, place: str, operand: Operand, static: bool
    ) -> None:
        kind = ""
        if operand[0] == "str":
            kind = CONSTANT if operand[1] else ""
        elif operand[0] == "init" and all(item[0] == "int" for item in operand[1]):
            zero = all(item[1] == 0 for item in operand[1])
            kind = ZERO_FILL if zero else CONSTANT if len(operand[1]) > 1 else ""
        if kind and not (static and self._written_here(path, place)):
            path.put("content", (AT, place), (kind, event.span))

    def _members(self, path: Path, event: Assign, place: str, operand: Operand) -> None:
        """``struct profile p = { "name", "password" }``: literals by member."""
        slot = self.sizes.root_slot(path.function, place)
        members = self.sizes.layout.records.get(self.sizes.layout.resolve(slot).type) if slot else None
        text = path.unit.data[event.value_span[0] : event.value_span[1]]
        named = [name.decode() for name in re.findall(rb"[{,]\s*\.(\w+)\s*=", text)]
        for name, item in zip(named or members or (), operand[1], strict=False):
            if item[0] == "str" and item[1]:
                path.put("content", (AT, f"{place}.{name}"), (CONSTANT, event.span))

    def _written_here(self, path: Path, place: str) -> bool:
        """Does the function write a static array of its own, perhaps in an earlier call?"""
        for call in path.function.calls:
            contract = path.contract(call)
            for n, operand in enumerate(call.args, 1):
                if buffer(operand, self.calls) == place:
                    if contract is None or contract.role(n) not in SECRET_ROLES:
                        return True
        return any(
            isinstance(e, Assign) and e.place.startswith(place + "[")
            for b in path.function.blocks for e in b.events
        )  # fmt: skip

    def _is_guessed(self, path: Path, value: Value, operand: Operand) -> bool:
        """Is it computed from ``rand()`` or a standard engine?"""
        values = [leaf for leaf, _ in signed_leaves(value)]
        stack = [operand]
        while stack:
            current = stack.pop()
            if current[0] == "place":
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

    def _rand(self, path: Path, event: Assign, place: str, element: bool) -> None:
        name = last_name(place)
        root = graph.root(place)
        if element:
            path.put("content", (AT, place), (BY_RAND, event.span))
            variable = path.function.variables.get(root)
            parameter = variable is not None and variable.parameter
            known = is_secret_name(place) or (parameter and _FILLERS.search(path.function.name))
            if not known and (variable is None or "." in place):
                known = name in self.index(path).uses
            if known:
                self._guessed(path, event.span, name, "it comes from a generator that anyone can follow")
        elif _STRONG.search(name) and is_secret_name(name):
            self._guessed(path, event.span, name, "it comes from a generator that anyone can follow")

    def on_declare(self, path: Path, event: Any, args: tuple[Value, ...]) -> None:
        super().on_declare(path, event, args)
        variable = path.function.variables.get(event.place)
        if variable is None:
            return
        kind, operands = "", event.args
        text = path.unit.data[event.span[0] : event.span[1]]
        if not operands:
            kind = ZERO_FILL if "array<" in variable.type and text.endswith(b"{}") else ""
        elif operands[0][0] == "str":
            kind = CONSTANT if operands[0][1] else ""
        elif operands[0][0] == "int" and operands[0][1] > 1 and "*" not in variable.type:
            if len(operands) == 1 and "vector" in variable.type:
                kind = ZERO_FILL
            elif len(operands) == 2 and operands[1][0] == "int":
                kind = BY_CONSTANT if operands[1][1] else ZERO_FILL
        if kind:
            path.put("content", (AT, event.place), (kind, event.span))


def _plain(operand: Operand) -> str:
    while operand[0] == "cast":
        operand = operand[2]
    return str(operand[1]) if operand[0] == "place" else ""


def _indexed(place: str) -> str:
    """``key[]`` -> ``key``, ``p.*`` -> ``p``; ``""`` for anything else."""
    if place.endswith("]"):
        return place[: place.rindex("[")]
    return place.removesuffix(".*") if place.endswith(".*") else ""
