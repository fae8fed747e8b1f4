import { type FieldProps, TextField } from "./TextField";

/** One day, as `2026-03-14`; empty for none. The browser shows it as its person writes days. */
export function DateField(field: FieldProps) {
  return <TextField {...field} type="date" optional />;
}
