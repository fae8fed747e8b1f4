import type { Language } from "./format";

/** The words of the doors: loaded with them, not with every page. */
const ptBR = {
  signIn: {
    title: "Entrar",
    lead: "Entre para ver os seus treinos.",
    withProvider: (name: string) => `Entrar com ${name}`,
    or: "ou",
    login: "Usuário",
    password: "Senha",
    submit: "Entrar",
    empty: "Escreva o usuário e a senha para entrar.",
    other: "Entrar de outro jeito",
    forgot: "Esqueci a senha",
    forgotHow:
      "Peça a quem cuida do Afina um link para escolher uma senha nova. Ele vale por um dia e só uma vez.",
    noAdministrator: "Este Afina ainda não tem administrador",
    noAdministratorDo:
      "Abra o link de uso único que apareceu no terminal de quem instalou o Afina, logo depois do comando",
    token: "Usar uma chave de acesso",
    tokenLabel: "Chave de acesso",
    tokenHelp:
      "Quem instalou o Afina vê uma chave no terminal. Programas usam chaves criadas em “Minha conta”.",
    tokenEmpty: "Cole a chave de acesso antes de entrar.",
    tokenWrong:
      "Esta chave não vale. Ela pode ter sido copiada pela metade ou já ter sido trocada. Copie de novo e tente outra vez.",
    tokenSubmit: "Entrar com a chave",
  },

  show: "Mostrar o que foi escrito",
  hide: "Esconder o que foi escrito",

  setup: {
    title: "Crie a conta de administrador",
    lead: "Você é a primeira pessoa aqui. Esta conta cuida do Afina e convida as outras.",
    submit: "Criar a conta e entrar",
  },
  invitation: {
    title: "Crie a sua conta",
    lead: "Você recebeu um convite para treinar modelos neste Afina. Escolha como vai entrar.",
    submit: "Criar a conta e entrar",
  },
  reset: {
    title: "Escolha uma senha nova",
    lead: (login: string) =>
      `Ela vale a partir de agora para ${login}. Quem estiver com a senha antiga sai de todos os aparelhos.`,
    submit: "Salvar a senha e entrar",
  },

  form: {
    name: "Seu nome",
    nameHelp: "Como os colegas conhecem você.",
    nameEmpty: "Escreva o seu nome.",
    login: "Usuário",
    loginHelp: "É com ele que você entra. Letras, números, ponto, traço ou o seu e-mail.",
    loginEmpty: "Escolha um nome de usuário.",
    newPassword: "Senha nova",
    passwordRule: (length: number) =>
      `Pelo menos ${length} caracteres, sem o seu nome. Uma frase que só você diria funciona bem; letras, espaços e acentos valem.`,
    passwordShort: (length: number, missing: number) =>
      missing === 1
        ? `Falta 1 caractere para chegar a ${length}.`
        : `Faltam ${missing} caracteres para chegar a ${length}.`,
  },

  pass: {
    invalidTitle: "Este link não vale mais",
    invalid:
      "Ele já foi usado, passou do prazo ou foi copiado pela metade. Peça um novo a quem cuida do Afina.",
    toSignIn: "Ir para a entrada",
    asSomeoneElse: (name: string) =>
      `Você está usando o Afina como ${name}. Ao continuar, este navegador passa para a conta nova.`,
  },
};

export type EnterWords = typeof ptBR;

const en: EnterWords = {
  signIn: {
    title: "Sign in",
    lead: "Sign in to see your trainings.",
    withProvider: (name) => `Sign in with ${name}`,
    or: "or",
    login: "Username",
    password: "Password",
    submit: "Sign in",
    empty: "Write your username and your password to sign in.",
    other: "Sign in another way",
    forgot: "I forgot my password",
    forgotHow:
      "Ask whoever looks after Afina for a link to choose a new password. It works for a day, and only once.",
    noAdministrator: "This Afina has no administrator yet",
    noAdministratorDo:
      "Open the one-time link that appeared in the terminal of whoever installed Afina, right after the command",
    token: "Use an access token",
    tokenLabel: "Access token",
    tokenHelp:
      "Whoever installed Afina sees a token in the terminal. Programs use tokens made in “My account”.",
    tokenEmpty: "Paste the access token before signing in.",
    tokenWrong:
      "This token doesn't work. It may have been copied halfway or replaced. Copy it again and retry.",
    tokenSubmit: "Sign in with the token",
  },

  show: "Show what was written",
  hide: "Hide what was written",

  setup: {
    title: "Create the administrator's account",
    lead: "You are the first person here. This account looks after Afina and invites the others.",
    submit: "Create the account and sign in",
  },
  invitation: {
    title: "Create your account",
    lead: "You were invited to train models in this Afina. Choose how you will sign in.",
    submit: "Create the account and sign in",
  },
  reset: {
    title: "Choose a new password",
    lead: (login) =>
      `From now on it works for ${login}. Whoever has the old one is signed out on every device.`,
    submit: "Save the password and sign in",
  },

  form: {
    name: "Your name",
    nameHelp: "As your colleagues know you.",
    nameEmpty: "Write your name.",
    login: "Username",
    loginHelp: "You sign in with it. Letters, digits, dots, dashes or your e-mail address.",
    loginEmpty: "Choose a username.",
    newPassword: "New password",
    passwordRule: (length) =>
      `At least ${length} characters, without your name. A sentence that only you would say works well; letters, spaces and accents count.`,
    passwordShort: (length, missing) =>
      missing === 1
        ? `1 more character is needed to reach ${length}.`
        : `${missing} more characters are needed to reach ${length}.`,
  },

  pass: {
    invalidTitle: "This link no longer works",
    invalid:
      "It has been used, is too old or was copied halfway. Ask whoever looks after Afina for another one.",
    toSignIn: "Go to the sign-in page",
    asSomeoneElse: (name) =>
      `You are using Afina as ${name}. If you go on, this browser changes to the new account.`,
  },
};

export const ENTER: Record<Language, EnterWords> = { "pt-BR": ptBR, en };
