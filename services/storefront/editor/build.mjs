// Builds the editor: dist/editor.js and dist/editor.css, the same bytes from the same sources. With --tests what node's runner reads, with
// --out FOLDER somewhere else.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

import { build, transform } from "esbuild";

/** Styles of the editor's own tree come with its script, as small as they can be. */
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    });
  },
};

const common = { bundle: true, format: "esm", charset: "utf8", legalComments: "none", logLevel: "warning" };

if (process.argv.includes("--tests")) {
  rmSync(".test", { recursive: true, force: true });
  const tests = readdirSync("test").filter((name) => name.endsWith(".test.ts"));
  await build({ ...common, entryPoints: tests.map((name) => `test/${name}`), outdir: ".test", platform: "node", target: "node20", plugins: [styles] });
} else {
  const at = process.argv.indexOf("--out");
  const dist = at < 0 ? "dist" : process.argv[at + 1];
  const browsers = ["chrome120", "firefox121", "safari17"];
  const { metafile } = await build({ ...common, metafile: true, entryPoints: ["src/editor.ts"], outfile: `${dist}/editor.js`, minify: true, target: browsers, plugins: [styles] });
  await build({ ...common, entryPoints: ["src/editor.css"], outfile: `${dist}/editor.css`, minify: true, target: browsers });
  writeFileSync(`${dist}/editor-licences.txt`, licences(Object.values(metafile.outputs)[0].inputs));
}

/** What those ask to be said whose work is in the bundle. */
function licences(inputs) {
  const names = Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? (/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []) : []));
  const said = [...new Set(names)].toSorted().map((name) => {
    const folder = `node_modules/${name}`;
    const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const text = file !== undefined && existsSync(`${folder}/${file}`) ? readFileSync(`${folder}/${file}`, "utf8").trim() : "";
    return `${name} ${version} (${license})\n\n${text}`.trim();
  });
  return `${said.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}
