// What holds for every route: paths, bodies, who may call from where, and where links may lead.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ok, refused, refusedRaw } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { addressOf, newPassword, person, session } from "./support/people.mjs";
import { right, settings } from "./support/settings.mjs";

useMailbox();

test("it is there", async () => {
  const browser = new Browser();
  assert.deepEqual(ok(await browser.client.ok()), { ok: true });
  const page = await browser.get("/error?error=something");
  assert.equal(page.status, 200);
  assert.match(page.headers.get("content-type"), /^text\/html/);
  assert.match(page.text, /something/);
  const evil = await browser.get(`/error?error=${encodeURIComponent("<script>alert(1)</script>")}`);
  assert.doesNotMatch(evil.text, /<script>alert/);
});

test("paths are exact", async () => {
  const { browser } = await person();
  const nothing = ["/nothing", "/get-session/", "//get-session", "/sign-in", "/api-key/verify", "/set-password"];
  for (const path of nothing) {
    const answer = await browser.get(path);
    assert.deepEqual([answer.status, answer.text, answer.headers.get("content-type")], [404, "", null], path);
  }
  for (const [method, path] of [
    ["GET", "/sign-out"],
    ["POST", "/list-sessions"],
    ["GET", "/sign-in/email"],
    ["PUT", "/update-user"],
  ]) {
    await browser.fetch(`${settings.url}/api/auth${path}`, { method });
    assert.deepEqual([browser.last.status, browser.last.text], [404, ""], `${method} ${path}`);
  }
  const serverOnly = [
    "/organization/add-member",
    "/api-key/verify",
    "/api-key/delete-all-expired-api-keys",
    "/totp/generate",
  ];
  for (const path of [...serverOnly, "/two-factor/view-backup-codes", "/sign-jwt", "/verify-jwt"])
    assert.equal((await browser.post(path, { key: "x" })).status, 404, path);
});

test("bodies are JSON", async () => {
  const browser = new Browser();
  const body = JSON.stringify({ email: addressOf("x"), password: newPassword() });
  for (const type of ["text/plain", "application/xml"]) {
    const message = new RegExp(`^Content-Type "${type}" is not allowed\\. Allowed types: .*application/json`);
    refusedRaw(
      await browser.post("/sign-in/email", body, { "content-type": type }),
      415,
      "UNSUPPORTED_MEDIA_TYPE",
      message,
    );
  }
  const form = { "content-type": "application/x-www-form-urlencoded" };
  refusedRaw(await browser.post("/request-password-reset", "email=x", form), 415, "UNSUPPORTED_MEDIA_TYPE");
  refusedRaw(await browser.post("/sign-in/email", "{"), 400, "BAD_REQUEST", "Invalid JSON in request body");
  refusedRaw(await browser.post("/sign-in/email", []), 400, "VALIDATION_ERROR");
  const message =
    "[body.email] Invalid input: expected string, received undefined; " +
    "[body.password] Invalid input: expected string, received undefined";
  refusedRaw(await browser.post("/sign-in/email", {}), 400, "VALIDATION_ERROR", message);
});

test("fields that no route knows", async () => {
  const { browser } = await person();
  const other = await person();
  const body = { name: "Shop", slug: `shop-${Date.now()}`, userId: other.user.id };
  const answer = await browser.post("/organization/create", body);
  if (right("unknown-fields")) return refusedRaw(answer, 400, "VALIDATION_ERROR");
  assert.equal(answer.status, 200);
  const { user } = await session(browser);
  assert.equal(answer.body.members[0].userId, user.id, "the owner is who is signed in, whatever the body says");
});

test("a call with cookies must come from a trusted place", async () => {
  const { browser } = await person();
  const call = (headers) => browser.post("/update-user", { name: "Owned" }, headers);
  refusedRaw(await call({ origin: "https://evil.test" }), 403, "INVALID_ORIGIN", "Invalid origin");
  refusedRaw(await call({ origin: `${settings.origin}.evil.test` }), 403, "INVALID_ORIGIN");
  refusedRaw(await call({ origin: "none" }), 403, "MISSING_OR_NULL_ORIGIN", "Missing or null Origin");
  refusedRaw(await call({ origin: "null" }), 403, "MISSING_OR_NULL_ORIGIN");
  refusedRaw(await call({ origin: "none", referer: "https://evil.test/page" }), 403, "INVALID_ORIGIN");
  assert.notEqual((await session(browser)).user.name, "Owned");
  assert.equal((await call({ origin: "none", referer: `${settings.origin}/page` })).status, 200);
  assert.equal(
    (await browser.get("/get-session", { origin: "https://evil.test" })).status,
    200,
    "reading is the browser's affair",
  );
});

test("nobody is signed in by another site's form", async () => {
  const { email, password } = await person();
  const call = (headers) => new Browser().post("/sign-in/email", { email, password }, headers);
  refusedRaw(await call({ origin: "https://evil.test" }), 403, "INVALID_ORIGIN");
  // Fetch itself says Sec-Fetch-Mode: cors.
  refusedRaw(await call({ origin: "none" }), 403, "MISSING_OR_NULL_ORIGIN");
  assert.equal((await call({})).status, 200);
});

const LEADING_AWAY = [
  "https://evil.test/",
  "//evil.test",
  "/\\evil.test",
  "\\\\evil.test",
  "/%2fevil.test",
  "/%5cevil.test",
  "/\tx",
  "javascript:alert(1)",
  "data:text/html,x",
  `${settings.origin}.evil.test/`,
  `${settings.origin}@evil.test/`,
];

test("links lead to trusted places only", async () => {
  const { client } = new Browser();
  const email = addressOf("x");
  for (const url of LEADING_AWAY) {
    const call = client.signIn.magicLink({ email, callbackURL: url });
    refused(await call, 403, "INVALID_CALLBACK_URL", "Invalid callbackURL");
  }
  refused(await client.signIn.magicLink({ email, errorCallbackURL: "//evil.test" }), 403, "INVALID_ERROR_CALLBACK_URL");
  refused(
    await client.signIn.magicLink({ email, newUserCallbackURL: "//evil.test" }),
    403,
    "INVALID_NEW_USER_CALLBACK_URL",
  );
  refused(await client.requestPasswordReset({ email, redirectTo: "//evil.test" }), 403, "INVALID_REDIRECT_URL");
  for (const url of ["/", "/shop/ä?a=b&c=%20d", `${settings.origin}/x`])
    ok(await client.signIn.magicLink({ email, callbackURL: url }));
});
