"""The function model as text: what a golden test compares and a bug report shows."""

from __future__ import annotations

from .events import (
    CONFIG,
    USED,
    Assertion,
    Assign,
    Branch,
    Call,
    Convert,
    Declare,
    Exit,
    Jump,
    ScopeEnd,
    Switch,
    Use,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .events import Event, Function, Operand, Terminator


def operand(value: Operand | None) -> str:
    """An operand as a reader of C would write it."""
    if value is None:
        return ""
    kind = value[0]
    if kind == "int":
        return str(value[2] or value[1])
    if kind == "null":
        return "NULL"
    if kind == "str":
        text: str = value[1].decode("utf-8", "backslashreplace")
        return f'"{text}"'
    if kind == "place" or kind == "fun":
        return str(value[1])
    if kind == "addr":
        return "&" + str(value[1])
    if kind == "bin":
        return f"({operand(value[2])} {value[1]} {operand(value[3])})"
    if kind == "un":
        return f"{value[1]}({operand(value[2])})"
    if kind == "sizeof":
        return f"sizeof {value[2]}"
    if kind == "cast":
        return f"({value[1]}) {operand(value[2])}"
    if kind == "init":
        return "{" + ", ".join(operand(item) for item in value[1]) + "}"
    if kind in ("and", "or"):
        return f"({operand(value[1])} {kind} {operand(value[2])})"
    if kind == "call":
        return call(value[1])
    return f"`{value[-1]}`"


def call(event: Call) -> str:
    """A call with its receiver and arguments."""
    receiver = event.receiver + "." if event.receiver else ""
    return f"{receiver}{event.callee}({', '.join(operand(a) for a in event.args)})"


def event_text(event: Event) -> str:
    """One event on one line."""
    if isinstance(event, Call):
        how = "" if event.how == USED else f"  [{event.how}]"
        return f"%{event.number} := {call(event)}{how}"
    if isinstance(event, Assign):
        operator = ":=" if event.op == "=" else event.op
        return f"{event.place} {operator} {operand(event.value)}"
    if isinstance(event, Declare):
        arguments = f"({', '.join(operand(a) for a in event.args)})" if event.args else ""
        return f"declare {event.place}{arguments}"
    if isinstance(event, Use):
        index = f"[{operand(event.index)}]" if event.index is not None else ""
        return f"{event.how} {operand(event.value)}{index}"
    if isinstance(event, Assertion):
        work = f" does work {len(event.works)} times" if event.works else ""
        return f"assert {operand(event.condition)}  [{event.macro}]{work}"
    if isinstance(event, Convert):
        return f"convert {operand(event.value)}  [{event.how}]"
    if isinstance(event, ScopeEnd):
        return f"end of {', '.join(event.places)}" + ("  [round]" if event.round else "")
    return type(event).__name__


def terminator(end: Terminator | None) -> str:
    """How a block is left."""
    if isinstance(end, Jump):
        return f"-> b{end.target}"
    if isinstance(end, Branch):
        word = "when" if end.kind == CONFIG else "branch"
        text = end.text if end.kind == CONFIG else operand(end.condition)
        return f"{word} {text} -> b{end.then}, b{end.otherwise}"
    if isinstance(end, Switch):
        cases = ", ".join(f"{operand(key)}: b{target}" for key, target in end.cases)
        return f"switch {operand(end.value)} -> {cases}, else b{end.default}"
    if isinstance(end, Exit):
        return f"{end.kind} {operand(end.value)}".rstrip()
    return "(open)"


def function_text(function: Function, lines: list[int] | None = None) -> str:
    """The whole function. ``lines``: offsets of line starts, to print line numbers."""
    from bisect import bisect_right

    parameters = ", ".join(f"{v.name}: {v.type}" for v in function.parameters)
    out = [f"{function.qualified}({parameters}) -> {function.result or 'nothing'}"]
    out += [f"  note: {notice}" for notice in function.notices]
    for index, block in enumerate(function.blocks):
        label = f" {block.label}:" if block.label else ""
        out.append(f"  b{index}:{label}")
        for item in (*block.events, block.end):
            text = terminator(item) if not hasattr(item, "reads") else event_text(item)  # type: ignore[arg-type]
            span = getattr(item, "span", None)
            where = f"  @{bisect_right(lines, span[0])}" if lines and span else ""
            out.append(f"    {text}{where}")
    return "\n".join(out) + "\n"
