// Somebody buys: with scripts and without, as a guest and with an account.

import assert from "node:assert/strict";
import { test } from "node:test";

import { NARROW, assertAccessible, demo, open, shot } from "./support.js";

const handle = demo.product_handle;

/** From the front of the shop to the cart. */
async function choose(page) {
  await page.goto("/");
  await page.goto(`/products/${handle}`);
  await page.fill("#quantity", "2");
  await page.click("[data-add]");
  await page.waitForURL("**/cart?said=added");
  assert.match(await page.textContent("[role=status]"), /in your cart/);
}

/** From the cart to the order. */
async function buy(page, name, email) {
  await page.click("text=Go to checkout");
  await assertAccessible(page, "checkout, address");
  await shot(page, `${name}-1-address`);
  if (email) await page.fill("#f-email", email);
  const address = { first_name: "Ann", last_name: "Berg", address_1: "1 Harbor Street", postal_code: "04101", city: "Portland", province: "ME" };
  for (const [field, text] of Object.entries(address)) await page.fill(`#f-${field}`, text);
  await page.click("text=Continue to shipping");
  await assertAccessible(page, "checkout, shipping");
  await shot(page, `${name}-2-shipping`);
  await page.click("text=Continue to payment");
  await assertAccessible(page, "checkout, payment");
  await shot(page, `${name}-3-payment`);
  await page.click("button:has-text('Place order')");
  await page.waitForURL("**/checkout/done/*");
  assert.match(await page.textContent("h1"), /Thank you/);
  await assertAccessible(page, "confirmation");
  await shot(page, `${name}-4-done`);
}

test("a guest, with scripts", async () => {
  const { page, done } = await open();
  await choose(page);
  assert.equal(await page.textContent("[data-count]"), "2");
  await assertAccessible(page, "cart");
  await shot(page, "cart-full");
  await buy(page, "buy", "guest@example.com");
  assert.ok(await page.isHidden("[data-count]"));
  await done();
});

test("a guest without scripts, on a phone", async () => {
  const { page, context, done } = await open({ javaScriptEnabled: false, viewport: NARROW });
  await page.goto(`/products/${handle}`);
  await page.fill("#quantity", "1");
  await page.click("[data-add]");
  await page.waitForURL("**/cart?said=added");
  await page.click("text=Go to checkout");
  await page.fill("#f-email", "plain@example.com");
  for (const [field, text] of Object.entries({ first_name: "Bo", last_name: "Lund", address_1: "2 Quay", postal_code: "04101", city: "Portland" })) {
    await page.fill(`#f-${field}`, text);
  }
  await page.click("text=Continue to shipping");
  await page.click("text=Continue to payment");
  await page.click("button:has-text('Place order')");
  await page.waitForURL("**/checkout/done/*");
  assert.match(await page.textContent("h1"), /Thank you/);
  await context.close();
  await done();
});

test("what is wrong is where the keyboard is", async () => {
  const { page, done } = await open({ viewport: NARROW });
  await choose(page);
  await page.click("text=Go to checkout");
  await page.fill("#f-email", "nobody");
  await page.click("text=Continue to shipping");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-invalid")), "true");
  await assertAccessible(page, "checkout with errors");
  await shot(page, "checkout-wrong-narrow");
  await done();
});

test("a choice shows its price and its stock", async () => {
  const { page, done } = await open();
  await page.goto(`/products/${handle}`);
  const radios = page.locator(".options input");
  const before = page.url();
  for (let at = 0; at < await radios.count(); at += 1) {
    await radios.nth(at).check({ force: true });
    assert.ok((await page.textContent("[data-stock]")).trim().length > 3);
  }
  assert.notEqual(page.url(), before);
  await done();
});

test("a customer and his account", async () => {
  const { page, done } = await open();
  await choose(page);
  await page.goto("/account");
  assert.match(page.url(), /sign-in/);
  await page.fill("#f-email", demo.customer_email);
  await page.fill("#f-password", demo.customer_password);
  await page.click("main button");
  await page.waitForURL("**/account");
  await assertAccessible(page, "account");
  await shot(page, "account");
  await page.click(".orders a >> nth=0");
  await assertAccessible(page, "order");
  await shot(page, "order");
  await page.goto("/account/addresses");
  await assertAccessible(page, "addresses");
  await shot(page, "addresses");
  await page.goto("/account");
  await page.click("text=Sign out");
  await page.goto("/account");
  assert.match(page.url(), /sign-in/);
  await done();
});

test("another country and another language", async () => {
  const { page, done } = await open();
  await page.goto(`/products/${handle}`);
  await page.selectOption("#country", "de");
  await page.selectOption("#language", "de");
  await page.click(".place button");
  assert.equal(await page.getAttribute("html", "lang"), "de");
  assert.match(await page.textContent("[data-price-line]"), /€/);
  await assertAccessible(page, "product in German");
  await shot(page, "product-german");
  await done();
});
