"""What calls do to objects: acquire, release, take over, join, look at."""

from __future__ import annotations

from ..contracts.cells import ALL
from ..flow.allocators import ALLOCATORS, RELEASES
from ..flow.effects import is_harmless
from ..flow.events import USED
from ..flow.ownership_words import keeps_for_good, words
from ..flow.state import AT, IN, OLD, OUT, SYM
from ..flow.summaries import COUNTER
from . import ownership
from .ownership import (
    FREED,
    GIVEN,
    HELD,
    JOINED,
    MAYBE,
    OURS,
    OWNED,
    PLAIN,
    Own,
    find,
    forget,
    made,
    put,
    same_object,
)
from .ownership_owners import GIVING_UP
from .ownership_rules import OVERWRITTEN
from .ownership_unknown import UnknownCalls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from ..contracts import Contract, Out
    from ..flow.events import Call
    from ..flow.path import Path
    from ..flow.state import Value
    from ..flow.summaries import Summary

    Effect: TypeAlias = tuple[Any, ...]

#: Words of functions that make a reference for their callers.
_SHARING = frozenset((
    "ref", "addref", "retain", "dup", "copy", "clone", "share", "hold", "grab", "acquire", "lock",
    "inc", "incref", "keep", "get", "get1",
))  # fmt: skip
#: Words of functions that put an object into another one.
_LINKING = frozenset(("set", "push", "link", "append"))


class CallEffects(UnknownCalls):
    """The part of the check that judges calls."""

    def on_call(self, path: Path, call: Call, args: tuple[Value, ...], result: Value) -> None:
        if call.callee == "lambda":  # silent: what a lambda captures is the lambda's
            for value in args:
                self.escape_all(path, value)
            return
        contract = path.contract(call)
        summary = path.summary(call)
        self._uses(path, call, args, contract)
        effects: list[Effect] = []
        if contract is not None:
            self._known(path, call, args, contract, result, effects)
        elif call.callee in RELEASES and args and summary is None and not call.receiver:
            self.release(path, call, args[0], "object")
        elif summary is not None:
            self._given(path, call, args, summary, result)
            self._helper(path, call, args, summary)
        else:
            self._unknown(path, call, args)
        self._acquire(path, call, args, contract, summary, result, effects)
        if effects:
            deciding = path.result_contract(call)
            fresh = call.how == USED and result == (SYM, call.number)
            if fresh and deciding is not None and deciding.success not in (0, ALL):
                failure = ALL & ~deciding.success
                if deciding.returns == "count":  # a count of nothing is no failure
                    failure &= ~deciding.neutral
                path.put("when", result, (deciding.success, failure, tuple(effects)))
            else:
                for effect in effects:
                    self.settle(path, effect, True)

    # -- uses of what is gone

    def _uses(
        self, path: Path, call: Call, args: tuple[Value, ...], contract: Contract | None
    ) -> None:
        released = 1 if call.callee in RELEASES else 0
        if contract is not None:
            released = contract.released_arg()
        elif not released and call.callee.isupper():
            return  # silent: a macro that may only print
        looks = contract is None and is_harmless(call.callee) and not released
        summary = path.summary(call)
        for n, value in enumerate(args, 1):
            value = same_object(path, value)
            own = find(path, value)
            if own is not None and own.status == FREED and n != released:
                if looks and not self._is_read(path, call, own):
                    continue  # silent: a log, which may only print the address
                if summary is None or not (n - 1 in summary.releases or n - 1 in summary.rebinds):
                    self.used(path, value, own, call.span)
            elif n != released and not looks:
                self.outlives(path, value, call.span)

    def _is_read(self, path: Path, call: Call, own: Own) -> bool:
        """Does a function of the C library or a log look into what it gets: at bytes, not at %p?"""
        release = path.contracts.get(own.releases[0]) if own.releases else None
        if release is None or "memory" not in release.tags:
            return False
        return not any(a[0] == "str" and "%p" in str(a[1]) for a in call.args)

    # -- functions with a contract

    def _known(
        self, path: Path, call: Call, args: tuple[Value, ...], contract: Contract, result: Value,
        effects: list[Effect],
    ) -> None:  # fmt: skip
        released = contract.released_arg()
        if contract.releases is not None and 0 < released <= len(args):
            if contract.acquire:  # one object for another: no release like those of the contracts
                self.escape_all(path, args[released - 1])
            else:
                self.destructor(path, call, contract, args[released - 1])
                self.release(path, call, args[released - 1], contract.releases.scope)
        given: list[Value] = []
        for n, value in enumerate(args, 1):
            item = same_object(path, value)
            if contract.transfers(n):
                if n in contract.same_arg_once and item in given:
                    continue
                given.append(item)
                self._give(path, call, args, contract, n, item, effects)
            elif keeps_for_good(contract, n):
                self.escape_all(path, value)
            elif n in contract.retains:
                own = find(path, item)
                if own is not None:
                    put(path, item, own._replace(soft=True))
            elif n != released:
                self._by_address(path, call, contract, n, value, effects)
        self.lend(path, call, args, contract, result)
        if "upref" in contract.tags and args:
            self._up_ref(path, call, same_object(path, args[0]), effects)
        elif contract.returns == "pointer" and not contract.acquire and not contract.returns_alias:
            if args and not {"stack", "bio"}.isdisjoint(contract.tags):
                self._unjoin(path, same_object(path, args[0]))

    def _give(
        self, path: Path, call: Call, args: tuple[Value, ...], contract: Contract, n: int,
        item: Value, effects: list[Effect],
    ) -> None:  # fmt: skip
        """Argument ``n`` is handed over: for good, on success, or into a chain or stack."""
        if not ownership.is_trackable(item) or path.is_null(item):
            self.escape_all(path, item)
            return
        own = find(path, item)
        when = contract.transfers(n)
        into: Value = 0
        if when == "see_note":
            joins = "stack" in contract.tags or contract.returns_alias == "arg1"
            into = same_object(path, args[0]) if joins else 0
            if not ownership.is_trackable(into):
                self.escape(path, item)
                return
        if own is not None and own.status in OURS and own.refs > 1:
            put(path, item, own._replace(refs=own.refs - 1))
            return
        if own is not None and own.status == PLAIN and own.source not in ALLOCATORS:
            forget(path, item)
            own = None
        if own is not None and own.status in (PLAIN, HELD, FREED):
            forget(path, item)
            return
        recipient = same_object(path, args[0]) if n > 1 else 0
        status = JOINED if into else GIVEN
        effect = ("give", item, call.callee, call.span, into or recipient, status)
        if when == "success" or into:
            effects.append(effect)
            if own is None and not into:
                own = made(OWNED)._replace(refs=0)  # the caller's, or whoever's
            if own is not None and own.status in OURS:
                put(path, item, own._replace(status=MAYBE, by=call.callee, at=call.span))
        else:
            self.settle(path, effect, True)

    def settle(self, path: Path, effect: Effect, succeeded: bool) -> None:
        """The call has succeeded or failed: what it would have done is done, or undone."""
        kind, item = effect[:2]
        own = find(path, item)
        if kind == "give":
            self._settle_gift(path, effect, own, succeeded)
        elif kind == "make":
            if not succeeded:
                forget(path, item)
        elif kind == "reuse":
            had, on_failure = effect[2:]
            if not succeeded and not (had and on_failure in ("kept", "unchanged")):
                forget(path, item)
        elif kind == "ref" and not succeeded:
            if effect[2] is None:
                forget(path, item)
            else:
                put(path, item, effect[2])

    def _settle_gift(self, path: Path, effect: Effect, own: Own | None, succeeded: bool) -> None:
        _, item, by, at, into, status = effect
        if own is not None and own.status not in (MAYBE, *OURS):
            return
        if not succeeded:
            if own is not None and own.refs:
                put(path, item, own._replace(status=OWNED))
            else:
                forget(path, item)
            return
        base = own or made(GIVEN)._replace(refs=0)
        put(path, item, base._replace(status=status, by=by, at=at, into=into))

    def _up_ref(self, path: Path, call: Call, item: Value, effects: list[Effect]) -> None:
        """A second reference, which needs its own release."""
        if not ownership.is_trackable(item):
            return
        own = find(path, item)
        effects.append(("ref", item, own))
        if own is not None and own.status in OURS:
            put(path, item, own._replace(refs=own.refs + 1))
            return
        if own is not None and own.status in (GIVEN, MAYBE, JOINED):
            forget(path, item)  # silent: the reference may be that of whoever it was given to
            return
        elsewhere = any(not ownership.is_local(path, place) for place in path.holders(item))
        elsewhere = elsewhere or self._is_linked(path, call) or self._was_given(path, call)
        if isinstance(item, int) or elsewhere or not self._is_known(path, item):
            put(path, item, made(HELD))  # silent: for whoever else holds the object
            return
        release = call.callee.removesuffix("_up_ref") + "_free"
        releases = (release, ownership.canonical(path, release))
        name = call.args[0][1] if call.args[0][0] == "place" else ""
        name = "" if name[:1] == "%" else name
        fresh = made(OWNED, call.callee, call.span, releases)
        put(path, item, fresh._replace(name=name, soft=own is None and item[0] == IN))

    def _is_linked(self, path: Path, up_ref: Call) -> bool:
        """Is the object put into another one that makes no reference of its own?"""
        for call in path.function.calls:
            contract = path.contract(call)
            if up_ref.args[0] not in call.args[1:]:
                continue
            if contract is None:  # ``if (push(stack, x)) X_up_ref(x);``
                if call.span < up_ref.span and not _LINKING.isdisjoint(words(call.callee)):
                    return True
                continue
            n = call.args.index(up_ref.args[0]) + 1
            kept = contract.transfers(n) or n in contract.retains
            if not kept and not _LINKING.isdisjoint(words(contract.name)):
                return True
        return False

    def _was_given(self, path: Path, up_ref: Call) -> bool:
        """``sk_X509_push(sk, x); X509_up_ref(x);``: is the reference made for who got it before?"""
        for call in path.function.calls:
            contract = path.contract(call) if call.number < up_ref.number else None
            if contract is not None and up_ref.args[0] in call.args:
                if contract.transfers(call.args.index(up_ref.args[0]) + 1):
                    return True
        return False

    def _is_known(self, path: Path, item: Value) -> bool:
        """Did a function with a contract give or lend the object here, or did the caller?"""
        if isinstance(item, int):
            return False
        if item[0] == IN:
            variable = path.function.variables.get(item[1])
            if variable is None or not variable.parameter or variable.type.endswith("**"):
                return False
            return _SHARING.isdisjoint(words(path.function.name))  # silent: that is its purpose
        if item[0] not in (SYM, OUT, OLD):
            return False
        call = self.calls.get(item[1])
        return call is not None and path.contract(call) is not None

    def _unjoin(self, path: Path, item: Value) -> None:
        for value, _ in ownership.members(path, item):
            forget(path, value)
        own = find(path, item)
        if own is not None and own.status == JOINED:
            forget(path, item)

    # -- out-parameters

    def _by_address(
        self, path: Path, call: Call, contract: Contract, n: int, value: Value,
        effects: list[Effect],
    ) -> None:  # fmt: skip
        if isinstance(value, int) or value[0] != AT:
            return
        place = value[1]
        if place.endswith(COUNTER):
            item = same_object(path, path.load(place.removesuffix(COUNTER)))
            if ownership.is_trackable(item):
                put(path, item, made(HELD))
            return
        old = same_object(path, path.load(place))
        known = find(path, old)
        out = next((o for o in contract.owned_out() if o.arg == n), None)
        reuse = contract.reuse is not None and contract.reuse.arg == n
        if out is None and not reuse:
            if known is not None and call.args[n - 1][0] == "addr" and n not in contract.advances:
                self.escape(path, old)
            return
        was_null = path.is_null(old) or (not isinstance(old, int) and old[0] == "uninit")
        empty = was_null or (known is not None and known.status == FREED)
        if n in contract.advances and not empty and not reuse:
            return  # silent: it writes where the pointer points, and moves the pointer on
        if known is not None and known.status != FREED:
            forget(path, old)
        ours = known if known is not None and known.status in OURS else None
        if ours is not None and not reuse and self._is_replaced(path, out):
            if not self.holders(path, old, (place,)):
                self.replaced(path, call, place, ours)
            ours, empty = None, True
        if not ownership.is_local(path, place) or (ours is None and not empty):
            return  # silent: what was there before is reused, and not ours to judge
        item = (OUT, call.number, n)
        fresh = ownership.written(path, call, contract, out)
        put(path, item, (ours or fresh)._replace(name=place.partition("@")[0]))
        if out is not None and out.valid_on == "success":
            effects.append(("make", item))
        elif out is None and contract.reuse is not None:
            path.put("handed back", (SYM, call.number), item)
            effects.append(("reuse", item, ours is not None, contract.reuse.on_failure))

    def _is_replaced(self, path: Path, out: Out | None) -> bool:
        """Is memory given without a look at what the pointer led to before?"""
        release = None if out is None else path.contracts.get(out.release)
        return release is not None and "memory" in release.tags

    # -- results

    def _acquire(
        self, path: Path, call: Call, args: tuple[Value, ...], contract: Contract | None,
        summary: Summary | None, result: Value, effects: list[Effect],
    ) -> None:  # fmt: skip
        del effects
        if call.receiver and call.callee in GIVING_UP:
            self.give_up(path, call, result)
            return
        if self.foreign:
            return
        made_by = path.result_contract(call)
        if result != (SYM, call.number):
            return
        if made_by is None:
            own = ownership.allocated(call) if summary is None else None
            if summary is not None and summary.makes:
                own = made(OWNED, call.callee, call.span, summary.makes)
            if own is not None:
                put(path, result, own)
            return
        if not made_by.acquire or (summary is not None and contract is None and summary.shares):
            return
        if not path.exists(made_by):  # silent: the project has a function of that name
            return
        if contract is not None and not self._is_new(path, contract, args, result):
            return
        if contract is None and made_by.acquire_cond:  # silent: the wrapper may reuse an argument
            return
        own = ownership.acquired(path, call, made_by)
        if call.how == USED:
            put(path, result, own)
            return
        if "delete" in words(call.callee):  # silent: what is taken out may have been fetched before
            return
        path.report(
            OVERWRITTEN.at(
                call.span, what="the result", source=call.callee, release=own.releases[0]
            ),
            certain=True,
        )

    def _is_new(
        self, path: Path, contract: Contract, args: tuple[Value, ...], result: Value
    ) -> bool:
        """Is the result an object of its own, not the one that an argument brought?"""
        n = int(contract.acquire_cond[3:].partition("=")[0]) if contract.acquire_cond else 0
        if contract.reuse is not None:
            n = contract.reuse.arg
        if not 0 < n <= len(args):
            return True
        value = same_object(path, args[n - 1])
        if path.is_null(value):
            return True
        if contract.reuse is None and ownership.is_trackable(value):
            path.put("handed back", result, value)
        return False
