import {
  IconArrowsDiff,
  IconBrain,
  IconHistory,
  IconPlus,
  IconServer2,
  IconShieldLock,
  IconTable,
  type Icon as TablerIcon,
} from "@tabler/icons-react";
import type { Catalogue } from "../../i18n/pt-BR";
import type { PageAddress } from "../../ui/TextLink";

export interface Entry {
  to: PageAddress;
  icon: TablerIcon;
  label: keyof Catalogue["shell"]["pages"];
}

/** What everybody sees, in this order. */
export const MAIN: Entry[] = [
  { to: "/treinar", icon: IconPlus, label: "train" },
  { to: "/treinos", icon: IconHistory, label: "runs" },
  { to: "/modelos", icon: IconBrain, label: "models" },
  { to: "/planilhas", icon: IconTable, label: "datasets" },
];

/** What is seen by who asked for the technical part. */
export const TECHNICAL: Entry[] = [
  { to: "/comparar", icon: IconArrowsDiff, label: "compare" },
  { to: "/maquinas", icon: IconServer2, label: "machines" },
];

export const ADMINISTRATION: Entry[] = [
  { to: "/administracao", icon: IconShieldLock, label: "administration" },
];
