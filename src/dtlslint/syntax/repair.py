"""Same-length rewriting of what the grammars cannot read.

Macros that hide syntax are overwritten with spaces (or with an identifier of the same length), so
that every position stays true. A rewrite is kept only where it leaves fewer errors than before.
"""

from __future__ import annotations

import re

from .parse import count_errors, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Tree

    from ..diagnostics import Span

_BLANK = re.compile(
    rb"""
      \bQ_[DQ]\([^()\n]*\)\s*;?                           # Qt: Q_D(const QDtls);
    | \bQ_(?:OBJECT|GADGET|INVOKABLE|SLOT|SIGNAL|PROPERTY\([^)\n]*\)|DISABLE_COPY\w*\([^)\n]*\)
        |DECLARE_\w+\([^)\n]*\)|ENUMS?\([^)\n]*\)|UNUSED_PARAM|REQUIRED_RESULT|FOREVER)\b
    | \b(?:emit|Q_EMIT)[ ](?=[\w:]+(?:\.|->|\())
    | (?<=[ ])(?:slots|Q_SLOTS)(?=[ ]*:)
    | ^[ \t]*(?:signals|Q_SIGNALS)[ ]*:
    | ^[A-Z][A-Z0-9_]{2,}(?:\([^()\n]*\))?(?=[ \t]*\r?$)      # an export macro alone on its line
    | ^[A-Z][A-Z0-9_]{3,}(?=[ ]+(?:static|const|extern|void|int|unsigned|struct|bool|char|inline)\b)
    | (?<=static)[ ]+[A-Z][A-Z0-9_]{3,}(?=[ ]+\w+)
    | \b(?:APR_DECLARE|AP_DECLARE|PJ_DEF|PJ_DECL|GST_API|APR_DECLARE_NONSTD|PJ_IDEF)(?=\([\w *]+\))
    | \b(?:WINAPI|CALLBACK|APIENTRY|CDECL|__cdecl|__stdcall|OPENSSL_EXPORT|HIDDEN|UNUSED|unused)\b(?=[ ]+\w)
    | \b__(?:attribute__|declspec)[ ]*\(\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)\)
    | \b(?:ATTR_\w+|G_GNUC_\w+|CURL_PRINTF|PRINTF_ATTRIBUTE|__printf|WARN_UNUSED\w*|NN_ARG\w*|UNUSED_ATTR)
        (?:\([^()\n]*\))?(?=\s*[;{,)])
    | \bATTR_UNUSED\b | \b__unused\b | \b__maybe_unused\b | \bG_GNUC_UNUSED\b | \bAPR_INLINE\b
    | \b(?:NGX|ngx)_cdecl\b
    """,
    re.MULTILINE | re.VERBOSE,
)
#: Names that expand to strings between string literals, and qualifiers that are macros.
_STRINGIZED = re.compile(rb'(?<=")[ \t]*(?:STRINGIFY|QT_STRINGIFY|XSTR|STR)\(\w+\)(?=[ \t]*")|\b(?:method_const|SSL_METHOD_QUAL|OSSL_CONST|CONST_IF_\w+)(?=[ ]+[A-Z])')
_IDENTIFIER = re.compile(rb"\b(?:STACK_OF|LHASH_OF|SPARSE_ARRAY_OF)[ ]?\([ ]?\w+[ ]?\)")
_DIRECTIVE = re.compile(rb"^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b(?:[^\n\\]|\\\r?\n|\\.)*", re.M)


def _spaces(match: re.Match[bytes]) -> bytes:
    return re.sub(rb"[^\r\n]", b" ", match[0])


def _one_word(match: re.Match[bytes]) -> bytes:
    return re.sub(rb"\W", b"_", match[0])


def first_branches(data: bytes, region: Span) -> bytes:
    """``region`` with each ``#if`` replaced by its first branch, blank elsewhere."""
    start, end = region
    keep: list[bool] = []
    taken: list[bool] = []
    out = bytearray(data)
    last = start
    for match in _DIRECTIVE.finditer(data, start, end):
        if not all(keep):
            _erase(out, last, match.start())
        last = match.end()
        _erase(out, match.start(), match.end())
        word = match[1]
        if word.startswith(b"if"):
            never = match[0].split() in ([b"#if", b"0"], [b"#", b"if", b"0"])
            keep.append(not never)
            taken.append(not never)
        elif word == b"endif":
            if keep:
                keep.pop()
                taken.pop()
        elif keep:
            keep[-1] = word == b"else" and not taken[-1]
    if not all(keep):
        _erase(out, last, end)
    return bytes(out)


def _erase(out: bytearray, start: int, end: int) -> None:
    for at in range(start, end):
        if out[at] not in b"\r\n":
            out[at] = 0x20


def _bad_regions(tree: Tree) -> Iterator[Span]:
    """Top-level items (inside namespaces and linkage blocks too) that contain an error."""
    stack = [tree.root_node]
    while stack:
        node = stack.pop()
        for child in node.children:
            if not child.has_error and not child.is_missing:
                continue
            if child.type in (
                "namespace_definition", "linkage_specification", "declaration_list", "preproc_if",
                "preproc_ifdef", "preproc_else", "preproc_elif",
            ):  # fmt: skip
                stack.append(child)
            else:
                yield child.start_byte, child.end_byte


def parse_repaired(data: bytes, dialect: str) -> tuple[Tree, bytes]:
    """Parse, rewriting where that leaves fewer errors; returns the tree and the bytes it is of."""
    if b"STACK_OF" in data or b"LHASH_OF" in data:  # reads as a call times something, without error
        data = _IDENTIFIER.sub(_one_word, data)
    tree = parse(data, dialect)
    if not tree.root_node.has_error:
        return tree, data
    errors = count_errors(tree.root_node)
    for rewrite in (_rewrite_macros, _rewrite_casts, _rewrite_conditions, _rewrite_directives):
        candidate = rewrite(data, tree)
        if candidate == data:
            continue
        attempt = parse(candidate, dialect)
        left = count_errors(attempt.root_node)
        if left < errors:
            tree, data, errors = attempt, candidate, left
        if not errors:
            break
    return tree, data


#: ``CS name``: a macro that stands for a cast, before an operand.
_CAST = re.compile(rb"((?:[=(,?:&|{]|\breturn)[ \t\n]*)([A-Z]{2,4})(?=[ \t]+[A-Za-z_\"(])")
#: ``DEBUG(D_tls) f();``: a macro that stands for a condition, before a statement.
_CONDITION = re.compile(
    rb"(^[ \t]*(?:\{[ \t]*|else[ \t]+|if[ \t]*\([^\n]*\)[ \t]+)?)(?!\w*(?:FOR|EACH|LOOP|WHILE))"
    rb"([A-Z]{2}[A-Z0-9_]*)(?=[ \t]*\([^()\n;]*\)[ \t]*\n?[ \t]*"
    rb"(?:\{|return\b|BIO_printf|[a-z_][\w.>-]*[ \t]*(?:\(|=[^=]|\+\+)))",
    re.M,
)
#: ``REMOVE_CONST(struct x *, y)``: a type among the arguments of a macro.
_TYPE_ARGUMENT = re.compile(rb"(?<=[(,])[ ]?(?:const[ ]+|struct[ ]+)*\w+[ ]*\*+(?=[ ]*,)|(?<=[(,])[ ]?struct[ ]+\w+(?=[ ]*,)")

#: Words of parameter lists that say only that a parameter is unused.
_UNUSED = re.compile(rb"(?<=[\w* ])[ ](?:[A-Z][A-Z_]*_)?(?:UNUSED|unused|MAYBE_UNUSED)(?:_[A-Z]+)?(?:\(\w*\))?(?=\s*[,)])")


def _ended(match: re.Match[bytes]) -> bytes:
    return match[1] + b";" + match[2][1:]


def _as_if(match: re.Match[bytes]) -> bytes:
    return match[1] + b"if".ljust(len(match[2]))


def _type_as_word(match: re.Match[bytes]) -> bytes:
    words = match[0].replace(b"*", b" ").replace(b"const ", b"      ")
    return words.replace(b"struct ", b"       ")


def _blank_second(match: re.Match[bytes]) -> bytes:
    return match[1] + b" " * len(match[2])


#: ``Q_UNUSED(x)`` ends its line without the semicolon that its expansion brings.
_UNENDED = re.compile(rb"(\b(?:Q_UNUSED|UNUSED|Q_CHECK_PTR)\([^\n;]*\))([ \t]+(?=//|/\*|\r?\n)|\r?\n)")


def _rewrite_macros(data: bytes, tree: Tree) -> bytes:
    del tree
    data = _UNENDED.sub(_ended, data)
    data = _UNUSED.sub(_spaces, data)
    data = _STRINGIZED.sub(_spaces, data)
    data = _TYPE_ARGUMENT.sub(_type_as_word, data)
    return _IDENTIFIER.sub(_one_word, _BLANK.sub(_spaces, data))


def _rewrite_casts(data: bytes, tree: Tree) -> bytes:
    del tree
    return _CAST.sub(_blank_second, data)


def _rewrite_conditions(data: bytes, tree: Tree) -> bytes:
    del tree
    return _CONDITION.sub(_as_if, data)


# bytes of one damaged item; above, the item is generated or the whole file is damaged
MAX_REGION = 200_000


def _rewrite_directives(data: bytes, tree: Tree) -> bytes:
    for start, end in list(_bad_regions(tree)):
        if end - start < MAX_REGION and b"#" in data[start:end]:
            data = first_branches(data, (start, end))
    return data
