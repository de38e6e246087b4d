// Better Auth's own server over HTTP. `node server.mjs` prints one line of JSON once it listens: what ../run takes.

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

import { toNodeHandler } from "better-auth/node";
import nodemailer from "nodemailer";
import pg from "pg";

import { makeAdmin, makeAuth, migrate } from "./auth.mjs";

/**
 * @param {object} given
 * @param {string} given.database URL of an empty database
 * @param {number} given.smtpPort where the tests take the mails
 * @param {number} given.issuerPort where the tests' OpenID provider will listen
 * @param {number} [given.port] 0 for a free one
 * @param {boolean} [given.strict]
 */
export async function serve({ database, smtpPort, issuerPort, port = 0, strict = false }) {
  const pool = new pg.Pool({ connectionString: database, max: 10 });
  // Postgres going away under an idle connection is how the run ends.
  pool.on("error", () => {});
  const server = createServer();
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const url = `http://localhost:${server.address().port}`;
  const post = nodemailer.createTransport({ host: "127.0.0.1", port: smtpPort, ignoreTLS: true });
  const auth = makeAuth({
    pool,
    strict,
    baseURL: url,
    secret: randomBytes(32).toString("hex"),
    issuer: `http://127.0.0.1:${issuerPort}`,
    send: (mail) => post.sendMail({ from: "auth@example.test", ...mail }),
  });
  await migrate(auth);
  const admin = { email: "admin@example.test", password: randomBytes(12).toString("hex") };
  await makeAdmin(auth, admin);
  const handler = toNodeHandler(auth);
  server.on("request", (request, response) =>
    request.url === "/probe/api-key" ? probe(auth, request, response) : handler(request, response),
  );
  const demo = {
    url,
    auth: {
      smtp_port: smtpPort,
      issuer_port: issuerPort,
      admin_email: admin.email,
      admin_password: admin.password,
      api_key_probe: `${url}/probe/api-key`,
    },
  };
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await pool.end();
  };
  return { demo, auth, stop };
}

/** Better Auth verifies API keys only inside its own process; this is the application that asks it. */
async function probe(auth, request, response) {
  const { valid, error } = await auth.api.verifyApiKey({ body: { key: request.headers["x-api-key"] ?? "" } });
  const status = valid ? 200 : error.code === "RATE_LIMITED" ? 429 : 401;
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ valid, error }));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { DATABASE_URL, AUTH_SMTP_PORT = "2525", AUTH_ISSUER_PORT = "2526", PORT = "0" } = process.env;
  if (!DATABASE_URL) throw new Error("DATABASE_URL: the URL of an empty database");
  const { demo, stop } = await serve({
    database: DATABASE_URL,
    smtpPort: Number(AUTH_SMTP_PORT),
    issuerPort: Number(AUTH_ISSUER_PORT),
    port: Number(PORT),
    strict: process.argv.includes("--strict"),
  });
  console.log(JSON.stringify(demo));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop().then(() => process.exit(0)));
}
