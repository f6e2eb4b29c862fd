// 修正案: suggested, moved while they wait, accepted, rejected, withdrawn; by whom, and what is written down of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { exported, newDocument, OUTLINE, served, sql } from "./harness.mjs";

const TEXT = "区民の生活を支える。";
const LIVES = [3, [2, "暮らし"], 5];

async function section(t) {
  const s = await served(t, { from: OUTLINE });
  const { id, parent } = s.find("商業");
  const path = `/sections/${id}`;
  const push = (version, ...changes) => s.member.j.postJson(`${path}/updates`, { version, client: "a", updates: changes.map((c) => ({ changes: c })) });
  const suggest = (fields, who = s.reviewer) => who.j.postJson(`${path}/suggestions`, { version: 1, changes: LIVES, reason: "読みやすく", ...fields });
  const list = async () => (await s.viewer.j.get(`${path}/suggestions`)).json.suggestions;
  const text = async () => (await s.viewer.j.get(`${path}/text`)).json.text;
  const done = () => sql(s.file, "SELECT a.action || ' ' || u.name || ' ' || a.detail FROM activity a JOIN user u ON u.id = a.user_id WHERE a.action LIKE 'suggest%' ORDER BY a.id").split("\n");
  await s.member.j.post(path, { base_version: 0, text: TEXT });
  return { ...s, id, parent, path, push, suggest, list, text, done };
}

test("a suggestion waits, is listed for the text of now, and says when others changed the same words", async (t) => {
  const s = await section(t);
  const made = (await s.suggest()).json;
  const { at, at_text, ...rest } = made;
  assert.ok(at > 1_700_000_000_000 && at_text.length > 0);
  assert.deepEqual(rest, { id: 1, section: s.id, author: "reviewer", reason: "読みやすく", state: "waiting", overlaps: false, version: 1, changes: LIVES, made: { version: 1, changes: LIVES }, decision: null, accepted_version: null, part_of: null, permalink: "/suggestions/1", pieces: [{ from: 3, to: 5, deleted: "生活", inserted: "暮らし" }], may_decide: false, may_accept: false, may_withdraw: true, replies: [], has_replies: false, unread: false, last_reply: 0 });
  await s.push(1, [[0, "わが"], 10], [12, [0, "と"]]);
  assert.deepEqual((await s.list()).map((g) => [g.version, g.changes, g.overlaps, g.made.changes]), [[3, [5, [2, "暮らし"], 6], false, LIVES]]);
  await s.push(3, [5, [1, "日"], 7]);
  const [met] = await s.list();
  assert.equal(met.overlaps, true);
  assert.equal(met.state, "waiting");
  assert.equal(await s.text(), "わが区民の日活を支える。と");
});

test("an accepted suggestion is written by its author, and the log of activity says who accepted it", async (t) => {
  const s = await section(t);
  const { id } = (await s.suggest()).json;
  await s.push(1, [[0, "わが"], 10]);
  const accepted = (await s.member.j.post(`/suggestions/${id}/accept`)).json;
  assert.equal(accepted.state, "accepted");
  assert.equal(accepted.accepted_version, 3);
  assert.equal(accepted.decision.by, "member");
  assert.equal(await s.text(), "わが区民の暮らしを支える。");
  const { updates } = (await s.push(2)).json;
  assert.deepEqual(updates.map((u) => [u.user, u.changes]), [["reviewer", [5, [2, "暮らし"], 5]]]);
  assert.equal((await s.secretariat.j.post(`/suggestions/${id}/accept`)).status, 200, "twice is once");
  assert.equal(await s.text(), "わが区民の暮らしを支える。");
  assert.deepEqual(s.done(), ["suggest reviewer ", "suggestion_accept member v3"]);
  const page = (await s.secretariat.get("/activity")).text;
  assert.match(page, /修正案の提出/);
  assert.match(page, /修正案の採用/);
});

test("a rejection needs a reason, and everything stays", async (t) => {
  const s = await section(t);
  const { id } = (await s.suggest()).json;
  const without = await s.member.j.post(`/suggestions/${id}/reject`, { reason: " " });
  assert.deepEqual([without.status, without.json.error.code, without.json.error.field], [400, "bad_field", "reason"]);
  const rejected = (await s.member.j.post(`/suggestions/${id}/reject`, { reason: "用語をそろえるため" })).json;
  assert.deepEqual([rejected.state, rejected.decision.reason, rejected.changes], ["rejected", "用語をそろえるため", LIVES]);
  const late = await s.member.j.post(`/suggestions/${id}/accept`);
  assert.deepEqual([late.status, late.json.error.code], [409, "decided"]);
  assert.equal(await s.text(), TEXT);
  assert.equal((await s.list()).length, 1);
});

test("its author withdraws it, nobody else", async (t) => {
  const s = await section(t);
  const { id } = (await s.suggest()).json;
  assert.equal((await s.member.j.post(`/suggestions/${id}/withdraw`)).json.error.code, "forbidden");
  assert.equal((await s.reviewer.j.post(`/suggestions/${id}/withdraw`)).json.state, "withdrawn");
});

test("in review the secretariat alone decides, and a final section takes none", async (t) => {
  const s = await section(t);
  const { id } = (await s.suggest()).json;
  const set = (section, state) => s.secretariat.j.post(`/sections/${section}/state`, { state });
  await set(s.parent, "review");
  for (const verb of ["accept", "reject"]) assert.equal((await s.member.j.post(`/suggestions/${id}/${verb}`, { reason: "x" })).json.error.code, "forbidden", verb);
  await set(s.id, "final");
  assert.deepEqual([(await s.suggest()).status, (await s.suggest()).json.error.code], [409, "locked"]);
  assert.equal((await s.secretariat.j.post(`/suggestions/${id}/accept`)).json.error.code, "locked");
  assert.equal((await s.list())[0].state, "waiting", "a refused decision is none");
  await set(s.id, "review");
  assert.equal((await s.secretariat.j.post(`/suggestions/${id}/accept`)).json.state, "accepted");
});

test("a form sends its changes as text and comes back to where it was", async (t) => {
  const s = await section(t);
  const made = await s.reviewer.post(`${s.path}/suggestions`, { version: "1", changes: JSON.stringify(LIVES), reason: "", back: "/comments" });
  assert.deepEqual([made.status, made.headers.location], [303, "/comments#g1"]);
  const decided = await s.member.post("/suggestions/1/accept");
  assert.deepEqual([decided.status, decided.headers.location], [303, `/chapters/${s.parent}#s${s.id}`]);
});

test("what waits in a section is as much as its updates can be put over quickly, and a decision makes room", async (t) => {
  const s = await section(t);
  const long = { changes: [TEXT.length, [0, "あ".repeat(80_000)]] };
  const made = [];
  for (let i = 0; i < 6; i++) made.push((await s.suggest(long)).json.id);
  const refused = await s.suggest(long);
  assert.deepEqual([refused.status, refused.json.error.code], [413, "too_large"]);
  assert.equal((await s.reviewer.j.post(`/suggestions/${made[0]}/withdraw`)).status, 200);
  assert.equal((await s.suggest(long)).status, 200);
});

test("what cannot be suggested is refused, and why", async (t) => {
  const s = await section(t);
  const refused = [
    [{ changes: [9] }, 400, "bad_field", "changes"],
    [{ changes: [10] }, 400, "bad_field", "changes"],
    [{ changes: "x" }, 400, "bad_field", "changes"],
    [{ changes: undefined }, 400, "bad_field", "changes"],
    [{ version: undefined }, 400, "bad_field", "version"],
    [{ version: 2 }, 409, "stale", undefined],
    [{ reason: "理".repeat(10_001) }, 413, "too_large", undefined],
  ];
  for (const [fields, status, code, field] of refused) {
    const answer = await s.suggest(fields);
    assert.deepEqual([answer.status, answer.json.error.code, answer.json.error.field], [status, code, field], JSON.stringify(fields).slice(0, 60));
  }
  assert.equal((await s.reviewer.j.get("/sections/9999/suggestions")).status, 404);
  assert.equal((await s.member.j.post("/suggestions/9999/accept")).status, 404);
  assert.deepEqual(await s.list(), []);
});

const THREE = [[2, "市民"], 1, [2, "暮らし"], 1, [3, "守る"], 1]; // 市民の暮らしを守る。

test("some of its pieces are decided by themselves, and the others go on waiting", async (t) => {
  const s = await section(t);
  const { id } = (await s.suggest({ changes: THREE })).json;
  const accepted = (await s.member.j.postJson(`/suggestions/${id}/accept`, { pieces: [0, 2], of: 3 })).json;
  assert.deepEqual([accepted.state, accepted.part_of, accepted.author, accepted.decision.by], ["accepted", id, "reviewer", "member"]);
  assert.deepEqual(accepted.pieces.map((p) => p.inserted), ["市民", "守る"]);
  assert.equal(await s.text(), "市民の生活を守る。");
  const [rest, part] = await s.list();
  assert.deepEqual([rest.id, rest.state, rest.version, rest.pieces], [id, "waiting", 2, [{ from: 3, to: 5, deleted: "生活", inserted: "暮らし" }]]);
  assert.equal(part.id, accepted.id);
  assert.deepEqual((await s.viewer.j.get(`${s.path}/suggestions?state=waiting`)).json.suggestions.map((g) => g.id), [id]);
  const again = await s.member.j.postJson(`/suggestions/${id}/accept`, { pieces: [0, 2], of: 3 });
  assert.deepEqual([again.status, again.json.error.code], [409, "pieces_changed"], "they are not those that were seen");
  const rejected = (await s.secretariat.j.post(`/suggestions/${id}/reject`, { pieces: "0", of: "1", reason: "用語をそろえるため" })).json;
  assert.deepEqual([rejected.id, rejected.state], [id, "rejected"]);
  assert.equal(await s.text(), "市民の生活を守る。");
});

test("which pieces are meant is said in full", async (t) => {
  const s = await section(t);
  const { id } = (await s.suggest({ changes: THREE })).json;
  for (const [fields, field] of [[{ pieces: [0] }, "of"], [{ of: 3 }, "pieces"], [{ pieces: [], of: 3 }, "pieces"], [{ pieces: ["x"], of: 3 }, "pieces"], [{ pieces: "0;1", of: 3 }, "pieces"]]) {
    const { status, json } = await s.member.j.postJson(`/suggestions/${id}/accept`, fields);
    assert.deepEqual([status, json.error.code, json.error.field], [400, "bad_field", field], JSON.stringify(fields));
  }
  assert.equal((await s.member.j.postJson(`/suggestions/${id}/accept`, { pieces: [3], of: 3 })).json.error.code, "pieces_changed");
  assert.equal(await s.text(), TEXT);
});

test("the history says whose words were accepted, and by whom", async (t) => {
  const s = await section(t);
  const { id } = (await s.suggest()).json;
  await s.secretariat.j.post(`/suggestions/${id}/accept`);
  const { revisions } = (await s.viewer.j.get(`${s.path}/history`)).json;
  assert.deepEqual(revisions[0].people.map((p) => [p.name, p.accepted_by.map((by) => by.name)]), [["member", []], ["reviewer", ["secretariat"]]]);
  assert.match((await s.viewer.get(`${s.path}/history`)).text, /<bdi>reviewer<\/bdi>（採用：<bdi>secretariat<\/bdi>）/);
});

test("a whole text can be sent, and what it changes is the suggestion", async (t) => {
  const s = await section(t);
  const send = (text, fields) => s.reviewer.j.post(`${s.path}/suggestions`, { base_version: "1", text, reason: "言いかえ", ...fields });
  await s.push(1, [[0, "わが"], 10]);
  const made = (await send("区民の暮らしを支える。")).json;
  assert.deepEqual([made.pieces, made.version, made.made], [[{ from: 5, to: 7, deleted: "生活", inserted: "暮らし" }], 2, { version: 1, changes: LIVES }]);
  const same = await send(TEXT);
  assert.deepEqual([same.status, same.json.error.code, same.json.error.field], [400, "unchanged", "text"]);
  assert.equal((await send("x", { base_version: "9" })).json.error.code, "stale");
  assert.equal((await send("あ".repeat(90_000))).json.error.code, "too_large");
  assert.equal((await s.list()).length, 1);
});

test("without a script one suggests in a form, and one is told where it went", async (t) => {
  const s = await section(t);
  const form = (await s.reviewer.get(`${s.path}/suggest`)).text;
  assert.match(form, /提案として編集中/);
  assert.match(form, /<textarea[^>]* name="text"[^>]*>\n区民の生活を支える。<\/textarea>/);
  const unchanged = await s.reviewer.post(`${s.path}/suggestions`, { base_version: "1", text: TEXT, reason: "理由の言葉" });
  assert.equal(unchanged.status, 400);
  assert.match(unchanged.text, /まだ何も直されていません/);
  assert.match(unchanged.text, /理由の言葉/, "nothing that was typed is lost");
  const sent = await s.reviewer.post(`${s.path}/suggestions`, { base_version: "1", text: "区民の暮らしを支える。", reason: "言いかえ", back: `${s.path}/suggestions?made=1` });
  assert.deepEqual([sent.status, sent.headers.location], [303, `${s.path}/suggestions?made=1#g1`]);
  const page = (await s.reviewer.get(`${s.path}/suggestions?made=1`)).text;
  assert.match(page, /提案しました/);
  assert.match(page, /<del>.*生活.*<\/del><ins>.*暮らし.*<\/ins>/);
  assert.match(page, /取り下げる/);
  assert.doesNotMatch(page, /採用する</);
});

test("its page and the section's show it with what one may do, and both texts when it overlaps", async (t) => {
  const s = await section(t);
  const { id } = (await s.suggest({ changes: THREE })).json;
  for (const path of [`${s.path}/suggestions`, `/suggestions/${id}`]) {
    const page = (await s.member.get(path)).text;
    assert.match(page, /name="of" value="3"/, path);
    assert.equal(page.match(/type="checkbox" name="piece\d"/g).length, 3);
    assert.match(page, /採用する/);
    assert.doesNotMatch(page, /取り下げる|同じ箇所が書き換えられています/);
    const read = (await s.viewer.get(path)).text;
    assert.doesNotMatch(read, /採用する|<form[^>]*suggestions/);
  }
  await s.push(1, [3, [2, "日々"], 5]);
  const page = (await s.member.get(`${s.path}/suggestions`)).text;
  assert.match(page, /同じ箇所が書き換えられています/);
  assert.match(page, /提案されたときの文章では[^]*<del>.*生活.*<\/del>[^]*いま採用すると/);
  const ticked = await s.member.post(`/suggestions/${id}/accept`, { of: "3", piece0: "1", back: `${s.path}/suggestions` });
  assert.deepEqual([ticked.status, ticked.headers.location], [303, `${s.path}/suggestions#g2`]);
  assert.equal(await s.text(), "市民の日々を支える。");
  const chapter = (await s.viewer.get(`/chapters/${s.parent}`)).text;
  assert.match(chapter, new RegExp(`href="${s.path}/suggestions"[^>]*>修正案 1`));
  assert.equal((await s.viewer.get("/suggestions/99")).status, 404);
});

test("a part and what it was taken from go into another file together", async (t) => {
  const s = await section(t);
  const { id } = (await s.suggest({ changes: THREE })).json;
  await s.member.j.postJson(`/suggestions/${id}/accept`, { pieces: [0], of: 3 });
  const form = exported(s.file);
  assert.deepEqual(form.suggestions.map((g) => [g.id, g.state, g.part_of]), [[id, "waiting", undefined], [2, "accepted", id]]);
  assert.deepEqual(exported(newDocument(t, { from: JSON.stringify(form) })).suggestions, form.suggestions);
});

test("what is said about one stands below it, and its form comes back to it", async (t) => {
  const s = await section(t);
  const { id } = (await s.suggest()).json;
  const back = `${s.path}/suggestions#g${id}`;
  const said = await s.member.post(`/suggestions/${id}/replies`, { body: "よい言い方です", back });
  assert.deepEqual([said.status, said.headers.location], [303, back]);
  assert.deepEqual((await s.list())[0].replies.map((r) => [r.author, r.body]), [["member", "よい言い方です"]]);
  for (const path of [`${s.path}/suggestions`, `/suggestions/${id}`]) assert.match((await s.viewer.get(path)).text, /class="reply"[^]*よい言い方です/);
});
