// A browser, the demo shop, and what is wrong with a page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before } from "node:test";

import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The demo shop. */
export const demo = JSON.parse(readFileSync(process.env.KONTOR_TEST_DEMO, "utf8"));

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 390, height: 844 };

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
});
after(() => browser?.close());

/** A window of its own, whose pages may log nothing that is wrong. */
export async function open(settings = {}) {
  const context = await browser.newContext({ baseURL: demo.url, viewport: WIDE, reducedMotion: "reduce", ...settings });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => {
    // A form that is shown again is a 422, which a browser notes; so it does when a test takes the network away.
    if (message.type() === "error" && !/status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(message.text())) wrong.push(message.text());
  });
  return { page, context, done: async () => { await context.close(); assert.deepEqual(wrong, []); } };
}

/** A picture for the README, where somebody wants some. */
export async function shot(page, name, full = true) {
  const folder = process.env.KONTOR_SCREENSHOTS;
  if (!folder) return;
  // Pictures further down are fetched when they come into sight.
  await page.evaluate(async () => {
    const images = [...document.images];
    for (const image of images) image.loading = "eager";
    await Promise.all(images.map((image) => image.decode().catch(() => {})));
  }).catch(() => {});
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: full });
}

/** axe finds nothing, and nothing is wider than the window. */
export async function assertAccessible(page, what) {
  // The policy of the pages lets no script in: axe comes by the debugger.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 240)}`).join(" | ")}`);
  assert.deepEqual(told, [], what);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${what} is ${over} px wider than the window`);
}
