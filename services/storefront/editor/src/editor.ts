// The editor of a page, started by the page itself.

import { App, type Boot } from "./app.ts";
import { Avatars } from "./chrome/avatars.ts";
import { Bar } from "./chrome/bar.ts";
import { openOutline } from "./chrome/outline.ts";
import { Shell } from "./chrome/shell.ts";
import { decide } from "./dialogs/conflict.ts";
import { history } from "./dialogs/history.ts";
import { preview } from "./dialogs/preview.ts";
import { discard, learn, pathOf, publish, schedule, unpublish, unschedule } from "./dialogs/publishing.ts";
import { holdOpen, recover } from "./dialogs/recover.ts";
import { signIn } from "./dialogs/session.ts";
import { live } from "./live/begin.ts";
import { read, sameDoc, type Draft } from "./model/doc.ts";
import { Registry } from "./model/registry.ts";
import type { Doc, Form } from "./model/types.ts";
import { Deeds } from "./page/deeds.ts";
import { Drag } from "./page/drag.ts";
import { Frames } from "./page/frames.ts";
import { Texts } from "./page/inline.ts";
import { listen } from "./page/keys.ts";
import { Rich } from "./page/rich.ts";
import { Stage } from "./page/stage.ts";
import { Toolbar } from "./page/toolbar.ts";
import { Teller } from "./panel/notices.ts";
import { Panel } from "./panel/panel.ts";
import { Copies } from "./save/copies.ts";
import { call, isGood, sayAlways, words } from "./save/http.ts";
import { Saver } from "./save/saver.ts";
import { isOwn, readDraft, send } from "./save/transport.ts";
import type { Stale, State } from "./save/types.ts";

/** Who comes back after so long looks at what others have written meanwhile. */
const AWAY = 30_000;

async function begin(): Promise<void> {
  const text = document.getElementById("kontor-editor")?.textContent;
  if (text === undefined || text === null) return;
  const boot = JSON.parse(text) as Boot;
  sayAlways(boot.headers ?? {});
  const shell = new Shell();
  const answer = await call("GET", boot.urls["forms"] ?? "/admin/blocks");
  const forms = answer.data["forms"] ?? answer.data["blocks"];
  if (!isGood(answer) || !Array.isArray(forms)) {
    shell.toast(`The editor could not start: ${words(answer)}`, { label: "Try again", run: () => location.reload() }, true);
    return;
  }
  start(boot, shell, new Registry(forms as unknown as readonly Form[]));
}

function start(boot: Boot, shell: Shell, registry: Registry): void {
  const first = { ...boot.draft.fields, content: boot.draft.content } as unknown as Draft;
  const app = new App(boot, registry, shell, read(registry, first));
  const copies = new Copies(storage(), boot.page.id, crypto.randomUUID());
  let open: Stale<Doc> | undefined;
  let bar: Bar | undefined;

  app.saver = new Saver<Doc>(
    {
      clock: {
        now: () => Date.now(),
        after: (ms, work) => {
          const timer = setTimeout(work, ms);
          return () => clearTimeout(timer);
        },
      },
      current: () => app.doc,
      same: (a, b) => sameDoc(registry, a, b),
      send: (request) => send(app, request),
      read: () => readDraft(app),
      newClient: () => crypto.randomUUID(),
      adopt: (doc, why) => {
        const isOther = !sameDoc(registry, doc, app.doc);
        if (isOther) app.adopt(doc);
        if (isOther && open === undefined && !app.isTaking) shell.toast(why === "merged" ? "Somebody else changed the page too: both are here" : "The page is as it was saved last");
        open = undefined;
      },
      conflict: (stale) => {
        open = stale;
        decide(app, stale);
      },
      isOwn,
      keep: (copy) => {
        if (copy === undefined) copies.forget();
        const isKept = copy === undefined || copies.keep({ etag: copy.etag, at: Date.now(), draft: app.write(copy.snapshot) });
        if (bar !== undefined) bar.kept = isKept;
      },
      changed: (state) => told(state),
    },
    boot.draft.etag,
    app.doc,
  );
  // The server cleans what it keeps: what is written as it was read is not an edit.
  const told = (state: State): void => {
    app.emit("state", state);
    if (state.name === "signed-out") signIn(app);
    if (state.name === "saved" && app.facts?.published_revision === null) moveTo(pathOf(app));
  };

  const toolbar = new Toolbar(app);
  const rich = new Rich(app, toolbar);
  const stage = new Stage(app, new Texts(app, rich));
  const deeds = new Deeds(app);
  const frames = new Frames(app, deeds);
  new Drag(app, deeds, frames);
  const panel = new Panel(app, deeds);
  new Teller(app);
  const avatars = new Avatars(app);
  bar = new Bar(app, avatars.element, {
    add: () => frames.add(app.selected === undefined ? "end" : "after"),
    outline: () => openOutline(app, deeds),
    page: () => (panel.isOpen === "page" ? panel.close() : panel.openPage()),
    leave: () => {
      void app.saver.flush().then((isSaved) => {
        if (isSaved) location.assign(app.facts?.published_revision == null ? "/" : location.pathname);
        else shell.toast("Not everything is saved yet. Stay until it says “Saved”, or close the window: it is kept in this browser", undefined, true);
      });
    },
  });
  listen(app, deeds, frames, toolbar);
  app.on("resolve", () => app.saver.reconsider());
  app.on("ask", (what) => void { publish, schedule, unschedule, unpublish, discard, history, preview }[what](app));
  // What was published may be elsewhere from now on.
  app.on("facts", (facts) => facts?.published_revision === app.saver.revision && moveTo(pathOf(app)));
  watch(app);
  // A page without a heading of its own shows its title.
  const heading = document.querySelector("main .page-head h1");
  app.on("doc", ({ after }) => {
    if (heading?.closest("[data-slot]") === null) heading.textContent = String(after.fields["title"] ?? "");
  });
  document.documentElement.classList.add("kontor-editing");
  holdOpen(copies);
  void learn(app).then(() => live(app, avatars));
  void recover(app, copies);
  // For the tests that drive a browser: when all that was asked for is drawn.
  Object.defineProperty(shell.host, "isQuiet", { get: () => stage.isQuiet && app.saver.state.name === "saved" });
}

/** The window's own coming and going. */
function watch(app: App): void {
  let left = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      left = Date.now();
      app.saver.keepNow();
    } else if (Date.now() - left > AWAY) void app.saver.wake();
  });
  addEventListener("pagehide", () => app.saver.keepNow());
  addEventListener("pageshow", (event) => event.persisted && void app.saver.wake());
  addEventListener("online", () => app.saver.retry());
  addEventListener("focus", () => Date.now() - left > AWAY && void app.saver.wake());
  // A machine that slept says nothing: its clock jumps.
  let seen = Date.now();
  setInterval(() => {
    if (Date.now() - seen > 60_000) void app.saver.wake();
    seen = Date.now();
  }, 10_000);
  addEventListener("beforeunload", (event) => {
    app.saver.keepNow();
    if (app.saver.isDirty) event.preventDefault();
  });
}

/** A page that nobody sees yet moves as soon as its path is another. */
function moveTo(path: string): void {
  if (location.pathname !== path) globalThis.history.replaceState(null, "", `${path}?edit`);
}

function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

void begin();
