// Times and states in words.

import type { Facts } from "../app.ts";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });

export function clockWords(at: number): string {
  return clock.format(at);
}

/** `today at 12:03`, `on 24 Nov 2026 at 08:00`. */
export function timeWords(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / 86_400_000);
  const when = days === 0 ? "today" : days === 1 ? "tomorrow" : days === -1 ? "yesterday" : `on ${day.format(at)}`;
  return `${when} at ${clock.format(at)}`;
}

export function statusWords(facts: Facts | undefined, revision: number): string {
  if (facts === undefined) return "A draft.";
  if (facts.published_revision === null) return facts.status === "unpublished" ? "Not public any more: nobody but you sees it." : "A draft: nobody but you sees it.";
  const since = facts.published_at === null ? "" : ` ${timeWords(facts.published_at)}`;
  return facts.published_revision === revision ? `Public as it stands here, published${since}.` : `Public as it was published${since}. What is changed since is not public.`;
}

/** The words of HTML. It is read as text alone: what it makes is text too. */
export function wordsOf(html: string): string {
  const text = html.replace(/<\/(?:p|li|h[1-6]|blockquote|pre)>|<br>/g, " ").replace(/<[^>]*>/g, "");
  return text.replace(/&nbsp;/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&").trim();
}

/** A value of a field, as it is shown to somebody who compares. */
export function valueWords(value: unknown, isHtml = true): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (value === true) return "yes";
  if (value === false) return "no";
  if (typeof value === "string") return isHtml ? wordsOf(value) : value;
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map((one) => valueWords(one, isHtml)).join(", ");
  if (typeof value === "object") {
    const all = Object.entries(value).filter(([name]) => name !== "id");
    return all.map(([name, one]) => `${name.replaceAll("_", " ")}: ${valueWords(one, isHtml)}`).join("; ");
  }
  return String(value);
}
