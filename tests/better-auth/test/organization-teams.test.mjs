// Teams within an organization.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { has, ok, refused, times } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { join, organization, staffed } from "./support/organizations.mjs";
import { person, session, unique } from "./support/people.mjs";

useMailbox();

const TEAM = ["id", "name", "organizationId", "createdAt", "updatedAt"];
const TEAM_MEMBER = ["id", "teamId", "userId", "createdAt"];
const NO_ACTIVE = [400, "NO_ACTIVE_ORGANIZATION"];
let org, owner, admin, member, stranger, first;

before(async () => {
  ({ org, owner, admin, member, stranger } = await staffed());
  [first] = ok(await owner.client.organization.listTeams());
});

const team = async (by = owner) => ok(await by.client.organization.createTeam({ name: unique("team") }));
const add = (by, { id }, who, given = {}) =>
  by.client.organization.addTeamMember({ teamId: id, userId: who.user.id, ...given });

test("making, changing, seeing and removing one", async () => {
  const name = unique("team");
  const made = ok(await admin.client.organization.createTeam({ name }));
  has(made, TEAM);
  times(made, ["createdAt"]);
  assert.deepEqual([made.name, made.organizationId], [name, org.id]);
  const renamed = ok(await owner.client.organization.updateTeam({ teamId: made.id, data: { name: `${name}!` } }));
  assert.deepEqual([renamed.id, renamed.name], [made.id, `${name}!`]);
  times(renamed, ["updatedAt"]);
  for (const query of [undefined, { organizationId: org.id }]) {
    const teams = ok(await member.client.organization.listTeams({ query }));
    assert.deepEqual(new Set(teams.map((one) => one.name)), new Set([first.name, `${name}!`]));
  }
  const gone = ok(await owner.client.organization.removeTeam({ teamId: made.id }));
  assert.deepEqual(gone, { message: "Team removed successfully." });
  assert.equal(ok(await member.client.organization.listTeams()).length, 1);
});

test("making one wrongly", async () => {
  const make = (by, given = {}) => by.client.organization.createTeam({ name: "x", ...given });
  refused(await make(member), 403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_TEAMS_IN_THIS_ORGANIZATION");
  refused(await make(stranger), ...NO_ACTIVE);
  refused(
    await make(stranger, { organizationId: org.id }),
    403,
    "YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION",
  );
  refused(await make(new Browser()), 401, undefined);
  refused(await owner.client.organization.createTeam({ organizationId: org.id }), 400, "VALIDATION_ERROR");
});

test("changing one wrongly", async () => {
  const change = (by, teamId, data = { name: "x" }) => by.client.organization.updateTeam({ teamId, data });
  refused(await change(member, first.id), 403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_TEAM");
  refused(await change(owner, "nothing"), 400, "TEAM_NOT_FOUND");
  refused(await change(stranger, first.id), ...NO_ACTIVE);
  refused(await change(stranger, first.id, { organizationId: org.id }), 403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_TEAM");
  refused(await change(new Browser(), first.id), 401, "UNAUTHORIZED");
});

test("removing one wrongly", async () => {
  const remove = (by, teamId, given = {}) => by.client.organization.removeTeam({ teamId, ...given });
  const own = await organization(await person());
  const spare = await team();
  refused(await remove(member, spare.id), 403, "YOU_ARE_NOT_ALLOWED_TO_DELETE_TEAMS_IN_THIS_ORGANIZATION");
  refused(await remove(owner, "nothing"), 400, "TEAM_NOT_FOUND");
  refused(await remove(stranger, spare.id), ...NO_ACTIVE);
  refused(await remove(stranger, spare.id, { organizationId: org.id }), 403, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_TEAM");
  refused(await remove(owner, spare.id, { organizationId: own.id }), 403, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_TEAM");
  refused(await remove(owner, first.id), 403, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_TEAM", undefined);
  refused(await remove(new Browser(), spare.id, { organizationId: org.id }), 401, undefined);
  ok(await remove(owner, spare.id));
  refused(await remove(admin, first.id), 400, "UNABLE_TO_REMOVE_LAST_TEAM");
});

test("seeing them wrongly", async () => {
  const see = (by, query) => by.client.organization.listTeams({ query });
  refused(await see(stranger), ...NO_ACTIVE);
  refused(await see(stranger, { organizationId: org.id }), 403, "YOU_ARE_NOT_ALLOWED_TO_ACCESS_THIS_ORGANIZATION");
  refused(await see(new Browser()), 401, "UNAUTHORIZED");
});

test("who is in one", async () => {
  const one = await team();
  const added = ok(await add(admin, one, member));
  has(added, TEAM_MEMBER);
  times(added, ["createdAt"]);
  assert.deepEqual([added.teamId, added.userId], [one.id, member.user.id]);
  assert.equal(ok(await add(owner, one, member)).id, added.id, "once only");
  const seen = ok(await member.client.organization.listTeamMembers({ query: { teamId: one.id } }));
  assert.deepEqual(
    seen.map(({ userId }) => userId),
    [member.user.id],
  );
  has(seen[0], TEAM_MEMBER);
  const mine = ok(await member.client.organization.listUserTeams());
  assert.deepEqual(
    mine.map(({ id }) => id),
    [one.id],
  );
  has(mine[0], TEAM);
  const query = { userId: member.user.id, organizationId: org.id };
  assert.deepEqual(
    ok(await admin.client.organization.listUserTeams({ query })).map(({ id }) => id),
    [one.id],
  );
  const removed = ok(await owner.client.organization.removeTeamMember({ teamId: one.id, userId: member.user.id }));
  assert.deepEqual(removed, { message: "Team member removed successfully." });
  assert.deepEqual(ok(await member.client.organization.listUserTeams()), []);
  ok(await owner.client.organization.removeTeam({ teamId: one.id }));
});

test("who is in one, wrongly", async () => {
  const one = await team();
  refused(await add(member, one, member), 403, "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_NEW_TEAM_MEMBER");
  refused(await add(owner, one, stranger), 400, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION");
  refused(await add(owner, { id: "nothing" }, member), 400, "TEAM_NOT_FOUND");
  refused(await add(stranger, one, member), ...NO_ACTIVE);
  refused(
    await add(stranger, one, member, { organizationId: org.id }),
    400,
    "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION",
  );
  refused(await add(new Browser(), one, member), 401, "UNAUTHORIZED");
  const remove = (by, { id }, who) => by.client.organization.removeTeamMember({ teamId: id, userId: who.user.id });
  refused(await remove(member, one, owner), 403, "YOU_ARE_NOT_ALLOWED_TO_REMOVE_A_TEAM_MEMBER");
  refused(await remove(owner, one, member), 400, "USER_IS_NOT_A_MEMBER_OF_THE_TEAM");
  refused(await remove(owner, one, stranger), 400, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION");
  refused(await remove(owner, { id: "nothing" }, member), 400, "TEAM_NOT_FOUND");
  refused(await remove(stranger, one, member), ...NO_ACTIVE);
  refused(await remove(new Browser(), one, member), 401, "UNAUTHORIZED");
  const see = (by, query) => by.client.organization.listTeamMembers({ query });
  refused(await see(member, { teamId: one.id }), 400, "USER_IS_NOT_A_MEMBER_OF_THE_TEAM");
  refused(await see(member, { teamId: "nothing" }), 400, "TEAM_NOT_FOUND");
  refused(await see(member), 400, "YOU_DO_NOT_HAVE_AN_ACTIVE_TEAM");
  refused(await see(new Browser(), { teamId: one.id }), 401, "UNAUTHORIZED");
});

test("other people's teams", async () => {
  const see = (by, query) => by.client.organization.listUserTeams({ query });
  refused(await see(member, { userId: owner.user.id }), 403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER");
  refused(await see(stranger, { userId: owner.user.id }), ...NO_ACTIVE);
  refused(
    await see(stranger, { userId: owner.user.id, organizationId: org.id }),
    403,
    "YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION",
  );
  refused(await see(stranger, { organizationId: org.id }), 403, "YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION");
  refused(await see(owner, { userId: stranger.user.id }), 400, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION");
  refused(await see(new Browser()), 401, "UNAUTHORIZED");
});

test("the active team", async () => {
  const one = await team();
  ok(await add(owner, one, member));
  const active = async () => (await session(member.browser)).session.activeTeamId;
  const set = (teamId, by = member) => by.client.organization.setActiveTeam({ teamId });
  const chosen = ok(await set(one.id));
  has(chosen, TEAM);
  assert.equal(await active(), one.id);
  assert.equal(ok(await member.client.organization.listTeamMembers()).length, 1);
  assert.equal(ok(await set(null)), null);
  assert.equal(await active(), null);
  assert.equal(ok(await set(null)), null);
  refused(await set(first.id), 403, "USER_IS_NOT_A_MEMBER_OF_THE_TEAM");
  refused(await set("nothing"), 400, "TEAM_NOT_FOUND");
  refused(await set(one.id, stranger), ...NO_ACTIVE);
  refused(await set(one.id, new Browser()), 401, "UNAUTHORIZED");
});

test("inviting into teams", async () => {
  const teams = [await team(), await team()];
  const [one, two] = [await person(), await person()];
  const given = { teamId: teams.map(({ id }) => id) };
  await join(org.id, owner, one, "member", given);
  assert.deepEqual(
    new Set(ok(await one.client.organization.listUserTeams()).map(({ id }) => id)),
    new Set(given.teamId),
  );
  await join(org.id, owner, two, "member", { teamId: teams[0].id });
  assert.equal((await session(two.browser)).session.activeTeamId, teams[0].id, "a single team becomes the active one");
  ok(await owner.client.organization.removeMember({ memberIdOrEmail: one.email }));
  const left = ok(await two.client.organization.listTeamMembers({ query: { teamId: teams[0].id } }));
  assert.deepEqual(
    left.map(({ userId }) => userId),
    [two.user.id],
    "who leaves the organization leaves its teams",
  );
});
