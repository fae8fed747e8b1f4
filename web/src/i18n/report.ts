import type { CheckCode, Step } from "../api/types";
import { createFormat, type Language } from "./format";

const pt = createFormat("pt-BR");
const english = createFormat("en");

const many = (value: number, one: string, more: string) => `${pt.count(value)} ${value === 1 ? one : more}`;
const several = (value: number, one: string, more: string) =>
  `${english.count(value)} ${value === 1 ? one : more}`;

const checks: Record<CheckCode, string> = {
  few_examples: "Categorias com poucos exemplos",
  small_set: "Poucos exemplos ao todo",
  imbalance: "Uma categoria domina",
  similar_labels: "Categorias que parecem ser a mesma",
  conflicting_answers: "O mesmo texto com respostas diferentes",
  suspicious_labels: "Respostas que parecem trocadas",
  short_texts: "Textos muito curtos",
  long_texts: "Textos muito longos",
  texts_cut: "Textos que não serão lidos até o fim",
  duplicates: "Linhas repetidas",
  near_duplicates: "Textos quase iguais",
  personal_data: "Parece haver dados pessoais",
  empty_cells: "Linhas incompletas",
  rows_unusable: "Linhas que não dá para usar",
  repeated_texts: "Textos que se repetem",
  split_leaks: "Textos que estão dentro e fora da prova",
  split_uneven: "Categorias que faltam de um lado da prova",
  formulas_read: "Células com fórmula",
  merged_cells: "Células mescladas",
  hidden_rows: "Linhas escondidas na planilha",
  tags_repaired: "Marcações consertadas",
  offsets_found: "Lugares encontrados no texto",
  offsets_mended: "Lugares corrigidos",
  answers_unplaced: "Respostas sem lugar no texto",
  unanswerable: "Perguntas sem resposta",
};

const steps: Record<Step["op"], string> = {
  merge_labels: "Juntar",
  leave_out_labels: "Deixar de fora",
  relabel_rows: "Trocar a resposta",
  drop_rows: "Tirar as linhas",
  drop_duplicates: "Ficar com uma de cada",
  drop_near_duplicates: "Ficar com uma de cada",
  settle_conflicts: "Resolver assim",
  drop_short_texts: "Tirar os textos curtos",
  drop_long_texts: "Tirar os textos longos",
  cut_texts: "Cortar os textos",
  split_rows: "Separar de novo",
  drop_leaks: "Tirar da prova",
  weigh_classes: "Dar o mesmo peso a todas",
  keep: "Deixar como está",
};

const verdict = {
  good: "Dá para treinar.",
  improve: (points: number) =>
    points === 1
      ? "Dá para treinar. Melhore 1 ponto para acertar mais."
      : `Dá para treinar. Melhore ${pt.count(points)} pontos para acertar mais.`,
  weak: "Dá para treinar, mas o modelo vai errar bastante assim.",
  blocked: "Assim ainda não dá para treinar.",
  facts: (examples: number, out: number) =>
    out === 0
      ? `${many(examples, "exemplo pronto", "exemplos prontos")} para usar.`
      : `${many(examples, "exemplo pronto", "exemplos prontos")} para usar; ${many(out, "linha fica", "linhas ficam")} de fora.`,
  score: (score: number) => `Qualidade da planilha: ${pt.count(score)} de 100.`,
  leftOut: "Baixar as linhas que ficam de fora, com o motivo",
};

/** The words of what was found in a sheet. */
const ptBR = {
  verdict,
  old: "Esta planilha é de antes das conferências. Envie o arquivo de novo para ter uma.",
  findings: "Pontos de atenção",
  none: "Não encontrei nada a melhorar nesta planilha.",
  severities: { strong: "Importante. ", warning: "Vale melhorar. ", note: "Bom saber. " },
  checks,
  steps,
  examples: "Ver exemplos",
  examplesOf: (title: string) => `Exemplos: ${title}`,
  row: "Linha",
  text: "Texto",
  answer: "Resposta",
  changes: (rows: number) => (rows === 1 ? "(muda 1 linha)" : `(muda ${pt.count(rows)} linhas)`),
  keepName: "Ficar com o nome",
  differ: "São diferentes",
  keep: "Deixar como está",
  other: "Outros",
  mergeOther: (labels: number) => `Juntar as ${pt.count(labels)} menores em “Outros”`,
  more: (rest: number) => (rest === 1 ? "Ver mais 1 ponto" : `Ver mais ${pt.count(rest)} pontos`),
  applied: "Ajustes feitos",
  appliedHelp: "O arquivo original não muda. Cada ajuste pode ser desfeito.",
  undo: "Desfazer",
  undoOf: (sentence: string) => `Desfazer: ${sentence}`,
  done: (examples: number) => `Pronto. Agora são ${pt.count(examples)} exemplos.`,

  groups: {
    label: {
      title: "Exemplos por categoria",
      help: (count: number) => `${pt.count(count)} categorias, da maior para a menor.`,
      count: (examples: number) => many(examples, "exemplo", "exemplos"),
    },
    type: {
      title: "Trechos por tipo",
      help: (count: number) =>
        count === 1 ? "1 tipo de trecho." : `${pt.count(count)} tipos de trecho, do maior para o menor.`,
      count: (passages: number) => many(passages, "trecho", "trechos"),
    },
  },
  few: "poucos",
  search: "Procurar uma categoria",
  notFound: "Nenhuma categoria com este nome.",
  moreCategories: (rest: number) => `Ver as outras ${pt.count(rest)}`,

  rows: "Como o modelo vai ver as linhas",
  rowsCaption: "As primeiras linhas, por papel da coluna",
  roles: {
    text: "Texto",
    label: "Resposta certa",
    group: "Grupo",
    split: "Lado da prova",
    tokens: "Palavras",
    tags: "Marcações",
    sentence: "Frase",
    entity: "Entidade",
    entity_type: "Tipo de entidade",
    entity_start: "Onde a entidade começa",
    context: "Texto com a resposta",
    question: "Pergunta",
    answer: "Resposta",
    answer_start: "Onde a resposta começa",
    unanswerable: "Sem resposta",
    question_type: "Tipo de pergunta",
    prompt: "Pedido",
    completion: "Continuação",
    input: "Assunto do pedido",
    system: "Instrução",
    messages: "Conversa",
    id: "Identificador",
  } as Record<string, string>,
};

export type ReportWords = typeof ptBR;

const en: ReportWords = {
  verdict: {
    good: "It can be trained.",
    improve: (points) =>
      points === 1
        ? "It can be trained. Improve 1 point for more right answers."
        : `It can be trained. Improve ${english.count(points)} points for more right answers.`,
    weak: "It can be trained, but the model will be wrong quite often like this.",
    blocked: "It cannot be trained like this yet.",
    facts: (examples, out) =>
      out === 0
        ? `${several(examples, "example", "examples")} ready to use.`
        : `${several(examples, "example", "examples")} ready to use; ${several(out, "row is", "rows are")} left out.`,
    score: (score) => `Quality of the spreadsheet: ${english.count(score)} of 100.`,
    leftOut: "Download the rows that are left out, with the reason",
  },
  old: "This spreadsheet is from before there were checks. Send the file again to have one.",
  findings: "Points of attention",
  none: "I found nothing to improve in this spreadsheet.",
  severities: { strong: "Important. ", warning: "Worth improving. ", note: "Good to know. " },
  checks: {
    few_examples: "Categories with few examples",
    small_set: "Few examples in all",
    imbalance: "One category dominates",
    similar_labels: "Categories that seem to be the same",
    conflicting_answers: "The same text with different answers",
    suspicious_labels: "Answers that seem mixed up",
    short_texts: "Very short texts",
    long_texts: "Very long texts",
    texts_cut: "Texts that will not be read to the end",
    duplicates: "Repeated rows",
    near_duplicates: "Texts that are almost equal",
    personal_data: "There seem to be personal data",
    empty_cells: "Incomplete rows",
    rows_unusable: "Rows that cannot be used",
    repeated_texts: "Texts that repeat",
    split_leaks: "Texts both inside and outside the exam",
    split_uneven: "Categories missing on one side of the exam",
    formulas_read: "Cells with formulas",
    merged_cells: "Merged cells",
    hidden_rows: "Rows hidden in the spreadsheet",
    tags_repaired: "Repaired tags",
    offsets_found: "Places found in the text",
    offsets_mended: "Places put right",
    answers_unplaced: "Answers without a place in the text",
    unanswerable: "Questions without an answer",
  },
  steps: {
    merge_labels: "Merge",
    leave_out_labels: "Leave out",
    relabel_rows: "Change the answer",
    drop_rows: "Drop the rows",
    drop_duplicates: "Keep one of each",
    drop_near_duplicates: "Keep one of each",
    settle_conflicts: "Settle it so",
    drop_short_texts: "Drop the short texts",
    drop_long_texts: "Drop the long texts",
    cut_texts: "Cut the texts",
    split_rows: "Split again",
    drop_leaks: "Take out of the exam",
    weigh_classes: "Give all the same weight",
    keep: "Leave as it is",
  },
  examples: "See examples",
  examplesOf: (title) => `Examples: ${title}`,
  row: "Row",
  text: "Text",
  answer: "Answer",
  changes: (rows) => (rows === 1 ? "(changes 1 row)" : `(changes ${english.count(rows)} rows)`),
  keepName: "Keep the name",
  differ: "They are different",
  keep: "Leave as it is",
  other: "Other",
  mergeOther: (labels) => `Merge the ${english.count(labels)} smallest into “Other”`,
  more: (rest) => (rest === 1 ? "See 1 more point" : `See ${english.count(rest)} more points`),
  applied: "Fixes made",
  appliedHelp: "The original file does not change. Each fix can be undone.",
  undo: "Undo",
  undoOf: (sentence) => `Undo: ${sentence}`,
  done: (examples) => `Done. There are ${english.count(examples)} examples now.`,

  groups: {
    label: {
      title: "Examples per category",
      help: (count) => `${english.count(count)} categories, from the largest to the smallest.`,
      count: (examples) => several(examples, "example", "examples"),
    },
    type: {
      title: "Passages per kind",
      help: (count) =>
        count === 1
          ? "1 kind of passage."
          : `${english.count(count)} kinds of passages, from the largest to the smallest.`,
      count: (passages) => several(passages, "passage", "passages"),
    },
  },
  few: "few",
  search: "Look for a category",
  notFound: "No category with this name.",
  moreCategories: (rest) => `See the other ${english.count(rest)}`,

  rows: "How the model will see the rows",
  rowsCaption: "The first rows, by the role of the column",
  roles: {
    text: "Text",
    label: "Right answer",
    group: "Group",
    split: "Side of the exam",
    tokens: "Words",
    tags: "Tags",
    sentence: "Sentence",
    entity: "Entity",
    entity_type: "Entity type",
    entity_start: "Where the entity begins",
    context: "Text with the answer",
    question: "Question",
    answer: "Answer",
    answer_start: "Where the answer begins",
    unanswerable: "Without answer",
    question_type: "Question type",
    prompt: "Request",
    completion: "Completion",
    input: "Subject of the request",
    system: "Instruction",
    messages: "Conversation",
    id: "Identifier",
  },
};

export const REPORT: Record<Language, ReportWords> = { "pt-BR": ptBR, en };
