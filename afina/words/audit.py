"""About the audit trail and its proof, in both languages."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditWords:
    """About ``afina audit``."""

    reading: Callable[[str], str]
    """Stream."""
    summary: Callable[[str, str, str, str], str]
    """Events, rows of the audit trail, seals that agree, seconds."""
    unsealed: Callable[[str], str]
    """How many events are newer than the newest seal."""
    sound: str
    expected: str
    """That the seal from outside agrees too."""
    keep: Callable[[str], str]
    """The seal at the end of the log."""
    broken: str
    found: dict[str, str]
    """By ``Kind``; its value, since the contracts load too slowly for ``--help``."""
    remedies: dict[str, str]
    """By ``Kind``, likewise."""
    event: str
    """Before the number of one."""
    sound_until: Callable[[str], str]
    """Up to which event all is as it was."""
    columns: Callable[[str], str]
    """Of a row, that differ."""
    more: Callable[[str], str]
    """How many are not shown."""
    no_seal: Callable[[str], str]
    """What was given instead of one."""
    sealed: Callable[[str], str]
    """The seal."""
    how_to_verify: str
    empty: str
    changed: Callable[[str], str]
    """What speaks against sealing on."""
    forgotten: Callable[[str], str]
    """The newest seal that was given up."""
    unanswered: str
    refused: str
    nothing: str
    older: Callable[[int], str]
    """The number to go on before."""
    written: Callable[[str, str], str]
    """Bytes, file."""
    not_a_format: Callable[[str], str]
    """File."""
    is_there: Callable[[str], str]
    """File."""


_RESTORE_PT = "Guarde tudo como está e traga o registro de volta com afina restore."
_RESTORE_EN = "Keep everything as it is, and bring the log back with afina restore."
_REBUILD_PT = (
    "O registro é a verdade: afina replay --switch --accept-differences refaz a trilha a partir "
    "dele. Antes, veja quem tem acesso ao banco de dados."
)
_REBUILD_EN = (
    "The log is the truth: afina replay --switch --accept-differences makes the trail anew from "
    "it. Before that, see who has access to the database."
)

PORTUGUESE = AuditWords(
    reading=lambda stream: f"Conferindo {stream}",
    summary=lambda events, rows, seals, seconds: (
        f"{events} acontecimentos, {rows} linhas da trilha e {seals} selos conferem ({seconds} s)."
    ),
    unsealed=lambda count: f"Ainda sem selo, de agora há pouco: {count}.",
    sound="Nada foi mudado: o registro, a trilha de auditoria e os selos dizem o mesmo.",
    expected="O selo que você guardou confere.",
    keep=lambda seal: f"Selo até aqui, para guardar fora do Afina: {seal}",
    broken="Algo foi mudado:",
    found={
        "beginning_lost": "O começo do registro não está mais lá.",
        "gap": "Faltam acontecimentos no meio do registro.",
        "cut": "O registro termina antes do último selo: o fim foi apagado.",
        "changed": "O registro não é mais o que foi selado.",
        "seal_rewritten": "Um selo foi reescrito; o registro, não, pois um selo posterior confere.",
        "no_seal": "Não há selo com que comparar o registro.",
        "expected_differs": "O registro não é aquele do qual você guardou o selo.",
        "expected_beyond": "O registro não chega até o selo que você guardou.",
        "row_missing": "Falta uma linha na trilha de auditoria.",
        "row_added": "A trilha de auditoria tem uma linha que o registro não conhece.",
        "row_changed": "Uma linha da trilha de auditoria foi mudada.",
    },
    remedies={
        "beginning_lost": _RESTORE_PT,
        "gap": _RESTORE_PT,
        "cut": _RESTORE_PT,
        "changed": _RESTORE_PT,
        "seal_rewritten": "Veja quem tem acesso ao banco de dados.",
        "no_seal": "Sele o registro de agora com afina audit seal.",
        "expected_differs": (
            "Ele foi refeito, com os selos, ou voltou de uma cópia de segurança anterior a esse "
            "selo. Se ninguém restaurou uma cópia, guarde tudo como está e peça ajuda."
        ),
        "expected_beyond": (
            "O fim dele se perdeu, ou uma cópia de segurança mais antiga foi restaurada."
        ),
        "row_missing": _REBUILD_PT,
        "row_added": _REBUILD_PT,
        "row_changed": _REBUILD_PT,
    },
    event="acontecimento",
    sound_until=lambda event: f"até o {event} está tudo como era",
    columns=lambda names: f"difere em {names}",
    more=lambda count: f"e mais {count}",
    no_seal=lambda given: f"Isto não é um selo (número, dois pontos, letras): {given}",
    sealed=lambda seal: f"Selo: {seal}",
    how_to_verify="Guarde-o fora do Afina. Para conferir depois: afina audit verify --expect SELO",
    empty="Nada aconteceu ainda, então não há o que selar.",
    changed=lambda why: (
        f"O registro não é mais o que foi selado ({why}). Veja com afina audit verify. "
        "Se ele foi feito de novo de propósito, comece de novo com afina audit seal --anew."
    ),
    forgotten=lambda seal: f"Os selos do registro anterior foram apagados; o último era {seal}",
    unanswered="O registro não respondeu. Veja se o Afina está no ar e tente de novo.",
    refused="Não dá para mostrar a auditoria:",
    nothing="Nada que combine com o pedido.",
    older=lambda before: f"Há mais. Para ver o que veio antes: --before {before}",
    written=lambda size, file: f"{size} bytes em {file}",
    not_a_format=lambda file: f"Não sei escrever {file}. Use um nome com .csv ou .jsonl no fim.",
    is_there=lambda file: f"{file} já existe. Escolha outro nome.",
)

ENGLISH = AuditWords(
    reading=lambda stream: f"Verifying {stream}",
    summary=lambda events, rows, seals, seconds: (
        f"{events} events, {rows} lines of the trail and {seals} seals verified ({seconds} s)."
    ),
    unsealed=lambda count: f"Not sealed yet, of just now: {count}.",
    sound="Nothing was changed: log, audit trail and seals say the same.",
    expected="The seal that you kept agrees.",
    keep=lambda seal: f"The seal up to here, to be kept outside of Afina: {seal}",
    broken="Something was changed:",
    found={
        "beginning_lost": "The beginning of the log is not there any more.",
        "gap": "Events are missing in the middle of the log.",
        "cut": "The log ends before the last seal: its end was removed.",
        "changed": "The log is not what was sealed.",
        "seal_rewritten": "A seal was rewritten; the log was not, for a later seal agrees.",
        "no_seal": "There is no seal to hold the log against.",
        "expected_differs": "The log is not the one whose seal you kept.",
        "expected_beyond": "The log does not reach the seal that you kept.",
        "row_missing": "A line of the audit trail is missing.",
        "row_added": "The audit trail has a line that the log does not know.",
        "row_changed": "A line of the audit trail was changed.",
    },
    remedies={
        "beginning_lost": _RESTORE_EN,
        "gap": _RESTORE_EN,
        "cut": _RESTORE_EN,
        "changed": _RESTORE_EN,
        "seal_rewritten": "See who has access to the database.",
        "no_seal": "Seal the log as it is now with afina audit seal.",
        "expected_differs": (
            "It was made anew, with its seals, or it came back from a backup that is older than "
            "that seal. If nobody restored a backup, keep everything as it is and ask for help."
        ),
        "expected_beyond": "Its end was lost, or an older backup was restored.",
        "row_missing": _REBUILD_EN,
        "row_added": _REBUILD_EN,
        "row_changed": _REBUILD_EN,
    },
    event="event",
    sound_until=lambda event: f"up to {event} all is as it was",
    columns=lambda names: f"differs in {names}",
    more=lambda count: f"and {count} more",
    no_seal=lambda given: f"This is no seal (a number, a colon, letters): {given}",
    sealed=lambda seal: f"Seal: {seal}",
    how_to_verify="Keep it outside of Afina. To verify later: afina audit verify --expect SEAL",
    empty="Nothing has happened yet, so there is nothing to seal.",
    changed=lambda why: (
        f"The log is not what was sealed ({why}). See afina audit verify. "
        "If it was made anew on purpose, begin anew with afina audit seal --anew."
    ),
    forgotten=lambda seal: f"The seals of the log before were removed; the last one was {seal}",
    unanswered="The log did not answer. See whether Afina is running, and try again.",
    refused="Cannot show the audit trail:",
    nothing="Nothing that fits.",
    older=lambda before: f"There is more. To see what came before: --before {before}",
    written=lambda size, file: f"{size} bytes in {file}",
    not_a_format=lambda file: f"{file} can't be written. Use a name that ends in .csv or .jsonl.",
    is_there=lambda file: f"{file} is there already. Choose another name.",
)
