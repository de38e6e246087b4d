// The parts of the page as a list: to find them, and to move them without a pointer.

import type { App } from "../app.ts";
import { button, fill, h, icon, iconButton } from "./dom.ts";
import { outline } from "../model/edit.ts";
import type { Deeds } from "../page/deeds.ts";

export function openOutline(app: App, deeds: Deeds): void {
  const dialog = app.shell.dialog("Parts of the page");
  dialog.element.classList.add("outline");
  dialog.foot.remove();
  const list = h("ol", { class: "parts" });
  const show = (focus?: string): void => {
    fill(
      list,
      outline(app.registry, app.doc).map(({ id, depth }) => {
        const part = h(
          "li",
          { class: "part" },
          button([icon(app.registry.form(app.doc.nodes[id]?.type ?? "")?.icon ?? "block"), h("span", {}, app.name(id))], () => {
            dialog.close();
            app.select(id, true);
            deeds.begin(id, false);
          }, "part", { "data-part": id }),
          iconButton("up", `Move ${app.name(id)} up`, () => act(id, () => deeds.step(id, -1))),
          iconButton("down", `Move ${app.name(id)} down`, () => act(id, () => deeds.step(id, 1))),
          iconButton("trash", `Delete ${app.name(id)}`, () => act(id, () => deeds.remove(id))),
        );
        part.style.setProperty("--depth", String(depth));
        return part;
      }),
      Object.keys(app.doc.nodes).length === 0 && h("li", { class: "empty" }, "The page is empty."),
    );
    if (focus !== undefined) (list.querySelector<HTMLElement>(`[data-part="${CSS.escape(focus)}"]`) ?? list.querySelector<HTMLElement>("button"))?.focus();
  };
  const act = (id: string, work: () => void): void => {
    work();
    show(id);
  };
  fill(dialog.body, list);
  show();
}
