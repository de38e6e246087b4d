// People who use the shop: each has a browser, an address that receives mail, and a password.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

import { ok } from "./asserts.mjs";
import { Browser } from "./browser.mjs";
import { linkTo } from "./mailbox.mjs";
import { settings } from "./settings.mjs";

export const VERIFY = /\/verify-email\?/;

export const unique = (word = "person") => `${word}-${randomBytes(6).toString("hex")}`;
export const addressOf = (name) => `${unique(name)}@example.test`;
/** Long and random, so that no list of leaked passwords has it. */
export const newPassword = () => `pw ${randomBytes(9).toString("base64url")}`;

/** Somebody who has signed up and whose address is proven, signed in. */
export async function person(name = "person", given = {}) {
  const browser = new Browser(given);
  const email = addressOf(name);
  const password = newPassword();
  ok(await browser.client.signUp.email({ email, password, name }));
  await browser.open(await linkTo(email, VERIFY));
  const someone = { name, email, password, browser, client: browser.client };
  if (!(await session(browser))) ok(await browser.client.signIn.email({ email, password }));
  return { ...someone, user: (await session(browser)).user };
}

/** What somebody types to sign in, and nothing else of him. */
export const login = ({ email, password }) => ({ email, password });

/** What /get-session says: {session, user} or null. */
export const session = async (browser) => ok(await browser.client.getSession());

/** A second browser in which the same person is signed in. */
export async function again({ email, password }, given = {}) {
  const browser = new Browser(given);
  ok(await browser.client.signIn.email({ email, password }));
  assert.ok(await session(browser));
  return browser;
}

/** The administrator whom the server had from the beginning. */
export async function administrator() {
  const { email, password } = settings.admin;
  assert.ok(email && password, "the tests need an administrator: AUTH_ADMIN_EMAIL and AUTH_ADMIN_PASSWORD");
  const browser = await again({ email, password });
  return { email, password, browser, client: browser.client, user: (await session(browser)).user };
}
