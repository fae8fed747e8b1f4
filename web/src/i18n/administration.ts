import type { Role } from "../api/types";
import type { Language } from "./format";

const roles: Record<Role, string> = { user: "Treina", admin: "Administra" };
const rolesHelp: Record<Role, string> = {
  user: "Treina modelos com as próprias planilhas",
  admin: "Também vê tudo, convida pessoas e cuida das máquinas",
};

/** The words of the administrator's pages. */
const ptBR = {
  navigation: "Administração",
  people: "Pessoas",
  machines: "Máquinas",
  forbidden: "Esta parte é de quem administra o Afina",
  forbiddenDo: "Se você precisa dela, peça a quem administra que mude o seu papel.",
  toRuns: "Ver meus treinos",
  cancel: "Cancelar",
  actions: "Ações",
  actionsOf: (name: string) => `Ações para ${name}`,
  never: "nunca",
  none: "–",

  person: {
    title: "Pessoas",
    invite: "Convidar uma pessoa",
    inviteLead:
      "O Afina cria um link de uso único. Você o entrega à pessoa, que escolhe o usuário e a senha.",
    name: "Nome da pessoa",
    nameEmpty: "Escreva o nome da pessoa.",
    email: "E-mail (opcional)",
    emailHelp: "Se a sua organização usa um serviço de identidade, a pessoa entra por ele com este e-mail.",
    emailOdd: "Escreva o e-mail por inteiro, como ana@exemplo.org.",
    role: "O que ela faz aqui",
    roles,
    rolesHelp,
    submit: "Criar o convite",
    linkTitle: {
      invitation: "Entregue este convite",
      reset: "Entregue este link",
      setup: "Entregue este link",
    },
    link: (name: string, until: string) =>
      `O link é só de ${name}, vale uma vez, até ${until}, e não vai aparecer de novo.`,
    shown: { copy: "Copiar o link", copied: "Link copiado", put: "Já entreguei" },

    caption: "Pessoas com conta ou convite, em ordem alfabética",
    columns: { name: "Nome", role: "Papel", state: "Situação", seen: "Última vez aqui", actions: "" },
    you: "você",
    states: { active: "Ativa", invited: "Convidada", disabled: "Desativada" },
    resetLink: "Criar link para nova senha",
    inviteAgain: "Criar outro convite",
    promote: "Passar a administrar",
    demote: "Deixar de administrar",
    disable: "Desativar a conta",
    enable: "Reativar a conta",
    askDisable: (name: string) => `Desativar a conta de ${name}?`,
    askDisableBody:
      "A pessoa sai de todos os aparelhos e os códigos dela param de funcionar. O que ela treinou fica guardado.",
    confirmDisable: "Desativar a conta",
    keepEnabled: "Manter a conta",
    askPromote: (name: string) => `${name} passa a administrar?`,
    askPromoteBody:
      "Quem administra vê os treinos e as planilhas de todos, convida pessoas e cuida das máquinas.",
    confirmPromote: "Passar a administrar",
    keepRole: "Deixar como está",
  },

  machine: {
    title: "Máquinas",
    add: "Acrescentar uma máquina",
    addLead:
      "A máquina é um computador com placa de vídeo. Nela, um comando liga tudo; só é preciso acesso à rede.",
    name: "Nome da máquina",
    nameHelp: "Como você a reconhece. Exemplo: computador da sala 12.",
    nameEmpty: "Dê um nome à máquina.",
    pool: "Fila",
    poolHelp: "De que fila ela pega treinos. Deixe como está se você tem uma só.",
    poolOdd: "Use letras, números, traço ou sublinhado.",
    submit: "Criar o comando",
    madeTitle: "Rode este comando na máquina",
    made: "Ele traz o código da máquina, que não vai aparecer de novo.",
    shown: { copy: "Copiar o comando", copied: "Comando copiado", put: "Já copiei" },

    empty: "Nenhuma máquina ainda.",
    emptyHow: "Sem uma máquina, os treinos ficam na fila.",
    caption: "Máquinas que já foram admitidas, por nome",
    columns: { name: "Nome", state: "Situação", device: "Placa", heard: "Última notícia", actions: "" },
    states: { online: "Ligada", offline: "Sem notícias", revoked: "Revogada" },
    training: "Treinando",
    cpu: "processador",
    renew: "Criar outro comando",
    revoke: "Revogar a máquina",
    askRevoke: (name: string) => `Revogar a máquina “${name}”?`,
    askRevokeBody:
      "Ela é desligada do Afina na hora e não volta. O treino que estiver nela vai para outra máquina.",
    confirmRevoke: "Revogar a máquina",
    keep: "Manter a máquina",
    revoked: (name: string) => `A máquina “${name}” foi revogada.`,
  },
};

export type AdministrationWords = typeof ptBR;

const en: AdministrationWords = {
  navigation: "Administration",
  people: "People",
  machines: "Machines",
  forbidden: "This part is for those who administrate Afina",
  forbiddenDo: "If you need it, ask an administrator to change your role.",
  toRuns: "See my trainings",
  cancel: "Cancel",
  actions: "Actions",
  actionsOf: (name) => `Actions for ${name}`,
  never: "never",
  none: "–",

  person: {
    title: "People",
    invite: "Invite a person",
    inviteLead:
      "Afina makes a link that works once. You hand it to the person, who chooses username and password.",
    name: "The person's name",
    nameEmpty: "Write the person's name.",
    email: "E-mail (optional)",
    emailHelp: "If your organisation has an identity service, the person signs in there with this address.",
    emailOdd: "Write the whole address, such as ana@example.org.",
    role: "What the person does here",
    roles: { user: "Trains", admin: "Administrates" },
    rolesHelp: {
      user: "Trains models with their own spreadsheets",
      admin: "Also sees everything, invites people and looks after the machines",
    },
    submit: "Make the invitation",
    linkTitle: {
      invitation: "Hand over this invitation",
      reset: "Hand over this link",
      setup: "Hand over this link",
    },
    link: (name, until) =>
      `The link is ${name}'s alone, works once, until ${until}, and will not be shown again.`,
    shown: { copy: "Copy the link", copied: "Link copied", put: "I have handed it over" },

    caption: "People with an account or an invitation, by name",
    columns: { name: "Name", role: "Role", state: "State", seen: "Last here", actions: "" },
    you: "you",
    states: { active: "Active", invited: "Invited", disabled: "Disabled" },
    resetLink: "Make a link for a new password",
    inviteAgain: "Make another invitation",
    promote: "Let administrate",
    demote: "Let administrate no more",
    disable: "Disable the account",
    enable: "Enable the account",
    askDisable: (name) => `Disable ${name}'s account?`,
    askDisableBody:
      "The person is signed out everywhere and their codes stop working. What they trained is kept.",
    confirmDisable: "Disable the account",
    keepEnabled: "Keep the account",
    askPromote: (name) => `Let ${name} administrate?`,
    askPromoteBody:
      "Administrators see everybody's trainings and spreadsheets, invite people and look after the machines.",
    confirmPromote: "Let administrate",
    keepRole: "Leave as it is",
  },

  machine: {
    title: "Machines",
    add: "Add a machine",
    addLead:
      "A machine is a computer with a graphics card. On it, one command sets everything up; it only needs the network.",
    name: "Name of the machine",
    nameHelp: "As you know it. Example: the computer in room 12.",
    nameEmpty: "Give the machine a name.",
    pool: "Queue",
    poolHelp: "Whose trainings it takes. Leave it as it is if you have one only.",
    poolOdd: "Use letters, digits, dashes or underscores.",
    submit: "Make the command",
    madeTitle: "Run this command on the machine",
    made: "It brings the machine's code, which will not be shown again.",
    shown: { copy: "Copy the command", copied: "Command copied", put: "I have copied it" },

    empty: "No machine yet.",
    emptyHow: "Without a machine, trainings wait in the queue.",
    caption: "Machines that were ever admitted, by name",
    columns: { name: "Name", state: "State", device: "Card", heard: "Last heard", actions: "" },
    states: { online: "On", offline: "Not heard", revoked: "Revoked" },
    training: "Training",
    cpu: "processor",
    renew: "Make another command",
    revoke: "Revoke the machine",
    askRevoke: (name) => `Revoke the machine “${name}”?`,
    askRevokeBody:
      "It is cut off from Afina at once and does not come back. The training on it goes to another machine.",
    confirmRevoke: "Revoke the machine",
    keep: "Keep the machine",
    revoked: (name) => `The machine “${name}” was revoked.`,
  },
};

export const ADMINISTRATION: Record<Language, AdministrationWords> = { "pt-BR": ptBR, en };
