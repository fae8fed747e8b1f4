"""What is photographed: every page of the page, and its states."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from playwright.sync_api import Page, Route

Doing = Callable[[Page], None]


class Who(StrEnum):
    """In front of the page; as ``Scenery`` names their tokens."""

    NOBODY = "nobody"
    CLERK = "clerk"
    NEWCOMER = "newcomer"
    ADMINISTRATOR = "administrator"


class Look(StrEnum):
    """How a page is looked at."""

    LIGHT = "light"
    DARK = "dark"
    NARROW = "narrow"
    """On a telephone, light."""


WIDE = (Look.LIGHT, Look.DARK)


@dataclass(frozen=True, slots=True)
class Scene:
    """One page in one state."""

    name: str
    title: str
    """As the gallery calls it."""
    address: str
    """With the names of the scenery's ids in braces."""
    who: Who = Who.CLERK
    before: Doing | None = None
    """What happens to the page before it is opened."""
    act: Doing | None = None
    """What is done there."""
    looks: tuple[Look, ...] = tuple(Look)
    settles: bool = True
    """Whether what it waits for comes."""


def press(*names: str) -> Doing:
    """Press the first button that is called so in one of the languages."""

    def doing(page: Page) -> None:
        page.get_by_role("button", name=_either(*names)).first.click()

    return doing


def choose_delete(page: Page) -> None:
    """Open the menu of a model and ask to delete it."""
    page.get_by_role("button", name=re.compile("^(Ações para|Actions for)")).first.click()
    page.get_by_role("button", name=_either("Excluir o modelo", "Delete the model")).click()


def unplug(page: Page) -> None:
    """Take the server away from a page that is open."""
    page.route("**/api/**", lambda route: route.abort())
    page.get_by_role("button", name=_either("Falhou", "Failed")).click()
    page.get_by_text(re.compile("^(Sem contato com o servidor desde|No contact with)")).wait_for()


def _either(*names: str) -> re.Pattern[str]:
    return re.compile(f"^({'|'.join(map(re.escape, names))})$")


def break_down(page: Page) -> None:
    """Let the server fail at the list of models."""

    def answer(route: Route) -> None:
        headers = {"content-type": "application/problem+json"}
        route.fulfill(status=500, headers=headers, body='{"code": "internal"}')

    page.route("**/api/models?*", answer)


def hold(page: Page) -> None:
    """Let the list of spreadsheets not come."""
    page.route("**/api/datasets?*", lambda _: None)


SCENES = [
    Scene("entrar", "Signing in", "/", Who.NOBODY),
    Scene("convite", "An invitation is taken", "/#invitation={invitation}", Who.NOBODY),
    Scene("boas-vindas", "Welcome", "/boas-vindas", Who.NEWCOMER),
    Scene("treinar", "Training, step 1: the spreadsheet", "/treinar"),
    Scene(
        "conferencia",
        "Training, step 2: what the spreadsheet holds",
        "/treinar/{draft}/conferencia",
    ),
    Scene("jeito", "Training, step 3: how to train", "/treinar/{draft}/jeito"),
    Scene("comecar", "Training, step 4: begin", "/treinar/{draft}/comecar"),
    Scene("treinos", "Trainings", "/treinos"),
    Scene("treinos-vazio", "Trainings, before the first one", "/treinos", Who.NEWCOMER),
    Scene("treinos-filtros", "Trainings, none with these filters", "/treinos?busca=petições"),
    Scene("treino-na-fila", "A training that waits", "/treinos/{waiting}"),
    Scene("treino-ao-vivo", "A training at work", "/treinos/{running}"),
    Scene(
        "treino-cancelar",
        "Ending a training is asked first",
        "/treinos/{running}",
        act=press("Cancelar o treino", "Cancel the training"),
    ),
    Scene("treino-cancelado", "A training that was cancelled", "/treinos/{cancelled}"),
    Scene("treino-falhou", "A training that failed", "/treinos/{failed}"),
    Scene("resultado", "A result", "/treinos/{finished}"),
    Scene("ficha", "A model sheet, to be printed", "/treinos/{finished}/ficha"),
    Scene("comparar", "Trainings side by side", "/comparar?ids={finished},{first}"),
    Scene("planilhas", "Spreadsheets", "/planilhas"),
    Scene(
        "planilhas-carregando",
        "Spreadsheets, while they come",
        "/planilhas",
        before=hold,
        looks=WIDE,
        settles=False,
    ),
    Scene("planilha", "A spreadsheet", "/planilhas/{dataset}"),
    Scene("modelos", "Models", "/modelos"),
    Scene("modelos-vazio", "Models, before the first one", "/modelos", Who.NEWCOMER, looks=WIDE),
    Scene("modelos-defeito", "The server fails", "/modelos", before=break_down),
    Scene("modelo", "A model", "/modelos/{finished}"),
    Scene(
        "modelo-excluir",
        "Deleting a model is asked first",
        "/modelos/{finished}",
        act=choose_delete,
        looks=WIDE,
    ),
    Scene("maquinas", "Machines", "/maquinas", Who.ADMINISTRATOR),
    Scene("conta", "The own account", "/conta"),
    Scene("ajuda", "Help", "/ajuda"),
    Scene("sem-contato", "The server is away", "/treinos?busca=nada", act=unplug),
    Scene("nao-encontrada", "No such page", "/nada-aqui", looks=WIDE),
    Scene("menu", "The menu of a narrow page", "/ajuda", act=press("Menu"), looks=(Look.NARROW,)),
    Scene("sem-permissao", "Not for everybody", "/administracao/sistema", looks=WIDE),
    Scene("pessoas", "People", "/administracao/pessoas", Who.ADMINISTRATOR),
    Scene("limites", "Limits", "/administracao/limites", Who.ADMINISTRATOR),
    Scene("predefinicoes", "Presets", "/administracao/predefinicoes", Who.ADMINISTRATOR),
    Scene("retencao", "How long things are kept", "/administracao/retencao", Who.ADMINISTRATOR),
    Scene("auditoria", "The audit trail", "/administracao/auditoria", Who.ADMINISTRATOR),
    Scene("sistema", "The system", "/administracao/sistema", Who.ADMINISTRATOR),
]
