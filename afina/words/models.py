"""About trained models and the sheets that they classify, in both languages."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelWords:
    """About ``afina model``, and sheets given to ``afina classify``."""

    refused: str
    refused_one: Callable[[str], str]
    """Run."""
    none: str
    none_archived: str
    older: Callable[[str], str]
    """How many models are not shown."""
    columns: tuple[str, str, str, str, str]
    """Run, name, exam, machine, last use."""
    exam: Callable[[str, str], str]
    """Right in a hundred, how many examples."""
    no_exam: str
    never: str
    machines: dict[str, str]
    """By their status."""
    answers: str
    free: str
    """It answers in words of the text."""
    learned: str
    machine: str
    size: str
    review: str
    review_below: Callable[[str], str]
    """In a hundred."""
    archived_since: str
    deletion: str
    deletion_waits: str
    renamed: Callable[[str], str]
    archived: Callable[[str], str]
    unarchived: Callable[[str], str]
    unsure: Callable[[str, str], str]
    """Name, machine: what would go, and how to say that it shall."""
    deleted: Callable[[str, str], str]
    """Name, machine."""
    to_review: str
    """In a cell."""
    sheet_refused: Callable[[str], str]
    """File."""
    sheet_received: Callable[[str, str], str]
    """Rows, the column with the texts."""
    sheet_waits: Callable[[str], str]
    """The machine, which is away."""
    progress: Callable[[str], str]
    """File."""
    left: Callable[[str], str]
    """The model's page: the sheet goes on without the command."""
    sheet_ended: dict[str, str]
    """By a status that is no success."""
    sheet_done: Callable[[str], str]
    """Where the answers are."""
    exists: Callable[[str], str]
    """A file that would be overwritten."""


PORTUGUESE = ModelWords(
    refused="Não dá para mostrar os modelos:",
    refused_one=lambda run: f"Não deu certo com o modelo de {run}:",
    none="Ainda não há modelos em uso. Treine o primeiro: afina train planilha.xlsx",
    none_archived="Nenhum modelo está arquivado.",
    older=lambda count: f"Modelos mais antigos, que não aparecem aqui: {count}.",
    columns=("Treino", "Nome", "Prova", "Máquina", "Último uso"),
    exam=lambda right, examples: f"{right} em 100 ({examples} exemplos)",
    no_exam="sem prova",
    never="nunca",
    machines={"online": "ligada", "offline": "fora do ar", "revoked": "sem acesso"},
    answers="Responde",
    free="trechos do próprio texto",
    learned="Aprendeu com",
    machine="Onde está",
    size="Tamanho",
    review="Revisão",
    review_below=lambda limit: f"quando a certeza for menor que {limit} em 100",
    archived_since="Arquivado em",
    deletion="Exclusão pedida em",
    deletion_waits="ninguém pode mais usá-lo; os arquivos saem quando a máquina tiver contato",
    renamed=lambda name: f"O modelo agora se chama “{name}”. O treino continua com o nome dele.",
    archived=lambda name: f"“{name}” foi arquivado. Para trazer de volta: --back",
    unarchived=lambda name: f"“{name}” está entre os modelos em uso de novo.",
    unsure=lambda name, machine: (
        f"Os arquivos de “{name}” seriam apagados de {machine}, e ninguém poderia mais usá-lo. "
        "Ficam o treino, as medidas e as planilhas já classificadas. Não dá para desfazer. "
        "Se é isso mesmo, repita com --yes."
    ),
    deleted=lambda name, machine: (
        f"Ninguém pode mais usar “{name}”. Os arquivos são apagados assim que {machine} tiver "
        "contato."
    ),
    to_review="revisar",
    sheet_refused=lambda file: f"Não dá para classificar {file}:",
    sheet_received=lambda rows, column: f"{rows} linhas recebidas; textos da coluna “{column}”.",
    sheet_waits=lambda machine: (
        f"{machine} está fora do ar: a planilha espera na fila até ela voltar. "
        "Ctrl-C sai sem interromper."
    ),
    progress=lambda file: f"Classificando {file}",
    left=lambda address: f"A planilha continua sem este comando. Acompanhe em {address}",
    sheet_ended={
        "failed": "Não foi possível classificar a planilha.",
        "cancelled": "A classificação foi interrompida.",
    },
    sheet_done=lambda path: f"Respostas em {path}",
    exists=lambda path: f"{path} já existe. Mude-o de lugar ou escolha outro com --out.",
)

ENGLISH = ModelWords(
    refused="Cannot show the models:",
    refused_one=lambda run: f"It did not work with the model of {run}:",
    none="There are no models in use yet. Train the first: afina train sheet.xlsx",
    none_archived="No model is archived.",
    older=lambda count: f"Older models that are not shown: {count}.",
    columns=("Training", "Name", "Exam", "Machine", "Last use"),
    exam=lambda right, examples: f"{right} of 100 ({examples} examples)",
    no_exam="no exam",
    never="never",
    machines={"online": "on", "offline": "away", "revoked": "without access"},
    answers="Answers",
    free="passages of the text itself",
    learned="Learned from",
    machine="Where it is",
    size="Size",
    review="Review",
    review_below=lambda limit: f"where the certainty is below {limit} of 100",
    archived_since="Archived on",
    deletion="Deletion asked for on",
    deletion_waits="nobody can use it; its files go once its machine is in touch",
    renamed=lambda name: f"The model is now called “{name}”. The training keeps its own name.",
    archived=lambda name: f"“{name}” is archived. To bring it back: --back",
    unarchived=lambda name: f"“{name}” is among the models in use again.",
    unsure=lambda name, machine: (
        f"The files of “{name}” would be removed from {machine}, and nobody could use it any more. "
        "The training, what was measured and classified sheets stay. This can't be undone. "
        "If that is what you want, repeat with --yes."
    ),
    deleted=lambda name, machine: (
        f"Nobody can use “{name}” any more. Its files are removed as soon as {machine} is in touch."
    ),
    to_review="review",
    sheet_refused=lambda file: f"Cannot classify {file}:",
    sheet_received=lambda rows, column: f"{rows} rows received; texts of the column “{column}”.",
    sheet_waits=lambda machine: (
        f"{machine} is away: the sheet waits until it is back. Ctrl-C leaves without stopping it."
    ),
    progress=lambda file: f"Classifying {file}",
    left=lambda address: f"The sheet goes on without this command. Follow it at {address}",
    sheet_ended={
        "failed": "The sheet could not be classified.",
        "cancelled": "The classification was stopped.",
    },
    sheet_done=lambda path: f"Answers in {path}",
    exists=lambda path: f"{path} is there already. Move it, or choose another with --out.",
)
