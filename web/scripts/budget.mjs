// Fails when what a browser must load before a page works has outgrown its budget (kilobytes, gzip).
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUILD = new URL("../../api/static/", import.meta.url);
const BUDGETS = { js: 200, css: 22, woff2: 50 };

const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", BUILD), "utf8"));

function filesOf(key, seen = new Set()) {
  if (seen.has(key)) return [];
  seen.add(key);
  const { file, css = [], assets = [], imports = [] } = manifest[key];
  return [file, ...css, ...assets, ...imports.flatMap((next) => filesOf(next, seen))];
}

function kilobytes(file) {
  const bytes = readFileSync(new URL(file, BUILD));
  // Fonts are compressed already.
  return (file.endsWith(".woff2") ? bytes : gzipSync(bytes)).length / 1000;
}

function weightsOf(files) {
  const weights = Object.fromEntries(Object.keys(BUDGETS).map((kind) => [kind, 0]));
  for (const file of new Set(files)) weights[file.split(".").at(-1)] += kilobytes(file);
  return weights;
}

const pages = Object.values(manifest).filter(({ isDynamicEntry }) => isDynamicEntry);
for (const { src } of pages) {
  const weights = weightsOf([...filesOf("index.html"), ...filesOf(src)]);
  for (const [kind, budget] of Object.entries(BUDGETS)) {
    const over = weights[kind] > budget;
    process.stdout.write(
      `${over ? "OVER" : "ok  "} ${src} ${kind} ${weights[kind].toFixed(1)} of ${budget}\n`,
    );
    if (over) process.exitCode = 1;
  }
}
