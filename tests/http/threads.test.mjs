// Threads: one's own words written anew and taken back, permalinks, replies under suggestions, calling by name, what is unread.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, addUser, served, sql } from "./harness.mjs";
import { Stream } from "./stream.mjs";

async function withThread(t) {
  const s = await served(t, { from: OUTLINE });
  s.shop = s.find("商業").id;
  s.path = `/sections/${s.shop}/comments`;
  s.id = (await s.reviewer.j.postJson(s.path, { body: "数字の出典は？", kind: "question" })).json.id;
  s.reply = async (who, body, id = s.id) => (await s[who].j.post(`/comments/${id}/replies`, { body })).json.replies.at(-1).id;
  s.seenBy = async (who, id = s.id) => (await s[who].j.get(`/comments/${id}`)).json;
  return s;
}

const actions = (s) => sql(s.file, "SELECT group_concat(action, ' ') FROM (SELECT action FROM activity ORDER BY id)").split(" ");

test("a comment says its kind; an unknown kind is refused and names its field", async (t) => {
  const s = await withThread(t);
  const { kind, kind_label } = await s.seenBy("viewer");
  assert.deepEqual([kind, kind_label], ["question", "質問"]);
  assert.equal((await s.member.j.post(s.path, { body: "意見" })).json.kind, "opinion");
  const bad = await s.member.j.post(s.path, { body: "意見", kind: "joke" });
  assert.deepEqual([bad.status, bad.json.error.field], [400, "kind"]);
  assert.match((await s.viewer.get(s.path)).text, /質問/);
});

test("who wrote a comment rewrites it, and it says so; others may not", async (t) => {
  const s = await withThread(t);
  const made = await s.seenBy("reviewer");
  assert.deepEqual([made.mine, made.may_edit, made.may_delete, made.edited_at_text], [true, true, true, null]);
  const edited = (await s.reviewer.j.post(`/comments/${s.id}/edit`, { body: "出典は？", kind: "typo" })).json;
  assert.deepEqual([edited.body, edited.kind, edited.at], ["出典は？", "typo", made.at]);
  assert.ok(edited.edited_at_text);
  const again = (await s.reviewer.j.post(`/comments/${s.id}/edit`, { body: "出典は？？" })).json;
  assert.equal(again.kind, "typo", "what is not sent stays");
  for (const who of ["member", "secretariat"]) {
    const { mine, may_edit, may_delete } = await s.seenBy(who);
    assert.deepEqual([mine, may_edit, may_delete], [false, false, false]);
    assert.equal((await s[who].j.post(`/comments/${s.id}/edit`, { body: "x" })).status, 403);
  }
  assert.equal((await s.reviewer.j.post(`/comments/${s.id}/edit`, { body: "" })).json.error.field, "body");
  assert.deepEqual(actions(s).slice(-2), ["comment_edit", "comment_edit"]);
  await s.reviewer.j.post(`/comments/${s.id}/edit`, { body: "出典は？？" });
  assert.equal(actions(s).filter((a) => a === "comment_edit").length, 2, "the same words once more are no change");
  assert.match((await s.secretariat.get("/activity")).text, /意見の書き直し/);
});

test("a comment is taken back: it is gone everywhere, and its address says so", async (t) => {
  const s = await withThread(t);
  const answer = await s.reviewer.post(`/comments/${s.id}/delete`, { back: `/comments/${s.id}` });
  assert.deepEqual([answer.status, answer.headers.location], [303, s.path], "not back to what is gone");
  assert.deepEqual((await s.viewer.j.get(s.path)).json.comments, []);
  assert.deepEqual((await s.viewer.j.get("/comments")).json.comments, []);
  assert.equal((await s.viewer.j.get("/")).json.open_comments, 0);
  assert.equal((await s.viewer.j.get(`/comments/${s.id}`)).status, 404);
  const page = await s.viewer.get(`/comments/${s.id}`);
  assert.equal(page.status, 404);
  assert.match(page.text, /この意見は見つかりません/);
  assert.match((await s.viewer.get("/comments/99999")).text, /この意見は見つかりません/);
  assert.equal((await s.member.j.post(`/comments/${s.id}/replies`, { body: "返信" })).status, 404);
  assert.equal(actions(s).at(-1), "comment_delete");
  assert.equal(sql(s.file, `SELECT body FROM comment WHERE id = ${s.id}`), "数字の出典は？", "the row stays");
});

test("a comment others have replied to is not taken back, and is told why", async (t) => {
  const s = await withThread(t);
  const reply = await s.reply("member", "白書です");
  assert.equal((await s.seenBy("reviewer")).may_delete, false);
  const refused = await s.reviewer.j.post(`/comments/${s.id}/delete`);
  assert.deepEqual([refused.status, refused.json.error.code], [409, "answered"]);
  assert.match((await s.reviewer.post(`/comments/${s.id}/delete`)).text, /もう取り消せません/);
  assert.equal((await s.seenBy("viewer")).replies[0].body, "白書です");
  await s.member.post(`/replies/${reply}/delete`);
  assert.equal((await s.reviewer.j.post(`/comments/${s.id}/delete`)).status, 200);
});

test("a reply is rewritten and taken back by who wrote it", async (t) => {
  const s = await withThread(t);
  const id = await s.reply("member", "白書です");
  const replies = async (who) => (await s.seenBy(who)).replies;
  assert.deepEqual((await replies("member")).map((r) => [r.mine, r.may_edit]), [[true, true]]);
  assert.deepEqual((await replies("reviewer")).map((r) => [r.mine, r.may_edit]), [[false, false]]);
  assert.equal((await s.reviewer.j.post(`/replies/${id}/edit`, { body: "x" })).status, 403);
  assert.equal((await s.reviewer.j.post(`/replies/${id}/delete`)).status, 403);
  const edited = (await s.member.j.post(`/replies/${id}/edit`, { body: "令和6年の白書です" })).json;
  assert.deepEqual([edited.id, edited.replies[0].body], [s.id, "令和6年の白書です"]);
  assert.ok(edited.replies[0].edited_at_text);
  assert.deepEqual((await s.member.j.post(`/replies/${id}/delete`)).json.replies, []);
  assert.equal((await s.member.j.post(`/replies/${id}/edit`, { body: "x" })).status, 404);
  assert.deepEqual(actions(s).slice(-2), ["reply_edit", "reply_delete"]);
});

test("who may only read any more may not rewrite what he wrote before", async (t) => {
  const s = await withThread(t);
  const { id } = (await s.secretariat.j.get("/users")).json.users.find((u) => u.name === "reviewer");
  await s.secretariat.post(`/users/${id}/role`, { role: "viewer" });
  const { may_edit, may_delete } = await s.seenBy("reviewer");
  assert.deepEqual([may_edit, may_delete], [false, false]);
  assert.equal((await s.reviewer.j.post(`/comments/${s.id}/edit`, { body: "x" })).status, 403);
});

test("an opinion from outside is the secretariat's to correct", async (t) => {
  const s = await withThread(t);
  const id = sql(s.file, `INSERT INTO comment (section_id, author, at, source, people, body) VALUES (${s.shop}, '区民', 1, '郵送', 3, '駐輪場を') RETURNING id`);
  assert.deepEqual([(await s.seenBy("member", id)).may_edit, (await s.seenBy("secretariat", id)).may_edit], [false, true]);
  assert.equal((await s.member.j.post(`/comments/${id}/edit`, { body: "x" })).status, 403);
  const { body, source, people, author } = (await s.secretariat.j.post(`/comments/${id}/edit`, { body: "駐輪場を増やす" })).json;
  assert.deepEqual([body, source, people, author], ["駐輪場を増やす", "郵送", 3, "区民"]);
  assert.match((await s.viewer.get(`/comments/${id}`)).text, /郵送/);
});

test("a permalink shows one thread with its words; when they are gone it leads to the text as it was", async (t) => {
  const s = await withThread(t);
  await s.member.post(`/sections/${s.shop}`, { base_version: 0, text: "商店は千軒あります。" });
  const id = (await s.reviewer.j.postJson(s.path, { body: "多い", anchor: { version: 1, from: 3, to: 6 } })).json.id;
  const shown = await s.viewer.get(`/comments/${id}`);
  assert.match(shown.text, /<blockquote[^>]*>千軒あ<\/blockquote>/);
  assert.doesNotMatch(shown.text, /数字の出典は/, "the others are not there");
  assert.ok(shown.text.includes(`href="/chapters/${s.find("地域の産業").id}#s${s.shop}"`));
  assert.equal((await s.seenBy("viewer", id)).section.place, "Ⅱ-1 商業");
  await s.member.post(`/sections/${s.shop}`, { base_version: 1, text: "商店街です。" });
  const gone = await s.viewer.get(`/comments/${id}`);
  assert.match(gone.text, /原文が変更された意見/);
  assert.ok(gone.text.includes(`href="/sections/${s.shop}/history?version=1"`));
  assert.match(gone.text, /千軒あ/);
  assert.equal((await s.viewer.get(`/sections/${s.shop}/history?version=1`)).status, 200);
});

test("a permalink shows the answer, and leads to the change that reflects it", async (t) => {
  const s = await withThread(t);
  await s.member.post(`/sections/${s.shop}`, { base_version: 0, text: "商店は千軒（白書による）。" });
  assert.doesNotMatch((await s.viewer.get(`/comments/${s.id}`)).text, /comment-answer/);
  sql(s.file, `INSERT INTO response (comment_id, disposition, reflected_section_id, reflected_version, by, at, body) VALUES (${s.id}, 'reflected', ${s.shop}, 1, '事務局', 1, '出典を書きました')`);
  const { text } = await s.viewer.get(`/comments/${s.id}?fresh`);
  assert.match(text, /反映/);
  assert.match(text, /出典を書きました/);
  const path = (await s.viewer.j.get(`/comments/${s.id}?fresh`)).json.reflected.href;
  assert.ok(text.includes(`href="${path.replaceAll("&", "&amp;")}"`));
  assert.equal((await s.viewer.get(path)).status, 200);
  assert.equal((await s.reviewer.j.post(`/comments/${s.id}/delete`)).json.error.code, "answered");
});

test("a comment whose section was deleted can still be read at its address", async (t) => {
  const s = await withThread(t);
  await s.secretariat.post(`/sections/${s.shop}/delete`);
  const { status, text } = await s.reviewer.get(`/comments/${s.id}`);
  assert.equal(status, 200);
  assert.match(text, /数字の出典は？/);
  assert.match(text, /節は削除されています/);
  assert.equal((await s.reviewer.j.post(`/comments/${s.id}/edit`, { body: "x" })).status, 404);
});

test("the form of one's own words is there for their writer alone", async (t) => {
  const s = await withThread(t);
  const id = await s.reply("member", "白書です");
  const form = async (who, query) => (await s[who].get(`/comments/${s.id}?${query}`)).text.match(/action="(\/(?:comments|replies)\/\d+\/edit)"/)?.[1];
  assert.equal(await form("reviewer", "edit=1"), `/comments/${s.id}/edit`);
  assert.equal(await form("member", "edit=1"), undefined);
  assert.equal(await form("member", `reply=${id}`), `/replies/${id}/edit`);
  assert.equal(await form("reviewer", `reply=${id}`), undefined);
  assert.equal(await form("viewer", "edit=1"), undefined);
  const done = await s.reviewer.post(`/comments/${s.id}/edit`, { body: "出典は？", kind: "opinion", back: `/comments/${s.id}` });
  assert.deepEqual([done.status, done.headers.location], [303, `/comments/${s.id}?at=${s.id}#c${s.id}`]);
});

test("a suggestion is discussed like a comment", async (t) => {
  const s = await withThread(t);
  const id = (await s.reviewer.j.postJson(`/sections/${s.shop}/suggestions`, { version: 0, changes: [[0, "案"]], reason: "理由" })).json.id;
  const made = (await s.member.j.post(`/suggestions/${id}/replies`, { body: "@reviewer よい案です" })).json;
  assert.equal(made.suggestion, id);
  assert.deepEqual(made.replies.map((r) => [r.author, r.body, r.mentions.map((m) => m.name)]), [["member", "@reviewer よい案です", ["reviewer"]]]);
  const edited = (await s.member.j.post(`/replies/${made.replies[0].id}/edit`, { body: "よい案" })).json;
  assert.deepEqual([edited.suggestion, edited.replies[0].body, edited.replies[0].mentions], [id, "よい案", []]);
  assert.deepEqual((await s.member.j.post(`/replies/${made.replies[0].id}/delete`)).json.replies, []);
  assert.equal((await s.member.j.post(`/suggestions/${id}/replies`, { body: " " })).json.error.field, "body");
  assert.equal((await s.member.j.post("/suggestions/9999/replies", { body: "x" })).status, 404);
});

test("a suggestion is unread until its thread was shown to its end, and says so", async (t) => {
  const s = await withThread(t);
  const id = (await s.reviewer.j.postJson(`/sections/${s.shop}/suggestions`, { version: 0, changes: [[0, "案"]], reason: "@member 案です" })).json.id;
  const desk = (await s.member.j.get("/")).json;
  assert.deepEqual([desk.todo[0].kind, desk.todo[0].href], ["mention", `/suggestions/${id}`]);
  const shown = async () => {
    const { unread, last_reply } = (await s.member.j.get(`/suggestions/${id}`)).json;
    return [unread, last_reply];
  };
  assert.deepEqual(await shown(), [true, 0]);
  assert.match((await s.member.get(`/suggestions/${id}`)).text, new RegExp(`id="g${id}"[^>]* data-unread="0"`));
  await s.member.j.postJson("/comments/seen", { suggestions: [{ id, reply: 0 }] });
  assert.deepEqual(await shown(), [false, 0]);
  const reply = (await s.reviewer.j.post(`/suggestions/${id}/replies`, { body: "追記" })).json.replies[0].id;
  assert.deepEqual(await shown(), [true, reply]);
  assert.equal((await s.member.j.get("/")).json.unread[0].href, `/suggestions/${id}#a${reply}`);
  assert.match((await s.reviewer.get(`/suggestions/${id}`)).text, new RegExp(`action="/replies/${reply}/edit"`));
  assert.doesNotMatch((await s.member.get(`/suggestions/${id}`)).text, /action="\/replies/);
});

test("names behind @ call people: they are told on the desk until they have read it", async (t) => {
  const s = await withThread(t);
  addUser(s.file, "mori", "member", { display: "森 花子" });
  addUser(s.file, "mori2", "member", { display: "森" });
  const made = (await s.member.j.post(s.path, { body: "@secretariat ＠森 花子 さん、info@森 へ" })).json;
  assert.deepEqual(made.mentions.map((m) => m.name), ["secretariat", "森 花子"]);
  assert.deepEqual(made.pieces.filter((p) => p.called).map((p) => p.text), ["@secretariat", "＠森 花子"]);
  assert.equal(made.pieces.map((p) => p.text).join(""), made.body);
  const todo = async (who) => (await s[who].j.get("/")).json.todo[0];
  assert.deepEqual([(await todo("secretariat")).kind, (await todo("secretariat")).href], ["mention", `/comments/${made.id}`]);
  assert.notEqual((await todo("member"))?.kind, "mention");
  const reply = await s.reply("member", "@secretariat もう一度", made.id);
  assert.equal((await todo("secretariat")).href, `/comments/${made.id}#a${reply}`);
  await s.secretariat.postJson("/comments/seen", { comments: [made.id] });
  assert.notEqual((await todo("secretariat"))?.kind, "mention");
});

test("a person who left is called no more, and what he wrote stays with his name", async (t) => {
  const s = await withThread(t);
  const reply = await s.reply("member", "白書です");
  const users = (await s.secretariat.j.get("/users")).json.users;
  const id = (name) => users.find((u) => u.name === name).id;
  for (const name of ["reviewer", "member"]) await s.secretariat.post(`/users/${id(name)}/disable`);
  const thread = await s.seenBy("secretariat");
  assert.deepEqual([thread.author, thread.body, thread.replies[0].author], ["reviewer", "数字の出典は？", "member"]);
  assert.match((await s.viewer.get(s.path)).text, /数字の出典は？/);
  assert.deepEqual((await s.secretariat.j.post(s.path, { body: "@reviewer" })).json.mentions, []);
  assert.deepEqual((await s.viewer.get("/people")).json.people.map((p) => p.name), ["viewer", "secretariat"]);
  assert.equal((await s.secretariat.j.post(`/replies/${reply}/delete`)).status, 403, "nobody takes it back for him");
});

test("people are told by id and shown name alone", async (t) => {
  const s = await withThread(t);
  addUser(s.file, "mori", "member", { display: "森 花子" });
  const { people } = (await s.viewer.get("/people")).json;
  assert.deepEqual(people.map((p) => p.name), ["viewer", "reviewer", "member", "secretariat", "森 花子"]);
  for (const person of people) assert.deepEqual(Object.keys(person).sort(), ["id", "name"]);
});

test("what others wrote is unread until it is marked; one's own never is", async (t) => {
  const s = await withThread(t);
  const unread = async (who) => {
    const thread = (await s[who].j.get(s.path)).json.comments[0];
    return [thread.unread, ...thread.replies.map((r) => r.unread)];
  };
  assert.deepEqual(await unread("viewer"), [true]);
  assert.deepEqual(await unread("reviewer"), [false]);
  await s.viewer.get(s.path);
  assert.deepEqual(await unread("viewer"), [true], "a GET marks nothing");
  assert.equal((await s.viewer.j.postJson("/comments/seen", { comments: [s.id] })).status, 200);
  assert.deepEqual(await unread("viewer"), [false]);
  const first = await s.reply("member", "白書です");
  const second = await s.reply("member", "令和6年の");
  assert.deepEqual(await unread("viewer"), [true, true, true]);
  assert.deepEqual(await unread("member"), [false, false, false], "who replies has read it");
  await s.viewer.j.postJson("/comments/seen", { comments: [{ id: s.id, reply: first }] });
  assert.deepEqual(await unread("viewer"), [true, false, true], "as far as it was shown");
  await s.viewer.j.postJson("/comments/seen", { comments: [{ id: s.id, reply: second }] });
  assert.deepEqual(await unread("viewer"), [false, false, false]);
});

test("a form marks what its page shows as read, and everything at once", async (t) => {
  const s = await withThread(t);
  const other = (await s.member.j.post(`/sections/${s.find("工業").id}/comments`, { body: "二つ目" })).json.id;
  await s.reply("member", "白書です");
  const marks = (await s.viewer.get(s.path)).text.match(/name="comments" value="([^"]+)"/)[1];
  const done = await s.viewer.post("/comments/seen", { comments: marks, back: s.path });
  assert.deepEqual([done.status, done.headers.location], [303, s.path]);
  assert.doesNotMatch((await s.viewer.get(s.path)).text, /name="comments"/);
  assert.equal((await s.seenBy("viewer", other)).unread, true);
  assert.equal((await s.viewer.post("/comments/seen", { all: "1" })).status, 303);
  assert.equal((await s.seenBy("viewer", other)).unread, false);
  assert.equal((await s.reviewer.j.get("/")).json.unread_count, 2, "of this person alone");
});

test("what cannot be marked is refused; what is not there is passed over", async (t) => {
  const s = await withThread(t);
  for (const body of [{ comments: "x" }, { comments: [s.id, "x"] }, { comments: [{ id: s.id, reply: "x" }] }, { comments: [{ reply: 1 }] }, { comments: [{ id: s.id, reply: -1 }] }, { comments: 3 }, { comments: { id: 1 } }]) {
    const refused = await s.viewer.j.postJson("/comments/seen", body);
    assert.deepEqual([refused.status, refused.json.error?.field], [400, "comments"], JSON.stringify(body));
  }
  const refused = await s.viewer.j.postJson("/comments/seen", { suggestions: [[]] });
  assert.deepEqual([refused.status, refused.json.error.field], [400, "suggestions"]);
  assert.equal((await s.viewer.j.postJson("/comments/seen", { comments: Array(1001).fill(s.id) })).status, 413);
  assert.equal((await s.viewer.j.postJson("/comments/seen", { comments: [9999, -1], suggestions: [9999] })).status, 200);
  assert.equal((await s.viewer.j.post("/comments/seen")).status, 200, "nothing is nothing");
  assert.equal((await s.seenBy("viewer")).unread, true);
});

test("the desk lists what is unread, the newest five first, and leads to all of it", async (t) => {
  const s = await withThread(t);
  for (const body of ["二", "三", "四", "五", "六"]) await s.member.post(s.path, { body });
  const desk = (await s.viewer.j.get("/")).json;
  assert.equal(desk.unread_count, 6);
  assert.deepEqual(desk.unread.map((n) => n.words), ["六", "五", "四", "三", "二"]);
  assert.equal(desk.unread[0].place, "Ⅱ-1 商業");
  const page = (await s.viewer.get("/")).text;
  assert.match(page, /href="\/comments\?unread=1"/);
  const reply = await s.reply("member", "白書です");
  assert.equal((await s.viewer.j.get("/")).json.unread[0].href, `/comments/${s.id}#a${reply}`);
  assert.equal((await s.member.j.get("/")).json.unread_count, 0, "who replied has read the only one that is not his");
  await s.viewer.post("/comments/seen", { all: "1" });
  assert.doesNotMatch((await s.viewer.get("/")).text, /comments\?unread/);
});

test("a section's comments are narrowed by state and kind", async (t) => {
  const s = await withThread(t);
  const typo = (await s.member.j.post(s.path, { body: "誤り", kind: "typo" })).json.id;
  await s.member.post(`/comments/${typo}/resolve`);
  const ids = async (query) => (await s.viewer.j.get(`${s.path}?${query}`)).json.comments.map((c) => c.id);
  assert.deepEqual(await ids("kind=typo"), [typo]);
  assert.deepEqual(await ids("state=open"), [s.id]);
  assert.deepEqual(await ids("state=open&kind=typo"), []);
  assert.deepEqual(await ids("state=&kind="), [s.id, typo]);
  const page = (await s.viewer.get(`${s.path}?kind=typo`)).text;
  assert.match(page, /<option value="typo" selected>誤字<\/option>/);
  assert.match(page, /2 件のうち 1 件/);
  assert.equal((await s.viewer.j.get(`${s.path}?kind=x`)).status, 400);
  const back = await s.member.post(`/comments/${typo}/reopen`, { back: `${s.path}?kind=typo` });
  assert.equal(back.headers.location, `${s.path}?kind=typo&at=${typo}#c${typo}`);
});

test("changes of a thread are told to the streams as comments", async (t) => {
  const s = await withThread(t);
  const stream = await Stream.open(s.viewer, `section=${s.shop}`);
  const reply = await s.reply("member", "白書です");
  await s.member.post(`/replies/${reply}/edit`, { body: "白書" });
  await s.member.post(`/replies/${reply}/delete`);
  await s.reviewer.post(`/comments/${s.id}/edit`, { body: "出典" });
  await s.reviewer.post(`/comments/${s.id}/delete`);
  await stream.until(() => stream.all("comment").length === 5);
  assert.deepEqual(stream.all("comment"), Array(5).fill({ section: s.shop }));
  assert.deepEqual(actions(s).slice(-5), ["reply", "reply_edit", "reply_delete", "comment_edit", "comment_delete"]);
});

const LONGEST = "長".repeat(10_000);
const NASTY = '<script>alert(1)</script> " onmouseover="x" {{body}} =1+1';
const TURNED = "表\u202Eオモテ\u2066と\u200Bうら";

test("the longest comment is kept to the letter; a longer one comes back to be shortened", async (t) => {
  const s = await withThread(t);
  const id = (await s.member.j.post(s.path, { body: LONGEST })).json.id;
  assert.equal((await s.seenBy("viewer", id)).body, LONGEST);
  for (const path of [s.path, `/comments/${s.id}/replies`]) {
    assert.equal((await s.member.j.post(path, { body: `${LONGEST}い` })).status, 413);
    const page = await s.member.post(path, { body: `${LONGEST}い` });
    assert.ok(page.text.includes(`${LONGEST}い`), "nothing of it is lost");
  }
  assert.equal((await s.member.j.post(`/comments/${id}/edit`, { body: `${LONGEST}い` })).status, 413);
  assert.equal((await s.seenBy("viewer", id)).body, LONGEST);
  assert.ok((await s.viewer.j.get("/")).json.unread[0].words.length < 100);
});

test("whatever a comment holds is text, and turns nothing around it", async (t) => {
  const s = await withThread(t);
  for (const body of [NASTY, TURNED]) {
    const id = (await s.member.j.post(s.path, { body })).json.id;
    await s.reply("member", body, id);
    assert.equal((await s.seenBy("viewer", id)).body, body);
    for (const path of [s.path, `/comments/${id}`, "/"]) {
      const { text } = await s.viewer.get(path);
      assert.doesNotMatch(text, /<script>alert/, path);
      assert.doesNotMatch(text, / onmouseover="x"/, path);
    }
    const { text } = await s.viewer.get(`/comments/${id}`);
    const shown = body.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
    assert.equal(text.split(`<div class="body" dir="auto">${shown}</div>`).length, 3, "in a box of its own, twice");
  }
  assert.match((await s.viewer.get("/")).text, new RegExp(`<bdi>${TURNED}</bdi>`));
});
