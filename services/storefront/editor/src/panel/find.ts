// What the shop has, by id and by search: products, collections, categories, pages, reusable blocks, media.

import type { Json } from "../model/types.ts";
import { isObject } from "../model/registry.ts";
import { call, isGood, words } from "../save/http.ts";

export type Sort = "product" | "collection" | "category" | "page" | "reusable";

export interface Thing {
  readonly id: string;
  readonly title: string;
  readonly note: string | undefined;
  readonly picture: string | undefined;
}

interface Source {
  readonly path: string;
  readonly many: string;
  readonly one: string;
  readonly title: string;
  readonly fields: string;
}

export const SOURCES: { readonly [sort in Sort]: Source } = {
  product: { path: "/admin/products", many: "products", one: "product", title: "products", fields: "id,title,handle,thumbnail,status" },
  collection: { path: "/admin/collections", many: "collections", one: "collection", title: "collections", fields: "id,title,handle" },
  category: { path: "/admin/product-categories", many: "product_categories", one: "product_category", title: "categories", fields: "id,name,handle" },
  page: { path: "/admin/pages", many: "pages", one: "page", title: "pages", fields: "id,title,slug,status" },
  reusable: { path: "/admin/reusable-blocks", many: "reusable_blocks", one: "reusable_block", title: "reusable blocks", fields: "id,title" },
};

const known = new Map<string, Thing>();

function thing(data: Json | undefined): Thing | undefined {
  if (!isObject(data) || typeof data["id"] !== "string") return undefined;
  const text = (name: string): string | undefined => (typeof data[name] === "string" && data[name] !== "" ? data[name] : undefined);
  const where = text("handle") ?? text("slug");
  const status = text("status");
  const note = [where === undefined ? undefined : `/${where}`, status === "published" ? undefined : status].filter((one) => one !== undefined).join(" · ");
  const found = { id: data["id"], title: text("title") ?? text("name") ?? data["id"], note: note === "" ? undefined : note, picture: text("thumbnail") };
  known.set(found.id, found);
  return found;
}

/** What a search finds, or why it cannot be made, in words. */
export async function search(sort: Sort, text: string): Promise<readonly Thing[] | string> {
  const source = SOURCES[sort];
  const query = new URLSearchParams({ limit: "12", fields: source.fields, ...(text === "" ? {} : { q: text }) });
  const answer = await call("GET", `${source.path}?${query}`);
  if (answer.status === 404) return `This shop has no ${source.title} yet`;
  if (!isGood(answer)) return words(answer);
  const list = answer.data[source.many];
  return Array.isArray(list) ? list.flatMap((one: Json) => thing(one) ?? []) : [];
}

/** What an id names; nothing when it is not there, or nobody can say. */
export async function retrieve(sort: Sort, id: string): Promise<Thing | undefined> {
  const found = known.get(id);
  if (found !== undefined) return found;
  const source = SOURCES[sort];
  const answer = await call("GET", `${source.path}/${encodeURIComponent(id)}?${new URLSearchParams({ fields: source.fields })}`);
  return isGood(answer) ? thing(answer.data[source.one]) : undefined;
}

export const PREFIXES: { readonly [prefix: string]: Sort } = { prod: "product", pcol: "collection", pcat: "category", page: "page", rblk: "reusable" };

export function sortOf(id: string): Sort | undefined {
  return PREFIXES[/^([a-z]+)_/.exec(id)?.[1] ?? ""];
}
