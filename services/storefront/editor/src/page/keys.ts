// What keys do on the page, and what clicks there do not: follow links, send forms.

import type { App } from "../app.ts";
import { focused } from "../chrome/dom.ts";
import { outline } from "../model/edit.ts";
import type { Deeds } from "./deeds.ts";
import { blockAround, elementOf, idOf, slotOf } from "./elements.ts";
import type { Frames } from "./frames.ts";
import type { Toolbar } from "./toolbar.ts";

export function listen(app: App, deeds: Deeds, frames: Frames, toolbar: Toolbar): void {
  const isTyping = (target: Element | null): boolean => target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  const isDialog = (): boolean => app.shell.root.querySelector("dialog[open]") !== null;

  const neighbour = (by: -1 | 1): void => {
    const all = outline(app.registry, app.doc);
    const at = all.findIndex(({ id }) => id === (frames.shown ?? app.selected));
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next === undefined) return;
    app.select(next.id, true);
    frames.focus();
    app.shell.announce(app.name(next.id));
  };
  app.on("neighbour", neighbour);

  addEventListener("keydown", (event) => {
    if (isDialog()) return;
    const target = focused();
    const isOwnInput = target !== null && app.shell.root.contains(target) && isTyping(target);
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const id = app.selected;
    if (isCommand && key === "z" && !event.altKey) event.shiftKey ? app.redo() : app.undo();
    else if (isCommand && key === "y" && !event.shiftKey) app.redo();
    else if (isCommand && key === "s") {
      void app.saver.flush().then((isSaved) => app.shell.announce(isSaved ? "Saved" : "Not saved yet"));
    } else if (isOwnInput) return;
    else if (event.altKey && !isCommand && id !== undefined && (event.key === "ArrowUp" || event.key === "ArrowDown")) deeds.step(id, event.key === "ArrowUp" ? -1 : 1);
    else if (isCommand && key === "d" && id !== undefined && !event.shiftKey) deeds.duplicate(id);
    else if (event.altKey && event.key === "F10") {
      if (!toolbar.focus()) frames.focus();
    } else if (event.key === "Escape" && target instanceof HTMLElement && idOf(target) !== undefined && (target.isContentEditable || target.getAttribute("role") === "textbox")) {
      app.select(idOf(target));
      target.blur();
      frames.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  const page = slotOf("blocks");
  page?.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    // Within the blocks nothing is followed, pressed or opened: it is edited.
    if (target?.closest("a, button, summary, label, input, select, textarea, video") !== null) event.preventDefault();
    const id = idOf(target);
    app.select(id);
    const field = target?.closest<HTMLElement>("[data-field]");
    const kind = field?.dataset["kind"];
    if (id !== undefined && field !== null && field !== undefined && !field.isContentEditable && ["media", "link", "html", "video", "product"].includes(kind ?? "")) app.emit("settings", id);
  });
  page?.addEventListener("dblclick", (event) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const id = idOf(target);
    if (id !== undefined && target?.isContentEditable === false) app.emit("settings", id);
  });
  page?.addEventListener("submit", (event) => event.preventDefault());
  page?.addEventListener("focusin", (event) => {
    const block = blockAround(event.target instanceof Element ? event.target : null);
    if (block?.dataset["blockId"] !== undefined) app.select(block.dataset["blockId"]);
  });
  page?.addEventListener("kontor-link", () => toolbar.askLink());

  // A block without texts is reached by Tab itself.
  const reach = (): void => {
    for (const { id } of outline(app.registry, app.doc)) {
      const element = elementOf(id);
      if (element === null) continue;
      const hasText = element.querySelector(".kontor-field") !== null || element.classList.contains("kontor-field");
      if (hasText) element.removeAttribute("tabindex");
      else element.tabIndex = 0;
    }
  };
  app.on("layout", reach);
  reach();
  page?.addEventListener("keydown", (event) => {
    const target = event.target;
    if (!(target instanceof HTMLElement) || target.dataset["blockId"] === undefined || target.isContentEditable) return;
    const id = target.dataset["blockId"];
    if (event.key === "Enter" || event.key === " ") {
      app.select(id);
      frames.focus();
    } else if (event.key === "Delete") deeds.remove(id);
    else return;
    event.preventDefault();
  });
}
