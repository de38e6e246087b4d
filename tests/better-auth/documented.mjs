// Holds /openapi.json to what the server did: every call that the tests made (AUTH_RECORD) must be documented as it was
// answered. node documented.mjs OPENAPI_JSON CALLS

import { readFileSync } from "node:fs";

const BASE = "/api/auth";
const [document, calls] = process.argv.slice(2).map((file) => readFileSync(file, "utf8"));
const { paths } = JSON.parse(document);
const problems = new Map();
const seen = new Set();

function problem(operation, text) {
  const key = `${operation}: ${text}`;
  problems.set(key, (problems.get(key) ?? 0) + 1);
}

/** The documented path of a called one: `/reset-password/x` is `/reset-password/{token}`. */
function documented(path) {
  if (paths[BASE + path]) return BASE + path;
  const parts = (BASE + path).split("/");
  return Object.keys(paths).find((known) => {
    const names = known.split("/");
    return names.length === parts.length && names.every((name, at) => name.startsWith("{") || name === parts[at]);
  });
}

const kindOf = (value) => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
};

/** What of a value its schema does not allow. What is null in an example may be anything, and anything may be null. */
function misfits(schema, value, at) {
  if (schema.anyOf) {
    const tries = schema.anyOf.map((one) => misfits(one, value, at));
    return tries.some((found) => found.length === 0) ? [] : tries[0];
  }
  if (!schema.type || value === null) return [];
  const kind = kindOf(value);
  const fits = kind === schema.type || (kind === "integer" && schema.type === "number");
  if (!fits) return [`${at} is of type ${kind}, not ${schema.type}`];
  if (kind === "array") return value.slice(0, 3).flatMap((one) => misfits(schema.items ?? {}, one, `${at}[]`));
  if (kind === "object" && schema.additionalProperties?.type)
    return Object.values(value).flatMap((one) => misfits(schema.additionalProperties, one, `${at}.*`));
  if (kind !== "object" || !schema.properties || Object.keys(schema.properties).length === 0) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    // Whatever programs want to remember.
    if (name === "metadata") return [];
    const known = schema.properties[name];
    return known ? misfits(known, one, `${at}.${name}`) : [`${at}.${name} is not documented`];
  });
}

for (const line of calls.split("\n").filter(Boolean)) {
  const { method, path, query, body, status, answer } = JSON.parse(line);
  const key = documented(path);
  const operation = key && paths[key][method.toLowerCase()];
  if (!operation) {
    // Unknown paths are tried too: 404 without a body.
    if (status !== 429 && (status !== 404 || answer !== "")) problem(`${method} ${path}`, `answers ${status} and is not documented`);
    continue;
  }
  const name = `${method} ${key}`;
  seen.add(name);
  const response = operation.responses[status];
  if (!response) {
    problem(name, `${status} ${answer?.code ?? answer?.message ?? ""} is not documented`);
    continue;
  }
  const content = response.content?.["application/json"];
  if (status >= 400) {
    const known = content?.examples ?? {};
    const code = answer?.code ?? answer?.message;
    if (code && status !== 429 && !known[code]) problem(name, `${status} ${code} is not documented`);
    if (answer === "" && !/Without a body/.test(response.description)) problem(name, `${status} without a body`);
  } else if (content && answer !== "") {
    for (const misfit of misfits(content.schema, answer, "answer")) problem(name, misfit);
  }
  // Forms are sent as texts.
  if (status >= 300 || typeof body === "string") continue;
  const wanted = operation.requestBody?.content["application/json"].schema;
  for (const [field, value] of Object.entries(body ?? {})) {
    const schema = wanted?.properties[field];
    if (!schema) problem(name, `the field ${field} is not documented`);
    else if (field !== "metadata") for (const misfit of misfits(schema, value, field)) problem(name, misfit);
  }
  for (const field of wanted?.required ?? [])
    if (body?.[field] === undefined) problem(name, `the field ${field} was not needed`);
  const parameters = (operation.parameters ?? []).map((parameter) => parameter.name);
  for (const field of Object.keys(query ?? {}))
    if (!parameters.includes(field)) problem(name, `the parameter ${field} is not documented`);
}

for (const [text, count] of [...problems].sort()) console.error(`${text} (${count})`);
const all = Object.entries(paths).flatMap(([path, methods]) =>
  path.startsWith(BASE) ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`) : [],
);
const never = all.filter((name) => !seen.has(name));
if (never.length > 0) console.error(`never called: ${never.join(", ")}`);
console.log(`${seen.size} of ${all.length} documented operations were called`);
process.exit(problems.size > 0 ? 1 : 0);
