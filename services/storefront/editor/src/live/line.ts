// The line to the server: who else is here, for as long as it holds; and when it breaks, another one.

import type { Clock } from "../save/types.ts";
import { EventReader, type ServerEvent } from "./events.ts";
import { deed, people, standing, type Deed, type Person, type Spot, type Standing } from "./types.ts";

export interface Opened {
  /** 0: nobody answered. */
  readonly status: number;
  readonly after: number | undefined;
  /** What comes next; nothing once it is over, however it ended. */
  read(): Promise<string | undefined>;
}

export interface World {
  readonly clock: Clock;
  /** Neither throws. */
  open(window: string, signal: AbortSignal): Promise<Opened>;
  say(window: string, spot: Spot): Promise<number>;
  newWindow(): string;
  people(people: readonly Person[]): void;
  standing(standing: Standing): void;
  deed(deed: Deed): void;
}

/** The server says something every quarter of a minute. */
const SILENCE = 40_000;
/** Whoever says nothing for a minute is gone. */
const PING = 25_000;
/** A hand is quicker than it is of use to tell. */
export const MOVE = 300;
const FIRST_TRY = 1000;
const LAST_TRY = 60_000;

export class Line {
  readonly #world: World;
  #window: string;
  #isWanted = false;
  #isOpen = false;
  #abort = new AbortController();
  #round = 0;
  #tries = 0;
  #wait: (() => void) | undefined;
  #spot: Spot = { block: undefined, field: undefined, isDirty: false };
  #soon: (() => void) | undefined;
  #ping: (() => void) | undefined;
  #isSaying = false;
  #isNew = false;

  constructor(world: World) {
    this.#world = world;
    this.#window = world.newWindow();
  }

  /** Whether somebody listens, or tries to. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  start(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#tries = 0;
    void this.#listen();
  }

  stop(): void {
    this.#isWanted = false;
    this.#round += 1;
    this.#abort.abort();
    this.#ping?.();
    this.#wait?.();
    this.#world.people([]);
  }

  /** Another place: told in a moment. */
  move(spot: Spot): void {
    const { block, field, isDirty } = this.#spot;
    if (spot.block === block && spot.field === field && spot.isDirty === isDirty) return;
    this.#spot = spot;
    this.#soon ??= this.#world.clock.after(MOVE, () => {
      this.#soon = undefined;
      void this.#say();
    });
  }

  async #listen(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const isMine = (): boolean => this.#isWanted && this.#round === round;
    while (isMine()) {
      const abort = new AbortController();
      this.#abort = abort;
      const opened = await this.#world.open(this.#window, abort.signal);
      if (!isMine()) {
        abort.abort();
        return;
      }
      if (opened.status === 200) await this.#read(opened, abort);
      // Another try would be answered the same: nobody is signed in, may look, or has such a page.
      else if ([400, 401, 403, 404].includes(opened.status)) {
        this.stop();
        return;
      }
      if (!isMine()) return;
      this.#tries += 1;
      // Whoever is back at once has never been away.
      if (this.#tries > 1) this.#world.people([]);
      await this.#pause(opened.after ?? Math.min(LAST_TRY, FIRST_TRY * 2 ** (this.#tries - 1)));
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#world.clock.after(ms, resolve);
      this.#wait = () => {
        stop();
        resolve();
      };
    });
  }

  async #read(opened: Opened, abort: AbortController): Promise<void> {
    const reader = new EventReader();
    this.#isOpen = true;
    void this.#say();
    for (;;) {
      const calm = this.#world.clock.after(SILENCE, () => abort.abort());
      const piece = await opened.read();
      calm();
      if (piece === undefined || abort.signal.aborted) break;
      for (const event of reader.push(piece)) {
        if (abort.signal.aborted) break;
        this.#hear(event);
      }
    }
    this.#isOpen = false;
    this.#ping?.();
    abort.abort();
  }

  #hear({ name, data }: ServerEvent): void {
    switch (name) {
      case "people":
        this.#tries = 0;
        this.#world.people(people(data));
        return;
      case "page": {
        const now = standing(data);
        if (now !== undefined) this.#world.standing(now);
        return;
      }
      case "end":
        // Another line has this window's name: from now on it has another one.
        if (typeof data === "object" && data !== null && "reason" in data && data["reason"] === "replaced") this.#window = this.#world.newWindow();
        return;
      default: {
        const done = deed(name, data);
        if (done === undefined) return;
        if (done.what === "deleted") this.stop();
        this.#world.deed(done);
      }
    }
  }

  /** Says where this window is, and says it again so that it stays here. */
  async #say(): Promise<void> {
    this.#ping?.();
    this.#ping = undefined;
    if (!this.#isOpen) return;
    if (this.#isSaying) {
      this.#isNew = true;
      return;
    }
    this.#isSaying = true;
    const abort = this.#abort;
    const status = await this.#world.say(this.#window, this.#spot);
    this.#isSaying = false;
    // The line was opened by another session, or by one that is over.
    if (status === 409 || status === 401) abort.abort();
    if (!this.#isOpen) return;
    this.#ping = this.#world.clock.after(PING, () => void this.#say());
    if (this.#isNew) {
      this.#isNew = false;
      void this.#say();
    }
  }
}
