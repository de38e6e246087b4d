// Passkeys: registering, naming and removing them, and signing in with one.

import assert from "node:assert/strict";
import { test } from "node:test";

import { has, ok, refused, refusedRaw, SESSION, times, USER } from "./support/asserts.mjs";
import { Authenticator } from "./support/authenticator.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { person, session } from "./support/people.mjs";
import { right, settings } from "./support/settings.mjs";
import { guarded } from "./support/two-factor.mjs";

useMailbox();

const PASSKEY = [
  "id",
  "name",
  "publicKey",
  "userId",
  "credentialID",
  "counter",
  "deviceType",
  "backedUp",
  "transports",
  "createdAt",
  "aaguid",
];
const NO_CHALLENGE = [400, "CHALLENGE_NOT_FOUND"];
const device = (given) => new Authenticator({ origin: settings.origin, ...given }).plugIn();

/** Somebody with a passkey. */
async function keyed(given) {
  const someone = await person();
  const authenticator = device(given);
  const passkey = ok(await someone.client.passkey.addPasskey({ name: "Laptop" }));
  return { ...someone, authenticator, passkey };
}

test("what is asked of the authenticator for a new one", async () => {
  const { client, email, browser } = await person();
  const options = ok(await client.passkey.generateRegisterOptions());
  assert.equal(options.rp.id, new URL(settings.url).hostname);
  assert.ok(options.rp.name);
  assert.deepEqual([options.user.name, options.user.displayName], [email, email]);
  assert.ok(Buffer.from(options.challenge, "base64url").length >= 16);
  assert.ok(options.pubKeyCredParams.some(({ alg, type }) => alg === -7 && type === "public-key"));
  assert.equal(options.attestation, "none");
  assert.deepEqual(options.excludeCredentials, []);
  assert.ok(options.timeout > 0);
  assert.equal(browser.jar.wasSet("better-auth-passkey").attributes["max-age"], "300");
  const given = { authenticatorAttachment: "platform", name: "Mine" };
  const other = ok(await client.passkey.generateRegisterOptions({ query: given }));
  assert.deepEqual([other.authenticatorSelection.authenticatorAttachment, other.user.name], ["platform", "Mine"]);
  assert.notEqual(other.challenge, options.challenge);
  refused(
    await client.passkey.generateRegisterOptions({ query: { authenticatorAttachment: "x" } }),
    400,
    "VALIDATION_ERROR",
  );
  refused(await new Browser().client.passkey.generateRegisterOptions(), 401, "UNAUTHORIZED");
});

test("registering one", async () => {
  const { passkey, user, client, authenticator } = await keyed();
  has(passkey, PASSKEY);
  times(passkey, ["createdAt"]);
  assert.deepEqual([passkey.name, passkey.userId, passkey.counter], ["Laptop", user.id, 0]);
  assert.deepEqual([passkey.deviceType, passkey.backedUp, passkey.transports], ["singleDevice", false, "internal"]);
  assert.equal(passkey.credentialID, [...authenticator.credentials.keys()][0]);
  const [listed] = ok(await client.passkey.listUserPasskeys());
  assert.deepEqual([listed.id, listed.name], [passkey.id, "Laptop"]);
  has(listed, PASSKEY);
  const synced = await keyed({ backedUp: true });
  assert.deepEqual([synced.passkey.deviceType, synced.passkey.backedUp], ["multiDevice", true]);
});

test("the same authenticator is not registered twice", async () => {
  const { client, passkey } = await keyed();
  const options = ok(await client.passkey.generateRegisterOptions());
  assert.deepEqual(
    options.excludeCredentials.map(({ id }) => id),
    [passkey.credentialID],
  );
  refused(await client.passkey.addPasskey({ name: "Again" }), 400, "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED");
});

test("registering wrongly", async () => {
  const { client, browser } = await person();
  const cannot = [400, "FAILED_TO_VERIFY_REGISTRATION"];
  for (const wrong of [
    { origin: "https://evil.test" },
    { challenge: "AAAAAAAAAAAAAAAAAAAAAA" },
    { rpId: "evil.test" },
  ]) {
    device().wrong = wrong;
    const answer = await client.passkey.addPasskey({ name: "x" });
    assert.ok([400, 500].includes(answer.error.status), JSON.stringify(answer));
    assert.equal(answer.error.code, cannot[1]);
  }
  refusedRaw(await browser.post("/passkey/verify-registration", { response: {} }), ...NO_CHALLENGE);
  refusedRaw(await new Browser().post("/passkey/verify-registration", { response: {} }), 401, "UNAUTHORIZED");
  ok(await client.passkey.generateRegisterOptions());
  const rubbish = await browser.post("/passkey/verify-registration", { response: { id: "x" } });
  assert.ok(rubbish.status >= 400);
  assert.equal(rubbish.body.code, cannot[1]);
  assert.deepEqual(ok(await client.passkey.listUserPasskeys()), []);
});

test("a registration is for whom it was begun", async () => {
  const [one, two] = [await person(), await person()];
  device();
  ok(await one.client.passkey.generateRegisterOptions());
  two.browser.jar.put("better-auth-passkey", one.browser.jar.get("better-auth-passkey"));
  const answer = await two.browser.post("/passkey/verify-registration", { response: {} });
  refusedRaw(answer, 401, "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY");
});

test("signing in with one", async () => {
  const { user, passkey, client } = await keyed();
  const browser = new Browser();
  const options = ok(await browser.client.passkey.generateAuthenticateOptions());
  assert.equal(options.rpId, new URL(settings.url).hostname);
  assert.equal(options.allowCredentials, undefined, "who is not signed in is not told of any");
  const answer = ok(await browser.client.signIn.passkey());
  has(answer.session, SESSION);
  has(answer.user, USER);
  times(answer.session, ["expiresAt"]);
  assert.deepEqual([answer.user.id, answer.session.userId], [user.id, user.id]);
  assert.equal((await session(browser)).user.id, user.id);
  const [{ counter }] = ok(await client.passkey.listUserPasskeys());
  assert.equal(counter, 1);
  const again = ok(await client.passkey.generateAuthenticateOptions());
  assert.deepEqual(
    again.allowCredentials.map(({ id }) => id),
    [passkey.credentialID],
  );
});

test("signing in wrongly", async () => {
  const { authenticator } = await keyed();
  const attempt = async (wrong, browser = new Browser()) => {
    authenticator.wrong = wrong;
    const answer = await browser.client.signIn.passkey();
    assert.equal(await session(browser), null, JSON.stringify(wrong));
    return answer;
  };
  for (const wrong of [{ origin: "https://evil.test" }, { challenge: "AAAAAAAAAAAAAAAAAAAAAA" }, { rpId: "evil.test" }])
    refused(await attempt(wrong), 400, "AUTHENTICATION_FAILED");
  const { error } = await attempt({ signature: true });
  assert.ok([400, 401].includes(error.status), JSON.stringify(error));
  assert.equal(error.code, "AUTHENTICATION_FAILED");
  const [id, kept] = [...authenticator.credentials][0];
  authenticator.credentials = new Map([[Buffer.alloc(32, 7).toString("base64url"), kept]]);
  refused(await attempt({}), 401, "PASSKEY_NOT_FOUND");
  authenticator.credentials = new Map([[id, kept]]);
  refusedRaw(await new Browser().post("/passkey/verify-authentication", { response: {} }), ...NO_CHALLENGE);
  refusedRaw(await new Browser().post("/passkey/verify-authentication", {}), 400, "VALIDATION_ERROR");
});

test("a copied authenticator gives itself away", async () => {
  const { authenticator } = await keyed();
  const [kept] = authenticator.credentials.values();
  kept.counter = 9;
  ok(await new Browser().client.signIn.passkey());
  kept.counter = 3;
  refused(await new Browser().client.signIn.passkey(), 400, "AUTHENTICATION_FAILED");
});

test("a challenge is good once", async () => {
  const { authenticator } = await keyed();
  const browser = new Browser();
  const options = ok(await browser.client.passkey.generateAuthenticateOptions());
  const handle = browser.jar.get("better-auth-passkey");
  const publicKey = { ...options, challenge: Buffer.from(options.challenge, "base64url") };
  const { id, rawId, type, response } = await authenticator.get({ publicKey });
  const text = (bytes) => Buffer.from(bytes).toString("base64url");
  const said = { id, rawId: text(rawId), type, clientExtensionResults: {} };
  said.response = Object.fromEntries(Object.entries(response).map(([key, bytes]) => [key, text(bytes)]));
  const tries = await Promise.all(
    [1, 2, 3].map(() => browser.copy().post("/passkey/verify-authentication", { response: said })),
  );
  assert.deepEqual(tries.map(({ status }) => status).sort(), [200, 400, 400]);
  browser.jar.put("better-auth-passkey", handle);
  refusedRaw(await browser.post("/passkey/verify-authentication", { response: said }), ...NO_CHALLENGE);
});

test("a registration's challenge does not sign in", async () => {
  const { browser, client } = await keyed();
  ok(await client.passkey.generateRegisterOptions());
  refusedRaw(await browser.post("/passkey/verify-authentication", { response: { id: "x" } }), ...NO_CHALLENGE);
});

test("naming one", async () => {
  const { client, passkey } = await keyed();
  const { passkey: named } = ok(await client.passkey.updatePasskey({ id: passkey.id, name: "Phone" }));
  has(named, PASSKEY);
  assert.deepEqual([named.id, named.name], [passkey.id, "Phone"]);
  const other = await person();
  refused(await client.passkey.updatePasskey({ id: passkey.id, name: " " }), 400, "VALIDATION_ERROR");
  refused(await client.passkey.updatePasskey({ id: "nothing", name: "x" }), 404, "PASSKEY_NOT_FOUND");
  const not = [401, "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY"];
  refused(await other.client.passkey.updatePasskey({ id: passkey.id, name: "x" }), ...not);
  refused(await new Browser().client.passkey.updatePasskey({ id: passkey.id, name: "x" }), 401, "UNAUTHORIZED");
});

test("removing one", async () => {
  const { client, passkey } = await keyed();
  const other = await person();
  const foreign = await other.client.passkey.deletePasskey({ id: passkey.id });
  assert.equal(foreign.error.status, 401, JSON.stringify(foreign));
  refused(await client.passkey.deletePasskey({ id: "nothing" }), 404, "PASSKEY_NOT_FOUND");
  refused(await new Browser().client.passkey.deletePasskey({ id: passkey.id }), 401, "UNAUTHORIZED");
  refused(await new Browser().client.passkey.listUserPasskeys(), 401, "UNAUTHORIZED");
  assert.deepEqual(ok(await client.passkey.deletePasskey({ id: passkey.id })), { status: true });
  assert.deepEqual(ok(await client.passkey.listUserPasskeys()), []);
  refused(await new Browser().client.signIn.passkey(), 401, "PASSKEY_NOT_FOUND");
});

test("a passkey is a second factor only where it knows its owner", async () => {
  const someone = await guarded();
  device({ verifiesUser: false });
  const added = await someone.client.passkey.addPasskey({ name: "Key" });
  const browser = new Browser();
  if (!right("second-factor-everywhere")) {
    ok(added);
    ok(await browser.client.signIn.passkey());
    assert.ok(await session(browser), "Better Auth takes mere presence");
    return;
  }
  if (!added.error) await browser.client.signIn.passkey();
  assert.equal(await session(browser), null);
});
