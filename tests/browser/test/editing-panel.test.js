// The panel at the side: what the shop sells, where links lead, lists, and what is refused there and then.

import assert from "node:assert/strict";
import { test } from "node:test";

import { draft, edit, editor, faq, heading, hero, newPage, press, quiet, staff, text } from "./editing-support.js";
import { shot } from "./support.js";

/** Opens the settings of a block. */
async function settings(page, id) {
  await page.locator(`[data-block-id="${id}"]`).click({ position: { x: 4, y: 4 } });
  await page.waitForTimeout(250);
  await editor(page).locator(".frame-bar").getByLabel("Settings", { exact: true }).click();
  return editor(page).locator(".panel");
}

const propsOf = (content, id) => content.blocks.find((one) => one.props.id === id).props;

test("products, a collection and a category are found by their names", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [{ type: "product_grid", props: { id: "g1", title: "Ours", source: "collection" } }, { type: "product_feature", props: { id: "f1" } }]);
  await edit(page, path);
  const panel = await settings(page, "g1");
  await panel.getByLabel("Collection: choose").click();
  const dialog = editor(page).locator("dialog.picker");
  await dialog.getByLabel("Search collections").fill("harbour");
  await dialog.locator(".thing").first().waitFor();
  await shot(page, "editor-picker", false);
  await press(page, "Enter");
  await quiet(page);
  assert.match(propsOf((await draft(page, id)).content, "g1").collection, /^pcol_/);
  await page.waitForSelector('[data-block-id="g1"] .card');

  await panel.getByRole("radio", { name: "Picked by hand" }).check();
  for (let many = 1; many <= 2; many += 1) {
    await panel.getByRole("button", { name: "Add a product" }).click();
    await dialog.getByLabel("Search products").fill("mug");
    await dialog.locator(".thing").filter({ hasText: "Mug" }).first().click();
    await panel.locator(".things li").nth(many - 1).waitFor();
  }
  await quiet(page);
  const [first, second] = propsOf((await draft(page, id)).content, "g1").products;
  await panel.getByRole("button", { name: "Move down" }).first().click();
  await quiet(page);
  assert.deepEqual(propsOf((await draft(page, id)).content, "g1").products, [second, first]);
  assert.equal(await page.locator('[data-block-id="g1"] .card').count(), 2);

  const feature = await settings(page, "f1");
  await feature.getByLabel("Product: choose").click();
  await dialog.getByLabel("Search products").fill("morning");
  await dialog.locator(".thing").filter({ hasText: "Morning" }).first().click();
  await quiet(page);
  await page.waitForSelector('[data-block-id="f1"] .feature-price');
  await done();
});

test("entries of lists are added, moved, changed and taken out", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [faq("q1"), hero("h1", "Hello")]);
  await edit(page, path);
  const panel = await settings(page, "q1");
  await panel.getByRole("button", { name: "Add a question" }).click();
  await quiet(page);
  await panel.getByRole("textbox", { name: /^Question/ }).last().fill("And how long?");
  await quiet(page);
  await page.waitForFunction(() => document.querySelectorAll('[data-block-id="q1"] details').length === 2);
  assert.equal(await page.locator('[data-block-id="q1"] summary').last().textContent(), "And how long?");
  // The new answer is typed on the page.
  await panel.getByRole("button", { name: "Edit on the page" }).last().click();
  await press(page, "ControlOrMeta+a");
  await page.keyboard.type("Two days.");
  await quiet(page);
  let [one, two] = propsOf((await draft(page, id)).content, "q1").questions;
  assert.deepEqual([one.question, two.question, two.answer], ["Do you ship?", "And how long?", "<p>Two days.</p>"]);
  await panel.getByRole("button", { name: "Move Question 2 up" }).click();
  await quiet(page);
  [one, two] = propsOf((await draft(page, id)).content, "q1").questions;
  assert.equal(one.question, "And how long?");
  await panel.getByRole("button", { name: "Take Question 1 out" }).click();
  await quiet(page);
  assert.equal(propsOf((await draft(page, id)).content, "q1").questions.length, 1);
  await press(page, "ControlOrMeta+z");
  await quiet(page);
  assert.equal(propsOf((await draft(page, id)).content, "q1").questions.length, 2);

  const buttons = await settings(page, "h1");
  await buttons.getByRole("button", { name: "To the shop", exact: true }).click();
  const link = buttons.getByLabel("Link", { exact: false }).last();
  await link.fill("javascript:alert(1)");
  await link.blur();
  await buttons.getByText("It must begin with").waitFor();
  assert.equal(await link.getAttribute("aria-invalid"), "true");
  await quiet(page);
  assert.equal(propsOf((await draft(page, id)).content, "h1").buttons[0].link, "/collections");
  await link.fill("about@example.com");
  await link.blur();
  await quiet(page);
  assert.equal(propsOf((await draft(page, id)).content, "h1").buttons[0].link, "mailto:about@example.com");
  await done();
});

test("what the server has not yet is said in words", async () => {
  const { page, done } = await staff();
  const { path } = await newPage(page, [{ type: "image", props: { id: "i1" } }, { type: "reusable", props: { id: "r1" } }]);
  await edit(page, path);
  await page.route("**/admin/media?*", (route) => route.fulfill({ status: 404, json: { type: "not_found", message: "No" } }));
  await page.route("**/admin/reusable-blocks?*", (route) => route.fulfill({ status: 404, json: { type: "not_found", message: "No" } }));
  const panel = await settings(page, "i1");
  await panel.getByLabel("Picture: choose").click();
  await editor(page).locator("dialog").getByText("no media library in this shop yet").waitFor();
  await press(page, "Escape");
  const other = await settings(page, "r1");
  await other.getByLabel("Block: choose").click();
  await editor(page).locator("dialog").getByText("This shop has no reusable blocks yet").waitFor();
  await done();
});

test("what is too long or not a number is refused where it is typed", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [heading("t1", "One"), { type: "video", props: { id: "v1", title: "Film" } }, text("r1", "<p>Text</p>")]);
  await edit(page, path);
  const panel = await settings(page, "t1");
  await panel.getByLabel("Level").fill("9");
  await panel.getByText("A whole number from 1 to 6").waitFor();
  await panel.getByLabel("Level").fill("3");
  await quiet(page);
  await page.waitForSelector('[data-block-id="t1"] h3');
  await panel.getByLabel("Text", { exact: false }).last().fill("x".repeat(201));
  await panel.getByText("201 characters, and 200 are possible").waitFor();
  // On the page nothing longer can be typed, and what is pasted is cut.
  await page.locator('[data-field="t1.text"]').focus();
  await press(page, "End");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", `${"y".repeat(300)}\nz`);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await quiet(page);
  assert.equal(propsOf((await draft(page, id)).content, "t1").text, `One${"y".repeat(197)}`);
  const video = await settings(page, "v1");
  await video.getByLabel("Address", { exact: false }).first().fill("https://evil.example/embed.html");
  await video.getByLabel("Address", { exact: false }).first().blur();
  await video.locator(".fault").getByText("A film on YouTube").waitFor();
  await video.getByLabel("Address", { exact: false }).first().fill("https://youtu.be/dQw4w9WgXcQ");
  await quiet(page);
  assert.equal(propsOf((await draft(page, id)).content, "v1").url, "https://youtu.be/dQw4w9WgXcQ");
  await done();
});

test("a block that is moved under the caret keeps it", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [heading("t1", "One"), heading("t2", "Two"), text("r1", "<p>Three</p>")]);
  await edit(page, path);
  await page.click('[data-field="t2.text"]');
  await press(page, "End", "Alt+ArrowUp");
  await page.keyboard.type("!");
  await page.click('[data-field="r1.html"]');
  await press(page, "End", "Alt+ArrowUp");
  await page.keyboard.type("?");
  await quiet(page);
  const { blocks } = (await draft(page, id)).content;
  assert.deepEqual(blocks.map((one) => one.props.text ?? one.props.html), ["Two!", "<p>Three?</p>", "One"]);
  await done();
});

test("a text that is too long is not taken, and an undone deletion leaves what was done since", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [faq("q1"), heading("t1", "One"), heading("t2", "Two")]);
  await edit(page, path);
  await page.click('[data-field="q1.questions[q1].answer"]');
  await press(page, "End");
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/plain", "z".repeat(9000));
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await editor(page).locator(".toast").getByText("has room for 8192").waitFor();
  await page.keyboard.type(" And more.");
  await quiet(page);
  assert.match(propsOf((await draft(page, id)).content, "q1").questions[0].answer, /^<p>Yes, we do. And more.<\/p>$/);

  await page.click('[data-field="t1.text"]');
  await press(page, "Escape", "Delete");
  await page.click('[data-field="t2.text"]');
  await press(page, "End");
  await page.keyboard.type(" since");
  await editor(page).locator(".toast").getByRole("button", { name: "Undo" }).click();
  await quiet(page);
  const { blocks } = (await draft(page, id)).content;
  assert.deepEqual(blocks.slice(1).map((one) => one.props.text), ["One", "Two since"]);
  await done();
});
