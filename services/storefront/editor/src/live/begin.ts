// Lets the editor know of others, and others of it.

import type { App } from "../app.ts";
import type { Avatars } from "../chrome/avatars.ts";
import { learn } from "../dialogs/publishing.ts";
import { Others } from "../page/others.ts";
import { stream, call } from "../save/http.ts";
import { Follow } from "./follow.ts";
import { Comings, guestsOf } from "./guests.ts";
import { Line } from "./line.ts";
import type { Person } from "./types.ts";

/** A browser has few connections to a server: a window that nobody sees gives its own back. */
const AWAY = 10_000;
/** So long the same hint is not heard again. */
const OFTEN = 30_000;

const clock = {
  now: (): number => Date.now(),
  after: (ms: number, work: () => void): (() => void) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

export function live(app: App, avatars: Avatars): void {
  const others = new Others(app);
  const comings = new Comings(clock, (words) => app.shell.announce(words));
  let people: readonly Person[] = [];
  /** Whose session this is. */
  let self: string | undefined;
  let hinted = -OFTEN;

  const follow = new Follow({
    get state() {
      return app.saver.state;
    },
    get revision() {
      return app.saver.revision;
    },
    get published() {
      return app.facts?.published_revision ?? undefined;
    },
    get self() {
      return self;
    },
    get isActing() {
      return app.acting > 0;
    },
    take: () => app.take(),
    learn: () => void learn(app),
    tell: (words, way, isProblem) => {
      const action = way === "conflict" ? { label: "Look at both", run: () => app.emit("resolve", undefined) } : way === "history" ? { label: "See what is different", run: () => app.emit("ask", "history") } : undefined;
      app.shell.toast(words, action, isProblem);
    },
    hint: (words) => {
      if (Date.now() - hinted < OFTEN) return;
      hinted = Date.now();
      app.shell.announce(words);
    },
  });

  const show = (): void => {
    const guests = guestsOf(people);
    avatars.show(guests);
    others.show(guests);
  };
  const line = new Line({
    clock,
    open: (window, signal) => stream(`${app.url("/presence")}?window=${window}`, signal),
    say: async (window, { block, field, isDirty }) => (await call("POST", app.url("/presence"), { window, block: block ?? null, field: field ?? null, is_dirty: isDirty })).status,
    newWindow: () => crypto.randomUUID(),
    people: (list) => {
      const mine = app.selected;
      const was = new Set(people.filter(({ block }) => block === mine).map(({ window }) => window));
      people = list;
      self = people.find(({ isHere }) => isHere)?.user ?? self;
      show();
      comings.update(guestsOf(people));
      // Two at the same block hear of each other.
      const joined = mine === undefined ? undefined : people.find((person) => !person.isHere && person.block === mine && !was.has(person.window));
      if (joined !== undefined && joined.user !== self) app.shell.announce(`${joined.name} is at this block too`);
    },
    standing: (standing) => follow.standing(standing),
    deed: (deed) => follow.deed(deed),
  });

  let field: string | undefined;
  const move = (): void => line.move({ block: app.selected, field, isDirty: app.saver.isDirty });
  app.on("selection", move);
  app.on("state", () => {
    move();
    follow.settle();
    // Somebody has signed in again.
    if (!line.isWanted && app.saver.state.name === "saved" && document.visibilityState === "visible") line.start();
  });
  app.on("doc", show);
  document.addEventListener("focusin", (event) => {
    field = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-field]")?.dataset["field"] : undefined;
    move();
  });
  document.addEventListener("focusout", () => {
    field = undefined;
    move();
  });

  let away: (() => void) | undefined;
  document.addEventListener("visibilitychange", () => {
    away?.();
    away = undefined;
    if (document.visibilityState === "hidden") away = clock.after(AWAY, () => line.stop());
    else line.start();
  });
  addEventListener("pagehide", () => line.stop());
  addEventListener("pageshow", (event) => event.persisted && line.start());
  addEventListener("online", () => line.start());
  line.start();
}
