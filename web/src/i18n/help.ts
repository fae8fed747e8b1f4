import type { Language } from "./format";

interface Answer {
  question: string;
  answer: string;
}

interface Word {
  /** As the page says it. */
  said: string;
  technical: string;
  means: string;
}

export interface HelpWords {
  title: string;
  lead: string;
  questions: string;
  answers: Answer[];
  words: string;
  wordsLead: string;
  wordsCaption: string;
  columns: { said: string; technical: string; means: string };
  glossary: Word[];
  support: string;
  supportLead: string;
  facts: { release: string; address: string; browser: string; login: string };
  copy: string;
  copied: string;
  welcome: string;
  welcomeLead: string;
  welcomeShow: string;
}

const ptBR: HelpWords = {
  title: "Ajuda",
  lead: "Respostas curtas para o dia a dia.",
  questions: "Perguntas comuns",
  answers: [
    {
      question: "O que a minha planilha precisa ter?",
      answer:
        "Só duas colunas: uma com os textos e outra com a resposta certa de cada um. Cada linha é um exemplo. Com 100 exemplos ou mais de cada categoria o modelo aprende bem melhor.",
    },
    {
      question: "O que quer dizer “87 de cada 100”?",
      answer:
        "Parte dos seus exemplos fica guardada para uma prova, e o modelo nunca estuda com ela. De cada 100 textos dessa prova, ele respondeu 87 como a sua planilha.",
    },
    {
      question: "Posso fechar a página durante o treino?",
      answer: "Pode. O treino continua no servidor, e ao voltar você vê em que ponto ele está.",
    },
    {
      question: "Quem vê os meus textos?",
      answer:
        "Você, quem administra e as pessoas com quem você compartilhar. Os textos ficam neste servidor e nas máquinas que treinam para ele.",
    },
    {
      question: "O modelo errou muito. O que ajuda?",
      answer:
        "Primeiro, confira as linhas em que ele errou com mais certeza: às vezes quem errou foi a planilha. Depois, acrescente exemplos das categorias que mais erram e treine de novo.",
    },
    {
      question: "O treino falhou. Perdi alguma coisa?",
      answer:
        "A planilha continua guardada. A página do treino diz o que houve e o que fazer, e um treino interrompido continua do último ponto salvo.",
    },
    {
      question: "Como sei se um treino é melhor que outro?",
      answer:
        "Na lista de treinos, marque os dois e escolha Comparar. A página diz se a diferença é maior que a margem ou se pode ser acaso.",
    },
  ],
  words: "O que as palavras querem dizer",
  wordsLead: "Como esta página diz, e como dizem os técnicos.",
  wordsCaption: "Palavras da página e seus nomes técnicos",
  columns: { said: "Aqui se diz", technical: "Nome técnico", means: "O que é" },
  glossary: [
    { said: "treino", technical: "run", means: "uma vez em que um modelo aprende com uma planilha" },
    { said: "planilha", technical: "dataset", means: "os seus exemplos, com as respostas certas" },
    { said: "categoria, resposta certa", technical: "label, class", means: "o que o modelo deve responder" },
    { said: "rodada", technical: "epoch", means: "uma leitura completa dos exemplos" },
    { said: "acerto", technical: "accuracy", means: "quantos textos da prova ele respondeu certo" },
    { said: "erro do treino", technical: "loss", means: "o que o treino procura diminuir" },
    { said: "prova final", technical: "test set", means: "exemplos guardados, que ele não estuda" },
    {
      said: "onde ele se confunde",
      technical: "confusion matrix",
      means: "que respostas ele troca por quais",
    },
    {
      said: "dos que existem, encontra",
      technical: "recall",
      means: "quanto de uma categoria ele reconhece",
    },
    { said: "quando responde, acerta", technical: "precision", means: "quanto do que ele aponta está certo" },
    { said: "F1", technical: "F1", means: "encontrar e acertar, em um só número" },
    { said: "decorou", technical: "overfitting", means: "sabe os exemplos de cor, e erra em textos novos" },
    { said: "jeito de treinar", technical: "preset", means: "um conjunto de ajustes prontos" },
    {
      said: "máquina, fila",
      technical: "worker, queue",
      means: "o computador que treina, e a espera por ele",
    },
    { said: "ponto salvo", technical: "checkpoint", means: "de onde um treino interrompido continua" },
    { said: "margem", technical: "confidence interval", means: "entre que valores o resultado deve ficar" },
  ],
  support: "Falar com o suporte",
  supportLead:
    "Conte a quem cuida do Afina o que você fez, o que esperava e o que aconteceu. Estes dados ajudam; não há senha nem texto seu entre eles.",
  facts: { release: "Versão", address: "Endereço", browser: "Navegador", login: "Usuário" },
  copy: "Copiar os dados",
  copied: "Dados copiados",
  welcome: "Primeira vez no Afina?",
  welcomeLead: "Em um minuto: como você ensina, como o modelo é provado e quem decide.",
  welcomeShow: "Ver a apresentação de novo",
};

const en: HelpWords = {
  title: "Help",
  lead: "Short answers for every day.",
  questions: "Common questions",
  answers: [
    {
      question: "What does my spreadsheet need?",
      answer:
        "Just two columns: one with the texts, one with the right answer for each. Every row is an example. With 100 examples or more of each category the model learns far better.",
    },
    {
      question: "What does “87 of every 100” mean?",
      answer:
        "Some of your examples are kept for an exam that the model never studies. Of every 100 texts of that exam it answered 87 as your spreadsheet does.",
    },
    {
      question: "May I close the page during a training?",
      answer: "You may. The training goes on, on the server, and when you come back you see how far it is.",
    },
    {
      question: "Who sees my texts?",
      answer:
        "You, administrators, and the people you share with. The texts stay on this server and on the machines that train for it.",
    },
    {
      question: "The model is often wrong. What helps?",
      answer:
        "First look at the rows where it was surest and wrong: sometimes the spreadsheet is. Then add examples of the categories that do worst and train again.",
    },
    {
      question: "The training failed. Did I lose anything?",
      answer:
        "The spreadsheet is kept. The training's page says what happened and what to do, and a training that was interrupted goes on from its last save point.",
    },
    {
      question: "How do I know whether one training is better than another?",
      answer:
        "In the list of trainings tick both and choose Compare. The page says whether the difference is larger than the margin or may be chance.",
    },
  ],
  words: "What the words mean",
  wordsLead: "As this page says it, and as technicians do.",
  wordsCaption: "Words of the page and their technical names",
  columns: { said: "Said here", technical: "Technical name", means: "What it is" },
  glossary: [
    { said: "training", technical: "run", means: "one time that a model learns from a spreadsheet" },
    { said: "spreadsheet", technical: "dataset", means: "your examples with their right answers" },
    { said: "category, right answer", technical: "label, class", means: "what the model is to answer" },
    { said: "round", technical: "epoch", means: "one reading of all examples" },
    { said: "right answers", technical: "accuracy", means: "how many texts of the exam it got right" },
    { said: "training error", technical: "loss", means: "what training tries to make smaller" },
    { said: "final exam", technical: "test set", means: "examples kept back, which it never studies" },
    {
      said: "where it gets confused",
      technical: "confusion matrix",
      means: "which answers it takes for which",
    },
    { said: "finds of those there are", technical: "recall", means: "how much of a category it recognises" },
    { said: "is right when it says so", technical: "precision", means: "how much of what it names is right" },
    { said: "F1", technical: "F1", means: "finding and being right, in one number" },
    {
      said: "memorised",
      technical: "overfitting",
      means: "knows the examples by heart and fails on new texts",
    },
    { said: "way of training", technical: "preset", means: "a set of settings that is ready" },
    {
      said: "machine, queue",
      technical: "worker, queue",
      means: "the computer that trains, and the wait for it",
    },
    { said: "save point", technical: "checkpoint", means: "from where an interrupted training goes on" },
    { said: "margin", technical: "confidence interval", means: "between which values the result should lie" },
  ],
  support: "Ask for support",
  supportLead:
    "Tell whoever looks after Afina what you did, what you expected and what happened. These facts help; no password and no text of yours is among them.",
  facts: { release: "Version", address: "Address", browser: "Browser", login: "Username" },
  copy: "Copy the facts",
  copied: "Facts copied",
  welcome: "New to Afina?",
  welcomeLead: "In a minute: how you teach, how the model is examined and who decides.",
  welcomeShow: "See the introduction again",
};

export const HELP: Record<Language, HelpWords> = { "pt-BR": ptBR, en };
