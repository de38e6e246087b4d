// Roles that an organization makes for itself, and what roles allow.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { has, ok, refused, refusedRaw, times } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { join, staffed } from "./support/organizations.mjs";
import { person, unique } from "./support/people.mjs";
import { right } from "./support/settings.mjs";

useMailbox();

const ROLE = ["id", "organizationId", "role", "permission", "createdAt", "updatedAt"];
const STRANGER = [403, "YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION"];
const permission = { member: ["create", "update"], invitation: ["create"] };
let org, owner, admin, member, stranger;

before(async () => {
  ({ org, owner, admin, member, stranger } = await staffed());
});

const create = (by, given = {}) => by.client.organization.createRole({ role: unique("role"), permission, ...given });

test("making one", async () => {
  const name = unique("Role");
  const { success, roleData, statements } = ok(await create(owner, { role: name }));
  assert.equal(success, true);
  has(roleData, ROLE);
  times(roleData, ["createdAt"]);
  assert.deepEqual([roleData.role, roleData.organizationId], [name.toLowerCase(), org.id]);
  assert.deepEqual(roleData.permission, permission);
  assert.deepEqual(statements, permission);
});

test("seeing them", async () => {
  const { roleData } = ok(await create(owner));
  for (const by of [owner, admin, member]) {
    const all = ok(await by.client.organization.listRoles());
    const mine = all.find(({ id }) => id === roleData.id);
    assert.deepEqual(mine.permission, permission);
    has(mine, ROLE);
  }
  for (const query of [
    { roleName: roleData.role },
    { roleId: roleData.id },
    { roleId: roleData.id, organizationId: org.id },
  ]) {
    const one = ok(await member.client.organization.getRole({ query }));
    assert.deepEqual([one.id, one.role, one.permission], [roleData.id, roleData.role, permission]);
  }
});

test("changing one", async () => {
  const { roleData } = ok(await create(owner));
  const roleName = unique("renamed");
  const less = { member: ["create"] };
  const change = async (given) => ok(await owner.client.organization.updateRole(given));
  const first = await change({ roleId: roleData.id, data: { permission: less } });
  assert.deepEqual([first.success, first.roleData.id, first.roleData.permission], [true, roleData.id, less]);
  const second = await change({ roleName: roleData.role, data: { roleName: roleName.toUpperCase() } });
  assert.deepEqual([second.roleData.role, second.roleData.permission], [roleName, less]);
  assert.deepEqual(ok(await owner.client.organization.getRole({ query: { roleName } })).permission, less);
});

test("a role's permissions are its member's, from now on", async () => {
  const { roleData } = ok(await create(owner, { permission: { invitation: ["create"] } }));
  const someone = await person();
  await join(org.id, owner, someone, roleData.role);
  const may = async (permissions) => ok(await someone.client.organization.hasPermission({ permissions }));
  assert.deepEqual(await may({ invitation: ["create"] }), { error: null, success: true });
  assert.deepEqual(await may({ invitation: ["create", "cancel"] }), { error: null, success: false });
  assert.equal((await may({ team: ["create"] })).success, false);
  ok(await owner.client.organization.updateRole({ roleId: roleData.id, data: { permission: { team: ["create"] } } }));
  assert.equal((await may({ invitation: ["create"] })).success, false);
  assert.equal((await may({ team: ["create"] })).success, true);
  ok(await someone.client.organization.createTeam({ name: "By a role" }));
  refused(await owner.client.organization.deleteRole({ roleId: roleData.id }), 400, "ROLE_IS_ASSIGNED_TO_MEMBERS");
});

test("removing one", async () => {
  const [one, two] = [ok(await create(owner)).roleData, ok(await create(owner)).roleData];
  assert.deepEqual(ok(await owner.client.organization.deleteRole({ roleName: one.role })), { success: true });
  assert.deepEqual(ok(await admin.client.organization.deleteRole({ roleId: two.id })), { success: true });
  for (const { id } of [one, two]) {
    refused(await owner.client.organization.getRole({ query: { roleId: id } }), 400, "ROLE_NOT_FOUND");
    refused(await owner.client.organization.deleteRole({ roleId: id }), 400, "ROLE_NOT_FOUND");
  }
});

test("making one wrongly", async () => {
  const { role } = ok(await create(owner)).roleData;
  refused(await create(owner, { role }), 400, "ROLE_NAME_IS_ALREADY_TAKEN");
  refused(await create(owner, { role: "Owner" }), 400, "ROLE_NAME_IS_ALREADY_TAKEN");
  refused(await create(owner, { permission: { nonsense: ["create"] } }), 400, "INVALID_RESOURCE");
  refused(await create(member), 403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_ROLE");
  const above = await create(admin, { permission: { organization: ["update", "delete"] } });
  refused(above, 403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_ROLE");
  assert.deepEqual(above.error.missingPermissions, ["organization:delete"], "nobody gives what he has not");
  refused(await create(stranger), 400, "YOU_MUST_BE_IN_AN_ORGANIZATION_TO_CREATE_A_ROLE");
  refused(await create(stranger, { organizationId: org.id }), ...STRANGER);
  refused(await create(new Browser()), 401, "UNAUTHORIZED");
  refused(await create(owner, { permission: undefined }), 400, "VALIDATION_ERROR");
});

test("changing one wrongly", async () => {
  const { id, role } = ok(await create(owner)).roleData;
  const other = ok(await create(owner)).roleData;
  const change = (by, data, given = { roleId: id }) => by.client.organization.updateRole({ ...given, data });
  refused(await change(member, { permission }), 403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_A_ROLE");
  refused(
    await change(admin, { permission: { organization: ["delete"] } }),
    403,
    "YOU_ARE_NOT_ALLOWED_TO_UPDATE_A_ROLE",
  );
  refused(await change(owner, { permission: { nonsense: ["x"] } }), 400, "INVALID_RESOURCE");
  refused(await change(owner, { roleName: other.role }), 400, "ROLE_NAME_IS_ALREADY_TAKEN");
  refused(await change(owner, { roleName: "admin" }), 400, "ROLE_NAME_IS_ALREADY_TAKEN");
  refused(await change(owner, { permission }, { roleName: "nothing" }), 400, "ROLE_NOT_FOUND");
  refused(await change(stranger, { permission }), 400, "NO_ACTIVE_ORGANIZATION");
  refused(await change(stranger, { permission }, { roleName: role, organizationId: org.id }), ...STRANGER);
  refused(await change(new Browser(), { permission }), 401, "UNAUTHORIZED");
});

test("seeing and removing wrongly", async () => {
  const { id } = ok(await create(owner)).roleData;
  const { organization: theirs } = stranger.client;
  refused(await theirs.listRoles(), 400, "NO_ACTIVE_ORGANIZATION");
  refused(await theirs.listRoles({ query: { organizationId: org.id } }), ...STRANGER);
  refused(await theirs.getRole({ query: { roleId: id } }), 400, "NO_ACTIVE_ORGANIZATION");
  refused(await theirs.getRole({ query: { roleId: id, organizationId: org.id } }), ...STRANGER);
  refused(await theirs.deleteRole({ roleId: id }), 400, "NO_ACTIVE_ORGANIZATION");
  refused(await theirs.deleteRole({ roleId: id, organizationId: org.id }), ...STRANGER);
  refused(await member.client.organization.deleteRole({ roleId: id }), 403, "YOU_ARE_NOT_ALLOWED_TO_DELETE_A_ROLE");
  refused(await owner.client.organization.deleteRole({ roleName: "member" }), 400, "CANNOT_DELETE_A_PRE_DEFINED_ROLE");
  refusedRaw(await owner.browser.post("/organization/delete-role", {}), 400, "VALIDATION_ERROR");
  const { organization: nobodys } = new Browser().client;
  refused(await nobodys.listRoles(), 401, "UNAUTHORIZED");
  refused(await nobodys.getRole({ query: { roleId: id } }), 401, "UNAUTHORIZED");
  refused(await nobodys.deleteRole({ roleId: id }), 401, "UNAUTHORIZED");
});

test("what the given roles allow", async () => {
  const table = [
    [{ organization: ["update"] }, true, true, false],
    [{ organization: ["delete"] }, true, false, false],
    [{ member: ["create", "update", "delete"] }, true, true, false],
    [{ invitation: ["create", "cancel"] }, true, true, false],
    [{ team: ["create", "update", "delete"] }, true, true, false],
    [{ ac: ["read"] }, true, true, true],
    [{ ac: ["create", "update", "delete"] }, true, true, false],
    [{ member: ["create"], organization: ["delete"] }, true, false, false],
    [{ nonsense: ["create"] }, false, false, false],
  ];
  for (const [permissions, ...expected] of table) {
    const people = [owner, admin, member];
    for (const [at, { client }] of people.entries())
      assert.equal(
        ok(await client.organization.hasPermission({ permissions })).success,
        expected[at],
        `${at} ${JSON.stringify(permissions)}`,
      );
  }
  const { organization: local } = owner.client;
  assert.equal(local.checkRolePermission({ role: "admin", permissions: { organization: ["delete"] } }), false);
});

test("asking wrongly", async () => {
  const permissions = { member: ["create"] };
  refused(await stranger.client.organization.hasPermission({ permissions }), 400, "NO_ACTIVE_ORGANIZATION");
  const there = await stranger.client.organization.hasPermission({ permissions, organizationId: org.id });
  refused(there, 401, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION");
  refused(await new Browser().client.organization.hasPermission({ permissions }), 401, "UNAUTHORIZED");
  refusedRaw(await owner.browser.post("/organization/has-permission", {}), 400, "VALIDATION_ERROR");
});

const kontors = { skip: !right("permissions") && "roles have no permissions of a shop" };

test("a role carries the permissions of the shop", kontors, async () => {
  const role = unique("packer");
  const allowed = { order: ["read", "write"], team: ["create"] };
  const { roleData } = ok(await create(owner, { role, permission: allowed }));
  assert.deepEqual(roleData.permission, allowed);
  const someone = await person();
  await join(org.id, owner, someone, role);
  const may = async (permissions) => ok(await someone.client.organization.hasPermission({ permissions })).success;
  assert.deepEqual([await may(allowed), await may({ order: ["refund"] }), await may({ staff: ["read"] })], [true, false, false]);
  refused(await create(owner, { permission: { order: ["fly"] } }), 403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_ROLE");
  // Who may make roles makes none that does more than he may, in the shop either.
  const maker = unique("maker");
  ok(await create(owner, { role: maker, permission: { ac: ["create"], order: ["read"] } }));
  const limited = await person();
  await join(org.id, owner, limited, maker);
  ok(await create(limited, { permission: { order: ["read"] } }));
  const above = await create(limited, { permission: { order: ["read", "write"], customer: ["read"] } });
  refused(above, 403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_ROLE");
  assert.deepEqual(above.error.missingPermissions.sort(), ["customer:read", "order:write"]);
});

test("the roles that every shop has are given and not made", kontors, async () => {
  for (const role of ["editor", "marketer", "support", "viewer"]) {
    refused(await create(owner, { role }), 400, "ROLE_NAME_IS_ALREADY_TAKEN");
    const someone = await person();
    const joined = await join(org.id, owner, someone, role);
    assert.equal(joined.role, role);
    const { success } = ok(await someone.client.organization.hasPermission({ permissions: { product: ["read"] } }));
    assert.equal(success, true, role);
  }
});
