// Menus: a list of things to do, at the button that opens it.

import { fill, focused, h, icon } from "./dom.ts";
import type { Shell } from "./shell.ts";

export interface Item {
  readonly label: string;
  readonly icon?: string;
  readonly hint?: string;
  readonly isDangerous?: boolean;
  run(): void;
}

let open: (() => void) | undefined;

export function showMenu(shell: Shell, at: HTMLElement, label: string, items: readonly Item[]): void {
  open?.();
  const back = focused();
  const close = (giveBack = true): void => {
    open = undefined;
    at.setAttribute("aria-expanded", "false");
    menu.remove();
    removeEventListener("pointerdown", outside, true);
    if (giveBack && back instanceof HTMLElement) back.focus({ preventScroll: true });
  };
  const outside = (event: PointerEvent): void => {
    if (!event.composedPath().includes(menu)) close(false);
  };
  const menu = h("div", {
    class: "menu",
    role: "menu",
    "aria-label": label,
    on: {
      keydown: (event) => {
        const all = [...menu.querySelectorAll<HTMLElement>("[role=menuitem]")];
        const index = all.indexOf(focused() as HTMLElement);
        const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: -1 }[event.key];
        if (to !== undefined) all.at(to % all.length)?.focus();
        else if (event.key === "Escape" || event.key === "Tab") close();
        else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
          const found = [...all.slice(index + 1), ...all].find((one) => one.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
          found?.focus();
          if (found === undefined) return;
        } else return;
        event.preventDefault();
        event.stopPropagation();
      },
    },
  });
  fill(
    menu,
    items.map((item) =>
      h(
        "button",
        {
          type: "button",
          role: "menuitem",
          tabindex: -1,
          class: item.isDangerous === true ? "menu-item is-dangerous" : "menu-item",
          on: {
            click: () => {
              close();
              item.run();
            },
          },
        },
        item.icon !== undefined && icon(item.icon),
        h("span", {}, item.label),
        item.hint !== undefined && h("kbd", {}, item.hint),
      ),
    ),
  );
  at.setAttribute("aria-expanded", "true");
  shell.add(menu);
  const box = at.getBoundingClientRect();
  const own = menu.getBoundingClientRect();
  const isAbove = box.bottom + own.height + 12 > innerHeight && box.top > own.height + 12;
  menu.style.left = `${Math.round(Math.min(Math.max(8, box.left), innerWidth - own.width - 8))}px`;
  menu.style.top = `${Math.round(isAbove ? box.top - own.height - 6 : Math.min(box.bottom + 6, innerHeight - own.height - 8))}px`;
  menu.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  addEventListener("pointerdown", outside, true);
  open = close;
}
