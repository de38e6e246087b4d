// Proving an address by a link, and changing it.

import assert from "node:assert/strict";
import http from "node:http";
import https from "node:https";
import { test } from "node:test";

import { ok, redirected, refused } from "./support/asserts.mjs";
import { address, Browser } from "./support/browser.mjs";
import { linkTo, unreadOf, useMailbox } from "./support/mailbox.mjs";
import { addressOf, newPassword, person, session, VERIFY } from "./support/people.mjs";
import { settings } from "./support/settings.mjs";

useMailbox();

const tokenIn = (link) => new URL(link).searchParams.get("token");

async function newcomer() {
  const browser = new Browser();
  const [email, password] = [addressOf("new"), newPassword()];
  ok(await browser.client.signUp.email({ email, password, name: "New", callbackURL: "/welcome" }));
  return { browser, client: browser.client, email, password, link: await linkTo(email, VERIFY) };
}

test("the link proves the address and leads to the callback", async () => {
  const { email, password, link } = await newcomer();
  const elsewhere = new Browser();
  redirected(await elsewhere.open(link), "/welcome");
  assert.equal((await signIn(email, password)).user.emailVerified, true);
  redirected(await elsewhere.open(link), "/welcome", { error: null });
});

test("the client proves the address too", async () => {
  const { client, link, email, password } = await newcomer();
  assert.deepEqual(ok(await client.verifyEmail({ query: { token: tokenIn(link) } })), { status: true, user: null });
  assert.deepEqual(ok(await client.verifyEmail({ query: { token: tokenIn(link) } })), { status: true, user: null });
  assert.equal((await signIn(email, password)).user.emailVerified, true);
});

test("a link that is none", async () => {
  const { client, link } = await newcomer();
  refused(await client.verifyEmail({ query: { token: `${tokenIn(link)}x` } }), 401, "INVALID_TOKEN", "Invalid token");
  refused(await client.verifyEmail({ query: {} }), 400, "VALIDATION_ERROR", /^\[query\.token\] /);
  const forged = new URL(link);
  forged.searchParams.set("token", "nothing");
  redirected(await new Browser().open(forged.href), "/welcome", { error: "INVALID_TOKEN" });
  forged.searchParams.set("callbackURL", "https://evil.test/");
  const answer = await new Browser().open(forged.href);
  assert.deepEqual([answer.status, answer.body.code], [403, "INVALID_CALLBACK_URL"]);
});

test("asking for the link again", async () => {
  const { client, email } = await newcomer();
  assert.deepEqual(ok(await client.sendVerificationEmail({ email, callbackURL: "/again" })), { status: true });
  const link = await linkTo(email, VERIFY);
  redirected(await new Browser().open(link), "/again");
});

test("asking for a link without a session tells nobody who has an account", async () => {
  const { email } = await newcomer();
  const someone = await person();
  const { client } = new Browser();
  const nobody = addressOf("nobody");
  for (const address of [nobody, someone.email, email])
    assert.deepEqual(ok(await client.sendVerificationEmail({ email: address })), { status: true });
  await linkTo(email, VERIFY);
  assert.deepEqual([unreadOf(nobody), unreadOf(someone.email)], [[], []]);
});

test("asking for a link that is not needed or for somebody else", async () => {
  const someone = await person();
  refused(await someone.client.sendVerificationEmail({ email: someone.email }), 400, "EMAIL_ALREADY_VERIFIED");
  refused(await someone.client.sendVerificationEmail({ email: addressOf("other") }), 400, "EMAIL_MISMATCH");
  refused(await someone.client.sendVerificationEmail({ email: "nobody" }), 400, "VALIDATION_ERROR");
});

test("changing the address: the old one agrees, the new one proves itself", async () => {
  const { client, browser, email, password } = await person();
  const newEmail = addressOf("changed");
  assert.deepEqual(ok(await client.changeEmail({ newEmail: newEmail.toUpperCase(), callbackURL: "/account" })), {
    status: true,
  });
  const confirmation = await linkTo(email, VERIFY);
  assert.deepEqual(unreadOf(newEmail), [], "the new address hears nothing before the old one agrees");
  redirected(await browser.open(confirmation), "/account");
  const proof = await linkTo(newEmail, VERIFY);
  assert.equal((await session(browser)).user.email, email, "still the old one");
  redirected(await browser.open(proof), "/account");
  const { user } = await session(browser);
  assert.deepEqual([user.email, user.emailVerified], [newEmail, true]);
  refused(await new Browser().client.signIn.email({ email, password }), 401, "INVALID_EMAIL_OR_PASSWORD");
  assert.equal((await signIn(newEmail, password)).user.id, user.id);
  redirected(await browser.open(proof), "/account", { error: "INVALID_TOKEN" });
});

test("the link of a change is for its own account only", async () => {
  const one = await person();
  const two = await person();
  ok(await one.client.changeEmail({ newEmail: addressOf("changed"), callbackURL: "/account" }));
  const link = await linkTo(one.email, VERIFY);
  redirected(await two.browser.open(link), "/account", { error: "INVALID_USER" });
});

test("changing to what cannot be", async () => {
  const { client, email, browser } = await person();
  const other = await person("other");
  refused(await client.changeEmail({ newEmail: email }), 400, undefined, "Email is the same");
  refused(await client.changeEmail({ newEmail: "nobody" }), 400, "VALIDATION_ERROR");
  refused(
    await client.changeEmail({ newEmail: addressOf("x"), callbackURL: "https://evil.test" }),
    403,
    "INVALID_CALLBACK_URL",
  );
  refused(await new Browser().client.changeEmail({ newEmail: addressOf("x") }), 401, "UNAUTHORIZED", "Unauthorized");
  assert.deepEqual(
    ok(await client.changeEmail({ newEmail: other.email })),
    { status: true },
    "not told that it is taken",
  );
  await person("later");
  assert.deepEqual([unreadOf(email), unreadOf(other.email)], [[], []]);
  assert.equal((await session(browser)).user.email, email);
});

test("links in mails lead where the server is, whatever the caller says its name is", async () => {
  const someone = await person();
  const status = await calledBy("evil.test", "/request-password-reset", { email: someone.email });
  if (status !== 200) return assert.ok([400, 403, 404, 421].includes(status), `${status}`);
  const link = await linkTo(someone.email, /\/reset-password\//);
  assert.ok(link.startsWith(`${settings.url}/`), link);
});

/** fetch lets nobody choose the Host, so this goes without it. */
function calledBy(host, path, body) {
  const headers = { host, "x-forwarded-host": host, "x-forwarded-for": address(), origin: settings.origin };
  headers["content-type"] = "application/json";
  const { request } = settings.url.startsWith("https:") ? https : http;
  return new Promise((resolve, reject) => {
    const call = request(`${settings.url}/api/auth${path}`, { method: "POST", headers }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode));
    });
    call.on("error", reject).end(JSON.stringify(body));
  });
}

async function signIn(email, password) {
  const { data } = await new Browser().client.signIn.email({ email, password });
  return data;
}
