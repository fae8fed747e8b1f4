import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const SERVER = process.env.AFINA_URL ?? "http://127.0.0.1:8080";
const SWAGGER_FILES = ["swagger-ui-bundle.js", "swagger-ui-standalone-preset.js", "swagger-ui.css"];

/** Puts the files of the API's reference page beside the build, so that it needs no other host. */
function apiReference(): Plugin {
  const { resolve } = createRequire(import.meta.url);
  return {
    name: "afina-api-reference",
    apply: "build",
    async generateBundle() {
      for (const name of SWAGGER_FILES) {
        const source = await readFile(resolve(`swagger-ui-dist/${name}`));
        this.emitFile({ type: "asset", fileName: `reference/${name}`, source });
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), apiReference()],
  // The server puts a word in its place that is new in every answer.
  html: { cspNonce: "AFINA_NONCE" },
  build: {
    outDir: "../api/static",
    emptyOutDir: true,
    target: "es2022",
    manifest: true,
    // A data: URL would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 650,
    license: { fileName: "licenses.md" },
  },
  server: { proxy: { "/api": SERVER, "/health": SERVER } },
});
