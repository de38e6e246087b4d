// What the media library knows of a picture: read once, and changed in a dialog of its own.

import type { App } from "../app.ts";
import { button, fill, h } from "../chrome/dom.ts";
import { note } from "../chrome/shell.ts";
import { isObject } from "../model/registry.ts";
import type { Json } from "../model/types.ts";
import { call, isGood, words } from "../save/http.ts";
import { focalPicker, MIDDLE, type Point } from "./focal.ts";

export interface Medium {
  readonly id: string;
  /** Small enough for a list. */
  readonly url: string;
  /** Large enough to point at something on it. */
  readonly large: string;
  readonly alt: string;
  readonly isPicture: boolean;
  readonly focal: Point;
}

const SMALL = 160;
const LARGE = 640;
const MOST_SIGNS = 500;
const known = new Map<string, Medium>();

/** As the server tells of one. */
export function medium(data: Json | undefined): Medium | undefined {
  if (!isObject(data) || typeof data["id"] !== "string" || typeof data["url"] !== "string") return undefined;
  const { url } = data as { url: string };
  const variants = Array.isArray(data["variants"]) ? data["variants"] : [];
  const from = (width: number): string => {
    const fits = variants.find((one: Json) => isObject(one) && typeof one["url"] === "string" && typeof one["width"] === "number" && one["width"] >= width);
    return isObject(fits) && typeof fits["url"] === "string" ? fits["url"] : url;
  };
  const found: Medium = {
    id: data["id"],
    url: from(SMALL),
    large: from(LARGE),
    alt: typeof data["alt"] === "string" ? data["alt"] : "",
    isPicture: typeof data["width"] === "number",
    focal: pointOf(data["focal"]) ?? MIDDLE,
  };
  known.set(found.id, found);
  return found;
}

export function pointOf(value: Json | undefined): Point | undefined {
  return isObject(value) && typeof value["x"] === "number" && typeof value["y"] === "number" ? { x: value["x"], y: value["y"] } : undefined;
}

/** What is known of one already. */
export function knownOf(id: string): Medium | undefined {
  return known.get(id);
}

export async function retrieve(id: string): Promise<Medium | undefined> {
  const found = known.get(id);
  if (found !== undefined) return found;
  const answer = await call("GET", `/admin/media/${encodeURIComponent(id)}`);
  return isGood(answer) ? medium(answer.data["medium"] ?? answer.data["media"]) : undefined;
}

/** What a picture shows, in words, and what of it stays in view: for all who use it. */
export function editMedium(app: App, picture: Medium, changed: (picture: Medium) => void): void {
  const dialog = app.shell.dialog("Picture", { wide: true, lead: "What is said here holds wherever this picture is shown and nothing else is said of it." });
  dialog.element.classList.add("picture");
  let focal = picture.focal;
  const alt = h("textarea", { rows: 2, maxlength: MOST_SIGNS, "aria-label": "What is to be seen" });
  alt.value = picture.alt;
  const status = h("div", { role: "status" });
  const save = button(
    "Save",
    () => {
      save.disabled = true;
      fill(status, "Saving…");
      const body = { alt: alt.value.trim(), ...(picture.isPicture ? { focal: { x: focal.x, y: focal.y } } : {}) };
      void call("POST", `/admin/media/${encodeURIComponent(picture.id)}`, body).then((answer) => {
        save.disabled = false;
        const after = isGood(answer) ? medium(answer.data["medium"] ?? answer.data["media"]) : undefined;
        if (after === undefined) {
          fill(status, note(words(answer), "problem"));
          return;
        }
        dialog.close();
        changed(after);
        app.emit("redraw", blocksWith(app, after.id));
        app.shell.toast("What is said of the picture is saved");
      });
    },
    "strong",
  );
  fill(
    dialog.body,
    picture.isPicture && h("p", { class: "help" }, "Click what must stay in view when the picture is cut, or press the arrow keys."),
    picture.isPicture && focalPicker({ src: picture.large, label: "What stays in view", at: focal, changed: (point) => (focal = point) }),
    h("label", { class: "control" }, "What is to be seen, for those who do not see it", alt),
    status,
  );
  fill(dialog.foot, button("Cancel", () => dialog.close()), save);
  (dialog.element.querySelector<HTMLElement>(".focal-dot") ?? alt).focus();
}

/** The blocks that name something. */
function blocksWith(app: App, id: string): string[] {
  return Object.values(app.doc.nodes).flatMap((node) => (node !== undefined && JSON.stringify(node.props).includes(`"${id}"`) ? [node.props.id] : []));
}
