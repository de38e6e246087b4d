// What pages, their blocks and the forms of these are, as the server says it.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export type Props = { readonly id: string; readonly [name: string]: Json };
export type Block = { readonly type: string; readonly props: Props };
export type Content = { readonly blocks: readonly Block[] };

/** What a page is besides its blocks, one beside the other: `title`, `seo.title`. */
export type Fields = { readonly [name: string]: Json };

export interface Choice {
  readonly value: string;
  readonly title: string;
}

interface Common {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  readonly inline: boolean;
  readonly needed: boolean;
  readonly shown_when?: { readonly field: string; readonly is: string };
}

export type Kind =
  | { readonly kind: "text"; readonly max: number }
  | { readonly kind: "textarea"; readonly max: number }
  | { readonly kind: "rich_text"; readonly max: number }
  | { readonly kind: "html"; readonly max: number }
  | { readonly kind: "number"; readonly min: number; readonly max: number }
  | { readonly kind: "select"; readonly options: readonly Choice[] }
  | { readonly kind: "color"; readonly options: readonly Choice[] }
  | { readonly kind: "toggle" }
  | { readonly kind: "media" }
  | { readonly kind: "product" }
  | { readonly kind: "products"; readonly max: number }
  | { readonly kind: "collection" }
  | { readonly kind: "category" }
  | { readonly kind: "reusable" }
  | { readonly kind: "link" }
  | { readonly kind: "video" }
  | { readonly kind: "focal_point" }
  | { readonly kind: "key" }
  | { readonly kind: "words"; readonly max: number; readonly length: number }
  | { readonly kind: "list"; readonly fields: readonly Field[]; readonly min: number; readonly max: number }
  | { readonly kind: "slot"; readonly allow: readonly string[] };

export type Field = Common & Kind;
export type FieldOf<K extends Kind["kind"]> = Common & Extract<Kind, { kind: K }>;

export interface Form {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly group: string;
  readonly icon: string;
  readonly defaults: { readonly [name: string]: Json };
  readonly fields: readonly Field[];
}

/** A block without those that stand in it. */
export interface Node {
  readonly type: string;
  readonly props: Props;
}

/** A page: its blocks by id, and which stand in which slot. Never changed; an edit makes another one, which shares what is the same. */
export interface Doc {
  readonly fields: Fields;
  readonly nodes: { readonly [id: string]: Node };
  readonly slots: { readonly [slot: string]: readonly string[] };
}

/** Where a block stands. */
export interface Place {
  readonly slot: string;
  readonly index: number;
}

/** The page's own slot. */
export const PAGE = "blocks";
/** As the server has them. */
export const MAX_DEPTH = 8;
export const MAX_BLOCKS = 1000;
