"""About the examination of a log, in both languages: what a broken rule means, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisWords:
    """About ``afina doctor log``."""

    reading: Callable[[str], str]
    """Stream."""
    summary: Callable[[str, str, str], str]
    """Events, runs, seconds."""
    newer: Callable[[str], str]
    """How many events."""
    open_runs: Callable[[str], str]
    """How many."""
    open_run: Callable[[str, str, int, str], str]
    """Run, status, attempt, worker."""
    statuses: dict[str, str]
    nobody: str
    """Instead of a worker."""
    sound: str
    broken: Callable[[str], str]
    """How many violations."""
    figures: dict[str, str]
    """By ``Figure``, likewise."""
    places: str
    """Before the sequences of the violations."""
    unanswered: str
    rules: dict[str, str]
    """By ``Rule``; its value, since the contracts load too slowly for ``--help``."""
    remedies: dict[str, str]
    """By ``Rule``, likewise."""


PORTUGUESE = DiagnosisWords(
    reading=lambda stream: f"Examinando {stream}",
    summary=lambda events, runs, seconds: f"{events} eventos de {runs} treinos em {seconds} s.",
    newer=lambda count: f"De uma versão mais nova, deixados para ela: {count} eventos.",
    open_runs=lambda count: f"Treinos que ainda não terminaram: {count}.",
    open_run=lambda run, status, attempt, worker: (
        f"{run}: {status}, tentativa {attempt}, máquina {worker}"
    ),
    statuses={
        "queued": "na fila",
        "running": "treinando",
        "completed": "concluído",
        "failed": "falhou",
        "cancelled": "cancelado",
    },
    nobody="nenhuma",
    sound="O registro está íntegro: nenhuma regra foi quebrada.",
    broken=lambda count: f"Problemas encontrados: {count}.",
    figures={
        "actor": "quem contou",
        "attempt": "tentativa",
        "causation_id": "em resposta a",
        "code": "alerta",
        "dead_letters": "postas de lado",
        "detail": "motivo",
        "epoch": "rodada",
        "expected": "esperado",
        "failures": "falhas",
        "first": "primeiro",
        "last": "antes dele",
        "live": "linhas em uso",
        "max_retries": "falhas que podia ter",
        "position": "tabelas até",
        "rebuilt": "linhas refeitas",
        "second": "segundo",
        "sequence": "encontrado",
        "status": "situação",
        "subject": "assunto",
        "type": "evento",
        "version": "versão",
        "worker_id": "máquina",
    },
    places="mensagens",
    unanswered="O registro não responde. Veja se o NATS está ligado e repita.",
    rules={
        "contiguous": "Faltam mensagens no registro.",
        "readable": "Há mensagens que não são eventos.",
        "unique": "Dois eventos têm o mesmo identificador.",
        "in_place": "Um evento está no assunto errado.",
        "own_voice": "Um evento foi contado por quem não devia.",
        "begun": "Algo é contado antes do seu começo, ou começa duas vezes.",
        "explained": "Um evento responde a outro que o registro não tem.",
        "ended_once": "Um treino continua depois do fim.",
        "all_ended": "Um treino não terminou.",
        "attempts_in_order": "As tentativas de um treino estão fora de ordem.",
        "attempts_bounded": "Um treino teve mais tentativas do que podia.",
        "one_worker": "Duas máquinas contam a mesma tentativa.",
        "epochs_once": "Uma rodada falta ou aparece duas vezes.",
        "alerted_once": "Um alerta foi dado duas vezes.",
        "versions_in_order": "As versões de uma planilha estão fora de ordem.",
        "lost_in_turn": "Uma máquina some ou volta fora de hora.",
        "held_once": "Duas máquinas dizem treinar a mesma tentativa agora.",
        "projected": "As tabelas estão atrás do registro, ou deixaram eventos de fora.",
        "tables_equal": "Uma tabela não é o que o registro conta.",
    },
    remedies={
        "contiguous": "Restaure a última cópia de segurança: o disco do NATS perdeu dados.",
        "readable": "Procure quem mais publica no registro e revogue o acesso dele.",
        "unique": "Procure um programa que publica sem a proteção do Afina.",
        "in_place": "Revogue o acesso de quem publicou: só o próprio dono usa um assunto.",
        "own_voice": "Revogue o acesso de quem publicou e verifique as permissões do NATS.",
        "begun": "Restaure a última cópia de segurança: o começo se perdeu.",
        "explained": "Veja se o registro foi restaurado só em parte.",
        "ended_once": "Atualize a máquina que escreveu: a versão dela não respeita o fim.",
        "all_ended": "Veja se há máquinas ligadas, ou cancele o treino.",
        "attempts_in_order": "Atualize as máquinas de treino: uma delas ignora a proteção.",
        "attempts_bounded": "Atualize as máquinas de treino e cancele o treino, se ainda corre.",
        "one_worker": "Veja se duas máquinas usam o mesmo nome ou o mesmo acesso.",
        "epochs_once": "O resultado vale. Atualize a máquina que treinou.",
        "alerted_once": "Nada se perdeu. Veja se há dois vigias ligados.",
        "versions_in_order": "Restaure a última cópia de segurança da planilha.",
        "lost_in_turn": "Nada se perdeu. Veja se há dois vigias ligados.",
        "held_once": "Desligue uma das duas: a que o registro não nomeia.",
        "projected": (
            "Veja com afina events list o que ficou de fora, e se o processo consumers está ligado."
        ),
        "tables_equal": "Refaça as tabelas com afina replay.",
    },
)

ENGLISH = DiagnosisWords(
    reading=lambda stream: f"Examining {stream}",
    summary=lambda events, runs, seconds: f"{events} events of {runs} trainings in {seconds} s.",
    newer=lambda count: f"Of a newer version, left to it: {count} events.",
    open_runs=lambda count: f"Trainings that have not ended: {count}.",
    open_run=lambda run, status, attempt, worker: (
        f"{run}: {status}, attempt {attempt}, machine {worker}"
    ),
    statuses={
        "queued": "queued",
        "running": "training",
        "completed": "completed",
        "failed": "failed",
        "cancelled": "cancelled",
    },
    nobody="none",
    sound="The log is sound: no rule is broken.",
    broken=lambda count: f"Problems found: {count}.",
    figures={
        "actor": "told by",
        "attempt": "attempt",
        "causation_id": "in answer to",
        "code": "alert",
        "dead_letters": "set aside",
        "detail": "reason",
        "epoch": "round",
        "expected": "expected",
        "failures": "failures",
        "first": "first",
        "last": "before it",
        "live": "rows in use",
        "max_retries": "failures allowed",
        "position": "tables up to",
        "rebuilt": "rows rebuilt",
        "second": "second",
        "sequence": "found",
        "status": "status",
        "subject": "subject",
        "type": "event",
        "version": "version",
        "worker_id": "machine",
    },
    places="messages",
    unanswered="The log does not answer. See whether NATS is running, then try again.",
    rules={
        "contiguous": "Messages of the log are missing.",
        "readable": "There are messages that are no events.",
        "unique": "Two events have the same id.",
        "in_place": "An event lies on the wrong subject.",
        "own_voice": "An event was told by somebody who may not tell it.",
        "begun": "Something is told of before it begins, or begins twice.",
        "explained": "An event answers one that the log does not have.",
        "ended_once": "A training goes on after its end.",
        "all_ended": "A training has not ended.",
        "attempts_in_order": "The attempts of a training are out of order.",
        "attempts_bounded": "A training had more attempts than it may.",
        "one_worker": "Two machines tell of the same attempt.",
        "epochs_once": "A round is missing or told twice.",
        "alerted_once": "An alert was raised twice.",
        "versions_in_order": "The versions of a spreadsheet are out of order.",
        "lost_in_turn": "A machine is lost or back out of turn.",
        "held_once": "Two machines say that they train the same attempt now.",
        "projected": "The tables are behind the log, or left events out.",
        "tables_equal": "A table is not what the log tells.",
    },
    remedies={
        "contiguous": "Restore the latest backup: the disk of NATS has lost data.",
        "readable": "Look for who else publishes to the log, and revoke that access.",
        "unique": "Look for a program that publishes without Afina's guard.",
        "in_place": "Revoke the access of whoever published: a subject is its owner's alone.",
        "own_voice": "Revoke the access of whoever published, and check the permissions in NATS.",
        "begun": "Restore the latest backup: the beginning is lost.",
        "explained": "See whether the log was restored only in part.",
        "ended_once": "Update the machine that wrote: its version does not respect the end.",
        "all_ended": "See whether machines are running, or cancel the training.",
        "attempts_in_order": "Update the training machines: one of them ignores the fence.",
        "attempts_bounded": "Update the training machines, and cancel the training if it runs.",
        "one_worker": "See whether two machines use the same name or the same access.",
        "epochs_once": "The result holds. Update the machine that trained.",
        "alerted_once": "Nothing is lost. See whether two watchdogs are running.",
        "versions_in_order": "Restore the latest backup of the spreadsheet.",
        "lost_in_turn": "Nothing is lost. See whether two watchdogs are running.",
        "held_once": "Turn one of the two off: the one that the log does not name.",
        "projected": "See with afina events list what was left out, and whether consumers run.",
        "tables_equal": "Build the tables again with afina replay.",
    },
)
