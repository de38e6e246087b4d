// The frame around the block that the pointer or the keyboard is at, with what can be done to it.

import type { App } from "../app.ts";
import { fill, focused, h, icon, iconButton, roam } from "../chrome/dom.ts";
import { showMenu, type Item } from "../chrome/menu.ts";
import { openPalette } from "../chrome/palette.ts";
import { ownersOf, placeOf } from "../model/edit.ts";
import { PAGE } from "../model/types.ts";
import type { Deeds } from "./deeds.ts";
import { blocksIn, elementOf, idOf, slotOf } from "./elements.ts";

/** The pointer may pass over others on its way to the handles. */
const LINGER = 140;

export class Frames {
  readonly #app: App;
  readonly #deeds: Deeds;
  readonly #frame: HTMLElement;
  readonly #bar: HTMLElement;
  readonly #before: HTMLButtonElement;
  readonly #after: HTMLButtonElement;
  readonly #empties: HTMLElement;
  readonly handle: HTMLButtonElement;
  readonly #name: HTMLButtonElement;
  #hovered: string | undefined;
  #shown: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDragging = false;
  readonly #watch = new ResizeObserver(() => this.place());

  constructor(app: App, deeds: Deeds) {
    this.#app = app;
    this.#deeds = deeds;
    this.handle = iconButton("drag", "Drag to move, or press for ways to move", () => this.#moveMenu(), { class: "icon-button handle", "aria-haspopup": "menu", "aria-expanded": "false" });
    this.#name = h("button", { type: "button", class: "frame-name", on: { click: () => this.#act((id) => app.emit("settings", id)) } });
    this.#bar = h(
      "div",
      { class: "frame-bar", role: "toolbar", "aria-label": "Block", on: { keydown: (event) => this.#key(event), mousedown: (event) => event.target instanceof HTMLElement && event.target.closest(".handle") === null && event.preventDefault() } },
      this.handle,
      this.#name,
      iconButton("parent", "Select the block around it", () => this.#act((id) => this.#up(id)), { class: "icon-button parent" }),
      iconButton("up", "Move up (Alt+↑)", () => this.#act((id) => this.#deeds.step(id, -1))),
      iconButton("down", "Move down (Alt+↓)", () => this.#act((id) => this.#deeds.step(id, 1))),
      iconButton("settings", "Settings", () => this.#act((id) => app.emit("settings", id))),
      iconButton("more", "More", (event) => this.#more(event.currentTarget as HTMLElement), { class: "icon-button more", "aria-haspopup": "menu", "aria-expanded": "false" }),
    );
    this.#before = h("button", { type: "button", class: "insert", "aria-label": "Add a block before", title: "Add a block before", on: { click: () => this.add("before") } }, icon("plus"));
    this.#after = h("button", { type: "button", class: "insert", "aria-label": "Add a block after", title: "Add a block after", on: { click: () => this.add("after") } }, icon("plus"));
    this.#frame = h("div", { class: "frame", hidden: true }, h("div", { class: "frame-line" }), this.#bar, this.#before, this.#after);
    this.#empties = h("div", {});
    app.shell.overlay.append(this.#empties, this.#frame);
    app.on("layout", () => this.place());
    app.on("selection", ({ id, show }) => {
      this.#hovered = undefined;
      this.#show(id);
      if (show && id !== undefined) elementOf(id)?.scrollIntoView({ block: "nearest" });
    });
    this.#listen();
    this.#watch.observe(document.body);
    this.place();
  }

  set dragging(is: boolean) {
    this.#isDragging = is;
    this.#frame.classList.toggle("is-dragging", is);
  }

  /** The block that a frame is around. */
  get shown(): string | undefined {
    return this.#shown;
  }

  /** The keyboard goes to the frame. */
  focus(): void {
    if (!this.#frame.hidden) this.#name.focus({ preventScroll: true });
  }

  get hasFocus(): boolean {
    return this.#bar.contains(focused());
  }

  add(where: "before" | "after" | "end"): void {
    const id = this.#shown ?? this.#app.selected;
    const at = where === "end" || id === undefined ? undefined : placeOf(this.#app.doc, id);
    const place = at === undefined ? { slot: PAGE, index: this.#app.doc.slots[PAGE]?.length ?? 0 } : { slot: at.slot, index: at.index + (where === "after" ? 1 : 0) };
    const words = at === undefined || id === undefined ? "At the end of the page" : `${where === "after" ? "After" : "Before"} ${this.#app.name(id)}`;
    openPalette(this.#app, place, words, (form) => this.#deeds.insert(form, place));
  }

  place(): void {
    this.#placeEmpties();
    const element = this.#shown === undefined ? null : elementOf(this.#shown);
    const box = element?.getBoundingClientRect();
    this.#frame.hidden = box === undefined;
    if (box === undefined) return;
    const [left, top] = [box.left + scrollX, box.top + scrollY];
    Object.assign(this.#frame.style, { transform: `translate(${left}px, ${top}px)`, width: `${box.width}px`, height: `${box.height}px` });
    // Its bar stays in sight while a high block is scrolled by, and within the window.
    const own = this.#bar.offsetHeight + 6;
    const isAbove = box.top >= own && !this.#wouldCover(box.left, box.top - own, own);
    const down = isAbove ? -own : Math.min(Math.max(8 - box.top, 6), Math.max(6, box.height - own));
    const right = document.documentElement.clientWidth - this.#bar.offsetWidth - 8;
    const across = Math.max(8 - box.left, Math.min(8, right - box.left));
    this.#bar.style.transform = `translate(${across}px, ${down}px)`;
    this.#frame.classList.toggle("is-inside", !isAbove);
  }

  /** Whether it would cover what is not the page's own to edit: the header's links. */
  #wouldCover(left: number, top: number, height: number): boolean {
    if (top >= (slotOf(PAGE)?.getBoundingClientRect().top ?? 0)) return false;
    const width = this.#bar.offsetWidth;
    const points = [0, 0.25, 0.5, 0.75, 1].flatMap((part) => [6, height - 6].map((down) => [left + 8 + width * part, top + down] as const));
    return points.some(([x, y]) => document.elementsFromPoint(x, y).some((one) => one !== this.#app.shell.host && one.closest("a, button, input, select, summary") !== null));
  }

  #show(id: string | undefined): void {
    if (this.#shown === id) {
      this.place();
      return;
    }
    const hadFocus = this.hasFocus;
    if (this.#shown !== undefined) {
      const old = elementOf(this.#shown);
      if (old !== null) this.#watch.unobserve(old);
    }
    this.#shown = id;
    const element = id === undefined ? null : elementOf(id);
    if (id !== undefined && element !== null) {
      const { doc, registry } = this.#app;
      const node = doc.nodes[id];
      fill(this.#name, icon(registry.form(node?.type ?? "")?.icon ?? "block"), h("span", {}, registry.title(node?.type ?? "")));
      this.#name.setAttribute("aria-label", `${this.#app.name(id)}, settings`);
      this.#bar.classList.toggle("is-nested", ownersOf(doc, id).length > 0);
      this.#watch.observe(element);
    }
    this.#frame.classList.toggle("is-selected", id !== undefined && id === this.#app.selected);
    this.place();
    if (hadFocus && id !== undefined) this.focus();
  }

  #act(work: (id: string) => void): void {
    const id = this.#shown;
    if (id === undefined) return;
    this.#app.select(id);
    this.#frame.classList.add("is-selected");
    work(id);
  }

  #up(id: string): void {
    const [owner] = ownersOf(this.#app.doc, id);
    if (owner === undefined) return;
    this.#app.select(owner, true);
    this.#show(owner);
  }

  #moveMenu(): void {
    if (this.#isDragging) return;
    this.#act((id) => {
      const place = placeOf(this.#app.doc, id);
      const last = (this.#app.doc.slots[place?.slot ?? PAGE]?.length ?? 1) - 1;
      const items: Item[] = [];
      if ((place?.index ?? 0) > 0) items.push({ label: "Up", icon: "up", hint: "Alt+↑", run: () => this.#deeds.step(id, -1) });
      if ((place?.index ?? 0) < last) items.push({ label: "Down", icon: "down", hint: "Alt+↓", run: () => this.#deeds.step(id, 1) });
      items.push(...this.#deeds.destinations(id).map((to) => ({ label: to.title, icon: "drag", run: () => void this.#deeds.moveTo(id, to.place) })));
      if (items.length > 0) showMenu(this.#app.shell, this.handle, "Move", items);
      else this.#app.shell.announce("There is nowhere else to go");
    });
  }

  #more(at: HTMLElement): void {
    this.#act((id) =>
      showMenu(this.#app.shell, at, "Block", [
        { label: "Duplicate", icon: "copy", hint: "Ctrl+D", run: () => this.#deeds.duplicate(id) },
        { label: "Add before", icon: "plus", run: () => this.add("before") },
        { label: "Add after", icon: "plus", run: () => this.add("after") },
        { label: "Move…", icon: "drag", run: () => this.#moveMenu() },
        { label: "Delete", icon: "trash", hint: "Del", isDangerous: true, run: () => this.#deeds.remove(id) },
      ]),
    );
  }

  /** Keys while the keyboard is at the frame: the arrows go from block to block. */
  #key(event: KeyboardEvent): void {
    const id = this.#shown;
    if (id === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (roam(this.#bar, event, "ArrowLeft", "ArrowRight")) return;
    const isName = focused() === this.#name;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") this.#app.emit("neighbour", event.key === "ArrowUp" ? -1 : 1);
    else if (event.key === "Enter" && isName) {
      if (!this.#deeds.write(id)) this.#app.emit("settings", id);
    } else if (event.key === "Escape") {
      this.#app.select(undefined);
      (elementOf(id)?.closest<HTMLElement>("main") ?? document.body).focus({ preventScroll: true });
    } else if (event.key === "Delete" || event.key === "Backspace") this.#deeds.remove(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #listen(): void {
    document.addEventListener("pointermove", (event) => {
      if (this.#isDragging || event.pointerType === "touch") return;
      const path = event.composedPath();
      if (path.includes(this.#app.shell.host)) {
        // At the handles the block stays.
        if (path.includes(this.#frame)) clearTimeout(this.#timer);
        return;
      }
      const id = idOf(path[0] instanceof Element ? path[0] : null);
      if (id === this.#hovered) return;
      this.#hovered = id;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#show(this.#hovered ?? this.#app.selected), this.#shown === undefined ? 0 : LINGER);
    });
    document.addEventListener("focusin", (event) => this.#frame.classList.toggle("is-typing", event.target instanceof HTMLElement && event.target.isContentEditable));
    // What stands over the text that is being typed steps aside until the pointer comes back.
    const quiet = (is: boolean): void => void this.#app.shell.overlay.classList.toggle("is-quiet", is);
    document.addEventListener("input", (event) => event.target instanceof HTMLElement && event.target.isContentEditable && quiet(true));
    document.addEventListener("pointermove", () => quiet(false), { passive: true });
    document.addEventListener("pointerdown", () => quiet(false), { passive: true });
    document.addEventListener("selectionchange", () => document.getSelection()?.isCollapsed === false && quiet(false));
    this.#app.shell.overlay.addEventListener("focusin", () => quiet(false));
    addEventListener("scroll", () => this.place(), { passive: true });
    addEventListener("resize", () => this.place());
    document.addEventListener("load", () => this.place(), true);
  }

  /** A slot without blocks has a button of its own. */
  #placeEmpties(): void {
    const slots = Object.keys(this.#app.doc.slots).filter((slot) => this.#app.doc.slots[slot]?.length === 0);
    const wanted = slots.flatMap((slot) => {
      const element = slotOf(slot);
      return element !== null && blocksIn(element).length === 0 ? [{ slot, element }] : [];
    });
    const known = new Map([...this.#empties.querySelectorAll<HTMLElement>("[data-empty]")].map((one) => [one.dataset["empty"], one]));
    for (const { slot, element } of wanted) {
      element.classList.add("kontor-empty");
      const box = element.getBoundingClientRect();
      let add = known.get(slot);
      known.delete(slot);
      if (add === undefined) {
        add = h("button", { type: "button", class: "empty-slot", "data-empty": slot, on: { click: () => this.#addTo(slot) } }, icon("plus"), slot === PAGE ? "Add the first block" : "Add a block");
        this.#empties.append(add);
      }
      Object.assign(add.style, { transform: `translate(${box.left + scrollX}px, ${box.top + scrollY}px)`, width: `${box.width}px`, height: `${Math.max(48, box.height)}px` });
    }
    for (const [slot, gone] of known) {
      gone.remove();
      slotOf(slot ?? "")?.classList.remove("kontor-empty");
    }
  }

  #addTo(slot: string): void {
    const place = { slot, index: 0 };
    openPalette(this.#app, place, slot === PAGE ? "On an empty page" : "In an empty column", (form) => this.#deeds.insert(form, place));
  }
}
