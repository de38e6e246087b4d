// A Postgres of its own in a fresh folder, reached through a socket that only its owner can open.

import { execFileSync, spawn } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import pg from "pg";

const kontor = fileURLToPath(new URL("../../../.kontor", import.meta.url));

/** Where its programs are. */
export function binaries() {
  if (process.env.PG_BIN) return process.env.PG_BIN;
  const found = existsSync(kontor)
    ? readdirSync(kontor)
        .filter((name) => name.startsWith("postgres-"))
        .sort()
    : [];
  if (found.length === 0) throw new Error("no Postgres: run ./scripts/setup, or name its bin folder in PG_BIN");
  return join(kontor, found.at(-1), "bin");
}

/** Postgres refuses root, so root lends it an unprivileged user; everybody else is that user. */
function account() {
  if (process.getuid() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = ["-u", "-g"].map((flag) => Number(execFileSync("id", [flag, name], { stdio: "pipe" })));
      return { uid, gid };
    } catch {
      // The next one.
    }
  }
  throw new Error("root needs a user `postgres` or `nobody` to run Postgres as");
}

/** Whether everybody can go into a folder: not below root's home, for one. */
function isOpen(folder) {
  const parent = dirname(folder);
  return (statSync(folder).mode & 0o001) !== 0 && (parent === folder || isOpen(parent));
}

/** @returns {{url: (database: string) => string, stop: () => Promise<void>}} a running server; `url` makes the database */
export async function startPostgres() {
  const owner = account();
  const home = mkdtempSync(join(tmpdir(), "better-auth-pg-"));
  let bin = binaries();
  if (owner.uid && !isOpen(bin)) {
    cpSync(dirname(bin), join(home, "programs"), { recursive: true, verbatimSymlinks: true });
    bin = join(home, "programs", "bin");
  }
  const data = join(home, "data");
  mkdirSync(data, { mode: 0o700 });
  if (owner.uid) for (const folder of [home, data]) chownSync(folder, owner.uid, owner.gid);
  const run = { ...owner, cwd: home, env: { LC_ALL: "C", TZ: "UTC", PATH: process.env.PATH } };
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8"], {
    ...run,
    stdio: "pipe",
  });
  const settings = ["fsync=off", "listen_addresses=", `unix_socket_directories=${home}`, "shared_buffers=32MB"];
  const server = spawn(join(bin, "postgres"), ["-D", data, ...settings.flatMap((one) => ["-c", one])], {
    ...run,
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const url = (database) => `postgres://postgres@/${database}?host=${home}`;
  const stop = async () => {
    server.kill("SIGINT");
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await answers(url("postgres"), server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop, create: (database) => create(url("postgres"), database) };
}

async function create(admin, database) {
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  await client.query(`create database "${database}"`);
  await client.end();
}

/** Waits for the server to take connections. */
async function answers(url, server) {
  for (let left = 300; ; left -= 1) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (left === 0 || server.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
