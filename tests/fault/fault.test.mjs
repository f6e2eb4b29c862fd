// A disk that is full or broken, and a process that is killed: what was acknowledged is there, what was refused is said, reading goes on.
import assert from "node:assert/strict";
import { existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { chunk, png, upload } from "../http/pictures.mjs";
import { Stream } from "../http/stream.mjs";
import { KOSSHI, OUTLINE, PATIENCE, Server, addUser, newDocument, sections, exported, sql, textsOf, until } from "../http/harness.mjs";

const LAYER = resolve(dirname(KOSSHI), "tests/fault/disk.so");
assert.ok(existsSync(LAYER), `${LAYER} is not built`);

/** A served document on a disk that `s.disk(word)` makes fail and `s.disk()` mends. */
async function onDisk(t, { env = {} } = {}) {
  const file = newDocument(t, { from: OUTLINE });
  const [control, syncs] = ["control", "syncs"].map((name) => join(dirname(file), name));
  for (const role of ["member", "viewer"]) addUser(file, role, role);
  const server = await Server.start(file, { env: { LD_PRELOAD: LAYER, FAULT_FILE: file, FAULT_CONTROL: control, FAULT_SYNCS: syncs, ...env } });
  const s = { server, file };
  s.disk = (word) => (word ? writeFileSync(control, word) : rmSync(control, { force: true }));
  s.syncs = () => statSync(syncs).size;
  t.after(() => s.disk());
  t.after(() => s.server.stop());
  s.member = await server.signIn("member");
  s.viewer = await server.signIn("viewer");
  s.id = sections(exported(file)).find((section) => section.title === "商業").id;
  s.path = `/sections/${s.id}`;
  s.save = (base_version, text) => s.member.j.post(s.path, { base_version, text });
  s.now = async () => (await s.viewer.j.get(`${s.path}/text`)).json;
  return s;
}

const integrity = (file) => assert.equal(sql(file, "PRAGMA integrity_check; PRAGMA foreign_key_check"), "ok");

for (const [word, code, what] of [
  ["ENOSPC", "disk_full", "a full disk"],
  ["EIO", "io", "a broken disk"],
  ["fsync-EIO", "io", "a disk that does not sync"],
  ["torn", "io", "a disk that tears writes"],
]) {
  test(`${what}: a write is refused with 503, reading goes on, and writing resumes when it is mended`, async (t) => {
    const s = await onDisk(t);
    assert.equal((await s.save(0, "前の本文")).status, 200);
    const stream = await Stream.open(s.viewer, `section=${s.id}`);
    s.disk(word);
    for (let i = 0; i < 3; i++) {
      const refused = await s.save(1, `書けない本文${i}`);
      assert.equal(refused.status, 503, refused.text);
      assert.equal(refused.json.error.code, code);
      assert.match(refused.json.error.message, /[ぁ-ん]/);
      assert.ok(Number(refused.headers["retry-after"]) > 0);
    }
    const page = await s.member.post(s.path, { base_version: 1, text: "書けなかった文章" });
    assert.equal(page.status, 503);
    assert.match(page.text, /書けなかった文章/, "what was typed is given back");
    assert.equal((await s.member.j.post(`${s.path}/comments`, { body: "意見" })).status, 503);
    assert.equal((await s.server.client().j.post("/login", { name: "viewer", password: "a long enough password" })).status, 503);

    for (const path of ["/", "/document", "/comments", `${s.path}/comments`, "/references", "/help"]) assert.equal((await s.viewer.get(path)).status, 200, path);
    assert.deepEqual((({ version, text }) => ({ version, text }))(await s.now()), { version: 1, text: "前の本文" });

    s.disk();
    assert.equal((await s.save(1, "後の本文")).status, 200);
    assert.equal((await s.member.j.post(`${s.path}/comments`, { body: "意見" })).status, 200);
    assert.deepEqual((({ version, text }) => ({ version, text }))(await s.now()), { version: 2, text: "後の本文" });
    await stream.until(() => stream.all("comment").length === 1);
    assert.deepEqual(stream.all("update").map((update) => update.version), [2], "only what was written was told");
    await s.server.stop();
    integrity(s.file);
    const again = await Server.start(s.file);
    await again.stop();
    assert.deepEqual(textsOf(s.file, s.id), ["", "前の本文", "後の本文"]);
  });
}

test("on a full disk a picture is refused with 503 and no part of it is kept", async (t) => {
  const s = await onDisk(t);
  const before = (await upload(s.member.j, png(6, 4), { alt: "x" })).json;
  s.disk("ENOSPC");
  const noise = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) & 255));
  for (const bytes of [png(7, 4), png(8, 4, { more: [chunk("iCCP", noise)] })]) {
    const refused = await upload(s.member.j, bytes, { alt: "x" });
    assert.equal(refused.status, 503, refused.text);
    assert.equal(refused.json.error.code, "disk_full");
  }
  assert.equal((await s.viewer.get(before.href)).status, 200);
  s.disk();
  assert.equal(sql(s.file, "SELECT count(*) FROM image"), "1");
  assert.equal((await upload(s.member.j, png(7, 4), { alt: "x" })).json.id, before.id + 1);
  integrity(s.file);
});

test("when the commit of a turn fails, every writer of that turn is refused and nothing of it is there", async (t) => {
  const s = await onDisk(t, { env: { FAULT_SYNC_MS: "20" } });
  const ids = sections(exported(s.file)).map((section) => section.id);
  s.disk("ENOSPC");
  const answers = await Promise.all(ids.map((id) => s.member.j.post(`/sections/${id}`, { base_version: 0, text: "本文" })));
  assert.deepEqual(answers.map((a) => a.status), ids.map(() => 503));
  s.disk();
  assert.equal(sql(s.file, "SELECT count(*) FROM section_update"), "0");
  const after = await Promise.all(ids.map((id) => s.member.j.post(`/sections/${id}`, { base_version: 0, text: "本文" })));
  assert.deepEqual(after.map((a) => a.status), ids.map(() => 200));
  assert.equal(sql(s.file, "SELECT count(*) FROM section_update"), String(ids.length));
});

test("writers of one turn share a commit: while one sync goes on, those who come share the next", async (t) => {
  const s = await onDisk(t, { env: { FAULT_SYNC_MS: "200" } });
  const ids = sections(exported(s.file)).map((section) => section.id);
  const versions = Object.fromEntries(ids.map((id) => [id, 0]));
  const save = async (id) => {
    const saved = await s.member.j.post(`/sections/${id}`, { base_version: versions[id], text: `本文${versions[id]}` });
    assert.equal(saved.status, 200, saved.text);
    versions[id] = saved.json.version;
  };
  const counted = async (work) => {
    const before = s.syncs();
    await work();
    return s.syncs() - before;
  };
  const alone = await counted(async () => {
    for (const id of ids) await save(id);
  });
  const together = await counted(() => Promise.all(ids.map(save)));
  assert.ok(alone >= ids.length, `${alone} syncs for ${ids.length} saves one by one`);
  assert.ok(together * 2 < ids.length, `${together} syncs for ${ids.length} saves at once`);
});

test("after kill -9 every acknowledged save is there", async (t) => {
  const file = newDocument(t, { from: OUTLINE });
  addUser(file, "member", "member");
  const ids = sections(exported(file)).map((section) => section.id);
  const acknowledged = [];
  let cookie;
  for (let round = 0; round < 8; round++) {
    const server = await Server.start(file);
    if (!cookie) ({ cookie } = await server.signIn("member"));
    let killed = false;
    const writers = ids.map(async (id) => {
      const member = server.client({ json: true, cookie });
      let { version } = (await member.get(`/sections/${id}/text`)).json;
      for (let i = 0; !killed; i++) {
        const text = `${round}回目の節${id}の${i}`;
        const saved = await member.post(`/sections/${id}`, { base_version: version, text }).catch(() => null);
        if (!saved) break; // killed before it answered: nothing was promised
        assert.equal(saved.status, 200, saved.text);
        version = saved.json.version;
        acknowledged.push({ id, version, text });
      }
      member.close();
    });
    const [enough, count] = [acknowledged.length + 20 + 10 * round, () => acknowledged.length];
    await until(() => count() >= enough, PATIENCE, `${enough} saves`);
    killed = true;
    await server.kill();
    await Promise.all(writers);
  }
  const server = await Server.start(file);
  await server.stop();
  integrity(file);
  const stored = Object.fromEntries(ids.map((id) => [id, textsOf(file, id)]));
  const lost = acknowledged.filter(({ id, version, text }) => stored[id][version] !== text);
  assert.deepEqual(lost, []);
  for (const id of ids) assert.equal(stored[id].at(-1), sections(exported(file)).find((section) => section.id === id).text, "the text of a section is what its log gives");
});

test("another program that holds the file for a moment delays writers, reading goes on", async (t) => {
  const s = await onDisk(t);
  const { spawn } = await import("node:child_process");
  const holder = spawn("sqlite3", [s.file]);
  holder.stdin.write("BEGIN IMMEDIATE;\n.print held\n");
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  const saving = s.save(0, "本文");
  for (let i = 0; i < 5; i++) assert.equal((await s.viewer.get("/")).status, 200);
  holder.stdin.end("COMMIT;\n");
  assert.equal((await saving).status, 200);
});
