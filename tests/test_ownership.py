"""What resource-leak relies on: facts of the contracts, of helpers, and of names."""

import pytest

from dtlslint import contracts
from dtlslint.contracts import Contracts
from dtlslint.flow.ownership_words import keeps_for_good, takes_over
from dtlslint.flow.unit import Unit

NAMES = contracts.names()


def test_every_up_ref_is_tagged():
    makers = {name for name in NAMES if name.endswith("_up_ref")}
    tagged = {name for name in NAMES if "upref" in contracts.lookup(name).tags}
    assert makers - tagged == {"X509_chain_up_ref"}, "which makes a stack of its own"


def test_what_joins_a_container():
    joins = {"BIO_push": "bio", "sk_X509_push": "stack", "OPENSSL_sk_push": "stack"}
    for name, container in joins.items():
        contract = contracts.lookup(name)
        assert contract.transfers(2) == "see_note" and container in contract.tags, name
    assert contracts.lookup("BIO_push").returns_alias == "arg1"


def test_encoders_say_what_they_allocate():
    lacking = [
        name
        for name in NAMES
        if name.startswith("i2d_") and 2 in contracts.lookup(name).advances
        and not contracts.lookup(name).owned_out()
    ]  # fmt: skip
    assert lacking == ["i2d_SSL_SESSION"], "whose page asks for a buffer"


@pytest.mark.parametrize(
    ("name", "arg", "kept"),
    [
        ("SSL_set_bio", 2, True),
        ("SSL_set_ex_data", 3, True),
        ("EC_KEY_set_method", 2, True),
        ("X509_STORE_CTX_set0_untrusted", 2, False),
        ("BIO_new_mem_buf", 1, False),
        ("SSL_CTX_use_certificate", 2, False),
    ],
)
def test_kept_for_good(name, arg, kept):
    assert keeps_for_good(contracts.lookup(name), arg) is kept


@pytest.mark.parametrize("name", ["cert_unref", "registry_add", "push_back", "box_take", "setCert"])
def test_names_that_take(name):
    assert takes_over(name)


@pytest.mark.parametrize("name", ["verify_peer", "print_cert", "cert_to_text", "dump"])
def test_names_that_only_look(name):
    assert not takes_over(name)


def test_a_filler_does_not_take_what_it_fills():
    assert takes_over("set_peer") and not takes_over("set_peer", target=True)
    assert takes_over("list_push", target=True)


HELPERS = """
void always(X509 *x) { if (x) X509_free(x); }
void sometimes(X509 *x, int really) { if (really) X509_free(x); }
void by_copy(void *p) { X509 *x = (X509 *)p; X509_free(x); }
void by_helper(X509 *x) { always(x); }
void another(X509 *x) { x = X509_new(); X509_free(x); }
int looks(X509 *x) { return X509_get_version(x) == 2; }
void walks(X509 *x) { X509 *y = x; while (y) { y = next_of(y); } }
X509 *same(X509 *x) { return x; }
X509 *made(BIO *in) { return PEM_read_bio_X509(in, NULL, NULL, NULL); }
X509 *cached(BIO *in) { X509 *x = PEM_read_bio_X509(in, NULL, NULL, NULL); cache = x; return x; }
"""


@pytest.fixture(scope="module")
def unit():
    return Unit("helpers.c", HELPERS.encode(), contracts=Contracts())


@pytest.mark.parametrize(
    ("name", "releases", "keeps"),
    [
        ("always", {0: "X509_free"}, set()),
        ("sometimes", {}, {0}),
        ("by_copy", {0: "X509_free"}, set()),
        ("by_helper", {0: "X509_free"}, set()),
        ("another", {}, {0}),
        ("looks", {}, set()),
        ("walks", {}, {0}),
    ],
)
def test_what_helpers_do_with_their_parameter(unit, name, releases, keeps):
    summary = unit.summary(name)
    assert (summary.releases, summary.keeps) == (releases, keeps)


def test_what_helpers_return(unit):
    assert unit.summary("same").returns_parameter == 0
    assert unit.summary("made").wraps == "PEM_read_bio_X509" and not unit.summary("made").shares
    assert unit.summary("cached").shares
