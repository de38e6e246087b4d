// Organizations themselves: making, seeing, choosing, changing and deleting them.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { has, MEMBER, ok, ORGANIZATION, refused, refusedRaw, times } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { useMailbox } from "./support/mailbox.mjs";
import { organization, staffed } from "./support/organizations.mjs";
import { person, session, unique } from "./support/people.mjs";

useMailbox();

const NOT_A_MEMBER = "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION";
let org, owner, admin, member, stranger;

before(async () => {
  ({ org, owner, admin, member, stranger } = await staffed());
});

test("making one", async () => {
  const founder = await person();
  const slug = unique("making");
  const made = ok(
    await founder.client.organization.create({ name: "Making", slug, logo: "/logo.png", metadata: { plan: "pro" } }),
  );
  has(made, [...ORGANIZATION, "members"]);
  times(made, ["createdAt"]);
  assert.deepEqual([made.name, made.slug, made.logo, made.metadata], ["Making", slug, "/logo.png", { plan: "pro" }]);
  assert.equal(made.members.length, 1);
  has(made.members[0], MEMBER);
  assert.deepEqual([made.members[0].userId, made.members[0].role], [founder.user.id, "owner"]);
  const { activeOrganizationId, activeTeamId } = (await session(founder.browser)).session;
  assert.equal(activeOrganizationId, made.id, "its founder is active in it");
  const [team] = ok(await founder.client.organization.listTeams());
  assert.equal(team.name, "Making", "a first team has the organization's name");
  assert.equal(activeTeamId, team.id);
});

test("making one beside the active one", async () => {
  const founder = await person();
  const first = await organization(founder);
  const second = await organization(founder, { keepCurrentActiveOrganization: true });
  assert.equal((await session(founder.browser)).session.activeOrganizationId, first.id);
  assert.equal(second.metadata ?? null, null);
});

test("making one wrongly", async () => {
  const { client } = stranger;
  refused(await client.organization.create({ name: "x", slug: org.slug }), 400, "ORGANIZATION_ALREADY_EXISTS");
  refused(await client.organization.create({ name: "", slug: unique() }), 400, "VALIDATION_ERROR", /^\[body\.name\] /);
  refused(await client.organization.create({ name: "x" }), 400, "VALIDATION_ERROR", /^\[body\.slug\] /);
  const anonymous = new Browser();
  refused(await anonymous.client.organization.create({ name: "x", slug: unique() }), 401, undefined);
  assert.deepEqual([anonymous.last.text, anonymous.last.headers.get("content-type")], ["", "application/json"]);
});

test("whether a slug is free", async () => {
  const { client } = owner;
  assert.deepEqual(ok(await client.organization.checkSlug({ slug: unique() })), { status: true });
  refused(await client.organization.checkSlug({ slug: org.slug }), 400, "ORGANIZATION_SLUG_ALREADY_TAKEN");
  refused(await new Browser().client.organization.checkSlug({ slug: unique() }), 401, "UNAUTHORIZED");
});

test("seeing one's own", async () => {
  const list = ok(await member.client.organization.list());
  assert.deepEqual(
    list.map(({ id }) => id),
    [org.id],
  );
  has(list[0], ORGANIZATION);
  times(list[0], ["createdAt"]);
  assert.deepEqual(ok(await stranger.client.organization.list()), []);
  refused(await new Browser().client.organization.list(), 401, "UNAUTHORIZED");
});

test("seeing one", async () => {
  const { client } = member;
  for (const query of [undefined, { organizationId: org.id }, { organizationSlug: org.slug }]) {
    const seen = ok(await client.organization.getOrganization({ query }));
    assert.equal(seen.id, org.id);
    has(seen, ORGANIZATION);
    const full = ok(await client.organization.getFullOrganization({ query }));
    has(full, [...ORGANIZATION, "members", "invitations", "teams"]);
    assert.deepEqual(full.members.map(({ role }) => role).sort(), ["admin", "member", "owner"]);
    has(full.members[0], [...MEMBER, "user"]);
    assert.deepEqual(Object.keys(full.members[0].user).sort(), ["email", "id", "image", "name"]);
    assert.equal(full.teams.length, 1);
  }
  const some = ok(await client.organization.getFullOrganization({ query: { membersLimit: 1 } }));
  assert.equal(some.members.length, 1);
});

test("invitations are shown to those who may invite", async () => {
  ok(await owner.client.organization.inviteMember({ email: `${unique()}@example.test`, role: "member" }));
  const seen = async ({ client }) => ok(await client.organization.getFullOrganization()).invitations;
  assert.ok((await seen(owner)).some(({ status }) => status === "pending"));
  assert.ok((await seen(admin)).some(({ status }) => status === "pending"));
  assert.deepEqual(await seen(member), []);
});

test("seeing one wrongly", async () => {
  for (const call of ["getOrganization", "getFullOrganization"]) {
    assert.equal(ok(await stranger.client.organization[call]()), null, "none is active");
    refused(await stranger.client.organization[call]({ query: { organizationId: org.id } }), 403, NOT_A_MEMBER);
    refused(
      await stranger.client.organization[call]({ query: { organizationId: "nothing" } }),
      400,
      "ORGANIZATION_NOT_FOUND",
    );
    refused(
      await stranger.client.organization[call]({ query: { organizationSlug: "nothing" } }),
      400,
      "ORGANIZATION_NOT_FOUND",
    );
    refused(await new Browser().client.organization[call](), 401, "UNAUTHORIZED");
  }
});

test("choosing the active one", async () => {
  const { client, browser } = await person();
  const one = await organization({ client });
  const two = await organization({ client });
  const active = async () => (await session(browser)).session.activeOrganizationId;
  assert.equal(ok(await client.organization.setActive({ organizationId: one.id })).id, one.id);
  assert.ok(browser.jar.wasSet("session_token"));
  assert.equal(await active(), one.id);
  has(ok(await client.organization.setActive({ organizationSlug: two.slug })), ORGANIZATION);
  assert.equal(await active(), two.id);
  assert.equal(ok(await client.organization.setActive({ organizationId: null })), null);
  assert.equal(await active(), null);
  assert.equal(ok(await client.organization.setActive({ organizationId: null })), null);
  assert.equal((await browser.post("/organization/set-active", {})).body, null, "nothing said, nothing active");
});

test("choosing one wrongly", async () => {
  const { client } = stranger;
  refused(await client.organization.setActive({ organizationId: org.id }), 403, NOT_A_MEMBER);
  refused(await client.organization.setActive({ organizationId: "nothing" }), 403, NOT_A_MEMBER);
  refused(await client.organization.setActive({ organizationSlug: "nothing" }), 400, "ORGANIZATION_NOT_FOUND");
  refused(await new Browser().client.organization.setActive({ organizationId: org.id }), 401, "UNAUTHORIZED");
});

test("changing one", async () => {
  const boss = await person();
  const own = await organization(boss);
  const { client } = boss;
  const data = { name: "Changed", slug: unique("changed"), logo: "/new.png", metadata: { plan: "free", seats: 3 } };
  const changed = ok(await client.organization.update({ data, organizationId: own.id }));
  has(changed, ORGANIZATION);
  for (const [key, value] of Object.entries(data)) assert.deepEqual(changed[key], value, key);
  const seen = ok(await client.organization.getOrganization());
  assert.equal(seen.name, "Changed");
  assert.deepEqual(typeof seen.metadata === "string" ? JSON.parse(seen.metadata) : seen.metadata, data.metadata);
  assert.equal(
    ok(await client.organization.update({ data: { logo: null } })).logo,
    null,
    "the active one, and only what is said",
  );
});

test("lists say metadata as text, other answers as an object", async () => {
  const boss = await person();
  const own = await organization(boss, { metadata: { plan: "pro" } });
  assert.deepEqual(own.metadata, { plan: "pro" });
  const texts = [
    ok(await boss.client.organization.list())[0],
    ok(await boss.client.organization.getOrganization()),
    ok(await boss.client.organization.getFullOrganization()),
    ok(await boss.client.organization.setActive({ organizationId: own.id })),
  ].map(({ metadata }) => metadata);
  assert.deepEqual(texts, Array(4).fill('{"plan":"pro"}'));
});

test("changing one wrongly", async () => {
  const other = await organization(await person());
  const data = { name: "x" };
  const organizationId = org.id;
  refused(await stranger.client.organization.update({ data, organizationId }), 400, NOT_A_MEMBER);
  refused(await member.client.organization.update({ data }), 403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_ORGANIZATION");
  refused(
    await owner.client.organization.update({ data: { slug: other.slug } }),
    400,
    "ORGANIZATION_SLUG_ALREADY_TAKEN",
  );
  refused(await owner.client.organization.update({ data: { name: "" } }), 400, "VALIDATION_ERROR");
  refused(await stranger.client.organization.update({ data }), 400, "ORGANIZATION_NOT_FOUND");
  refused(await new Browser().client.organization.update({ data, organizationId }), 401, undefined, "User not found");
});

test("deleting one", async () => {
  const boss = await person();
  const own = await organization(boss);
  const gone = ok(await boss.client.organization.delete({ organizationId: own.id }));
  assert.equal(gone.id, own.id);
  assert.deepEqual(ok(await boss.client.organization.list()), []);
  assert.equal((await session(boss.browser)).session.activeOrganizationId, null);
  refused(await boss.client.organization.delete({ organizationId: own.id }), 400, NOT_A_MEMBER);
});

test("deleting one wrongly", async () => {
  const organizationId = org.id;
  const not = [403, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_ORGANIZATION"];
  refused(await admin.client.organization.delete({ organizationId }), ...not);
  refused(await member.client.organization.delete({ organizationId }), ...not);
  refused(await stranger.client.organization.delete({ organizationId }), 400, NOT_A_MEMBER);
  refused(await new Browser().client.organization.delete({ organizationId }), 401, undefined);
  refusedRaw(await owner.browser.post("/organization/delete", {}), 400, "VALIDATION_ERROR");
});
