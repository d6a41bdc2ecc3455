"""Calls every function of the table and sees whether its results lie in the contract's sets.

    python tools/probe_contracts.py              all functions; exit 1 if a value lies in no set
    python tools/probe_contracts.py NAME ..      only these, with every call and its verdict
    python tools/probe_contracts.py --write      and write proofs/probed.toml

The arguments follow from the parameters' types: objects freshly made, plain numbers, texts and
buffers, NULL, and an allocator that fails at once or a little later. Each call runs in a process of
its own; those that crash or hang say nothing. proofs/probed.toml keeps, for each function, one call
for each kind of result that was seen: ``prove_contracts.py`` proves them again. Needs gcc and
libssl-dev.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import check_prototypes
from check_prototypes import Prototype
from compile_contracts import ROOT
from dtlslint.contracts import Contract, cells, lookup, names
from proof_programs import POINTS, ValueProgram
from prove_contracts import (
    PROBED,
    PROOFS,
    all_programs,
    build,
    prove,
    verdicts,
    write_source,
)
from prove_nulls import UNTOUCHED, libraries

OBJECTS = ROOT / "tools/proofs/objects_by_type.txt"
SECONDS = 2  # for one call
ENGLISH = os.environ | {"LC_ALL": "C"}  # gcc's messages are read
BATCH = 15_000  # programs in one executable

#: Numbers and texts that stand for the integer and string parameters of a call.
PLAIN = (
    ("1", '"1"'),
    ("0", '""'),
    ("-1", '"nosuch"'),
    ("415", '"prime256v1"'),
    ("2", '"SHA256"'),
    ("16", '"/proc/nowhere"'),
    ("der_len", '"proof.test"'),
    ("0x7fffffff", "NULL"),
)
#: Before the call: the allocator fails at once, or after some blocks.
MEMORY = ("out_of_memory = 1", "blocks_left = 2", "blocks_left = 3", "blocks_left = 5")

_MORE_UNTOUCHED = """
    CRYPTO_secure_malloc_init CRYPTO_secure_malloc_done OPENSSL_atexit OPENSSL_fork_child
    RAND_set_rand_method BIO_lookup BIO_lookup_ex BIO_connect OSSL_HTTP_get OSSL_HTTP_transfer
    X509_load_http X509_CRL_load_http OSSL_HTTP_open BIO_do_connect_retry BIO_get_host_ip
    BIO_gethostbyname BIO_get_accept_socket OPENSSL_malloc_init ASYNC_init_thread
    SSL_bytes_to_cipher_list
"""
#: Not called: they use the network, change the library for good, run callbacks, or (the last one)
#: tell an even length of the certificate from an odd one, and that changes from run to run.
LEFT_OUT = UNTOUCHED | frozenset(_MORE_UNTOUCHED.split())

_WORDS = frozenset(("int", "long", "char", "short", "unsigned", "void", "double", "size_t"))
_NUMBER = re.compile(
    r"(unsigned |signed )?(int|long|short|char|size_t|time_t|ssize_t|off_t|long long|unsigned"
    r"|u?int\d+_t|long int|double|BN_ULONG|point_conversion_form_t"
    r"|OSSL_\w*_TYPE|X509_LOOKUP_TYPE|ossl_\w+)"
)


def parameter_type(declared: str) -> str:
    """``const X509 *x`` -> ``X509 *``: without ``const``, the name and an array's extent."""
    text = re.sub(r"\b(const|struct|enum|restrict)\b", " ", declared)
    text = re.sub(r"\[\w*\]$", "", text.strip())
    array = declared.rstrip().endswith("]")
    words = text.replace("*", " * ").split()
    if len(words) > 1 and words[-1] != "*" and words[-1] not in _WORDS:
        words.pop()
    return " ".join(words) + (" *" if array else "")


def objects() -> dict[str, str]:
    """Type, or ``.NAME`` of a macro's parameter -> what makes or names an object of it."""
    table = {}
    for line in OBJECTS.read_text(encoding="utf-8").splitlines():
        kind, _, made = line.partition(": ")
        table[kind] = made
    for name, prototype in check_prototypes.prototypes().items():
        if name.endswith("_new") and prototype.result == "pointer" and not prototype.arguments:
            table.setdefault(f"{name.removesuffix('_new')} *", f"{name}()")
    return table


def argument(kind: str, made: dict[str, str]) -> str | None:
    """The C text for one parameter: an object, ``{I}``, ``{T}`` or an address; None: no idea."""
    if "(" in kind or re.search(r"(_cb|_fn|_func|_callback|_CB|FUNC|_PTR)(_ex)?( \*)?$", kind):
        return "NULL"
    if _NUMBER.fullmatch(kind):
        return "{I}"
    if kind in made:
        return made[kind]
    if kind == "char *":
        return "{T}"
    if kind.startswith("stack_st_") and kind.endswith(" *"):
        return "(void *)OPENSSL_sk_new_null()"
    if kind.endswith("* *"):
        return "(void *)(void *[4]){0}"
    if kind.endswith(" *") and (_NUMBER.fullmatch(kind[:-2]) or kind == "void *"):
        return "(void *)buffer"
    return None


#: What a macro's first parameter is, by how the macro's name begins; longer ones first.
FIRST = (
    ("SSL_CTX_", "fresh_ctx()"),
    ("SSL_SESSION_", "SSL_get1_session(client)"),
    ("SSL_", "SSL_new(ctx)"),
    ("DTLS", "SSL_new(dctx)"),
    ("BIO_", "BIO_new(BIO_s_mem())"),
    ("EVP_PKEY_CTX_", "EVP_PKEY_CTX_new(key, NULL)"),
    ("EVP_PKEY_", "fresh_key()"),
    ("EVP_MD_CTX_", "EVP_MD_CTX_new()"),
    ("EVP_CIPHER_CTX_", "EVP_CIPHER_CTX_new()"),
    ("X509_STORE_CTX_", "X509_STORE_CTX_new()"),
    ("X509_LOOKUP_", "X509_STORE_add_lookup(store, X509_LOOKUP_file())"),
    ("X509_", "fresh_cert()"),
    ("sk_", "(void *)OPENSSL_sk_new_null()"),
)


def macro_arguments(name: str, parameters: list[str], made: dict[str, str]) -> list[str] | None:
    """The arguments of a macro: its object by the macro's name, the others by their own."""
    if not parameters:
        return []
    first = next((made for prefix, made in FIRST if name.startswith(prefix)), None)
    if first is None:
        return None
    if parameters[0] == "cmp":  # sk_X_new
        first = "NULL"
    return [first, *(made.get(f".{word}", "{I}") for word in parameters[1:])]


class Call:
    """How to call one function: declarations of its arguments, and the call with them.

    ``{I}`` is a number, ``{T}`` a text.
    """

    def __init__(self, name: str, arguments: list[str]) -> None:
        self.name = name
        self.setup = ""
        self.words: list[str] = []
        for number, text in enumerate(arguments, 1):
            if re.fullmatch(r"\{[IT]\}|NULL|\w+|\(void \*\)buffer", text):
                self.words.append(text)
            else:
                self.setup += f"void *a{number} = (void *)({text}); "
                self.words.append(f"a{number}")

    def expressions(self) -> Iterator[str]:
        """Calls with this and that in place of the plain parameters, with no memory, with NULL."""
        plain = [self._with(self.words, number, text) for number, text in PLAIN]
        short = [
            f"({memory}, {self._with(self.words, number, text)})"
            for memory in MEMORY
            for number, text in PLAIN[::3]
        ]
        count = len(self.words)
        nothing = [
            self._with([*kept, *["0"] * (count - len(kept))], "0", "NULL")
            for kept in (self.words[:1], [])
        ]
        yield from dict.fromkeys((*plain, *short, *nothing))

    def _with(self, words: list[str], number: str, text: str) -> str:
        given = ", ".join(words).replace("{I}", number).replace("{T}", text)
        return f"{self.name}({given})"

    def breaks(self, contract: Contract, expression: str) -> bool:
        """Whether ``expression`` passes NULL for the object that the contract asks for."""
        return f"{self.name}(0" in expression and not contract.null_allowed(1)


def arguments(
    contract: Contract, known: dict[str, Prototype], made: dict[str, str]
) -> list[str] | None:
    """The C texts of the arguments of a call; None if too little is known of them.

    A macro that only renames a function takes what that takes.
    """
    prototype = known.get(contract.name)
    if (prototype is None or not prototype.result) and contract.alias_of in known:
        prototype = known[contract.alias_of]
    if prototype is None or "..." in prototype.arguments:
        return None
    if not prototype.result:
        return macro_arguments(contract.name, prototype.arguments, made)
    texts = [argument(parameter_type(word), made) for word in prototype.arguments]
    return None if None in texts else [text for text in texts if text is not None]


def calls(wanted: list[str]) -> Iterator[tuple[Contract, Call]]:
    """The functions of the table that can be called by what is known of their parameters."""
    known = check_prototypes.prototypes()
    made = objects()
    loaded = libraries()
    for name in wanted or names():
        contract = lookup(name)
        if contract is None or contract.returns in ("void", "flags") or name in LEFT_OUT:
            continue
        if not (contract.success or contract.failure):
            continue
        exported = any(hasattr(library, name) for library in loaded)
        texts = arguments(contract, known, made) if exported or contract.kind == "macro" else None
        if texts is not None:
            yield contract, Call(name, texts)


#: A function, how to call it, and the call that is tried.
Trial = tuple[Contract, Call, str]


def probe(wanted: list[str]) -> Iterator[tuple[Contract, Call, str, str]]:
    """(function, its call, the expression tried, the harness's verdict) for all of them."""
    tried = [
        (contract, call, expression)
        for contract, call in calls(wanted)
        for expression in call.expressions()
    ]
    for start in range(0, len(tried), BATCH):
        part = compilable(tried[start : start + BATCH])
        with tempfile.TemporaryDirectory() as folder:
            binary = build([program(*item) for item in part], Path(folder), f"-DSECONDS={SECONDS}")
            seen = verdicts(binary, len(part))
        yield from ((*item, verdict) for item, verdict in zip(part, seen, strict=True))


def program(contract: Contract, call: Call, expression: str) -> ValueProgram:
    """The program that shows the value of ``expression``."""
    show = "POINTER" if contract.returns == "pointer" else "VALUE"
    body = f"    {call.setup}\n    {show}({expression});\n"
    return ValueProgram(contract.name, "", body, 0, show == "POINTER")


def compilable(tried: list[Trial]) -> list[Trial]:
    """Those that are C: a macro may take a number where it needs a structure."""
    with tempfile.TemporaryDirectory() as folder:
        source = write_source([program(*item) for item in tried], Path(folder))
        flags = ["-fsyntax-only", "-w", "-Werror=implicit-function-declaration", f"-I{PROOFS}"]
        done = subprocess.run(["gcc", *flags, str(source)], capture_output=True, env=ENGLISH)
    wrong = set(re.findall(rb"In function 'proof_(\d+)'", done.stderr))
    return [item for number, item in enumerate(tried) if str(number).encode() not in wrong]


def kind_of(contract: Contract, verdict: str) -> str:
    """``good``, ``bad``, ``neutral``; ``none`` for a value in no set, '' for no value."""
    word, _, text = verdict.partition(" ")
    if word not in ("value", "pointer"):
        return ""
    value = int(text)
    mask = cells.of_range(value, value)
    if word == "pointer":
        mask = cells.ABOVE if value else cells.ZERO
    if mask & contract.failure:
        return "bad"
    if mask & contract.success:
        return "good"
    return "neutral" if mask & contract.neutral else "none"


def toml_line(name: str, call: Call, found: dict[str, list[str]]) -> str:
    """The entry of one function in proofs/probed.toml."""
    parts = [f"setup = '''{call.setup.rstrip('; ')}'''"] if call.setup else []
    parts += [f"{key} = {[*found[key]]!r}" for key in POINTS if key in found]
    return f"{name} = {{{', '.join(parts)}}}\n"


def entries_text(found: dict[str, dict[str, list[str]]], how: dict[str, Call]) -> str:
    """proofs/probed.toml: the calls whose values come out the same again."""
    lines = {name: toml_line(name, how[name], found[name]) for name in sorted(found)}
    entries = tomllib.loads("".join(lines.values()))
    proven, _ = prove(all_programs(entries))
    kept = [line for name, line in lines.items() if name in proven]
    return "# Written by tools/probe_contracts.py.\n" + "".join(kept)


def main(argv: list[str]) -> int:
    wanted = [name for name in argv if not name.startswith("-")]
    found: dict[str, dict[str, list[str]]] = {}
    how: dict[str, Call] = {}
    strange = 0
    for contract, call, expression, verdict in probe(wanted):
        kind = kind_of(contract, verdict)
        how[contract.name] = call
        if call.breaks(contract, expression):
            continue
        if wanted or kind == "none":
            print(f"{expression}: {verdict} {kind} {call.setup}")
        strange += kind == "none"
        if kind in POINTS:
            kept = found.setdefault(contract.name, {}).setdefault(kind, [])
            if not kept:
                kept.append(expression)
    if "--write" in argv:
        PROBED.write_text(entries_text(found, how), encoding="utf-8")
    failing = sum("bad" in kinds for kinds in found.values())
    print(f"{len(how)} functions called, {len(found)} answered, {failing} failed", end="")
    print(f"; {strange} values in no set")
    return 1 if strange else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        sys.exit(str(error))
