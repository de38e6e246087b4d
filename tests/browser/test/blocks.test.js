// A page of all block types, wide and narrow, light and dark, shown and edited.

import assert from "node:assert/strict";
import { test } from "node:test";

import { NARROW, WIDE, assertAccessible, assertFits, demo, open, shot } from "./support.js";

const block = (type, id, props) => ({ type, props: { id, ...props } });

/** One of each type, and each tone that there is. */
function all(product, collection) {
  const rich = "<p>Words with <strong>weight</strong>, a <a href=\"/about\">link</a> and <em>more</em>.</p><ul><li><p>One</p></li><li><p>Two</p></li></ul><blockquote><p>Said.</p></blockquote>";
  const tones = ["plain", "muted", "accent", "dark"];
  const buttons = (at) => [
    { id: `b${at}a`, label: "First", link: "/about", style: "primary" },
    { id: `b${at}b`, label: "Second", link: "/delivery-and-returns", style: "secondary" },
    { id: `b${at}c`, label: "Elsewhere", link: "https://example.com/", style: "text" },
  ];
  return [
    ...tones.map((tone, at) => block("hero", `hero-${tone}`, { title: `A ${tone} opening`, text: "Two lines\nof words.", buttons: buttons(at), tone, height: at % 2 ? "compact" : "normal", align: at === 2 ? "center" : "start" })),
    block("heading", "heading", { text: "A heading", level: 2 }),
    block("rich_text", "text", { html: rich }),
    block("columns", "columns", { columns: [
      { id: "l", share: 2, blocks: [block("rich_text", "left", { html: rich })] },
      { id: "r", share: 1, blocks: [block("product_grid", "inner", { title: "Inner", source: "products", products: [product], limit: 2, sort: "own", columns: 2 })] },
    ], gap: "large", align: "middle" }),
    block("product_grid", "grid", { title: "Of a collection", source: "collection", collection, limit: 5, sort: "price_up", columns: 5, all: true }),
    ...tones.map((tone, at) => block("product_feature", `feature-${tone}`, { product, title: `In ${tone}`, text: "What is said of it.", side: at % 2 ? "end" : "start", tone })),
    block("blog_list", "posts", { title: "Posts", limit: 3, layout: "cards" }),
    block("faq", "faq", { title: "Asked often", questions: [{ id: "q", question: "Why?", answer: "<p>Because.</p>" }, { id: "r", question: "How?", answer: "<p>So.</p>" }] }),
    ...["cards", "large", "row"].map((layout) => block("testimonial", `said-${layout}`, { title: `Said, ${layout}`, layout, quotes: [{ id: "a", text: "Very good.", author: "Ann", role: "buys" }, { id: "b", text: "Quite good.", author: "Bo" }] })),
    block("video", "film", { title: "A film", url: "https://vimeo.com/76979871", caption: "Filmed by a stranger.", ratio: "16:9" }),
    block("form", "form", { key: "contact", title: "Write to us", fields: ["text", "textarea", "email", "phone", "number", "date", "select", "radio", "checkboxes", "consent"].map((kind) => ({ id: kind, label: `A ${kind}`, kind, help: "This helps.", required: kind !== "number", options: ["select", "radio", "checkboxes"].includes(kind) ? ["One", "Two"] : [] })) }),
    ...tones.map((tone) => block("newsletter", `news-${tone}`, { title: `Letters in ${tone}`, text: "Once a month.", list: "letters", consent: "Yes, write to me.", tone })),
    block("waitlist", "wait", { product, title: "Wait for it", text: "We tell you." }),
    block("html", "html", { html: "<h3>Own HTML</h3><table><tr><th scope=\"row\">A</th><td>B</td></tr></table>" }),
    block("spacer", "space", { size: "large", line: true }),
  ];
}

/** The address of a page of all types, made by the shop's administrator, and his browser. */
async function made() {
  const { page, context, done } = await open();
  await page.goto("/editor/sign-in?to=/about");
  await page.fill("#f-email", demo.admin_email);
  await page.fill("#f-password", demo.admin_password);
  await page.click("main button");
  await page.waitForURL("**/about");
  assert.ok(await page.isVisible("[data-edit]"), "who works here is shown the way to edit");
  const ask = async (method, path, data) => {
    const answer = await context.request.fetch(path, { method, data, headers: { origin: demo.url } });
    assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  };
  const { products } = await ask("GET", "/admin/products?handle=storm-lantern&fields=id");
  const { collections } = await ask("GET", "/admin/collections?handle=foul-weather&fields=id");
  const slug = `all-${Date.now()}`;
  const content = { blocks: all(products[0].id, collections[0].id) };
  const made = await ask("POST", "/admin/pages", { title: "All blocks", slug, locale: "en", content });
  await ask("POST", `/admin/pages/${made.page.id}/publish`, { revision: 1 });
  return { path: `/${slug}`, page, done, remove: () => ask("DELETE", `/admin/pages/${made.page.id}`) };
}

test("a page of all types of blocks", async () => {
  const { path, page: admin, done: left, remove } = await made();
  for (const [window, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
    const { page, done } = await open({ viewport });
    await page.goto(path);
    await assertAccessible(page, `all blocks, ${window}`);
    await shot(page, `blocks-${window}`);
    await page.setViewportSize({ width: 320, height: 640 });
    await assertFits(page, "all blocks, 320 px");
    await done();
  }
  await admin.goto(`${path}?edit`);
  assert.ok(await admin.locator("#kontor-editor").count());
  await remove();
  await left();
});
