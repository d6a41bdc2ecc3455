"""Edits that make a test of a result mean what its author meant (for DTL202 and DTL205).

Only where the call stands in the test itself and the text around it is plain: anything else may
be precedence, a macro, or a value that is used for more than this test.
"""

from __future__ import annotations

from ..contracts.cells import ABOVE, BELOW, MINUS_ONE, ONE, ZERO
from ..diagnostics import Fix
from ..patterns import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..contracts import Contract
    from ..diagnostics import Span
    from ..flow.events import Call

_COMPARISON = lazy(rb"\s*(==|!=|<=|>=|<|>)\s*(-?[01]|NULL|nullptr|FALSE|false)")
#: What the text of a test may hold in front of the call; a name and a parenthesis are a macro.
_LEAD = lazy(rb"[^()]*=\s*|return\b\s*|[\s!(]*(?:[A-Za-z_][\w.>-]*\s*=\s*)?")
#: What may stand behind a whole operand of a condition or an initial value.
_END = lazy(rb"\s*(?:[);,?}]|:(?!:)|&&|\|\||\Z)")
#: What may stand in front of one.
_START = lazy(rb"(?:[({;,?=]|&&|\|\||(?<!:):|\breturn)\s*\Z")
_COMPOUND = lazy(rb"[=!<>+*/%&|^-]=\s*\Z")
_OPENS = lazy(rb"(\w+)\s*\(\s*\Z")
_KEYWORDS = (b"if", b"while", b"return", b"likely", b"unlikely")
_NEGATION = lazy(rb"(?<![!\w)\]])!\s*\Z")
#: ``(r = f())``: the call with the variable that keeps its result.
_ASSIGNED = lazy(rb"\(\s*[A-Za-z_][\w.]*(?:->\w+)*\s*=\s*\Z")
# bytes looked at on either side of a call
_AROUND = 200
_CELLS = ((-2, BELOW), (-1, MINUS_ONE), (0, ZERO), (1, ONE), (2, ABOVE))


def misread(data: bytes, span: Span, call: Call, contract: Contract) -> tuple[Fix, ...]:
    """The edits of the test at ``span``, or none where the meaning is not certain."""
    good, _ = _spellings(contract)
    start, end = call.span
    if not span[0] <= start < end <= span[1] or not _LEAD.fullmatch(data[span[0] : start]):
        return ()
    name = call.qualified.encode()
    if not good or call.macro or call.receiver or data[start : start + len(name)] != name:
        return ()
    if data[end - 1 : end] != b")":
        return ()
    before = data[max(0, start - _AROUND) : start]
    assigned = _ASSIGNED.search(before)
    if assigned is not None and data[end : end + 1] == b")":
        start -= len(before) - assigned.start()
        before = before[: assigned.start()]
        end += 1
    return _edits(data, (start, end), before, contract)


def _edits(
    data: bytes, operand: tuple[int, int], before: bytes, contract: Contract
) -> tuple[Fix, ...]:
    start, end = operand
    after = data[end : end + _AROUND]
    negated = _NEGATION.search(before)
    if negated is not None:
        if not _END.match(after) or not _begins(before[: negated.start()]):
            return ()
        wanted = _wanted(contract, ZERO)
        bang = start - len(before) + negated.start()
        return (Fix((bang, start), b""), Fix((end, end), wanted)) if wanted else ()
    if not _begins(before):
        return ()
    compared = _COMPARISON.match(after)
    if compared is not None:
        if not _END.match(after, compared.end()):
            return ()
        wanted = _wanted(contract, _true_cells(compared[1].decode(), compared[2]))
        return (Fix((end, end + compared.end()), wanted),) if wanted else ()
    wanted = _wanted(contract, BELOW | MINUS_ONE | ONE | ABOVE) if _END.match(after) else b""
    return (Fix((end, end), wanted),) if wanted else ()


def _begins(before: bytes) -> bool:
    """May an operand begin here: not behind a cast, an operator or the name of a macro?"""
    opens = _OPENS.search(before)
    if opens is not None and opens[1] not in _KEYWORDS:
        return False
    return bool(_START.search(before)) and not _COMPOUND.search(before)


def _true_cells(operator: str, constant: bytes) -> int:
    """The values for which the comparison is true."""
    number = int(constant) if constant[-1:].isdigit() else 0
    compare = {
        "==": int.__eq__, "!=": int.__ne__, "<": int.__lt__, "<=": int.__le__, ">": int.__gt__,
        ">=": int.__ge__,
    }[operator]  # fmt: skip
    return sum(cell for value, cell in _CELLS if compare(value, number))


def _wanted(contract: Contract, true_side: int) -> bytes:
    """The comparison for success or for failure, whichever the truth of the test was meant for."""
    good, bad = _spellings(contract)
    known = contract.success | contract.failure
    truth, rest = known & true_side, known & ~true_side
    if truth and not truth & contract.success:
        return bad
    return good if rest and not rest & contract.success else b""


def _spellings(contract: Contract) -> tuple[bytes, bytes]:
    """How success and failure are asked for, or empty where no one comparison tells."""
    if contract.returns == "pointer" or contract.neutral or contract.success & contract.failure:
        return b"", b""
    if contract.success == ONE:
        return b" == 1", b" != 1"
    if contract.success == ONE | ABOVE:
        return b" > 0", b" <= 0"
    return b"", b""  # where 0 is success, "== 1" may have been meant for either
