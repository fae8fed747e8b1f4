"""What an administrator may set, each with its environment variable."""

from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, FilePath, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from infra.logging import LogFormat
from schemas.base_models import OFFERED
from schemas.limits import Limits
from schemas.notices import NoticeKind
from schemas.telemetry import HEARTBEAT_SECONDS, PRESENCE_TTL_SECONDS


def setting(name: str) -> AliasChoices:
    """``name`` as the industry writes it, or with our prefix."""
    return AliasChoices(name, f"AFINA_{name}")


class Joining(StrEnum):
    """Whom an identity provider may bring in as somebody new."""

    INVITED = "invited"
    """Whoever was invited by the e-mail address that the provider has verified."""
    ANYONE = "anyone"
    """Everybody whom the provider knows, too."""


class SmtpSecurity(StrEnum):
    """How mail is kept from being read on its way to the server."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


def _parted(value: Any) -> Any:
    """The parts between commas, without white space; anything but text as it is."""
    if not isinstance(value, str):
        return value
    return tuple(part for each in value.split(",") if (part := each.strip()))


def _networks(written: tuple[str, ...]) -> tuple[str, ...]:
    """The same, if each names a network or an address."""
    for each in written:
        ip_network(each, strict=False)
    return written


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parted)]
NOTIFIED = (
    NoticeKind.RUN_FAILED,
    NoticeKind.RUN_COMPLETED,
    NoticeKind.WORKER_LOST,
    NoticeKind.ALERT_RAISED,
)


class Settings(BaseSettings):
    """Read from the environment once, at the start of a process."""

    model_config = SettingsConfigDict(
        env_prefix="AFINA_", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    nats_url: Annotated[str, Field(validation_alias=setting("NATS_URL"))]
    """``nats://user:password@host:4222``"""
    callout_nats_url: str = ""
    """Of the broker's account in which it asks whom to let in; without it nobody answers here."""
    callout_issuer_seed: SecretStr = SecretStr("")
    """Signs the answers; the broker knows the public key."""
    callout_xkey_seed: SecretStr = SecretStr("")
    """Seals them, where the broker is not on this computer."""
    system_nats_url: str = ""
    """Of the broker's system account, to end the connections of workers that were revoked."""
    workers_nats_url: str = ""
    """Where workers reach the broker, without credentials: ``tls://host:4222``, ``wss://host``."""
    workers_port: int = 0
    """Where else the broker has a websocket with TLS, under the name of the API itself."""
    database_url: Annotated[str, Field(validation_alias=setting("DATABASE_URL"))] = ""
    """``postgresql://user:password@host:5432/afina``; workers have none."""
    blob_url: Annotated[str, Field(validation_alias=setting("BLOB_URL"))] = ""
    """``file:///folder``, ``s3://bucket/prefix``, ``gs://…`` or ``az://…``."""
    data_dir: Path = Path(".afina")
    host: str = "127.0.0.1"
    port: int = 8080
    tls_cert: FilePath | None = None
    """Of the API's own certificate, with those that lead to its authority; without it no TLS."""
    tls_key: FilePath | None = None
    """Of its private key, if that is not in the same file."""
    tls_authority: FilePath | None = None
    """Of the certificate of the authority that Afina made, for workers that compare it."""
    allowed_hosts: Listed = ()
    """Names, or patterns of them, under which people and workers ask for the API, separated by
    commas; addresses, ``localhost``, this computer's name and ``public_url``'s are always known."""
    base_models: tuple[str, ...] = OFFERED
    """Patterns of the base models that may be asked for, and that a worker loads; folders need a
    pattern that begins with ``/``."""
    max_retries: int = 3
    """Attempts that may fail before a run does."""
    max_active_runs_per_user: int = 3
    """That one person may have waiting or training. This and below: until an administrator sets
    another limit while everything runs."""
    max_active_runs: int = 10
    """Of everybody together."""
    max_file_bytes: int = 100 << 20
    max_rows: int = 1_000_000
    max_columns: int = 50
    max_text_characters: int = 50_000
    max_epochs: int = 100
    max_batch_size: int = 128
    max_length: int = 1024
    max_job_hours: float = 24.0
    """That a run may be trained for, all of its attempts together."""
    api_url: str = "http://127.0.0.1:8080"
    """Where workers fetch examples."""
    tls_ca: Path | None = None
    """The only authority whose certificates a worker accepts; by default its computer's own. Or the
    only certificate, under whatever name."""
    worker_token: str = ""
    worker_id: str = "local-1"
    worker_name: str = ""
    pool: str = "default"
    models_dir: Path | None = None
    """Where a worker keeps trained models; by default inside its own folder of the data dir."""
    keep_checkpoints_days: Annotated[float, Field(ge=0)] = 14.0
    """That a worker keeps checkpoints of runs that ended; 0 for ever, and so below."""
    keep_examples_days: Annotated[float, Field(ge=0)] = 1.0
    """That a worker keeps texts that no training has needed since."""
    ack_wait_seconds: float = 30.0
    """How long the broker lets a silent worker keep a job."""
    heartbeat_seconds: Annotated[float, Field(gt=0)] = HEARTBEAT_SECONDS
    """Between two signs of life of a worker, and between two renewals of its lease."""
    presence_seconds: Annotated[int, Field(ge=1)] = PRESENCE_TTL_SECONDS
    """Of silence before the broker marks a worker; three heartbeats or more."""
    retry_delay_seconds: Annotated[float, Field(ge=0)] = 10.0
    """Before a failed attempt's job is offered again, or one that another worker is busy with."""
    inference_memory_share: Annotated[float, Field(gt=0, le=1)] = 0.25
    """Of a worker's GPU, or of its computer's memory, for models that answer."""
    inference_niceness: Annotated[int, Field(ge=0, le=19)] = 14
    """How far models that answer stand back for everything else on a worker's computer; at 14 they
    get less than a twentieth of a processor that a training wants whole."""
    inference_idle_seconds: Annotated[float, Field(gt=0)] = 600.0
    """After the last question, that a worker keeps models loaded."""
    devices: Annotated[int, Field(ge=1)] | None = None
    """That a training takes at once; by default every CUDA device, elsewhere one."""
    no_progress_seconds: Annotated[float, Field(ge=0)] = 900.0
    """Without progress before a training raises an alert; here and below, 0 turns the rule off."""
    no_progress_restart_seconds: Annotated[float, Field(ge=0)] | None = None
    """Without progress before it is started again; by default twice the above."""
    quiet_phase_seconds: Annotated[float, Field(ge=0)] = 3600.0
    """That it may go without progress while a base model is loaded, or the model is saved."""
    stuck_epoch_seconds: Annotated[float, Field(ge=0)] = 1800.0
    """That an epoch may take before the training is started again."""
    stuck_epoch_forecasts: Annotated[float, Field(ge=1)] = 3.0
    """Times what was forecast of it that an epoch may take, if that is longer."""
    unclaimed_seconds: Annotated[float, Field(ge=0)] = 600.0
    """That a run may wait while no worker of its pool is there, before it raises an alert."""
    outbox_bytes: Annotated[int, Field(ge=1 << 20)] = 512 << 20
    """That a worker's untold events and telemetry may take on its disk; events never give way."""
    stream_topics: Annotated[int, Field(ge=1)] = 32
    """That one live stream may follow."""
    stream_waiting_messages: Annotated[int, Field(ge=1)] = 1024
    """Of a stream; a client that falls further behind is let go, and returns with its last id."""
    stream_waiting_bytes: Annotated[int, Field(ge=1)] = 1 << 20
    stream_stall_seconds: Annotated[float, Field(gt=0)] = 20.0
    """How long a stream's client may leave unread what was sent."""
    stream_ping_seconds: Annotated[float, Field(gt=0)] = 15.0
    """Of silence, after which a stream shows that it is there."""
    stream_recheck_seconds: Annotated[float, Field(gt=0)] = 5.0
    """Between two looks whether the tokens of open streams still count."""
    streams_per_user: Annotated[int, Field(ge=1)] = 100
    """Live streams that one person may have open, at each process."""
    rate_per_second: Annotated[float, Field(gt=0)] = 20.0
    """Requests that one person may go on making; uploads and estimates count more than once."""
    rate_burst: Annotated[int, Field(ge=1)] = 200
    """Of them that may come at once."""
    stranger_rate_per_second: Annotated[float, Field(gt=0)] = 10.0
    """Likewise, from an address, of whoever has not shown who they are."""
    stranger_rate_burst: Annotated[int, Field(ge=1)] = 100
    slow_head_seconds: Annotated[float, Field(gt=0)] = 10.0
    """For a client to end a TLS handshake, and then to send a request's line and headers."""
    slow_body_seconds: Annotated[float, Field(gt=0)] = 20.0
    """For every 16 KiB of a request's body."""
    slow_reader_seconds: Annotated[float, Field(gt=0)] = 20.0
    """For a client to take any of an answer."""
    connections_per_address: Annotated[int, Field(ge=0)] = 2048
    """Open at once, of one process; 0 for no bound, as behind a proxy."""
    board_seconds: Annotated[float, Field(gt=0)] = 10.0
    """Between two looks at the workers' heartbeats, for whoever follows them."""
    store_limit_bytes: Annotated[int, Field(ge=0)] = 0
    """That the broker's store may hold, for the alert that it is almost full; 0 leaves it to the
    embedded broker's own limit, and says nothing of others."""
    backup_dir: Path | None = None
    """Where backups are made without being asked; best on another disk."""
    backup_every_hours: Annotated[float, Field(ge=0)] = 0.0
    """Between two of them; 0 for none."""
    retention_hour: Annotated[int, Field(ge=0, le=23)] = 3
    """Of the local day, from which on what is too old is removed."""
    trusted_proxies: Annotated[Listed, AfterValidator(_networks)] = ()
    """Networks whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed, by commas."""
    session_hours: Annotated[float, Field(gt=0)] = 720.0
    """After which a browser must sign in again in any case."""
    session_idle_hours: Annotated[float, Field(gt=0)] = 72.0
    """Without use, after which a session ends."""
    password_min_length: Annotated[int, Field(ge=8, le=64)] = 15
    """Characters; NIST SP 800-63B asks for 15 where nothing but the password is asked for."""
    password_hash_memory_kib: Annotated[int, Field(ge=8)] = 65536
    """That one comparison of a password takes; this and below: RFC 9106, for little memory."""
    password_hash_passes: Annotated[int, Field(ge=1)] = 3
    password_hash_lanes: Annotated[int, Field(ge=1)] = 4
    password_hashes_at_once: Annotated[int, Field(ge=1)] = 2
    """Comparisons; others wait for their turn."""
    language: Literal["pt-BR", "en"] = "pt-BR"
    """Of what the installation itself tells people: e-mail and webhooks."""
    public_url: str = ""
    """Where people open the page, for links in notices and for identity providers."""
    password_sign_in: bool = True
    """Whether people may sign in with a password; the code of the first start works anyway."""
    oidc_issuer: str = ""
    """The identity provider, as it names itself: ``https://id.example.org``."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    """None is needed where the provider takes Afina for a public client."""
    oidc_name: str = ""
    """Of the provider, as people know it; by default its host."""
    oidc_scopes: str = "openid profile email"
    """What the provider is asked to tell of a person, separated by spaces."""
    oidc_groups_claim: str = "groups"
    """Where the provider says which groups a person is in."""
    oidc_admin_group: str = ""
    """Whose members administrate, as of each sign-in; without it roles are given here."""
    oidc_join: Joining = Joining.INVITED
    """Who comes in for the first time: ``invited`` people alone, or ``anyone``."""
    notify_kinds: Annotated[tuple[NoticeKind, ...], NoDecode, BeforeValidator(_parted)] = NOTIFIED
    """What is told, separated by commas."""
    notify_tries: Annotated[int, Field(ge=1)] = 10
    """Before a notice is given up, with growing pauses: some four hours."""
    notify_timeout_seconds: Annotated[float, Field(gt=0)] = 20.0
    """For a receiver to take a notice."""
    smtp_host: Annotated[str, Field(validation_alias=setting("SMTP_HOST"))] = ""
    """Where e-mail is handed in; without it, or without recipients, none is sent."""
    smtp_port: Annotated[int, Field(validation_alias=setting("SMTP_PORT"))] = 587
    smtp_user: Annotated[str, Field(validation_alias=setting("SMTP_USER"))] = ""
    smtp_password: Annotated[SecretStr, Field(validation_alias=setting("SMTP_PASSWORD"))] = (
        SecretStr("")
    )
    smtp_security: Annotated[SmtpSecurity, Field(validation_alias=setting("SMTP_SECURITY"))] = (
        SmtpSecurity.STARTTLS
    )
    """``starttls`` (port 587), ``tls`` from the first byte (port 465), or ``none``."""
    smtp_from: Annotated[str, Field(validation_alias=setting("SMTP_FROM"))] = "afina@localhost"
    """``Afina <afina@example.org>``, or the address alone."""
    notify_emails: Listed = ()
    """Who gets e-mail, separated by commas."""
    webhook_urls: Listed = ()
    """Where notices are posted to, separated by commas."""
    webhook_secret: SecretStr = SecretStr("")
    """``whsec_`` and a key in Base64 with which posts are signed; without it they are not."""
    webhook_anywhere: bool = False
    """Whether webhooks may be posted to link-local and cloud metadata addresses too."""
    log_level: str = "INFO"
    log_format: Annotated[LogFormat, Field(validation_alias=setting("LOG_FORMAT"))] = LogFormat.TEXT
    """``text`` for people, ``json`` for programs that collect the lines of all processes."""
    metrics_port: Annotated[int, Field(validation_alias=setting("METRICS_PORT"))] = 0
    """Where this process shows its figures and its health; 0 for nowhere."""
    metrics_host: Annotated[str, Field(validation_alias=setting("METRICS_HOST"))] = "127.0.0.1"
    seal_seconds: Annotated[float, Field(ge=0)] = 60.0
    """Between two seals of the log at least, while anything happens."""
    projector_partitions: Annotated[
        int, Field(ge=1, le=64, validation_alias=setting("PROJECTOR_PARTITIONS"))
    ] = 1
    """Processes that project the log together, each the runs and datasets that are its own."""

    @property
    def blobs_url(self) -> str:
        """Where files are kept; by default in the data folder."""
        return self.blob_url or f"file://{self.data_dir.absolute() / 'blobs'}"

    @property
    def limits(self) -> Limits:
        """What holds where an administrator has set nothing else."""
        return Limits(
            file_bytes=self.max_file_bytes,
            rows=self.max_rows,
            columns=self.max_columns,
            text_characters=self.max_text_characters,
            epochs=self.max_epochs,
            batch_size=self.max_batch_size,
            max_length=self.max_length,
            job_hours=self.max_job_hours,
            retries=self.max_retries,
            runs_of_person=self.max_active_runs_per_user,
            runs_of_all=self.max_active_runs,
        )

    @property
    def secrets(self) -> list[str]:
        """Whatever of it must never be read in a line.

        Tokens, passwords in addresses, what is declared secret, and the addresses of webhooks,
        which are as good as one.
        """
        values: list[Any] = [getattr(self, name) for name in type(self).model_fields]
        declared = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        addresses = [value for value in values if isinstance(value, str) and "://" in value]
        passwords = [urlsplit(address).password or "" for address in addresses]
        plain = [unquote(password) for password in passwords]
        return [self.worker_token, *declared, *passwords, *plain, *self.webhook_urls]
