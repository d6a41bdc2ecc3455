"""Lowering: one function of the tree -> blocks of events.

This module holds the ``Lowerer``: the function under construction, its scopes, labels and loops,
and the dispatch by node kind. What each construct means stands in the sibling modules
(``lower_statements``, ``lower_expressions``, ``lower_calls``, ``lower_conditions``,
``lower_declarations``, ``lower_preprocessor``), one table each. Recursion is bounded by
``MAX_NESTING``: what lies deeper becomes an opaque value, and the function says so.
"""

from __future__ import annotations

from .events import (
    END,
    Block,
    Branch,
    Event,
    Exit,
    Function,
    Jump,
    ScopeEnd,
    Variable,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from tree_sitter import Node

    from ..diagnostics import Span
    from .events import Operand, Terminator
    from .unit import Unit

    Statement: TypeAlias = Callable[["Lowerer", Node], None]
    Expression: TypeAlias = Callable[["Lowerer", Node], Operand]

# levels of nested nodes in a function body, over 42,517 real files: 99.99 % stay under 60; each
# level costs up to three interpreter frames, of which the interpreter grants 1,000.
MAX_NESTING = 180
# events in a function, over the corpus: 99.9 % stay under 4,000; generated code has more.
MAX_EVENTS = 10_000
# nodes in the lambdas of a file, each lambda's with those of the lambdas inside: a bound on lambdas
# that are nested for the sake of nesting
MAX_CAPTURING = 300_000


class TooLarge(Exception):
    """The function has more events, blocks or arguments of one call than ``MAX_EVENTS``, or lambdas
    past ``MAX_CAPTURING``.
    """


class Frame:
    """Where ``break`` and ``continue`` go, and how many scopes are open outside."""

    __slots__ = ("on_break", "on_continue", "depth", "cases")

    def __init__(self, on_break: int, on_continue: int | None, depth: int) -> None:
        self.on_break = on_break
        self.on_continue = on_continue
        self.depth = depth
        self.cases: list[tuple[Operand | None, int]] | None = None


def repeated_labels(body: bytes, offset: int) -> dict[str, list[int]]:
    """Labels that stand more than once in a body, with their places."""
    if b"goto" not in body or b"#" not in body:
        return {}
    import re

    found: dict[str, list[int]] = {}
    for match in re.finditer(rb"^[ \t]*([A-Za-z_]\w*)[ \t]*:(?!:)", body, re.MULTILINE):
        found.setdefault(match[1].decode(), []).append(offset + match.start(1))
    return {name: places for name, places in found.items() if len(places) > 1 and name != "default"}


class Lowerer:
    """Builds one ``Function``. Handlers call ``emit``, ``end``, ``block``, ``enter``."""

    def __init__(self, unit: Unit, function: Function, source: bytes) -> None:
        self.unit = unit
        self.function = function
        self.source = source
        self.fixed: Span | None = None
        self.block = Block()
        function.blocks.append(self.block)
        self.open = True
        self.scopes: list[dict[str, str]] = [{}]
        self.frames: list[Frame] = []
        self.labels: dict[str, int] = {}
        self._twice: dict[str, list[int]] | None = None
        #: Catch handlers of the enclosing ``try`` blocks, and how many scopes are open outside.
        self.handlers: list[tuple[int, int]] = []
        self.depth = 0
        self.macro_depth = 0
        #: How many of the macros being expanded have other bodies in other configurations.
        self.varying = 0
        #: Inside a test: a comparison there is no conversion of a value.
        self.in_condition = False
        #: The call being lowered stands in a test: so does what it expands to.
        self.tests_call = False
        #: Spans of work and calls met inside the assertion being lowered, or None outside of one.
        self.assertion: tuple[list[Span], list] | None = None  # type: ignore[type-arg]

    # -- text and spans

    def text(self, node: Node) -> str:
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def span(self, node: Node) -> Span:
        """The node's bytes, or those of the macro use that is being expanded."""
        return self.fixed or (node.start_byte, node.end_byte)

    # -- blocks

    def number(self) -> int:
        self.function.events += 1
        if self.function.events > MAX_EVENTS:
            raise TooLarge
        return self.function.events

    def look(self) -> None:
        """Count a node that is looked at for what a lambda captures."""
        self.unit.looked += 1
        if self.unit.looked > MAX_CAPTURING:
            raise TooLarge

    def emit(self, event: Event) -> None:
        self.block.events.append(event)

    def new_block(self) -> int:
        if len(self.function.blocks) > MAX_EVENTS:
            raise TooLarge
        self.function.blocks.append(Block())
        return len(self.function.blocks) - 1

    def enter(self, index: int) -> None:
        """Go on in block ``index`` (which some terminator names, or nothing reaches it)."""
        self.block = self.function.blocks[index]
        self.open = True

    def end(self, terminator: Terminator) -> None:
        """End the current block; what follows until ``enter`` is unreachable."""
        if self.open:
            self.block.end = terminator
        self.open = False
        self.block = Block()  # unreachable code still lowers, into a block that nobody keeps

    def jump(self, target: int, span: Span | None = None) -> None:
        self.end(Jump(target, span))

    def branch(
        self, node: Node, condition: Operand, then: int, otherwise: int, kind: str, text: str = ""
    ) -> None:
        self.end(Branch(self.number(), self.span(node), condition, then, otherwise, kind, text))

    # -- scopes

    def declare(self, name: str, variable: Variable) -> str:
        """Bring a local into scope; returns the unique name under which it is known."""
        if name in self.scopes[-1] and name in self.function.variables:
            return self.scopes[-1][name]  # the sibling branch of an #if declared it too
        unique = name
        while unique in self.function.variables:
            unique = f"{name}@{len(self.function.variables)}"
        variable.name = unique
        self.function.variables[unique] = variable
        self.scopes[-1][name] = unique
        return unique

    def resolve(self, name: str) -> str | None:
        """The unique name of a local or parameter, or None for anything else."""
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        return None

    def leave_scopes(self, depth: int, span: Span, round_: bool) -> None:
        """Announce that the locals of all scopes above ``depth`` go out of scope here."""
        variables = self.function.variables
        places = tuple(
            unique
            for scope in self.scopes[depth:]
            for unique in scope.values()
            if not variables[unique].static and not variables[unique].parameter
        )
        if places and self.open:
            self.emit(ScopeEnd(self.number(), self.fixed or span, places, round_))

    def places(self, name: str) -> list[int]:
        """Where a label stands that the alternatives of an ``#if`` have in common, or nothing."""
        if self._twice is None:
            body = self.function.body
            self._twice = repeated_labels(self.source[slice(*body)], body[0])
        return self._twice.get(name, []) if self.fixed is None else []

    def label(self, name: str, at: int) -> int:
        """The block of a label, asked for at byte ``at``: of several, the next one is meant."""
        key = name
        places = self.places(name)
        if places:
            key = f"{name}@{next((place for place in places if place >= at), places[-1])}"
        if key not in self.labels:
            self.labels[key] = self.new_block()
            self.function.blocks[self.labels[key]].label = name
        return self.labels[key]

    # -- dispatch

    def statement(self, node: Node) -> None:
        """Lower a statement node (or a sequence, or a stray expression)."""
        if self.depth >= MAX_NESTING:
            self.too_deep()
            return
        self.depth += 1
        handler = self.unit.statement_handler(node)
        if handler is not None:
            handler(self, node)
        elif node.is_named:
            self.discard(node)
        self.depth -= 1

    def value(self, node: Node) -> Operand:
        """Lower an expression; its events are emitted, the operand names its value."""
        handler = self.unit.expression_handler(node)
        if handler is None:
            return self.opaque(node)
        if self.depth >= MAX_NESTING:
            self.too_deep()
            return ("text", "")
        self.depth += 1
        result = handler(self, node)
        self.depth -= 1
        return result

    def opaque(self, node: Node) -> Operand:
        """An expression kind that the model has no words for; its children still count."""
        for child in node.named_children:
            if self.unit.expression_handler(child) is not None:
                self.value(child)
        return ("text", self.text(node)[:40])

    def too_deep(self) -> None:
        notice = f"nested deeper than {MAX_NESTING} levels: what lies deeper is not analysed"
        if notice not in self.function.notices:
            self.function.notices.append(notice)

    def discard(self, node: Node) -> None:
        """Lower an expression whose value the statement throws away."""
        from .lower_discarded import discard

        discard(self, node)

    def finish(self, closing: Span) -> None:
        """Close the body: falling off its end is an exit at its closing brace."""
        if self.open:
            self.end(Exit(self.number(), closing, END, None))
        for block in self.function.blocks:
            if block.end is None:  # a label that is never placed, a block nobody entered
                block.end = Exit(self.number(), closing, "noreturn", None)
