"""About limits that hold for everybody, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitWords:
    """About ``afina limits``."""

    columns: tuple[str, ...]
    names: dict[str, str]
    """By the limit's name in the API."""
    changed: str
    not_shown: str
    not_set: str
    unknown: str
    """``{name}``, ``{names}``"""
    not_a_number: str
    """``{value}``"""


PORTUGUESE = LimitWords(
    columns=("Nome", "O que limita", "Vale", "Padrão", ""),
    names={
        "file_bytes": "tamanho de um arquivo, em bytes",
        "rows": "linhas de uma planilha",
        "columns": "colunas de uma planilha",
        "text_characters": "caracteres de um texto",
        "epochs": "rodadas de um treino",
        "batch_size": "textos de cada vez",
        "max_length": "pedaços de palavra lidos de um texto",
        "job_hours": "horas de um treino, com todas as tentativas",
        "retries": "tentativas que podem falhar",
        "runs_of_person": "treinos de uma pessoa ao mesmo tempo",
        "runs_of_all": "treinos de todos ao mesmo tempo",
    },
    changed="mudado aqui",
    not_shown="Não dá para mostrar os limites:",
    not_set="O limite fica como está:",
    unknown="Não há limite “{name}”. Use um destes: {names}.",
    not_a_number="“{value}” não é um número. Escreva só algarismos, como 5 ou 1.5.",
)

ENGLISH = LimitWords(
    columns=("Name", "What it limits", "Holds", "Default", ""),
    names={
        "file_bytes": "size of a file, in bytes",
        "rows": "rows of a spreadsheet",
        "columns": "columns of a spreadsheet",
        "text_characters": "characters of a text",
        "epochs": "rounds of a training",
        "batch_size": "texts at once",
        "max_length": "word pieces that are read of a text",
        "job_hours": "hours of a training, all attempts together",
        "retries": "attempts that may fail",
        "runs_of_person": "trainings of one person at once",
        "runs_of_all": "trainings of everybody at once",
    },
    changed="changed here",
    not_shown="Cannot show the limits:",
    not_set="The limit stays as it is:",
    unknown="There is no limit “{name}”. Use one of these: {names}.",
    not_a_number="“{value}” is no number. Write digits alone, such as 5 or 1.5.",
)
