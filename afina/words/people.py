"""About people, in both languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleWords:
    """About ``afina user``."""

    language: str
    """The tag by which the API's sentences are found."""
    columns: tuple[str, str, str, str, str]
    """Identifier, login, name, role, state."""
    roles: Mapping[str, str]
    """By ``Role``; its value, since the contracts load too slowly for ``--help``."""
    invited: str
    joined: str
    disabled: str
    set_up: str
    changed: Callable[[str], str]
    not_a_role: Callable[[str], str]
    no_owner: Callable[[str], str]
    exported: Callable[[str], str]
    """File."""
    file_exists: Callable[[str], str]
    """File."""


PORTUGUESE = PeopleWords(
    language="pt-BR",
    columns=("Identificador", "Usuário", "Nome", "Papel", "Situação"),
    roles={"user": "usa", "admin": "administra"},
    invited="recebeu convite",
    joined="pode entrar",
    disabled="não pode entrar",
    set_up="Já há quem administre. Para uma senha nova, use: afina user reset USUÁRIO",
    changed=lambda name: f"Feito: {name}.",
    not_a_role=lambda said: f"“{said}” não é um papel. Use user ou admin.",
    no_owner=lambda owner: f"Não há pessoa “{owner}”. Veja: afina user list.",
    exported=lambda path: f"Tudo o que há sobre a pessoa está em {path}.",
    file_exists=lambda path: f"{path} já existe. Escolha outro nome.",
)
ENGLISH = PeopleWords(
    language="en",
    columns=("Identifier", "Login", "Name", "Role", "State"),
    roles={"user": "uses it", "admin": "runs it"},
    invited="invited",
    joined="can sign in",
    disabled="kept out",
    set_up="There is an administrator already. For a new password: afina user reset LOGIN",
    changed=lambda name: f"Done: {name}.",
    not_a_role=lambda said: f"“{said}” is no role. Use user or admin.",
    no_owner=lambda owner: f"There is no person “{owner}”. See: afina user list.",
    exported=lambda path: f"All there is about the person is in {path}.",
    file_exists=lambda path: f"{path} exists already. Choose another name.",
)
