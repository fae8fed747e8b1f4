"""What lies on top of the facts that somebody who helps with a training is given."""

from api.sentences.language import Language

README = {
    Language.PT_BR: """\
Dados de um treino para quem vai ajudar
=======================================

run.json       o que aconteceu com o treino, e em que máquina
settings.json  os ajustes com que ele foi feito
events.jsonl   os eventos dele, na ordem
log.jsonl      as últimas linhas do registro da máquina
versions.json  a versão do Afina no servidor

Não há aqui textos da planilha, nomes, senhas nem endereços de e-mail: no registro, o que
parece ser um deles foi trocado por uma palavra entre colchetes. Mesmo assim, confira o
arquivo log.jsonl antes de enviar para alguém de fora.
""",
    Language.EN: """\
Facts of a training for whoever is to help
==========================================

run.json       what happened to the training, and on which machine
settings.json  the settings that it was made with
events.jsonl   its events, in their order
log.jsonl      the last lines of the machine's log
versions.json  the version of Afina on the server

There are no texts of the spreadsheet, names, passwords or e-mail addresses in here: what looks
like one in the log is a word in brackets instead. Have a look at log.jsonl all the same before
you send it to somebody outside.
""",
}
