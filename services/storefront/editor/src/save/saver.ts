// Saves drafts while somebody writes, and loses nothing: one request at a time, numbered, each on top of the revision that was seen.

import type { Outcome, Stale, State, World } from "./types.ts";

/** So long after the last key a draft is saved. */
export const QUIET = 800;
/** And at the latest so long after the first. */
export const LONGEST = 5000;
const FIRST_TRY = 1000;
const LAST_TRY = 30_000;
/** Copies in the browser are written so often at most. */
const KEEP = 200;

export class Saver<S> {
  readonly #world: World<S>;
  #etag: string;
  /** What the server is known to have. */
  #saved: S;
  /** What was sent since, and may have arrived. */
  #unsure: S[] = [];
  #client: string;
  #sequence = 0;
  #flying: Promise<void> | undefined;
  #timer: (() => void) | undefined;
  #due = Infinity;
  #dirtySince: number | undefined;
  #keeping: (() => void) | undefined;
  #tries = 0;
  #savedAt: number | undefined;
  #stale: Stale<S> | undefined;
  /** What was to be saved when it collided. */
  #torn: S | undefined;
  #state: State;

  constructor(world: World<S>, etag: string, snapshot: S) {
    this.#world = world;
    this.#etag = etag;
    this.#saved = snapshot;
    this.#client = world.newClient();
    this.#state = { name: "saved", at: undefined };
  }

  get state(): State {
    return this.#state;
  }

  get etag(): string {
    return this.#etag;
  }

  /** The number of the revision that was saved last. */
  get revision(): number {
    return Number(this.#etag.replace(/\D/g, ""));
  }

  get isDirty(): boolean {
    const now = this.#world.current();
    return now !== this.#saved && !this.#world.same(now, this.#saved);
  }

  /** Something was edited. */
  edited(): void {
    if (!this.isDirty && this.#unsure.length === 0) {
      this.#calm();
      return;
    }
    this.#keepSoon();
    if (["conflict", "signed-out", "forbidden", "gone"].includes(this.#state.name)) return;
    const now = this.#world.clock.now();
    this.#dirtySince ??= now;
    if (this.#flying !== undefined) return;
    if (this.#state.name === "retrying") return;
    this.#say({ name: "unsaved" });
    this.#plan(Math.min(QUIET, Math.max(0, this.#dirtySince + LONGEST - now)), true);
  }

  /** Saves at once, and waits until all is saved; `false` when that cannot be now. */
  async flush(): Promise<boolean> {
    for (let round = 0; round < 20; round += 1) {
      if (this.#flying !== undefined) {
        await this.#flying;
        continue;
      }
      if (!this.isDirty && this.#unsure.length === 0) {
        this.#calm();
        return true;
      }
      if (!["saved", "unsaved", "saving"].includes(this.#state.name) && round > 0) return false;
      if (["conflict", "forbidden", "gone"].includes(this.#state.name)) return false;
      this.#go();
    }
    return false;
  }

  /** Tries again: the network is back, or somebody has signed in again. */
  retry(): void {
    if (this.#flying !== undefined || this.#state.name === "conflict" || this.#state.name === "gone") return;
    if (this.isDirty || this.#unsure.length > 0) this.#go();
    else this.#calm();
  }

  /** Somebody comes back to the window: what others have written meanwhile is taken in before anything is written. */
  async wake(): Promise<void> {
    if (this.#flying !== undefined || this.#state.name === "conflict") return;
    if (this.isDirty || this.#unsure.length > 0) {
      this.retry();
      return;
    }
    const seen = this.#etag;
    const found = await this.#world.read();
    if (found === "signed-out") {
      this.#say({ name: "signed-out" });
      return;
    }
    if (found === undefined) return;
    if (this.#flying !== undefined || this.#etag !== seen) return;
    if (this.#state.name === "signed-out") this.#calm();
    if (found.etag === seen) return;
    if (this.isDirty) {
      // Somebody typed meanwhile: that is saved on top of what was seen, and the server brings both together.
      this.edited();
      return;
    }
    this.take(found.etag, found.snapshot);
  }

  /** The draft is this now, by the server's own word: it was restored, or discarded. */
  take(etag: string, snapshot: S): void {
    this.#etag = etag;
    this.#saved = snapshot;
    this.#unsure = [];
    this.#stale = undefined;
    this.#world.adopt(snapshot, "fresh");
    this.#saved = this.#world.current();
    this.#calm();
  }

  /** Goes on from a copy that was kept in the browser, which began at another revision. */
  recover(etag: string): void {
    this.#etag = etag;
    this.edited();
  }

  /** Somebody looks at a conflict again that he had put off: what he has typed since belongs to it. */
  reconsider(): void {
    if (this.#stale === undefined || this.#flying !== undefined) return;
    if (this.#world.current() === this.#torn) {
      this.#world.conflict(this.#stale);
      return;
    }
    this.#stale = undefined;
    this.#say({ name: "unsaved" });
    this.#go();
  }

  /** What somebody has decided in a conflict. */
  resolve(snapshot: S): void {
    const stale = this.#stale;
    if (stale === undefined) return;
    this.#stale = undefined;
    this.#etag = stale.etag;
    this.#saved = stale.theirs;
    this.#unsure = [];
    this.#world.adopt(snapshot, "merged");
    this.#say({ name: "unsaved" });
    if (this.#flying === undefined) this.#go();
  }

  /** Writes the copy in the browser now: the window may be closed at any moment. */
  keepNow(): void {
    this.#keeping?.();
    this.#keeping = undefined;
    const isOpen = this.isDirty || this.#unsure.length > 0;
    this.#world.keep(isOpen ? { etag: this.#etag, snapshot: this.#world.current() } : undefined);
  }

  #keepSoon(): void {
    this.#keeping ??= this.#world.clock.after(KEEP, () => this.keepNow());
  }

  #plan(ms: number, anew: boolean): void {
    const due = this.#world.clock.now() + ms;
    if (!anew && due >= this.#due) return;
    this.#timer?.();
    this.#due = due;
    this.#timer = this.#world.clock.after(ms, () => {
      this.#timer = undefined;
      this.#due = Infinity;
      if (this.#flying === undefined) this.#go();
    });
  }

  #calm(): void {
    this.#timer?.();
    this.#timer = undefined;
    this.#due = Infinity;
    this.#dirtySince = undefined;
    this.#tries = 0;
    if (this.#flying !== undefined) return;
    this.keepNow();
    this.#say({ name: "saved", at: this.#savedAt });
  }

  #say(state: State): void {
    this.#state = state;
    this.#world.changed(state);
  }

  #go(): void {
    this.#timer?.();
    this.#timer = undefined;
    this.#due = Infinity;
    this.#flying = this.#save().finally(() => {
      this.#flying = undefined;
      this.#after();
    });
  }

  /** What is done once a request is over. */
  #after(): void {
    if (!["saved", "unsaved", "saving"].includes(this.#state.name)) return;
    if (!this.isDirty && this.#unsure.length === 0) this.#calm();
    else {
      this.#say({ name: "unsaved" });
      this.#dirtySince ??= this.#world.clock.now();
      this.#plan(QUIET, true);
    }
  }

  async #save(): Promise<void> {
    const snapshot = this.#world.current();
    this.keepNow();
    this.#dirtySince = undefined;
    this.#sequence += 1;
    this.#say({ name: "saving" });
    this.#unsure.push(snapshot);
    const outcome = await this.#world.send({ snapshot, etag: this.#etag, client: this.#client, sequence: this.#sequence });
    this.#took(outcome, snapshot);
  }

  #took(outcome: Outcome<S>, sent: S): void {
    // What was refused has certainly not been written.
    if (outcome.is !== "failed" && outcome.is !== "saved") this.#unsure = this.#unsure.filter((one) => one !== sent);
    switch (outcome.is) {
      case "saved":
        this.#etag = outcome.etag;
        this.#saved = sent;
        this.#unsure = [];
        this.#tries = 0;
        this.#savedAt = this.#world.clock.now();
        return;
      case "stale":
        this.#tries = 0;
        this.#overtaken(outcome, sent);
        return;
      case "late":
        // Another window has this one's name, or the numbers have come apart: it takes another name.
        this.#client = this.#world.newClient();
        this.#again(undefined);
        return;
      case "failed":
        this.#again(outcome.after);
        return;
      case "signed-out":
        this.#say({ name: "signed-out" });
        return;
      case "forbidden":
      case "refused":
        this.#say({ name: outcome.is, message: outcome.message });
        return;
      case "gone":
        this.#say({ name: "gone" });
    }
  }

  #again(after: number | undefined): void {
    this.#tries += 1;
    this.#say({ name: "retrying", tries: this.#tries });
    this.#plan(after ?? Math.min(LAST_TRY, FIRST_TRY * 2 ** (this.#tries - 1)), true);
  }

  /** Somebody else was quicker, or an answer to this very window was lost. */
  #overtaken(stale: Stale<S>, sent: S): void {
    const own = this.#unsure.find((one) => this.#world.same(one, stale.theirs));
    if (own !== undefined || this.#world.same(sent, stale.theirs)) {
      this.#etag = stale.etag;
      this.#saved = own ?? sent;
      this.#unsure = [];
      this.#say({ name: "unsaved" });
      return;
    }
    if (this.#world.current() !== sent) {
      // Somebody goes on typing: he is asked, and both are brought together, once he pauses.
      this.#say({ name: "unsaved" });
      return;
    }
    const conflicts = stale.conflicts.filter((conflict) => !this.#world.isOwn(conflict, this.#unsure));
    if (stale.merged === undefined || conflicts.length > 0) {
      this.#stale = { ...stale, conflicts };
      this.#torn = sent;
      this.#say({ name: "conflict" });
      this.#world.conflict(this.#stale);
      return;
    }
    this.#etag = stale.etag;
    this.#saved = stale.theirs;
    this.#unsure = [];
    this.#world.adopt(stale.merged, "merged");
    this.#say({ name: "unsaved" });
  }
}
