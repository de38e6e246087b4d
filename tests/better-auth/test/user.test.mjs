// Changing one's own data, and leaving for good.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ok, redirected, refused, refusedRaw } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { linkTo, useMailbox } from "./support/mailbox.mjs";
import { again, person, session } from "./support/people.mjs";
import { settings } from "./support/settings.mjs";

useMailbox();

const DELETE = /\/delete-user\/callback\?/;
const SENT = { success: true, message: "Verification email sent" };
const DELETED = { success: true, message: "User deleted" };

test("name and picture", async () => {
  const { client, browser } = await person();
  const image = "https://pictures.test/owl.png";
  assert.deepEqual(ok(await client.updateUser({ name: "Ann Ö.", image })), { status: true });
  const { user } = await session(browser);
  assert.deepEqual([user.name, user.image], ["Ann Ö.", image]);
  assert.ok(user.updatedAt >= user.createdAt);
  ok(await client.updateUser({ image: null }));
  const after = (await session(browser)).user;
  assert.deepEqual([after.name, after.image], ["Ann Ö.", null]);
});

test("what nobody may change about himself", async () => {
  const { client, browser, email } = await person();
  refused(await client.updateUser({ email: "x@example.test" }), 400, "EMAIL_CAN_NOT_BE_UPDATED");
  refused(await client.updateUser({ role: "admin" }), 400, "FIELD_NOT_ALLOWED", "role is not allowed to be set");
  refused(await client.updateUser({ banned: true }), 400, "FIELD_NOT_ALLOWED");
  refused(await client.updateUser({ twoFactorEnabled: true }), 400, "FIELD_NOT_ALLOWED");
  refusedRaw(await browser.post("/update-user", {}), 400, undefined, "No fields to update");
  refusedRaw(await browser.post("/update-user", []), 400, "VALIDATION_ERROR");
  const { user } = await session(browser);
  assert.deepEqual([user.email, user.role], [email, "user"]);
});

test("leaving, by a link", async () => {
  const someone = await person();
  const { client, browser, password, email } = someone;
  assert.deepEqual(ok(await client.deleteUser({ password, callbackURL: "/goodbye" })), SENT);
  const link = await linkTo(email, DELETE);
  assert.ok(link.startsWith(`${settings.url}/api/auth/delete-user/callback?token=`), link);
  assert.ok(await session(browser), "nothing is deleted before the link is followed");
  refusedRaw(await new Browser().open(link), 404, "FAILED_TO_GET_USER_INFO");
  const stranger = await person();
  refusedRaw(await stranger.browser.open(link), 404, "INVALID_TOKEN");
});

test("leaving: the link of the person who is signed in", async () => {
  const someone = await person();
  const { client, browser, password, email } = someone;
  const other = await again(someone);
  ok(await client.deleteUser({ callbackURL: "/goodbye" }));
  redirected(await browser.open(await linkTo(email, DELETE)), "/goodbye");
  assert.equal(browser.jar.get("session_token"), undefined);
  assert.equal(await session(other), null);
  refused(await new Browser().client.signIn.email({ email, password }), 401, "INVALID_EMAIL_OR_PASSWORD");
  const { client: anew } = new Browser();
  ok(await anew.signUp.email({ email, password, name: "Back again" }));
});

test("leaving, by the token in the link", async () => {
  const { client, email, browser } = await person();
  ok(await client.deleteUser({}));
  const link = new URL(await linkTo(email, DELETE));
  refused(await client.deleteUser({ token: "nothing" }), 404, "INVALID_TOKEN");
  assert.deepEqual(ok(await client.deleteUser({ token: link.searchParams.get("token") })), DELETED);
  assert.equal(await session(browser), null);
});

test("leaving without a callback", async () => {
  const { client, email, browser } = await person();
  ok(await client.deleteUser({}));
  const link = new URL(await linkTo(email, DELETE));
  link.searchParams.delete("callbackURL");
  const answer = await browser.open(link.href);
  assert.deepEqual([answer.status, answer.body], [200, DELETED]);
});

test("leaving wrongly", async () => {
  const { client } = await person();
  refused(await client.deleteUser({ password: "something else" }), 400, "INVALID_PASSWORD");
  refused(await client.deleteUser({ callbackURL: "https://evil.test" }), 403, "INVALID_CALLBACK_URL");
  refused(await new Browser().client.deleteUser({}), 401, "UNAUTHORIZED");
});
