// Where and in what a shop sells, as its staff settles it: Medusa's client, unmodified.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import Medusa from "./record.js";
import { assertId, assertKeys, assertPage, assertRefused, assertTime, demo, idsOf, sdk as shopper } from "./support.js";

const { admin } = new Medusa({ baseUrl: demo.url, apiKey: demo.secret_key });
const own = (name) => `${name}-${randomUUID()}`;

test("sdk.admin.region: create, retrieve, list, update, delete; shoppers see it", async () => {
  const name = own("Polynesia");
  const { regions } = await shopper.store.region.list();
  const { currency_code } = regions[0];
  const { region: made } = await admin.region.create({ name, currency_code, countries: ["to", "ws"], metadata: { a: 1 } });
  const { id } = made;
  assertId(id, "reg");
  assertTime(made.created_at);
  assertKeys(made, ["id", "name", "currency_code", "automatic_taxes", "countries", "created_at", "updated_at", "metadata"]);
  assert.deepEqual(made.countries.map(({ iso_2 }) => iso_2), ["to", "ws"]);
  assert.deepEqual((await admin.region.retrieve(id)).region, made);
  const page = await admin.region.list({ name, limit: 5 });
  assertPage(page, "regions", { limit: 5, offset: 0 });
  assert.deepEqual(page.regions, [made]);
  const { region: changed } = await admin.region.update(id, { name: `${name} 2`, countries: ["to"] });
  assert.deepEqual([changed.name, changed.countries.map(({ iso_2 }) => iso_2)], [`${name} 2`, ["to"]]);
  assert.equal((await shopper.store.region.retrieve(id)).region.name, `${name} 2`);
  assert.deepEqual(await admin.region.delete(id), { id, object: "region", deleted: true });
  await assertRefused(admin.region.retrieve(id), 404, `Region with id: ${id} was not found`);
});

test("sdk.admin.pricePreference: create, retrieve, list, update, delete", async () => {
  const { regions } = await shopper.store.region.list();
  const { region } = await admin.region.create({ name: own("Micronesia"), currency_code: regions[0].currency_code, countries: ["fm"] });
  // Who makes a region may have said it already.
  for (const { id } of (await admin.pricePreference.list({ value: region.id })).price_preferences) await admin.pricePreference.delete(id);
  const body = { attribute: "region_id", value: region.id, is_tax_inclusive: true };
  const { price_preference: made } = await admin.pricePreference.create(body);
  const { id } = made;
  assertId(id, "prpref");
  for (const [name, value] of Object.entries(body)) assert.equal(made[name], value, name);
  assert.deepEqual((await admin.pricePreference.retrieve(id)).price_preference, made);
  const page = await admin.pricePreference.list({ value: region.id, limit: 5 });
  assertPage(page, "price_preferences", { limit: 5, offset: 0 });
  assert.deepEqual(page.price_preferences, [made]);
  const { price_preference: changed } = await admin.pricePreference.update(id, { is_tax_inclusive: false });
  assert.equal(changed.is_tax_inclusive, false);
  assert.deepEqual(await admin.pricePreference.delete(id), { id, object: "price_preference", deleted: true });
  await assertRefused(admin.pricePreference.retrieve(id), 404, /was not found/);
  await admin.region.delete(region.id);
});

test("sdk.admin.salesChannel: create, retrieve, list, update, updateProducts, batchProducts, delete", async () => {
  const name = own("Pop-up");
  const { sales_channel: made } = await admin.salesChannel.create({ name, description: "For a month" });
  const { id } = made;
  assertId(id, "sc");
  assert.deepEqual([made.name, made.description, made.is_disabled], [name, "For a month", false]);
  assert.deepEqual((await admin.salesChannel.retrieve(id)).sales_channel, made);
  const page = await admin.salesChannel.list({ q: name, limit: 5 });
  assertPage(page, "sales_channels", { limit: 5, offset: 0 });
  assert.deepEqual(page.sales_channels, [made]);
  assert.equal((await admin.salesChannel.update(id, { is_disabled: true })).sales_channel.is_disabled, true);

  const { product } = await admin.product.create({ title: "Flag", handle: own("flag"), options: [{ title: "Size", values: ["S"] }] });
  const channels = async () => idsOf((await admin.product.retrieve(product.id, { fields: "id,*sales_channels" })).product.sales_channels);
  for (const change of ["batchProducts", "updateProducts"]) {
    assert.equal((await admin.salesChannel[change](id, { add: [product.id] })).sales_channel.id, id);
    assert.ok((await channels()).includes(id), change);
    await admin.salesChannel[change](id, { remove: [product.id] });
    assert.ok(!(await channels()).includes(id), change);
  }
  await admin.product.delete(product.id);
  assert.deepEqual(await admin.salesChannel.delete(id), { id, object: "sales-channel", deleted: true });
  await assertRefused(admin.salesChannel.retrieve(id), 404, /was not found/);
});

test("sdk.admin.returnReason: create, retrieve, list, update, delete", async () => {
  const value = own("torn");
  const { return_reason: made } = await admin.returnReason.create({ value, label: "Torn", description: "It is torn." });
  const { id } = made;
  assertId(id, "rr");
  assert.deepEqual((await admin.returnReason.retrieve(id)).return_reason, made);
  const page = await admin.returnReason.list({ q: value, limit: 5 });
  assertPage(page, "return_reasons", { limit: 5, offset: 0 });
  assert.deepEqual(idsOf(page.return_reasons), [id]);
  const { return_reason: changed } = await admin.returnReason.update(id, { label: "In pieces" });
  assert.deepEqual([changed.value, changed.label], [value, "In pieces"]);
  assert.deepEqual(await admin.returnReason.delete(id), { id, object: "return_reason", deleted: true });
  await assertRefused(admin.returnReason.retrieve(id), 404, /was not found/);
});

test("sdk.admin.store.retrieve, locale.list, upload.presignedUrl, translation.batchSettings", async () => {
  const { stores } = await admin.store.list();
  const { store } = await admin.store.retrieve(stores[0].id);
  assert.deepEqual(store, stores[0]);
  const { locales, count } = await admin.locale.list({ limit: 5, offset: 2 });
  assert.ok(count > 100 && locales.length === 5, `${count} languages`);
  assertKeys(locales[0], ["code", "name"]);

  const announced = await admin.upload.presignedUrl({ originalname: "mugs.csv", mime_type: "text/csv", size: 42 });
  assert.deepEqual([announced.originalname, announced.extension, announced.size], ["mugs.csv", "csv", 42]);

  const setting = { entity_type: "product_tag", fields: ["value"], is_active: true };
  const { created } = await admin.translation.batchSettings({ create: [setting] });
  assertId(created[0].id, "trset");
  assert.deepEqual([created[0].entity_type, created[0].fields], ["product_tag", ["value"]]);
  const { updated, deleted } = await admin.translation.batchSettings({ update: [{ id: created[0].id, is_active: false }] });
  assert.deepEqual([updated[0].is_active, deleted.ids], [false, []]);
  const { translation_settings } = await admin.translation.settings({ entity_type: "product_tag" });
  assert.deepEqual(translation_settings.product_tag.fields, []);
  const last = await admin.translation.batchSettings({ delete: [created[0].id] });
  assert.deepEqual(last.deleted.ids, [created[0].id]);
});
