// Inviting, and what the invited can do with it.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { has, inSeconds, INVITATION, MEMBER, ok, refused, times } from "./support/asserts.mjs";
import { Browser } from "./support/browser.mjs";
import { linkTo, useMailbox } from "./support/mailbox.mjs";
import { organization, staffed } from "./support/organizations.mjs";
import { addressOf, newPassword, person, session } from "./support/people.mjs";
import { right } from "./support/settings.mjs";

useMailbox();

const GONE = [400, "INVITATION_NOT_FOUND"];
const OTHERS = [403, "YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION"];
let org, owner, admin, member, stranger;

before(async () => {
  ({ org, owner, admin, member, stranger } = await staffed());
});

const invite = (by, given) => by.client.organization.inviteMember({ role: "member", organizationId: org.id, ...given });

test("inviting mails a link with the invitation's id", async () => {
  const email = addressOf("invited");
  const invitation = ok(await invite(owner, { email: email.toUpperCase(), organizationId: undefined }));
  has(invitation, INVITATION);
  times(invitation, ["expiresAt", "createdAt"]);
  inSeconds(invitation.expiresAt, 48 * 3600);
  assert.deepEqual(
    [
      invitation.email,
      invitation.role,
      invitation.status,
      invitation.organizationId,
      invitation.inviterId,
      invitation.teamId,
    ],
    [email, "member", "pending", org.id, owner.user.id, null],
  );
  assert.ok(await linkTo(email, new RegExp(invitation.id)));
});

test("accepting", async () => {
  const someone = await person();
  const { id } = ok(await invite(admin, { email: someone.email, role: ["admin", "member"] }));
  const { client, browser } = someone;
  const seen = ok(await client.organization.getInvitation({ query: { id } }));
  has(seen, [...INVITATION, "organizationName", "organizationSlug", "inviterEmail"]);
  assert.deepEqual(
    [seen.organizationName, seen.organizationSlug, seen.inviterEmail],
    [org.name, org.slug, admin.email],
  );
  const mine = ok(await client.organization.listUserInvitations());
  assert.deepEqual(
    mine.map((one) => one.id),
    [id],
  );
  has(mine[0], [...INVITATION, "organizationName"]);
  const accepted = ok(await client.organization.acceptInvitation({ invitationId: id }));
  assert.equal(accepted.invitation.status, "accepted");
  has(accepted.member, MEMBER);
  assert.deepEqual([accepted.member.userId, accepted.member.role], [someone.user.id, "admin,member"]);
  assert.equal((await session(browser)).session.activeOrganizationId, org.id);
  refused(await client.organization.acceptInvitation({ invitationId: id }), ...GONE);
  assert.deepEqual(ok(await client.organization.listUserInvitations()), []);
});

test("one invitation makes one member, however often it is accepted at once", async () => {
  const someone = await person();
  const { id } = ok(await invite(owner, { email: someone.email }));
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => someone.browser.copy().client.organization.acceptInvitation({ invitationId: id })),
  );
  assert.equal(answers.filter(({ data }) => data).length, 1);
  const { members } = ok(await owner.client.organization.listMembers());
  assert.equal(members.filter(({ userId }) => userId === someone.user.id).length, 1);
});

test("rejecting", async () => {
  const someone = await person();
  const { id } = ok(await invite(owner, { email: someone.email }));
  const answer = ok(await someone.client.organization.rejectInvitation({ invitationId: id }));
  assert.deepEqual([answer.invitation.id, answer.invitation.status, answer.member], [id, "rejected", null]);
  refused(await someone.client.organization.acceptInvitation({ invitationId: id }), ...GONE);
  refused(await someone.client.organization.rejectInvitation({ invitationId: id }), ...GONE);
});

test("taking it back", async () => {
  const someone = await person();
  const { id } = ok(await invite(owner, { email: someone.email }));
  refused(
    await member.client.organization.cancelInvitation({ invitationId: id }),
    403,
    "YOU_ARE_NOT_ALLOWED_TO_CANCEL_THIS_INVITATION",
  );
  refused(await stranger.client.organization.cancelInvitation({ invitationId: id }), 400, "MEMBER_NOT_FOUND");
  refused(await owner.client.organization.cancelInvitation({ invitationId: "nothing" }), ...GONE);
  refused(await new Browser().client.organization.cancelInvitation({ invitationId: id }), 401, "UNAUTHORIZED");
  const answer = ok(await admin.client.organization.cancelInvitation({ invitationId: id }));
  assert.deepEqual([answer.id, answer.status], [id, "canceled"]);
  refused(await someone.client.organization.acceptInvitation({ invitationId: id }), ...GONE);
  refused(await someone.client.organization.getInvitation({ query: { id } }), ...GONE);
});

test("it is for whom it is for", async () => {
  const { id } = ok(await invite(owner, { email: addressOf("invited") }));
  const { organization } = stranger.client;
  refused(await organization.getInvitation({ query: { id } }), ...OTHERS);
  refused(await organization.acceptInvitation({ invitationId: id }), ...OTHERS);
  refused(await organization.rejectInvitation({ invitationId: id }), ...OTHERS);
  refused(await organization.acceptInvitation({ invitationId: "nothing" }), ...GONE);
  refused(await organization.rejectInvitation({ invitationId: "nothing" }), ...GONE);
  refused(await organization.getInvitation({ query: { id: "nothing" } }), ...GONE);
  const { client } = new Browser();
  refused(await client.organization.getInvitation({ query: { id } }), 401, undefined, "Not authenticated");
  refused(await client.organization.acceptInvitation({ invitationId: id }), 401, "UNAUTHORIZED");
  refused(await client.organization.rejectInvitation({ invitationId: id }), 401, "UNAUTHORIZED");
});

test("the address must be proven", { skip: right("sign-up") && "nobody gets in whose address is not" }, async () => {
  const { client } = new Browser();
  const email = addressOf("unproven");
  ok(await client.signUp.email({ email, password: newPassword(), name: "Unproven" }));
  const { id } = ok(await invite(owner, { email }));
  refused(await client.organization.listUserInvitations(), 403, "EMAIL_VERIFICATION_REQUIRED_FOR_INVITATION");
  const accepted = await client.organization.acceptInvitation({ invitationId: id });
  if (right("invitation-verified"))
    refused(accepted, 403, "EMAIL_VERIFICATION_REQUIRED_BEFORE_ACCEPTING_OR_REJECTING_INVITATION");
  else assert.equal(ok(accepted).invitation.status, "accepted");
});

test("inviting again", async () => {
  const email = addressOf("invited");
  const first = ok(await invite(owner, { email }));
  refused(await invite(owner, { email }), 400, "USER_IS_ALREADY_INVITED_TO_THIS_ORGANIZATION");
  await linkTo(email, new RegExp(first.id));
  const second = ok(await invite(owner, { email, resend: true }));
  assert.equal(second.id, first.id);
  assert.ok(second.expiresAt >= first.expiresAt);
  await linkTo(email, new RegExp(first.id));
});

test("inviting wrongly", async () => {
  const email = addressOf("invited");
  refused(await invite(member, { email }), 403, "YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION");
  refused(await invite(admin, { email, role: "owner" }), 403, "YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE");
  refused(
    await invite(admin, { email, role: "member,owner" }),
    403,
    "YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE",
  );
  refused(await invite(stranger, { email }), 400, "MEMBER_NOT_FOUND");
  refused(await invite(stranger, { email, organizationId: undefined }), 400, "ORGANIZATION_NOT_FOUND");
  refused(await invite(owner, { email: "nobody" }), 400, "INVALID_EMAIL");
  refused(await invite(owner, { email: member.email }), 400, "USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION");
  refused(await invite(owner, { email, role: [] }), 400, "ROLE_NOT_FOUND");
  const unknown = await invite(owner, { email, role: "nonsense" });
  assert.equal(unknown.error.status, 400);
  assert.match(unknown.error.message, /nonsense/);
  refused(await invite(owner, { email, teamId: "nothing" }), 400, "TEAM_NOT_FOUND");
  refused(await invite(owner, { email, teamId: "a,b" }), 400, "INVALID_TEAM_ID");
  refused(await invite(new Browser(), { email }), 401, "UNAUTHORIZED");
});

test("the organization's invitations", async () => {
  const boss = await person();
  const own = await organization(boss);
  const { id } = ok(await boss.client.organization.inviteMember({ email: admin.email, role: "owner" }));
  const list = (by, query) => by.client.organization.listInvitations({ query });
  for (const query of [undefined, { organizationId: own.id }]) {
    const all = ok(await list(boss, query));
    assert.deepEqual(
      all.map((one) => one.id),
      [id],
    );
    has(all[0], INVITATION);
  }
  ok(await boss.client.organization.cancelInvitation({ invitationId: id }));
  assert.equal(ok(await list(boss))[0].status, "canceled", "also those that are over");
  ok(await invite(owner, { email: addressOf("boss"), role: "owner" }));
  assert.ok(ok(await list(owner)).some(({ role }) => role === "owner"));
  assert.ok(
    ok(await list(admin)).every(({ role }) => role !== "owner"),
    "only owners see who may become one",
  );
  refused(await list(member), 403, "YOU_ARE_NOT_ALLOWED_TO_LIST_INVITATIONS");
  refused(
    await list(stranger, { organizationId: org.id }),
    403,
    undefined,
    "You are not a member of this organization",
  );
  refused(await list(stranger), 400, undefined, "Organization ID is required");
  refused(await list(new Browser()), 401, "UNAUTHORIZED");
});

test("nobody asks for another address's invitations", async () => {
  const { client } = stranger;
  const no = "User email cannot be passed for client side API calls.";
  refused(await client.organization.listUserInvitations({ query: { email: owner.email } }), 400, undefined, no);
  const anonymous = await new Browser().client.organization.listUserInvitations();
  refused(anonymous, 400, undefined, "Missing session headers, or email query parameter.");
});
