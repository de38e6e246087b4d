// Signing in with another provider's account (OpenID Connect).

import assert from "node:assert/strict";
import { test } from "node:test";

import { has, ok, redirected, refused, USER } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { addressOf, newPassword, person, session } from "./support/people.mjs";
import { right, settings } from "./support/settings.mjs";
import { identity, issuer, signInAs, useIssuer } from "./support/social.mjs";
import { guarded } from "./support/two-factor.mjs";

useMailbox();
useIssuer();

const { provider } = settings;
const ERROR = `${settings.url}/api/auth/error`;

test("where it leads", async () => {
  const browser = new Browser();
  const answer = ok(
    await browser.client.signIn.social({
      provider,
      callbackURL: "/account",
      scopes: ["offline_access"],
      loginHint: "sue",
    }),
  );
  assert.equal(answer.redirect, true);
  assert.equal(browser.last.headers.get("location"), answer.url);
  const { searchParams: asked } = new URL(answer.url);
  const scopes = asked.get("scope").split(" ");
  for (const scope of ["openid", "email", "profile", "offline_access"]) assert.ok(scopes.includes(scope), scope);
  assert.equal(asked.get("login_hint"), "sue");
  assert.ok(browser.jar.get("state"), "bound to this browser");
  const still = ok(await browser.client.signIn.social({ provider, callbackURL: "/account", disableRedirect: true }));
  assert.equal(still.redirect, false);
  assert.equal(browser.last.headers.get("location"), null);
});

test("for the first time, and again", async () => {
  const who = identity();
  const browser = new Browser();
  redirected(await signInAs(who, browser, { newUserCallbackURL: "/welcome" }), "/welcome");
  const { user } = await session(browser);
  assert.deepEqual([user.email, user.name, user.image, user.emailVerified], [who.email, who.name, who.picture, true]);
  const other = new Browser();
  redirected(await signInAs({ ...who, name: "Renamed" }, other, { newUserCallbackURL: "/welcome" }), "/account");
  const again = (await session(other)).user;
  assert.deepEqual([again.id, again.name], [user.id, who.name]);
});

test("the provider says that the address is not proven", async () => {
  const browser = new Browser();
  const answer = await signInAs(identity({ email_verified: false }), browser);
  const now = await session(browser);
  if (now) assert.equal(now.user.emailVerified, false);
  else redirected(answer, "/api/auth/error", {});
});

test("an address that is known and proven on both sides is the same person", async () => {
  const { email, user } = await person();
  const browser = new Browser();
  redirected(await signInAs(identity({ email: email.toUpperCase() }), browser), "/account");
  assert.equal((await session(browser)).user.id, user.id);
});

test("an address that is not proven on both sides is not", async () => {
  const { email } = await person();
  const browser = new Browser();
  const unproven = identity({ email, email_verified: false });
  redirected(await signInAs(unproven, browser, { errorCallbackURL: "/oops" }), "/oops", {
    error: "account_not_linked",
  });
  assert.equal(await session(browser), null);
  const squatted = addressOf("squatted");
  ok(await new Browser().client.signUp.email({ email: squatted, password: newPassword(), name: "Squatter" }));
  const owner = new Browser();
  const answer = await signInAs(identity({ email: squatted }), owner, { errorCallbackURL: "/oops" });
  redirected(answer, "/oops", { error: "account_not_linked" });
  assert.equal(await session(owner), null);
});

test("a person is known by the provider's subject, not by the address", async () => {
  const who = identity();
  const first = new Browser();
  await signInAs(who, first);
  const second = new Browser();
  redirected(await signInAs({ ...who, email: addressOf("moved") }, second), "/account");
  assert.equal((await session(second)).user.id, (await session(first)).user.id);
  const impostor = new Browser();
  await signInAs(identity({ email: who.email, email_verified: false }), impostor, { errorCallbackURL: "/oops" });
  assert.equal(await session(impostor), null);
});

test("without an address", async () => {
  const who = identity({ email: undefined });
  redirected(await signInAs(who, new Browser(), { errorCallbackURL: "/oops" }), "/oops", { error: "email_not_found" });
});

test("saying no", async () => {
  const answer = await signInAs(null, new Browser(), { errorCallbackURL: "/oops?a=b" });
  redirected(answer, "/oops", { error: "access_denied", a: "b" });
  redirected(await signInAs(null), ERROR, { error: "access_denied" });
});

test("coming back wrongly", async () => {
  const callback = `/api/auth/callback/${provider}`;
  const begin = async (browser) =>
    ok(await browser.client.signIn.social({ provider, callbackURL: "/account", errorCallbackURL: "/oops" })).url;
  redirected(await new Browser().open(callback), ERROR, { error: "state_not_found" });
  redirected(await new Browser().open(`${callback}?code=x&state=nothing`), ERROR, { error: "state_mismatch" });
  const victim = new Browser();
  const back = issuer.consent(await begin(new Browser()), identity());
  redirected(await victim.open(back), "/oops", { error: "state_mismatch" });
  assert.equal(await session(victim), null, "what another browser began");
  const browser = new Browser();
  const forged = new URL(issuer.consent(await begin(browser), identity()));
  forged.searchParams.set("code", "nothing");
  redirected(await browser.open(forged.href), "/oops", { error: "invalid_code" });
  redirected(await browser.open(forged.href), ERROR, { error: "state_mismatch" });
  const mixed = new URL(issuer.consent(await begin(browser), identity()));
  mixed.searchParams.set("iss", "https://evil.test");
  redirected(await browser.open(mixed.href), "/oops", { error: "issuer_mismatch" });
  const empty = new URL(issuer.consent(await begin(browser), identity()));
  empty.searchParams.delete("code");
  redirected(await browser.open(empty.href), "/oops", { error: "no_code" });
  const elsewhere = new URL(issuer.consent(await begin(browser), identity()));
  elsewhere.pathname = "/api/auth/callback/nothing";
  redirected(await browser.open(elsewhere.href), "/oops", { error: "oauth_provider_not_found" });
});

test("what the provider says is checked", async () => {
  for (const wrong of [{ nonce: "another" }, { aud: "another" }, { iss: "https://evil.test" }, { exp: 1 }]) {
    issuer.wrong = wrong;
    const browser = new Browser();
    const answer = await signInAs(identity(), browser, { errorCallbackURL: "/oops" });
    issuer.wrong = {};
    redirected(answer, "/oops", { error: "unable_to_get_user_info" });
    assert.equal(await session(browser), null, JSON.stringify(wrong));
  }
});

test("coming back by a form", async () => {
  const browser = new Browser();
  const { url } = ok(await browser.client.signIn.social({ provider, callbackURL: "/account" }));
  const { searchParams } = new URL(issuer.consent(url, identity()));
  const form = { "content-type": "application/x-www-form-urlencoded" };
  // The provider's page posts it, so the browser leaves its cookies out.
  const posting = new Browser({ origin: issuer.url });
  const answer = await posting.post(`/callback/${provider}`, searchParams.toString(), form);
  const there = redirected(answer, issuer.redirectURI, {
    code: searchParams.get("code"),
    state: searchParams.get("state"),
  });
  redirected(await browser.open(there.href), "/account");
  assert.ok(await session(browser));
});

test("with an ID token that an app has already", async () => {
  const who = identity();
  const browser = new Browser();
  const idToken = { token: issuer.idToken(who, "a-nonce-of-the-app"), nonce: "a-nonce-of-the-app" };
  const answer = ok(await browser.client.signIn.social({ provider, idToken }));
  assert.equal(answer.redirect, false);
  has(answer, ["token", "user"]);
  has(answer.user, USER);
  assert.deepEqual([answer.user.email, answer.url], [who.email, undefined]);
  assert.equal((await session(browser)).user.id, answer.user.id);
  const { client } = new Browser();
  const no = [401, "INVALID_TOKEN"];
  refused(await client.signIn.social({ provider, idToken: { ...idToken, nonce: "another" } }), ...no);
  refused(
    await client.signIn.social({ provider, idToken: { ...idToken, token: `${idToken.token.slice(0, -4)}AAAA` } }),
    ...no,
  );
  const none = { nonce: "n", token: issuer.idToken(identity({ email: undefined }), "n") };
  const { error } = await client.signIn.social({ provider, idToken: none });
  assert.equal(error.status, 401, JSON.stringify(error));
});

test("with what there is not", async () => {
  const { client } = new Browser();
  refused(await client.signIn.social({ provider: "nothing", callbackURL: "/account" }), 404, "PROVIDER_NOT_FOUND");
  refused(await client.signIn.social({ provider, callbackURL: "https://evil.test" }), 403, "INVALID_CALLBACK_URL");
  const evil = { provider, callbackURL: "/", additionalParams: { redirect_uri: "https://evil.test" } };
  refused(await client.signIn.social(evil), 400, "VALIDATION_ERROR");
});

test("signing out there too", async () => {
  const browser = new Browser();
  await signInAs(identity(), browser);
  const answer = ok(await browser.client.signOut());
  assert.equal(answer.success, true);
  assert.ok(answer.url.startsWith(`${issuer.url}/logout?`), answer.url);
  assert.equal(answer.redirect, true);
  assert.equal(browser.last.headers.get("location"), answer.url);
  assert.equal(await session(browser), null);
});

test("another provider's account does not go round the second factor", async () => {
  const someone = await guarded();
  const browser = new Browser();
  const answer = await signInAs(identity({ email: someone.email }), browser);
  if (!right("second-factor-everywhere")) {
    redirected(answer, "/account");
    assert.ok(await session(browser), "in Better Auth it does");
    return;
  }
  assert.equal(answer.status, 302);
  assert.equal(await session(browser), null);
  ok(await browser.client.twoFactor.verifyTotp({ code: someone.app.next() }));
  assert.equal((await session(browser)).user.id, someone.user.id);
});
