// What the people of the database that was taken over have in hand.

import { readFileSync } from "node:fs";

import pg from "pg";

import { Browser } from "../test/support/browser.mjs";

export const made = JSON.parse(readFileSync(process.env.TAKE_OVER, "utf8"));

/** A browser that has kept its cookies. */
export function browserWith(cookies) {
  const browser = new Browser();
  for (const pair of cookies.split("; ")) browser.jar.put(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
  return browser;
}

/** A question to Kontor's own database. */
export async function ask(sql, values = []) {
  const client = new pg.Client({ connectionString: process.env.TAKE_OVER_DATABASE });
  await client.connect();
  const { rows } = await client.query(sql, values);
  await client.end();
  return rows;
}

/** The stored hash of somebody's password. */
export async function hashOf(email) {
  const sql = `select a.password from auth.account a join auth."user" u on u.id = a."userId"
    where u.email = $1 and a."providerId" = 'credential'`;
  return (await ask(sql, [email]))[0].password;
}
