"""The card in Brazilian Portuguese."""

from schemas.baselines import BaselineCode
from schemas.exports import ExportFault, ExportFormat
from schemas.tasks import Task
from worker.training.card.words import CardWords

PORTUGUESE = CardWords(
    decimal=",",
    thousands=".",
    titles={
        Task.TEXT_CLASSIFICATION: "Classificador de textos",
        Task.TOKEN_CLASSIFICATION: "Localizador de entidades em textos",
        Task.QUESTION_ANSWERING: "Leitor que responde a perguntas sobre um texto",
    },
    several_labels="com várias categorias por texto",
    intro=lambda base: f"Modelo treinado com o Afina a partir de `{base}`.",
    other=lambda file: f"[This card in English]({file})",
    result="Resultado",
    measured=lambda held_out, learned: (
        f"Medido em {held_out} exemplos que o modelo nunca tinha visto; aprendeu com {learned}."
    ),
    small="A prova é pequena demais para confiar nestes números.",
    metric="Medida",
    value="Valor",
    metrics={
        "accuracy": "Acertos",
        "macro_f1": "Equilíbrio entre as categorias (F1 macro)",
        "weighted_f1": "F1 ponderado",
        "micro_f1": "F1 de todas as categorias juntas (F1 micro)",
        "f1": "F1",
        "precision": "Precisão",
        "recall": "Cobertura",
        "exact_match": "Respostas exatas",
    },
    majority=lambda task, rate: (
        f"Sem encontrar nenhuma entidade, {rate} das palavras já estariam certas."
        if task is Task.TOKEN_CLASSIFICATION
        else f"Responder sempre o mais comum acertaria {rate}."
    ),
    interval=lambda low, high: (
        "Em 95 de 100 provas deste tamanho, o número principal (acertos nas categorias, F1 em "
        f"entidades e respostas) ficaria entre {low} e {high}."
    ),
    baselines={
        BaselineCode.WORD_COUNTS: lambda rate: f"Só contar palavras (TF-IDF) alcança {rate}.",
        BaselineCode.KNOWN_WORDS: lambda rate: (
            f"Só lembrar a marcação de cada palavra alcança F1 de {rate}."
        ),
        BaselineCode.SHARED_WORDS: lambda rate: (
            f"Apontar a frase com mais palavras em comum com a pergunta alcança {rate}."
        ),
    },
    per_label="Por categoria",
    label_columns=("Categoria", "Precisão", "Cobertura", "F1", "Exemplos na prova"),
    per_question_type="Por tipo de pergunta",
    type_columns=("Tipo", "Respostas exatas", "F1", "Perguntas na prova"),
    use="Para que serve",
    uses={
        Task.TEXT_CLASSIFICATION: (
            "Sugerir a categoria de textos parecidos com os do treino: o mesmo tipo de documento, "
            "a mesma língua, as mesmas categorias."
        ),
        Task.TOKEN_CLASSIFICATION: (
            "Apontar entidades em textos parecidos com os do treino: o mesmo tipo de documento, "
            "a mesma língua, os mesmos tipos de entidade."
        ),
        Task.QUESTION_ANSWERING: (
            "Localizar num texto o trecho que responde a uma pergunta, em textos e perguntas "
            "parecidos com os do treino."
        ),
    },
    limits="Limites",
    limits_of_exam=(
        "Os números acima valem para textos como os da prova. Em textos de outra origem, época ou "
        "estilo o modelo erra mais, e não avisa."
    ),
    limits_of_labels={
        Task.TEXT_CLASSIFICATION: (
            "Ele só conhece as categorias da tabela: um texto de outro assunto também recebe uma "
            "delas."
        ),
        Task.TOKEN_CLASSIFICATION: "Ele só procura os tipos de entidade da tabela.",
        Task.QUESTION_ANSWERING: (
            "Ele copia um trecho do texto: não resume, não calcula e não junta informações de "
            "lugares diferentes."
        ),
    },
    limits_of_weak=lambda labels: f"Erra mais em: {labels}. Confira essas respostas uma a uma.",
    limits_of_length=lambda tokens: (
        f"Lê até {tokens} pedaços de palavra (tokens) de cada vez, como no treino."
    ),
    limits_of_people=(
        "Pode repetir erros e desequilíbrios dos exemplos. Não decida sobre pessoas só com a "
        "resposta do modelo."
    ),
    limits_of_privacy=(
        "Se os exemplos têm dados pessoais, trate o modelo com o mesmo cuidado que eles."
    ),
    loading="Como usar",
    loading_where="Nesta pasta, em Python (`pip install transformers torch`):",
    loading_afina="Com o Afina, sem programar:",
    samples={
        Task.TEXT_CLASSIFICATION: "Escreva aqui o texto.",
        Task.TOKEN_CLASSIFICATION: "Escreva aqui o texto.",
        Task.QUESTION_ANSWERING: "Onde fica a sede?\nA sede fica em Brasília.",
    },
    exports="Outros formatos",
    export_columns=("Formato", "Tamanho", "Respostas iguais", "Maior diferença de um logit"),
    formats={
        ExportFormat.SAFETENSORS: "Safetensors (cópia)",
        ExportFormat.PYTORCH: "PyTorch (.pt)",
        ExportFormat.ONNX: "ONNX",
        ExportFormat.ONNX_INT8: "ONNX de 8 bits",
    },
    faults={
        ExportFault.DISAGREES: "não respondia como o modelo e foi removido",
        ExportFault.PART_MISSING: "falta um programa na máquina de treino",
        ExportFault.DISK_FULL: "faltou espaço em disco",
        ExportFault.FAILED: "não foi possível gravar",
    },
    training="Como foi treinado",
    training_of=lambda best, rounds, seconds, seed: (
        f"Rodada {best} de {rounds}, a melhor na prova; {seconds} segundos ao todo. "
        f"Semente dos sorteios: {seed}. Os mesmos exemplos, ajustes e semente, na mesma máquina, "
        "dão o mesmo modelo."
    ),
    cut_short=lambda done, asked: (
        f"O treino foi cancelado depois de {done} de {asked} rodadas: "
        "este é o melhor modelo até aí."
    ),
    settings="Ajustes",
    environment="Ambiente",
    data="Dados",
    file_hash="SHA-256 do arquivo original",
    examples_hash="SHA-256 dos exemplos",
    license="Licença",
    license_unknown=(
        "Não informada. Quem distribuir o modelo deve respeitar a licença do modelo de partida e "
        "a dos dados."
    ),
)
