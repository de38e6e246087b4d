// Two have changed the same thing: both are shown, and each is decided by whoever came second. Nothing is written before.

import type { App } from "../app.ts";
import { button, fill, h, icon, unique } from "../chrome/dom.ts";
import { note } from "../chrome/shell.ts";
import { valueWords } from "../chrome/words.ts";
import { settle, type Side } from "../model/settle.ts";
import type { Doc } from "../model/types.ts";
import { fieldTitle } from "../panel/names.ts";
import type { Conflict, Stale } from "../save/types.ts";

export function decide(app: App, stale: Stale<Doc>): void {
  const dialog = app.shell.dialog("Somebody else changed this page too", {
    wide: true,
    lead:
      stale.merged === undefined
        ? "Both versions cannot be brought together by themselves. Choose which one is the draft; the other stays in the history."
        : "What only one of you changed is brought together already. Choose for what both of you changed:",
  });
  dialog.element.classList.add("conflict");
  const chosen = new Map<Conflict, Side>();
  const save = (doc: Doc): void => {
    dialog.close();
    app.saver.resolve(doc);
    app.shell.toast("Both versions are brought together");
  };
  const later = button("Not now", () => dialog.close());
  if (stale.merged === undefined) {
    fill(dialog.body, note("Your version is the page as you see it here."));
    fill(
      dialog.foot,
      later,
      h("span", { class: "grow" }),
      button("Take the other version", () => save(stale.theirs)),
      button("Keep my version", () => save(app.doc), "strong"),
    );
    return;
  }
  const merged = stale.merged;
  const go = button("Save what was chosen", () => save([...chosen].reduce((doc, [conflict, side]) => settle(app.registry, doc, conflict, side), merged)), "strong");
  const all = (side: Side): void => {
    for (const input of dialog.body.querySelectorAll<HTMLInputElement>(`input[value=${side}]`)) input.click();
  };
  fill(
    dialog.body,
    stale.conflicts.length > 1 && h("div", { class: "row" }, button("All mine", () => all("ours"), "quiet"), button("All theirs", () => all("theirs"), "quiet")),
    stale.conflicts.map((conflict) => {
      chosen.set(conflict, "ours");
      return choice(app, conflict, (side) => chosen.set(conflict, side));
    }),
  );
  fill(dialog.foot, later, h("span", { class: "grow" }), go);
  dialog.body.querySelector<HTMLInputElement>("input:checked")?.focus();
}

function choice(app: App, conflict: Conflict, choose: (side: Side) => void): HTMLElement {
  const name = unique("side");
  const side = (which: Side, title: string, value: unknown): HTMLElement =>
    h(
      "label",
      { class: "side" },
      h("input", { type: "radio", name, value: which, checked: which === "ours", on: { change: () => choose(which) } }),
      h("span", { class: "side-words" }, h("b", {}, title), h("span", { class: "side-value" }, value as string)),
    );
  const type = conflict.block === undefined ? "" : (app.doc.nodes[conflict.block]?.type ?? typeOf(conflict) ?? "");
  const path = [conflict.entry, conflict.field].filter((part) => part !== undefined).join(".");
  const where = conflict.block === undefined ? `Page: ${fieldTitle(app.registry, "", conflict.field ?? "")}` : `${app.registry.title(type)}${path === "" ? "" : `: ${fieldTitle(app.registry, type, path)}`}`;
  return h(
    "fieldset",
    { class: "clash" },
    h("legend", {}, icon(app.registry.form(type)?.icon ?? "page"), where),
    conflict.kind !== "moved" && conflict.kind !== "removed" && h("p", { class: "help" }, `It was: ${short(valueWords(conflict.base, isHtml(app, conflict)))}`),
    h("div", { class: "sides" }, side("ours", "Mine", said(app, conflict, conflict.ours)), side("theirs", "Theirs", said(app, conflict, conflict.theirs))),
  );
}

function typeOf({ ours, theirs }: Conflict): string | undefined {
  for (const one of [ours, theirs]) if (typeof one === "object" && one !== null && "type" in one) return String(one.type);
  return undefined;
}

function said(app: App, conflict: Conflict, value: unknown): string {
  if (conflict.kind === "removed") return value === null || value === undefined ? "Take it out" : `Keep it: ${short(contents(value))}`;
  if (conflict.kind === "moved") {
    const place = value as { slot?: string; index?: number } | null;
    const owner = place?.slot?.includes(".") === true ? ` in ${app.name(place.slot.split(".")[0] ?? "")}` : " on the page";
    return `Place ${(place?.index ?? 0) + 1}${owner}`;
  }
  return short(conflict.kind === "retyped" ? contents(value) : valueWords(value, isHtml(app, conflict)));
}

/** A plain text that speaks of tags shows them. */
function isHtml(app: App, { block, entry, field }: Conflict): boolean {
  if (block === undefined || field === undefined) return false;
  const found = app.registry.field(app.doc.nodes[block]?.type ?? "", [entry, field].filter((part) => part !== undefined).join("."));
  return found === undefined || found.kind === "rich_text" || found.kind === "html" || found.kind === "list";
}

/** What a block says. */
function contents(value: unknown): string {
  if (typeof value === "object" && value !== null && "props" in value) return valueWords(value.props);
  return valueWords(value);
}

function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
