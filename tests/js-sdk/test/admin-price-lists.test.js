// Price lists as Medusa's admin makes them, and what its shoppers see of them.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import Medusa from "./record.js";
import { assertId, assertKeys, assertPage, assertRefused, assertTime, demo, idsOf, sdk as shopper } from "./support.js";

const sdk = new Medusa({ baseUrl: demo.url, apiKey: demo.secret_key });

const LIST = [
  "id", "title", "description", "rules", "starts_at", "ends_at", "status", "type", "created_at", "updated_at", "deleted_at",
  "metadata",
];
const PRICE = [
  "id", "variant_id", "rules", "title", "currency_code", "amount", "raw_amount", "min_quantity", "max_quantity",
  "price_set_id", "created_at", "updated_at", "deleted_at",
];

/** A variant of this run's own that is sold in the demo region, and what it costs there. */
async function variant() {
  const { region } = await sdk.admin.region.retrieve(demo.region_id);
  const { sales_channels } = await sdk.admin.salesChannel.list();
  const run = randomUUID();
  const { product } = await sdk.admin.product.create({
    title: "Sale Mug", handle: `sale-mug-${run}`, status: "published", options: [{ title: "Size", values: ["One"] }],
    sales_channels: sales_channels.map(({ id }) => ({ id })),
    variants: [{ title: "One", options: { Size: "One" }, prices: [{ currency_code: region.currency_code, amount: 20 }] }],
  });
  return { product, id: product.variants[0].id, currency_code: region.currency_code };
}

async function paid(product) {
  const { product: shown } = await shopper.store.product.retrieve(product.id, { region_id: demo.region_id });
  const { calculated_amount, original_amount } = shown.variants[0].calculated_price;
  return [calculated_amount, original_amount];
}

const list = (prices, more) => ({
  title: `Winter ${randomUUID()}`, description: "All that is warm.", status: "active", type: "sale", prices, ...more,
});

test("sdk.admin.priceList.create, retrieve, update, list, delete", async () => {
  const { product, id, currency_code } = await variant();
  const { price_list } = await sdk.admin.priceList.create(list([{ variant_id: id, currency_code, amount: 15.5 }]));
  assertKeys(price_list, LIST);
  assertId(price_list.id, "plist");
  assertTime(price_list.created_at);
  assert.deepEqual(await paid(product), [15.5, 20]);
  assert.deepEqual((await sdk.admin.priceList.retrieve(price_list.id)).price_list, price_list);
  const { price_list: changed } = await sdk.admin.priceList.update(price_list.id, { type: "override", metadata: { a: 1 } });
  assert.deepEqual([changed.type, changed.metadata, changed.title], ["override", { a: 1 }, price_list.title]);
  assert.deepEqual(await paid(product), [15.5, 15.5]);
  const found = await sdk.admin.priceList.list({ q: price_list.title, limit: 5 });
  assertPage(found, "price_lists", { limit: 5, offset: 0 });
  assert.deepEqual(idsOf(found.price_lists), [price_list.id]);
  const { price_list: with_prices } = await sdk.admin.priceList.retrieve(price_list.id, { fields: "*prices" });
  assert.equal(with_prices.prices[0].variant_id, id);

  const gone = { id: price_list.id, object: "price_list", deleted: true };
  assert.deepEqual(await sdk.admin.priceList.delete(price_list.id), gone);
  await assertRefused(sdk.admin.priceList.retrieve(price_list.id), 404, `Price list with id: ${price_list.id} was not found`);
  assert.deepEqual(await paid(product), [20, 20]);
});

test("sdk.admin.priceList.batchPrices, prices, linkProducts", async () => {
  const { product, id, currency_code } = await variant();
  const { price_list } = await sdk.admin.priceList.create(list([]));
  const { created } = await sdk.admin.priceList.batchPrices(price_list.id, {
    create: [
      { variant_id: id, currency_code, amount: 18 },
      { variant_id: id, currency_code, amount: 12, min_quantity: 10, rules: { region_id: demo.region_id } },
    ],
  });
  assertKeys(created[0], PRICE);
  assertId(created[0].id, "price");
  assert.deepEqual(created[1].rules, { region_id: demo.region_id });
  assert.deepEqual(await paid(product), [18, 20]);
  const done = await sdk.admin.priceList.batchPrices(price_list.id, {
    update: [{ id: created[0].id, variant_id: id, amount: 17 }], delete: [created[1].id],
  });
  assert.equal(done.updated[0].amount, 17);
  assert.deepEqual(done.deleted, { ids: [created[1].id], object: "price", deleted: true });
  const { prices, count } = await sdk.admin.priceList.prices(price_list.id, { limit: 10 });
  assert.deepEqual([idsOf(prices), count], [[created[0].id], 1]);
  await sdk.admin.priceList.linkProducts(price_list.id, { remove: [product.id] });
  assert.equal((await sdk.admin.priceList.prices(price_list.id)).count, 0);
  assert.deepEqual(await paid(product), [20, 20]);
  const wrong = { create: [{ variant_id: id, currency_code: "xxx", amount: 1 }] };
  await assertRefused(sdk.admin.priceList.batchPrices(price_list.id, wrong), 400, /currency_code/);
});
