// Runs the tests against Better Auth itself, on a Postgres of its own: node reference/check.mjs [--strict] [FILE…]
// Without files it also makes sure that every route of Better Auth was called.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { startPostgres } from "./postgres.mjs";
import { serve } from "./server.mjs";

/** What Better Auth does right when its stricter options are on. */
const STRICT = ["sign-up", "reset-revokes", "bearer-signed", "invitation-verified"];

const strict = process.argv.includes("--strict");
const files = process.argv.slice(2).filter((one) => !one.startsWith("-"));

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const routes = (auth) =>
  Object.values(auth.api)
    .filter(({ path }) => path)
    .flatMap(({ path, options }) => [options.method].flat().map((method) => `${method} ${path}`));

/** The routes that no line of the record is a call of. */
function untouched(all, record) {
  const calls = readFileSync(record, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const touched = (route) => {
    const [method, path] = route.split(" ");
    const pattern = new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}$`);
    return calls.some((call) => call.method === method && pattern.test(call.path));
  };
  return all.filter((route) => !touched(route));
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "better-auth-check-"));
  const record = process.env.AUTH_RECORD ?? join(folder, "calls.jsonl");
  const postgres = await startPostgres();
  let server;
  try {
    await postgres.create("auth");
    const [smtpPort, issuerPort] = [await freePort(), await freePort()];
    server = await serve({ database: postgres.url("auth"), smtpPort, issuerPort, strict });
    const demo = join(folder, "demo.json");
    writeFileSync(demo, JSON.stringify(server.demo));
    const env = { ...process.env, AUTH_RECORD: record, AUTH_RIGHT: strict ? STRICT.join(",") : "" };
    const run = spawn(fileURLToPath(new URL("../run", import.meta.url)), [demo, ...files], { env, stdio: "inherit" });
    const code = await new Promise((resolve) => run.once("exit", resolve));
    const missing = files.length === 0 ? untouched(routes(server.auth), record) : [];
    for (const route of missing) console.error(`no test calls ${route}`);
    return code || (missing.length > 0 ? 1 : 0);
  } finally {
    await server?.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exit(await main());
