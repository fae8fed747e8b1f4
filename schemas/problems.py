"""Refusals as codes: each has a sentence in every language, kept in the API."""

from enum import StrEnum

from schemas.base import Message


class ProblemCode(StrEnum):
    """Why a request, or a row of a file, was refused. The words live in ``api.sentences``."""

    # the request
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    INVALID_REQUEST = "invalid_request"
    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    HEAD_TOO_LARGE = "head_too_large"
    ADDRESS_TOO_LONG = "address_too_long"
    TOO_SLOW = "too_slow"
    TOO_MANY_REQUESTS = "too_many_requests"
    TOO_MANY_STREAMS = "too_many_streams"
    UNAVAILABLE = "unavailable"
    NEWER_VERSION = "newer_version"
    INTERNAL = "internal"
    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused"
    CROSS_SITE_REQUEST = "cross_site_request"
    HOST_UNKNOWN = "host_unknown"
    SIGN_IN_CANCELLED = "sign_in_cancelled"
    SIGN_IN_STALE = "sign_in_stale"
    SIGN_IN_UNPROVEN = "sign_in_unproven"
    PROVIDER_UNAVAILABLE = "provider_unavailable"
    NOT_INVITED = "not_invited"
    ACCOUNT_CLOSED = "account_closed"
    PASSWORDS_OFF = "passwords_off"
    TOPIC_UNKNOWN = "topic_unknown"
    TOO_MANY_TOPICS = "too_many_topics"

    # people
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_PAUSED = "sign_in_paused"
    PASS_INVALID = "pass_invalid"  # noqa: S105 (a name)
    PASSWORD_WRONG = "password_wrong"  # noqa: S105 (a name)
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 (a name)
    PASSWORD_TOO_LONG = "password_too_long"  # noqa: S105 (a name)
    PASSWORD_PERSONAL = "password_personal"  # noqa: S105 (a name)
    PASSWORD_COMMON = "password_common"  # noqa: S105 (a name)
    LOGIN_INVALID = "login_invalid"
    LOGIN_TAKEN = "login_taken"
    USER_NOT_FOUND = "user_not_found"
    LAST_ADMINISTRATOR = "last_administrator"
    TOKEN_NOT_FOUND = "token_not_found"  # noqa: S105 (a name)
    SESSION_NOT_FOUND = "session_not_found"
    SCOPE_EXCEEDED = "scope_exceeded"

    # runs and datasets
    DATASET_NOT_FOUND = "dataset_not_found"
    DATASET_VERSION_NOT_FOUND = "dataset_version_not_found"
    DATASET_IN_USE = "dataset_in_use"
    DATASET_IN_TRAINING = "dataset_in_training"
    DATASET_INVALID = "dataset_invalid"
    DRAFT_NOT_FOUND = "draft_not_found"
    RUN_NOT_FOUND = "run_not_found"
    RUN_ALREADY_ENDED = "run_already_ended"
    RUN_WITHOUT_MODEL = "run_without_model"
    MODEL_MISSING = "model_missing"
    MODEL_DAMAGED = "model_damaged"
    QUESTION_NEEDED = "question_needed"
    QUESTION_UNFIT = "question_unfit"
    PREDICTION_FAILED = "prediction_failed"
    RUN_REPEATS_NONE = "run_repeats_none"
    RUN_NOT_FAILED = "run_not_failed"
    RUN_LIGHTEST = "run_lightest"
    TASK_MISMATCH = "task_mismatch"
    TASK_NOT_TAUGHT = "task_not_taught"
    STEP_UNFIT = "step_unfit"
    SUSPECTS_UNFIT = "suspects_unfit"
    RECIPE_ROW_UNKNOWN = "recipe_row_unknown"
    RECIPE_LABEL_UNKNOWN = "recipe_label_unknown"
    SPLIT_INDIVISIBLE = "split_indivisible"
    CELLS_TOO_LONG = "cells_too_long"
    REPORT_NOT_FOUND = "report_not_found"
    LEFT_OUT_NOT_FOUND = "left_out_not_found"
    VERSION_CONFLICT = "version_conflict"
    TOO_MANY_CORRECTIONS = "too_many_corrections"
    NO_CORRECTIONS = "no_corrections"
    RECIPE_INVALID = "recipe_invalid"
    BASE_MODEL_NOT_ALLOWED = "base_model_not_allowed"
    REPLAY_RUNNING = "replay_running"
    RETENTION_RUNNING = "retention_running"
    MODEL_DELETED = "model_deleted"
    MODEL_IN_USE = "model_in_use"
    TASK_NOT_OF_SHEETS = "task_not_of_sheets"
    CLASSIFICATION_NOT_FOUND = "classification_not_found"
    CLASSIFICATION_UNFINISHED = "classification_unfinished"
    QUOTA_CLASSIFICATIONS = "quota_classifications"
    QUOTA_RUNS = "quota_runs"
    QUOTA_RUNS_OF_ALL = "quota_runs_of_all"
    SAMPLE_NOT_FOUND = "sample_not_found"

    # workers
    WORKER_NOT_FOUND = "worker_not_found"
    WORKER_REVOKED = "worker_revoked"
    WORKER_UNREACHABLE = "worker_unreachable"
    WORKER_BUSY = "worker_busy"
    GRANT_INVALID = "grant_invalid"

    # a file that cannot be used
    FILE_TYPE_UNKNOWN = "file_type_unknown"
    FILE_UNREADABLE = "file_unreadable"
    FILE_PROTECTED = "file_protected"
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    COLUMN_NOT_FOUND = "column_not_found"
    COLUMN_DUPLICATED = "column_duplicated"
    TEXT_COLUMN_NOT_FOUND = "text_column_not_found"
    LABEL_COLUMN_NOT_FOUND = "label_column_not_found"
    ROLE_COLUMN_NOT_FOUND = "role_column_not_found"
    COLUMNS_AMBIGUOUS = "columns_ambiguous"
    COLUMNS_EQUAL = "columns_equal"
    NO_EXAMPLES = "no_examples"
    ONE_CLASS_ONLY = "one_class_only"
    CLASS_TOO_SMALL = "class_too_small"
    TOO_MANY_CLASSES = "too_many_classes"
    ONE_GROUP_ONLY = "one_group_only"
    CELLS_MERGED = "cells_merged"
    """Why examples may be missing: of merged cells only the first holds a value."""
    NO_ANSWERS = "no_answers"
    NO_ENTITIES = "no_entities"
    ENTITY_TYPE_TOO_SMALL = "entity_type_too_small"
    TOO_MANY_ENTITY_TYPES = "too_many_entity_types"

    # a question before the file can be used
    SHEETS_AMBIGUOUS = "sheets_ambiguous"
    SHEET_NOT_FOUND = "sheet_not_found"
    TASK_AMBIGUOUS = "task_ambiguous"
    SEPARATOR_UNCONFIRMED = "separator_unconfirmed"
    FORM_AMBIGUOUS = "form_ambiguous"
    ANSWER_STARTS_NEEDED = "answer_starts_needed"
    ENTITY_STARTS_NEEDED = "entity_starts_needed"
    SENTENCES_NOT_FOUND = "sentences_not_found"

    # a row that is left out
    TEXT_EMPTY = "text_empty"
    LABEL_EMPTY = "label_empty"
    TEXT_TOO_LONG = "text_too_long"
    CONTEXT_EMPTY = "context_empty"
    QUESTION_EMPTY = "question_empty"
    ANSWER_EMPTY = "answer_empty"
    ANSWER_NOT_IN_CONTEXT = "answer_not_in_context"
    ANSWER_AMBIGUOUS = "answer_ambiguous"
    PROMPT_EMPTY = "prompt_empty"
    COMPLETION_EMPTY = "completion_empty"
    CONVERSATION_EMPTY = "conversation_empty"
    CONVERSATION_UNREADABLE = "conversation_unreadable"
    CONVERSATION_NOT_TEXT = "conversation_not_text"
    CONVERSATION_OUT_OF_TURN = "conversation_out_of_turn"
    CONVERSATION_UNANSWERED = "conversation_unanswered"
    MESSAGE_EMPTY = "message_empty"
    TOKENS_EMPTY = "tokens_empty"
    TOKENS_UNREADABLE = "tokens_unreadable"
    TAGS_EMPTY = "tags_empty"
    TAGS_UNREADABLE = "tags_unreadable"
    LENGTHS_DIFFER = "lengths_differ"
    """A sentence has more words than tags, or fewer."""
    TAG_UNKNOWN = "tag_unknown"
    ENTITY_EMPTY = "entity_empty"
    ENTITY_TYPE_EMPTY = "entity_type_empty"
    ENTITY_NOT_IN_TEXT = "entity_not_in_text"
    ENTITY_AMBIGUOUS = "entity_ambiguous"
    ENTITY_OVERLAPS = "entity_overlaps"

    # a row that a recipe drops
    ROW_DROPPED = "row_dropped"
    DUPLICATE_DROPPED = "duplicate_dropped"
    NEAR_DUPLICATE_DROPPED = "near_duplicate_dropped"
    CONFLICT_DROPPED = "conflict_dropped"
    SHORT_TEXT_DROPPED = "short_text_dropped"
    LONG_TEXT_DROPPED = "long_text_dropped"
    LEAK_DROPPED = "leak_dropped"
    LABEL_LEFT_OUT = "label_left_out"


class DataProblem(Message):
    """One thing wrong with a file, where it is and the figures for its sentence."""

    code: ProblemCode
    row: int | None = None
    """As a spreadsheet program numbers it: the header is row 1."""
    column: str | None = None
    params: dict[str, str | int | float | list[str]] = {}
