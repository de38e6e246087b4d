// From what the server sends to what is edited, and back.

import { entries, isObject, type Registry } from "./registry.ts";
import { PAGE, type Block, type Content, type Doc, type Field, type Json, type Node, type Props } from "./types.ts";

/** A draft or a revision as it is answered. */
export type Draft = { readonly title: string; readonly slug: string; readonly content: Content; readonly [name: string]: Json };

const PLAIN = ["title", "slug", "template", "excerpt"] as const;
const SEO = ["title", "description", "image", "canonical_url", "is_hidden"] as const;

export function read(registry: Registry, draft: Draft): Doc {
  const seo = isObject(draft["seo"]) ? draft["seo"] : {};
  const fields: Record<string, Json> = {};
  for (const name of PLAIN) fields[name] = draft[name] ?? null;
  for (const name of SEO) fields[`seo.${name}`] = seo[name] ?? (name === "is_hidden" ? false : null);
  const nodes: Record<string, Node> = {};
  const slots: Record<string, readonly string[]> = {};
  take(registry, draft.content.blocks, PAGE, nodes, slots);
  return { fields, nodes, slots };
}

/** Puts blocks, and all that stand in them, into `nodes` and `slots`. */
export function take(
  registry: Registry,
  blocks: readonly Block[],
  slot: string,
  nodes: Record<string, Node>,
  slots: Record<string, readonly string[]>,
): void {
  slots[slot] = blocks.map((block) => block.props.id);
  for (const { type, props } of blocks) {
    const strip = (fields: readonly Field[], from: { readonly [name: string]: Json }, at: string): Record<string, Json> => {
      const own: Record<string, Json> = { ...from };
      for (const field of fields) {
        if (field.kind === "slot") {
          const inner = from[field.name];
          delete own[field.name];
          take(registry, Array.isArray(inner) ? (inner as unknown as readonly Block[]) : [], `${at}.${field.name}`, nodes, slots);
        } else if (field.kind === "list" && Array.isArray(from[field.name])) {
          own[field.name] = entries(from[field.name]).map((entry) => strip(field.fields, entry, `${at}.${field.name}[${entry.id}]`));
        }
      }
      return own;
    };
    nodes[props.id] = { type, props: strip(registry.fields(type), props, props.id) as Props };
  }
}

/** The blocks of a slot, whole. */
export function blocks(registry: Registry, doc: Doc, slot: string = PAGE): Block[] {
  return (doc.slots[slot] ?? []).flatMap((id) => block(registry, doc, id) ?? []);
}

/** A block with all that stands in it. */
export function block(registry: Registry, doc: Doc, id: string): Block | undefined {
  const node = doc.nodes[id];
  if (node === undefined) return undefined;
  const fill = (fields: readonly Field[], from: { readonly [name: string]: Json }, at: string): Record<string, Json> => {
    const whole: Record<string, Json> = { ...from };
    for (const field of fields) {
      if (field.kind === "slot") whole[field.name] = blocks(registry, doc, `${at}.${field.name}`);
      else if (field.kind === "list" && from[field.name] !== undefined) {
        whole[field.name] = entries(from[field.name]).map((entry) => fill(field.fields, entry, `${at}.${field.name}[${entry.id}]`));
      }
    }
    return whole;
  };
  return { type: node.type, props: fill(registry.fields(node.type), node.props, id) as Props };
}

/** What is sent to be saved. */
export function write(registry: Registry, doc: Doc): Draft {
  const seo: Record<string, Json> = {};
  const plain: Record<string, Json> = {};
  for (const name of PLAIN) plain[name] = doc.fields[name] ?? null;
  for (const name of SEO) seo[name] = doc.fields[`seo.${name}`] ?? null;
  return { ...plain, seo, content: { blocks: blocks(registry, doc) } } as unknown as Draft;
}

/** Whether two are the same, whatever the order of their keys, and whether what says nothing is written or left out. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isNothing(a) && isNothing(b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => same(one, b[at]));
  if (isObject(a) && isObject(b)) return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => same(a[name], b[name]));
  return typeof a === "string" && typeof b === "string" && a.includes("<") && b.includes("<") && plainer(a) === plainer(b);
}

function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || value === "" || value === false || (Array.isArray(value) && value.length === 0);
}

/** HTML without what the server writes in its own way. */
function plainer(html: string): string {
  return html
    .replace(/&nbsp;|\u00a0/g, " ")
    .replace(/ (?:rel|target)="[^"]*"/g, "")
    .replace(/&quot;/g, '"')
    .replace(/&#39;|&apos;/g, "'");
}

export function sameDoc(registry: Registry, a: Doc, b: Doc): boolean {
  return a === b || same(write(registry, a) as unknown as Json, write(registry, b) as unknown as Json);
}

