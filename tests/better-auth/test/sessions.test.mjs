// All sessions of one person: seeing them and ending them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { has, ok, refused, refusedRaw, SESSION, times, timesInText } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { again, login, person, session } from "./support/people.mjs";
import { right } from "./support/settings.mjs";

useMailbox();

test("seeing them", async () => {
  const someone = await person();
  const other = await again(someone, { headers: { "user-agent": "Other" } });
  const rows = ok(await someone.client.listSessions());
  timesInText(someone.browser.last.text);
  assert.equal(rows.length, 2);
  for (const row of rows) {
    has(row, SESSION);
    times(row, ["expiresAt", "createdAt", "updatedAt"]);
    assert.equal(row.userId, someone.user.id);
  }
  const mine = (await session(someone.browser)).session;
  const theirs = (await session(other)).session;
  assert.deepEqual(
    new Set(rows.map(({ token }) => token)),
    new Set([mine.token, theirs.token]),
    "as get-session names them",
  );
  assert.equal(rows.find(({ token }) => token === theirs.token).userAgent, "Other");
});

test("ending one", async () => {
  const someone = await person();
  const other = await again(someone);
  const { token } = (await session(other)).session;
  assert.deepEqual(ok(await someone.client.revokeSession({ token })), { status: true });
  assert.equal(await session(other), null);
  assert.ok(await session(someone.browser));
  assert.equal(ok(await someone.client.listSessions()).length, 1);
  assert.deepEqual(ok(await someone.client.revokeSession({ token })), { status: true }, "also once it is gone");
});

test("ending another person's does nothing and says nothing", async () => {
  const one = await person();
  const two = await person();
  const { token } = (await session(two.browser)).session;
  assert.deepEqual(ok(await one.client.revokeSession({ token })), { status: true });
  assert.ok(await session(two.browser));
});

test("ending the others", async () => {
  const someone = await person();
  const others = [await again(someone), await again(someone)];
  assert.deepEqual(ok(await someone.client.revokeOtherSessions()), { status: true });
  for (const other of others) assert.equal(await session(other), null);
  assert.ok(await session(someone.browser));
});

test("ending all", async () => {
  const someone = await person();
  const other = await again(someone);
  assert.deepEqual(ok(await someone.client.revokeSessions()), { status: true });
  assert.deepEqual([await session(other), await session(someone.browser)], [null, null]);
});

test("without a session", async () => {
  const { client } = new Browser();
  const no = [401, "UNAUTHORIZED", "Unauthorized"];
  refused(await client.listSessions(), ...no);
  refused(await client.revokeSession({ token: "x" }), ...no);
  refused(await client.revokeSessions(), ...no);
  refused(await client.revokeOtherSessions(), ...no);
  refused(await client.updateUser({ name: "x" }), ...no);
  const someone = await person();
  refused(await someone.client.revokeSession({}), 404, undefined);
  refusedRaw(await someone.browser.post("/revoke-session", {}), 400, "VALIDATION_ERROR", /^\[body\.token\] /);
});

test("the fields of a session are the server's", async () => {
  const { client, browser } = await person();
  refused(await client.updateSession({ theme: "dark" }), 400, undefined, "No fields to update");
  refused(await client.updateSession({ activeOrganizationId: "x" }), 400, "FIELD_NOT_ALLOWED");
  refused(await client.updateSession({ userId: "x" }), 400, undefined, "No fields to update");
  refused(await new Browser().client.updateSession({ theme: "dark" }), 401, "UNAUTHORIZED");
  assert.equal((await session(browser)).session.activeOrganizationId, null);
});

test("signing in twice gives two sessions and ends none", async () => {
  const someone = await person();
  const before = (await session(someone.browser)).session.token;
  const copy = someone.browser.copy();
  ok(await someone.client.signIn.email(login(someone)));
  assert.notEqual((await session(someone.browser)).session.token, before);
  assert.equal((await session(copy)).session.token, before);
});

test("a bearer token in place of the cookie", async () => {
  const { email, password, user } = await person();
  const browser = new Browser();
  ok(await browser.client.signIn.email({ email, password }));
  const signed = browser.last.headers.get("set-auth-token");
  assert.match(browser.last.headers.get("access-control-expose-headers"), /(^|, ?)set-auth-token/);
  assert.equal(decodeURIComponent(signed), decodeURIComponent(browser.jar.get("session_token")));
  const bearer = (token) => new Browser({ headers: { authorization: `Bearer ${token}` } });
  assert.equal((await session(bearer(signed))).user.id, user.id);
  assert.equal((await session(bearer(decodeURIComponent(signed)))).user.id, user.id);
  assert.equal(ok(await bearer(signed).client.listSessions()).length, 2, "on every route, without Origin too");
  assert.equal(await session(bearer(`${signed.slice(0, 40)}xx`)), null);
  assert.equal(await session(bearer("")), null);
});

test("a token without signature", async () => {
  const { browser, user } = await person();
  const { token } = (await session(browser)).session;
  const seen = await session(new Browser({ headers: { authorization: `Bearer ${token}` } }));
  if (right("bearer-signed")) assert.equal(seen, null);
  else assert.equal(seen.user.id, user.id);
});
