"""Releases of objects: by the right function, once, by their owner; and uses after them."""

from __future__ import annotations

from ..diagnostics import Note
from ..flow.allocators import ALLOCATORS, RELEASES
from ..flow.events import CONFIG, Branch
from ..flow.ownership_words import words
from ..flow.state import AT
from . import ownership
from .ownership import (
    FREED,
    GIVEN,
    HELD,
    JOINED,
    MAYBE,
    ORPHAN,
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
from .ownership_rules import BORROWED, OVERWRITTEN, TRANSFERRED, USED_AFTER, WRONG_RELEASE, story

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract
    from ..diagnostics import Span
    from ..flow.events import Call
    from ..flow.path import Path
    from ..flow.state import Value
    from .run import File


#: Methods by which a smart pointer that is a member lets go or takes up.
_OWNERS_CALLS = frozenset(("reset", "release", "take"))
#: ``refs`` of an object whose use after its release has been reported, at ``at``.
SPENT = -1


#: Structs without hidden parts, which programs also allocate themselves.
_PLAIN_RECORDS = frozenset(("OSSL_PARAM",))


class Releases:
    """The part of the check that judges releases; ``file`` is the file under analysis."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.calls: dict[int, Call] = {}
        data = file.unit.data
        #: wolfSSL's names are OpenSSL's, who owns what is its own.
        self.foreign = b"<wolfssl/" in data and b"<openssl/" not in data

    def begin(self, path: Path) -> bool:
        """Only functions that make, release or hand over something are looked at."""
        function = path.function
        self.calls = {call.number: call for call in function.calls}
        return any(self._deals(path, call) for call in function.calls) or any(
            path.unit.is_owner(variable.type) for variable in function.variables.values()
        )

    def _deals(self, path: Path, call: Call) -> bool:
        """Does somebody own something else after the call than before it?"""
        if call.callee in RELEASES or call.callee in ALLOCATORS or call.callee in _OWNERS_CALLS:
            return True
        contract = path.contract(call)
        if contract is not None:
            return "upref" in contract.tags or bool(
                contract.acquire or contract.releases or contract.transfer or contract.out
            )
        summary = path.summary(call)
        return summary is not None and bool(
            summary.wraps or summary.releases or summary.gives or summary.makes
        )

    def used(self, path: Path, value: Value, own: Own, span: Span) -> None:
        """DTL303 at the first use, a note on it for each later one."""
        if own.soft:  # silent: a reference of somebody else keeps it alive
            return
        if own.refs == SPENT:
            self._again(path, own, span, "used again here")
            return
        put(path, value, own._replace(refs=SPENT, at=span))
        path.report(USED_AFTER.at(span, what="used", by=own.by, notes=story(own, seen=span)))

    def _again(self, path: Path, own: Own, span: Span, what: str) -> None:
        """A note on the finding at the first use (``own.at``)."""
        known = path.findings.get((USED_AFTER.code, own.at))
        if known is None or span == own.at:
            return
        note = Note(span, what)
        if note not in known[0].notes:
            known[0].notes += (note,)

    def end_parts(self, path: Path, owner: Value, released: Own, scope: str) -> None:
        """What belongs to a released object ends with it."""
        raise NotImplementedError

    def held(self, path: Path, call: Call, item: Value, own: Own) -> None:
        """What an owner holds is released by hand."""
        raise NotImplementedError

    def replaced(self, path: Path, call: Call, place: str, own: Own) -> None:
        """DTL302: the call writes over the only pointer to an object."""
        path.report(
            OVERWRITTEN.at(
                call.span, what=f"'{place.partition('@')[0]}'", source=own.source,
                release=ownership.right_release(path, own), notes=story(own, call.span),
            )
        )  # fmt: skip

    def holders(self, path: Path, value: Value, apart: tuple[str, ...]) -> list[str]:
        """The places other than ``apart`` and temporaries that hold the object."""
        return [
            place
            for place, held in path.state.env.items()
            if place[0] not in "%#"
            and place not in apart
            and same_object(path, held) == value
            and not ownership.copies_text(path, place)
        ]

    def escape(self, path: Path, value: Value) -> None:
        """Somebody else may own the object from here on; what releases it stays the same."""
        own = find(path, value)
        if own is None or own.status in (FREED, GIVEN, PLAIN):
            return
        if own.status in OURS and own.refs > 1:
            put(path, value, own._replace(refs=own.refs - 1))
        elif own.status == OWNED:
            put(path, value, own._replace(status=PLAIN))
        else:
            forget(path, value)

    def escape_all(self, path: Path, value: Value) -> None:
        if not isinstance(value, int) and value[0] == AT:
            self.escape(path, same_object(path, path.load(value[1])))
        for item in ownership.objects_in(path, value):
            self.escape(path, item)

    def release(self, path: Path, call: Call, value: Value, scope: str, by: str = "") -> None:
        """``value`` is released by ``call``; ``by``: the release function that a helper calls."""
        item = same_object(path, value)
        if not ownership.is_trackable(item) or path.is_null(item):
            return
        own = find(path, item)
        places = [str(operand[1]) for operand in call.args if operand[0] == "place"]
        elsewhere = own is None or (own.status == PLAIN and own.source not in ALLOCATORS)
        if elsewhere and any("[]" in place for place in places):
            return  # silent: which element of an array it is, nobody knows
        if call.macro:  # silent: in another configuration the macro releases nothing
            forget(path, item)
            return
        name = by or call.callee
        after = (own or made(FREED))._replace(status=FREED, by=name, at=call.span)
        if own is not None and own.status == FREED and own.refs == SPENT:
            self._again(path, own, call.span, "released again here")
            return
        if own is None:
            self._release_unknown(path, call, name, item, bool(by))
        elif own.status == FREED:
            if own.soft and name != own.by:  # silent: each kind of reference has its own release
                return
            if not self._is_shared(path, call):
                path.report(
                    USED_AFTER.at(
                        call.span, what="released again", by=own.by, notes=story(own, call.span)
                    )
                )
            after = after._replace(refs=SPENT)
        elif own.status in (GIVEN, MAYBE):
            path.report(
                TRANSFERRED.at(call.span, release=name, by=own.by, notes=story(own, call.span))
            )
        elif own.status == HELD:
            self.held(path, call, item, own)
            return
        elif not ownership.may_release(path, own, ownership.canonical(path, name)):
            self._wrong(path, call.span, name, own)
        if own is not None and own.refs > 1 and own.status in OURS:
            put(path, item, own._replace(refs=own.refs - 1))
            return
        if name in RELEASES and (own is None or own.status == PLAIN):
            forget(path, item)  # silent: what C gave and takes is no object of OpenSSL
            return
        self._members(path, call, item, scope, name)
        self.end_parts(path, item, after, scope)
        put(path, item, after)

    def _is_shared(self, path: Path, call: Call) -> bool:
        """Does the function make a second reference to the object on some path?

        Which release pays for which reference then hangs on conditions that say nothing of it.
        """
        for other in path.function.calls:
            contract = path.contract(other)
            if contract is not None and "upref" in contract.tags and other.args[:1]:
                if other.args[:1] == call.args[:1]:
                    return True
        return False

    def _members(self, path: Path, call: Call, item: Value, scope: str, name: str) -> None:
        """What a released chain or stack does to its parts."""
        for value, own in ownership.members(path, item):
            if scope == "object":
                if own.status == JOINED and own.refs:
                    put(path, value, own._replace(status=ORPHAN, by=name, at=call.span, into=0))
                else:
                    path.drop("own", value)
            elif own.status == FREED:
                path.report(
                    TRANSFERRED.at(own.at, release=own.by, by=name, notes=story(own, own.at))
                )
            else:
                put(path, value, own._replace(status=FREED, by=name, at=call.span, into=0))

    def destructor(self, path: Path, call: Call, contract: Contract, stack: Value) -> None:
        """``sk_X509_pop_free(sk, f)``: ``f`` must be the function of the elements."""
        for n in contract.args_with_role("callback:free"):
            operand = call.args[n - 1] if n <= len(call.args) else ("text", "")
            while operand[0] == "cast":
                operand = operand[2]
            named = operand[0] in ("fun", "place")
            destructor = path.contracts.get(str(operand[1])) if named else None
            if destructor is None or not destructor.is_release():
                continue
            name = ownership.canonical(path, destructor.name)
            for _, own in ownership.members(path, same_object(path, stack)):
                if own.status == JOINED and not ownership.may_release(path, own, name):
                    self._wrong(path, call.span, destructor.name, own)

    def _wrong(self, path: Path, span: Span, release: str, own: Own) -> None:
        right = own.releases[0] if own.releases else "another function"
        asked = [end.text for end in path.function.ends(Branch) if end.kind == CONFIG]
        if any(name.upper() in text for text in asked for name in (release, right)):
            return  # silent: HAVE_X_FREE and HAVE_X_NEW go together
        path.report(
            WRONG_RELEASE.at(
                span, release=release, what=f"what {own.source} gave", right=right,
                notes=story(own, span),
            )
        )  # fmt: skip

    def _release_unknown(
        self, path: Path, call: Call, name: str, item: Value, by_helper: bool
    ) -> None:
        """An object whose origin is no contract's gift: lent, or told by its type only."""
        lender = ownership.is_borrowed(path, self.calls, item)
        if lender is not None:
            path.report(BORROWED.at(call.span, release=name, source=lender.callee))
            return
        operand = call.args[0] if call.args else ("text", "")
        while operand[0] == "cast":
            operand = operand[2]
        variable = path.function.variables.get(operand[1]) if operand[0] == "place" else None
        if variable is None or not variable.type.endswith(" *"):
            return
        kind = variable.type.removesuffix(" *").split()[-1]
        right = kind + "_free"
        if kind in _PLAIN_RECORDS:
            return
        if name not in RELEASES and not self._is_for_another(path, name, kind):
            return
        if by_helper or right in self.file.unit.function_names:  # silent: the file knows better
            return
        for other in path.function.calls:  # silent: it was only cleaned up, not made
            if "cleanup" in words(other.callee) and other.args[:1] == call.args[:1]:
                return
        if any(kind in text for text, _ in path.state.config.assumed):  # silent: it asked for it
            return
        contract = path.contracts.get(right)
        if contract is not None and contract.is_release() and path.exists(contract):
            path.report(
                WRONG_RELEASE.at(call.span, release=name, what=f"a {variable.type}", right=right)
            )

    def _is_for_another(self, path: Path, name: str, kind: str) -> bool:
        """Does the release function carry the name of another type than ``kind``?

        silent: the types of ASN.1 strings are one, and a stack's name is that of its elements.
        """
        contract = path.contracts.get(name)
        if contract is None or contract.released_arg() != 1:
            return False
        other = contract.name.rpartition("_free")[0].removesuffix("_clear")
        if other.startswith(("ASN1_", "sk_", "OPENSSL_", "CRYPTO_")) or other in ("sk", kind):
            return False
        if other.endswith(kind):  # NCONF_free of a CONF
            return False
        own = path.contracts.get(f"{other}_free")
        return own is not None and own.is_release()
