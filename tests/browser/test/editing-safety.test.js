// Nothing that is pasted or typed into a page is run.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ALL, draft, edit, editor, heading, newPage, press, quiet, staff, text } from "./editing-support.js";
import { open } from "./support.js";

const EVIL = `<img src=x onerror="window.hit=1"><script>window.hit=2</script><svg onload="window.hit=3"><a href="javascript:window.hit=4">x</a><iframe srcdoc="<script>parent.hit=5</script>"></iframe><style>*{display:none}</style><math><mi xlink:href="javascript:hit=6">`;

/** Pastes HTML, with the text that goes with it, where the caret is. */
async function paste(page, html) {
  await page.evaluate((what) => {
    const data = new DataTransfer();
    data.setData("text/html", what);
    data.setData("text/plain", what);
    let target = document.activeElement;
    while (target.shadowRoot?.activeElement) target = target.shadowRoot.activeElement;
    target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true }));
  }, html);
}

async function assertUnharmed(page, what) {
  await page.waitForTimeout(200);
  assert.equal(await page.evaluate(() => globalThis.hit), undefined, what);
  assert.equal(await page.locator("[data-slot] :is(script, iframe[srcdoc], [onerror], [onload])").count(), 0, what);
  assert.ok(await page.locator("main").isVisible(), what);
}

test("scripts that are pasted into every field of every block run nowhere", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, ALL);
  await edit(page, path);
  const fields = await page.evaluate(() => [...document.querySelectorAll(".kontor-field")].map((one) => one.dataset.field));
  assert.ok(fields.length > 20, `${fields.length} fields`);
  for (const field of fields) {
    await page.locator(`[data-field="${field}"]`).scrollIntoViewIfNeeded();
    await page.locator(`[data-field="${field}"]`).focus();
    await press(page, "End");
    await paste(page, EVIL);
  }
  await quiet(page);
  await assertUnharmed(page, "typed");
  const { content } = await draft(page, id);
  assert.match(JSON.stringify(content), /onerror/, "plain texts keep it as text");
  for (const one of [content.blocks.find(({ type }) => type === "rich_text").props.html, content.blocks.find(({ type }) => type === "faq").props.questions[0].answer]) {
    assert.doesNotMatch(one.replace(/&lt;[^]*?&gt;/g, ""), /<(?:script|img|svg|iframe|style)|javascript:/i);
  }

  // The panel of each block, with all its texts.
  for (const { props } of ALL) {
    await page.evaluate((block) => document.querySelector(`[data-block-id="${block}"]`)?.scrollIntoView({ block: "center" }), props.id);
    await page.hover(`[data-block-id="${props.id}"]`, { position: { x: 12, y: 6 }, force: true });
    await page.waitForTimeout(250);
    await editor(page).locator(".frame:not([hidden]) .frame-bar").getByLabel("Settings", { exact: true }).click();
    const inputs = editor(page).locator(".panel :is(input[type=text], textarea)");
    for (let at = 0; at < (await inputs.count()); at += 1) await inputs.nth(at).fill(EVIL.slice(0, 190)).catch(() => {});
  }
  await page.waitForTimeout(1200);
  await assertUnharmed(page, "by the panel");
  await editor(page).getByLabel("History", { exact: true }).click();
  await editor(page).locator("dialog .diff").waitFor();
  await assertUnharmed(page, "in the history");
  await press(page, "Escape");
  await page.reload();
  await page.waitForSelector("kontor-editor .bar");
  await assertUnharmed(page, "after a reload");
  await done();
});

test("what an evil copy in the browser says is not run either", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [heading("t1", "One"), text("r1", "<p>Two</p>")]);
  await page.evaluate(
    ([key, copy]) => localStorage.setItem(key, copy),
    [`kontor.draft.${id}.other`, JSON.stringify({ page: id, etag: '"1"', at: Date.now(), draft: { title: "T", slug: path.slice(1), content: { blocks: [heading("t1", EVIL), text("r1", EVIL)] } } })],
  );
  await page.goto(`${path}?edit`);
  await editor(page).getByRole("button", { name: "Bring them back" }).click();
  await page.waitForTimeout(1500);
  await assertUnharmed(page, "recovered");
  assert.match(JSON.stringify((await draft(page, id)).content), /Two/, "the server takes none of it");
  await done();
});

test("who may not write is told so, and shoppers get nothing of the editor", async () => {
  const { page, done } = await staff();
  const { path } = await newPage(page, [heading("t1", "One")]);
  const stranger = await open();
  const answer = await stranger.page.goto(`${path}?edit`);
  assert.equal(new URL(stranger.page.url()).pathname, "/editor/sign-in");
  assert.match(answer.headers()["cache-control"] ?? "", /no-store/);
  await stranger.done();
  await done();
});
