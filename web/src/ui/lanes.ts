/** Marks nearer than this would cover each other, in shares of the whole. */
export const NEAR = { wide: 0.049, narrow: 0.099 };

/** In which lane each mark lies, from 0: the first in which it covers none before it. */
export function lanesOf(shares: number[], near: number): number[] {
  const taken: number[][] = [];
  return shares.map((share) => {
    const free = taken.findIndex((lane) => lane.every((other) => Math.abs(other - share) >= near));
    const lane = free === -1 ? taken.length : free;
    taken[lane] = [...(taken[lane] ?? []), share];
    return lane;
  });
}
