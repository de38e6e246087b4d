// The editor's own part of the window: a tree of its own, so that neither the theme's styles come in nor the editor's go out.

import styles from "./chrome.css";
import { button, fill, h, icon, iconButton, unique, type Child } from "./dom.ts";

export interface Dialog {
  readonly element: HTMLDialogElement;
  readonly body: HTMLElement;
  readonly foot: HTMLElement;
  close(): void;
}

export class Shell {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Frames and lines over the page, placed as the page scrolls. */
  readonly overlay: HTMLElement;
  readonly #region: HTMLElement;
  readonly #toasts: HTMLElement;
  readonly #spoken: HTMLElement;

  constructor() {
    this.host = document.createElement("kontor-editor");
    this.root = this.host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    this.root.adoptedStyleSheets = [sheet];
    this.overlay = h("div", { class: "overlay" });
    this.#toasts = h("div", { class: "toasts", role: "status" });
    this.#spoken = h("div", { class: "spoken", role: "status", "aria-live": "polite" });
    this.#region = h("section", { class: "region", "aria-label": "Page editor" }, this.overlay, this.#toasts, this.#spoken);
    this.root.append(this.#region);
    document.body.append(this.host);
    this.#followKeyboard();
  }

  add(element: HTMLElement): void {
    this.#region.append(element);
  }

  /** Said to those who do not see the page. */
  announce(text: string): void {
    // The same words twice are two announcements.
    this.#spoken.textContent = this.#spoken.textContent === text ? `${text}\u00a0` : text;
  }

  toast(text: string, action?: { label: string; run(): void }, isProblem = false): void {
    const gone = (): void => toast.remove();
    const timer = setTimeout(gone, action === undefined && !isProblem ? 4000 : 9000);
    const toast = h(
      "div",
      { class: isProblem ? "toast is-problem" : "toast", on: { pointerenter: () => clearTimeout(timer), focusin: () => clearTimeout(timer) } },
      h("span", {}, text),
      action !== undefined &&
        button(action.label, () => {
          gone();
          action.run();
        }, "quiet"),
      iconButton("close", "Dismiss", gone),
    );
    while (this.#toasts.childElementCount > 2) this.#toasts.firstElementChild?.remove();
    this.#toasts.append(toast);
  }

  /** A dialog over all else, which gives the keyboard back when it closes. */
  dialog(title: string, options: { wide?: boolean; closed?: () => void; stays?: boolean; lead?: string } = {}): Dialog {
    const back = document.activeElement;
    const id = unique("dialog");
    const body = h("div", { class: "dialog-body" });
    const foot = h("div", { class: "dialog-foot" });
    const close = (): void => element.close();
    const element = h(
      "dialog",
      {
        class: options.wide === true ? "dialog is-wide" : "dialog",
        "aria-labelledby": id,
        on: {
          cancel: (event) => {
            if (options.stays === true) event.preventDefault();
          },
          close: () => {
            element.remove();
            options.closed?.();
            if (back instanceof HTMLElement && back !== this.host && back.isConnected) back.focus({ preventScroll: true });
          },
        },
      },
      h("header", { class: "dialog-head" }, h("h2", { id }, title), options.stays !== true && iconButton("close", "Close", close)),
      options.lead !== undefined && h("p", { class: "dialog-lead" }, options.lead),
      body,
      foot,
    );
    this.#region.append(element);
    element.showModal();
    return { element, body, foot, close };
  }

  /** Asks before something that cannot be undone. */
  confirm(title: string, text: string, yes: string): Promise<boolean> {
    return new Promise((resolve) => {
      let answer = false;
      const dialog = this.dialog(title, { closed: () => resolve(answer) });
      fill(dialog.body, h("p", {}, text));
      fill(
        dialog.foot,
        button("Cancel", () => dialog.close()),
        button(
          yes,
          () => {
            answer = true;
            dialog.close();
          },
          "strong",
        ),
      );
    });
  }

  /** On phones the keyboard covers what stands at the bottom. */
  #followKeyboard(): void {
    const view = window.visualViewport;
    if (view === null) return;
    const follow = (): void => {
      const covered = Math.max(0, window.innerHeight - view.height - view.offsetTop);
      this.host.style.setProperty("--covered", `${covered > 80 ? covered : 0}px`);
    };
    view.addEventListener("resize", follow);
    view.addEventListener("scroll", follow);
  }
}

/** Something that went wrong, or that is not there, in words. */
export function note(text: string, kind: "problem" | "hint" = "hint", ...more: Child[]): HTMLElement {
  return h("p", { class: `note is-${kind}`, role: kind === "problem" ? "alert" : undefined }, kind === "problem" && icon("warning"), h("span", {}, text), ...more);
}
