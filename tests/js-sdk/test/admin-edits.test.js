// Orders that are changed after they were placed, and all else that is done to one: Medusa's client, unmodified.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { LIST, PAGE, actionOf, address, admin, assertAdds, assertMoney, bought, delivered, goods, lineOf, market, own, page, pending, stock } from "./selling.js";
import { assertId, assertPage, assertRefused, assertTime, demo, idsOf } from "./support.js";

let shop;
let mug;
let bowl;

before(async () => {
  shop = await market();
  [mug, bowl] = await goods(shop, 20, 35);
});

describe("sdk.admin.orderEdit", () => {
  test("initiateRequest, addItems, updateAddedItem, removeAddedItem, updateOriginalItem, request, confirm; what is owed is paid", async () => {
    const order = await bought(shop, [[mug, 2]]);
    const { order_change } = await admin.orderEdit.initiateRequest({ order_id: order.id, description: "One more", internal_note: "By phone" });
    assertId(order_change.id, "ordch");
    assert.deepEqual([order_change.order_id, order_change.change_type, order_change.status], [order.id, "edit", "pending"]);
    await assertRefused(admin.orderEdit.initiateRequest({ order_id: order.id }), 400, /active order change/);

    let { order_preview: shown } = await admin.orderEdit.addItems(order.id, { items: [{ variant_id: bowl.id, quantity: 1 }] });
    assertMoney(shown.total, 79.9);
    ({ order_preview: shown } = await admin.orderEdit.updateAddedItem(order.id, actionOf(lineOf(shown, bowl), "ITEM_ADD"), { quantity: 3, unit_price: 30 }));
    assertMoney(shown.total, 134.9);
    ({ order_preview: shown } = await admin.orderEdit.removeAddedItem(order.id, actionOf(lineOf(shown, bowl), "ITEM_ADD")));
    assert.equal(shown.items.length, 1);
    ({ order_preview: shown } = await admin.orderEdit.addItems(order.id, { items: [{ variant_id: bowl.id, quantity: 1 }] }));
    ({ order_preview: shown } = await admin.orderEdit.updateOriginalItem(order.id, lineOf(order, mug).id, { quantity: 1 }));
    assertMoney(shown.total, 59.9);
    const { order: before } = await admin.order.retrievePreview(order.id);
    assert.deepEqual([before.id, before.items.length], [order.id, 2]);
    assertMoney(before.total, 59.9);
    assertMoney((await page(order.id)).total, 44.9, "nothing has changed yet");

    const { order_preview: requested } = await admin.orderEdit.request(order.id);
    assert.equal(requested.order_change.status, "requested");
    const { order_preview: confirmed } = await admin.orderEdit.confirm(order.id);
    assertMoney(confirmed.total, 59.9);
    const now = await page(order.id);
    assertAdds(now);
    assert.deepEqual([now.version, now.items.length, lineOf(now, mug).quantity, now.order_change], [2, 2, 1, null]);
    assert.deepEqual(await stock(bowl, shop.place), [100, 1]);

    const { order_changes } = await admin.order.listChanges(order.id, { change_type: ["edit", "return"] });
    assert.deepEqual(order_changes.map((one) => [one.id, one.status, one.actions.map(({ action }) => action).sort()]),
      [[order_change.id, "confirmed", ["ITEM_ADD", "ITEM_UPDATE"]]]);
    const { order: first } = await admin.order.retrieve(order.id, { version: 1, fields: "id,total,created_at" });
    assertMoney(first.total, 44.9, "as it was placed");
  });

  test("cancelRequest, and a line that goes", async () => {
    const order = await bought(shop, [[mug, 1], [bowl, 1]]);
    await admin.orderEdit.initiateRequest({ order_id: order.id });
    await admin.orderEdit.updateOriginalItem(order.id, lineOf(order, bowl).id, { quantity: 0 });
    assert.deepEqual(await admin.orderEdit.cancelRequest(order.id), { id: order.id, object: "order-edit", deleted: true });
    assertMoney((await page(order.id)).total, order.total);
    await admin.orderEdit.initiateRequest({ order_id: order.id });
    await admin.orderEdit.updateOriginalItem(order.id, lineOf(order, bowl).id, { quantity: 0 });
    await admin.orderEdit.request(order.id, {});
    await admin.orderEdit.confirm(order.id);
    const now = await page(order.id);
    assertAdds(now);
    assert.deepEqual(idsOf(now.items), [lineOf(order, mug).id]);
    // The timeline wants to know what it was that went.
    const { order_items } = await admin.order.listLineItems(order.id, { item_id: [lineOf(order, bowl).id], fields: "+quantity" });
    assert.ok(order_items.some(({ item }) => item.title === lineOf(order, bowl).title), JSON.stringify(order_items));
  });
});

test("sdk.admin.order: list, update, createCreditLine, updateOrderChange, complete, archive", async () => {
  const order = await bought(shop, [[mug, 2]]);
  const { id } = order;
  for (const query of [
    { id: [id] }, { q: order.email }, { email: order.email }, { q: String(order.display_id) }, { customer_id: order.customer.id },
    { sales_channel_id: [shop.channel.id], region_id: [shop.region.id], created_at: { $gte: order.created_at } },
  ]) {
    const found = await admin.order.list({ ...query, limit: 20, order: "-display_id", fields: LIST });
    assertPage(found, "orders", { limit: 20, offset: 0 });
    const [one] = found.orders.filter((each) => each.id === id);
    assert.ok(one, JSON.stringify(query));
    assert.deepEqual([one.total, one.customer.id, one.sales_channel.id, one.payment_collections.length], [44.9, order.customer.id, shop.channel.id, 1]);
  }
  const other = { ...address, address_1: "Kai 2" };
  const { order: changed } = await admin.order.update(id, { email: "new@example.test", shipping_address: other, billing_address: other, metadata: { vip: true } }, {});
  assert.equal(changed.id, id);
  const updated = await page(id);
  assert.deepEqual([updated.email, updated.shipping_address.address_1, updated.metadata], ["new@example.test", "Kai 2", { vip: true }]);
  const { order_changes } = await admin.order.listChanges(id, { change_type: ["update_order"] });
  const [told] = order_changes.filter((one) => one.actions[0].details.type === "shipping_address");
  assert.deepEqual([told.actions[0].details.old.address_1, told.actions[0].details.new.address_1], ["Havnegade 1", "Kai 2"]);

  await admin.orderEdit.initiateRequest({ order_id: id });
  const { order_change } = await page(id);
  const { order_change: carried } = await admin.order.updateOrderChange(order_change.id, { carry_over_promotions: true });
  assert.deepEqual([carried.id, carried.carry_over_promotions], [order_change.id, true]);
  await admin.orderEdit.cancelRequest(id);

  const { order: credited } = await admin.order.createCreditLine(id, { amount: 10, reference: "order", reference_id: id }, { fields: PAGE });
  assertAdds(credited);
  assertMoney(credited.credit_line_total, 10);
  assertMoney(credited.total, 34.9);
  const arrived = await delivered(await page(id), shop);
  const payment = arrived.payment_collections[0].payments[0];
  await admin.payment.capture(payment.id, {});
  const { order: completed } = await admin.order.complete(id, {});
  assert.equal(completed.status, "completed");
  const { order: archived } = await admin.order.archive(id);
  assert.equal(archived.status, "archived");
});

test("sdk.admin.order: createFulfillment, createShipment, cancelFulfillment, markAsDelivered, cancel", async () => {
  const order = await bought(shop, [[mug, 3]]);
  const line = lineOf(order, mug);
  const [there, kept] = await stock(mug, shop.place);
  const body = { items: [{ id: line.id, quantity: 2 }], location_id: shop.place.id, shipping_option_id: shop.standard.id, no_notification: true, metadata: { box: 3 } };
  let { order: now } = await admin.order.createFulfillment(order.id, body, { fields: PAGE });
  assert.deepEqual([now.fulfillment_status, now.items[0].detail.fulfilled_quantity], ["partially_fulfilled", 2]);
  assert.deepEqual(await stock(mug, shop.place), [there - 2, kept - 2]);
  const [first] = now.fulfillments;
  assertId(first.id, "ful");
  assert.deepEqual([first.location_id, first.provider_id, first.items[0].quantity, first.metadata], [shop.place.id, "manual_manual", 2, { box: 3 }]);
  ({ order: now } = await admin.order.cancelFulfillment(order.id, first.id, { no_notification: true }));
  now = await page(order.id);
  assert.equal(now.fulfillment_status, "not_fulfilled");
  assert.ok(now.fulfillments.find(({ id }) => id === first.id).canceled_at);
  assert.deepEqual(await stock(mug, shop.place), [there, kept]);

  ({ order: now } = await admin.order.createFulfillment(order.id, body, { fields: PAGE }));
  const second = now.fulfillments.find(({ canceled_at }) => canceled_at === null);
  const labels = [{ tracking_number: "DE1", tracking_url: "https://track.example/DE1", label_url: "https://label.example/1" }];
  await admin.order.createShipment(order.id, second.id, { items: [{ id: line.id, quantity: 2 }], labels, no_notification: true });
  now = await page(order.id);
  assert.equal(now.fulfillment_status, "partially_shipped");
  const shipped = now.fulfillments.find(({ id }) => id === second.id);
  assertTime(shipped.shipped_at);
  assert.deepEqual(shipped.labels.map((one) => one.tracking_number), ["DE1"]);
  await assertRefused(admin.order.cancelFulfillment(order.id, second.id, {}), 400, /shipped/);
  await admin.order.markAsDelivered(order.id, second.id);
  now = await page(order.id);
  assert.deepEqual([now.fulfillment_status, now.items[0].detail.delivered_quantity], ["partially_delivered", 2]);
  await assertRefused(admin.order.cancel(order.id), 400, /fulfillments must be canceled/);
  await delivered(now, shop);
  assert.equal((await page(order.id)).fulfillment_status, "delivered");

  const other = await bought(shop, [[mug, 1]]);
  const { order: canceled } = await admin.order.cancel(other.id);
  assert.equal(canceled.status, "canceled");
  const read = await page(other.id);
  assertTime(read.canceled_at);
  assert.equal(read.payment_status, "canceled");
});

test("sdk.admin.fulfillment: create, createShipment, cancel", async () => {
  const order = await bought(shop, [[mug, 1]]);
  const line = lineOf(order, mug);
  const body = {
    order_id: order.id, location_id: shop.place.id, provider_id: "manual_manual", delivery_address: { country_code: "de", city: "Berlin" },
    items: [{ title: line.title, sku: line.variant_sku, quantity: 1, barcode: "", line_item_id: line.id }], labels: [],
    shipping_option_id: shop.standard.id,
  };
  const { fulfillment: made } = await admin.fulfillment.create(body);
  assertId(made.id, "ful");
  assert.deepEqual([made.location_id, made.provider_id, made.shipped_at, made.canceled_at], [shop.place.id, "manual_manual", null, null]);
  const { fulfillment: gone } = await admin.fulfillment.cancel(made.id);
  assertTime(gone.canceled_at);
  const { fulfillment: again } = await admin.fulfillment.create(body);
  const labels = [{ tracking_number: "DE2", tracking_url: "https://track.example/DE2", label_url: "https://label.example/2" }];
  const { fulfillment: shipped } = await admin.fulfillment.createShipment(again.id, { labels });
  assertTime(shipped.shipped_at);
  assert.equal(shipped.labels[0].tracking_number, "DE2");
});

describe("sdk.admin.payment, sdk.admin.paymentCollection", () => {
  test("list, retrieve, capture in parts, refund with a reason; listPaymentProviders", async () => {
    const { payment_providers } = await admin.payment.listPaymentProviders({ is_enabled: true });
    assert.ok(idsOf(payment_providers).includes("pp_system_default"));
    const order = await bought(shop, [[mug, 2]]);
    const { id } = order.payment_collections[0].payments[0];
    assertId(id, "pay");
    const { payment: read } = await admin.payment.retrieve(id, { fields: "id,amount,currency_code,*payment_collection,*captures,*refunds" });
    assert.deepEqual([read.amount, read.currency_code, read.payment_collection.id, read.captures], [44.9, shop.region.currency_code, order.payment_collections[0].id, []]);
    const found = await admin.payment.list({ payment_collection_id: [order.payment_collections[0].id], limit: 5 });
    assertPage(found, "payments", { limit: 5, offset: 0 });
    assert.deepEqual(idsOf(found.payments), [id]);
    let { payment } = await admin.payment.capture(id, { amount: 20 });
    assert.equal((await page(order.id)).payment_status, "partially_captured");
    await assertRefused(admin.payment.capture(id, { amount: 30 }), 400, /amount/i);
    ({ payment } = await admin.payment.capture(id, {}, { fields: "+captured_at,*captures" }));
    assertTime(payment.captured_at);
    assertMoney(payment.captures.reduce((sum, { amount }) => sum + amount, 0), 44.9);
    assert.equal((await page(order.id)).payment_status, "captured");
    const { refund_reasons } = await admin.refundReason.list({ limit: 1 });
    const said = { amount: 4.9, refund_reason_id: refund_reasons[0].id, note: "The way was long" };
    ({ payment } = await admin.payment.refund(id, said, { fields: "*refunds,*refunds.refund_reason" }));
    assert.deepEqual(payment.refunds.map((one) => [one.amount, one.note, one.refund_reason.id]), [[4.9, said.note, said.refund_reason_id]]);
    const now = await page(order.id);
    assert.equal(now.payment_status, "partially_refunded");
    assert.equal(now.payment_collections[0].payments[0].refunds[0].refund_reason.label, refund_reasons[0].label);
    await assertRefused(admin.payment.refund(id, { amount: 41 }), 400, /cannot refund more than what is captured/);
  });

  test("create, delete, markAsPaid: an order that somebody pays at the counter", async () => {
    const { draft_order } = await admin.draftOrder.create({
      region_id: shop.region.id, sales_channel_id: shop.channel.id, email: `${own("counter")}@example.test`, items: [{ variant_id: mug.id, quantity: 1 }],
    });
    const { order } = await admin.draftOrder.convertToOrder(draft_order.id);
    const [{ id }] = (await page(order.id)).payment_collections;
    const { payment_collection: paid } = await admin.paymentCollection.markAsPaid(id, { order_id: order.id });
    assert.deepEqual([paid.id, paid.status, paid.amount], [id, "completed", 20]);
    assert.equal((await page(order.id)).payment_status, "captured");
    assertMoney(pending(await page(order.id)), 0);

    await admin.orderEdit.initiateRequest({ order_id: order.id });
    await admin.orderEdit.addItems(order.id, { items: [{ variant_id: mug.id, quantity: 1 }] });
    await admin.orderEdit.request(order.id, {});
    await admin.orderEdit.confirm(order.id);
    const owing = await page(order.id);
    assertMoney(pending(owing), 20);
    // What is owed has a collection, or gets one.
    for (const one of owing.payment_collections.filter(({ status }) => status === "not_paid")) {
      assert.deepEqual(await admin.paymentCollection.delete(one.id), { id: one.id, object: "payment-collection", deleted: true });
    }
    const { payment_collection: made } = await admin.paymentCollection.create({ order_id: order.id, amount: 20 });
    assertId(made.id, "pay_col");
    assert.deepEqual([made.status, made.amount, made.currency_code], ["not_paid", 20, shop.region.currency_code]);
    await admin.paymentCollection.markAsPaid(made.id, { order_id: order.id });
    const now = await page(order.id);
    assertMoney(pending(now), 0);
    assert.equal(now.payment_status, "captured");
  });
});

test("sdk.admin.notification: what was told about an order", async () => {
  const found = await admin.notification.list({ limit: 5, offset: 0, order: "-created_at" });
  assertPage(found, "notifications", { limit: 5, offset: 0 });
  assert.ok(found.count > 0, "the demo shop tells its customers of their orders");
  const [{ id }] = found.notifications;
  assertId(id, "noti");
  const { notification } = await admin.notification.retrieve(id, { fields: "id,to,channel,template,resource_type,resource_id" });
  assert.equal(notification.id, id);
  assert.ok(notification.to.includes("@") && notification.channel === "email", JSON.stringify(notification));
  assert.ok(demo.url);
});
