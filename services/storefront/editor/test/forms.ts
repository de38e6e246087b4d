// A few types of blocks, as the server tells them.

import { Registry } from "../src/model/registry.ts";
import type { Form, Kind } from "../src/model/types.ts";

const field = (name: string, kind: Kind, more: object = {}) => ({ name, title: name, help: "", inline: false, needed: false, ...kind, ...more });

const all = ["heading", "rich_text", "faq", "columns", "grid"];

export const FORMS = [
  { type: "heading", fields: [field("text", { kind: "text", max: 200 }, { inline: true, needed: true }), field("level", { kind: "number", min: 1, max: 6 })], defaults: { text: "A heading", level: 2 } },
  { type: "rich_text", fields: [field("html", { kind: "rich_text", max: 65_536 }, { inline: true })], defaults: { html: "<p>Text</p>" } },
  {
    type: "faq",
    fields: [
      field("title", { kind: "text", max: 200 }),
      field("questions", { kind: "list", min: 0, max: 60, fields: [field("question", { kind: "text", max: 300 }), field("answer", { kind: "rich_text", max: 8192 })] }),
    ],
    defaults: { title: "", questions: [{ question: "What?", answer: "<p>That.</p>" }] },
  },
  {
    type: "columns",
    fields: [field("columns", { kind: "list", min: 2, max: 4, fields: [field("share", { kind: "number", min: 1, max: 6 }), field("blocks", { kind: "slot", allow: all })] })],
    defaults: { columns: [{ share: 1, blocks: [] }, { share: 1, blocks: [] }] },
  },
  {
    type: "grid",
    fields: [
      field("source", { kind: "select", options: [{ value: "collection", title: "A collection" }, { value: "search", title: "A search" }] }),
      field("search", { kind: "text", max: 200 }, { shown_when: { field: "source", is: "search" } }),
    ],
    defaults: { source: "collection" },
  },
].map((form) => ({ ...form, title: form.type, description: "", group: "text", icon: "text" })) as unknown as readonly Form[];

export const registry = new Registry(FORMS);
