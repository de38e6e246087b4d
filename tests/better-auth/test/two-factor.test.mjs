// A second factor: setting it up, and signing in with it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { has, lacks, ok, refused, refusedRaw, USER_ADMIN } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { codeTo, useMailbox } from "./support/mailbox.mjs";
import { again, login, newPassword, person, session } from "./support/people.mjs";
import { right } from "./support/settings.mjs";
import { authenticatorApp, wrongTotp } from "./support/totp.mjs";
import { challenged, guarded } from "./support/two-factor.mjs";

useMailbox();

const WRONG = [401, "INVALID_CODE", "Invalid code"];
const NO_CHALLENGE = [401, "INVALID_TWO_FACTOR_COOKIE"];

test("setting up an authenticator app", async () => {
  const { client, browser, password, email } = await person();
  const answer = ok(await client.twoFactor.enable({ password }));
  assert.equal(answer.method, "totp");
  assert.equal(answer.backupCodes.length, 10);
  for (const code of answer.backupCodes) assert.match(code, /^[A-Za-z0-9]{5}-[A-Za-z0-9]{5}$/);
  const uri = new URL(answer.totpURI);
  assert.equal(`${uri.protocol}//${uri.host}`, "otpauth://totp");
  assert.ok(decodeURIComponent(uri.pathname).endsWith(`:${email}`), uri.pathname);
  assert.deepEqual([uri.searchParams.get("digits"), uri.searchParams.get("period")], ["6", "30"]);
  assert.ok(uri.searchParams.get("issuer"));
  assert.equal((await session(browser)).user.twoFactorEnabled, false, "not before a code has proven the app");
  refused(await client.twoFactor.verifyTotp({ code: wrongTotp(answer.totpURI) }), ...WRONG);
  const before = browser.copy();
  const proven = ok(await client.twoFactor.verifyTotp({ code: authenticatorApp(answer.totpURI).next() }));
  has(proven, ["token", "user"]);
  has(proven.user, USER_ADMIN);
  assert.equal((await session(browser)).user.twoFactorEnabled, true);
  assert.equal(await session(before), null, "with a new session");
});

test("setting it up wrongly", async () => {
  const { client, password } = await person();
  refused(await client.twoFactor.enable({ password: newPassword() }), 400, "INVALID_PASSWORD");
  refused(await client.twoFactor.enable({}), 400, "VALIDATION_ERROR");
  refused(await client.twoFactor.enable({ password, method: "sms" }), 400, "VALIDATION_ERROR");
  refused(await client.twoFactor.verifyTotp({ code: "000000" }), 400, "TOTP_NOT_ENABLED");
  refused(await client.twoFactor.getTotpUri({ password }), 400, "TOTP_NOT_ENABLED");
  refused(await client.twoFactor.generateBackupCodes({ password }), 400, "TWO_FACTOR_NOT_ENABLED");
  refused(await client.twoFactor.verifyBackupCode({ code: "aaaaa-bbbbb" }), 400, "BACKUP_CODES_NOT_ENABLED");
  const { twoFactor } = new Browser().client;
  for (const call of ["enable", "disable", "getTotpUri", "generateBackupCodes"])
    refused(await twoFactor[call]({ password }), 401, "UNAUTHORIZED");
  refused(await twoFactor.verifyTotp({ code: "000000" }), ...NO_CHALLENGE);
  refused(await twoFactor.verifyOtp({ code: "000000" }), ...NO_CHALLENGE);
  refused(await twoFactor.verifyBackupCode({ code: "aaaaa-bbbbb" }), ...NO_CHALLENGE);
  refused(await twoFactor.sendOtp(), ...NO_CHALLENGE);
});

test("begun again, only the last secret counts", async () => {
  const { client, password } = await person();
  const first = ok(await client.twoFactor.enable({ password }));
  const second = ok(await client.twoFactor.enable({ password, issuer: "Another" }));
  assert.equal(new URL(second.totpURI).searchParams.get("issuer"), "Another");
  refused(await client.twoFactor.verifyTotp({ code: authenticatorApp(first.totpURI).next() }), ...WRONG);
  ok(await client.twoFactor.verifyTotp({ code: authenticatorApp(second.totpURI).next() }));
  refused(await client.twoFactor.enable({ password }), 400, "TOTP_ALREADY_ENABLED");
});

test("seeing the secret again", async () => {
  const { client, password, app } = await guarded();
  const { totpURI } = ok(await client.twoFactor.getTotpUri({ password }));
  assert.equal(new URL(totpURI).searchParams.get("secret"), new URL(app.uri).searchParams.get("secret"));
  refused(await client.twoFactor.getTotpUri({ password: newPassword() }), 400, "INVALID_PASSWORD");
});

test("signing in with a code of the app", async () => {
  const someone = await guarded();
  const browser = new Browser();
  const answer = ok(await browser.client.signIn.email(login(someone)));
  // Codes by mail beside it would put the mailbox in the place of the app.
  const twoFactorMethods = right("app-alone") ? ["totp"] : ["totp", "otp"];
  assert.deepEqual(answer, { twoFactorRedirect: true, twoFactorMethods });
  assert.ok(!browser.jar.get("session_token"));
  assert.equal(browser.jar.wasSet("two_factor").attributes["max-age"], "600");
  assert.equal(browser.last.headers.get("set-auth-token"), null);
  assert.equal(await session(browser), null, "the password alone is no session");
  refused(await browser.client.twoFactor.verifyTotp({ code: wrongTotp(someone.app.uri) }), ...WRONG);
  const { token, user } = ok(await browser.client.twoFactor.verifyTotp({ code: someone.app.next() }));
  assert.match(token, /^\S{32,}$/);
  assert.equal(user.id, someone.user.id);
  assert.equal((await session(browser)).user.id, user.id);
  assert.ok(!browser.jar.get("two_factor"));
});

test("a code of the app is good once", async () => {
  const someone = await guarded();
  ok(await (await challenged(someone)).client.twoFactor.verifyTotp({ code: someone.app.next() }));
  const second = await (await challenged(someone)).client.twoFactor.verifyTotp({ code: someone.app.again() });
  if (right("totp-once")) refused(second, ...WRONG);
  else assert.ok(ok(second).token, "Better Auth takes it again");
});

test("one challenge gives one session, however many answer at once", async () => {
  const someone = await guarded();
  const browser = await challenged(someone);
  const code = someone.app.next();
  const answers = await Promise.all([1, 2, 3, 4].map(() => browser.copy().client.twoFactor.verifyTotp({ code })));
  assert.equal(answers.filter(({ data }) => data).length, 1);
});

test("a challenge takes five wrong codes", async () => {
  const someone = await guarded();
  const browser = await challenged(someone);
  const code = wrongTotp(someone.app.uri);
  for (let left = 5; left > 0; left -= 1) refused(await browser.client.twoFactor.verifyTotp({ code }), ...WRONG);
  refused(
    await browser.client.twoFactor.verifyTotp({ code: someone.app.next() }),
    400,
    "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE",
  );
  refused(await browser.client.twoFactor.verifyTotp({ code }), ...NO_CHALLENGE);
  ok(await (await challenged(someone)).client.twoFactor.verifyTotp({ code: someone.app.next() }));
});

test("ten wrong codes in a row lock the second factor", async () => {
  const someone = await guarded();
  const code = wrongTotp(someone.app.uri);
  for (let challenges = 2; challenges > 0; challenges -= 1) {
    const browser = await challenged(someone);
    for (let left = 5; left > 0; left -= 1) refused(await browser.client.twoFactor.verifyTotp({ code }), ...WRONG);
  }
  const locked = [429, "ACCOUNT_TEMPORARILY_LOCKED"];
  const browser = await challenged(someone);
  refused(await browser.client.twoFactor.verifyTotp({ code: someone.app.next() }), ...locked);
  refused(await browser.client.twoFactor.verifyBackupCode({ code: someone.backupCodes[0] }), ...locked);
  assert.ok(await session(someone.browser), "who is signed in stays so");
});

/** Somebody who may answer with a code by mail. */
async function mailed() {
  if (!right("app-alone")) return guarded();
  const someone = await person();
  ok(await someone.client.twoFactor.enable({ password: someone.password, method: "otp" }));
  return someone;
}

test("signing in with a code by mail", async () => {
  const someone = await mailed();
  const browser = await challenged(someone);
  const { twoFactor } = browser.client;
  refused(await twoFactor.verifyOtp({ code: "000000" }), 400, "OTP_HAS_EXPIRED");
  assert.deepEqual(ok(await twoFactor.sendOtp()), { status: true });
  const code = await codeTo(someone.email);
  const wrong = code === "000000" ? "000001" : "000000";
  refused(await twoFactor.verifyOtp({ code: wrong }), ...WRONG);
  const copies = [1, 2, 3].map(() => browser.copy());
  const answers = await Promise.all(copies.map(({ client }) => client.twoFactor.verifyOtp({ code })));
  assert.equal(answers.filter(({ data }) => data).length, 1, "once");
  const winner = copies[answers.findIndex(({ data }) => data)];
  assert.equal((await session(winner)).user.id, someone.user.id);
});

test("a code by mail takes five wrong answers", async () => {
  const someone = await mailed();
  const { twoFactor } = (await challenged(someone)).client;
  ok(await twoFactor.sendOtp());
  const code = await codeTo(someone.email);
  const wrong = code === "000000" ? "000001" : "000000";
  for (let left = 5; left > 0; left -= 1) refused(await twoFactor.verifyOtp({ code: wrong }), ...WRONG);
  refused(await twoFactor.verifyOtp({ code }), 400, "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE");
});

test(
  "who has an app is mailed no code",
  { skip: !right("app-alone") && "Better Auth mails one" },
  async () => {
    const someone = await guarded();
    const browser = await challenged(someone);
    const { twoFactor } = browser.client;
    refused(await twoFactor.sendOtp(), 400, "OTP_NOT_CONFIGURED", /authenticator app/);
    refused(await twoFactor.verifyOtp({ code: "000000" }), 400, "OTP_NOT_CONFIGURED");
    ok(await twoFactor.verifyTotp({ code: someone.app.next() }));
  },
);

test("codes by mail only", async () => {
  const someone = await person();
  const { client, browser, password } = someone;
  assert.deepEqual(ok(await client.twoFactor.enable({ password, method: "otp" })), { method: "otp" });
  assert.equal((await session(browser)).user.twoFactorEnabled, true);
  const other = new Browser();
  const answer = ok(await other.client.signIn.email(login(someone)));
  assert.deepEqual(answer, { twoFactorRedirect: true, twoFactorMethods: ["otp"] });
  refused(await other.client.twoFactor.verifyTotp({ code: "000000" }), 400, "TOTP_NOT_ENABLED");
  ok(await other.client.twoFactor.sendOtp());
  ok(await other.client.twoFactor.verifyOtp({ code: await codeTo(someone.email) }));
  assert.ok(await session(other));
});

test("turning it off", async () => {
  const someone = await guarded();
  const { client, browser, password } = someone;
  refused(await client.twoFactor.disable({ password: newPassword() }), 400, "INVALID_PASSWORD");
  refusedRaw(await browser.post("/two-factor/disable", {}), 400, "VALIDATION_ERROR");
  const before = browser.copy();
  assert.deepEqual(ok(await client.twoFactor.disable({ password })), { status: true });
  assert.equal((await session(browser)).user.twoFactorEnabled, false);
  assert.equal(await session(before), null);
  const other = await again(someone);
  lacks(other.last.body, ["twoFactorRedirect"]);
  refused(await client.twoFactor.verifyBackupCode({ code: someone.backupCodes[0] }), 400, "BACKUP_CODES_NOT_ENABLED");
});
