// Time-based codes (RFC 6238: SHA-1, six digits, thirty seconds), from the otpauth:// address that an authenticator app
// scans.

import { createHmac } from "node:crypto";

const STEP_S = 30;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function secretOf(uri) {
  const text = new URL(uri).searchParams.get("secret").replace(/=+$/, "");
  const bits = [...text].map((sign) => ALPHABET.indexOf(sign).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
}

const stepOfNow = () => Math.floor(Date.now() / 1000 / STEP_S);

function codeAt(uri, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secretOf(uri)).update(counter).digest();
  const at = mac.at(-1) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The code of now, or of `steps` steps later. */
export const totp = (uri, steps = 0) => codeAt(uri, stepOfNow() + steps);

/**
 * An authenticator that never shows a code twice: a server may take each but once. One step before and one after now are
 * still good, so it has three at any time, the oldest first.
 */
export function authenticatorApp(uri) {
  let last = 0;
  return {
    uri,
    next() {
      last = Math.max(last + 1, stepOfNow() - 1);
      if (last > stepOfNow() + 1) throw new Error("a test needs more than three codes at once");
      return codeAt(uri, last);
    },
    /** The code that next() gave last. */
    again: () => codeAt(uri, last),
  };
}

/** Six digits that are no code of the steps around now. */
export function wrongTotp(uri) {
  const near = [-2, -1, 0, 1, 2].map((steps) => totp(uri, steps));
  for (let code = 0; ; code += 1) {
    const text = String(code).padStart(6, "0");
    if (!near.includes(text)) return text;
  }
}
