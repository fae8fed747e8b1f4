"""A sheet of every layout that a task can be read from, and how it is read."""

import json

from api.datasets.reading import Reading
from schemas.tasks import Task, TextForm

Rows = list[list[object]]


def as_list(*words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def classes() -> tuple[Rows, Reading]:
    texts = ["=1+1", "''=2", "- item", "@x", "com; ponto", 'com "aspas"', "duas\nlinhas", "NA", "1"]
    rows = [[text, "ab"[n % 2], f"d{n // 2}" if n % 3 else ""] for n, text in enumerate(texts * 2)]
    return [["ementa", "-ramo", "processo"], *rows], Reading(task=Task.TEXT_CLASSIFICATION)


def several_labels() -> tuple[Rows, Reading]:
    rows = [[f"um caso {n}", ["a; b", "a", "b; c", "c"][n % 4]] for n in range(16)]
    reading = Reading(task=Task.TEXT_CLASSIFICATION, label_separator=";")
    return [["texto", "ramos"], *rows], reading


def lists_of_labels() -> tuple[Rows, Reading]:
    rows = [[f"um caso {n}", as_list(*"ab" if n % 3 else "c")] for n in range(12)]
    return [["texto", "ramos"], *rows], Reading(task=Task.TEXT_CLASSIFICATION)


def entities_as_lists() -> tuple[Rows, Reading]:
    rows = [
        [as_list("O", "juiz", name, "disse", ":", "não"), as_list("O", "O", "B-PER", "O", "O", "O")]
        for name in ("João", "Ana", "Zé", "=Lu") * 4
    ]
    return [["palavras", "marcas"], *rows], Reading(task=Task.TOKEN_CLASSIFICATION)


def entities_by_word() -> tuple[Rows, Reading]:
    words = [("A", "O"), ("juíza", "O"), ("Ana", "B-PER"), ("Lima", "I-PER"), ("-", "O")]
    rows = [[n, f"{word}{n}", tag] for n in range(8) for word, tag in words]
    return [["frase", "tokens", "tags"], *rows], Reading(task=Task.TOKEN_CLASSIFICATION)


def entities_in_texts() -> tuple[Rows, Reading]:
    rows = [
        [f"A juíza {name} negou o pedido {n}.", name, "PESSOA"]
        for n in range(4)
        for name in ("Ana", "Bia")
    ]
    return [["texto", "entidade", "tipo_entidade"], *rows], Reading(task=Task.TOKEN_CLASSIFICATION)


def questions() -> tuple[Rows, Reading]:
    rows = [
        [f"O caso {n} foi julgado em {2000 + n} na vara {n}.", question, answer]
        for n in range(6)
        for question, answer in (("Quando?", str(2000 + n)), ("Onde?", f"vara {n}"))
    ]
    rows.append(["O caso 9 foi julgado em 2009.", "Por quê?", ""])
    return [["contexto", "pergunta", "resposta"], *rows], Reading(task=Task.QUESTION_ANSWERING)


def prompts() -> tuple[Rows, Reading]:
    rows = [["Some", f"{n} + {n}", f"={2 * n}"] for n in range(8)]
    reading = Reading(task=Task.TEXT_GENERATION, form=TextForm.COMPLETION)
    return [["instruction", "input", "output"], *rows], reading


def answers_to_write() -> tuple[Rows, Reading]:
    rows = [[f"Quanto é {n} + {n}?", f"São {2 * n}."] for n in range(8)]
    reading = Reading(task=Task.TEXT_GENERATION, form=TextForm.QA)
    return [["pergunta", "resposta"], *rows], reading


def source_text() -> tuple[Rows, Reading]:
    rows = [[f"def f{n}():\n    return {n}\n"] for n in range(8)]
    reading = Reading(task=Task.TEXT_GENERATION, form=TextForm.CODE)
    return [["code"], *rows], reading


def conversations() -> tuple[Rows, Reading]:
    def told(number: int) -> str:
        said = [("user", f"Olá, {number}"), ("assistant", '"Bom dia"\n= bem-vindo')]
        return json.dumps([{"role": role, "content": words} for role, words in said])

    reading = Reading(task=Task.TEXT_GENERATION, form=TextForm.CHAT)
    return [["messages"], *[[told(n)] for n in range(8)]], reading


SHEETS = [
    classes,
    several_labels,
    lists_of_labels,
    entities_as_lists,
    entities_by_word,
    entities_in_texts,
    questions,
    prompts,
    answers_to_write,
    source_text,
    conversations,
]
