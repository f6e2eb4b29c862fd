// 念頭に置くべき事項: what each section answers, and the matrix that shows what nothing answers yet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served } from "./harness.mjs";

const ticked = (view) => view.consideration_groups.flatMap((group) => group.considerations).filter((item) => item.answered).map((item) => item.title);

test("a section's answers are ticked one by one or as a whole form, and only what is named changes", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const path = `/sections/${id}/considerations`;
  assert.deepEqual(ticked((await s.member.j.get(path)).json), []);
  assert.deepEqual(ticked((await s.member.j.post(path, { c2: "1" })).json), ["気候の変化"]);
  assert.deepEqual(ticked((await s.member.j.postJson(path, { c1: 1 })).json), ["人口の減少", "気候の変化"]);
  // a browser's form: a hidden 0 before each box, and a 1 behind it for one that is ticked
  const form = await s.member.send("POST", path, { headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: "c1=0&c2=0&c2=1" });
  assert.equal(form.status, 303);
  assert.equal(form.headers.location, `${path}?saved=1`);
  assert.deepEqual(ticked((await s.member.j.get(path)).json), ["気候の変化"]);
  assert.match((await s.member.get(path)).text, /name="c2" value="1" checked/);
});

test("what is so already is not written down again", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  for (const value of ["1", "1", "0", "0"]) await s.member.post(`/sections/${id}/considerations`, { c1: value });
  const did = (await s.secretariat.j.get("/activity")).json.activity.filter((a) => a.action.startsWith("consideration"));
  assert.deepEqual(did.map((a) => [a.action, a.section, a.detail, a.who]), [["consideration_take", id, "人口の減少", "member"], ["consideration_answer", id, "人口の減少", "member"]]);
});

test("what makes no sense is refused, and a final section keeps its record", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const path = `/sections/${id}/considerations`;
  for (const fields of [{}, { c1: "2" }, { c1: "x" }, { c99: "1" }]) assert.equal((await s.member.j.post(path, fields)).status, 400, JSON.stringify(fields));
  assert.equal((await s.member.j.post("/sections/9999/considerations", { c1: "1" })).status, 404);
  assert.equal((await s.reviewer.j.post(path, { c1: "1" })).status, 403);
  await s.member.post(path, { c1: "1" });
  await s.secretariat.post(`/sections/${id}/state`, { state: "final" });
  const locked = await s.member.j.post(path, { c1: "0" });
  assert.deepEqual([locked.status, locked.json.error.code], [409, "locked"]);
  assert.deepEqual(ticked((await s.member.j.get(path)).json), ["人口の減少"]);
  const page = (await s.member.get(path)).text;
  assert.match(page, /name="c1" value="1" checked disabled/);
  assert.doesNotMatch(page, /<button class="button primary">/);
});

test("the matrix shows each chapter's answering sections, and what nothing answers yet", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const shop = s.find("商業");
  const intro = s.find("はじめに");
  const goal = s.find("目指す姿");
  for (const { id } of [shop, intro, goal]) await s.member.post(`/sections/${id}/considerations`, { c1: "1" });
  const view = (await s.viewer.j.get("/considerations")).json;
  assert.deepEqual(view.chapters.map((c) => c.number), ["Ⅰ", "Ⅱ", "Ⅲ"]);
  assert.deepEqual([view.count, view.unanswered_count], [2, 1]);
  const [population, climate] = view.groups[0].considerations;
  assert.deepEqual(population.cells.map((cell) => cell.sections.map((x) => (x.is_numbered ? x.place : `${x.place} ${x.title}`))), [["Ⅰ"], ["Ⅱ-1"], ["Ⅲ-1 目指す姿"]]);
  assert.equal(population.cells[1].sections[0].href, `/chapters/${s.find("地域の産業").id}#s${shop.id}`);
  assert.deepEqual([climate.answered, climate.cells.flatMap((cell) => cell.sections)], [false, []]);
  const rest = (await s.viewer.j.get("/considerations?show=unanswered")).json;
  assert.deepEqual(rest.groups.flatMap((group) => group.considerations.map((item) => item.title)), ["気候の変化"]);
  // a deleted section answers nothing
  await s.secretariat.post(`/sections/${s.find("地域の産業").id}/delete`);
  assert.deepEqual((await s.viewer.j.get("/considerations")).json.groups[0].considerations[0].cells.length, 2);
});

test("the secretariat adds one to a group, and a mistake stands beside its field with what was typed", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const added = await s.secretariat.post("/considerations", { group: "社会の変化", title: "働き方の変化" });
  assert.equal(added.headers.location, "/considerations?done=add");
  await s.secretariat.post("/considerations", { group: "地域の声", title: "商店の数" });
  const { groups } = (await s.viewer.j.get("/considerations")).json;
  assert.deepEqual(groups.map((g) => [g.group, g.considerations.map((c) => c.title)]), [["社会の変化", ["人口の減少", "気候の変化", "働き方の変化"]], ["地域の声", ["商店の数"]]]);
  for (const [fields, field] of [[{ group: "", title: "働き方" }, "group"], [{ group: "地域の声", title: "あ".repeat(201) }, "title"], [{ group: "地域の声", title: "二\n行" }, "title"]]) {
    const again = await s.secretariat.post("/considerations", fields);
    assert.equal(again.status, 400);
    assert.match(again.text, new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
    assert.match(again.text, new RegExp(`id="${field}-error"`));
    const refused = await s.secretariat.j.post("/considerations", fields);
    assert.deepEqual([refused.json.error.code, refused.json.error.field], ["bad_field", field]);
  }
  assert.equal((await s.viewer.j.get("/considerations")).json.count, 4, "nothing else was added");
});
