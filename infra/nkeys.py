"""NATS's own keys: how they are written, and what is signed and sealed with them.

Their written form is described in NATS's ADR-14, sealing in ADR-26.
"""

import base64
import binascii
import os
from enum import IntEnum

from nacl.exceptions import CryptoError
from nacl.public import Box, PrivateKey, PublicKey
from nacl.signing import SigningKey, VerifyKey

RAW_BYTES = 32
_SEED = 18 << 3
_SEALED = b"xkv1"


class KeyKind(IntEnum):
    """Whose key it is: the first byte of its written form."""

    ACCOUNT = 0
    SERVER = 13 << 3
    USER = 20 << 3
    CURVE = 23 << 3
    """For sealing, not for signing."""


class InvalidKeyError(ValueError):
    """What should be a key, or be made with one, is not."""


def new_seed(kind: KeyKind) -> str:
    """A secret from which a pair of keys follows."""
    head = bytes([_SEED | kind >> 5, (kind & 31) << 3])
    return _written(head + os.urandom(RAW_BYTES))


def public_of(seed: str) -> str:
    """The public key of a seed."""
    kind, raw = _opened(seed)
    if kind is KeyKind.CURVE:
        return _written(bytes([kind]) + bytes(PrivateKey(raw).public_key))
    return _written(bytes([kind]) + bytes(SigningKey(raw).verify_key))


def signed(seed: str, data: bytes) -> bytes:
    """The signature of ``data`` by the seed's key."""
    return SigningKey(_opened(seed)[1]).sign(data).signature


def verify(public: str, kind: KeyKind, data: bytes, signature: bytes) -> None:
    """Return if ``signature`` is that of ``data`` by ``public``, which is of ``kind``.

    Raises:
        InvalidKeyError: it is not.
    """
    try:
        VerifyKey(_raw(public, kind)).verify(data, signature)
    except (CryptoError, ValueError) as error:
        raise InvalidKeyError(f"not signed by {public}") from error


def sealed(seed: str, receiver: str, data: bytes) -> bytes:
    """``data``, for the eyes of the curve key ``receiver`` alone."""
    return _SEALED + bytes(_box(seed, receiver).encrypt(data))


def unsealed(seed: str, sender: str, data: bytes) -> bytes:
    """What the curve key ``sender`` sealed for us.

    Raises:
        InvalidKeyError: it did not.
    """
    if not data.startswith(_SEALED):
        raise InvalidKeyError("not sealed")
    try:
        return _box(seed, sender).decrypt(data.removeprefix(_SEALED))
    except (CryptoError, ValueError) as error:
        raise InvalidKeyError("sealed for somebody else") from error


def _box(seed: str, other: str) -> Box:
    return Box(PrivateKey(_opened(seed)[1]), PublicKey(_raw(other, KeyKind.CURVE)))


def _written(body: bytes) -> str:
    checksum = binascii.crc_hqx(body, 0).to_bytes(2, "little")
    return base64.b32encode(body + checksum).decode().rstrip("=")


def _read(text: str) -> bytes:
    """What is written, without its checksum."""
    try:
        whole = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error as error:
        raise InvalidKeyError("not in base 32") from error
    body, checksum = whole[:-2], whole[-2:]
    if binascii.crc_hqx(body, 0).to_bytes(2, "little") != checksum:
        raise InvalidKeyError("wrong checksum")
    return body


def _raw(public: str, kind: KeyKind) -> bytes:
    body = _read(public)
    if len(body) != 1 + RAW_BYTES or body[0] != kind:
        raise InvalidKeyError(f"not the public key of a {kind.name.lower()}")
    return body[1:]


def _opened(seed: str) -> tuple[KeyKind, bytes]:
    body = _read(seed)
    if len(body) != 2 + RAW_BYTES or body[0] & 248 != _SEED:
        raise InvalidKeyError("not a seed")
    return KeyKind((body[0] & 7) << 5 | body[1] >> 3), body[2:]
