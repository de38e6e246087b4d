// Signing in with the tests' OpenID provider.

import { after, before } from "node:test";

import { ok } from "./asserts.mjs";
import { Browser } from "./browser.mjs";
import { Issuer } from "./issuer.mjs";
import { addressOf, unique } from "./people.mjs";
import { settings } from "./settings.mjs";

export const issuer = new Issuer();

/** Runs the provider while the test file that calls this runs. */
export function useIssuer() {
  before(() => issuer.listen());
  after(() => issuer.close());
}

/** Somebody the provider knows. */
export const identity = (given = {}) => ({
  sub: unique("sub"),
  email: addressOf("social"),
  email_verified: true,
  name: "Sue Social",
  picture: "https://pictures.test/sue.png",
  ...given,
});

/** Goes to the provider, agrees as `who`, and comes back. @returns the answer of the callback */
export async function signInAs(who, browser = new Browser(), given = {}) {
  const body = { provider: settings.provider, callbackURL: "/account", ...given };
  const { url } = ok(await browser.client.signIn.social(body));
  return browser.open(issuer.consent(url, who));
}

/** The same to link another account to the one that is signed in. */
export async function linkAs(who, { browser }, given = {}) {
  const { url } = ok(
    await browser.client.linkSocial({ provider: settings.provider, callbackURL: "/account", ...given }),
  );
  return browser.open(issuer.consent(url, who));
}
