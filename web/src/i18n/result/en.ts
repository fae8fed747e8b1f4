import { createFormat } from "../format";
import type { ResultWords } from "./pt-BR";

const { count } = createFormat("en");

function plural(value: number, one: string, other: string): string {
  return `${count(value)} ${value === 1 ? one : other}`;
}

export const en: ResultWords = {
  result: {
    headline: (value) => `Your model gets ${value} of every 100 right`,
    headlineSmall: (hits, total) => `Your model got ${count(hits)} of ${count(total)} right in the exam`,
    headlineSmallEntities: (found, total) =>
      `Your model found ${count(found)} of ${count(total)} entities in the exam`,
    headlineSmallAnswers: (hits, total) =>
      `Your model answered ${count(hits)} of ${count(total)} questions without any mistake`,
    headlineSeveral: (value) => `Your model gives ${value} of every 100 texts exactly their categories`,
    headlineEntities: (found, right) =>
      `Your model finds ${found} of every 100 entities. Of every 100 it names, ${right} are right`,
    headlineAnswers: (exact, shared) =>
      `Your model answers ${exact} of every 100 questions exactly. On average, ${shared} of every 100 words agree (F1)`,
    unanswered: (right, total) =>
      `Of ${count(total)} questions without an answer in the text, it recognised ${count(right)}.`,
    smallExam: "That is too small an exam to trust. With 100 examples or more, the result is surer.",
    measured: (total) => `Measured on ${count(total)} examples it had never seen.`,
    margin: {
      "text-classification": (low, high) => `On similar texts, expect ${low} to ${high} right of every 100.`,
      "token-classification": (low, high) =>
        `On similar texts, expect an F1 (finding them and being right, in one figure) from ${low} to ${high} of 100.`,
      "question-answering": (low, high) =>
        `On similar questions, expect ${low} to ${high} of every 100 words to agree.`,
    },
    marginName: "95% interval",
    marginSaid: (low, high) => `95% interval: from ${low} to ${high}.`,
    compared: "Beside simpler methods",
    comparedHelp:
      "The same exam, taken by methods that learn in seconds. Where they come close, they may be enough.",
    methods: {
      model: "This model",
      word_counts: "Only counting words",
      known_words: "Only remembering words",
      shared_words: "The sentence most like the question",
      commonest: "Always the commonest answer",
    },
    inHundred: (value) => `${value} of every 100`,
    baseline: (label, value) => `Always answering “${label}” would get ${value} of every 100 right.`,
    baselineUnnamed: (value) => `Always giving the commonest answer would get ${value} of every 100 right.`,
    baselineSmall: (label, hits, total) =>
      `Always answering “${label}” would get ${count(hits)} of ${count(total)} right.`,
    baselineSmallUnnamed: (hits, total) =>
      `Always giving the commonest answer would get ${count(hits)} of ${count(total)} right.`,
    verdicts: {
      excellent: "Excellent",
      good: "Good, check the cases that matter",
      acceptable: "Acceptable, only with a person reviewing",
      poor: "Poor, don't use it yet",
      guessing: "No better than a guess, don't use it",
      unsure: "Too small an exam for a verdict",
    },
    alerts: {
      outdone: {
        title: "A simpler method does as well or better",
        body: "A method that learns in seconds gets as much right, or more. More examples, more rounds or another base model may help.",
      },
      overfitting: {
        title: "It memorised instead of learning",
        body: "It is right far more often on the training examples than in the exam. More varied examples usually help.",
      },
      underfitting: {
        title: "It hasn't learned enough yet",
        body: "It is often wrong even on the training examples. Check the answers in the spreadsheet and train for more rounds.",
      },
      neglected: {
        title: "Some categories were left behind",
        body: (labels) => `Wrong most often: ${labels}. Add examples of them and train again.`,
      },
      guessing: {
        title: "It is no better than guessing",
        body: {
          "text-classification":
            "Always answering the commonest category would be right as often, or more. Don't use this model.",
          "token-classification":
            "It found no entity in the exam. Train for more rounds or with more examples. Don't use this model.",
          "question-answering":
            "It got nothing right of any answer in the exam. Train for more rounds or with more examples. Don't use this model.",
        },
      },
    },
    perCategory: "Right answers by category",
    perEntityType: "Right answers by type of entity",
    perQuestionType: "Right answers by type of question",
    withPrecision: (text, right) => `${text}; of what it points at, ${right} of 100 is right`,
    withShared: (text, shared) => `${text}; ${shared} of 100 words are shared`,
    exactly: (value, total) => `${value} of every 100 in ${count(total)}`,
    perCategoryHelp: "From the one most often wrong to the one most often right.",
    of: (hits, total) => `${count(hits)} of ${count(total)}`,
    moreCategories: (rest) => `See ${plural(rest, "other category", "other categories")}`,
    weak: "often wrong",
    notExamined: "no examples in the exam",
    confusion: "Where it gets confused",
    confusionTable: "Right answers and the model's answers",
    confusionHelp: "Row: right answer. Column: what the model answered. The darker, the more often.",
    confusionCorner: "Right answer",
    confusionTop: (truth, answer, times) =>
      `The commonest mistake: “${truth}” answered as “${answer}”, ${plural(times, "time", "times")}.`,
    noConfusion: "It made no mistake on any example of the exam.",
    confusionList: (shown) => `The ${shown} commonest mistakes`,
    confusionColumns: { truth: "Right answer", answer: "It answered", times: "Times" },
  },

  reproduced: {
    title: "Compared with the training it repeats",
  },

  calibrated: {
    title: "Calibration",
    help: "When it says 90 of every 100, it should be right 90 of every 100 of those times.",
    said: (value, answers) => `When it says about ${value} of 100 (${plural(answers, "answer", "answers")})`,
    right: (value) => `is right ${value} of every 100`,
  },

  technical: {
    metrics: "Exam metrics",
    perLabel: "By category",
    perLabelCaption: "Precision, recall and F1 of each category",
    environment: "Where it was trained",
    forecast: "What its first steps foretold",
    hyperparameters: "Hyperparameters",
    identity: "Identity and SHA-256 digests",
    label: "Category",
    precision: "Right when it answers (precision)",
    recall: "Finds of those that exist (recall)",
    f1: "F1",
    support: "Examples in the exam",
    exports: "Other formats",
    exportsCaption: "The model's other formats, and how far each agrees with it",
    exportFormat: "Format",
    exportSize: "Size",
    exportAgreement: "Same answers (share)",
    exportDifference: "Largest difference of a logit",
    exportFolder: "Folder on the machine",
    exportFormats: {
      safetensors: "Safetensors (copy)",
      pytorch: "PyTorch (.pt file)",
      onnx: "ONNX",
      onnx_int8: "ONNX of 8 bits",
    },
    exportFaults: {
      export_disagrees: "It did not answer as the model does and was removed",
      export_part_missing: "A package is missing on the machine",
      export_disk_full: "The machine's disk had no room",
      export_failed: "It could not be written; see the log",
    },
    none: "–",
    yes: "yes",
    no: "no",
  },

  ways: {
    label: "What to do with this model",
    try: "Try it on a text",
    classify: "Classify a spreadsheet",
    sheet: "Model sheet",
    model: "Page of the model",
    look: "See the texts it got wrong",
    moreExamples: "Train with more examples",
  },

  categories: {
    order: "Order",
    orders: {
      worst: "Most often wrong first",
      commonest: "Most frequent first",
      name: "By name",
    },
    few: (learned) => `learned from only ${plural(learned, "example", "examples")}`,
    confused: (label, times) => `taken for “${label}”, ${plural(times, "time", "times")}`,
  },

  confusions: {
    pick: (truth, answer, times) =>
      `See ${plural(times, "text", "texts")} of “${truth}” answered as “${answer}”`,
    search: "Look for a category",
    searchHelp: "Shows only the mistakes that it is part of.",
    none: "No mistake with this category.",
    clear: "Clear the search",
    csv: "Download all mistakes (CSV)",
    see: "See the texts",
    file: "mistakes.csv",
  },

  mistakes: {
    title: "Texts it got wrong",
    lead: "The mistakes it was surest of come first. Sometimes the spreadsheet is what is wrong.",
    leadPicked: (truth, answer) => `The spreadsheet says “${truth}” and the model answered “${answer}”.`,
    all: "See all mistakes",
    none: "It got no example of the exam wrong.",
    row: (row) => `Row ${count(row)}`,
    expected: "In the spreadsheet",
    answered: "The model answered",
    sureness: "Sureness",
    sure: (value) => `${value} of 100`,
    missed: "Not found",
    wrong: "Named wrongly",
    question: "Question",
    rightAnswer: "Answer in the spreadsheet",
    noAnswer: "the text does not answer it",
    nothing: "nothing",
    gone: "The text is not shown: the spreadsheet was deleted or is not yours.",
    whole: "Read the whole text",
    less: "Show less",
    shown: (shown, total) => `Showing ${count(shown)} of ${count(total)}.`,
    more: "Show more mistakes",
    flag: "The spreadsheet is wrong",
    flagOf: (row) => `The spreadsheet is wrong in row ${count(row)}`,
    ask: (row) => `What is right in row ${count(row)}?`,
    right: "Right category",
    mark: "Mark the correction",
    drop: "Leave the row out",
    cancel: "Back",
    marked: (label) => `Marked to be corrected: “${label}”`,
    markedDrop: "Marked to be left out",
    undo: "Undo",
    undoOf: (row) => `Undo the correction of row ${count(row)}`,
  },

  corrections: {
    title: (rows) => `Corrections of the spreadsheet: ${plural(rows, "row", "rows")}`,
    lead: "The spreadsheet only changes when you make the new version. Earlier versions are kept.",
    caption: "Rows marked to be corrected",
    row: "Row",
    becomes: "Becomes",
    out: "left out",
    undo: "",
    make: "Make the new version",
    download: "Download the rows (xlsx)",
    made: (version) => `Version ${count(version)} of the spreadsheet is ready`,
    madeDo: "Train with it and compare: if the result is better, the spreadsheet was wrong.",
    train: "Train with the new version",
  },

  review: {
    title: "When in doubt, ask a person",
    lead: "The model says how sure it is. Choose how sure it must be to answer on its own.",
    slider: "Texts that go to a person",
    least: "None",
    most: "Nearly all",
    rule: (limit) =>
      `A classified spreadsheet asks for a review where the certainty is below ${limit} of 100.`,
    ruleOfNone: "A classified spreadsheet asks for no answer to be reviewed.",
    kept: "Your choice is kept.",
    othersModel: "Here you only see what it would be like: whoever trained the model changes it.",
    all: (right) => `No text goes to a person. Of every 100, the model gets ${right} right.`,
    some: (reviewed, rest, right) =>
      `Of every 100 texts, ${reviewed} ${reviewed === 1 ? "goes" : "go"} to a person. Of the other ${rest}, the model gets ${right} right.`,
    allSmall: (right, total) =>
      `In the exam, no text would go to a person. Of ${count(total)}, the model got ${count(right)} right.`,
    someSmall: (reviewed, total, rest, right) =>
      `Of ${count(total)} texts of the exam, ${count(reviewed)} would go to a person. Of the other ${count(rest)}, the model got ${count(right)} right.`,
  },

  again: {
    title: "Train again",
    same: "Repeat this training, unchanged",
  },
};
