// All mails the server sends while a test file runs. The file opens the mailbox first; each wait takes a mail away, so
// the next wait for the same address gets the one after it. Where mails come from is the business of smtp.mjs alone.

import { after, before } from "node:test";

import { settings } from "./settings.mjs";
import { listen } from "./smtp.mjs";

const PATIENCE_MS = 15_000;
const mails = [];
const waiting = new Set();

export function take(mail) {
  mails.push(mail);
  for (const look of [...waiting]) look();
}

/** Opens the mailbox for the test file that calls it. */
export function useMailbox() {
  let sink;
  before(async () => {
    sink = await listen(settings.smtpPort, take);
  });
  after(() => sink.close());
}

/** The next mail to `to` that `wanted` accepts. */
export function mailTo(to, wanted = () => true, what = "a mail") {
  return new Promise((resolve, reject) => {
    const look = () => {
      const at = mails.findIndex((mail) => mail.to.includes(to.toLowerCase()) && wanted(mail));
      if (at < 0) return;
      waiting.delete(look);
      clearTimeout(timer);
      resolve(mails.splice(at, 1)[0]);
    };
    const timer = setTimeout(() => {
      waiting.delete(look);
      const others = mails.map(({ to, subject }) => `${to}: ${subject}`).join("; ");
      reject(new Error(`no mail with ${what} came to ${to}; unread: ${others || "none"}`));
    }, PATIENCE_MS);
    waiting.add(look);
    look();
  });
}

/** The first link of the next mail to `to` that has one like this. */
export async function linkTo(to, pattern) {
  const mail = await mailTo(to, ({ links }) => links.some((link) => pattern.test(link)), `a link like ${pattern}`);
  return mail.links.find((link) => pattern.test(link));
}

/** The six digits in the next mail to `to` that has them. */
export async function codeTo(to) {
  const mail = await mailTo(to, ({ codes }) => codes.length > 0, "a code");
  return mail.codes[0];
}

/** Those that nobody has taken. Whoever asks first waits for a later mail, so that an earlier one would be here. */
export const unreadOf = (to) => mails.filter((mail) => mail.to.includes(to.toLowerCase()));
