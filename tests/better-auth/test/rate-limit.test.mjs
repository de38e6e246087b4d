// Who asks too often waits. Every other test comes from a new address each time; these do not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { refused } from "./support/asserts.mjs";
import { address, Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { addressOf, newPassword, person } from "./support/people.mjs";
import { right } from "./support/settings.mjs";

useMailbox();

const TOO_MANY = [429, undefined, "Too many requests. Please try again later."];

/** Calls until it is refused for calling too often; fails after `most`. */
async function untilRefused(call, most = 120) {
  for (let calls = 1; calls <= most; calls += 1) {
    const answer = await call();
    if (answer.error?.status === 429) return { calls, answer };
  }
  throw new Error(`not refused after ${most} calls`);
}

test("signing in too often from one address", async () => {
  const browser = new Browser({ address: address() });
  const attempt = () => browser.client.signIn.email({ email: "nobody", password: newPassword() });
  const { calls, answer } = await untilRefused(attempt);
  assert.ok(calls > 1, `${calls}`);
  refused(answer, ...TOO_MANY);
  const seconds = Number(browser.last.headers.get("x-retry-after"));
  assert.ok(Number.isInteger(seconds) && seconds > 0, browser.last.headers.get("x-retry-after"));
  const { error } = await new Browser({ address: address() }).client.signIn.email({ email: "nobody", password: "x" });
  assert.equal(error.status, 400, "other addresses are not held up");
});

test("a network of IPv6 is one address", async () => {
  const net = `2001:db8:${Math.floor(Math.random() * 65535).toString(16)}:1`;
  let host = 0;
  const attempt = () =>
    new Browser({ address: `${net}::${(host += 1).toString(16)}` }).client.signIn.email({
      email: "nobody",
      password: "x",
    });
  refused((await untilRefused(attempt)).answer, ...TOO_MANY);
});

test("mails are not sent at will", async () => {
  const browser = new Browser({ address: address() });
  const attempt = () => browser.client.requestPasswordReset({ email: addressOf("nobody") });
  refused((await untilRefused(attempt)).answer, ...TOO_MANY);
});

test("another path to the same route is not another limit", async () => {
  const browser = new Browser({ address: address() });
  const attempt = () => browser.client.signIn.email({ email: "nobody", password: "x" });
  await untilRefused(attempt);
  for (const path of ["//sign-in/email", "/sign-in//email", "/sign-in/email/", "/sign-in/%65mail"]) {
    const { status } = await browser.post(path, { email: "nobody", password: "x" });
    assert.ok([404, 429].includes(status), `${path}: ${status}`);
  }
});

test(
  "guessing one account's password from many addresses",
  { skip: !right("account-limit") && "Better Auth does not count it" },
  async () => {
    const { email, password, browser } = await person();
    const attempt = () => new Browser().client.signIn.email({ email, password: newPassword() });
    refused((await untilRefused(attempt)).answer, ...TOO_MANY);
    const { data } = await browser.client.getSession();
    assert.ok(data, "the owner's session goes on");
    const known = await browser.client.signIn.email({ email, password });
    assert.ok(known.data, "and the owner's own browser, which has been here, still signs in");
  },
);
