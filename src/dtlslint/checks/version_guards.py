"""DTL504: guards that cannot mean what they say."""

from __future__ import annotations

from ..diagnostics import NOTE, WARNING, Rule
from ..flow import version_sets as sets
from ..flow.guard_conditions import atoms, names_of
from ..flow.guard_names import COMPARED, COMPAT, LEVEL, LIBRE_NUMBER, MAJOR, MINOR, NUMBER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..diagnostics import Finding
    from ..flow.directives import Branch, Directives
    from ..flow.guard_conditions import Node
    from ..flow.version_sets import Ranges

BROKEN = Rule("DTL504", "broken-version-guard", "openssl-version", WARNING, "this guard {why}", 561)
# versions of one component: OPENSSL_VERSION_MAJOR is 3, not 0x30000000
_LARGEST_PART = 99
# 0.9.9 by its first five digits
_NEXT_WAS_ONE = 0x00909


def _is_meant(value: int, macro: str) -> bool:
    """Does the number stand for a version, however it is written?"""
    if macro == LIBRE_NUMBER:
        return value >= sets.LIBRE_NUMBER
    return sets.names_series(value) or value >> 12 == _NEXT_WAS_ONE


def broken_guards(directives: Directives, supported: Ranges, lowest: str) -> list[Finding]:
    """A finding for each directive whose condition makes no sense, the plainest reason first."""
    found = []
    for group in directives.groups:
        if group.outer is not None and not directives.reached(group.outer)[1]:
            continue  # silent: under #if 0, or said of the guard around it
        for branch in group.branches:
            why, severity = _written_wrong(branch, directives), WARNING
            if not why:
                why = _never(branch, directives, supported, lowest)
            if not why:
                why, severity = _odd(branch, directives), NOTE
            if why:
                found.append(BROKEN.at(branch.span, severity=severity, why=why))
    return found


def _written_wrong(branch: Branch, directives: Directives) -> str:
    if branch.extra and directives.mentions_version(branch):
        return f"is an #{branch.word}, which looks at the name alone: the comparison is ignored"
    for macro, sign, constant in _comparisons(branch, directives):
        why = _constant(macro, sign, constant)
        if why:
            return why
    return ""


def _comparisons(branch: Branch, directives: Directives) -> Iterator[tuple[str, str, Node]]:
    """Each comparison of a version macro with a number: the macro, the sign, the number."""
    for atom in atoms(branch.condition):
        if atom[0] == "cmp" and atom[2][0] == "name" and atom[2][1] in COMPARED:
            constant = atom[3]
            if constant[0] == "name":
                value = directives.constant(constant[1])
                constant = ("int", value, f"{value:#010x}") if value else constant
            if constant[0] == "int":
                yield atom[2][1], atom[1], constant


def _odd(branch: Branch, directives: Directives) -> str:
    """Numbers that are spelled oddly, and still mean what was meant."""
    for macro, _, (_, value, text) in _comparisons(branch, directives):
        if macro not in NUMBER and macro != LIBRE_NUMBER or not value:
            continue
        if len(text.rstrip("uUlL")) != 10:
            return f"compares {macro} with {text}; the form is {value:#010x}L, eight digits"
        if macro in NUMBER and value >> 12 == _NEXT_WAS_ONE:
            return f"compares {macro} with {text}: 0.9.9 was never released, it became 1.0.0"
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
        return (
            f"compares {macro} with {text}, which is no single number of a release" if wrong else ""
        )
    if macro == LEVEL:
        return f"compares {macro} with {text}; levels are decimal, such as 30000" if is_hex else ""
    if macro == COMPAT and not is_hex:
        return "" if 908 <= value <= 99999 else f"compares {macro} with {text}, which is no version"
    if not is_hex or len(digits) != 10:
        if is_hex and value <= 0xFFFFFFFF and _is_meant(value, macro):
            return ""  # 0x90800f and 0x010100000 have the right value
        return f"compares {macro} with {text}, which is not of the form 0xMNNFFPPS (eight digits)"
    if macro in NUMBER or macro == COMPAT:
        return _number(macro, sign, value, text)
    if macro == LIBRE_NUMBER and value < sets.LIBRE_NUMBER:
        return f"compares {macro} with {text}; the first LibreSSL is 0x20000000"
    if sign in ("==", "!="):
        return f"singles out one release by {sign} {text}; the next one differs"
    return ""


def _number(macro: str, sign: str, value: int, text: str) -> str:
    if value >> 4 == sets.LIBRE_NUMBER >> 4:
        return ""  # silent: what every LibreSSL says of itself
    if not _is_meant(value, macro):
        return (
            f"compares {macro} with {text}, which is {sets.spell(value)}: there is no such release"
        )
    if sign in ("==", "!=") and macro != COMPAT:
        return f"singles out one release by {sign} {text}; the next one differs"
    return ""


def _denies_outer(branch: Branch) -> bool:
    """``#ifndef X`` within ``#ifdef X``, or the reverse."""
    outer = branch.group.outer
    while outer is not None:
        if ("not", outer.condition) == branch.condition:
            return True
        if ("not", branch.condition) == outer.condition:
            return True
        outer = outer.group.outer
    return False


def _never(branch: Branch, directives: Directives, supported: Ranges, lowest: str) -> str:
    """Why no version that counts reaches the branch, or ``""``."""
    group = branch.group
    if not directives.is_guard(group) or branch.error:
        return ""
    if _denies_outer(branch):
        return "contradicts the guard around it: no version reaches this branch"
    if branch.word == "else":
        if not directives.data[branch.start : branch.end].strip():
            return ""
        names = [name for other in group.branches for name in names_of(other.condition)]
        if COMPARED.isdisjoint(names):
            return ""
    elif not directives.mentions_version(branch):
        return ""
    around = sets.ALL if group.outer is None else directives.reached(group.outer)[1]
    if not sets.intersect(around, supported):
        return ""  # silent: said of the guard around it, or all for another library
    own = directives.meaning(branch)[1]
    if not own and branch.condition[0] == "not" and branch.condition[1][0] == "defined":
        return ""  # silent: asks whether a header was included
    if not own:
        return "contradicts itself: no version satisfies it"
    reached = directives.reached(branch)[1]
    if not reached:
        if sets.intersect(around, own):
            return "is never reached: the branches before it take every version"
        return "contradicts the guard around it: no version reaches this branch"
    others = sets.OTHER if directives.names_library(branch) else sets.NONE
    if lowest and not sets.intersect(reached, (*supported, *sets.LIBRE, *others)):
        return f"keeps code for versions before {lowest}, the lowest that is supported"
    return ""
