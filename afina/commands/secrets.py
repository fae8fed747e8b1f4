"""``afina secrets``: all that compose or a cluster must be told in secret, made new each time."""

import secrets

PASSWORDS = (
    "POSTGRES_PASSWORD",
    "AFINA_BROKER_PASSWORD",
    "AFINA_CALLOUT_PASSWORD",
    "AFINA_SYSTEM_PASSWORD",
)
PASSWORD_BYTES = 24


def show() -> None:
    """Print lines for ``deploy/.env``; nothing is kept here."""
    print(*(f"{name}={value}" for name, value in made().items()), sep="\n")


def made() -> dict[str, str]:
    """New passwords, and the two pairs of keys by which broker and API know each other."""
    from infra.nkeys import KeyKind, new_seed, public_of

    # They become parts of addresses, and the broker reads digits at the front as a number.
    passwords = {name: f"k{secrets.token_hex(PASSWORD_BYTES)}" for name in PASSWORDS}
    issuer, xkey = new_seed(KeyKind.ACCOUNT), new_seed(KeyKind.CURVE)
    return passwords | {
        "AFINA_CALLOUT_ISSUER": public_of(issuer),
        "AFINA_CALLOUT_ISSUER_SEED": issuer,
        "AFINA_CALLOUT_XKEY": public_of(xkey),
        "AFINA_CALLOUT_XKEY_SEED": xkey,
    }
