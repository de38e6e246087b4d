// axe finds nothing in edit mode, wide and narrow, light and dark, with each part of the editor open.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ALL, api, draft, edit, editor, heading, hero, newPage, press, quiet, staff, text } from "./editing-support.js";
import { popups } from "./routes.js";
import { NARROW, WIDE, assertAccessible, demo, shot } from "./support.js";

/** What was open when it was looked at: the words at the heads of dialogs and menus. */
const looked = new Set();

/** Looks at the editor, or with `all` at the page below it, too. */
async function look(page, name, window, all = false) {
  await assertAccessible(page, `${name}, ${window}`, all ? undefined : "kontor-editor");
  await shot(page, `editor-${name}-${window}`, false);
  const heads = await page.evaluate(() => {
    const root = document.querySelector("kontor-editor").shadowRoot;
    const menus = [...root.querySelectorAll("[role=menu]")].map((menu) => menu.getAttribute("aria-label"));
    return [...root.querySelectorAll("dialog[open] h2")].map((head) => head.textContent).concat(menus);
  });
  for (const head of heads) looked.add(head);
}

/** A dialog by the words at its head, once nothing of it is on its way any more. */
async function dialog(page, head, shows) {
  const found = editor(page).getByRole("dialog", { name: head });
  await found.locator(shows).first().waitFor();
  return found;
}

/** A picture in the library: one of the shop itself. */
async function picture(page) {
  const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 240 } });
  const answer = await page.context().request.post("/admin/media", {
    headers: { origin: demo.url },
    multipart: { files: { name: "quay.png", mimeType: "image/png", buffer } },
  });
  assert.ok(answer.ok(), await answer.text());
}

/** Opens the settings of a block. */
async function settings(page, block) {
  const first = page.locator(`[data-block-id="${block}"]`);
  await first.click({ position: { x: 4, y: 4 } });
  await editor(page).locator(".frame:not([hidden]) .frame-bar").waitFor();
  await editor(page).locator(".frame:not([hidden]) .frame-bar").getByLabel("Settings", { exact: true }).click();
  const panel = editor(page).locator(".panel");
  await panel.waitFor();
  return panel;
}

for (const [window, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  const bar = async (page, label) => {
    const buttons = editor(page).locator(".bar");
    if (window === "wide") return buttons.getByLabel(label, { exact: true }).click();
    await buttons.getByLabel("More").click();
    await look(page, "menu-more", window);
    return editor(page).getByRole("menuitem", { name: label }).click();
  };
  const publish = (page) => editor(page).locator(".bar").getByRole("button", { name: "Publish", exact: true }).click();

  test(`axe finds nothing in edit mode: ${window}`, async () => {
    const { page, done } = await staff({ viewport });
    const { path } = await newPage(page, ALL);
    await edit(page, path);
    await look(page, "page", window, true);
    await page.locator('[data-field="t1.text"]').focus();
    await page.keyboard.type("x");
    await look(page, "typing", window, true);
    await page.click('[data-field="r1.html"] p');
    await press(page, "End", "Shift+Home");
    await page.waitForFunction(() => getSelection().toString() !== "");
    await editor(page).getByLabel("Link (Ctrl+K)").click();
    await editor(page).getByLabel("Where the link leads").waitFor();
    await look(page, "link", window);
    await press(page, "Escape", "Escape");
    await quiet(page);

    await editor(page).locator(".bar").getByLabel("Add a block", { exact: true }).click();
    await dialog(page, "Add a block", ".palette-item");
    await look(page, "palette", window);
    await editor(page).getByLabel("Search blocks").fill("zzz");
    await look(page, "palette-nothing", window);
    // The first takes the words away.
    await press(page, "Escape", "Escape");
    await bar(page, "Parts of the page");
    await dialog(page, "Parts of the page", ".part");
    await look(page, "parts", window);
    await press(page, "Escape");

    for (const { type, props } of ALL) {
      const panel = await settings(page, props.id);
      await look(page, `panel-${type}`, window);
      await panel.getByLabel("Close settings").click();
    }
    await done();
  });

  test(`axe finds nothing in what the editor asks: ${window}`, async () => {
    const { page, context, done } = await staff({ viewport });
    await picture(page);
    const { id, path } = await newPage(page, [hero("h1", "Good things"), heading("t1", "One"), { type: "product_feature", props: { id: "pf" } }, text("r1", "<p>Two</p>")]);
    await edit(page, path);
    const escape = async () => {
      await press(page, "Escape");
      await editor(page).locator("dialog").waitFor({ state: "detached" });
    };

    let panel = await settings(page, "h1");
    await panel.getByLabel(/: choose$/).first().click();
    await editor(page).locator("dialog .media-item").first().waitFor();
    await look(page, "media", window);
    await escape();
    await panel.getByLabel("Close settings").click();
    panel = await settings(page, "pf");
    await panel.getByLabel("Product: choose").click();
    await editor(page).locator("dialog .thing").first().waitFor();
    await look(page, "picker", window);
    await escape();
    await panel.getByLabel("Close settings").click();

    await page.locator('[data-block-id="t1"]').click({ position: { x: 4, y: 4 } });
    const frame = editor(page).locator(".frame:not([hidden]) .frame-bar");
    await frame.locator(".handle").press("Enter");
    await editor(page).getByRole("menu", { name: "Move" }).waitFor();
    await look(page, "menu-move", window);
    await press(page, "Escape");
    await frame.getByLabel("More").click();
    await editor(page).getByRole("menu", { name: "Block" }).waitFor();
    await look(page, "menu-block", window);
    await press(page, "Escape");

    await publish(page);
    // A product is still to be chosen.
    await dialog(page, "Publish", ".lacking");
    await look(page, "publish-first", window);
    await escape();
    await page.locator('[data-block-id="pf"]').click({ position: { x: 4, y: 4 } });
    await press(page, "Escape", "Delete");
    await editor(page).locator(".toast").waitFor();
    await look(page, "toast", window);
    await quiet(page);
    await publish(page);
    await dialog(page, "Publish", ".plain-list");
    await editor(page).getByRole("button", { name: "Publish", exact: true }).last().click();
    await editor(page).locator("dialog").waitFor({ state: "detached" });
    await page.click('[data-field="t1.text"]');
    await press(page, "End");
    await page.keyboard.type(" and more");
    await publish(page);
    await dialog(page, "Publish", ".diff");
    await look(page, "publish-diff", window);
    await escape();

    await bar(page, "History");
    const revisions = await dialog(page, "History", ".diff");
    await look(page, "history", window);
    await revisions.locator('[data-revision="1"]').click();
    await revisions.getByRole("button", { name: "Restore" }).click();
    await dialog(page, "Restore revision 1?", "button");
    await look(page, "restore", window);
    await press(page, "Escape");
    await press(page, "Escape");
    await editor(page).locator("dialog").waitFor({ state: "detached" });

    await bar(page, "Page settings");
    panel = editor(page).locator(".panel");
    await panel.waitFor();
    await look(page, "page-settings", window);
    await panel.getByLabel("Path", { exact: true }).fill("Not a path");
    await panel.getByLabel("Path", { exact: true }).blur();
    await panel.getByText("Small letters, digits").waitFor();
    await look(page, "page-settings-wrong", window);
    await panel.getByLabel("Path", { exact: true }).fill(path.slice(1));
    for (const [label, head, shows] of [["Preview link…", "Preview link", "input"], ["Schedule…", "Schedule", "input"], ["Unpublish…", "Unpublish this page?", "p"], ["Discard the draft…", "Discard the draft?", "p"]]) {
      await panel.getByRole("button", { name: label }).click();
      await dialog(page, head, shows);
      await look(page, head.split(" ")[0].toLowerCase(), window);
      await escape();
    }
    await panel.getByLabel("Close settings").click();
    await quiet(page);

    // Somebody else was faster.
    const { title, slug, content, etag } = await draft(page, id);
    content.blocks[1].props.text = "Theirs";
    assert.equal((await api(page, "PUT", `/admin/pages/${id}/draft`, { title, slug, content }, { "if-match": etag })).status, 200);
    await page.click('[data-field="t1.text"]');
    await press(page, "End");
    await page.keyboard.type("!");
    const both = await dialog(page, "Somebody else changed this page too", ".clash");
    await look(page, "conflict", window);
    await both.getByRole("button", { name: "Save what was chosen" }).click();
    await quiet(page);

    await context.setOffline(true);
    await page.click('[data-field="t1.text"]');
    await press(page, "End");
    await page.keyboard.type("?");
    await editor(page).locator(".bar-fault:not([hidden])").getByText("kept in this browser").waitFor();
    await look(page, "offline", window);
    await context.setOffline(false);
    await quiet(page);

    await page.evaluate(([key, copy]) => localStorage.setItem(key, copy), [`kontor.draft.${id}.other`, JSON.stringify({ page: id, etag: '"1"', at: Date.now(), draft: { title, slug, content } })]);
    await page.reload();
    await dialog(page, "Edits that were not saved", "button");
    await look(page, "recover", window);
    await editor(page).getByRole("button", { name: "Throw them away" }).click();
    await context.clearCookies();
    await page.click('[data-field="t1.text"]');
    await press(page, "End");
    await page.keyboard.type(".");
    await dialog(page, "Sign in again", "input");
    await look(page, "session", window);
    await done();
  });
}

test("nothing that the editor opens was left out", () => {
  const left = popups().filter((words) => ![...looked].some((head) => head.startsWith(words)));
  assert.deepEqual(left, [], "open it in this file, too");
});
