// Variants, options and languages of the Store API, with Medusa's client and as its storefronts ask for them.

import assert from "node:assert/strict";
import { test } from "node:test";

import Medusa from "./record.js";
import { assertId, assertKeys, assertPage, assertRefused, demo, get, listProducts, sdk } from "./support.js";

const admin = new Medusa({ baseUrl: demo.url, apiKey: demo.secret_key });

const VARIANT = [
  "id", "title", "sku", "barcode", "ean", "upc", "allow_backorder", "manage_inventory", "variant_rank", "product_id",
  "thumbnail", "hs_code", "origin_country", "mid_code", "material", "weight", "length", "height", "width", "created_at",
  "updated_at", "metadata", "options", "images", "product",
];

test("GET /store/product-variants and one of them, in a region", async () => {
  const page = await get("/store/product-variants", { limit: 3, region_id: demo.region_id });
  assertPage(page, "variants", { limit: 3, offset: 0 });
  const [variant] = page.variants;
  assertKeys(variant, [...VARIANT, "calculated_price"]);
  assertId(variant.id, "variant");
  const one = await get(`/store/product-variants/${variant.id}`, { fields: "id,sku,inventory_quantity,product.id" });
  assert.deepEqual(Object.keys(one.variant).sort(), ["id", "inventory_quantity", "product", "sku"]);
  assert.deepEqual(one.variant.product, { id: variant.product_id });
  const { variants } = await get("/store/product-variants", { product_id: variant.product_id, fields: "product_id" });
  assert.ok(variants.every(({ product_id }) => product_id === variant.product_id));
  await assertRefused(get("/store/product-variants/variant_x"), 404, "Product variant with id: variant_x was not found");
});

test("operators, $or and nested filters of products", async () => {
  const { products, count } = await listProducts({ limit: 3, fields: "id,handle,variants.sku" });
  const [first, second] = products;
  const both = await listProducts({ $or: [{ handle: first.handle }, { id: second.id }], fields: "handle" });
  assert.equal(both.count, 2);
  const others = await listProducts({ handle: { $nin: [first.handle, second.handle] }, fields: "handle", limit: 0 });
  assert.equal(others.count, count - 2);
  const sku = first.variants.find(({ sku }) => sku)?.sku;
  const mine = await listProducts({ variants: { sku }, fields: "handle" });
  assert.deepEqual(mine.products.map(({ handle }) => handle), [first.handle]);
});

test("sdk.store.productOption.list and retrieve, as the starter's filters ask for them", async () => {
  const { product_options, ...page } = await sdk.store.productOption.list({ fields: "*values", limit: 5 });
  assertPage({ product_options, ...page }, "product_options", { limit: 5, offset: 0 });
  assertId(product_options[0].id, "opt");
  assert.ok(product_options[0].values.length > 0);
  const { product_option } = await sdk.store.productOption.retrieve(product_options[0].id);
  assert.deepEqual(Object.keys(product_option).sort(), [
    "created_at", "id", "is_exclusive", "metadata", "title", "updated_at", "values",
  ]);
  const none = await sdk.store.productOption.list({ is_exclusive: false, fields: "*values" });
  assert.equal(none.count, none.product_options.length);
});

test("sdk.admin.translation, locale, currency; sdk.store.locale", async () => {
  const { stores } = await admin.admin.store.list();
  const { store } = await admin.admin.store.update(stores[0].id, { supported_locales: [{ locale_code: "de" }] });
  assert.deepEqual(store.supported_locales.map(({ locale_code }) => locale_code), ["de"]);
  const { locales } = await sdk.store.locale.list();
  assert.deepEqual(locales.map(({ code, name }) => [code, name]), [["de", "German"]]);
  assert.equal((await admin.admin.locale.retrieve("de-AT")).locale.name, "German (Austria)");
  assert.equal((await admin.admin.currency.retrieve("eur")).currency.symbol, "€");
  assert.ok((await admin.admin.currency.list({ limit: 5 })).count > 100);

  const { products } = await listProducts({ handle: demo.product_handle, fields: "id,title" });
  const { created } = await admin.admin.translation.batch({
    create: [{ reference: "product", reference_id: products[0].id, locale_code: "de", translations: { title: "Auf Deutsch" } }],
  });
  const shown = (locale) =>
    sdk.client.fetch(`/store/products/${products[0].id}`, { query: { fields: "title" }, headers: { "x-medusa-locale": locale } });
  assert.equal((await shown("de")).product.title, "Auf Deutsch");
  assert.equal((await shown("de-CH")).product.title, "Auf Deutsch");
  assert.equal((await shown("fr")).product.title, products[0].title);
  const { translations } = await admin.admin.translation.list({ reference_id: products[0].id });
  assert.deepEqual(translations[0].translations, { title: "Auf Deutsch" });
  const { statistics } = await admin.admin.translation.statistics({ locales: ["de"], entity_types: ["product"] });
  assert.equal(statistics.product.by_locale.de.translated, 1);
  const { translation_settings } = await admin.admin.translation.settings();
  assert.ok(translation_settings.product.fields.includes("title"));
  const { data } = await admin.admin.translation.entities({ type: "product", id: products[0].id });
  assert.equal(data[0].translations[0].id, created[0].id);
  await assertRefused(admin.admin.store.update(stores[0].id, { supported_locales: [] }), 400, /translations into de/);

  await admin.admin.translation.batch({ delete: [created[0].id] });
  await admin.admin.store.update(stores[0].id, { supported_locales: [] });
  await assertRefused(sdk.store.locale.list(), 404, /languages/);
});
