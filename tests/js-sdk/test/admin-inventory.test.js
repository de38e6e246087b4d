// Stock, as the shop's staff keep it: Medusa's client, unmodified. Each run has places and items of its own.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, test } from "node:test";

import { FetchError } from "@medusajs/js-sdk";

import Medusa from "./record.js";

import { assertId, assertKeys, assertPage, assertRefused, assertTime, demo } from "./support.js";

const admin = new Medusa({ baseUrl: demo.url, auth: { type: "jwt", jwtTokenStorageMethod: "memory" } });
const own = (name) => `${name}-${randomUUID()}`;

/** The server counts sign-ins by address, and all of these come from one. */
before(async () => {
  for (let left = 60; ; left -= 1) {
    try {
      return await admin.auth.login("user", "emailpass", { email: demo.admin_email, password: demo.admin_password });
    } catch (error) {
      if (error.status !== 429 || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
});

const place = async (name = own("place")) => (await admin.admin.stockLocation.create({ name })).stock_location;

/** An item of which so much lies at each place. */
async function item(...levels) {
  const { inventory_item } = await admin.admin.inventoryItem.create({ sku: own("sku"), title: "Mug", weight: 350 });
  for (const [location_id, stocked_quantity] of levels) {
    await admin.admin.inventoryItem.batchUpdateLevels(inventory_item.id, { create: [{ location_id, stocked_quantity }] });
  }
  return inventory_item;
}

test("stock locations are opened, read, listed, changed, linked and closed", async () => {
  const name = own("Kiel");
  const address = { address_1: "1 Quay", city: "Kiel", country_code: "de" };
  const { stock_location } = await admin.admin.stockLocation.create({ name, address, metadata: { erp: "1" } });
  assertId(stock_location.id, "sloc");
  assertId(stock_location.address_id, "laddr");
  assertTime(stock_location.created_at);
  assert.deepEqual([stock_location.name, stock_location.address.city], [name, "Kiel"]);
  const { id } = stock_location;
  assert.deepEqual((await admin.admin.stockLocation.retrieve(id)).stock_location, stock_location);
  const page = await admin.admin.stockLocation.list({ name, limit: 5 });
  assertPage(page, "stock_locations", { limit: 5, offset: 0 });
  assert.deepEqual(page.stock_locations, [stock_location]);
  const changed = await admin.admin.stockLocation.update(id, { name: `${name} 2` });
  assert.equal(changed.stock_location.name, `${name} 2`);
  const { sales_channels } = await admin.admin.salesChannel.list({ limit: 1 });
  await admin.admin.stockLocation.updateSalesChannels(id, { add: [sales_channels[0].id] });
  const linked = await admin.admin.stockLocation.retrieve(id, { fields: "id,*sales_channels" });
  assert.deepEqual(linked.stock_location.sales_channels.map((channel) => channel.id), [sales_channels[0].id]);
  await admin.admin.stockLocation.updateSalesChannels(id, { remove: [sales_channels[0].id] });
  assert.deepEqual(await admin.admin.stockLocation.delete(id), { id, object: "stock_location", deleted: true });
  await assertRefused(admin.admin.stockLocation.retrieve(id), 404, `Stock location with id: ${id} was not found`);
});

test("inventory items are kept, read, listed, changed and deleted", async () => {
  const made = await item();
  assertId(made.id, "iitem");
  assertKeys(made, ["sku", "origin_country", "hs_code", "requires_shipping", "mid_code", "material", "weight", "length",
    "height", "width", "title", "description", "thumbnail", "metadata", "location_levels", "stocked_quantity", "reserved_quantity"]);
  const { inventory_item } = await admin.admin.inventoryItem.retrieve(made.id);
  assert.deepEqual(inventory_item, made);
  const page = await admin.admin.inventoryItem.list({ sku: made.sku, limit: 5 });
  assertPage(page, "inventory_items", { limit: 5, offset: 0 });
  assert.deepEqual(page.inventory_items, [made]);
  const changed = await admin.admin.inventoryItem.update(made.id, { title: "Cup", metadata: { shelf: 4 } });
  assert.deepEqual([changed.inventory_item.title, changed.inventory_item.metadata, changed.inventory_item.weight], ["Cup", { shelf: 4 }, 350]);
  await assert.rejects(admin.admin.inventoryItem.create({ sku: made.sku }), (error) => {
    assert.ok(error instanceof FetchError);
    assert.deepEqual([error.status, error.message], [422, `Inventory item with sku: ${made.sku}, already exists.`]);
    return true;
  });
  assert.deepEqual(await admin.admin.inventoryItem.delete(made.id), { id: made.id, object: "inventory_item", deleted: true });
  await assertRefused(admin.admin.inventoryItem.retrieve(made.id), 404, `Inventory item with id: ${made.id} was not found`);
});

test("inventory is exported", async () => {
  const { sku } = await item();
  const { transaction_id } = await admin.admin.inventoryItem.export({}, { sku });
  assertId(transaction_id, "exch");
});

test("levels are made, listed, changed and removed, one by one and many at once", async () => {
  const [kiel, bonn, graz] = [await place(), await place(), await place()];
  const mug = await item([kiel.id, 5], [bonn.id, 0]);
  const page = await admin.admin.inventoryItem.listLevels(mug.id, { location_id: [kiel.id] });
  assertPage(page, "inventory_levels", { limit: 50, offset: 0 });
  const [level] = page.inventory_levels;
  assertId(level.id, "ilev");
  assert.deepEqual([level.stocked_quantity, level.reserved_quantity, level.available_quantity], [5, 0, 5]);
  const { inventory_item } = await admin.admin.inventoryItem.updateLevel(mug.id, kiel.id, { stocked_quantity: 8 });
  assert.equal(inventory_item.stocked_quantity, 8);
  const gone = await admin.admin.inventoryItem.deleteLevel(mug.id, bonn.id);
  assert.deepEqual([gone.object, gone.deleted, gone.parent.location_levels.length], ["inventory-level", true, 1]);
  const stocked = `Cannot remove Inventory Levels for ${kiel.id} because there are stocked items at the locations. Use force flag to delete anyway.`;
  await assertRefused(admin.admin.inventoryItem.deleteLevel(mug.id, kiel.id), 400, stocked);
  const one = await admin.admin.inventoryItem.batchInventoryItemLocationLevels(mug.id, {
    create: [{ location_id: bonn.id, stocked_quantity: 3 }],
    update: [{ location_id: kiel.id, stocked_quantity: 9 }],
  });
  assert.deepEqual([one.created[0].stocked_quantity, one.updated[0].stocked_quantity, one.deleted], [3, 9, []]);
  const many = await admin.admin.inventoryItem.batchInventoryItemsLocationLevels({
    create: [{ inventory_item_id: mug.id, location_id: graz.id, stocked_quantity: 1 }],
    update: [{ inventory_item_id: mug.id, location_id: kiel.id, stocked_quantity: 10 }],
    delete: [one.created[0].id],
    force: true,
  });
  assert.deepEqual([many.created.length, many.updated[0].stocked_quantity, many.deleted], [1, 10, [one.created[0].id]]);
  const { inventory_item: after } = await admin.admin.inventoryItem.retrieve(mug.id);
  assert.deepEqual([after.stocked_quantity, after.location_levels.length], [11, 2]);
});

test("something is kept for somebody, moved and given back, and never more than there is", async () => {
  const [kiel, bonn] = [await place(), await place()];
  const mug = await item([kiel.id, 5], [bonn.id, 2]);
  const body = { inventory_item_id: mug.id, location_id: kiel.id, quantity: 3, line_item_id: own("line"), description: "For Ann" };
  const { reservation } = await admin.admin.reservation.create(body);
  assertId(reservation.id, "resitem");
  for (const [name, value] of Object.entries(body)) assert.equal(reservation[name], value, name);
  assert.equal(reservation.inventory_item.sku, mug.sku);
  const { id } = reservation;
  assert.deepEqual((await admin.admin.reservation.retrieve(id)).reservation, reservation);
  const page = await admin.admin.reservation.list({ line_item_id: [body.line_item_id], limit: 5 });
  assertPage(page, "reservations", { limit: 5, offset: 0 });
  assert.equal(page.reservations[0].id, id);
  const short = (at) => `Not enough stock available for item ${mug.id} at location ${at}`;
  await assertRefused(admin.admin.reservation.create(body), 400, short(kiel.id));
  await assertRefused(admin.admin.reservation.update(id, { location_id: bonn.id }), 400, short(bonn.id));
  const { reservation: moved } = await admin.admin.reservation.update(id, { location_id: bonn.id, quantity: 2 });
  assert.deepEqual([moved.location_id, moved.quantity], [bonn.id, 2]);
  assert.deepEqual(await admin.admin.reservation.delete(id), { id, object: "reservation", deleted: true });
  await assertRefused(admin.admin.reservation.retrieve(id), 404, `Reservation with id: ${id} was not found`);
  const { ledger_entries } = await admin.client.fetch(`/admin/inventory-items/${mug.id}/ledger`, { query: { order: "created_at" } });
  assert.deepEqual(ledger_entries.map(({ reason }) => reason), ["set", "set", "reserve", "reserve", "reserve", "release"]);
});
