// What comes back, whole and broken: Medusa's client, unmodified, as the dashboard drives it.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { actionOf, admin, assertAdds, assertMoney, bought, delivered, goods, lineOf, market, page, stock, wayBack } from "./selling.js";
import { assertId, assertPage, assertRefused, assertTime, idsOf } from "./support.js";

let shop;
let mug;
let bowl;
let back;

before(async () => {
  shop = await market();
  [mug, bowl] = await goods(shop, 20, 35);
  back = await wayBack(shop);
});

const sold = async (...wanted) => delivered(await bought(shop, wanted), shop);

test("sdk.admin.return: a request that is written, changed and confirmed, and received in part, whole and broken", async () => {
  const order = await sold([mug, 3], [bowl, 1]);
  const [cup, dish] = [lineOf(order, mug), lineOf(order, bowl)];
  const { return_reasons } = await admin.returnReason.list({ limit: 1 });
  const reason_id = return_reasons[0].id;
  const begun = await admin.return.initiateRequest({ order_id: order.id, location_id: shop.place.id, internal_note: "On the phone" });
  const { id } = begun.return;
  assertId(id, "return");
  assert.deepEqual([begun.return.order_id, begun.return.status, begun.order.id], [order.id, "open", order.id]);

  let { order_preview: shown } = await admin.return.addReturnItem(id, { items: [{ id: cup.id, quantity: 1 }, { id: dish.id, quantity: 1 }] });
  assertMoney(shown.return_requested_total, 55);
  // The dashboard knows what belongs to the return by what is done to lines.
  assert.ok(shown.items.every(({ actions }) => actions.some((action) => action.return_id === id)), JSON.stringify(shown.items[0].actions));
  ({ order_preview: shown } = await admin.return.updateReturnItem(id, actionOf(lineOf(shown, mug), "RETURN_ITEM"), { quantity: 2, reason_id, internal_note: "Chipped" }));
  const said = lineOf(shown, mug).actions.findLast(({ action }) => action === "RETURN_ITEM");
  assert.deepEqual([lineOf(shown, mug).detail.return_requested_quantity, said.details.reason_id, said.internal_note], [2, reason_id, "Chipped"]);
  ({ order_preview: shown } = await admin.return.removeReturnItem(id, actionOf(lineOf(shown, bowl), "RETURN_ITEM")));
  assertMoney(shown.return_requested_total, 40);
  await assertRefused(admin.return.addReturnItem(id, { items: [{ id: cup.id, quantity: 9 }] }), 400, /./);

  ({ order_preview: shown } = await admin.return.addReturnShipping(id, { shipping_option_id: back.id }));
  const way = shown.shipping_methods.find(({ actions }) => actions.some(({ action }) => action === "SHIPPING_ADD"));
  assertMoney(way.total, 4);
  ({ order_preview: shown } = await admin.return.updateReturnShipping(id, actionOf(way, "SHIPPING_ADD"), { custom_amount: 2.5 }));
  assertMoney(shown.total, order.total + 2.5);
  ({ order_preview: shown } = await admin.return.deleteReturnShipping(id, actionOf(way, "SHIPPING_ADD")));
  assertMoney(shown.total, order.total);
  await admin.return.addReturnShipping(id, { shipping_option_id: back.id });
  const changed = await admin.return.updateRequest(id, { location_id: shop.place.id, metadata: { desk: 2 } });
  assert.deepEqual([changed.return.location_id, changed.return.metadata], [shop.place.id, { desk: 2 }]);
  const { order: preview } = await admin.order.retrievePreview(order.id);
  assertMoney(preview.return_requested_total, 40);
  assert.deepEqual([preview.order_change.change_type, preview.order_change.return_id], ["return_request", id]);
  assert.equal(lineOf(preview, mug).detail.return_requested_quantity, 2);
  const confirmed = await admin.return.confirmRequest(id, { no_notification: true });
  assert.equal(confirmed.return.status, "requested");
  let now = await page(order.id);
  assertAdds(now);
  assertMoney(now.total, order.total + 4, "the way back costs");
  assert.equal(lineOf(now, mug).detail.return_requested_quantity, 2);

  const found = await admin.return.list({ order_id: order.id, limit: 5, fields: "+received_at,*items" });
  assertPage(found, "returns", { limit: 5, offset: 0 });
  assert.deepEqual(found.returns.map((one) => [one.id, one.items.map(({ item_id, quantity, reason_id }) => [item_id, quantity, reason_id])]),
    [[id, [[cup.id, 2, reason_id]]]]);

  const there = await stock(mug, shop.place);
  const receiving = await admin.return.initiateReceive(id, { internal_note: "A box came" });
  assert.deepEqual([receiving.return.id, receiving.order.id], [id, order.id]);
  ({ order_preview: shown } = await admin.return.receiveItems(id, { items: [{ id: cup.id, quantity: 2 }] }));
  assert.equal(lineOf(shown, mug).detail.return_received_quantity, 2);
  ({ order_preview: shown } = await admin.return.updateReceiveItem(id, actionOf(lineOf(shown, mug), "RECEIVE_RETURN_ITEM"), { quantity: 1 }));
  ({ order_preview: shown } = await admin.return.dismissItems(id, { items: [{ id: cup.id, quantity: 1 }] }));
  assert.deepEqual([lineOf(shown, mug).detail.return_received_quantity, lineOf(shown, mug).detail.return_dismissed_quantity], [1, 1]);
  ({ order_preview: shown } = await admin.return.removeReceiveItem(id, actionOf(lineOf(shown, mug), "RECEIVE_RETURN_ITEM")));
  assert.equal(lineOf(shown, mug).detail.return_received_quantity, 0);
  ({ order_preview: shown } = await admin.return.removeDismissItem(id, actionOf(lineOf(shown, mug), "RECEIVE_DAMAGED_RETURN_ITEM")));
  ({ order_preview: shown } = await admin.return.dismissItems(id, { items: [{ id: cup.id, quantity: 2 }] }));
  ({ order_preview: shown } = await admin.return.updateDismissItem(id, actionOf(lineOf(shown, mug), "RECEIVE_DAMAGED_RETURN_ITEM"), { quantity: 1 }));
  assert.deepEqual(await admin.return.cancelReceive(id), { id, object: "return", deleted: true });
  assert.equal((await admin.return.retrieve(id)).return.status, "requested");

  await admin.return.initiateReceive(id, {});
  await admin.return.receiveItems(id, { items: [{ id: cup.id, quantity: 1 }] });
  await admin.return.dismissItems(id, { items: [{ id: cup.id, quantity: 1 }] });
  const received = await admin.return.confirmReceive(id, { no_notification: true });
  assert.equal(received.return.status, "received");
  now = await page(order.id);
  assertAdds(now);
  assertMoney(now.total, order.total - 40 + 4);
  assert.deepEqual([lineOf(now, mug).detail.return_received_quantity, lineOf(now, mug).detail.return_dismissed_quantity], [1, 1]);
  assert.deepEqual(await stock(mug, shop.place), [there[0] + 1, there[1]], "what is broken is not sold again");
  const { return: read } = await admin.return.retrieve(id, { fields: "id,status,received_at,*items,*items.reason" });
  assertTime(read.received_at);
  assert.deepEqual(read.items.map((one) => [one.quantity, one.received_quantity, one.damaged_quantity]), [[2, 2, 1]]);

  // Captured first, then given back: what the order does not cost any more.
  const [payment] = now.payment_collections[0].payments;
  await admin.payment.capture(payment.id, {});
  now = await page(order.id);
  assertMoney(now.summary.pending_difference, -36);
  await admin.payment.refund(payment.id, { amount: 36, note: "As agreed" });
  now = await page(order.id);
  assertMoney(now.summary.pending_difference, 0);
  assert.equal(now.payment_status, "partially_refunded");
});

test("sdk.admin.return: cancelRequest of one that is open, cancel of one that was confirmed", async () => {
  const order = await sold([mug, 1]);
  const items = [{ id: order.items[0].id, quantity: 1 }];
  const begun = await admin.return.initiateRequest({ order_id: order.id });
  await admin.return.addReturnItem(begun.return.id, { items });
  assert.deepEqual(await admin.return.cancelRequest(begun.return.id), { id: begun.return.id, object: "return", deleted: true });
  assert.equal((await page(order.id)).order_change, null);

  const again = await admin.return.initiateRequest({ order_id: order.id, location_id: shop.place.id });
  await admin.return.addReturnItem(again.return.id, { items });
  await admin.return.confirmRequest(again.return.id, {});
  const { return: canceled } = await admin.return.cancel(again.return.id);
  assert.equal(canceled.status, "canceled");
  const now = await page(order.id);
  assertMoney(now.total, order.total);
  assert.equal(now.items[0].detail.return_requested_quantity, 0);
  assert.deepEqual(idsOf((await admin.return.list({ order_id: order.id, status: "canceled" })).returns), [again.return.id]);
});
