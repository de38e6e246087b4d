// Codes and campaigns: Medusa's client, unmodified. Each run has codes of its own.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { admin, assertMoney, bought, goods, market, own } from "./selling.js";
import { assertId, assertKeys, assertPage, assertRefused, assertTime, client, demo, idsOf } from "./support.js";

let shop;
let mug;
let bowl;

before(async () => {
  shop = await market();
  [mug, bowl] = await goods(shop, 20, 35);
});

const method = (more) => ({ type: "percentage", target_type: "items", allocation: "each", value: 25, max_quantity: 1, ...more });

const made = async (body) => (await admin.promotion.create({ code: own("CODE"), type: "standard", status: "active", ...body })).promotion;

/** What a cart of these comes to with codes. */
async function cart(codes, ...wanted) {
  const sdk = client(demo.publishable_key);
  const items = wanted.map(([variant, quantity]) => ({ variant_id: variant.id, quantity }));
  return (await sdk.store.cart.create({ region_id: shop.region.id, items, promo_codes: codes })).cart;
}

test("sdk.admin.promotion: create, retrieve, list, update, delete; it takes off what it says", async () => {
  const promotion = await made({
    application_method: method({ target_rules: [{ attribute: "items.product.id", operator: "in", values: [mug.product_id] }] }),
    rules: [{ attribute: "currency_code", operator: "eq", values: [shop.region.currency_code] }],
  });
  const { id, code } = promotion;
  assertId(id, "promo");
  assertTime(promotion.created_at);
  assertKeys(promotion, ["code", "type", "is_automatic", "status", "is_tax_inclusive", "application_method", "rules", "campaign_id"]);
  // The dashboard's page of a promotion.
  const fields = "+status,*campaign,*campaign.budget,*application_method,*application_method.target_rules,*application_method.target_rules.values," +
    "*application_method.buy_rules,*application_method.buy_rules.values,*rules,*rules.values";
  const { promotion: read } = await admin.promotion.retrieve(id, { fields });
  assert.deepEqual([read.application_method.value, read.application_method.max_quantity, read.campaign], [25, 1, null]);
  assert.deepEqual(read.application_method.target_rules.map((rule) => [rule.attribute, rule.values.map(({ value }) => value)]),
    [["items.product.id", [mug.product_id]]]);
  assert.deepEqual(read.rules[0].values.map(({ value }) => value), [shop.region.currency_code]);
  const page = await admin.promotion.list({ code, limit: 5, fields });
  assertPage(page, "promotions", { limit: 5, offset: 0 });
  assert.deepEqual(idsOf(page.promotions), [id]);
  assert.deepEqual(idsOf((await admin.promotion.list({ q: code })).promotions), [id]);
  assertMoney((await cart([code], [mug, 2])).discount_total, 5, "a quarter of one");
  const { promotion: changed } = await admin.promotion.update(id, { status: "inactive", application_method: { value: 50 } });
  assert.equal(changed.status, "inactive");
  await assertRefused(cart([code], [mug, 2]), 400, `The promotion code ${code} is invalid`);
  await admin.promotion.update(id, { status: "active" });
  assertMoney((await cart([code], [mug, 2])).discount_total, 10);
  assert.deepEqual(await admin.promotion.delete(id), { id, object: "promotion", deleted: true });
  await assertRefused(admin.promotion.retrieve(id), 404, /was not found/);
});

test("sdk.admin.promotion: addRules, updateRules, removeRules, listRules, listRuleAttributes, listRuleValues", async () => {
  const promotion = await made({ type: "buyget", application_method: method({
    value: 100, apply_to_quantity: 1, buy_rules_min_quantity: 2,
    buy_rules: [{ attribute: "items.product.id", operator: "eq", values: [mug.product_id] }],
    target_rules: [{ attribute: "items.product.id", operator: "eq", values: [bowl.product_id] }],
  }) });
  const { id } = promotion;
  const rule = { attribute: "region_id", operator: "in", values: [shop.region.id], description: "Only there" };
  for (const [kind, wanted] of [["rules", rule], ["target-rules", { ...rule, attribute: "items.variant.id", values: [bowl.id] }], ["buy-rules", { ...rule, attribute: "items.variant.id", values: [mug.id] }]]) {
    const { created } = await admin.promotion.addRules(id, kind, { rules: [wanted] });
    assert.deepEqual([created[0].attribute, created[0].operator], [wanted.attribute, "in"], kind);
    const { updated } = await admin.promotion.updateRules(id, kind, { rules: [{ id: created[0].id, attribute: wanted.attribute, operator: "eq", values: wanted.values[0] }] });
    assert.deepEqual([updated[0].id, updated[0].operator], [created[0].id, "eq"]);
    const { rules } = await admin.promotion.listRules(id, kind);
    assert.ok(rules.some((one) => one.id === created[0].id), JSON.stringify(rules));
    const { deleted } = await admin.promotion.removeRules(id, kind, { rule_ids: [created[0].id] });
    assert.deepEqual(deleted.ids, [created[0].id]);
    const { attributes } = await admin.promotion.listRuleAttributes(kind, "standard", "items");
    assert.ok(attributes.length > 0, kind);
    for (const attribute of attributes) assertKeys(attribute, ["id", "value", "label", "field_type", "operators"]);
  }
  const { values } = await admin.promotion.listRuleValues("rules", "region", { limit: 20 });
  assert.ok(values.some(({ value, label }) => value === shop.region.id && label === shop.region.name), JSON.stringify(values));
  await admin.promotion.delete(id);
});

test("sdk.admin.campaign: create, retrieve, list, update, batchPromotions, delete; its budget is used up", async () => {
  const code = own("summer");
  const { campaign: campaign } = await admin.campaign.create({
    name: own("Summer"), campaign_identifier: code, description: "While it is warm", starts_at: "2020-06-01", ends_at: "2090-09-01",
    budget: { type: "usage", limit: 1 },
  });
  const { id } = campaign;
  assertId(id, "procamp");
  assert.deepEqual([campaign.campaign_identifier, campaign.budget.type, campaign.budget.limit, campaign.budget.used], [code, "usage", 1, 0]);
  const page = await admin.campaign.list({ campaign_identifier: code, limit: 5, fields: "+promotions.id,*budget" });
  assertPage(page, "campaigns", { limit: 5, offset: 0 });
  assert.deepEqual(idsOf(page.campaigns), [id]);
  const promotion = await made({ application_method: method() });
  const { campaign: linked } = await admin.campaign.batchPromotions(id, { add: [promotion.id] });
  assert.equal(linked.id, id);
  assert.equal((await admin.promotion.retrieve(promotion.id, { fields: "*campaign,*campaign.budget" })).promotion.campaign.id, id);
  const order = await bought(shop, [[mug, 1]], { codes: [promotion.code] });
  assertMoney(order.discount_total, 5);
  assert.deepEqual(order.promotions.map((one) => one.code), [promotion.code]);
  const { campaign: used } = await admin.campaign.retrieve(id, { fields: "id,*budget,*promotions" });
  assert.deepEqual([used.budget.used, idsOf(used.promotions)], [1, [promotion.id]]);
  const { campaign: changed } = await admin.campaign.update(id, { description: "Until it is cold", budget: { limit: 5 } });
  assert.deepEqual([changed.description, changed.budget.limit], ["Until it is cold", 5]);
  await admin.campaign.batchPromotions(id, { remove: [promotion.id] });
  assert.equal((await admin.promotion.retrieve(promotion.id, { fields: "*campaign" })).promotion.campaign, null);
  assert.deepEqual(await admin.campaign.delete(id), { id, object: "campaign", deleted: true });
  await assertRefused(admin.campaign.retrieve(id), 404, /was not found/);
});

test("sdk.admin.refundReason: create, retrieve, list, update, delete", async () => {
  const code = own("late");
  const { refund_reason } = await admin.refundReason.create({ code, label: "It came late", description: "By more than a week" });
  const { id } = refund_reason;
  assertId(id, "refr");
  assert.deepEqual((await admin.refundReason.retrieve(id)).refund_reason, refund_reason);
  const page = await admin.refundReason.list({ q: code, limit: 5 });
  assertPage(page, "refund_reasons", { limit: 5, offset: 0 });
  assert.deepEqual(idsOf(page.refund_reasons), [id]);
  const { refund_reason: changed } = await admin.refundReason.update(id, { label: "Much too late" });
  assert.deepEqual([changed.label, changed.code], ["Much too late", code]);
  assert.deepEqual(await admin.refundReason.delete(id), { id, object: "refund_reason", deleted: true });
  await assertRefused(admin.refundReason.retrieve(id), 404, /was not found/);
});
