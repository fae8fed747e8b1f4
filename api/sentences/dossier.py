"""What lies on top of everything that is handed out about a person."""

from api.sentences.language import Language

README = {
    Language.PT_BR: """\
Tudo o que esta instalação do Afina guarda sobre você
=====================================================

account.jsonl              sua conta; a senha não está aqui: dela só existe um resumo
sessions-and-tokens.jsonl  entradas pelo navegador e chaves de acesso, sem os segredos
drafts.jsonl               treinos que você está preparando
notices.jsonl              avisos por e-mail que você pediu
datasets.jsonl             suas planilhas, também as apagadas, em palavras
dataset-versions.jsonl     as versões delas
corrections.jsonl          o que está marcado para corrigir nelas
datasets/                  os arquivos originais, como você os enviou
runs.jsonl                 seus treinos, com os resultados
attempts.jsonl             as tentativas de cada treino
epochs.jsonl               as medidas de cada rodada
models.jsonl               o que foi feito dos modelos desses treinos
logs.jsonl                 as linhas de registro que ainda são guardadas
classifications.jsonl      suas planilhas classificadas, também as excluídas, em palavras
classifications/           os textos que ainda são guardados, e as respostas
audit.jsonl                o que aconteceu com o que é seu, e quem o fez

Arquivos .jsonl têm um objeto JSON em cada linha; datas têm fuso horário.
Os modelos treinados não estão aqui: ficam na máquina que os treinou.
""",
    Language.EN: """\
Everything that this installation of Afina holds about you
==========================================================

account.jsonl              your account; the password is not here: only a digest of it exists
sessions-and-tokens.jsonl  sign-ins with a browser and access tokens, without the secrets
drafts.jsonl               trainings that you are putting together
notices.jsonl              notices by e-mail that you asked for
datasets.jsonl             your spreadsheets, the deleted ones too, in words
dataset-versions.jsonl     their versions
corrections.jsonl          what is marked to be corrected in them
datasets/                  the original files, as you sent them
runs.jsonl                 your trainings, with their results
attempts.jsonl             the attempts of each training
epochs.jsonl               the figures of each round
models.jsonl               what became of the models of those trainings
logs.jsonl                 the log lines that are still kept
classifications.jsonl      your classified spreadsheets, the deleted ones too, in words
classifications/           the texts that are still kept, and the answers
audit.jsonl                what happened to what is yours, and who did it

Files that end in .jsonl have a JSON object on each line; dates have a time zone.
Trained models are not here: they stay on the machine that trained them.
""",
}
