// What somebody decides where two have changed the same thing, put into what the server brought together.

import type { Conflict } from "../save/types.ts";
import { insert, move, placeOf, remove, setAt, setField } from "./edit.ts";
import type { Registry } from "./registry.ts";
import { entries } from "./registry.ts";
import type { Block, Doc, Json, Place } from "./types.ts";

export type Side = "ours" | "theirs";

/** The path of what a conflict is about. */
export function pathOf(conflict: Conflict): string {
  return [conflict.block, conflict.entry, conflict.field].filter((part) => part !== undefined).join(".");
}

/** What the merged page is once a side was chosen; where it is the one that stands there already, the same. */
export function settle(registry: Registry, merged: Doc, conflict: Conflict, side: Side): Doc {
  const value = (side === "ours" ? conflict.ours : conflict.theirs) as Json | undefined;
  if (conflict.block === undefined) return setField(merged, conflict.field ?? "", value ?? null);
  switch (conflict.kind) {
    case "changed":
      return setAt(registry, merged, pathOf(conflict), value ?? undefined);
    case "moved":
      return conflict.entry === undefined && isPlace(value) ? move(registry, merged, conflict.block, within(merged, value)) : merged;
    case "removed":
      return value === null || value === undefined ? without(registry, merged, conflict) : merged;
    case "retyped":
      return isBlock(value) ? instead(registry, merged, value) : merged;
    default:
      return merged;
  }
}

function isPlace(value: unknown): value is Place {
  return typeof value === "object" && value !== null && "slot" in value && "index" in value;
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && "type" in value && "props" in value;
}

function within(doc: Doc, place: Place): Place {
  return { slot: place.slot, index: Math.min(place.index, doc.slots[place.slot]?.length ?? 0) };
}

function without(registry: Registry, doc: Doc, { block = "", entry }: Conflict): Doc {
  if (entry === undefined) return remove(registry, doc, block);
  const [, list = "", id] = /^(.*)\[([^\]]*)\]$/.exec(entry) ?? [];
  const node = doc.nodes[block];
  if (node === undefined) return doc;
  const left = entries(node.props[list]).filter((one) => one.id !== id);
  const min = registry.list(node.type, list)?.min ?? 0;
  return left.length < min ? doc : setAt(registry, doc, `${block}.${list}`, left as unknown as Json);
}

/** Puts a block of another type in the place of one. */
function instead(registry: Registry, doc: Doc, block: Block): Doc {
  const place = placeOf(doc, block.props.id);
  if (place === undefined) return doc;
  return insert(registry, remove(registry, doc, block.props.id), block, place);
}

