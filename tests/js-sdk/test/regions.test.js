import assert from "node:assert/strict";
import { test } from "node:test";

import { assertId, assertKeys, assertPage, assertTime, demo, sdk } from "./support.js";

function assertRegion(region) {
  assertKeys(region, ["id", "name", "currency_code", "countries", "created_at", "updated_at", "metadata"]);
  assertId(region.id, "reg");
  assertTime(region.created_at);
  assert.match(region.currency_code, /^[a-z]{3}$/);
  assert.ok(region.countries.length > 0);
  for (const country of region.countries) {
    assertKeys(country, ["iso_2", "iso_3", "num_code", "name", "display_name"]);
    assert.match(country.iso_2, /^[a-z]{2}$/);
    assert.match(country.iso_3, /^[a-z]{3}$/);
    assert.equal(country.region_id, region.id);
  }
}

test("regions are listed with their countries", async () => {
  const answer = await sdk.store.region.list();
  assertPage(answer, "regions", { limit: 50, offset: 0 });
  for (const region of answer.regions) assertRegion(region);
  const codes = answer.regions.flatMap(({ countries }) => countries.map(({ iso_2 }) => iso_2));
  assert.equal(new Set(codes).size, codes.length, "a country belongs to one region");
  assert.ok(answer.regions.some(({ id }) => id === demo.region_id));
});

test("a region can be retrieved, and is the one of the list", async () => {
  const { regions } = await sdk.store.region.list();
  for (const wanted of regions) {
    const { region } = await sdk.store.region.retrieve(wanted.id);
    assert.deepEqual(region, wanted);
  }
});

test("the starter's middleware finds countries with nothing but the key", async () => {
  const response = await fetch(new URL("/store/regions", demo.url), {
    headers: { "x-publishable-api-key": demo.publishable_key },
    cache: "force-cache",
  });
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type"), /^application\/json/);
  const { regions } = await response.json();
  const map = new Map(regions.flatMap((region) => region.countries.map(({ iso_2 }) => [iso_2, region])));
  assert.ok(map.size > 0);
});
