// What rich text may hold: exactly what `RichText` of crates/blocks lets through, so that the server never refuses what was typed.

import { Mark, type Extensions } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Code } from "@tiptap/extension-code";
import { CodeBlock } from "@tiptap/extension-code-block";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { HorizontalRule } from "@tiptap/extension-horizontal-rule";
import { Italic } from "@tiptap/extension-italic";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Strike } from "@tiptap/extension-strike";
import { Text } from "@tiptap/extension-text";
import { Underline } from "@tiptap/extension-underline";

import { isAddress } from "../model/link.ts";
import { clean } from "./plain.ts";

/** A link: nothing but addresses that the server takes, and no styles. */
const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  keepOnSplit: false,
  // Each is read by itself, so that nothing comes in that the server refuses: it would refuse the whole draft.
  addAttributes() {
    return {
      href: { default: null, parseHTML: hrefOf },
      title: { default: null, parseHTML: (element) => clean(element.getAttribute("title") ?? "", false).slice(0, 300) || null },
      target: { default: null, parseHTML: (element) => (element.getAttribute("target") === "_blank" ? "_blank" : null) },
      rel: { default: null, parseHTML: (element) => relations(element.getAttribute("rel")) },
    };
  },
  parseHTML() {
    return [{ tag: "a[href]", getAttrs: (element) => (hrefOf(element) === null ? false : null) }];
  },
  renderHTML({ HTMLAttributes }) {
    const said = Object.entries(HTMLAttributes).filter(([, value]) => value !== null && value !== "");
    return ["a", Object.fromEntries(said), 0];
  },
});

function hrefOf(element: HTMLElement): string | null {
  const href = element.getAttribute("href") ?? "";
  return isAddress(href) ? href : null;
}

/** What a link may say of what it leads to. */
function relations(rel: string | null): string | null {
  const known = (rel ?? "").split(/\s+/).filter((word) => ["nofollow", "noopener", "noreferrer", "sponsored", "ugc"].includes(word));
  return known.length > 0 ? known.join(" ") : null;
}

const small = (name: string, tag: string): Mark =>
  Mark.create({
    name,
    parseHTML: () => [{ tag }],
    renderHTML: () => [tag, 0],
  });

/** A language of a piece of code, as the server takes it. */
const Program = CodeBlock.extend({
  addAttributes() {
    return {
      language: {
        default: null,
        parseHTML: (element) => /(?:^|\s)language-([A-Za-z0-9+#_-]{1,30})(?:\s|$)/.exec(element.querySelector("code")?.className ?? "")?.[1] ?? null,
        rendered: false,
      },
    };
  },
});

const Numbered = OrderedList.extend({
  addAttributes() {
    return {
      start: { default: 1, parseHTML: (element) => within(Number(element.getAttribute("start") ?? 1)), renderHTML: ({ start }) => (start === 1 ? {} : { start: String(start) }) },
      type: { default: null, parseHTML: (element) => /^[1aAiI]$/.exec(element.getAttribute("type") ?? "")?.[0] ?? null, renderHTML: ({ type }) => (type === null ? {} : { type }) },
    };
  },
});

function within(start: number): number {
  return Number.isInteger(start) && Math.abs(start) < 32_768 ? start : 1;
}

export const SCHEMA: Extensions = [
  Document,
  Paragraph,
  Text,
  Bold,
  Italic,
  Underline,
  Strike,
  Code,
  small("subscript", "sub"),
  small("superscript", "sup"),
  Link,
  Heading.configure({ levels: [2, 3, 4] }),
  BulletList,
  Numbered,
  ListItem,
  ListKeymap,
  Blockquote,
  Program,
  HardBreak,
  HorizontalRule,
];
