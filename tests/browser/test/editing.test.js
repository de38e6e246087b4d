// The inline editor: an administrator changes the very page, and shoppers see it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { api, columns, deaf, drag, draft, edit, editor, faq, heading, hero, newPage, order, press, quiet, staff, text } from "./editing-support.js";
import { NARROW, demo, open, shot } from "./support.js";

test("a heading is edited in place, a section dragged, a product grid added, and all published", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [hero("h1", "A quay full of good things"), heading("t1", "About us"), text("r1", "<p>Since <strong>1894</strong>.</p>"), faq("q1")]);
  await edit(page, path);
  const shopper = await open();
  assert.equal((await shopper.page.goto(path)).status(), 404, "nobody sees a draft");

  // The heading, where it stands.
  await page.click('[data-field="t1.text"]');
  await press(page, "End");
  await page.keyboard.type(", and the sea");
  // The section below it goes above it.
  await drag(page, "q1", '[data-block-id="t1"]', { y: 6 });
  assert.deepEqual(await order(page), ["h1", "q1", "t1", "r1"]);
  await shot(page, "editor-dragged", false);

  // A product grid, of what a search finds.
  await editor(page).getByLabel("Add a block", { exact: true }).click();
  await editor(page).getByLabel("Search blocks").fill("products");
  await shot(page, "editor-palette", false);
  await editor(page).locator('.palette-item[data-type="product_grid"]').click();
  await editor(page).locator(".panel").getByRole("radio", { name: "A search" }).check();
  await editor(page).locator(".panel").getByRole("textbox", { name: "Search" }).fill("mug");
  await quiet(page);
  await page.waitForSelector('[data-block-type="product_grid"] .card');
  await shot(page, "editor-panel", false);
  const blocks = (await draft(page, id)).content.blocks;
  assert.deepEqual(blocks.map((one) => one.type), ["hero", "faq", "product_grid", "heading", "rich_text"].toSorted((a, b) => blocks.findIndex((one) => one.type === a) - blocks.findIndex((one) => one.type === b)));
  assert.equal(blocks.find((one) => one.props.id === "t1").props.text, "About us, and the sea");

  await editor(page).getByRole("button", { name: "Publish", exact: true }).click();
  await editor(page).locator("dialog").getByText("Nothing of this page is public yet").waitFor();
  await shot(page, "editor-publish-first", false);
  await editor(page).locator("dialog").getByRole("button", { name: "Publish", exact: true }).click();
  await editor(page).getByText("Published", { exact: true }).first().waitFor();

  assert.equal((await shopper.page.goto(path)).status(), 200);
  assert.match(await shopper.page.textContent('[data-block-id="t1"]'), /About us, and the sea/);
  assert.ok(await shopper.page.locator('[data-block-type="product_grid"] .card').count() > 0);
  assert.equal(await shopper.page.locator("kontor-editor").count(), 0);

  // What is changed then is looked at before it is public.
  await page.click('[data-field="t1.text"]');
  await press(page, "End");
  await page.keyboard.type(" again");
  await page.click('[data-field="h1.title"]');
  await press(page, "Escape");
  await press(page, "Alt+ArrowDown");
  await editor(page).getByRole("button", { name: "Publish", exact: true }).click();
  const diff = editor(page).locator("dialog .diff");
  await diff.waitFor();
  assert.match(await diff.textContent(), /again/);
  assert.ok(await diff.locator("ins").count() > 0);
  assert.ok(await diff.locator(".mark.is-moved").count() > 0);
  await shot(page, "editor-diff", false);
  await editor(page).locator("dialog").getByRole("button", { name: "Publish these changes" }).click();
  await editor(page).locator("dialog").waitFor({ state: "detached" });
  await shopper.page.goto(path);
  assert.match(await shopper.page.textContent('[data-block-id="t1"]'), /sea again/);
  await shopper.done();
  await done();
});

test("two save at once: what differs is brought together, what collides is asked about", async () => {
  const { page, context, done } = await staff();
  const { id, path } = await newPage(page, [heading("t1", "One"), heading("t2", "Two"), text("r1", "<p>Three</p>")]);
  await edit(page, path);
  const other = await context.newPage();
  // It would take in at once what the first one saves.
  await deaf(other);
  await edit(other, path);

  await other.click('[data-field="t2.text"]');
  await press(other, "Home");
  await other.keyboard.type("Their ");
  await quiet(other);
  await page.click('[data-field="t1.text"]');
  await press(page, "Home");
  await page.keyboard.type("My ");
  await quiet(page);
  await page.waitForFunction(() => document.querySelector('[data-field="t2.text"]').textContent.includes("Their"));
  let blocks = (await draft(page, id)).content.blocks;
  assert.match(blocks[0].props.text, /My/);
  assert.match(blocks[1].props.text, /Their/);

  // The other window still has the first heading as it was.
  await other.click('[data-field="t1.text"]');
  await press(other, "End");
  await other.keyboard.type(" (theirs)");
  const dialog = editor(other).locator("dialog.conflict");
  await dialog.waitFor();
  assert.match(await dialog.textContent(), /Heading: Text/);
  assert.match(await dialog.textContent(), /My /);
  assert.match(await dialog.textContent(), /\(theirs\)/);
  await shot(other, "editor-conflict", false);
  blocks = (await draft(page, id)).content.blocks;
  assert.doesNotMatch(blocks[0].props.text, /theirs/, "nothing is written before somebody has decided");
  await dialog.locator("input[value=theirs]").check();
  await dialog.getByRole("button", { name: "Save what was chosen" }).click();
  await quiet(other);
  blocks = (await draft(page, id)).content.blocks;
  assert.match(blocks[0].props.text, /My/);
  assert.match(await other.textContent('[data-field="t1.text"]'), /My/);
  await done();
});

test("one deletes what another types in, and both name the page", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [heading("t1", "One"), heading("t2", "Two"), text("r1", "<p>Three</p>")]);
  await deaf(page);
  await edit(page, path);
  const { slug, content, etag } = await draft(page, id);
  const theirs = { blocks: [content.blocks[2], content.blocks[0]] };
  assert.equal((await api(page, "PUT", `/admin/pages/${id}/draft`, { title: "Their page", slug, content: theirs }, { "if-match": etag })).status, 200);
  await editor(page).getByLabel("Page settings").click();
  await editor(page).locator(".panel").getByLabel("Title", { exact: true }).fill("My page");
  await page.click('[data-field="t2.text"]');
  await press(page, "End");
  await page.keyboard.type("!");
  const dialog = editor(page).locator("dialog.conflict");
  await dialog.waitFor();
  assert.match(await dialog.textContent(), /Page: Title.*My page.*Their page/);
  assert.match(await dialog.textContent(), /Heading.*Keep it.*Two!.*Take it out/);
  // What is typed after it was put off belongs to it.
  await dialog.getByRole("button", { name: "Not now" }).click();
  await page.click('[data-field="t1.text"]');
  await press(page, "End");
  await page.keyboard.type(" and more");
  await editor(page).getByRole("button", { name: "Look at both" }).click();
  await dialog.locator("fieldset").filter({ hasText: "Take it out" }).locator("input[value=theirs]").check();
  await dialog.getByRole("button", { name: "Save what was chosen" }).click();
  await quiet(page);
  const now = await draft(page, id);
  assert.equal(now.title, "My page");
  assert.deepEqual(now.content.blocks.map((one) => one.props.id), ["r1", "t1"]);
  assert.deepEqual(await order(page), ["r1", "t1"]);
  assert.equal(now.content.blocks[1].props.text, "One and more");
  await done();
});

test("an older revision comes back from the history", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [heading("t1", "The first words")]);
  await edit(page, path);
  await page.click('[data-field="t1.text"]');
  await press(page, "ControlOrMeta+a");
  await page.keyboard.type("Other words");
  await quiet(page);
  await editor(page).getByLabel("History", { exact: true }).click();
  const dialog = editor(page).locator("dialog.history");
  await dialog.locator(".revision").nth(1).waitFor();
  await dialog.locator(".diff").waitFor();
  assert.match(await dialog.locator(".diff").textContent(), /Other/);
  await shot(page, "editor-history", false);
  await dialog.locator('[data-revision="1"]').click();
  await dialog.getByRole("button", { name: "Restore" }).click();
  await editor(page).getByLabel("Why (may stay empty)").fill("They were better");
  await editor(page).locator("dialog").last().getByRole("button", { name: "Restore" }).click();
  await page.waitForFunction(() => document.querySelector('[data-field="t1.text"]').textContent === "The first words");
  assert.equal((await draft(page, id)).content.blocks[0].props.text, "The first words");
  // And on it goes from there.
  await page.click('[data-field="t1.text"]');
  await press(page, "End");
  await page.keyboard.type("!");
  await quiet(page);
  assert.equal((await draft(page, id)).content.blocks[0].props.text, "The first words!");
  await done();
});

test("the network is lost while somebody types, and the window crashes: nothing is lost", async () => {
  const { page, context, done } = await staff();
  const { id, path } = await newPage(page, [heading("t1", "Words"), text("r1", "<p>Text</p>")]);
  await edit(page, path);
  await context.setOffline(true);
  await page.click('[data-field="t1.text"]');
  await press(page, "End");
  await page.keyboard.type(" without a network");
  await editor(page).locator(".bar-fault:not([hidden])").getByText("kept in this browser").waitFor({ timeout: 10_000 });
  await shot(page, "editor-offline", false);
  await context.setOffline(false);
  await quiet(page);
  assert.equal((await draft(page, id)).content.blocks[0].props.text, "Words without a network");

  // The window is gone before anything could be saved.
  await context.setOffline(true);
  await page.click('[data-field="t1.text"]');
  await press(page, "End");
  await page.keyboard.type(", and crashed");
  await page.waitForTimeout(600);
  await page.close({ runBeforeUnload: false });
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(`${path}?edit`);
  const dialog = editor(again).locator("dialog");
  await dialog.getByText("Edits that were not saved").waitFor();
  await shot(again, "editor-recover", false);
  await dialog.getByRole("button", { name: "Bring them back" }).click();
  await quiet(again);
  assert.equal((await draft(again, id)).content.blocks[0].props.text, "Words without a network, and crashed");
  assert.match(await again.textContent('[data-field="t1.text"]'), /and crashed/);
  await done();
});

test("the session ends while somebody types: he signs in right there", async () => {
  const { page, context, done } = await staff();
  const { id, path } = await newPage(page, [heading("t1", "Words")]);
  await edit(page, path);
  await context.clearCookies();
  await page.click('[data-field="t1.text"]');
  await press(page, "End");
  await page.keyboard.type(" that stay");
  const dialog = editor(page).locator("dialog");
  await dialog.getByText("Sign in again").waitFor();
  await shot(page, "editor-session", false);
  await dialog.getByLabel("Password").fill("not the password");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.getByText("is wrong").waitFor();
  await dialog.getByLabel("Password").fill(demo.admin_password);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.waitFor({ state: "detached" });
  await quiet(page);
  assert.equal((await draft(page, id)).content.blocks[0].props.text, "Words that stay");
  await done();
});

test("a tab that was open overnight takes in what was written meanwhile", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [heading("t1", "Evening"), heading("t2", "Below")]);
  await edit(page, path);
  const now = await draft(page, id);
  const { title, slug, content } = now;
  content.blocks[0].props.text = "Morning";
  content.blocks.push(heading("t3", "New"));
  assert.equal((await api(page, "PUT", `/admin/pages/${id}/draft`, { title, slug, content }, { "if-match": now.etag })).status, 200);
  await page.evaluate(() => {
    const then = Date.now;
    Date.now = () => then() + 9 * 3600_000;
    dispatchEvent(new Event("focus"));
  });
  await page.waitForSelector('[data-block-id="t3"] h2');
  assert.equal(await page.textContent('[data-field="t1.text"]'), "Morning");
  await page.click('[data-field="t2.text"]');
  await page.keyboard.type("Still ");
  await quiet(page);
  assert.equal((await draft(page, id)).content.blocks.length, 3);
  await done();
});

test("everything by keyboard", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [heading("t1", "One"), heading("t2", "Two"), { type: "spacer", props: { id: "s1", size: "small" } }, columns("c1", [heading("t3", "In")], [])]);
  await edit(page, path);
  await page.focus('[data-field="t1.text"]');
  await page.keyboard.type("x");
  await press(page, "ControlOrMeta+z");
  assert.equal(await page.textContent('[data-field="t1.text"]'), "One");
  await press(page, "ControlOrMeta+Shift+z");
  assert.match(await page.textContent('[data-field="t1.text"]'), /x/);
  await press(page, "ControlOrMeta+z");

  // Alt and an arrow move the block that one types in; the caret stays.
  await press(page, "Alt+ArrowDown");
  assert.deepEqual(await order(page), ["t2", "t1", "s1", "c1"]);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.field), "t1.text");
  await press(page, "Escape");
  await press(page, "ArrowDown");
  assert.match(await editor(page).locator(".frame-name").getAttribute("aria-label"), /^Space/);
  await press(page, "Delete");
  assert.deepEqual(await order(page), ["t2", "t1", "c1"]);
  await press(page, "ControlOrMeta+z");
  await page.waitForSelector('[data-block-id="s1"]:not(.kontor-blank)');
  assert.deepEqual(await order(page), ["t2", "t1", "s1", "c1"]);

  // The menu of places leads into the columns.
  await page.click('[data-field="t1.text"]');
  await press(page, "Escape");
  await editor(page).locator(".handle").press("Enter");
  await editor(page).getByRole("menuitem", { name: "Into Columns, 2" }).click();
  await quiet(page);
  let blocks = (await draft(page, id)).content.blocks;
  assert.equal(blocks.at(-1).props.columns[1].blocks[0].props.id, "t1");
  await editor(page).locator(".handle").press("Enter");
  await editor(page).getByRole("menuitem", { name: "Out of Columns" }).click();
  await press(page, "ControlOrMeta+d");
  await quiet(page);
  blocks = (await draft(page, id)).content.blocks;
  assert.deepEqual(blocks.map((one) => one.type), ["heading", "spacer", "columns", "heading", "heading"]);
  assert.equal(blocks[4].props.text, "One");
  // A block without texts is reached by Tab itself.
  assert.equal(await page.getAttribute('[data-block-id="s1"]', "tabindex"), "0");
  await done();
});

test("rich text: its buttons, its links, Enter and Backspace", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [text("r1", "<p>One two</p>")]);
  await edit(page, path);
  await page.click('[data-field="r1.html"] p');
  await press(page, "End");
  await press(page, "Enter");
  await page.keyboard.type("Bold");
  await press(page, "Shift+Home");
  await page.waitForFunction(() => getSelection().toString() === "Bold");
  await press(page, "ControlOrMeta+b");
  await editor(page).getByLabel("Link (Ctrl+K)").click();
  await editor(page).getByLabel("Where the link leads").fill("javascript:alert(1)");
  await press(page, "Enter");
  await editor(page).locator(".link-form .fault").getByText("must begin").waitFor();
  await editor(page).getByLabel("Where the link leads").fill("example.com/a");
  await shot(page, "editor-rich", false);
  await press(page, "Enter");
  await quiet(page);
  assert.match((await draft(page, id)).content.blocks[0].props.html, /^<p>One two<\/p><p><a href="https:\/\/example.com\/a"[^>]*><strong>Bold<\/strong><\/a><\/p>$/);
  await press(page, "End");
  await press(page, "Enter");
  await editor(page).getByLabel("List", { exact: true }).click();
  await page.keyboard.type("a");
  await press(page, "Enter");
  await page.keyboard.type("b");
  await press(page, "Enter");
  await press(page, "Enter");
  await page.keyboard.type("after");
  await quiet(page);
  assert.match((await draft(page, id)).content.blocks[0].props.html, /<ul><li><p>a<\/p><\/li><li><p>b<\/p><\/li><\/ul><p>after<\/p>$/);
  await press(page, "ControlOrMeta+z");
  await press(page, "ControlOrMeta+z");
  await quiet(page);
  assert.doesNotMatch((await draft(page, id)).content.blocks[0].props.html, /after/);
  await done();
});

test("texts of several lines, buttons and questions are typed where they stand", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [hero("h1", "Title"), { type: "newsletter", props: { id: "n1", title: "News", list: "newsletter", consent: "I agree." } }, faq("q1")]);
  await edit(page, path);
  const say = async (field) => page.evaluate((one) => document.querySelector(`[data-field="${one}"]`).textContent, field);
  await page.click('[data-field="h1.text"]');
  await press(page, "ControlOrMeta+a");
  await page.keyboard.type("One");
  await press(page, "Enter");
  await quiet(page);
  assert.match((await draft(page, id)).content.blocks[0].props.text, /^One\n?$/);
  await page.keyboard.type("Two words");
  await press(page, "Enter", "Enter");
  await page.keyboard.type("Three");
  await press(page, "Enter");
  await page.keyboard.type("Four");
  // What a button says is typed into it, spaces too; Enter leaves a line.
  await page.click('[data-field="n1.button"]');
  await page.keyboard.type("Join us");
  await press(page, "Enter");
  await page.click('[data-field="q1.questions[q1].question"]');
  await press(page, "ControlOrMeta+a");
  await page.keyboard.type("And to where?");
  await quiet(page);
  const [first, second, third] = (await draft(page, id)).content.blocks;
  assert.equal(first.props.text, "One\nTwo words\n\nThree\nFour");
  assert.equal(await say("h1.text"), "One\nTwo words\n\nThree\nFour");
  assert.equal(second.props.button, "Join us");
  assert.equal(third.props.questions[0].question, "And to where?");
  assert.ok(await page.locator('[data-block-id="q1"] details').evaluate((one) => one.open));
  await press(page, "ControlOrMeta+z");
  await press(page, "ControlOrMeta+z");
  assert.equal(await say("n1.button"), "");
  await done();
});

test("on a phone, texts are typed and blocks added", async () => {
  const { page, done } = await staff({ viewport: NARROW, hasTouch: true, isMobile: true });
  const { id, path } = await newPage(page, [hero("h1", "Good things"), text("r1", "<p>Text</p>")]);
  await edit(page, path);
  await page.tap('[data-field="h1.title"]');
  await press(page, "End");
  await page.keyboard.type(" here");
  await shot(page, "editor-phone", false);
  await page.tap('[data-field="r1.html"]');
  await press(page, "End");
  await page.keyboard.type(" more");
  await shot(page, "editor-phone-text", false);
  await quiet(page);
  const { blocks } = (await draft(page, id)).content;
  assert.equal(blocks[0].props.title, "Good things here");
  assert.match(blocks[1].props.html, /more/);
  await editor(page).getByLabel("Add a block", { exact: true }).tap();
  await editor(page).locator('.palette-item[data-type="spacer"]').tap();
  await quiet(page);
  await editor(page).locator(".frame-bar").getByLabel("Settings", { exact: true }).tap();
  await editor(page).locator(".panel").getByLabel("Size", { exact: true }).selectOption("Large");
  await quiet(page);
  assert.equal((await draft(page, id)).content.blocks.find((one) => one.type === "spacer").props.size, "large");
  await shot(page, "editor-phone-panel", false);
  await done();
});

test("blocks are dragged into columns and out of them", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [heading("t1", "One"), columns("c1", [heading("t2", "Left")], [])]);
  await edit(page, path);
  await drag(page, "t1", '[data-slot="c1.columns[right].blocks"]', { y: 20 });
  await quiet(page);
  let [block] = (await draft(page, id)).content.blocks;
  assert.equal(block.props.columns[1].blocks[0]?.props.id, "t1");
  await drag(page, "t2", '[data-block-id="c1"]', { below: 150 });
  await quiet(page);
  const after = (await draft(page, id)).content.blocks;
  assert.deepEqual(after.map((one) => one.props.id), ["c1", "t2"]);
  [block] = after;
  assert.equal(block.props.columns[0].blocks.length, 0);
  await press(page, "ControlOrMeta+z");
  await press(page, "ControlOrMeta+z");
  await quiet(page);
  assert.deepEqual((await draft(page, id)).content.blocks.map((one) => one.props.id), ["t1", "c1"]);
  await page.waitForSelector('[data-slot="c1.columns[left].blocks"] [data-block-id="t2"]');
  await done();
});

test("the page's own settings, a plan, and taking the page down", async () => {
  const { page, done } = await staff();
  const { id, path } = await newPage(page, [heading("t1", "One")]);
  await edit(page, path);
  await editor(page).getByLabel("Page settings").click();
  const panel = editor(page).locator(".panel");
  await panel.getByLabel("Title", { exact: true }).fill("Opening hours");
  await panel.getByLabel("Description").fill("When we are there.");
  await panel.getByLabel("Path", { exact: true }).fill("Not a path");
  await panel.getByLabel("Path", { exact: true }).blur();
  await panel.getByText("Small letters, digits").waitFor();
  await panel.getByLabel("Path", { exact: true }).fill(`hours${path.slice(7)}`);
  await quiet(page);
  await shot(page, "editor-page", false);
  const saved = await draft(page, id);
  assert.equal(saved.title, "Opening hours");
  assert.equal(saved.seo.description, "When we are there.");
  assert.equal(saved.slug, `hours${path.slice(7)}`);
  await page.waitForURL(`**/hours${path.slice(7)}?edit`);

  const dialog = editor(page).locator("dialog");
  await panel.getByRole("button", { name: "Preview link…" }).click();
  const link = await dialog.getByLabel("The link").inputValue();
  await press(page, "Escape");
  const guest = await open();
  await guest.page.goto(link);
  assert.match(await guest.page.textContent("main"), /One/, "who has the link sees the draft");
  await guest.done();

  await panel.getByRole("button", { name: "Schedule…" }).click();
  await dialog.getByLabel("Goes public").fill("2020-01-01T08:00");
  await dialog.getByRole("button", { name: "Schedule", exact: true }).click();
  await dialog.getByText("That time is over").waitFor();
  await dialog.getByLabel("Goes public").fill("2099-01-01T08:00");
  await dialog.getByRole("button", { name: "Schedule", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  assert.ok((await api(page, "GET", `/admin/pages/${id}`)).data.page.scheduled_at?.startsWith("2099"));
  await panel.getByRole("button", { name: "Cancel the plan" }).click();
  await editor(page).getByText("Nothing is planned any more").first().waitFor();
  assert.equal((await api(page, "GET", `/admin/pages/${id}`)).data.page.scheduled_at, null);
  await done();
});
