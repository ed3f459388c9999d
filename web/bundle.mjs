// Bundles the entries of page/ into dist/: each becomes one HTML file with its style, its script and a policy of their
// hashes.
//
// `{{engine}}` and `{{model}}` stay in the file; the program fills them.

import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** `--check` compares dist/ with what the sources make, and writes nothing. */
const isCheck = process.argv.includes("--check");
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SHARED = {
  bundle: true,
  minify: true,
  write: false,
  charset: "utf8",
  target: "es2022",
  legalComments: "none",
  alias: { "oped-engine": here("engine/pkg/oped_engine.js") },
};

/** `import text from "./worker.ts?text"`: a script as text, which the page starts in a worker. */
const scriptAsText = {
  name: "script-as-text",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?text$/ }, ({ path, resolveDir }) => ({
      path: fileURLToPath(new URL(path.slice(0, -"?text".length), `file://${resolveDir}/`)),
      namespace: "text",
    }));
    onLoad({ filter: /.*/, namespace: "text" }, async ({ path }) => ({ contents: await script(path), loader: "text" }));
  },
};

async function script(path) {
  // wasm-bindgen looks for the engine beside the script; here it is inside the page.
  const define = { "import.meta.url": "undefined" };
  const options = { ...SHARED, entryPoints: [path], format: "iife", define, plugins: [scriptAsText] };
  const { outputFiles } = await build(options);
  return outputFiles[0].text.trim();
}

async function style(path) {
  const { outputFiles } = await build({ ...SHARED, entryPoints: [path] });
  return outputFiles[0].text.trim();
}

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Connections are the difference: the page makes none, the review only those to the program that serves it. */
function policy(css, code, connections) {
  return [
    "default-src 'none'",
    `script-src ${hash(code)} 'wasm-unsafe-eval'`,
    `style-src ${hash(css)}`,
    "worker-src blob:",
    "img-src data:",
    `connect-src ${connections}`,
    "base-uri 'none'",
    "form-action 'none'",
    // No text becomes code or markup, whatever a script does with it.
    "require-trusted-types-for 'script'",
    "trusted-types worker",
  ].join("; ");
}

async function entry(name, connections) {
  const [html, css, code] = await Promise.all([
    readFile(here(`page/${name}.html`), "utf8"),
    style(here(`page/${name}.css`)),
    script(here(`page/${name}.ts`)),
  ]);
  const parts = { policy: policy(css, code, connections), style: css, script: code };
  const filled = html.replace(/\{\{(policy|style|script)\}\}/g, (_, part) => parts[part]);
  const file = here(`dist/${name}.html`);
  if (!isCheck) return writeFile(file, filled);
  if ((await readFile(file, "utf8")) !== filled) {
    console.error(`web/dist/${name}.html is not what its sources make: run web/build`);
    process.exitCode = 1;
  }
}

await mkdir(here("dist"), { recursive: true });
await Promise.all([entry("page", "'none'"), entry("review", "'self'")]);
