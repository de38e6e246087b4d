// What the server says of what was sent: what it took out of HTML, which is shown to nobody.

import type { App, Notice } from "../app.ts";
import { fill, h, icon } from "../chrome/dom.ts";
import { isObject } from "../model/registry.ts";
import type { Json } from "../model/types.ts";

/** The notices of an answer. */
export function notices(data: Json | undefined): Notice[] {
  return (Array.isArray(data) ? data : []).flatMap((one: Json) => {
    if (!isObject(one) || typeof one["block"] !== "string" || typeof one["code"] !== "string" || typeof one["message"] !== "string") return [];
    return [{ block: one["block"], field: typeof one["field"] === "string" ? one["field"] : "", code: one["code"], message: one["message"] }];
  });
}

/** What was taken out of a field, in words. */
export function wordsOfTaken(all: readonly Notice[], path: string): string[] {
  return all.filter(({ code, block, field }) => code === "taken_out" && `${block}.${field}` === path).map(({ message }) => message);
}

/** A place that says what was taken out of a field; it stays empty while nothing was. */
export function takenOut(app: App, path: string): HTMLElement {
  const holder = h("div", { class: "taken-out", role: "status", "data-notices": path });
  tell(app, holder);
  return holder;
}

/** Says it anew in all places that are to be seen. */
export function tellAll(app: App, within: Element): void {
  for (const holder of within.querySelectorAll<HTMLElement>("[data-notices]")) tell(app, holder);
}

function tell(app: App, holder: HTMLElement): void {
  const all = wordsOfTaken(app.notices, holder.dataset["notices"] ?? "");
  if (holder.dataset["said"] === all.join("\n")) return;
  holder.dataset["said"] = all.join("\n");
  fill(
    holder,
    all.length > 0 && [
      h("p", {}, icon("warning"), h("span", {}, "A page may not hold this. It is not kept, and nobody is shown it:")),
      h("ul", {}, all.map((words) => h("li", {}, words))),
    ],
  );
}

/** Tells somebody who does not look at the field: once for each thing. */
export class Teller {
  readonly #app: App;
  readonly #told = new Set<string>();

  constructor(app: App) {
    this.#app = app;
    app.on("notices", () => this.#tell());
  }

  #tell(): void {
    const taken = this.#app.notices.filter(({ code }) => code === "taken_out");
    const fresh = taken.filter((notice) => !this.#told.has(keyOf(notice)));
    // What is mended, and comes again, is told again.
    this.#told.clear();
    for (const notice of taken) this.#told.add(keyOf(notice));
    const [first] = fresh;
    if (first === undefined) return;
    const isSeen = this.#app.shell.root.querySelector(`[data-notices="${CSS.escape(`${first.block}.${first.field}`)}"]`) !== null;
    if (isSeen) return;
    const rest = fresh.length > 1 ? `, and ${fresh.length - 1} more` : "";
    this.#app.shell.toast(`${this.#app.name(first.block)}: ${first.message}${rest}`, { label: "Look", run: () => this.#app.emit("settings", first.block) }, true);
  }
}

function keyOf({ block, field, message }: Notice): string {
  return `${block} ${field} ${message}`;
}
