// Comments on words: made from a script and from a form, moved by pushes and saves, detached and back; refused where there are no such words.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Random } from "../collab/random.mjs";
import { OUTLINE, served, sql } from "./harness.mjs";

const TEXT = "区民の生活を支える産業を育てる。";

async function section(t) {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const path = `/sections/${id}`;
  const push = (version, ...changes) => s.member.j.postJson(`${path}/updates`, { version, client: "a", updates: changes.map((c) => ({ changes: c })) });
  const save = (base_version, text) => s.member.j.post(path, { base_version, text });
  const comment = (anchor, body = "意見") => s.reviewer.j.postJson(`${path}/comments`, { body, anchor });
  const anchors = async () => (await s.viewer.j.get(`${path}/comments`)).json.comments.map((c) => c.anchor);
  await save(0, TEXT);
  return { ...s, id, path, push, save, comment, anchors };
}

test("a comment on words says where they stand, and what they were", async (t) => {
  const s = await section(t);
  const made = await s.comment({ version: 1, from: 3, to: 5 });
  assert.equal(made.status, 200);
  const anchor = { version: 1, from: 3, to: 5, quote: "生活", detached: false, made: { version: 1, quote: "生活" } };
  assert.deepEqual(made.json.anchor, anchor);
  assert.deepEqual(await s.anchors(), [anchor]);
  assert.equal((await s.comment(undefined)).json.anchor, null);
  assert.equal((await s.comment(null)).json.anchor, null);
  const all = (await s.viewer.j.get("/comments")).json.comments;
  assert.deepEqual(all.map((c) => c.anchor), [anchor, null, null]);
});

test("a form without a script names the words in its fields", async (t) => {
  const s = await section(t);
  const made = await s.reviewer.post(`${s.path}/comments`, { body: "意見", anchor_version: "1", anchor_from: "9", anchor_to: "11" });
  assert.equal(made.status, 303);
  assert.equal((await s.anchors())[0].quote, "産業");
});

test("words move with pushes and saves, and what was marked in an older text is found in the one of now", async (t) => {
  const s = await section(t);
  await s.comment({ version: 1, from: 3, to: 5 });
  await s.push(1, [[0, "😀"], 16], [5, [0, "良い"], 13]);
  await s.save(3, "😀区民の良い生活を支えて、産業を育てる。");
  await s.comment({ version: 1, from: 9, to: 11 });
  const [life, industry] = await s.anchors();
  assert.deepEqual([life.version, life.from, life.to, life.quote, life.detached], [4, 7, 9, "生活", false]);
  assert.deepEqual([industry.version, industry.from, industry.to, industry.quote], [4, 14, 16, "産業"]);
  assert.deepEqual(industry.made, { version: 1, quote: "産業" });
});

test("a comment whose words are gone keeps them, and has them again when they are brought back", async (t) => {
  const s = await section(t);
  await s.comment({ version: 1, from: 3, to: 5 });
  await s.push(1, [2, [4], 10]);
  assert.deepEqual(await s.anchors(), [{ version: 2, from: 2, to: 2, quote: "生活", detached: true, made: { version: 1, quote: "生活" } }]);
  await s.push(2, [[0, "全"], 12]);
  await s.push(3, [3, [0, "の生活を"], 10]);
  const [back] = await s.anchors();
  assert.deepEqual([back.version, back.from, back.to, back.quote, back.detached], [4, 4, 6, "生活", false]);
  await s.save(4, "別の文章");
  assert.equal((await s.anchors())[0].detached, true);
  await s.save(5, TEXT);
  assert.deepEqual((await s.anchors())[0].quote, "生活");
});

test("words that are none of the text are refused, and no comment is left behind", async (t) => {
  const s = await section(t);
  await s.save(1, "絵文字😀と字");
  const refused = [
    [{ version: 2, from: 4, to: 5 }, 400, "bad_field"],
    [{ version: 2, from: 3, to: 4 }, 400, "bad_field"],
    [{ version: 2, from: 2, to: 2 }, 400, "bad_field"],
    [{ version: 2, from: 5, to: 2 }, 400, "bad_field"],
    [{ version: 2, from: -1, to: 2 }, 400, "bad_field"],
    [{ version: 2, from: 0, to: 9 }, 400, "bad_field"],
    [{ version: 2, from: 0, to: 2 ** 53 }, 400, "bad_field"],
    [{ version: 2, from: 0.5, to: 2 }, 400, "bad_field"],
    [{ version: 2, from: "0", to: 2 }, 400, "bad_field"],
    [{ version: 2, from: 0 }, 400, "bad_field"],
    [{}, 400, "bad_field"],
    [[2, 0, 1], 400, "bad_field"],
    ["words", 400, "bad_field"],
    [{ version: 3, from: 0, to: 2 }, 409, "stale"],
    [{ version: -1, from: 0, to: 2 }, 409, "stale"],
  ];
  for (const [anchor, status, code] of refused) {
    const answer = await s.comment(anchor);
    assert.equal(answer.status, status, JSON.stringify(anchor));
    assert.equal(answer.json.error.code, code, JSON.stringify(anchor));
  }
  assert.deepEqual(await s.anchors(), []);
  assert.equal((await s.comment({ version: 2, from: 3, to: 5 })).json.anchor.quote, "😀");
});

test("through a long history of random pushes every comment is where the library maps it", async (t) => {
  const { ChangeSet, Text } = createRequire(new URL("../browser/package.json", import.meta.url))("@codemirror/state");
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  const random = new Random(seed);
  const s = await section(t);
  let text = Array.from({ length: 40 }, (_, i) => `第${i}文${random.text(4)}`).join("");
  let version = (await s.save(1, text)).json.version;
  const spans = [];
  for (const m of text.matchAll(/第\d+文/g)) {
    const span = { from: m.index, to: m.index + m[0].length };
    assert.equal((await s.comment({ version, ...span })).status, 200);
    spans.push(span);
  }
  for (let round = 0; round < 40; round++) {
    const sets = [];
    for (let n = random.below(4); n >= 0; n--) {
      const from = random.place(text);
      let to = Math.min(text.length, from + random.below(3) * random.below(5));
      if (/[\udc00-\udfff]/.test(text[to] ?? "")) to++;
      sets.push(ChangeSet.of([{ from, to, insert: random.text(3) }], text.length));
      text = sets.at(-1).apply(Text.of(text.split("\n"))).toString();
      // what is gone is left to the tests of the words alone
      for (const span of spans) if (span.from < span.to) [span.from, span.to] = [sets.at(-1).mapPos(span.from, 1), sets.at(-1).mapPos(span.to, -1)];
    }
    const answer = await s.push(version, ...sets.map((set) => set.toJSON()));
    assert.equal(answer.status, 200, answer.text);
    version = answer.json.version;
    const anchors = await s.anchors();
    for (const [i, span] of spans.entries()) {
      if (span.from >= span.to) continue;
      const { from, to, quote } = anchors[i];
      assert.deepEqual({ from, to, quote }, { ...span, quote: text.slice(span.from, span.to) }, `SEED=${seed}, round ${round}, comment ${i}`);
    }
  }
  assert.equal(sql(s.file, "SELECT count(*) FROM anchor"), "40");
  t.diagnostic(`${spans.filter((span) => span.from < span.to).length} of 40 with words at the end, SEED=${seed}`);
});
