// People with a second factor.

import assert from "node:assert/strict";

import { ok } from "./asserts.mjs";
import { Browser } from "./browser.mjs";
import { person } from "./people.mjs";
import { authenticatorApp } from "./totp.mjs";

/** Somebody with an authenticator app and backup codes. */
export async function guarded(name = "guarded") {
  const someone = await person(name);
  const { totpURI, backupCodes } = ok(await someone.client.twoFactor.enable({ password: someone.password }));
  const app = authenticatorApp(totpURI);
  ok(await someone.client.twoFactor.verifyTotp({ code: app.next() }));
  return { ...someone, app, backupCodes };
}

/** A browser in which the password was right and the second factor is still to come. */
export async function challenged({ email, password }, given = {}) {
  const browser = new Browser();
  const answer = ok(await browser.client.signIn.email({ email, password, ...given }));
  assert.equal(answer.twoFactorRedirect, true, JSON.stringify(answer));
  return browser;
}
