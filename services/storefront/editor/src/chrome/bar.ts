// The bar: what is saved, who else is here, undo and redo, adding, the parts of the page, and publishing.

import type { App } from "../app.ts";
import { signIn } from "../dialogs/session.ts";
import { button, fill, h, icon, iconButton, roam } from "./dom.ts";
import { showMenu } from "./menu.ts";
import { clockWords, statusWords, timeWords } from "./words.ts";

export interface Wishes {
  add(): void;
  outline(): void;
  page(): void;
  leave(): void;
}

export class Bar {
  readonly #app: App;
  readonly #state: HTMLElement;
  readonly #status: HTMLElement;
  readonly #undo: HTMLButtonElement;
  readonly #redo: HTMLButtonElement;
  readonly #fault: HTMLElement;
  #isKept = true;
  #said = "";

  constructor(app: App, people: HTMLElement, wishes: Wishes) {
    this.#app = app;
    this.#state = h("span", { class: "state" });
    this.#status = h("span", { class: "status" });
    this.#fault = h("div", { class: "bar-fault", hidden: true });
    this.#undo = iconButton("undo", "Undo (Ctrl+Z)", () => app.undo());
    this.#redo = iconButton("redo", "Redo (Ctrl+Shift+Z)", () => app.redo());
    const more = iconButton("more", "More", () => showMenu(app.shell, more, "More", [
      { label: "Parts of the page", icon: "outline", run: wishes.outline },
      { label: "Page settings", icon: "page", run: wishes.page },
      { label: "History", icon: "history", run: () => app.emit("ask", "history") },
      { label: "View the page", icon: "open", run: wishes.leave },
    ]), { class: "icon-button only-narrow", "aria-haspopup": "menu", "aria-expanded": "false" });
    const bar = h(
      "div",
      { class: "bar", role: "toolbar", "aria-label": "Editor", on: { keydown: (event) => void roam(bar, event, "ArrowLeft", "ArrowRight") } },
      iconButton("close", "Stop editing, and view the page", wishes.leave, { class: "icon-button only-wide" }),
      h("div", { class: "bar-words" }, this.#status, this.#state),
      people,
      h("span", { class: "bar-rule only-wide" }),
      this.#undo,
      this.#redo,
      h("span", { class: "bar-rule" }),
      button([icon("plus"), h("span", {}, "Add")], wishes.add, "bar", { "aria-label": "Add a block" }),
      iconButton("outline", "Parts of the page", wishes.outline, { class: "icon-button only-wide" }),
      iconButton("page", "Page settings", wishes.page, { class: "icon-button only-wide" }),
      iconButton("history", "History", () => app.emit("ask", "history"), { class: "icon-button only-wide" }),
      more,
      app.boot.may.publish ? button("Publish", () => app.emit("ask", "publish"), "strong") : undefined,
    );
    app.shell.add(h("div", { class: "bar-holder" }, this.#fault, bar));
    app.on("state", () => this.#tell());
    app.on("facts", () => this.#tell());
    app.on("doc", () => this.#tellSteps());
    this.#tell();
    this.#tellSteps();
  }

  /** Whether what is not saved is kept in the browser. */
  set kept(is: boolean) {
    if (is === this.#isKept) return;
    this.#isKept = is;
    this.#tell();
  }

  #tellSteps(): void {
    const { undoable, redoable } = this.#app.history;
    this.#undo.disabled = undoable === undefined;
    this.#redo.disabled = redoable === undefined;
    this.#undo.title = undoable === undefined ? "Nothing to undo" : `Undo ${undoable} (Ctrl+Z)`;
    this.#redo.title = redoable === undefined ? "Nothing to redo" : `Redo ${redoable} (Ctrl+Shift+Z)`;
  }

  #tell(): void {
    const { saver, facts, shell } = this.#app;
    const state = saver.state;
    const isPublic = facts?.published_revision != null;
    const isSame = isPublic && facts.published_revision === saver.revision && state.name === "saved";
    const plan = facts?.scheduled_at == null ? "" : ` · public ${timeWords(facts.scheduled_at)}`;
    this.#status.textContent = (facts === undefined ? "Page" : !isPublic ? "Draft" : isSame ? "Published" : "Changed") + plan;
    this.#status.title = statusWords(facts, saver.revision);
    const kept = this.#isKept ? "kept in this browser" : "and this browser has no room to keep it";
    const [words, sign] = ((): [string, string] => {
      switch (state.name) {
        case "saved":
          return [state.at === undefined ? "Everything is saved" : `Saved ${clockWords(state.at)}`, "check"];
        case "unsaved":
        case "saving":
          return ["Saving…", "history"];
        case "retrying":
          return [navigator.onLine ? `Not saved: the shop is not reached, ${kept}` : `Not saved: offline, ${kept}`, "away"];
        case "conflict":
          return ["Not saved: somebody else changed this too", "warning"];
        case "signed-out":
          return [`Not saved: signed out, ${kept}`, "warning"];
        case "forbidden":
          return ["Not saved: you may not", "warning"];
        case "gone":
          return ["Not saved: the page was deleted", "warning"];
        case "refused":
          return ["Not saved", "warning"];
      }
    })();
    fill(this.#state, icon(sign), h("span", {}, words));
    this.#state.className = `state is-${state.name}`;
    this.#state.title = words;
    const isCalm = ["saved", "unsaved", "saving"].includes(state.name);
    this.#fault.hidden = isCalm;
    const action =
      state.name === "conflict"
        ? button("Look at both", () => this.#app.emit("resolve", undefined), "quiet")
        : state.name === "signed-out"
          ? button("Sign in", () => signIn(this.#app), "quiet")
          : state.name === "retrying" || state.name === "refused" || state.name === "forbidden"
            ? button("Try now", () => saver.retry(), "quiet")
            : undefined;
    fill(this.#fault, icon(sign), h("span", {}, "message" in state ? `${words}: ${state.message}` : words), action);
    // Each key would be too much to hear.
    const heard = isCalm ? (state.name === "saved" ? "Saved" : "") : words;
    if (heard !== "" && heard !== this.#said) {
      if (this.#said !== "" || !isCalm) shell.announce(heard);
      this.#said = heard;
    }
  }
}
