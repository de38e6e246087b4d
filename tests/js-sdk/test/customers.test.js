// Customers, as a storefront keeps them: Medusa's client, unmodified. Each run registers addresses of its own.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import Medusa from "./record.js";
import { assertId, assertPage, assertRefused, assertTime, demo, patiently } from "./support.js";

const PASSWORD = "a long enough passphrase";
const newAddress = () => `sdk-${randomUUID()}@example.test`;

/** A client that keeps its token in memory, as the starter's server does. */
const visitor = () =>
  new Medusa({ baseUrl: demo.url, publishableKey: demo.publishable_key, auth: { type: "jwt", jwtTokenStorageMethod: "memory" } });

const claims = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url"));

async function join(sdk, email) {
  await patiently(() => sdk.auth.register("customer", "emailpass", { email, password: PASSWORD }));
  const { customer } = await sdk.store.customer.create({ email, first_name: "Ida" });
  const token = await patiently(() => sdk.auth.login("customer", "emailpass", { email, password: PASSWORD }));
  return { customer, token };
}

test("register, become a customer, sign in, read and change oneself", async () => {
  const sdk = visitor();
  const email = newAddress();
  const { customer, token } = await join(sdk, email);
  assertId(customer.id, "cus");
  assertTime(customer.created_at);
  assert.deepEqual([customer.email, customer.first_name, customer.has_account], [email, "Ida", true]);
  assert.equal(claims(token).actor_id, customer.id);

  const { customer: me } = await sdk.store.customer.retrieve();
  assert.deepEqual(me, { ...customer, addresses: [] });
  const { customer: changed } = await sdk.store.customer.update({ phone: "+45 12 34 56 78", metadata: { size: "M" } });
  assert.deepEqual([changed.phone, changed.metadata], ["+45 12 34 56 78", { size: "M" }]);
  // As the starter reads him.
  const starter = await sdk.client.fetch("/store/customers/me", { method: "GET", query: { fields: "*orders" } });
  assert.equal(starter.customer.id, customer.id);
});

test("addresses are kept, listed, changed and forgotten", async () => {
  const sdk = visitor();
  const { customer } = await join(sdk, newAddress());
  const home = { first_name: "Ida", address_1: "Havnegade 12", city: "København", postal_code: "1058", country_code: "dk" };
  const { customer: one } = await sdk.store.customer.createAddress({ ...home, is_default_shipping: true });
  assert.equal(one.addresses.length, 1);
  const [{ id }] = one.addresses;
  assertId(id, "cuaddr");
  await sdk.store.customer.createAddress({ ...home, city: "Kiel", country_code: "de", is_default_shipping: true });

  const page = await sdk.store.customer.listAddress({ limit: 1, order: "-created_at" });
  assertPage(page, "addresses", { limit: 1, offset: 0 });
  assert.deepEqual([page.count, page.addresses[0].city], [2, "Kiel"]);
  const { address } = await sdk.store.customer.retrieveAddress(id);
  assert.deepEqual([address.customer_id, address.is_default_shipping], [customer.id, false]);
  const { customer: changed } = await sdk.store.customer.updateAddress(id, { city: "Aarhus", is_default_shipping: true });
  assert.deepEqual(changed.addresses.map((each) => [each.city, each.is_default_shipping]), [["Aarhus", true], ["Kiel", false]]);
  const gone = await sdk.store.customer.deleteAddress(id);
  assert.deepEqual([gone.id, gone.object, gone.deleted, gone.parent.addresses.length], [id, "address", true, 1]);
  await assertRefused(sdk.store.customer.retrieveAddress(id), 404, `Address with id: ${id} was not found`);
});

test("a token is renewed, and forgotten by signing out", async () => {
  const sdk = visitor();
  const { customer } = await join(sdk, newAddress());
  const { token } = await sdk.auth.refresh();
  assert.equal(claims(token).app_metadata.customer_id, customer.id);
  assert.equal((await sdk.store.customer.retrieve()).customer.id, customer.id);
  await sdk.auth.logout();
  await assertRefused(sdk.store.customer.retrieve(), 401, "Unauthorized");
});

test("what the starter shows when signing in fails", async () => {
  const sdk = visitor();
  const login = (password) =>
    patiently(() => sdk.auth.login("customer", "emailpass", { email: demo.customer_email, password }));
  await assertRefused(login("wrong"), 401, "Invalid email or password");
  await login(demo.customer_password);
  const { customer } = await sdk.store.customer.retrieve();
  assert.deepEqual(customer.addresses.map(({ country_code }) => country_code), ["dk", "de"]);
  await assertRefused(sdk.store.customer.create({}), 400, "Request already authenticated as a customer.");
});

test("a new password is asked for, and needs the token of the mail", async () => {
  const sdk = visitor();
  await patiently(() => sdk.auth.resetPassword("customer", "emailpass", { identifier: newAddress() }));
  const update = sdk.auth.updateProvider("customer", "emailpass", { password: PASSWORD }, "a token that is none");
  await assertRefused(update, 401, "Invalid token");
  assert.equal((await sdk.auth.listProviders("customer")).providers[0].id, "emailpass");
});

test("somebody of the staff makes an account, and proves its address before it is anything", async () => {
  const sdk = visitor();
  const email = newAddress();
  const token = await patiently(() => sdk.auth.register("user", "emailpass", { email, password: PASSWORD }));
  assert.deepEqual([claims(token).actor_id, claims(token).actor_type], ["", "user"]);
  // The client has no method for it, and the token of the registration already.
  const make = () => sdk.client.fetch("/auth/emailpass/user", { method: "POST" });
  const { user } = await patiently(make);
  assertId(user.id, "user");
  assertTime(user.created_at);
  assert.equal(user.email, email);
  await assertRefused(patiently(make), 401, "Unauthorized");
  const answer = await patiently(() => sdk.auth.login("user", "emailpass", { email, password: PASSWORD }));
  assert.deepEqual([answer.verification_required, answer.verification.entity_id], [true, email]);
  const link = () => sdk.client.fetch("/auth/user/emailpass", { method: "GET" });
  await assertRefused(patiently(link), 401, /in the body of POST/);
});
