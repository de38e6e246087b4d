// What changed from one page to another, so that it can be taken back also after others' changes have come in between.

import { same } from "./doc.ts";
import { heal } from "./edit.ts";
import { entries, type Entry, type Registry } from "./registry.ts";
import type { Doc, Json, Node, Props } from "./types.ts";

interface Step<T> {
  readonly from: T | undefined;
  readonly to: T | undefined;
}

export interface Patch {
  readonly fields: { readonly [name: string]: Step<Json> };
  readonly nodes: { readonly [id: string]: Step<Node> };
  readonly slots: { readonly [slot: string]: Step<readonly string[]> };
}

export function between(before: Doc, after: Doc): Patch {
  return {
    fields: steps(before.fields, after.fields, same),
    nodes: steps(before.nodes, after.nodes, (a, b) => a === b),
    slots: steps(before.slots, after.slots, (a, b) => a === b || a?.join() === b?.join()),
  };
}

function steps<T>(
  before: { readonly [name: string]: T },
  after: { readonly [name: string]: T },
  alike: (a: T | undefined, b: T | undefined) => boolean,
): Record<string, Step<T>> {
  const found: Record<string, Step<T>> = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!alike(before[name], after[name])) found[name] = { from: before[name], to: after[name] };
  }
  return found;
}

export function inverse(patch: Patch): Patch {
  const turn = <T>(all: { readonly [name: string]: Step<T> }): Record<string, Step<T>> =>
    Object.fromEntries(Object.entries(all).map(([name, { from, to }]) => [name, { from: to, to: from }]));
  return { fields: turn(patch.fields), nodes: turn(patch.nodes), slots: turn(patch.slots) };
}

export function isEmpty(patch: Patch): boolean {
  return [patch.fields, patch.nodes, patch.slots].every((all) => Object.keys(all).length === 0);
}

/** Does to a page what the patch did to another: what others have changed meanwhile stays where the patch does not speak of it. */
export function apply(registry: Registry, doc: Doc, patch: Patch): Doc {
  const fields: Record<string, Json> = { ...doc.fields };
  for (const [name, { to }] of Object.entries(patch.fields)) fields[name] = to ?? null;
  const nodes: Record<string, Node> = { ...doc.nodes };
  for (const [id, { from, to }] of Object.entries(patch.nodes)) {
    const now = nodes[id];
    if (to === undefined) delete nodes[id];
    else if (now === undefined || from === undefined || from.type !== to.type) {
      if (from === undefined || now !== undefined) nodes[id] = to;
    } else nodes[id] = { type: to.type, props: revise(now.props, from.props, to.props) as Props };
  }
  const slots: Record<string, readonly string[]> = { ...doc.slots };
  for (const [slot, { from = [], to = [] }] of Object.entries(patch.slots)) {
    const now = slots[slot] ?? [];
    slots[slot] = now.join() === from.join() ? to : arrange(now, from, to);
  }
  // What the patch puts somewhere stands nowhere else.
  for (const [slot, { from = [], to = [] }] of Object.entries(patch.slots)) {
    const came = new Set(to.filter((id) => !from.includes(id)));
    for (const other of Object.keys(slots)) {
      if (other !== slot && patch.slots[other] === undefined) slots[other] = (slots[other] ?? []).filter((id) => !came.has(id));
    }
  }
  return heal(registry, { fields, nodes, slots });
}

type Values = { readonly [name: string]: Json };

function revise(now: Values, from: Values, to: Values): Values {
  const next: Record<string, Json> = { ...now };
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    if (same(from[name], to[name])) continue;
    const value = to[name];
    if (value === undefined) delete next[name];
    else if (isList(from[name]) && isList(value) && isList(now[name])) next[name] = reviseList(entries(now[name]), entries(from[name]), entries(value));
    else next[name] = value;
  }
  return next;
}

function isList(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0 && entries(value).length === value.length;
}

function reviseList(now: readonly Entry[], from: readonly Entry[], to: readonly Entry[]): readonly Entry[] {
  const by = (list: readonly Entry[]): Map<string, Entry> => new Map(list.map((entry) => [entry.id, entry]));
  const [was, is, will] = [by(from), by(now), by(to)];
  const ids = (list: readonly Entry[]): string[] => list.map((entry) => entry.id);
  return arrange(ids(now), ids(from), ids(to)).flatMap((id) => {
    const [old, here, next] = [was.get(id), is.get(id), will.get(id)];
    if (old !== undefined && here !== undefined && next !== undefined) return [revise(here, old, next) as Entry];
    return here ?? next ?? [];
  });
}

/** An order in which what went from `from` to `to` has gone and come, and what is only in `now` keeps its neighbours. */
function arrange(now: readonly string[], from: readonly string[], to: readonly string[]): string[] {
  const gone = new Set(from.filter((id) => !to.includes(id)));
  const result = to.filter((id) => now.includes(id) || !from.includes(id));
  now.forEach((id, at) => {
    if (result.includes(id) || gone.has(id)) return;
    const before = now.slice(0, at).findLast((other) => result.includes(other));
    result.splice(before === undefined ? 0 : result.indexOf(before) + 1, 0, id);
  });
  return result;
}
