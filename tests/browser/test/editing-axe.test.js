// axe finds nothing in edit mode: wide and narrow, light and dark, with each part of the editor open.

import { test } from "node:test";

import { ALL, edit, editor, newPage, press, quiet, staff } from "./editing-support.js";
import { NARROW, WIDE, assertAccessible, shot } from "./support.js";

for (const [window, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing in edit mode: ${window}, ${colorScheme}`, async () => {
      const { page, done } = await staff({ viewport, colorScheme });
      const { path } = await newPage(page, ALL);
      await edit(page, path);
      const at = `${window}-${colorScheme}`;
      await assertAccessible(page, `editor, ${at}`);
      await shot(page, `editor-page-${at}`);
      await page.evaluate(() => scrollTo(0, 0));
      await page.locator('[data-field="t1.text"]').focus();
      await page.keyboard.type("x");
      await assertAccessible(page, `typing, ${at}`);
      await page.locator('[data-field="r1.html"]').focus();
      await press(page, "End");
      await page.keyboard.type("y");
      await assertAccessible(page, `typing rich text, ${at}`);
      await shot(page, `editor-typing-${at}`, false);
      await quiet(page);

      const look = async (name, opens, closes = () => press(page, "Escape")) => {
        await opens();
        await page.waitForTimeout(700);
        await assertAccessible(page, `${name}, ${at}`);
        await shot(page, `editor-${name}-${at}`, false);
        await closes();
        await page.waitForTimeout(100);
      };
      const bar = async (label) => {
        if (window === "wide") return editor(page).locator(".bar").getByLabel(label, { exact: true }).click();
        await editor(page).locator(".bar").getByLabel("More").click();
        return editor(page).getByRole("menuitem", { name: label }).click();
      };
      await look("palette", () => editor(page).getByLabel("Add a block", { exact: true }).click());
      await look("parts", () => bar("Parts of the page"));
      await look("history", () => bar("History"));
      await look("publish", () => editor(page).getByRole("button", { name: "Publish", exact: true }).click());
      await look("page", () => bar("Page settings"), () => editor(page).getByLabel("Close settings").click());
      for (const block of ["h1", "q1", "pg", "c1", "v1"]) {
        await look(`panel-${block}`, async () => {
          await page.locator(`[data-block-id="${block}"]`).click({ position: { x: 4, y: 4 } });
          await page.waitForTimeout(250);
          await editor(page).locator(".frame-bar").getByLabel("Settings", { exact: true }).click();
        }, () => editor(page).getByLabel("Close settings").click());
      }
      await done();
    });
  }
}
