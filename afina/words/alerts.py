"""About the list of alerts, in both languages; what an alert says, the API says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertWords:
    """About ``afina alerts``."""

    refused: str
    none_open: str
    none_ever: str
    since: str
    """``{raised}``"""
    over: str
    """``{raised}``, ``{closed}``"""
    older: str
    """``{count}``: how many are not shown."""


PORTUGUESE = AlertWords(
    refused="Não dá para mostrar os alertas:",
    none_open="Nenhum alerta: nada pede a sua atenção.",
    none_ever="Nunca houve um alerta.",
    since="desde {raised}",
    over="de {raised} a {closed}",
    older="Alertas mais antigos, que não aparecem aqui: {count}.",
)

ENGLISH = AlertWords(
    refused="Cannot show the alerts:",
    none_open="No alerts: nothing needs your attention.",
    none_ever="There never was an alert.",
    since="since {raised}",
    over="{raised} to {closed}",
    older="Older alerts that are not shown: {count}.",
)
