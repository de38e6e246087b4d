// What others do to the page while somebody has it open: what they save is taken in as long as nothing here is unsaved, and what they publish
// is told.

import type { State } from "../save/types.ts";
import type { Deed, Standing } from "./types.ts";

/** What following needs of the editor. */
export interface Page {
  readonly state: State;
  readonly revision: number;
  /** Which revision is public, as far as is known. */
  readonly published: number | undefined;
  /** Whose session this is. */
  readonly self: string | undefined;
  /** This window does something itself just now: it tells of that itself. */
  readonly isActing: boolean;
  /** Takes in what is saved. */
  take(): Promise<void>;
  /** Looks at how the page stands. */
  learn(): void;
  /** Tells somebody, and what he can do about it. */
  tell(words: string, way: "history" | "conflict" | undefined, isProblem: boolean): void;
  /** Said to those who do not see the page, and not again within a while. */
  hint(words: string): void;
}

export class Follow {
  readonly #page: Page;
  /** The newest revision that is known of. */
  #newest = 0;
  #isTaking = false;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The line was opened: what became of the page before is in here. */
  standing({ revision, published }: Standing): void {
    if (published !== this.#page.published) this.#page.learn();
    this.#newest = Math.max(this.#newest, revision);
    this.settle();
  }

  deed({ what, revision, user, name }: Deed): void {
    const page = this.#page;
    const isSelf = user !== undefined && user === page.self;
    const who = user === undefined ? undefined : isSelf ? "You, in another window," : name;
    if (what === "saved") {
      this.#newest = Math.max(this.#newest, revision);
      if (!isSelf && user !== undefined) page.hint(`${name} changed the page`);
      this.settle();
      return;
    }
    if (isSelf && page.isActing) return;
    page.learn();
    const verb = isSelf ? "have" : "has";
    switch (what) {
      case "published": {
        const isConflict = page.state.name === "conflict";
        const isOther = page.revision !== revision;
        page.tell(who === undefined ? `Revision ${revision} is public now, as it was planned` : `${who} ${verb} published revision ${revision}`, isConflict ? "conflict" : isOther ? "history" : undefined, false);
        return;
      }
      case "unpublished":
        page.tell(who === undefined ? "The page is not public any more, as it was planned" : `${who} ${verb} taken the page down: it is not public any more`, undefined, false);
        return;
      case "scheduled":
        page.tell(`${who ?? "Somebody"} ${verb} planned when the page goes public`, undefined, false);
        return;
      case "unscheduled":
        page.tell(`${who ?? "Somebody"} ${verb} taken back what was planned`, undefined, false);
        return;
      case "schedule_failed":
        page.tell("What was planned could not be published: the status of the page says why", undefined, true);
        return;
      case "deleted":
        page.tell(`${who ?? "Somebody"} ${verb} deleted the page. What you write is kept in this browser, and saved nowhere`, undefined, true);
    }
  }

  /** Takes in what is newer, once nothing here is unsaved: what is, is brought together with it when it is saved. */
  settle(): void {
    const page = this.#page;
    if (this.#isTaking || page.state.name !== "saved" || this.#newest <= page.revision) return;
    this.#isTaking = true;
    const wanted = this.#newest;
    void page.take().finally(() => {
      this.#isTaking = false;
      // Where it could not be had, it is not asked for again before something newer is there.
      if (this.#newest === wanted && page.revision < wanted) this.#newest = page.revision;
      this.settle();
    });
  }
}
