// How a shop sends what it sells: Medusa's client, unmodified. Each run has places, zones and ways of its own.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { admin, market, own } from "./selling.js";
import { assertId, assertKeys, assertPage, assertRefused, assertTime, idsOf } from "./support.js";

let shop;

before(async () => {
  shop = await market();
});

/** A place with a set of zones, from which the two providers send. */
async function set() {
  const { stock_location } = await admin.stockLocation.create({ name: own("Husum") });
  await admin.stockLocation.updateFulfillmentProviders(stock_location.id, { add: ["manual_manual", "weight_weight"] });
  const name = own("By post");
  const { stock_location: made } = await admin.stockLocation.createFulfillmentSet(stock_location.id, { name, type: "shipping" });
  assert.equal(made.id, stock_location.id);
  const { stock_location: place } = await admin.stockLocation.retrieve(made.id, { fields: "*fulfillment_sets" });
  return { place, name };
}

/** What the dashboard's page of a place asks for. */
const PLACE = "name,*sales_channels,*address,*fulfillment_sets,*fulfillment_sets.service_zones.geo_zones,*fulfillment_sets.service_zones," +
  "*fulfillment_sets.service_zones.shipping_options,*fulfillment_sets.service_zones.shipping_options.shipping_profile,*fulfillment_providers";

test("sdk.admin.stockLocation.createFulfillmentSet, updateFulfillmentProviders: a place that sends", async () => {
  const { place, name } = await set();
  const { stock_location: shown } = await admin.stockLocation.retrieve(place.id, { fields: PLACE });
  assertId(shown.fulfillment_sets[0].id, "fuset");
  assert.deepEqual(shown.fulfillment_sets.map((one) => [one.name, one.type, one.service_zones]), [[name, "shipping", []]]);
  assert.deepEqual(shown.fulfillment_providers.map(({ id }) => id).sort(), ["manual_manual", "weight_weight"]);
  await admin.stockLocation.updateFulfillmentProviders(place.id, { remove: ["weight_weight"] });
  const { stock_location: left } = await admin.stockLocation.retrieve(place.id, { fields: PLACE });
  assert.deepEqual(left.fulfillment_providers.map(({ id }) => id), ["manual_manual"]);
  assert.deepEqual(await admin.fulfillmentSet.delete(shown.fulfillment_sets[0].id), {
    id: shown.fulfillment_sets[0].id, object: "fulfillment_set", deleted: true,
  });
  await admin.stockLocation.delete(place.id);
});

test("sdk.admin.fulfillmentProvider: list, listFulfillmentOptions", async () => {
  const page = await admin.fulfillmentProvider.list({ limit: 10, offset: 0 });
  assertPage(page, "fulfillment_providers", { limit: 10, offset: 0 });
  const manual = page.fulfillment_providers.find(({ id }) => id === "manual_manual");
  assertKeys(manual, ["id", "is_enabled"]);
  const here = await admin.fulfillmentProvider.list({ stock_location_id: shop.place.id });
  assert.deepEqual(idsOf(here.fulfillment_providers).sort(), ["manual_manual", "weight_weight"]);
  const { fulfillment_options } = await admin.fulfillmentProvider.listFulfillmentOptions("manual_manual");
  assert.ok(fulfillment_options.some(({ is_return }) => is_return), "it says how things come back");
  for (const option of fulfillment_options) assertKeys(option, ["id"]);
});

test("sdk.admin.fulfillmentSet: createServiceZone, retrieveServiceZone, updateServiceZone, deleteServiceZone, delete", async () => {
  const { place } = await set();
  const { id } = place.fulfillment_sets[0];
  const name = own("North");
  const geo_zones = [
    { type: "country", country_code: "dk" },
    { type: "zip", country_code: "de", city: "Husum", province_code: "de-sh", postal_expression: { ranges: [["25800", "25899"]] } },
  ];
  const made = await admin.fulfillmentSet.createServiceZone(id, { name, geo_zones }, { fields: "id,*service_zones,*service_zones.geo_zones" });
  const zone = made.fulfillment_set.service_zones[0];
  assertId(zone.id, "serzo");
  assert.deepEqual([zone.name, zone.geo_zones.map(({ type }) => type).sort()], [name, ["country", "zip"]]);
  const { service_zone } = await admin.fulfillmentSet.retrieveServiceZone(id, zone.id, { fields: "id,name,*geo_zones" });
  assert.deepEqual([service_zone.id, service_zone.geo_zones.length], [zone.id, 2]);
  // Zones that are told by their ids stay, the others go.
  const kept = service_zone.geo_zones.find(({ type }) => type === "country");
  const changed = await admin.fulfillmentSet.updateServiceZone(
    id, zone.id, { name: `${name} 2`, geo_zones: [{ id: kept.id, type: "country", country_code: "dk" }, { type: "country", country_code: "se" }] },
    { fields: "*service_zones,*service_zones.geo_zones" },
  );
  assert.equal(changed.fulfillment_set.service_zones[0].name, `${name} 2`);
  const codes = changed.fulfillment_set.service_zones[0].geo_zones.map((one) => one.country_code).sort();
  assert.deepEqual(codes, ["dk", "se"]);
  const gone = await admin.fulfillmentSet.deleteServiceZone(id, zone.id);
  assert.deepEqual([gone.id, gone.object, gone.deleted, gone.parent.id], [zone.id, "service_zone", true, id]);
  await assertRefused(admin.fulfillmentSet.retrieveServiceZone(id, zone.id), 404, /was not found/);
  await admin.fulfillmentSet.delete(id);
});

test("sdk.admin.shippingOptionType: create, retrieve, list, update, delete", async () => {
  const code = own("bike");
  const { shipping_option_type: made } = await admin.shippingOptionType.create({ label: "By bike", description: "Within town", code });
  const { id } = made;
  assertId(id, "sotype");
  assertTime(made.created_at);
  assert.deepEqual((await admin.shippingOptionType.retrieve(id)).shipping_option_type, made);
  const page = await admin.shippingOptionType.list({ code, limit: 5 });
  assertPage(page, "shipping_option_types", { limit: 5, offset: 0 });
  assert.deepEqual(idsOf(page.shipping_option_types), [id]);
  const { shipping_option_type: changed } = await admin.shippingOptionType.update(id, { label: "By cargo bike" });
  assert.deepEqual([changed.label, changed.code], ["By cargo bike", code]);
  assert.deepEqual(await admin.shippingOptionType.delete(id), { id, object: "shipping_option_type", deleted: true });
  await assertRefused(admin.shippingOptionType.retrieve(id), 404, /was not found/);
});

test("sdk.admin.shippingProfile: create, retrieve, list, update, delete", async () => {
  const name = own("Bulky");
  const { shipping_profile: made } = await admin.shippingProfile.create({ name, type: "bulky" });
  const { id } = made;
  assertId(id, "sp");
  assert.deepEqual([made.name, made.type], [name, "bulky"]);
  assert.deepEqual((await admin.shippingProfile.retrieve(id)).shipping_profile, made);
  const page = await admin.shippingProfile.list({ name, limit: 5 });
  assertPage(page, "shipping_profiles", { limit: 5, offset: 0 });
  assert.deepEqual(page.shipping_profiles, [made]);
  const { shipping_profile: changed } = await admin.shippingProfile.update(id, { name: `${name} 2` });
  assert.deepEqual([changed.name, changed.type], [`${name} 2`, "bulky"]);
  assert.deepEqual(await admin.shippingProfile.delete(id), { id, object: "shipping_profile", deleted: true });
  await assertRefused(admin.shippingProfile.retrieve(id), 404, /was not found/);
});

test("sdk.admin.shippingOption: create, retrieve, list, update, updateRules, delete; its price in a region", async () => {
  const { zone, profile, region } = shop;
  const name = own("Night train");
  const body = {
    name, service_zone_id: zone.id, shipping_profile_id: profile.id, provider_id: "manual_manual", price_type: "flat",
    type: { label: "Night", description: "Over night", code: own("night") },
    prices: [
      { currency_code: region.currency_code, amount: 9.5 }, { region_id: region.id, amount: 8 },
      { currency_code: region.currency_code, amount: 0, rules: [{ attribute: "item_total", operator: "gte", value: 200 }] },
    ],
    rules: [{ attribute: "enabled_in_store", operator: "eq", value: "true" }, { attribute: "is_return", operator: "eq", value: "false" }],
  };
  const { shipping_option: made } = await admin.shippingOption.create(body);
  const { id } = made;
  assertId(id, "so");
  const fields = "id,name,*prices,*prices.price_rules,*rules,*type,*service_zone,*shipping_profile,+service_zone.fulfillment_set.location.id";
  const { shipping_option: read } = await admin.shippingOption.retrieve(id, { fields });
  assert.deepEqual([read.name, read.type.label, read.service_zone.id, read.shipping_profile.id], [name, "Night", zone.id, profile.id]);
  assert.equal(read.service_zone.fulfillment_set.location.id, shop.place.id);
  assert.deepEqual(read.prices.map(({ amount }) => amount).sort(), [0, 8, 9.5]);
  const rule = read.prices.find(({ amount }) => amount === 0).price_rules[0];
  assert.deepEqual([rule.attribute, rule.operator, Number(rule.value)], ["item_total", "gte", 200]);
  const page = await admin.shippingOption.list({ stock_location_id: shop.place.id, is_return: false, limit: 999, fields });
  assert.ok(idsOf(page.shipping_options).includes(id));
  assert.ok(!idsOf((await admin.shippingOption.list({ is_return: true, limit: 999 })).shipping_options).includes(id));

  const dear = read.prices.find(({ amount }) => amount === 9.5);
  const { shipping_option: changed } = await admin.shippingOption.update(
    id, { name: `${name} 2`, prices: [{ id: dear.id, amount: 10 }, { region_id: region.id, amount: 7 }] }, { fields },
  );
  assert.deepEqual([changed.name, changed.prices.map(({ amount }) => amount).sort((one, two) => one - two)], [`${name} 2`, [7, 10]]);
  const hidden = read.rules.find(({ attribute }) => attribute === "enabled_in_store");
  const { created, updated, deleted } = await admin.shippingOption.updateRules(id, {
    create: [{ attribute: "nights", operator: "in", value: ["friday"] }], update: [{ id: hidden.id, attribute: "enabled_in_store", operator: "eq", value: "false" }],
  });
  assert.deepEqual([created[0].attribute, updated[0].value, deleted.deleted], ["nights", "false", true]);
  const last = await admin.shippingOption.updateRules(id, { delete: [created[0].id] });
  assert.deepEqual(last.deleted.ids, [created[0].id]);
  assert.deepEqual(await admin.shippingOption.delete(id), { id, object: "shipping_option", deleted: true });
  await assertRefused(admin.shippingOption.retrieve(id), 404, /was not found/);
});
