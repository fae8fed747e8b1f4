import type { NoticeKind, Scope, Session } from "../api/types";
import type { Language } from "./format";

type Method = Session["method"];

const methods: Record<Method, string> = {
  password: "com senha",
  token: "com chave de acesso",
  oidc: "pelo serviço de identidade",
  setup: "ao criar a conta",
  invitation: "por convite",
  reset: "ao trocar a senha",
};

const scopes: Record<Scope, string> = { read: "ler", write: "mudar", admin: "administrar" };

const kinds: Record<NoticeKind, string> = {
  run_completed: "Um treino terminou",
  run_failed: "Um treino falhou",
  run_cancelled: "Um treino foi cancelado",
  alert_raised: "Algo pede atenção",
  alert_closed: "O que pedia atenção passou",
  classification_completed: "Uma planilha foi classificada",
  classification_failed: "Uma planilha não pôde ser classificada",
  worker_lost: "Uma máquina parou de responder",
  worker_back: "Uma máquina voltou a responder",
  log_sealed: "O registro foi selado",
};

/** The words of one's own account. */
const ptBR = {
  title: "Minha conta",

  profile: {
    title: "Seus dados",
    login: "Usuário",
    noLogin: "Você entra pelo serviço de identidade da sua organização.",
    name: "Nome",
    language: "Idioma",
    save: "Salvar os dados",
    saved: "Dados salvos.",
  },

  display: {
    title: "Como a página aparece",
    lead: "Vale em todos os navegadores em que você entrar, e é salvo na hora.",
    technicalHelp: "Acrescenta ao menu o que só especialistas costumam usar.",
  },

  notices: {
    title: "Avisos",
    lead: "Do que você quer saber, e por onde. O que você escolhe é salvo na hora.",
    caption: "De que você é avisado, e por onde",
    columns: { kind: "Quando", bell: "Na página", email: "Por e-mail" },
    bell: "No sino da página",
    email: "Por e-mail",
    kinds,
    noServer:
      "Este servidor não envia e-mail, então os avisos chegam só pelo sino, no alto da página. Quem cuida do Afina pode configurar o envio.",
    noAddress: "Para receber avisos por e-mail, escreva primeiro o seu endereço.",
    address: "Seu e-mail",
    addressHelp: "Só para os avisos que você escolher. Deixe vazio para não receber nenhum.",
    addressOdd: "Escreva o e-mail por inteiro, como ana@exemplo.org.",
    save: "Salvar o e-mail",
    saved: "E-mail salvo.",
  },

  password: {
    title: "Senha",
    lead: "Ao trocar a senha, você sai dos outros aparelhos.",
    none: "Sua conta não tem senha: você entra pelo serviço de identidade da sua organização.",
    current: "Senha atual",
    label: "Senha nova",
    rule: (length: number) =>
      `Pelo menos ${length} caracteres, sem o seu nome. Uma frase que só você diria funciona bem; letras, espaços e acentos valem.`,
    short: (length: number) => `A senha nova precisa de pelo menos ${length} caracteres.`,
    empty: "Escreva também a senha atual.",
    save: "Trocar a senha",
    saved: "Senha trocada. Os outros aparelhos saíram.",
    show: "Mostrar o que foi escrito",
    hide: "Esconder o que foi escrito",
  },

  sessions: {
    title: "Onde você entrou",
    lead: "Cada linha é um navegador em que a sua conta está aberta.",
    caption: "Navegadores em que você entrou",
    columns: { agent: "Navegador", how: "Entrou", where: "Endereço", used: "Último uso", end: "Ação" },
    on: (browser: string, system: string) => `${browser} no ${system}`,
    unknown: "Navegador desconhecido",
    current: "este aqui",
    more: (count: number) => (count === 1 ? "Ver mais um" : `Ver mais ${count}`),
    end: "Sair",
    endOf: (agent: string) => `Sair de ${agent}`,
    endOthers: "Sair de todos os outros",
    ended: (count: number) =>
      count === 1 ? "Você saiu de 1 navegador." : `Você saiu de ${count} navegadores.`,
    methods,
    none: "–",
  },

  tokens: {
    title: "Chaves de acesso",
    lead: "Um programa entra com uma chave destas no lugar da sua senha. Dê a cada programa a sua, com o mínimo de que ele precisa.",
    caption: "Suas chaves de acesso, da mais nova para a mais antiga",
    columns: { name: "Nome", scopes: "Pode", expires: "Vale até", used: "Último uso", revoke: "Ação" },
    empty: "Você não tem chaves em uso.",
    never: "nunca",
    always: "sem prazo",
    all: "tudo o que você pode",
    scopes,
    make: "Criar uma chave",
    name: "Nome da chave",
    nameHelp: "O programa que vai usar, para você reconhecer depois. Exemplo: planilha do gabinete.",
    nameEmpty: "Dê um nome à chave.",
    may: "O que ela pode fazer",
    choices: {
      read: "Só ler",
      write: "Ler e mudar",
      admin: "Ler, mudar e administrar",
    },
    life: "Por quanto tempo vale",
    days: { "7": "7 dias", "30": "30 dias", "90": "90 dias", "365": "1 ano" },
    submit: "Criar a chave",
    cancel: "Cancelar",
    madeTitle: "Copie a chave agora",
    made: "Ela não vai aparecer de novo. Guarde-a como se guarda uma senha.",
    shown: { copy: "Copiar a chave", copied: "Chave copiada", put: "Já guardei" },
    revoke: "Revogar",
    revokeOf: (name: string) => `Revogar a chave ${name}`,
    ask: (name: string) => `Revogar a chave “${name}”?`,
    askBody: "O programa que usa esta chave para de funcionar na hora. Isso não pode ser desfeito.",
    keep: "Manter a chave",
    confirm: "Revogar a chave",
  },
};

export type AccountWords = typeof ptBR;

const en: AccountWords = {
  title: "My account",

  profile: {
    title: "About you",
    login: "Username",
    noLogin: "You sign in with your organisation's identity service.",
    name: "Name",
    language: "Language",
    save: "Save the changes",
    saved: "Changes kept.",
  },

  display: {
    title: "How the page looks",
    lead: "It holds in every browser in which you sign in, and is kept at once.",
    technicalHelp: "Adds to the menu what mostly experts use.",
  },

  notices: {
    title: "Notices",
    lead: "What you want to hear of, and where. What you choose is kept at once.",
    caption: "What you are told of, and where",
    columns: { kind: "When", bell: "On the page", email: "By e-mail" },
    bell: "By the bell on the page",
    email: "By e-mail",
    kinds: {
      run_completed: "A training is completed",
      run_failed: "A training failed",
      run_cancelled: "A training was cancelled",
      alert_raised: "Something needs attention",
      alert_closed: "What needed attention is over",
      classification_completed: "A spreadsheet is classified",
      classification_failed: "A spreadsheet could not be classified",
      worker_lost: "A machine stopped answering",
      worker_back: "A machine is answering again",
      log_sealed: "The log was sealed",
    },
    noServer:
      "This server sends no e-mail, so notices come by the bell alone, at the top of the page. Whoever runs Afina can set that up.",
    noAddress: "To get notices by e-mail, write your address first.",
    address: "Your e-mail address",
    addressHelp: "Only for the notices that you choose. Leave it empty to get none.",
    addressOdd: "Write the whole address, like ana@example.org.",
    save: "Save the address",
    saved: "Address kept.",
  },

  password: {
    title: "Password",
    lead: "Changing the password signs you out on your other devices.",
    none: "Your account has no password: you sign in with your organisation's identity service.",
    current: "Present password",
    label: "New password",
    rule: (length) =>
      `At least ${length} characters, without your name. A sentence that only you would say works well; letters, spaces and accents count.`,
    short: (length) => `The new password needs at least ${length} characters.`,
    empty: "Write the present password, too.",
    save: "Change the password",
    saved: "Password changed. Your other devices are signed out.",
    show: "Show what was written",
    hide: "Hide what was written",
  },

  sessions: {
    title: "Where you are signed in",
    lead: "Each line is a browser in which your account is open.",
    caption: "Browsers in which you are signed in",
    columns: { agent: "Browser", how: "Signed in", where: "Address", used: "Last used", end: "Action" },
    on: (browser, system) => `${browser} on ${system}`,
    unknown: "Unknown browser",
    current: "this one",
    more: (count) => (count === 1 ? "See one more" : `See ${count} more`),
    end: "Sign out",
    endOf: (agent) => `Sign out of ${agent}`,
    endOthers: "Sign out everywhere else",
    ended: (count) => (count === 1 ? "1 browser was signed out." : `${count} browsers were signed out.`),
    methods: {
      password: "with a password",
      token: "with an access token",
      oidc: "with the identity service",
      setup: "when creating the account",
      invitation: "by invitation",
      reset: "when changing the password",
    },
    none: "–",
  },

  tokens: {
    title: "Access tokens",
    lead: "A program comes in with such a token in place of your password. Give each program its own, with as little as it needs.",
    caption: "Your access tokens, newest first",
    columns: { name: "Name", scopes: "May", expires: "Works until", used: "Last used", revoke: "Action" },
    empty: "You have no tokens in use.",
    never: "never",
    always: "no end",
    all: "all that you may",
    scopes: { read: "read", write: "change", admin: "administrate" },
    make: "Make a token",
    name: "Name of the token",
    nameHelp: "The program that will use it, so that you know it later. Example: the office's spreadsheet.",
    nameEmpty: "Give the token a name.",
    may: "What it may do",
    choices: { read: "Read only", write: "Read and change", admin: "Read, change and administrate" },
    life: "How long it works",
    days: { "7": "7 days", "30": "30 days", "90": "90 days", "365": "1 year" },
    submit: "Make the token",
    cancel: "Cancel",
    madeTitle: "Copy the token now",
    made: "It will not be shown again. Keep it as you keep a password.",
    shown: { copy: "Copy the token", copied: "Token copied", put: "I have kept it" },
    revoke: "Revoke",
    revokeOf: (name) => `Revoke the token ${name}`,
    ask: (name) => `Revoke the token “${name}”?`,
    askBody: "The program that uses this token stops working at once. This cannot be undone.",
    keep: "Keep the token",
    confirm: "Revoke the token",
  },
};

export const ACCOUNT: Record<Language, AccountWords> = { "pt-BR": ptBR, en };
