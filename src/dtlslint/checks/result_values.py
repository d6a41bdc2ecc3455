"""What the values of a result mean by its contract, as sets of cells and in words."""

from __future__ import annotations

from ..contracts.cells import ABOVE, BELOW, MINUS_ONE, ONE, ZERO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract


def in_words(contract: Contract, mask: int) -> str:
    """The failure values of a contract that lie in ``mask``, as a reader would list them."""
    if contract.returns == "pointer":
        return "NULL"
    names = ("< -1", "-1", "0", "1", "> 1")
    return " or ".join(names[bit] for bit in range(5) if mask >> bit & 1) or "an error"


def mixes(contract: Contract, mask: int) -> bool:
    """Do success and failure lie together in ``mask``, in a way that matters?

    timid: a size of 0 beside sizes, where negatives were told to fail, or on the same side as
    they (``== 1``, ``> 1``); values under -1 that went along with success although -1 was told
    apart (``== -1`` of a function documented to fail with -1), results over 1 of a status that
    were told to fail (``!= 1`` of a function documented to succeed with a positive value), and 1
    where at least two were asked for.
    """
    success, failure = mask & contract.success, mask & contract.failure
    if "listen" in contract.tags:  # "call again" is no connection
        failure |= mask & contract.neutral
    if not contract.success and contract.compare == "equal_is_zero":
        success, failure = mask & ZERO, mask & ~ZERO
        return bool(success and failure)
    if not success or not failure:
        return False
    if failure == BELOW and contract.failure & MINUS_ONE and not mask & MINUS_ONE:
        return False
    if contract.returns == "count" and failure == ZERO and contract.failure & MINUS_ONE:
        return False
    if contract.returns == "count" and success & ZERO and not contract.is_index():
        return False
    if success == ZERO and contract.success & ONE and not failure & ZERO:
        return contract.is_index()  # a question that "no" answers as well: ``== 1`` is exact
    status = contract.returns == "int" and contract.success & ONE
    if status and success == ONE and contract.success & ABOVE and not mask & ABOVE:
        return False
    return not (status and success == ABOVE and not mask & ONE)


def mixes_by_one(contract: Contract, mask: int) -> bool:
    """Was a size compared with 1, so that the larger ones went along with failure?"""
    return bool(mask & contract.failure) and mask & contract.success == ABOVE


def failure_words(contract: Contract) -> str:
    if contract.returns == "pointer":
        return "NULL"
    text = contract.failure_text.replace(",", " or ")
    return text.replace("..0", "0 or less").replace("..-1", "a negative value") or "an error"
