// Products as Medusa's admin changes them: its client, unmodified, with the shop's secret key.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import Medusa from "./record.js";
import { assertId, assertKeys, assertRefused, assertTime, demo, idsOf, sdk as shopper } from "./support.js";

const sdk = new Medusa({ baseUrl: demo.url, apiKey: demo.secret_key });

const PRODUCT = [
  "id", "title", "subtitle", "status", "external_id", "description", "handle", "is_giftcard", "discountable", "thumbnail",
  "collection_id", "type_id", "weight", "length", "height", "width", "hs_code", "origin_country", "mid_code", "material",
  "created_at", "updated_at", "deleted_at", "metadata", "type", "collection", "options", "tags", "images", "variants",
  "sales_channels",
];
const PRICE = ["id", "currency_code", "amount", "min_quantity", "max_quantity", "variant_id", "rules", "created_at"];

/** A product of two variants, whose handle and SKUs are this run's alone. */
const mug = () => {
  const run = randomUUID();
  return {
    title: "Quay Mug", handle: `quay-mug-${run}`, options: [{ title: "Colour", values: ["Blue", "White"] }],
    variants: [
      { title: "Blue", sku: `B-${run}`, options: { Colour: "Blue" }, prices: [{ currency_code: "eur", amount: 18.9 }] },
      { title: "White", sku: `W-${run}`, options: { Colour: "White" }, prices: [] },
    ],
  };
};

const make = async () => (await sdk.admin.product.create(mug())).product;

test("sdk.admin.product.create, retrieve, update, list, delete", async () => {
  const product = await make();
  assertKeys(product, PRODUCT);
  assertId(product.id, "prod");
  assertTime(product.created_at);
  assert.equal(product.status, "draft");
  assertKeys(product.variants[0].prices[0], PRICE);
  assert.equal(product.variants[0].prices[0].amount, 18.9);
  assert.deepEqual((await sdk.admin.product.retrieve(product.id)).product, product);

  const { product: changed } = await sdk.admin.product.update(product.id, { title: "Pier Mug", metadata: { erp: 7 } });
  assert.deepEqual([changed.title, changed.metadata, changed.handle], ["Pier Mug", { erp: 7 }, product.handle]);
  const { products, count } = await sdk.admin.product.list({ handle: product.handle, fields: "id,title,*variants" });
  assert.deepEqual([idsOf(products), count, products[0].variants.length], [[product.id], 1, 2]);
  const found = await sdk.admin.product.list({ q: product.variants[0].sku, limit: 1 });
  assert.deepEqual(idsOf(found.products), [product.id]);

  assert.deepEqual(await sdk.admin.product.delete(product.id), { id: product.id, object: "product", deleted: true });
  await assertRefused(sdk.admin.product.retrieve(product.id), 404, `Product with id: ${product.id} was not found`);
});

test("what is published is sold", async () => {
  const product = await make();
  const { sales_channels } = await sdk.admin.salesChannel.list();
  await sdk.admin.product.update(product.id, { status: "published", sales_channels: sales_channels.map(({ id }) => ({ id })) });
  const { product: shown } = await shopper.store.product.retrieve(product.id);
  assert.equal(shown.title, "Quay Mug");
  await sdk.admin.product.delete(product.id);
  await assertRefused(shopper.store.product.retrieve(product.id), 404, /was not found/);
});

test("sdk.admin.product.batch", async () => {
  const [kept, gone] = [await make(), await make()];
  const answer = await sdk.admin.product.batch({ create: [mug()], update: [{ id: kept.id, title: "Kept" }], delete: [gone.id] });
  assert.deepEqual([answer.created.length, answer.updated[0].title], [1, "Kept"]);
  assert.deepEqual(answer.deleted, { ids: [gone.id], object: "product", deleted: true });
  await sdk.admin.product.batch({ delete: [kept.id, answer.created[0].id] });
});

test("variants below a product, and all of them", async () => {
  const product = await make();
  const [blue] = product.variants;
  const { variants, count } = await sdk.admin.product.listVariants(product.id, { order: "variant_rank" });
  assert.deepEqual([idsOf(variants), count], [idsOf(product.variants), 2]);
  const { variant } = await sdk.admin.product.retrieveVariant(product.id, blue.id);
  assert.deepEqual(variant, blue);
  const prices = [{ id: blue.prices[0].id, currency_code: "eur", amount: 20 }];
  const { product: changed } = await sdk.admin.product.updateVariant(product.id, blue.id, { title: "Navy", prices });
  assert.deepEqual([changed.variants[0].title, changed.variants[0].prices[0].amount], ["Navy", 20]);
  await assertRefused(
    sdk.admin.product.createVariant(product.id, { title: "Blue again", options: { Colour: "Blue" }, prices: [] }),
    400, /with provided options already exists/,
  );
  const batch = await sdk.admin.product.batchVariants(product.id, { delete: [product.variants[1].id] });
  assert.deepEqual(batch.deleted.ids, [product.variants[1].id]);
  const { product: more } = await sdk.admin.product.createVariant(
    product.id, { title: "White", options: { Colour: "White" }, prices: [] },
  );
  assert.equal(more.variants.length, 2);
  const all = await sdk.admin.productVariant.list({ sku: blue.sku });
  assert.deepEqual(idsOf(all.variants), [blue.id]);
  const { deleted, parent } = await sdk.admin.product.deleteVariant(product.id, blue.id);
  assert.deepEqual([deleted, parent.id], [true, product.id]);
  await sdk.admin.product.delete(product.id);
});

test("options of a product", async () => {
  const product = await make();
  const { product_options } = await sdk.admin.product.listOptions(product.id);
  assert.deepEqual(idsOf(product_options), idsOf(product.options));
  const { product: changed } = await sdk.client.fetch(`/admin/products/${product.id}/options/batch`, {
    method: "POST", body: { add: [{ title: "Size", values: ["S", "M"] }] },
  });
  assert.deepEqual(changed.options.map(({ title }) => title), ["Colour", "Size"]);
  await sdk.admin.product.delete(product.id);
});

test("what a variant takes off the stock", async () => {
  const product = await make();
  const [blue] = product.variants;
  const { variant } = await sdk.admin.product.retrieveVariant(product.id, blue.id, { fields: "id,*inventory_items" });
  const [{ inventory_item_id }] = variant.inventory_items;
  const link = { variant_id: blue.id, inventory_item_id, required_quantity: 3 };
  const answer = await sdk.admin.product.batchVariantInventoryItems(product.id, { update: [link] });
  assert.deepEqual(answer.updated, [link]);
  await sdk.admin.product.delete(product.id);
});
