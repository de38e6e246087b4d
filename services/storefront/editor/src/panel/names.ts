// What fields are called.

import type { Registry } from "../model/registry.ts";

const OF_PAGE: { readonly [name: string]: string } = {
  title: "Title",
  slug: "Path",
  template: "Template",
  excerpt: "Excerpt",
  "seo.title": "Title for search engines",
  "seo.description": "Description for search engines",
  "seo.image": "Picture of shared links",
  "seo.canonical_url": "Page to be found instead",
  "seo.is_hidden": "Hidden from search engines",
};

/** The title of a field; of one of the page where no type is named. */
export function fieldTitle(registry: Registry, type: string, path: string): string {
  if (type === "") return OF_PAGE[path] ?? path;
  return registry.field(type, path)?.title ?? path;
}
