// What tests of orders share: the staff's client, goods that cost what they cost, orders of them, and what Medusa's dashboard asks for.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import Medusa from "./record.js";
import { assertId, client, demo, patiently } from "./support.js";

/** Medusa's client for who works in the shop. */
export const { admin } = new Medusa({ baseUrl: demo.url, apiKey: demo.secret_key });

export const own = (name) => `${name}-${randomUUID()}`;

/** What the dashboard's page of an order asks for: sums, lines with their goods and stock, parcels, money, and what was said of refunds. */
export const PAGE = [
  "id,status,created_at,canceled_at,email,display_id,custom_display_id,currency_code,metadata,version",
  "total,credit_line_total,item_subtotal,item_total,item_tax_total,original_item_tax_total,item_discount_total",
  "shipping_subtotal,original_total,original_tax_total,subtotal,discount_total,discount_subtotal,shipping_total,shipping_tax_total",
  "original_shipping_tax_total,shipping_discount_total,tax_total,refundable_total,order_change,payment_status,fulfillment_status",
  "*customer,*items,*items.variant,*items.variant.product,*items.variant.options,+items.variant.manage_inventory",
  "*items.variant.inventory_items.inventory,+items.variant.inventory_items.required_quantity,+summary",
  "*shipping_address,*billing_address,*sales_channel,*promotions,*shipping_methods,*credit_lines",
  "*fulfillments,+fulfillments.shipping_option.service_zone.fulfillment_set.type,*fulfillments.items,*fulfillments.labels",
  "*payment_collections,*payment_collections.payments,*payment_collections.payments.refunds",
  "*payment_collections.payments.refunds.refund_reason,region.automatic_taxes",
].join(",");

/** Of its list of orders. */
export const LIST =
  "id,status,created_at,email,display_id,custom_display_id,payment_status,fulfillment_status,total,currency_code,*customer,*sales_channel,*payment_collections";

export const address = {
  first_name: "Ann", last_name: "Berg", address_1: "Havnegade 1", postal_code: "10115", city: "Berlin", country_code: "de",
};

/** Where it sells and from where it sends: the region of Germany, a channel, a place, the ways there and back. */
export async function market() {
  const { regions } = await admin.region.list({ fields: "id,name,currency_code,*countries", limit: 50 });
  const region = regions.find(({ countries }) => countries.some(({ iso_2 }) => iso_2 === "de"));
  const { stock_locations } = await admin.stockLocation.list({
    fields: "id,name,*sales_channels,*fulfillment_sets,*fulfillment_sets.service_zones,*fulfillment_sets.service_zones.shipping_options", limit: 50,
  });
  const zones = ({ fulfillment_sets }) => fulfillment_sets.flatMap(({ service_zones }) => service_zones);
  const place = stock_locations.find((one) => zones(one).some(({ name }) => name === region.name));
  const zone = zones(place).find(({ name }) => name === region.name);
  const standard = zone.shipping_options.find(({ name }) => name === "Standard");
  const channel = place.sales_channels[0];
  const { shipping_profiles } = await admin.shippingProfile.list({ name: "Parcels" });
  return { region, place, zone, standard, channel, profile: shipping_profiles[0] };
}

/** A way for what comes back, with its price. */
export async function wayBack({ zone, profile, region }, amount = 4) {
  const { shipping_option } = await admin.shippingOption.create({
    name: own("Way back"), service_zone_id: zone.id, shipping_profile_id: profile.id, provider_id: "manual_manual", price_type: "flat",
    type: { label: "Return", description: "By a label", code: own("return") }, prices: [{ currency_code: region.currency_code, amount }],
    rules: [{ attribute: "is_return", operator: "eq", value: "true" }, { attribute: "enabled_in_store", operator: "eq", value: "false" }],
  });
  assertId(shipping_option.id, "so");
  return shipping_option;
}

/** A product of so many variants that nobody else buys, of each of which there are a hundred. */
export async function goods({ place, channel, profile, region }, ...prices) {
  const title = own("Mug");
  const { product } = await admin.product.create(
    {
      title, status: "published", shipping_profile_id: profile.id, sales_channels: [{ id: channel.id }],
      options: [{ title: "Size", values: prices.map((_, index) => `No. ${index}`) }],
      variants: prices.map((amount, index) => ({
        title: `No. ${index}`, sku: own("mug"), manage_inventory: true, weight: 350, options: { Size: `No. ${index}` },
        prices: [{ currency_code: region.currency_code, amount }],
      })),
    },
    { fields: "id,*variants,*variants.inventory_items" },
  );
  const variants = [...product.variants].sort((one, two) => (one.title < two.title ? -1 : 1));
  await admin.inventoryItem.batchInventoryItemsLocationLevels({
    create: variants.map(({ inventory_items: [item] }) => ({
      inventory_item_id: item.inventory_item_id, location_id: place.id, stocked_quantity: 100,
    })),
  });
  return variants;
}

/** What lies of a variant at a place, and what is kept of that for somebody. */
export async function stock(variant, place) {
  const { inventory_levels } = await admin.inventoryItem.listLevels(variant.inventory_items[0].inventory_item_id, { location_id: [place.id] });
  return [inventory_levels[0].stocked_quantity, inventory_levels[0].reserved_quantity];
}

/** An order of somebody's, paid elsewhere and sent as `standard`: `[[variant, quantity], …]`. */
export async function bought({ region, standard }, wanted, { sdk = client(demo.publishable_key), email = `${own("guest")}@example.test`, codes = [] } = {}) {
  const items = wanted.map(([variant, quantity]) => ({ variant_id: variant.id, quantity }));
  const { cart } = await sdk.store.cart.create({ region_id: region.id, email, items, shipping_address: address, billing_address: address, promo_codes: codes });
  const { cart: sent } = await sdk.store.cart.addShippingMethod(cart.id, { option_id: standard.id });
  await sdk.store.payment.initiatePaymentSession(sent, { provider_id: "pp_system_default" });
  const done = await sdk.store.cart.complete(cart.id);
  assert.equal(done.type, "order", JSON.stringify(done.error));
  return page(done.order.id);
}

/** The order as the dashboard's page shows it. */
export const page = async (id) => (await admin.order.retrieve(id, { fields: PAGE })).order;

/** What is to be paid for it, less what was paid. */
export const pending = (order) => order.summary.pending_difference;

export const sum = (values) => values.reduce((one, two) => one + two, 0);

/** Amounts are exact on the wire; JavaScript's sums of them are not. */
export function assertMoney(actual, expected, what) {
  assert.equal(typeof actual, "number", `${what ?? "amount"} is no number: ${JSON.stringify(actual)}`);
  assert.ok(Math.abs(actual - expected) < 1e-6, `${what ?? "amount"}: ${actual} and not ${expected}`);
}

/** Sums of an order that have to agree, whatever happened to it. */
export function assertAdds(order) {
  assertMoney(order.total, order.item_total + order.shipping_total - (order.credit_line_total ?? 0), "total");
  assertMoney(order.item_total, sum(order.items.map(({ total }) => total)), "item_total");
  assertMoney(order.shipping_total, sum(order.shipping_methods.map(({ total }) => total)), "shipping_total");
  assertMoney(order.summary.current_order_total, order.total, "current_order_total");
  assertMoney(order.summary.pending_difference, order.total - order.summary.transaction_total, "pending_difference");
}

/** The line of a variant. */
export const lineOf = (order, variant) => order.items.find(({ variant_id }) => variant_id === variant.id);

/** The id of what was done last to a line or a way. */
export const actionOf = ({ actions }, action) => actions.findLast((one) => one.action === action).id;

/** All of it is sent and arrives, in one parcel. */
export async function delivered(order, { place, standard }) {
  const items = order.items.map(({ id, quantity, detail }) => ({ id, quantity: quantity - detail.fulfilled_quantity })).filter(({ quantity }) => quantity > 0);
  const { order: packed } = await admin.order.createFulfillment(
    order.id, { items, location_id: place.id, shipping_option_id: standard.id, no_notification: true }, { fields: PAGE },
  );
  const parcel = packed.fulfillments.find(({ shipped_at, canceled_at }) => shipped_at === null && canceled_at === null);
  await admin.order.createShipment(order.id, parcel.id, { items: parcel.items.map(({ line_item_id, quantity }) => ({ id: line_item_id, quantity })) });
  const { order: arrived } = await admin.order.markAsDelivered(order.id, parcel.id, {}, { fields: PAGE });
  assert.ok(arrived.items.every(({ quantity, detail }) => detail.delivered_quantity === quantity), "all of it has arrived");
  return arrived;
}

/** Signed in as the demo shop's customer. */
export async function demoCustomer() {
  const auth = { type: "jwt", jwtTokenStorageMethod: "memory" };
  const sdk = new Medusa({ baseUrl: demo.url, publishableKey: demo.publishable_key, auth });
  await patiently(() => sdk.auth.login("customer", "emailpass", { email: demo.customer_email, password: demo.customer_password }));
  return sdk;
}
