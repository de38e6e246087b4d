// A clock that goes when it is told.

import type { Clock } from "../src/save/types.ts";

export class TestClock implements Clock {
  #now = 1_000_000;
  #due: { at: number; work: () => void; order: number }[] = [];
  #order = 0;

  now(): number {
    return this.#now;
  }

  after(ms: number, work: () => void): () => void {
    const one = { at: this.#now + ms, work, order: (this.#order += 1) };
    this.#due.push(one);
    return () => {
      this.#due = this.#due.filter((other) => other !== one);
    };
  }

  /** So much time passes; what is due is done in its order. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#due.filter((one) => one.at <= until).toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) break;
      this.#due = this.#due.filter((one) => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.work();
    }
    this.#now = until;
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let at = 0; at < 20; at += 1) await Promise.resolve();
}

/** Numbers that are the same each time (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
