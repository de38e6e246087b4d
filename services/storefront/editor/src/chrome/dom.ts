// Elements without a framework. Texts are always texts: nothing here reads HTML.

import { ICONS } from "./icons.ts";

export type Child = globalThis.Node | string | undefined | null | false | readonly Child[];

type Handlers = { readonly [name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[name]) => void };
type Attributes = { readonly on?: Handlers; readonly [name: string]: string | number | boolean | undefined | null | Handlers };

export function h<T extends keyof HTMLElementTagNameMap>(tag: T, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, handler] of Object.entries(value as Handlers)) element.addEventListener(event, handler as EventListener);
    } else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  put(element, children);
  return element;
}

export function put(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) put(element, child as readonly Child[]);
    else if (child !== undefined && child !== null && child !== false) element.append(child as globalThis.Node | string);
  }
}

export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  put(element, children);
}

export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name] ?? ICONS["block"] ?? "");
  svg.append(path);
  return svg;
}

/** A button that shows a sign, and says what it does. */
export function iconButton(name: string, label: string, click: (event: MouseEvent) => void, more: Attributes = {}): HTMLButtonElement {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, ...more, on: { click } }, icon(name));
}

export function button(label: Child, click: (event: MouseEvent) => void, kind = "plain", more: Attributes = {}): HTMLButtonElement {
  return h("button", { type: "button", class: `button is-${kind}`, ...more, on: { click } }, label);
}

let numbers = 0;

/** An id for one element to speak of another. */
export function unique(word: string): string {
  numbers += 1;
  return `${word}-${numbers}`;
}

/** The element that has the keyboard, also within the editor's own tree. */
export function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** Moves the keyboard along a row of buttons with the arrows. */
export function roam(row: HTMLElement, event: KeyboardEvent, back: string, forth: string): boolean {
  const all = [...row.querySelectorAll<HTMLElement>("button:not([disabled]), a[href]")].filter((one) => one.offsetParent !== null);
  const at = all.indexOf(focused() as HTMLElement);
  if (at < 0 || ![back, forth, "Home", "End"].includes(event.key)) return false;
  const to = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : (at + (event.key === forth ? 1 : -1) + all.length) % all.length;
  all[to]?.focus();
  event.preventDefault();
  return true;
}
