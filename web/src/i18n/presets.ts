import type { PresetField } from "../api/presets";
import { createFormat, type Language } from "./format";

const pt = createFormat("pt-BR");
const english = createFormat("en");

const names: Record<PresetField, string> = {
  epochs: "Rodadas, no máximo",
  early_stopping_patience: "Rodadas sem melhora antes de parar",
  max_length: "Pedaços de palavra lidos de cada texto",
  batch_size: "Textos por grupo",
  learning_rate: "Ritmo de aprendizado",
  warmup_steps: "Passos de aquecimento",
  weight_decay: "Freio dos pesos",
  train_split: "Parte dos exemplos para aprender",
};

/** A piece of a word is about this much of one, in Portuguese and English. */
const WORDS_PER_PIECE = 0.7;

/** The words of presets. */
const ptBR = {
  title: "Predefinições",
  lead: "São os jeitos de treinar que as pessoas escolhem sem conhecer os ajustes. Uma mudança vale para os próximos treinos.",
  builtIn: "Como veio",
  changed: "Mudada aqui",
  change: "Mudar",
  changeOf: (name: string) => `Mudar ${name}`,
  cancel: "Cancelar",
  fields: names,
  never: "vazio: nunca para antes",
  bounds: (least: string, most: string) => `De ${least} a ${most}.`,
  odd: (least: string, most: string) => `Escreva um número de ${least} a ${most}.`,
  namePt: "Nome em português",
  nameEn: "Nome em inglês",
  nameOdd: "Escreva um nome de até 60 letras.",
  number: (value: number) => pt.decimal(value, 7),
  save: "Salvar esta versão",
  saved: "Versão salva",
  seen: "O usuário vê isto",
  rounds: (most: number) => `Até ${pt.count(most)} ${most === 1 ? "rodada" : "rodadas"} de estudo.`,
  stops: (patience: number) =>
    `Para antes se ${pt.count(patience)} ${patience === 1 ? "rodada não melhorar" : "rodadas seguidas não melhorarem"}.`,
  all: (rounds: number) =>
    `${pt.count(rounds)} ${rounds === 1 ? "rodada" : "rodadas"} de estudo, sem parar antes.`,
  reads: (pieces: number) =>
    `Lê cerca de ${pt.count(Math.round((pieces * WORDS_PER_PIECE) / 10) * 10)} palavras de cada texto.`,
  versions: "Versões",
  noVersions: "Ninguém mudou esta predefinição ainda.",
  version: (who: string) => `por ${who}`,
  back: "Voltar a esta versão",
  backTo: (when: string) => `Voltar à versão de ${when}`,
  inUse: "em uso",
  reset: "Voltar a como veio",
};

export type PresetsWords = typeof ptBR;

const en: PresetsWords = {
  title: "Presets",
  lead: "These are the ways of training that people choose without knowing the settings. A change holds for the next trainings.",
  builtIn: "As it came",
  changed: "Changed here",
  change: "Change",
  changeOf: (name) => `Change ${name}`,
  cancel: "Cancel",
  fields: {
    epochs: "Rounds, at most",
    early_stopping_patience: "Rounds without improvement before stopping",
    max_length: "Pieces of words read of each text",
    batch_size: "Texts in a group",
    learning_rate: "Learning rate",
    warmup_steps: "Warm-up steps",
    weight_decay: "Weight decay",
    train_split: "Share of the examples to learn from",
  },
  never: "empty: never stops early",
  bounds: (least, most) => `From ${least} to ${most}.`,
  odd: (least, most) => `Write a number from ${least} to ${most}.`,
  namePt: "Name in Portuguese",
  nameEn: "Name in English",
  nameOdd: "Write a name of at most 60 letters.",
  number: (value) => english.decimal(value, 7),
  save: "Save this version",
  saved: "Version saved",
  seen: "What people see",
  rounds: (most) => `Up to ${english.count(most)} ${most === 1 ? "round" : "rounds"} of study.`,
  stops: (patience) =>
    `Stops earlier if ${english.count(patience)} ${patience === 1 ? "round does" : "rounds in a row do"} not improve.`,
  all: (rounds) =>
    `${english.count(rounds)} ${rounds === 1 ? "round" : "rounds"} of study, without stopping early.`,
  reads: (pieces) =>
    `Reads about ${english.count(Math.round((pieces * WORDS_PER_PIECE) / 10) * 10)} words of each text.`,
  versions: "Versions",
  noVersions: "Nobody has changed this preset yet.",
  version: (who) => `by ${who}`,
  back: "Back to this version",
  backTo: (when) => `Back to the version of ${when}`,
  inUse: "in use",
  reset: "Back to how it came",
};

export const PRESETS: Record<Language, PresetsWords> = { "pt-BR": ptBR, en };
