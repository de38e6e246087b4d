// The whole purchase as Medusa's Next.js starter makes it: cart, address, way, payment, order. As a guest and signed in, paid elsewhere and,
// where a double of Stripe runs beside the shop, by card.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, describe, test } from "node:test";

import Medusa from "./record.js";
import { assertId, assertRefused, client, demo, patiently } from "./support.js";

/** Where the double of Stripe can be told what a customer does: http://127.0.0.1:…/_test */
const stripe = process.env.KONTOR_TEST_STRIPE;

const CART_FIELDS =
  "*items, *region, *items.product, *items.variant, *items.thumbnail, *items.metadata, +items.total, *promotions, +shipping_methods.name";

const address = {
  first_name: "Ann", last_name: "Berg", company: "", address_1: "Havnegade 1", address_2: "", postal_code: "10115", city: "Berlin",
  country_code: "de", province: "", phone: "",
};

let region;
let variants;

before(async () => {
  const sdk = client(demo.publishable_key);
  const { regions } = await sdk.store.region.list();
  region = regions.find(({ countries }) => countries.some(({ iso_2 }) => iso_2 === "de"));
  const { products } = await sdk.store.product.list({
    region_id: region.id, limit: 50, fields: "*variants.calculated_price,+variants.inventory_quantity",
  });
  variants = products.flatMap((product) => product.variants).filter((variant) => variant.inventory_quantity > 50);
  assert.ok(variants.length >= 2, "the demo shop has two variants to buy");
});

/** The demo shop's customer, signed in. */
async function signedIn() {
  const auth = { type: "jwt", jwtTokenStorageMethod: "memory" };
  const sdk = new Medusa({ baseUrl: demo.url, publishableKey: demo.publishable_key, auth });
  await patiently(() => sdk.auth.login("customer", "emailpass", { email: demo.customer_email, password: demo.customer_password }));
  return { sdk, email: demo.customer_email };
}

/** From nothing to a cart that wants nothing but to be paid. */
async function filled(sdk, email) {
  const { cart: made } = await sdk.store.cart.create({ region_id: region.id }, { fields: CART_FIELDS });
  assertId(made.id, "cart");
  await sdk.store.cart.createLineItem(made.id, { variant_id: variants[0].id, quantity: 2 });
  let { cart } = await sdk.store.cart.createLineItem(made.id, { variant_id: variants[1].id, quantity: 1 }, { fields: CART_FIELDS });
  assert.equal(cart.items.length, 2);
  const [first, second] = [variants[0], variants[1]].map((variant) => cart.items.find((item) => item.variant_id === variant.id));
  ({ cart } = await sdk.store.cart.updateLineItem(made.id, first.id, { quantity: 3 }, { fields: CART_FIELDS }));
  assert.equal(cart.items.find((item) => item.id === first.id).quantity, 3);
  const { parent } = await sdk.store.cart.deleteLineItem(made.id, second.id, { fields: CART_FIELDS });
  assert.equal(parent.items.length, 1);
  ({ cart } = await sdk.store.cart.update(made.id, { email, shipping_address: address, billing_address: address, promo_codes: [] }));
  assert.equal(cart.shipping_address.city, "Berlin");
  assert.ok(cart.tax_total > 0, "Germany taxes");

  const { shipping_options } = await sdk.store.fulfillment.listCartOptions({ cart_id: made.id });
  const standard = shipping_options.find((option) => option.name === "Standard");
  ({ cart } = await sdk.store.cart.addShippingMethod(made.id, { option_id: standard.id, data: {} }));
  assert.equal(cart.shipping_total, standard.amount);

  const weighed = shipping_options.find((option) => option.price_type === "calculated");
  const { shipping_option } = await sdk.store.fulfillment.calculate(weighed.id, { cart_id: made.id, data: {} });
  assert.ok(shipping_option.amount >= 2.9, JSON.stringify(shipping_option));

  const full = cart.total;
  ({ cart } = await sdk.store.cart.addPromotions(made.id, { promo_codes: ["WELCOME10"] }));
  ({ cart } = await sdk.store.cart.removePromotions(made.id, { promo_codes: ["WELCOME10"] }));
  assert.equal(cart.total, full);
  ({ cart } = await sdk.store.cart.addPromotions(made.id, { promo_codes: ["WELCOME10"] }));
  assert.ok(cart.total < full && cart.discount_total > 0, `${cart.total} of ${full}`);
  const { cart: read } = await sdk.store.cart.retrieve(made.id);
  assert.deepEqual([read.total, read.email], [cart.total, cart.email]);
  assert.ok(Math.abs(cart.item_total + cart.shipping_total - cart.total) < 1e-9, "sums are sums");
  return cart;
}

/** Pays, and completes. */
async function bought(sdk, cart, provider, pay = async () => {}) {
  const { payment_providers } = await sdk.store.payment.listPaymentProviders({ region_id: region.id });
  assert.ok(payment_providers.some(({ id }) => id === provider), JSON.stringify(payment_providers));
  const { payment_collection } = await sdk.store.payment.initiatePaymentSession(cart, { provider_id: provider });
  const [session] = payment_collection.payment_sessions;
  assert.deepEqual([session.provider_id, session.status, session.amount], [provider, "pending", cart.total]);
  await pay(session);
  const done = await sdk.store.cart.complete(cart.id);
  assert.equal(done.type, "order", JSON.stringify(done.error));
  const again = await sdk.store.cart.complete(cart.id);
  assert.equal(again.order.id, done.order.id, "completing twice makes one order");
  const { order } = await sdk.store.order.retrieve(done.order.id, { fields: "*items,+payment_status,+fulfillment_status" });
  assert.deepEqual([order.total, order.email, order.items.length], [cart.total, cart.email, 1]);
  assert.equal(order.payment_status, "authorized");
  await assertRefused(sdk.store.cart.update(cart.id, { email: "late@example.test" }), 400, /is already completed/);
  return order;
}

/** What a browser does with Stripe's elements. */
const byCard = (method) => async (session) => {
  assert.match(session.data.client_secret, /^pi_.*_secret_/);
  const said = { intent: session.data.client_secret, payment_method: method };
  const answer = await fetch(`${stripe}/confirm`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(said),
  });
  assert.equal(answer.status, 200, await answer.text());
};

describe("the whole purchase", () => {
  for (const [who, start] of [
    ["as a guest", async () => ({ sdk: client(demo.publishable_key), email: `guest-${randomUUID()}@example.test` })],
    ["signed in", signedIn],
  ]) {
    test(`${who}, paid elsewhere`, async () => {
      const { sdk, email } = await start();
      await bought(sdk, await filled(sdk, email), "pp_system_default");
    });

    test(`${who}, by card`, { skip: !stripe && "no double of Stripe runs" }, async () => {
      const { sdk, email } = await start();
      await bought(sdk, await filled(sdk, email), "pp_stripe_stripe", byCard("pm_card_visa"));
    });
  }

  test("a card that is declined, and another", { skip: !stripe && "no double of Stripe runs" }, async () => {
    const sdk = client(demo.publishable_key);
    const cart = await filled(sdk, `guest-${randomUUID()}@example.test`);
    const { payment_collection } = await sdk.store.payment.initiatePaymentSession(cart, { provider_id: "pp_stripe_stripe" });
    const early = await sdk.store.cart.complete(cart.id);
    assert.deepEqual([early.type, early.error.type], ["cart", "payment_requires_more_error"]);
    assert.equal(early.cart.id, cart.id);
    assert.ok(payment_collection.payment_sessions[0].data.client_secret);
    await bought(sdk, cart, "pp_stripe_stripe", byCard("pm_card_visa"));
  });

  test("a cart of somebody who signs in is his", async () => {
    const guest = client(demo.publishable_key);
    const { cart } = await guest.store.cart.create({ region_id: region.id });
    const { sdk, email } = await signedIn();
    const { cart: his } = await sdk.store.cart.transferCart(cart.id);
    assert.equal(his.email, email);
  });

  test("what is refused", async () => {
    const sdk = client(demo.publishable_key);
    const { cart } = await sdk.store.cart.create({ region_id: region.id });
    await assertRefused(sdk.store.cart.complete(cart.id), 400, "Cannot complete a cart with no items");
    await assertRefused(sdk.store.cart.retrieve("cart_nothing"), 404, /cart_nothing/);
    for (const quantity of [0, -1, 0.5, 1e9]) {
      await assertRefused(sdk.store.cart.createLineItem(cart.id, { variant_id: variants[0].id, quantity }), 400, /./);
    }
    await assertRefused(sdk.store.cart.update(cart.id, { promo_codes: ["NOBODY-KNOWS"] }), 400, "The promotion code NOBODY-KNOWS is invalid");
  });
});
