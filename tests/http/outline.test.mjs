// The secretariat's work on the outline.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served } from "./harness.mjs";

const titles = (s, parent) => s.sections().filter((section) => section.parent === parent).map((section) => section.title);

test("a section is added at the end of its chapter, with the number that comes next", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const chapter = s.find("地域の産業").id;
  const form = (await s.secretariat.j.get("/outline")).json;
  const row = form.sections.find((section) => section.id === chapter);
  assert.equal(row.next_number, "3");
  assert.equal(form.next_number, "Ⅳ");
  const added = await s.secretariat.j.post("/sections", { parent: chapter, kind: "section", number: row.next_number, title: "農業" });
  assert.equal(added.status, 200);
  assert.deepEqual(titles(s, chapter), ["商業", "工業", "農業"]);
  assert.equal(s.find("農業").number, "3");
  const top = await s.secretariat.post("/sections", { parent: 0, kind: "chapter", number: "Ⅳ", title: "おわりに" });
  assert.equal(top.status, 303);
  assert.deepEqual(titles(s, 0), ["はじめに", "地域の産業", "方針", "おわりに"]);
});

test("a title or number that cannot be is refused, and the field is named", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  for (const [fields, field] of [
    [{ title: "", number: "1" }, "title"],
    [{ title: " 　", number: "1" }, "title"],
    [{ title: "あ".repeat(201), number: "1" }, "title"],
    [{ title: "a\nb", number: "1" }, "title"],
    [{ title: "a\u200Bb", number: "1" }, "title"],
    [{ title: "a", number: "\u202E1" }, "number"],
    [{ title: "a", number: "1".repeat(21) }, "number"],
  ]) {
    const answer = await s.secretariat.j.post(`/sections/${id}/rename`, fields);
    assert.equal(answer.status, 400);
    assert.equal(answer.json.error.field, field);
  }
  assert.equal(s.find("商業").number, "1");
  assert.equal((await s.secretariat.j.post(`/sections/${id}/rename`, { number: "1の2", title: "あ".repeat(200) })).status, 200);
  for (const kind of ["nonsense", "", "chapter"]) assert.equal((await s.secretariat.j.post("/sections", { parent: id, kind, number: "", title: "x" })).status, 400, kind);
});

test("sections move up, down, and below another one, and the ends hold", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const shop = s.find("商業").id;
  const chapter = s.find("地域の産業").id;
  const move = (id, fields) => s.secretariat.j.post(`/sections/${id}/move`, fields);
  assert.equal((await move(shop, { direction: "down" })).status, 200);
  assert.deepEqual(titles(s, chapter), ["工業", "商業"]);
  assert.equal((await move(shop, { direction: "down" })).status, 400);
  assert.equal((await move(shop, { direction: "up" })).status, 200);
  assert.deepEqual(titles(s, chapter), ["商業", "工業"]);
  assert.equal((await move(chapter, { direction: "up" })).status, 200);
  assert.deepEqual(titles(s, 0), ["地域の産業", "はじめに", "方針"]);
  const intro = s.find("はじめに").id;
  assert.equal((await move(shop, { parent: intro })).status, 200);
  assert.deepEqual(titles(s, intro), ["商業"]);
  for (const [id, parent] of [
    [chapter, chapter],
    [s.find("方針").id, s.find("目指す姿").id],
  ]) {
    const answer = await move(id, { parent });
    assert.equal(answer.status, 400);
    assert.equal(answer.json.error.code, "bad_move");
  }
  assert.equal((await move(shop, {})).status, 400);
});

test("a deleted section disappears with all below it, keeps its text, and comes back to its place", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const policy = s.find("人が集まるまち").id;
  const goal = s.find("目指す姿").id;
  await s.member.post(`/sections/${goal}`, { base_version: 0, text: "10年後" });
  const before = s.sections();
  assert.equal((await s.secretariat.j.post(`/sections/${policy}/delete`)).status, 200);
  for (const path of [`/sections/${policy}/text`, `/sections/${goal}/text`]) assert.equal((await s.viewer.j.get(path)).status, 404);
  assert.equal((await s.member.j.post(`/sections/${goal}`, { base_version: 1, text: "x" })).status, 404);
  assert.doesNotMatch((await s.viewer.get("/document")).text, /10年後/);
  const { deleted } = (await s.secretariat.j.get("/outline")).json;
  assert.deepEqual(deleted.map((d) => d.id), [policy]);
  assert.equal((await s.secretariat.j.post(`/sections/${policy}/restore`)).status, 200);
  assert.deepEqual(s.sections(), before);
});

test("renumbering gives the sections of a chapter consecutive numbers", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const chapter = s.find("地域の産業").id;
  await s.secretariat.post(`/sections/${s.find("商業").id}/rename`, { number: "7", title: "商業" });
  assert.equal((await s.secretariat.j.post("/outline/renumber", { parent: chapter })).status, 200);
  assert.deepEqual(s.sections().filter((x) => x.parent === chapter).map((x) => x.number), ["1", "2"]);
});

test("title and kind of dates are settings, and are everywhere at once", async (t) => {
  const s = await served(t, { from: OUTLINE });
  assert.equal((await s.secretariat.post("/outline/settings", { title: "試験市産業ビジョン", day_style: "seireki" })).status, 303);
  assert.match((await s.viewer.get("/")).text, /試験市産業ビジョン/);
  for (const fields of [{ title: "", day_style: "seireki" }, { title: "あ".repeat(201), day_style: "seireki" }, { title: "x", day_style: "nonsense" }]) assert.equal((await s.secretariat.j.post("/outline/settings", fields)).status, 400);
  assert.match((await s.viewer.get("/")).text, /試験市産業ビジョン/);
});

test("every change of the outline is in the activity log with who did it", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const steps = [
    [`/sections/${id}/rename`, { number: "1", title: "小売業" }, "section_rename"],
    [`/sections/${id}/move`, { direction: "down" }, "section_move"],
    [`/sections/${id}/state`, { state: "review" }, "section_state"],
    [`/sections/${id}/delete`, {}, "section_delete"],
    [`/sections/${id}/restore`, {}, "section_restore"],
    ["/sections", { parent: 0, kind: "chapter", number: "", title: "章" }, "section_add"],
    ["/outline/renumber", { parent: 0 }, "renumber"],
    ["/outline/settings", { title: "題", day_style: "wareki" }, "settings"],
  ];
  for (const [path, fields, action] of steps) {
    assert.equal((await s.secretariat.j.post(path, fields)).status, 200, path);
    const [latest] = (await s.secretariat.j.get("/activity")).json.activity;
    assert.deepEqual([latest.action, latest.who], [action, "secretariat"]);
  }
});

const row = (view, id) => view.sections.find((r) => r.id === id);

test("the row that was changed says so; after up and down its menu stays open, and numbers that run backwards are named", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const [shop, factory] = [s.find("商業").id, s.find("工業").id];
  const moved = await s.secretariat.post(`/sections/${factory}/move`, { direction: "up" });
  assert.equal(moved.headers.location, `/outline?done=move&at=${factory}&open=${factory}#s${factory}`);
  const path = moved.headers.location.split("#")[0];
  const view = (await s.secretariat.j.get(path)).json;
  assert.deepEqual([row(view, factory).changed, row(view, factory).backwards, row(view, factory).unfolded], ["移しました", true, true]);
  assert.deepEqual([row(view, shop).changed, row(view, shop).unfolded, view.done], [undefined, false, undefined]);
  const html = (await s.secretariat.get(path)).text;
  assert.equal(html.match(/移しました/g).length, 1);
  assert.match(html, /番号が順番どおりではなくなりました。/);
  const back = await s.secretariat.post(`/sections/${factory}/move`, { direction: "down" });
  assert.equal(row((await s.secretariat.j.get(back.headers.location.split("#")[0])).json, factory).backwards, false);
  const gone = await s.secretariat.post(`/sections/${factory}/delete`);
  assert.match((await s.secretariat.j.get(gone.headers.location.split("#")[0])).json.deleted[0].changed, /削除しました/);
});

test("before a chapter becomes final the form counts what is open in it, and then all its rows are stamped", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const [chapter, shop, factory] = [s.find("地域の産業").id, s.find("商業").id, s.find("工業").id];
  const open = async (id) => row((await s.secretariat.j.get("/outline")).json, id).unfinished;
  assert.deepEqual(await open(chapter), { empty: 2, comments: null });
  await s.member.post(`/sections/${shop}`, { base_version: 0, text: "文章。" });
  await s.reviewer.post(`/sections/${shop}/comments`, { body: "意見" });
  assert.deepEqual(await open(chapter), { empty: 1, comments: 1 });
  assert.match((await s.secretariat.get("/outline")).text.replace(/\s+/g, " "), /本文のない節 1、 ?未解決の意見 1 があります。/);
  await s.member.post(`/sections/${factory}`, { base_version: 0, text: "文章。" });
  assert.equal(await open(factory), null);
  await s.secretariat.post(`/sections/${chapter}/state`, { state: "final" });
  const below = row((await s.secretariat.j.get("/outline")).json, shop);
  assert.deepEqual([below.state, below.stamp, below.stamp_label, below.unfinished], ["drafting", "final", "確定", null]);
});

test("a kind is not said again where the title says it", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const view = (await s.secretariat.j.get("/outline")).json;
  const said = (title) => row(view, s.find(title).id).kind_in_title;
  assert.deepEqual(["目指す姿", "指標", "商業", "地域の産業"].map(said), [true, true, false, false]);
});
