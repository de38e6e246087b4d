// Who else has the page open, in the bar: each by his letters and his colour.

import type { App } from "../app.ts";
import { initials, type Guest } from "../live/guests.ts";
import { elementOf } from "../page/elements.ts";
import { fill, h } from "./dom.ts";

/** More are told by their number. */
const MOST = 4;

export class Avatars {
  readonly element: HTMLElement;
  readonly #app: App;
  #said = "";

  constructor(app: App) {
    this.#app = app;
    this.element = h("div", { class: "avatars", role: "group", "aria-label": "Also here", hidden: true });
  }

  show(guests: readonly Guest[]): void {
    const said = JSON.stringify(guests.map((guest) => [guest.user, this.#words(guest)]));
    if (said === this.#said) return;
    this.#said = said;
    this.element.hidden = guests.length === 0;
    const shown = guests.length > MOST ? guests.slice(0, MOST - 1) : guests;
    const rest = guests.slice(shown.length);
    fill(
      this.element,
      shown.map((guest) => this.#avatar(guest)),
      rest.length > 0 && h("span", { class: "avatar is-more", title: rest.map((guest) => this.#words(guest)).join("\n"), role: "img", "aria-label": `And ${rest.map(({ name }) => name).join(", ")}` }, `+${rest.length}`),
    );
  }

  /** Where somebody is, in words. */
  #words({ name, isSelf, windows }: Guest): string {
    const at = windows.find(({ block }) => block !== undefined && this.#app.doc.nodes[block] !== undefined);
    const place = at?.block === undefined ? "" : `, at ${this.#app.name(at.block)}`;
    return `${isSelf ? "You, in another window" : name}${place}${windows.some(({ isDirty }) => isDirty) ? ", writing" : ""}`;
  }

  #avatar(guest: Guest): HTMLElement {
    const words = this.#words(guest);
    const go = (): void => {
      const id = guest.windows.find(({ block }) => block !== undefined)?.block;
      const element = id === undefined ? null : elementOf(id);
      if (element === null) this.#app.shell.announce(`${guest.isSelf ? "The other window" : guest.name} is at no block`);
      else element.scrollIntoView({ block: "center" });
    };
    const avatar = h("button", { type: "button", class: "avatar", "aria-label": words, title: words, "data-user": guest.user, on: { click: go } }, initials(guest.name));
    avatar.style.setProperty("--own", guest.color);
    return avatar;
  }
}
