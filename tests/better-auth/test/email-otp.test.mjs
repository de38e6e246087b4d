// Six digits by mail: to sign in, to prove an address, to set a password and to change an address.

import assert from "node:assert/strict";
import { test } from "node:test";

import { has, ok, refused, refusedRaw, USER } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { codeTo, unreadOf, useMailbox } from "./support/mailbox.mjs";
import { addressOf, again, login, newPassword, person, session } from "./support/people.mjs";
import { right } from "./support/settings.mjs";

useMailbox();

const WRONG = [400, "INVALID_OTP", "Invalid OTP"];
const DONE = { success: true };
const other = (code) => (code === "000000" ? "000001" : "000000");

async function codeFor(email, type, { client } = new Browser()) {
  assert.deepEqual(ok(await client.emailOtp.sendVerificationOtp({ email, type })), DONE);
  return codeTo(email);
}

/** Where the owner of the old address is asked first, he agrees. */
async function askToMove({ client, email }, newEmail) {
  const otp = right("old-address-agrees") ? await codeFor(email, "email-verification") : undefined;
  return client.emailOtp.requestEmailChange({ newEmail, otp });
}

async function newcomer() {
  const browser = new Browser();
  const [email, password] = [addressOf("new"), newPassword()];
  ok(await browser.client.signUp.email({ email, password, name: "New" }));
  return { browser, client: browser.client, email, password };
}

test("signing in", async () => {
  const { email, user } = await person();
  const otp = await codeFor(email.toUpperCase(), "sign-in");
  const browser = new Browser();
  refused(await browser.client.signIn.emailOtp({ email, otp: other(otp) }), ...WRONG);
  const answer = ok(await browser.client.signIn.emailOtp({ email, otp }));
  has(answer, ["token", "user"]);
  has(answer.user, USER);
  assert.equal(answer.user.id, user.id);
  assert.equal((await session(browser)).user.id, user.id);
  refused(await new Browser().client.signIn.emailOtp({ email, otp }), ...WRONG);
});

test("signing in for the first time", async () => {
  const email = addressOf("new");
  const otp = await codeFor(email, "sign-in");
  const browser = new Browser();
  const { user } = ok(await browser.client.signIn.emailOtp({ email, otp, name: "New", image: "/x.png" }));
  assert.deepEqual([user.email, user.name, user.image, user.emailVerified], [email, "New", "/x.png", true]);
  assert.equal((await session(browser)).user.id, user.id);
});

test("nobody makes himself an administrator on the way in", async () => {
  const email = addressOf("new");
  const otp = await codeFor(email, "sign-in");
  refused(await new Browser().client.signIn.emailOtp({ email, otp, role: "admin" }), 400, "FIELD_NOT_ALLOWED");
});

test("a code is good once, however many use it at once", async () => {
  const { email } = await person();
  const otp = await codeFor(email, "sign-in");
  const answers = await Promise.all([1, 2, 3, 4].map(() => new Browser().client.signIn.emailOtp({ email, otp })));
  assert.equal(answers.filter(({ data }) => data).length, 1);
});

test("three wrong answers and it is over", async () => {
  const { email } = await person();
  const otp = await codeFor(email, "sign-in");
  const attempt = (code) => new Browser().client.signIn.emailOtp({ email, otp: code });
  for (let left = 3; left > 0; left -= 1) refused(await attempt(other(otp)), ...WRONG);
  refused(await attempt(otp), 403, "TOO_MANY_ATTEMPTS", "Too many attempts");
  refused(await attempt(otp), ...WRONG);
  const fresh = await codeFor(email, "sign-in");
  ok(await attempt(fresh));
});

test("a new code ends the one before", async () => {
  const { email } = await person();
  const first = await codeFor(email, "sign-in");
  const second = await codeFor(email, "sign-in");
  if (first !== second) refused(await new Browser().client.signIn.emailOtp({ email, otp: first }), ...WRONG);
  ok(await new Browser().client.signIn.emailOtp({ email, otp: second }));
});

test("a code is for its purpose", async () => {
  const { email } = await person();
  const otp = await codeFor(email, "forget-password");
  refused(await new Browser().client.signIn.emailOtp({ email, otp }), ...WRONG);
  refused(await new Browser().client.emailOtp.verifyEmail({ email, otp }), ...WRONG);
});

test("proving an address", async () => {
  const { email, password, client, browser } = await newcomer();
  const otp = await codeFor(email, "email-verification");
  refused(await client.emailOtp.verifyEmail({ email, otp: other(otp) }), ...WRONG);
  const answer = ok(await client.emailOtp.verifyEmail({ email, otp }));
  assert.deepEqual([answer.status, answer.token, answer.user.emailVerified], [true, null, true]);
  refused(await client.emailOtp.verifyEmail({ email, otp }), ...WRONG);
  const now = (await session(browser)) ?? (await session(await again({ email, password })));
  assert.equal(now.user.emailVerified, true);
  refused(await client.emailOtp.verifyEmail({ email: "nobody", otp }), 400, "INVALID_EMAIL");
});

test("looking whether a code is right does not spend it", async () => {
  const { email } = await person();
  const otp = await codeFor(email, "sign-in");
  const check = (code) => new Browser().client.emailOtp.checkVerificationOtp({ email, type: "sign-in", otp: code });
  assert.deepEqual(ok(await check(otp)), DONE);
  refused(await check(other(otp)), ...WRONG);
  assert.deepEqual(ok(await check(otp)), DONE);
  ok(await new Browser().client.signIn.emailOtp({ email, otp }));
  refused(await check(otp), ...WRONG);
});

test("looking counts as guessing", async () => {
  const { email } = await person();
  const otp = await codeFor(email, "sign-in");
  const check = (code) => new Browser().client.emailOtp.checkVerificationOtp({ email, type: "sign-in", otp: code });
  for (let left = 3; left > 0; left -= 1) refused(await check(other(otp)), ...WRONG);
  refused(await check(otp), 403, "TOO_MANY_ATTEMPTS");
});

test("looking for somebody who is not known", async () => {
  const email = addressOf("nobody");
  const otp = await codeFor(email, "sign-in");
  const { emailOtp } = new Browser().client;
  refused(await emailOtp.checkVerificationOtp({ email, type: "sign-in", otp }), 400, "USER_NOT_FOUND");
  refused(await emailOtp.checkVerificationOtp({ email: "nobody", type: "sign-in", otp }), 400, "INVALID_EMAIL");
  refused(await emailOtp.checkVerificationOtp({ email, type: "nonsense", otp }), 400, "VALIDATION_ERROR");
});

const asks = {
  "sendVerificationOtp forget-password": ({ client }, email) =>
    client.emailOtp.sendVerificationOtp({ email, type: "forget-password" }),
  requestPasswordReset: ({ client }, email) => client.emailOtp.requestPasswordReset({ email }),
  "forgetPassword.emailOtp": ({ client }, email) => client.forgetPassword.emailOtp({ email }),
};
for (const [name, ask] of Object.entries(asks)) {
  test(`forgetting a password: ${name}`, async () => {
    const someone = await person();
    const { email, browser } = someone;
    assert.deepEqual(ok(await ask(new Browser(), email)), DONE);
    const otp = await codeTo(email);
    const { emailOtp } = new Browser().client;
    const password = newPassword();
    const reset = (given) => emailOtp.resetPassword({ email, otp, password, ...given });
    refused(await reset({ otp: other(otp) }), ...WRONG);
    refused(await reset({ password: "short" }), 400, "PASSWORD_TOO_SHORT");
    refused(await reset({ password: "x".repeat(129) }), 400, "PASSWORD_TOO_LONG");
    refused(await reset({ email: "nobody" }), 400, "INVALID_EMAIL");
    assert.deepEqual(ok(await reset()), DONE);
    refused(await reset(), ...WRONG);
    refused(await new Browser().client.signIn.email(login(someone)), 401, "INVALID_EMAIL_OR_PASSWORD");
    await again({ email, password });
    if (right("reset-revokes")) assert.equal(await session(browser), null);
    else assert.ok(await session(browser), "Better Auth leaves the sessions by default");
    const nobody = addressOf("nobody");
    assert.deepEqual(ok(await ask(new Browser(), nobody)), DONE, "not told that there is no such account");
    await codeFor(email, "sign-in");
    assert.deepEqual(unreadOf(nobody), []);
    refused(await ask(new Browser(), "nobody"), 400, "INVALID_EMAIL");
  });
}

test("changing an address", async () => {
  const someone = await person();
  const { client, browser, user } = someone;
  const newEmail = addressOf("changed");
  assert.deepEqual(ok(await askToMove(someone, newEmail.toUpperCase())), DONE);
  const otp = await codeTo(newEmail);
  refused(await client.emailOtp.changeEmail({ newEmail, otp: other(otp) }), ...WRONG);
  assert.deepEqual(ok(await client.emailOtp.changeEmail({ newEmail, otp })), DONE);
  const now = (await session(browser)).user;
  assert.deepEqual([now.id, now.email, now.emailVerified], [user.id, newEmail, true]);
  refused(await client.emailOtp.changeEmail({ newEmail, otp }), 400, undefined, "Email is the same");
});

test("changing an address wrongly", async () => {
  const someone = await person();
  const { client, email } = someone;
  const taken = await person();
  const { emailOtp } = client;
  refused(await emailOtp.requestEmailChange({ newEmail: email }), 400, undefined, "Email is the same");
  refused(await emailOtp.requestEmailChange({ newEmail: "nobody" }), 400, "INVALID_EMAIL");
  refused(await emailOtp.changeEmail({ newEmail: "nobody", otp: "000000" }), 400, "INVALID_EMAIL");
  refused(await emailOtp.changeEmail({ newEmail: addressOf("x"), otp: "000000" }), ...WRONG);
  assert.deepEqual(ok(await askToMove(someone, taken.email)), DONE, "not told that it is taken");
  const nobody = new Browser().client.emailOtp;
  refused(await nobody.requestEmailChange({ newEmail: addressOf("x") }), 401, "UNAUTHORIZED");
  refused(await nobody.changeEmail({ newEmail: addressOf("x"), otp: "000000" }), 401, "UNAUTHORIZED");
  const theirs = addressOf("x");
  ok(await askToMove(someone, theirs));
  const otp = await codeTo(theirs);
  assert.deepEqual(unreadOf(taken.email), []);
  // A code is for who asked for it.
  refused(await taken.client.emailOtp.changeEmail({ newEmail: theirs, otp }), ...WRONG);
});

test(
  "a session and another mailbox change no address",
  { skip: !right("old-address-agrees") && "Better Auth asks the old address only where it is told to" },
  async () => {
    const { client, email } = await person();
    const newEmail = addressOf("thief");
    const { emailOtp } = client;
    const needed = [400, undefined, /^OTP is required to verify current email/];
    refused(await emailOtp.requestEmailChange({ newEmail }), ...needed);
    refused(await emailOtp.requestEmailChange({ newEmail, otp: "000000" }), ...WRONG);
    await codeFor(email, "sign-in");
    assert.deepEqual(unreadOf(newEmail), []);
  },
);

test(
  "five codes an hour to one address, whoever asks",
  { skip: !right("mail-limit") && "Better Auth counts by network alone" },
  async () => {
    const [someone, nobody] = [await person(), addressOf("nobody")];
    for (const email of [someone.email, nobody]) {
      const ask = () => new Browser().client.emailOtp.sendVerificationOtp({ email, type: "sign-in" });
      for (let left = 5; left > 0; left -= 1) ok(await ask());
      refused(await ask(), 429, undefined);
    }
    ok(await someone.client.emailOtp.sendVerificationOtp({ email: someone.email, type: "sign-in" }));
  },
);

test("asking for codes wrongly", async () => {
  const browser = new Browser();
  const { emailOtp } = browser.client;
  refused(await emailOtp.sendVerificationOtp({ email: "nobody", type: "sign-in" }), 400, "INVALID_EMAIL");
  refused(await emailOtp.sendVerificationOtp({ email: addressOf("x"), type: "nonsense" }), 400, "VALIDATION_ERROR");
  refused(
    await emailOtp.sendVerificationOtp({ email: addressOf("x"), type: "change-email" }),
    400,
    undefined,
    "Invalid OTP type",
  );
  refusedRaw(await browser.post("/sign-in/email-otp", { email: addressOf("x") }), 400, "VALIDATION_ERROR");
  const nobody = addressOf("nobody");
  assert.deepEqual(ok(await emailOtp.sendVerificationOtp({ email: nobody, type: "email-verification" })), DONE);
  await codeFor(addressOf("x"), "sign-in");
  assert.deepEqual(unreadOf(nobody), []);
});
