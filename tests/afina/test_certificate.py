import stat
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from afina import authority, certificate, names
from afina.authority import Pair
from afina.certificate import CertificateError
from infra import clock, trust
from tests.infra.handshakes import greeted

NOW = clock.now()
NAMES = ["gabinete", "afina.example", "192.0.2.7", "fd00::7"]


@pytest.fixture
def own(tmp_path: Path) -> Pair:
    return Pair(tmp_path / "server.pem", tmp_path / "server.key")


@pytest.fixture
def signer(tmp_path: Path) -> Pair:
    return Pair(tmp_path / "authority.pem", tmp_path / "authority.key")


def test_it_counts_under_each_of_its_names(own: Pair, signer: Pair):
    authority.server(own, signer, NAMES, NOW)
    context = trust.context(signer.certificate)
    assert [greeted(own.certificate, own.key, context, name) for name in NAMES] == [0] * len(NAMES)


def test_it_lasts_no_longer_than_browsers_accept(own: Pair, signer: Pair):
    """397 days, the hours for clocks that go differently included."""
    made = authority.server(own, signer, NAMES, NOW)
    assert made.not_valid_after_utc - made.not_valid_before_utc <= timedelta(days=397)
    assert made.not_valid_before_utc < NOW


def test_keys_are_their_owners_alone(own: Pair, signer: Pair):
    authority.server(own, signer, NAMES, NOW)
    for pair in (own, signer):
        assert stat.S_IMODE(pair.key.stat().st_mode) == 0o600


def test_the_authority_signs_for_this_installation_and_makes_no_others(own: Pair, signer: Pair):
    """Whoever trusts it trusts servers that it signed, and no further authorities."""
    authority.server(own, signer, NAMES, NOW)
    kept = signer.read()
    assert kept is not None
    told = kept.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (told.ca, told.path_length) == (True, 0)


@pytest.mark.parametrize(
    ("later", "wanted", "is_kept"),
    [
        (timedelta(days=365), NAMES, True),
        (timedelta(days=365), NAMES[:2], True),
        (timedelta(days=367), NAMES, False),
        (timedelta(0), [*NAMES, "198.51.100.1"], False),
    ],
)
def test_it_is_made_once_until_its_end_is_near_or_a_name_is_missing(
    own: Pair, signer: Pair, later: timedelta, wanted: list[str], is_kept: bool
):
    """The authority stays: nobody has to compare fingerprints again."""
    first = authority.server(own, signer, NAMES, NOW)
    vouching = signer.read()
    assert (authority.server(own, signer, wanted, NOW + later) == first) is is_kept
    assert signer.read() == vouching


def test_an_authority_that_could_not_vouch_to_the_end_is_made_anew(own: Pair, signer: Pair):
    """Then the server's certificate is, too."""
    first, vouching = authority.server(own, signer, NAMES, NOW), signer.read()
    much_later = NOW + timedelta(days=3300)
    assert authority.server(own, signer, NAMES, much_later) != first
    assert signer.read() != vouching


def test_this_computer_is_known_by_its_addresses_and_by_what_people_call_it():
    """Each once; never by the address that means all of them."""
    known = names.known(["Afina.Example.", "açaí.example", "0.0.0.0", "::", "afina.example", ""])
    assert len(known) == len(set(known))
    assert {"localhost", "127.0.0.1", "::1", "afina.example", "xn--aa-4iaz.example"} <= {*known}
    assert not {"0.0.0.0", "::", ""} & {*known}


def test_a_given_certificate_is_used_as_it_was(tmp_path: Path):
    """Local programs trust it by itself, since it seldom names the loopback."""
    (tmp_path / "given").mkdir()
    pair = Pair(tmp_path / "given" / "chain.pem", tmp_path / "given" / "key.pem")
    signer = Pair(tmp_path / "given" / "ca.pem", tmp_path / "given" / "ca.key")
    authority.server(pair, signer, ["afina.example"], NOW)

    used = certificate.taken_over(tmp_path, pair.certificate, pair.key)
    pair.certificate.write_text("renewed meanwhile")

    assert used.authority is None
    assert used.fingerprint is None
    assert greeted(used.chain, used.key, trust.context(used.trusted), "127.0.0.1") == 0


@pytest.mark.parametrize("wrong", ["no such file", "no certificate", "another's key", "ended"])
def test_a_given_certificate_that_cannot_serve_is_refused(tmp_path: Path, wrong: str):
    (tmp_path / "given").mkdir()
    pair = Pair(tmp_path / "given" / "chain.pem", tmp_path / "given" / "key.pem")
    signer = Pair(tmp_path / "given" / "ca.pem", tmp_path / "given" / "ca.key")
    long_ago = NOW - timedelta(days=500)
    authority.server(pair, signer, ["afina.example"], long_ago if wrong == "ended" else NOW)
    if wrong == "no such file":
        pair.certificate.unlink()
    elif wrong == "no certificate":
        pair.certificate.write_text("nothing")
    key = signer.key if wrong == "another's key" else pair.key

    with pytest.raises(CertificateError, match=r"chain\.pem"):
        certificate.taken_over(tmp_path, pair.certificate, key)
