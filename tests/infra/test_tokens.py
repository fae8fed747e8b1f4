import hashlib

from infra.tokens import PREFIX, digest, new_token


def test_every_token_is_new_and_recognisable():
    """A leaked one can be found by its prefix."""
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert all(token.startswith(PREFIX) and len(token) > 40 for token in tokens)


def test_a_token_is_kept_as_its_hash_alone():
    token = new_token()

    assert digest(token) == hashlib.sha256(token.encode()).digest()
