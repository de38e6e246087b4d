// Lists of entries: added, moved, taken out, and each with fields of its own.

import { button, fill, h, icon, iconButton, unique } from "../chrome/dom.ts";
import { newId } from "../model/edit.ts";
import { entries, isShown, type Entry } from "../model/registry.ts";
import type { Field, FieldOf, Json } from "../model/types.ts";
import type { Context } from "./context.ts";
import { control } from "./controls.ts";

/** Which entries are open, so that they are when the panel is made anew. */
const open = new Set<string>();

export function listControl(field: FieldOf<"list">, context: Context): HTMLElement {
  const list = entries(context.value());
  const set = (next: readonly Entry[]): void => context.set(next as unknown as Json);
  const swap = (at: number, by: number): void => {
    const next = [...list];
    const [one] = next.splice(at, 1);
    if (one !== undefined) next.splice(at + by, 0, one);
    set(next);
    context.app.shell.announce(`Now ${at + by + 1} of ${list.length}`);
  };
  const one = singular(field.title);
  const row = (entry: Entry, at: number): HTMLElement => {
    const key = `${context.path}[${entry.id}]`;
    const id = unique("entry");
    const body = h("div", { class: "entry-body", id, hidden: !open.has(key) });
    const toggle = h(
      "button",
      {
        type: "button",
        class: "entry-name",
        "aria-expanded": String(open.has(key)),
        "aria-controls": id,
        "data-key": key,
        on: {
          click: () => {
            body.hidden = !body.hidden;
            if (body.hidden) open.delete(key);
            else open.add(key);
            toggle.setAttribute("aria-expanded", String(!body.hidden));
            if (!body.hidden && body.childElementCount === 0) make();
          },
        },
      },
      icon("chevron"),
      h("span", {}, nameOf(entry, field.fields) ?? `${one} ${at + 1}`),
    );
    const make = (): void => {
      const shown = field.fields.filter((inner) => inner.kind !== "slot" && isShown(inner, entry));
      fill(body, shown.map((inner) => control(inner, context.within(`[${entry.id}].${inner.name}`, inner.title))));
    };
    if (open.has(key)) make();
    return h(
      "li",
      { class: "entry" },
      h(
        "div",
        { class: "entry-head" },
        toggle,
        iconButton("up", `Move ${one} ${at + 1} up`, () => swap(at, -1), { disabled: at === 0, "data-key": `${key}.up` }),
        iconButton("down", `Move ${one} ${at + 1} down`, () => swap(at, 1), { disabled: at === list.length - 1, "data-key": `${key}.down` }),
        iconButton("trash", `Take ${one} ${at + 1} out`, () => set(list.filter((other) => other.id !== entry.id)), { disabled: list.length <= field.min }),
      ),
      body,
    );
  };
  const add = button(
    [icon("plus"), `Add ${/^[aeiou]/i.test(one) ? "an" : "a"} ${one.toLowerCase()}`],
    () => {
      const entry: Entry = { id: newId(), ...first(field.fields) };
      open.add(`${context.path}[${entry.id}]`);
      set([...list, entry]);
    },
    "plain",
    { disabled: list.length >= field.max, "data-key": `${context.path}.add` },
  );
  return h("div", { class: "control", role: "group", "aria-label": field.title }, h("span", { class: "label" }, field.title), h("ol", { class: "entries" }, list.map(row)), add, h("p", { class: "help" }, field.help));
}

/** What a new entry says: enough to be seen on the page and typed over. */
function first(fields: readonly Field[]): Record<string, Json> {
  const said: Record<string, Json> = {};
  for (const field of fields) {
    if (field.kind === "text" && field.needed) said[field.name] = field.title;
    if (field.kind === "textarea" && field.needed) said[field.name] = field.title;
    if (field.kind === "rich_text" && field.needed) said[field.name] = `<p>${field.title}</p>`;
    if ((field.kind === "select" || field.kind === "color") && field.options[0] !== undefined) said[field.name] = field.options[0].value;
    if (field.kind === "number") said[field.name] = field.min;
  }
  return said;
}

function nameOf(entry: Entry, fields: readonly Field[]): string | undefined {
  const field = fields.find((one) => (one.kind === "text" || one.kind === "textarea") && typeof entry[one.name] === "string" && entry[one.name] !== "");
  const text = field === undefined ? "" : String(entry[field.name]);
  return text === "" ? undefined : text.slice(0, 60);
}

function singular(title: string): string {
  if (title === "Quotations") return "Quotation";
  return title.endsWith("ies") ? `${title.slice(0, -3)}y` : title.replace(/s$/, "");
}
