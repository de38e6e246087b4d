// Signing in by a link in a mail.

import assert from "node:assert/strict";
import { test } from "node:test";

import { has, ok, redirected, refused, refusedRaw, SESSION, USER } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { linkTo, useMailbox } from "./support/mailbox.mjs";
import { addressOf, newPassword, person, session } from "./support/people.mjs";
import { settings } from "./support/settings.mjs";

useMailbox();

const LINK = /\/magic-link\/verify\?/;
const tokenIn = (link) => new URL(link).searchParams.get("token");

async function linkFor(email, given = {}, browser = new Browser()) {
  assert.deepEqual(ok(await browser.client.signIn.magicLink({ email, callbackURL: "/account", ...given })), {
    status: true,
  });
  return linkTo(email, LINK);
}

test("somebody who is known", async () => {
  const { email, user } = await person();
  const browser = new Browser();
  const link = await linkFor(email, { newUserCallbackURL: "/welcome" }, browser);
  assert.ok(link.startsWith(`${settings.url}/api/auth/magic-link/verify?token=`), link);
  redirected(await browser.open(link), "/account", { error: null });
  assert.equal((await session(browser)).user.id, user.id);
  assert.equal(browser.jar.wasSet("session_token"), undefined);
});

test("somebody new", async () => {
  const email = addressOf("new");
  const browser = new Browser();
  const link = await linkFor(email, { name: "New", newUserCallbackURL: "/welcome" }, browser);
  redirected(await browser.open(link), "/welcome");
  const { user } = await session(browser);
  assert.deepEqual([user.email, user.name, user.emailVerified], [email, "New", true]);
});

test("the client follows it too", async () => {
  const { email, user } = await person();
  const token = tokenIn(await linkFor(email));
  const browser = new Browser();
  const answer = ok(await browser.client.magicLink.verify({ query: { token } }));
  has(answer, ["token", "user", "session"]);
  has(answer.user, USER);
  has(answer.session, SESSION);
  assert.deepEqual([answer.user.id, answer.session.userId], [user.id, user.id]);
  assert.equal((await session(browser)).user.id, user.id);
});

test("a link is good once, however many follow it at once", async () => {
  const { email } = await person();
  const link = await linkFor(email);
  const browsers = Array.from({ length: 6 }, () => new Browser());
  await Promise.all(browsers.map((browser) => browser.open(link)));
  const sessions = await Promise.all(browsers.map(session));
  assert.equal(sessions.filter(Boolean).length, 1);
  redirected(await new Browser().open(link), "/account", { error: "INVALID_TOKEN" });
});

test("a link that is none", async () => {
  const browser = new Browser();
  const verify = "/api/auth/magic-link/verify";
  redirected(await browser.open(`${verify}?token=nothing&callbackURL=%2Faccount`), "/account", {
    error: "INVALID_TOKEN",
  });
  const both = `${verify}?token=nothing&callbackURL=%2Faccount&errorCallbackURL=%2Foops%3Fa%3Db`;
  redirected(await browser.open(both), "/oops", { error: "INVALID_TOKEN", a: "b" });
  redirected(await browser.open(`${verify}?token=nothing`), "/", { error: "INVALID_TOKEN" });
  refusedRaw(await browser.open(`${verify}?callbackURL=%2F`), 400, "VALIDATION_ERROR");
  const evil = `${verify}?token=nothing&callbackURL=https%3A%2F%2Fevil.test`;
  refusedRaw(await browser.open(evil), 403, "INVALID_CALLBACK_URL");
  refusedRaw(await browser.open(evil.replace("callbackURL", "errorCallbackURL")), 403, "INVALID_CALLBACK_URL");
  assert.equal(await session(browser), null);
});

test("where the link must not lead", async () => {
  const { email } = await person();
  const link = new URL(await linkFor(email));
  link.searchParams.set("callbackURL", "https://evil.test");
  refusedRaw(await new Browser().open(link.href), 403, "INVALID_CALLBACK_URL");
  link.searchParams.set("callbackURL", "/account");
  redirected(await new Browser().open(link.href), "/account", { error: null });
});

test("the link proves the address, and ends what somebody else may have begun with it", async () => {
  const email = addressOf("squatted");
  const squatter = new Browser();
  const password = newPassword();
  ok(await squatter.client.signUp.email({ email, password, name: "Squatter" }));
  const owner = new Browser();
  redirected(await owner.open(await linkFor(email)), "/account");
  assert.equal((await session(owner)).user.emailVerified, true);
  assert.equal(await session(squatter), null);
  refused(await new Browser().client.signIn.email({ email, password }), 401, "INVALID_EMAIL_OR_PASSWORD");
});

test("asking for one wrongly", async () => {
  const { client } = new Browser();
  refused(await client.signIn.magicLink({ email: "nobody" }), 400, "VALIDATION_ERROR");
  refused(await client.signIn.magicLink({ callbackURL: "/" }), 400, "VALIDATION_ERROR");
});
