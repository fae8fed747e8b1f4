"""About registering computers and letting them join, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerWords:
    """About ``afina worker``."""

    registered: str
    """``{name}``, ``{pool}``"""
    how_to_join: str
    """``{command}``"""
    join_form: str
    """That command, where nobody knows its address."""
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
    not_a_fingerprint: str
    """``{fingerprint}``"""
    plain_text: str
    """``{url}``"""
    untrusted: str
    """``{url}``, ``{reason}``"""
    misnamed: str
    """``{url}``, ``{host}``"""
    no_authority: str
    """``{url}``"""
    other_authority: str
    """``{url}``, ``{wanted}``, ``{shown}``"""
    stranger: str
    broker_refused: str
    """``{url}``, ``{reason}``"""
    readable: str
    """By others on the network."""


PORTUGUESE = WorkerWords(
    registered="A máquina {name} foi cadastrada na fila {pool}. O token aparece só agora:",
    how_to_join="Na máquina de treino: {command}",
    join_form="afina worker join ENDEREÇO TOKEN",
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
    not_a_fingerprint=(
        "{fingerprint} não é uma impressão digital. Copie a de quem cadastrou esta máquina: são 64 "
        "algarismos de 0 a f."
    ),
    plain_text="{url} não usa TLS, então não há o que conferir. Use o endereço https://.",
    untrusted=(
        "Este computador não confia no certificado de {url} ({reason}). Nada foi enviado. Se o "
        "Afina tem a própria autoridade, repita com --fingerprint, que afina up --tls mostra."
    ),
    misnamed=(
        "O certificado de {url} não vale para {host}. Nada foi enviado. Use um dos nomes dele, ou "
        "ligue o Afina com --name {host}."
    ),
    no_authority=(
        "{url} não mostra nenhuma autoridade própria. Nada foi enviado. Confira o endereço, ou "
        "entre sem --fingerprint."
    ),
    other_authority=(
        "Quem responde em {url} não é o Afina que você espera: a impressão digital deveria ser "
        "{wanted}, e é {shown}. Nada foi enviado. Confira as duas com um administrador."
    ),
    stranger=("Este token não vale, ou não vale mais. Peça um novo a um administrador do Afina."),
    broker_refused="A ligação com {url} não deu certo: {reason}. Peça ajuda a um administrador.",
    readable=(
        "Atenção: o endereço não usa TLS. Quem estiver na rede pode ler o token e os exemplos."
    ),
)

ENGLISH = WorkerWords(
    registered="The machine {name} is registered for the queue {pool}. Its token, shown only now:",
    how_to_join="On the training machine: {command}",
    join_form="afina worker join ADDRESS TOKEN",
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
    not_a_fingerprint=(
        "{fingerprint} is no fingerprint. Copy that of whoever registered this machine: it has 64 "
        "digits from 0 to f."
    ),
    plain_text="{url} does not use TLS, so there is nothing to compare. Use the https:// address.",
    untrusted=(
        "This computer does not trust the certificate of {url} ({reason}). Nothing was sent. If "
        "Afina has an authority of its own, repeat with --fingerprint, which afina up --tls shows."
    ),
    misnamed=(
        "The certificate of {url} does not count for {host}. Nothing was sent. Use one of its "
        "names, or start Afina with --name {host}."
    ),
    no_authority=(
        "{url} shows no authority of its own. Nothing was sent. Check the address, or join without "
        "--fingerprint."
    ),
    other_authority=(
        "Whoever answers at {url} is not the Afina that you expect: the fingerprint should be "
        "{wanted}, and is {shown}. Nothing was sent. Compare both with an administrator."
    ),
    stranger=(
        "This token does not count, or not any more. Ask an administrator of Afina for a new one."
    ),
    broker_refused="The connection to {url} failed: {reason}. Ask an administrator for help.",
    readable=(
        "Beware: this address does not use TLS. Whoever is on the network can read the token and "
        "the examples."
    ),
)
