// Links as the server takes them, where a block would drop, and what is kept in the browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { dropAt, scrollBy, type Box } from "../src/model/drop.ts";
import { isAddress, linkFault, meant } from "../src/model/link.ts";
import type { Draft } from "../src/model/doc.ts";
import { clean, cut, lengthOf } from "../src/page/plain.ts";
import { pointAt, pointBy, pointWords } from "../src/panel/focal.ts";
import { Copies } from "../src/save/copies.ts";

test("links that the server takes, and those that it refuses", () => {
  for (const good of ["https://example.com/a?b#c", "/about", "#prices", "mailto:a@b.example", "tel:+49-40-123", "prod_01jd6nwvvgfa5sr38y5wx4pq3d", "/"]) {
    assert.equal(linkFault(good), undefined, good);
  }
  for (const bad of ["", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "//evil.example", "https:///evil.example", "https://a:b@c.example", "about", "/a b", 'https://x.example/"', "\u200bjavascript:1", "vbscript:x", "mailto:", "tel:abc?", "/\\evil.example"]) {
    assert.notEqual(linkFault(bad), undefined, bad);
  }
  assert.equal(isAddress("prod_01jd6nwvvgfa5sr38y5wx4pq3d"), false);
  assert.deepEqual(["example.com/a", "me@example.com", " /about ", "about us"].map(meant), ["https://example.com/a", "mailto:me@example.com", "/about", "about us"]);
});

test("texts are what the server takes", () => {
  assert.equal(clean("a\r\nb\tc\u0000\u0007", false), "a b c");
  assert.equal(clean("a\r\nb", true), "a\nb");
  assert.equal(lengthOf("a😀"), 2);
  assert.equal(cut("a😀b", 2), "a😀");
});

const box = (left: number, top: number, right: number, bottom: number): Box => ({ left, top, right, bottom });

test("a block drops between those it is held over, and in the innermost slot", () => {
  const page = { slot: "blocks", box: box(0, 0, 1000, 600), depth: 0, children: [box(0, 0, 1000, 200), box(0, 200, 1000, 600)] };
  const column = { slot: "c.columns[l].blocks", box: box(0, 250, 480, 550), depth: 1, children: [] };
  assert.equal(dropAt(500, 50, [page])?.index, 0);
  assert.equal(dropAt(500, 150, [page])?.index, 1);
  assert.deepEqual(dropAt(500, 590, [page])?.line, box(0, 600, 1000, 600));
  assert.equal(dropAt(100, 300, [page, column])?.slot, "c.columns[l].blocks");
  assert.equal(dropAt(600, 300, [page, column])?.slot, "blocks");
  assert.equal(dropAt(500, 5000, [page, column])?.index, 2);
  const row = { slot: "r", box: box(0, 0, 900, 100), depth: 0, children: [box(0, 0, 300, 100), box(300, 0, 600, 100), box(600, 0, 900, 100)] };
  assert.equal(dropAt(400, 99, [row])?.index, 1);
  assert.equal(dropAt(0, 0, []), undefined);
});

test("the page scrolls at its edges alone", () => {
  assert.equal(scrollBy(400, 800), 0);
  assert.ok(scrollBy(10, 800) < 0);
  assert.ok(scrollBy(795, 800) > 0);
  assert.equal(scrollBy(-500, 800), -18);
});

test("a point of a picture is where somebody clicks, or goes by keys, and never beside it", () => {
  const box = { left: 100, top: 50, width: 400, height: 200 };
  assert.deepEqual(pointAt(300, 100, box), { x: 0.5, y: 0.25 });
  assert.deepEqual(pointAt(0, 900, box), { x: 0, y: 1 });
  assert.deepEqual(pointAt(100, 50, { ...box, width: 0, height: 0 }), { x: 0, y: 0 });
  const at = { x: 0.3, y: 0.95 };
  assert.deepEqual(pointBy("ArrowLeft", false, at), { x: 0.29, y: 0.95 });
  assert.deepEqual(pointBy("ArrowRight", true, at), { x: 0.4, y: 0.95 });
  assert.deepEqual(pointBy("ArrowDown", true, at), { x: 0.3, y: 1 });
  assert.deepEqual(pointBy("ArrowUp", false, at), { x: 0.3, y: 0.94 });
  assert.deepEqual(pointBy("Home", false, at), { x: 0.5, y: 0.5 });
  assert.equal(pointBy("a", false, at), undefined);
  assert.equal(pointWords(at), "30 % from the left, 95 % from the top");
});

class Store {
  readonly map = new Map<string, string>();
  isFull = false;
  get length(): number {
    return this.map.size;
  }
  key = (at: number): string | null => [...this.map.keys()][at] ?? null;
  getItem = (key: string): string | null => this.map.get(key) ?? null;
  removeItem = (key: string): void => void this.map.delete(key);
  setItem(key: string, value: string): void {
    if (this.isFull) throw new Error("full");
    this.map.set(key, value);
  }
}

test("copies of closed windows are offered, of open ones and of other pages not", () => {
  const store = new Store();
  const draft = { title: "T", slug: "s", content: { blocks: [] } } as unknown as Draft;
  const [a, b, other] = [new Copies(store, "p1", "a"), new Copies(store, "p1", "b"), new Copies(store, "p2", "c")];
  assert.equal(a.keep({ etag: '"1"', at: 1, draft }), true);
  b.keep({ etag: '"2"', at: 2, draft });
  other.keep({ etag: '"3"', at: 3, draft });
  store.map.set("kontor.draft.p1.odd", "{");
  store.map.set("kontor.draft.p1.old", '{"etag":1}');
  const fresh = new Copies(store, "p1", "d");
  assert.deepEqual(fresh.left(() => false).map(({ copy }) => copy.etag), ['"2"', '"1"']);
  assert.deepEqual(fresh.left((key) => key === b.name).map(({ copy }) => copy.etag), ['"1"']);
  fresh.forget(a.name);
  assert.equal(fresh.left(() => false).length, 1);
  store.isFull = true;
  assert.equal(a.keep({ etag: '"4"', at: 4, draft }), false);
  assert.equal(new Copies(undefined, "p1", "e").keep({ etag: '"4"', at: 4, draft }), false);
});
