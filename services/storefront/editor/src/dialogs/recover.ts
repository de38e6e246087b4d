// What a window that was closed too early left in this browser is offered.

import type { App } from "../app.ts";
import { button, fill, h } from "../chrome/dom.ts";
import { timeWords } from "../chrome/words.ts";
import { sameDoc } from "../model/doc.ts";
import type { Copies } from "../save/copies.ts";

export async function recover(app: App, copies: Copies): Promise<void> {
  const open = new Set(await openWindows());
  const left = copies.left((key) => open.has(key));
  const [first, ...others] = left.filter(({ key, copy }) => {
    const isSame = sameDoc(app.registry, app.read(copy.draft), app.doc);
    if (isSame) copies.forget(key);
    return !isSame;
  });
  if (first === undefined) return;
  const dialog = app.shell.dialog("Edits that were not saved", {
    stays: true,
    lead: `This browser keeps edits of this page that never reached the shop, made ${timeWords(new Date(first.copy.at).toISOString())}.`,
  });
  fill(dialog.body, h("p", {}, first.copy.etag === app.saver.etag ? "Nobody has changed the page since." : "The page has been changed since: both will be brought together."), others.length > 0 && h("p", { class: "help" }, `${others.length} more will be offered the next time.`));
  fill(
    dialog.foot,
    button(
      "Throw them away",
      () => {
        copies.forget(first.key);
        dialog.close();
      },
      "danger",
    ),
    h("span", { class: "grow" }),
    button("Later", () => dialog.close()),
    button(
      "Bring them back",
      () => {
        dialog.close();
        app.edit(app.read(first.copy.draft), { label: "bringing edits back", origin: "undo" });
        app.saver.recover(first.copy.etag);
        copies.forget(first.key);
        app.shell.announce("The edits are back");
      },
      "strong",
    ),
  );
}

/** The windows that are open with their copies; each holds a lock of its name. */
async function openWindows(): Promise<string[]> {
  if (!("locks" in navigator)) return [];
  const { held = [] } = await navigator.locks.query();
  return held.flatMap(({ name }) => name ?? []);
}

/** Other windows see that this one is open. */
export function holdOpen(copies: Copies): void {
  if ("locks" in navigator) void navigator.locks.request(copies.name, () => new Promise(() => undefined));
}
