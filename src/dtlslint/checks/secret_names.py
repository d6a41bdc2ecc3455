"""What the name of an operand says: a secret, something public, or nothing for sure."""

from __future__ import annotations

from ..contracts import secrets
from ..flow.ownership_words import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..flow.events import Call, Function, Operand


def plain(name: str) -> str:
    """A place without the marks of dereferences and indices."""
    out = name.replace(".*", "").partition("[")[0] if name.endswith("]") else name.replace(".*", "")
    return out.rstrip(".")


def constant_name(operand: Operand) -> str:
    """The name that a length is written with, or ""."""
    if operand[0] in ("int", "sizeof"):
        return str(operand[2])
    return str(operand[1]) if operand[0] == "place" else ""


def is_hardware(length: Operand) -> bool:
    if length[0] == "int" and length[1] == secrets.HARDWARE_BYTES:
        return True
    return constant_name(length).upper().endswith(secrets.HARDWARE_LENGTHS)


def is_scalar(type_: str) -> bool:
    last = type_.rstrip("& ").rpartition(" ")[2].rpartition("::")[2]
    return last.endswith("_t") or last in (
        "int", "unsigned", "long", "short", "char", "bool", "double", "float",
    )  # fmt: skip


def by_name(name: str) -> str:
    """What a name says: ``public``, ``ambiguous``, a secret in words, or ""."""
    parts = [word for word in name.split(".") if word and not word.startswith("[")]
    if not parts:
        return ""
    own = words(parts[-1].partition("[")[0])
    if len(own) == 1 and own[0] in secrets.INPUT_WORDS:
        return ""
    if not secrets.ALWAYS_PUBLIC.isdisjoint(own):
        return "public"
    at, kind = _secret_at(own)
    before, after = own[: max(at, 0)], own[at + 1 :]
    if any(w in secrets.PUBLIC_WORDS or w.endswith(("name", "len", "type")) for w in after):
        return "public"
    if kind == "a digest" and not secrets.PUBLIC_WORDS.isdisjoint(before):
        return "public"
    if at >= 0 and own[at] == "mac" and not secrets.HARDWARE_WORDS.isdisjoint(before):
        return "public"
    if kind:
        return kind
    context = [word for part in parts[:-1] for word in words(part)]
    for word in context:
        if len(own) == 1 and own[0] in secrets.CONTENT_WORDS and secrets.SECRET_WORDS.get(word):
            return secrets.SECRET_WORDS[word]
    if len(own) == 1 and own[0] in secrets.CONTENT_WORDS:
        own = own + context
    return "ambiguous" if not secrets.AMBIGUOUS_WORDS.isdisjoint(own) else ""


def _secret_at(own: list[str]) -> tuple[int, str]:
    """Where the last word stands that makes a name a secret, and what it is; or -1."""
    found = (-1, "")
    for at, word in enumerate(own):
        pair = secrets.SECRET_PAIRS.get((own[at - 1], word)) if at else None
        kind = pair or secrets.SECRET_WORDS.get(word.rstrip("0123456789").removesuffix("buf"))
        if kind:
            found = (at, kind)
    return found


def guarded_by(function: Function) -> str:
    """The secret that a function checks, by its name: ``check_password`` -> a password.

    What is compared where something is decrypted, or verified with a key, is a MAC.
    """
    own = words(function.name)
    if not secrets.LOGIN_WORDS.isdisjoint(own):
        return "a digest"
    kind = "" if secrets.VERDICT_WORDS.isdisjoint(own) else _secret_at(own)[1]
    if kind:
        return kind
    keyed = "verify" in own and any(words(p.name)[-1:] == ["key"] for p in function.parameters)
    return "a MAC" if keyed or not secrets.UNSEALING_WORDS.isdisjoint(own) else ""


def opens_sealed(function: str) -> bool:
    """``ccm_decrypt(..)``: what it compares is the tag."""
    own = words(function)
    opens = not secrets.OPENING_WORDS.isdisjoint(own)
    return opens and not secrets.SEALED_WORDS.isdisjoint(own)


def judges_token(function: str, names: list[str]) -> str:
    """``verify_url(..)`` that compares one token with another."""
    if secrets.PROVING_WORDS.isdisjoint(words(function)):
        return ""
    if all(name.lower().endswith("token") and by_name(name) != "public" for name in names):
        return "a token"
    return ""


def compared(name: str) -> tuple[int, int, int] | None:
    """Where a function takes what it compares: ``ngx_strcmp`` does as ``strcmp``."""
    known = secrets.COMPARES.get(name)
    if known is None and "_" in name:
        prefix, _, rest = name.partition("_")
        known_rest = (
            rest in secrets.COMPARES and rest != "bcmp"
        )  # a project's own: in constant time
        if known_rest and len(prefix) < 6 and prefix not in secrets.CONSTANT_PREFIXES:
            return secrets.COMPARES[rest]
    return known


def elements(condition: Operand) -> list[Operand]:
    """The sides of ``mac[i] != expected[i]``: arrays compared byte by byte; or []."""
    if condition[0] != "bin" or condition[1] not in ("==", "!="):
        return []
    sides = [side[2] if side[0] == "cast" else side for side in condition[2:]]
    names = {str(side[1]) for side in sides if side[0] == "place" and side[1][-2:] == "[]"}
    return sides if len(names) == 2 else []


def compares(call: Call) -> bool:
    name = call.callee
    if call.receiver:
        return name in secrets.METHOD_COMPARES
    return compared(name) is not None or name in secrets.RANGE_COMPARES
