// Who else has the page open, as the server tells it.

import { isObject } from "../model/registry.ts";
import type { Json } from "../model/types.ts";

/** Where somebody is in the page. */
export interface Spot {
  readonly block: string | undefined;
  readonly field: string | undefined;
  readonly isDirty: boolean;
}

/** A window in which somebody has the page open. */
export interface Person {
  readonly window: string;
  readonly user: string;
  readonly name: string;
  readonly color: string;
  readonly block: string | undefined;
  readonly field: string | undefined;
  readonly isDirty: boolean;
  /** It is this very window. */
  readonly isHere: boolean;
}

/** How the page stands. */
export interface Standing {
  readonly revision: number;
  readonly published: number | undefined;
}

export const DEEDS = ["saved", "published", "unpublished", "scheduled", "unscheduled", "schedule_failed", "deleted"] as const;

/** What became of the page, and who did it: nobody, where its time had come. */
export interface Deed {
  readonly what: (typeof DEEDS)[number];
  readonly revision: number;
  readonly user: string | undefined;
  readonly name: string;
}

const NOBODY = "Somebody";

const text = (value: Json | undefined): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

export function people(data: Json): Person[] {
  const list = isObject(data) ? data["people"] : undefined;
  return (Array.isArray(list) ? list : []).flatMap((one: Json) => {
    if (!isObject(one)) return [];
    const [window, user, color] = [text(one["window"]), text(one["user_id"]), text(one["color"])];
    if (window === undefined || user === undefined || color === undefined || !/^#[0-9a-f]{6}$/.test(color)) return [];
    const person = { window, user, color, name: text(one["name"]) ?? NOBODY, block: text(one["block"]), field: text(one["field"]) };
    return [{ ...person, isDirty: one["is_dirty"] === true, isHere: one["is_you"] === true }];
  });
}

export function standing(data: Json): Standing | undefined {
  if (!isObject(data) || typeof data["revision"] !== "number") return undefined;
  const published = data["published_revision"];
  return { revision: data["revision"], published: typeof published === "number" ? published : undefined };
}

export function deed(name: string, data: Json): Deed | undefined {
  const what = DEEDS.find((one) => one === name);
  if (what === undefined || !isObject(data) || typeof data["revision"] !== "number") return undefined;
  const by = isObject(data["by"]) ? data["by"] : {};
  return { what, revision: data["revision"], user: text(by["user_id"]), name: text(by["name"]) ?? NOBODY };
}
