// What is taxed where: Medusa's client, unmodified. Each run taxes a country that nobody else does.

import assert from "node:assert/strict";
import { test } from "node:test";

import { admin, own } from "./selling.js";
import { assertId, assertKeys, assertPage, assertRefused, assertTime, idsOf } from "./support.js";

/** A country of this test, taxed by nobody: what an earlier run left is taken away. */
async function untaxed(country_code) {
  const { tax_regions } = await admin.taxRegion.list({ country_code, parent_id: "null", limit: 5 });
  for (const { id } of tax_regions) await admin.taxRegion.delete(id);
  return country_code;
}

test("sdk.admin.taxProvider.list", async () => {
  const page = await admin.taxProvider.list({ limit: 10 });
  assertPage(page, "tax_providers", { limit: 10, offset: 0 });
  assert.deepEqual(page.tax_providers.map(({ id, is_enabled }) => [id, is_enabled]), [["tp_system", true]]);
});

test("sdk.admin.taxRegion: create, retrieve, list, update, delete, with provinces below", async () => {
  const country_code = await untaxed("ca");
  const { tax_region: made } = await admin.taxRegion.create({
    country_code, provider_id: "tp_system", metadata: { by: "test" },
    default_tax_rate: { name: "GST", code: "GST", rate: 5, is_combinable: false },
  });
  const { id } = made;
  assertId(id, "txreg");
  assertTime(made.created_at);
  assertKeys(made, ["id", "country_code", "province_code", "parent_id", "provider_id", "metadata", "created_at", "updated_at"]);
  const { tax_region: below } = await admin.taxRegion.create({
    country_code, parent_id: id, province_code: "qc", default_tax_rate: { name: "QST", code: "QST", rate: 9.975, is_combinable: true },
  });
  assert.equal(below.parent_id, id);
  // The dashboard's page of a country.
  const fields = "*children,*children.tax_rates,*children.tax_rates.rules,*parent,*tax_rates,*tax_rates.rules";
  const { tax_region: read } = await admin.taxRegion.retrieve(id, { fields });
  assert.deepEqual(read.tax_rates.map(({ rate, is_default }) => [rate, is_default]), [[5, true]]);
  assert.deepEqual(read.children.map((one) => [one.province_code, one.tax_rates[0].rate, one.tax_rates[0].is_combinable]), [["qc", 9.975, true]]);
  const page = await admin.taxRegion.list({ country_code, parent_id: "null", limit: 5 });
  assertPage(page, "tax_regions", { limit: 5, offset: 0 });
  assert.deepEqual(idsOf(page.tax_regions), [id]);
  const { tax_region: changed } = await admin.taxRegion.update(id, { metadata: { by: "test", since: 1991 } });
  assert.deepEqual([changed.country_code, changed.metadata], [country_code, { by: "test", since: 1991 }]);
  await assertRefused(admin.taxRegion.create({ country_code, parent_id: id }), 400, /province/);
  assert.deepEqual(await admin.taxRegion.delete(id), { id, object: "tax_region", deleted: true });
  await assertRefused(admin.taxRegion.retrieve(id), 404, /was not found/);
  await assertRefused(admin.taxRegion.retrieve(below.id), 404, /was not found/);
});

test("sdk.admin.taxRate: create, retrieve, list, update, delete, for some products only", async () => {
  const country_code = await untaxed("au");
  const { tax_region } = await admin.taxRegion.create({ country_code, provider_id: "tp_system" });
  const { product_types } = await admin.productType.list({ limit: 1 });
  const body = { tax_region_id: tax_region.id, name: own("Books"), code: "BOOKS", rate: 2.5, is_default: false,
    rules: [{ reference: "product_type", reference_id: product_types[0].id }] };
  const { tax_rate: made } = await admin.taxRate.create(body);
  const { id } = made;
  assertId(id, "txr");
  assert.deepEqual([made.rate, made.code, made.is_default, made.tax_region_id], [2.5, "BOOKS", false, tax_region.id]);
  const { tax_rate: read } = await admin.taxRate.retrieve(id, { fields: "id,*rules,*tax_region" });
  assert.deepEqual(read.rules.map(({ reference, reference_id }) => [reference, reference_id]), [["product_type", product_types[0].id]]);
  assert.equal(read.tax_region.country_code, country_code);
  const page = await admin.taxRate.list({ tax_region_id: tax_region.id, limit: 5 });
  assertPage(page, "tax_rates", { limit: 5, offset: 0 });
  assert.deepEqual(idsOf(page.tax_rates), [id]);
  const { tax_rate: changed } = await admin.taxRate.update(id, { rate: 3, is_combinable: true, rules: [] });
  assert.deepEqual([changed.rate, changed.is_combinable, changed.code], [3, true, "BOOKS"]);
  assert.deepEqual((await admin.taxRate.retrieve(id, { fields: "*rules" })).tax_rate.rules, []);
  assert.deepEqual(await admin.taxRate.delete(id), { id, object: "tax_rate", deleted: true });
  await assertRefused(admin.taxRate.retrieve(id), 404, /was not found/);
  await admin.taxRegion.delete(tax_region.id);
});
