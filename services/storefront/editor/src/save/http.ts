// The Admin API, with the session of whoever edits.

import type { Json } from "../model/types.ts";
import { isObject } from "../model/registry.ts";

export interface Answer {
  /** 0: there was none. */
  readonly status: number;
  readonly etag: string | undefined;
  readonly retryAfter: number | undefined;
  readonly data: { readonly [name: string]: Json };
}

const PATIENCE = 20_000;

/** What is said with each call: in which shop somebody works who works in several. */
let always: Readonly<Record<string, string>> = {};

export function sayAlways(headers: Readonly<Record<string, string>>): void {
  always = headers;
}

export async function call(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const isForm = body instanceof FormData;
  try {
    const response = await fetch(url, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      // Pictures take their time.
      signal: AbortSignal.timeout(isForm ? PATIENCE * 10 : PATIENCE),
      headers: { accept: "application/json", ...always, ...(body === undefined || isForm ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const data: Json = await response.json().catch(() => ({}));
    const after = Number(response.headers.get("retry-after"));
    return {
      status: response.status,
      etag: response.headers.get("etag") ?? undefined,
      retryAfter: Number.isFinite(after) && after > 0 ? after * 1000 : undefined,
      data: isObject(data) ? data : {},
    };
  } catch {
    return { status: 0, etag: undefined, retryAfter: undefined, data: {} };
  }
}

/** Something that goes on being told. Neither opening nor reading throws. */
export async function stream(url: string, signal: AbortSignal): Promise<{ status: number; after: number | undefined; read(): Promise<string | undefined> }> {
  try {
    const response = await fetch(url, { credentials: "same-origin", cache: "no-store", signal, headers: { accept: "text/event-stream", ...always } });
    const after = Number(response.headers.get("retry-after"));
    const reader = response.ok ? response.body?.getReader() : undefined;
    const decoder = new TextDecoder();
    return {
      status: response.status,
      after: Number.isFinite(after) && after > 0 ? after * 1000 : undefined,
      read: async () => {
        const piece = await reader?.read().catch(() => undefined);
        return piece === undefined || piece.done ? undefined : decoder.decode(piece.value, { stream: true });
      },
    };
  } catch {
    return { status: 0, after: undefined, read: () => Promise.resolve(undefined) };
  }
}

export function isGood(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** What the server says is wrong, or what can be said without it. */
export function words(answer: Answer): string {
  const said = answer.data["message"];
  if (typeof said === "string" && said !== "") return said;
  if (answer.status === 0) return "The shop cannot be reached. Look at your connection, and try again";
  if (answer.status === 401) return "Your session has ended: sign in again";
  if (answer.status === 403) return "You may not do that: ask whoever runs the shop";
  if (answer.status === 404) return "That is not there any more";
  if (answer.status === 413) return "It is too large: shorten it, or divide it into several";
  return `The shop answered with ${answer.status}. Try again in a while`;
}
