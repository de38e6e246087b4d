// The controls of the simple kinds of fields.

import { button, fill, h, iconButton, unique } from "../chrome/dom.ts";
import { valueAt } from "../model/edit.ts";
import { linkFault } from "../model/link.ts";
import type { Field, FieldOf, Json } from "../model/types.ts";
import { fieldOf } from "../page/elements.ts";
import { clean, lengthOf } from "../page/plain.ts";
import { type Context, complain, labelled } from "./context.ts";
import { focalPicker } from "./focal.ts";
import { linkControl } from "./links.ts";
import { listControl } from "./lists.ts";
import { mediaControl } from "./media.ts";
import { knownOf, pointOf, retrieve, type Medium } from "./medium.ts";
import { takenOut } from "./notices.ts";
import { manyControl, pickControl } from "./pickers.ts";

export function control(field: Field, context: Context): HTMLElement | undefined {
  switch (field.kind) {
    case "text":
    case "textarea":
      return textControl(field, context);
    case "html":
      return htmlControl(field, context);
    case "rich_text":
      return richControl(field, context);
    case "number":
      return numberControl(field, context);
    case "select":
      return field.options.length > 4 ? selectControl(field, context) : choiceControl(field, context);
    case "color":
      return choiceControl(field, context);
    case "toggle":
      return toggleControl(field, context);
    case "key":
      return checkedControl(field, context, (text) => (/^[a-z0-9_-]{0,64}$/.test(text) ? undefined : "At most 64 small letters, digits, - and _: newsletter-2026"));
    case "video":
      return checkedControl(field, context, videoFault);
    case "link":
      return linkControl(field, context);
    case "words":
      return wordsControl(field, context);
    case "focal_point":
      return focalControl(field, context);
    case "media":
      return mediaControl(field, context);
    case "product":
    case "collection":
    case "category":
    case "reusable":
      return pickControl(field, context);
    case "products":
      return manyControl(field, context);
    case "list":
      return listControl(field, context);
    case "slot":
      return undefined;
  }
}

function said(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function textControl(field: FieldOf<"text"> | FieldOf<"textarea">, context: Context): HTMLElement {
  const isMany = field.kind === "textarea";
  const left = h("span", { class: "left", "aria-hidden": "true" });
  const count = (): void => {
    const rest = field.max - lengthOf(input.value);
    left.textContent = rest < field.max / 5 || rest < 20 ? String(rest) : "";
  };
  const on = {
    input: (): void => {
      const text = clean(input.value, isMany);
      const length = lengthOf(text);
      complain(input, length > field.max ? `${length} characters, and ${field.max} are possible: shorten it` : undefined);
      count();
      if (length <= field.max) context.set(text, true);
    },
  };
  const input = isMany ? h("textarea", { rows: 3, on }) : h("input", { type: "text", on });
  input.value = said(context.value());
  count();
  return labelled(field, h("div", { class: "counted" }, input, left), context.path);
}

function htmlControl(field: FieldOf<"html">, context: Context): HTMLElement {
  const input = h("textarea", {
    rows: 8,
    class: "code",
    spellcheck: "false",
    on: {
      input: () => {
        const length = lengthOf(input.value);
        complain(input, length > field.max ? `${length} characters, and ${field.max} are possible: shorten it` : undefined);
        if (length <= field.max) context.set(input.value, true);
      },
    },
  });
  input.value = said(context.value());
  return labelled(field, input, context.path, takenOut(context.app, context.path));
}

function richControl(field: FieldOf<"rich_text">, context: Context): HTMLElement {
  const id = unique("rich");
  const edit = button("Edit on the page", () => {
    const element = fieldOf(context.path);
    element?.scrollIntoView({ block: "center" });
    element?.focus();
  });
  edit.dataset["key"] = context.path;
  edit.setAttribute("aria-describedby", id);
  const text = said(context.value()).replace(/<[^>]*>/g, " ").trim();
  return h("div", { class: "control" }, h("span", { class: "label", id }, field.title), h("p", { class: "excerpt" }, text === "" ? "Nothing yet" : text.slice(0, 140)), edit);
}

function numberControl(field: FieldOf<"number">, context: Context): HTMLElement {
  const now = context.value();
  const set = (value: number): void => {
    const fits = Math.min(field.max, Math.max(field.min, Math.round(value)));
    input.value = String(fits);
    complain(input, undefined);
    context.set(fits, true);
  };
  const input = h("input", {
    type: "number",
    min: field.min,
    max: field.max,
    step: 1,
    inputmode: "numeric",
    on: {
      input: () => {
        const value = Number(input.value);
        const fits = input.value !== "" && Number.isInteger(value) && value >= field.min && value <= field.max;
        complain(input, fits ? undefined : `A whole number from ${field.min} to ${field.max}`);
        if (fits) context.set(value, true);
      },
    },
  });
  if (typeof now === "number") input.value = String(now);
  const step = (by: number): HTMLButtonElement => iconButton(by < 0 ? "minus" : "plus", by < 0 ? "Less" : "More", () => set((Number(input.value) || field.min) + by), { tabindex: -1 });
  return labelled(field, h("div", { class: "number" }, input, step(-1), step(1)), context.path);
}

function selectControl(field: FieldOf<"select">, context: Context): HTMLElement {
  const input = h("select", { on: { change: () => context.set(input.value) } }, field.options.map(({ value, title }) => h("option", { value }, title)));
  input.value = said(context.value()) || (field.options[0]?.value ?? "");
  return labelled(field, input, context.path);
}

/** Few choices are all to be seen. */
function choiceControl(field: FieldOf<"select"> | FieldOf<"color">, context: Context): HTMLElement {
  const name = unique("choice");
  const now = said(context.value()) || field.options[0]?.value;
  return h(
    "fieldset",
    { class: field.kind === "color" ? "control choices is-colors" : "control choices" },
    h("legend", {}, field.title),
    h(
      "div",
      { class: "choice-row" },
      field.options.map(({ value, title }) =>
        h("label", { class: "choice" }, h("input", { type: "radio", name, value, checked: value === now, "data-key": `${context.path}=${value}`, on: { change: () => context.set(value) } }), h("span", { "data-value": value }, title)),
      ),
    ),
    h("p", { class: "help" }, field.help),
  );
}

function toggleControl(field: FieldOf<"toggle">, context: Context): HTMLElement {
  const input = h("input", { type: "checkbox", role: "switch", class: "switch", "data-key": context.path, checked: context.value() === true, on: { change: () => context.set(input.checked) } });
  return h("div", { class: "control" }, h("label", { class: "toggle" }, h("span", {}, field.title), input), h("p", { class: "help" }, field.help));
}

/** A text that is only said once it is right. */
function checkedControl(field: FieldOf<"key"> | FieldOf<"video">, context: Context, fault: (text: string) => string | undefined): HTMLElement {
  const input = h("input", {
    type: "text",
    spellcheck: "false",
    autocomplete: "off",
    on: {
      input: () => {
        const text = input.value.trim();
        const wrong = fault(text);
        if (wrong === undefined) {
          complain(input, undefined);
          context.set(text === "" && field.kind === "video" ? undefined : text, true);
        } else if (input.getAttribute("aria-invalid") === "true") complain(input, wrong);
      },
      change: () => complain(input, fault(input.value.trim())),
    },
  });
  input.value = said(context.value());
  return labelled(field, input, context.path);
}

function videoFault(text: string): string | undefined {
  if (text === "") return undefined;
  const isHere = text.startsWith("/") && !text.startsWith("//");
  if (linkFault(text) !== undefined || !(isHere || /^https:\/\//i.test(text))) return "The address of a film: https://…";
  const path = text.split(/[?#]/)[0] ?? "";
  if (/\.(?:mp4|webm|ogv|m4v)$/i.test(path)) return undefined;
  const isKnown = /^https:\/\/(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com\/(?:watch\?(?:.*&)?v=|embed\/|shorts\/|live\/|v\/)|youtu\.be\/)[A-Za-z0-9_-]{11}(?:[?&#/].*)?$|^https:\/\/(?:www\.)?(?:player\.)?vimeo\.com\/(?:video\/)?\d+|^https:\/\/[^/]+\/(?:w|videos\/(?:watch|embed))\/[A-Za-z0-9-]{8,64}/i;
  return isKnown.test(text) ? undefined : "A film on YouTube, Vimeo or PeerTube, or a file that ends with .mp4, .webm, .ogv or .m4v";
}

function wordsControl(field: FieldOf<"words">, context: Context): HTMLElement {
  const now = context.value();
  const input = h("textarea", {
    rows: 4,
    on: {
      input: () => {
        const lines = input.value.split("\n").map((line) => clean(line, false).trim()).filter((line) => line !== "");
        const long = lines.find((line) => lengthOf(line) > field.length);
        const wrong = lines.length > field.max ? `${lines.length} lines, and ${field.max} are possible` : long === undefined ? undefined : `“${long.slice(0, 20)}…” is longer than ${field.length} characters`;
        complain(input, wrong);
        if (wrong === undefined) context.set(lines, true);
      },
    },
  });
  input.value = Array.isArray(now) ? now.filter((one) => typeof one === "string").join("\n") : "";
  return labelled({ ...field, help: `${field.help} One on each line.` }, input, context.path);
}

/** The point of the picture that is chosen beside it. */
function focalControl(field: FieldOf<"focal_point">, context: Context): HTMLElement {
  const media = valueAt(context.app.doc, context.path.replace(/[^.]+$/, "media"));
  const own = pointOf(context.value());
  const face = h("div", {}, h("p", { class: "help" }, typeof media === "string" && media !== "" ? "…" : "Choose a picture first"));
  if (typeof media === "string" && media !== "") {
    const show = (found: Medium | undefined): void =>
      fill(
        face,
        found === undefined
          ? h("p", { class: "help" }, "The picture cannot be shown here")
          : focalPicker({ src: found.large, label: `${field.title}: what stays in view`, key: context.path, at: own ?? found.focal, changed: ({ x, y }) => context.set({ x, y }) }),
      );
    // What is known is shown at once: the keyboard stays where it is.
    const found = knownOf(media);
    if (found === undefined) void retrieve(media).then(show);
    else show(found);
  }
  const clear = button("As the media library says", () => context.set(undefined), "quiet");
  return h("fieldset", { class: "control" }, h("legend", {}, field.title), face, h("p", { class: "help" }, `${field.help} Click it, or press the arrow keys.`.trim()), own !== undefined && clear);
}
