// Pictures and films of the media library.

import type { App } from "../app.ts";
import { button, fill, h, icon, iconButton } from "../chrome/dom.ts";
import { note } from "../chrome/shell.ts";
import type { FieldOf, Json } from "../model/types.ts";
import { call, isGood, words } from "../save/http.ts";
import type { Context } from "./context.ts";
import { editMedium, medium, retrieve, type Medium } from "./medium.ts";

const PAGE = 24;

const MISSING = "There is no media library in this shop yet: pictures can be chosen here once there is one.";

export function mediaControl(field: FieldOf<"media">, context: Context): HTMLElement {
  const now = context.value();
  const id = typeof now === "string" && now !== "" ? now : undefined;
  const face = h("div", { class: "medium" }, icon("image"));
  if (id !== undefined) {
    void retrieve(id).then((found) => {
      if (found !== undefined) {
        fill(face, h("img", { src: found.url, alt: found.alt }));
        edit.hidden = false;
      } else fill(face, icon("warning"), h("span", {}, "It cannot be shown here"));
    });
  }
  const edit = button("Edit", () => void (id !== undefined && retrieve(id).then((found) => found !== undefined && editMedium(context.app, found, ({ url, alt }) => fill(face, h("img", { src: url, alt }))))), "plain", {
    "data-key": `${context.path}=edit`,
    "aria-label": `${field.title}: edit what is said of it`,
    hidden: true,
  });
  const choose = button(id === undefined ? "Choose" : "Change", () => library(context.app, field.title, (found) => context.set(found.id)), "plain", { "data-key": context.path, "aria-label": `${field.title}: ${id === undefined ? "choose" : "change"}` });
  return h(
    "div",
    { class: "control", role: "group", "aria-label": field.title },
    h("span", { class: "label" }, field.title, field.needed && h("span", { class: "needed" }, " needed to publish")),
    id !== undefined && face,
    h("div", { class: "row is-wrapping" }, choose, edit, id !== undefined && button("Take out", () => context.set(undefined), "quiet")),
    h("p", { class: "help" }, field.help),
  );
}

function library(app: App, title: string, chosen: (medium: Medium) => void): void {
  const dialog = app.shell.dialog(title, { wide: true });
  dialog.element.classList.add("picker");
  let offset = 0;
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const list = h("ul", { class: "media-list", "aria-label": "Media" });
  const status = h("div", { role: "status" });
  const more = button("Show more", () => void show(false));
  const input = h("input", {
    type: "search",
    placeholder: "Search",
    "aria-label": "Search media",
    autocomplete: "off",
    on: {
      input: () => {
        clearTimeout(timer);
        timer = setTimeout(() => void show(true), 250);
      },
    },
  });
  const show = async (anew: boolean): Promise<void> => {
    round += 1;
    const mine = round;
    if (anew) offset = 0;
    const query = new URLSearchParams({ limit: String(PAGE), offset: String(offset), ...(input.value === "" ? {} : { q: input.value }) });
    const answer = await call("GET", `${app.boot.urls["media"] ?? "/admin/media"}?${query}`);
    if (mine !== round) return;
    if (anew) fill(list);
    more.hidden = true;
    if (!isGood(answer)) {
      fill(status, note(answer.status === 404 ? MISSING : words(answer), answer.status === 404 ? "hint" : "problem"));
      return;
    }
    const found = Array.isArray(answer.data["media"]) ? answer.data["media"].flatMap((one: Json) => medium(one) ?? []) : [];
    offset += found.length;
    more.hidden = found.length < PAGE;
    fill(status, offset === 0 && "Nothing found");
    list.append(...found.map((one) => h("li", {}, item(one))));
  };
  /** One of them: pressed it is taken; what is said of it is changed beside. */
  const item = (one: Medium): HTMLElement[] => {
    const words = one.alt === "" ? "Picture without description" : one.alt;
    const take = h(
      "button",
      {
        type: "button",
        class: "media-item",
        "aria-label": words,
        on: {
          click: () => {
            dialog.close();
            chosen(one);
          },
        },
      },
      h("img", { src: one.url, alt: "", loading: "lazy" }),
    );
    const edit = iconButton("settings", `Edit what is said of: ${words}`, () =>
      editMedium(app, one, (after) => {
        const entry = take.closest("li");
        if (entry === null) return;
        fill(entry, item(after));
        entry.querySelector<HTMLElement>(".media-edit")?.focus();
      }), { class: "icon-button media-edit" });
    return [take, edit];
  };
  const file = h("input", { type: "file", accept: "image/*,video/*", hidden: true, on: { change: () => void upload(file.files?.[0]) } });
  const send = button([icon("up"), "Upload"], () => file.click(), "strong");
  const upload = async (picked: File | undefined): Promise<void> => {
    if (picked === undefined) return;
    send.disabled = true;
    fill(status, `Uploading ${picked.name}…`);
    const form = new FormData();
    form.append("files", picked);
    const answer = await call("POST", app.boot.urls["media"] ?? "/admin/media", form);
    send.disabled = false;
    file.value = "";
    const found = answer.data["media"];
    const [first] = isGood(answer) && Array.isArray(found) ? found.flatMap((one: Json) => medium(one) ?? []) : [];
    if (first === undefined) {
      fill(status, note(answer.status === 404 ? MISSING : words(answer), "problem"));
      return;
    }
    if (!dialog.element.open) return;
    dialog.close();
    chosen(first);
  };
  dialog.element.addEventListener("dragover", (event) => event.preventDefault());
  dialog.element.addEventListener("drop", (event) => {
    event.preventDefault();
    void upload(event.dataTransfer?.files[0]);
  });
  fill(dialog.body, input, status, list);
  fill(dialog.foot, more, h("span", { class: "grow" }), file, send);
  more.hidden = true;
  input.focus();
  void show(true);
}
