// The README's pictures, as they stand there: of the demo shop, in windows of one size, in one typeface, on one day.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";

import { launch } from "./browser.js";

const FOLDER = fileURLToPath(new URL("../../services/storefront/pictures/", import.meta.url));
const WIDE = { viewport: { width: 1280, height: 960 } };
const PHONE = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const QUALITY = 0.82;
/** A picture of which fewer of all points differ from the one before is left as it is: a browser draws no line twice alike. */
const LEAST = 0.001;
/** The day and the hour of all pictures: none is another one tomorrow for its date alone. */
const DAY = "November 20, 2026";
const SAVED = "Saved 10:30 AM";

const demo = JSON.parse(readFileSync(process.env.KONTOR_TEST_DEMO, "utf8"));

// The browser finds one family of type and no other, so no machine's own fonts are in the pictures.
const scratch = mkdtempSync(join(tmpdir(), "kontor-pictures-"));
const inter = dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/inter/package.json"));
const fontconfig = join(scratch, "fonts.conf");
writeFileSync(fontconfig, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${inter}</dir><cachedir>${scratch}</cachedir></fontconfig>`);
const browser = await launch({ env: { ...process.env, FONTCONFIG_FILE: fontconfig } });

/** A window of the shop. */
async function open(settings) {
  const context = await browser.newContext({ baseURL: demo.url, reducedMotion: "reduce", colorScheme: "light", locale: "en-US", timezoneId: "Europe/Copenhagen", ...settings });
  return context.newPage();
}

const darkroom = await (await browser.newContext()).newPage();

/** What a window shows once nothing moves in it any more. */
async function still(page) {
  for (let before = await page.screenshot(); ; ) {
    const now = await page.screenshot();
    if (now.equals(before)) return now;
    before = now;
  }
}

/** In the darkroom: the picture in the form that it is kept in, unless nobody could tell it from the one that there is. */
async function develop([png, old, quality, least]) {
  const canvas = async (kind, data) => {
    const image = new Image();
    image.src = `data:image/${kind};base64,${data}`;
    await image.decode();
    const made = Object.assign(document.createElement("canvas"), { width: image.naturalWidth, height: image.naturalHeight });
    made.getContext("2d", { willReadFrequently: true }).drawImage(image, 0, 0);
    return made;
  };
  const pixels = (of) => of.getContext("2d").getImageData(0, 0, of.width, of.height).data;
  const made = (await canvas("png", png)).toDataURL("image/webp", quality).split(",")[1];
  if (old === undefined) return made;
  const [one, other] = [await canvas("webp", made), await canvas("webp", old)];
  if (one.width !== other.width || one.height !== other.height) return made;
  const [now, before] = [pixels(one), pixels(other)];
  let differ = 0;
  for (let at = 0; at < now.length; at += 4) {
    if ([0, 1, 2].some((colour) => Math.abs(now[at + colour] - before[at + colour]) > 32)) differ += 1;
  }
  return differ / (now.length / 4) > least ? made : undefined;
}

/** Writes what a window shows, where it is not what the picture shows already. */
async function take(page, name) {
  await page.evaluate(async ([day, saved]) => {
    for (const time of document.querySelectorAll("time")) time.textContent = day;
    const state = document.querySelector("kontor-editor")?.shadowRoot.querySelector(".state.is-saved span");
    if (state) state.textContent = saved;
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
    await document.fonts.ready;
  }, [DAY, SAVED]);
  const file = join(FOLDER, `${name}.webp`);
  const old = existsSync(file) ? readFileSync(file).toString("base64") : undefined;
  const webp = await darkroom.evaluate(develop, [(await still(page)).toString("base64"), old, QUALITY, LEAST]);
  const bytes = webp === undefined ? readFileSync(file) : Buffer.from(webp, "base64");
  if (webp !== undefined) writeFileSync(file, bytes);
  console.log(`${name}.webp  ${Math.round(bytes.length / 1024)} KiB${webp === undefined ? ", as it was" : ""}`);
}

/** Shows a page. The second time all of its type is there from the first line on. */
async function show(page, path) {
  await page.goto(path);
  await page.evaluate(() => document.fonts.ready);
  await page.reload();
}

async function shop() {
  const wide = await open(WIDE);
  for (const [name, path] of Object.entries({ home: "/", product: `/products/${demo.product_handle}`, blog: "/blog/how-to-read-by-a-storm-lantern" })) {
    await show(wide, path);
    await take(wide, name);
  }
  const phone = await open(PHONE);
  await show(phone, "/");
  await take(phone, "home-phone");
  const dark = await open({ ...PHONE, colorScheme: "dark" });
  await show(dark, "/products/storm-lantern");
  await take(dark, "product-phone-dark");
}

/** Calls the Admin API as the window does. */
async function call(page, method, path, data, headers = {}) {
  const answer = await page.request.fetch(path, { method, data, headers: { origin: demo.url, ...headers } });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return answer.status() === 204 ? {} : { ...(await answer.json()), etag: answer.headers().etag };
}

const part = (page) => page.locator("kontor-editor");

/** Everything that was done is drawn and saved. */
async function quiet(page) {
  await page.waitForFunction(() => document.querySelector("kontor-editor")?.isQuiet === true);
}

/** The front page once more, for the editor: what is done to it is taken away again. */
async function copy(page) {
  const { pages } = await call(page, "GET", "/admin/pages?slug=home&limit=1");
  const { draft } = await call(page, "GET", `/admin/pages/${pages[0].id}/draft`);
  return call(page, "POST", "/admin/pages", { title: "Winter on the quay", slug: "winter-on-the-quay", content: draft.content });
}

async function editing() {
  const page = await open(WIDE);
  await page.goto("/editor/sign-in?to=/account/sign-in");
  await page.fill("#f-email", demo.admin_email);
  await page.fill("#f-password", demo.admin_password);
  await page.click("main form button");
  await page.waitForURL((url) => !url.pathname.startsWith("/editor"));
  const made = await copy(page);
  try {
    await edited(page, made.page);
  } finally {
    await call(page, "DELETE", `/admin/pages/${made.page.id}`);
  }
}

async function edited(page, { id, slug }) {
  await call(page, "POST", `/admin/pages/${id}/publish`, { revision: 1 });
  await page.goto(`/${slug}?edit`);
  await quiet(page);
  const title = '[data-field="welcome.title"]';

  // Typing where it stands.
  await page.click(title);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Warm light for the long half of the year");
  await page.keyboard.press("Shift+Control+ArrowLeft");
  await page.hover(title);
  await quiet(page);
  await take(page, "editor-heading");

  await part(page).locator(".bar").getByLabel("Add a block", { exact: true }).click();
  await part(page).locator(".palette-item").first().waitFor();
  await take(page, "editor-palette");
  await page.keyboard.press("Escape");

  // A section on its way.
  await page.locator('[data-block-id="lantern"]').evaluate((block) => {
    getSelection().removeAllRanges();
    scrollTo(0, block.getBoundingClientRect().top + scrollY - 640);
  });
  await page.hover('[data-block-id="lantern"] .feature-words h2');
  await part(page).locator(".frame:not([hidden]) .frame-name", { hasText: "Featured product" }).waitFor();
  const handle = await part(page).locator(".frame:not([hidden]) .handle").boundingBox();
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  const over = await page.locator('[data-block-id="classics"]').boundingBox();
  await page.mouse.move(over.x + 420, over.y + 40, { steps: 12 });
  await part(page).locator(".drop-line:not([hidden])").waitFor();
  await take(page, "editor-drag");
  await page.mouse.up();
  await quiet(page);
  await page.evaluate(() => scrollTo(0, 0));

  // What changes when it is published.
  await part(page).getByRole("button", { name: "Publish", exact: true }).click();
  await part(page).locator("dialog .diff").waitFor();
  await take(page, "editor-diff");
  await page.keyboard.press("Escape");

  // Somebody else changed the same words meanwhile.
  const { draft, etag } = await call(page, "GET", `/admin/pages/${id}/draft`);
  const hero = draft.content.blocks.find((block) => block.props.id === "welcome");
  hero.props.title = "Lamps, wool and a full kettle";
  await call(page, "PUT", `/admin/pages/${id}/draft`, { title: draft.title, slug, content: draft.content }, { "if-match": etag });
  await page.click(title);
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(", and for the short one");
  await part(page).locator("dialog .clash").waitFor();
  await take(page, "editor-merge");
  await part(page).getByRole("button", { name: "Save what was chosen" }).click();
  await quiet(page);

  const phone = await (await browser.newContext({ ...PHONE, baseURL: demo.url, reducedMotion: "reduce", colorScheme: "light", storageState: await page.context().storageState() })).newPage();
  await phone.goto(`/${slug}?edit`);
  await quiet(phone);
  await phone.tap(title);
  await quiet(phone);
  await take(phone, "editor-phone");
}

try {
  await shop();
  await editing();
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
