"""What is known of a function, as a text for people."""

from __future__ import annotations

from dtlslint.commands import facts
from dtlslint.contracts import Contract

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def text(name: str, contract: Contract) -> str:
    """Markdown that also reads well as plain text; ``name`` is what the code calls it."""
    title = f"**{name}**"
    if contract.name != name:
        title += f": as {contract.name}"
    lines = [title, ""]
    lines += [f"- {line}" for line in (*_result(contract), *_arguments(contract))]
    lines += [f"- {line}" for line in _versions(contract)]
    if contract.source:
        lines += ["", f"{contract.source}"]
    return "\n".join(lines)


def _result(contract: Contract) -> Iterator[str]:
    table = facts(contract)
    parts = [f"returns {contract.returns}"]
    for key in ("success", "failure", "neutral"):
        values = table[key]
        if isinstance(values, list) and values:
            parts.append(f"{key}: {', '.join(map(str, values))}")
    yield "; ".join(parts)
    if contract.must_check:
        yield "its result must be checked"
    if contract.error_source:
        yield f"why it failed: {contract.error_source}"
    if contract.acquire:
        when = f" when {contract.acquire_cond}" if contract.acquire_cond else ""
        yield f"the caller owns the result{when}: {' or '.join(contract.acquire)} releases it"
    elif contract.is_borrowed():
        yield f"the result is not the caller's to release ({contract.returns_alias})"


def _arguments(contract: Contract) -> Iterator[str]:
    if contract.releases is not None:
        may = ", which may be NULL" if contract.releases.null_ok else ""
        yield f"releases argument {contract.releases.arg}{may}"
    for out in contract.out:
        if out.release:
            yield f"argument {out.arg} receives what {out.release} releases"
        elif out.borrowed:
            yield f"argument {out.arg} receives what is not the caller's to release"
    for entry in contract.transfer:
        when = {"always": "", "success": " on success"}.get(entry.when, " in some cases")
        yield f"takes argument {entry.arg} over{when}"
    for arg in contract.retains:
        yield f"takes a reference of its own to argument {arg}"
    for arg in contract.borrows:
        yield f"keeps argument {arg}, which must live on"
    if contract.nullable:
        yield f"may be NULL: argument {', '.join(map(str, contract.nullable))}"


def _versions(contract: Contract) -> Iterator[str]:
    if contract.since:
        yield f"since OpenSSL {contract.since}"
    if contract.deprecated:
        instead = f": use {contract.replaced_by}" if contract.replaced_by else ""
        yield f"deprecated since {contract.deprecated}{instead}"
    if contract.removed:
        yield f"removed in {contract.removed}"
