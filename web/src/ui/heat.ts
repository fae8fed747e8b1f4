export const STEPS = 5;

/** How dark a cell is, from 0 (nothing) to 5; the root keeps rare mistakes visible beside many hits. */
export function stepOf(count: number, largest: number): number {
  if (count === 0) return 0;
  return Math.min(STEPS, Math.max(1, Math.ceil(Math.sqrt(count / largest) * STEPS)));
}
