/** Rows as a file that spreadsheet programs read without ever taking a cell for a formula. Pure. */

/** What such programs begin a formula with. */
const FORMULA = /^[=+\-@\t\r]/;

/** Separated by semicolons, as programs in Portuguese expect, with the mark by which they know UTF-8. */
export function csvOf(rows: string[][]): string {
  return `\uFEFF${rows.map((cells) => cells.map(cellOf).join(";")).join("\r\n")}\r\n`;
}

function cellOf(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
