import type { Language } from "./format";

/** The words for who comes for the first time. */
const ptBR = {
  title: "Boas-vindas ao Afina",
  lead: "Em um minuto: o que o Afina faz e o que continua com você.",
  cards: [
    {
      title: "Você ensina com exemplos",
      text: "Uma planilha com textos e a resposta certa de cada um. O modelo lê os exemplos e aprende a responder textos novos.",
    },
    {
      title: "O modelo faz uma prova",
      text: "Parte dos exemplos fica guardada e o modelo nunca estuda com ela. No fim ele responde a essa prova, e você vê quantas acertou em cada 100.",
    },
    {
      title: "Você continua decidindo",
      text: "O modelo erra às vezes. Ele diz quando está em dúvida, e uma pessoa confere. Suas planilhas e seus modelos ficam nos computadores da sua organização.",
    },
  ],
  exampleCaption: "Uma planilha de exemplo com três linhas",
  exampleColumns: ["Mensagem", "Tipo"],
  example: [
    ["A luz da praça está queimada há um mês.", "Reclamação"],
    ["Parabéns à equipe da biblioteca!", "Elogio"],
    ["Preciso da segunda via do protocolo.", "Solicitação"],
  ],
  sample: "Treinar com planilha de exemplo",
  own: "Usar a minha",
  skip: "Pular",
};

export type WelcomeWords = typeof ptBR;

const en: WelcomeWords = {
  title: "Welcome to Afina",
  lead: "In one minute: what Afina does, and what stays with you.",
  cards: [
    {
      title: "You teach by examples",
      text: "A spreadsheet with texts and the right answer for each. The model reads the examples and learns to answer new texts.",
    },
    {
      title: "The model takes an exam",
      text: "Some of the examples are kept aside, and the model never studies them. In the end it answers this exam, and you see how many of every 100 are right.",
    },
    {
      title: "You go on deciding",
      text: "The model is wrong at times. It says when it is in doubt, and a person checks. Your spreadsheets and models stay on your organisation's computers.",
    },
  ],
  exampleCaption: "A sample spreadsheet with three rows",
  exampleColumns: ["Message", "Kind"],
  example: [
    ["The light in the square has been out for a month.", "Complaint"],
    ["Congratulations to the library's team!", "Praise"],
    ["I need a copy of my protocol.", "Request"],
  ],
  sample: "Train with the sample spreadsheet",
  own: "Use my own",
  skip: "Skip",
};

export const WELCOME: Record<Language, WelcomeWords> = { "pt-BR": ptBR, en };
