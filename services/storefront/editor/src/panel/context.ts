// What controls need: what a field says, and how to say something else.

import type { App } from "../app.ts";
import { h, unique, type Child } from "../chrome/dom.ts";
import { setAt, valueAt } from "../model/edit.ts";
import type { Field, Json } from "../model/types.ts";

export interface Context {
  readonly app: App;
  readonly path: string;
  value(): Json | undefined;
  /** `quiet`: the controls need not be made anew. */
  set(value: Json | undefined, quiet?: boolean): void;
  /** The same for what lies further in: `[q1].answer`. */
  within(rest: string, label: string): Context;
}

export function contextOf(app: App, path: string, label: string, changed: (quiet: boolean) => void): Context {
  return {
    app,
    path,
    value: () => valueAt(app.doc, path),
    set: (value, quiet = false) => {
      changed(quiet);
      app.edit(setAt(app.registry, app.doc, path, value), { label: `changing ${label}`, origin: "panel", group: path });
    },
    within: (rest, inner) => contextOf(app, `${path}${rest}`, inner, changed),
  };
}

/** A label, a control, and what helps; the control gets an id and a description. */
export function labelled(field: Pick<Field, "title" | "help" | "needed">, control: HTMLElement, key: string, ...more: Child[]): HTMLElement {
  const [id, help] = [unique("control"), unique("help")];
  const input = control.matches("input, select, textarea") ? control : (control.querySelector<HTMLElement>("input, select, textarea, button") ?? control);
  input.id = id;
  input.dataset["key"] = key;
  input.setAttribute("aria-describedby", help);
  return h("div", { class: "control" }, h("label", { for: id }, field.title, field.needed && h("span", { class: "needed" }, " needed to publish")), control, h("p", { class: "help", id: help }, field.help), more);
}

/** Says what is wrong with what was typed; an empty text takes it away. */
export function complain(input: HTMLElement, text: string | undefined): void {
  const holder = input.closest(".control") ?? input.parentElement;
  let fault = holder?.querySelector<HTMLElement>(":scope > .fault");
  if (text === undefined) {
    fault?.remove();
    input.removeAttribute("aria-invalid");
    return;
  }
  if (fault === null || fault === undefined) {
    fault = h("p", { class: "fault", role: "alert" });
    holder?.append(fault);
  }
  fault.textContent = text;
  input.setAttribute("aria-invalid", "true");
}
