// What is sent again, and what is changed for something else: Medusa's client, unmodified, as the dashboard drives it.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { actionOf, admin, assertAdds, assertMoney, bought, delivered, goods, lineOf, market, page, pending, stock, wayBack } from "./selling.js";
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

const added = (shown) => shown.shipping_methods.findLast(({ actions }) => actions.some(({ action }) => action === "SHIPPING_ADD"));

test("sdk.admin.claim: create, items, what comes back, what is sent, ways, request, list, retrieve, cancel", async () => {
  const order = await sold([mug, 2], [bowl, 1]);
  const [cup, dish] = [lineOf(order, mug), lineOf(order, bowl)];
  const begun = await admin.claim.create({ type: "replace", order_id: order.id, description: "The handles", internal_note: "Photos came" });
  const { id } = begun.claim;
  assertId(id, "claim");
  assert.deepEqual([begun.claim.type, begun.claim.order_id, begun.order.id], ["replace", order.id, order.id]);

  let { order_preview: shown } = await admin.claim.addItems(id, { items: [{ id: cup.id, quantity: 2, reason: "production_failure" }, { id: dish.id, quantity: 1, reason: "missing_item" }] });
  assert.equal(lineOf(shown, mug).actions.at(-1).action, "WRITE_OFF_ITEM");
  ({ order_preview: shown } = await admin.claim.updateItem(id, actionOf(lineOf(shown, mug), "WRITE_OFF_ITEM"), { quantity: 1, internal_note: "Only one" }));
  assert.equal(lineOf(shown, mug).detail.written_off_quantity, 1);
  ({ order_preview: shown } = await admin.claim.removeItem(id, actionOf(lineOf(shown, bowl), "WRITE_OFF_ITEM")));
  ({ order_preview: shown } = await admin.claim.removeItem(id, actionOf(lineOf(shown, mug), "WRITE_OFF_ITEM")));
  assertMoney(shown.total, order.total);

  let answer = await admin.claim.addInboundItems(id, { items: [{ id: cup.id, quantity: 2 }], location_id: shop.place.id });
  assertId(answer.return.id, "return");
  ({ order_preview: shown } = await admin.claim.updateInboundItem(id, actionOf(lineOf(answer.order_preview, mug), "RETURN_ITEM"), { quantity: 1 }));
  assert.equal(lineOf(shown, mug).detail.return_requested_quantity, 1);
  ({ order_preview: shown } = await admin.claim.removeInboundItem(id, actionOf(lineOf(shown, mug), "RETURN_ITEM")));
  answer = await admin.claim.addInboundItems(id, { items: [{ id: cup.id, quantity: 1 }], location_id: shop.place.id });
  ({ order_preview: shown } = await admin.claim.addInboundShipping(id, { shipping_option_id: back.id, custom_amount: 3 }));
  assertMoney(added(shown).total, 3);
  ({ order_preview: shown } = await admin.claim.updateInboundShipping(id, actionOf(added(shown), "SHIPPING_ADD"), { custom_amount: 1 }));
  assertMoney(shown.total, order.total + 1);
  await admin.claim.deleteInboundShipping(id, actionOf(added(shown), "SHIPPING_ADD"));

  ({ order_preview: shown } = await admin.claim.addOutboundItems(id, { items: [{ variant_id: mug.id, quantity: 2 }] }));
  const sent = shown.items.find((one) => one.id !== cup.id && one.variant_id === mug.id);
  ({ order_preview: shown } = await admin.claim.updateOutboundItem(id, actionOf(sent, "ITEM_ADD"), { quantity: 1 }));
  ({ order_preview: shown } = await admin.claim.removeOutboundItem(id, actionOf(sent, "ITEM_ADD")));
  assert.equal(shown.items.length, 2);
  await admin.claim.addOutboundItems(id, { items: [{ variant_id: mug.id, quantity: 1 }] });
  ({ order_preview: shown } = await admin.claim.addOutboundShipping(id, { shipping_option_id: shop.standard.id, custom_amount: 5 }));
  ({ order_preview: shown } = await admin.claim.updateOutboundShipping(id, actionOf(added(shown), "SHIPPING_ADD"), { custom_amount: 0 }));
  ({ order_preview: shown } = await admin.claim.deleteOutboundShipping(id, actionOf(added(shown), "SHIPPING_ADD")));
  await admin.claim.addOutboundShipping(id, { shipping_option_id: shop.standard.id, custom_amount: 0 });
  const { order: preview } = await admin.order.retrievePreview(order.id);
  assert.deepEqual([preview.order_change.change_type, preview.order_change.claim_id], ["claim", id]);

  const done = await admin.claim.request(id, { no_notification: true });
  assert.deepEqual([done.claim.id, done.return.status, done.return.claim_id], [id, "requested", id]);
  let now = await page(order.id);
  assertAdds(now);
  assertMoney(now.total, order.total + 20, "until the broken one has come back");
  const found = await admin.claim.list({ order_id: order.id, limit: 5, fields: "*additional_items" });
  assertPage(found, "order_claims" in found ? "order_claims" : "claims", { limit: 5, offset: 0 });
  assert.deepEqual(found.claims.map((one) => [one.id, one.additional_items.map(({ quantity }) => quantity)]), [[id, [1]]]);
  const { claim: read } = await admin.claim.retrieve(id, { fields: "id,type,*additional_items,*return" });
  assert.deepEqual([read.type, read.additional_items.length], ["replace", 1]);
  const { claim: canceled } = await admin.claim.cancel(id);
  assertTime(canceled.canceled_at);
  now = await page(order.id);
  assertAdds(now);
  assertMoney(now.total, order.total);
});

test("sdk.admin.claim: money back for what was missing; cancelRequest", async () => {
  const order = await sold([mug, 2]);
  const first = await admin.claim.create({ type: "refund", order_id: order.id });
  assert.deepEqual(await admin.claim.cancelRequest(first.claim.id), { id: first.claim.id, object: "claim", deleted: true });
  await admin.payment.capture(order.payment_collections[0].payments[0].id, {});
  const { claim } = await admin.claim.create({ type: "refund", order_id: order.id });
  await admin.claim.addItems(claim.id, { items: [{ id: order.items[0].id, quantity: 1, reason: "missing_item" }] });
  const done = await admin.claim.request(claim.id, {});
  assertMoney(done.claim.refund_amount, 20);
  const now = await page(order.id);
  assertAdds(now);
  assertMoney(now.total, order.total - 20);
  assertMoney(pending(now), -20);
  await admin.payment.refund(order.payment_collections[0].payments[0].id, { amount: 20 });
  assertMoney(pending(await page(order.id)), 0);
});

test("sdk.admin.exchange: create, what comes back, what is sent, ways, request, the difference, list, retrieve, cancel, cancelRequest", async () => {
  const order = await sold([mug, 2]);
  const [{ id: payment }] = order.payment_collections[0].payments;
  await admin.payment.capture(payment, {});
  const cup = lineOf(order, mug);
  const begun = await admin.exchange.create({ order_id: order.id, description: "A bowl instead" });
  const { id } = begun.exchange;
  assertId(id, "oexc");
  assert.deepEqual([begun.exchange.order_id, begun.order.id], [order.id, order.id]);
  let answer = await admin.exchange.addInboundItems(id, { items: [{ id: cup.id, quantity: 2 }], location_id: shop.place.id });
  assert.equal(answer.return.exchange_id, id);
  let { order_preview: shown } = await admin.exchange.updateInboundItem(id, actionOf(lineOf(answer.order_preview, mug), "RETURN_ITEM"), { quantity: 1 });
  assertMoney(shown.return_requested_total, 20);
  await admin.exchange.removeInboundItem(id, actionOf(lineOf(shown, mug), "RETURN_ITEM"));
  answer = await admin.exchange.addInboundItems(id, { items: [{ id: cup.id, quantity: 1 }], location_id: shop.place.id });
  ({ order_preview: shown } = await admin.exchange.addInboundShipping(id, { shipping_option_id: back.id }));
  ({ order_preview: shown } = await admin.exchange.updateInboundShipping(id, actionOf(added(shown), "SHIPPING_ADD"), { custom_amount: 1 }));
  assertMoney(shown.total, order.total + 1);
  await admin.exchange.deleteInboundShipping(id, actionOf(added(shown), "SHIPPING_ADD"));
  ({ order_preview: shown } = await admin.exchange.addOutboundItems(id, { items: [{ variant_id: bowl.id, quantity: 2 }] }));
  ({ order_preview: shown } = await admin.exchange.updateOutboundItem(id, actionOf(lineOf(shown, bowl), "ITEM_ADD"), { quantity: 1 }));
  ({ order_preview: shown } = await admin.exchange.removeOutboundItem(id, actionOf(lineOf(shown, bowl), "ITEM_ADD")));
  await assertRefused(admin.exchange.request(id, {}), 400, /./);
  ({ order_preview: shown } = await admin.exchange.addOutboundItems(id, { items: [{ variant_id: bowl.id, quantity: 1 }] }));
  ({ order_preview: shown } = await admin.exchange.addOutboundShipping(id, { shipping_option_id: shop.standard.id }));
  ({ order_preview: shown } = await admin.exchange.updateOutboundShipping(id, actionOf(added(shown), "SHIPPING_ADD"), { custom_amount: 2 }));
  ({ order_preview: shown } = await admin.exchange.deleteOutboundShipping(id, actionOf(added(shown), "SHIPPING_ADD")));
  assertMoney(shown.total, order.total + 35);

  const done = await admin.exchange.request(id, {});
  assert.deepEqual([done.exchange.id, done.return.status, done.return.exchange_id], [id, "requested", id]);
  assertMoney(done.exchange.difference_due, 15);
  const found = await admin.exchange.list({ order_id: order.id, limit: 5, fields: "*additional_items" });
  assertPage(found, "exchanges", { limit: 5, offset: 0 });
  assert.deepEqual(found.exchanges.map((one) => [one.id, one.additional_items.length]), [[id, 1]]);
  const { exchange: read } = await admin.exchange.retrieve(id, { fields: "id,difference_due,*additional_items,*return" });
  assert.deepEqual([read.id, read.return.id], [id, done.return.id]);
  const [there] = await stock(bowl, shop.place);
  assert.deepEqual(await stock(bowl, shop.place), [there, 1], "it is kept until it is sent");

  // It comes back, and the difference is paid.
  await admin.return.initiateReceive(done.return.id, {});
  await admin.return.receiveItems(done.return.id, { items: [{ id: cup.id, quantity: 1 }] });
  await admin.return.confirmReceive(done.return.id, {});
  let now = await page(order.id);
  assertAdds(now);
  assertMoney(pending(now), 15);
  const open = now.payment_collections.find(({ status }) => status === "not_paid") ??
    (await admin.paymentCollection.create({ order_id: order.id, amount: 15 })).payment_collection;
  assertMoney(open.amount, 15);
  await admin.paymentCollection.markAsPaid(open.id, { order_id: order.id });
  now = await page(order.id);
  assertMoney(pending(now), 0);
  assert.equal(now.payment_status, "captured");

  const other = await sold([mug, 1]);
  const second = await admin.exchange.create({ order_id: other.id });
  assert.deepEqual(await admin.exchange.cancelRequest(second.exchange.id), { id: second.exchange.id, object: "exchange", deleted: true });
  const third = await admin.exchange.create({ order_id: other.id });
  await admin.exchange.addInboundItems(third.exchange.id, { items: [{ id: other.items[0].id, quantity: 1 }], location_id: shop.place.id });
  await admin.exchange.addOutboundItems(third.exchange.id, { items: [{ variant_id: bowl.id, quantity: 1 }] });
  await admin.exchange.request(third.exchange.id, {});
  const { exchange: canceled } = await admin.exchange.cancel(third.exchange.id);
  assertTime(canceled.canceled_at);
  assertMoney((await page(other.id)).total, other.total);
  assert.deepEqual(idsOf((await admin.return.list({ exchange_id: third.exchange.id, status: "canceled" })).returns).length, 1);
});
