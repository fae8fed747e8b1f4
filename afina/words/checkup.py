"""About the state of an installation, in both languages: what was found, and what to do."""

from dataclasses import dataclass

from afina.checkup.finding import Code, State


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckupWords:
    """About ``afina doctor``."""

    states: dict[State, str]
    sentences: dict[Code, str]
    """With the finding's figures in braces."""
    well: str
    """Nothing was found that needs anybody."""
    counted: str
    """``{problems}``, ``{warnings}``"""


PORTUGUESE = CheckupWords(
    states={State.OK: "certo", State.WARNING: "atenção", State.PROBLEM: "problema"},
    well="Está tudo certo.",
    counted="Problemas: {problems}. Avisos: {warnings}.",
    sentences={
        Code.VERSION: "Afina {version}, Python {python} ({path}).",
        Code.PROGRAM_FOUND: "{version} ({path}).",
        Code.PROGRAM_MISSING: "{program} não está instalado: instale com "
        "pip install 'afina[embedded]', ou indique um servidor em {variable}.",
        Code.PROGRAM_NOT_NEEDED: "{program} não está instalado nem é preciso: {variable} indica um "
        "servidor.",
        Code.PAGE_BUILT: "A página está pronta.",
        Code.PAGE_MISSING: "A página não foi construída: rode make web.",
        Code.ENCODER_FOUND: "O modelo da demonstração está instalado.",
        Code.ENCODER_MISSING: "O modelo da demonstração não está instalado; só make demo precisa "
        "dele: pip install 'afina[demo]'.",
        Code.DEVICE_FOUND: "Este computador treina em {device}, com {gigabytes} GB de memória.",
        Code.DEVICE_NOT_INSTALLED: "Este computador não treina: para treinar aqui, instale com "
        "pip install 'afina[worker]'.",
        Code.DEVICE_UNUSABLE: "O PyTorch não inicia neste computador ({error}): instale de novo o "
        "PyTorch, ou atualize o driver da placa.",
        Code.DATA_DIR: "Pasta de dados: {path}.",
        Code.DATA_DIR_UNWRITABLE: "Não é possível escrever na pasta de dados {path}: mude o dono "
        "dela, ou escolha outra com --data-dir.",
        Code.STACK_RUNNING: "O Afina está ligado em {address} (processo {pid}).",
        Code.STACK_STOPPED: "O Afina está desligado nesta pasta: afina up liga.",
        Code.PORT_FREE: "A porta {port} está livre.",
        Code.PORT_TAKEN: "Outro programa usa a porta {port}: feche-o, ou escolha outra com --port.",
        Code.API_READY: "A API responde em {address}.",
        Code.API_UNREADY: "A API em {address} não está pronta: veja abaixo o que falta e o "
        "registro em log/afina.log.",
        Code.METRICS_SERVED: "Medidas de {process}: {address}.",
        Code.METRICS_SILENT: "{process} não mostra medidas em {address}: talvez tenha acabado de "
        "cair; veja log/afina.log.",
        Code.DISK_FREE: "Disco livre: {gigabytes} GB.",
        Code.DISK_LOW: "Disco livre: só {gigabytes} GB. Apague modelos antigos ou aumente o disco.",
        Code.DISK_FULL: "O disco está quase cheio ({gigabytes} GB livres): libere espaço agora, "
        "antes que o registro pare.",
        Code.SECRETS_PRIVATE: "Os arquivos com senhas ({files}) só podem ser lidos pelo dono.",
        Code.SECRETS_OPEN: "Outros usuários podem ler {path}: rode chmod 600 {path} e troque as "
        "senhas.",
        Code.CERTIFICATE_LASTS: "O certificado {path} vale por mais {days} dias.",
        Code.CERTIFICATE_ENDING: "O certificado {path} só vale por mais {days} dias: se é seu, "
        "renove-o; depois desligue o Afina e ligue-o de novo.",
        Code.CERTIFICATE_ENDED: "O certificado {path} não vale mais desde há {days} dias: se é "
        "seu, renove-o; depois desligue o Afina e ligue-o de novo.",
        Code.CERTIFICATE_UNREADABLE: "Não é possível ler o certificado {path} ({error}): confira "
        "AFINA_TLS_CERT.",
        Code.BLOBS_WRITABLE: "Os arquivos enviados são guardados em {path}.",
        Code.BLOBS_UNWRITABLE: "Não é possível escrever em {path}, onde ficam os arquivos "
        "enviados: mude o dono da pasta, ou indique outra em BLOB_URL.",
        Code.OUTBOX_TOLD: "A máquina {worker} não tem nada por contar.",
        Code.OUTBOX_WAITING: "A máquina {worker} ainda não conseguiu contar {events} "
        "acontecimentos e {reports} medidas: veja se ela alcança o NATS.",
        Code.OUTBOX_LOCKED: "Outro programa segura {path}, onde a máquina {worker} guarda o que "
        "tem por contar: feche-o.",
        Code.OUTBOX_UNREADABLE: "Não é possível ler {path} ({error}), onde a máquina {worker} "
        "guarda o que tem por contar: desligue a máquina, guarde o arquivo em outro lugar e "
        "ligue-a de novo. O que só estava ali se perde; o treino segue do último ponto salvo.",
        Code.BROKER_ANSWERS: "NATS {version} em {address} responde em {milliseconds} ms.",
        Code.BROKER_AWAY: "O NATS em {address} não responde ({error}): ligue-o, ou corrija "
        "NATS_URL.",
        Code.BROKER_OLD: "O NATS em {address} é da versão {version} e pode perder mensagens "
        "confirmadas: atualize para {oldest} ou mais nova.",
        Code.BROKER_SYNCS: "O NATS grava no disco antes de confirmar.",
        Code.BROKER_LAZY: "O NATS confirma antes de gravar: ponha sync_interval: always em {path} "
        "e ligue-o de novo.",
        Code.BROKER_SYNC_UNSEEN: "Daqui não se vê se o NATS grava antes de confirmar: confira que "
        "a configuração dele tem sync_interval: always.",
        Code.BROKER_STORAGE_LOW: "O NATS já usa {percent}% do espaço que pode: aumente "
        "max_file_store, ou o disco.",
        Code.STREAM_SOUND: "{stream}: {messages} mensagens, {megabytes} MB.",
        Code.STREAM_MISSING: "O NATS não tem o {stream}: rode afina prepare; se havia dados, "
        "restaure a cópia antes.",
        Code.STREAM_DRIFTED: "O {stream} está configurado de outro modo ({settings}): rode "
        "afina prepare.",
        Code.CONSUMER_SOUND: "A fila {consumer} está em ordem; {waiting} esperam.",
        Code.CONSUMER_MISSING: "Falta a fila {consumer} do {stream}: rode afina prepare.",
        Code.CONSUMER_DRIFTED: "A fila {consumer} do {stream} está configurada de outro modo "
        "({settings}): rode afina prepare.",
        Code.DOOR_CLOSED: "O NATS não deixa entrar quem mostra uma chave desconhecida.",
        Code.DOOR_OPEN: "O NATS deixa entrar quem mostra uma chave qualquer: ponha nele as contas "
        "e o auth_callout de deploy/nats/server.conf, ou use o NATS de afina up.",
        Code.DOOR_KEPT: "A API diz ao NATS quais máquinas podem entrar (processos: {count}).",
        Code.DOOR_UNKEPT: "Ninguém diz ao NATS quais máquinas podem entrar, e nenhuma entra: veja "
        "se a API está ligada e tem AFINA_CALLOUT_NATS_URL.",
        Code.ACCOUNTS_APART: "O NATS separa as contas {accounts}.",
        Code.ACCOUNTS_MISSING: "O NATS não tem as contas {accounts}, ou não as mostra: compare a "
        "configuração dele com deploy/nats/server.conf.",
        Code.CLOCKS_AGREE: "Os relógios daqui, do NATS e do PostgreSQL concordam (diferença de "
        "{seconds} s).",
        Code.CLOCKS_APART: "Os relógios daqui, do NATS e do PostgreSQL diferem em {seconds} s: "
        "acerte-os com NTP.",
        Code.DATABASE_ANSWERS: "PostgreSQL {version} em {address} responde.",
        Code.DATABASE_AWAY: "O PostgreSQL em {address} não responde ({error}): ligue-o, ou corrija "
        "DATABASE_URL.",
        Code.DATABASE_OLD: "O PostgreSQL em {address} é da versão {version}, com a qual o Afina "
        "não é testado: atualize para a 16 ou mais nova.",
        Code.MIGRATED: "As tabelas são as desta versão ({present}).",
        Code.MIGRATIONS_BEHIND: "As tabelas são de uma versão anterior ({present}; a nova é "
        "{newest}): rode afina prepare.",
        Code.MIGRATIONS_UNKNOWN: "As tabelas são de uma versão mais nova ({present}) que este "
        "Afina ({newest}): atualize o Afina.",
        Code.LOCKS_FREE: "Nada espera por travas no banco.",
        Code.LOCKS_AWAITED: "Conexões que esperam há muito por uma trava no banco: {sessions}. "
        "Veja pg_stat_activity e encerre quem a segura.",
        Code.PROJECTOR_WORKS: "As tabelas de {projection} estão em dia (posição {position}, {lag} "
        "por gravar).",
        Code.PROJECTOR_ABSENT: "Ninguém grava as tabelas de {projection}: ligue afina consumers.",
        Code.PROJECTOR_LAGS: "As tabelas de {projection} estão {lag} mensagens atrás: espere; se "
        "não diminuir, veja o que ocupa o banco.",
        Code.RETENTION_APPLIED: "O que passou do prazo foi removido há {hours} h.",
        Code.RETENTION_AHEAD: "O que passar do prazo será removido a cada noite; ainda não houve "
        "nenhuma.",
        Code.RETENTION_FAILED: "Na última remoção do que passou do prazo, {failed} ficaram para a "
        "próxima: veja log/afina.log.",
        Code.RETENTION_LATE: "Há {hours} h nada do que passou do prazo é removido: veja se os "
        "consumidores estão ligados, ou rode afina retention apply.",
        Code.BACKUPS_FRESH: "A cópia de segurança mais nova em {path} tem {hours} h.",
        Code.BACKUPS_LATE: "A cópia de segurança mais nova em {path} tem {hours} h: veja se a "
        "pasta aceita escrita e o registro em log/afina.log.",
        Code.BACKUPS_OFF: "Não há cópias de segurança automáticas: AFINA_BACKUP_DIR e "
        "AFINA_BACKUP_EVERY_HOURS as ligam.",
        Code.LETTERS_NONE: "Nenhuma mensagem foi posta de lado.",
        Code.LETTERS_POISON: "Mensagens postas de lado por defeito: {count}. Veja com "
        "afina events list.",
        Code.LETTERS_UNKNOWN: "Mensagens de uma versão mais nova: {count}. Atualize o Afina e rode "
        "afina events retry.",
        Code.WORKERS_PRESENT: "Máquinas presentes: {count}.",
        Code.WORKERS_NONE: "Nenhuma máquina de treino está presente: ligue uma com afina worker.",
        Code.WORKERS_LOST: "Máquinas que sumiram: {count}. Ligue-as, ou revogue as que não voltam.",
        Code.RUNS_TAKEN: "Treinos em andamento: {training}; na fila: {waiting}.",
        Code.RUNS_UNCLAIMED: "Há {waiting} treinos na fila há {seconds} s e nenhuma máquina os "
        "pegou: veja se há uma máquina livre no mesmo grupo.",
    },
)

ENGLISH = CheckupWords(
    states={State.OK: "ok", State.WARNING: "warning", State.PROBLEM: "problem"},
    well="All is well.",
    counted="Problems: {problems}. Warnings: {warnings}.",
    sentences={
        Code.VERSION: "Afina {version}, Python {python} ({path}).",
        Code.PROGRAM_FOUND: "{version} ({path}).",
        Code.PROGRAM_MISSING: "{program} is not installed: pip install 'afina[embedded]', or name "
        "a server in {variable}.",
        Code.PROGRAM_NOT_NEEDED: "{program} is not installed, nor needed: {variable} names a "
        "server.",
        Code.PAGE_BUILT: "The page is built.",
        Code.PAGE_MISSING: "The page is not built: run make web.",
        Code.ENCODER_FOUND: "The model of the demonstration is installed.",
        Code.ENCODER_MISSING: "The model of the demonstration is not installed; only make demo "
        "needs it: pip install 'afina[demo]'.",
        Code.DEVICE_FOUND: "This computer trains on {device}, with {gigabytes} GB of memory.",
        Code.DEVICE_NOT_INSTALLED: "This computer does not train: to train here, pip install "
        "'afina[worker]'.",
        Code.DEVICE_UNUSABLE: "PyTorch does not start on this computer ({error}): install PyTorch "
        "again, or update the GPU's driver.",
        Code.DATA_DIR: "Data folder: {path}.",
        Code.DATA_DIR_UNWRITABLE: "The data folder {path} cannot be written to: change its owner, "
        "or choose another with --data-dir.",
        Code.STACK_RUNNING: "Afina is running at {address} (process {pid}).",
        Code.STACK_STOPPED: "Afina is stopped in this folder: afina up starts it.",
        Code.PORT_FREE: "Port {port} is free.",
        Code.PORT_TAKEN: "Another program uses port {port}: close it, or choose another with "
        "--port.",
        Code.API_READY: "The API answers at {address}.",
        Code.API_UNREADY: "The API at {address} is not ready: see below what is missing, and the "
        "log in log/afina.log.",
        Code.METRICS_SERVED: "Figures of {process}: {address}.",
        Code.METRICS_SILENT: "{process} shows no figures at {address}: it may just have died; see "
        "log/afina.log.",
        Code.DISK_FREE: "Free disk: {gigabytes} GB.",
        Code.DISK_LOW: "Free disk: only {gigabytes} GB. Delete old models, or enlarge the disk.",
        Code.DISK_FULL: "The disk is nearly full ({gigabytes} GB free): free some space now, "
        "before the log stops.",
        Code.SECRETS_PRIVATE: "The files with passwords ({files}) can be read by their owner "
        "alone.",
        Code.SECRETS_OPEN: "Other users can read {path}: run chmod 600 {path} and change the "
        "passwords.",
        Code.CERTIFICATE_LASTS: "The certificate {path} lasts another {days} days.",
        Code.CERTIFICATE_ENDING: "The certificate {path} lasts only {days} more days: renew it if "
        "it is yours; then stop Afina and start it again.",
        Code.CERTIFICATE_ENDED: "The certificate {path} ended {days} days ago: renew it if it is "
        "yours; then stop Afina and start it again.",
        Code.CERTIFICATE_UNREADABLE: "The certificate {path} cannot be read ({error}): check "
        "AFINA_TLS_CERT.",
        Code.BLOBS_WRITABLE: "Uploaded files are kept in {path}.",
        Code.BLOBS_UNWRITABLE: "{path}, where uploaded files are kept, cannot be written to: "
        "change the folder's owner, or name another in BLOB_URL.",
        Code.OUTBOX_TOLD: "Worker {worker} has nothing left to tell.",
        Code.OUTBOX_WAITING: "Worker {worker} could not yet tell {events} events and {reports} "
        "reports: see whether it reaches NATS.",
        Code.OUTBOX_LOCKED: "Another program holds {path}, where the machine {worker} keeps what "
        "it has yet to tell: close it.",
        Code.OUTBOX_UNREADABLE: "{path}, where the machine {worker} keeps what it has yet to tell, "
        "cannot be read ({error}): stop the machine, move the file elsewhere and start it again. "
        "What was nowhere else is lost; the training goes on from its last save point.",
        Code.BROKER_ANSWERS: "NATS {version} at {address} answers in {milliseconds} ms.",
        Code.BROKER_AWAY: "NATS at {address} does not answer ({error}): start it, or correct "
        "NATS_URL.",
        Code.BROKER_OLD: "NATS at {address} is version {version} and may lose confirmed messages: "
        "update to {oldest} or newer.",
        Code.BROKER_SYNCS: "NATS writes to disk before it confirms.",
        Code.BROKER_LAZY: "NATS confirms before it writes: put sync_interval: always into {path} "
        "and restart it.",
        Code.BROKER_SYNC_UNSEEN: "Whether NATS writes before it confirms cannot be seen from here: "
        "make sure that its configuration has sync_interval: always.",
        Code.BROKER_STORAGE_LOW: "NATS uses {percent}% of the space that it may: enlarge "
        "max_file_store, or the disk.",
        Code.STREAM_SOUND: "{stream}: {messages} messages, {megabytes} MB.",
        Code.STREAM_MISSING: "NATS does not have {stream}: run afina prepare; if there was data, "
        "restore the backup first.",
        Code.STREAM_DRIFTED: "{stream} is configured otherwise ({settings}): run afina prepare.",
        Code.CONSUMER_SOUND: "Queue {consumer} is in order; {waiting} wait.",
        Code.CONSUMER_MISSING: "Queue {consumer} of {stream} is missing: run afina prepare.",
        Code.CONSUMER_DRIFTED: "Queue {consumer} of {stream} is configured otherwise ({settings}): "
        "run afina prepare.",
        Code.DOOR_CLOSED: "NATS does not let in who shows an unknown key.",
        Code.DOOR_OPEN: "NATS lets in who shows any key: give it the accounts and the "
        "auth_callout of deploy/nats/server.conf, or use the NATS of afina up.",
        Code.DOOR_KEPT: "The API tells NATS which workers may come in (processes: {count}).",
        Code.DOOR_UNKEPT: "Nobody tells NATS which workers may come in, and none does: see whether "
        "the API runs and has AFINA_CALLOUT_NATS_URL.",
        Code.ACCOUNTS_APART: "NATS keeps the accounts {accounts} apart.",
        Code.ACCOUNTS_MISSING: "NATS does not have the accounts {accounts}, or does not show them: "
        "compare its configuration with deploy/nats/server.conf.",
        Code.CLOCKS_AGREE: "The clocks here, of NATS and of PostgreSQL agree (within {seconds} s).",
        Code.CLOCKS_APART: "The clocks here, of NATS and of PostgreSQL are {seconds} s apart: set "
        "them by NTP.",
        Code.DATABASE_ANSWERS: "PostgreSQL {version} at {address} answers.",
        Code.DATABASE_AWAY: "PostgreSQL at {address} does not answer ({error}): start it, or "
        "correct DATABASE_URL.",
        Code.DATABASE_OLD: "PostgreSQL at {address} is version {version}, with which Afina is not "
        "tested: update to 16 or newer.",
        Code.MIGRATED: "The tables are of this version ({present}).",
        Code.MIGRATIONS_BEHIND: "The tables are of an earlier version ({present}; the new one is "
        "{newest}): run afina prepare.",
        Code.MIGRATIONS_UNKNOWN: "The tables are of a newer version ({present}) than this Afina "
        "({newest}): update Afina.",
        Code.LOCKS_FREE: "Nothing waits for locks in the database.",
        Code.LOCKS_AWAITED: "Connections that have long waited for a lock in the database: "
        "{sessions}. Look at pg_stat_activity and end who holds it.",
        Code.PROJECTOR_WORKS: "The tables of {projection} are up to date (position {position}, "
        "{lag} to write).",
        Code.PROJECTOR_ABSENT: "Nobody writes the tables of {projection}: start afina consumers.",
        Code.PROJECTOR_LAGS: "The tables of {projection} are {lag} messages behind: wait; if it "
        "does not shrink, see what keeps the database busy.",
        Code.RETENTION_APPLIED: "What was too old was removed {hours} h ago.",
        Code.RETENTION_AHEAD: "What becomes too old is removed every night; there was none yet.",
        Code.RETENTION_FAILED: "When what was too old was last removed, {failed} were left for the "
        "next time: see log/afina.log.",
        Code.RETENTION_LATE: "For {hours} h nothing that is too old was removed: see whether the "
        "consumers run, or run afina retention apply.",
        Code.BACKUPS_FRESH: "The newest backup in {path} is {hours} h old.",
        Code.BACKUPS_LATE: "The newest backup in {path} is {hours} h old: see whether the folder "
        "can be written, and log/afina.log.",
        Code.BACKUPS_OFF: "There are no automatic backups: AFINA_BACKUP_DIR and "
        "AFINA_BACKUP_EVERY_HOURS turn them on.",
        Code.LETTERS_NONE: "No message was set aside.",
        Code.LETTERS_POISON: "Messages set aside as faulty: {count}. See afina events list.",
        Code.LETTERS_UNKNOWN: "Messages of a newer version: {count}. Update Afina and run "
        "afina events retry.",
        Code.WORKERS_PRESENT: "Workers present: {count}.",
        Code.WORKERS_NONE: "No worker is present: start one with afina worker.",
        Code.WORKERS_LOST: "Workers that fell silent: {count}. Start them, or revoke those that "
        "will not return.",
        Code.RUNS_TAKEN: "Runs being trained: {training}; waiting: {waiting}.",
        Code.RUNS_UNCLAIMED: "{waiting} runs have waited for {seconds} s and no worker took them: "
        "see whether a worker of the same pool is free.",
    },
)
