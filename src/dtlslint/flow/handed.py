"""What a function of the file does with its parameters in the name of the functions it calls."""

from __future__ import annotations

from .events import Assign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract
    from .events import Call, Function, Operand
    from .unit import Unit


def handed(unit: Unit, name: str) -> Contract | None:
    """The contract of the first call that gets parameters of the file's function ``name`` as they
    are, with the roles that all such calls give them; None where there is no such call.
    """
    function = unit.function(name)
    if function is None:
        return None
    positions = _kept(function)
    roles: dict[int, str] = {}
    lengths: dict[int, int] = {}
    tags: frozenset[str] = frozenset()
    first: Contract | None = None
    for call in function.calls:
        contract = unit.contract(call.callee)
        found = _positions(call, positions) if contract is not None else {}
        if contract is None or found.keys().isdisjoint(contract.roles):
            continue
        first = first or contract
        tags |= contract.tags
        for n, role in contract.roles.items():
            if n in found:
                roles[found[n]] = role
        for length, of in contract.length_of.items():
            if length in found and of in found:
                lengths[found[length]] = found[of]
    return None if first is None else first.with_arguments(roles, lengths, tags)


def _kept(function: Function) -> dict[str, int]:
    """Parameters that the function does not assign: name -> position."""
    positions = {parameter.name: n for n, parameter in enumerate(function.parameters, 1)}
    for block in function.blocks:
        for event in block.events:
            if type(event) is Assign:
                positions.pop(event.place, None)
    return positions


def _positions(call: Call, positions: dict[str, int]) -> dict[int, int]:
    """Argument of the call -> position of the parameter that it is."""
    plain = [_plain(operand) for operand in call.args]
    return {n: positions[name] for n, name in enumerate(plain, 1) if name in positions}


def _plain(operand: Operand) -> str:
    while operand[0] == "cast":
        operand = operand[2]
    return str(operand[1]) if operand[0] == "place" else ""
