// Nothing that is typed is lost, whatever the network does.

import assert from "node:assert/strict";
import { test } from "node:test";

import { QUIET, Saver } from "../src/save/saver.ts";
import type { Stale, State } from "../src/save/types.ts";
import { TestClock, random } from "./clock.ts";
import { TestServer, type Page } from "./server.ts";

class Window {
  doc: Page;
  readonly saver: Saver<Page>;
  readonly states: State[] = [];
  copy: { etag: string; snapshot: Page } | undefined;
  asked: Stale<Page>[] = [];
  /** Decides a conflict at once, as a person would; `undefined` leaves it open. */
  decide: ((stale: Stale<Page>) => Page) | undefined;
  merges = 0;
  #clients = 0;

  constructor(clock: TestClock, server: TestServer, name: string) {
    this.doc = server.now;
    this.saver = new Saver<Page>(
      {
        clock,
        current: () => this.doc,
        same: (a, b) => JSON.stringify(a) === JSON.stringify(b),
        send: (request) => server.send(request),
        read: async () => (server.isSignedOut ? "signed-out" : { etag: server.etag, snapshot: server.now }),
        newClient: () => `${name}${(this.#clients += 1)}`,
        adopt: (snapshot) => {
          this.doc = snapshot;
          this.merges += 1;
        },
        conflict: (stale) => {
          this.asked.push(stale);
          const decided = this.decide?.(stale);
          if (decided !== undefined) this.saver.resolve(decided);
        },
        isOwn: (conflict, sent) => sent.some((one) => one[conflict.field ?? ""] === conflict.theirs),
        keep: (copy) => {
          this.copy = copy;
        },
        changed: (state) => this.states.push(state),
      },
      server.etag,
      server.now,
    );
  }

  type(field: string, text: string): void {
    this.doc = { ...this.doc, [field]: text };
    this.saver.edited();
  }
}

function scene(seed = 1): { clock: TestClock; server: TestServer; window: Window } {
  const clock = new TestClock();
  const server = new TestServer(clock, random(seed), { title: "One", text: "Two" });
  return { clock, server, window: new Window(clock, server, "a") };
}

test("what is typed is saved once somebody pauses, as one revision", async () => {
  const { clock, server, window } = scene();
  for (const text of ["H", "He", "Hel", "Hello"]) {
    window.type("title", text);
    await clock.pass(100);
  }
  assert.equal(server.revisions.length, 1);
  await clock.pass(QUIET);
  assert.equal(server.now["title"], "Hello");
  assert.equal(server.revisions.length, 2);
  assert.equal(window.saver.state.name, "saved");
  assert.equal(window.copy, undefined);
});

test("who never pauses is saved all the same", async () => {
  const { clock, server, window } = scene();
  for (let at = 0; at < 100; at += 1) {
    window.type("title", `${at}`);
    await clock.pass(100);
  }
  assert.ok(server.revisions.length >= 2, String(server.revisions.length));
  await clock.pass(QUIET);
  assert.equal(server.now["title"], "99");
});

test("what is taken back before it was saved is no revision", async () => {
  const { clock, server, window } = scene();
  window.type("title", "Other");
  window.type("title", "One");
  await clock.pass(5000);
  assert.equal(server.revisions.length, 1);
  assert.equal(window.saver.state.name, "saved");
});

test("while the network is gone all is kept in the browser, and saved when it is back", async () => {
  const { clock, server, window } = scene();
  server.loss = 100;
  window.type("title", "Offline");
  await clock.pass(60_000);
  assert.equal(window.saver.state.name === "retrying" || window.saver.state.name === "saving", true);
  assert.deepEqual(window.copy, { etag: '"1"', snapshot: { title: "Offline", text: "Two" } });
  window.type("text", "More");
  await clock.pass(1000);
  assert.equal(window.copy?.snapshot["text"], "More");
  server.loss = 0;
  await clock.pass(60_000);
  assert.deepEqual(server.now, { title: "Offline", text: "More" });
  assert.equal(window.copy, undefined);
});

test("an answer that was lost is no conflict with oneself", async () => {
  const { clock, server, window } = scene();
  const send = server.send.bind(server);
  let isFirst = true;
  server.send = async (request) => {
    const outcome = await send(request);
    if (!isFirst) return outcome;
    isFirst = false;
    return { is: "failed" };
  };
  window.type("title", "Hel");
  await clock.pass(QUIET + 10);
  window.type("title", "Hello");
  await clock.pass(10_000);
  assert.equal(server.now["title"], "Hello");
  assert.equal(window.asked.length, 0);
  assert.equal(window.saver.state.name, "saved");
});

test("changes of different things are brought together without a question", async () => {
  const { clock, server, window } = scene();
  const other = new Window(clock, server, "b");
  other.type("text", "Theirs");
  await clock.pass(QUIET);
  window.type("title", "Ours");
  await clock.pass(QUIET * 3);
  assert.deepEqual(server.now, { title: "Ours", text: "Theirs" });
  assert.deepEqual(window.doc, server.now);
  assert.equal(window.asked.length, 0);
});

test("changes of the same thing are asked about, and nothing is written before", async () => {
  const { clock, server, window } = scene();
  const other = new Window(clock, server, "b");
  other.type("title", "Theirs");
  await clock.pass(QUIET);
  window.type("title", "Ours");
  await clock.pass(20_000);
  assert.equal(server.now["title"], "Theirs");
  assert.equal(window.saver.state.name, "conflict");
  assert.equal(window.asked.length, 1);
  assert.equal(window.copy?.snapshot["title"], "Ours");
  window.type("text", "Still typing");
  await clock.pass(20_000);
  assert.equal(server.now["title"], "Theirs");
  assert.equal(window.copy?.snapshot["text"], "Still typing");
  window.saver.resolve({ ...window.doc, title: "Ours" });
  await clock.pass(QUIET);
  assert.deepEqual(server.now, { title: "Ours", text: "Still typing" });
});

test("what is typed after a conflict was put off belongs to it", async () => {
  const { clock, server, window } = scene();
  const other = new Window(clock, server, "b");
  other.type("title", "Theirs");
  await clock.pass(QUIET);
  window.type("title", "Ours");
  await clock.pass(QUIET * 2);
  window.saver.reconsider();
  assert.equal(window.asked.length, 2, "nothing was typed: the same again");
  window.type("title", "Ours, longer");
  window.type("text", "And more");
  await clock.pass(QUIET * 4);
  window.saver.reconsider();
  await clock.pass(10);
  assert.equal(window.asked.length, 3);
  assert.deepEqual(window.asked.at(-1)?.conflicts.map(({ ours }) => ours), ["Ours, longer"]);
  assert.equal(server.now["title"], "Theirs");
  const merged = window.asked.at(-1)?.merged;
  assert.ok(merged);
  window.saver.resolve({ ...merged, title: "Theirs" });
  await clock.pass(QUIET);
  assert.deepEqual(server.now, { title: "Theirs", text: "And more" });
});

test("who signs in again goes on where he was", async () => {
  const { clock, server, window } = scene();
  server.isSignedOut = true;
  window.type("title", "Kept");
  await clock.pass(60_000);
  assert.equal(window.saver.state.name, "signed-out");
  assert.equal(window.copy?.snapshot["title"], "Kept");
  server.isSignedOut = false;
  window.saver.retry();
  await clock.pass(10);
  assert.equal(server.now["title"], "Kept");
  assert.equal(window.saver.state.name, "saved");
});

test("a window that slept takes in what others wrote before it writes", async () => {
  const { clock, server, window } = scene();
  const other = new Window(clock, server, "b");
  other.type("title", "In the night");
  await clock.pass(8 * 3600_000);
  await window.saver.wake();
  assert.equal(window.doc["title"], "In the night");
  window.type("text", "In the morning");
  await clock.pass(QUIET);
  assert.deepEqual(server.now, { title: "In the night", text: "In the morning" });
  assert.equal(window.asked.length, 0);
});

test("all is saved before something is published", async () => {
  const { clock, server, window } = scene();
  server.delay = 300;
  window.type("title", "Now");
  const flushed = window.saver.flush();
  await clock.pass(2000);
  assert.equal(await flushed, true);
  assert.equal(server.now["title"], "Now");
  server.loss = 100;
  window.type("title", "Later");
  const failed = window.saver.flush();
  await clock.pass(30_000);
  assert.equal(await failed, false);
});

test("a copy of an older revision is brought together with what there is", async () => {
  const { clock, server, window } = scene();
  const copy = { title: "From the copy", text: "Two" };
  const other = new Window(clock, server, "b");
  other.type("text", "Written since");
  await clock.pass(QUIET);
  await window.saver.wake();
  window.doc = copy;
  window.saver.recover('"1"');
  await clock.pass(QUIET * 4);
  assert.deepEqual(server.now, { title: "From the copy", text: "Written since" });
});

for (let seed = 1; seed <= 150; seed += 1) {
  test(`nothing is lost, whatever happens (${seed})`, async () => {
    const next = random(seed);
    const clock = new TestClock();
    const server = new TestServer(clock, random(seed + 1000), { a: "0", b: "0", shared: "0" });
    server.loss = [0, 10, 30, 50][Math.floor(next() * 4)] ?? 0;
    server.delay = [0, 50, 2000, 15_000][Math.floor(next() * 4)] ?? 0;
    const windows = ["a", "b"].map((name) => new Window(clock, server, name));
    // Whoever is asked wants his own.
    for (const window of windows) window.decide = (stale) => ({ ...(stale.merged ?? window.doc) });
    const typed: Record<string, string> = { a: "0", b: "0" };
    let last = "0";
    for (let step = 0; step < 40; step += 1) {
      const at = Math.floor(next() * 2);
      const window = windows[at] as Window;
      const own = at === 0 ? "a" : "b";
      const text = `${step}`;
      if (next() < 0.8) {
        window.type(own, text);
        typed[own] = text;
      } else {
        window.type("shared", text);
        last = text;
      }
      if (next() < 0.1) void window.saver.wake();
      if (next() < 0.1) window.saver.retry();
      await clock.pass(Math.floor(next() * 3000));
      // A crash at any moment finds what is not saved in the browser.
      for (const [index, one] of windows.entries()) {
        const name = index === 0 ? "a" : "b";
        one.saver.keepNow();
        const found = one.copy?.snapshot[name] ?? server.now[name];
        assert.equal(found, typed[name], `step ${step}`);
      }
    }
    server.loss = 0;
    await clock.pass(200_000);
    for (const window of windows) {
      await window.saver.wake();
      await clock.pass(100_000);
    }
    for (const window of windows) {
      assert.equal(window.saver.state.name, "saved");
      await window.saver.wake();
      await clock.pass(1000);
      assert.deepEqual(window.doc, server.now);
    }
    assert.equal(server.now["a"], typed["a"]);
    assert.equal(server.now["b"], typed["b"]);
    assert.ok(server.revisions.some((page) => page["shared"] === last), `${last} was never saved`);
    assert.equal(server.most, 1, "one request at a time");
  });
}
