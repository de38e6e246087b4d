// A server as cms is one, over a network that delays, reorders and loses. What is saved is a few fields.

import type { Conflict, Outcome, Request } from "../src/save/types.ts";
import type { TestClock } from "./clock.ts";

export type Page = Readonly<Record<string, string>>;

export class TestServer {
  readonly #clock: TestClock;
  readonly #random: () => number;
  readonly revisions: Page[];
  readonly #windows = new Map<string, number>();
  /** How many of a hundred requests, and of their answers, are lost. */
  loss = 0;
  /** The longest that a way takes. */
  delay = 0;
  isSignedOut = false;
  /** How many requests are on their way for each window. */
  readonly flying = new Map<string, number>();
  most = 0;

  constructor(clock: TestClock, random: () => number, first: Page) {
    this.#clock = clock;
    this.#random = random;
    this.revisions = [first];
  }

  get now(): Page {
    return this.revisions.at(-1) ?? {};
  }

  get etag(): string {
    return `"${this.revisions.length}"`;
  }

  #way(work: () => void): void {
    this.#clock.after(Math.floor(this.#random() * this.delay), work);
  }

  /** Sends over the network; a browser gives up after 20 seconds, and the request may still arrive. */
  send(request: Request<Page>): Promise<Outcome<Page>> {
    const flying = (this.flying.get(request.client) ?? 0) + 1;
    this.flying.set(request.client, flying);
    this.most = Math.max(this.most, flying);
    return new Promise((resolve) => {
      let isOpen = true;
      const answer = (outcome: Outcome<Page>): void => {
        if (isOpen) this.flying.set(request.client, (this.flying.get(request.client) ?? 1) - 1);
        isOpen = false;
        resolve(outcome);
      };
      const stop = this.#clock.after(20_000, () => answer({ is: "failed" }));
      const isLost = this.#random() * 100 < this.loss;
      const isAnswerLost = this.#random() * 100 < this.loss;
      if (isLost) return;
      this.#way(() => {
        const outcome = this.#put(request);
        if (!isAnswerLost) {
          this.#way(() => {
            stop();
            answer(outcome);
          });
        }
      });
    });
  }

  #put({ snapshot, etag, client, sequence }: Request<Page>): Outcome<Page> {
    if (this.isSignedOut) return { is: "signed-out" };
    if ((this.#windows.get(client) ?? 0) >= sequence) return { is: "late" };
    const seen = Number(etag.replaceAll('"', ""));
    if (seen === this.revisions.length) {
      this.#windows.set(client, sequence);
      if (JSON.stringify(snapshot) !== JSON.stringify(this.now)) this.revisions.push(snapshot);
      return { is: "saved", etag: this.etag };
    }
    const base = this.revisions[seen - 1] ?? {};
    const merged: Record<string, string> = {};
    const conflicts: Conflict[] = [];
    for (const field of Object.keys({ ...snapshot, ...this.now })) {
      const [was, ours, theirs] = [base[field] ?? "", snapshot[field] ?? "", this.now[field] ?? ""];
      merged[field] = ours === was ? theirs : ours;
      if (ours !== was && theirs !== was && ours !== theirs) conflicts.push({ field, base: was, ours, theirs });
    }
    return { is: "stale", etag: this.etag, theirs: this.now, merged, conflicts };
  }
}
