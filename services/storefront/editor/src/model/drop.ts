// Where a block that is dragged would come to stand.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Target {
  readonly slot: string;
  readonly box: Box;
  /** How deep it stands: the innermost wins. */
  readonly depth: number;
  readonly children: readonly Box[];
}

export interface Drop {
  readonly slot: string;
  readonly index: number;
  /** The line that shows it. */
  readonly line: Box;
}

/** Past the page's own slot, above or below, is its beginning or its end. */
export function dropAt(x: number, y: number, targets: readonly Target[]): Drop | undefined {
  const holds = (box: Box): boolean => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  const found = targets.filter(({ box }) => holds(box)).toSorted((a, b) => b.depth - a.depth)[0] ?? targets.toSorted((a, b) => a.depth - b.depth)[0];
  if (found === undefined) return undefined;
  const { children, box, slot } = found;
  const isRow = children.length > 1 && children.slice(1).every((child, at) => child.left >= (children[at]?.right ?? 0) - 1);
  const index = children.filter((child) => (isRow ? x > (child.left + child.right) / 2 : y > (child.top + child.bottom) / 2)).length;
  const [before, behind] = [children[index - 1], children[index]];
  if (isRow) {
    const at = before !== undefined && behind !== undefined ? (before.right + behind.left) / 2 : (behind?.left ?? before?.right ?? box.left);
    return { slot, index, line: { left: at, right: at, top: box.top, bottom: box.bottom } };
  }
  const at = before !== undefined && behind !== undefined ? (before.bottom + behind.top) / 2 : (behind?.top ?? before?.bottom ?? (box.top + box.bottom) / 2);
  return { slot, index, line: { left: box.left, right: box.right, top: at, bottom: at } };
}

/** How fast the page scrolls while something is held near its upper or lower edge, in pixels a frame. */
export function scrollBy(y: number, height: number): number {
  const edge = Math.min(90, height / 4);
  if (y < edge) return -Math.ceil(((edge - Math.max(y, 0)) / edge) * 18);
  if (y > height - edge) return Math.ceil(((Math.min(y, height) - height + edge) / edge) * 18);
  return 0;
}
