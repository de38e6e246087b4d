// What all tests share: the shop under test, Medusa's client for it, and the queries of Medusa's Next.js starter.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { FetchError } from "@medusajs/js-sdk";

import Medusa from "./record.js";

const file = process.env.KONTOR_TEST_DEMO;
if (!file) throw new Error("KONTOR_TEST_DEMO names no demo.json: run tests/js-sdk/run");

/** What the server says about its demo shop: url, publishable_key, region_id, variant_id, product_handle. */
export const demo = JSON.parse(readFileSync(file, "utf8"));

/** As the starter makes it; without a key when `publishableKey` is undefined. */
export const client = (publishableKey) => new Medusa({ baseUrl: demo.url, publishableKey });

export const sdk = client(demo.publishable_key);

/** `fields` of the starter, to the letter: the trailing comma and the blanks are its own. */
export const FIELDS = {
  products: "*variants.calculated_price,+variants.inventory_quantity,*variants.images,+metadata,+tags,",
  rail: "*variants.calculated_price",
  categories: "*category_children, *products, *parent_category, *parent_category.parent_category",
  category: "*category_children, *products",
  collections: "*products",
  collectionLinks: "id, handle, title",
};

/** The starter's product list: `sdk.client.fetch`, not `sdk.store.product.list`. */
export const listProducts = (query) =>
  sdk.client.fetch("/store/products", {
    method: "GET",
    query: { limit: 12, offset: 0, region_id: demo.region_id, fields: FIELDS.products, ...query },
    cache: "force-cache",
  });

/** Whatever has no method in the client. */
export const get = (path, query) => sdk.client.fetch(path, { method: "GET", query });

/** Ids are `<prefix>_` and 26 signs of Crockford's base32, as ULIDs are. */
export function assertId(id, prefix) {
  assert.match(id, new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`, "i"));
}

export function assertTime(value) {
  assert.match(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  assert.ok(!Number.isNaN(Date.parse(value)), value);
}

/** The envelope of every list. */
export function assertPage(answer, plural, { limit, offset }) {
  assert.deepEqual(Object.keys(answer).sort(), ["count", "limit", "offset", plural].sort());
  assert.equal(answer.limit, limit);
  assert.equal(answer.offset, offset);
  assert.ok(Number.isInteger(answer.count) && answer.count >= answer[plural].length, `count ${answer.count}`);
  assert.equal(answer[plural].length, Math.max(0, Math.min(limit, answer.count - offset)));
}

export function assertKeys(object, keys) {
  const missing = keys.filter((key) => !(key in object));
  assert.deepEqual(missing, [], `missing in ${JSON.stringify(object).slice(0, 300)}`);
}

export const idsOf = (rows) => rows.map((row) => row.id);

export const assertSameIds = (rows, others) => assert.deepEqual(idsOf(rows).sort(), idsOf(others).sort());

/** The client turns every answer from 300 on into a FetchError with the server's message. */
export async function assertRefused(promise, status, message) {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof FetchError, `not a FetchError: ${error}`);
    assert.equal(error.status, status, error.message);
    if (message instanceof RegExp) assert.match(error.message, message);
    else assert.equal(error.message, message);
    // The starter's sign-in compares the reason phrase.
    assert.equal(error.statusText, { 400: "Bad Request", 401: "Unauthorized", 404: "Not Found" }[status]);
    return true;
  });
}

/** The category, collection, tag or type that has the fewest products, but some. */
export function smallest(rows) {
  const filled = rows.filter(({ products }) => products.length > 0);
  return filled.sort((a, b) => a.products.length - b.products.length)[0];
}

/** The server counts sign-ins by address, and all of these come from one. */
export async function patiently(call) {
  for (let left = 60; ; left -= 1) {
    try {
      return await call();
    } catch (error) {
      if (error.status !== 429 || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}
