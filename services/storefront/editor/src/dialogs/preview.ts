// A link by which somebody without an account sees a revision, once.

import type { App } from "../app.ts";
import { button, fill, h, icon } from "../chrome/dom.ts";
import { note } from "../chrome/shell.ts";
import { timeWords } from "../chrome/words.ts";
import { isObject } from "../model/registry.ts";
import { call, isGood, words } from "../save/http.ts";

export async function preview(app: App, revision?: number): Promise<void> {
  const dialog = app.shell.dialog("Preview link", { lead: "Whoever has it sees the page as it stands now, without an account. It works once, and not for long." });
  fill(dialog.body, h("p", { role: "status" }, "Making a link…"));
  const isSaved = revision !== undefined || (await app.saver.flush());
  const answer = await call("POST", app.boot.urls["preview"] ?? app.url("/preview"), { revision: revision ?? app.saver.revision });
  const made = answer.data["preview"];
  if (!dialog.element.open) return;
  if (!isSaved || !isGood(answer) || !isObject(made) || typeof made["url"] !== "string") {
    fill(dialog.body, note(isSaved ? words(answer) : "Not everything could be saved: try again once it says “Saved”", "problem"));
    return;
  }
  const url = made["url"];
  const field = h("input", { type: "text", readonly: true, value: url, "aria-label": "The link", on: { focus: () => field.select() } });
  const copy = button(
    [icon("copy"), "Copy"],
    () => {
      field.select();
      navigator.clipboard.writeText(url).then(
        () => app.shell.toast("The link is copied"),
        () => app.shell.announce("Copy it by hand: the browser lets nobody else"),
      );
    },
    "strong",
  );
  fill(dialog.body, field, typeof made["expires_at"] === "string" && h("p", { class: "help" }, `Until ${timeWords(made["expires_at"])}.`));
  fill(dialog.foot, h("a", { class: "button is-plain", href: url, target: "_blank", rel: "noopener" }, icon("open"), "Open"), copy);
  copy.focus();
}
