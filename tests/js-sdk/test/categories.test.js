import assert from "node:assert/strict";
import { test } from "node:test";

import {
  FIELDS, assertId, assertKeys, assertPage, assertSameIds, assertTime, get, idsOf, listProducts, sdk, smallest,
} from "./support.js";

const KEYS = [
  "id", "name", "description", "handle", "rank", "parent_category_id", "created_at", "updated_at", "metadata",
  "parent_category", "category_children",
];

/** The starter's tree of categories. */
const tree = () => get("/store/product-categories", { fields: FIELDS.categories, limit: 100 });

test("the starter's category tree hangs together", async () => {
  const answer = await tree();
  assertPage(answer, "product_categories", { limit: 100, offset: 0 });
  const byId = new Map(answer.product_categories.map((category) => [category.id, category]));
  assert.equal(byId.size, answer.count);
  for (const category of byId.values()) {
    assertKeys(category, [...KEYS, "products"]);
    assertId(category.id, "pcat");
    assertTime(category.created_at);
    for (const product of category.products) assertId(product.id, "prod");
    for (const child of category.category_children) {
      assert.equal(byId.get(child.id).parent_category_id, category.id);
      assert.equal(byId.get(child.id).name, child.name);
    }
    const children = [...byId.values()].filter(({ parent_category_id }) => parent_category_id === category.id);
    assertSameIds(category.category_children, children);
    if (category.parent_category_id === null) {
      assert.equal(category.parent_category, null);
      continue;
    }
    const parent = byId.get(category.parent_category_id);
    assert.equal(category.parent_category.id, parent.id);
    assert.equal(category.parent_category.handle, parent.handle);
    // The starter's breadcrumbs climb two steps.
    assert.equal(category.parent_category.parent_category?.id ?? null, parent.parent_category_id);
  }
  const roots = [...byId.values()].filter(({ parent_category_id }) => parent_category_id === null);
  assert.ok(roots.length > 0 && roots.length < byId.size, "a tree has roots and more than roots");
});

test("sdk.store.category.list and retrieve", async () => {
  const answer = await sdk.store.category.list();
  assertPage(answer, "product_categories", { limit: 50, offset: 0 });
  const [first] = answer.product_categories;
  assertKeys(first, KEYS);
  assert.ok(!("products" in first), "products must be asked for");
  const { product_category } = await sdk.store.category.retrieve(first.id);
  assert.deepEqual(product_category, first);
});

test("the category page finds a category by its handle", async () => {
  const { product_categories } = await tree();
  const wanted = product_categories.find((category) => category.category_children.length > 0);
  const answer = await sdk.store.category.list({ fields: FIELDS.category, handle: wanted.handle });
  assert.equal(answer.count, 1);
  const [found] = answer.product_categories;
  assert.equal(found.id, wanted.id);
  assert.deepEqual(idsOf(found.category_children), idsOf(wanted.category_children));
});

test("a path of handles that no category has gives an empty list", async () => {
  const answer = await sdk.store.category.list({ fields: FIELDS.category, handle: "a/b/c" });
  assert.deepEqual(answer, { product_categories: [], count: 0, offset: 0, limit: 50 });
});

test("category_id[0]= lists the products of the category", async () => {
  const { product_categories } = await tree();
  const wanted = smallest(product_categories);
  const answer = await listProducts({ category_id: [wanted.id], limit: 1000 });
  assertPage(answer, "products", { limit: 1000, offset: 0 });
  assertSameIds(answer.products, wanted.products);
});

test("an unknown id gives an empty object, as Medusa does", async () => {
  assert.deepEqual(await sdk.store.category.retrieve("pcat_01jd6nwvvgfa5sr38y5wx4pq3d"), {});
});
