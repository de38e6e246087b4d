// The palette: what can be put on the page, found by typing.

import type { App } from "../app.ts";
import type { Form, Place } from "../model/types.ts";
import { fill, focused, h, icon } from "./dom.ts";

const GROUPS: readonly (readonly [string, string])[] = [
  ["text", "Text"],
  ["media", "Media"],
  ["layout", "Layout"],
  ["shop", "Shop"],
  ["blog", "Blog"],
  ["forms", "Forms"],
  ["advanced", "Advanced"],
];

export function openPalette(app: App, place: Place, where: string, chosen: (form: Form) => void): void {
  const allowed = app.registry.allowed(place.slot, (id) => app.doc.nodes[id]?.type);
  const forms = app.registry.forms.filter((form) => allowed.includes(form.type));
  const dialog = app.shell.dialog("Add a block", { lead: where });
  dialog.element.classList.add("palette");
  const list = h("div", { class: "palette-list" });
  const count = h("p", { class: "spoken", role: "status" });
  const choose = (form: Form): void => {
    dialog.close();
    chosen(form);
  };
  const input = h("input", {
    type: "search",
    class: "palette-search",
    placeholder: "Search blocks",
    "aria-label": "Search blocks",
    autocomplete: "off",
    on: {
      input: () => show(),
      keydown: (event) => {
        const first = list.querySelector<HTMLElement>("button");
        if (event.key === "Enter") first?.click();
        else if (event.key === "ArrowDown") first?.focus();
        else return;
        event.preventDefault();
      },
    },
  });
  const show = (): void => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = forms.filter((form) => words.every((word) => `${form.title} ${form.type} ${form.description} ${form.group}`.toLowerCase().includes(word)));
    const groups = GROUPS.map(([group, title]) => ({ title, forms: found.filter((form) => form.group === group) })).filter((one) => one.forms.length > 0);
    fill(
      list,
      groups.map((group) =>
        h(
          "section",
          {},
          h("h3", {}, group.title),
          h(
            "div",
            { class: "palette-grid" },
            group.forms.map((form) =>
              h(
                "button",
                { type: "button", class: "palette-item", "data-type": form.type, on: { click: () => choose(form) } },
                h("span", { class: "palette-icon" }, icon(form.icon)),
                h("span", { class: "palette-words" }, h("b", {}, form.title), h("span", {}, form.description)),
              ),
            ),
          ),
        ),
      ),
      found.length === 0 && h("p", { class: "empty" }, `No block is called “${input.value}”.`),
    );
    count.textContent = words.length > 0 ? `${found.length} found` : "";
  };
  list.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll<HTMLElement>("button")];
    const at = all.indexOf(focused() as HTMLElement);
    if (at < 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowRight") all[Math.min(at + 1, all.length - 1)]?.focus();
    else if (event.key === "ArrowUp" || event.key === "ArrowLeft") (at === 0 ? input : all[at - 1])?.focus();
    else return;
    event.preventDefault();
  });
  fill(dialog.body, input, count, list);
  dialog.foot.remove();
  show();
  input.focus();
}
