// What a mail says: its subject, its text, its links and its codes, whatever parts and encodings it came in.

/** @param {string} source the mail as it was sent, one character per byte */
export function parseMail(source) {
  const { headers, parts } = part(source);
  const html = parts.find(({ type }) => type === "text/html")?.text;
  const plain = parts.find(({ type }) => type === "text/plain")?.text;
  const text = plain ?? unescape(html ?? "").replace(/<style[\s\S]*?<\/style>|<[^>]*>/g, " ");
  const hrefs = [...(html ?? "").matchAll(/href\s*=\s*"([^"]+)"/gi)].map(([, href]) => unescape(href));
  const written = [...(plain ?? "").matchAll(/https?:\/\/[^\s<>"]+/g)].map(([url]) => url);
  return {
    subject: words(headers.get("subject") ?? ""),
    text,
    links: [...new Set([...written, ...hrefs])],
    codes: [...text.replace(/https?:\/\/\S+/g, "").matchAll(/(?<![\w-])\d{6}(?![\w-])/g)].map(([code]) => code),
  };
}

function part(source) {
  const end = source.indexOf("\r\n\r\n");
  const headers = new Map(
    source
      .slice(0, end)
      .replace(/\r\n[ \t]+/g, " ")
      .split("\r\n")
      .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const kind = headers.get("content-type") ?? "text/plain";
  const type = kind.split(";")[0].trim().toLowerCase();
  const body = source.slice(end + 4);
  const boundary = /boundary="?([^";]+)"?/i.exec(kind)?.[1];
  if (type.startsWith("multipart/") && boundary) {
    const inner = body
      .split(new RegExp(`(?:^|\r\n)--${boundary.replace(/[^\w]/g, "\\$&")}(?:--)?[ \t]*(?:\r\n|$)`))
      .slice(1, -1);
    return { headers, parts: inner.flatMap((one) => part(one).parts) };
  }
  return { headers, parts: [{ type, text: decode(body, headers.get("content-transfer-encoding") ?? "7bit") }] };
}

function decode(body, encoding) {
  const bytes = {
    base64: () => Buffer.from(body, "base64"),
    "quoted-printable": () => Buffer.from(quoted(body.replace(/=\r\n/g, "")), "latin1"),
  }[encoding.toLowerCase()];
  return (bytes ? bytes() : Buffer.from(body, "latin1")).toString("utf8");
}

const quoted = (text) => text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Encoded words of RFC 2047. */
const words = (text) =>
  text.replace(/=\?[^?]+\?([BQ])\?([^?]*)\?=/gi, (_, kind, body) =>
    Buffer.from(
      kind.toUpperCase() === "B" ? Buffer.from(body, "base64") : quoted(body.replace(/_/g, " ")),
      "latin1",
    ).toString(),
  );

const unescape = (html) =>
  html.replace(
    /&(amp|lt|gt|quot|#39|#x2F|#x3D);/gi,
    (_, name) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x2f": "/", "#x3d": "=" })[name.toLowerCase()],
  );
