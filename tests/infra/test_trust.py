import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from afina import authority, certificate
from afina.authority import Pair
from afina.certificate import Certificate
from infra import clock, trust
from tests.infra.handshakes import greeted


@pytest.fixture
def shown(tmp_path: Path) -> Certificate:
    return certificate.made(tmp_path, ["afina.example"])


def test_only_the_named_authoritys_certificates_count(shown: Certificate, tmp_path: Path):
    """Neither another installation's, nor this one for who trusts the computer's own."""
    (tmp_path / "other").mkdir()
    other = certificate.made(tmp_path / "other", [])
    chain, key = shown.chain, shown.key
    assert greeted(chain, key, trust.context(shown.trusted), "afina.example") == 0
    assert greeted(chain, key, trust.context(other.trusted), "afina.example")
    assert greeted(chain, key, trust.context(None), "afina.example")


@pytest.mark.parametrize("name", ["elsewhere.example", "203.0.113.7"])
def test_a_good_certificate_of_another_name_is_told_apart(shown: Certificate, name: str):
    refused = greeted(shown.chain, shown.key, trust.context(shown.trusted), name)
    assert refused in trust.NAMES_DIFFER


def test_a_pinned_certificate_counts_alone_under_whatever_name(shown: Certificate, tmp_path: Path):
    """Even another one of the same authority, for the same names, does not."""
    pin = tmp_path / "pin.pem"
    pin.write_text(trust.pinned(shown.chain.read_text() + shown.trusted.read_text()))
    assert greeted(shown.chain, shown.key, trust.context(pin), "127.0.0.9") == 0

    shown.chain.unlink()
    renewed = certificate.made(tmp_path, ["afina.example"])
    assert greeted(renewed.chain, renewed.key, trust.context(renewed.trusted), "localhost") == 0
    assert greeted(renewed.chain, renewed.key, trust.context(pin), "127.0.0.9")


def test_anybody_is_believed_only_where_that_is_asked_for(shown: Certificate):
    assert greeted(shown.chain, shown.key, trust.of_anybody(), "elsewhere.example") == 0


def test_a_fingerprint_is_that_of_a_certificate(shown: Certificate):
    """As OpenSSL tells it."""
    text = shown.trusted.read_text()
    told = x509.load_pem_x509_certificate(text.encode()).fingerprint(SHA256()).hex()
    assert trust.fingerprint(f"  {text}\n") == told
    for wrong in ("", "nothing"):
        with pytest.raises(ValueError, match="PEM"):
            trust.fingerprint(wrong)


def padded(folder: Path) -> str:
    """A certificate whose size leaves a sign of padding; a signature is now longer, now shorter."""
    pair = Pair(folder / "a.pem", folder / "a.key")
    text = ""
    while "=" not in text:
        pair.certificate.unlink(missing_ok=True)
        authority.authority(pair, "padded", clock.now())
        text = pair.certificate.read_text()
    return text


def test_what_hides_behind_a_certificate_is_not_kept(shown: Certificate, tmp_path: Path):
    """Padding ends what Python reads, so that the fingerprint alone would not notice."""
    evil = shown.trusted.read_text().replace(" CERT", " TRUSTED CERT")
    hidden = padded(tmp_path) + evil + trust.END
    kept = trust.alone(hidden)
    assert kept.count("BEGIN") == 1
    assert trust.fingerprint(kept) == trust.fingerprint(hidden)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("AB" * 32, "ab" * 32),
        (":".join(["AB"] * 32), "ab" * 32),
        (f"  sha256:{'0f' * 32} ", "0f" * 32),
        ("ab" * 31, None),
        ("xy" * 32, None),
        ("", None),
    ],
)
def test_a_fingerprint_is_read_however_people_write_it(said: str, meant: str | None):
    assert trust.written(said) == meant


def test_a_wrong_file_is_no_authority(tmp_path: Path):
    (tmp_path / "none.pem").write_text("nothing")
    with pytest.raises(ssl.SSLError):
        trust.context(tmp_path / "none.pem")
