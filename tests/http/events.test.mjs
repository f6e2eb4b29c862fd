// Live streams over HTTP: what reaches whom, what a stream that was cut gets, and that nobody who listens is in anybody's way.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { Client, OUTLINE, Server, folder, kosshi, served, sql, until } from "./harness.mjs";
import { Stream } from "./stream.mjs";

/** Rows of the log of a section, as another program would write them, `size` characters each. */
function updates(s, id, from, to, size = 1) {
  sql(s.file, `WITH RECURSIVE n (v) AS (SELECT ${from} UNION ALL SELECT v + 1 FROM n WHERE v < ${to})
    INSERT INTO section_update (section_id, version, client, user_id, at, revision_from, changes, undo)
    SELECT ${id}, v, 'another', NULL, 1, ${from}, '[[0,"' || replace(hex(zeroblob(${size})), '00', 'a') || '"]]', '[]' FROM n`);
}

const versions = (stream) => stream.all("update").map((update) => update.version);
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const comment = async (client, id, body = "意見") => assert.equal((await client.j.post(`/sections/${id}/comments`, { body })).status, 200);
const here = (client, id, fields) => client.postJson(`/sections/${id}/presence`, { client: "c1", version: 0, anchor: 0, head: 0, ...fields });

test("a stream is text that nobody keeps, compresses or holds back", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const stream = await Stream.open(s.viewer, "", { headers: { "Accept-Encoding": "gzip" } });
  const { headers } = stream.response;
  assert.match(headers["content-type"], /^text\/event-stream/);
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(headers["x-accel-buffering"], "no");
  assert.equal(headers["content-encoding"], undefined);
  assert.equal(headers.etag, undefined);
  await stream.until(() => stream.id);
  const head = await s.viewer.send("HEAD", "/events");
  assert.equal(head.status, 200);
  assert.equal((await s.viewer.get("/healthz")).status, 200);
});

test("who is not signed in does not listen, and nobody asks for what is no section", async (t) => {
  const s = await served(t, { from: OUTLINE });
  assert.equal((await s.nobody.j.get("/events")).status, 401);
  const fifty = range(1, 50).map((id) => `section=${id}`).join("&");
  for (const query of ["section=x", "section=", "section=0", "section=-1", "section=1&section=1x", "section=99999999999999999999", `${fifty}&section=51`]) {
    const refused = await s.viewer.j.get(`/events?${query}`);
    assert.equal(refused.status, 400, query);
    assert.equal(refused.json.error.field, "section");
  }
  await Stream.open(s.viewer, fifty);
});

test("what is written reaches everybody who listens for it, also from another program", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const one = s.find("商業").id, two = s.find("工業").id;
  const desk = await Stream.open(s.viewer), first = await Stream.open(s.member, `section=${one}`), both = await Stream.open(s.reviewer, `section=${one}&section=${two}`);
  await comment(s.reviewer, one);
  for (const stream of [desk, first, both]) assert.deepEqual(await stream.until(() => stream.all("comment")[0]), { section: one });

  const pushed = await s.member.postJson(`/sections/${two}/updates`, { version: 0, client: "編集1", updates: [{ changes: [[0, "店", "街"]] }, { changes: [3, [0, "😀"]] }] });
  assert.equal(pushed.status, 200);
  await both.until(() => versions(both).length === 2);
  const [former, latter] = pushed.json.updates; // as the one who pushed sees them, with the section and the version besides
  assert.deepEqual(both.all("update"), [{ section: two, version: 1, ...former }, { section: two, version: 2, ...latter }]);
  updates(s, two, 3, 4);
  await both.until(() => versions(both).length === 4);

  const text = join(folder(t), "text.md");
  writeFileSync(text, "取り込んだ本文\n");
  kosshi(["import", s.file, String(one), text]);
  assert.equal((await s.secretariat.j.post(`/sections/${two}/state`, { state: "final" })).status, 200);
  for (const stream of [desk, first, both]) {
    await stream.until(() => stream.all("section").some((event) => event.section === two && event.what === "state"));
    await stream.until(() => stream.all("section").some((event) => event.section === one));
  }
  await first.until(() => first.all("update").length === 1);
  assert.deepEqual(first.all("update")[0].changes, [[0, "取り込んだ本文", ""]]);
  assert.deepEqual(versions(desk), []);
});

test("a stream that was cut goes on behind its last event, also when the server was restarted and much was written meanwhile", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const before = await Stream.open(s.member, `section=${id}`);
  updates(s, id, 1, 10);
  await before.until(() => versions(before).length === 10);
  await before.close();
  const listening = await Stream.open(s.viewer);
  await comment(s.reviewer, id);
  updates(s, id, 11, 210);
  await comment(s.reviewer, id);
  await listening.until(() => listening.all("comment").length === 2);

  const again = await Stream.open(s.member, `section=${id}`, { last: before.id });
  await again.until(() => again.all("presence").length === 1);
  assert.deepEqual(versions(again), range(11, 210));
  assert.equal(again.all("comment").length, 2);

  await s.server.stop();
  const server = await Server.start(s.file);
  t.after(() => server.stop());
  const member = new Client(server.origin, { cookie: s.member.cookie });
  let newest = 210;
  for (const options of [{ last: before.id }, { query: `&last_event_id=${before.id}` }, { last: before.id, query: "&last_event_id=0-0" }]) {
    const restarted = await Stream.open(member, `section=${id}${options.query ?? ""}`, options);
    await restarted.until(() => restarted.all("presence").length === 1);
    assert.deepEqual(versions(restarted), range(11, newest));
    assert.equal(restarted.all("comment").length, 2);
    updates(s, id, ++newest, newest);
    await restarted.until(() => versions(restarted).length === newest - 10);
    await restarted.close();
  }
});

test("a stream of another file begins anew", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const stream = await Stream.open(s.member, "section=1", { last: "77-99999" });
  assert.deepEqual(await stream.until(() => stream.all("reset")[0]), {});
});

test("what could not be written is not told", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const stream = await Stream.open(s.viewer, `section=${id}`);
  const push = (text) => s.member.postJson(`/sections/${id}/updates`, { version: 0, client: "c", updates: [{ changes: [[0, text]] }] });
  renameSync(s.file, `${s.file}.away`);
  assert.equal((await push("書けない")).status, 503);
  renameSync(`${s.file}.away`, s.file);
  assert.equal((await s.member.postJson(`/sections/${id}/updates`, { version: 0, client: "c", updates: [{ changes: [[0, "前"]] }, { changes: [5, [0, "合わない"]] }] })).status, 400);
  assert.equal((await push("書けた")).status, 200);
  await stream.until(() => versions(stream).length > 0);
  assert.deepEqual(stream.all("update").map((update) => update.changes), [[[0, "書けた"]]]);
});

test("who is in a section's editor is seen by those who listen, until they leave", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const one = s.find("商業").id, two = s.find("工業").id;
  const desk = await Stream.open(s.viewer), first = await Stream.open(s.member, `section=${one}`), second = await Stream.open(s.member, `section=${two}`);
  assert.deepEqual(await first.until(() => first.all("presence")[0]), { section: one, people: [] });
  const said = await here(s.member, one, { client: "タブ\"1", version: 3, anchor: 5, head: 9 });
  assert.deepEqual([said.status, said.json], [200, { ok: true }]);
  const list = { section: one, people: [{ client: "タブ\"1", user_id: 3, user: "member", version: 3, anchor: 5, head: 9 }] };
  assert.deepEqual(await first.until(() => first.all("presence")[1]), list);
  assert.deepEqual(await desk.until(() => desk.all("presence")[0]), list);
  const late = await Stream.open(s.reviewer);
  assert.deepEqual(await late.until(() => late.all("presence")[0]), list);
  const both = await Stream.open(s.reviewer, `section=${two}&desk=1`); // a browser with the desk in one window and an editor in another
  assert.deepEqual(await both.until(() => both.all("presence")[1]), list);

  await here(s.secretariat, one, { client: "タブ\"1" });
  assert.equal((await first.until(() => first.all("presence").find((event) => event.people.length === 2))).people[1].user, "secretariat");
  assert.deepEqual((await s.member.postJson(`/sections/${one}/presence`, { client: "タブ\"1", leave: true })).json, { ok: true });
  await here(s.secretariat, one, { client: "タブ\"1", leave: true });
  await first.until(() => first.all("presence").at(-1).people.length === 0);
  await desk.until(() => desk.all("presence").at(-1).people.length === 0);
  assert.equal(second.all("presence").length, 1);
});

test("presence is of members, of a section that stands, and of its form", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  assert.equal((await here(s.reviewer.j, id)).status, 403);
  assert.equal((await here(s.member.j, 99999)).status, 404);
  for (const [field, fields] of [
    ["client", { client: "" }], ["client", { client: "あ".repeat(101) }], ["client", { client: "a\nb" }], ["client", { client: 1 }],
    ["version", { version: -1 }], ["version", { version: "x" }], ["anchor", { anchor: 262145 }], ["head", { head: null }],
  ]) {
    const refused = await here(s.member.j, id, fields);
    assert.equal(refused.status, 400, JSON.stringify(fields));
    assert.equal(refused.json.error.field, field);
  }
});

test("the stream of somebody who signed out or was shut out ends, and that of the others goes on", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const member = await Stream.open(s.member), viewer = await Stream.open(s.viewer), reviewer = await Stream.open(s.reviewer);
  await s.member.post("/logout");
  await member.over;
  assert.ok(member.ended, "it ends as a whole answer does");
  kosshi(["user", "disable", s.file, "viewer"]);
  await viewer.over;
  await comment(s.reviewer, s.find("商業").id);
  await reviewer.until(() => reviewer.all("comment").length === 1);
});

test("a person has a limit of streams, and one that was left makes room", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const streams = [];
  for (let i = 0; i < 20; i++) streams.push(await Stream.open(s.member));
  const refused = await s.member.j.get("/events");
  assert.equal(refused.status, 503);
  assert.equal(refused.json.error.code, "crowded");
  assert.ok(Number(refused.headers["retry-after"]) > 0);
  await Stream.open(s.viewer);
  await streams[7].close();
  await until(async () => (await s.member.send("HEAD", "/events")).status === 200, 30_000, "room for another stream");
});

test("fifty open streams and their unread events do not keep the server from stopping", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const streams = [];
  for (const who of [s.viewer, s.member, s.reviewer]) for (let i = 0; i < 17; i++) streams.push(await Stream.open(who, `section=${1 + (i % 3)}`));
  await comment(s.reviewer, s.find("商業").id);
  await s.server.stop();
  await Promise.all(streams.map((stream) => stream.over));
  assert.ok(streams.every((stream) => stream.ended));
});

test("somebody who never reads what comes keeps nobody waiting and costs little", async (t) => {
  const s = await served(t, { from: OUTLINE, serve: { env: { ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:quarantine_size_mb=1` } } });
  const { id } = s.find("商業");
  const slow = range(1, 15).map(() => net.connect(s.server.port, "127.0.0.1"));
  t.after(() => slow.forEach((socket) => socket.destroy()));
  for (const socket of slow) socket.pause().write(`GET /events?section=${id} HTTP/1.1\r\nHost: x\r\nCookie: ${s.member.cookie}\r\n\r\n`);
  await until(async () => (await s.viewer.get("/healthz")).status === 200, 10_000, "an answer");
  const quick = await Stream.open(s.viewer, `section=${id}`);
  const before = s.server.memory();
  for (let i = 0; i < 10; i++) {
    updates(s, id, 50 * i + 1, 50 * i + 50, 100_000); // 5 MB
    await quick.until(() => versions(quick).length === 50 * i + 50);
  }
  assert.deepEqual(versions(quick), range(1, 500));
  const grown = s.server.memory() - before;
  assert.ok(grown < 150e6, `50 MB of updates were read by one and not by fifteen: ${grown} bytes more`); // 750 MB if they waited in memory
});

test("streams go over TLS, and end with the server", async (t) => {
  const at = folder(t), cert = join(at, "cert.pem"), key = join(at, "key.pem");
  const made = spawnSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost"]);
  if (made.status !== 0) return t.skip("there is no openssl here to make a certificate with");
  const s = await served(t, { from: OUTLINE, serve: { args: ["--tls-cert", cert, "--tls-key", key] } });
  const { id } = s.find("商業");
  const stream = await Stream.open(s.member, `section=${id}`);
  updates(s, id, 1, 2);
  await stream.until(() => versions(stream).length === 2);
  await s.server.stop();
  await stream.over;
});
