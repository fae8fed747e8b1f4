"""The form that every language fills in. A missing word is a type error."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from afina.words.alerts import AlertWords
from afina.words.audit import AuditWords
from afina.words.cancellation import CancellationWords
from afina.words.checkup import CheckupWords
from afina.words.diagnosis import DiagnosisWords
from afina.words.limits import LimitWords
from afina.words.models import ModelWords
from afina.words.numbers import Numbers
from afina.words.people import PeopleWords
from afina.words.retention import RetentionWords
from afina.words.usage import Phrases
from afina.words.workers import WorkerWords
from schemas.baselines import BaselineCode


class Language(StrEnum):
    """The languages that the command line speaks."""

    PORTUGUESE = "pt-BR"
    ENGLISH = "en"


class Verdict(StrEnum):
    """How good a model is, for somebody who wants to use it."""

    EXCELLENT = "excellent"
    GOOD = "good"
    ACCEPTABLE = "acceptable"
    POOR = "poor"
    UNSURE = "unsure"
    """The exam was too small to tell."""
    GUESSING = "guessing"
    """No better than always giving the commonest answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackWords:
    """About starting and stopping."""

    starting: Callable[[str], str]
    """Data directory."""
    serving: Callable[[str], str]
    """Address."""
    sign_in: Callable[[str], str]
    """Address with a token."""
    setup: Callable[[str], str]
    """Address with a code that works once."""
    joining: Callable[[str], str]
    """The command for another computer."""
    machine_key: str
    """In place of one that nobody has yet."""
    how_to_stop: str
    stopping: str
    stopped: str
    none_running: Callable[[str], str]
    """Data directory."""
    nothing_here: Callable[[str], str]
    """Data directory."""
    already_running: Callable[[int, str], str]
    """Process id, address."""
    busy: Callable[[int], str]
    """This process is starting a stack, or has the servers for itself."""
    port_taken: Callable[[str], str]
    cannot_start: Callable[[str], str]
    """What went wrong, technically."""
    cannot_stop: Callable[[int], str]
    prepared: str
    no_addresses: str
    wrong_setting: Callable[[str, str], str]
    """The environment variable; what is wrong with it, technically."""
    unfit_certificate: Callable[[str, str], str]
    """The file; what is wrong with it, technically."""
    in_plain_text: str
    """Others on the network reach the stack, without TLS."""
    not_admitted: Callable[[str], str]
    """The worker's id."""
    missing_part: Callable[[str, str], str]
    """The missing module, the extra that brings it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenWords:
    """About access tokens."""

    columns: tuple[str, str, str, str, str, str]
    """Identifier, for whom, name, made, last used, state."""
    user: Callable[[str], str]
    worker: Callable[[str], str]
    works: str
    revoked: str
    expired: str
    never: str
    now_revoked: Callable[[str], str]
    unknown: Callable[[str], str]
    not_an_id: Callable[[str], str]
    not_a_scope: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayWords:
    """About rebuilding the tables from the log."""

    reading: Callable[[str], str]
    """Stream."""
    columns: tuple[str, str, str, str]
    """Table, rows live, rows rebuilt, equal or not."""
    equal: str
    different: str
    all_equal: Callable[[str, str], str]
    """Events, seconds."""
    not_equal: Callable[[str], str]
    """The tables' names."""
    differing_rows: Callable[[str, str], str]
    """Table, keys."""
    use_rebuilt: str
    accept: str
    switched: str
    kept_rows: Callable[[str], str]
    """Rows."""
    rolled_back: str
    dropped: str
    none_to_drop: str
    one_action: str
    running: str
    no_space: Callable[[str, str], str]
    """Needed, free."""
    no_previous: str
    other_shape: str
    busy: str
    status_columns: tuple[str, str, str, str, str, str, str]
    """Model, position in the log, position in the telemetry, rows, size, made, differs in."""
    live: str
    next: str
    previous: str
    as_it_came: str
    under_construction: Callable[[str, str, str], str]
    """Messages read, messages to read, messages a second."""
    nothing_differs: str
    replaying: str
    stopped_amid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupWords:
    """About backups and restoring them."""

    stages: dict[str, str]
    """By ``Stage``; its value, since what defines it loads too slowly for ``--help``."""
    made: Callable[[str], str]
    """Folder."""
    holds: Callable[[str, str, str, str], str]
    """Events, rows of tables, files, megabytes."""
    took: Callable[[str, str], str]
    """Seconds, megabytes of files that were new."""
    private: str
    no_models: str
    missing: Callable[[str], str]
    """How many files."""
    whole: Callable[[str], str]
    """Folder; so below."""
    none_here: Callable[[str], str]
    busy: Callable[[str], str]
    damaged: Callable[[str], str]
    newer: Callable[[str], str]
    broker: Callable[[str], str]
    """What went wrong, technically; so below."""
    disk: Callable[[str], str]
    not_empty: Callable[[str], str]
    """Events."""
    in_use: str
    kept: Callable[[str], str]
    """Where what was replaced lies."""
    restored: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWords:
    """About events that could not be projected."""

    columns: tuple[str, str, str, str, str]
    """Sequence, subject, event, since when, why."""
    unknown: str
    """Why: only a newer version knows the type."""
    none_waiting: str
    how_to_retry: str
    no_such: Callable[[int], str]
    """Sequence."""
    say_which: str
    projected: Callable[[str], str]
    """How many."""
    still_waiting: Callable[[str], str]
    """How many."""
    log_away: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainWords:
    """About teaching a model from a spreadsheet."""

    no_such_file: Callable[[str], str]
    not_a_model: Callable[[str], str]
    cannot_ask: Callable[[str], str]
    """A run's id."""
    needs_model: str
    needs_question: str
    takes_no_question: str
    not_a_setting: Callable[[str], str]
    sending: Callable[[str], str]
    known: str
    rows: Callable[[str, str, str], str]
    """Rows in all, used, left out."""
    columns: Callable[[str, str], str]
    """The text's and the label's."""
    together: Callable[[str], str]
    """The column whose rows are never split."""
    categories: Callable[[str], str]
    more_categories: Callable[[str], str]
    """After those that are named: how many there are besides."""
    again: Callable[[str], str]
    goes_on: Callable[[str], str]
    """The name of a failed training that is tried again as it was."""
    lighter: Callable[[str, int, int], str]
    """Its name, the words of a text that are read now, and the texts at once."""
    """The run's name."""
    asked: Callable[[str, str], str]
    """Preset, base model."""
    follow: Callable[[str], str]
    """The run's page."""
    refused: Callable[[str], str]
    """File."""
    repeat_with: str
    """Before the options that answer a question."""
    at_row: Callable[[int], str]
    at_column: Callable[[str], str]
    whole: str
    round: Callable[[int, int], str]
    waiting: Callable[[int], str]
    """Place in the queue."""
    queued: str
    phases: dict[str, str]
    """By ``Phase``; its value, since the contracts load too slowly for ``--help``."""
    left: Callable[[int], str]
    """Minutes."""
    round_done: Callable[[int, int, int, str], str]
    """Round, rounds, hits in a hundred, seconds."""
    so_far: Callable[[int], str]
    """The best round's hits in a hundred."""
    round_done_by_f1: Callable[[int, int, int, str], str]
    """Of entities: round, rounds, F1 in a hundred, seconds."""
    so_far_by_f1: Callable[[int], str]
    """Of entities: the best round's F1 in a hundred."""
    requeued: str
    trying_again: str
    """After an attempt that failed, but was not the last."""
    memory: str
    memory_shortened: Callable[[str], str]
    """The tokens that a text may hold from now on."""
    reconnecting: str
    unreachable: Callable[[str], str]
    ask_cancel: str
    ask_cancel_own: str
    """The stack belongs to this command and ends with it."""
    yes: str
    """The letter."""
    left_running: Callable[[str], str]
    """The run's page."""
    left_waiting: str
    cancelling: str
    failed: Callable[[str], str]
    cancelled: str
    presets: dict[str, str]
    """By ``Preset``; its value, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataWords:
    """About checking and mending a spreadsheet."""

    stages: dict[str, str]
    """By ``Stage``; its value, likewise."""
    task: Callable[[str], str]
    sheet: Callable[[str], str]
    sheet_of: Callable[[str, str], str]
    """A sheet that could be meant, and its rows."""
    column: Callable[[str, str, int], str]
    """Role, name, how sure in a hundred."""
    left_out: Callable[[str], str]
    """Rows."""
    first_rows: Callable[[str], str]
    categories: Callable[[str], str]
    more_labels: Callable[[int], str]
    score: Callable[[int], str]
    nothing_found: str
    severities: dict[str, str]
    """By ``Severity``; its value, likewise."""
    lengths: Callable[[str], str]
    """Base model."""
    between: Callable[[str, str], str]
    cut: Callable[[str, str, str], str]
    """Tokens read, texts that are longer, percent of all tokens that are lost."""
    estimated: str
    counted: Callable[[str], str]
    """Examples."""
    suspects: Callable[[str, str], str]
    """Suspicious rows, rows that were looked at."""
    likelier: Callable[[str, str, int], str]
    """Label, likelier label, how sure in a hundred."""
    what_next: Callable[[str], str]
    """File."""
    none_left_out: str
    left_out_kept: Callable[[str], str]
    """File."""
    nothing_to_do: str
    not_a_column: Callable[[str], str]
    not_a_step: Callable[[str, str], str]
    """What was written, and what could be."""
    not_a_recipe: Callable[[str], str]
    """File."""
    steps: str
    changed: Callable[[str, str, str], str]
    """Examples before, after, changed in place."""
    scores: Callable[[int, int], str]
    """Before, after."""
    written: Callable[[str, str], str]
    """Examples, file."""
    unknown_format: Callable[[str], str]
    """File."""
    same_file: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultWords:
    """About a trained model."""

    headline: Callable[[int], str]
    """Hits in a hundred."""
    headline_small: Callable[[int, int], str]
    """Hits, examples."""
    headline_small_entities: Callable[[int, int], str]
    """Entities found, entities there are."""
    headline_small_answers: Callable[[int, int], str]
    """Questions answered exactly, questions."""
    headline_several: Callable[[int], str]
    """Texts with exactly their categories, in a hundred."""
    headline_entities: Callable[[int, int], str]
    """Found in a hundred, right in a hundred that it named."""
    headline_answers: Callable[[int, int], str]
    """Exactly right in a hundred, shared words in a hundred."""
    unanswered: Callable[[str, str], str]
    """Recognised, questions without an answer."""
    small_exam: str
    measured: Callable[[str], str]
    """Held-out examples."""
    range_right: Callable[[int, int], str]
    """Lowest and highest hits in a hundred that are to be expected."""
    range_entities: Callable[[int, int], str]
    """The same of the F1 of entities, in a hundred."""
    range_answers: Callable[[int, int], str]
    """The same of shared words in a hundred."""
    baseline: Callable[[str, int], str]
    """The commonest category, its hits in a hundred."""
    baseline_small: Callable[[str, int, int], str]
    """The commonest category, its hits, examples."""
    compared: str
    methods: dict[BaselineCode, str]
    this_model: str
    always_commonest: str
    in_hundred: Callable[[int], str]
    """Hits in a hundred."""
    simpler_does: str
    surest_mistakes: Callable[[str], str]
    """Rows of the sheet."""
    balance: Callable[[str], str]
    """Macro F1."""
    verdicts: dict[Verdict, str]
    per_category: str
    per_entity_type: str
    per_question_type: str
    hits_with_f1: Callable[[str, str, str], str]
    """Hits, examples, F1."""
    matches: Callable[[str, str, str], str]
    """Exactly right in a hundred, questions, F1."""
    hits: Callable[[str, str], str]
    """Hits, examples."""
    none_examined: str
    confusion: str
    confusion_help: str
    right_answer: str
    commonest_mistakes: str
    mistake: Callable[[str, str, int], str]
    """Right answer, given answer, times."""
    no_mistake: str
    took: Callable[[str, str], str]
    """Seconds, rounds."""
    expected: Callable[[str, str], str]
    """Durations: foretold by the first steps, and taken."""
    model: Callable[[str], str]
    """Folder."""
    model_elsewhere: Callable[[str], str]
    """Worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWords:
    """About the other formats of a trained model."""

    title: str
    columns: tuple[str, str, str, str, str]
    """Format, size, same answers, largest difference, folder."""
    agreed: Callable[[str, str], str]
    """Percent, answers that were compared."""
    formats: dict[str, str]
    """By ``ExportFormat``; its value, since the contracts load too slowly for ``--help``."""
    faults: dict[str, str]
    """By ``ExportFault``; its value, likewise."""
    not_a_format: Callable[[str, str], str]
    """What was written, and what could be."""
    none_asked: str
    no_model: Callable[[str], str]
    """Run or folder."""
    no_rows: str
    wrong_rows: Callable[[str], str]
    """File."""
    comparing: Callable[[str], str]
    """File."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitWords:
    """About teaching a model in a folder, without servers."""

    starting: str
    resuming: str
    holds_model: Callable[[str], str]
    """Folder."""
    stopping: str
    stopped: Callable[[str], str]
    """Folder."""
    log: Callable[[str], str]
    """File."""
    written: Callable[[str], str]
    """Folder."""
    settings: dict[str, str]
    """What each hyperparameter is, by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoWords:
    """About the demonstration."""

    title: str
    what: str
    shortened: Callable[[int, int, int], str]
    """Tokens, rounds, batch."""
    no_encoder: str
    starting: str
    reusing: Callable[[str], str]
    not_ready: Callable[[str], str]
    """Log file."""
    new_texts: str
    answered: Callable[[str, int], str]
    """Category, confidence in a hundred."""
    still_on: Callable[[str], str]
    sign_in: Callable[[str], str]
    how_to_stop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpWords:
    """What ``--help`` says."""

    afina: str
    beginning: str
    """Below the list of commands."""
    up: str
    stop: str
    train: str
    demo: str
    token: str
    token_create: str
    token_scope: str
    token_expires: str
    token_list: str
    token_revoke: str
    replay: str
    replay_switch: str
    replay_accept: str
    replay_rollback: str
    replay_status: str
    replay_drop: str
    user: str
    user_list: str
    user_invite: str
    user_reset: str
    user_export: str
    user_export_file: str
    user_disable: str
    user_enable: str
    user_role: str
    user_setup_code: str
    user_who: str
    user_name: str
    user_role_name: str
    user_login: str
    user_email: str
    retention: str
    retention_show: str
    retention_preview: str
    retention_apply: str
    backup: str
    backup_place: str
    backup_verify: str
    backup_quiet: str
    restore: str
    restore_place: str
    restore_replace: str
    events: str
    events_list: str
    events_show: str
    events_retry: str
    sequence: str
    retry_sequences: str
    retry_all: str
    doctor: str
    doctor_log: str
    all_ended: str
    rebuild: str
    reproduce: str
    retry: str
    run_to_retry: str
    lighter: str
    cancel: str
    run_to_cancel: str
    keep_model: str
    alerts: str
    alerts_all: str
    audit: str
    audit_verify: str
    audit_expect: str
    audit_seal: str
    audit_anew: str
    audit_list: str
    audit_export: str
    audit_out: str
    audit_actor: str
    audit_about: str
    audit_group: str
    audit_from: str
    audit_to: str
    audit_address: str
    audit_before: str
    audit_limit: str
    run_id: str
    classify: str
    classify_out: str
    model: str
    model_list: str
    model_archived: str
    model_show: str
    model_rename: str
    model_name: str
    model_archive: str
    model_back: str
    model_delete: str
    model_yes: str
    model_run: str
    prepare: str
    secrets: str
    api: str
    consumers: str
    worker: str
    data_dir: str
    host: str
    port: str
    workers: str
    tls: str
    names: str
    workers_port: str
    no_browser: str
    quiet: str
    language: str
    version: str
    file: str
    task: str
    preset: str
    base_model: str
    text_column: str
    label_column: str
    group_column: str
    run_name: str
    set: str
    data: str
    data_check: str
    data_fix: str
    sheet: str
    column: str
    label_separator: str
    form: str
    tokens_of: str
    json: str
    left_out_file: str
    suspects: str
    out: str
    recipe: str
    save_recipe: str
    recommended: str
    step: str
    owner: str
    token_name: str
    token_worker: str
    worker_join: str
    worker_register: str
    join_url: str
    join_token: str
    worker_list: str
    worker_renew: str
    worker_revoke: str
    worker_which: str
    limits: str
    limits_show: str
    limits_set: str
    limits_reset: str
    limit_name: str
    limit_value: str
    authority: str
    fingerprint: str
    service: str
    token_id: str
    model_and_texts: str
    run_to_ask: str
    question: str
    worker_id: str
    worker_name: str
    pool: str
    models_dir: str
    api_url: str
    fit: str
    fit_out: str
    fit_overwrite: str
    fit_json: str
    export: str
    export_of: str
    export_format: str
    export_data: str
    export_too: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language, whole."""

    language: Language
    numbers: Numbers
    stack: StackWords
    worker: WorkerWords
    token: TokenWords
    replay: ReplayWords
    backup: BackupWords
    events: EventWords
    train: TrainWords
    data: DataWords
    result: ResultWords
    export: ExportWords
    fit: FitWords
    demo: DemoWords
    cancellation: CancellationWords
    alerts: AlertWords
    model: ModelWords
    audit: AuditWords
    checkup: CheckupWords
    diagnosis: DiagnosisWords
    retention: RetentionWords
    people: PeopleWords
    limits: LimitWords
    usage: Phrases
    help: HelpWords
