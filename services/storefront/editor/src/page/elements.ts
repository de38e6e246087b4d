// The page's own elements, found by what the server wrote into them.

/** The element of a block. */
export function elementOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-block-id="${CSS.escape(id)}"]`);
}

/** The element that holds the blocks of a slot. */
export function slotOf(slot: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-slot="${CSS.escape(slot)}"]`);
}

/** The element that says a field. */
export function fieldOf(path: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-field="${CSS.escape(path)}"]`);
}

/** The innermost block around an element. */
export function blockAround(element: Element | null): HTMLElement | null {
  return element?.closest<HTMLElement>("[data-block-id]") ?? null;
}

export function idOf(element: Element | null): string | undefined {
  return blockAround(element)?.dataset["blockId"];
}

/** The blocks that stand right in a slot. */
export function blocksIn(slot: HTMLElement): HTMLElement[] {
  return [...slot.querySelectorAll<HTMLElement>("[data-block-id]")].filter((block) => block.parentElement?.closest("[data-slot]") === slot);
}

/** All fields, also of the element itself. */
export function fieldsIn(element: Element): HTMLElement[] {
  const inner = [...element.querySelectorAll<HTMLElement>("[data-field]")];
  return element instanceof HTMLElement && element.dataset["field"] !== undefined ? [element, ...inner] : inner;
}

/** What the server wrote, as elements. Its scripts, had it any, would not run. */
export function parse(html: string): HTMLElement | null {
  const template = document.createElement("template");
  template.innerHTML = html;
  const element = template.content.firstElementChild;
  return element instanceof HTMLElement ? element : null;
}

export function isPlain(kind: string | undefined): boolean {
  return kind === "line" || kind === "text" || kind === "words" || kind === "textarea" || kind === "prose";
}

export function isRich(kind: string | undefined): boolean {
  return kind === "rich" || kind === "rich_text";
}

export function isManyLines(kind: string | undefined): boolean {
  return kind === "words" || kind === "textarea" || kind === "prose";
}
