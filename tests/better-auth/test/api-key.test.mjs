// Keys with which programs call.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { has, inSeconds, lacks, ok, refused, refusedRaw, times } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { organization } from "./support/organizations.mjs";
import { administrator, person, session } from "./support/people.mjs";
import { right, settings } from "./support/settings.mjs";

useMailbox();

const KEY = [
  "id",
  "configId",
  "name",
  "start",
  "prefix",
  "referenceId",
  "enabled",
  "createdAt",
  "updatedAt",
  "expiresAt",
  "lastRequest",
  "requestCount",
  "remaining",
  "refillAmount",
  "refillInterval",
  "lastRefillAt",
  "rateLimitEnabled",
  "rateLimitMax",
  "rateLimitTimeWindow",
  "permissions",
  "metadata",
];
const DAY = 86_400;
let owner, other;

before(async () => {
  owner = await person("owner");
  // A key opens the shop that its owner works in.
  await organization(owner);
  other = await person("other");
});

const create = async (given = {}) => ok(await owner.client.apiKey.create({ name: "Key", ...given }));
const get = (by, id) => by.client.apiKey.get({ query: { id } });

test("making one shows the key once", async () => {
  const made = await create({ prefix: "sk_", expiresIn: 30 * DAY, metadata: { plan: "pro" } });
  has(made, [...KEY, "key"]);
  times(made, ["createdAt", "updatedAt", "expiresAt"]);
  assert.match(made.key, /^sk_[A-Za-z]{64}$/);
  assert.equal(made.start, made.key.slice(0, 6));
  assert.deepEqual([made.name, made.prefix, made.enabled, made.referenceId], ["Key", "sk_", true, owner.user.id]);
  assert.deepEqual(
    [made.requestCount, made.rateLimitEnabled, made.rateLimitMax, made.rateLimitTimeWindow],
    right("key-limits") ? [0, true, 300, 60_000] : [0, true, 10, DAY * 1000],
  );
  assert.deepEqual(
    [made.metadata, made.permissions, made.remaining, made.lastRequest],
    [{ plan: "pro" }, null, null, null],
  );
  inSeconds(made.expiresAt, 30 * DAY);
  const seen = ok(await get(owner, made.id));
  has(seen, KEY);
  lacks(seen, ["key"]);
  assert.deepEqual([seen.id, seen.start, seen.metadata], [made.id, made.start, { plan: "pro" }]);
});

test("making one with nothing said", async () => {
  const made = ok(await owner.client.apiKey.create({}));
  assert.match(made.key, /^[A-Za-z]{64}$/);
  assert.deepEqual([made.name, made.prefix, made.expiresAt, made.configId], [null, null, null, "default"]);
});

test("making one wrongly", async () => {
  const make = (given, by = owner) => by.client.apiKey.create({ name: "Key", ...given });
  const serverOnly = [
    { permissions: { files: ["read"] } },
    { remaining: 5 },
    { refillAmount: 1, refillInterval: 1000 },
    { rateLimitMax: 1000 },
    { rateLimitEnabled: false },
    { rateLimitTimeWindow: 1000 },
  ];
  for (const given of serverOnly) refused(await make(given), 400, "SERVER_ONLY_PROPERTY");
  refused(await make({ userId: other.user.id }), 401, "UNAUTHORIZED_SESSION");
  refused(await make({ prefix: "no spaces" }), 400, "VALIDATION_ERROR");
  refused(await make({ prefix: "x".repeat(33) }), 400, "INVALID_PREFIX_LENGTH");
  refused(await make({ name: "x".repeat(33) }), 400, "INVALID_NAME_LENGTH");
  refused(await make({ expiresIn: 60 }), 400, "EXPIRES_IN_IS_TOO_SMALL");
  refused(await make({ expiresIn: 366 * DAY }), 400, "EXPIRES_IN_IS_TOO_LARGE");
  refused(await make({ metadata: "text" }), 400, "INVALID_METADATA_TYPE");
  refused(await make({}, new Browser()), 401, "UNAUTHORIZED_SESSION");
});

test(
  "its owner says what it is for and how often it calls",
  { skip: !right("key-limits") && "in Better Auth only the server does" },
  async () => {
    const made = await create({ scopes: ["product:read", "product:write", "order:*"], callsPerMinute: 60 });
    assert.deepEqual(made.permissions, { order: ["*"], product: ["read", "write"] });
    assert.deepEqual([made.rateLimitMax, made.rateLimitTimeWindow], [60, 60_000]);
    const change = (given) => owner.client.apiKey.update({ keyId: made.id, ...given });
    assert.deepEqual(ok(await change({ scopes: ["product:read"] })).permissions, { product: ["read"] });
    const whole = ok(await change({ scopes: null, callsPerMinute: 600 }));
    assert.deepEqual([whole.permissions, whole.rateLimitMax], [null, 600]);
    for (const given of [{ scopes: [] }, { scopes: ["nonsense"] }, { callsPerMinute: 0 }, { callsPerMinute: 1.5 }])
      refused(await change(given), 400, "VALIDATION_ERROR");
  },
);

test("seeing all one's own", async () => {
  const someone = await person();
  for (const name of ["b", "c", "a"]) ok(await someone.client.apiKey.create({ name }));
  const list = async (query) => ok(await someone.client.apiKey.list({ query }));
  const all = await list();
  assert.equal(all.total, 3);
  for (const key of all.apiKeys) {
    has(key, KEY);
    lacks(key, ["key"]);
    assert.equal(key.referenceId, someone.user.id);
  }
  const names = ({ apiKeys }) => apiKeys.map(({ name }) => name).join("");
  assert.equal(names(await list({ sortBy: "name" })), "abc");
  assert.equal(names(await list({ sortBy: "name", sortDirection: "desc" })), "cba");
  const page = await list({ sortBy: "name", limit: 1, offset: 1 });
  assert.deepEqual([names(page), page.total, page.limit, page.offset], ["b", 3, 1, 1]);
  refused(await new Browser().client.apiKey.list(), 401, "UNAUTHORIZED");
  refused(await someone.client.apiKey.list({ query: { limit: -1 } }), 400, "VALIDATION_ERROR");
});

test("changing one", async () => {
  const { id } = await create();
  const change = (given, by = owner) => by.client.apiKey.update({ keyId: id, ...given });
  const changed = ok(await change({ name: "Changed", enabled: false, metadata: { a: 1 }, expiresIn: 2 * DAY }));
  has(changed, KEY);
  lacks(changed, ["key"]);
  assert.deepEqual([changed.name, changed.enabled, changed.metadata], ["Changed", false, { a: 1 }]);
  inSeconds(changed.expiresAt, 2 * DAY);
  assert.equal(ok(await change({ expiresIn: null })).expiresAt, null);
  refused(await change({}), 400, "NO_VALUES_TO_UPDATE");
  refused(await change({ permissions: { x: ["y"] } }), 400, "SERVER_ONLY_PROPERTY");
  refused(await change({ remaining: 5 }), 400, "SERVER_ONLY_PROPERTY");
  refused(await change({ name: "x".repeat(33) }), 400, "INVALID_NAME_LENGTH");
  refused(await change({ expiresIn: 60 }), 400, "EXPIRES_IN_IS_TOO_SMALL");
  refused(await change({ expiresIn: 366 * DAY }), 400, "EXPIRES_IN_IS_TOO_LARGE");
  refused(await change({ metadata: "text" }), 400, "INVALID_METADATA_TYPE");
  refused(await change({ name: "x", userId: other.user.id }), 401, "UNAUTHORIZED_SESSION");
  refused(await change({ name: "x" }, other), 404, "KEY_NOT_FOUND");
  refused(await change({ name: "x" }, new Browser()), 401, "UNAUTHORIZED_SESSION");
  refused(await owner.client.apiKey.update({ keyId: "nothing", name: "x" }), 404, "KEY_NOT_FOUND");
});

test("removing one", async () => {
  const { id } = await create();
  refused(await other.client.apiKey.delete({ keyId: id }), 404, "KEY_NOT_FOUND");
  refused(await new Browser().client.apiKey.delete({ keyId: id }), 401, "UNAUTHORIZED");
  assert.deepEqual(ok(await owner.client.apiKey.delete({ keyId: id })), { success: true });
  refused(await owner.client.apiKey.delete({ keyId: id }), 404, "KEY_NOT_FOUND");
  refused(await get(owner, id), 404, "KEY_NOT_FOUND");
  refusedRaw(await owner.browser.post("/api-key/delete", {}), 400, "VALIDATION_ERROR");
});

test("seeing one that is not one's own", async () => {
  const { id } = await create();
  refused(await get(other, id), 404, "KEY_NOT_FOUND");
  refused(await get(owner, "nothing"), 404, "KEY_NOT_FOUND");
  refused(await get(new Browser(), id), 401, "UNAUTHORIZED");
});

test("a key is no session", async () => {
  const { key } = await create();
  assert.equal(await session(new Browser({ headers: { "x-api-key": key } })), null);
});

const probe = { skip: !settings.apiKeyProbe && "no AUTH_API_KEY_PROBE to try keys on" };
const opens = async (key) => (await fetch(settings.apiKeyProbe, { headers: key ? { "x-api-key": key } : {} })).status;

test("a key opens while it is there and enabled", probe, async () => {
  const { key, id } = await create({ prefix: "pk_" });
  assert.deepEqual([await opens(key), await opens(`${key}x`), await opens(undefined)], [200, 401, 401]);
  const used = ok(await get(owner, id));
  assert.equal(used.requestCount, 1);
  assert.ok(used.lastRequest instanceof Date);
  ok(await owner.client.apiKey.update({ keyId: id, enabled: false }));
  assert.equal(await opens(key), 401);
  ok(await owner.client.apiKey.update({ keyId: id, enabled: true }));
  assert.equal(await opens(key), 200);
  ok(await owner.client.apiKey.delete({ keyId: id }));
  assert.equal(await opens(key), 401);
});

test("a key opens as often as it may", probe, async () => {
  const { key } = await create(right("key-limits") ? { callsPerMinute: 10 } : {});
  const answers = await Promise.all(Array.from({ length: 13 }, () => opens(key)));
  const good = answers.filter((status) => status === 200).length;
  assert.equal(good, 10, answers.join());
  assert.equal(await opens(key), 429);
});

test("a key ends with its owner's ban", probe, async () => {
  const someone = await person();
  await organization(someone);
  const { key } = ok(await someone.client.apiKey.create({ name: "Key" }));
  assert.equal(await opens(key), 200);
  const boss = await administrator();
  ok(await boss.client.admin.banUser({ userId: someone.user.id }));
  assert.equal(await opens(key), right("ban-ends-keys") ? 401 : 200);
});
