// Publishing, and what belongs to it: what will change is looked at before, and all is saved before.

import type { App, Facts } from "../app.ts";
import { button, fill, h, icon } from "../chrome/dom.ts";
import { note } from "../chrome/shell.ts";
import { timeWords } from "../chrome/words.ts";
import { outline } from "../model/edit.ts";
import { isBlank, isShown } from "../model/registry.ts";
import type { Json } from "../model/types.ts";
import { call, isGood, words } from "../save/http.ts";
import { difference, diffView, isEmpty } from "./diff.ts";

/** How the page stands now. */
export async function learn(app: App): Promise<void> {
  const answer = await call("GET", app.url(""));
  if (isGood(answer)) know(app, answer.data["page"]);
}

function know(app: App, page: Json | undefined): void {
  if (typeof page === "object" && page !== null && !Array.isArray(page)) app.know(page as unknown as Facts);
}

/** Does one of the deeds of a page, and tells why when it cannot be. */
export async function deed(app: App, verb: string, body?: Json): Promise<string | undefined> {
  app.acting += 1;
  const answer = await call("POST", app.url(`/${verb}`), body ?? {});
  // The server may tell all windows a moment later.
  setTimeout(() => (app.acting -= 1), 2000);
  if (!isGood(answer)) return words(answer);
  know(app, answer.data["page"]);
  return undefined;
}

/** What is still empty and has to be there before it is public. */
function lacking(app: App): { id: string; text: string }[] {
  return outline(app.registry, app.doc).flatMap(({ id }) => {
    const node = app.doc.nodes[id];
    if (node === undefined) return [];
    return app.registry
      .fields(node.type)
      .filter((field) => field.needed && isShown(field, node.props) && isBlank(node.props[field.name]))
      .map((field) => ({ id, text: `${app.registry.title(node.type)}: “${field.title}” is still empty` }));
  });
}

export async function publish(app: App): Promise<void> {
  const dialog = app.shell.dialog("Publish", { wide: true });
  fill(dialog.body, h("p", { role: "status" }, "Saving what is not saved yet…"));
  if (!(await app.saver.flush())) {
    fill(dialog.body, note("Not everything could be saved, so nothing was published. Try again once it says “Saved”.", "problem"));
    fill(dialog.foot, button("Close", () => dialog.close()));
    return;
  }
  await learn(app);
  const revision = app.saver.revision;
  const published = app.facts?.published_revision ?? undefined;
  const diff = published === undefined ? undefined : await difference(app, revision, published);
  if (!dialog.element.open) return;
  const empty = lacking(app);
  const isSame = published === revision || (typeof diff === "object" && isEmpty(diff));
  const status = h("div", { role: "status" });
  const go = button(
    published === undefined ? "Publish" : "Publish these changes",
    () => {
      go.disabled = true;
      fill(status, "Publishing…");
      void deed(app, "publish", { revision }).then((fault) => {
        go.disabled = false;
        if (fault !== undefined) {
          fill(status, note(fault, "problem"));
          return;
        }
        dialog.close();
        app.shell.toast("Published", { label: "View the page", run: () => open(pathOf(app), "_blank", "noopener") });
      });
    },
    "strong",
    { disabled: isSame },
  );
  fill(
    dialog.body,
    app.facts?.scheduled_at != null && note(`A plan stands besides: something goes public ${timeWords(app.facts.scheduled_at)}.`),
    empty.length > 0 &&
      h(
        "div",
        { class: "lacking" },
        h("h3", {}, "Before it can be public"),
        h("ul", {}, empty.map(({ id, text }) => h("li", {}, button(text, () => {
          dialog.close();
          app.select(id, true);
          app.emit("settings", id);
        }, "quiet")))),
      ),
    isSame
      ? h("p", { class: "empty" }, icon("check"), "Everything is public as it stands here.")
      : diff === undefined
        ? h("div", {}, h("p", {}, `Nothing of this page is public yet. It will be at ${location.host}${pathOf(app)}.`), h("ul", { class: "plain-list" }, outline(app.registry, app.doc).filter(({ depth }) => depth === 0).map(({ id }) => h("li", {}, icon(app.registry.form(app.doc.nodes[id]?.type ?? "")?.icon ?? "block"), app.name(id)))))
        : typeof diff === "string"
          ? note(diff, "problem")
          : diffView(app, diff),
    status,
  );
  fill(
    dialog.foot,
    button([icon("clock"), "Schedule…"], () => {
      dialog.close();
      void schedule(app);
    }),
    h("span", { class: "grow" }),
    button("Cancel", () => dialog.close()),
    go,
  );
  go.focus();
}

/** Where the page is. */
export function pathOf(app: App): string {
  const slug = String(app.doc.fields["slug"] ?? "");
  return slug === "home" || slug === "" ? "/" : `/${slug}`;
}

export async function schedule(app: App): Promise<void> {
  const dialog = app.shell.dialog("Schedule", { lead: "The draft as it stands now goes public at a time, or the page is taken down at one. Later edits are not part of it." });
  const time = (label: string, now: string | null | undefined): HTMLInputElement => {
    const input = h("input", { type: "datetime-local", "aria-label": label });
    if (now != null) input.value = local(new Date(now));
    return input;
  };
  const from = time("Goes public", app.facts?.scheduled_at);
  const until = time("Taken down", app.facts?.unpublish_at);
  const status = h("div", { role: "status" });
  fill(dialog.body, h("label", { class: "control" }, "Goes public", from), h("label", { class: "control" }, "Taken down", until), h("p", { class: "help" }, `Times are of this device: ${Intl.DateTimeFormat().resolvedOptions().timeZone}.`), status);
  const go = button(
    "Schedule",
    () => {
      const [begin, end] = [from.value, until.value].map((text) => (text === "" ? undefined : new Date(text)));
      const wrong =
        begin === undefined && end === undefined
          ? "Say when it goes public, or when it is taken down"
          : begin !== undefined && begin.getTime() <= Date.now()
            ? "That time is over: choose a later one, or publish at once"
            : end !== undefined && end.getTime() <= (begin?.getTime() ?? Date.now())
              ? "It has to be taken down later than it goes public"
              : undefined;
      if (wrong !== undefined) {
        fill(status, note(wrong, "problem"));
        return;
      }
      fill(status, "Saving what is not saved yet…");
      void app.saver.flush().then(async (isSaved) => {
        const plan = { ...(begin === undefined ? {} : { revision: app.saver.revision, publish_at: begin.toISOString() }), ...(end === undefined ? {} : { unpublish_at: end.toISOString() }) };
        const fault = isSaved ? await deed(app, "schedule", plan) : "Not everything could be saved: try again once it says “Saved”";
        if (fault !== undefined) {
          fill(status, note(fault, "problem"));
          return;
        }
        dialog.close();
        app.shell.toast(begin === undefined ? `Taken down ${timeWords(end?.toISOString() ?? "")}` : `Goes public ${timeWords(begin.toISOString())}`, { label: "Cancel the plan", run: () => void unschedule(app) });
      });
    },
    "strong",
  );
  fill(dialog.foot, button("Cancel", () => dialog.close()), go);
  from.focus();
}

/** As `datetime-local` takes it. */
function local(at: Date): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

export async function unschedule(app: App): Promise<void> {
  const fault = await deed(app, "unschedule");
  app.shell.toast(fault ?? "Nothing is planned any more", undefined, fault !== undefined);
}

export async function unpublish(app: App): Promise<void> {
  if (!(await app.shell.confirm("Unpublish this page?", "Nobody but you sees it any more. The draft stays, and it can be published again.", "Unpublish"))) return;
  const fault = await deed(app, "unpublish", { draft: "keep" });
  app.shell.toast(fault ?? "The page is not public any more", undefined, fault !== undefined);
}

export async function discard(app: App): Promise<void> {
  if (!(await app.shell.confirm("Discard the draft?", "The draft becomes what is published. What was drafted stays in the history.", "Discard"))) return;
  if (!(await app.saver.flush())) {
    app.shell.toast("Not everything could be saved: try again once it says “Saved”", undefined, true);
    return;
  }
  const fault = await deed(app, "discard");
  if (fault === undefined) await app.take();
  app.shell.toast(fault ?? "The draft is what is published", undefined, fault !== undefined);
}
