// The people of a Better Auth database, after `kontor import better-auth`.

import assert from "node:assert/strict";
import test from "node:test";

import { ok, refused } from "../test/support/asserts.mjs";
import { Browser } from "../test/support/browser.mjs";
import { login, session } from "../test/support/people.mjs";
import { authenticatorApp } from "../test/support/totp.mjs";
import { challenged } from "../test/support/two-factor.mjs";
import { ask, browserWith, hashOf, made } from "./support.mjs";

const { anna, unicode, unverified, organization, apiKeys, twoFactor, passkey, admin, banned, impersonating } = made;
const [carl, mia] = organization.members;

test("cookies and bearer tokens of before are still good", async () => {
  for (const someone of [anna, unicode, carl, mia, passkey, twoFactor, unverified]) {
    assert.equal((await session(browserWith(someone.cookie)))?.user.email, someone.email);
    const program = new Browser({ headers: { authorization: `Bearer ${someone.bearer}` } });
    assert.equal((await session(program))?.user.email, someone.email);
  }
  assert.equal((await session(browserWith(anna.second.cookie)))?.user.email, anna.email);
  const short = await ask("select count(*)::int as n from auth.session where not remember");
  assert.ok(short[0].n >= 1, "a session that ended with the browser still does");
});

test("a cookie that nobody signed opens nothing", async () => {
  const forged = anna.cookie.replace(/session_token=(.)/, (_, first) => `session_token=${first === "a" ? "b" : "a"}`);
  assert.equal(await session(browserWith(forged)), null);
  const token = decodeURIComponent(anna.bearer).split(".")[0];
  assert.equal(await session(new Browser({ headers: { authorization: `Bearer ${token}` } })), null);
});

test("old passwords open, and become Argon2id", async () => {
  for (const someone of [anna, unicode, carl, mia, passkey, admin]) {
    assert.match(await hashOf(someone.email), /^[0-9a-f]{32}:[0-9a-f]{128}$/);
    const browser = new Browser();
    refused(await browser.client.signIn.email({ email: someone.email, password: "no password of anybody" }), 401, "INVALID_EMAIL_OR_PASSWORD");
    ok(await browser.client.signIn.email(login(someone)));
    assert.equal((await session(browser)).user.email, someone.email);
    assert.match(await hashOf(someone.email), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    ok(await new Browser().client.signIn.email(login(someone)));
  }
});

test("who is kept out stays out", async () => {
  refused(await new Browser().client.signIn.email(login(banned)), 403, "BANNED_USER");
  refused(await new Browser().client.signIn.email(login(unverified)), 403, "EMAIL_NOT_VERIFIED");
});

test("the second factor is the same app, and a backup code is good once", async () => {
  const app = authenticatorApp(twoFactor.totpURI);
  const browser = await challenged(twoFactor);
  ok(await browser.client.twoFactor.verifyTotp({ code: app.next() }));
  assert.equal((await session(browser)).user.email, twoFactor.email);

  const [code] = twoFactor.backupCodes;
  ok(await (await challenged(twoFactor)).client.twoFactor.verifyBackupCode({ code }));
  for (const used of [code, ...twoFactor.usedBackupCodes]) {
    refused(await (await challenged(twoFactor)).client.twoFactor.verifyBackupCode({ code: used }), 401, "INVALID_BACKUP_CODE");
  }
});

test("the shop has its people, roles, teams and invitations", async () => {
  const { client } = browserWith(anna.cookie);
  const [shop] = ok(await client.organization.list());
  assert.equal(shop.slug, organization.slug);
  if (made.uuid) assert.deepEqual([shop.id, (await session(browserWith(anna.cookie))).user.id], [organization.id, anna.id]);
  ok(await client.organization.setActive({ organizationId: shop.id }));
  const { members, invitations, teams } = ok(await client.organization.getFullOrganization());
  const roles = Object.fromEntries(members.map(({ user, role }) => [user.email, role]));
  assert.deepEqual(roles, { [anna.email]: "owner", [carl.email]: "admin", [mia.email]: "packer" });
  assert.deepEqual(teams.map(({ name }) => name).sort(), organization.teams.map(({ name }) => name).sort());
  assert.equal(invitations.find(({ status }) => status === "pending").email, organization.invitation.invited.email);
  assert.deepEqual(ok(await client.organization.listRoles()).map(({ role }) => role), ["packer"]);

  const packer = browserWith(mia.cookie).client;
  ok(await packer.organization.setActive({ organizationId: shop.id }));
  const may = async (permissions) => ok(await packer.organization.hasPermission({ permissions })).success;
  assert.deepEqual([await may({ team: ["create"] }), await may({ team: ["delete"] })], [true, false]);

  const invited = browserWith(organization.invitation.invited.cookie).client;
  const [invitation] = ok(await invited.organization.listUserInvitations());
  const { member } = ok(await invited.organization.acceptInvitation({ invitationId: invitation.id }));
  assert.equal(member.role, "admin,packer");
});

test("API keys are the same", async () => {
  const { apiKeys: keys } = ok(await browserWith(anna.cookie).client.apiKey.list());
  const found = keys.map(({ name, enabled, metadata }) => ({ name, enabled, metadata }));
  assert.deepEqual(found.sort((a, b) => a.name.localeCompare(b.name)), [
    { name: "Closed", enabled: false, metadata: null },
    { name: "Open", enabled: true, metadata: { for: "tests" } },
  ]);
  const hashes = (await ask("select key from auth.apikey")).map(({ key }) => key);
  for (const { key } of Object.values(apiKeys)) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
    assert.ok(hashes.includes(Buffer.from(digest).toString("base64url")));
  }
});

test("an administrator who acts as somebody else finds back", async () => {
  const browser = browserWith(impersonating.cookie);
  const acting = await session(browser);
  assert.ok(acting.session.impersonatedBy);
  assert.notEqual(acting.user.email, admin.email);
  ok(await browser.client.admin.stopImpersonating());
  assert.equal((await session(browser)).user.email, admin.email);
});

test("secrets are sealed anew, and passkeys and accounts are there", async () => {
  const [account] = await ask(`select * from auth.account where "providerId" = 'test-issuer'`);
  assert.equal(account.accountId, anna.social.accountId);
  for (const token of ["accessToken", "refreshToken"]) assert.match(account[token], /^AQ[\w-]{40,}$/);
  const [factor] = await ask(`select secret, "backupCodes" from auth."twoFactor"`);
  for (const sealed of Object.values(factor)) assert.match(sealed, /^AQ[\w-]{40,}$/);
  const credentials = (await ask(`select "credentialID" as id from auth.passkey`)).map(({ id }) => id);
  assert.deepEqual(credentials, [passkey.credentialId]);
  const tokens = await ask(`select count(*)::int as n from auth.session where length(token) <> 43`);
  assert.equal(tokens[0].n, 0);
});
