import assert from "node:assert/strict";
import { test } from "node:test";

import { assertRefused, client, demo, get, sdk } from "./support.js";

const ULID = "01jd6nwvvgfa5sr38y5wx4pq3d";

for (const [what, id, retrieve] of [
  ["Product", `prod_${ULID}`, (id) => sdk.store.product.retrieve(id)],
  ["Collection", `pcol_${ULID}`, (id) => sdk.store.collection.retrieve(id)],
  ["Region", `reg_${ULID}`, (id) => sdk.store.region.retrieve(id)],
  ["Product tag", `ptag_${ULID}`, (id) => get(`/store/product-tags/${id}`)],
  ["Product type", `ptyp_${ULID}`, (id) => get(`/store/product-types/${id}`)],
]) {
  test(`an unknown ${what.toLowerCase()} is a 404 that names it`, async () => {
    await assertRefused(retrieve(id), 404, `${what} with id: ${id} was not found`);
    // What is no id at all is not found either.
    await assertRefused(retrieve("nonsense"), 404, `${what} with id: nonsense was not found`);
  });
}

test("without a key nothing answers, not even a path that is not there", async () => {
  const message =
    "Publishable API key required in the request header: x-publishable-api-key. " +
    "You can manage your keys in settings in the dashboard.";
  const keyless = client(undefined);
  await assertRefused(keyless.store.product.list(), 400, message);
  await assertRefused(keyless.store.region.list(), 400, message);
  await assertRefused(keyless.client.fetch("/store/nowhere"), 400, message);
});

test("a key that nobody made is refused", async () => {
  const message = "A valid publishable key is required to proceed with the request";
  for (const key of [`pk_${"0".repeat(64)}`, "nonsense", demo.secret_key]) {
    await assertRefused(client(key).store.product.list(), 400, message);
  }
});

test("a path that is not there is a 404", async () => {
  await assertRefused(get("/store/nowhere"), 404, /\/store\/nowhere/);
});

test("a query that makes no sense is refused, with the field's name", async () => {
  await assertRefused(sdk.store.product.list({ colour: "red" }), 400, "Invalid request: Unrecognized fields: 'colour'");
  await assertRefused(sdk.store.product.list({ limit: "many" }), 400, /^Invalid request: .*'limit'/);
  await assertRefused(sdk.store.collection.list({ order: "price" }), 400, /Order field price is not valid/);
});

test("a region that is not there cannot quote prices", async () => {
  const region_id = `reg_${ULID}`;
  const message = `Region with id ${region_id} not found when populating the pricing context`;
  await assertRefused(sdk.store.product.list({ region_id }), 400, message);
});

test("an error body has a type and a message, and no code that was not set", async () => {
  const response = await fetch(new URL(`/store/products/prod_${ULID}`, demo.url), {
    headers: { "x-publishable-api-key": demo.publishable_key },
  });
  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), { type: "not_found", message: `Product with id: prod_${ULID} was not found` });
});
