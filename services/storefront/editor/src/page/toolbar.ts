// What is done to rich text besides typing it: a small row of buttons at the text that is being edited.

import type { Editor } from "@tiptap/core";

import type { App } from "../app.ts";
import { button, fill, focused, h, iconButton, roam } from "../chrome/dom.ts";
import { addressFault, meant } from "../model/link.ts";

interface Tool {
  readonly icon: string;
  readonly label: string;
  isOn(editor: Editor): boolean;
  run(editor: Editor): void;
}

const TOOLS: readonly Tool[] = [
  { icon: "bold", label: "Bold (Ctrl+B)", isOn: (editor) => editor.isActive("bold"), run: (editor) => editor.chain().focus().toggleBold().run() },
  { icon: "italic", label: "Italic (Ctrl+I)", isOn: (editor) => editor.isActive("italic"), run: (editor) => editor.chain().focus().toggleItalic().run() },
  { icon: "underline", label: "Underline (Ctrl+U)", isOn: (editor) => editor.isActive("underline"), run: (editor) => editor.chain().focus().toggleUnderline().run() },
  { icon: "strike", label: "Strike through", isOn: (editor) => editor.isActive("strike"), run: (editor) => editor.chain().focus().toggleStrike().run() },
  { icon: "list", label: "List", isOn: (editor) => editor.isActive("bulletList"), run: (editor) => editor.chain().focus().toggleBulletList().run() },
  { icon: "numbers", label: "Numbered list", isOn: (editor) => editor.isActive("orderedList"), run: (editor) => editor.chain().focus().toggleOrderedList().run() },
  { icon: "quote", label: "Quotation", isOn: (editor) => editor.isActive("blockquote"), run: (editor) => editor.chain().focus().toggleBlockquote().run() },
  { icon: "code", label: "Code", isOn: (editor) => editor.isActive("code"), run: (editor) => editor.chain().focus().toggleCode().run() },
];

const STYLES: readonly { value: string; title: string }[] = [
  { value: "0", title: "Text" },
  { value: "2", title: "Heading 2" },
  { value: "3", title: "Heading 3" },
  { value: "4", title: "Heading 4" },
  { value: "pre", title: "Block of code" },
];

export class Toolbar {
  readonly #bar: HTMLElement;
  readonly #buttons: { readonly tool: Tool; readonly element: HTMLButtonElement }[];
  readonly #link: HTMLButtonElement;
  readonly #style: HTMLSelectElement;
  readonly #form: HTMLFormElement;
  #editor: Editor | undefined;
  #at: HTMLElement | undefined;

  constructor(app: App) {
    this.#buttons = TOOLS.map((tool) => ({ tool, element: iconButton(tool.icon, tool.label, () => this.#editor !== undefined && tool.run(this.#editor), { "aria-pressed": "false" }) }));
    this.#link = iconButton("link", "Link (Ctrl+K)", () => this.askLink(), { "aria-pressed": "false", "aria-expanded": "false" });
    this.#style = h(
      "select",
      { class: "style", "aria-label": "Style of the paragraph", on: { change: () => this.#restyle() } },
      STYLES.map(({ value, title }) => h("option", { value }, title)),
    );
    this.#form = h("form", { class: "link-form", hidden: true });
    this.#bar = h(
      "div",
      {
        class: "rich-bar",
        role: "toolbar",
        "aria-label": "Text",
        hidden: true,
        on: {
          // The selection in the text stays.
          mousedown: (event) => {
            if (!(event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement)) event.preventDefault();
          },
          focusout: (event) => {
            const to = event.relatedTarget;
            if (to === null || (to instanceof globalThis.Node && this.#bar.contains(to))) return;
            setTimeout(() => this.#hideUnless(), 0);
          },
          keydown: (event) => {
            if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
            if (event.key === "Escape") {
              event.stopPropagation();
              this.#editor?.commands.focus();
            } else roam(this.#bar, event, "ArrowLeft", "ArrowRight");
          },
        },
      },
      h("div", { class: "rich-row" }, this.#style, this.#buttons.slice(0, 4).map(({ element }) => element), this.#link, this.#buttons.slice(4).map(({ element }) => element)),
      this.#form,
    );
    app.shell.overlay.append(this.#bar);
    app.on("layout", () => this.#place());
    addEventListener("scroll", () => this.#place(), { passive: true });
    addEventListener("resize", () => this.#place());
  }

  show(editor: Editor, at: HTMLElement): void {
    if (!editor.isFocused) return;
    this.#editor = editor;
    this.#at = at;
    this.#bar.hidden = false;
    this.update(editor);
    this.#place();
  }

  update(editor: Editor): void {
    if (editor !== this.#editor || this.#bar.hidden) return;
    for (const { tool, element } of this.#buttons) element.setAttribute("aria-pressed", String(tool.isOn(editor)));
    this.#link.setAttribute("aria-pressed", String(editor.isActive("link")));
    const level = [2, 3, 4].find((one) => editor.isActive("heading", { level: one }));
    this.#style.value = editor.isActive("codeBlock") ? "pre" : String(level ?? 0);
  }

  /** A text is left; who goes to the buttons has not left it. */
  leave(editor: Editor): void {
    if (editor === this.#editor) setTimeout(() => this.#hideUnless(), 0);
  }

  /** The keyboard goes to the buttons. */
  focus(): boolean {
    if (this.#bar.hidden) return false;
    this.#style.focus();
    return true;
  }

  askLink(): void {
    const editor = this.#editor;
    if (editor === undefined || this.#bar.hidden) return;
    const now = editor.getAttributes("link")["href"] as string | undefined;
    const input = h("input", { type: "text", inputmode: "url", value: now ?? "", placeholder: "https://example.com or /about", "aria-label": "Where the link leads", autocomplete: "off", spellcheck: "false" });
    const fault = h("p", { class: "fault", role: "alert" });
    const done = (): void => {
      this.#form.hidden = true;
      this.#link.setAttribute("aria-expanded", "false");
      editor.commands.focus();
      this.#place();
    };
    this.#form.onsubmit = (event) => {
      event.preventDefault();
      const href = meant(input.value);
      const wrong = addressFault(href);
      if (wrong !== undefined) {
        fault.textContent = wrong;
        input.setAttribute("aria-invalid", "true");
        return;
      }
      const chain = editor.chain().focus();
      if (editor.state.selection.empty && now === undefined) chain.insertContent([{ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }]).run();
      else chain.extendMarkRange("link").setMark("link", { href }).run();
      done();
    };
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      done();
    });
    const remove = now !== undefined && button("Remove", () => {
      editor.chain().focus().extendMarkRange("link").unsetMark("link").run();
      done();
    });
    fill(this.#form, h("div", { class: "link-row" }, input, h("button", { class: "button is-strong" }, "Set"), remove), fault);
    this.#form.hidden = false;
    this.#link.setAttribute("aria-expanded", "true");
    this.#place();
    input.focus();
    input.select();
  }

  #restyle(): void {
    const editor = this.#editor;
    if (editor === undefined) return;
    const value = this.#style.value;
    const chain = editor.chain().focus();
    if (value === "0") chain.setParagraph().run();
    else if (value === "pre") chain.setCodeBlock().run();
    else chain.setHeading({ level: Number(value) as 2 | 3 | 4 }).run();
  }

  #hideUnless(): void {
    const active = focused();
    if (this.#editor?.isFocused === true || (active !== null && this.#bar.contains(active))) return;
    this.#bar.hidden = true;
    this.#form.hidden = true;
    this.#editor = undefined;
    this.#at = undefined;
  }

  #place(): void {
    if (this.#bar.hidden || this.#at === undefined) return;
    if (!this.#at.isConnected) {
      // The block was deleted under the caret.
      this.#bar.hidden = true;
      return;
    }
    if (matchMedia("(max-width: 40rem)").matches) {
      // On phones it stands above the keyboard.
      this.#bar.classList.add("is-docked");
      this.#bar.style.transform = "";
      return;
    }
    this.#bar.classList.remove("is-docked");
    const box = this.#at.getBoundingClientRect();
    const own = this.#bar.getBoundingClientRect();
    const right = document.documentElement.clientWidth - own.width - 8;
    let top = Math.min(Math.max(box.top - own.height - 10, 8), innerHeight - own.height - 8);
    let left = Math.min(Math.max(box.left, 8), right);
    // It stands beside the handles of the block, and does not cover them.
    const handles = this.#bar.parentElement?.querySelector(".frame:not([hidden]) .frame-bar")?.getBoundingClientRect();
    if (handles !== undefined && top < handles.bottom + 4 && top + own.height > handles.top - 4 && left < handles.right + 8 && left + own.width > handles.left) {
      if (handles.right + 8 <= right) [left, top] = [handles.right + 8, handles.top - (own.height - handles.height) / 2];
      else top = Math.max(8, handles.top - own.height - 6);
    }
    this.#bar.classList.toggle("is-over", top + own.height > box.top + 2);
    this.#bar.style.transform = `translate(${Math.round(left + scrollX)}px, ${Math.round(top + scrollY)}px)`;
  }
}
