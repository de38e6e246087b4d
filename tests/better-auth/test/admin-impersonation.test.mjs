// Administrators who act as somebody else, and what administrators may.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { has, inSeconds, ok, refused, refusedRaw, SESSION_ALL, times, USER_ADMIN } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { addressOf, administrator, again, newPassword, person, session } from "./support/people.mjs";
import { right } from "./support/settings.mjs";

useMailbox();

let boss, user;

before(async () => {
  boss = await administrator();
  user = await person("user");
});

test("acting as somebody, and back", async () => {
  const browser = await again(boss);
  const { admin } = browser.client;
  const answer = ok(await admin.impersonateUser({ userId: user.user.id }));
  has(answer.session, SESSION_ALL);
  has(answer.user, USER_ADMIN);
  times(answer.session, ["expiresAt", "createdAt"]);
  assert.deepEqual([answer.session.userId, answer.session.impersonatedBy], [user.user.id, boss.user.id]);
  inSeconds(answer.session.expiresAt, 3600);
  assert.equal(browser.jar.wasSet("session_token").attributes["max-age"], undefined, "gone with the browser");
  assert.ok(browser.jar.get("admin_session"));
  const now = await session(browser);
  assert.deepEqual([now.user.id, now.session.impersonatedBy], [user.user.id, boss.user.id]);
  refused(await admin.listUsers({ query: {} }), 403, "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS");
  const back = ok(await admin.stopImpersonating());
  assert.deepEqual([back.user.id, back.session.impersonatedBy], [boss.user.id, null]);
  assert.equal(browser.jar.get("admin_session"), undefined);
  assert.equal((await session(browser)).user.id, boss.user.id);
  ok(await admin.listUsers({ query: {} }));
});

test("whom it is done to does not see it in his own list", async () => {
  const someone = await person();
  const browser = await again(boss);
  ok(await browser.client.admin.impersonateUser({ userId: someone.user.id }));
  const mine = ok(await someone.client.listSessions());
  assert.ok(mine.every(({ impersonatedBy }) => !impersonatedBy));
  const { sessions } = ok(await boss.client.admin.listUserSessions({ userId: someone.user.id }));
  assert.ok(
    sessions.some(({ impersonatedBy }) => impersonatedBy === boss.user.id),
    "but administrators do",
  );
});

test("acting as whom one must not", async () => {
  const impersonate = (userId) => boss.client.admin.impersonateUser({ userId });
  refused(await impersonate("nothing"), 404, "USER_NOT_FOUND");
  const given = { email: addressOf("boss"), name: "Boss", password: newPassword(), role: ["user", "admin"] };
  const other = ok(await boss.client.admin.createUser(given)).user;
  refused(await impersonate(other.id), 403, "YOU_CANNOT_IMPERSONATE_ADMINS");
  refused(await impersonate(boss.user.id), 403, "YOU_CANNOT_IMPERSONATE_ADMINS");
});

test("stopping without having begun", async () => {
  refused(await boss.client.admin.stopImpersonating(), 400, undefined, "You are not impersonating anyone");
  refused(await new Browser().client.admin.stopImpersonating(), 401, undefined);
});

test("stopping without the way back", async () => {
  const browser = await again(boss);
  ok(await browser.client.admin.impersonateUser({ userId: user.user.id }));
  browser.jar.put("admin_session", "nothing.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  const status = right("no-500") ? 400 : 500;
  refused(await browser.client.admin.stopImpersonating(), status, undefined, "Failed to find admin session");
});

test("what administrators may", async () => {
  const may = async (by, permissions) => ok(await by.client.admin.hasPermission({ permissions }));
  assert.deepEqual(await may(boss, { user: ["create"] }), { error: null, success: true });
  const all = [
    "create",
    "list",
    "set-role",
    "ban",
    "impersonate",
    "delete",
    "set-password",
    "set-email",
    "get",
    "update",
  ];
  assert.equal((await may(boss, { user: all, session: ["list", "revoke", "delete"] })).success, true);
  assert.equal((await may(boss, { user: ["impersonate-admins"] })).success, false);
  assert.equal((await may(boss, { nonsense: ["create"] })).success, false);
  for (const action of all) assert.equal((await may(user, { user: [action] })).success, false, action);
  assert.equal(boss.client.admin.checkRolePermission({ role: "admin", permissions: { user: ["ban"] } }), true);
});

test("nobody asks for another role than his own", async () => {
  const permissions = { user: ["create"] };
  for (const more of [{ role: "admin" }, { userId: boss.user.id }, { role: "admin", userId: boss.user.id }])
    assert.equal(ok(await user.client.admin.hasPermission({ permissions, ...more })).success, false);
  refused(await new Browser().client.admin.hasPermission({ permissions, role: "admin" }), 401, undefined);
  refusedRaw(await boss.browser.post("/admin/has-permission", {}), 400, "VALIDATION_ERROR");
  const old = await boss.browser.post("/admin/has-permission", { permission: permissions });
  refusedRaw(old, 400, undefined, "invalid permission check. no permission(s) were passed.");
});
