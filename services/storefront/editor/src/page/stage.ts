// Keeps what is to be seen as the page is: moves what moved, and has the server write what became different.

import type { App, Origin } from "../app.ts";
import { outline, ownersOf, valueAt, within } from "../model/edit.ts";
import { between } from "../model/patch.ts";
import { split } from "../model/registry.ts";
import type { Doc, Node } from "../model/types.ts";
import { call, isGood, words } from "../save/http.ts";
import { blocksIn, elementOf, fieldOf, fieldsIn, isPlain, isRich, parse, slotOf } from "./elements.ts";

/** What makes an element of the page editable, and tells what it says. */
export interface Inline {
  /** New elements have come. */
  bind(element: Element): void;
  /** Says something else in a field that is being edited; `false` when it cannot. */
  show(path: string, element: HTMLElement, value: string): boolean;
  /** What of it has the keyboard. */
  hold(element: Element): (() => void) | undefined;
}

const PAUSE = 120;

export class Stage {
  readonly #app: App;
  readonly #inline: Inline;
  #wanted = new Map<string, Doc>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  #told = false;

  constructor(app: App, inline: Inline) {
    this.#app = app;
    this.#inline = inline;
    const page = slotOf("blocks");
    if (page !== null) inline.bind(page);
    app.on("doc", ({ before, after, origin }) => this.sync(before, after, origin));
    app.on("redraw", (ids) => this.refresh(ids));
  }

  /** Nothing is being written by the server. */
  get isQuiet(): boolean {
    return this.#wanted.size === 0 && !this.#isAsking;
  }

  sync(before: Doc, after: Doc, origin: Origin): void {
    const patch = between(before, after);
    const dirty = new Set<string>();
    for (const [id, { from, to }] of Object.entries(patch.nodes)) {
      if (to === undefined) elementOf(id)?.remove();
      else if (from === undefined || elementOf(id) === null) dirty.add(id);
      else if (origin !== "inline" && !this.#inPlace(id, from, to, after)) dirty.add(id);
    }
    const isNew = (id: string): boolean => patch.nodes[id]?.from === undefined && patch.nodes[id] !== undefined;
    for (const { id, slot } of outline(this.#app.registry, after)) {
      if (patch.slots[slot] === undefined || slotOf(slot) === null) continue;
      // A block of another size may be written otherwise: pictures are.
      if (!isNew(id) && !(patch.slots[slot].from ?? []).includes(id)) dirty.add(id);
    }
    for (const slot of Object.keys(patch.slots)) this.#arrange(slot, after.slots[slot] ?? []);
    // Whoever is written anew brings all that stand in it.
    const outer = [...dirty].filter((id) => !ownersOf(after, id).some((owner) => dirty.has(owner)));
    for (const id of outer) this.#want(id, after);
    this.#app.emit("layout", undefined);
  }

  /** Has blocks written anew. */
  refresh(ids: readonly string[]): void {
    for (const id of ids) this.#want(id, this.#app.doc);
  }

  /** Whether a change could be shown at once, without the server. */
  #inPlace(id: string, from: Node, to: Node, after: Doc): boolean {
    if (from.type !== to.type) return false;
    const changed = paths(from.props, to.props, id);
    if (changed === undefined) return false;
    return changed.every((path) => {
      const element = fieldOf(path);
      const value = valueAt(after, path) ?? "";
      const kind = element?.dataset["kind"];
      if (element === null || typeof value !== "string" || !(isPlain(kind) || isRich(kind))) return false;
      return this.#inline.show(path, element, value);
    });
  }

  /** Puts the blocks of a slot into their order. */
  #arrange(slot: string, ids: readonly string[]): void {
    const container = slotOf(slot);
    if (container === null) return;
    const wanted = ids.map((id) => elementOf(id) ?? blank(id));
    const active = document.activeElement;
    const giveBack = this.#inline.hold(container);
    let at: Element | null = null;
    for (const element of wanted) {
      const next: Element | null = at === null ? (blocksIn(container)[0] ?? null) : at.nextElementSibling;
      if (next !== element) {
        if (at === null) container.prepend(element);
        else at.after(element);
      }
      at = element;
    }
    for (const element of blocksIn(container)) if (!wanted.includes(element)) element.remove();
    // What is moved loses the keyboard.
    if (document.activeElement !== active) giveBack?.();
  }

  #want(id: string, doc: Doc): void {
    this.#wanted.set(id, doc);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    const doc = this.#app.doc;
    const ids = [...this.#wanted.keys()].filter((id) => doc.nodes[id] !== undefined);
    this.#wanted.clear();
    if (ids.length === 0) return;
    this.#isAsking = true;
    const { page, urls } = this.#app.boot;
    const { content } = this.#app.write(doc);
    const answer = await call("POST", urls["render"] ?? "/editor/render", { page_id: page.id, locale: page.locale, content, only: ids });
    this.#isAsking = false;
    const html = answer.data["blocks"];
    if (isGood(answer) && typeof html === "object" && html !== null && !Array.isArray(html)) {
      this.#told = false;
      for (const id of ids) {
        const written = (html as { readonly [id: string]: unknown })[id];
        if (typeof written === "string") this.#put(id, written, doc);
      }
    } else {
      this.#failed(ids, answer.status === 0 || answer.status >= 500 || answer.status === 429 || answer.status === 401, words(answer));
    }
    this.#app.emit("layout", undefined);
    if (this.#wanted.size > 0) this.#want([...this.#wanted.keys()][0] as string, this.#app.doc);
  }

  #failed(ids: readonly string[], isPassing: boolean, message: string): void {
    if (!this.#told) this.#app.shell.toast(isPassing ? "The page cannot be drawn anew while the shop is not reached. Your edits are kept" : message, undefined, true);
    this.#told = true;
    for (const id of ids) elementOf(id)?.classList.add("kontor-stale");
    if (isPassing) setTimeout(() => this.refresh(ids.filter((id) => this.#app.doc.nodes[id] !== undefined)), 5000);
  }

  /** Puts what the server wrote in the place of what stood there, unless it is of yesterday. */
  #put(id: string, html: string, of: Doc): void {
    const now = this.#app.doc;
    const here = elementOf(id);
    if (here === null || now.nodes[id] === undefined) return;
    const all = within(this.#app.registry, now, id);
    const isLate = all.some((one) => now.nodes[one] !== of.nodes[one]) || all.length !== within(this.#app.registry, of, id).length;
    if (isLate) {
      this.#want(id, now);
      return;
    }
    const element = parse(html);
    if (element === null) {
      here.classList.remove("kontor-blank", "kontor-stale");
      return;
    }
    const giveBack = this.#inline.hold(here);
    here.replaceWith(element);
    this.#inline.bind(element);
    giveBack?.();
  }
}

/** A block that is on its way. */
function blank(id: string): HTMLElement {
  const element = document.createElement("div");
  element.dataset["blockId"] = id;
  element.className = "kontor-blank";
  return element;
}

/** The paths of the texts that changed; nothing where more changed than texts. */
function paths(from: unknown, to: unknown, at: string): string[] | undefined {
  if (from === to) return [];
  if (isText(from) && isText(to)) return [at];
  if (Array.isArray(from) && Array.isArray(to)) {
    if (from.length !== to.length) return undefined;
    return gather(to.map((entry: { id?: string }, index) => (entry?.id !== undefined && from[index]?.id === entry.id ? paths(from[index], entry, `${at}[${entry.id}]`) : undefined)));
  }
  if (typeof from === "object" && typeof to === "object" && from !== null && to !== null && !Array.isArray(from) && !Array.isArray(to)) {
    const [was, is] = [from as Record<string, unknown>, to as Record<string, unknown>];
    return gather([...new Set([...Object.keys(was), ...Object.keys(is)])].map((name) => paths(was[name], is[name], `${at}.${name}`)));
  }
  return undefined;
}

/** What says nothing is left out. */
function isText(value: unknown): boolean {
  return typeof value === "string" || value === undefined;
}

function gather(found: readonly (string[] | undefined)[]): string[] | undefined {
  return found.some((one) => one === undefined) ? undefined : found.flatMap((one) => one ?? []);
}

/** Which fields of a block stand on the page. */
export function shownFields(id: string): string[] {
  const element = elementOf(id);
  const all = element === null ? [] : fieldsIn(element);
  return all.flatMap((field) => field.dataset["field"] ?? []).filter((path) => split(path).block === id);
}
