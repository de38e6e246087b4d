// Rich texts, typed where they stand, with TipTap.

import { Editor, Extension, getHTMLFromFragment } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";

import type { App } from "../app.ts";
import { setAt, valueAt } from "../model/edit.ts";
import { split } from "../model/registry.ts";
import { clean, lengthOf } from "./plain.ts";
import { SCHEMA } from "./schema.ts";
import type { Toolbar } from "./toolbar.ts";

export class Rich {
  readonly #app: App;
  readonly #toolbar: Toolbar;
  readonly #open = new Map<HTMLElement, Editor>();

  constructor(app: App, toolbar: Toolbar) {
    this.#app = app;
    this.#toolbar = toolbar;
  }

  editorOf(element: HTMLElement): Editor | undefined {
    return this.#open.get(element);
  }

  /** Makes an element of the page one that is typed into. */
  mount(element: HTMLElement, path: string, label: string): Editor {
    const known = this.#open.get(element);
    if (known !== undefined) return known;
    const { block, path: rest } = split(path);
    const field = this.#app.registry.field(this.#app.doc.nodes[block]?.type ?? "", rest);
    const most = field?.kind === "rich_text" ? field.max : 65_536;
    const value = valueAt(this.#app.doc, path);
    element.replaceChildren();
    const editor = new Editor({
      element: { mount: element },
      extensions: [...SCHEMA, limit(most, () => this.#app.shell.toast(`This text has room for ${most} characters of HTML: what is beyond was left out`, undefined, true))],
      content: typeof value === "string" ? value : "",
      injectCSS: false,
      enableContentCheck: false,
      editorProps: {
        attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label },
        // The schema takes none of it anyway, in a document in which nothing runs; browsers log it all the same.
        transformPastedHTML: (html) => html.replace(/<(script|style|iframe|svg|math)\b[^]*?(?:<\/\1\s*>|$)/gi, "").replace(/\son\w+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ""),
        // Escape and the like are the editor's own.
        handleKeyDown: (_view, event) => event.key === "Escape",
      },
      onUpdate: () => {
        const html = editor.isEmpty ? "" : clean(editor.getHTML(), true);
        this.#app.edit(setAt(this.#app.registry, this.#app.doc, path, html), { label: `typing in ${this.#app.registry.title(this.#app.doc.nodes[block]?.type ?? "")}`, origin: "inline", group: path });
      },
      onSelectionUpdate: () => this.#toolbar.show(editor, element),
      onTransaction: () => this.#toolbar.update(editor),
      onFocus: () => this.#toolbar.show(editor, element),
      onBlur: () => {
        this.#app.history.seal();
        this.#toolbar.leave(editor);
      },
    });
    this.#open.set(element, editor);
    return editor;
  }

  /** Says something else in a text that is open. */
  show(element: HTMLElement, html: string): boolean {
    const editor = this.#open.get(element);
    if (editor === undefined) return false;
    if (editor.getHTML() === html) return true;
    const { from, to } = editor.state.selection;
    editor.commands.setContent(html, { emitUpdate: false });
    const end = editor.state.doc.content.size;
    editor.commands.setTextSelection({ from: Math.min(from, end), to: Math.min(to, end) });
    return true;
  }

  /** Lets go of texts whose elements are gone. */
  sweep(): void {
    for (const [element, editor] of this.#open) {
      if (element.isConnected) continue;
      this.#toolbar.leave(editor);
      editor.destroy();
      this.#open.delete(element);
    }
  }
}

/** Nothing comes in that the server would refuse as too long: what is to be seen is what is saved. */
function limit(most: number, refused: () => void): Extension {
  return Extension.create({
    name: "limit",
    addProseMirrorPlugins: () => [
      new Plugin({
        filterTransaction: (transaction, state) => {
          // Tags and escapes make HTML longer, but seldom four times.
          if (!transaction.docChanged || transaction.doc.content.size * 4 < most) return true;
          const long = lengthOf(getHTMLFromFragment(transaction.doc.content, state.schema));
          if (long <= most || transaction.doc.content.size < state.doc.content.size) return true;
          refused();
          return false;
        },
      }),
    ],
  });
}
