// Edits of a page. Each makes another page and leaves the one it was given as it is.

import { block as whole, take } from "./doc.ts";
import { entries, isObject, type Entry, type Registry, split } from "./registry.ts";
import { MAX_BLOCKS, MAX_DEPTH, PAGE, type Block, type Doc, type Field, type Form, type Json, type Node, type Place, type Props } from "./types.ts";

/** Twelve signs of Crockford's base32, as the server gives ids. */
export function newId(): string {
  const signs = "0123456789abcdefghjkmnpqrstvwxyz";
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => signs[byte & 31]).join("");
}

/** Where a block stands; nothing when it is not there. */
export function placeOf(doc: Doc, id: string): Place | undefined {
  for (const [slot, ids] of Object.entries(doc.slots)) {
    const index = ids.indexOf(id);
    if (index >= 0) return { slot, index };
  }
  return undefined;
}

/** The blocks that a block stands in, from within. */
export function ownersOf(doc: Doc, id: string): string[] {
  const owners: string[] = [];
  let place = placeOf(doc, id);
  while (place !== undefined && place.slot !== PAGE && owners.length <= MAX_DEPTH) {
    const owner = split(place.slot).block;
    owners.push(owner);
    place = placeOf(doc, owner);
  }
  return owners;
}

/** A block and all that stand in it. */
export function within(registry: Registry, doc: Doc, id: string): string[] {
  const node = doc.nodes[id];
  if (node === undefined) return [];
  const inner = registry.slots(node).flatMap((slot) => doc.slots[slot] ?? []);
  return [id, ...inner.flatMap((one) => within(registry, doc, one))];
}

/** All blocks as they are read, with how deep they stand. */
export function outline(registry: Registry, doc: Doc): { id: string; depth: number; slot: string }[] {
  const walk = (slot: string, depth: number): { id: string; depth: number; slot: string }[] =>
    (doc.slots[slot] ?? []).flatMap((id) => {
      const node = doc.nodes[id];
      if (node === undefined) return [];
      return [{ id, depth, slot }, ...registry.slots(node).flatMap((inner) => walk(inner, depth + 1))];
    });
  return walk(PAGE, 0);
}

/** What a path says: `faq1.questions[q1].answer`. */
export function valueAt(doc: Doc, path: string): Json | undefined {
  const { block, path: rest } = split(path);
  let value: Json | undefined = doc.nodes[block]?.props;
  for (const step of rest.split(".")) {
    const [, name = "", entry] = /^([^[]*)(?:\[([^\]]*)\])?$/.exec(step) ?? [];
    value = isObject(value) ? value[name] : undefined;
    if (entry !== undefined) value = entries(value).find((one) => one.id === entry);
  }
  return value;
}

/** Says something else at a path; what is `undefined` is left out. A path to what is not there changes nothing. */
export function setAt(registry: Registry, doc: Doc, path: string, value: Json | undefined): Doc {
  const { block, path: rest } = split(path);
  const node = doc.nodes[block];
  if (node === undefined || valueAt(doc, path) === value) return doc;
  const put = (holder: { readonly [name: string]: Json }, steps: readonly string[]): { readonly [name: string]: Json } => {
    const [step = "", ...more] = steps;
    const [, name = "", entry] = /^([^[]*)(?:\[([^\]]*)\])?$/.exec(step) ?? [];
    if (entry !== undefined) {
      return { ...holder, [name]: entries(holder[name]).map((one) => (one.id === entry ? (put(one, more) as Entry) : one)) };
    }
    if (value !== undefined) return { ...holder, [name]: value };
    const { [name]: _gone, ...left } = holder;
    return left;
  };
  const props = put(node.props, rest.split(".")) as Props;
  const next = { ...doc, nodes: { ...doc.nodes, [block]: { ...node, props } } };
  return registry.slots(node).length > 0 ? heal(registry, next) : next;
}

export function setField(doc: Doc, name: string, value: Json): Doc {
  return doc.fields[name] === value ? doc : { ...doc, fields: { ...doc.fields, [name]: value } };
}

/** Why a block cannot stand somewhere; nothing when it can. */
export function obstacle(registry: Registry, doc: Doc, type: string, levels: number, blocks: number, slot: string): string | undefined {
  const owner = split(slot).block;
  if (!registry.allowed(slot, (id) => doc.nodes[id]?.type).includes(type)) return `${registry.title(type)} cannot stand there`;
  const depth = owner === "" ? 0 : ownersOf(doc, owner).length + 1;
  if (depth + levels > MAX_DEPTH) return `Blocks can stand in each other ${MAX_DEPTH} deep`;
  if (Object.keys(doc.nodes).length + blocks > MAX_BLOCKS) return `A page can have ${MAX_BLOCKS} blocks`;
  return undefined;
}

/** How many blocks stand in each other in this one, with itself. */
export function levelsOf(registry: Registry, doc: Doc, id: string): number {
  const node = doc.nodes[id];
  if (node === undefined) return 0;
  const inner = registry.slots(node).flatMap((slot) => doc.slots[slot] ?? []);
  return 1 + Math.max(0, ...inner.map((one) => levelsOf(registry, doc, one)));
}

/** Puts a block, with all that stands in it, somewhere. */
export function insert(registry: Registry, doc: Doc, block: Block, place: Place): Doc {
  const nodes: Record<string, Node> = { ...doc.nodes };
  const slots: Record<string, readonly string[]> = { ...doc.slots };
  const before = slots[place.slot] ?? [];
  take(registry, [block], place.slot, nodes, slots);
  slots[place.slot] = before.toSpliced(place.index, 0, block.props.id);
  return { ...doc, nodes, slots };
}

export function remove(registry: Registry, doc: Doc, id: string): Doc {
  const place = placeOf(doc, id);
  if (place === undefined) return doc;
  const slots = { ...doc.slots, [place.slot]: (doc.slots[place.slot] ?? []).filter((one) => one !== id) };
  return heal(registry, { ...doc, slots });
}

/** Moves a block; the place is counted as it is before it moves. Into itself it does not go. */
export function move(registry: Registry, doc: Doc, id: string, to: Place): Doc {
  const from = placeOf(doc, id);
  if (from === undefined || within(registry, doc, id).includes(split(to.slot).block)) return doc;
  const slots: Record<string, readonly string[]> = { ...doc.slots };
  slots[from.slot] = (slots[from.slot] ?? []).filter((one) => one !== id);
  const index = from.slot === to.slot && from.index < to.index ? to.index - 1 : to.index;
  if (from.slot === to.slot && from.index === index) return doc;
  slots[to.slot] = (slots[to.slot] ?? []).toSpliced(index, 0, id);
  return { ...doc, slots };
}

/** The same block once more, behind it, with ids of its own. */
export function duplicate(registry: Registry, doc: Doc, id: string): { doc: Doc; id: string } | undefined {
  const place = placeOf(doc, id);
  const block = whole(registry, doc, id);
  if (place === undefined || block === undefined) return undefined;
  const copy = withIds(registry, block, true);
  return { doc: insert(registry, doc, copy, { slot: place.slot, index: place.index + 1 }), id: copy.props.id };
}

/** A new block of a type. */
export function fresh(registry: Registry, form: Form): Block {
  return withIds(registry, { type: form.type, props: { ...form.defaults, id: newId() } }, false);
}

/** Gives a block and all that stand in it ids, and its entries where they have none or all are to be new. */
function withIds(registry: Registry, block: Block, renew: boolean): Block {
  const fill = (fields: readonly Field[], from: { readonly [name: string]: Json }): Record<string, Json> => {
    const props: Record<string, Json> = { ...from, id: renew || typeof from["id"] !== "string" ? newId() : from["id"] };
    for (const field of fields) {
      const value = from[field.name];
      if (!Array.isArray(value)) continue;
      if (field.kind === "slot") props[field.name] = (value as unknown as Block[]).map((one) => withIds(registry, one, renew));
      if (field.kind === "list") props[field.name] = value.map((entry) => fill(field.fields, isObject(entry) ? entry : {}));
    }
    return props;
  };
  return { type: block.type, props: fill(registry.fields(block.type), block.props) as Props };
}

/** Takes out what stands nowhere or twice, and gives each slot its list: what is left after changes by several. */
export function heal(registry: Registry, doc: Doc): Doc {
  const nodes: Record<string, Node> = {};
  const slots: Record<string, readonly string[]> = {};
  const walk = (slot: string): void => {
    const here = (doc.slots[slot] ?? []).filter((id) => {
      const node = doc.nodes[id];
      if (node === undefined || nodes[id] !== undefined) return false;
      nodes[id] = node;
      return true;
    });
    slots[slot] = here;
    for (const id of here) for (const inner of registry.slots(nodes[id] as Node)) walk(inner);
  };
  walk(PAGE);
  return { ...doc, nodes, slots };
}
