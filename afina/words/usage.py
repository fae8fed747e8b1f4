"""What the framework of commands says of its own accord, in both languages."""

Phrases = tuple[tuple[str, str], ...]
"""Each: a pattern of what it says in English, and the words in its place."""

ENGLISH: Phrases = (
    (r"Value error, ", ""),
    (r"Input should be a valid integer, unable to parse string as an integer", "write a number"),
    (r"Input should be greater than or equal to (\S+)", r"write \1 or more"),
    (r"Input should be less than or equal to (\S+)", r"write \1 or less"),
    (r"Got unexpected extra argument\(s\) \((.*)\)", r"This is too much: \1"),
    (r"'[^']*' is not one of (.*)\.$", r"choose one of \1."),
)

PORTUGUESE: Phrases = (
    (r"^Usage:", "Uso:"),
    (r"\[OPTIONS\]", "[OPÇÕES]"),
    (r"COMMAND \[ARGS\]\.\.\.", "COMANDO [ARGUMENTOS]..."),
    (r"^Arguments:$", "Argumentos:"),
    (r"^Options:$", "Opções:"),
    (r"^Commands:$", "Comandos:"),
    (r"Show this message(\s+)and(\s+)exit\.", r"Mostra esta\1ajuda e\2termina."),
    (r"required\]", "obrigatório]"),
    (r"env(\s+)var:", r"variável:\1"),
    (r"default:", "padrão:"),
    (r"Try '(.*)' for help\.", r"Para ver como usar: \1"),
    (r"^Error: ", "Erro: "),
    (r"Missing argument (\S+)\.", r"falta dizer \1."),
    (r"Missing option (.*)\.", r"falta a opção \1."),
    (r"Missing command\.", "falta dizer qual comando."),
    (r"No such option: (\S+)", r"não existe a opção \1."),
    (r"\(Possible options: (.*)\)", r"Parecidas: \1."),
    (r"No such command (\S+)\.", r"não existe o comando \1."),
    (r"Did you mean (.*)\?", r"Talvez \1?"),
    (r"Got unexpected extra argument\(s\) \((.*)\)", r"isto sobra: \1"),
    (r"Option (\S+) requires an argument\.", r"falta o valor da opção \1."),
    (r"Option (\S+) does not take a value\.", r"a opção \1 não leva valor."),
    (r"Invalid value for (\S+): ", r"o valor de \1 não serve: "),
    (r"Value error, ", ""),
    (r"Input should be a valid integer, unable to parse string as an integer", "escreva um número"),
    (r"Input should be greater than or equal to (\S+)", r"escreva \1 ou mais"),
    (r"Input should be less than or equal to (\S+)", r"escreva \1 ou menos"),
    (r"'[^']*' is not one of (.*)\.$", r"escolha entre \1."),
    (r"[Pp]ath (\S+) does not exist\.?", r"\1 não existe."),
    (r"^Aborted!", "Interrompido."),
)
