// Medusa's client, unmodified, whose calls are written down: covered.js compares them with the methods that the client has.

import { appendFileSync } from "node:fs";

import Original from "@medusajs/js-sdk";

/** Of these the client has methods for us. */
const PARTS = ["store", "admin"];

const file = process.env.KONTOR_SDK_CALLS;

/** Only what was answered counts: a call that is refused shows nothing of an answer. */
function note(name, answer) {
  if (!file || typeof answer?.then !== "function") return answer;
  answer.then(() => appendFileSync(file, `${name}\n`), () => {});
  return answer;
}

const methods = (part, namespace, target) =>
  new Proxy(target, {
    get(object, method) {
      const value = object[method];
      if (typeof value !== "function") return value;
      return (...args) => note(`${part}.${namespace}.${String(method)}`, value.apply(object, args));
    },
  });

const namespaces = (part, target) =>
  new Proxy(target, {
    get(object, namespace) {
      const value = object[namespace];
      return typeof value === "object" && value !== null ? methods(part, String(namespace), value) : value;
    },
  });

/** Made and used as the original is. */
const Medusa = new Proxy(Original, {
  construct(target, args) {
    const client = new target(...args);
    return new Proxy(client, {
      get: (object, name) => (PARTS.includes(name) ? namespaces(name, object[name]) : object[name]),
    });
  },
});

export default Medusa;
