// An SMTP server that takes every mail and keeps it (RFC 5321, as much as a sender that trusts its relay needs).

import { createServer } from "node:net";

import { parseMail } from "./mime.mjs";

/** @returns {Promise<{close: () => Promise<void>}>} @param {(mail: object) => void} take */
export async function listen(port, take) {
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    converse(socket, take);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = () =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(resolve);
    });
  return { close };
}

function converse(socket, take) {
  let to = [];
  let data = null;
  let rest = "";
  const say = (text) => socket.write(`${text}\r\n`);
  const commands = {
    EHLO: () => say("250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-AUTH PLAIN LOGIN\r\n250 PIPELINING"),
    AUTH: () => say("235 2.7.0 welcome"),
    MAIL: () => ((to = []), say("250 2.1.0 ok")),
    RCPT: (line) => (to.push(/<([^>]*)>/.exec(line)?.[1]?.toLowerCase()), say("250 2.1.5 ok")),
    DATA: () => ((data = []), say("354 go ahead")),
    RSET: () => ((to = []), say("250 2.0.0 ok")),
    QUIT: () => socket.end("221 2.0.0 bye\r\n"),
  };
  const line = (text) => {
    if (data === null) return (commands[text.slice(0, 4).toUpperCase()] ?? (() => say("250 2.0.0 ok")))(text);
    if (text !== ".") return data.push(text.startsWith(".") ? text.slice(1) : text);
    take({ to, ...parseMail(data.join("\r\n")) });
    data = null;
    say("250 2.0.0 taken");
  };
  say("220 sink ESMTP");
  socket.on("data", (chunk) => {
    // Latin-1 keeps the bytes as they are until the mail's own charset is known.
    const lines = (rest + chunk.toString("latin1")).split("\r\n");
    rest = lines.pop();
    for (const one of lines) line(one);
  });
}
