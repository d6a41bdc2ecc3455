"""The parser of cipher strings against the library's own, and what it says of known strings."""

import shutil
import subprocess

import pytest

from dtlslint.contracts.cipher_strings import CipherList, suites, weaknesses

STRINGS = (
    "ALL", "DEFAULT", "HIGH", "kRSA", "PSK", "ALL:!aNULL:!eNULL", "ALL:eNULL", "DEFAULT:eNULL",
    "eNULL:!MD5", "HIGH:-aNULL:aNULL", "!aNULL:HIGH:aNULL", "TLSv1.2:SSLv3", "HIGH!aNULL!SHA",
    "ECDHE+AESGCM:DHE+AES256:!SHA384", "aECDSA:aRSA+kECDHE:!CBC", "AES128-SHA:AES:-AES128",
    "ECDH+AESGCM:DH+AESGCM:ECDH+AES256:DH+AES256:!aNULL:!MD5:!DSS", "FIPS", "EDH", "DH", "ECDH",
    "CAMELLIA:ARIA:!kRSA", "COMPLEMENTOFDEFAULT:-SRP", "SRP:!aSRP", "HIGH, !aNULL;!kRSA",
    "HIGH:!SRP@STRENGTH", "SHA256:SHA384", "NULL", "ADH:AECDH", "ALL:DEFAULT", "TLSv1.0",
    "unknown:AES256-SHA:RSA+foo:AES128-SHA", "CHACHA20:AESCCM8", "kEECDH+ECDSA:kDHE+DSS",
    "PSK:!kPSK", "COMPLEMENTOFALL:!kECDHE",
)  # fmt: skip


def openssl(text):
    answer = subprocess.run(
        ["openssl", "ciphers", text], capture_output=True, text=True, check=False
    )
    names = answer.stdout.strip().split(":")
    return {name for name in names if name and not name.startswith("TLS_")}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here to compare with")
@pytest.mark.parametrize("text", STRINGS)
def test_picks_what_the_library_picks(text):
    built = openssl("ALL:COMPLEMENTOFALL")
    known = {suite.name for suite in suites()}
    ours = {name for name in CipherList(text).active if name in built}
    assert ours == openssl(text) & known


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ALL", {"anonymous key exchange"}),
        ("ALL:!ADH", {"anonymous key exchange"}),
        ("ALL:!ADH:!AECDH", set()),
        ("HIGH:RC4:!RC4", set()),
        ("-RC4:RC4", {"RC4"}),
        ("kRSA+3DES", {"triple DES"}),
        ("NULL-MD5", {"NULL encryption", "MD5"}),
        ("EXP", {"export ciphers", "RC4", "DES", "MD5", "anonymous key exchange"}),
        ("HIGH@SECLEVEL=0", {"security level 0"}),
        ("HIGH:@SECLEVEL=0:@SECLEVEL=2", set()),
        ("TLS_RSA_WITH_RC4_128_MD5", {"RC4", "MD5"}),
        ("TLS_RSA_WITH_AES_128_GCM_SHA256", set()),
        ("SUITEB128", set()),
        ("", set()),
        ("!:+:-:@:++", set()),
    ],
)
def test_weaknesses(text, found):
    assert set(weaknesses(text)) == found


def test_every_suite_stands_once():
    names = [suite.name for suite in suites()]
    assert len(names) == len(set(names))
