// Takes over a database that Better Auth itself made, and shows that its people find everything again:
//   KONTOR=/path/of/kontor node take-over.mjs [--uuid]
// On a Postgres of its own: Better Auth makes a database, `kontor import better-auth` reads it, `kontor serve` answers, and the
// tests of this folder use what people have in hand. Then keys and secrets change, and they come back.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { binaries, startPostgres } from "../reference/postgres.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const kontor = process.env.KONTOR;
if (!kontor) throw new Error("KONTOR: the path of the executable");
const uuid = process.argv.includes("--uuid");

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const folder = mkdtempSync(join(tmpdir(), "take-over-"));

/** Runs a command of Kontor; answers what it printed. */
function run(args, env) {
  try {
    return execFileSync(kontor, args, { env: { ...process.env, ...env }, cwd: folder, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    throw new Error(`kontor ${args.join(" ")}: ${error.stdout}${error.stderr}`);
  }
}

/** Starts the server; waits until it wants traffic. */
async function serve(url, port, env) {
  const given = { env: { ...process.env, ...env, KONTOR_LOG: "warn" }, cwd: folder };
  const server = spawn(kontor, ["serve", "--port", String(port)], { ...given, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  for (let left = 600; ; left -= 1) {
    const ready = await fetch(`${url}/ready`).catch(() => undefined);
    if (ready?.ok) break;
    if (left === 0 || server.exitCode !== null) throw new Error("the server did not become ready");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return async () => {
    server.kill("SIGTERM");
    await ended;
  };
}

/** Counts of the line `all` that an import prints. */
function counts(text) {
  const [, created, updated, unchanged, refused] = /^all\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)$/m.exec(text).map(Number);
  return { created, updated, unchanged, refused };
}

function expect(what, found, wanted) {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
  }
}

async function main() {
  const postgres = await startPostgres();
  let stop;
  try {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await postgres.create("better");
    const from = postgres.url("better");
    const make = [here("../reference/make-database.mjs"), from, "--base-url", url, ...(uuid ? ["--uuid"] : [])];
    const made = JSON.parse(execFileSync("node", make, { encoding: "utf8" }));
    const file = join(folder, "made.json");
    writeFileSync(file, JSON.stringify(made));

    const bootstrap = here("../../../infra/postgres/bootstrap.sql");
    execFileSync(join(binaries(), "psql"), ["-X", "-q", "-f", bootstrap, postgres.url("postgres")], { stdio: "pipe" });
    const as = (name, database) => postgres.url(database).replace("postgres@", `${name}@localhost`);

    const env = {
      DATABASE_URL: as("kontor_app", "kontor"),
      DIRECT_DATABASE_URL: as("kontor_owner", "kontor"),
      AUTH_SECRET: "a-secret-of-this-installation-0123456789",
      KONTOR_PUBLIC_URL: url,
      KONTOR_TRUSTED_PROXIES: "127.0.0.1",
      AUTH_PREVIOUS_SECRETS: made.secret,
      BETTER_AUTH_SECRET: made.secret,
      BETTER_AUTH_DATABASE_URL: as("postgres", "better"),
    };
    run(["migrate", "up"], env);
    const rehearsed = counts(run(["import", "better-auth", "--dry-run"], env));
    const first = run(["import", "better-auth"], env);
    console.log(first);
    expect("a dry run tells what will be", counts(first), rehearsed);
    expect("nothing is refused", [counts(first).refused, counts(first).created > 40], [0, true]);
    const again = { created: 0, updated: 0, unchanged: counts(first).created, refused: 0 };
    expect("importing again changes nothing", counts(run(["import", "better-auth"], env)), again);

    const test = async (name, more = {}) => {
      stop = await serve(url, port, { ...env, ...more });
      const given = { ...env, TAKE_OVER: file, TAKE_OVER_DATABASE: postgres.url("kontor"), AUTH_URL: url, ...more };
      const args = ["--test", "--test-reporter=spec", here(`./${name}.test.mjs`)];
      const tests = spawn("node", args, { env: { ...process.env, ...given }, stdio: "inherit" });
      const code = await new Promise((resolve) => tests.once("exit", resolve));
      await stop();
      stop = undefined;
      if (code !== 0) throw new Error(`${name} failed`);
    };
    await test("people");
    // What they did here since is not undone.
    expect("nor after they came", counts(run(["import", "better-auth"], env)), again);
    const renewed = {
      ENCRYPTION_KEYS: "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
      AUTH_SECRET: "another-secret-of-this-installation-01",
    };
    await test("rotating", { ...renewed, AUTH_PREVIOUS_SECRETS: env.AUTH_SECRET });
    await test("later", { ...renewed, AUTH_PREVIOUS_SECRETS: "" });
  } finally {
    await stop?.();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
process.exit(0);
