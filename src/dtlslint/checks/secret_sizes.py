"""Sizes of secrets: bare numbers (DTL401) and sizes under the minimum (DTL402)."""

from __future__ import annotations

import re

from ..contracts.primitives import (
    ALLOCATIONS,
    MINIMUM_BITS,
    MINIMUM_CURVE,
    MINIMUM_ITERATIONS,
    MINIMUM_NONCE,
    MINIMUM_SECRET,
    RESIZERS,
    WEAK_CURVE_NAMES,
    WEAK_CURVES,
)
from ..flow import graph
from ..flow.arithmetic import fold
from ..flow.dependence import is_repaired
from ..flow.secrets import buffer, is_bare, is_secret_name, last_name
from ..flow.state import AT, EXPR, SYM
from .secret_calls import SecretCalls
from .secret_rules import MAGIC, PARTIAL, WEAK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..contracts import Contract
    from ..diagnostics import Finding, Span
    from ..flow.destinations import Destination
    from ..flow.events import Call, Declare, Operand
    from ..flow.path import Path
    from ..flow.state import Value

#: Buffers whose length argument is the length of a secret.
_SIZED = frozenset(
    ("random_out", "key", "secret", "psk", "ticket_key", "private_key", "nonce", "iv")
)


#: Scalars of 4 or 8 bytes, by the platform.
_LONGS = frozenset(("long", "unsigned long", "size_t", "long int", "unsigned long int"))


class SecretSizes(SecretCalls):
    """Observer: the numbers that stand in calls which make or take secrets."""

    # -- where sizes are given

    def on_declare(self, path: Path, event: Declare, args: tuple[Value, ...]) -> None:
        if event.args and event.args[0][0] == "int" and event.args[0][1] > 1:
            bare = event.args[0][2] == ""
            path.put("extent", (AT, event.place), (event.span if bare else None, event.args[0][1]))

    def note_extent(self, path: Path, call: Call, result: Value) -> None:
        """``malloc(32)``, ``x.resize(32)``: an extent, bare or named."""
        positions: tuple[int, ...] = ()
        contract = path.contract(call)
        if call.callee in ("vector", "basic_string", "QByteArray") and not call.receiver:
            positions, key = (1,), result
        elif call.callee in ALLOCATIONS and not call.receiver:
            positions, key = ALLOCATIONS[call.callee], result
        elif contract is not None and "alloc" in contract.tags:
            positions, key = (1,), result
        elif call.receiver and call.callee in RESIZERS:
            positions, key = (RESIZERS[call.callee],), (AT, path.place(call.receiver))
        for n in positions:
            if n <= len(call.args) and call.args[n - 1][0] == "int" and call.args[n - 1][1] > 1:
                operand = call.args[n - 1]
                span = call.arg_spans[n - 1] if operand[2] == "" else None
                path.put("extent", key, (span, operand[1]))

    # -- DTL401

    def bare_sizes(
        self, path: Path, call: Call, args: tuple[Value, ...], contract: Contract
    ) -> None:
        for length, n in contract.length_of.items():
            if length > len(args) or n > len(args):
                continue
            role = contract.role(n)
            fills = role == "random_out" or (role == "out_buffer" and "kdf" in contract.tags)
            if role not in _SIZED and not fills:
                continue
            target = self.target(path, call, args, n)
            if args[n - 1] == 0 or self.is_number(path, call, n, target):
                continue
            operand = call.args[length - 1]
            if (
                operand[0] == "int"
                and operand[1] < 4
                and not is_secret_name(self.name_of(call, n, target))
            ):
                continue  # silent: a random number, not a secret
            if operand[0] == "int" and operand[2] == "" and operand[1] > 0:
                span = call.arg_spans[length - 1]
                if self._is_written(path, call, span, operand[1]):
                    self._note(path, call, n, target, 0, span)
            elif fills:
                extent = self._bare_extent(path, target)
                if extent is not None:
                    self._note(path, call, n, target, 1, extent)

    def _is_written(self, path: Path, call: Call, span: Span, number: int) -> bool:
        """Is the number a literal there, or an argument of the macro that the call stands in?"""
        text = path.unit.data[span[0] : span[1]].decode("utf-8", "replace")
        if span != call.span:
            return is_bare(text)
        parts = text.partition("(")[2].rpartition(")")[0].split(",")
        return any(is_bare(part) and self.sizes.number(part) == number for part in parts)

    def is_number(self, path: Path, call: Call, n: int, target: Destination) -> bool:
        """RNG output into a scalar whose name is no secret's."""
        contract = self.facts(path, call)
        if contract is None or contract.role(n) != "random_out":
            return False
        name = self.name_of(call, n, target)
        if target.slot is None:
            operand = call.args[n - 1]
            while operand[0] == "cast":
                operand = operand[2]
            return (
                operand[0] == "addr"
                and not str(operand[1]).endswith("]")
                and not is_secret_name(name)
            )
        scalar = not target.slot.derive and not target.view and "<" not in target.slot.type
        if scalar and not isinstance(target.base, int) and target.base[0] == "at":
            return not is_secret_name(name)
        return False

    def _bare_extent(self, path: Path, target: Destination) -> Span | None:
        known = path.get("extent", self.key_of(target))
        if known is None and target.place:
            known = path.get("extent", target.base)
        if known is not None:
            bare: Span | None = known[0]
            return bare
        slot = target.slot
        if slot is None or not target.fixed:
            return None
        if slot.derive and slot.derive[0][:1] == "[" and is_bare(slot.derive[0][1:-1]):
            extent: Span = slot.extent_span or slot.span
            return extent
        if slot.type.startswith("array<") and is_bare(slot.type.rpartition(",")[2].rstrip("> ")):
            whole: Span = slot.span
            return whole
        return None

    def _note(
        self, path: Path, call: Call, n: int, target: Destination, rank: int, span: Span
    ) -> None:
        secret = self._secret(path, call, n)
        known = self.magic.get(secret)
        if known is None or rank < known[0]:
            self.magic[secret] = (rank, span)

    def _secret(self, path: Path, call: Call, n: int) -> tuple[Any, ...]:
        """What tells one secret from another."""
        place = buffer(call.args[n - 1], self.calls)
        local = graph.root(place) in path.function.variables and "." not in place
        return (path.function.span, place) if local or not place else (last_name(place),)

    def finish(self) -> list[Finding]:
        from ..diagnostics import milder

        severity = milder(MAGIC.severity) if self.file.options.is_test_path else MAGIC.severity
        spans = sorted({span for rank, span in self.magic.values() if rank >= 0})
        return [MAGIC.at(span, severity=severity) for span in spans]

    # -- DTL402

    def number(self, path: Path, value: Value) -> int | None:
        """A constant, or one made of sizes of arrays and of containers of a known size."""
        folded = self.sizes.fold(path, value)
        if folded is not None or isinstance(value, int):
            return folded
        if value[0] == SYM:
            return self._container_size(path, value[1])
        if value[0] == EXPR:
            a, b = self.number(path, value[2]), self.number(path, value[3])
            return None if a is None or b is None else fold(value[1], a, b)
        if value[0] == "sizeof":
            slot = self.sizes.slot_of(path.function, str(value[2]))
            return 8 if slot is not None and not slot.derive and slot.type in _LONGS else None
        return None

    def whole(self, path: Path, name: str, fact: tuple[Any, ...], length: Value) -> None:
        """A buffer that an RNG filled alone is used with a length: more than was filled?"""
        used = self.number(path, length)
        if len(fact) > 3 and fact[3] and used is not None and used > fact[2]:
            self.report(path, PARTIAL, fact[1], name=name, filled=fact[2], used=used)

    def weak_fill(
        self, path: Path, call: Call, args: tuple[Value, ...], n: int, length: int
    ) -> bool:
        """An RNG call that draws too little."""
        number = self.number(path, args[length - 1])
        target = self.target(path, call, args, n)
        if number is None or number <= 0 or target.offset or self.is_number(path, call, n, target):
            return False
        what, minimum = self._minimum(path, call, n, target)
        if number >= minimum:
            return False
        self.report(
            path, WEAK, call.span, what=f"{what} '{self.name_of(call, n, target)}'",
            size=f"{number} bytes", minimum=f"{minimum} bytes",
        )  # fmt: skip
        self.magic[self._secret(path, call, n)] = (-1, call.span)
        return True

    def _container_size(self, path: Path, number: int) -> int | None:
        """``x.size()`` where ``x`` is an array or was made with a known size."""
        made = self.calls.get(number)
        if made is None or not made.receiver or made.callee not in ("size", "length", "count"):
            return None
        extent = self.sizes.extent(path.function, made.receiver)
        if extent.kind == "array" and extent.size is not None:
            return int(extent.size)
        known = path.get("extent", (AT, path.place(made.receiver)))
        return known[1] if known is not None else None

    def _minimum(self, path: Path, call: Call, n: int, target: Destination) -> tuple[str, int]:
        """What the buffer is, and how many bytes it needs (0: it is no secret)."""
        place = buffer(call.args[n - 1], self.calls)
        name = self.name_of(call, n, target)
        roles = self.roles.get(place, set())
        lowered = name.lower()
        if "nonce" in roles or "nonce" in lowered:
            return "a nonce", MINIMUM_NONCE
        if (
            "iv" in roles
            or lowered == "iv"
            or lowered.endswith(("_iv", "iv_"))
            or lowered.startswith("iv_")
        ):
            sizes = [known.iv for known in self.ciphers if known.iv]
            return "an IV", max(sizes) if sizes else MINIMUM_NONCE
        if "salt" in roles or "salt" in lowered:
            return "a salt", MINIMUM_SECRET
        measured = is_secret_name(_of_length(call, n, self.facts(path, call)) or "n")
        named = is_secret_name(name) and "challenge" not in lowered and "seed" not in lowered
        if measured or roles or named:
            return "a random secret", MINIMUM_SECRET
        return "", 0

    def weak_numbers(
        self, path: Path, call: Call, args: tuple[Value, ...], contract: Contract
    ) -> None:
        """Bits, curves and iterations under their minimum."""
        for n, role in contract.roles.items():
            if n > len(args):
                continue
            value = args[n - 1]
            number = self._least(path, call.args[n - 1], value)
            if role == "bits" and contract.tags & {"rsa", "dh", "dsa"}:
                self._weak(path, call, "a key or group", number, "bits", MINIMUM_BITS)
            elif role == "iterations" and "kdf" in contract.tags:
                if "salt_len" in contract.roles.values() and not _is_floor(path, call.args[n - 1]):
                    self._weak(path, call, "PBKDF2", number, "iterations", MINIMUM_ITERATIONS)
            elif role in ("nid", "curve") and "ec" in contract.tags and not isinstance(value, int):
                bits = WEAK_CURVES.get(str(value[1])) if value[0] == "in" else None
                bits = WEAK_CURVE_NAMES.get(value[1]) if value[0] == "lit" else bits
                self._weak(path, call, "a curve", bits or 0, "bits", MINIMUM_CURVE)
        if "keygen" in contract.tags:
            self._named_keygen(path, call, args)
        self._short_salt(path, call, args, contract)

    def _least(self, path: Path, operand: Operand, value: Value) -> int:
        """A number, the smallest where configurations differ; 0 if it is not known."""
        named = path.unit.least_constant(operand[2]) if operand[0] == "int" and operand[2] else None
        return named or self.sizes.fold(path, value) or 0

    def _weak(
        self, path: Path, call: Call, what: str, number: int, unit: str, minimum: int
    ) -> None:
        """Report ``number`` (0: not known) if it is under ``minimum``."""
        if 0 < number < minimum:
            size, least = f"{number} {unit}", f"{minimum} {unit}"
            self.report(path, WEAK, call.span, what=what, size=size, minimum=least)

    def _named_keygen(self, path: Path, call: Call, args: tuple[Value, ...]) -> None:
        """``keygen(.., "RSA", bits)``, ``keygen(.., "EC", "P-192")``, ``EC_gen("P-192")``."""
        for n, value in enumerate(args):
            if isinstance(value, int) or value[0] != "lit":
                continue
            bits = WEAK_CURVE_NAMES.get(value[1], 0)
            self._weak(path, call, "a curve", bits, "bits", MINIMUM_CURVE)
            if value[1] in (b"RSA", b"DH", b"RSA-PSS", b"DSA") and n + 1 < len(args):
                number = self.sizes.fold(path, args[n + 1]) or 0
                self._weak(path, call, "a key or group", number, "bits", MINIMUM_BITS)

    def _short_salt(
        self, path: Path, call: Call, args: tuple[Value, ...], contract: Contract
    ) -> None:
        """A salt of unknown origin, taken with a length that is too short."""
        if "kdf" not in contract.tags:
            return
        for length, n in contract.length_of.items():
            if contract.role(n) != "salt" or length > len(args) or n > len(args):
                continue
            number = self.sizes.fold(path, args[length - 1])
            target = self.target(path, call, args, n)
            if number is None or not 0 < number < MINIMUM_SECRET:
                continue
            value = args[n - 1]
            literal = not isinstance(value, int) and value[0] == "lit"
            if (
                path.get("content", self.key_of(target)) is None
                and not literal
                and not target.fixed
            ):
                self._weak(path, call, "a salt", number, "bytes", MINIMUM_SECRET)


def _of_length(call: Call, n: int, contract: Contract | None) -> str:
    """What the constant that gives the length of argument ``n`` is the size of, by its name."""
    for length, of in contract.length_of.items() if contract is not None else ():
        if of == n and length <= len(call.args) and call.args[length - 1][0] == "int":
            name = str(call.args[length - 1][2]).lower()
            plain = re.sub(r"_?(?:size|len|length|bytes)$", "", name)
            return plain if plain != name else ""
    return ""


def _is_floor(path: Path, operand: Operand) -> bool:
    """``if (n == 0) n = 1;`` of a count that comes from elsewhere: that is not the count."""
    while operand[0] == "cast":
        operand = operand[2]
    return operand[0] == "place" and is_repaired(path.function, str(operand[1]))
