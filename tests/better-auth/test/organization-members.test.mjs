// Who is in an organization, and as what.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { has, MEMBER, ok, refused, refusedRaw, times } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { join, organization, staffed } from "./support/organizations.mjs";
import { person, session } from "./support/people.mjs";

useMailbox();

const STRANGER = "YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION";
let org, owner, admin, member, stranger;

before(async () => {
  ({ org, owner, admin, member, stranger } = await staffed());
});

const list = async (query) => ok(await member.client.organization.listMembers({ query }));

test("seeing them", async () => {
  const { members, total } = await list();
  assert.equal(total, 3);
  assert.deepEqual(members.map(({ role }) => role).sort(), ["admin", "member", "owner"]);
  for (const one of members) {
    has(one, [...MEMBER, "user"]);
    times(one, ["createdAt"]);
    assert.deepEqual(Object.keys(one.user).sort(), ["email", "id", "image", "name"]);
    assert.equal(one.user.id, one.userId);
  }
  assert.equal((await list({ organizationId: org.id })).total, 3);
  assert.equal((await list({ organizationSlug: org.slug })).total, 3);
});

test("seeing some of them", async () => {
  const names = ({ members }) => members.map(({ role }) => role);
  assert.deepEqual(names(await list({ sortBy: "createdAt", sortDirection: "asc" })), ["owner", "admin", "member"]);
  assert.deepEqual(names(await list({ sortBy: "createdAt", sortDirection: "desc" })), ["member", "admin", "owner"]);
  const page = await list({ sortBy: "createdAt", sortDirection: "asc", limit: 1, offset: 1 });
  assert.deepEqual([names(page), page.total], [["admin"], 3]);
  const filter = { filterField: "role", filterOperator: "eq", filterValue: "owner" };
  const owners = await list(filter);
  assert.deepEqual([names(owners), owners.total], [["owner"], 1]);
  assert.deepEqual(names(await list({ ...filter, filterOperator: "ne", sortBy: "createdAt" })), ["admin", "member"]);
  assert.deepEqual(names(await list({ ...filter, filterOperator: "contains", filterValue: "mem" })), ["member"]);
});

test("seeing them wrongly", async () => {
  const see = ({ client }, query) => client.organization.listMembers({ query });
  refused(await see(stranger), 400, "NO_ACTIVE_ORGANIZATION");
  refused(await see(stranger, { organizationId: org.id }), 403, STRANGER);
  refused(await see(stranger, { organizationSlug: "nothing" }), 400, "ORGANIZATION_NOT_FOUND");
  refused(
    await see(member, { filterField: "role", filterOperator: "like", filterValue: "x" }),
    400,
    "VALIDATION_ERROR",
  );
  refused(await see(new Browser()), 401, "UNAUTHORIZED");
});

test("oneself in the active organization", async () => {
  const me = ok(await member.client.organization.getActiveMember());
  has(me, [...MEMBER, "user"]);
  assert.deepEqual([me.id, me.role, me.userId], [member.member.id, "member", member.user.id]);
  const role = async ({ client }, query) => ok(await client.organization.getActiveMemberRole({ query })).role;
  assert.equal(await role(admin), "admin");
  assert.equal(await role(member, { userId: owner.user.id }), "owner");
  assert.equal(await role(member, { organizationId: org.id }), "member");
  assert.equal(await role(member, { organizationSlug: org.slug }), "member");
});

test("oneself where one is not", async () => {
  refused(await stranger.client.organization.getActiveMember(), 400, "NO_ACTIVE_ORGANIZATION");
  const role = ({ client }, query) => client.organization.getActiveMemberRole({ query });
  refused(await role(stranger), 400, "NO_ACTIVE_ORGANIZATION");
  refused(await role(stranger, { organizationId: org.id }), 403, STRANGER);
  refused(await role(member, { userId: stranger.user.id }), 403, STRANGER);
  refused(await role(member, { organizationSlug: "nothing" }), 400, "ORGANIZATION_NOT_FOUND");
  refused(await new Browser().client.organization.getActiveMember(), 401, "UNAUTHORIZED");
  refused(await role(new Browser()), 401, "UNAUTHORIZED");
});

test("changing a role", async () => {
  const someone = await person();
  const { id } = await join(org.id, owner, someone);
  const set = (by, role, memberId = id) => by.client.organization.updateMemberRole({ memberId, role });
  const changed = ok(await set(owner, "admin"));
  has(changed, MEMBER);
  assert.deepEqual([changed.id, changed.role], [id, "admin"]);
  assert.equal(ok(await set(admin, ["admin", "member"])).role, "admin,member");
  assert.equal(ok(await someone.client.organization.getActiveMemberRole()).role, "admin,member");
  assert.equal(ok(await set(owner, "member")).role, "member");
});

test("nobody sets a role above his own", async () => {
  const not = [403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER"];
  const set = (by, role, { member: { id } }) =>
    by.client.organization.updateMemberRole({ memberId: id, role, organizationId: org.id });
  refused(await set(admin, "owner", member), ...not);
  refused(await set(admin, "owner", admin), ...not);
  refused(await set(admin, "member", owner), ...not);
  refused(await set(member, "admin", member), ...not);
  refused(await set(owner, "member", owner), 400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_WITHOUT_AN_OWNER");
  refused(await set(owner, "nonsense", member), 400, "ROLE_NOT_FOUND", /nonsense/);
  refused(await set(stranger, "owner", member), 400, "MEMBER_NOT_FOUND");
  refused(await set(owner, "admin", { member: { id: "nothing" } }), 400, "MEMBER_NOT_FOUND");
  refused(await set(owner, "", member), 400, undefined);
  refused(await set(new Browser(), "owner", member), 401, "UNAUTHORIZED");
  const other = await organization(stranger);
  refused(await set(owner, "member", { member: other.members[0] }), ...not);
  ok(await stranger.client.organization.delete({ organizationId: other.id }));
});

test("removing", async () => {
  const before = (await list()).total;
  const [one, two] = [await person(), await person()];
  const { id } = await join(org.id, owner, one);
  await join(org.id, owner, two);
  const removed = ok(await admin.client.organization.removeMember({ memberIdOrEmail: id })).member;
  assert.deepEqual([removed.id, removed.userId], [id, one.user.id]);
  assert.equal(
    ok(await owner.client.organization.removeMember({ memberIdOrEmail: two.email })).member.userId,
    two.user.id,
  );
  for (const gone of [one, two]) {
    refused(await gone.client.organization.listMembers({ query: { organizationId: org.id } }), 403, STRANGER);
    assert.deepEqual(ok(await gone.client.organization.list()), []);
  }
  assert.equal((await list()).total, before);
});

test("removing wrongly", async () => {
  const remove = (by, memberIdOrEmail) =>
    by.client.organization.removeMember({ memberIdOrEmail, organizationId: org.id });
  refused(await remove(member, admin.member.id), 401, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_MEMBER");
  refused(await remove(admin, owner.member.id), 400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER");
  refused(await remove(owner, owner.member.id), 400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER");
  refused(await remove(owner, "nothing"), 400, "MEMBER_NOT_FOUND");
  refused(await remove(owner, stranger.email), 400, "MEMBER_NOT_FOUND");
  refused(await remove(stranger, member.member.id), 400, "MEMBER_NOT_FOUND");
  refused(await remove(new Browser(), member.member.id), 401, "UNAUTHORIZED");
  refused(await stranger.client.organization.removeMember({ memberIdOrEmail: "x" }), 400, "NO_ACTIVE_ORGANIZATION");
});

test("leaving", async () => {
  const someone = await person();
  await join(org.id, owner, someone);
  assert.equal((await session(someone.browser)).session.activeOrganizationId, org.id);
  const left = ok(await someone.client.organization.leave({ organizationId: org.id }));
  assert.equal(left.userId, someone.user.id);
  assert.equal((await session(someone.browser)).session.activeOrganizationId, null);
  refused(await someone.client.organization.leave({ organizationId: org.id }), 400, "MEMBER_NOT_FOUND");
  refused(
    await owner.client.organization.leave({ organizationId: org.id }),
    400,
    "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER",
  );
  refused(await new Browser().client.organization.leave({ organizationId: org.id }), 401, "UNAUTHORIZED");
  refusedRaw(await someone.browser.post("/organization/leave", {}), 400, "VALIDATION_ERROR");
});

test("a second owner lets the first one go", async () => {
  const [first, second] = [await person(), await person()];
  const own = await organization(first);
  await join(own.id, first, second, "owner");
  await join(own.id, first, admin, "admin");
  const call = { memberIdOrEmail: own.members[0].id, organizationId: own.id };
  refused(
    await admin.client.organization.removeMember(call),
    400,
    "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER",
  );
  ok(await first.client.organization.leave({ organizationId: own.id }));
  refused(
    await second.client.organization.leave({ organizationId: own.id }),
    400,
    "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER",
  );
});
