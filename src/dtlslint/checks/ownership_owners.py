"""Smart pointers: what they are made from, give up, and release at the end of their scope."""

from __future__ import annotations

from ..flow.events import USED
from ..flow.owners import MAX_ALIASES, alias
from . import ownership
from .ownership import FREED, HELD, OURS, OWNED, find, forget, put, same_object
from .ownership_lending import Lending
from .ownership_rules import BORROWED, OVERWRITTEN, USED_AFTER, WRONG_RELEASE, story

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..flow.events import Call, Declare
    from ..flow.path import Path
    from ..flow.state import Value
    from .ownership import Own

#: Smart pointers whose deleter is ``delete`` unless they are told another one.
_DELETING = frozenset(("unique_ptr", "shared_ptr", "auto_ptr", "QScopedPointer", "QSharedPointer"))
#: Smart pointers of which it is known that they release what they hold.
_RELEASING = (*_DELETING, "UniquePtr", "scoped_ptr", "ScopedPointer")
GIVING_UP = frozenset(("release", "take"))


class Owners(Lending):
    """The part of the check that judges smart pointers."""

    def on_declare(self, path: Path, event: Declare, args: tuple[Value, ...]) -> None:
        variable = path.function.variables[event.place]
        owner = path.unit.is_owner(variable.type)
        for value in args if not ownership.copies_text(path, event.place) else ():
            for item in ownership.objects_in(path, value):
                own = find(path, item)
                if own is not None and own.status == FREED:
                    self.used(path, item, own, event.span)
                elif own is not None and owner and own.status in OURS:
                    put(path, item, own._replace(status=HELD))
                    self._deleter(path, event, variable.type, own)
                else:
                    self.escape(path, item)
        if owner and "unique_ptr" in variable.type and not args:
            self._deleter(path, event, variable.type, None)
        if args and find(path, args[0]) is None:
            self._lent(path, event, variable.type, args[0])

    def _releases(self, path: Path, place: str, type_: str) -> bool:
        """Does the owner ``place`` release what it holds, whatever the function does?"""
        name = type_.partition("<")[0]
        kind = name.rpartition("::")[2]
        for _ in range(MAX_ALIASES):
            if kind in _RELEASING:
                break
            kind = alias(path.unit.data, kind).partition("<")[0].rpartition("::")[2].strip()
        else:
            return False
        calls = path.function.calls
        return not any(call.receiver == place and call.callee in GIVING_UP for call in calls)

    def _lent(self, path: Path, event: Declare, type_: str, value: Value) -> None:
        """An owner of what is only borrowed will release it."""
        lender = ownership.is_borrowed(path, self.calls, same_object(path, value))
        if lender is None or not self._releases(path, event.place, type_):
            return
        for operand in event.args[1:]:  # silent: a deleter of its own may release nothing
            contract = path.contracts.get(str(operand[-1]))
            if contract is None or not contract.is_release():
                return
        path.report(
            BORROWED.at(event.span, release=f"'{event.place}'", source=lender.callee), certain=True
        )

    def _deleter(self, path: Path, event: Declare, type_: str, own: Own | None) -> None:
        """``std::unique_ptr<X509>`` deletes what only its own function may release."""
        name, _, rest = type_.partition("<")
        inner = rest.rpartition(">")[0].strip()
        if name.rpartition("::")[2] not in _DELETING or "," in inner or len(event.args) > 1:
            return
        if "default_delete" in self.file.words:  # silent: the file says how to delete
            return
        release = inner.split()[-1] + "_free" if inner else ""
        if own is not None and own.releases:
            release = own.releases[0]
        contract = path.contracts.get(release)
        if contract is not None and contract.is_release():
            path.report(
                WRONG_RELEASE.at(
                    event.span, release="the default deleter",
                    what=f"an object that {release} releases", right=release,
                ),
                certain=True,
            )  # fmt: skip

    def held(self, path: Path, call: Call, item: Value, own: Own) -> None:
        """What an owner holds is released by hand: the owner will release it again."""
        forget(path, item)
        for place in self.holders(path, item, ()):
            variable = path.function.variables.get(place)
            if variable is not None and own.source and not variable.parameter:
                if self._releases(path, place, variable.type):
                    path.report(
                        USED_AFTER.at(
                            call.span, what=f"released again by '{place}'", by=call.callee,
                            notes=story(own, call.span),
                        )
                    )  # fmt: skip
                    return

    def give_up(self, path: Path, call: Call, result: Value) -> None:
        """``x.release()`` hands back what the owner held."""
        item = same_object(path, result)
        own = find(path, item)
        if own is None or own.status != HELD or not own.source:
            return
        others = self.holders(path, item, (call.receiver,))
        if call.how == USED:
            put(path, result, own._replace(status=OWNED, name=""))
        elif own.soft:  # silent: whoever has got the pointer before may be its owner now
            forget(path, item)
        elif others:
            put(path, item, own._replace(status=OWNED, name=others[0]))
        else:
            forget(path, item)
            path.report(
                OVERWRITTEN.at(
                    call.span, what=f"what '{call.receiver}' held", source=own.source,
                    release=ownership.right_release(path, own),
                    notes=story(own, call.span),
                )
            )  # fmt: skip
