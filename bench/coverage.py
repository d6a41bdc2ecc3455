"""How many of the calls to OpenSSL that real projects make have a contract.

    python bench/coverage.py FOLDER ...          per project, held out and overall; exit 1 below
                                                 the aims
    python bench/coverage.py --unknown N ...     also the N most called names with no contract
    python bench/coverage.py --names FILE ...    also count every name that this list holds, one a
                                                 line (such as the symbols of libssl, libcrypto)

A folder stands for one project; with no folder, those of the corpus (see corpus.py). A call is a
name before ``(`` outside comments and strings that has a contract, or that looks like OpenSSL's
(LIKE_OPENSSL) and that the project does not define itself.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from corpus_fetch import default_cache

from dtlslint.contracts import Contracts, lookup
from dtlslint.walk import EXTENSIONS

#: Projects whose unknown names are never listed, so that no row is added for their sake: what a
#: stranger's code meets.
HELD_OUT = ("nagios-nrpe", "socat", "xmlsec1", "scrypt", "cyrus-imapd")

#: Aims, as shares of calls.
OVERALL, HELD_OUT_AIM = 0.97, 0.93

#: How OpenSSL names its functions and function-like macros.
LIKE_OPENSSL = re.compile(
    r"(?:q_)?(?:(?:SSL|BIO|X509|X509V3|X509v3|EVP|RAND|HMAC|DTLS|DTLSv1|DTLSv1_2|TLS|TLSv1|TLSv1_1"
    r"|TLSv1_2|SSLv2|SSLv3|SSLv23|PEM|BN|EC|ECDSA|ECDH|RSA|DSA|DH|OCSP|PKCS5|PKCS7|PKCS8|PKCS12"
    r"|ERR|ASN1|CRYPTO|OPENSSL|CMS|CONF|NCONF|ENGINE|OBJ|MD2|MD4|MD5|SHA1|SHA224|SHA256|SHA384"
    r"|SHA512|RIPEMD160|AES|DES|BF|RC4|CMAC|SMIME|SRP|UI|OSSL|GENERAL_NAME|GENERAL_NAMES|TS|COMP"
    r"|BUF|CAST|IDEA|Camellia|d2i|i2d|sk|lh)_[A-Za-z0-9_]*[a-z][A-Za-z0-9_]*"
    r"|(?:SSL|BIO|EVP|SHA|OPENSSL|OpenSSL|SSLeay)_[a-z]\w*|SSLeay|MD5|SHA1|SHA256|SHA384|SHA512"
    r"|HMAC)"
)

#: How NSS names its own.
LIKE_NSS = re.compile(r"SSL_[A-Z][a-z]")

_CALL = re.compile(r"(?<![\w.>])([A-Za-z_]\w*)\s*\(")
_NOISE = re.compile(
    r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|^[ \t]*#[ \t]*define\s+\w+",
    re.DOTALL | re.MULTILINE,
)
_MACRO = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", re.MULTILINE)
#: What stands before a name where it is declared or defined rather than called.
_DECLARING = re.compile(r"(?:[\w*>&]|\bRESOLVEFUNC|\bDEFINEFUNC\d?)[ \t\n]*$")
_KEYWORDS = frozenset(("return", "else", "case", "do", "goto", "throw", "sizeof", "not", "and"))


def without_noise(text: str) -> str:
    """The text with comments, strings and the heads of macros blanked; line breaks stay."""
    return _NOISE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def calls(text: str) -> Iterator[str]:
    """The names that ``text`` (without noise) calls; declarations and definitions are left out."""
    for found in _CALL.finditer(text):
        before = text[max(0, found.start() - 80) : found.start()]
        if _DECLARING.search(before):
            word = re.search(r"(\w+)[ \t\n]*$", before)
            if word is None or word[1] not in _KEYWORDS:
                after_cast = before.rstrip().endswith(("&", ">"))
                if not after_cast and not _is_product(before):
                    continue
        yield found[1]


def _is_product(before: str) -> bool:
    """``*`` as an operator or a dereference: after ``(``, ``=``, ``,`` or a number, no type."""
    rest = before.rstrip()
    return rest.endswith("*") and bool(re.search(r"[=(,\d|!?:]\s*\**$", rest))


def definitions(text: str) -> frozenset[str]:
    """Names of functions and macros that a file defines: its own, not OpenSSL's."""
    own = set(_MACRO.findall(text))
    own.update(re.findall(r"^(?:[\w*][\w* \t]*[ *\t\n])?(\w+)\([^;{}]*\)\s*\{", text, re.MULTILINE))
    return frozenset(own)


def is_openssls(name: str, listed: frozenset[str], contracts: Contracts) -> bool:
    """Whether a called name is one of OpenSSL's functions or macros."""
    if name in listed or contracts.get(name) is not None:
        return True
    return LIKE_OPENSSL.fullmatch(name) is not None and not LIKE_NSS.match(name)


def sources(folder: Path) -> Iterator[str]:
    """The texts of a project's C and C++ files."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in EXTENSIONS and path.is_file():
            yield path.read_bytes().decode("utf-8", "replace")


def count(folder: Path, listed: frozenset[str] = frozenset()) -> tuple[Counter[str], Counter[str]]:
    """Calls of a project by name: those with a contract, and those without."""
    contracts = Contracts()
    own: set[str] = set()
    found: Counter[str] = Counter()
    for text in sources(folder):
        own |= definitions(text)
        found.update(calls(without_noise(text)))
    known: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for name, times in found.items():
        if name in own and lookup(name) is None:
            continue
        if is_openssls(name, listed, contracts):
            (unknown if contracts.get(name) is None else known)[name] = times
    return known, unknown


def share(known: int, unknown: int) -> float:
    """Known calls of all calls; all of none is whole."""
    return known / (known + unknown) if known + unknown else 1.0


def line(name: str, known: int, unknown: int) -> str:
    """One row of the report."""
    return f"{name:24} {known + unknown:7} {share(known, unknown):8.1%}"


def report(
    counted: dict[str, tuple[Counter[str], Counter[str]]], shown: int = 0
) -> tuple[list[str], bool]:
    """The lines to print, and whether the aims are met."""
    lines = [f"{'project':24} {'calls':>7} {'known':>8}"]
    sums = {"held out": [0, 0], "overall": [0, 0]}
    missing: Counter[str] = Counter()
    users: Counter[str] = Counter()
    for name, (known, unknown) in sorted(counted.items()):
        pair = known.total(), unknown.total()
        if not sum(pair):
            continue
        lines.append(line(name + (" *" if name in HELD_OUT else ""), *pair))
        for group in ("held out", "overall") if name in HELD_OUT else ("overall",):
            sums[group] = [a + b for a, b in zip(sums[group], pair, strict=True)]
        if name not in HELD_OUT:
            missing.update(unknown)
            users.update(unknown.keys())
    lines += [line(group, *pair) for group, pair in sums.items()]
    for name, times in missing.most_common(shown):
        lines.append(f"  {name:44} {times:5} calls in {users[name]} projects")
    met = share(*sums["overall"]) >= OVERALL and share(*sums["held out"]) >= HELD_OUT_AIM
    return lines, met


def read_names(path: str) -> frozenset[str]:
    """The names of a list, the first word of each line."""
    text = Path(path).read_text(encoding="utf-8")
    return frozenset(row.split()[0] for row in text.splitlines() if row.strip())


def folders_of(given: Iterable[str]) -> list[Path]:
    """The folders that were named, or the corpus's."""
    paths = [Path(name) for name in given]
    return paths or sorted(p for p in (default_cache() / "src").glob("*") if p.is_dir())


def main(argv: list[str]) -> int:
    """Count and print; 1 when an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--unknown", type=int, default=0, metavar="N")
    parser.add_argument("--names", metavar="FILE", default="")
    options = parser.parse_args(argv)
    listed = read_names(options.names) if options.names else frozenset()
    folders = folders_of(options.folders)
    if not folders:
        print("no folders, and no corpus: python bench/corpus.py fetch", file=sys.stderr)
        return 2
    lines, met = report({path.name: count(path, listed) for path in folders}, options.unknown)
    print("\n".join(lines))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
