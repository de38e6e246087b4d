// Where a link leads: an address that is typed, or something of the shop, which outlives its address.

import { button, h, iconButton } from "../chrome/dom.ts";
import { linkFault, meant } from "../model/link.ts";
import type { FieldOf } from "../model/types.ts";
import { type Context, complain, labelled } from "./context.ts";
import { retrieve, sortOf } from "./find.ts";
import { faceOf, pick } from "./pickers.ts";

export function linkControl(field: FieldOf<"link">, context: Context): HTMLElement {
  const now = context.value();
  const link = typeof now === "string" ? now : "";
  const sort = sortOf(link);
  const choose = button("Something of the shop", () => pick(context.app, ["page", "product", "collection", "category"], field.title, (thing) => context.set(thing.id)), "quiet");
  if (sort !== undefined) {
    const face = h("span", { class: "thing-face" }, link);
    void retrieve(sort, link).then((thing) => thing !== undefined && face.replaceWith(faceOf(thing)));
    choose.dataset["key"] = context.path;
    return h(
      "div",
      { class: "control", role: "group", "aria-label": field.title },
      h("span", { class: "label" }, field.title),
      h("div", { class: "thing is-chosen" }, face, iconButton("close", "Take the link out", () => context.set(undefined))),
      h("div", { class: "row" }, choose),
      h("p", { class: "help" }, field.help),
    );
  }
  const input = h("input", {
    type: "text",
    inputmode: "url",
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "https://example.com or /about",
    on: {
      input: () => {
        const text = input.value.trim();
        const fault = text === "" ? undefined : linkFault(text);
        if (fault === undefined) {
          complain(input, undefined);
          context.set(text === "" ? undefined : text, true);
        } else if (input.getAttribute("aria-invalid") === "true") complain(input, fault);
      },
      change: () => {
        const text = meant(input.value);
        const fault = text === "" ? undefined : linkFault(text);
        complain(input, fault);
        if (fault !== undefined) return;
        input.value = text;
        context.set(text === "" ? undefined : text, true);
      },
    },
  });
  input.value = link;
  return labelled(field, input, context.path, h("div", { class: "row" }, choose));
}
