// The installation has got keys of its own and a new secret, and its values are sealed anew while people sign in.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import test from "node:test";
import { promisify } from "node:util";

import { ok } from "../test/support/asserts.mjs";
import { session } from "../test/support/people.mjs";
import { challenged } from "../test/support/two-factor.mjs";
import { browserWith, made } from "./support.mjs";

const { anna, twoFactor } = made;
const kontor = async (...args) => (await promisify(execFile)(process.env.KONTOR, args)).stdout;

test("values are sealed anew while people sign in", async () => {
  assert.match(await kontor("keys", "status"), /run kontor keys rotate before it is removed/);
  const signIn = async (code) => {
    const browser = await challenged(twoFactor);
    ok(await browser.client.twoFactor.verifyBackupCode({ code }));
    assert.equal((await session(browser)).user.email, twoFactor.email);
  };
  const [, second, third, fourth] = twoFactor.backupCodes;
  await Promise.all([kontor("keys", "rotate"), signIn(second), signIn(third), signIn(fourth)]);
  // Who sealed in that very moment did it with the newest key, or is found now.
  await kontor("keys", "rotate");
  const status = await kontor("keys", "status");
  assert.doesNotMatch(status, /run kontor keys rotate|not in the settings|not sealed/);
  assert.match(status, /may be removed/);
});

test("cookies that only Better Auth's secret signed are over", async () => {
  assert.equal(await session(browserWith(anna.cookie)), null);
});
