// Events as a server sends them: `text/event-stream`.

import type { Json } from "../model/types.ts";

export interface ServerEvent {
  readonly name: string;
  readonly data: Json;
}

/** Puts events together of what comes in pieces. */
export class EventReader {
  #text = "";

  /** The events that are whole now. Comments are none, and what is no JSON is passed over. */
  push(piece: string): ServerEvent[] {
    const parts = (this.#text + piece).split("\n\n");
    this.#text = parts.pop() ?? "";
    return parts.flatMap((part) => read(part) ?? []);
  }
}

function read(text: string): ServerEvent | undefined {
  let name = "";
  const data: string[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith("event: ")) name = line.slice(7);
    else if (line.startsWith("data: ")) data.push(line.slice(6));
  }
  if (name === "") return undefined;
  try {
    return { name, data: JSON.parse(data.join("\n")) as Json };
  } catch {
    return undefined;
  }
}
