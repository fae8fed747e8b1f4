"""About ending a training before its time, in both languages."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationWords:
    """About ``afina cancel``."""

    refused: Callable[[str], str]
    """Run."""
    not_a_run: Callable[[str], str]
    asked: str
    left: Callable[[str], str]
    """The run's page."""
    left_own: str
    """The stack belongs to this command and ends with it."""
    reconnecting: str
    completed: str
    """It was done before the wish reached it."""
    no_model: str
    """One was to be kept, and there was nothing yet to keep."""


PORTUGUESE = CancellationWords(
    refused=lambda run: f"Não dá para cancelar {run}:",
    not_a_run=lambda said: (
        f"“{said}” não identifica um treino: copie o fim do endereço da página dele."
    ),
    asked="O treino foi avisado e para depois do passo em que está. Ctrl-C sai sem esperar.",
    left=lambda address: f"O pedido está guardado. Acompanhe em {address}",
    left_own="O pedido está guardado e vale quando o Afina ligar de novo.",
    reconnecting="A conexão caiu; tentando de novo…",
    completed="O treino terminou antes do pedido.",
    no_model="Nenhum modelo foi guardado: ainda não havia o que guardar.",
)

ENGLISH = CancellationWords(
    refused=lambda run: f"Cannot cancel {run}:",
    not_a_run=lambda said: (
        f"“{said}” does not identify a training: copy the end of its page's address."
    ),
    asked="The training was told, and stops after the step in hand. Ctrl-C leaves without waiting.",
    left=lambda address: f"The wish is kept. Follow it at {address}",
    left_own="The wish is kept, and holds when Afina is started again.",
    reconnecting="The connection was lost; trying again…",
    completed="The training was done before it was told.",
    no_model="No model was kept: there was nothing yet to keep.",
)
