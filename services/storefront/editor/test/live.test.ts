// Who else is here, and what becomes of the page meanwhile.

import assert from "node:assert/strict";
import { test } from "node:test";

import { EventReader } from "../src/live/events.ts";
import { Follow } from "../src/live/follow.ts";
import { Comings, guestsOf, initials } from "../src/live/guests.ts";
import { Line, MOVE, type Opened } from "../src/live/line.ts";
import { deed, people, standing, type Deed, type Person, type Spot } from "../src/live/types.ts";
import type { State } from "../src/save/types.ts";
import { TestClock } from "./clock.ts";

test("events are put together of pieces, however they are cut", () => {
  const text = 'retry: 2000\nevent: page\ndata: {"revision":7}\n\n: still here\n\nevent: people\ndata: {"people":[]}\n\nevent: odd\ndata: {\n\nevent: saved\nda';
  for (const size of [1, 7, 1000]) {
    const reader = new EventReader();
    const events = [];
    for (let at = 0; at < text.length; at += size) events.push(...reader.push(text.slice(at, at + size)));
    assert.deepEqual(events, [
      { name: "page", data: { revision: 7 } },
      { name: "people", data: { people: [] } },
    ]);
  }
});

const told = (window: string, user: string, name: string | null, more: object = {}): object => ({ window, user_id: user, name, color: "#1d7f4d", block: null, field: null, is_dirty: false, is_you: false, since: "", ...more });

test("what the server tells is read, and nonsense is passed over", () => {
  const all = people({ people: [told("w1", "u1", "Anna", { is_you: true, block: "a" }), told("w2", "u2", null), { window: "w3" }, told("w4", "u4", "Eve", { color: "red;}" })] as never });
  assert.deepEqual(all.map(({ window, name, block, isHere }) => [window, name, block, isHere]), [["w1", "Anna", "a", true], ["w2", "Somebody", undefined, false]]);
  assert.deepEqual(people(null), []);
  assert.deepEqual(standing({ revision: 3, published_revision: null }), { revision: 3, published: undefined });
  assert.equal(standing({}), undefined);
  assert.deepEqual(deed("published", { revision: 7, by: { user_id: "u2", name: "Ben" } }), { what: "published", revision: 7, user: "u2", name: "Ben" });
  assert.deepEqual(deed("unpublished", { revision: 7, by: null }), { what: "unpublished", revision: 7, user: undefined, name: "Somebody" });
  assert.equal(deed("people", {}), undefined);
});

test("whoever has several windows is shown once, and one's own other window as such", () => {
  const all = people({ people: [told("w1", "u1", "Anna", { is_you: true }), told("w2", "u2", "Ben"), told("w3", "u2", "Ben", { block: "a" }), told("w4", "u1", "Anna")] as never });
  assert.deepEqual(guestsOf(all).map(({ user, windows, isSelf }) => [user, windows.length, isSelf]), [["u2", 2, false], ["u1", 1, true]]);
  assert.deepEqual(["Anna Strand", "ben", "Jean-Luc van der Picard", "", "Ærø 李"].map(initials), ["AS", "B", "JP", "?", "Æ李"]);
});

const guest = (user: string, name: string, isSelf = false): { user: string; name: string; color: string; windows: readonly Person[]; isSelf: boolean } => ({ user, name, color: "#000000", windows: [], isSelf });

test("who comes is told, and who goes once he does not come back at once", async () => {
  const clock = new TestClock();
  const said: string[] = [];
  const comings = new Comings(clock, (words) => said.push(words));
  comings.update([guest("u2", "Ben"), guest("u3", "Cat")]);
  comings.update([guest("u2", "Ben"), guest("u3", "Cat"), guest("u4", "Dan"), guest("u1", "Me", true)]);
  assert.deepEqual(said.splice(0), ["Ben and Cat are editing this page too", "Dan has come and is editing this page too", "You have this page open in another window too"]);
  // He loads the page anew.
  comings.update([guest("u3", "Cat"), guest("u4", "Dan"), guest("u1", "Me", true)]);
  await clock.pass(3000);
  comings.update([guest("u2", "Ben"), guest("u4", "Dan"), guest("u1", "Me", true)]);
  await clock.pass(10_000);
  assert.deepEqual(said, ["Cat has left"]);
});

/** A server at the other end of a line. */
class Server {
  readonly opened: { window: string; signal: AbortSignal; push: (text: string | undefined) => void }[] = [];
  readonly said: [string, Spot][] = [];
  readonly heard: string[] = [];
  status = 200;
  sayStatus = 200;
  #names = 0;
  readonly line: Line;

  constructor(clock: TestClock) {
    this.line = new Line({
      clock,
      open: (window, signal) => Promise.resolve(this.#open(window, signal)),
      say: (window, spot) => {
        this.said.push([window, spot]);
        return Promise.resolve(this.sayStatus);
      },
      newWindow: () => `w${(this.#names += 1)}`,
      people: (list) => this.heard.push(`people ${list.map(({ name }) => name).join()}`),
      standing: ({ revision }) => this.heard.push(`page ${revision}`),
      deed: ({ what }) => this.heard.push(what),
    });
  }

  #open(window: string, signal: AbortSignal): Opened {
    if (this.status !== 200) {
      this.heard.push(`refused ${this.status}`);
      return { status: this.status, after: undefined, read: () => Promise.resolve(undefined) };
    }
    const waiting: (string | undefined)[] = [];
    let wake: (() => void) | undefined;
    const push = (text: string | undefined): void => {
      waiting.push(text);
      wake?.();
    };
    signal.addEventListener("abort", () => push(undefined));
    this.opened.push({ window, signal, push });
    const read = async (): Promise<string | undefined> => {
      while (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return waiting.shift();
    };
    return { status: 200, after: undefined, read };
  }

  tell(name: string, data: object): void {
    this.opened.at(-1)?.push(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}

const at = (block: string | undefined, isDirty = false): Spot => ({ block, field: undefined, isDirty });

test("a line tells who is here, and says where this window is", async () => {
  const clock = new TestClock();
  const server = new Server(clock);
  server.line.start();
  await clock.pass(0);
  server.tell("page", { revision: 3 });
  server.tell("people", { people: [told("w1", "u1", "Anna", { is_you: true })] });
  server.tell("published", { revision: 3 });
  await clock.pass(0);
  assert.deepEqual(server.heard, ["page 3", "people Anna", "published"]);
  assert.equal(server.said.length, 1, "it is here at once");
  for (const block of ["a", "b", "c"]) server.line.move(at(block));
  server.line.move(at("c"));
  await clock.pass(MOVE);
  assert.deepEqual(server.said.slice(1), [["w1", at("c")]]);
  // And says so again, before a minute is over.
  server.opened[0]?.push(": still here\n\n");
  await clock.pass(30_000);
  assert.equal(server.said.length, 3);
  server.line.stop();
  await clock.pass(300_000);
  assert.equal(server.opened.length, 1);
  assert.equal(server.said.length, 3);
  assert.equal(server.opened[0]?.signal.aborted, true);
});

test("a line that breaks or falls silent is made anew, less and less often", async () => {
  const clock = new TestClock();
  const server = new Server(clock);
  server.line.start();
  await clock.pass(0);
  server.tell("people", { people: [told("w2", "u2", "Ben")] });
  await clock.pass(0);
  server.opened[0]?.push(undefined);
  await clock.pass(1000);
  assert.equal(server.opened.length, 2);
  // Nobody says that nothing has happened.
  await clock.pass(41_000);
  assert.equal(server.opened[1]?.signal.aborted, true);
  assert.equal(server.heard.at(-1), "people ", "who is here is not known any more");
  server.status = 503;
  server.heard.length = 0;
  await clock.pass(240_000);
  const tries = server.heard.filter((one) => one === "refused 503").length;
  assert.ok(tries > 3 && tries < 12, String(tries));
  server.status = 200;
  await clock.pass(60_000);
  assert.equal(server.opened.at(-1)?.window, "w1");
});

test("whoever may not look does not ask on, and another name is taken where somebody has this one", async () => {
  const clock = new TestClock();
  const server = new Server(clock);
  server.line.start();
  await clock.pass(0);
  server.tell("end", { reason: "replaced" });
  server.opened[0]?.push(undefined);
  await clock.pass(1000);
  assert.deepEqual(server.opened.map(({ window }) => window), ["w1", "w2"]);
  // The session is another one: the line is opened by that.
  server.sayStatus = 409;
  server.line.move(at("a"));
  await clock.pass(MOVE);
  assert.equal(server.opened[1]?.signal.aborted, true);
  server.status = 401;
  await clock.pass(600_000);
  assert.equal(server.heard.filter((one) => one === "refused 401").length, 1);
  assert.equal(server.line.isWanted, false);
});

class Page {
  state: State = { name: "saved", at: undefined };
  revision = 3;
  published: number | undefined = undefined;
  self = "me";
  isActing = false;
  taken = 0;
  learnt = 0;
  readonly told: string[] = [];
  /** What the server has. */
  newest = 3;
  readonly follow = new Follow(this);

  take(): Promise<void> {
    this.taken += 1;
    this.revision = this.newest;
    return Promise.resolve();
  }
  learn(): void {
    this.learnt += 1;
  }
  tell(words: string, way: string | undefined): void {
    this.told.push(way === undefined ? words : `${words} [${way}]`);
  }
  hint(words: string): void {
    this.told.push(`(${words})`);
  }
}

const done = (what: Deed["what"], revision: number, user: string | null = "u2", name = "Ben"): Deed => ({ what, revision, user: user ?? undefined, name });
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test("what others save is taken in while nothing here is unsaved, and merged with what is when that is saved", async () => {
  const page = new Page();
  page.newest = 4;
  page.follow.deed(done("saved", 4));
  await settled();
  assert.deepEqual([page.taken, page.revision, page.told], [1, 4, ["(Ben changed the page)"]]);
  page.follow.deed(done("saved", 4));
  await settled();
  assert.equal(page.taken, 1, "it is here already");
  // While this window saves, its own save may be the one that is told of, or another one behind it.
  page.state = { name: "saving" };
  page.newest = 6;
  page.follow.deed(done("saved", 5, "me", "Me"));
  page.follow.deed(done("saved", 6));
  await settled();
  assert.equal(page.taken, 1);
  page.revision = 5;
  page.state = { name: "saved", at: 1 };
  page.follow.settle();
  await settled();
  assert.deepEqual([page.taken, page.revision], [2, 6]);
});

test("what became of the page before the line was there is made up for", async () => {
  const page = new Page();
  page.newest = 9;
  page.follow.standing({ revision: 9, published: 8 });
  await settled();
  assert.deepEqual([page.taken, page.learnt, page.revision], [1, 1, 9]);
});

test("what others publish is told, what this window does itself is not", () => {
  const page = new Page();
  page.isActing = true;
  page.follow.deed(done("published", 3, "me", "Me"));
  assert.deepEqual(page.told, []);
  page.follow.deed(done("published", 3));
  page.follow.deed(done("published", 2));
  page.state = { name: "conflict" };
  page.follow.deed(done("published", 4));
  page.isActing = false;
  page.follow.deed(done("published", 4, "me", "Me"));
  page.follow.deed(done("unpublished", 4, null, "Somebody"));
  page.follow.deed(done("deleted", 4));
  assert.deepEqual(page.told, [
    "Ben has published revision 3",
    "Ben has published revision 2 [history]",
    "Ben has published revision 4 [conflict]",
    "You, in another window, have published revision 4 [conflict]",
    "The page is not public any more, as it was planned",
    "Ben has deleted the page. What you write is kept in this browser, and saved nowhere",
  ]);
  assert.equal(page.learnt, 6);
});
