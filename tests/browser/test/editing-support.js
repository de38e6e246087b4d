// A member of the staff, a page of his own, and the editor on it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { demo, open } from "./support.js";

/** The session of one sign-in, for all windows: nobody signs in twenty times a minute. */
let session;

/** A window in which the shop's administrator is signed in. */
export async function staff(settings = {}) {
  const opened = await open({ ...settings, storageState: session });
  const { page, context } = opened;
  // A build of the editor that the server does not hold yet.
  const dist = process.env.KONTOR_EDITOR_DIST;
  if (dist) {
    for (const [file, contentType] of [["editor.js", "text/javascript"], ["editor.css", "text/css"]]) {
      await context.route(`**/theme/*/${file}`, (route) => route.fulfill({ contentType, body: readFileSync(join(dist, file)) }));
    }
  }
  if (session !== undefined) {
    await page.goto("/account/sign-in");
    return opened;
  }
  await page.goto("/editor/sign-in?to=/account/sign-in");
  await page.fill("#f-email", demo.admin_email);
  await page.fill("#f-password", demo.admin_password);
  await page.click("main form button");
  await page.waitForURL((url) => !url.pathname.startsWith("/editor"));
  session = await context.storageState();
  return opened;
}

/** A window that is told of nobody: it learns what others saved when it saves itself. */
export async function deaf(page) {
  await page.route("**/presence**", (route) => route.fulfill({ status: 404, contentType: "application/json", body: "{}" }));
}

/** A second person who writes the shop's pages, in a browser of his own. */
export async function colleague(page, name) {
  const [email, password] = [`${name.toLowerCase()}-${Date.now().toString(36)}@example.test`, "a-long-password-of-the-tests"];
  const post = (where, path, body) => api(where, "POST", `/api/auth${path}`, body);
  const made = await post(page, "/admin/create-user", { email, password, name, data: { emailVerified: true } });
  assert.equal(made.status, 200, JSON.stringify(made.data));
  const organizations = await api(page, "GET", "/api/auth/organization/list");
  const invited = await post(page, "/organization/invite-member", { email, role: "editor", organizationId: organizations.data[0].id });
  assert.equal(invited.status, 200, JSON.stringify(invited.data));
  const opened = await open();
  await opened.page.goto("/editor/sign-in?to=/account/sign-in");
  await opened.page.fill("#f-email", email);
  await opened.page.fill("#f-password", password);
  await opened.page.click("main form button");
  await opened.page.waitForURL((url) => !url.pathname.startsWith("/editor"));
  const accepted = await post(opened.page, "/organization/accept-invitation", { invitationId: invited.data.id });
  assert.equal(accepted.status, 200, JSON.stringify(accepted.data));
  return opened;
}

/** Calls the Admin API as the window does. */
export async function api(page, method, url, body, headers = {}) {
  const answer = await page.evaluate(
    async ([how, where, what, more]) => {
      const response = await fetch(where, { method: how, headers: { "content-type": "application/json", ...more }, body: what === undefined ? undefined : JSON.stringify(what) });
      return { status: response.status, etag: response.headers.get("etag"), data: await response.json().catch(() => ({})) };
    },
    [method, url, body, headers],
  );
  return answer;
}

let made = 0;

/** A new page with these blocks; answers its id and its path. */
export async function newPage(page, blocks, fields = {}) {
  made += 1;
  const slug = `edited-${Date.now().toString(36)}-${made}`;
  const { status, data } = await api(page, "POST", "/admin/pages", { title: "A page", slug, content: { blocks }, ...fields });
  assert.equal(status, 200, JSON.stringify(data));
  return { id: data.page.id, path: `/${slug}` };
}

/** Opens the editor on a page. */
export async function edit(page, path) {
  await page.goto(`${path}?edit`);
  await page.waitForSelector("kontor-editor .bar");
  await page.waitForFunction(() => document.querySelector("kontor-editor").isQuiet);
}

/** Everything that was done is drawn and saved. */
export async function quiet(page) {
  await page.waitForTimeout(150);
  await page.waitForFunction(() => document.querySelector("kontor-editor").isQuiet, undefined, { timeout: 20_000 });
}

export async function draft(page, id) {
  const { data, etag } = await api(page, "GET", `/admin/pages/${id}/draft`);
  return { ...data.draft, etag };
}

/** The types and ids of the blocks that stand right on the page. */
export async function order(page) {
  return page.evaluate(() => [...document.querySelectorAll('[data-slot="blocks"] > [data-block-id]')].map((one) => one.dataset.blockId));
}

/** Drags the block by its handle to a point beside another element: so far from its upper left corner, or past its lower edge. */
export async function drag(page, id, over, { x, y, below }) {
  await page.hover(`[data-block-id="${id}"]`, { position: { x: 20, y: 10 } });
  // The frame lingers at the block before.
  await page.waitForTimeout(300);
  const handle = page.locator("kontor-editor .frame:not([hidden]) .handle");
  const box = await handle.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 30, box.y + 30, { steps: 4 });
  const to = await page.locator(over).boundingBox();
  await page.mouse.move(to.x + (x ?? to.width / 2), to.y + (y ?? to.height + below), { steps: 12 });
  await page.waitForTimeout(80);
  await page.mouse.up();
}

/** Presses keys as a hand does: a browser tells of its caret a moment after each. */
export async function press(page, ...keys) {
  for (const key of keys) {
    await page.waitForTimeout(50);
    await page.keyboard.press(key);
  }
  await page.waitForTimeout(50);
}

/** Says something by the editor's own part of the window. */
export function editor(page) {
  return page.locator("kontor-editor");
}

export const heading = (id, text, level = 2) => ({ type: "heading", props: { id, text, level } });
export const text = (id, html) => ({ type: "rich_text", props: { id, html } });
export const columns = (id, left, right) => ({ type: "columns", props: { id, columns: [{ id: "left", share: 1, blocks: left }, { id: "right", share: 1, blocks: right }] } });
export const hero = (id, title) => ({ type: "hero", props: { id, title, text: "Mugs that do not break.\nAnd blankets.", tone: "dark", buttons: [{ id: "b1", label: "To the shop", link: "/collections", style: "primary" }] } });
export const faq = (id) => ({ type: "faq", props: { id, title: "Questions", questions: [{ id: "q1", question: "Do you ship?", answer: "<p>Yes, we do.</p>" }] } });

/** One of each type. */
export const ALL = [
  hero("h1", "A quay full of good things"),
  heading("t1", "About us"),
  text("r1", "<p>Since <strong>1894</strong>. <a href=\"/collections\">More</a></p>"),
  columns("c1", [heading("t2", "Left", 3)], []),
  faq("q1"),
  { type: "testimonial", props: { id: "w1", title: "They say", quotes: [{ id: "x1", text: "Lovely.", author: "Ann", role: "Sailor" }] } },
  { type: "image", props: { id: "i1", caption: "A picture" } },
  { type: "gallery", props: { id: "g1", images: [{ id: "p1", caption: "One" }] } },
  { type: "video", props: { id: "v1", title: "A film", url: "https://www.youtube.com/watch?v=dQw4w9WgXcQ", caption: "Two minutes" } },
  { type: "product_grid", props: { id: "pg", title: "Mugs", source: "search", search: "mug", limit: 4 } },
  { type: "product_feature", props: { id: "pf", title: "This one" } },
  { type: "blog_list", props: { id: "bl", title: "From the blog" } },
  { type: "form", props: { id: "f1", key: "contact", title: "Write to us", fields: [{ id: "e1", label: "Your message", kind: "textarea", required: true }], button: "Send" } },
  { type: "newsletter", props: { id: "n1", title: "News", text: "Once a month.", list: "newsletter", consent: "I agree." } },
  { type: "waitlist", props: { id: "wl", title: "Be the first", waitlist: "next" } },
  { type: "html", props: { id: "x9", html: "<p class=\"k-own\">Own HTML</p>" } },
  { type: "reusable", props: { id: "ru" } },
  { type: "spacer", props: { id: "s1", size: "small", line: true } },
];
