// What tests say about answers.

import assert from "node:assert/strict";

/** The data of a client's answer that must have succeeded. */
export function ok({ data, error }) {
  assert.equal(error, null, `refused: ${JSON.stringify(error)}`);
  return data;
}

/** Refused with this status and code; `undefined` as the code says that there must be none. */
export function refused({ data, error }, status, code, message) {
  assert.ok(error, `answered: ${JSON.stringify(data)}`);
  assert.deepEqual({ status: error.status, code: error.code }, { status, code }, JSON.stringify(error));
  if (message instanceof RegExp) assert.match(error.message, message);
  else if (message !== undefined) assert.equal(error.message, message);
}

/** The same for an answer without the client. */
export const refusedRaw = (answer, status, code, message) =>
  refused({ data: answer.body, error: { ...answer.body, status: answer.status } }, status, code, message);

export function has(object, keys) {
  assert.ok(object && typeof object === "object", `no object: ${object}`);
  const missing = keys.filter((key) => !(key in object));
  assert.deepEqual(missing, [], `missing in ${JSON.stringify(object)}`);
}

export function lacks(object, keys) {
  assert.deepEqual(
    keys.filter((key) => key in object),
    [],
    JSON.stringify(object),
  );
}

export const USER = ["id", "name", "email", "emailVerified", "image", "createdAt", "updatedAt"];
export const USER_ADMIN = [...USER, "role", "banned", "banReason", "banExpires", "twoFactorEnabled"];
export const SESSION = ["id", "token", "userId", "expiresAt", "createdAt", "updatedAt", "ipAddress", "userAgent"];
export const SESSION_ALL = [...SESSION, "activeOrganizationId", "activeTeamId", "impersonatedBy"];
export const ORGANIZATION = ["id", "name", "slug", "logo", "createdAt", "metadata"];
export const MEMBER = ["id", "organizationId", "userId", "role", "createdAt"];
export const INVITATION = [
  "id",
  "organizationId",
  "email",
  "role",
  "status",
  "expiresAt",
  "createdAt",
  "inviterId",
  "teamId",
];

/** The client makes a Date of exactly what it recognizes as a time. */
export function times(object, keys) {
  for (const key of keys) assert.ok(object[key] instanceof Date, `${key} is no time: ${JSON.stringify(object[key])}`);
}

/** Times in the text itself: ISO 8601, UTC, three digits after the second. */
export function timesInText(text) {
  for (const [time] of text.matchAll(/"\d{4}-\d\d-\d\dT[^"]*"/g)) assert.match(time, /^"[\d-]+T[\d:]{8}\.\d{3}Z"$/);
}

/** Within `slack` seconds of `seconds` from now. */
export function inSeconds(time, seconds, slack = 30) {
  const off = Math.abs(time.getTime() - Date.now() - seconds * 1000);
  assert.ok(off <= slack * 1000, `${time.toISOString()} is ${off / 1000} s away from ${seconds} s from now`);
}

/** A redirect to `to`, with these search parameters among its own. */
export function redirected(answer, to, parameters = {}) {
  assert.equal(answer.status, 302, `${answer.status}: ${answer.text}`);
  assert.equal(answer.text, "");
  const there = new URL(answer.headers.get("location"), "http://here.test");
  const wanted = new URL(to, "http://here.test");
  assert.equal(there.pathname, wanted.pathname, answer.headers.get("location"));
  if (/^https?:/.test(to)) assert.equal(there.origin, wanted.origin);
  for (const [name, value] of Object.entries(parameters)) assert.equal(there.searchParams.get(name), value, there.href);
  return there;
}
