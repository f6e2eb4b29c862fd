// POST /sections/{id}/updates: what was made at an older version is put behind what came since; nobody is refused for being late.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { OUTLINE, addUser, served, sql, textsOf } from "./harness.mjs";

async function section(t, title = "商業") {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find(title);
  const path = `/sections/${id}`;
  const push = (who, version, client, ...changes) => who.j.postJson(`${path}/updates`, { version, client, updates: changes.map((c) => ({ changes: c })) });
  const now = async () => (await s.viewer.j.get(`${path}/text`)).json;
  return { ...s, id, path, push, now };
}

test("a push is answered with all that came since its version, in order, its own as they were applied", async (t) => {
  const s = await section(t);
  const first = await s.push(s.member, 0, "a", [[0, "産業"]]);
  assert.equal(first.status, 200);
  assert.equal(first.json.version, 1);
  assert.deepEqual(first.json.updates.map(({ client, changes }) => ({ client, changes })), [{ client: "a", changes: [[0, "産業"]] }]);
  await s.push(s.secretariat, 1, "b", [[0, "新"], 2]);
  const late = await s.push(s.member, 1, "a", [2, [0, "の", "姿"]]);
  assert.equal(late.json.version, 3);
  assert.deepEqual(late.json.updates.map(({ client, changes }) => ({ client, changes })), [
    { client: "b", changes: [[0, "新"], 2] },
    { client: "a", changes: [3, [0, "の", "姿"]] },
  ]);
  assert.equal(late.json.updates[0].user, "secretariat");
  assert.ok(late.json.updates[0].at > 1_700_000_000_000);
  assert.equal((await s.now()).text, "新産業の\n姿");
  assert.deepEqual(textsOf(s.file, s.id), ["", "産業", "新産業", "新産業の\n姿"]);
});

test("a push that is repeated after a lost answer is applied once, with what was typed since", async (t) => {
  const s = await section(t);
  await s.push(s.member, 0, "a", [[0, "一"]]);
  const again = await s.push(s.member, 0, "a", [[0, "一"]], [1, [0, "二"]]);
  assert.equal(again.json.version, 2);
  assert.equal((await s.now()).text, "一二");
});

test("words of one person are not taken from another who has signed in since", async (t) => {
  const s = await section(t);
  const id = Number(sql(s.file, "SELECT id FROM user WHERE name = 'member'"));
  const body = { version: 0, client: "a", updates: [{ changes: [[0, "一"]] }], user: id };
  const other = await s.secretariat.j.postJson(`${s.path}/updates`, body);
  assert.equal(other.status, 401);
  assert.equal(other.json.error.code, "signed_out");
  assert.equal((await s.secretariat.j.post(s.path, { base_version: 0, text: "二", user: id })).status, 401);
  assert.equal((await s.now()).text, "");
  assert.equal((await s.member.j.postJson(`${s.path}/updates`, body)).status, 200);
  assert.equal((await s.member.j.post(s.path, { base_version: 1, text: "一二", user: id })).status, 200);
  assert.equal((await s.now()).text, "一二");
});

test("of a push that would keep others waiting a part is taken, and sending the rest again brings all of it in order", async (t) => {
  const s = await section(t);
  const { ChangeSet } = createRequire(new URL("../browser/package.json", import.meta.url))("@codemirror/state");
  for (let i = 0; i < 2; i++) await s.push(s.secretariat, i * 500, "b", ...Array.from({ length: 500 }, (_, n) => (i + n ? [i * 500 + n, [0, "b"]] : [[0, "b"]])));
  let left = Array.from({ length: 100 }, (_, n) => ChangeSet.of({ from: n, insert: String.fromCharCode(0x4e00 + n) }, n));
  const words = left.map((_, n) => String.fromCharCode(0x4e00 + n)).join("");
  let pushes = 0;
  for (let version = 0; left.length; pushes++) {
    const answer = await s.push(s.member, version, "a", ...left.map((c) => c.toJSON()));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.json.version, version + answer.json.updates.length);
    const own = answer.json.updates.filter(({ client }) => client === "a").length;
    assert.ok(own > 0);
    for (const { client, changes } of answer.json.updates) {
      let theirs = ChangeSet.fromJSON(changes);
      if (client === "a") left.shift();
      else
        left = left.map((mine) => {
          const behind = mine.map(theirs);
          theirs = theirs.map(mine, true);
          return behind;
        });
    }
    version = answer.json.version;
  }
  assert.ok(pushes > 1);
  const { text, version } = await s.now();
  assert.equal(version, 1100);
  assert.equal(text.replaceAll("b", ""), words);
});

test("who is farther behind than an answer holds gets the first of it, and what he sent is taken once he has come near", async (t) => {
  const s = await section(t);
  const { ChangeSet } = createRequire(new URL("../browser/package.json", import.meta.url))("@codemirror/state");
  for (let i = 0; i < 11; i++) await s.push(s.secretariat, i * 500, "b", ...Array.from({ length: 500 }, (_, n) => (i + n ? [i * 500 + n, [0, "b"]] : [[0, "b"]])));
  let mine = ChangeSet.of({ from: 0, insert: "末" }, 0);
  const first = await s.push(s.member, 0, "a", mine.toJSON());
  assert.equal(first.json.more, true);
  assert.equal(first.json.version, 5000);
  assert.equal(first.json.updates.length, 5000);
  for (const { changes } of first.json.updates) mine = mine.map(ChangeSet.fromJSON(changes));
  const then = await s.push(s.member, 5000, "a", mine.toJSON());
  assert.equal(then.json.more, undefined);
  assert.equal(then.json.version, 5501);
  assert.deepEqual(then.json.updates.map(({ client }) => client), [...Array(500).fill("b"), "a"]);
  assert.equal((await s.now()).text, `${"b".repeat(5500)}末`);
  assert.equal((await s.push(s.secretariat, 0, "c")).json.version, 5000, "a push of nothing, too");
});

test("a push of nothing only fetches", async (t) => {
  const s = await section(t);
  await s.push(s.member, 0, "a", [[0, "一"]]);
  const fetched = await s.push(s.secretariat, 0, "b");
  assert.equal(fetched.json.version, 1);
  assert.equal(fetched.json.updates.length, 1);
  assert.equal((await s.push(s.secretariat, 1, "b")).json.updates.length, 0);
});

test("pushes and form saves of many at once all end up in the text", async (t) => {
  const s = await section(t);
  await s.push(s.member, 0, "first", [[0, "始まり。"]]);
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, i) => {
      const words = `〔${String(i).padStart(2, "0")}〕`;
      return i % 2 ? s.push(s.member, 1, `c${i}`, [4, [0, words]]) : s.member.j.post(s.path, { base_version: 1, text: `始まり。${words}` });
    }),
  );
  for (const answer of answers) assert.equal(answer.status, 200, answer.text);
  const { text, version } = await s.now();
  assert.equal(version, 25);
  for (let i = 0; i < 24; i++) assert.equal(text.split(`〔${String(i).padStart(2, "0")}〕`).length, 2, `${i}: ${text}`);
  assert.equal(textsOf(s.file, s.id).at(-1), text);
});

test("what is no push is refused, says why, and writes nothing", async (t) => {
  const s = await section(t);
  await s.push(s.member, 0, "a", [[0, "😀本文"]]);
  const post = (body) => s.member.j.postJson(`${s.path}/updates`, body);
  const whole = { version: 1, client: "a", updates: [{ changes: [4, [0, "x"]] }] };
  for (const [name, body, status, code] of [
    ["no version", { ...whole, version: undefined }, 400, "bad_field"],
    ["a version as text", { ...whole, version: "1" }, 400, "bad_field"],
    ["no client", { ...whole, client: undefined }, 400, "bad_field"],
    ["an empty client", { ...whole, client: "" }, 400, "bad_field"],
    ["a long client", { ...whole, client: "あ".repeat(101) }, 400, "bad_field"],
    ["no updates", { ...whole, updates: undefined }, 400, "bad_field"],
    ["an update without changes", { ...whole, updates: [{}] }, 400, "bad_field"],
    ["too many updates", { ...whole, updates: Array.from({ length: 501 }, () => ({ changes: [4] })) }, 400, "bad_field"],
    ["a change of another length", { ...whole, updates: [{ changes: [3, [0, "x"]] }] }, 400, "bad_field"],
    ["a change that splits a pair", { ...whole, updates: [{ changes: [1, [1, "x"], 2] }] }, 400, "bad_field"],
    ["a line with a line end", { ...whole, updates: [{ changes: [4, [0, "a\nb"]] }] }, 400, "bad_field"],
    ["a control character", { ...whole, updates: [{ changes: [4, [0, "a\u0001"]] }] }, 400, "bad_control"],
    ["a version from the future", { ...whole, version: 2 }, 409, "stale"],
    ["a negative version", { ...whole, version: -1 }, 409, "stale"],
    ["a text over the limit", { ...whole, updates: [{ changes: [4, [0, "a".repeat(256 * 1024)]] }] }, 413, "too_large"],
  ]) {
    const answer = await post(body);
    assert.equal(answer.status, status, `${name}: ${answer.text}`);
    assert.equal(answer.json.error.code, code, name);
  }
  assert.equal((await post(whole)).status, 200);
  assert.equal((await s.now()).version, 2);
});

test("a locked section keeps its text and says that it is locked", async (t) => {
  const s = await section(t);
  await s.push(s.member, 0, "a", [[0, "本文"]]);
  await s.secretariat.j.post(`${s.path}/state`, { state: "final" });
  const refused = await s.push(s.member, 1, "a", [2, [0, "x"]]);
  assert.equal(refused.status, 409);
  assert.equal(refused.json.error.code, "locked");
  assert.equal((await s.now()).text, "本文");
  await s.secretariat.j.post(`${s.path}/state`, { state: "drafting" });
  assert.equal((await s.push(s.member, 1, "a", [2, [0, "x"]])).status, 200);
});

test("members push, others do not", async (t) => {
  const s = await section(t);
  assert.equal((await s.push(s.reviewer, 0, "a", [[0, "x"]])).status, 403);
  assert.equal((await s.push(s.nobody, 0, "a", [[0, "x"]])).status, 401);
  assert.equal((await s.member.j.postJson("/sections/999/updates", { version: 0, client: "a", updates: [] })).status, 404);
  assert.equal((await s.now()).version, 0);
});

test("the activity log has one line for each person who begins to write, not one a key", async (t) => {
  const s = await section(t);
  addUser(s.file, "sato", "member");
  const sato = await s.server.signIn("sato");
  for (let i = 0; i < 5; i++) await s.push(s.member, i, "a", [...(i ? [i] : []), [0, "あ"]]);
  await s.push(sato, 5, "b", [5, [0, "い"]]);
  assert.equal(sql(s.file, `SELECT count(*) FROM activity WHERE action = 'save' AND section_id = ${s.id}`), "2");
});

test("an import goes the same way: a late one is merged, and open editors get it as an update", async (t) => {
  const s = await section(t);
  await s.push(s.member, 0, "a", [[0, "一行目", "二行目"]]);
  await s.push(s.member, 1, "a", [3, [0, "です"], 4]);
  const { writeFileSync } = await import("node:fs");
  const { dirname, join } = await import("node:path");
  const { kosshi } = await import("./harness.mjs");
  const file = join(dirname(s.file), "text.md");
  writeFileSync(file, "一行目\n二行目である");
  assert.equal(kosshi(["import", s.file, String(s.id), file, "--base", "1"]).stdout.trim(), "3");
  assert.equal((await s.now()).text, "一行目です\n二行目である");
  assert.equal((await s.push(s.member, 2, "a")).json.updates.length, 1);
});
