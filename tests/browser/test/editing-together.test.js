// Two people have a page open at the same time.

import assert from "node:assert/strict";
import { test } from "node:test";

import { colleague, draft, edit, editor, heading, newPage, press, quiet, staff } from "./editing-support.js";
import { assertAccessible, shot } from "./support.js";

test("two browsers see each other, what one saves the other shows, and what he publishes is told at once", async () => {
  const first = await staff();
  const { id, path } = await newPage(first.page, [heading("t1", "One"), heading("t2", "Two")]);
  const second = await colleague(first.page, "Ben");
  await edit(first.page, path);
  assert.equal(await editor(first.page).locator(".avatars").isHidden(), true, "nobody else is here");
  await edit(second.page, path);

  // Each sees the other, by name.
  await editor(first.page).locator(".avatar", { hasText: "B" }).waitFor();
  assert.match(await editor(first.page).locator(".avatar").getAttribute("aria-label"), /^Ben/);
  await editor(second.page).locator(".avatar", { hasText: "A" }).waitFor();
  await editor(first.page).locator(".spoken", { hasText: "Ben has come and is editing this page too" }).waitFor({ state: "attached" });

  // And where he is: a frame around the block, with his name.
  await second.page.click('[data-field="t2.text"]');
  const frame = editor(first.page).locator('.other[data-other="t2"]');
  await frame.waitFor();
  assert.match(await frame.textContent(), /Ben/);
  const [around, block] = await Promise.all([frame.boundingBox(), first.page.locator('[data-block-id="t2"]').boundingBox()]);
  assert.ok(Math.abs(around.x - block.x) < 2 && Math.abs(around.y - block.y) < 2, "it stands around the block");
  await shot(first.page, "editor-together", false);
  await assertAccessible(first.page, "the editor with somebody else in it");

  // What he saves is here without a question.
  await press(second.page, "End");
  await second.page.keyboard.type(" and more");
  await quiet(second.page);
  await first.page.waitForFunction(() => document.querySelector('[data-field="t2.text"]').textContent === "Two and more");

  // What he publishes is told at once.
  await editor(second.page).getByRole("button", { name: "Publish", exact: true }).click();
  await editor(second.page).locator("dialog").getByRole("button", { name: "Publish", exact: true }).click();
  const { revision } = await draft(second.page, id);
  await editor(first.page).locator(".toast", { hasText: `Ben has published revision ${revision}` }).waitFor();
  await editor(first.page).getByText("Published", { exact: true }).first().waitFor();
  assert.equal(await editor(second.page).locator(".toast", { hasText: "has published" }).count(), 0, "who did it is told otherwise");

  // He goes, and is gone.
  await second.done();
  await editor(first.page).locator(".avatars").waitFor({ state: "hidden" });
  await frame.waitFor({ state: "detached" });
  await first.done();
});
