// Categories, collections, tags, types and options, as the shop's staff order them: Medusa's client, unmodified.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";

import Medusa from "./record.js";
import { assertId, assertKeys, assertPage, assertRefused, assertTime, demo, idsOf } from "./support.js";

const { admin } = new Medusa({ baseUrl: demo.url, apiKey: demo.secret_key });
const own = (name) => `${name}-${randomUUID()}`;

/** A product of this run's own. */
let product;
before(async () => {
  ({ product } = await admin.product.create({ title: "Rope", handle: own("rope"), options: [{ title: "Length", values: ["1 m"] }] }));
});
after(() => admin.product.delete(product.id));

const productOf = async (fields) => (await admin.product.retrieve(product.id, { fields })).product;

test("sdk.admin.productCategory: create, retrieve, list, update, updateProducts, delete", async () => {
  const name = own("Ropes");
  const { product_category: made } = await admin.productCategory.create({ name, is_active: true, metadata: { shelf: 4 } });
  assertId(made.id, "pcat");
  assertTime(made.created_at);
  assertKeys(made, ["id", "name", "description", "handle", "is_active", "is_internal", "rank", "parent_category_id",
    "parent_category", "category_children", "created_at", "updated_at", "metadata"]);
  assert.deepEqual([made.name, made.is_active, made.metadata], [name, true, { shelf: 4 }]);
  const { product_category: below } = await admin.productCategory.create({ name: own("Thin"), parent_category_id: made.id });
  assert.deepEqual((await admin.productCategory.retrieve(below.id)).product_category.parent_category.id, made.id);
  const page = await admin.productCategory.list({ q: name, limit: 5, include_descendants_tree: true });
  assertPage(page, "product_categories", { limit: 5, offset: 0 });
  assert.deepEqual(idsOf(page.product_categories[0].category_children), [below.id]);
  const { product_category: changed } = await admin.productCategory.update(below.id, { description: "Thin ones", is_internal: true });
  assert.deepEqual([changed.description, changed.is_internal, changed.name], ["Thin ones", true, below.name]);
  const linked = await admin.productCategory.updateProducts(made.id, { add: [product.id] });
  assert.equal(linked.product_category.id, made.id);
  assert.deepEqual(idsOf((await productOf("id,*categories")).categories), [made.id]);
  await admin.productCategory.updateProducts(made.id, { remove: [product.id] });
  assert.deepEqual((await productOf("id,*categories")).categories, []);
  await assertRefused(admin.productCategory.delete(made.id), 400, /with category children is not allowed/);
  for (const { id } of [below, made]) {
    assert.deepEqual(await admin.productCategory.delete(id), { id, object: "product_category", deleted: true });
  }
  await assertRefused(admin.productCategory.retrieve(made.id), 404, `Product category with id: ${made.id} was not found`);
});

test("sdk.admin.productCollection: create, retrieve, list, update, updateProducts, delete", async () => {
  const title = own("Spring");
  const { collection: made } = await admin.productCollection.create({ title });
  assertId(made.id, "pcol");
  assertKeys(made, ["id", "title", "handle", "created_at", "updated_at", "deleted_at", "metadata"]);
  const { id } = made;
  assert.deepEqual((await admin.productCollection.retrieve(id)).collection, made);
  const page = await admin.productCollection.list({ title, limit: 5 });
  assertPage(page, "collections", { limit: 5, offset: 0 });
  assert.deepEqual(page.collections, [made]);
  const { collection: changed } = await admin.productCollection.update(id, { metadata: { a: 1 } });
  assert.deepEqual([changed.title, changed.metadata], [title, { a: 1 }]);
  assert.equal((await admin.productCollection.updateProducts(id, { add: [product.id] })).collection.id, id);
  assert.equal((await productOf("id,collection_id")).collection_id, id);
  await admin.productCollection.updateProducts(id, { remove: [product.id] });
  assert.equal((await productOf("id,collection_id")).collection_id, null);
  assert.deepEqual(await admin.productCollection.delete(id), { id, object: "collection", deleted: true });
  await assertRefused(admin.productCollection.retrieve(id), 404, `Collection with id: ${id} was not found`);
});

for (const { calls, one, many, prefix, name } of [
  { calls: admin.productTag, one: "product_tag", many: "product_tags", prefix: "ptag", name: "Product tag" },
  { calls: admin.productType, one: "product_type", many: "product_types", prefix: "ptyp", name: "Product type" },
]) {
  test(`sdk.admin's ${one}: create, retrieve, list, update, delete`, async () => {
    const value = own("word");
    const { [one]: made } = await calls.create({ value, metadata: { a: 1 } });
    const { id } = made;
    assertId(id, prefix);
    assertTime(made.created_at);
    assert.deepEqual([made.value, made.metadata, made.deleted_at], [value, { a: 1 }, null]);
    assert.deepEqual((await calls.retrieve(id))[one], made);
    const page = await calls.list({ q: value, limit: 5 });
    assertPage(page, many, { limit: 5, offset: 0 });
    assert.deepEqual(page[many], [made]);
    assert.equal((await calls.update(id, { value: `${value}-2` }))[one].value, `${value}-2`);
    assert.deepEqual(await calls.delete(id), { id, object: one, deleted: true });
    await assertRefused(calls.retrieve(id), 404, `${name} with id: ${id} was not found`);
  });
}

test("sdk.admin.productOption and its values", async () => {
  const title = own("Colour");
  const { product_option: made } = await admin.productOption.create({ title, values: ["Red", "Blue"] });
  const { id } = made;
  assertId(id, "opt");
  assert.deepEqual(made.values.map(({ value }) => value), ["Red", "Blue"]);
  assert.deepEqual((await admin.productOption.retrieve(id)).product_option, made);
  const page = await admin.productOption.list({ title, limit: 5 });
  assertPage(page, "product_options", { limit: 5, offset: 0 });
  assert.deepEqual(page.product_options, [made]);
  const { product_option: changed } = await admin.productOption.update(id, { title: `${title} 2`, values: ["Red", "Blue", "Green"] });
  assert.deepEqual([changed.title, changed.values.length], [`${title} 2`, 3]);

  const values = await admin.productOption.listValues(id, { order: "rank", limit: 2 });
  assertPage(values, "product_option_values", { limit: 2, offset: 0 });
  assert.deepEqual([values.count, values.product_option_values.map(({ value }) => value)], [3, ["Red", "Blue"]]);
  const [red] = values.product_option_values;
  assertId(red.id, "optval");
  assert.deepEqual((await admin.productOption.retrieveValue(id, red.id)).product_option_value, red);
  const { product_option_value: crimson } = await admin.productOption.updateValue(id, red.id, { value: "Crimson", metadata: { hex: "#d14" } });
  assert.deepEqual([crimson.id, crimson.value, crimson.metadata], [red.id, "Crimson", { hex: "#d14" }]);
  const gone = await admin.productOption.deleteValue(id, red.id);
  assert.deepEqual([gone.id, gone.object, gone.deleted], [red.id, "product_option_value", true]);
  await assertRefused(admin.productOption.retrieveValue(id, red.id), 404, `Product option value with id: ${red.id} was not found`);

  const { product: linked } = await admin.product.linkOptions(product.id, { add: [id] });
  assert.deepEqual(linked.options.map((option) => option.title), ["Length", `${title} 2`]);
  const { product: without } = await admin.product.linkOptions(product.id, { remove: [id] });
  assert.deepEqual(without.options.map((option) => option.title), ["Length"]);
  assert.deepEqual(await admin.productOption.delete(id), { id, object: "product_option", deleted: true });
  await assertRefused(admin.productOption.retrieve(id), 404, `Product option with id: ${id} was not found`);
});

test("pictures of variants, from either side", async () => {
  const { product: kite } = await admin.product.create({
    title: "Kite", handle: own("kite"), options: [{ title: "Size", values: ["S"] }],
    images: [{ url: "https://example.test/one.png" }, { url: "https://example.test/two.png" }],
    variants: [{ title: "S", options: { Size: "S" }, prices: [] }],
  });
  const [one, two] = idsOf(kite.images);
  const [variant] = idsOf(kite.variants);
  const shown = async () =>
    idsOf((await admin.product.retrieveVariant(kite.id, variant, { fields: "id,*images" })).variant.images).sort();
  assert.deepEqual(await admin.product.batchVariantImages(kite.id, variant, { add: [one] }), { added: [one], removed: [] });
  const before = await shown();
  assert.ok(before.includes(one));
  assert.deepEqual(await admin.product.batchImageVariants(kite.id, two, { add: [variant] }), { added: [variant], removed: [] });
  assert.ok((await shown()).includes(two));
  const taken = await admin.product.batchVariantImages(kite.id, variant, { remove: [one, two] });
  assert.deepEqual(taken, { added: [], removed: [one, two] });
  await admin.product.delete(kite.id);
});
