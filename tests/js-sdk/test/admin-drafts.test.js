// Orders that the staff writes down: Medusa's client, unmodified, as the dashboard drives it.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { PAGE, actionOf, address, admin, assertAdds, assertMoney, goods, lineOf, market, own, page, stock } from "./selling.js";
import { assertId, assertPage, assertRefused, idsOf } from "./support.js";

let shop;
let mug;
let bowl;
let code;

before(async () => {
  shop = await market();
  [mug, bowl] = await goods(shop, 20, 35);
  code = own("DRAFT");
  await admin.promotion.create({
    code, type: "standard", status: "active",
    application_method: { type: "percentage", target_type: "items", allocation: "across", value: 10, currency_code: shop.region.currency_code },
  });
});

/** As the dashboard makes one: a region, a channel, somebody, addresses, and no goods yet. */
async function drafted(more = {}) {
  const { draft_order } = await admin.draftOrder.create({
    region_id: shop.region.id, sales_channel_id: shop.channel.id, email: `${own("phone")}@example.test`, shipping_address: address,
    billing_address: address, ...more,
  });
  assertId(draft_order.id, "order");
  return draft_order;
}

test("sdk.admin.draftOrder: create, retrieve, list, update, delete", async () => {
  const made = await drafted({ items: [{ variant_id: mug.id, quantity: 2 }], metadata: { by: "phone" } });
  const { id } = made;
  assert.deepEqual([made.status, made.is_draft_order, made.metadata], ["draft", true, { by: "phone" }]);
  const { draft_order: read } = await admin.draftOrder.retrieve(id, { fields: PAGE });
  assertAdds(read);
  assertMoney(read.total, 40);
  const found = await admin.draftOrder.list({ id: [id], limit: 5, fields: "id,email,total,*customer,*sales_channel" });
  assertPage(found, "draft_orders", { limit: 5, offset: 0 });
  assert.deepEqual(found.draft_orders.map((one) => [one.id, one.total, one.sales_channel.id]), [[id, 40, shop.channel.id]]);
  const other = { ...address, first_name: "Bo", city: "Kiel", postal_code: "24103" };
  const { draft_order: changed } = await admin.draftOrder.update(id, { email: "bo@example.test", shipping_address: other, metadata: { by: "mail" } });
  assert.deepEqual([changed.email, changed.metadata], ["bo@example.test", { by: "mail" }]);
  assert.equal((await admin.draftOrder.retrieve(id, { fields: "*shipping_address" })).draft_order.shipping_address.city, "Kiel");
  assert.deepEqual(await stock(mug, shop.place), [100, 0], "a draft keeps nothing");
  assert.deepEqual(await admin.draftOrder.delete(id), { id, object: "draft-order", deleted: true });
  await assertRefused(admin.draftOrder.retrieve(id), 404, /was not found/);
});

test("sdk.admin.draftOrder: beginEdit, items, promotions, ways, requestEdit, confirmEdit, convertToOrder", async () => {
  const { id } = await drafted({ items: [{ variant_id: mug.id, quantity: 1 }] });
  const { draft_order_preview: begun } = await admin.draftOrder.beginEdit(id);
  assert.deepEqual([begun.id, begun.order_change.change_type], [id, "edit"]);

  let { draft_order_preview: shown } = await admin.draftOrder.addItems(id, { items: [{ variant_id: bowl.id, quantity: 1 }, { title: "Engraving", quantity: 1, unit_price: 5 }] });
  assert.equal(shown.items.length, 3);
  assertMoney(shown.total, 60.95, "what is not of the catalogue is taxed on top");
  ({ draft_order_preview: shown } = await admin.draftOrder.updateActionItem(id, actionOf(lineOf(shown, bowl), "ITEM_ADD"), { quantity: 2 }));
  assertMoney(shown.total, 95.95);
  const engraving = shown.items.find(({ title }) => title === "Engraving");
  ({ draft_order_preview: shown } = await admin.draftOrder.removeActionItem(id, actionOf(engraving, "ITEM_ADD")));
  assert.equal(shown.items.length, 2);
  ({ draft_order_preview: shown } = await admin.draftOrder.updateItem(id, lineOf(shown, mug).id, { quantity: 3, unit_price: 18 }));
  assertMoney(shown.total, 124);

  ({ draft_order_preview: shown } = await admin.draftOrder.addPromotions(id, { promo_codes: [code] }));
  assertMoney(shown.total, 111.6);
  ({ draft_order_preview: shown } = await admin.draftOrder.removePromotions(id, { promo_codes: [code] }));
  assertMoney(shown.total, 124);
  ({ draft_order_preview: shown } = await admin.draftOrder.addPromotions(id, { promo_codes: [code] }));

  ({ draft_order_preview: shown } = await admin.draftOrder.addShippingMethod(id, { shipping_option_id: shop.standard.id }));
  const way = shown.shipping_methods.at(-1);
  ({ draft_order_preview: shown } = await admin.draftOrder.updateActionShippingMethod(
    id, actionOf(way, "SHIPPING_ADD"), { shipping_option_id: shop.standard.id, custom_amount: 7 },
  ));
  assertMoney(shown.shipping_total, 7);
  ({ draft_order_preview: shown } = await admin.draftOrder.removeActionShippingMethod(id, actionOf(shown.shipping_methods.at(-1), "SHIPPING_ADD")));
  assertMoney(shown.shipping_total, 0);
  ({ draft_order_preview: shown } = await admin.draftOrder.addShippingMethod(id, { shipping_option_id: shop.standard.id, custom_amount: 6 }));
  assertMoney(shown.total, 117.6);
  await admin.draftOrder.requestEdit(id);
  const { draft_order_preview: confirmed } = await admin.draftOrder.confirmEdit(id);
  assertMoney(confirmed.total, 117.6);
  let { draft_order: draft } = await admin.draftOrder.retrieve(id, { fields: PAGE });
  assertAdds(draft);
  assertMoney(draft.total, 117.6);

  // What was confirmed is changed again: the way goes, and another one comes.
  await admin.draftOrder.beginEdit(id);
  ({ draft_order_preview: shown } = await admin.draftOrder.updateShippingMethod(id, draft.shipping_methods[0].id, { shipping_option_id: shop.standard.id, custom_amount: 2 }));
  assertMoney(shown.shipping_total, 2);
  assert.deepEqual(await admin.draftOrder.cancelEdit(id), { id, object: "draft-order-edit", deleted: true });
  ({ draft_order: draft } = await admin.draftOrder.retrieve(id, { fields: PAGE }));
  assertMoney(draft.shipping_total, 6);
  await admin.draftOrder.beginEdit(id);
  ({ draft_order_preview: shown } = await admin.draftOrder.removeShippingMethod(id, draft.shipping_methods[0].id));
  assertMoney(shown.shipping_total, 0);
  await admin.draftOrder.addShippingMethod(id, { shipping_option_id: shop.standard.id });
  await admin.draftOrder.confirmEdit(id);

  const { order } = await admin.draftOrder.convertToOrder(id);
  assert.deepEqual([order.id, order.status], [id, "pending"]);
  const placed = await page(id);
  assertAdds(placed);
  assert.deepEqual([placed.payment_status, placed.fulfillment_status], ["not_paid", "not_fulfilled"]);
  assert.deepEqual(placed.promotions.map((one) => one.code), [code]);
  assertMoney(placed.payment_collections[0].amount, placed.total);
  assertMoney(placed.summary.pending_difference, placed.total);
  assert.deepEqual(await stock(bowl, shop.place), [100, 2], "an order keeps what it sells");
  assert.ok(idsOf((await admin.order.list({ id: [id] })).orders).includes(id));
  await assertRefused(admin.draftOrder.convertToOrder(id), 404, /was not found/);
  await admin.order.cancel(id);
  assert.deepEqual(await stock(bowl, shop.place), [100, 0]);
});
