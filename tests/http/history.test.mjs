// GET/POST /sections/{id}/history: when a text changed and by whom, what was changed, whose words are whose, and back to an earlier text.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { OUTLINE, PASSWORD, Server, folder, kosshi, served, sql } from "./harness.mjs";

async function section(t) {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const path = `/sections/${id}`;
  const history = `${path}/history`;
  const save = async (who, text) => {
    const { version } = (await s.viewer.j.get(`${path}/text`)).json;
    const saved = await who.j.post(path, { base_version: version, text });
    assert.equal(saved.status, 200, saved.text);
    return saved.json.version;
  };
  // saves of one person soon after each other are one revision: time goes on
  const pause = () => sql(s.file, `UPDATE section_update SET at = at - 3600000 WHERE section_id = ${id}`);
  const text = async () => (await s.viewer.j.get(`${path}/text`)).json;
  return { ...s, id, path, history, save, pause, text };
}

/** Three revisions: of the member, the secretariat, and the member again. */
async function written(t) {
  const s = await section(t);
  await s.save(s.member, "地域の産業を支える。\n\n");
  s.pause();
  await s.save(s.secretariat, "地域の多様な産業を支える。\n\n");
  s.pause();
  await s.save(s.member, "地域の多様な産業を支える。\n\n区民の声を聞く。\n");
  return s;
}

const marked = (diff) => diff.pieces.map(({ kind, text }) => ({ same: text, deleted: `[-${text}-]`, added: `{+${text}+}` })[kind]).join("");

test("the revisions are listed with who and when, the newest first", async (t) => {
  const s = await written(t);
  const list = (await s.viewer.j.get(s.history)).json;
  assert.deepEqual(list.revisions.map(({ version, from, people, added, removed, is_current }) => ({ version, from, names: people.map((p) => p.name), added, removed, is_current })), [
    { version: 3, from: 2, names: ["member"], added: 8, removed: 0, is_current: true },
    { version: 2, from: 1, names: ["secretariat"], added: 3, removed: 0, is_current: false },
    { version: 1, from: 0, names: ["member"], added: 10, removed: 0, is_current: false },
  ]);
  const [newest, , oldest] = list.revisions;
  assert.ok(newest.at > oldest.at + 7_000_000 && oldest.at > 1_700_000_000_000);
  const page = await s.viewer.get(s.history);
  assert.equal(page.status, 200);
  assert.match(page.text, /この節の履歴/);
  assert.match(page.text, /追加 8字/);
  assert.doesNotMatch(page.text, /restore=/, "a viewer is not offered what a viewer may not do");
  assert.match((await s.member.get(s.history)).text, /restore=2/);
});

test("what several people type at one time is one revision of all of them", async (t) => {
  const s = await section(t);
  const push = (who, version, client, changes) => who.j.postJson(`${s.path}/updates`, { version, client, updates: [{ changes }] });
  await push(s.member, 0, "a", [[0, "地域"]]);
  await push(s.secretariat, 1, "b", [2, [0, "の産業"]]);
  await push(s.member, 2, "a", [5, [0, "。"]]);
  const { revisions } = (await s.viewer.j.get(s.history)).json;
  assert.deepEqual(revisions.map(({ version, from, people }) => ({ version, from, names: people.map((p) => p.name) })), [{ version: 3, from: 0, names: ["member", "secretariat"] }]);
  const who = (await s.viewer.j.get(`${s.history}?who=1`)).json;
  assert.deepEqual(who.spans.map(({ text, name, from, to }) => [text, name, from, to]), [["地域", "member", 0, 2], ["の産業", "secretariat", 2, 5], ["。", "member", 5, 6]]);
  assert.deepEqual(who.writers.map(({ name, length, share }) => [name, length, share]), [["member", 3, 50], ["secretariat", 3, 50]]);
});

test("the list goes on over pages", async (t) => {
  const s = await section(t);
  for (let i = 0; i < 53; i++) {
    await s.save(s.member, `第${i}稿`);
    s.pause();
  }
  const first = (await s.viewer.j.get(s.history)).json;
  assert.equal(first.total, 53);
  assert.equal(first.revisions.length, 50);
  const second = (await s.viewer.j.get(first.older)).json;
  assert.deepEqual(second.revisions.map((r) => r.version), [3, 2, 1]);
  assert.equal((await s.viewer.get(`${s.history}?page=99`)).status, 200);
});

test("any two versions are shown as a difference, in either order", async (t) => {
  const s = await written(t);
  const there = (await s.viewer.j.get(`${s.history}?from=1&to=3`)).json;
  assert.equal(marked(there.diff), "地域の{+多様な+}産業を支える。\n\n{+区民の声を聞く。\n+}");
  assert.equal(there.from.author, "member");
  const back = (await s.viewer.j.get(`${s.history}?from=3&to=1`)).json;
  assert.equal(marked(back.diff), "地域の[-多様な-]産業を支える。\n\n[-区民の声を聞く。\n-]");
  const now = (await s.viewer.j.get(`${s.history}?from=2`)).json;
  assert.equal(now.to.version, 3, "without an end it is compared with the text as it is");
  const page = (await s.viewer.get(`${s.history}?from=0&to=2`)).text;
  assert.match(page, /<ins>.*〔追加〕.*地域の多様な産業を支える。/, "the marks are words as well");
  assert.match((await s.viewer.get(`${s.history}?from=2&to=2`)).text, /違いはありません/);
});

test("the signs of headings and strong words stand back where a text is read as it was typed", async (t) => {
  const s = await section(t);
  await s.save(s.member, "## 目的\n\n**商店街**を支える。\n");
  s.pause();
  await s.save(s.secretariat, "## 目的\n\n**商店街**を[区](https://example.jp/)が支える。\n");
  const difference = (await s.viewer.get(`${s.history}?from=1`)).text;
  for (const page of [difference, (await s.viewer.get(`${s.history}?who=1`)).text]) {
    assert.match(page, /<span class="typed-heading typed-mark">##<\/span><span class="typed-heading"> 目的<\/span>/);
    assert.match(page, /<span class="typed-mark">\*\*<\/span><span class="typed-strong">商店街<\/span><span class="typed-mark">\*\*<\/span>を/);
    assert.match(page, /<span class="typed-mark">\[<\/span>区<span class="typed-mark">\]\(https:\/\/example.jp\/\)<\/span>/);
    assert.match(page, /薄い色の記号/);
  }
  await s.save(s.member, "商店街\n");
  await s.save(s.secretariat, "商店\n");
  assert.doesNotMatch((await s.viewer.get(`${s.history}?from=3`)).text, /薄い色の記号/, "nothing is said of signs that are not there");
});

test("a text of then is read as it was", async (t) => {
  const s = await section(t);
  await s.save(s.member, "## 前の見出し\n\n本文");
  await s.save(s.secretariat, "本文だけ");
  const page = await s.viewer.get(`${s.history}?version=1`);
  assert.match(page.text, /<h[2-6][^>]*>前の見出し/);
  assert.equal((await s.viewer.j.get(`${s.history}?version=1`)).json.text, "## 前の見出し\n\n本文");
});

test("an earlier text is brought back, and that is taken back the same way", async (t) => {
  const s = await written(t);
  const before = await s.text();
  const asked = await s.member.get(`${s.history}?restore=1`);
  assert.match(asked.text, new RegExp(`<form[^>]*method="post" action="${s.history}"`));
  const back = await s.secretariat.j.post(s.history, { version: 1 });
  assert.equal(back.status, 200);
  assert.equal(back.json.text, "地域の産業を支える。\n\n");
  assert.equal(back.json.version, 4);
  assert.equal(back.json.before, 3);
  assert.equal((await s.text()).text, "地域の産業を支える。\n\n");
  const again = await s.secretariat.j.post(s.history, { version: back.json.before });
  assert.equal(again.json.version, 5);
  assert.equal((await s.text()).text, before.text);
  const did = sql(s.file, "SELECT action || ' ' || detail FROM activity ORDER BY id DESC LIMIT 2").split("\n");
  assert.deepEqual(did, ["text_restore v3", "text_restore v1"]);
  const { revisions } = (await s.viewer.j.get(s.history)).json;
  assert.ok(revisions.some((r) => r.version === 3), "the text that gave way can be found in the list");
  const who = (await s.viewer.j.get(`${s.history}?who=1`)).json;
  assert.deepEqual(who.writers.map((w) => w.name).sort(), ["member", "secretariat"], "the words are still those of their writers");
  assert.equal(who.spans.find((p) => p.text.includes("区民の声")).name, "member");
});

test("a browser comes back to the list, which says what was done and offers to undo it", async (t) => {
  const s = await written(t);
  const back = await s.member.post(s.history, { version: 2, base_version: 3 });
  assert.equal(back.status, 303);
  const page = (await s.member.get(back.headers.location)).text;
  assert.match(page, /前の文章に戻しました/);
  const [, undo] = page.match(/name="version" value="(\d+)"[\s\S]*?戻したことを取り消す/);
  assert.equal(undo, "3");
  await s.member.post(s.history, { version: undo });
  assert.match((await s.text()).text, /区民の声/);
});

test("bringing back the text that stands makes no version", async (t) => {
  const s = await written(t);
  for (const form of [{ version: 3 }, { version: 3, base_version: 3 }]) {
    const same = await s.member.j.post(s.history, form);
    assert.equal(same.status, 200);
    assert.equal(same.json.version, 3);
    assert.equal(same.json.is_new, false);
  }
  assert.match((await s.member.get((await s.member.post(s.history, { version: 3 })).headers.location)).text, /何も変わりませんでした/);
});

test("a form that is sent twice brings it back once", async (t) => {
  const s = await written(t);
  for (let i = 0; i < 2; i++) assert.equal((await s.member.j.post(s.history, { version: 1, base_version: 3 })).json.version, 4);
});

test("who brings a text back does not overwrite what was written since they looked", async (t) => {
  const s = await written(t);
  await s.save(s.secretariat, "地域の多様な産業を支える。\n\n区民の声を聞く。\n新しい一行。\n");
  const back = await s.member.j.post(s.history, { version: 1, base_version: 3 });
  assert.equal(back.json.text, "地域の産業を支える。\n\n新しい一行。\n");
  assert.equal(back.json.merged, true);
});

test("an open editor gets the text that was brought back as an update", async (t) => {
  const s = await written(t);
  await s.member.j.post(s.history, { version: 2 });
  const { json } = await s.secretariat.j.postJson(`${s.path}/updates`, { version: 3, client: "open", updates: [] });
  assert.equal(json.version, 4);
  assert.deepEqual(json.updates.map((u) => u.changes), [[15, [9]]]); // the last line is gone
  assert.equal(json.updates[0].user, "member");
});

test("what is final stays, and its history is read", async (t) => {
  const s = await written(t);
  await s.secretariat.post(`${s.path}/state`, { state: "final" });
  const refused = await s.member.j.post(s.history, { version: 1 });
  assert.equal(refused.status, 409);
  assert.equal(refused.json.error.code, "locked");
  assert.equal((await s.text()).version, 3);
  const page = await s.member.get(s.history);
  assert.equal(page.status, 200);
  assert.doesNotMatch(page.text, /restore=/);
  assert.match(page.text, /確定しているため/);
});

test("versions that are not there, and what is no version", async (t) => {
  const s = await written(t);
  for (const query of ["from=4", "from=1&to=99", "version=77", "restore=12"]) assert.equal((await s.member.get(`${s.history}?${query}`)).status, 404, query);
  for (const query of ["from=x", "from=1&to=-2", "version=1e3", "restore=99999999999999999999"]) assert.equal((await s.member.get(`${s.history}?${query}`)).status, 400, query);
  for (const [fields, status] of [[{ version: 4 }, 404], [{ version: -1 }, 404], [{}, 400], [{ version: "a" }, 400], [{ version: 1, base_version: 9 }, 409]])
    assert.equal((await s.member.j.post(s.history, fields)).status, status, JSON.stringify(fields));
  assert.equal((await s.text()).version, 3);
});

test("a section that was deleted has no history, until it is back", async (t) => {
  const s = await written(t);
  await s.secretariat.post(`${s.path}/delete`);
  for (const query of ["", "?from=1", "?who=1", "?version=1", "?restore=1"]) assert.equal((await s.member.j.get(s.history + query)).status, 404, query);
  assert.equal((await s.member.j.post(s.history, { version: 1 })).status, 404);
  await s.secretariat.post(`${s.path}/restore`);
  assert.equal((await s.member.j.get(s.history)).json.total, 3);
});

test("a section nobody has written in says so", async (t) => {
  const s = await section(t);
  assert.match((await s.viewer.get(s.history)).text, /まだ何も書かれていません/);
  assert.equal((await s.viewer.get(`${s.history}?who=1`)).status, 200);
  assert.deepEqual((await s.viewer.j.get(s.history)).json.revisions, []);
});

test("a file from before there was a log shows each save, with who wrote what", async (t) => {
  const file = join(folder(t), "older.db");
  const made = spawnSync("sqlite3", [file], { input: readFileSync(new URL("../data/older/001.sql", import.meta.url)), encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  kosshi(["user", "password", file, "tanaka", "--password-stdin"], { input: `${PASSWORD}\n` });
  const server = await Server.start(file);
  t.after(() => server.stop());
  const tanaka = await server.signIn("tanaka");
  const list = (await tanaka.j.get("/sections/1/history")).json;
  assert.deepEqual(list.revisions.map(({ version, from, at, people }) => ({ version, from, at, names: people.map((p) => p.name) })), [
    { version: 2, from: 1, at: 1700000500000, names: ["田中"] },
    { version: 1, from: 0, at: 1700000400000, names: ["田中"] },
  ]);
  const back = await tanaka.j.post("/sections/1/history", { version: 1 });
  assert.equal(back.json.text, "区民");
  assert.equal((await tanaka.j.post("/sections/1/history", { version: 2 })).json.text, "区民の生活を支える");
  const who = (await tanaka.j.get("/sections/1/history?who=1")).json;
  assert.equal(who.spans.map((p) => p.text).join(""), "区民の生活を支える");
  assert.equal((await tanaka.get("/sections/1/history?from=1&to=2")).status, 200);
});
