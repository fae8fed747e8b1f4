/** Hyperparameters as people write them. */

/** A number with a comma or a point, also as `5e-5`; undefined where it is none. */
export function figureIn(text: string): number | undefined {
  const plain = text.trim().replace(",", ".");
  const value = Number(plain);
  return plain !== "" && Number.isFinite(value) ? value : undefined;
}

/** As it is shown in a field: never rounded, with the sign that the language puts before decimals. */
export function figureOf(value: unknown, comma: boolean): string {
  if (typeof value !== "number") return "";
  const plain = value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
  return comma ? plain.replace(".", ",") : plain;
}
