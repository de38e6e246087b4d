// Where the server under test is, and what it and the tests must agree on. README.md tells what each thing is for.

import { readFileSync } from "node:fs";

const { env } = process;
const demo = env.AUTH_DEMO ? JSON.parse(readFileSync(env.AUTH_DEMO, "utf8")) : {};
const given = demo.auth ?? {};
const url = env.AUTH_URL ?? demo.url;
if (!url) throw new Error("neither AUTH_DEMO nor AUTH_URL is set: use tests/better-auth/run");

export const settings = {
  /** Without path and slash; the routes lie below /api/auth. */
  url: url.replace(/\/+$/, ""),
  /** A web app the server trusts; the links it asks for lead there. */
  origin: env.AUTH_ORIGIN ?? given.origin ?? new URL(url).origin,
  smtpPort: Number(env.AUTH_SMTP_PORT ?? given.smtp_port ?? 2525),
  issuerPort: Number(env.AUTH_ISSUER_PORT ?? given.issuer_port ?? 2526),
  provider: env.AUTH_PROVIDER ?? given.provider ?? "test-issuer",
  admin: {
    email: env.AUTH_ADMIN_EMAIL ?? given.admin_email,
    password: env.AUTH_ADMIN_PASSWORD ?? given.admin_password,
  },
  /** Answers 200 to a request whose x-api-key opens it, 401 or 429 to others; null where nothing does. */
  apiKeyProbe: env.AUTH_API_KEY_PROBE ?? given.api_key_probe ?? null,
};

const kontor = env.KONTOR === "1";
const stricter = new Set((env.AUTH_RIGHT ?? "").split(",").filter(Boolean));

/**
 * Whether the server does this thing as it should be done and not as Better Auth does it (README.md lists them). Kontor
 * does all of them; Better Auth with its own stricter options does some, and AUTH_RIGHT names those.
 */
export const right = (name) => kontor || stricter.has(name);
