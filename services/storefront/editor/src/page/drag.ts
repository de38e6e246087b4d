// Dragging a block by its handle: with a mouse, a pen or a finger.

import type { App } from "../app.ts";
import { h, icon } from "../chrome/dom.ts";
import { ownersOf } from "../model/edit.ts";
import { dropAt, scrollBy, type Drop, type Target } from "../model/drop.ts";
import { split } from "../model/registry.ts";
import type { Deeds } from "./deeds.ts";
import { blocksIn, elementOf, slotOf } from "./elements.ts";
import type { Frames } from "./frames.ts";

/** A hand is never quite still. */
const THRESHOLD = 5;

export class Drag {
  readonly #app: App;
  readonly #deeds: Deeds;
  readonly #frames: Frames;
  readonly #line: HTMLElement;
  readonly #ghost: HTMLElement;
  #stop: (() => void) | undefined;

  constructor(app: App, deeds: Deeds, frames: Frames) {
    this.#app = app;
    this.#deeds = deeds;
    this.#frames = frames;
    this.#line = h("div", { class: "drop-line", hidden: true });
    this.#ghost = h("div", { class: "ghost", hidden: true, "aria-hidden": "true" });
    app.shell.overlay.append(this.#line, this.#ghost);
    frames.handle.addEventListener("pointerdown", (event) => this.#begin(event));
  }

  #begin(down: PointerEvent): void {
    const id = this.#frames.shown;
    if (id === undefined || down.button !== 0 || this.#stop !== undefined) return;
    const handle = this.#frames.handle;
    handle.setPointerCapture(down.pointerId);
    let [x, y] = [down.clientX, down.clientY];
    let isMoving = false;
    let drop: Drop | undefined;
    let frame = 0;
    const tick = (): void => {
      const by = scrollBy(y, innerHeight);
      if (by !== 0) scrollTo({ top: scrollY + by, behavior: "instant" });
      drop = dropAt(x, y, this.#targets(id));
      this.#show(drop, x, y);
      frame = requestAnimationFrame(tick);
    };
    const moved = (event: PointerEvent): void => {
      [x, y] = [event.clientX, event.clientY];
      if (isMoving || Math.hypot(x - down.clientX, y - down.clientY) < THRESHOLD) return;
      isMoving = true;
      this.#frames.dragging = true;
      this.#app.select(id);
      elementOf(id)?.classList.add("kontor-dragged");
      this.#ghost.replaceChildren(icon(this.#app.registry.form(this.#app.doc.nodes[id]?.type ?? "")?.icon ?? "block"), this.#app.name(id));
      this.#app.shell.announce(`${this.#app.name(id)} is being moved. Escape leaves it where it is`);
      tick();
    };
    const stop = (isDropped: boolean): void => {
      this.#stop = undefined;
      cancelAnimationFrame(frame);
      handle.removeEventListener("pointermove", moved);
      handle.removeEventListener("pointerup", up);
      handle.removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", key, true);
      elementOf(id)?.classList.remove("kontor-dragged");
      this.#line.hidden = true;
      this.#ghost.hidden = true;
      if (!isMoving) return;
      // The click that follows is none.
      handle.addEventListener("click", (event) => event.stopImmediatePropagation(), { capture: true, once: true });
      setTimeout(() => (this.#frames.dragging = false), 0);
      if (isDropped && drop !== undefined) this.#deeds.moveTo(id, { slot: drop.slot, index: drop.index });
      else this.#app.shell.announce("It stays where it was");
    };
    const up = (): void => stop(true);
    const cancel = (): void => stop(false);
    const key = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      stop(false);
    };
    this.#stop = cancel;
    handle.addEventListener("pointermove", moved);
    handle.addEventListener("pointerup", up);
    handle.addEventListener("pointercancel", cancel);
    addEventListener("keydown", key, true);
  }

  /** The slots that would take it, as they stand in the window now. */
  #targets(id: string): Target[] {
    const { doc } = this.#app;
    return Object.keys(doc.slots).flatMap((slot) => {
      const element = slotOf(slot);
      if (element === null || this.#deeds.obstacle(id, slot) !== undefined) return [];
      const box = element.getBoundingClientRect();
      const owner = split(slot).block;
      return [
        {
          slot,
          box: { left: box.left, right: box.right, top: box.top, bottom: Math.max(box.bottom, box.top + 48) },
          depth: owner === "" ? 0 : ownersOf(doc, owner).length + 1,
          children: blocksIn(element).map((child) => child.getBoundingClientRect()),
        },
      ];
    });
  }

  #show(drop: Drop | undefined, x: number, y: number): void {
    this.#ghost.hidden = false;
    this.#ghost.style.transform = `translate(${x + scrollX + 14}px, ${y + scrollY + 14}px)`;
    this.#line.hidden = drop === undefined;
    if (drop === undefined) return;
    const { left, top, right, bottom } = drop.line;
    Object.assign(this.#line.style, {
      transform: `translate(${left + scrollX - 2}px, ${top + scrollY - 2}px)`,
      width: `${Math.max(4, right - left)}px`,
      height: `${Math.max(4, bottom - top)}px`,
    });
  }
}
