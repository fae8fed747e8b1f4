/** The same training, as others ask for it. */

/** Between single quotes, as shells take any text literally. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export interface Asked {
  preset: string;
  name?: string | undefined;
  base_model?: string | undefined;
  hyperparameters?: object | undefined;
}

/** For the terminal, with the file at hand. */
export function asCommand(wish: Asked, filename: string): string {
  const options = Object.entries(wish.hyperparameters ?? {}).map(
    ([name, value]) => `--set ${quoted(`${name}=${JSON.stringify(value)}`)}`,
  );
  return [
    "afina train",
    quoted(filename),
    `--preset ${wish.preset}`,
    ...(wish.name ? [`--name ${quoted(wish.name)}`] : []),
    ...(wish.base_model ? [`--base-model ${quoted(wish.base_model)}`] : []),
    ...options,
  ].join(" ");
}

/** For a program, with the dataset that is on the server. */
export function asCall(wish: object, origin: string): string {
  return [
    `curl -X POST ${origin}/api/runs \\`,
    '  -H "Authorization: Bearer $AFINA_TOKEN" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d ${quoted(JSON.stringify(wish))}`,
  ].join("\n");
}
