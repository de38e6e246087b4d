// Products, collections and categories, found by typing their names.

import type { App } from "../app.ts";
import { button, fill, focused, h, icon, iconButton } from "../chrome/dom.ts";
import { note } from "../chrome/shell.ts";
import type { FieldOf } from "../model/types.ts";
import type { Context } from "./context.ts";
import { retrieve, search, SOURCES, type Sort, type Thing } from "./find.ts";

const PAUSE = 250;

/** A dialog in which one of several sorts is searched. */
export function pick(app: App, sorts: readonly Sort[], title: string, chosen: (thing: Thing) => void, without: readonly string[] = []): void {
  const dialog = app.shell.dialog(title);
  dialog.element.classList.add("picker");
  dialog.foot.remove();
  let sort = sorts[0] ?? "product";
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const list = h("ul", { class: "picker-list", "aria-label": "Found" });
  const status = h("p", { class: "picker-status", role: "status" });
  const input = h("input", {
    type: "search",
    placeholder: "Search",
    "aria-label": `Search ${SOURCES[sort].title}`,
    autocomplete: "off",
    on: {
      input: () => {
        clearTimeout(timer);
        timer = setTimeout(() => void show(), PAUSE);
      },
      keydown: (event) => {
        if (event.key === "ArrowDown") list.querySelector("button")?.focus();
        else if (event.key === "Enter") list.querySelector("button")?.click();
        else return;
        event.preventDefault();
      },
    },
  });
  const show = async (): Promise<void> => {
    round += 1;
    const mine = round;
    status.textContent = "Searching…";
    const found = await search(sort, input.value.trim());
    if (mine !== round) return;
    if (typeof found === "string") {
      fill(list);
      fill(status, found);
      return;
    }
    const left = found.filter(({ id }) => !without.includes(id));
    status.textContent = left.length === 0 ? "Nothing found" : "";
    fill(
      list,
      left.map((thing) =>
        h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              class: "thing",
              on: {
                click: () => {
                  dialog.close();
                  chosen(thing);
                },
              },
            },
            faceOf(thing),
          ),
        ),
      ),
    );
  };
  list.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll<HTMLElement>("button")];
    const at = all.indexOf(focused() as HTMLElement);
    if (event.key === "ArrowDown") all[Math.min(at + 1, all.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (at <= 0 ? input : all[at - 1])?.focus();
    else return;
    event.preventDefault();
  });
  const tabs =
    sorts.length > 1 &&
    h(
      "div",
      { class: "choice-row", role: "group", "aria-label": "What is searched" },
      sorts.map((one) =>
        button(SOURCES[one].title, (event) => {
          sort = one;
          input.setAttribute("aria-label", `Search ${SOURCES[one].title}`);
          for (const tab of (event.currentTarget as HTMLElement).parentElement?.children ?? []) tab.setAttribute("aria-pressed", String(tab === event.currentTarget));
          void show();
        }, "tab", { "aria-pressed": String(one === sort) }),
      ),
    );
  fill(dialog.body, tabs, input, status, list);
  input.focus();
  void show();
}

export function faceOf(thing: Thing): HTMLElement {
  const picture = thing.picture === undefined ? h("span", { class: "thing-picture" }, icon("image")) : h("img", { class: "thing-picture", src: thing.picture, alt: "", loading: "lazy" });
  return h("span", { class: "thing-face" }, picture, h("span", { class: "thing-words" }, h("b", {}, thing.title), thing.note !== undefined && h("span", {}, thing.note)));
}

/** Fills a face once it is known whose it is. */
function faceFor(sort: Sort, id: string): HTMLElement {
  const holder = h("span", { class: "thing-face" }, "…");
  void retrieve(sort, id).then((thing) => holder.replaceWith(thing === undefined ? h("span", { class: "thing-face is-missing" }, icon("warning"), "Not there any more") : faceOf(thing)));
  return holder;
}

export function pickControl(field: FieldOf<"product"> | FieldOf<"collection"> | FieldOf<"category"> | FieldOf<"reusable">, context: Context): HTMLElement {
  const now = context.value();
  const id = typeof now === "string" && now !== "" ? now : undefined;
  const choose = button(id === undefined ? `Choose` : "Change", () => pick(context.app, [field.kind], field.title, (thing) => context.set(thing.id)), "plain", { "data-key": context.path, "aria-label": `${field.title}: ${id === undefined ? "choose" : "change"}` });
  return h(
    "div",
    { class: "control", role: "group", "aria-label": field.title },
    h("span", { class: "label" }, field.title, field.needed && h("span", { class: "needed" }, " needed to publish")),
    id !== undefined && h("div", { class: "thing is-chosen" }, faceFor(field.kind, id)),
    h("div", { class: "row" }, choose, id !== undefined && button("Take out", () => context.set(undefined), "quiet")),
    h("p", { class: "help" }, field.help),
  );
}

export function manyControl(field: FieldOf<"products">, context: Context): HTMLElement {
  const now = context.value();
  const ids = Array.isArray(now) ? now.filter((one): one is string => typeof one === "string") : [];
  const swap = (at: number, by: number): void => {
    const next = [...ids];
    const [one] = next.splice(at, 1);
    if (one !== undefined) next.splice(at + by, 0, one);
    context.set(next);
  };
  const row = (id: string, at: number): HTMLElement =>
    h(
      "li",
      { class: "thing is-chosen" },
      faceFor("product", id),
      iconButton("up", "Move up", () => swap(at, -1), { disabled: at === 0, "data-key": `${context.path}[${id}].up` }),
      iconButton("down", "Move down", () => swap(at, 1), { disabled: at === ids.length - 1, "data-key": `${context.path}[${id}].down` }),
      iconButton("trash", "Take out", () => context.set(ids.filter((one) => one !== id))),
    );
  const add = button("Add a product", () => pick(context.app, ["product"], "Add a product", (thing) => context.set([...ids, thing.id]), ids), "plain", { "data-key": context.path, disabled: ids.length >= field.max });
  return h(
    "div",
    { class: "control", role: "group", "aria-label": field.title },
    h("span", { class: "label" }, field.title, field.needed && h("span", { class: "needed" }, " needed to publish")),
    h("ol", { class: "things" }, ids.map(row)),
    ids.length >= field.max ? note(`${field.max} are all that fit`) : add,
    h("p", { class: "help" }, field.help),
  );
}
