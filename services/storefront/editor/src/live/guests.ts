// Who comes and goes, as it is told to somebody: whoever is back in a moment has never been away.

import type { Clock } from "../save/types.ts";
import type { Person } from "./types.ts";

/** Somebody, with all his windows. */
export interface Guest {
  readonly user: string;
  readonly name: string;
  readonly color: string;
  readonly windows: readonly Person[];
  /** He is who sits here, in another window. */
  readonly isSelf: boolean;
}

const BACK = 5000;

/** The others, each once, in the order in which they came. */
export function guestsOf(people: readonly Person[]): Guest[] {
  const self = people.find((person) => person.isHere)?.user;
  const guests = new Map<string, Guest>();
  for (const person of people) {
    if (person.isHere) continue;
    const { user, name, color } = person;
    const known = guests.get(user);
    guests.set(user, { user, name, color, isSelf: user === self, windows: [...(known?.windows ?? []), person] });
  }
  return [...guests.values()];
}

/** The first letters of a name. */
export function initials(name: string): string {
  const words = name.split(/[\s-]+/u).filter((word) => word !== "");
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("") || "?";
}

export class Comings {
  readonly #clock: Clock;
  readonly #tell: (words: string) => void;
  /** Who was told to be here. */
  readonly #known = new Map<string, string>();
  readonly #leaving = new Map<string, () => void>();
  /** Who was there before is no news, but is told of once. */
  #isFirst = true;

  constructor(clock: Clock, tell: (words: string) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  update(guests: readonly Guest[]): void {
    const here = new Set(guests.map(({ user }) => user));
    const come = guests.filter(({ user }) => !this.#known.has(user));
    for (const { user } of guests) {
      this.#leaving.get(user)?.();
      this.#leaving.delete(user);
    }
    for (const { user, name } of come) this.#known.set(user, name);
    const names = come.filter(({ isSelf }) => !isSelf).map(({ name }) => name);
    if (names.length > 0) this.#tell(`${list(names)} ${this.#isFirst ? (names.length > 1 ? "are" : "is") : names.length > 1 ? "have come and are" : "has come and is"} editing this page too`);
    if (come.some(({ isSelf }) => isSelf)) this.#tell("You have this page open in another window too");
    this.#isFirst = false;
    for (const [user, name] of this.#known) {
      if (here.has(user) || this.#leaving.has(user)) continue;
      const back = this.#clock.after(BACK, () => {
        this.#leaving.delete(user);
        this.#known.delete(user);
        this.#tell(`${name} has left`);
      });
      this.#leaving.set(user, back);
    }
  }
}

export function list(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
