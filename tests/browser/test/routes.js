// Which pages there are, as the storefront's own sources say it: one that is new has to be looked at, too.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PAGES = fileURLToPath(new URL("../../../services/storefront/src/pages/", import.meta.url));
const EDITOR = fileURLToPath(new URL("../../../services/storefront/editor/src/", import.meta.url));

/** What answers a GET and is no page that somebody looks at. */
const FILES = ["/blog/feed.rss", "/blog/feed.atom", "/theme/{hash}/{*name}", "/robots.txt", "/sitemap.xml", "/sitemaps/{name}", "/preview"];

function sources(folder, ending) {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(ending));
  return names.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
}

/** What stands between the parenthesis at `from` and the one that ends it. */
function between(text, from) {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
    if (depth === 0) return text.slice(from + 1, at);
  }
  throw new Error(`a parenthesis is never closed: ${text.slice(from, from + 80)}`);
}

/** The routes of all pages: whatever answers a GET, but files. */
export function routes() {
  const text = sources(PAGES, ".rs");
  const found = [...text.matchAll(/\.route\(/g)].map((match) => between(text, match.index + match[0].length - 1));
  const pages = found.filter((route) => /\bget\(/.test(route)).map((route) => /"([^"]+)"/.exec(route)[1]);
  return pages.filter((route) => !FILES.includes(route));
}

/** The route that answers at a path, the one with the most of its own words first. */
export function routeOf(path, all) {
  const pattern = (route) => new RegExp(`^${route.replace(/\{\*[^}]+\}/g, ".+").replace(/\{[^}]+\}/g, "[^/]+")}$`);
  const fixed = (route) => route.replace(/\{[^}]+\}/g, "").length;
  return all.filter((route) => pattern(route).test(path)).toSorted((one, other) => fixed(other) - fixed(one))[0];
}

/** What the editor opens, by the words at its head: dialogs, questions and menus. Words that are put in end it. */
export function popups() {
  const text = sources(EDITOR, ".ts");
  const dialogs = [...text.matchAll(/\.(?:dialog|confirm)\(\s*["`]([^"`$]+)/g)].map((match) => match[1]);
  const menus = [...text.matchAll(/showMenu\([^,]+,[^,]+,\s*"([^"]+)"/g)].map((match) => match[1]);
  return [...new Set([...dialogs, ...menus])];
}
