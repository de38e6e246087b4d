// All revisions: who made them, when and why; what is different, and how to get one back.

import type { App } from "../app.ts";
import { button, fill, h } from "../chrome/dom.ts";
import { note } from "../chrome/shell.ts";
import { timeWords } from "../chrome/words.ts";
import type { Json } from "../model/types.ts";
import { call, isGood, words } from "../save/http.ts";
import { difference, diffView } from "./diff.ts";
import { preview } from "./preview.ts";
import { deed, learn } from "./publishing.ts";

interface Revision {
  readonly revision: number;
  readonly kind: string;
  readonly reason: string | null;
  readonly of_revision: number | null;
  readonly published_at: string | null;
  readonly created_by: string | null;
  readonly created_at: string;
}

const KINDS: { readonly [kind: string]: string } = {
  created: "Created",
  saved: "Saved",
  autosaved: "Edited",
  restored: "Restored",
  discarded: "Draft discarded",
};
const PAGE = 30;

/** The names of people, by id; nothing where one may not know. */
async function people(): Promise<Map<string, string>> {
  const answer = await call("GET", "/admin/users?limit=100&fields=id,first_name,last_name,email");
  const names = new Map<string, string>();
  const list = answer.data["users"];
  for (const user of isGood(answer) && Array.isArray(list) ? (list as { [name: string]: Json }[]) : []) {
    const name = [user["first_name"], user["last_name"]].filter((part) => typeof part === "string" && part !== "").join(" ");
    names.set(String(user["id"]), name === "" ? String(user["email"] ?? "") : name);
  }
  return names;
}

export async function history(app: App): Promise<void> {
  const dialog = app.shell.dialog("History", { wide: true });
  dialog.element.classList.add("history");
  const listed: Revision[] = [];
  const list = h("ol", { class: "revisions", "aria-label": "Revisions, the newest first" });
  const detail = h("div", { class: "detail", role: "region", "aria-label": "What is different", tabindex: 0 });
  const more = button("Show older ones", () => void load(), "quiet");
  const status = h("p", { role: "status" }, "Saving what is not saved yet…");
  fill(dialog.body, status, h("div", { class: "history-columns" }, h("div", { class: "history-list" }, list, more), detail));
  dialog.foot.remove();
  more.hidden = true;
  await app.saver.flush();
  const [names] = await Promise.all([people(), learn(app)]);
  let offset = 0;
  let chosen: Revision | undefined;

  const load = async (): Promise<void> => {
    const answer = await call("GET", app.url(`/revisions?limit=${PAGE}&offset=${offset}`));
    if (!dialog.element.open) return;
    if (!isGood(answer)) {
      fill(status, note(words(answer), "problem"));
      return;
    }
    status.textContent = "";
    const found = (Array.isArray(answer.data["revisions"]) ? answer.data["revisions"] : []) as unknown as Revision[];
    offset += found.length;
    more.hidden = offset >= Number(answer.data["count"] ?? 0);
    listed.push(...found);
    list.append(...found.map(row));
    if (chosen === undefined && found[0] !== undefined) await choose(found[0]);
  };

  const row = (revision: Revision): HTMLElement => {
    const who = revision.created_by === null ? "Kontor" : (names.get(revision.created_by) ?? "Somebody");
    const isLive = app.facts?.published_revision === revision.revision;
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "revision", "data-revision": revision.revision, "aria-pressed": "false", on: { click: () => void choose(revision) } },
        h("b", {}, `${KINDS[revision.kind] ?? revision.kind}${revision.of_revision === null ? "" : ` (revision ${revision.of_revision})`} by ${who}`),
        h("span", {}, `Revision ${revision.revision}, ${timeWords(revision.created_at)}`),
        revision.reason !== null && h("q", {}, revision.reason),
        isLive ? h("span", { class: "mark is-added" }, "public") : revision.published_at !== null && h("span", { class: "mark" }, "was public"),
        revision.revision === app.saver.revision && h("span", { class: "mark is-moved" }, "draft"),
      ),
    );
  };

  const choose = async (revision: Revision): Promise<void> => {
    chosen = revision;
    for (const one of list.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one.dataset["revision"] === String(revision.revision)));
    const now = app.saver.revision;
    const published = app.facts?.published_revision ?? undefined;
    const options = [
      ...(revision.revision > 1 ? [{ value: revision.revision - 1, title: "the one before" }] : []),
      ...(published !== undefined && published !== revision.revision ? [{ value: published, title: "what is public" }] : []),
      ...(now !== revision.revision ? [{ value: now, title: "the draft" }] : []),
    ];
    const view = h("div", {}, "…");
    const show = async (): Promise<void> => {
      const from = Number(compare.value);
      const diff = await difference(app, revision.revision, from);
      if (chosen !== revision) return;
      fill(view, typeof diff === "string" ? note(diff === "That is not there any more" || diff.includes("not found") ? "The other revision is not kept any more." : diff) : diffView(app, diff));
    };
    const compare = h("select", { "aria-label": "Compare with", on: { change: () => void show() } }, options.map(({ value, title }) => h("option", { value }, title)));
    const others = listed.filter((one) => one.revision !== revision.revision && !options.some(({ value }) => value === one.revision));
    if (others.length > 0) compare.append(h("optgroup", { label: "Any other" }, others.map((one) => h("option", { value: one.revision }, `revision ${one.revision}, ${timeWords(one.created_at)}`))));
    fill(
      detail,
      h(
        "div",
        { class: "row is-wrapping" },
        h("h3", {}, `Revision ${revision.revision}`),
        options.length > 0 && h("label", { class: "compare" }, "compared with ", compare),
        h("span", { class: "grow" }),
        button("Preview link…", () => void preview(app, revision.revision), "quiet"),
        revision.revision !== now && button("Restore", () => void restore(revision), "strong"),
      ),
      view,
    );
    if (options.length > 0) await show();
    else fill(view, h("p", { class: "empty" }, "The first revision."));
  };

  const restore = async (revision: Revision): Promise<void> => {
    const ask = app.shell.dialog(`Restore revision ${revision.revision}?`, { lead: "It becomes the draft. What is public stays, and what is drafted now stays in the history." });
    const reason = h("input", { type: "text", maxlength: 500, placeholder: "The old opening hours again" });
    const fault = h("div", { role: "status" });
    fill(ask.body, h("label", { class: "control" }, "Why (may stay empty)", reason), fault);
    const go = button(
      "Restore",
      () => {
        void deed(app, "restore", { revision: revision.revision, ...(reason.value.trim() === "" ? {} : { reason: reason.value.trim() }) }).then(async (wrong) => {
          if (wrong !== undefined) {
            fill(fault, note(wrong, "problem"));
            return;
          }
          ask.close();
          dialog.close();
          await app.take();
          app.shell.toast(`Revision ${revision.revision} is the draft now`);
        });
      },
      "strong",
    );
    fill(ask.foot, button("Cancel", () => ask.close()), go);
    reason.focus();
  };
  await load();
}
