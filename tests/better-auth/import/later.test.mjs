// The same people, once every earlier key and secret is gone.

import test from "node:test";

import { ok, refused } from "../test/support/asserts.mjs";
import { authenticatorApp } from "../test/support/totp.mjs";
import { challenged } from "../test/support/two-factor.mjs";
import { made } from "./support.mjs";

const { twoFactor } = made;

test("what was sealed with earlier keys opens with the newest", async () => {
  const app = authenticatorApp(twoFactor.totpURI);
  // The one that was used before.
  app.next();
  ok(await (await challenged(twoFactor)).client.twoFactor.verifyTotp({ code: app.next() }));
  const [first, second, , , fifth] = twoFactor.backupCodes;
  ok(await (await challenged(twoFactor)).client.twoFactor.verifyBackupCode({ code: fifth }));
  for (const code of [first, second, fifth]) {
    refused(await (await challenged(twoFactor)).client.twoFactor.verifyBackupCode({ code }), 401, "INVALID_BACKUP_CODE");
  }
});
