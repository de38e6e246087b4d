// The panel at the side: the settings of a block, or of the page.

import type { App } from "../app.ts";
import { button, fill, focused, h, icon, iconButton } from "../chrome/dom.ts";
import { ownersOf } from "../model/edit.ts";
import { isShown } from "../model/registry.ts";
import type { Deeds } from "../page/deeds.ts";
import { contextOf } from "./context.ts";
import { control } from "./controls.ts";
import { tellAll } from "./notices.ts";
import { pageControls } from "./page.ts";

export class Panel {
  readonly #app: App;
  readonly #deeds: Deeds;
  readonly #panel: HTMLElement;
  readonly #title: HTMLElement;
  readonly #body: HTMLElement;
  #shows: "block" | "page" | undefined;
  #block: string | undefined;
  #isQuiet = false;
  #back: Element | null = null;

  constructor(app: App, deeds: Deeds) {
    this.#app = app;
    this.#deeds = deeds;
    this.#title = h("h2", { class: "panel-title", tabindex: -1 });
    this.#body = h("div", { class: "panel-body" });
    this.#panel = h(
      "div",
      {
        class: "panel",
        role: "group",
        "aria-label": "Settings",
        hidden: true,
        on: {
          keydown: (event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            this.close();
          },
        },
      },
      h("header", { class: "panel-head" }, this.#title, iconButton("close", "Close settings", () => this.close())),
      this.#body,
    );
    app.shell.add(this.#panel);
    app.on("settings", (id) => this.openBlock(id, true));
    app.on("selection", ({ id }) => {
      if (this.#shows === "block" && id !== undefined) this.openBlock(id, false);
    });
    app.on("facts", () => this.#shows === "page" && this.#make());
    app.on("notices", () => tellAll(app, this.#body));
    app.on("doc", ({ origin }) => {
      const isQuiet = this.#isQuiet && origin === "panel";
      this.#isQuiet = false;
      // What is typed on the page is not typed here: it is enough to follow once it is done.
      if (!isQuiet && this.#shows !== undefined) this.#make();
    });
  }

  get isOpen(): "block" | "page" | undefined {
    return this.#shows;
  }

  openBlock(id: string, takesFocus: boolean): void {
    const isSame = this.#shows === "block" && this.#block === id;
    this.#shows = "block";
    this.#block = id;
    this.#open(takesFocus, !isSame);
  }

  openPage(): void {
    this.#shows = "page";
    this.#open(true, true);
  }

  close(): void {
    this.#shows = undefined;
    this.#panel.hidden = true;
    if (this.#back instanceof HTMLElement && this.#back.isConnected) this.#back.focus({ preventScroll: true });
    this.#app.emit("layout", undefined);
  }

  #open(takesFocus: boolean, isOther: boolean): void {
    if (takesFocus && !this.#panel.contains(focused())) this.#back = focused();
    this.#panel.hidden = false;
    this.#make();
    if (isOther) this.#body.scrollTop = 0;
    if (takesFocus) this.#title.focus({ preventScroll: true });
  }

  /** Makes all controls anew; the keyboard stays where it was. */
  #make(): void {
    const active = focused();
    const key = active instanceof HTMLElement && this.#body.contains(active) ? active.dataset["key"] : undefined;
    const caret = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement ? active.selectionStart : null;
    const top = this.#body.scrollTop;
    if (this.#shows === "page") this.#makePage();
    else this.#makeBlock();
    this.#body.scrollTop = top;
    if (key === undefined) return;
    const again = this.#body.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    again?.focus({ preventScroll: true });
    if (caret !== null && (again instanceof HTMLTextAreaElement || (again instanceof HTMLInputElement && again.type === "text"))) again.setSelectionRange(caret, caret);
  }

  #makePage(): void {
    this.#title.textContent = "Page";
    fill(this.#body, pageControls(this.#app, () => (this.#isQuiet = true)));
  }

  #makeBlock(): void {
    const id = this.#block ?? "";
    const { doc, registry } = this.#app;
    const node = doc.nodes[id];
    const form = node === undefined ? undefined : registry.form(node.type);
    if (node === undefined || form === undefined) {
      this.#shows = undefined;
      this.#panel.hidden = true;
      return;
    }
    fill(this.#title, icon(form.icon), form.title);
    const owners = ownersOf(doc, id).reverse();
    const shown = form.fields.filter((field) => isShown(field, node.props));
    const settings = shown.filter((field) => !field.inline);
    const texts = shown.filter((field) => field.inline);
    const make = (fields: typeof shown): (HTMLElement | undefined)[] =>
      fields.map((field) =>
        control(
          field,
          contextOf(this.#app, `${id}.${field.name}`, field.title, (quiet) => {
            this.#isQuiet = quiet;
          }),
        ),
      );
    fill(
      this.#body,
      owners.length > 0 &&
        h(
          "nav",
          { class: "crumbs", "aria-label": "Stands in" },
          owners.map((owner) => button(registry.title(doc.nodes[owner]?.type ?? ""), () => this.#app.select(owner, true), "quiet")),
        ),
      h("p", { class: "help" }, form.description),
      make(settings),
      texts.length > 0 && settings.length > 0 && h("h3", { class: "panel-part" }, "Texts"),
      make(texts),
      h("footer", { class: "panel-foot" }, button([icon("copy"), "Duplicate"], () => this.#deeds.duplicate(id), "quiet"), button([icon("trash"), "Delete"], () => this.#deeds.remove(id), "danger")),
    );
  }
}
