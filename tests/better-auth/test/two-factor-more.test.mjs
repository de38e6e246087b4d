// Backup codes, trusted devices, and that no way in goes round the second factor.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ok, redirected, refused } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { codeTo, linkTo, useMailbox } from "./support/mailbox.mjs";
import { login, newPassword, session } from "./support/people.mjs";
import { right } from "./support/settings.mjs";
import { challenged, guarded } from "./support/two-factor.mjs";

useMailbox();

const SPENT = [401, "INVALID_BACKUP_CODE", "Invalid backup code"];

test("a backup code opens once", async () => {
  const someone = await guarded();
  const [code] = someone.backupCodes;
  const browser = await challenged(someone);
  refused(await browser.client.twoFactor.verifyBackupCode({ code: "aaaaa-bbbbb" }), ...SPENT);
  const { token, user } = ok(await browser.client.twoFactor.verifyBackupCode({ code }));
  assert.match(token, /^\S{32,}$/);
  assert.equal(user.id, someone.user.id);
  assert.equal((await session(browser)).user.id, someone.user.id);
  refused(await (await challenged(someone)).client.twoFactor.verifyBackupCode({ code }), ...SPENT);
  ok(await (await challenged(someone)).client.twoFactor.verifyBackupCode({ code: someone.backupCodes[1] }));
});

test("a backup code opens once, however many try at once", async () => {
  const someone = await guarded();
  const browsers = await Promise.all([1, 2, 3].map(() => challenged(someone)));
  const [code] = someone.backupCodes;
  const answers = await Promise.all(browsers.map(({ client }) => client.twoFactor.verifyBackupCode({ code })));
  assert.equal(answers.filter(({ data }) => data).length, 1);
  for (const { error } of answers.filter(({ data }) => !data))
    assert.ok([401, 409].includes(error.status), JSON.stringify(error));
});

test("a backup code without a session", async () => {
  const someone = await guarded();
  const browser = await challenged(someone);
  const answer = ok(
    await browser.client.twoFactor.verifyBackupCode({ code: someone.backupCodes[0], disableSession: true }),
  );
  assert.equal(answer.user.id, someone.user.id);
  assert.equal(answer.token, undefined);
  assert.equal(await session(browser), null);
});

test("new backup codes end the old ones", async () => {
  const someone = await guarded();
  refused(await someone.client.twoFactor.generateBackupCodes({ password: newPassword() }), 400, "INVALID_PASSWORD");
  const fresh = ok(await someone.client.twoFactor.generateBackupCodes({ password: someone.password }));
  assert.equal(fresh.status, true);
  assert.equal(fresh.backupCodes.length, 10);
  const browser = await challenged(someone);
  refused(await browser.client.twoFactor.verifyBackupCode({ code: someone.backupCodes[0] }), ...SPENT);
  ok(await browser.client.twoFactor.verifyBackupCode({ code: fresh.backupCodes[0] }));
});

test("a trusted device is not asked again", async () => {
  const someone = await guarded();
  const browser = await challenged(someone);
  ok(await browser.client.twoFactor.verifyTotp({ code: someone.app.next(), trustDevice: true }));
  assert.equal(browser.jar.wasSet("trust_device").attributes["max-age"], "2592000");
  const first = browser.jar.get("trust_device");
  ok(await browser.client.signOut());
  const stolen = browser.copy();
  const answer = ok(await browser.client.signIn.email(login(someone)));
  assert.equal(answer.user.id, someone.user.id);
  assert.ok(await session(browser));
  assert.notEqual(browser.jar.get("trust_device"), first, "a new mark at each use");
  assert.equal(
    ok(await stolen.client.signIn.email(login(someone))).twoFactorRedirect,
    true,
    "and the old one is spent",
  );
  const other = await guarded("other");
  ok(await browser.client.signOut());
  assert.equal(ok(await browser.client.signIn.email(login(other))).twoFactorRedirect, true, "for one person");
});

test("turning the second factor off forgets the trust", async () => {
  const someone = await guarded();
  const browser = await challenged(someone);
  ok(await browser.client.twoFactor.verifyTotp({ code: someone.app.next(), trustDevice: true }));
  ok(await browser.client.twoFactor.disable({ password: someone.password }));
  assert.equal(browser.jar.get("trust_device"), undefined);
});

test("not remembered stays not remembered", async () => {
  const someone = await guarded();
  const browser = await challenged(someone, { rememberMe: false });
  ok(await browser.client.twoFactor.verifyTotp({ code: someone.app.next() }));
  assert.equal(browser.jar.wasSet("session_token").attributes["max-age"], undefined);
});

test("a link by mail does not go round the second factor", async () => {
  const someone = await guarded();
  const browser = new Browser();
  ok(await browser.client.signIn.magicLink({ email: someone.email, callbackURL: "/account" }));
  const answer = await browser.open(await linkTo(someone.email, /\/magic-link\/verify\?/));
  if (!right("second-factor-everywhere")) {
    redirected(answer, "/account");
    assert.ok(await session(browser), "in Better Auth it does");
    return;
  }
  assert.equal(answer.status, 302);
  assert.equal(await session(browser), null);
  ok(await browser.client.twoFactor.verifyTotp({ code: someone.app.next() }));
  assert.equal((await session(browser)).user.id, someone.user.id);
});

test("a code by mail does not go round the second factor", async () => {
  const someone = await guarded();
  const browser = new Browser();
  const { email } = someone;
  ok(await browser.client.emailOtp.sendVerificationOtp({ email, type: "sign-in" }));
  const answer = ok(await browser.client.signIn.emailOtp({ email, otp: await codeTo(email) }));
  if (!right("second-factor-everywhere")) {
    assert.ok(answer.token, "in Better Auth it does");
    return;
  }
  assert.equal(answer.twoFactorRedirect, true);
  assert.ok(answer.twoFactorMethods.includes("totp"));
  assert.ok(!answer.twoFactorMethods.includes("otp"), "a second code by the same mail is no second factor");
  assert.equal(await session(browser), null);
  ok(await browser.client.twoFactor.verifyTotp({ code: someone.app.next() }));
  assert.equal((await session(browser)).user.id, someone.user.id);
});
