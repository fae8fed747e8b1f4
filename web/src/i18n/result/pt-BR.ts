import { createFormat } from "../format";

const { count } = createFormat("pt-BR");

function plural(value: number, one: string, other: string): string {
  return `${count(value)} ${value === 1 ? one : other}`;
}

/** The words of a finished training. */
export const ptBR = {
  result: {
    headline: (value: number) => `Seu modelo acerta ${value} de cada 100`,
    headlineSmall: (hits: number, total: number) =>
      `Seu modelo acertou ${count(hits)} de ${count(total)} na prova`,
    headlineSmallEntities: (found: number, total: number) =>
      `Seu modelo encontrou ${count(found)} de ${count(total)} entidades na prova`,
    headlineSmallAnswers: (hits: number, total: number) =>
      `Seu modelo respondeu ${count(hits)} de ${count(total)} perguntas sem errar nada`,
    headlineSeveral: (value: number) =>
      `Seu modelo dá todas as categorias certas a ${value} de cada 100 textos`,
    headlineEntities: (found: number, right: number) =>
      `Seu modelo encontra ${found} de cada 100 entidades. De cada 100 que ele aponta, ${right} estão certas`,
    headlineAnswers: (exact: number, shared: number) =>
      `Seu modelo responde ${exact} de cada 100 perguntas sem errar nada. Em média, ${shared} de cada 100 palavras coincidem (F1)`,
    unanswered: (right: number, total: number) =>
      `De ${count(total)} perguntas sem resposta no texto, ele reconheceu ${count(right)}.`,
    smallExam: "É pouca prova para confiar. Com 100 exemplos ou mais na prova, o resultado fica mais seguro.",
    measured: (total: number) => `Medido em ${count(total)} exemplos que ele nunca tinha visto.`,
    margin: {
      "text-classification": (low: number, high: number) =>
        `Em textos parecidos, espere de ${low} a ${high} acertos em cada 100.`,
      "token-classification": (low: number, high: number) =>
        `Em textos parecidos, espere um F1 (encontrar e acertar, em um só número) de ${low} a ${high} em 100.`,
      "question-answering": (low: number, high: number) =>
        `Em perguntas parecidas, espere que de ${low} a ${high} de cada 100 palavras coincidam.`,
    },
    marginName: "intervalo de 95%",
    marginSaid: (low: string, high: string) => `Intervalo de 95%: de ${low} a ${high}.`,
    compared: "Comparado com métodos mais simples",
    comparedHelp:
      "A mesma prova, feita por métodos que aprendem em segundos. Se eles chegam perto, talvez bastem.",
    methods: {
      model: "Este modelo",
      word_counts: "Só contar palavras",
      known_words: "Só lembrar palavras",
      shared_words: "A frase mais parecida com a pergunta",
      commonest: "Sempre a resposta mais comum",
    },
    inHundred: (value: number) => `${value} de cada 100`,
    baseline: (label: string, value: number) =>
      `Quem sempre respondesse “${label}” acertaria ${value} de cada 100.`,
    baselineUnnamed: (value: number) =>
      `Quem sempre desse a resposta mais comum acertaria ${value} de cada 100.`,
    baselineSmall: (label: string, hits: number, total: number) =>
      `Quem sempre respondesse “${label}” acertaria ${count(hits)} de ${count(total)}.`,
    baselineSmallUnnamed: (hits: number, total: number) =>
      `Quem sempre desse a resposta mais comum acertaria ${count(hits)} de ${count(total)}.`,
    verdicts: {
      excellent: "Excelente",
      good: "Bom, confira os casos importantes",
      acceptable: "Aceitável, só com revisão de uma pessoa",
      poor: "Fraco, ainda não use",
      guessing: "Não supera o palpite, não use",
      unsure: "Prova pequena demais para um veredito",
    },
    alerts: {
      outdone: {
        title: "Um método mais simples se sai tão bem quanto ele, ou melhor",
        body: "Um método que aprende em segundos acerta o mesmo tanto, ou mais. Mais exemplos, mais rodadas ou outro modelo de partida podem ajudar.",
      },
      overfitting: {
        title: "Ele decorou em vez de aprender",
        body: "Acerta bem mais nos exemplos do treino do que na prova. Mais exemplos variados costumam resolver.",
      },
      underfitting: {
        title: "Ele ainda não aprendeu o bastante",
        body: "Acerta pouco até nos exemplos do treino. Confira se as respostas da planilha estão certas e treine por mais rodadas.",
      },
      neglected: {
        title: "Algumas categorias ficaram para trás",
        body: (labels: string) => `As que mais erram: ${labels}. Acrescente exemplos delas e treine de novo.`,
      },
      guessing: {
        title: "Ele não supera o palpite",
        body: {
          "text-classification":
            "Responder sempre a categoria mais comum acertaria o mesmo ou mais. Não use este modelo.",
          "token-classification":
            "Ele não encontrou nenhuma entidade na prova. Treine por mais rodadas ou com mais exemplos. Não use este modelo.",
          "question-answering":
            "Ele não acertou nada de nenhuma resposta na prova. Treine por mais rodadas ou com mais exemplos. Não use este modelo.",
        },
      },
    },
    perCategory: "Acerto por categoria",
    perEntityType: "Acerto por tipo de entidade",
    perQuestionType: "Acerto por tipo de pergunta",
    withPrecision: (text: string, right: number) => `${text}; do que aponta, ${right} em 100 está certo`,
    withShared: (text: string, shared: number) => `${text}; ${shared} em 100 palavras coincidem`,
    exactly: (value: number, total: number) => `${value} de cada 100 em ${count(total)}`,
    perCategoryHelp: "Da que mais erra para a que mais acerta.",
    of: (hits: number, total: number) => `${count(hits)} de ${count(total)}`,
    moreCategories: (rest: number) => `Ver ${plural(rest, "outra categoria", "outras categorias")}`,
    weak: "erra bastante",
    notExamined: "nenhum exemplo na prova",
    confusion: "Onde ele se confunde",
    confusionTable: "Respostas certas e respostas do modelo",
    confusionHelp: "Linha: resposta certa. Coluna: o que o modelo respondeu. Quanto mais escuro, mais vezes.",
    confusionCorner: "Resposta certa",
    confusionTop: (truth: string, answer: string, times: number) =>
      `O engano mais comum: “${truth}” respondido como “${answer}”, ${plural(times, "vez", "vezes")}.`,
    noConfusion: "Ele não se confundiu em nenhum exemplo da prova.",
    confusionList: (shown: number) => `Os ${shown} enganos mais comuns`,
    confusionColumns: { truth: "Resposta certa", answer: "Ele respondeu", times: "Vezes" },
  },

  reproduced: {
    title: "Comparado com o treino que ele repete",
  },

  calibrated: {
    title: "Calibração",
    help: "Se ele diz 90 de cada 100, deveria acertar 90 de cada 100 dessas vezes.",
    said: (value: number, answers: number) =>
      `Quando diz cerca de ${value} em 100 (${plural(answers, "resposta", "respostas")})`,
    right: (value: number) => `acerta ${value} de cada 100`,
  },

  technical: {
    metrics: "Métricas da prova",
    perLabel: "Por categoria",
    perLabelCaption: "Precisão, cobertura e F1 de cada categoria",
    environment: "Onde treinou",
    forecast: "O que os primeiros passos previram",
    hyperparameters: "Hiperparâmetros",
    identity: "Identificação e resumos SHA-256",
    label: "Categoria",
    precision: "Quando responde, acerta (precision)",
    recall: "Dos que existem, encontra (recall)",
    f1: "F1",
    support: "Exemplos na prova",
    exports: "Outros formatos",
    exportsCaption: "Os outros formatos do modelo e quanto cada um concorda com ele",
    exportFormat: "Formato",
    exportSize: "Tamanho",
    exportAgreement: "Respostas iguais (parte)",
    exportDifference: "Maior diferença de um logit",
    exportFolder: "Pasta na máquina",
    exportFormats: {
      safetensors: "Safetensors (cópia)",
      pytorch: "PyTorch (arquivo .pt)",
      onnx: "ONNX",
      onnx_int8: "ONNX de 8 bits",
    },
    exportFaults: {
      export_disagrees: "Não respondia como o modelo e foi removido",
      export_part_missing: "Falta um pacote na máquina",
      export_disk_full: "Faltou espaço em disco na máquina",
      export_failed: "Não foi possível gravar; veja o registro",
    },
    none: "–",
    yes: "sim",
    no: "não",
  },

  ways: {
    label: "O que fazer com este modelo",
    try: "Experimentar com um texto",
    classify: "Classificar uma planilha",
    sheet: "Ficha do modelo",
    model: "Página do modelo",
    look: "Ver os textos que ele errou",
    moreExamples: "Treinar com mais exemplos",
  },

  categories: {
    order: "Ordem",
    orders: {
      worst: "Da que mais erra",
      commonest: "Da mais frequente",
      name: "Por nome",
    },
    few: (learned: number) => `aprendeu com só ${plural(learned, "exemplo", "exemplos")}`,
    confused: (label: string, times: number) => `confunde com “${label}”, ${plural(times, "vez", "vezes")}`,
  },

  confusions: {
    pick: (truth: string, answer: string, times: number) =>
      `Ver ${plural(times, "texto", "textos")} de “${truth}” ${times === 1 ? "respondido" : "respondidos"} como “${answer}”`,
    search: "Procurar uma categoria",
    searchHelp: "Mostra só os enganos em que ela aparece.",
    none: "Nenhum engano com esta categoria.",
    clear: "Limpar a busca",
    csv: "Baixar todos os enganos (CSV)",
    see: "Ver os textos",
    file: "enganos.csv",
  },

  mistakes: {
    title: "Textos que ele errou",
    lead: "Os erros de que ele tinha mais certeza vêm primeiro. Às vezes é a planilha que está errada.",
    leadPicked: (truth: string, answer: string) =>
      `A planilha diz “${truth}” e o modelo respondeu “${answer}”.`,
    all: "Ver todos os erros",
    none: "Ele não errou nenhum exemplo da prova.",
    row: (row: number) => `Linha ${count(row)}`,
    expected: "Na planilha",
    answered: "O modelo respondeu",
    sureness: "Certeza",
    sure: (value: number) => `${value} em 100`,
    missed: "Não encontrou",
    wrong: "Apontou errado",
    question: "Pergunta",
    rightAnswer: "Resposta na planilha",
    noAnswer: "o texto não responde",
    nothing: "nada",
    gone: "O texto não aparece: a planilha foi excluída ou não é sua.",
    whole: "Ler o texto todo",
    less: "Mostrar menos",
    shown: (shown: number, total: number) => `Mostrando ${count(shown)} de ${count(total)}.`,
    more: "Mostrar mais erros",
    flag: "A planilha está errada",
    flagOf: (row: number) => `A planilha está errada na linha ${count(row)}`,
    ask: (row: number) => `O que está certo na linha ${count(row)}?`,
    right: "Categoria certa",
    mark: "Marcar a correção",
    drop: "Deixar a linha de fora",
    cancel: "Voltar",
    marked: (label: string) => `Marcada para corrigir: “${label}”`,
    markedDrop: "Marcada para ficar de fora",
    undo: "Desfazer",
    undoOf: (row: number) => `Desfazer a correção da linha ${count(row)}`,
  },

  corrections: {
    title: (rows: number) => `Correções da planilha: ${plural(rows, "linha", "linhas")}`,
    lead: "A planilha só muda quando você fizer a nova versão. As versões anteriores continuam guardadas.",
    caption: "Linhas marcadas para corrigir",
    row: "Linha",
    becomes: "Passa a ser",
    out: "fica de fora",
    undo: "",
    make: "Fazer a nova versão",
    download: "Baixar as linhas (xlsx)",
    made: (version: number) => `A versão ${count(version)} da planilha está pronta`,
    madeDo: "Treine com ela e compare: se o resultado melhorar, o erro estava na planilha.",
    train: "Treinar com a nova versão",
  },

  review: {
    title: "Na dúvida, mandar para uma pessoa",
    lead: "O modelo diz quanta certeza tem. Escolha com quanta ele pode responder sozinho.",
    slider: "Textos que vão para uma pessoa",
    least: "Nenhum",
    most: "Quase todos",
    rule: (limit: string) =>
      `A planilha classificada pede revisão quando a certeza for menor que ${limit} de 100.`,
    ruleOfNone: "A planilha classificada não pede revisão de nenhuma resposta.",
    kept: "Escolha guardada.",
    othersModel: "Aqui você só vê como ficaria: quem treinou o modelo é que muda isto.",
    all: (right: number) => `Nenhum texto vai para uma pessoa. De cada 100, o modelo acerta ${right}.`,
    some: (reviewed: number, rest: number, right: number) =>
      `De cada 100 textos, ${reviewed} ${reviewed === 1 ? "vai" : "vão"} para uma pessoa. Dos outros ${rest}, o modelo acerta ${right}.`,
    allSmall: (right: number, total: number) =>
      `Na prova, nenhum texto iria para uma pessoa. De ${count(total)}, o modelo acertou ${count(right)}.`,
    someSmall: (reviewed: number, total: number, rest: number, right: number) =>
      `De ${count(total)} textos da prova, ${count(reviewed)} ${reviewed === 1 ? "iria" : "iriam"} para uma pessoa. Dos outros ${count(rest)}, o modelo acertou ${count(right)}.`,
  },

  again: {
    title: "Treinar de novo",
    same: "Repetir este treino, igual",
  },
};

export type ResultWords = typeof ptBR;
