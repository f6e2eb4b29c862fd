// The table of opinions: an answer to each, those that say the same merged, the change that reflects one, totals.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served, sql } from "./harness.mjs";

async function withOpinions(t) {
  const s = await served(t, { from: OUTLINE });
  s.shop = s.find("商業").id;
  s.factory = s.find("工業").id;
  s.goal = s.find("目指す姿").id;
  s.say = async (section, body) => (await s.reviewer.j.post(`/sections/${section}/comments`, { body })).json.id;
  s.answer = (id, fields, client = s.secretariat) => client.j.post(`/comments/${id}/response`, fields);
  s.merge = (id, into) => s.secretariat.j.post(`/comments/${id}/merge`, { into });
  s.table = async (query = "") => (await s.viewer.j.get(`/comments${query}`)).json;
  s.row = async (id) => (await s.table()).comments.find((c) => c.id === id);
  return s;
}

const rows = (view) => view.comments.map((c) => [c.number, c.body, c.count]);
const activity = (s) => sql(s.file, "SELECT group_concat(action, ' ') FROM (SELECT action FROM activity WHERE action IN ('respond', 'merge', 'split') ORDER BY id)");

test("an answer is seen by everybody, field by field, and only the secretariat writes it", async (t) => {
  const s = await withOpinions(t);
  const id = await s.say(s.shop, "駅前に広場がほしい。");
  assert.deepEqual([(await s.row(id)).disposition, (await s.row(id)).is_answered], [null, false]);
  const saved = await s.answer(id, { response: "検討します。\r\n以上" });
  assert.equal(saved.status, 200);
  assert.equal(saved.json.response, "検討します。\n以上");
  assert.ok(saved.json.saved_at > 0);
  await s.answer(id, { disposition: "noted" });
  await s.answer(id, { summary: "駅前の広場" });
  const row = await s.row(id);
  assert.deepEqual([row.disposition, row.disposition_label, row.response, row.summary, row.is_answered, row.answered_by], ["noted", "参考", "検討します。\n以上", "駅前の広場", true, "secretariat"]);
  assert.equal((await s.answer(id, { response: "x" }, s.member)).status, 403);
  const html = (await s.viewer.get("/comments")).text;
  for (const words of ["駅前の広場", "検討します。", "参考", "駅前に広場がほしい。"]) assert.ok(html.includes(words), words);
  await s.answer(id, { disposition: "", response: "" });
  assert.deepEqual([(await s.row(id)).disposition, (await s.row(id)).response, (await s.row(id)).summary], [null, null, "駅前の広場"]);
  assert.equal(activity(s), "respond respond respond respond");
  await s.answer(id, { summary: "駅前の広場" });
  assert.equal(activity(s), "respond respond respond respond", "what changes nothing is not written down");
});

test("what cannot be an answer is refused with its field", async (t) => {
  const s = await withOpinions(t);
  const id = await s.say(s.shop, "意見");
  for (const [fields, status, field] of [
    [{ disposition: "nonsense" }, 400, "disposition"],
    [{ response: "字".repeat(10001) }, 413, "response"],
    [{ summary: "字".repeat(10001) }, 413, "summary"],
    [{ reflected_version: "x" }, 400, "reflected_version"],
    [{ reflected_version: "1" }, 409, "reflected_version"], // the section has no text yet
  ]) {
    const refused = await s.answer(id, fields);
    assert.deepEqual([refused.status, refused.json.error.field], [status, field]);
  }
  assert.equal((await s.answer(id, { response: "字".repeat(10000) })).status, 200);
  assert.equal((await s.answer(9999, { response: "x" })).status, 404);
});

test("two who answer the same field: nothing is lost, both are shown, and who sends again decides", async (t) => {
  const s = await withOpinions(t);
  const id = await s.say(s.shop, "意見");
  await s.answer(id, { response: "初め" });
  assert.equal((await s.answer(id, { response: "一人目", response_base: "初め" })).status, 200);
  const refused = await s.answer(id, { response: "二人目", response_base: "初め", disposition: "noted", disposition_base: "" });
  assert.equal(refused.status, 409);
  const [conflict] = refused.json.error.fields;
  assert.deepEqual([conflict.name, conflict.mine, conflict.theirs], ["response", "二人目", "一人目"]);
  assert.deepEqual([(await s.row(id)).response, (await s.row(id)).disposition], ["一人目", null], "nothing of it is saved");
  assert.equal((await s.answer(id, { response: "二人目", response_base: conflict.theirs })).status, 200);
  // another field, or the same words, is no conflict
  assert.equal((await s.answer(id, { disposition: "noted", disposition_base: "" })).status, 200);
  assert.equal((await s.answer(id, { response: "二人目", response_base: "初め" })).status, 200);
  assert.deepEqual([(await s.row(id)).response, (await s.row(id)).disposition], ["二人目", "noted"]);
});

test("without scripts an answer is a form of its own page, which leads on to the next unanswered opinion", async (t) => {
  const s = await withOpinions(t);
  const [one, two, three] = [await s.say(s.shop, "一"), await s.say(s.shop, "二"), await s.say(s.factory, "三")];
  await s.answer(two, { disposition: "noted", response: "済み" });
  const page = (await s.secretariat.get(`/comments/${one}/response?back=/comments?state=open%26chapter=2`)).text;
  assert.match(page, /name="back" value="\/comments\?state=open&amp;chapter=2"/);
  assert.match(page, /name="response_base" value=""/);
  const form = { disposition: "noted", disposition_base: "", response: "考え方", response_base: "", summary: "", summary_base: "", reflected_version: "" };
  const on = await s.secretariat.post(`/comments/${one}/response`, { ...form, next: "unanswered" });
  assert.deepEqual([on.status, on.headers.location], [303, `/comments/${three}/response`]);
  const back = await s.secretariat.post(`/comments/${three}/response`, { ...form, next: "unanswered", back: "/comments?state=open" });
  assert.equal(back.headers.location, `/comments?state=open&at=${three}#c${three}`, "all are answered");
  const elsewhere = await s.secretariat.post(`/comments/${three}/response`, { summary: "概要", back: "//evil.example/" });
  assert.equal(elsewhere.headers.location, `/comments?at=${three}#c${three}`);
});

test("a form that meets another answer comes back with both texts, and sent again it is saved", async (t) => {
  const s = await withOpinions(t);
  const id = await s.say(s.shop, "意見");
  await s.answer(id, { response: "先に<保存>", disposition: "declined" });
  const refused = await s.secretariat.post(`/comments/${id}/response`, { response: "後から", response_base: "", disposition: "noted", disposition_base: "", summary: "概要", summary_base: "", back: "/comments?state=open" });
  assert.equal(refused.status, 409);
  assert.match(refused.text, /先に&lt;保存&gt;/);
  assert.match(refused.text, /<textarea id="response"[^>]*>\n?後から<\/textarea>/);
  assert.match(refused.text, /name="summary" value="概要"/);
  const fields = Object.fromEntries([...refused.text.matchAll(/<input type="(?:hidden|radio)" name="([^"]+)" value="([^"]*)"( checked)?/g)].filter(([, name, , checked]) => name !== "disposition" || checked).map(([, name, value]) => [name, value.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")]));
  assert.equal(fields.response_base, "先に<保存>");
  const again = await s.secretariat.post(`/comments/${id}/response`, { ...fields, response: "後から" });
  assert.deepEqual([again.status, again.headers.location], [303, `/comments?state=open&at=${id}#c${id}`]);
  const row = await s.row(id);
  assert.deepEqual([row.response, row.disposition, row.summary], ["後から", "noted", "概要"]);
});

test("what was typed into the plain form is offered again when the session has ended", async (t) => {
  const s = await withOpinions(t);
  const id = await s.say(s.shop, "意見");
  await s.secretariat.post("/me/sign-out-everywhere");
  const refused = await s.secretariat.post(`/comments/${id}/response`, { response: "長い考え方", summary: "概要" });
  assert.equal(refused.status, 401);
  assert.match(refused.text, /長い考え方/);
});

test("a reflected opinion leads to exactly the change of its revision", async (t) => {
  const s = await withOpinions(t);
  const save = async (client, base, text) => assert.equal((await client.j.post(`/sections/${s.shop}`, { base_version: base, text })).status, 200);
  await save(s.member, 0, "前の文章。");
  const id = await s.say(s.shop, "店の数も書いてください。");
  sql(s.file, `UPDATE comment SET at = at - 1 WHERE id = ${id}`);
  sql(s.file, `UPDATE section_update SET at = at - 10000000 WHERE section_id = ${s.shop}`); // a pause: the next save begins a revision
  sql(s.file, `UPDATE section SET changed_at = changed_at - 10000000 WHERE id = ${s.shop}`);
  await save(s.secretariat, 1, "前の文章。店は1,024あります。");
  const view = (await s.secretariat.j.get(`/comments/${id}/response`)).json;
  assert.deepEqual(view.revisions_after.map((r) => r.value), ["2"]);
  assert.match(view.revisions_after[0].label, /secretariat/);
  assert.deepEqual(view.revisions_before.map((r) => r.value), ["1"]);
  assert.deepEqual([view.offered, view.reflected_section], [2, s.shop]);
  const saved = await s.answer(id, { disposition: "reflected", response: "書きました。", reflected_version: 2 });
  assert.equal(saved.json.reflected.href, `/sections/${s.shop}/history?from=1&to=2`);
  await save(s.secretariat, 2, "前の文章。店は1,024あります。ほかにも。");
  const { href } = (await s.row(id)).reflected;
  const change = (await s.viewer.get(href)).text;
  assert.match(change, /<ins>(<span[^>]*>[^<]*<\/span>)?店は1,024あります。/);
  assert.doesNotMatch(change, /ほかにも/, "what came later is not in it");
  const later = (await s.secretariat.j.get(`/comments/${id}/response`)).json;
  assert.deepEqual(later.revisions_after.filter((r) => r.chosen).map((r) => r.value), ["2"], "the revision that has grown since is still the chosen one");
  await s.answer(id, { reflected_version: "" });
  assert.equal((await s.row(id)).reflected, null);
});

test("opinions that say the same are merged under one, counted and answered with it, and taken out again", async (t) => {
  const s = await withOpinions(t);
  const [one, two, three] = [await s.say(s.shop, "一"), await s.say(s.shop, "二"), await s.say(s.goal, "三")];
  await s.answer(two, { response: "前の答え" });
  const merged = await s.merge(two, one);
  assert.deepEqual([merged.status, merged.json.id, merged.json.count], [200, one, 2]);
  await s.merge(three, one);
  await s.answer(one, { response: "まとめた答え", disposition: "noted" });
  assert.deepEqual(rows(await s.table()), [[1, "一", 3]]);
  assert.deepEqual((await s.row(one)).followers.map((c) => [c.body, c.response]), [["二", "まとめた答え"], ["三", "まとめた答え"]]);
  assert.deepEqual([(await s.table()).totals.opinions, (await s.table()).totals.heads, (await s.table()).all_count], [3, 1, 3]);
  assert.match((await s.viewer.get("/comments")).text, /他2件/);
  const refused = await s.answer(two, { response: "x" });
  assert.deepEqual([refused.status, refused.json.error.code], [409, "merged"]);
  for (const [id, into, status] of [[one, one, 400], [one, two, 409], [one, 9999, 400], [9999, one, 404]]) assert.equal((await s.merge(id, into)).status, status, `${id} into ${into}`);
  const out = await s.secretariat.post(`/comments/${two}/split`, { back: "/comments?state=open" });
  assert.deepEqual([out.status, out.headers.location], [303, `/comments?state=open&at=${two}#c${two}`]);
  assert.deepEqual(rows(await s.table()), [[1, "一", 2], [2, "二", 1]]);
  assert.equal((await s.row(two)).response, "前の答え");
  await s.merge(one, two); // with what is merged under it
  assert.deepEqual(rows(await s.table()), [[1, "二", 3]]);
  assert.equal((await s.merge(one, two)).status, 200, "twice is no error");
  assert.equal(activity(s), "respond merge merge merge respond split merge", "in both sections, where there are two");
});

test("the totals count by outcome and by chapter, whatever the table is narrowed to", async (t) => {
  const s = await withOpinions(t);
  const ids = [];
  for (const section of [s.shop, s.shop, s.factory, s.goal]) ids.push(await s.say(section, "意見"));
  await s.answer(ids[0], { disposition: "reflected", response: "はい" });
  await s.answer(ids[2], { disposition: "declined" });
  await s.merge(ids[1], ids[0]);
  const { totals } = await s.table(`?chapter=${s.find("方針").id}`);
  assert.deepEqual(totals.dispositions.map((d) => [d.value, d.count]), [["reflected", 2], ["covered", 0], ["noted", 0], ["declined", 1], ["other", 0], ["", 1]]);
  assert.deepEqual([totals.opinions, totals.heads, totals.unanswered], [4, 3, 2]);
  assert.deepEqual(totals.chapters.map((c) => [c.name, c.opinions, c.unanswered, c.counts.map((n) => n.count).join("")]), [["Ⅱ 地域の産業", 3, 1, "200100"], ["Ⅲ 方針", 1, 1, "000001"]]);
  const html = (await s.viewer.get("/comments")).text;
  assert.deepEqual([...html.matchAll(/<h2 id="chapter-\d+" lang="ja">([^<]*)</g)].map((m) => m[1]), ["Ⅱ 地域の産業", "Ⅲ 方針"], "grouped by chapter in the order of the document");
});

test("filters keep each other, and a narrowed table keeps its numbers", async (t) => {
  const s = await withOpinions(t);
  for (const [section, body] of [[s.shop, "一"], [s.factory, "二"], [s.goal, "三"]]) await s.say(section, body);
  const chapter = s.find("方針").id;
  assert.deepEqual(rows(await s.table(`?chapter=${chapter}`)), [[3, "三", 1]]);
  const html = (await s.viewer.get(`/comments?chapter=${chapter}&state=open`)).text;
  assert.match(html, new RegExp(`href="/comments\\?chapter=${chapter}&amp;state=resolved"`));
  assert.match(html, /href="\/comments\?state=open"/);
  assert.match(html, new RegExp(`href="/comments\\?chapter=${chapter}" aria-current|href="/comments\\?chapter=${chapter}"`));
  const answering = (await s.secretariat.get(`/comments?chapter=${chapter}&state=open`)).text;
  assert.match(answering, new RegExp(`/response\\?back=/comments\\?chapter=${chapter}%26state=open"`));
  assert.deepEqual(rows(await s.table(`?section=${s.factory}`)), [[2, "二", 1]]);
});

test("words of an opinion and of its answer are text, whatever they look like", async (t) => {
  const s = await withOpinions(t);
  const id = await s.say(s.shop, "<script>alert(1)</script>");
  await s.answer(id, { response: '"><img src=x onerror=alert(1)>', summary: "{{t.common.save}}\u202eabc" });
  for (const path of ["/comments", `/comments/${id}/response`]) {
    const html = (await s.secretariat.get(path)).text;
    assert.doesNotMatch(html, /<script>alert|<img src=x/);
    assert.ok(html.includes("{{t.common.save}}"));
  }
});
