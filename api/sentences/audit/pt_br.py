"""A trilha de auditoria em português do Brasil."""

from api.sentences.audit.catalogue import AuditCatalogue

CATALOGUE = AuditCatalogue(
    lines={
        "run.requested.v1": "{who} criou o treino {run} com a planilha {dataset}.",
        "run.started.v1": "{who} começou o treino {run}, tentativa {attempt}.",
        "run.epoch_completed.v1": "{who} terminou a rodada {epoch} do treino {run}.",
        "run.checkpoint_saved.v1": "{who} guardou um ponto salvo do treino {run}, passo {step}.",
        "run.memory_reduced.v1": (
            "{who} ficou sem memória no treino {run} e seguiu com partes menores."
        ),
        "run.measured.v1": "{who} mediu o ritmo do treino {run}.",
        "run.completed.v1": "{who} concluiu o treino {run} em {took}.",
        "run.job_failed.v1": "A tentativa {attempt} do treino {run} falhou n{worker}.",
        "run.job_failed.v1 final": "O treino {run} falhou n{worker}, na tentativa {attempt}.",
        "run.cancelled.v1": "{who} parou o treino {run}, como foi pedido.",
        "run.interrupted.v1": "{who} interrompeu o treino {run} e o devolveu à fila.",
        "run.cancel_requested.v1": "{who} pediu para cancelar o treino {run}.",
        "run.stalled.v1": "{who} tirou o treino {run} d{worker}: {reason}.",
        "run.abandoned.v1": "{who} desistiu do treino {run}.",
        "run.alert_raised.v1": "{who} avisou sobre o treino {run}: {alert}.",
        "run.alert_closed.v1": "Passou o aviso sobre o treino {run}: {alert}.",
        "run.renamed.v1": "{who} deu a um treino o nome “{name}”.",
        "dataset.uploaded.v1": "{who} enviou a planilha {dataset}.",
        "dataset.uploaded.v2": "{who} enviou a planilha {dataset}.",
        "dataset.revised.v1": "{who} ajustou a planilha {dataset}, que está na versão {version}.",
        "dataset.deleted.v1": "{who} apagou a planilha {dataset}.",
        "dataset.downloaded.v1": "{who} baixou a planilha {dataset}: {what}.",
        "dataset.downloaded.v1 by_worker": (
            "{who} buscou os exemplos da planilha {dataset} para o treino {run}."
        ),
        "dataset.shared.v1": "{who} compartilhou a planilha {dataset} com {grantee}.",
        "dataset.unshared.v1": "{who} deixou de compartilhar a planilha {dataset} com {grantee}.",
        "model.shared.v1": "{who} compartilhou o modelo do treino {run} com {grantee}.",
        "model.unshared.v1": (
            "{who} deixou de compartilhar o modelo do treino {run} com {grantee}."
        ),
        "model.renamed.v1": "{who} chamou o modelo do treino {run} de “{name}”.",
        "model.archived.v1": "{who} arquivou o modelo do treino {run}.",
        "model.unarchived.v1": "{who} desarquivou o modelo do treino {run}.",
        "model.review_set.v1": (
            "{who} escolheu o que vai para uma pessoa revisar no modelo do treino {run}: respostas "
            "com certeza menor que {review_threshold}."
        ),
        "model.deletion_requested.v1": "{who} pediu para excluir o modelo do treino {run}.",
        "model.deleted.v1": "{who} excluiu os arquivos do modelo do treino {run}.",
        "classification.requested.v1": (
            "{who} pediu para classificar a planilha “{filename}” com o modelo do treino {run}: "
            "{rows} linhas."
        ),
        "classification.started.v1": (
            "{who} começou a classificar uma planilha com o modelo do treino {run}."
        ),
        "classification.completed.v1": (
            "{who} classificou uma planilha com o modelo do treino {run}."
        ),
        "classification.failed.v1": (
            "{who} não conseguiu classificar uma planilha com o modelo do treino {run}."
        ),
        "classification.cancelled.v1": (
            "{who} parou de classificar uma planilha com o modelo do treino {run}."
        ),
        "classification.deleted.v1": (
            "{who} excluiu uma planilha classificada com o modelo do treino {run}."
        ),
        "setting.changed.v1": "{who} mudou {setting}.",
        "setting.retention_applied.v1": "{who} apagou o que passou do prazo de guarda.",
        "setting.replay_requested.v1": "{who} pediu para {action}.",
        "worker.registered.v1": "{who} cadastrou {worker} no grupo {pool}.",
        "worker.registered.v1 by_worker": "{who} entrou no grupo {pool}.",
        "worker.revoked.v1": "{who} tirou o acesso d{worker}.",
        "worker.paused.v1": "{who} pausou {worker}: ela não recebe treinos novos.",
        "worker.resumed.v1": "{who} tirou da pausa {worker}.",
        "worker.key_renewed.v1": "{who} trocou a chave d{worker}.",
        "worker.lost.v1": "{who} deixou de ouvir {worker}.",
        "worker.back.v1": "{who} voltou a ouvir {worker}.",
        "user.invited.v1": "{who} convidou {user}, com o papel de {role}.",
        "user.joined.v1": "{user} entrou pela primeira vez, com {method}.",
        "user.role_changed.v1": "{who} deu a {user} o papel de {role}.",
        "user.quota_changed.v1": "{who} mudou quantos treinos {user} pode ter ao mesmo tempo.",
        "user.disabled.v1": "{who} bloqueou o acesso de {user}.",
        "user.enabled.v1": "{who} devolveu o acesso de {user}.",
        "user.password_changed.v1": "{who} trocou a senha de {user}.",
        "user.password_changed.v1 self": "{who} trocou a própria senha.",
        "user.reset_issued.v1": "{who} criou um link para {user} escolher outra senha.",
        "user.signed_in.v1": "{user} entrou, com {method}.",
        "user.signed_out.v1": "{user} encerrou sessões: {sessions}.",
        "user.sign_in_refused.v1": (
            "Alguém tentou entrar como {user} e não conseguiu. Tentativas: {times}."
        ),
        "user.token_made.v1": "{who} criou uma chave de acesso de {user}.",
        "user.token_made.v1 self": "{who} criou uma chave de acesso.",
        "user.token_revoked.v1": "{who} cancelou uma chave de acesso de {user}.",
        "user.token_revoked.v1 self": "{who} cancelou uma chave de acesso.",
        "user.exported.v1": "{who} exportou tudo de {user}.",
        "user.exported.v1 self": "{who} exportou tudo o que é seu.",
        "user.erased.v1": "{who} apagou os dados de {user}.",
    },
    newer="{who}: {type}, que só uma versão mais nova do Afina conhece.",
    system="o Afina",
    # The article joins what stands before it: d + a máquina, n + a máquina.
    machine="a máquina {}",
    erased="pessoa apagada",
    everyone="todos",
    terms={
        "setting": {
            "limits": "os limites",
            "retention": "os prazos de guarda",
            "preset-rapido": "o jeito de treinar Rápido",
            "preset-equilibrado": "o jeito de treinar Equilibrado",
            "preset-preciso": "o jeito de treinar Caprichado",
        },
        "action": {
            "prove": "conferir as tabelas com o registro",
            "switch": "refazer as tabelas pelo registro",
            "accept": "refazer as tabelas pelo registro, mesmo com diferenças",
            "rollback": "voltar às tabelas anteriores",
        },
        "role": {"user": "usuário", "admin": "administrador"},
        "method": {
            "password": "senha",
            "token": "chave de acesso",
            "oidc": "a conta da organização",
            "setup": "o código da primeira vez",
            "invitation": "um convite",
            "reset": "um link para trocar a senha",
        },
        "reason": {
            "worker_lost": "a máquina parou de responder",
            "no_progress": "ele não avançava",
            "stuck_epoch": "uma rodada demorava demais",
        },
        "what": {
            "original": "o arquivo original",
            "export": "uma versão",
            "left_out": "as linhas deixadas de fora",
            "examples": "os exemplos",
        },
    },
    headings=(
        "Número",
        "Quando",
        "O que aconteceu",
        "Quem",
        "Identificador de quem",
        "De onde",
        "Sobre",
        "Nome",
        "Identificador",
        "Acontecimento",
    ),
)
