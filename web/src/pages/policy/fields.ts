/** What a figure of a policy may be. */
export interface Field {
  least: number;
  most: number;
  /** What one step of the field is in the API's own unit. */
  unit?: number;
  /** Whether parts of one count as well. */
  parts?: boolean;
}

export type Fields<Name extends string> = Record<Name, Field>;
export type Figures<Name extends string> = Record<Name, number>;
export type Written<Name extends string> = Record<Name, string>;

/** In the order in which people look for them. */
export function namesOf<Name extends string>(fields: Fields<Name>): Name[] {
  return Object.keys(fields) as Name[];
}

/** The figures as they stand in the fields. */
export function writtenOf<Name extends string>(fields: Fields<Name>, figures: Figures<Name>): Written<Name> {
  return Object.fromEntries(
    namesOf(fields).map((name) => [name, String(figures[name] / (fields[name].unit ?? 1))]),
  ) as Written<Name>;
}

/** Whether what is written is no number, out of bounds, or a part where only whole ones count. */
export function isOdd({ least, most, parts = false }: Field, written: string): boolean {
  const value = Number(written);
  const counts = parts || Number.isInteger(value);
  return written.trim() === "" || !(value >= least && value <= most) || !counts;
}

/** Those figures that were written otherwise than they are. */
export function changesIn<Name extends string>(
  fields: Fields<Name>,
  written: Written<Name>,
  figures: Figures<Name>,
): Partial<Figures<Name>> {
  const before = writtenOf(fields, figures);
  const changed = namesOf(fields).filter((name) => Number(written[name]) !== Number(before[name]));
  return Object.fromEntries(
    changed.map((name) => [name, Number(written[name]) * (fields[name].unit ?? 1)]),
  ) as Partial<Figures<Name>>;
}
