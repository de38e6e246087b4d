// What changed between two revisions, as the server tells it: words coloured and marked, blocks that came, went, moved.

import type { App } from "../app.ts";
import { h, icon } from "../chrome/dom.ts";
import { valueWords } from "../chrome/words.ts";
import { fieldTitle } from "../panel/names.ts";
import { call, isGood, words } from "../save/http.ts";

interface Span {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

interface FieldChange {
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly spans?: readonly Span[];
}

interface Change {
  readonly block: string;
  readonly type: string;
  readonly entry?: string;
  readonly from: { readonly slot: string; readonly index: number } | null;
  readonly to: { readonly slot: string; readonly index: number } | null;
  readonly moved: boolean;
  readonly fields: readonly FieldChange[];
}

export interface Diff {
  readonly from: number;
  readonly to: number;
  readonly fields: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
  readonly blocks: readonly Change[];
}

/** The difference of two revisions; without `from` to the one that is published. Words where there is none. */
export async function difference(app: App, to: number, from?: number): Promise<Diff | string> {
  const answer = await call("GET", app.url(`/revisions/${to}/diff${from === undefined ? "" : `?from=${from}`}`));
  const diff = answer.data["diff"];
  return isGood(answer) && typeof diff === "object" && diff !== null ? (diff as unknown as Diff) : words(answer);
}

export function isEmpty(diff: Diff): boolean {
  return diff.fields.length === 0 && diff.blocks.length === 0;
}

export function diffView(app: App, diff: Diff): HTMLElement {
  if (isEmpty(diff)) return h("p", { class: "empty" }, "Nothing is different.");
  const counts = [
    count(diff.blocks.filter((one) => one.entry === undefined && one.from === null).length, "added"),
    count(diff.blocks.filter((one) => one.entry === undefined && one.to === null).length, "removed"),
    count(diff.blocks.filter((one) => one.entry === undefined && one.moved).length, "moved"),
    count(diff.blocks.filter((one) => one.from !== null && one.to !== null && one.fields.length > 0).length + diff.fields.length, "changed"),
  ].filter((text) => text !== "");
  return h(
    "div",
    { class: "diff" },
    h("p", { class: "diff-sum" }, counts.join(" · ")),
    diff.fields.length > 0 &&
      h(
        "section",
        { class: "change" },
        h("h3", {}, icon("page"), "Page"),
        diff.fields.map(({ path, before, after }) => fieldView(fieldTitle(app.registry, "", path), { field: path, before, after })),
      ),
    diff.blocks.map((change) => changeView(app, change)),
  );
}

function count(many: number, what: string): string {
  return many === 0 ? "" : `${many} ${what}`;
}

function changeView(app: App, change: Change): HTMLElement {
  const form = app.registry.form(change.type);
  const kind = change.from === null ? "added" : change.to === null ? "removed" : change.moved ? "moved" : "changed";
  const what = change.entry === undefined ? (form?.title ?? change.type) : `${form?.title ?? change.type}, ${fieldTitle(app.registry, change.type, change.entry.replace(/\[[^\]]*\]$/, ""))}`;
  // What came or went as a whole is told by what it says, not by how it is set.
  const isWhole = change.from === null || change.to === null;
  const told = change.fields.filter(({ before, after }) => !isWhole || (typeof (after ?? before) === "string" && valueWords(after ?? before) !== ""));
  return h(
    "section",
    { class: `change is-${kind}` },
    h("h3", {}, icon(form?.icon ?? "block"), what, h("span", { class: `mark is-${kind}` }, kind)),
    change.moved && change.from !== null && change.to !== null && h("p", { class: "help" }, `From place ${change.from.index + 1} to place ${change.to.index + 1}`),
    told.map((field) => fieldView(fieldTitle(app.registry, change.type, change.entry === undefined ? field.field : `${change.entry}.${field.field}`), field, isWhole)),
  );
}

function fieldView(title: string, { before, after, spans }: FieldChange, isWhole = false): HTMLElement {
  const said =
    spans !== undefined && spans.length > 0
      ? h("p", { class: "spans" }, shorten(spans).map((span) => (span.kind === "same" ? span.text : h(span.kind === "added" ? "ins" : "del", {}, span.text))))
      : isWhole
        ? h("p", { class: "spans" }, h(before === undefined || before === null ? "ins" : "del", {}, shortened(valueWords(after ?? before), 400)))
        : h("p", { class: "spans" }, h("del", {}, shortened(valueWords(before), 400)), " ", h("ins", {}, shortened(valueWords(after), 400)));
  return h("div", { class: "field-change" }, h("span", { class: "field-name" }, title), said);
}

/** Long runs that stayed the same are told by their ends. */
function shorten(spans: readonly Span[]): Span[] {
  return spans.map((span, at) => {
    if (span.kind !== "same" || span.text.length < 160) return span;
    const [head, tail] = [span.text.slice(0, 60), span.text.slice(-60)];
    return { kind: "same", text: at === 0 ? `… ${tail}` : at === spans.length - 1 ? `${head} …` : `${head} … ${tail}` };
  });
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

