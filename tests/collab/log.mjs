// What a file holds of a section's text, made anew from its log: every version forwards by `changes`, and backwards by `undo`.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { sql } from "../http/harness.mjs";

const { ChangeSet, Text } = createRequire(new URL("../browser/package.json", import.meta.url))("@codemirror/state");

const rows = (file, query) => {
  const lines = sql(file, query);
  return lines ? lines.split("\n").map((line) => JSON.parse(line)) : [];
};

/** The text of every version from 0 on, by the updates alone. */
function forwards(log) {
  const texts = [Text.empty];
  for (const [i, { version, changes }] of log.entries()) {
    assert.equal(version, i + 1, "one update, one version");
    texts.push(changes.apply(texts[i]));
  }
  return texts;
}

function backwards(log, texts) {
  let text = texts.at(-1);
  for (const { version, undo } of [...log].reverse()) {
    text = undo.apply(text);
    assert.ok(text.eq(texts[version - 1]), `what takes version ${version} back gives version ${version - 1}`);
  }
  assert.equal(text.toString(), "", "version 0 is empty");
}

/**
 * Holds a section against its log, which begins at version 0: its text and every revision are what the log says. Gives the updates, and the
 * text of every version.
 */
export function replay(file, id) {
  const read = (json) => ChangeSet.fromJSON(json);
  const log = rows(file, `SELECT json_array(version, client, json(changes), json(undo)) FROM section_update WHERE section_id = ${id} ORDER BY version`).map(
    ([version, client, changes, undo]) => ({ version, client, changes: read(changes), undo: read(undo) }),
  );
  const texts = forwards(log);
  backwards(log, texts);
  const [[version, text]] = rows(file, `SELECT json_array(version, text) FROM section WHERE id = ${id}`);
  assert.equal(version, log.length, "a section is as far as its log");
  assert.equal(text, texts[version].toString(), "a section's text is what its log gives");
  for (const [at, revision] of rows(file, `SELECT json_array(version, text) FROM revision WHERE section_id = ${id} ORDER BY version`))
    assert.equal(revision, texts[at].toString(), `the revision of version ${at} is what the log gives there`);
  return { log, texts, version, text };
}
