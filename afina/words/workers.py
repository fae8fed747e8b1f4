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
    columns: tuple[str, ...]
    states: dict[str, str]
    """By the API's ``WorkerStatus``."""
    paused: str
    busy: str
    """With somebody else's training."""
    not_shown: str
    not_renewed: str
    not_revoked: str
    renewed: str
    """``{name}``"""
    now_revoked: str
    """``{worker}``"""
    unknown: str
    """``{which}``"""
    ambiguous: str
    """``{which}``, ``{ids}``"""
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
    registered="A máquina {name} foi cadastrada na fila {pool}. A chave aparece só agora:",
    how_to_join="Na máquina de treino: {command}",
    join_form="afina worker join ENDEREÇO CHAVE",
    columns=("Máquina", "Nome", "Fila", "Situação", "Treina"),
    states={"online": "no ar", "offline": "sem contato", "revoked": "retirada"},
    paused="em pausa",
    busy="de outra pessoa",
    not_shown="Não dá para mostrar as máquinas:",
    not_renewed="A chave continua a mesma:",
    not_revoked="A máquina continua:",
    renewed="A chave da máquina {name} é outra. Ela aparece só agora:",
    now_revoked="A máquina {worker} não pode mais trabalhar.",
    unknown="Não há máquina {which}. Veja: afina worker list.",
    ambiguous="Há mais de uma máquina {which}. Diga qual: {ids}.",
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
    stranger=(
        "Esta chave da máquina não vale, ou não vale mais. "
        "Peça uma nova a um administrador do Afina."
    ),
    broker_refused="A ligação com {url} não deu certo: {reason}. Peça ajuda a um administrador.",
    readable=(
        "Atenção: o endereço não usa TLS. Quem estiver na rede pode ler a chave e os exemplos."
    ),
)

ENGLISH = WorkerWords(
    registered="The machine {name} is registered for the queue {pool}. Its key, shown only now:",
    how_to_join="On the training machine: {command}",
    join_form="afina worker join ADDRESS KEY",
    columns=("Machine", "Name", "Queue", "State", "Trains"),
    states={"online": "there", "offline": "not heard", "revoked": "withdrawn"},
    paused="paused",
    busy="another person's",
    not_shown="Cannot show the machines:",
    not_renewed="The key is the same as before:",
    not_revoked="The machine stays:",
    renewed="The machine {name} has another key. It is shown only now:",
    now_revoked="The machine {worker} may work no more.",
    unknown="There is no machine {which}. See: afina worker list.",
    ambiguous="There is more than one machine {which}. Say which: {ids}.",
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
        "This machine key does not count, or not any more. "
        "Ask an administrator of Afina for a new one."
    ),
    broker_refused="The connection to {url} failed: {reason}. Ask an administrator for help.",
    readable=(
        "Beware: this address does not use TLS. Whoever is on the network can read the key and "
        "the examples."
    ),
)
