// Which methods of Medusa's client no test has called: covered.js CALLS, where CALLS is what test/record.js wrote down.

import { readFileSync } from "node:fs";

import Medusa from "@medusajs/js-sdk";

/** What must be called: all methods of these. */
const NAMESPACES = {
  store: ["product", "category", "collection", "region", "productOption", "locale", "cart", "fulfillment", "payment", "order"],
  admin: [
    "product", "productCategory", "productCollection", "productTag", "productType", "productVariant", "productOption", "region",
    "priceList", "pricePreference", "inventoryItem", "reservation", "stockLocation", "salesChannel", "currency", "locale",
    "upload", "returnReason", "translation", "store", "order", "draftOrder", "orderEdit", "return", "claim", "exchange", "fulfillment",
    "fulfillmentSet", "fulfillmentProvider", "shippingOption", "shippingOptionType", "shippingProfile", "payment", "paymentCollection",
    "refundReason", "promotion", "campaign", "taxRate", "taxRegion", "taxProvider", "notification",
  ],
};

/** What the server does not have yet. */
const LATER = ["admin.order.export"];

function methods(object) {
  const found = new Set(Object.keys(object));
  const prototype = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype) Object.getOwnPropertyNames(prototype).forEach((name) => found.add(name));
  found.delete("constructor");
  return [...found].filter((name) => typeof object[name] === "function");
}

const client = new Medusa({ baseUrl: "http://localhost" });
const wanted = Object.entries(NAMESPACES).flatMap(([part, names]) =>
  names.flatMap((name) => methods(client[part][name]).map((method) => `${part}.${name}.${method}`)),
);
const called = new Set(readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean));
const missing = wanted.filter((name) => !called.has(name) && !LATER.includes(name));
const early = LATER.filter((name) => called.has(name));
if (wanted.length < 100) throw new Error(`the client has only ${wanted.length} methods: it is built otherwise than it was`);
if (missing.length > 0 || early.length > 0) {
  for (const name of missing) console.error(`tests/js-sdk: no test has an answer of sdk.${name}`);
  for (const name of early) console.error(`tests/js-sdk: sdk.${name} is answered: take it out of LATER in covered.js`);
  process.exit(1);
}
console.log(`${wanted.length - LATER.length} methods of Medusa's client are called and answered`);
