/** The steps of the wizard by their addresses, in their order. */
export const STEPS = ["planilha", "conferencia", "jeito", "comecar"] as const;

export type StepName = (typeof STEPS)[number];

/** The step that an address names; the check where it names none. */
export function stepOf(name: string): StepName {
  return STEPS.find((known) => known === name) ?? "conferencia";
}
