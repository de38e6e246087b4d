// Makes "an existing Better Auth database" for tests of taking one over:
//   node reference/make-database.mjs POSTGRES_URL [--uuid] [--base-url URL]
// The database must be empty. Prints JSON: the secret, and for everything made what its owner has in hand: passwords,
// cookies, tokens, links, codes, keys. Nothing here is written to a table by hand but the social account.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import pg from "pg";

import { makeAdmin, makeAuth, migrate } from "./auth.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    uuid: { type: "boolean", default: false },
    "base-url": { type: "string", default: "http://localhost:9000" },
  },
});
if (positionals.length !== 1) throw new Error("usage: make-database.mjs POSTGRES_URL [--uuid] [--base-url URL]");

const baseURL = values["base-url"];
const secret = randomBytes(32).toString("hex");
const mails = [];
const pool = new pg.Pool({ connectionString: positionals[0], max: 4 });
const auth = makeAuth({ pool, baseURL, secret, uuid: values.uuid, send: async (mail) => void mails.push(mail) });
await migrate(auth);

// The tests' browser, spoken to without a network.
process.env.AUTH_URL = baseURL;
const { Browser } = await import("../test/support/browser.mjs");
const { Authenticator } = await import("../test/support/authenticator.mjs");
const { authenticatorApp } = await import("../test/support/totp.mjs");
const transport = (url, init) => auth.handler(new Request(url, init));
const newBrowser = () => new Browser({ transport });

const ok = ({ data, error }) => {
  if (error) throw new Error(JSON.stringify(error));
  return data;
};
const mailOf = (email) =>
  mails.splice(
    mails.findLastIndex(({ to }) => to === email),
    1,
  )[0].text;
const linkOf = (email) => /https?:\/\/\S+/.exec(mailOf(email))[0];
const codeOf = (email) => /\d{6}/.exec(mailOf(email))[0];
const login = ({ email, password }) => ({ email, password });
const inHand = ({ jar }) => ({ cookie: jar.header, bearer: decodeURIComponent(jar.get("session_token")) });
const passwordOf = (name) => `${name}'s password ${randomBytes(6).toString("hex")}`;

/** Signs up, and proves the address unless told otherwise. */
async function person(name, { password = passwordOf(name), verified = true } = {}) {
  const browser = newBrowser();
  const email = `${name}@example.test`;
  const { user } = ok(await browser.client.signUp.email({ name, email, password }));
  const link = linkOf(email);
  if (verified) await browser.open(link);
  return { browser, client: browser.client, id: user.id, email, password, link };
}

const told = ({ id, email, password, browser }) => ({ id, email, password, ...inHand(browser) });

async function people() {
  const anna = await person("anna");
  const second = newBrowser();
  ok(await second.client.signIn.email({ ...login(anna), rememberMe: false }));
  // Normalized to NFKC before it is hashed: the ligature and the full-width letters change.
  const unicode = await person("ulf", { password: "ﬁsch Ｋäse ½ 🦉 Straße" });
  const unverified = await person("una", { verified: false });
  return { anna, second, unicode, unverified };
}

async function shop(anna) {
  const { organization } = anna.client;
  const made = ok(await organization.create({ name: "Owl Shop", slug: "owl-shop", metadata: { plan: "pro" } }));
  const [first] = ok(await organization.listTeams());
  const team = ok(await organization.createTeam({ name: "Packers" }));
  const permission = { invitation: ["create"], team: ["create"] };
  const { roleData } = ok(await organization.createRole({ role: "packer", permission }));
  const members = [];
  for (const [name, role] of [
    ["carl", "admin"],
    ["mia", "packer"],
  ]) {
    const someone = await person(name);
    const { id } = ok(await organization.inviteMember({ email: someone.email, role, teamId: team.id }));
    const { member } = ok(await someone.client.organization.acceptInvitation({ invitationId: id }));
    members.push({ ...told(someone), role, memberId: member.id });
  }
  const invited = await person("ivy");
  const invitation = ok(
    await organization.inviteMember({ email: invited.email, role: ["admin", "packer"], teamId: team.id }),
  );
  return {
    id: made.id,
    slug: made.slug,
    owner: anna.id,
    teams: [first, team].map(({ id, name }) => ({ id, name })),
    role: { id: roleData.id, name: "packer", permission },
    members,
    invitation: { id: invitation.id, invited: told(invited) },
  };
}

async function keys(anna) {
  const open = ok(await anna.client.apiKey.create({ name: "Open", prefix: "sk_", metadata: { for: "tests" } }));
  const closed = ok(await anna.client.apiKey.create({ name: "Closed" }));
  ok(await anna.client.apiKey.update({ keyId: closed.id, enabled: false }));
  return { open: { id: open.id, key: open.key }, disabled: { id: closed.id, key: closed.key } };
}

async function secondFactor() {
  const tom = await person("tom");
  const { totpURI, backupCodes } = ok(await tom.client.twoFactor.enable({ password: tom.password }));
  const app = authenticatorApp(totpURI);
  ok(await tom.client.twoFactor.verifyTotp({ code: app.next() }));
  const trusted = newBrowser();
  ok(await trusted.client.signIn.email(login(tom)));
  ok(await trusted.client.twoFactor.verifyBackupCode({ code: backupCodes[0], trustDevice: true }));
  ok(await trusted.client.signOut());
  const pending = newBrowser();
  ok(await pending.client.signIn.email(login(tom)));
  return {
    ...told(tom),
    totpURI,
    usedBackupCodes: backupCodes.slice(0, 1),
    backupCodes: backupCodes.slice(1),
    trustedDeviceCookie: trusted.jar.header,
    pendingCookie: pending.jar.header,
  };
}

async function passkey() {
  const pia = await person("pia");
  const device = new Authenticator({ origin: baseURL }).plugIn();
  ok(await pia.client.passkey.addPasskey({ name: "Laptop" }));
  ok(await newBrowser().client.signIn.passkey());
  const [[credentialId, { jwk, rpId, userHandle, counter }]] = device.credentials;
  return { ...told(pia), credentialId, privateKeyJwk: jwk, rpId, userHandle, counter };
}

async function administration() {
  const given = { email: "admin@example.test", password: passwordOf("admin") };
  const { id } = await makeAdmin(auth, given);
  const browser = newBrowser();
  ok(await browser.client.signIn.email(given));
  const banned = await person("bob");
  ok(await browser.client.admin.banUser({ userId: banned.id, banReason: "Spam" }));
  const admin = { id, ...given, ...inHand(browser) };
  const acting = newBrowser();
  const target = await person("tess");
  ok(await acting.client.signIn.email(given));
  ok(await acting.client.admin.impersonateUser({ userId: target.id }));
  return {
    admin,
    banned: { id: banned.id, email: banned.email, password: banned.password },
    impersonating: { of: target.id, ...inHand(acting) },
  };
}

/** What is on its way while the database is taken over. */
async function underway(unverified) {
  const rosa = await person("rosa");
  const { client } = newBrowser();
  const { email } = rosa;
  ok(await client.requestPasswordReset({ email, redirectTo: "/new-password" }));
  const reset = linkOf(email);
  ok(await client.signIn.magicLink({ email, callbackURL: "/account" }));
  const magicLink = linkOf(email);
  ok(await client.emailOtp.sendVerificationOtp({ email, type: "sign-in" }));
  return { ...told(rosa), verification: unverified.link, reset, magicLink, signInCode: codeOf(email) };
}

async function social(anna) {
  const { internalAdapter } = await auth.$context;
  const account = {
    userId: anna.id,
    providerId: "test-issuer",
    accountId: "anna-at-the-issuer",
    scope: "openid,email",
  };
  const { id } = await internalAdapter.linkAccount({
    ...account,
    accessToken: "an access token",
    refreshToken: "a refresh token",
  });
  return { id, ...account };
}

const { anna, second, unicode, unverified } = await people();
const output = {
  version: JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).dependencies["better-auth"],
  secret,
  baseURL,
  uuid: values.uuid,
  anna: { ...told(anna), second: inHand(second), jwt: ok(await anna.client.token()).token, social: await social(anna) },
  unicode: told(unicode),
  unverified: told(unverified),
  organization: await shop(anna),
  apiKeys: await keys(anna),
  twoFactor: await secondFactor(),
  passkey: await passkey(),
  ...(await administration()),
  underway: await underway(unverified),
};
console.log(JSON.stringify(output, null, 2));
await pool.end();
process.exit(0);
