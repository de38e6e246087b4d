// Forgetting a password, changing it, and proving that one knows it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ok, redirected, refused, refusedRaw, USER } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { linkTo, mailTo, unreadOf, useMailbox } from "./support/mailbox.mjs";
import { addressOf, again, newPassword, person, session } from "./support/people.mjs";
import { right, settings } from "./support/settings.mjs";

useMailbox();

const RESET = /\/reset-password\//;
const WRONG = [401, "INVALID_EMAIL_OR_PASSWORD"];
const SENT = { status: true, message: "If this email exists in our system, check your email for the reset link" };

/** Asks for the link, follows it, and takes the token from where it leads. */
async function resetToken(email) {
  ok(await new Browser().client.requestPasswordReset({ email, redirectTo: "/new-password" }));
  const there = redirected(await new Browser().open(await linkTo(email, RESET)), "/new-password", { error: null });
  return there.searchParams.get("token");
}

test("forgotten and set anew", async () => {
  const someone = await person();
  const { email } = someone;
  const token = await resetToken(email);
  const password = newPassword();
  const { client } = new Browser();
  refused(await client.resetPassword({ newPassword: "short", token }), 400, "PASSWORD_TOO_SHORT");
  refused(await client.resetPassword({ newPassword: "x".repeat(129), token }), 400, "PASSWORD_TOO_LONG");
  assert.deepEqual(ok(await client.resetPassword({ newPassword: password, token })), { status: true });
  refused(await new Browser().client.signIn.email({ email, password: someone.password }), ...WRONG);
  await again({ email, password });
  refused(await client.resetPassword({ newPassword: newPassword(), token }), 400, "INVALID_TOKEN", "Invalid token");
});

test("setting it anew ends the sessions that were there", async () => {
  const { browser, email } = await person();
  ok(await new Browser().client.resetPassword({ newPassword: newPassword(), token: await resetToken(email) }));
  if (right("reset-revokes")) assert.equal(await session(browser), null);
  else assert.ok(await session(browser), "Better Auth leaves them by default");
});

test("one token changes one password, however many try at once", async () => {
  const { email } = await person();
  const token = await resetToken(email);
  const passwords = [1, 2, 3, 4].map(newPassword);
  const answers = await Promise.all(
    passwords.map((one) => new Browser().client.resetPassword({ newPassword: one, token })),
  );
  const good = answers.filter(({ data }) => data);
  assert.equal(good.length, 1);
  for (const answer of answers.filter(({ data }) => !data)) refused(answer, 400, "INVALID_TOKEN");
  await again({ email, password: passwords[answers.indexOf(good[0])] });
});

test("asking for a link tells nobody who has an account", async () => {
  const someone = await person();
  const nobody = addressOf("nobody");
  const { client } = new Browser();
  assert.deepEqual(ok(await client.requestPasswordReset({ email: nobody, redirectTo: "/x" })), SENT);
  assert.deepEqual(ok(await client.requestPasswordReset({ email: someone.email, redirectTo: "/x" })), SENT);
  const link = await linkTo(someone.email, RESET);
  assert.ok(link.startsWith(`${settings.url}/api/auth/reset-password/`), link);
  assert.deepEqual(unreadOf(nobody), []);
  refused(await client.requestPasswordReset({ email: "nobody" }), 400, "VALIDATION_ERROR");
  refused(
    await client.requestPasswordReset({ email: nobody, redirectTo: "https://evil.test" }),
    403,
    "INVALID_REDIRECT_URL",
  );
});

test("a link that is none", async () => {
  const browser = new Browser();
  redirected(await browser.open("/api/auth/reset-password/nothing?callbackURL=%2Fnew"), "/new", {
    error: "INVALID_TOKEN",
    token: null,
  });
  const evil = await browser.open("/api/auth/reset-password/nothing?callbackURL=https%3A%2F%2Fevil.test");
  refusedRaw(evil, 403, "INVALID_CALLBACK_URL");
  refusedRaw(
    await browser.open("/api/auth/reset-password/nothing"),
    400,
    "VALIDATION_ERROR",
    /^\[query\.callbackURL\] /,
  );
  const { client } = browser;
  refused(await client.resetPassword({ newPassword: newPassword(), token: "nothing" }), 400, "INVALID_TOKEN");
  refused(await client.resetPassword({ newPassword: newPassword() }), 400, "INVALID_TOKEN");
});

test("the token may stand in the address", async () => {
  const { email } = await person();
  const token = await resetToken(email);
  const password = newPassword();
  const answer = ok(await new Browser().client.resetPassword({ newPassword: password, query: { token } }));
  assert.deepEqual(answer, { status: true });
  await again({ email, password });
});

test("changing it", async () => {
  const someone = await person();
  const other = await again(someone);
  const password = newPassword();
  const answer = ok(await someone.client.changePassword({ currentPassword: someone.password, newPassword: password }));
  assert.equal(answer.token, null);
  assert.ok(USER.every((key) => key in answer.user));
  assert.ok(await session(someone.browser));
  assert.ok(await session(other), "the other browser stays signed in when it is not asked to go");
  refused(await new Browser().client.signIn.email({ email: someone.email, password: someone.password }), ...WRONG);
  await again({ email: someone.email, password });
});

test("changing it and ending all other sessions", async () => {
  const someone = await person();
  const { browser, client } = someone;
  const other = await again(someone);
  const before = browser.copy();
  const change = { currentPassword: someone.password, newPassword: newPassword(), revokeOtherSessions: true };
  const answer = ok(await client.changePassword(change));
  assert.match(answer.token, /^\S{32,}$/);
  assert.equal(answer.user.id, someone.user.id);
  assert.equal((await session(browser)).user.id, someone.user.id, "with a new session");
  assert.deepEqual([await session(other), await session(before)], [null, null]);
});

test("changing it wrongly", async () => {
  const { client, password } = await person();
  const change = { currentPassword: password, newPassword: newPassword() };
  refused(
    await client.changePassword({ ...change, currentPassword: newPassword() }),
    400,
    "INVALID_PASSWORD",
    "Invalid password",
  );
  refused(await client.changePassword({ ...change, newPassword: "short" }), 400, "PASSWORD_TOO_SHORT");
  refused(await client.changePassword({ ...change, newPassword: "x".repeat(129) }), 400, "PASSWORD_TOO_LONG");
  refused(await client.changePassword({ newPassword: newPassword() }), 400, "VALIDATION_ERROR");
  refused(await new Browser().client.changePassword(change), 401, "UNAUTHORIZED");
});

test(
  "the owner is told that the password was changed",
  { skip: !right("told") && "Better Auth tells nobody" },
  async () => {
    const { client, password, email } = await person();
    ok(await client.changePassword({ currentPassword: password, newPassword: newPassword() }));
    assert.ok(await mailTo(email));
  },
);

test("proving that one knows it", async () => {
  const { browser, password } = await person();
  const good = await browser.post("/verify-password", { password });
  assert.deepEqual([good.status, good.body], [200, { status: true }]);
  refusedRaw(await browser.post("/verify-password", { password: "something else" }), 400, "INVALID_PASSWORD");
  refusedRaw(await new Browser().post("/verify-password", { password }), 401, "UNAUTHORIZED");
});
