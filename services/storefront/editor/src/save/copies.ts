// What is not saved yet, kept in this browser: a crash or a closed window loses nothing.

import type { Draft } from "../model/doc.ts";

export interface Copy {
  readonly page: string;
  readonly etag: string;
  readonly at: number;
  readonly draft: Draft;
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const PREFIX = "kontor.draft.";

export class Copies {
  readonly #store: Store | undefined;
  readonly #key: string;
  readonly #page: string;

  constructor(store: Store | undefined, page: string, window: string) {
    this.#store = store;
    this.#page = page;
    this.#key = `${PREFIX}${page}.${window}`;
  }

  /** Whether it is kept. */
  keep(copy: Omit<Copy, "page">): boolean {
    try {
      this.#store?.setItem(this.#key, JSON.stringify({ ...copy, page: this.#page }));
      return this.#store !== undefined;
    } catch {
      // There is no room, or the browser keeps nothing for this site.
      return false;
    }
  }

  forget(key: string = this.#key): void {
    try {
      this.#store?.removeItem(key);
    } catch {
      // Nothing was kept either.
    }
  }

  /** What windows that are closed have left of this page, the latest first. */
  left(isOpen: (key: string) => boolean): { key: string; copy: Copy }[] {
    const found: { key: string; copy: Copy }[] = [];
    try {
      for (let at = 0; at < (this.#store?.length ?? 0); at += 1) {
        const key = this.#store?.key(at);
        if (!key?.startsWith(`${PREFIX}${this.#page}.`) || key === this.#key || isOpen(key)) continue;
        const copy = read(this.#store?.getItem(key));
        if (copy !== undefined) found.push({ key, copy });
      }
    } catch {
      return [];
    }
    return found.toSorted((a, b) => b.copy.at - a.copy.at);
  }

  /** The name by which other windows see that this one is open. */
  get name(): string {
    return this.#key;
  }
}

function read(text: string | null | undefined): Copy | undefined {
  try {
    const copy = JSON.parse(text ?? "null") as Partial<Copy> | null;
    const isWhole = typeof copy?.etag === "string" && typeof copy.at === "number" && Array.isArray(copy.draft?.content?.blocks);
    return isWhole ? (copy as Copy) : undefined;
  } catch {
    return undefined;
  }
}
