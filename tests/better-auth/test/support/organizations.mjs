// Organizations and who is in them.

import { ok } from "./asserts.mjs";
import { person, unique } from "./people.mjs";

/** A new organization of `owner`, who is active in it. */
export async function organization(owner, given = {}) {
  return ok(await owner.client.organization.create({ name: "Shop", slug: unique("shop"), ...given }));
}

/** Invites `who` and accepts for him. */
export async function join(organizationId, by, who, role = "member", given = {}) {
  const invitation = ok(
    await by.client.organization.inviteMember({ email: who.email, role, organizationId, ...given }),
  );
  return ok(await who.client.organization.acceptInvitation({ invitationId: invitation.id })).member;
}

/** An organization with an owner, an admin and a member, all active in it, and a stranger. */
export async function staffed() {
  const [owner, admin, member, stranger] = await Promise.all(
    ["owner", "admin", "member", "stranger"].map((name) => person(name)),
  );
  const org = await organization(owner);
  admin.member = await join(org.id, owner, admin, "admin");
  member.member = await join(org.id, owner, member);
  owner.member = org.members[0];
  return { org, owner, admin, member, stranger };
}
