// Makes the texts of the page ones that are typed into, and tells what was typed.

import type { App } from "../app.ts";
import { setAt, valueAt } from "../model/edit.ts";
import { split } from "../model/registry.ts";
import { fieldOf, fieldsIn, isManyLines, isPlain, isRich } from "./elements.ts";
import { caretIn, clean, cut, lengthOf, setCaret, textOf } from "./plain.ts";
import type { Rich } from "./rich.ts";
import type { Inline } from "./stage.ts";

export class Texts implements Inline {
  readonly #app: App;
  readonly #rich: Rich;

  constructor(app: App, rich: Rich) {
    this.#app = app;
    this.#rich = rich;
  }

  bind(element: Element): void {
    this.#rich.sweep();
    for (const field of fieldsIn(element)) {
      const { field: path, kind } = field.dataset;
      if (path === undefined) continue;
      if (isPlain(kind)) this.#bindPlain(field, path);
      else if (isRich(kind)) this.#bindRich(field, path);
    }
    for (const details of element.querySelectorAll("details")) details.open = true;
    // What visitors fill in is not filled in here, and films do not play: they are blocks.
    for (const control of element.querySelectorAll<HTMLElement>("input, select, textarea, video, a[href], button, summary, [tabindex='0']")) {
      if (control.closest("[data-block-id]") !== null && control.dataset["field"] === undefined) control.tabIndex = -1;
    }
  }

  show(path: string, element: HTMLElement, value: string): boolean {
    if (isRich(element.dataset["kind"])) return this.#rich.show(element, value);
    if (textOf(element) === value) return true;
    const caret = document.activeElement === element ? caretIn(element) : undefined;
    element.textContent = value;
    element.dispatchEvent(new Event("kontor-shown"));
    if (caret !== undefined) setCaret(element, Math.min(caret.start, value.length));
    return fieldOf(path) === element;
  }

  hold(element: Element): (() => void) | undefined {
    const active = document.activeElement;
    const field = active instanceof HTMLElement && element.contains(active) ? active : undefined;
    const path = field?.dataset["field"];
    if (field === undefined || path === undefined) return undefined;
    const caret = isPlain(field.dataset["kind"]) ? caretIn(field) : undefined;
    const at = this.#rich.editorOf(field)?.state.selection.from;
    return () => {
      const again = fieldOf(path);
      if (again === null) return;
      if (isRich(again.dataset["kind"])) {
        const editor = this.#rich.mount(again, path, this.#label(path));
        if (at !== undefined) editor.commands.setTextSelection(Math.min(at, editor.state.doc.content.size));
        editor.view.focus();
        return;
      }
      again.focus({ preventScroll: true });
      if (caret !== undefined) setCaret(again, caret.start, caret.end);
    };
  }

  /** What a field is called: by those who do not see where it stands. */
  #label(path: string): string {
    const { block, path: rest } = split(path);
    const type = this.#app.doc.nodes[block]?.type ?? "";
    return `${this.#app.registry.field(type, rest)?.title ?? "Text"} of ${this.#app.registry.title(type)}`;
  }

  #bindRich(element: HTMLElement, path: string): void {
    const label = this.#label(path);
    element.tabIndex = 0;
    element.classList.add("kontor-field");
    element.dataset["placeholder"] = "Write something";
    element.setAttribute("role", "textbox");
    element.setAttribute("aria-multiline", "true");
    element.setAttribute("aria-label", label);
    // It is made one that is typed into before the pointer comes down, so that the caret stands where was clicked.
    element.addEventListener("pointerenter", () => this.#rich.mount(element, path, label));
    element.addEventListener("focus", () => {
      // Once it is open, it knows by itself that it has the keyboard, and where the pointer has put the caret.
      if (this.#rich.editorOf(element) === undefined) this.#rich.mount(element, path, label).view.focus();
    });
    element.addEventListener("click", (event) => {
      const editor = this.#rich.mount(element, path, label);
      if (editor.isFocused) return;
      const at = editor.view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (at !== null) editor.commands.setTextSelection(at.pos);
      editor.view.focus();
    });
    element.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        element.dispatchEvent(new CustomEvent("kontor-link", { bubbles: true }));
      }
    });
  }

  #bindPlain(element: HTMLElement, path: string): void {
    const { block, path: rest } = split(path);
    const field = this.#app.registry.field(this.#app.doc.nodes[block]?.type ?? "", rest);
    const isMany = isManyLines(element.dataset["kind"]);
    const most = field !== undefined && "max" in field && typeof field.max === "number" ? field.max : 200;
    element.classList.add("kontor-field");
    if (isMany) element.classList.add("is-lines");
    element.dataset["placeholder"] ??= field?.title ?? "Text";
    element.setAttribute("contenteditable", "plaintext-only");
    if (element.contentEditable !== "plaintext-only") element.setAttribute("contenteditable", "true");
    element.spellcheck = true;
    element.enterKeyHint = isMany ? "enter" : "done";
    element.setAttribute("aria-description", `${this.#label(path)}, type to change it`);

    // What would say nothing to those who hear it says what is asked for.
    const holder = element.closest("button, a, summary");
    const named = (): void => {
      if (textOf(element).trim() === "") holder?.setAttribute("aria-label", element.dataset["placeholder"] ?? "");
      else holder?.removeAttribute("aria-label");
    };
    named();
    element.addEventListener("kontor-shown", named);
    const tell = (event?: Event): void => {
      const whole = clean(textOf(element), isMany);
      // What a phone composes cannot be kept from being typed: it is cut once it stands there.
      if (event instanceof InputEvent && event.isComposing && lengthOf(whole) > most) return;
      const text = cut(whole, most);
      if (text === "") element.replaceChildren();
      else if (text !== whole) {
        element.textContent = text;
        setCaret(element, text.length);
      }
      named();
      const label = `typing in ${this.#app.registry.title(this.#app.doc.nodes[block]?.type ?? "")}`;
      this.#app.edit(setAt(this.#app.registry, this.#app.doc, path, text), { label, origin: "inline", group: path });
      this.#app.emit("layout", undefined);
    };
    const put = (text: string): void => {
      const chosen = document.getSelection()?.toString() ?? "";
      const free = most - lengthOf(clean(textOf(element), isMany)) + lengthOf(chosen);
      const fits = cut(clean(text, isMany), free);
      if (lengthOf(fits) < lengthOf(clean(text, isMany))) this.#app.shell.toast(`At most ${most} characters stand here: what is beyond was left out`, undefined, true);
      if (fits !== "") document.execCommand("insertText", false, fits);
    };
    element.addEventListener("input", tell);
    element.addEventListener("compositionend", () => tell());
    element.addEventListener("beforeinput", (event) => {
      const data = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
      if (event.inputType === "historyUndo" || event.inputType === "historyRedo" || event.inputType.startsWith("format")) event.preventDefault();
      else if (event.inputType === "insertParagraph" || event.inputType === "insertLineBreak") {
        event.preventDefault();
        if (isMany) document.execCommand("insertText", false, "\n");
        else element.blur();
      } else if (event.inputType === "insertFromPaste" || event.inputType === "insertFromDrop") {
        event.preventDefault();
        put(data);
      } else if (data !== "" && !event.isComposing && document.getSelection()?.isCollapsed === true && lengthOf(textOf(element)) + lengthOf(data) > most) {
        event.preventDefault();
        this.#app.shell.announce(`At most ${most} characters stand here`);
      }
    });
    element.addEventListener("paste", (event) => {
      event.preventDefault();
      put(event.clipboardData?.getData("text/plain") ?? "");
    });
    element.addEventListener("drop", (event) => event.preventDefault());
    // Buttons and summaries are pressed by the space bar: here it is typed.
    element.addEventListener("keydown", (event) => {
      if (event.key === " " && element.closest("button, summary") !== null && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        put(" ");
      }
    });
    element.addEventListener("blur", () => {
      this.#app.history.seal();
      const value = valueAt(this.#app.doc, path);
      const said = typeof value === "string" ? value : "";
      // Browsers make blocks of lines; here they stand as the server writes them.
      if (said !== "" && (textOf(element) !== said || element.childElementCount > 0)) element.textContent = said;
    });
  }
}
