// The accounts at other providers that belong to one person, and their tokens.

import assert from "node:assert/strict";
import { test } from "node:test";

import { has, inSeconds, lacks, ok, redirected, refused, refusedRaw, times } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { person, session } from "./support/people.mjs";
import { settings } from "./support/settings.mjs";
import { identity, issuer, linkAs, signInAs, useIssuer } from "./support/social.mjs";

useMailbox();
useIssuer();

const { provider } = settings;
const ACCOUNT = ["id", "providerId", "accountId", "userId", "createdAt", "updatedAt", "scopes"];
const SECRETS = ["password", "accessToken", "refreshToken", "idToken"];
const NOT_FOUND = [400, "ACCOUNT_NOT_FOUND", "Account not found"];

/** Somebody who has a password and an account at the provider. */
async function linked() {
  const someone = await person();
  const who = identity({ email: someone.email });
  redirected(await linkAs(who, someone), "/account", { error: null });
  const accounts = ok(await someone.client.listAccounts());
  const account = accounts.find(({ providerId }) => providerId === provider);
  return { ...someone, who, accounts, account };
}

test("a password is an account", async () => {
  const { client, user } = await person();
  const accounts = ok(await client.listAccounts());
  assert.equal(accounts.length, 1);
  has(accounts[0], ACCOUNT);
  lacks(accounts[0], SECRETS);
  times(accounts[0], ["createdAt", "updatedAt"]);
  assert.deepEqual(
    [accounts[0].providerId, accounts[0].accountId, accounts[0].userId],
    ["credential", user.id, user.id],
  );
  assert.deepEqual(accounts[0].scopes, []);
  refused(await new Browser().client.listAccounts(), 401, "UNAUTHORIZED");
});

test("linking one", async () => {
  const { accounts, account, who, user, browser } = await linked();
  assert.equal(accounts.length, 2);
  has(account, ACCOUNT);
  lacks(account, SECRETS);
  assert.deepEqual([account.accountId, account.userId], [who.sub, user.id]);
  assert.ok(account.scopes.includes("openid"), account.scopes.join());
  const { user: after } = await session(browser);
  assert.deepEqual([after.name, after.email], [user.name, user.email], "the person stays who he is");
  const elsewhere = new Browser();
  await signInAs(who, elsewhere);
  assert.equal((await session(elsewhere)).user.id, user.id);
});

test("linking the same one again", async () => {
  const someone = await linked();
  redirected(await linkAs(someone.who, someone), "/account", { error: null });
  assert.equal(ok(await someone.client.listAccounts()).length, 2);
});

test("linking with an ID token", async () => {
  const { client, email } = await person();
  const who = identity({ email });
  const idToken = { token: issuer.idToken(who, "nonce"), nonce: "nonce" };
  assert.deepEqual(ok(await client.linkSocial({ provider, idToken })), { url: "", status: true, redirect: false });
  assert.deepEqual(ok(await client.linkSocial({ provider, idToken })), { url: "", status: true, redirect: false });
  assert.equal(ok(await client.listAccounts()).length, 2);
  const other = await person();
  refused(await other.client.linkSocial({ provider, idToken }), 409, "SOCIAL_ACCOUNT_ALREADY_LINKED");
  const link = (by, given) =>
    by.client.linkSocial({ provider, idToken: { token: issuer.idToken(identity(given), "n"), nonce: "n" } });
  refused(await link(other, {}), 401, "LINKING_DIFFERENT_EMAILS_NOT_ALLOWED");
  refused(await link(other, { email: other.email, email_verified: false }), 401, "LINKING_NOT_ALLOWED");
  refused(await other.client.linkSocial({ provider, idToken: { token: "nonsense" } }), 401, "INVALID_TOKEN");
});

test("linking wrongly", async () => {
  const one = await linked();
  const two = await person();
  const oops = { errorCallbackURL: "/oops" };
  const link = (who) => linkAs(who, two, oops);
  const taken = { ...one.who, email: two.email };
  redirected(await link(taken), "/oops", { error: "account_already_linked_to_different_user" });
  redirected(await link(identity()), "/oops", { error: "email_does_not_match" });
  redirected(await link(identity({ email: two.email, email_verified: false })), "/oops", {
    error: "unable_to_link_account",
  });
  redirected(await link(null), "/oops", { error: "access_denied" });
  assert.equal(ok(await two.client.listAccounts()).length, 1);
  refused(await two.client.linkSocial({ provider: "nothing" }), 404, "PROVIDER_NOT_FOUND");
  refused(await two.client.linkSocial({ provider, callbackURL: "https://evil.test" }), 403, "INVALID_CALLBACK_URL");
  refused(await new Browser().client.linkSocial({ provider }), 401, "UNAUTHORIZED");
});

test("a link begun in a session that has ended comes to nothing", async () => {
  const someone = await person();
  const { url } = ok(await someone.client.linkSocial({ provider, callbackURL: "/account", errorCallbackURL: "/oops" }));
  const back = issuer.consent(url, identity({ email: someone.email }));
  const state = someone.browser.copy();
  ok(await someone.client.signOut());
  redirected(await state.open(back), "/oops", { error: "unable_to_link_account" });
});

test("unlinking one", async () => {
  const { client, account, accounts } = await linked();
  const own = accounts.find(({ providerId }) => providerId === "credential");
  refused(await client.unlinkAccount({ accountId: "nothing" }), ...NOT_FOUND);
  refused(await client.unlinkAccount({ accountId: account.accountId }), ...NOT_FOUND);
  assert.deepEqual(ok(await client.unlinkAccount({ accountId: account.id })), { status: true });
  assert.equal(ok(await client.listAccounts()).length, 1);
  refused(await client.unlinkAccount({ accountId: own.id }), 400, "FAILED_TO_UNLINK_LAST_ACCOUNT");
  const other = await linked();
  refused(await other.client.unlinkAccount({ accountId: own.id }), ...NOT_FOUND);
  refused(await new Browser().client.unlinkAccount({ accountId: own.id }), 401, "UNAUTHORIZED");
});

test("its access token, while it lasts", async () => {
  const { client, account } = await linked();
  const first = ok(await client.getAccessToken({ accountId: account.id }));
  has(first, ["accessToken", "accessTokenExpiresAt", "scopes", "idToken"]);
  inSeconds(first.accessTokenExpiresAt, 3600);
  assert.ok(first.scopes.includes("email"));
  assert.equal(ok(await client.getAccessToken({ accountId: account.id })).accessToken, first.accessToken);
});

test("its access token, when it has run out", async () => {
  issuer.expiresIn = 1;
  const { client, account } = await linked();
  issuer.expiresIn = 3600;
  const fresh = ok(await client.getAccessToken({ accountId: account.id }));
  inSeconds(fresh.accessTokenExpiresAt, 3600);
  assert.equal(ok(await client.getAccessToken({ accountId: account.id })).accessToken, fresh.accessToken);
});

test("new tokens on demand", async () => {
  const { client, account } = await linked();
  const before = ok(await client.getAccessToken({ accountId: account.id }));
  const fresh = ok(await client.refreshToken({ accountId: account.id }));
  has(fresh, ["accessToken", "refreshToken", "accessTokenExpiresAt", "scope", "idToken", "providerId", "accountId"]);
  assert.notEqual(fresh.accessToken, before.accessToken);
  assert.deepEqual([fresh.providerId, fresh.accountId], [provider, account.id]);
  inSeconds(fresh.accessTokenExpiresAt, 3600);
  assert.equal(ok(await client.getAccessToken({ accountId: account.id })).accessToken, fresh.accessToken);
  ok(await client.refreshToken({ accountId: account.id }));
});

test("what the provider says about the person", async () => {
  const { client, account, who } = await linked();
  const info = ok(await client.accountInfo({ query: { accountId: account.id } }));
  has(info, ["user", "data", "account"]);
  assert.deepEqual(info.account, { id: account.id, providerId: provider, accountId: who.sub });
  assert.deepEqual([info.user.email, info.user.name, info.user.emailVerified], [who.email, who.name, true]);
  assert.equal(info.data.sub, who.sub);
});

test("tokens of what there is not", async () => {
  const one = await linked();
  const two = await linked();
  const own = one.accounts.find(({ providerId }) => providerId === "credential");
  const calls = {
    getAccessToken: ({ client }, given) => client.getAccessToken(given),
    refreshToken: ({ client }, given) => client.refreshToken(given),
    accountInfo: ({ client }, query) => client.accountInfo({ query }),
  };
  for (const [name, call] of Object.entries(calls)) {
    refused(await call(one, { accountId: "nothing" }), ...NOT_FOUND);
    refused(await call(one, { accountId: two.account.id }), ...NOT_FOUND);
    refused(await call(one, { accountId: two.account.id, userId: two.user.id }), ...NOT_FOUND);
    const anonymous = await call(new Browser(), { accountId: one.account.id, userId: one.user.id });
    assert.equal(anonymous.error.status, 401, name);
    refused(await call(one, { nonsense: "x" }), 400, "VALIDATION_ERROR");
  }
  refused(await calls.getAccessToken(one, { accountId: own.id }), 400, "PROVIDER_NOT_SUPPORTED");
  refused(await calls.refreshToken(one, { accountId: own.id }), 400, "PROVIDER_NOT_SUPPORTED");
  refused(await calls.accountInfo(one, { accountId: own.id }), 400, "PROVIDER_NOT_CONFIGURED");
  refused(await one.client.getAccessToken({ useAccountCookie: true }), ...NOT_FOUND);
  refusedRaw(await one.browser.post("/refresh-token", {}), 400, "VALIDATION_ERROR");
});

test("without a refresh token there are no new ones", async () => {
  const { client, email } = await person();
  const who = identity({ email });
  ok(await client.linkSocial({ provider, idToken: { token: issuer.idToken(who, "n"), nonce: "n" } }));
  const account = ok(await client.listAccounts()).find(({ providerId }) => providerId === provider);
  refused(await client.refreshToken({ accountId: account.id }), 400, "REFRESH_TOKEN_NOT_FOUND");
  refused(await client.accountInfo({ query: { accountId: account.id } }), 400, "ACCESS_TOKEN_NOT_FOUND");
});
