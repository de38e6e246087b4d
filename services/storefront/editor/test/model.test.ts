// Pages as trees: edits, undo, what is put back after others' changes, and what somebody decides in a conflict.

import assert from "node:assert/strict";
import { test } from "node:test";

import { blocks, read, same, sameDoc, write, type Draft } from "../src/model/doc.ts";
import { duplicate, fresh, heal, insert, levelsOf, move, obstacle, outline, ownersOf, placeOf, remove, setAt, setField, valueAt, within } from "../src/model/edit.ts";
import { History } from "../src/model/history.ts";
import { apply, between, inverse } from "../src/model/patch.ts";
import { entries, isBlank, isShown } from "../src/model/registry.ts";
import { settle } from "../src/model/settle.ts";
import { PAGE, type Block, type Doc, type Json } from "../src/model/types.ts";
import { random } from "./clock.ts";
import { registry } from "./forms.ts";

const heading = (id: string, text: string): Block => ({ type: "heading", props: { id, text, level: 2 } });
const columns = (id: string, left: Block[], right: Block[]): Block => ({
  type: "columns",
  props: { id, columns: [{ id: "l", share: 1, blocks: left }, { id: "r", share: 1, blocks: right }] as unknown as Json },
});
const page = (...all: Block[]): Doc => read(registry, { title: "Page", slug: "page", content: { blocks: all }, seo: { title: "Seo", is_hidden: false } } as unknown as Draft);
const ids = (doc: Doc, slot: string = PAGE): readonly string[] => doc.slots[slot] ?? [];

test("a page is read and written without a difference", () => {
  const faq: Block = { type: "faq", props: { id: "f", title: "Why", questions: [{ id: "q1", question: "A?", answer: "<p>B</p>" }] } };
  const all = [heading("a", "One"), columns("c", [heading("b", "In")], [columns("d", [faq], [])])];
  const doc = page(...all);
  assert.deepEqual(blocks(registry, doc), all);
  assert.equal((write(registry, doc)["seo"] as { title: string }).title, "Seo");
  assert.deepEqual(Object.keys(doc.slots), ["blocks", "c.columns[l].blocks", "c.columns[r].blocks", "d.columns[l].blocks", "d.columns[r].blocks"]);
  assert.deepEqual(ownersOf(doc, "f"), ["d", "c"]);
  assert.deepEqual(outline(registry, doc).map(({ id, depth }) => `${id}${depth}`), ["a0", "c0", "b1", "d1", "f2"]);
});

test("paths lead into lists, and to nothing where nothing is", () => {
  const doc = page({ type: "faq", props: { id: "f", questions: [{ id: "q1", question: "A?" }] } });
  assert.equal(valueAt(doc, "f.questions[q1].question"), "A?");
  assert.equal(valueAt(doc, "f.questions[zz].question"), undefined);
  const next = setAt(registry, doc, "f.questions[q1].question", "B?");
  assert.equal(valueAt(next, "f.questions[q1].question"), "B?");
  assert.equal(valueAt(doc, "f.questions[q1].question"), "A?");
  assert.equal(setAt(registry, doc, "zz.title", "x"), doc);
  assert.equal(setAt(registry, doc, "f.questions[q1].question", "A?"), doc);
  assert.equal("title" in (setAt(registry, setAt(registry, doc, "f.title", "T"), "f.title", undefined).nodes["f"]?.props ?? {}), false);
});

test("blocks move within a slot, into columns and out of them, and never into themselves", () => {
  const doc = page(heading("a", "A"), heading("b", "B"), columns("c", [], []));
  assert.deepEqual(ids(move(registry, doc, "a", { slot: PAGE, index: 2 })), ["b", "a", "c"]);
  assert.deepEqual(ids(move(registry, doc, "c", { slot: PAGE, index: 0 })), ["c", "a", "b"]);
  assert.equal(move(registry, doc, "a", { slot: PAGE, index: 1 }), doc);
  const inner = move(registry, doc, "a", { slot: "c.columns[l].blocks", index: 0 });
  assert.deepEqual([ids(inner), ids(inner, "c.columns[l].blocks")], [["b", "c"], ["a"]]);
  assert.deepEqual(ids(move(registry, inner, "a", { slot: PAGE, index: 2 })), ["b", "c", "a"]);
  assert.equal(move(registry, doc, "c", { slot: "c.columns[l].blocks", index: 0 }), doc);
});

test("what stands in a block goes with it", () => {
  const doc = page(columns("c", [heading("a", "A")], [columns("d", [heading("b", "B")], [])]), heading("e", "E"));
  assert.deepEqual(within(registry, doc, "c"), ["c", "a", "d", "b"]);
  const left = remove(registry, doc, "c");
  assert.deepEqual(Object.keys(left.nodes), ["e"]);
  assert.deepEqual(Object.keys(left.slots), ["blocks"]);
  const copy = duplicate(registry, doc, "c");
  assert.ok(copy);
  assert.equal(Object.keys(copy.doc.nodes).length, 9);
  assert.equal(new Set(outline(registry, copy.doc).map(({ id }) => id)).size, 9);
  assert.deepEqual(placeOf(copy.doc, copy.id), { slot: PAGE, index: 1 });
  // A column that is taken out takes its blocks.
  const fewer = setAt(registry, doc, "c.columns", entries(doc.nodes["c"]?.props["columns"]).slice(0, 1) as unknown as Json);
  assert.deepEqual(Object.keys(fewer.nodes).toSorted(), ["a", "c", "e"]);
});

test("new blocks and their entries have ids", () => {
  const form = registry.form("columns");
  assert.ok(form);
  const block = fresh(registry, form);
  assert.match(block.props.id, /^[0-9a-hjkmnp-tv-z]{12}$/);
  const doc = insert(registry, page(), block, { slot: PAGE, index: 0 });
  assert.equal(registry.slots(doc.nodes[block.props.id] as never).length, 2);
  assert.equal(entries(block.props["columns"]).length, 2);
});

test("how deep blocks may stand", () => {
  let doc = page(columns("c1", [], []));
  for (let at = 2; at <= 7; at += 1) doc = insert(registry, doc, columns(`c${at}`, [], []), { slot: `c${at - 1}.columns[l].blocks`, index: 0 });
  assert.equal(levelsOf(registry, doc, "c1"), 7);
  assert.equal(obstacle(registry, doc, "heading", 1, 1, "c7.columns[l].blocks"), undefined);
  assert.match(obstacle(registry, doc, "columns", 2, 1, "c7.columns[l].blocks") ?? "", /8 deep/);
});

test("what is shown beside, and what says nothing", () => {
  const [, search] = registry.fields("grid");
  assert.ok(search);
  assert.equal(isShown(search, { source: "search" }), true);
  assert.equal(isShown(search, { source: "collection" }), false);
  assert.deepEqual([isBlank("<p></p>"), isBlank(" "), isBlank([]), isBlank(0), isBlank("<p>x</p>")], [true, true, true, false, false]);
});

test("the same is the same however the server writes it", () => {
  assert.equal(same({ a: "", b: 1 }, { b: 1 }), true);
  assert.equal(same('<p><a href="https://x.example" rel="noopener noreferrer">x</a>&nbsp;</p>', '<p><a href="https://x.example">x</a>\u00a0</p>'), true);
  assert.equal(same("<p>a</p>", "<p>b</p>"), false);
  assert.equal(same([1, 2], [2, 1]), false);
});

test("typing is one step, until somebody pauses or goes elsewhere", () => {
  const history = new History(registry);
  let doc = page(heading("a", ""));
  const type = (text: string, now: number, group = "a.text"): void => {
    const next = setAt(registry, doc, "a.text", text);
    history.note(doc, next, "typing", group, now);
    doc = next;
  };
  ["H", "He", "Hel"].forEach((text, at) => type(text, at * 100));
  type("Hello", 5000);
  doc = history.undo(doc) ?? doc;
  assert.equal(valueAt(doc, "a.text"), "Hel");
  doc = history.undo(doc) ?? doc;
  assert.equal(valueAt(doc, "a.text"), "");
  assert.equal(history.undo(doc), undefined);
  doc = history.redo(doc) ?? doc;
  assert.equal(valueAt(doc, "a.text"), "Hel");
  type("Other", 5100);
  assert.equal(history.redo(doc), undefined);
});

test("an undo takes back one's own edit, and leaves what others have written since", () => {
  const history = new History(registry);
  const first = page(heading("a", "A"), heading("b", "B"), { type: "faq", props: { id: "f", questions: [{ id: "q1", question: "One?" }, { id: "q2", question: "Two?" }] } });
  let doc = setAt(registry, first, "a.text", "Mine");
  history.note(first, doc, "typing", "a.text", 0);
  const before = doc;
  doc = setAt(registry, doc, "f.questions[q1].question", "My one?");
  history.note(before, doc, "typing", "f", 2000);
  const last = doc;
  doc = move(registry, doc, "a", { slot: PAGE, index: 3 });
  history.note(last, doc, "moving", undefined, 4000);
  // Somebody else: another text, another question, another block.
  doc = setAt(registry, doc, "b.text", "Theirs");
  doc = setAt(registry, doc, "f.questions[q2].question", "Their two?");
  doc = insert(registry, doc, heading("n", "New"), { slot: PAGE, index: 0 });
  doc = history.undo(doc) ?? doc;
  assert.deepEqual(ids(doc).filter((id) => id !== "n"), ["a", "b", "f"]);
  doc = history.undo(doc) ?? doc;
  doc = history.undo(doc) ?? doc;
  assert.equal(valueAt(doc, "a.text"), "A");
  assert.equal(valueAt(doc, "f.questions[q1].question"), "One?");
  assert.equal(valueAt(doc, "b.text"), "Theirs");
  assert.equal(valueAt(doc, "f.questions[q2].question"), "Their two?");
  assert.ok(ids(doc).includes("n"));
});

/** Any edit that somebody can do. */
function anyEdit(doc: Doc, next: () => number): Doc {
  const all = outline(registry, doc);
  const some = all[Math.floor(next() * all.length)]?.id;
  const slots = Object.keys(doc.slots);
  const slot = slots[Math.floor(next() * slots.length)] ?? PAGE;
  const place = { slot, index: Math.floor(next() * ((doc.slots[slot]?.length ?? 0) + 1)) };
  switch (Math.floor(next() * 7)) {
    case 0: {
      const form = registry.forms[Math.floor(next() * registry.forms.length)];
      return form !== undefined && obstacle(registry, doc, form.type, 1, 1, slot) === undefined ? insert(registry, doc, fresh(registry, form), place) : doc;
    }
    case 1:
      return some !== undefined && next() < 0.6 ? remove(registry, doc, some) : doc;
    case 2:
      return some === undefined ? doc : move(registry, doc, some, place);
    case 3:
      return some === undefined ? doc : (duplicate(registry, doc, some)?.doc ?? doc);
    case 4: {
      const path = doc.nodes[some ?? ""]?.type === "heading" ? `${some}.text` : undefined;
      return path === undefined ? doc : setAt(registry, doc, path, `text ${Math.floor(next() * 100)}`);
    }
    case 5: {
      const node = doc.nodes[some ?? ""];
      if (node?.type !== "faq") return doc;
      const list = entries(node.props["questions"]);
      return setAt(registry, doc, `${some}.questions`, (next() < 0.5 ? [...list, { id: `q${Math.floor(next() * 1e9)}`, question: "New?" }] : list.toReversed()) as unknown as Json);
    }
    default:
      return setField(doc, "title", `Title ${Math.floor(next() * 100)}`);
  }
}

function whole(doc: Doc): void {
  const listed = Object.values(doc.slots).flat();
  assert.equal(new Set(listed).size, listed.length, "no block stands twice");
  assert.deepEqual(listed.toSorted(), Object.keys(doc.nodes).toSorted(), "each block stands somewhere");
  assert.ok(sameDoc(registry, read(registry, write(registry, doc)), doc));
}

for (let seed = 1; seed <= 120; seed += 1) {
  test(`whatever is done can be undone and done again (${seed})`, () => {
    const next = random(seed);
    const history = new History(registry);
    const first = page(heading("a", "A"), columns("c", [heading("b", "B")], []), { type: "faq", props: { id: "f", questions: [{ id: "q1", question: "One?" }] } });
    let doc = first;
    const seen = [first];
    for (let step = 0; step < 40; step += 1) {
      const after = anyEdit(doc, next);
      if (after === doc || Object.keys(between(doc, after)).every((part) => Object.keys(between(doc, after)[part as "nodes"]).length === 0)) continue;
      whole(after);
      history.note(doc, after, "edit", undefined, step * 10_000);
      seen.push(after);
      doc = after;
    }
    const last = doc;
    for (const expected of seen.slice(0, -1).toReversed()) {
      doc = history.undo(doc) ?? doc;
      whole(doc);
      assert.ok(sameDoc(registry, doc, expected));
    }
    for (const expected of seen.slice(1)) {
      doc = history.redo(doc) ?? doc;
      assert.ok(sameDoc(registry, doc, expected));
    }
    assert.ok(sameDoc(registry, doc, last));
  });

  test(`a patch keeps a page whole whatever others have done (${seed})`, () => {
    const next = random(seed + 5000);
    let base = page(heading("a", "A"), columns("c", [heading("b", "B")], [heading("d", "D")]));
    for (let step = 0; step < 8; step += 1) base = anyEdit(base, next);
    let [mine, theirs] = [base, base];
    for (let step = 0; step < 6; step += 1) {
      mine = anyEdit(mine, next);
      theirs = anyEdit(theirs, next);
    }
    const patch = between(base, mine);
    assert.ok(sameDoc(registry, apply(registry, base, patch), mine));
    assert.ok(sameDoc(registry, apply(registry, mine, inverse(patch)), base));
    whole(apply(registry, theirs, patch));
    whole(apply(registry, theirs, inverse(patch)));
  });
}

test("what stands nowhere or twice is taken out", () => {
  const doc = page(heading("a", "A"), columns("c", [], []));
  const odd = heal(registry, { ...doc, slots: { ...doc.slots, [PAGE]: ["a", "a", "zz", "c"], "c.columns[l].blocks": ["a", "c"], "gone.columns[l].blocks": ["a"] } });
  whole(odd);
  assert.deepEqual(ids(odd), ["a", "c"]);
});

test("what somebody decides is what there is", () => {
  const merged = page(heading("a", "Mine"), heading("b", "B"), columns("c", [], []), { type: "faq", props: { id: "f", questions: [{ id: "q1", question: "One?" }] } });
  const conflict = { base: null, ours: null, theirs: null };
  const changed = { ...conflict, kind: "changed" as const, block: "a", field: "text", ours: "Mine", theirs: "Theirs" };
  assert.equal(valueAt(settle(registry, merged, changed, "theirs"), "a.text"), "Theirs");
  assert.equal(valueAt(settle(registry, merged, changed, "ours"), "a.text"), "Mine");
  const entry = { ...conflict, kind: "changed" as const, block: "f", entry: "questions[q1]", field: "question", ours: "One?", theirs: "Their one?" };
  assert.equal(valueAt(settle(registry, merged, entry, "theirs"), "f.questions[q1].question"), "Their one?");
  const removed = { ...conflict, kind: "removed" as const, block: "b", ours: { type: "heading" }, theirs: null };
  assert.deepEqual(ids(settle(registry, merged, removed, "theirs")), ["a", "c", "f"]);
  assert.deepEqual(ids(settle(registry, merged, removed, "ours")), ["a", "b", "c", "f"]);
  const moved = { ...conflict, kind: "moved" as const, block: "a", ours: { slot: PAGE, index: 0 }, theirs: { slot: "c.columns[r].blocks", index: 4 } };
  assert.deepEqual(ids(settle(registry, merged, moved, "theirs"), "c.columns[r].blocks"), ["a"]);
  const retyped = { ...conflict, kind: "retyped" as const, block: "b", ours: null, theirs: { type: "rich_text", props: { id: "b", html: "<p>B</p>" } } };
  assert.equal(settle(registry, merged, retyped, "theirs").nodes["b"]?.type, "rich_text");
  assert.equal(settle(registry, merged, { ...conflict, field: "seo.title", theirs: "Their title" }, "theirs").fields["seo.title"], "Their title");
});
