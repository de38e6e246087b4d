// Every page: wide and narrow, light and dark.

import { test } from "node:test";

import { NARROW, WIDE, assertAccessible, demo, open, shot } from "./support.js";

const PAGES = {
  home: "/",
  category: "/categories/coffee-tea",
  collections: "/collections",
  collection: "/collections/harbour-classics",
  product: `/products/${demo.product_handle}`,
  search: "/search?q=mug",
  "search-nothing": "/search?q=zzzzzz",
  cart: "/cart",
  "sign-in": "/account/sign-in",
  register: "/account/register",
  about: "/about",
  "delivery-and-returns": "/delivery-and-returns",
  "editor-sign-in": "/editor/sign-in",
  missing: "/nowhere",
};

for (const [window, viewport] of Object.entries({ wide: WIDE, narrow: NARROW, least: { width: 320, height: 640 }, most: { width: 1600, height: 1000 } })) {
  for (const colorScheme of window === "wide" || window === "narrow" ? ["light", "dark"] : ["light"]) {
    test(`${window}, ${colorScheme}`, async () => {
      const { page, done } = await open({ viewport, colorScheme });
      for (const [name, path] of Object.entries(PAGES)) {
        await page.goto(path);
        await assertAccessible(page, `${name}, ${window}, ${colorScheme}`);
        await shot(page, `${name}-${window}-${colorScheme}`);
      }
      await done();
    });
  }
}
