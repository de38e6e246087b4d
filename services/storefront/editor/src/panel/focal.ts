// The point of a picture that stays in view when it is cut: where somebody clicks, or goes with the arrow keys.

import { h } from "../chrome/dom.ts";

/** Parts of width and height, from the upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export const MIDDLE: Point = { x: 0.5, y: 0.5 };
const STEP = 0.01;
const STRIDE = 0.1;

const within = (part: number): number => Math.round(Math.min(1, Math.max(0, part)) * 100) / 100;

/** The point in the box of the picture; beside it the nearest one. */
export function pointAt(x: number, y: number, box: { left: number; top: number; width: number; height: number }): Point {
  return { x: within((x - box.left) / Math.max(1, box.width)), y: within((y - box.top) / Math.max(1, box.height)) };
}

/** Where a key leads; nothing where it is no key of this. */
export function pointBy(key: string, isFar: boolean, { x, y }: Point): Point | undefined {
  const by = isFar ? STRIDE : STEP;
  switch (key) {
    case "ArrowLeft":
      return { x: within(x - by), y };
    case "ArrowRight":
      return { x: within(x + by), y };
    case "ArrowUp":
      return { x, y: within(y - by) };
    case "ArrowDown":
      return { x, y: within(y + by) };
    case "Home":
      return MIDDLE;
    default:
      return undefined;
  }
}

export function pointWords({ x, y }: Point): string {
  return `${Math.round(x * 100)} % from the left, ${Math.round(y * 100)} % from the top`;
}

export interface Options {
  readonly src: string;
  readonly label: string;
  /** By it the keyboard finds back. */
  readonly key?: string;
  readonly at: Point;
  changed(point: Point): void;
}

/** The picture, with the point on it. */
export function focalPicker({ src, label, key, at, changed }: Options): HTMLElement {
  let now = at;
  const dot = h("div", {
    class: "focal-dot",
    role: "slider",
    tabindex: 0,
    "aria-label": label,
    "aria-roledescription": "point",
    "aria-valuemin": 0,
    "aria-valuemax": 100,
    "data-key": key,
    title: "Drag it, or press the arrow keys; with Shift it goes further, Home puts it into the middle",
    on: {
      keydown: (event) => {
        const next = pointBy(event.key, event.shiftKey, now);
        if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        show(next);
        changed(next);
      },
    },
  });
  const picture = h("img", { src, alt: "", draggable: "false" });
  const show = (point: Point): void => {
    now = point;
    Object.assign(dot.style, { left: `${point.x * 100}%`, top: `${point.y * 100}%` });
    dot.setAttribute("aria-valuenow", String(Math.round(point.x * 100)));
    dot.setAttribute("aria-valuetext", pointWords(point));
  };
  const follow = (event: PointerEvent): void => show(pointAt(event.clientX, event.clientY, picture.getBoundingClientRect()));
  const field: HTMLElement = h(
    "div",
    {
      class: "focal",
      on: {
        pointerdown: (event) => {
          if (event.button !== 0) return;
          event.preventDefault();
          field.setPointerCapture(event.pointerId);
          dot.focus({ preventScroll: true });
          follow(event);
        },
        pointermove: (event) => field.hasPointerCapture(event.pointerId) && follow(event),
        pointerup: (event) => {
          if (!field.hasPointerCapture(event.pointerId)) return;
          field.releasePointerCapture(event.pointerId);
          follow(event);
          changed(now);
        },
        pointercancel: () => {
          show(at);
        },
      },
    },
    picture,
    dot,
  );
  show(at);
  return field;
}
