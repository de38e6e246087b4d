// Files, imports and exports, as the shop's staff work with them: Medusa's client, unmodified.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, test } from "node:test";

import Medusa from "./record.js";
import { assertId, assertRefused, demo } from "./support.js";

const admin = new Medusa({ baseUrl: demo.url, auth: { type: "jwt", jwtTokenStorageMethod: "memory" } });
// The client asks whether it was given a browser's list of files.
globalThis.FileList ??= class FileList {};

/** The server counts sign-ins by address, and all of these come from one. */
before(async () => {
  for (let left = 60; ; left -= 1) {
    try {
      return await admin.auth.login("user", "emailpass", { email: demo.admin_email, password: demo.admin_password });
    } catch (error) {
      if (error.status !== 429 || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
});

const sheet = (handle) => `Handle,Title,Status,Variant Price\n${handle},=Imported ${handle},draft,12.50\n`;

const exchange = async (id) => (await admin.client.fetch(`/admin/data-exchanges/${id}`)).data_exchange;

/** Until a worker is done with it; without one it stays as it is. */
async function finished(id) {
  for (let left = 600; left > 0; left -= 1) {
    const found = await exchange(id);
    if (["done", "failed"].includes(found.status)) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`exchange ${id} is not over after a minute`);
}

test("files are uploaded, read and deleted", async () => {
  const { files } = await admin.admin.upload.create({ files: [{ name: "note.txt", content: "Two mugs are broken" }] });
  assertId(files[0].id, "file");
  const { file } = await admin.admin.upload.retrieve(files[0].id);
  assert.equal(file.id, files[0].id);
  assert.match(file.url, /^http/);
  assert.deepEqual(await admin.admin.upload.delete(file.id), { id: file.id, object: "file", deleted: true });
  await assertRefused(admin.admin.upload.retrieve(file.id), 404, `File with id: ${file.id} was not found`);
});

test("products are imported and exported", async () => {
  const handle = `imported-${randomUUID()}`;
  const file = new File([sheet(handle)], "products.csv", { type: "text/csv" });
  const begun = await admin.admin.product.createImport({ file });
  assertId(begun.transaction_id, "exch");
  assert.deepEqual([begun.summary.toCreate, begun.summary.toUpdate], [1, 0]);
  await admin.admin.product.confirmImport(begun.transaction_id);
  const done = await finished(begun.transaction_id);
  assert.deepEqual([done.status, done.created_count, done.error_count], ["done", 1, 0]);
  const { products } = await admin.admin.product.list({ handle });
  assert.equal(products[0].title, `=Imported ${handle}`);

  const { transaction_id } = await admin.admin.product.export({}, { handle });
  assert.equal((await finished(transaction_id)).status, "done");
  const answer = await admin.client.fetch(`/admin/data-exchanges/${transaction_id}/file`, { headers: { accept: "text/csv" } });
  const csv = await answer.text();
  assert.match(csv, new RegExp(`^${handle},'=Imported ${handle},`, "m"));

  const again = await admin.admin.product.import({ file: new File([csv], "products.csv", { type: "text/csv" }) });
  assert.deepEqual([again.summary.toCreate, again.summary.toUpdate], [0, 1]);
  await admin.client.fetch(`/admin/products/import/${again.transaction_id}/confirm`, { method: "POST", body: {} });
  assert.equal((await finished(again.transaction_id)).unchanged_count, 1);
  await admin.admin.product.delete(products[0].id);
});
