import type { AuditGroup } from "../../api/types";

/** What the address says, in Portuguese as all of the page's addresses. */
export interface AuditSearch {
  sobre?: AuditGroup | undefined;
  quem?: string | undefined;
  desde?: string | undefined;
  ate?: string | undefined;
  palavras?: string | undefined;
  /** Only lines with smaller numbers. */
  antes?: number | undefined;
}

const GROUPS: Record<AuditGroup, true> = {
  runs: true,
  datasets: true,
  models: true,
  workers: true,
  people: true,
  settings: true,
  sign_ins: true,
  shares: true,
  downloads: true,
};
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What of `raw` an address may say; all else is overwritten. */
export function auditSearch(raw: Record<string, unknown>): AuditSearch {
  const before = Number(raw.antes);
  return {
    sobre: String(raw.sobre) in GROUPS ? (raw.sobre as AuditGroup) : undefined,
    quem: wordsIn(raw.quem),
    desde: dayIn(raw.desde),
    ate: dayIn(raw.ate),
    palavras: wordsIn(raw.palavras),
    antes: Number.isInteger(before) && before > 0 ? before : undefined,
  };
}

function wordsIn(raw: unknown): string | undefined {
  return raw === undefined || raw === "" ? undefined : String(raw);
}

function dayIn(raw: unknown): string | undefined {
  return typeof raw === "string" && DAY.test(raw) ? raw : undefined;
}
