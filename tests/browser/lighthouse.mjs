// Lighthouse looks at the pages that shoppers come in by, as a phone of the middle price sees them: each of its four scores is LEAST or more.

import { readFileSync } from "node:fs";

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

import { FLAGS } from "./browser.js";

const LEAST = 95;
/** A busy machine costs performance, and never gives any: who is below is looked at again, and the median counts. */
const LOOKS = 3;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
/** Speed is told in CI and fails nothing there: its machines are busy, and how busy changes within a minute. */
const HELD = process.env.CI === undefined ? CATEGORIES : CATEGORIES.filter((category) => category !== "performance");

const demo = JSON.parse(readFileSync(process.env.KONTOR_TEST_DEMO, "utf8"));

/** The text of a page, which the server has made once then: what is measured is not what its first visitor waits for. */
async function page(path) {
  const answer = await fetch(new URL(path, demo.url), { headers: { accept: "text/html" } });
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer.text();
}

const [, post] = /<a href="(\/blog\/(?!tags\/|feed)[^"]+)"/.exec(await page("/blog")) ?? [];
if (post === undefined) throw new Error("the demo shop's blog has no posts");
const PAGES = { home: "/", category: "/categories/coffee-tea", product: `/products/${demo.product_handle}`, blog: "/blog", "a post": post };

const browser = await launch({ chromePath: process.env.CHROMIUM, chromeFlags: FLAGS });

async function look(path) {
  const result = await lighthouse(new URL(path, demo.url).href, {
    port: browser.port,
    logLevel: "error",
    onlyCategories: CATEGORIES,
    disableFullPageScreenshot: true,
  });
  if (result.lhr.runtimeError !== undefined) throw new Error(`${path}: ${result.lhr.runtimeError.message}`);
  return result.lhr;
}

const score = (report, category) => Math.round(report.categories[category].score * 100);
const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** What of a category could be better, with what is wrong there. */
function lost(report, category) {
  return report.categories[category].auditRefs.flatMap(({ id, weight }) => {
    const { score: points, title, displayValue, details } = report.audits[id];
    if (weight === 0 || points === null || points > 0.9) return [];
    const where = [details?.items ?? []].flat().slice(0, 3).map((item) => item.node?.snippet ?? item.url ?? item.description ?? "");
    return [`  ${category}: ${title}${displayValue === undefined ? "" : ` (${displayValue})`} ${where.join(" ").slice(0, 400)}`];
  });
}

let failed = false;
try {
  for (const [name, path] of Object.entries(PAGES)) {
    await page(path);
    const reports = [await look(path)];
    const scores = () => CATEGORIES.map((category) => median(reports.map((report) => score(report, category))));
    const isLow = () => CATEGORIES.some((category, at) => HELD.includes(category) && scores()[at] < LEAST);
    if (isLow()) while (reports.length < LOOKS) reports.push(await look(path));
    const told = CATEGORIES.map((category, at) => `${category} ${scores()[at]}`).join(", ");
    console.log(`${name.padEnd(8)} ${told}${reports.length === 1 ? "" : ` (median of ${reports.length})`}`);
    if (isLow()) {
      failed = true;
      console.log([...new Set(reports.flatMap((report) => CATEGORIES.flatMap((category) => lost(report, category))))].join("\n"));
    }
  }
} finally {
  await browser.kill();
}
if (failed) {
  console.error(`tests/browser/run: Lighthouse gives less than ${LEAST}: see above`);
  process.exit(1);
}
