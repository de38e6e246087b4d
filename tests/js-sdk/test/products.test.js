import assert from "node:assert/strict";
import { test } from "node:test";

import { FIELDS, assertId, assertKeys, assertPage, assertTime, demo, get, idsOf, listProducts, sdk } from "./support.js";

const PRODUCT_KEYS = [
  "id", "title", "subtitle", "description", "handle", "is_giftcard", "discountable", "thumbnail", "collection_id",
  "type_id", "weight", "length", "height", "width", "hs_code", "origin_country", "mid_code", "material", "created_at",
  "updated_at", "type", "collection", "options", "tags", "images", "variants",
];

const PRICE_KEYS = [
  "id", "is_calculated_price_price_list", "is_calculated_price_tax_inclusive", "calculated_amount",
  "raw_calculated_amount", "is_original_price_price_list", "is_original_price_tax_inclusive", "original_amount",
  "raw_original_amount", "currency_code", "calculated_price", "original_price",
];
const TAX_KEYS = [
  "calculated_amount_with_tax", "calculated_amount_without_tax", "original_amount_with_tax",
  "original_amount_without_tax",
];
const SOURCE_KEYS = ["id", "price_list_id", "price_list_type", "min_quantity", "max_quantity"];

const assertExactKeys = (object, keys) => assert.deepEqual(Object.keys(object).sort(), [...keys].sort());

function assertPrice(price, currency, extraKeys = []) {
  assertExactKeys(price, [...PRICE_KEYS, ...extraKeys]);
  assertId(price.id, "pset");
  assert.equal(price.currency_code, currency);
  for (const which of ["calculated", "original"]) {
    const amount = price[`${which}_amount`];
    assert.equal(typeof amount, "number");
    assert.ok(Number.isFinite(amount) && amount >= 0, `${amount}`);
    assert.deepEqual(price[`raw_${which}_amount`], { value: String(amount), precision: 20 });
    assert.equal(typeof price[`is_${which}_price_price_list`], "boolean");
    assert.equal(typeof price[`is_${which}_price_tax_inclusive`], "boolean");
    assertExactKeys(price[`${which}_price`], SOURCE_KEYS);
    assertId(price[`${which}_price`].id, "price");
  }
  for (const key of extraKeys) assert.equal(typeof price[key], "number", key);
  assert.ok(price.calculated_amount <= price.original_amount);
}

function assertProduct(product) {
  assertKeys(product, PRODUCT_KEYS);
  assertId(product.id, "prod");
  assertTime(product.created_at);
  assertTime(product.updated_at);
  assert.match(product.handle, /^[a-z0-9][a-z0-9-]*$/);
  for (const option of product.options) {
    assertId(option.id, "opt");
    assert.equal(option.product_id, product.id);
    assert.ok(option.values.length > 0);
    for (const value of option.values) assertId(value.id, "optval");
  }
  for (const tag of product.tags) assertId(tag.id, "ptag");
  for (const image of product.images) {
    assertId(image.id, "img");
    assert.equal(new URL(image.url).protocol.replace("s:", ":"), "http:");
  }
  if (product.type_id) assert.equal(product.type.id, product.type_id);
  if (product.collection_id) assert.equal(product.collection.id, product.collection_id);
}

function assertVariant(variant, product, currency) {
  assertKeys(variant, ["id", "title", "sku", "manage_inventory", "allow_backorder", "options", "images"]);
  assertId(variant.id, "variant");
  assert.equal(variant.product_id, product.id);
  // The starter finds the variant that a shopper chose by these.
  assert.equal(variant.options.length, product.options.length);
  const known = product.options.flatMap((option) => idsOf(option.values));
  for (const value of variant.options) assert.ok(known.includes(value.id), value.value);
  if (variant.manage_inventory) assert.ok(Number.isInteger(variant.inventory_quantity), variant.sku);
  assertPrice(variant.calculated_price, currency);
}

const region = () => sdk.store.region.retrieve(demo.region_id).then(({ region }) => region);

test("the starter's product list has everything that its cards show", async () => {
  const { currency_code: currency } = await region();
  const answer = await listProducts();
  assertPage(answer, "products", { limit: 12, offset: 0 });
  assert.equal(answer.products.length, 12);
  for (const product of answer.products) {
    assertProduct(product);
    assertKeys(product, ["metadata"]);
    assert.ok(product.variants.length > 0, product.handle);
    for (const variant of product.variants) assertVariant(variant, product, currency);
  }
});

test("sdk.store.product.list takes the same query", async () => {
  const query = { limit: 5, offset: 3, region_id: demo.region_id, fields: FIELDS.products };
  const answer = await sdk.store.product.list(query);
  assertPage(answer, "products", { limit: 5, offset: 3 });
  assert.deepEqual(answer, await listProducts(query));
});

test("without a query there are fifty, and no prices", async () => {
  const answer = await sdk.store.product.list();
  assertPage(answer, "products", { limit: 50, offset: 0 });
  for (const product of answer.products) {
    assertProduct(product);
    for (const key of ["metadata", "status"]) assert.ok(!(key in product), key);
    for (const variant of product.variants) assert.ok(!("calculated_price" in variant));
  }
});

test("a region alone brings prices, in its currency", async () => {
  const { regions } = await sdk.store.region.list();
  assert.ok(regions.length > 0);
  for (const { id, currency_code } of regions) {
    const { products } = await sdk.store.product.list({ region_id: id, limit: 5 });
    assert.equal(products.length, 5);
    for (const { variants } of products) {
      for (const variant of variants) assertPrice(variant.calculated_price, currency_code);
    }
  }
});

test("a country adds amounts with and without tax", async () => {
  const { countries, currency_code } = await region();
  const query = { region_id: demo.region_id, country_code: countries[0].iso_2, handle: demo.product_handle };
  const { products } = await sdk.store.product.list(query);
  assert.equal(products.length, 1);
  for (const variant of products[0].variants) assertPrice(variant.calculated_price, currency_code, TAX_KEYS);
});

test("the product page finds a product by its handle", async () => {
  const answer = await listProducts({ handle: demo.product_handle });
  assert.equal(answer.count, 1);
  const [product] = answer.products;
  assert.equal(product.handle, demo.product_handle);
  assertProduct(product);
  assert.ok(idsOf(product.variants).includes(demo.variant_id));
});

test("a handle that nobody has gives an empty list", async () => {
  assert.deepEqual(await listProducts({ handle: "no-such-thing" }), { products: [], count: 0, offset: 0, limit: 12 });
});

test("a product can be retrieved, and is the one of the list", async () => {
  const query = { region_id: demo.region_id, fields: FIELDS.products };
  const { products } = await listProducts({ limit: 1 });
  const { product, ...rest } = await sdk.store.product.retrieve(products[0].id, query);
  assert.deepEqual(rest, {});
  assert.deepEqual(product, products[0]);
});

test("pages neither overlap nor skip", async () => {
  const seen = new Set();
  let count;
  for (let offset = 0; count === undefined || offset < count; offset += 100) {
    const answer = await get("/store/products", { fields: "handle", limit: 100, offset });
    assertPage(answer, "products", { limit: 100, offset });
    count ??= answer.count;
    assert.equal(answer.count, count);
    for (const product of answer.products) {
      // The order of keys is the order of the request, and the id comes last.
      assert.deepEqual(Object.keys(product), ["handle", "id"]);
      seen.add(product.id);
    }
  }
  assert.equal(seen.size, count);
  const beyond = await get("/store/products", { fields: "handle", limit: 100, offset: count });
  assert.deepEqual(beyond, { products: [], count, offset: count, limit: 100 });
});

test("order=created_at sorts, and a minus turns it around", async () => {
  const times = async (order) => {
    const { products } = await listProducts({ order, limit: 100 });
    return products.map((product) => Date.parse(product.created_at));
  };
  const up = await times("created_at");
  assert.deepEqual(up, [...up].sort((a, b) => a - b));
  const down = await times("-created_at");
  assert.deepEqual(down, [...down].sort((a, b) => b - a));
});

test("id[0]= picks products", async () => {
  const wanted = idsOf((await listProducts({ limit: 3 })).products);
  const answer = await listProducts({ id: wanted });
  assert.equal(answer.count, 3);
  assert.deepEqual(idsOf(answer.products).sort(), wanted.sort());
});

test("q finds by the words of a title, and all of them must be there", async () => {
  const { products } = await listProducts({ handle: demo.product_handle });
  const found = await listProducts({ q: products[0].title, limit: 100 });
  assert.ok(idsOf(found.products).includes(products[0].id));
  const none = await listProducts({ q: `${products[0].title} xyzzyplugh` });
  assert.deepEqual(none.products, []);
  assert.equal(none.count, 0);
});

test("tag_id picks the products with a tag", async () => {
  const { products } = await listProducts({ limit: 100 });
  const tag = products.flatMap((product) => product.tags)[0];
  const answer = await listProducts({ tag_id: tag.id, limit: 100 });
  assert.ok(answer.count > 0);
  for (const product of answer.products) assert.ok(idsOf(product.tags).includes(tag.id), product.handle);
});

test("is_giftcard=false leaves everything that is no gift card", async () => {
  const answer = await listProducts({ is_giftcard: false });
  assert.ok(answer.count > 0);
  for (const product of answer.products) assert.equal(product.is_giftcard, false);
});
