"""What nobody may read in a line."""

import pytest

from infra import tokens
from infra.secrecy import HIDDEN, Secrecy, forget
from infra.settings import Settings

TOLD = Settings(
    nats_url="nats://afina:broker-Secret@nats:4222",
    database_url="postgresql://afina:data%40base-Secret@db:5432/afina",
    worker_token="afn_worker-Secret",
    smtp_password="smtp-Secret",
    webhook_secret="whsec_c2VjcmV0",
    webhook_urls=("https://hooks.example/T0/path-Secret",),
)
SECRETS = [
    "broker-Secret",
    "data%40base-Secret",
    "data@base-Secret",
    "afn_worker-Secret",
    "smtp-Secret",
    "whsec_c2VjcmV0",
    "https://hooks.example/T0/path-Secret",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_every_secret_of_the_settings_is_known_by_its_value(secret: str):
    """However another's message dresses it up."""
    said = f"could not use <{secret}> and {secret!r}, so {secret}{secret}"

    assert secret not in Secrecy.about(TOLD.secrets).hide(said)
    assert Secrecy.about(TOLD.secrets).hide("nothing of it") == "nothing of it"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("no postgresql://me:s3/cr:t@db/x here", f"no postgresql://me:{HIDDEN}@db/x here"),
        ("nats://:token@h and http://h:80/a", f"nats://:{HIDDEN}@h and http://h:80/a"),
        ("{'password': 'hunter2', 'user': 'me'}", f"{{'password': '{HIDDEN}', 'user': 'me'}}"),
        ("host=db password=hunter2 user=me", f"host=db password={HIDDEN} user=me"),
        ("Authorization: Bearer abc.def", f"Authorization: Bearer {HIDDEN}"),
        ('{"client_secret":"x1"}', f'{{"client_secret":"{HIDDEN}"}}'),
        ("password authentication failed for user", "password authentication failed for user"),
        ("512 tokens, mail to a@b.example", "512 tokens, mail to a@b.example"),
    ],
)
def test_others_are_known_by_their_look(said: str, read: str):
    """And what only speaks of one stays readable."""
    assert Secrecy().hide(said) == read


def test_a_new_token_is_known_by_its_look():
    """Nobody has told the process of it."""
    token = tokens.new_token()

    assert Secrecy().hide(f"got {token}.") == f"got afn_{HIDDEN}."


def test_a_setting_that_cannot_be_read_is_not_repeated():
    """Pydantic would print what it was given."""
    with pytest.raises(ValueError, match="validation error") as caught:
        Settings.model_validate({"DATABASE_URL": "postgresql://a:b-Secret@c/d", "port": "x-Secret"})

    assert "Secret" not in str(caught.value)


def test_what_is_forgotten_is_not_told_to_processes_that_begin():
    """A file may have its reader disclose all that it knows."""
    kept = {"PATH": "/opt/smtp-Secret/bin", "AFINA_PORT": "8080", "AFINA_BLOB_URL": "file:///x"}
    environment = kept | {
        "NATS_URL": TOLD.nats_url,
        "DATABASE_URL": TOLD.database_url,
        "AFINA_SMTP_PASSWORD": "smtp-Secret",
        "AFINA_WEBHOOK_URLS": '["https://hooks.example/T0/path-Secret"]',
    }

    forget(environment, TOLD.secrets)

    assert environment == kept
