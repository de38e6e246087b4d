// What saving needs from outside, so that it can be tested with a clock and a server of the tests' own.

/** Something that both changed, as the server tells it. */
export interface Conflict {
  /** Of a block; a conflict without it is about a field of the page. */
  readonly kind?: "changed" | "removed" | "moved" | "retyped";
  readonly block?: string;
  readonly entry?: string;
  readonly field?: string;
  readonly base: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** What the server answers where somebody else was quicker. */
export interface Stale<S> {
  readonly etag: string;
  /** What he has saved. */
  readonly theirs: S;
  /** Both together, provisional where there are conflicts; nothing where the server cannot say. */
  readonly merged: S | undefined;
  readonly conflicts: readonly Conflict[];
}

export type Outcome<S> =
  | { readonly is: "saved"; readonly etag: string }
  | ({ readonly is: "stale" } & Stale<S>)
  /** A later save of this window is there already. */
  | { readonly is: "late" }
  | { readonly is: "signed-out" }
  | { readonly is: "forbidden"; readonly message: string }
  | { readonly is: "gone" }
  /** As it is it will never be taken. */
  | { readonly is: "refused"; readonly message: string }
  /** Nobody knows whether it has arrived; trying again helps. */
  | { readonly is: "failed"; readonly after?: number };

export type State =
  | { readonly name: "saved"; readonly at: number | undefined }
  | { readonly name: "unsaved" }
  | { readonly name: "saving" }
  | { readonly name: "retrying"; readonly tries: number }
  | { readonly name: "conflict" }
  | { readonly name: "signed-out" }
  | { readonly name: "forbidden"; readonly message: string }
  | { readonly name: "gone" }
  | { readonly name: "refused"; readonly message: string };

export interface Clock {
  now(): number;
  after(ms: number, work: () => void): () => void;
}

export interface Request<S> {
  readonly snapshot: S;
  readonly etag: string;
  readonly client: string;
  readonly sequence: number;
}

export interface World<S> {
  readonly clock: Clock;
  /** What there is to be saved now. Two calls without an edit between them answer the same object. */
  current(): S;
  same(a: S, b: S): boolean;
  /** Never throws. */
  send(request: Request<S>): Promise<Outcome<S>>;
  /** The draft as it is on the server; nothing when nobody can say. */
  read(): Promise<{ readonly etag: string; readonly snapshot: S } | "signed-out" | undefined>;
  newClient(): string;
  /** Others' changes came in: this is what there is now, instead of `before`. */
  adopt(snapshot: S, why: "merged" | "fresh"): void;
  /** Somebody must decide; the answer comes with `resolve`. */
  conflict(stale: Stale<S>): void;
  /** Whether a conflict is none: its other side is an earlier save of this very window. */
  isOwn(conflict: Conflict, sent: readonly S[]): boolean;
  /** Keeps what is not saved in the browser, or forgets it. */
  keep(copy: { readonly etag: string; readonly snapshot: S } | undefined): void;
  changed(state: State): void;
}
