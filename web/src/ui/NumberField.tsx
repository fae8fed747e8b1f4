import { type FieldProps, TextField } from "./TextField";

interface Props extends Omit<FieldProps, "help"> {
  help?: string;
  /** What the number counts, such as "days". */
  unit?: string;
}

/** One number. */
export function NumberField({ label, unit, ...field }: Props) {
  return (
    <TextField {...field} label={unit ? `${label} (${unit})` : label} type="number" autoComplete="off" />
  );
}

/** The number that `written` is, if it lies within the bounds; null otherwise. */
export function numberIn(written: string, least: number, most: number): number | null {
  const value = Number(written);
  return written.trim() !== "" && value >= least && value <= most ? value : null;
}
