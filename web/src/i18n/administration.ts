import type { Role } from "../api/types";
import { createFormat, type Language } from "./format";

const pt = createFormat("pt-BR");
const english = createFormat("en");

const roles: Record<Role, string> = { user: "Treina", admin: "Administra" };
const rolesHelp: Record<Role, string> = {
  user: "Treina modelos com as próprias planilhas",
  admin: "Também vê tudo, convida pessoas e cuida das máquinas",
};

/** The words of the administrator's pages. */
const ptBR = {
  navigation: "Administração",
  tabs: {
    people: "Pessoas",
    limits: "Limites e cotas",
    presets: "Predefinições",
    retention: "Prazos de guarda",
    audit: "Auditoria",
    system: "Sistema",
  },
  forbidden: "Esta parte é de quem administra o Afina",
  forbiddenDo: "Se você precisa dela, peça a quem administra que mude o seu papel.",
  toRuns: "Ver meus treinos",
  cancel: "Cancelar",
  actions: "Ações",
  actionsOf: (name: string) => `Ações para ${name}`,
  never: "nunca",

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
    columns: { name: "Nome", role: "Papel", state: "Situação", use: "Uso", seen: "Última vez aqui" },
    use: {
      runs: "Treinos agora",
      of: (active: number, most: number) => `${pt.count(active)} de ${pt.count(most)}`,
      more: (hours: number, bytes: number) =>
        `${pt.decimal(hours, 1)} h de máquina neste mês · ${pt.size(bytes)} em planilhas`,
    },
    you: "você",
    states: { active: "Ativa", invited: "Convidada", disabled: "Desativada" },
    resetLink: "Criar link para nova senha",
    inviteAgain: "Criar outro convite",
    promote: "Passar a administrar",
    demote: "Deixar de administrar",
    quota: "Ver uso e mudar a cota",
    disable: "Desativar a conta",
    enable: "Reativar a conta",
    askDisable: (name: string) => `Desativar a conta de ${name}?`,
    askDisableBody:
      "A pessoa sai de todos os aparelhos e as chaves de acesso dela param de funcionar. O que ela treinou fica guardado.",
    confirmDisable: "Desativar a conta",
    keepEnabled: "Manter a conta",
    askPromote: (name: string) => `${name} passa a administrar?`,
    askPromoteBody:
      "Quem administra vê os treinos e as planilhas de todos, convida pessoas e cuida das máquinas.",
    confirmPromote: "Passar a administrar",
    keepRole: "Deixar como está",
  },
};

export type AdministrationWords = typeof ptBR;

const en: AdministrationWords = {
  navigation: "Administration",
  tabs: {
    people: "People",
    limits: "Limits and quotas",
    presets: "Presets",
    retention: "Retention",
    audit: "Audit",
    system: "System",
  },
  forbidden: "This part is for those who administrate Afina",
  forbiddenDo: "If you need it, ask an administrator to change your role.",
  toRuns: "See my trainings",
  cancel: "Cancel",
  actions: "Actions",
  actionsOf: (name) => `Actions for ${name}`,
  never: "never",

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
    columns: { name: "Name", role: "Role", state: "State", use: "Use", seen: "Last here" },
    use: {
      runs: "Trainings now",
      of: (active, most) => `${english.count(active)} of ${english.count(most)}`,
      more: (hours, bytes) =>
        `${english.decimal(hours, 1)} h of machines this month · ${english.size(bytes)} of spreadsheets`,
    },
    you: "you",
    states: { active: "Active", invited: "Invited", disabled: "Disabled" },
    resetLink: "Make a link for a new password",
    inviteAgain: "Make another invitation",
    promote: "Let administrate",
    demote: "Let administrate no more",
    quota: "See the use and change the quota",
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
};

export const ADMINISTRATION: Record<Language, AdministrationWords> = { "pt-BR": ptBR, en };
