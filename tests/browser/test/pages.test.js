// Every page that there is, wide and narrow, light and dark: axe finds nothing, and nothing is wider than the window.

import assert from "node:assert/strict";
import { test } from "node:test";

import { api, heading, newPage, staff, text } from "./editing-support.js";
import { routeOf, routes } from "./routes.js";
import { NARROW, WIDE, assertAccessible, assertFits, demo, open, shot } from "./support.js";

const WINDOWS = {
  wide: { viewport: WIDE, others: [{ width: 1600, height: 1000 }, { width: 768, height: 1024 }] },
  narrow: { viewport: NARROW, others: [{ width: 320, height: 640 }] },
};

const ROUTES = routes();
const looked = new Set();

/** Looks at the page that is shown, in its own window and in those that are like it. */
async function look(page, name, window) {
  const { viewport, others } = WINDOWS[window];
  await assertAccessible(page, `${name}, ${window}`);
  await shot(page, `${name}-${window}-light`);
  for (const other of others) {
    await page.setViewportSize(other);
    await assertFits(page, `${name}, ${other.width} px`);
  }
  await page.setViewportSize(viewport);
  looked.add(routeOf(new URL(page.url()).pathname, ROUTES));
}

/** What anybody sees who knows the address. */
const PAGES = {
  home: "/",
  category: "/categories/coffee-tea",
  "category-sorted": "/categories/coffee-tea?sort=-price",
  collections: "/collections",
  collection: "/collections/harbour-classics",
  product: `/products/${demo.product_handle}`,
  search: "/search?q=mug",
  "search-narrowed": "/search?q=mug&in_stock=1",
  "search-nothing": "/search?q=zzzzzz",
  blog: "/blog",
  tag: "/blog/tags/coffee",
  post: "/blog/how-to-read-by-a-storm-lantern",
  changelog: "/changelog",
  "cart-empty": "/cart",
  "sign-in": "/account/sign-in",
  register: "/account/register",
  about: "/about",
  "delivery-and-returns": "/delivery-and-returns",
  "editor-sign-in": "/editor/sign-in",
};

/** Fills a form; what is given is by the fields' names. */
async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.fill(`main [name="${name}"]`, value);
}

const ADDRESS = { first_name: "Ann", last_name: "Berg", address_1: "1 Harbor Street", postal_code: "04101", city: "Portland", province: "ME" };

for (const [window, { viewport }] of Object.entries(WINDOWS)) {
  test(`what anybody sees, ${window}`, async () => {
    const { page, done } = await open({ viewport });
    for (const [name, path] of Object.entries(PAGES)) {
      const answer = await page.goto(path);
      assert.equal(answer.status(), 200, path);
      await look(page, name, window);
    }
    await page.goto("/search?q=mug");
    const isOpen = () => page.locator(".filters [name=in_stock]").isVisible();
    assert.equal(await isOpen(), window === "wide", "on a phone filters do not stand before what was found");
    if (window === "narrow") {
      await page.click(".filters summary");
      assert.ok(await isOpen());
      await look(page, "search-filters", window);
      await page.goto("/");
      await page.click(".menu summary");
      await look(page, "menu", window);
    }
    await done();
  });

  test(`what is not there, or not possible, ${window}`, async () => {
    const { page, done } = await open({ viewport });
    assert.equal((await page.goto("/nowhere")).status(), 404);
    await look(page, "missing", window);
    assert.equal((await page.goto("/preview?token=never-made")).status(), 404);
    await look(page, "preview-over", window);
    // A form of somebody else's site.
    await page.goto("about:blank");
    await page.setContent(`<form method="post" action="${demo.url}/cart/promotions"><button>Go</button></form>`);
    await page.click("button");
    await page.waitForURL(`${demo.url}/**`);
    await look(page, "foreign", window);
    await done();
  });

  test(`a shop whose database is away, ${window}`, { skip: process.env.BROWSER_AWAY ? false : "no server without a database was named: --away URL" }, async () => {
    const { page, context } = await open({ viewport });
    const answer = await page.goto(`${process.env.BROWSER_AWAY}/`);
    assert.equal(answer.status(), 503);
    await look(page, "away", window);
    // A browser notes each 503, so this window is not asked what it noted.
    await context.close();
  });

  test(`who signs in and registers wrongly is told so, ${window}`, async () => {
    const { page, done } = await open({ viewport });
    for (const [name, path] of Object.entries({ "sign-in-wrong": "/account/sign-in", "editor-sign-in-wrong": "/editor/sign-in" })) {
      await page.goto(path);
      await fill(page, { email: "nobody@example.com", password: "not the password" });
      await page.click("main form .button.strong");
      await page.waitForSelector(".notice.is-problem");
      await look(page, name, window);
    }
    await page.goto("/account/register");
    await fill(page, { email: "somebody@example.com", password: "short" });
    await page.click("main form .button.strong");
    await page.waitForSelector("[aria-invalid=true], .notice.is-problem");
    await look(page, "register-wrong", window);
    await done();
  });

  test(`the way to an order, ${window}`, async () => {
    const { page, done } = await open({ viewport });
    await page.goto(`/products/${demo.product_handle}`);
    await page.click("[data-add]");
    await page.waitForURL("**/cart?said=added");
    await look(page, "cart", window);
    await fill(page, { code: "NO-SUCH-CODE" });
    await page.click(".code button");
    await page.waitForSelector(".code .wrong");
    await look(page, "cart-wrong-code", window);
    await page.goto("/checkout");
    await look(page, "checkout-address", window);
    await fill(page, { email: "nobody" });
    await page.click("text=Continue to shipping");
    await page.waitForSelector("[aria-invalid=true]");
    await look(page, "checkout-wrong", window);
    await fill(page, { email: "guest@example.com", ...ADDRESS });
    await page.click("text=Continue to shipping");
    await page.waitForSelector(".choices");
    await look(page, "checkout-shipping", window);
    await page.click("text=Continue to payment");
    await page.waitForSelector("button:has-text('Place order')");
    await look(page, "checkout-payment", window);
    await page.click("button:has-text('Place order')");
    await page.waitForURL("**/checkout/done/*");
    await look(page, "done", window);
    await done();
    // Somebody else sees that there is an order, and nothing of it.
    const other = await open({ viewport });
    await other.page.goto(page.url());
    await look(other.page, "done-foreign", window);
    await other.done();
  });

  test(`what a customer sees, ${window}`, async () => {
    const { page, done } = await open({ viewport });
    await page.goto("/account/sign-in");
    await fill(page, { email: demo.customer_email, password: demo.customer_password });
    await page.click("main form .button.strong");
    await page.waitForURL("**/account");
    await look(page, "account", window);
    await page.click(".orders a >> nth=0");
    await page.waitForURL("**/account/orders/*");
    await look(page, "order", window);
    await page.goto("/account/addresses");
    await look(page, "addresses", window);
    await page.click("main form .button.strong");
    await page.waitForSelector("[aria-invalid=true]");
    await look(page, "addresses-wrong", window);
    await page.goto("/account/addresses");
    await fill(page, ADDRESS);
    await page.click("main form .button.strong");
    await page.waitForURL(/\/account\/addresses(\?|$)/);
    await page.locator(".saved-list a").last().click();
    await page.waitForURL("**/account/addresses/*");
    await look(page, "address", window);
    await page.goto("/account/addresses");
    await page.locator(".saved-list .text").last().click();
    await page.waitForURL(/\/account\/addresses(\?|$)/);
    // With an account the checkout knows where it goes.
    await page.goto(`/products/${demo.product_handle}`);
    await page.click("[data-add]");
    await page.waitForURL("**/cart?said=added");
    await page.goto("/checkout?step=address");
    await look(page, "checkout-customer", window);
    await done();
  });

  test(`what who works here sees, ${window}`, async () => {
    const { page, done } = await staff({ viewport });
    const { id, path } = await newPage(page, [heading("t1", "One"), text("r1", "<p>Two</p>")]);
    const { data } = await api(page, "POST", `/admin/pages/${id}/preview`, { revision: 1 });
    await page.goto(data.preview.url);
    await page.waitForURL("**/preview/page*");
    await look(page, "preview", window);
    assert.equal((await api(page, "POST", `/admin/pages/${id}/publish`, { revision: 1 })).status, 200);
    await page.goto(path);
    await page.waitForSelector("[data-edit]:not([hidden])");
    await look(page, "page-of-staff", window);
    await done();
  });
}

test("no page of the router was left out", () => {
  const left = ROUTES.filter((route) => !looked.has(route));
  assert.deepEqual(left, [], "look at them in this file, too");
});
