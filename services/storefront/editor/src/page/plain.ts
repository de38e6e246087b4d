// Plain texts: typed where they stand, always as text.

/** What an element says, with its line breaks: browsers make them of line feeds, of `<br>` and of blocks, as they please. */
export function textOf(element: HTMLElement): string {
  const lines = [""];
  let [isFresh, isOver] = [true, false];
  const say = (text: string): void => {
    if (isOver) lines.push("");
    lines[lines.length - 1] += text;
    [isFresh, isOver] = [false, false];
  };
  const walk = (node: globalThis.Node): void => {
    if (node instanceof Text) {
      if (node.data !== "") say(node.data);
    } else if (node instanceof HTMLBRElement) {
      // The last one of a block only shows that there is a line.
      const isLast = node.nextSibling === null;
      say("");
      if (!isLast) lines.push("");
    } else if (node instanceof HTMLElement) {
      const isBlock = /^(?:P|DIV|LI)$/.test(node.tagName);
      if (isBlock && !isFresh) {
        lines.push("");
        [isFresh, isOver] = [true, false];
      }
      for (const child of node.childNodes) walk(child);
      if (isBlock) isOver = true;
    }
  };
  for (const child of element.childNodes) walk(child);
  return lines.join("\n");
}

/** As the server takes a line, or several. */
export function clean(text: string, isManyLines: boolean): string {
  const breaks = text.replace(/\r\n?|[\u2028\u2029]/g, "\n").replaceAll("\u00a0", " ");
  const lines = isManyLines ? breaks : breaks.replace(/\s*\n\s*/g, " ").replaceAll("\t", " ");
  // eslint-disable-next-line no-control-regex
  return lines.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, "");
}

/** As the server counts. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** Cuts a text to what is still free. */
export function cut(text: string, most: number): string {
  return lengthOf(text) <= most ? text : [...text].slice(0, Math.max(0, most)).join("");
}

/** How many characters stand before the caret; nothing when it is elsewhere. */
export function caretIn(element: HTMLElement): { start: number; end: number } | undefined {
  const selection = document.getSelection();
  const range = selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
  if (range === undefined || !element.contains(range.startContainer) || !element.contains(range.endContainer)) return undefined;
  const until = (node: globalThis.Node, offset: number): number => {
    const before = document.createRange();
    before.selectNodeContents(element);
    before.setEnd(node, offset);
    const holder = document.createElement("div");
    holder.append(before.cloneContents());
    return holder.textContent.length + holder.querySelectorAll("br").length;
  };
  return { start: until(range.startContainer, range.startOffset), end: until(range.endContainer, range.endOffset) };
}

/** Puts the caret behind so many characters. */
export function setCaret(element: HTMLElement, start: number, end: number = start): void {
  const find = (count: number): [globalThis.Node, number] => {
    let left = count;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    let last: [globalThis.Node, number] = [element, 0];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node instanceof Text) {
        if (left <= node.data.length) return [node, left];
        left -= node.data.length;
        last = [node, node.data.length];
      } else if (node instanceof HTMLBRElement) left -= 1;
    }
    return last;
  };
  const range = document.createRange();
  range.setStart(...find(start));
  range.setEnd(...find(Math.max(start, end)));
  const selection = document.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}
