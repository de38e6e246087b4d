// What a customer sees of his orders, and how one goes from hand to hand: Medusa's client, unmodified, and the queries of its starter.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, describe, test } from "node:test";

import { admin, assertMoney, bought, demoCustomer, goods, market, own, page } from "./selling.js";
import { assertId, assertKeys, assertPage, assertRefused, client, demo, idsOf } from "./support.js";

let shop;
let mug;
let sdk;

before(async () => {
  shop = await market();
  [mug] = await goods(shop, 20);
  sdk = await demoCustomer();
});

/** As the starter asks for one. */
const FIELDS = "*payment_collections.payments,*items,*items.metadata,*items.variant,*items.product";

/** The token of a letter to somebody about an order: on a developer's machine mails are files. */
async function token(order, to) {
  const folder = join(dirname(process.env.KONTOR_TEST_DEMO), "mail");
  for (let left = 100; left > 0; left -= 1) {
    for (const name of readdirSync(folder).sort().reverse().slice(0, 200)) {
      const text = readFileSync(join(folder, name), "utf8").replace(/=\r?\n/g, "").replace(/=3D/g, "=");
      if (!text.includes(order) || !text.includes(to)) continue;
      const found = text.match(/transfer\/([\w-]{20,})/) ?? text.match(/the code for it is ([\w-]{20,})/);
      if (found) return found[1];
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail to ${to} about ${order} has come`);
}

describe("sdk.store.order", () => {
  test("list, retrieve: what the starter shows of an order", async () => {
    const placed = await bought(shop, [[mug, 2]], { sdk, email: demo.customer_email });
    const { order } = await sdk.store.order.retrieve(placed.id, { fields: FIELDS });
    const [line] = order.items;
    assertKeys(line, ["id", "title", "thumbnail", "quantity", "unit_price", "product_handle", "variant", "metadata", "total", "original_total"]);
    assert.deepEqual([line.total, line.original_total, line.quantity, line.variant.id, line.product.id], [40, 40, 2, mug.id, mug.product_id]);
    assertKeys(order, ["display_id", "email", "created_at", "shipping_address", "billing_address", "shipping_methods", "payment_collections"]);
    assert.deepEqual([order.shipping_methods[0].name, order.shipping_methods[0].total, order.shipping_total], ["Standard", 4.9, 4.9]);
    assertMoney(order.total, order.item_total + order.shipping_total);
    const [payment] = order.payment_collections[0].payments;
    assert.deepEqual([payment.provider_id, payment.amount], ["pp_system_default", order.total]);
    const found = await sdk.store.order.list({ limit: 10, offset: 0, order: "-created_at", fields: "*items,+items.metadata,*items.variant,*items.product" });
    assertPage(found, "orders", { limit: 10, offset: 0 });
    assert.equal(found.orders[0].id, placed.id);
    assert.equal(found.orders[0].items[0].total, 40);
    await assertRefused(client(demo.publishable_key).store.order.list(), 401, "Unauthorized");
  });

  test("requestTransfer, acceptTransfer: what a guest has bought becomes a customer's", async () => {
    const email = `${own("guest")}@example.test`;
    const placed = await bought(shop, [[mug, 1]], { email });
    const guest = client(demo.publishable_key);
    const { order } = await sdk.store.order.requestTransfer(placed.id, { description: "I bought it before I had an account" });
    assert.equal(order.id, placed.id);
    await assertRefused(guest.store.order.acceptTransfer(placed.id, { token: "nothing-that-anybody-was-mailed" }), 400, /token/i);
    const { order: mine } = await guest.store.order.acceptTransfer(placed.id, { token: await token(placed.id, email) });
    assert.equal(mine.id, placed.id);
    const now = await page(placed.id);
    assert.equal(now.customer.email, demo.customer_email);
    assert.ok(idsOf((await sdk.store.order.list({ limit: 50, order: "-created_at" })).orders).includes(placed.id));
    const { order_changes } = await admin.order.listChanges(placed.id, { change_type: ["transfer"] });
    assert.deepEqual(order_changes.map(({ status }) => status), ["confirmed"]);
  });

  test("cancelTransfer, declineTransfer: it stays whose it was", async () => {
    const email = `${own("guest")}@example.test`;
    const placed = await bought(shop, [[mug, 1]], { email });
    await sdk.store.order.requestTransfer(placed.id, {});
    const { order: kept } = await sdk.store.order.cancelTransfer(placed.id);
    assert.equal(kept.id, placed.id);
    const other = await bought(shop, [[mug, 1]], { email });
    await sdk.store.order.requestTransfer(other.id, {});
    const { order: declined } = await client(demo.publishable_key).store.order.declineTransfer(other.id, { token: await token(other.id, email) });
    assert.equal(declined.id, other.id);
    assert.deepEqual([(await page(placed.id)).customer.email, (await page(other.id)).customer.email], [email, email]);
  });

  test("sdk.admin.order: requestTransfer, cancelTransfer", async () => {
    const placed = await bought(shop, [[mug, 1]]);
    const { customers } = await admin.customer.list({ email: demo.customer_email, has_account: true });
    const { order } = await admin.order.requestTransfer(placed.id, { customer_id: customers[0].id, internal_note: "She called" });
    assert.equal(order.id, placed.id);
    assert.equal((await page(placed.id)).order_change.change_type, "transfer");
    await admin.order.cancelTransfer(placed.id);
    const now = await page(placed.id);
    assert.deepEqual([now.order_change, now.customer.id], [null, placed.customer.id]);
  });
});

test("what the shop's own API has for customers: points, cards, access, a return, an invoice", async () => {
  const ask = (path, options) => sdk.client.fetch(path, options);
  const points = await ask("/store/loyalty");
  assert.ok(points.loyalty, JSON.stringify(points));
  const { gift_card } = await ask(`/store/gift-cards/${demo.gift_card_code}`);
  assert.deepEqual([gift_card.value, gift_card.currency_code], [25, shop.region.currency_code]);
  assertId(gift_card.id, "gcard");
  const { store_credit_accounts } = await ask("/store/store-credit-accounts");
  assert.ok(Array.isArray(store_credit_accounts));
  const { return_reasons } = await ask("/store/return-reasons");
  assert.ok(return_reasons.length > 0);
});
