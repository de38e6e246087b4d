// What links may be: as crates/blocks has it, so that nothing is sent that the server refuses.

const ID = /^(?:page|prod|pcol|pcat)_[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const HIDDEN = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]/;

/** What keeps a text from being a link; nothing when it is one. */
export function linkFault(link: string): string | undefined {
  return ID.test(link) ? undefined : addressFault(link);
}

/** The same, where ids do not stand: in rich text. */
export function addressFault(link: string): string | undefined {
  if (link === "") return "Write where it leads";
  if (new TextEncoder().encode(link).length > 2048) return "It is too long: 2048 characters at most";
  if (/\s/.test(link)) return "It holds a space: take it out, or write %20";
  // eslint-disable-next-line no-control-regex
  if (/[\\<>"`\u0000-\u001f\u007f-\u009f]/.test(link) || HIDDEN.test(link)) return "It holds a character that no address has";
  if (/^https?:\/\//i.test(link)) {
    const url = parsed(link);
    if (url === undefined || url.hostname === "" || link.split("://")[1]?.startsWith("/") === true) return "It names no site: write https://example.com/path";
    return url.username !== "" || url.password !== "" ? "It must not hold a name or password before @" : undefined;
  }
  if (/^mailto:/i.test(link)) return /^mailto:[^@?]+@[^?]+/i.test(link) && !/%0a|%0d|%00/i.test(link) ? undefined : "It must name an address: mailto:name@example.com";
  if (/^tel:/i.test(link)) return /^tel:[0-9+\-.()*#;=ext]{1,64}$/i.test(link) && /\d/.test(link) ? undefined : "It must be a number: tel:+49-40-123456";
  if (link.startsWith("//")) return "Write https:// before the name of the other site";
  if (link.startsWith("/") || link.startsWith("#")) return undefined;
  return "It must begin with https://, mailto:, tel:, / or #";
}

export function isAddress(link: string): boolean {
  return addressFault(link) === undefined;
}

/** What somebody means who writes `example.com` or `me@example.com`. */
export function meant(text: string): string {
  const link = text.trim();
  if (link === "" || linkFault(link) === undefined) return link;
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(link)) return `mailto:${link}`;
  if (/^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#].*)?$/i.test(link)) return `https://${link}`;
  return link;
}

function parsed(link: string): URL | undefined {
  try {
    return new URL(link);
  } catch {
    return undefined;
  }
}
