"""What lives only as long as another object: the parts that it lends, and what it was given."""

from __future__ import annotations

from ..flow.ownership_words import is_user_data, words
from ..flow.state import OUT
from . import ownership
from .ownership import GIVEN, Own, find, same_object
from .ownership_release import SPENT, Releases
from .ownership_rules import USED_AFTER, story

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract
    from ..diagnostics import Span
    from ..flow.events import Call
    from ..flow.path import Path
    from ..flow.state import Value

#: Tags of functions that lend parts of the object itself.
_OF_PARTS = frozenset((
    "x509", "crl", "asn1", "rsa", "dsa", "dh", "ec", "bn", "ocsp", "cms", "pkcs7", "pkcs12", "pkcs",
    "ts", "bio",
))  # fmt: skip
#: .. and of those whose objects others hold as well.
_SHARED = frozenset(("store", "chain", "tls", "dtls", "engine", "pkey", "index"))


class Lending(Releases):
    """The part of the check that follows what dies with its owner.

    ``lent`` marks: what was lent -> the object that it is a part of, and whether it is an element
    of a stack, which may live on. ``ended`` marks: what was lent, or given away -> the ``Own`` of
    the released object that it belongs to.
    """

    def lend(
        self, path: Path, call: Call, args: tuple[Value, ...], contract: Contract, result: Value
    ) -> None:
        """The call hands out a part of one of its arguments."""
        outs = [out.arg for out in contract.out if out.borrowed]
        if not args or not (outs or contract.returns_alias == "borrowed"):
            return
        if not self._lends_parts(path, contract):
            return
        owner = same_object(path, args[-1 if 1 in outs else 0])
        if not ownership.is_trackable(owner):
            return
        parts: list[Value] = [(OUT, call.number, n) for n in outs]
        for value in parts or [result]:
            path.put("lent", value, (owner, "stack" in contract.tags))

    def _lends_parts(self, path: Path, contract: Contract) -> bool:
        if is_user_data(contract) or _OF_PARTS.isdisjoint(contract.tags):
            return "stack" in contract.tags
        if not _SHARED.isdisjoint(contract.tags):
            return False
        said = words(contract.name)
        if "bio" not in contract.tags:
            return "meth" not in said and "method" not in said
        # silent: the memory may be taken out of the BIO before that is released
        keeps = any("close" in words(call.callee) for call in path.function.calls)
        return "mem" in said and not keeps

    def end_parts(self, path: Path, owner: Value, released: Own, scope: str) -> None:
        """The object is released: so is what it lent, and what it was given."""
        source = path.contracts.get(released.source)
        shared = source is not None and "pkey" in source.tags and "get1" in words(source.name)
        if released.soft or shared:  # silent: a reference of somebody else keeps it alive
            return
        for value, (lender, element) in path.facts("lent"):
            if lender == owner and (scope == "elements" or not element):
                if find(path, value) is None:  # silent: else it is ours, or in other hands
                    path.put("ended", value, released)
        for value, own in path.facts("gone"):
            if own.status == GIVEN and own.into == owner:
                path.put("ended", value, released)

    def outlives(self, path: Path, value: Value, span: Span) -> None:
        """Is ``value`` used after the object that it belongs to was released?"""
        ended = None if isinstance(value, int) else path.get("ended", value)
        if ended is None:
            return
        if ended.refs == SPENT:
            self._again(path, ended, span, "used again here")
            return
        path.put("ended", value, ended._replace(refs=SPENT, at=span))
        what = "what belongs to it is used"
        path.report(USED_AFTER.at(span, what=what, by=ended.by, notes=story(ended, seen=span)))
