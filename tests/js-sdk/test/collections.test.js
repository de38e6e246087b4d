import assert from "node:assert/strict";
import { test } from "node:test";

import {
  FIELDS, assertId, assertKeys, assertPage, assertSameIds, assertTime, demo, listProducts, sdk, smallest,
} from "./support.js";

const KEYS = ["id", "title", "handle", "created_at", "updated_at"];

/** The starter converts both numbers to text. */
const list = (query) => sdk.store.collection.list({ limit: "100", offset: "0", ...query });

test("the starter's footer lists collections with their products", async () => {
  const answer = await list({ fields: FIELDS.collections });
  assertPage(answer, "collections", { limit: 100, offset: 0 });
  assert.ok(answer.count > 0);
  for (const collection of answer.collections) {
    assertKeys(collection, [...KEYS, "products"]);
    assertId(collection.id, "pcol");
    assertTime(collection.created_at);
    for (const product of collection.products) assertKeys(product, ["id", "title", "handle"]);
  }
});

test("the home page asks for three fields, with blanks, and gets them", async () => {
  const { collections } = await list({ fields: FIELDS.collectionLinks });
  assert.ok(collections.length > 0);
  for (const collection of collections) assert.deepEqual(Object.keys(collection).sort(), ["handle", "id", "title"]);
});

test("without a query there are ten, the newest first", async () => {
  const answer = await sdk.store.collection.list();
  assertPage(answer, "collections", { limit: 10, offset: 0 });
  const times = answer.collections.map(({ created_at }) => Date.parse(created_at));
  assert.deepEqual(times, [...times].sort((a, b) => b - a));
});

test("the collection page finds a collection by its handle", async () => {
  const { collections } = await list({ fields: FIELDS.collectionLinks });
  const [wanted] = collections;
  const answer = await sdk.store.collection.list({ handle: wanted.handle, fields: FIELDS.collections });
  assert.equal(answer.count, 1);
  assert.equal(answer.collections[0].id, wanted.id);
});

test("a collection can be retrieved", async () => {
  const { collections } = await sdk.store.collection.list();
  const { collection } = await sdk.store.collection.retrieve(collections[0].id);
  assertKeys(collection, KEYS);
  assert.equal(collection.id, collections[0].id);
  assert.equal(collection.title, collections[0].title);
});

test("collection_id[0]= lists the products of the collection", async () => {
  const { collections } = await list({ fields: FIELDS.collections });
  const wanted = smallest(collections);
  const answer = await listProducts({ collection_id: [wanted.id], limit: 1000 });
  assertSameIds(answer.products, wanted.products);
  for (const product of answer.products) assert.equal(product.collection_id, wanted.id);
});

test("the product rail of a collection has prices", async () => {
  const { collections } = await list({ fields: FIELDS.collections });
  const wanted = smallest(collections);
  const query = { collection_id: wanted.id, fields: FIELDS.rail, region_id: demo.region_id };
  const { products } = await sdk.store.product.list(query);
  assert.ok(products.length > 0);
  for (const { variants } of products) {
    for (const variant of variants) assert.equal(typeof variant.calculated_price.calculated_amount, "number");
  }
});
