// What administrators can do with people.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { has, inSeconds, lacks, ok, refused, refusedRaw, SESSION_ALL, times, USER_ADMIN } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { addressOf, administrator, again, login, newPassword, person, session, unique } from "./support/people.mjs";
import { right } from "./support/settings.mjs";

useMailbox();

const NOT_FOUND = [404, "USER_NOT_FOUND"];
let boss, user;

before(async () => {
  boss = await administrator();
  user = await person("user");
});

test("making somebody", async () => {
  const [email, password] = [addressOf("made"), newPassword()];
  const made = ok(await boss.client.admin.createUser({ email: email.toUpperCase(), password, name: "Made" })).user;
  has(made, USER_ADMIN);
  times(made, ["createdAt", "updatedAt"]);
  assert.deepEqual([made.email, made.name, made.role, made.emailVerified], [email, "Made", "user", false]);
  const more = {
    email: addressOf("made"),
    name: "Admin",
    role: ["admin", "user"],
    data: { emailVerified: true, image: "/x.png" },
  };
  const other = ok(await boss.client.admin.createUser(more)).user;
  assert.deepEqual([other.role, other.emailVerified, other.image], ["admin,user", true, "/x.png"]);
  const signedIn = await new Browser().client.signIn.email({ email, password });
  if (right("sign-up")) refused(signedIn, 403, "EMAIL_NOT_VERIFIED");
  else assert.equal(ok(signedIn).user.id, made.id);
});

test("making somebody wrongly", async () => {
  const make = (given, by = boss) => by.client.admin.createUser({ email: addressOf("x"), name: "X", ...given });
  refused(await make({ email: user.email }), 400, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL");
  refused(await make({ email: "nobody" }), 400, "INVALID_EMAIL");
  refused(await make({ role: "nonsense" }), 400, "YOU_ARE_NOT_ALLOWED_TO_SET_NON_EXISTENT_VALUE");
  refused(await make({ data: { role: 7 } }), 400, "INVALID_ROLE_TYPE");
  refused(await make({ name: undefined }), 400, "VALIDATION_ERROR");
  refused(await make({ password: "x".repeat(129) }), 400, "PASSWORD_TOO_LONG");
  if (right("admin-password-length")) refused(await make({ password: "short" }), 400, "PASSWORD_TOO_SHORT");
  else ok(await make({ password: "short" }));
  refused(await make({}, user), 403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_USERS");
  refused(await make({}, new Browser()), 401, undefined);
});

test("seeing somebody", async () => {
  const get = (id, by = boss) => by.client.admin.getUser({ query: { id } });
  const seen = ok(await get(user.user.id));
  has(seen, USER_ADMIN);
  lacks(seen, ["password"]);
  assert.deepEqual([seen.id, seen.email], [user.user.id, user.email]);
  refused(await get("nothing"), ...NOT_FOUND);
  refused(await get(boss.user.id, user), 403, "YOU_ARE_NOT_ALLOWED_TO_GET_USER");
  refused(await get(user.user.id, new Browser()), 401, undefined);
  refusedRaw(await boss.browser.get("/admin/get-user"), 400, "VALIDATION_ERROR");
});

test("changing somebody", async () => {
  const { id } = (await person()).user;
  const change = (data, by = boss, userId = id) => by.client.admin.updateUser({ userId, data });
  const email = addressOf("changed");
  const changed = ok(await change({ name: "Changed", email: email.toUpperCase(), image: "/x.png", role: "admin" }));
  assert.deepEqual(
    [changed.id, changed.name, changed.email, changed.image, changed.role],
    [id, "Changed", email, "/x.png", "admin"],
  );
  refused(await change({}), 400, "NO_DATA_TO_UPDATE");
  refused(await change({ password: "x" }), 400, "PASSWORD_CANNOT_BE_UPDATED_VIA_UPDATE_USER");
  refused(await change({ id: "x" }), 400, "USER_ID_CANNOT_BE_UPDATED");
  refused(await change({ role: "nonsense" }), 400, "YOU_ARE_NOT_ALLOWED_TO_SET_NON_EXISTENT_VALUE");
  refused(await change({ role: 7 }), 400, "INVALID_ROLE_TYPE");
  refused(await change({ email: "nobody" }), 400, "INVALID_EMAIL");
  refused(await change({ email: user.email }), 400, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL");
  refused(await change({ banned: true }, boss, boss.user.id), 400, "YOU_CANNOT_BAN_YOURSELF");
  refused(await change({ name: "x" }, boss, "nothing"), ...NOT_FOUND);
  refused(await change({ name: "x" }, user), 403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_USERS");
  refused(await change({ name: "x" }, new Browser()), 401, undefined);
});

test("banning by changing ends sessions too", async () => {
  const someone = await person();
  assert.equal(
    ok(await boss.client.admin.updateUser({ userId: someone.user.id, data: { banned: true } })).banned,
    true,
  );
  assert.equal(await session(someone.browser), null);
});

test("everybody", async () => {
  const tag = unique("zz");
  const names = ["c", "a", "b"].map((letter) => `${letter}-${tag}`);
  for (const name of names) ok(await boss.client.admin.createUser({ email: `${name}@example.test`, name }));
  const list = async (query) => ok(await boss.client.admin.listUsers({ query: { searchValue: tag, ...query } }));
  const all = await list({ sortBy: "name" });
  assert.equal(all.total, 3);
  has(all.users[0], USER_ADMIN);
  lacks(all, ["limit", "offset"]);
  const letters = ({ users }) => users.map(({ name }) => name[0]).join("");
  assert.equal(letters(all), "abc");
  assert.equal(letters(await list({ sortBy: "name", sortDirection: "desc" })), "cba");
  const page = await list({ sortBy: "name", limit: 2, offset: 1 });
  assert.deepEqual([letters(page), page.total, page.limit, page.offset], ["bc", 3, 2, 1]);
  assert.equal(
    letters(await list({ searchField: "name", searchOperator: "starts_with", searchValue: `a-${tag}` })),
    "a",
  );
  assert.equal((await list({ searchField: "name", searchOperator: "ends_with" })).total, 3);
  const filter = (filterField, filterOperator, filterValue) =>
    list({ sortBy: "name", filterField, filterOperator, filterValue });
  assert.equal(letters(await filter("name", "eq", names[0])), "c");
  assert.equal(letters(await filter("name", "ne", names[0])), "ab");
  assert.equal(letters(await filter("name", "contains", "b-")), "b");
  assert.equal(letters(await filter("name", "gt", `b-${tag}`)), "c");
  assert.equal(letters(await filter("email", "in", [`a-${tag}@example.test`, `b-${tag}@example.test`])), "ab");
  assert.equal(letters(await filter("role", "eq", "admin")), "");
  const nonsense = await list({ filterField: "nonsense", filterValue: "x" });
  assert.deepEqual([nonsense.users, nonsense.total], [[], 0]);
});

test("everybody, wrongly", async () => {
  const list = (by, query) => by.client.admin.listUsers({ query });
  refused(await list(user, {}), 403, "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS");
  refused(await list(new Browser(), {}), 401, undefined);
  refused(await list(boss, { searchField: "id" }), 400, "VALIDATION_ERROR");
  refused(await list(boss, { sortDirection: "up" }), 400, "VALIDATION_ERROR");
});

test("a role", async () => {
  const someone = await person();
  const set = (role, by = boss, userId = someone.user.id) => by.client.admin.setRole({ userId, role });
  assert.equal(ok(await set("admin")).user.role, "admin");
  const now = await session(someone.browser);
  if (right("role-revokes")) assert.equal(now, null, "with new rights comes a new session");
  else assert.equal(now.user.role, "admin");
  assert.equal(ok(await set(["user", "admin"])).user.role, "user,admin");
  assert.equal(ok(await set("user")).user.role, "user");
  refused(await set("nonsense"), 400, "YOU_ARE_NOT_ALLOWED_TO_SET_NON_EXISTENT_VALUE");
  refused(await set("user", boss, "nothing"), ...NOT_FOUND);
  refused(await set("admin", user), 403, "YOU_ARE_NOT_ALLOWED_TO_CHANGE_USERS_ROLE");
  refused(await set("admin", new Browser()), 401, undefined);
});

test("banning", async () => {
  const someone = await person();
  const { email, password, browser } = someone;
  const userId = someone.user.id;
  const banned = ok(await boss.client.admin.banUser({ userId, banReason: "Spam", banExpiresIn: 3600 })).user;
  assert.deepEqual([banned.id, banned.banned, banned.banReason], [userId, true, "Spam"]);
  inSeconds(banned.banExpires, 3600);
  assert.equal(await session(browser), null);
  refused(await new Browser().client.signIn.email({ email, password }), 403, "BANNED_USER", /banned/);
  refused(
    await new Browser().client.signIn.email({ email, password: `${password}x` }),
    401,
    "INVALID_EMAIL_OR_PASSWORD",
  );
  const free = ok(await boss.client.admin.unbanUser({ userId })).user;
  assert.deepEqual([free.banned, free.banReason, free.banExpires], [false, null, null]);
  await again(someone);
  const forever = ok(await boss.client.admin.banUser({ userId })).user;
  assert.deepEqual([forever.banReason, forever.banExpires], ["No reason", null]);
});

test("banning wrongly", async () => {
  const { id } = user.user;
  for (const call of ["banUser", "unbanUser"]) {
    refused(await boss.client.admin[call]({ userId: "nothing" }), ...NOT_FOUND);
    refused(await user.client.admin[call]({ userId: id }), 403, "YOU_ARE_NOT_ALLOWED_TO_BAN_USERS");
    refused(await new Browser().client.admin[call]({ userId: id }), 401, undefined);
  }
  refused(await boss.client.admin.banUser({ userId: boss.user.id }), 400, "YOU_CANNOT_BAN_YOURSELF");
});

test("sessions", async () => {
  const someone = await person();
  const other = await again(someone);
  const userId = someone.user.id;
  const { admin } = boss.client;
  const { sessions } = ok(await admin.listUserSessions({ userId }));
  assert.equal(sessions.length, 2);
  for (const row of sessions) {
    has(row, SESSION_ALL);
    times(row, ["expiresAt", "createdAt", "updatedAt"]);
    assert.equal(row.userId, userId);
  }
  const { token } = (await session(other)).session;
  assert.deepEqual(ok(await admin.revokeUserSession({ sessionToken: token })), { success: true });
  assert.deepEqual([await session(other), Boolean(await session(someone.browser))], [null, true]);
  assert.deepEqual(ok(await admin.revokeUserSession({ sessionToken: "nothing" })), { success: true });
  assert.deepEqual(ok(await admin.revokeUserSessions({ userId })), { success: true });
  assert.equal(await session(someone.browser), null);
  assert.deepEqual(ok(await admin.listUserSessions({ userId })).sessions, []);
});

test("sessions, wrongly", async () => {
  const { id: userId } = user.user;
  const table = [
    ["listUserSessions", { userId }, "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS_SESSIONS"],
    ["revokeUserSession", { sessionToken: "x" }, "YOU_ARE_NOT_ALLOWED_TO_REVOKE_USERS_SESSIONS"],
    ["revokeUserSessions", { userId }, "YOU_ARE_NOT_ALLOWED_TO_REVOKE_USERS_SESSIONS"],
    ["setUserPassword", { userId, newPassword: newPassword() }, "YOU_ARE_NOT_ALLOWED_TO_SET_USERS_PASSWORD"],
    ["removeUser", { userId }, "YOU_ARE_NOT_ALLOWED_TO_DELETE_USERS"],
    ["impersonateUser", { userId }, "YOU_ARE_NOT_ALLOWED_TO_IMPERSONATE_USERS"],
  ];
  for (const [call, body, code] of table) {
    refused(await user.client.admin[call](body), 403, code);
    refused(await new Browser().client.admin[call](body), 401, undefined);
  }
});

test("a password", async () => {
  const someone = await person();
  const password = newPassword();
  const set = (given) =>
    boss.client.admin.setUserPassword({ userId: someone.user.id, newPassword: password, ...given });
  assert.deepEqual(ok(await set()), { status: true });
  refused(await new Browser().client.signIn.email(login(someone)), 401, "INVALID_EMAIL_OR_PASSWORD");
  await again({ ...someone, password });
  if (right("admin-password-revokes")) assert.equal(await session(someone.browser), null);
  else assert.ok(await session(someone.browser), "Better Auth leaves the sessions");
  refused(await set({ newPassword: "short" }), 400, "PASSWORD_TOO_SHORT");
  refused(await set({ newPassword: "x".repeat(129) }), 400, "PASSWORD_TOO_LONG");
  refused(await set({ userId: "nothing" }), ...NOT_FOUND);
});

test("removing", async () => {
  const someone = await person();
  const remove = (userId) => boss.client.admin.removeUser({ userId });
  assert.deepEqual(ok(await remove(someone.user.id)), { success: true });
  assert.equal(await session(someone.browser), null);
  refused(await remove(someone.user.id), ...NOT_FOUND);
  refused(await remove(boss.user.id), 400, "YOU_CANNOT_REMOVE_YOURSELF");
  refused(await boss.client.admin.getUser({ query: { id: someone.user.id } }), ...NOT_FOUND);
});
