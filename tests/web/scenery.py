"""Things as a small town's ombudsman would have them, for pictures of the page."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from api.access import CHANGE_HEADER
from tests.acceptance.running_stack import RunningStack
from tests.web.visitor import PASSWORD

SHEET = Path("api/samples/manifestacoes.xlsx")
NOT_FETCHED = "neuralmind/bert-base-portuguese-cased"
"""A base model that may be asked for, and that a computer without a network has not."""
MERGED = {"op": "merge_labels", "labels": ["reclamacao"], "into": "Reclamação"}
RECEIVED = """protocolo;mensagem
0411;O semáforo da avenida está apagado desde domingo e ninguém resolve.
0412;Parabéns à equipe do posto de saúde do bairro, fui muito bem atendida.
0413;Sugiro um aviso por mensagem quando a coleta de lixo atrasar.
0414;Preciso da segunda via do protocolo sobre a poda das árvores.
0415;Relato que o fiscal pediu dinheiro para liberar a feira de sábado.
"""


@dataclass(frozen=True, slots=True)
class Scenery:
    """Who is there, and what they have."""

    tokens: Mapping[str, str]
    """Access tokens, by who has them."""
    names: Mapping[str, str]
    """What an address may name: ids, and the code of an invitation."""


def furnish(stack: RunningStack) -> Scenery:
    """Fill a fresh installation; returns once its last training has learned a little."""
    tokens = {"administrator": _administrator(stack)}
    with client_of(stack, tokens["administrator"]) as administrator:
        tokens["clerk"] = _joined(stack, administrator, "Bia Souza")
        tokens["newcomer"] = _joined(stack, administrator, "Caio Lima")
        invitation = _invited(administrator, "João Pereira", "joao.pereira@example.org")
        _machines(administrator)
    with client_of(stack, tokens["clerk"]) as clerk:
        return Scenery(tokens, {"invitation": invitation, **_work(stack, clerk)})


def _work(stack: RunningStack, client: httpx.Client) -> dict[str, str]:
    """A sheet, and trainings of it in every state."""
    dataset = _upload(client)
    _send(client, f"/api/datasets/{dataset}/versions", {"recipe": [MERGED]})
    ask = partial(_asked, client, dataset)
    first = ask("Triagem, primeira tentativa", hyperparameters={"epochs": 2})
    finished = ask("Triagem de manifestações")
    failed = ask("Triagem com o BERTimbau", base_model=NOT_FETCHED)
    for run_id in (first, finished, failed):
        _follow(stack, run_id)
    _classify(client, finished)
    running = ask("Triagem caprichada", preset="preciso")
    cancelled = ask("Teste de sexta-feira")
    _send(client, f"/api/runs/{cancelled}/cancel", {})
    waiting = ask("Triagem sem repetidos", preset="equilibrado")
    draft = _send(client, "/api/drafts", {"dataset_id": dataset})["id"]
    _follow(stack, running, "epoch_completed")
    return {
        "dataset": dataset,
        "draft": draft,
        "finished": finished,
        "first": first,
        "failed": failed,
        "cancelled": cancelled,
        "running": running,
        "waiting": waiting,
    }


def _administrator(stack: RunningStack) -> str:
    """The first account, made as its owner would make it."""
    command = [sys.executable, "-m", "afina", "user", "setup-code"]
    shown = subprocess.run(
        [*command, "--data-dir", str(stack.data_dir)], capture_output=True, text=True, check=True
    )
    code = shown.stdout.strip().partition("#setup=")[2]
    choice = {"code": code, "login": "helena", "name": "Helena Prado", "password": PASSWORD}
    return _token_after(stack, "/api/setup", choice, ["read", "write", "admin"])


def _joined(stack: RunningStack, administrator: httpx.Client, name: str) -> str:
    """Somebody who was invited and came."""
    login = name.partition(" ")[0].lower()
    choice = {"code": _invited(administrator, name), "login": login, "password": PASSWORD}
    return _token_after(stack, "/api/passes/use", choice, ["read", "write"])


def _invited(administrator: httpx.Client, name: str, email: str | None = None) -> str:
    """The code with which somebody may come in for the first time."""
    made = _send(administrator, "/api/invitations", {"name": name, "email": email})
    return str(made["link"]).partition("#invitation=")[2]


def _token_after(stack: RunningStack, door: str, choice: dict[str, str], scopes: list[str]) -> str:
    """The token of whoever passes ``door``, made in the session that begins there."""
    headers = {CHANGE_HEADER: "1"}
    with httpx.Client(base_url=stack.address, headers=headers, trust_env=False) as visitor:
        _send(visitor, door, choice)
        made = _send(visitor, "/api/me/tokens", {"name": "Planilha de metas", "scopes": scopes})
    return str(made["token"])


def _machines(administrator: httpx.Client) -> None:
    """Beside the computer itself one that is paused; both are not heard."""
    for name in ("gabinete-3", "sala-12"):
        made = _send(administrator, "/api/workers/register", {"name": name})
    _send(administrator, f"/api/workers/{made['id']}/pause")


def _upload(client: httpx.Client) -> str:
    with SHEET.open("rb") as file:
        sent = client.post(
            "/api/datasets/upload",
            files={"file": (SHEET.name, file)},
            data={"name": "Manifestações da ouvidoria"},
        )
    return str(sent.raise_for_status().json()["id"])


def _classify(client: httpx.Client, run_id: str) -> None:
    file = {"file": ("recebidas em março.csv", RECEIVED.encode())}
    sent = client.post(f"/api/models/{run_id}/classifications", files=file)
    sent.raise_for_status()


def _asked(client: httpx.Client, dataset: str, name: str, **wishes: object) -> str:
    wish = {"dataset_id": dataset, "name": name, "preset": "rapido", **wishes}
    return str(_send(client, "/api/runs", wish)["id"])


def _follow(stack: RunningStack, run_id: str, until: str = "") -> None:
    """Wait for an event of that name, else for the end."""
    for name, _ in stack.events(run_id):
        if name == until:
            return


def client_of(stack: RunningStack, token: str) -> httpx.Client:
    """What somebody speaks to the API with."""
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "pt-BR"}
    return httpx.Client(base_url=stack.address, headers=headers, timeout=60, trust_env=False)


def _send(client: httpx.Client, address: str, said: object = None) -> dict[str, Any]:
    answer = client.post(address, json=said)
    answer.raise_for_status()
    return answer.json() if answer.content else {}
