"""What repair writes over, and with what: regular expressions by the trouble they mend.

Only imported when a file does not parse cleanly: compiling them costs more than most files.
Every rewrite keeps the length.
"""

from __future__ import annotations

import re

from ..patterns import lazy
from .branches import erase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

#: (token, pattern): what is overwritten with spaces where the token occurs at all.
_BLANKS = (
    (b"Q_D(", rb"\bQ_D\([^()\n]*\)\s*;?"),
    (b"Q_Q(", rb"\bQ_Q\([^()\n]*\)\s*;?"),
    (b"Q_", rb"\bQ_(?:OBJECT|GADGET|INVOKABLE|SLOT|SIGNAL|REQUIRED_RESULT|FOREVER)\b"),
    (
        b"Q_",
        rb"\bQ_(?:PROPERTY|DISABLE_COPY\w*|DECLARE_\w+|ENUMS?|FLAGS?|NAMESPACE\w*"
        rb"|CONSTINIT|GLOBAL_STATIC\w*|LOGGING_CATEGORY)\([^)\n]*\);?",
    ),
    (b"emit ", rb"\bemit[ ](?=[\w:]+(?:\.|->|\())"),
    (b"Q_EMIT", rb"\bQ_EMIT[ ](?=[\w:]+(?:\.|->|\())"),
    (b"slots", rb"(?<=[ ])(?:slots|Q_SLOTS)(?=[ ]*:)"),
    (b"signals", rb"^[ \t]*(?:signals|Q_SIGNALS)[ ]*:"),
    (b"_DECLARE", rb"\b(?:APR_DECLARE|AP_DECLARE|APR_DECLARE_NONSTD)(?=\([\w *]+\))"),
    (b"PJ_", rb"\b(?:PJ_DEF|PJ_DECL|PJ_IDEF)(?=\([\w *]+\))"),
    (
        b" ",
        rb"\b(?:WINAPI|CALLBACK|APIENTRY|CDECL|__cdecl|__stdcall|OPENSSL_EXPORT|HIDDEN"
        rb"|UNUSED|unused|ATTR_UNUSED|__unused|__maybe_unused|G_GNUC_UNUSED|APR_INLINE|__\w+_CONST__)\b"
        rb"(?=[ ]+\w|[ ]*[,);=*])",
    ),
    (
        b"__",
        rb"\b__(?:attribute__|declspec)[ ]*\(\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)\)",
    ),
    (
        b"ATTR",
        rb"\b(?:ATTR_\w+|PRINTF_ATTRIBUTE|\w+_ATTR)(?:\([^()\n]*\))?(?=\s*[;{,)])",
    ),
    (b"G_GNUC_", rb"\bG_GNUC_\w+(?:\([^()\n]*\))?(?=\s*[;{,)])"),
    (b"PRINTF", rb"\b(?:CURL_PRINTF|__printf|NN_ARG\w*)(?:\([^()\n]*\))?(?=\s*[;{,)])"),
    (b"WARN_UNUSED", rb"\bWARN_UNUSED\w*(?:\([^()\n]*\))?(?=\s*[;{,)])"),
    (b"_cdecl", rb"\b(?:NGX|ngx)_cdecl\b"),
    # an export macro alone on its line, or before the type of a function
    (b"_", rb"^[A-Z][A-Z0-9_]{2,}(?:\([^()\n]*\))?(?=[ \t]*\r?$)"),
    (
        b"_",
        rb"^[A-Z][A-Z0-9_]{3,}"
        rb"(?=[ ]+(?:static|const|extern|void|int|unsigned|struct|bool|char|inline)\b)",
    ),
    # ``static void ATTR_PRINTFLIKE(1, 2) name(..)``: between a function's type and its name
    (
        b"_",
        rb"(?<=[\w*] )[A-Z][A-Z0-9]*_[A-Z0-9_]+[ ]?\([ ]*\w+(?:,[ ]*\w+)*[ ]*\)"
        rb"(?=\s+\*?[a-z_]\w*[ ]*\()",
    ),
    (b"static ", rb"(?<=static)[ ]+[A-Z][A-Z0-9_]{3,}(?=[ ]+\w+)"),
)
#: Names that expand to strings between string literals, and qualifiers that are macros.
_STRINGIZED = lazy(
    rb'(?<=")[ \t]*(?:STRINGIFY|QT_STRINGIFY|XSTR|STR)\(\w+\)(?=[ \t]*")'
    rb"|\b(?:method_const|SSL_METHOD_QUAL|OSSL_CONST|CONST_IF_\w+)(?=[ ]+[A-Z])"
)
_IDENTIFIER = lazy(rb"\b(?:STACK_OF|LHASH_OF|SPARSE_ARRAY_OF)[ ]?\([ ]?\w+[ ]?\)")


def _spaces(match: re.Match[bytes]) -> bytes:
    return re.sub(rb"[^\r\n]", b" ", match[0])


def _one_word(match: re.Match[bytes]) -> bytes:
    return re.sub(rb"\W", b"_", match[0])


#: ``CS name``: a macro that stands for a cast, before an operand.
_CAST = lazy(rb"((?:[=(,?:&|{]|\breturn)[ \t\n]*)([A-Z]{2,4}|BAD_CAST)(?=[ \t]+[A-Za-z_\"(])")
#: ``DEBUG(D_tls) f();``: a macro that stands for a condition, before a statement.
_CONDITION = lazy(
    rb"(^[ \t]*(?:\{[ \t]*|else[ \t]+|if[ \t]*\([^\n]*\)[ \t]+)?)(?!\w*(?:FOR|EACH|LOOP|WHILE))"
    rb"([A-Z]{2}[A-Z0-9_]*)(?=[ \t]*\([^()\n;]*\)[ \t]*\n?[ \t]*"
    rb"(?:return\b|BIO_printf|[a-z_][\w.>-]*[ \t]*(?:\(|=[^=]|\+\+)))"
    rb"|(^[ \t]+(?:\{[ \t]*|else[ \t]+|if[ \t]*\([^\n]*\)[ \t]+)?)(?!\w*(?:FOR|EACH|LOOP|WHILE))"
    rb"([A-Z]{2}[A-Z0-9_]*)(?=[ \t]*\([^()\n;]*\)[ \t]*\n?[ \t]*\{)",
    re.M,
)
#: What stands among the arguments of a macro and is no expression: a type, an operator, a jump,
#: a format of ``<inttypes.h>``. (pattern, replacement of its first group, padded to its length)
_ARGUMENTS = (
    (rb"(?<=[(,])([ ]?(?:const[ ]+|struct[ ]+)*\w+[ ]*\*+)(?=[ ]*,)", None),
    (rb"(?<=,)([ ]?(?:const[ ]+|struct[ ]+|unsigned[ ]+)*\w+[ ]*\*+)(?=[ ]*\))", None),
    (rb"(?<=[(,])([ ]?struct[ ]+\w+)(?=[ ]*,)", None),
    (rb"(?<=,)([ \t]*(?:==|!=|<=|>=|<|>)[ \t]*)(?=,)", b"0"),
    (rb"(?<=[ ,])((?:goto|return)\b)(?=[ ]*(?:-?\w+|\(-?\w+\))[ ]*[,)])", b""),
    (rb"(?<=\w\()(?<!sizeof\()(struct[ ]+\w+)(?=\))", None),
    (rb'(?<=[ (,])([A-Z][A-Z0-9_]+\(\w*\))(?=[ \t\n]*")', b""),
    (rb'(?<=")([ \t\n]*[A-Z_][A-Z0-9_]*)(?=[ \t\n]*")', b""),
    (rb'(?<=")([ \t\n]*PRI[diouxX](?:8|16|32|64|MAX|PTR)\b)(?=[ \t\n]*[",)])', b""),
)
#: A macro call that ends its line without a semicolon.
_BARE = lazy(
    rb"^([ \t]+[A-Z][A-Z0-9_]{3,}\((?:\"[^\"\n]*\"|[^\"();\n{}])*\))([ \t]+|\r?\n)(?=\s*[\w}])",
    re.MULTILINE,
)
#: Loops by macro in small letters, which hold no name of a variable to declare.
_EACH = lazy(
    rb"^([ \t]*)(\w*(?:for_each|foreach|FOR_?EACH)\w*)(?=[ ]?\([^\n;]*\)[ \t]*\{)", re.MULTILINE
)
#: strongSwan: ``INIT(this, .member = value, ..);``
_INIT = lazy(rb"\bINIT\(\w+(?=,)")
_MEMBER = lazy(rb",\s*\.\w+\s*=\s*([A-Za-z_]\w*)(?=\s*[,)])")

#: Words of parameter lists that say only that a parameter is unused.
_UNUSED = lazy(
    rb"(?<=[\w* ])[ ](?:[A-Z][A-Z_]*_)?(?:UNUSED|unused|MAYBE_UNUSED)(?:_[A-Z]+)?(?:\(\w*\))?"
    rb"(?=\s*[,)])"
)


def _ended(match: re.Match[bytes]) -> bytes:
    return match[1] + b";" + match[2][1:]


def _as_if(match: re.Match[bytes]) -> bytes:
    before, word = (match[1], match[2]) if match[2] is not None else (match[3], match[4])
    return before + b"if".ljust(len(word))


def _type_as_word(match: re.Match[bytes]) -> bytes:
    text = match[0].replace(b"*", b" ")
    for word in (b"const ", b"struct ", b"unsigned "):
        text = text.replace(word, b" " * len(word))
    return text


def _without_designators(data: bytes) -> bytes:
    """``INIT(this, .a = {f}, .b = c)`` as ``INIT(this, c)``: the rest are function pointers."""
    out = bytearray(data)
    for match in _INIT.finditer(data):
        depth, at = 1, match.end()
        while at < len(data) and depth:
            depth += {0x28: 1, 0x29: -1}.get(data[at], 0)
            at += 1
        if not depth:
            erase(out, match.end(), at - 1)
            for kept in _MEMBER.finditer(data, match.end(), at):
                before = data[match.end() : kept.start()]
                if before.count(b"{") == before.count(b"}"):
                    out[kept.start()] = 0x2C
                    out[kept.start(1) : kept.end(1)] = kept[1]
    return bytes(out)


def arguments(data: bytes) -> bytes:
    """Overwrite what only a macro can take for an argument; loops and calls by macro."""
    for text, word in _ARGUMENTS:
        mend = _type_as_word if word is None else _padded(word)
        data = re.compile(text).sub(mend, data)
    data = _EACH.sub(lambda match: match[1] + b"while".ljust(len(match[2])), data)
    if b"INIT(" in data:
        data = _without_designators(data)
    return data


def bare_calls(data: bytes) -> bytes:
    """End macro calls that end their line with the semicolon that their expansion brings."""
    return _BARE.sub(_ended, data)


def _padded(word: bytes) -> Callable[[re.Match[bytes]], bytes]:
    def mend(match: re.Match[bytes]) -> bytes:
        blank = re.sub(rb"[^\n]", b" ", match[0])
        return word + blank[len(word) :]

    return mend


def _blank_second(match: re.Match[bytes]) -> bytes:
    return match[1] + b" " * len(match[2])


#: ``Q_UNUSED(x)`` ends its line without the semicolon that its expansion brings.
_UNENDED = lazy(rb"(\b(?:Q_UNUSED|UNUSED|Q_CHECK_PTR)\([^\n;]*\))([ \t]+(?=//|/\*|\r?\n)|\r?\n)")


def macros(data: bytes) -> bytes:
    """Overwrite annotations, export macros and the like."""
    if b"UNUSED" in data or b"unused" in data or b"Q_CHECK_PTR" in data:
        data = _UNENDED.sub(_ended, data)
        data = _UNUSED.sub(_spaces, data)
    if b"STR" in data or b"CONST" in data or b"method_const" in data or b"QUAL" in data:
        data = _STRINGIZED.sub(_spaces, data)
    if b"METHOD(" in data or b"METHOD2(" in data:
        data = _METHOD.sub(_as_function, data)
    if b"IMPL(" in data:
        data = _IMPLEMENTED.sub(_implemented, data)
    data = _HINT.sub(_blank_second, data)
    for token, pattern in _BLANKS:
        if token in data:
            data = re.compile(pattern, re.MULTILINE).sub(_spaces, data)
    return data


#: strongSwan: ``METHOD(interface, name, result, parameters) { .. }`` defines a function.
_METHOD = lazy(rb"^METHOD2?\(\w+,[ ]*(?:\w+,[ ]*)??(\w+),[ ]*([\w ]+\**),", re.MULTILINE)


def _as_function(match: re.Match[bytes]) -> bytes:
    return (match[2] + b" " + match[1] + b"(").ljust(len(match[0]))


#: ``static int CC_HINT(nonnull) f(..)``: an annotation between a function's type and its name.
_HINT = lazy(
    rb"^((?:static[ ]+|inline[ ]+|const[ ]+|struct[ ]+|unsigned[ ]+)*[A-Za-z_]\w*[ *]+)"
    rb"([A-Z][A-Z0-9_]+\([\w ,]*\))(?=[ ]+\**[a-z_]\w*[ ]?\()",
    re.MULTILINE,
)
#: tor: ``MOCK_IMPL(type, name, (parameters)) { .. }`` defines a function.
_IMPLEMENTED = lazy(
    rb"^([A-Z_]*IMPL\()([\w ]+\**),(\s*)(\w+),(\s*)(\([^{};]*\))\)(?=\s*\{)", re.MULTILINE
)


def _implemented(match: re.Match[bytes]) -> bytes:
    macro, type_, gap, name, second, parameters = match.groups()
    return b" " * len(macro) + type_ + b" " + gap + name + b" " + second + parameters + b" "


#: Qt: a word before the call of a signal; without errors, it reads as the type of a declaration.
_EMIT = lazy(
    rb"emit(?<!\wemit)(?=[ ][\w:]+(?:\.|->|\())|Q_EMIT(?<!\wQ_EMIT)(?=[ ][\w:]+(?:\.|->|\())"
)
_BEFORE_EMIT = lazy(rb"(?:^|[;{)]|\belse)[ \t]*\Z", re.MULTILINE)


def signals(data: bytes) -> bytes:
    """Overwrite ``emit`` before the call of a signal."""
    return _EMIT.sub(_blank_emit, data)


def _blank_emit(match: re.Match[bytes]) -> bytes:
    line = match.string.rfind(b"\n", 0, match.start()) + 1
    begins = _BEFORE_EMIT.search(match.string[line : match.start()])
    return match[0] if begins is None else b" " * len(match[0])


def stacks(data: bytes) -> bytes:
    """Make one word of ``STACK_OF(X509)``."""
    return _IDENTIFIER.sub(_one_word, data)


def casts(data: bytes) -> bytes:
    """Overwrite macros that stand for a cast."""
    return _CAST.sub(_blank_second, data)


def conditions(data: bytes) -> bytes:
    """Write ``if`` over macros that stand for a condition."""
    return _CONDITION.sub(_as_if, data)


_LABEL = lazy(
    rb"^([ \t]*)(?!default\b|public\b|private\b|protected\b|signals\b)([A-Za-z_]\w+):"
    rb"([ \t]*)((?:/\*[^\n]*\*/|//[^\n]*)?[ \t\r]*)$(?=\n[ \t]*#)",
    re.MULTILINE,
)


def labels(data: bytes) -> bytes:
    """A label right before a directive gets the empty statement that the grammars miss there.

    Without a blank to spare, the label and its ``goto``s lose the last letter of their name.
    """
    shorter: dict[bytes, bytes] = {}

    def mend(match: re.Match[bytes]) -> bytes:
        indent, name, gap, rest = match.groups()
        if gap:
            return indent + name + b":;" + gap[1:] + rest
        if indent:
            return indent[1:] + name + b":;" + rest
        shorter[name] = name[:-1]
        return name[:-1] + b":;" + rest

    data = _LABEL.sub(mend, data)
    for name, short in shorter.items():
        data = re.sub(rb"(\bgoto[ \t]+)" + name + rb"\b", rb"\g<1>" + short + rb" ", data)
    return data
