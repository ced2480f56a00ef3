// Builds dist/: one stylesheet, four scripts, the pictures. Prints what each weighs, plain and compressed.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { compile } from "sass";

const here = new URL(".", import.meta.url).pathname;
const dist = `${here}dist`;

const { css } = compile(`${here}scss/touchstone.scss`, {
  loadPaths: [`${here}node_modules`],
  style: "compressed",
  quietDeps: true,
});
// Only now: a stylesheet that does not compile leaves the last good build in place.
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await writeFile(`${dist}/touchstone.css`, css);

await build({
  entryPoints: [`${here}scripts/touchstone.js`, `${here}scripts/js-enabled.js`, `${here}scripts/keys.js`, `${here}scripts/upload.js`],
  outdir: dist,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
});

await cp(`${here}static`, dist, { recursive: true });

for (const name of ["touchstone.css", "touchstone.js", "js-enabled.js", "keys.js", "upload.js"]) {
  const content = await readFile(`${dist}/${name}`);
  console.log(`${name}: ${content.length} bytes, ${gzipSync(content).length} compressed`);
}
