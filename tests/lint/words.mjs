// Every word of the UI: both languages have the same keys, with the same placeholders; each key is used; each used key exists.
import { readFileSync, readdirSync } from "node:fs";

const problems = [];
const read = (path) => readFileSync(path, "utf8");

function flatten(node, path, into) {
  for (const [key, value] of Object.entries(node)) {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === "string") into.set(at, value);
    else if (value && typeof value === "object") flatten(value, at, into); // a list's keys are its places
    else problems.push(`${at} is neither a phrase nor a group of phrases`);
  }
  return into;
}

const ja = flatten(JSON.parse(read("templates/ja.json")), "", new Map());
const en = flatten(JSON.parse(read("templates/en.json")), "", new Map());

for (const key of ja.keys()) if (!en.has(key)) problems.push(`en.json lacks ${key}`);
for (const key of en.keys()) if (!ja.has(key)) problems.push(`ja.json lacks ${key}`);
for (const [key, value] of [...ja, ...en]) if (value.trim() === "") problems.push(`${key} is empty`);

const placeholders = (s) => (s.match(/%[-0-9.]*(?:ll|z|l)?[sdu]|\{[a-z_]+\}/g) ?? []).sort().join(" ");
for (const [key, value] of ja)
  if (en.has(key) && placeholders(value) !== placeholders(en.get(key))) problems.push(`${key}: the languages have different placeholders`);

function files(folder, pattern) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? files(path, pattern) : pattern.test(path) ? [path] : [];
  });
}

const templates = files("templates", /\.mustache$/);
const code = [...files("src", /\.[ch]$/), ...files("include", /\.h$/)];

// Used in a template as {{t.area.key}}, or {{#t.area}}…; in C as a literal "area.key", or as the beginning of one that is completed from a table
// ("error.%s.title", "activity.%s"): a completed one uses all phrases that fit.
const usedKeys = new Map();
const usedPatterns = [];
const escape = (s) => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
for (const path of templates)
  for (const match of read(path).matchAll(/\{\{[{&#^]?\s*t\.([a-z0-9_.]+)\s*\}?\}\}/g)) usedKeys.set(match[1], path);
const areas = new Set([...ja.keys()].map((key) => key.split(".")[0]));
for (const path of code)
  for (const match of read(path).matchAll(/"((?:[^"\\\n]|\\.)*)"/g)) {
    const literal = match[1];
    const area = literal.split(".")[0];
    if (!literal.includes(".") || !areas.has(area) || !/^[a-z0-9_.%]+$/.test(literal)) continue;
    if (literal.includes("%s") || literal.endsWith(".")) usedPatterns.push(new RegExp(`^${escape(literal).replaceAll("%s", "[a-z0-9_]+")}${literal.endsWith(".") ? "[a-z0-9_.]+" : ""}$`));
    else if (ja.has(literal)) usedKeys.set(literal, path);
    else if (![...ja.keys()].some((key) => key.startsWith(`${literal}.`)) && !/\.(mustache|json|css|js|md|sql|html|svg|db)$/.test(literal)) problems.push(`${path}: there is no phrase ${literal}`);
  }

for (const [key, path] of usedKeys)
  if (!ja.has(key) && ![...ja.keys()].some((other) => other.startsWith(`${key}.`))) problems.push(`${path}: there is no phrase ${key}`);
for (const key of ja.keys()) {
  const group = [...usedKeys.keys()].some((used) => key.startsWith(`${used}.`) && !ja.has(used));
  if (!usedKeys.has(key) && !group && !usedPatterns.some((pattern) => pattern.test(key))) problems.push(`nobody says ${key}`);
}

// A Japanese word in code would escape the language tables. Comments and what the importer reads of a paper are not said to anybody.
const speaks = /[\u3040-\u30ff\u4e00-\u9fff]/;
for (const path of templates) {
  const shown = read(path).replace(/\{\{![\s\S]*?\}\}/g, "");
  for (const [n, line] of shown.split("\n").entries()) if (speaks.test(line)) problems.push(`${path}:${n + 1}: a Japanese word in a template`);
}
const editor = readdirSync("static/editor").filter((name) => name.endsWith(".js"));
for (const path of [...files("static/js", /\.js$/), ...editor.map((name) => `static/editor/${name}`)]) {
  const shown = read(path).replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
  for (const [n, line] of shown.split("\n").entries()) if (speaks.test(line)) problems.push(`${path}:${n + 1}: a Japanese word in a script`);
}

if (problems.length) {
  console.log(problems.join("\n"));
  process.exit(1);
}
console.log(`${ja.size} phrases in two languages`);
