"""About what goes by itself, in both languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionWords:
    """About ``afina retention``."""

    kinds: Mapping[str, str]
    """By ``RetentionKind``; its value, since the contracts load too slowly for ``--help``."""
    kept: Mapping[str, str]
    """By the policy's field, with its number."""
    found_columns: tuple[str, str, str, str, str]
    """Kind, count, megabytes, oldest, examples."""
    removed_columns: tuple[str, str, str]
    """Kind, count, megabytes."""
    nothing_due: str
    nothing_went: str
    failed: Callable[[str, str], str]
    """How many, of what."""
    unread: Callable[[str], str]
    busy: str
    log_stays: str


PORTUGUESE = RetentionWords(
    kinds={
        "log_lines": "linhas de registro dos treinos",
        "notices": "avisos já enviados",
        "credentials": "acessos vencidos",
        "incoming": "envios interrompidos",
        "deleted_files": "arquivos de bases excluídas",
        "orphaned_files": "arquivos sem base",
        "classifications": "planilhas classificadas",
        "read_models": "tabelas anteriores",
        "backups": "cópias de segurança antigas",
    },
    kept={
        "log_lines_days": "linhas de registro dos treinos: {count} dias",
        "notices_days": "avisos já enviados: {count} dias",
        "credentials_days": "acessos vencidos: {count} dias depois do fim",
        "incoming_days": "envios interrompidos: {count} dias",
        "orphaned_files_days": "arquivos que nenhuma base usa: {count} dias",
        "classifications_days": "planilhas classificadas, depois de prontas: {count} dias",
        "read_models_days": "tabelas anteriores a uma troca: {count} dias",
        "backups_newest": "cópias de segurança mais novas: {count}",
        "backups_daily": "e a última cópia de cada um de {count} dias",
        "backups_weekly": "e a última cópia de cada uma de {count} semanas",
    },
    found_columns=("O que sairia", "Quantos", "MB", "O mais antigo", "Por exemplo"),
    removed_columns=("O que saiu", "Quantos", "MB"),
    nothing_due="Nada passou do prazo.",
    nothing_went="Nada passou do prazo; nada foi removido.",
    failed=lambda count, kind: f"{count} de {kind} não puderam ser removidos; na próxima vez, sim.",
    unread=lambda kind: f"Não foi possível examinar: {kind}.",
    busy="Outro processo está removendo o que passou do prazo. Tente daqui a pouco.",
    log_stays="O registro do que aconteceu nunca é encurtado.",
)

ENGLISH = RetentionWords(
    kinds={
        "log_lines": "log lines of trainings",
        "notices": "notices that were sent",
        "credentials": "expired credentials",
        "incoming": "uploads that broke off",
        "deleted_files": "files of deleted datasets",
        "orphaned_files": "files of no dataset",
        "classifications": "classified spreadsheets",
        "read_models": "previous tables",
        "backups": "old backups",
    },
    kept={
        "log_lines_days": "log lines of trainings: {count} days",
        "notices_days": "notices that were sent: {count} days",
        "credentials_days": "credentials: {count} days after their end",
        "incoming_days": "uploads that broke off: {count} days",
        "orphaned_files_days": "files that no dataset uses: {count} days",
        "classifications_days": "classified spreadsheets, after they are done: {count} days",
        "read_models_days": "tables in use before a switch: {count} days",
        "backups_newest": "newest backups: {count}",
        "backups_daily": "and the last backup of each of {count} days",
        "backups_weekly": "and the last backup of each of {count} weeks",
    },
    found_columns=("What would go", "Count", "MB", "The oldest", "For example"),
    removed_columns=("What went", "Count", "MB"),
    nothing_due="Nothing is too old.",
    nothing_went="Nothing is too old; nothing was removed.",
    failed=lambda count, kind: (
        f"{count} of {kind} could not be removed; the next pass tries again."
    ),
    unread=lambda kind: f"Could not be examined: {kind}.",
    busy="Another process is removing what is too old. Try again in a moment.",
    log_stays="The log of what happened is never shortened.",
)
