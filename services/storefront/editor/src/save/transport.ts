// Drafts over HTTP: what the server's answers mean.

import type { App } from "../app.ts";
import { same, type Draft } from "../model/doc.ts";
import { valueAt } from "../model/edit.ts";
import { pathOf } from "../model/settle.ts";
import type { Doc, Json } from "../model/types.ts";
import { notices } from "../panel/notices.ts";
import { call, isGood, words, type Answer } from "./http.ts";
import type { Conflict, Outcome, Request } from "./types.ts";

export async function send(app: App, { snapshot, etag, client, sequence }: Request<Doc>): Promise<Outcome<Doc>> {
  const body = { ...app.write(snapshot), is_autosave: true, client_id: client, sequence };
  return meaning(app, await call("PUT", app.url("/draft"), body, { "if-match": etag }));
}

function meaning(app: App, answer: Answer): Outcome<Doc> {
  const { status, etag, data } = answer;
  if (isGood(answer) && etag !== undefined) {
    app.note(notices(data["notices"]));
    return { is: "saved", etag };
  }
  if (status === 412 && etag !== undefined && isDraft(data["draft"])) {
    const merge = data["merge"];
    const conflicts = typeof merge === "object" && merge !== null && !Array.isArray(merge) ? (merge as { conflicts?: Json })["conflicts"] : undefined;
    return {
      is: "stale",
      etag,
      theirs: app.read(data["draft"]),
      merged: isDraft(merge) ? app.read(merge) : undefined,
      conflicts: Array.isArray(conflicts) ? (conflicts as unknown as Conflict[]) : [],
    };
  }
  if (status === 401) return { is: "signed-out" };
  if (status === 403) return { is: "forbidden", message: words(answer) };
  if (status === 404 || status === 410) return { is: "gone" };
  if (status === 409 && data["code"] === "out_of_order") return { is: "late" };
  if (status === 400 || status === 413 || status === 422) return { is: "refused", message: words(answer) };
  return { is: "failed", ...(answer.retryAfter === undefined ? {} : { after: answer.retryAfter }) };
}

export function isDraft(value: Json | undefined): value is Draft {
  return typeof value === "object" && value !== null && !Array.isArray(value) && typeof (value as { title?: Json }).title === "string" && "content" in value;
}

export async function readDraft(app: App): Promise<{ etag: string; snapshot: Doc } | "signed-out" | undefined> {
  const answer = await call("GET", app.url("/draft"));
  if (answer.status === 401) return "signed-out";
  const draft = answer.data["draft"];
  return isGood(answer) && answer.etag !== undefined && isDraft(draft) ? { etag: answer.etag, snapshot: app.read(draft) } : undefined;
}

/** Whether the other side of a conflict is what this window has sent itself. */
export function isOwn(conflict: Conflict, sent: readonly Doc[]): boolean {
  if (conflict.block === undefined) return sent.some((doc) => same(doc.fields[conflict.field ?? ""], conflict.theirs as Json));
  return conflict.kind === "changed" && sent.some((doc) => same(valueAt(doc, pathOf(conflict)), conflict.theirs as Json));
}

