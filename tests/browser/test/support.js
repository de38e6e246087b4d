// A browser, the demo shop, and what is wrong with a page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before } from "node:test";

import { launch } from "../browser.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The demo shop. */
export const demo = JSON.parse(readFileSync(process.env.KONTOR_TEST_DEMO, "utf8"));

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 390, height: 844 };

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A window of its own, whose pages may log nothing that is wrong. */
export async function open(settings = {}) {
  const context = await browser.newContext({ baseURL: demo.url, viewport: WIDE, reducedMotion: "reduce", colorScheme: "light", ...settings });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => {
    // A form that is shown again is a 422, which a browser notes; so it does when a test takes the network away.
    if (message.type() === "error" && !/status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(message.text())) wrong.push(message.text());
  });
  return { page, context, done: async () => { await context.close(); assert.deepEqual(wrong, []); } };
}

/** A picture of the page, where somebody wants some. */
export async function shot(page, name, full = true) {
  const folder = process.env.BROWSER_SHOTS;
  if (!folder) return;
  await whole(page);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: full });
}

/** Pictures further down are fetched when they come into sight: all are wanted. */
export async function whole(page) {
  await page.evaluate(async () => {
    const images = [...document.images];
    for (const image of images) image.loading = "eager";
    await Promise.all(images.map((image) => image.decode().catch(() => {})));
    await document.fonts.ready;
  });
}

const ALL = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
/** What the dark can spoil. */
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/** axe finds nothing, in the light and in the dark, and nothing is wider than the window. What is looked at may be a part of the page. */
export async function assertAccessible(page, what, part) {
  // The policy of the pages lets no script in: axe comes by the debugger.
  await page.evaluate(`globalThis.axe ?? (() => { ${axe} })()`);
  for (const [colorScheme, runOnly] of [["dark", COLOURS], ["light", ALL]]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(([at, only]) => globalThis.axe.run(at ?? document, { runOnly: only, resultTypes: ["violations"] }), [part, runOnly]);
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 240)}`).join(" | ")}`);
    assert.deepEqual(told, [], `${what}, ${colorScheme}`);
  }
  await assertFits(page, what);
}

/** Nothing is wider than the window, and no picture is broken. */
export async function assertFits(page, what) {
  const { over, broken } = await page.evaluate(() => ({
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    broken: [...document.images].filter((image) => image.complete && image.naturalWidth === 0 && image.currentSrc !== "").map((image) => image.currentSrc),
  }));
  assert.ok(over <= 0, `${what} is ${over} px wider than the window`);
  assert.deepEqual(broken, [], `${what} shows pictures that are not there`);
}
