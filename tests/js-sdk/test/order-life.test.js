// The whole life of an order as Medusa's dashboard drives it: written down on the phone, edited, paid, sent, back again, changed for
// something else, claimed, and at the end nobody owes anybody anything.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import {
  PAGE, address, admin, assertAdds, assertMoney, delivered, goods, lineOf, market, own, page, pending, stock, wayBack,
} from "./selling.js";
import { assertRefused } from "./support.js";

let shop;
let mug;
let bowl;
let jug;
let back;

before(async () => {
  shop = await market();
  [mug, bowl, jug] = await goods(shop, 20, 35, 50);
  back = await wayBack(shop);
});

/** What is open is paid at the counter; answers how much it was. */
async function settled(id) {
  const order = await page(id);
  const due = pending(order);
  const open = order.payment_collections.find(({ status }) => status === "not_paid") ??
    (await admin.paymentCollection.create({ order_id: id, amount: due })).payment_collection;
  assertMoney(open.amount, due, "what is open is what is due");
  await admin.paymentCollection.markAsPaid(open.id, { order_id: id });
  assertMoney(pending(await page(id)), 0);
  return due;
}

/** What was paid too much goes back, from whichever payments have it. */
async function givenBack(id) {
  const order = await page(id);
  let due = -pending(order);
  const { refund_reasons } = await admin.refundReason.list({ limit: 1 });
  for (const payment of order.payment_collections.flatMap(({ payments }) => payments)) {
    const amount = Math.min(due, payment.captured_amount - payment.refunded_amount);
    if (amount < 0.005) continue;
    await admin.payment.refund(payment.id, { amount: Math.round(amount * 100) / 100, refund_reason_id: refund_reasons[0].id });
    due -= amount;
  }
  assertMoney(pending(await page(id)), 0);
}

test("from a call to the last refund", async () => {
  // A draft, written on the phone.
  const { draft_order } = await admin.draftOrder.create({
    region_id: shop.region.id, sales_channel_id: shop.channel.id, email: `${own("life")}@example.test`, shipping_address: address, billing_address: address,
  });
  const { id } = draft_order;
  await admin.draftOrder.beginEdit(id);
  await admin.draftOrder.addItems(id, { items: [{ variant_id: mug.id, quantity: 3 }, { variant_id: bowl.id, quantity: 1 }] });
  await admin.draftOrder.addShippingMethod(id, { shipping_option_id: shop.standard.id });
  const { order: shown } = await admin.order.retrievePreview(id);
  assertMoney(shown.total, 99.9, "the preview of a draft");
  await admin.draftOrder.confirmEdit(id);
  await admin.draftOrder.convertToOrder(id);
  let order = await page(id);
  assertAdds(order);
  assert.deepEqual([order.status, order.payment_status, order.fulfillment_status, order.total], ["pending", "not_paid", "not_fulfilled", 99.9]);

  // An edit: one mug less, a jug more.
  await admin.orderEdit.initiateRequest({ order_id: id });
  await admin.orderEdit.updateOriginalItem(id, lineOf(order, mug).id, { quantity: 2 });
  await admin.orderEdit.addItems(id, { items: [{ variant_id: jug.id, quantity: 1 }] });
  await admin.orderEdit.request(id, {});
  await admin.orderEdit.confirm(id);
  order = await page(id);
  assertAdds(order);
  assertMoney(order.total, 129.9);
  assertMoney(await settled(id), 129.9);

  // Sent and arrived.
  order = await delivered(await page(id), shop);
  assert.deepEqual([order.payment_status, order.fulfillment_status], ["captured", "delivered"]);
  assert.deepEqual([await stock(mug, shop.place), await stock(jug, shop.place)], [[98, 0], [99, 0]]);

  // A mug comes back whole, for which a way back is paid; the rest of its price is given back.
  const { return: one } = await admin.return.initiateRequest({ order_id: id, location_id: shop.place.id });
  await admin.return.addReturnItem(one.id, { items: [{ id: lineOf(order, mug).id, quantity: 1 }] });
  await admin.return.addReturnShipping(one.id, { shipping_option_id: back.id });
  await admin.return.confirmRequest(one.id, { no_notification: true });
  await admin.return.initiateReceive(one.id, {});
  await admin.return.receiveItems(one.id, { items: [{ id: lineOf(order, mug).id, quantity: 1 }] });
  await admin.return.confirmReceive(one.id, { no_notification: true });
  order = await page(id);
  assertAdds(order);
  assertMoney(order.total, 113.9);
  assertMoney(pending(order), -16);
  await givenBack(id);
  assert.deepEqual(await stock(mug, shop.place), [99, 0]);

  // The bowl is changed for a jug, which costs fifteen more.
  const { exchange } = await admin.exchange.create({ order_id: id });
  await admin.exchange.addInboundItems(exchange.id, { items: [{ id: lineOf(order, bowl).id, quantity: 1 }], location_id: shop.place.id });
  await admin.exchange.addOutboundItems(exchange.id, { items: [{ variant_id: jug.id, quantity: 1 }] });
  const { exchange: asked, return: due } = await admin.exchange.request(exchange.id, { no_notification: true });
  assertMoney(asked.difference_due, 15);
  await admin.return.initiateReceive(due.id, {});
  await admin.return.receiveItems(due.id, { items: [{ id: lineOf(order, bowl).id, quantity: 1 }] });
  await admin.return.confirmReceive(due.id, { no_notification: true });
  order = await page(id);
  assertAdds(order);
  assertMoney(await settled(id), 15);
  order = await delivered(await page(id), shop);

  // A jug is broken: it is sent again and costs nothing. And then the other one was broken, too: its price goes back.
  const jugs = order.items.filter(({ variant_id }) => variant_id === jug.id);
  const { claim } = await admin.claim.create({ type: "replace", order_id: id });
  await admin.claim.addItems(claim.id, { items: [{ id: jugs[0].id, quantity: 1, reason: "production_failure" }] });
  await admin.claim.addOutboundItems(claim.id, { items: [{ variant_id: jug.id, quantity: 1 }] });
  await admin.claim.request(claim.id, { no_notification: true });
  order = await page(id);
  assertAdds(order);
  assertMoney(pending(order), 0, "the same thing again costs nothing");
  order = await delivered(order, shop);
  const { claim: second } = await admin.claim.create({ type: "refund", order_id: id });
  await admin.claim.addItems(second.id, { items: [{ id: jugs[1].id, quantity: 1, reason: "production_failure" }] });
  await admin.claim.request(second.id, { no_notification: true });
  order = await page(id);
  assertAdds(order);
  assertMoney(pending(order), -50);
  await givenBack(id);

  // It was sent, so it is not canceled; it is completed and put away. What it was can still be read.
  await assertRefused(admin.order.cancel(id), 400, /./);
  await admin.order.complete(id, {});
  const { order: archived } = await admin.order.archive(id);
  assert.equal(archived.status, "archived");
  order = await page(id);
  assertAdds(order);
  assertMoney(order.total, 78.9, "a mug, a jug, the way there and the way back");
  assertMoney(order.summary.paid_total - order.summary.refunded_total, 78.9);
  const { order_changes } = await admin.order.listChanges(id);
  const done = order_changes.filter(({ status }) => status === "confirmed").map(({ change_type }) => change_type);
  for (const kind of ["edit", "return_request", "return_receive", "exchange", "claim"]) assert.ok(done.includes(kind), `${kind} in ${done}`);
  const { order: first } = await admin.order.retrieve(id, { version: 1, fields: PAGE });
  assert.equal(first.version, 1);
});

test("an order that nobody wanted any more: written, paid, canceled, and the money is back", async () => {
  const { draft_order } = await admin.draftOrder.create({
    region_id: shop.region.id, sales_channel_id: shop.channel.id, email: `${own("gone")}@example.test`, items: [{ variant_id: mug.id, quantity: 2 }],
  });
  const { id } = draft_order;
  const before = await stock(mug, shop.place);
  await admin.draftOrder.convertToOrder(id);
  await settled(id);
  const { order } = await admin.order.cancel(id);
  assert.equal(order.status, "canceled");
  const now = await page(id);
  const given = now.payment_collections.flatMap(({ payments }) => payments).flatMap(({ refunds }) => refunds);
  assertMoney(given.reduce((sum, { amount }) => sum + amount, 0), 40);
  assert.deepEqual([now.payment_status, now.items[0].quantity], ["refunded", 2]);
  assert.deepEqual(await stock(mug, shop.place), before);
  await assertRefused(admin.order.createFulfillment(id, { items: [{ id: now.items[0].id, quantity: 1 }], location_id: shop.place.id }), 400, /canceled/);
});
