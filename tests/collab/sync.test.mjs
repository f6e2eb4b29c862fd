// The editor's own way of keeping a text the same as the server's (static/editor/sync.js), without a browser, as it is built for one.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { OUTLINE, PATIENCE, folder, served, sql, until } from "../http/harness.mjs";

const EDITOR = fileURLToPath(new URL("../../static/editor", import.meta.url));
const PARTS = `
  export { default as sync } from "./sync.js";
  export { collab, getSyncedVersion, sendableUpdates } from "@codemirror/collab";
  export { EditorState } from "@codemirror/state";`;

/** One file of it, so that all parts have the same CodeMirror. */
async function editor(t) {
  const file = join(folder(t), "sync.mjs");
  const built = spawnSync(join(EDITOR, "node_modules/.bin/esbuild"), ["--bundle", "--format=esm", `--outfile=${file}`, "--log-level=error"], { cwd: EDITOR, input: PARTS, encoding: "utf8" });
  assert.equal(built.status, 0, built.stderr);
  return import(pathToFileURL(file));
}

/** What a page has for its own server, with a session. */
function fetchFrom(t, origin, cookie) {
  const { fetch } = globalThis;
  globalThis.fetch = (path, { headers, ...rest }) => fetch(`${origin}${path}`, { ...rest, headers: { ...headers, Cookie: cookie } });
  t.after(() => (globalThis.fetch = fetch));
}

function open({ sync, EditorState, collab }, section, user, client) {
  const doc = { state: EditorState.create({ extensions: collab({ startVersion: 0, clientID: client }) }), dispatch: ({ state }) => (doc.state = state) };
  const refused = [];
  const way = sync(section, user, doc, { received() {}, reached() {}, lost() {}, signedOut() {}, refused: (error) => refused.push(error) });
  return { doc, way, refused };
}

const FAR = 5_500; // updates: more than one answer holds

test("an editor that is farther behind than an answer holds asks on until it has all, and what it wrote comes to the others", async (t) => {
  const parts = await editor(t);
  const s = await served(t, { from: OUTLINE, roles: ["member", "secretariat"] });
  const { id } = s.find("商業");
  for (let version = 0; version < FAR; ) {
    const updates = Array.from({ length: Math.min(500, FAR - version) }, (_, n) => ({ changes: version + n ? [version + n, [0, "b"]] : [[0, "b"]] }));
    const answer = await s.secretariat.j.postJson(`/sections/${id}/updates`, { version, client: "other", updates });
    assert.ok(answer.json.version > version);
    version = answer.json.version;
  }
  const user = Number(sql(s.file, "SELECT id FROM user WHERE name = 'member'"));
  fetchFrom(t, s.server.origin, s.member.cookie);

  const reader = open(parts, id, user, "reader");
  reader.way.again();
  await until(() => reader.refused.length || parts.getSyncedVersion(reader.doc.state) === FAR, PATIENCE, "the reader has all");
  assert.deepEqual(reader.refused, []);
  assert.equal(reader.doc.state.doc.toString(), "b".repeat(FAR));

  const writer = open(parts, id, user, "writer");
  for (const insert of ["一", "二", "三"]) writer.doc.dispatch(writer.doc.state.update({ changes: { from: writer.doc.state.doc.length, insert } }));
  writer.way.flush();
  await until(() => writer.refused.length || !parts.sendableUpdates(writer.doc.state).length, PATIENCE, "the writer's words have arrived");
  assert.deepEqual(writer.refused, []);
  const { version, text } = (await s.member.j.get(`/sections/${id}/text`)).json;
  assert.deepEqual({ version, text }, { version: FAR + 3, text: `${"b".repeat(FAR)}一二三` });
  assert.equal(writer.doc.state.doc.toString(), text);

  reader.way.again();
  await until(() => parts.getSyncedVersion(reader.doc.state) === version, PATIENCE, "the reader has the writer's words");
  assert.equal(reader.doc.state.doc.toString(), text);
});
