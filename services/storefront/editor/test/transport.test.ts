// What the server's answers to a draft mean.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import type { App, Notice } from "../src/app.ts";
import { read, write, type Draft } from "../src/model/doc.ts";
import type { Doc } from "../src/model/types.ts";
import { wordsOfTaken } from "../src/panel/notices.ts";
import { sayAlways } from "../src/save/http.ts";
import { isOwn, readDraft, send } from "../src/save/transport.ts";
import { registry } from "./forms.ts";

const draft = (text: string): Draft => ({ title: "Page", slug: "page", content: { blocks: [{ type: "heading", props: { id: "a", text } }] } }) as unknown as Draft;
let noted: readonly Notice[] = [];
const note = (notices: readonly Notice[]): void => {
  noted = notices;
};
const app = { note, write: (doc: Doc) => write(registry, doc), read: (one: Draft) => read(registry, one), url: (rest: string) => `/admin/pages/page_1${rest}` } as unknown as App;
const doc = read(registry, draft("Mine"));

const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

/** Answers the next request so, and tells what was asked. */
function answer(status: number, body: unknown, headers: Record<string, string> = {}): { asked?: { url: string; init: RequestInit } } {
  const seen: { asked?: { url: string; init: RequestInit } } = {};
  globalThis.fetch = (async (url: string, init: RequestInit) => {
    seen.asked = { url, init };
    if (status === 0) throw new TypeError("Failed to fetch");
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
  }) as typeof fetch;
  return seen;
}

const put = () => send(app, { snapshot: doc, etag: '"7"', client: "c", sequence: 3 });

test("what the server took out is told in its words, and what it says otherwise is not mistaken for that", async () => {
  const taken = { block: "h1", field: "html", code: "taken_out", message: "<script> was taken out" };
  answer(200, { draft: {}, notices: [taken, { block: "a", code: "lacking", message: "'Text' is still empty" }, { block: 7 }, null] }, { etag: '"8"' });
  assert.deepEqual(await put(), { is: "saved", etag: '"8"' });
  assert.deepEqual(noted, [taken, { block: "a", field: "", code: "lacking", message: "'Text' is still empty" }]);
  assert.deepEqual(wordsOfTaken(noted, "h1.html"), ["<script> was taken out"]);
  assert.deepEqual(wordsOfTaken(noted, "a."), []);
  answer(200, { draft: {} }, { etag: '"9"' });
  await put();
  assert.deepEqual(noted, []);
});

test("a draft is sent whole, on top of what was seen, with its number", async () => {
  sayAlways({ "x-kontor-shop": "shop" });
  const seen = answer(200, { draft: {} }, { etag: '"8"' });
  assert.deepEqual(await put(), { is: "saved", etag: '"8"' });
  const body = JSON.parse(String(seen.asked?.init.body));
  assert.deepEqual([body.is_autosave, body.client_id, body.sequence, body.title, body.content.blocks[0].props.text], [true, "c", 3, "Page", "Mine"]);
  const headers = seen.asked?.init.headers as Record<string, string>;
  assert.deepEqual([headers["if-match"], headers["x-kontor-shop"]], ['"7"', "shop"]);
});

test("who was overtaken gets both, and what they make together", async () => {
  const conflicts = [{ kind: "changed", block: "a", field: "text", base: "One", ours: "Mine", theirs: "Theirs" }];
  answer(412, { draft: { ...draft("Theirs"), revision: 9 }, yours: draft("Mine"), merge: { ...draft("Mine"), conflicts } }, { etag: '"9"' });
  const stale = await put();
  assert.ok(stale.is === "stale");
  assert.equal(stale.etag, '"9"');
  assert.equal(stale.theirs.nodes["a"]?.props["text"], "Theirs");
  assert.equal(stale.merged?.nodes["a"]?.props["text"], "Mine");
  assert.equal(stale.conflicts.length, 1);
  const [conflict] = stale.conflicts;
  assert.ok(conflict);
  assert.equal(isOwn(conflict, [doc]), false);
  assert.equal(isOwn(conflict, [read(registry, draft("Theirs"))]), true);
  assert.equal(isOwn({ field: "title", base: "", ours: "x", theirs: "Page" }, [doc]), true);
  answer(412, { draft: draft("Theirs"), merge: null }, { etag: '"9"' });
  const alone = await put();
  assert.ok(alone.is === "stale" && alone.merged === undefined && alone.conflicts.length === 0);
});

test("each refusal is what it is, and what may pass is tried again", async () => {
  const said = { message: "Because" };
  for (const [status, body, expected] of [
    [401, said, { is: "signed-out" }],
    [403, said, { is: "forbidden", message: "Because" }],
    [404, said, { is: "gone" }],
    [409, { code: "out_of_order" }, { is: "late" }],
    [409, { code: "other" }, { is: "failed" }],
    [400, said, { is: "refused", message: "Because" }],
    [413, "too large", { is: "refused", message: "It is too large: shorten it, or divide it into several" }],
    [500, "oops", { is: "failed" }],
    [503, said, { is: "failed" }],
    [0, "", { is: "failed" }],
    // Somebody between here and the shop answers what no shop would.
    [200, "<html>Hello, hotel guest</html>", { is: "failed" }],
    [412, "<html>", { is: "failed" }],
  ] as const) {
    answer(status, body);
    assert.deepEqual(await put(), expected, String(status));
  }
  answer(429, said, { "retry-after": "7" });
  assert.deepEqual(await put(), { is: "failed", after: 7000 });
});

test("the draft is read, or nobody can say", async () => {
  answer(200, { draft: { ...draft("Now"), revision: 4 } }, { etag: '"4"' });
  const found = await readDraft(app);
  assert.ok(typeof found === "object" && found.etag === '"4"' && found.snapshot.nodes["a"]?.props["text"] === "Now");
  answer(401, {});
  assert.equal(await readDraft(app), "signed-out");
  answer(502, "");
  assert.equal(await readDraft(app), undefined);
});
