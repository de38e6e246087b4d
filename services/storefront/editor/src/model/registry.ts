// The types of blocks, as `GET /admin/blocks` tells them.

import type { Field, FieldOf, Form, Json, Node, Props } from "./types.ts";

export type Entry = { readonly id: string; readonly [name: string]: Json };

export class Registry {
  readonly forms: readonly Form[];
  readonly #byType: Map<string, Form>;

  constructor(forms: readonly Form[]) {
    this.forms = forms;
    this.#byType = new Map(forms.map((form) => [form.type, form]));
  }

  form(type: string): Form | undefined {
    return this.#byType.get(type);
  }

  title(type: string): string {
    return this.form(type)?.title ?? type;
  }

  fields(type: string): readonly Field[] {
    return this.form(type)?.fields ?? [];
  }

  /** The slots of a block: `c1.columns[left].blocks`. */
  slots(node: Node): string[] {
    return this.#slots(this.fields(node.type), node.props, node.props.id);
  }

  #slots(fields: readonly Field[], props: { readonly [name: string]: Json }, at: string): string[] {
    return fields.flatMap((field) => {
      if (field.kind === "slot") return [`${at}.${field.name}`];
      if (field.kind !== "list") return [];
      return entries(props[field.name]).flatMap((entry) => this.#slots(field.fields, entry, `${at}.${field.name}[${entry.id}]`));
    });
  }

  /** The field of a path, without the id of the block: `questions[q1].answer`. */
  field(type: string, path: string): Field | undefined {
    let fields = this.fields(type);
    let found: Field | undefined;
    for (const step of path.split(".")) {
      const name = step.replace(/\[.*\]$/, "");
      found = fields.find((field) => field.name === name);
      fields = found?.kind === "list" ? found.fields : [];
    }
    return found;
  }

  /** What types a slot takes. */
  allowed(slot: string, typeOf: (id: string) => string | undefined): readonly string[] {
    const { block, path } = split(slot);
    const type = block === "" ? undefined : typeOf(block);
    if (type === undefined) return this.forms.map((form) => form.type);
    const field = this.field(type, path);
    return field?.kind === "slot" ? field.allow : [];
  }

  /** The lists of a type that are found by name. */
  list(type: string, name: string): FieldOf<"list"> | undefined {
    const field = this.fields(type).find((one) => one.name === name);
    return field?.kind === "list" ? field : undefined;
  }
}

/** `faq1.questions[q1].answer` is the field `questions[q1].answer` of the block `faq1`; the page's own slot is of no block. */
export function split(path: string): { block: string; path: string } {
  const dot = path.indexOf(".");
  return dot < 0 ? { block: "", path } : { block: path.slice(0, dot), path: path.slice(dot + 1) };
}

/** The entries of a list, whatever is there. */
export function entries(value: Json | undefined): readonly Entry[] {
  return Array.isArray(value) ? value.filter((one): one is Entry => isObject(one) && typeof one["id"] === "string") : [];
}

export function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a field is shown beside these values. */
export function isShown(field: Field, beside: Props | Entry | { readonly [name: string]: Json }): boolean {
  return field.shown_when === undefined || beside[field.shown_when.field] === field.shown_when.is;
}

export function isBlank(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.replace(/<[^>]*>/g, "").trim() === "";
  return Array.isArray(value) && value.length === 0;
}
