// What all parts of the editor share: the page as it is now, what is done to it, and who wants to know.

import { wordsOf } from "./chrome/words.ts";
import type { Shell } from "./chrome/shell.ts";
import { read, write, type Draft } from "./model/doc.ts";
import { placeOf } from "./model/edit.ts";
import { History } from "./model/history.ts";
import type { Registry } from "./model/registry.ts";
import type { Doc } from "./model/types.ts";
import type { Saver } from "./save/saver.ts";
import type { State } from "./save/types.ts";

/** What the page tells the editor. */
export interface Boot {
  readonly page: { readonly id: string; readonly locale: string; readonly title: string; readonly slug: string; readonly status: string } & Partial<Facts>;
  readonly draft: { readonly content: Draft["content"]; readonly fields: { readonly [name: string]: never }; readonly etag: string };
  readonly may: { readonly publish: boolean };
  readonly headers?: Readonly<Record<string, string>>;
  readonly urls: { readonly [name: string]: string | undefined };
  readonly staff: { readonly name: string; readonly email?: string };
}

/** How a page stands, besides its draft. */
export interface Facts {
  readonly status: string;
  readonly published_revision: number | null;
  readonly published_at: string | null;
  readonly scheduled_revision: number | null;
  readonly scheduled_at: string | null;
  readonly unpublish_at: string | null;
  readonly schedule_problem: string | null;
}

/** Where an edit comes from: what was typed on the page stands there already. */
export type Origin = "inline" | "panel" | "structure" | "undo" | "remote";

export interface Events {
  /** The page is another one. */
  doc: { readonly before: Doc; readonly after: Doc; readonly origin: Origin };
  /** Another block is selected, or none. */
  selection: { readonly id: string | undefined; readonly show: boolean };
  /** The block before or behind the one that is selected is wanted. */
  neighbour: -1 | 1;
  /** The settings of a block are wanted. */
  settings: string;
  /** Something about publishing is wanted. */
  ask: "publish" | "schedule" | "unschedule" | "unpublish" | "discard" | "history" | "preview";
  /** The conflict that is open is to be looked at. */
  resolve: undefined;
  state: State;
  facts: Facts | undefined;
  /** Something on the page stands elsewhere. */
  layout: undefined;
  /** These blocks look otherwise, though nothing of the page changed. */
  redraw: readonly string[];
  /** The server has something else to say of the page. */
  notices: undefined;
}

/** What the server says of a field, which kept nothing from being saved. */
export interface Notice {
  readonly block: string;
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export class App {
  readonly boot: Boot;
  readonly registry: Registry;
  readonly shell: Shell;
  readonly history: History;
  saver!: Saver<Doc>;
  /** The draft is being made another one by whoever edits: that it became so is no news. */
  isTaking = false;
  /** How many deeds of this window are under way: of those it tells itself. */
  acting = 0;
  facts: Facts | undefined;
  /** What the server said of what was saved last. */
  notices: readonly Notice[] = [];
  #doc: Doc;
  #selected: string | undefined;
  #frame: number | undefined;
  readonly #listeners = new Map<keyof Events, Set<(event: never) => void>>();

  constructor(boot: Boot, registry: Registry, shell: Shell, doc: Doc) {
    this.boot = boot;
    this.registry = registry;
    this.shell = shell;
    this.history = new History(registry);
    this.#doc = doc;
  }

  get doc(): Doc {
    return this.#doc;
  }

  get selected(): string | undefined {
    return this.#selected;
  }

  on<E extends keyof Events>(name: E, handler: (event: Events[E]) => void): void {
    const all = this.#listeners.get(name) ?? new Set();
    all.add(handler as (event: never) => void);
    this.#listeners.set(name, all);
  }

  emit<E extends keyof Events>(name: E, event: Events[E]): void {
    if (name === "layout") {
      // What is drawn over the page is drawn once a frame, however often something moves.
      this.#frame ??= requestAnimationFrame(() => {
        this.#frame = undefined;
        this.#tell(name, event);
      });
    } else this.#tell(name, event);
  }

  #tell<E extends keyof Events>(name: E, event: Events[E]): void {
    for (const handler of this.#listeners.get(name) ?? []) (handler as (event: Events[E]) => void)(event);
  }

  /** Does something to the page, which can be undone. Edits of one group that follow each other closely are one step. */
  edit(after: Doc, what: { label: string; origin: Origin; group?: string }): void {
    const before = this.#doc;
    if (after === before) return;
    this.history.note(before, after, what.label, what.group, Date.now());
    this.#turn(after, what.origin);
  }

  /** The page became another one elsewhere. */
  adopt(after: Doc): void {
    this.history.seal();
    if (after !== this.#doc) this.#turn(after, "remote");
  }

  /** Takes the draft from the server, which was told to make it another one. */
  async take(): Promise<void> {
    this.isTaking = true;
    await this.saver.wake();
    this.isTaking = false;
  }

  undo(): void {
    const label = this.history.undoable;
    const after = this.history.undo(this.#doc);
    if (after === undefined) return;
    this.#turn(after, "undo");
    this.shell.announce(`Undone: ${label ?? "edit"}`);
  }

  redo(): void {
    const label = this.history.redoable;
    const after = this.history.redo(this.#doc);
    if (after === undefined) return;
    this.#turn(after, "undo");
    this.shell.announce(`Done again: ${label ?? "edit"}`);
  }

  select(id: string | undefined, show = false): void {
    if (id === this.#selected && !show) return;
    this.#selected = id;
    this.emit("selection", { id, show });
  }

  know(facts: Facts | undefined): void {
    this.facts = facts;
    this.emit("facts", facts);
  }

  note(notices: readonly Notice[]): void {
    this.notices = notices;
    this.emit("notices", undefined);
  }

  read(draft: Draft): Doc {
    return read(this.registry, draft);
  }

  write(doc: Doc = this.#doc): Draft {
    return write(this.registry, doc);
  }

  /** What a block is called: its type, and what it says first. */
  name(id: string): string {
    const node = this.#doc.nodes[id];
    if (node === undefined) return "Block";
    const title = this.registry.title(node.type);
    for (const field of this.registry.fields(node.type)) {
      const value = node.props[field.name];
      if (typeof value !== "string" || !["text", "textarea", "rich_text"].includes(field.kind)) continue;
      const text = field.kind === "rich_text" ? wordsOf(value) : value.trim();
      if (text !== "") return `${title}: ${text.length > 40 ? `${text.slice(0, 39)}…` : text}`;
    }
    return title;
  }

  /** The base of the Admin API for this page. */
  url(rest: string): string {
    return `/admin/pages/${this.boot.page.id}${rest}`;
  }

  #turn(after: Doc, origin: Origin): void {
    const before = this.#doc;
    this.#doc = after;
    if (this.#selected !== undefined && placeOf(after, this.#selected) === undefined) this.select(undefined);
    this.emit("doc", { before, after, origin });
    this.saver.edited();
  }
}
