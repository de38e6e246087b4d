// Tags, types and currencies: the client has no methods for them, so they go through `sdk.client.fetch`.

import assert from "node:assert/strict";
import { test } from "node:test";

import { assertId, assertKeys, assertPage, assertSameIds, assertTime, get, idsOf, listProducts, smallest } from "./support.js";

for (const { path, plural, one, prefix, filter } of [
  { path: "product-tags", plural: "product_tags", one: "product_tag", prefix: "ptag", filter: "tag_id" },
  { path: "product-types", plural: "product_types", one: "product_type", prefix: "ptyp", filter: "type_id" },
]) {
  test(`${path} are listed and retrieved`, async () => {
    const answer = await get(`/store/${path}`);
    assertPage(answer, plural, { limit: 50, offset: 0 });
    assert.ok(answer.count > 0);
    for (const word of answer[plural]) {
      assertKeys(word, ["id", "value", "created_at", "updated_at", "metadata"]);
      assertId(word.id, prefix);
      assertTime(word.created_at);
      assert.ok(word.value.length > 0);
    }
    const [first] = answer[plural];
    const retrieved = await get(`/store/${path}/${first.id}`);
    assert.deepEqual(Object.keys(retrieved), [one]);
    assert.equal(retrieved[one].id, first.id);
    assert.equal(retrieved[one].value, first.value);
  });

  test(`${path} know their products`, async () => {
    const answer = await get(`/store/${path}`, { fields: "id,value,*products", limit: 100 });
    const word = smallest(answer[plural]);
    const { products } = await listProducts({ [filter]: [word.id], limit: 1000 });
    assertSameIds(products, word.products);
  });

  test(`${path} are found by value`, async () => {
    const [{ id, value }] = (await get(`/store/${path}`, { limit: 1 }))[plural];
    const answer = await get(`/store/${path}`, { value });
    assert.deepEqual(idsOf(answer[plural]), [id]);
  });
}

test("currencies are listed and retrieved", async () => {
  const answer = await get("/store/currencies");
  assertPage(answer, "currencies", { limit: 50, offset: 0 });
  for (const currency of answer.currencies) {
    assertKeys(currency, ["code", "name", "symbol", "symbol_native", "decimal_digits", "rounding"]);
    assert.match(currency.code, /^[a-z]{3}$/);
    assert.ok(Number.isInteger(currency.decimal_digits));
  }
  const [{ code, name }] = answer.currencies;
  const { currency } = await get(`/store/currencies/${code}`);
  assert.equal(currency.code, code);
  assert.equal(currency.name, name);
});
