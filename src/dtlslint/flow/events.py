"""The vocabulary of the function model: operands, events, terminators, blocks.

Everything the checks ever see is on this page; C and C++ are the same here.

*Operands* are nested tuples that begin with their kind. They name values, they do nothing:

=========================  =====================================================================
``(INT, n, name)``         an integer; ``name`` is the constant's name or ``""`` for a bare literal
``(NULL,)``                ``NULL``, ``nullptr``
``(STR, text)``            a string literal (bytes, escapes undone as far as its length needs)
``(PLACE, name)``          what a place holds; ``ssl``, ``s.ssl``, ``p.*``, ``buf[]``, ``buf[0]``
                           (``%7`` is the result of call event 7, or a joined temporary)
``(ADDR, name)``           the address of a place
``(BIN, op, a, b)``        arithmetic, bit operations and comparisons, as spelled in C
``(UN, op, a)``            ``!``, ``-``, ``~``, and ``bool`` (a two-way conversion)
``(SIZEOF, what, name)``   ``what`` is ``place`` or ``type``
``(CAST, type, a)``        a cast that keeps the value (casts to bool are ``Convert`` events)
``(INIT, items)``          a brace initialiser
``(FUN, name)``            a function or lambda by name
``(CALL, Call)``           only inside ``Assertion`` conditions: a call that the release build skips
``(AND, a, b)`` ``(OR, ..)`` only inside ``Assertion`` conditions
``(TEXT, text)``           anything else
=========================  =====================================================================

*Places* are canonical text: ``->`` and ``.`` are both ``.``, ``(*p).x`` is ``p.x``, ``*p`` is
``p.*``, ``this->x`` is ``x``.

*Events* stand in blocks in evaluation order, each with its span and a number unique in the
function. *Terminators* end a block. Invariants (``check_model``): a block has exactly one
terminator and it is not among the events; a branch carries one atomic test (no ``&&``, ``||``,
``!``, ``?:``); every span lies in the function; block 0 is the entry; a temporary is written
before it is read.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeAlias, TypeVar

    from ..diagnostics import Span

    Operand: TypeAlias = tuple[Any, ...]
    AnEvent = TypeVar("AnEvent", bound="Event")
    AnEnd = TypeVar("AnEnd", bound="Terminator")

INT, NULL, STR, PLACE, ADDR = "int", "null", "str", "place", "addr"
BIN, UN, SIZEOF, CAST, INIT, FUN = "bin", "un", "sizeof", "cast", "init", "fun"
CALL, AND, OR, TEXT = "call", "and", "or", "text"

#: The callee of ``stream << a << b;``; the receiver is the stream.
STREAM = "operator<<"
#: What such a call is qualified as where it prints.
PRINT = "print"

#: How the value of a call is used by the statement around it.
USED, DISCARDED, VOIDED = "used", "discarded", "voided"

COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">="))


class Event:
    """What happens at one point. ``number`` is unique in the function."""

    __slots__ = ("number", "span")

    number: int
    span: Span

    def reads(self) -> tuple[Operand, ...]:
        """The operands that the event looks at."""
        raise NotImplementedError


class Call(Event):
    """``callee(args)``. ``receiver`` is the place of ``x`` in ``x.f()``/``x->f()``, or ``""``.

    ``callee`` is the last component of the name (``std::move`` is ``move``; ``qualified`` keeps
    it whole). ``how`` tells what the statement does with the value. ``macro``: it stands in a
    macro of the file that is something else in another configuration.
    """

    __slots__ = ("callee", "qualified", "receiver", "args", "arg_spans", "how", "macro")

    def __init__(
        self,
        number: int,
        span: Span,
        callee: str,
        qualified: str,
        receiver: str,
        args: tuple[Operand, ...],
        arg_spans: tuple[Span, ...],
        how: str = USED,
    ) -> None:
        self.number = number
        self.span = span
        self.callee = callee
        self.qualified = qualified
        self.receiver = receiver
        self.args = args
        self.arg_spans = arg_spans
        self.how = how
        self.macro = False

    def reads(self) -> tuple[Operand, ...]:
        return self.args


class Assign(Event):
    """``place op value`` (``op`` is ``=``, or ``+=`` and the like; ``++`` is ``+=`` 1).

    ``declares`` is true for the initialiser of a declaration.
    """

    __slots__ = ("place", "op", "value", "declares", "value_span")

    def __init__(
        self,
        number: int,
        span: Span,
        place: str,
        op: str,
        value: Operand,
        declares: bool,
        value_span: Span,
    ) -> None:
        self.number = number
        self.span = span
        self.place = place
        self.op = op
        self.value = value
        self.declares = declares
        self.value_span = value_span

    def reads(self) -> tuple[Operand, ...]:
        return (self.value,)


class Declare(Event):
    """A local comes into scope uninitialised, or is built by a constructor from ``args``."""

    __slots__ = ("place", "args")

    def __init__(self, number: int, span: Span, place: str, args: tuple[Operand, ...]) -> None:
        self.number = number
        self.span = span
        self.place = place
        self.args = args

    def reads(self) -> tuple[Operand, ...]:
        return self.args


DEREFERENCE, INDEX = "dereference", "index"


class Use(Event):
    """A pointer is dereferenced or indexed (``index`` is the index operand, or ``None``)."""

    __slots__ = ("value", "how", "index")

    def __init__(
        self, number: int, span: Span, value: Operand, how: str, index: Operand | None
    ) -> None:
        self.number = number
        self.span = span
        self.value = value
        self.how = how
        self.index = index

    def reads(self) -> tuple[Operand, ...]:
        return (self.value,) if self.index is None else (self.value, self.index)


class Assertion(Event):
    """A macro that a release build compiles out. Nothing in ``condition`` is executed.

    ``works``: spans of assignments, ``++``/``--`` in it. ``calls``: its calls, innermost first.
    """

    __slots__ = ("macro", "condition", "works", "calls", "text")

    def __init__(
        self,
        number: int,
        span: Span,
        macro: str,
        condition: Operand,
        works: tuple[Span, ...],
        calls: tuple[Call, ...],
        text: str,
    ) -> None:
        self.number = number
        self.span = span
        self.macro = macro
        self.condition = condition
        self.works = works
        self.calls = calls
        self.text = text

    def reads(self) -> tuple[Operand, ...]:
        return (self.condition,)


BY_RETURN, BY_STORE, BY_CAST, BY_TERNARY = "return", "store", "cast", "ternary"
BY_NOT = "not"


class Convert(Event):
    """A value becomes a two-way one (``bool``, ``!!x``, ``x ? 1 : 0``) and lives on."""

    __slots__ = ("value", "how")

    def __init__(self, number: int, span: Span, value: Operand, how: str) -> None:
        self.number = number
        self.span = span
        self.value = value
        self.how = how

    def reads(self) -> tuple[Operand, ...]:
        return (self.value,)


class ScopeEnd(Event):
    """Locals ``places`` go out of scope; ``round`` is true at the end of a loop's round."""

    __slots__ = ("places", "round")

    def __init__(self, number: int, span: Span, places: tuple[str, ...], round_: bool) -> None:
        self.number = number
        self.span = span
        self.places = places
        self.round = round_

    def reads(self) -> tuple[Operand, ...]:
        return ()


class Jump:
    """Go to block ``target``. ``span`` is that of a ``goto``, else None."""

    __slots__ = ("target", "span")

    def __init__(self, target: int, span: Span | None = None) -> None:
        self.target = target
        self.span = span

    def successors(self) -> tuple[int, ...]:
        return (self.target,)


IF, LOOP, ALWAYS_ON, CONFIG, TERNARY = "if", "loop", "always-on", "config", "ternary"


class Branch:
    """One atomic test. ``kind`` ``CONFIG``: an ``#if`` over ``condition``'s macros."""

    __slots__ = ("number", "span", "condition", "then", "otherwise", "kind", "text")

    def __init__(
        self,
        number: int,
        span: Span,
        condition: Operand,
        then: int,
        otherwise: int,
        kind: str,
        text: str = "",
    ) -> None:
        self.number = number
        self.span = span
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        self.kind = kind
        self.text = text

    def successors(self) -> tuple[int, ...]:
        return (self.then, self.otherwise)


class Switch:
    """``cases`` pairs a constant operand with its block; ``default`` is a block."""

    __slots__ = ("number", "span", "value", "cases", "default")

    def __init__(
        self,
        number: int,
        span: Span,
        value: Operand,
        cases: tuple[tuple[Operand, int], ...],
        default: int,
    ) -> None:
        self.number = number
        self.span = span
        self.value = value
        self.cases = cases
        self.default = default

    def successors(self) -> tuple[int, ...]:
        return (*(target for _, target in self.cases), self.default)


RETURN, THROW, END, NORETURN = "return", "throw", "end", "noreturn"


class Exit:
    """The function is left. ``END`` is the closing brace; ``value`` may be ``None``."""

    __slots__ = ("number", "span", "kind", "value")

    def __init__(self, number: int, span: Span, kind: str, value: Operand | None) -> None:
        self.number = number
        self.span = span
        self.kind = kind
        self.value = value

    def successors(self) -> tuple[int, ...]:
        return ()


if TYPE_CHECKING:
    Terminator: TypeAlias = Jump | Branch | Switch | Exit


class Block:
    """Straight-line events and the terminator that ends them."""

    __slots__ = ("events", "end", "label")

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.end: Terminator | None = None
        self.label = ""


class Variable:
    """A parameter or local: its type as written (one space between words) and array extent.

    ``extent`` is an operand for an array, else ``None``; ``initial`` the constant initialiser.
    """

    __slots__ = ("name", "type", "extent", "span", "parameter", "static", "extent_span")

    def __init__(
        self,
        name: str,
        type_: str,
        extent: Operand | None,
        span: Span,
        parameter: bool = False,
        static: bool = False,
        extent_span: Span | None = None,
    ) -> None:
        self.name = name
        self.type = type_
        self.extent = extent
        self.span = span
        self.parameter = parameter
        self.static = static
        self.extent_span = extent_span

    @property
    def is_pointer(self) -> bool:
        return self.type.endswith("*")

    @property
    def is_array(self) -> bool:
        return self.extent is not None and not self.parameter


class Function:
    """A lowered function or lambda. ``variables`` maps every local and parameter by name."""

    __slots__ = (
        "name", "qualified", "span", "body", "result", "parameters", "variables", "blocks",
        "calls", "roots", "owner", "notices", "events", "in_lambda", "static", "places", "outer",
    )  # fmt: skip

    def __init__(self, name: str, qualified: str, span: Span, body: Span, result: str) -> None:
        self.name = name
        self.qualified = qualified
        self.span = span
        self.body = body
        #: The return type as written; "" for constructors, "auto" for lambdas without one.
        self.result = result
        self.parameters: list[Variable] = []
        self.variables: dict[str, Variable] = {}
        self.blocks: list[Block] = []
        #: Every call of the body (assertions included), in order.
        self.calls: list[Call] = []
        #: Blocks at which a walk begins: the entry, and every catch handler.
        self.roots: list[int] = [0]
        #: Class of a method, or "".
        self.owner = ""
        self.notices: list[str] = []
        #: How many event numbers were given out.
        self.events = 0
        self.in_lambda = False
        #: The function that a lambda stands in.
        self.outer: Function | None = None
        self.static = False
        #: Every place that an event or terminator mentions.
        self.places: set[str] = set()

    def each(self, kind: type[AnEvent]) -> Iterator[AnEvent]:
        """The events of one kind, block by block."""
        for block in self.blocks:
            for event in block.events:
                if isinstance(event, kind):
                    yield event

    def ends(self, kind: type[AnEnd]) -> Iterator[AnEnd]:
        """The terminators of one kind, block by block."""
        for block in self.blocks:
            if isinstance(block.end, kind):
                yield block.end
