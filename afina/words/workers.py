"""About registering computers and letting them join, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerWords:
    """About ``afina worker``."""

    registered: str
    """``{name}``, ``{pool}``"""
    how_to_join: str
    asking: str
    """``{url}``"""
    welcome: str
    """``{name}``, ``{pool}``"""
    trying_broker: str
    """``{url}``"""
    kept: str
    """``{path}``"""
    working: str
    service_written: str
    """``{path}``"""
    no_systemd: str
    not_an_address: str
    """``{url}``"""
    unreachable: str
    """``{url}``, ``{reason}``"""
    stranger: str
    broker_refused: str
    """``{url}``, ``{reason}``"""
    plain_text: str


PORTUGUESE = WorkerWords(
    registered="A máquina {name} foi cadastrada na fila {pool}. O token aparece só agora:",
    how_to_join="Na máquina de treino: afina worker join ENDEREÇO TOKEN",
    asking="Perguntando a {url} quem sou…",
    welcome="Esta máquina é {name} e treina o que houver na fila {pool}.",
    trying_broker="Experimentando a ligação com {url}…",
    kept="Tudo certo. O acesso fica guardado em {path}, que só você pode ler.",
    working="Trabalhando. Para parar: Ctrl-C. Para ligar de novo: afina worker",
    service_written=(
        "O serviço está em {path}. Para ligar: systemctl --user enable --now afina-worker"
    ),
    no_systemd="Este computador não tem systemd; ligue a máquina com: afina worker",
    not_an_address="{url} não é um endereço. Use algo como https://afina.exemplo.org",
    unreachable="{url} não responde: {reason}. Confira o endereço e a rede.",
    stranger=("Este token não vale, ou não vale mais. Peça um novo a um administrador do Afina."),
    broker_refused="A ligação com {url} não deu certo: {reason}. Peça ajuda a um administrador.",
    plain_text=(
        "Atenção: o endereço não usa TLS. Quem estiver na rede pode ler o token e os exemplos."
    ),
)

ENGLISH = WorkerWords(
    registered="The machine {name} is registered for the queue {pool}. Its token, shown only now:",
    how_to_join="On the training machine: afina worker join ADDRESS TOKEN",
    asking="Asking {url} who I am…",
    welcome="This machine is {name} and trains what waits in the queue {pool}.",
    trying_broker="Trying the connection to {url}…",
    kept="All is well. The access is kept in {path}, which only you can read.",
    working="At work. To stop: Ctrl-C. To start again: afina worker",
    service_written=(
        "The service is in {path}. To start it: systemctl --user enable --now afina-worker"
    ),
    no_systemd="This computer has no systemd; start the machine with: afina worker",
    not_an_address="{url} is no address. Use something like https://afina.example.org",
    unreachable="{url} does not answer: {reason}. Check the address and the network.",
    stranger=(
        "This token does not count, or not any more. Ask an administrator of Afina for a new one."
    ),
    broker_refused="The connection to {url} failed: {reason}. Ask an administrator for help.",
    plain_text=(
        "Beware: this address does not use TLS. Whoever is on the network can read the token and "
        "the examples."
    ),
)
