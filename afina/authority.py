"""The small authority of one installation, and the server's certificate that it signs.

It vouches for one computer to those that were told its fingerprint, and for nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from afina.embedded.secrets import write_private

LIFE = timedelta(days=3650)
SERVERS_LIFE = timedelta(days=396)
"""With the day before, the 397 days that browsers accept at most."""
BEFORE = timedelta(days=1)
"""For clocks that go differently."""
NEAR = timedelta(days=30)
"""To the end of a certificate: time for the next."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its private key, as two files."""

    certificate: Path
    key: Path

    def read(self) -> x509.Certificate | None:
        """The certificate; None before it was made."""
        if not (self.certificate.is_file() and self.key.is_file()):
            return None
        return x509.load_pem_x509_certificate(self.certificate.read_bytes())


def authority(pair: Pair, name: str, now: datetime) -> x509.Certificate:
    """The authority kept in ``pair``; one of that ``name`` is made if there is none that counts."""
    kept = pair.read()
    if kept is not None and kept.not_valid_after_utc > now + SERVERS_LIFE:
        return kept
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _named(f"Afina ({name})")
    usage = _usage(key_cert_sign=True)
    made = (
        _begun(subject, subject, key, now, now + LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, SHA256())
    )
    _keep(pair, key, made)
    return made


def server(pair: Pair, signer: Pair, names: Sequence[str], now: datetime) -> x509.Certificate:
    """A certificate of the signer's for ``names``; the kept one, if it still serves."""
    by = authority(signer, names[0], now)
    kept = pair.read()
    if kept is not None and _serves(kept, by, names, now):
        return kept
    key = ec.generate_private_key(ec.SECP256R1())
    signing = load_pem_private_key(signer.key.read_bytes(), None)
    if not isinstance(signing, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{signer.key} holds no key of ours")
    alternatives = x509.SubjectAlternativeName([_general(name) for name in names])
    own = x509.SubjectKeyIdentifier.from_public_key(signing.public_key())
    signers = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)
    made = (
        _begun(_named(names[0]), by.subject, key, now, now + SERVERS_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(alternatives, critical=False)
        .add_extension(signers, critical=False)
        .sign(signing, SHA256())
    )
    _keep(pair, key, made)
    return made


def _serves(
    kept: x509.Certificate, by: x509.Certificate, names: Sequence[str], now: datetime
) -> bool:
    """Whether ``kept`` is of this authority, for all of ``names``, and not about to end."""
    try:
        kept.verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature):
        return False
    told = kept.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return kept.not_valid_after_utc > now + NEAR and {*map(_general, names)} <= {*told}


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(end)
        .add_extension(identifier, critical=False)
    )


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=key_cert_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _keep(pair: Pair, key: ec.EllipticCurvePrivateKey, made: x509.Certificate) -> None:
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_private(pair.key, private.decode())
    write_private(pair.certificate, made.public_bytes(Encoding.PEM).decode())
