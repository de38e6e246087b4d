// What the staff asks for an order besides changing it: how more of it is sent, that a difference is promised, and whose it is.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { admin, assertMoney, bought, goods, market, own, page } from "./selling.js";
import { assertId, assertRefused, client, demo } from "./support.js";

let shop;
let mug;

before(async () => {
  shop = await market();
  [mug] = await goods(shop, 20);
});

test("sdk.admin.order.listShippingOptions: the ways to send more of an order, with what they cost", async () => {
  const order = await bought(shop, [[mug, 1]]);
  const { shipping_options } = await admin.order.listShippingOptions(order.id);
  const standard = shipping_options.find(({ id }) => id === shop.standard.id);
  assert.equal(standard.name, "Standard");
  assertMoney(standard.amount, 4.9);
  assert.equal(standard.insufficient_inventory, false);
  await assertRefused(admin.order.listShippingOptions("order_x"), 404, /was not found|does not exist|not found/);
});

test("sdk.admin.paymentCollection.createPaymentSession, sdk.admin.order.authorizePaymentSession: what more of it costs is promised", async () => {
  const order = await bought(shop, [[mug, 1]]);
  await admin.orderEdit.initiateRequest({ order_id: order.id });
  await admin.orderEdit.addItems(order.id, { items: [{ variant_id: mug.id, quantity: 1 }] });
  await admin.orderEdit.confirm(order.id);
  const open = (await page(order.id)).payment_collections.find(({ amount }) => Math.abs(amount - 20) < 1e-6);
  const { payment_collection } = await admin.paymentCollection.createPaymentSession(open.id, { provider_id: "pp_system_default" });
  assert.equal(payment_collection.status, "awaiting");
  // Sessions are told to who pays.
  const told = await client(demo.publishable_key).client.fetch(`/store/payment-collections/${open.id}/payment-sessions`, {
    method: "POST", body: { provider_id: "pp_system_default" },
  });
  const [session] = told.payment_collection.payment_sessions;
  assertId(session.id, "payses");
  const done = await admin.order.authorizePaymentSession(order.id, session.id);
  assert.deepEqual([done.order.id, done.is_authorized], [order.id, true]);
  const now = (await page(order.id)).payment_collections.find(({ id }) => id === open.id);
  assert.equal(now.status, "authorized");
  await assertRefused(admin.order.authorizePaymentSession(order.id, "payses_x"), 404, /./);
});

test("sdk.admin.order.transferToGuest: an order whose address was wrong", async () => {
  const order = await bought(shop, [[mug, 1]]);
  const email = `${own("bo")}@example.test`;
  const given = await admin.order.transferToGuest(order.id, { email, description: "Mistyped" });
  assert.deepEqual([given.order.id, given.order.email], [order.id, email]);
  const now = await page(order.id);
  assert.equal(now.email, email);
  assert.notEqual(now.customer.id, order.customer.id);
  await assertRefused(admin.order.transferToGuest(order.id, { email }), 400, /already belongs to customer/);
});
