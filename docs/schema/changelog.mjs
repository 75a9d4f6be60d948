// Tells what changed from one contract of the graph to the next, for whoever builds on it.
//
//   node changelog.mjs            writes docs/schema-changelog.md to standard output
//   node changelog.mjs OLD NEW    the changes between two files
//
// What is breaking is decided by GraphQL Inspector, by the rules of graphql-js.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { diff } from "@graphql-inspector/core";
import { buildSchema } from "graphql";

const here = dirname(fileURLToPath(import.meta.url));

const SECTIONS = [
  ["BREAKING", "Breaking", "Operations that use these do not work any more."],
  ["DANGEROUS", "Dangerous", "Operations still work; programs that did not expect this may not."],
  ["NON_BREAKING", "Safe", ""],
];

const read = (file) => buildSchema(readFileSync(file, "utf8"));

// Words, and where directives stand, change nothing for a program. (A deprecation is a change of its
// own, and so is the reason it gives.)
const isWords = ({ type }) => type.includes("DESCRIPTION") || type.startsWith("DIRECTIVE_USAGE");

const NEW = ["TYPE_ADDED", "FIELD_ADDED", "INPUT_FIELD_ADDED", "ENUM_VALUE_ADDED"];

export const changes = async (before, after) => {
  const all = (await diff(before, after)).filter((change) => !isWords(change));
  const added = new Set(all.filter(({ type }) => NEW.includes(type)).map(({ path }) => path));
  // What changes within something that is new itself is told with it.
  const isWithin = ({ type, path }) => {
    const parts = (path ?? "").split(".");
    const above = parts.map((_, n) => parts.slice(0, NEW.includes(type) ? n : n + 1).join("."));
    return above.some((path) => added.has(path));
  };
  return all.filter((change) => !isWithin(change));
};

// A reason can have quotes of its own.
const quoted = (whole, inner) => (inner.includes("`") ? `"${inner}"` : `\`${inner}\``);
const words = ({ message }) => message.replaceAll(/'([^']*)'/g, quoted);

const lines = (found) => {
  const types = found.filter(({ type }) => type === "TYPE_ADDED").map(({ path }) => path).sort();
  const rest = found.filter(({ type }) => type !== "TYPE_ADDED");
  const bullets = rest
    .map((change) => [change.path ?? "", words(change)])
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([, text]) => `- ${text}`);
  if (types.length > 0) bullets.push(`- New types: ${types.map((name) => `\`${name}\``).join(", ")}`);
  return bullets;
};

export const render = (found) => {
  if (found.length === 0) return ["Nothing changed.", ""];
  return SECTIONS.flatMap(([level, title, note]) => {
    const bullets = lines(found.filter((change) => change.criticality.level === level));
    if (bullets.length === 0) return [];
    return [`### ${title}`, "", ...(note ? [note, ""] : []), ...bullets, ""];
  });
};

// Everything that is deprecated in a contract, by where it stands.
const deprecated = (schema) => {
  const found = [];
  const look = (path, { deprecationReason }) => {
    if (deprecationReason != null) found.push(`- \`${path}\`: ${deprecationReason}`);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields?.() ?? {})) {
      look(`${type.name}.${field.name}`, field);
      for (const arg of field.args ?? []) look(`${type.name}.${field.name}(${arg.name}:)`, arg);
    }
    for (const value of type.getValues?.() ?? []) look(`${type.name}.${value.name}`, value);
  }
  return found.sort();
};

const newestFirst = (a, b) => {
  const [x, y] = [a, b].map((version) => version.split(".").map(Number));
  return y[0] - x[0] || y[1] - x[1] || y[2] - x[2];
};

const changelog = async () => {
  const versions = readdirSync(here)
    .filter((name) => /^\d+\.\d+\.\d+\.graphql$/.test(name))
    .map((name) => name.slice(0, -".graphql".length))
    .sort(newestFirst);
  const current = read(join(here, "../../schema.graphql"));
  const contracts = [
    ["Unreleased", current],
    ...versions.map((version) => [version, read(join(here, `${version}.graphql`))]),
  ];
  const text = [
    "# What changed in the graph",
    "",
    "From release to release, for whoever builds on it. Written by `docs/schema/changelog`; do not edit.",
    "Each contract is kept in [`docs/schema`](schema); the present one is [`schema.graphql`](../schema.graphql).",
    "",
    "## Deprecated now",
    "",
  ];
  const old = deprecated(current);
  text.push(...(old.length > 0 ? old : ["Nothing."]), "");
  for (const [n, [version, contract]] of contracts.entries()) {
    text.push(`## ${version}`, "");
    const before = contracts[n + 1];
    if (before) {
      text.push(`Since ${before[0]}:`, "", ...render(await changes(before[1], contract)));
    } else {
      text.push("The first contract.", "");
    }
  }
  return text.join("\n");
};

const [old, young] = process.argv.slice(2);
const text = young ? render(await changes(read(old), read(young))).join("\n") : await changelog();
process.stdout.write(text.trimEnd() + "\n");
