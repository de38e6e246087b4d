// Signed tokens for other services, and the keys to check them with.

import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { test } from "node:test";

import { ok, refused } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { person, session } from "./support/people.mjs";
import { settings } from "./support/settings.mjs";

useMailbox();

async function opened(token) {
  const [head, body, signature] = token.split(".");
  const part = (text) => JSON.parse(Buffer.from(text, "base64url").toString());
  const header = part(head);
  const { keys } = ok(await new Browser().client.jwks());
  const jwk = keys.find(({ kid }) => kid === header.kid);
  assert.ok(jwk, `no key ${header.kid}`);
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const good = verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url"));
  return { header, payload: part(body), good };
}

test("the keys are public, and only the public half", async () => {
  const someone = await person();
  ok(await someone.client.token());
  const { keys } = ok(await new Browser().client.jwks());
  assert.ok(keys.length > 0);
  for (const key of keys) {
    assert.deepEqual([key.alg, key.crv, key.kty], ["EdDSA", "Ed25519", "OKP"]);
    assert.equal(Buffer.from(key.x, "base64url").length, 32);
    assert.equal(typeof key.kid, "string");
    assert.equal("d" in key, false);
  }
});

test("a token says who is signed in, for a quarter of an hour", async () => {
  const { client, user, email } = await person();
  const { token } = ok(await client.token());
  const { header, payload, good } = await opened(token);
  assert.ok(good, "the signature");
  assert.equal(header.alg, "EdDSA");
  assert.deepEqual([payload.sub, payload.iss, payload.aud], [user.id, settings.url, settings.url]);
  assert.equal(payload.exp - payload.iat, 900);
  assert.ok(Math.abs(payload.iat - Date.now() / 1000) < 60);
  assert.deepEqual([payload.id, payload.email], [user.id, email]);
  assert.equal("password" in payload, false);
});

test("the session brings one along", async () => {
  const { browser, user } = await person();
  await session(browser);
  const token = browser.last.headers.get("set-auth-jwt");
  assert.match(browser.last.headers.get("access-control-expose-headers"), /(^|, ?)set-auth-jwt/);
  const { payload, good } = await opened(token);
  assert.deepEqual([good, payload.sub], [true, user.id]);
});

test("without a session there is none", async () => {
  const browser = new Browser();
  refused(await browser.client.token(), 401, "UNAUTHORIZED");
  assert.equal(await session(browser), null);
  assert.equal(browser.last.headers.get("set-auth-jwt"), null);
});
