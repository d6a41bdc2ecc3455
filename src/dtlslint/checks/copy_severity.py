"""How grave an unbounded copy is: a note where only what lies outside of the function decides."""

from __future__ import annotations

from ..flow import graph
from ..flow.effects import asks_size
from ..flow.events import Assign, Branch
from ..flow.origins import operand_roots, signed_leaves
from ..flow.state import AT, IN, SYM, UNK
from ..patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..flow.destinations import Destination
    from ..flow.events import Call, Function, Operand
    from ..flow.origins import Origins
    from ..flow.path import Path
    from ..flow.state import Value

#: Objects that libssl and libcrypto made of what a peer has sent.
_OF_THE_PEER = lazy(r"\b(?:X509|ASN1|GENERAL_NAME|SSL|EVP|BIO|BUF_MEM|OCSP|CMS|PKCS7)")


def is_decided_outside(
    path: Path, origins: Origins, call: Call, target: Destination, source: Destination, value: Value
) -> bool:
    """Is the length part of an object that others fill, or the whole copy the caller's affair?"""
    leaves = [leaf for leaf, sign in signed_leaves(value) if sign > 0]
    if not leaves:
        return False
    if all(_is_of_an_object(path, origins, call, source, leaf) for leaf in leaves):
        return True
    handed_in = target.parameter and source.parameter and target.offset == 0 and not target.fixed
    return bool(handed_in) and all(
        leaf[0] == IN and leaf[1] in origins.parameters  # type: ignore[index]
        for leaf in leaves
    )


def is_asked_twice(
    function: Function, origins: Origins, target: Destination, length: Operand
) -> bool:
    """``*size = n; if (out) memcpy(out, .., n);``: a first call with NULL asks for the size."""
    out = target.parameter
    if not out or not any(_asks_for(branch.condition, out) for branch in function.ends(Branch)):
        return False
    wanted: set[str] = set()
    operand_roots(length, wanted)
    for event in function.each(Assign):
        name = event.place.removesuffix(".*")
        if name in (event.place, out) or name not in origins.parameters:
            continue
        told = {name}
        operand_roots(event.value, told)
        if not wanted.isdisjoint(origins.closure_of(told)):
            return True
    return False


def _asks_for(condition: Operand, name: str) -> bool:
    """``if (p)``, ``if (!p)``, ``if (p == NULL)``"""
    if (
        condition[0] == "bin"
        and condition[1] in ("==", "!=")
        and condition[3][0] in ("null", "int")
    ):
        condition = condition[2]
    while condition[0] == "un":
        condition = condition[2]
    return bool(condition == ("place", name))


def is_memory_of_others(path: Path, target: Destination, made_of: frozenset[str] | None) -> bool:
    """A pointer that the function neither was handed as it stands nor made: who allocated that
    memory knows how much there is of it."""
    if target.fixed or target.parameter or target.view or isinstance(target.base, int):
        return False
    variables = path.function.variables
    if any(name in variables and variables[name].is_array for name in made_of or ()):
        return False  # a cursor into an array of the function
    pointer = target.slot is not None and target.slot.derive[:1] == ("*",)
    return pointer or target.base[0] in (SYM, UNK)


def _is_of_an_object(
    path: Path, origins: Origins, copy: Call, source: Destination, leaf: Value
) -> bool:
    assert not isinstance(leaf, int)
    if leaf[0] == SYM:
        call = origins.calls.get(leaf[1])
        if call is None or not call.receiver or not (asks_size(call.callee) or not call.args):
            return False
        return graph.root(source.place) == graph.root(call.receiver)
    if leaf[0] != IN:
        return False
    place = str(leaf[1])
    root = graph.root(place)
    owner, dot, _ = place.rpartition(".")
    if not dot and root in path.function.variables:
        return False
    if source.base in ((IN, owner, 0), (AT, owner)) or _is_of_the_peer(path, origins, root):
        return False  # the head of what is copied, or what libssl has read
    return not any(
        event.span[0] < copy.span[0] and place in (event.place, path.place(event.place))
        for event in path.function.each(Assign)
    )


def _is_of_the_peer(path: Path, origins: Origins, root: str) -> bool:
    variable = path.function.variables.get(root)
    if variable is not None:
        return _OF_THE_PEER.search(variable.type) is not None
    call = origins.calls.get(int(root[1:])) if root[:1] == "%" and root[1:].isdigit() else None
    return call is not None and path.contract(call) is not None
