// One simulated browser: Better Auth's own client, its cookies, and a network address of its own for each request.

import { appendFileSync } from "node:fs";

import { apiKeyClient } from "@better-auth/api-key/client";
import { passkeyClient } from "@better-auth/passkey/client";
import { createAuthClient } from "better-auth/client";
import {
  adminClient,
  emailOTPClient,
  jwtClient,
  magicLinkClient,
  organizationClient,
  twoFactorClient,
} from "better-auth/client/plugins";

import { Jar } from "./jar.mjs";
import { settings } from "./settings.mjs";

/** An address of 198.18.0.0/15, which is set aside for tests: rate limits count per address. */
export const address = () => `198.${18 + Math.floor(Math.random() * 2)}.${byte()}.${byte()}`;
const byte = () => Math.floor(Math.random() * 256);

export class Browser {
  jar = new Jar();
  /** The last answer: {status, headers, text, body}; body is undefined where the text is not JSON. */
  last;

  /**
   * @param {object} [given]
   * @param {string} [given.address] the address all its requests come from; a new one for each without it
   * @param {string | null} [given.origin] null for none
   * @param {Record<string, string>} [given.headers] sent each time, e.g. authorization
   * @param {(url: string, init: object) => Promise<Response>} [given.transport]
   */
  constructor({ address, origin = settings.origin, headers = {}, transport = fetch } = {}) {
    Object.assign(this, { address, origin, headers, transport });
    this.client = createAuthClient({
      baseURL: settings.url,
      fetchOptions: { customFetchImpl: (url, init) => this.fetch(url, init), redirect: "manual" },
      plugins: [
        organizationClient({ teams: { enabled: true }, dynamicAccessControl: { enabled: true } }),
        adminClient(),
        apiKeyClient(),
        twoFactorClient(),
        passkeyClient(),
        magicLinkClient(),
        emailOTPClient(),
        jwtClient(),
      ],
    });
  }

  async fetch(url, init = {}) {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(this.headers)) if (!headers.has(name)) headers.set(name, value);
    if (this.origin && !headers.has("origin")) headers.set("origin", this.origin);
    if (headers.get("origin") === "none") headers.delete("origin");
    if (!headers.has("x-forwarded-for")) headers.set("x-forwarded-for", this.address ?? address());
    if (this.jar.header && !headers.has("cookie")) headers.set("cookie", this.jar.header);
    const response = await this.transport(String(url), { ...init, headers, redirect: "manual" });
    this.jar.take(response.headers);
    const text = await response.clone().text();
    this.last = { status: response.status, headers: response.headers, text, body: parse(text) };
    record(String(url), { ...init, headers }, this.last, this.jar);
    return response;
  }

  /** A call without the client, for what the client cannot say: `get("/ok")`, `post("/x", {…})`, below /api/auth. */
  async get(path, headers = {}) {
    await this.fetch(`${settings.url}/api/auth${path}`, { method: "GET", headers });
    return this.last;
  }

  async post(path, body, headers = {}) {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const init = { method: "POST", body: text, headers: { "content-type": "application/json", ...headers } };
    await this.fetch(`${settings.url}/api/auth${path}`, init);
    return this.last;
  }

  /** Follows a link as somebody who clicks on it in a mail does: without an Origin. */
  async open(url) {
    await this.fetch(new URL(url, settings.url).href, { method: "GET", headers: { origin: "none" } });
    return { ...this.last, location: this.last.headers.get("location") };
  }

  /** Another browser that has the same cookies. */
  copy() {
    const copy = new Browser({ address: this.address, origin: this.origin, transport: this.transport });
    copy.jar.copyFrom(this.jar);
    return copy;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function record(url, { method = "GET", headers, body }, answer, jar) {
  if (!process.env.AUTH_RECORD) return;
  const { pathname, searchParams } = new URL(url);
  if (!pathname.startsWith("/api/auth/")) return;
  const names = (text) =>
    (text ?? "")
      .split("; ")
      .filter(Boolean)
      .map((pair) => pair.split("=")[0]);
  const line = {
    method,
    path: pathname.slice("/api/auth".length),
    query: Object.fromEntries(searchParams),
    headers: pick(headers, ["content-type", "origin", "authorization"]),
    cookies: names(headers.get("cookie")),
    body: typeof body === "string" ? (parse(body) ?? body) : null,
    status: answer.status,
    answer: answer.body === undefined ? answer.text.slice(0, 2000) : answer.body,
    answerHeaders: pick(answer.headers, [
      "content-type",
      "location",
      "cache-control",
      "set-auth-token",
      "set-auth-jwt",
      "x-retry-after",
    ]),
    setCookies: [...jar.set].map(([name, { value, attributes }]) => ({ name, value, ...attributes })),
  };
  appendFileSync(process.env.AUTH_RECORD, `${JSON.stringify(line)}\n`);
}

const pick = (headers, names) =>
  Object.fromEntries(names.filter((name) => headers.has(name)).map((name) => [name, headers.get(name)]));
