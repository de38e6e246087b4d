// Undo and redo, over all that is done in a window.

import { apply, between, inverse, isEmpty, type Patch } from "./patch.ts";
import type { Registry } from "./registry.ts";
import type { Doc } from "./types.ts";

interface Entry {
  readonly patch: Patch;
  readonly before: Doc;
  readonly label: string;
  readonly group: string | undefined;
  readonly at: number;
}

/** Typing in one place is one step until one stops for so long. */
const PAUSE = 1000;
/** A step of typing is no longer than this. */
const LONGEST = 8000;
const MOST = 500;

export class History {
  readonly #registry: Registry;
  #done: Entry[] = [];
  #undone: Entry[] = [];
  #begun = 0;
  #sealed = true;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  get undoable(): string | undefined {
    return this.#done.at(-1)?.label;
  }

  get redoable(): string | undefined {
    return this.#undone.at(-1)?.label;
  }

  /** Notes an edit. Those of one group that follow each other closely are one step. */
  note(before: Doc, after: Doc, label: string, group: string | undefined, now: number): void {
    const last = this.#done.at(-1);
    const goes_on = !this.#sealed && last !== undefined && group !== undefined && last.group === group && now - last.at < PAUSE && now - this.#begun < LONGEST;
    const first = goes_on ? last.before : before;
    const patch = between(first, after);
    if (goes_on) this.#done.pop();
    else this.#begun = now;
    this.#undone = [];
    this.#sealed = false;
    if (isEmpty(patch)) return;
    this.#done.push({ patch, before: first, label, group, at: now });
    if (this.#done.length > MOST) this.#done.shift();
  }

  /** The next edit is a step of its own: somebody left the field, or others' changes came in. */
  seal(): void {
    this.#sealed = true;
  }

  undo(doc: Doc): Doc | undefined {
    const entry = this.#done.pop();
    if (entry === undefined) return undefined;
    this.#undone.push(entry);
    this.#sealed = true;
    return apply(this.#registry, doc, inverse(entry.patch));
  }

  redo(doc: Doc): Doc | undefined {
    const entry = this.#undone.pop();
    if (entry === undefined) return undefined;
    this.#done.push(entry);
    this.#sealed = true;
    return apply(this.#registry, doc, entry.patch);
  }
}
