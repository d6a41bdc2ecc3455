"""hardcoded-crypto: sizes and secrets written into the code (DTL401-405).

What a buffer holds is a mark of its place: how it was filled last on this path. The calls whose
contracts say that an argument is a key, an IV, a salt .. judge that mark.
"""

from __future__ import annotations

import re

from ..contracts.primitives import (
    COPIES,
    SECRET_ROLES,
    STRING_WRITERS,
    WRITERS,
    ZEROED,
    cipher,
    only_decrypts,
)
from ..flow import graph
from ..flow.effects import is_harmless
from ..flow.secrets import LITERAL, ZERO_FILL, buffer, last_name
from ..flow.state import AT, IN, SYM
from .secret_fills import BY_CONSTANT, BY_RAND, BY_RNG, OTHERWISE, SecretFills
from .secret_rules import PARTIAL, RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..contracts import Contract
    from ..diagnostics import Span
    from ..flow.destinations import Destination
    from ..flow.events import Call
    from ..flow.path import Path
    from ..flow.state import Value

__all__ = ["RULES", "Check"]


#: ``std::begin(x)`` and the like, which change nothing.
_ENDS = frozenset(("begin", "cbegin", "data", "end", "cend"))


class Check(SecretFills):
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
        elif name == "copy" and len(args) == 3:
            self._copied(path, call, args, 3, 1)
        elif name in STRING_WRITERS and len(args) >= 2:
            self._text_written(path, call, args, STRING_WRITERS[name][1])
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

    def _text_written(self, path: Path, call: Call, args: tuple[Value, ...], source: int) -> None:
        if source:
            self._copied(path, call, args, 1, source)
        else:
            self.printed(path, call, self.target(path, call, args, 1), args[1:])

    def _foreign(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        """A function without contract: it may fill what it gets; our own may hand secrets on."""
        views = call.callee in path.unit.function_names or call.callee in _ENDS
        if len(args) == 1 and call.args[0][0] == "place" and views:
            if not isinstance(args[0], int) and args[0][0] in (IN, AT, "uninit"):
                path.put("view", result, path.place(str(call.args[0][1])))
                return
        contract = self.facts(path, call)
        drawn = self._handed(path, call, args, contract) if contract is not None else False
        if not drawn and not is_harmless(call.callee):
            self._filled_by(path, call, args)

    def _handed(self, path: Path, call: Call, args: tuple[Value, ...], contract: Contract) -> bool:
        """Our own function gives its arguments to OpenSSL: is one of them filled by an RNG?"""
        self.bare_sizes(path, call, args, contract)
        self.weak_numbers(path, call, args, contract)
        drawn = False
        for n, role in contract.roles.items():
            if n > len(args):
                continue
            if role in SECRET_ROLES:
                self._literal_argument(path, call, args, n, role)
            elif role == "random_out" and not contract.deprecated:
                self._random(path, call, args, n, contract)
                drawn = True
        return drawn

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
            elif role == "in_buffer":
                self._read(path, call, args, n, contract)
            elif role in ("out_buffer", "digest_out"):
                target = self.target(path, call, args, n)
                if "zero" in contract.tags:
                    path.put("content", self.key_of(target), (OTHERWISE, call.span))
                elif args[n - 1] != 0:
                    path.put("content", self.key_of(target), (OTHERWISE, call.span))

    def _read(
        self, path: Path, call: Call, args: tuple[Value, ...], n: int, contract: Contract
    ) -> None:
        """What an RNG filled is hashed, sent or encrypted with a length."""
        target = self.target(path, call, args, n)
        fact = path.get("content", self.key_of(target))
        for length, of in contract.length_of.items():
            if of == n and length <= len(args) and fact is not None and fact[0] == BY_RNG:
                self.whole(path, self.name_of(call, n, target), fact, args[length - 1])

    def _random(
        self, path: Path, call: Call, args: tuple[Value, ...], n: int, contract: Contract
    ) -> None:
        target = self.target(path, call, args, n)
        key = self.key_of(target)
        if contract.deprecated and contract.replaced_by:
            path.put("content", key, (OTHERWISE, call.span))
            if not self.is_number(path, call, n, target):
                self._guessed(
                    path,
                    call.span,
                    self.name_of(call, n, target),
                    "its generator is not meant for secrets",
                )
            return
        lengths = [
            length for length, of in contract.length_of.items() if of == n and length <= len(args)
        ]
        filled = None
        for length in lengths:
            filled = self.number(path, args[length - 1])
            if self.weak_fill(path, call, args, n, length):
                filled = None  # the size is the story, told once
        before = path.get("content", key)
        if target.offset is None or filled is None:
            path.put("content", key, (OTHERWISE, call.span))
            return
        filled += target.offset
        if target.offset and before is not None and before[0] == BY_RNG:
            filled = max(filled, before[2])
        path.put("content", key, (BY_RNG, call.span, filled, before is None))
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
            at = not isinstance(value, int) and value[0] == AT
            held = path.load(target.place) if at and target.place else 0  # &s[0]
            value = held if not isinstance(held, int) and held[0] == "lit" else value
            kind = self.declared(path, value, role)
            fact = (kind, call.span) if kind else None
        if fact is None:
            return
        kind, span = fact[0], fact[1]
        name = self.name_of(call, n, target)
        if kind == LITERAL:
            self._literal(path, call.span, role, call.callee)
        elif kind == ZERO_FILL and self.is_stored(path, target.place):
            return
        elif kind in (ZERO_FILL, BY_CONSTANT):
            deliberate = re.search(r"zero|null|empty", name, re.IGNORECASE)
            if (
                role != "password"
                and (not deliberate or role in ("iv", "nonce"))
                and not self._may_be_constant(path, call, args, role)
            ):
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
            n <= len(args) and args[n - 1] != 0
            for n in contract.args_with_role("callback:password")
        )

    def _may_be_constant(self, path: Path, call: Call, args: tuple[Value, ...], role: str) -> bool:
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
                return self.number(path, args[length - 1])
        known = self._cipher(args)
        if known is None:
            return None
        return int(known.key) if role == "key" else int(known.iv) if role == "iv" else None

    def _literal_argument(
        self, path: Path, call: Call, args: tuple[Value, ...], n: int, role: str
    ) -> None:
        value = args[n - 1]
        if isinstance(value, int):
            return
        fact = path.get("content", self.key_of(self.target(path, call, args, n)))
        kind = fact[0] if fact is not None else self.declared(path, value, role)
        if kind == LITERAL:
            self._literal(path, call.span, role, call.callee)
