// The page itself: what it is called, where it is, what search engines are told, and when it is public.

import type { App } from "../app.ts";
import { button, h, icon, unique } from "../chrome/dom.ts";
import { note } from "../chrome/shell.ts";
import { setField } from "../model/edit.ts";
import type { Json } from "../model/types.ts";
import { clean, lengthOf } from "../page/plain.ts";
import { complain } from "./context.ts";
import { statusWords, timeWords } from "../chrome/words.ts";

/** As the server takes paths. */
export const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)*$/;

interface Line {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  readonly max: number;
  readonly rows?: number;
  fault?(text: string): string | undefined;
}

const LINES: readonly Line[] = [
  { name: "title", title: "Title", help: "What the page is called in lists and tabs.", max: 200, fault: (text) => (text.trim() === "" ? "A page has a title" : undefined) },
  { name: "slug", title: "Path", help: "Where the page is, without the leading slash. Of a page that is public it changes with the next publishing.", max: 200, fault: slugFault },
  { name: "excerpt", title: "Excerpt", help: "What lists and search results say of it.", max: 500, rows: 3 },
];

const SEO: readonly Line[] = [
  { name: "seo.title", title: "Title for search engines", help: "In the place of the title. About 60 characters are shown.", max: 200 },
  { name: "seo.description", title: "Description", help: "A sentence or two. About 155 characters are shown.", max: 500, rows: 3 },
  { name: "seo.image", title: "Picture of shared links", help: "The id of a medium, or an address: /media/quay.jpg", max: 500 },
  { name: "seo.canonical_url", title: "The page to be found instead", help: "Only where the same stands elsewhere, and that one counts: https://…", max: 500, fault: (text) => (text === "" || /^https?:\/\/[^\s/]+\S*$/i.test(text) ? undefined : "An address, such as https://shop.example.com/about") },
];

function slugFault(text: string): string | undefined {
  if (SLUG.test(text)) return undefined;
  return "Small letters, digits and single hyphens, with / between parts: about-us";
}

export function pageControls(app: App, quiet: () => void): HTMLElement[] {
  const set = (name: string, value: Json, title: string): void => {
    quiet();
    app.edit(setField(app.doc, name, value), { label: `changing ${title}`, origin: "panel", group: `page.${name}` });
    preview.update();
  };
  const line = ({ name, title, help, max, rows, fault }: Line): HTMLElement => {
    const [id, about] = [unique("control"), unique("help")];
    const on = {
      input: (): void => {
        const text = clean(input.value, rows !== undefined);
        const wrong = lengthOf(text) > max ? `${lengthOf(text)} characters, and ${max} are possible: shorten it` : fault?.(text);
        if (wrong === undefined) {
          complain(input, undefined);
          set(name, text === "" && name !== "title" && name !== "slug" ? null : text, title);
        } else if (name === "title" || input.getAttribute("aria-invalid") === "true" || lengthOf(text) > max) complain(input, wrong);
      },
      change: (): void => complain(input, fault?.(input.value)),
    };
    const more = { id, "aria-describedby": about, "data-key": `page.${name}`, on };
    const input = rows === undefined ? h("input", { type: "text", ...more }) : h("textarea", { rows, ...more });
    const value = app.doc.fields[name];
    input.value = typeof value === "string" ? value : "";
    return h("div", { class: "control" }, h("label", { for: id }, title), input, h("p", { class: "help", id: about }, help));
  };
  const preview = searchPreview(app);
  const isHidden = h("input", { type: "checkbox", role: "switch", class: "switch", "data-key": "page.seo.is_hidden", checked: app.doc.fields["seo.is_hidden"] === true, on: { change: () => set("seo.is_hidden", isHidden.checked, "search engines") } });
  return [
    ...LINES.map(line),
    h("h3", { class: "panel-part" }, "Search engines"),
    preview.element,
    ...SEO.map(line),
    h("div", { class: "control" }, h("label", { class: "toggle" }, h("span", {}, "Hide from search engines"), isHidden), h("p", { class: "help" }, "They are asked to leave the page out.")),
    h("h3", { class: "panel-part" }, "Publishing"),
    publishing(app),
  ];
}

/** As a search engine would show it. */
function searchPreview(app: App): { element: HTMLElement; update(): void } {
  const [title, address, text] = [h("b", {}), h("span", { class: "search-address" }), h("span", {})];
  const update = (): void => {
    const say = (name: string): string => (typeof app.doc.fields[name] === "string" ? String(app.doc.fields[name]) : "");
    title.textContent = say("seo.title") || say("title");
    address.textContent = `${location.host}/${say("slug")}`;
    text.textContent = say("seo.description") || say("excerpt") || "Search engines choose a passage of the page.";
  };
  update();
  return { element: h("div", { class: "search-preview", "aria-hidden": "true" }, address, title, text), update };
}

function publishing(app: App): HTMLElement {
  const facts = app.facts;
  return h(
    "div",
    { class: "control" },
    h("p", {}, statusWords(facts, app.saver.revision)),
    facts?.schedule_problem != null && note(facts.schedule_problem, "problem"),
    facts?.scheduled_at != null && h("p", {}, `Goes public ${timeWords(facts.scheduled_at)}.`),
    facts?.unpublish_at != null && h("p", {}, `Taken down ${timeWords(facts.unpublish_at)}.`),
    h("div", { class: "row" }, button([icon("open"), "Preview link…"], () => app.emit("ask", "preview"))),
    app.boot.may.publish &&
      h(
        "div",
        { class: "row is-wrapping" },
        button([icon("clock"), "Schedule…"], () => app.emit("ask", "schedule")),
        (facts?.scheduled_at != null || facts?.unpublish_at != null) && button("Cancel the plan", () => app.emit("ask", "unschedule"), "quiet"),
        facts?.published_revision != null && button("Unpublish…", () => app.emit("ask", "unpublish"), "quiet"),
        facts?.published_revision != null && button("Discard the draft…", () => app.emit("ask", "discard"), "danger"),
      ),
  );
}
