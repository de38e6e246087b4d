// Frames around the blocks that others are at, in their colours and with their names.

import type { App } from "../app.ts";
import { fill, h } from "../chrome/dom.ts";
import type { Guest } from "../live/guests.ts";
import { elementOf } from "./elements.ts";

interface Name {
  readonly words: string;
  readonly color: string;
}

export class Others {
  readonly #app: App;
  readonly #holder = h("div", { class: "others", "aria-hidden": "true" });
  readonly #frames = new Map<string, { readonly frame: HTMLElement; said: string }>();
  #at = new Map<string, Name[]>();
  readonly #watch = new ResizeObserver(() => this.#place());

  constructor(app: App) {
    this.#app = app;
    // Whoever sits here stands above the others.
    app.shell.overlay.prepend(this.#holder);
    app.on("layout", () => this.#place());
    app.on("doc", () => this.#place());
    addEventListener("resize", () => this.#place());
    document.addEventListener("load", () => this.#place(), true);
    this.#watch.observe(document.body);
  }

  show(guests: readonly Guest[]): void {
    const at = new Map<string, Name[]>();
    for (const { name, color, isSelf, windows } of guests) {
      for (const block of new Set(windows.flatMap((window) => window.block ?? []))) {
        const isWriting = windows.some((window) => window.block === block && window.isDirty);
        at.set(block, [...(at.get(block) ?? []), { words: `${isSelf ? "You, elsewhere" : name}${isWriting ? " …" : ""}`, color }]);
      }
    }
    this.#at = at;
    this.#place();
  }

  #place(): void {
    for (const [block, { frame }] of this.#frames) {
      if (this.#at.has(block) && this.#app.doc.nodes[block] !== undefined) continue;
      frame.remove();
      this.#frames.delete(block);
    }
    for (const [block, names] of this.#at) {
      const box = this.#app.doc.nodes[block] === undefined ? undefined : elementOf(block)?.getBoundingClientRect();
      if (box === undefined) continue;
      const own = this.#frames.get(block) ?? this.#make(block);
      const said = JSON.stringify(names);
      if (own.said !== said) {
        own.said = said;
        own.frame.style.setProperty("--own", names[0]?.color ?? "");
        fill(own.frame, names.map(({ words, color }) => {
          const label = h("span", { class: "other-name" }, words);
          label.style.setProperty("--own", color);
          return label;
        }));
      }
      Object.assign(own.frame.style, { transform: `translate(${box.left + scrollX}px, ${box.top + scrollY}px)`, width: `${box.width}px`, height: `${box.height}px` });
    }
  }

  #make(block: string): { frame: HTMLElement; said: string } {
    const made = { frame: h("div", { class: "other", "data-other": block }), said: "" };
    this.#frames.set(block, made);
    this.#holder.append(made.frame);
    return made;
  }
}
