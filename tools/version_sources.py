"""Where version facts come from: headers, HISTORY sections, and source trees of old releases.

``headers``   runs the C preprocessor over the installed ``openssl/*.h`` and reads which names there
              are, which carry ``OSSL_DEPRECATEDIN_*``, and which macros only rename functions.
``history``   reads the sentences of the HISTORY sections of the installed manual pages.
``survey``    reads the names of a source tree (``util/*.num`` and ``include/openssl``).
"""

from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path

INCLUDE = Path("/usr/include/openssl")
MANUAL = Path("/usr/share/man/man3")

#: Internal helpers of the type-safe containers, and names that no client calls.
NOISE = re.compile(
    r"^(_|sk_|lh_|SKM_|CHECKED_|ossl_check|LHM_|DECLARE_|IMPLEMENT_|DEFINE_|PREDECLARE_"
    r"|ASN1_(SEQUENCE|IMP|EXP|SIMPLE|OPT|SET_OF|NDEF|ADB|ITEM_(?!get|lookup)|CHOICE|EMBED|EX_|BROKEN|FUNCTION_)"
    r"|ASN1_(PKEY_CTRL|ITYPE|F_|R_|INTERNAL)|\w+_it$|[a-z]+_[a-z0-9_]+_mb|HEADER_|bn_"
    r"|static_|int_implement|ossl_|(NID|SN|LN)_|[A-Z0-9]+_[FR]_[A-Z]|OSSL_CORE_MAKE|OSSL_DEPRECATED|X509err$|[a-z][A-Za-z0-9]*$"
    r"|asn1_d2i_|(?!des_|idea_|get_rfc|hex_to_string$|string_to_hex$)[a-z0-9_]+$)"
)


#: What an object-like macro stands for when it can be called: a function, or a list of calls.
CALLABLE = re.compile(r"[A-Za-z]\w+_\w*[a-z]\w*$|SSLeay\w*$|\([A-Z]\w+_\w*[a-z]\w*\(")


class Names:
    """What the headers say: name -> is it a macro, deprecated since, other name of."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.functions: set[str] = set()
        self.deprecated: dict[str, str] = {}
        self.message: dict[str, str] = {}
        self.alias: dict[str, str] = {}


def version_text() -> str:
    """The release of the installed headers, such as ``3.0.22``; '' if there are none."""
    header = INCLUDE / "opensslv.h"
    if not header.exists():
        header = next(iter(Path("/usr/include").glob("*/openssl/opensslv.h")), header)
    if not header.exists():
        return ""
    found = re.search(r'OPENSSL_VERSION_STR "([0-9.]+)"', header.read_text())
    return found.group(1) if found else ""


# Headers -----------------------------------------------------------------------------------


def headers() -> Names:
    """The names of the installed headers. CalledProcessError when there is no compiler."""
    marks = ["-DOSSL_DEPRECATED(x)=__since__(x)", "-DOSSL_DEPRECATED_FOR(x,m)=__since__(x)"]
    text = subprocess.run(
        ["gcc", "-E", "-dD", *marks, "-"],
        input="\n".join(includes()),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = Names()
    code = []
    ours = False
    for line in text.splitlines():
        place = re.match(r'# \d+ "([^<].*)"', line)
        if place:
            ours = "/openssl/" in place.group(1)
        elif not ours:
            continue
        elif line.startswith("#define "):
            _read_macro(line, names)
        elif not line.startswith("#"):
            code.append(line)
    _read_declarations("\n".join(code), names)
    for header in INCLUDE.glob("*.h"):
        _read_blocks(header.read_text(), names)
    untyped = re.compile(r"(sk|lh)_[a-z1_]+$")
    old = {name for name in names.deprecated if untyped.match(name)}
    names.known = {n for n in names.known if not NOISE.match(n)} | old
    return names


def includes() -> list[str]:
    """A C file that includes everything, with the features that this build leaves out."""
    skip = {"asn1_mac.h", "prov_ssl.h"}
    headers = [h.name for h in sorted(INCLUDE.glob("*.h")) if h.name not in skip]
    undefined = [f"#undef {name}" for name in _disabled()]
    return [
        "#include <openssl/opensslconf.h>",
        *undefined,
        *(f"#include <openssl/{name}>" for name in headers),
    ]


def _disabled() -> list[str]:
    """The features that this build leaves out: their functions have facts all the same."""
    texts = [h.read_text() for h in Path("/usr/include").glob("**/openssl/configuration.h")]
    found = re.findall(r"#\s*define\s+(OPENSSL_NO_\w+)", "\n".join(texts))
    return sorted(name for name in set(found) if "DEPRECATED" not in name)


def _read_macro(line: str, names: Names) -> None:
    found = re.match(r"#define (\w+)(\([^)]*\))? ?(.*)", line)
    if not found:
        return
    name, arguments, body = found.groups()
    if arguments is None and not CALLABLE.match(body.strip()):
        return
    names.known.add(name)
    target = _alias_target(arguments, body.strip())
    if target:
        names.alias[name] = target


def _alias_target(arguments: str | None, body: str) -> str:
    """The function that a macro only renames, or ''."""
    if arguments is None:
        return body if re.fullmatch(r"\w+", body) else ""
    call = re.fullmatch(r"(\w+)\((.*)\)", body)
    if not call:
        return ""
    squeeze = re.compile(r"[\s()]")
    wanted = squeeze.sub("", arguments)
    return call.group(1) if squeeze.sub("", call.group(2)) == wanted else ""


def _read_declarations(code: str, names: Names) -> None:
    code = re.sub(r"__attribute__\s*\(\([^;{]*?\)\)", " ", code)
    for statement in re.split(r"[;{}]", code):
        since = re.search(r"__since__\(\s*([0-9.]+)\s*\)", statement)
        statement = re.sub(r"__since__\([^)]*\)", " ", statement)
        found = re.search(r"\(\s*\*\s*(\w+)\s*\(", statement) or re.search(
            r"\b([A-Za-z]\w+)\s*\)?\s*\(", statement
        )
        if not found or "typedef" in statement or not re.search(r"OPENSSL|[a-z]", statement):
            continue
        name = found.group(1)
        names.known.add(name)
        names.functions.add(name)
        if since:
            names.deprecated[name] = since.group(1)


def _read_blocks(text: str, names: Names) -> None:
    """Macros inside ``#ifndef OPENSSL_NO_DEPRECATED_x`` are deprecated since x."""
    text = re.sub(r"\\\n", " ", re.sub(r"/\*.*?\*/", " ", text, flags=re.S))
    stack: list[str] = []
    for line in text.splitlines():
        words = re.match(r"\s*#\s*(if\w*|else|elif|endif|define)\s*(.*)", line)
        if not words:
            _mark_declared(line, [mark for mark in stack if mark], names)
            continue
        word, rest = words.groups()
        if word.startswith("if"):
            mark = re.match(r"OPENSSL_NO_DEPRECATED_(\w+)", rest) if word == "ifndef" else None
            stack.append(mark.group(1).replace("_", ".") if mark else "")
        elif word in ("else", "elif"):
            stack[-1] = ""
        elif word == "endif":
            stack.pop()
        elif any(stack):
            name = re.match(r"\w+", rest)
            if name and name.group() in names.known and name.group() not in names.functions:
                names.deprecated[name.group()] = [mark for mark in stack if mark][-1]


def _mark_declared(line: str, marks: list[str], names: Names) -> None:
    """Functions in such a block count as deprecated even when they lack the attribute."""
    for name in re.findall(r"\b(\w+)\(", line) if marks else ():
        if name in names.functions:
            names.deprecated.setdefault(name, marks[-1])


def exported() -> set[str]:
    """The symbols of the installed libraries (some are declared nowhere); empty without them."""
    names: set[str] = set()
    for stem in ("libcrypto.so", "libssl.so"):
        for library in Path("/usr/lib").glob(f"*/{stem}"):
            listing = subprocess.run(
                ["nm", "-D", "--defined-only", str(library)], capture_output=True, text=True
            )
            names |= {line.split()[-1].split("@")[0] for line in listing.stdout.splitlines()}
    return names


# HISTORY sections --------------------------------------------------------------------------


class Page:
    """A manual page: the names it documents and the paragraphs of its HISTORY section."""

    def __init__(self, names: list[str], paragraphs: list[str]) -> None:
        self.names = names
        self.paragraphs = paragraphs


def pages() -> list[Page]:
    """All manual pages of section 3 that belong to OpenSSL and have a HISTORY section."""
    result = []
    for path in sorted(MANUAL.glob("*.3ssl.gz")):
        if path.is_symlink():
            continue
        text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        history = _section(text, "HISTORY")
        if history:
            paragraphs = re.split(r"\n\.(?:PP|IP|Sp|Vb|Ve)[^\n]*\n", "\n" + history)
            names = _plain(_section(text, "NAME")).partition(" - ")[0]
            result.append(Page(re.findall(r"\w+", names), [_plain(p) for p in paragraphs]))
    return result


def _section(text: str, title: str) -> str:
    found = re.search(rf'^\.SH "?{title}"?\n(.*?)(?=^\.SH )', text, flags=re.S | re.M)
    return found.group(1) if found else ""


def _plain(text: str) -> str:
    lines = [line for line in text.splitlines() if not re.match(r"\.(IX|IP|Sp|Vb|Ve|SH|SS)", line)]
    text = " ".join(re.sub(r"^\.[A-Z]+ ", "", line) for line in lines)
    text = re.sub(r"\\\*\(C.|\\\(bu", "", text)
    text = re.sub(r"\\s[-+]?\d|\\f(?:\([A-Z]{2}|[A-Z])|\\&|\\\|", "", text).replace("\\-", "-")
    return re.sub(r"\s+", " ", text).strip()


VERSION = r"(?:OpenSSL (?:release |version )?)?(\d\.\d(?:\.\d+)?[a-z]?)"
EVENT = re.compile(
    r"\b(?:(?P<added>added|introduced|appeared|new (?=in)|are new|made public)"
    r"|(?P<deprecated>deprecated(?! functions))|(?P<removed>removed|disappeared)"
    r"|(?P<renamed>renamed|converted|turned|changed|made|exist|available|replaced))\b"
)
WHOLE = re.compile(
    r"\b(All (?:other |of (?:these |the other |the )?)?(?:the )?(?:functions|functionality)"
    r"|(?:The |These |Other )(?:macros and |types and )?functions?(?: described)?(?: here)?"
    r"(?= (?:were|was|described))|This (?:function|functionality)|Both of these functions"
    r"|The macros described here|These APIs)"
)


def sentences(page: Page) -> list[str]:
    """The sentences of the HISTORY section, versions kept in one piece."""
    result: list[str] = []
    for paragraph in page.paragraphs:
        result += re.split(r"(?<=[a-z0-9)])\.\s+(?=[A-Z])|;\s+(?=[A-Z])", paragraph)
    return [sentence.rstrip(".") for sentence in result if sentence]


def events(page: Page, known: set[str]) -> list[tuple[str, str, list[str], str]]:
    """(what, version, names, rest of the sentence) for each statement of the page.

    ``what`` is added, deprecated or removed. Names are those that the sentence speaks of; a
    sentence on "all functions" speaks of the page's, less those that others name for that event.
    """
    found = []
    whole = []
    for sentence in sentences(page):
        for what, version, names, rest in _events_of(sentence, known):
            if names:
                found.append((what, version, names, rest))
            elif WHOLE.search(sentence):
                whole.append((what, version, _mentioned(sentence, known), rest))
    for what, version, excepted, rest in whole:
        told = {name for event, _, names, _ in found if event == what for name in names}
        if what == "deprecated":
            told = {name for _, _, names, _ in found for name in names}
        names = [n for n in page.names if n not in told and n not in excepted and "_" in n]
        found.append((what, version, names, rest))
    return found


def _mentioned(text: str, known: set[str]) -> list[str]:
    names = []
    for name, call in re.findall(r"\b([A-Za-z]\w+)(\(\w*\))?", text):
        if (call or name in known) and ("_" in name or name.isupper() or call):
            names.append(name)
    return names


def _events_of(sentence: str, known: set[str]) -> list[tuple[str, str, list[str], str]]:
    result = []
    subject: list[str] = []
    start = 0
    for verb in EVENT.finditer(sentence):
        segment = sentence[start : verb.start()]
        names = _mentioned(segment, known)
        if "except" in segment or WHOLE.search(segment):
            names = []
            subject = []
        subject = names or subject
        start = verb.end()
        what = verb.lastgroup or ""
        version = re.search(VERSION, sentence[verb.end() :])
        if what != "renamed" and version and not sentence.startswith("Handling of"):
            result.append((what, version.group(1), subject, sentence[verb.end() :]))
    return result


# Source trees of old releases --------------------------------------------------------------


def survey(tree: Path) -> set[str]:
    """The functions and macros that the release in ``tree`` offers."""
    names: set[str] = set()
    for table in (tree / "util").glob("*.num"):
        for line in table.read_text(errors="replace").splitlines():
            fields = line.split()
            kind = fields[-1].split(":") if len(fields) >= 3 else [""]
            if kind[0] == "EXIST" and kind[1] != "VMS" and kind[2] == "FUNCTION":
                names.add(fields[0])
    for header in (tree / "include/openssl").glob("*.h"):
        text = re.sub(r"/\*.*?\*/", " ", header.read_text(errors="replace"), flags=re.S)
        macros = r"^[ \t]*#[ \t]*define[ \t]+(\w+)(?:\(|[ \t]+(?=[A-Za-z]\w+_\w*[a-z]\w*[ \t]*$))"
        names |= set(re.findall(macros, text, flags=re.M)) | _declared(text)
    return {name for name in names if not NOISE.match(name)}


def _declared(text: str) -> set[str]:
    """Names of plain prototypes ``type name(`` of a header without comments."""
    body = re.sub(r"\\\n", " ", text)
    body = re.sub(r"^\s*#.*$", "", body, flags=re.M)
    return {
        found.group(1)
        for found in (
            re.search(r"[\w*]\s+\**([A-Za-z]\w+)\s*\(", s) for s in re.split(r"[;{}]", body)
        )
        if found
    }
