"""DTL504: guards that cannot mean what they say."""

from __future__ import annotations

from ..diagnostics import WARNING, Rule
from ..flow import version_sets as sets
from ..flow.guard_conditions import atoms
from ..flow.guard_names import COMPARED, COMPAT, LEVEL, LIBRE_NUMBER, MAJOR, MINOR, NUMBER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..diagnostics import Finding
    from ..flow.directives import Branch, Directives
    from ..flow.guard_conditions import Node
    from ..flow.version_sets import Ranges

BROKEN = Rule(
    "DTL504", "broken-version-guard", "openssl-version", WARNING, "this guard {why}", 561
)
# versions of one component: OPENSSL_VERSION_MAJOR is 3, not 0x30000000
_LARGEST_PART = 99


def broken_guards(directives: Directives, supported: Ranges, lowest: str) -> list[Finding]:
    """A finding for each directive whose condition makes no sense, the plainest reason first."""
    found = []
    for group in directives.groups:
        for branch in group.branches:
            why = _written_wrong(branch, directives)
            if not why:
                why = _never(branch, directives, supported, lowest)
            if why:
                found.append(BROKEN.at(branch.span, why=why))
    return found


def _written_wrong(branch: Branch, directives: Directives) -> str:
    if branch.extra and directives.mentions_version(branch):
        return f"is an #{branch.word}, which looks at the name alone: the comparison is ignored"
    if branch.word == "else":
        return ""
    for atom in atoms(branch.condition):
        if atom[0] == "cmp" and atom[2][0] == "name" and atom[2][1] in COMPARED:
            constant = atom[3]
            if constant[0] == "name":
                value = directives.constant(constant[1])
                constant = ("int", value, f"{value:#010x}") if value else constant
            if constant[0] == "int":
                why = _constant(atom[2][1], atom[1], constant)
                if why:
                    return why
    return ""


def _constant(macro: str, sign: str, constant: Node) -> str:
    """What is wrong with comparing ``macro`` with the constant, or ``""``."""
    _, value, text = constant
    if value == 0:
        return ""
    digits = text.rstrip("uUlL").replace("'", "")
    is_hex = digits[:2] in ("0x", "0X")
    if macro in (MAJOR, MINOR):
        wrong = value > _LARGEST_PART
        return f"compares {macro} with {text}, which is no single number of a release" if wrong else ""
    if macro == LEVEL:
        return f"compares {macro} with {text}; levels are decimal, such as 30000" if is_hex else ""
    if macro == COMPAT and not is_hex:
        return "" if 908 <= value <= 99999 else f"compares {macro} with {text}, which is no version"
    if not is_hex or len(digits) != 10:
        if is_hex and value < 0x10000000 and sets.names_series(value):
            return ""  # silent: 0x90800f is 0.9.8 with its leading zeros left out
        return f"compares {macro} with {text}, which is not of the form 0xMNNFFPPS (eight digits)"
    if macro in NUMBER or macro == COMPAT:
        return _number(macro, sign, value, text)
    if macro == LIBRE_NUMBER and value < sets.LIBRE_NUMBER:
        return f"compares {macro} with {text}; the first LibreSSL is 0x20000000"
    if sign in ("==", "!="):
        return f"singles out one release by {sign} {text}; the next one differs"
    return ""


def _number(macro: str, sign: str, value: int, text: str) -> str:
    if value == sets.LIBRE_NUMBER:
        return ""  # silent: what every LibreSSL says of itself
    if not sets.names_series(value):
        return f"compares {macro} with {text}, which is {sets.spell(value)}: there is no such release"
    if sign in ("==", "!=") and macro != COMPAT:
        return f"singles out one release by {sign} {text}; the next one differs"
    return ""


def _never(branch: Branch, directives: Directives, supported: Ranges, lowest: str) -> str:
    """Why no version that counts reaches the branch, or ``""``."""
    group = branch.group
    if not directives.is_guard(group) or branch.error:
        return ""
    if branch.word == "else":
        if not directives.data[branch.start : branch.end].strip():
            return ""
        if not any(directives.mentions_version(other) for other in group.branches):
            return ""
    elif not directives.mentions_version(branch):
        return ""
    around = sets.ALL if group.parent is None else directives.reached(group.parent)[1]
    wanted = (*supported, *sets.LIBRE, *sets.OTHER)
    if not sets.intersect(around, wanted):
        return ""  # silent: said of the guard around it
    own = directives.meaning(branch)[1]
    if not own:
        return "contradicts itself: no version satisfies it"
    reached = directives.reached(branch)[1]
    if not reached:
        if sets.intersect(around, own):
            return "is never reached: the branches before it take every version"
        return "contradicts the guard around it: no version reaches this branch"
    if lowest and not sets.intersect(reached, wanted):
        return f"keeps code for versions before {lowest}, the lowest that is supported"
    return ""
