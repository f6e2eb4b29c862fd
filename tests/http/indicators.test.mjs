// What a chapter, the page of all indicators and the exported document show of the policies' data.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, PATIENCE, kosshi, served, until } from "./harness.mjs";
import { putPolicy, setDiagram } from "./policies.mjs";

async function withPolicy(t) {
  const s = await served(t, { from: OUTLINE });
  s.strategies = s.find("戦略と戦術(取組)").id;
  s.indicators = s.find("指標").id;
  s.chapter = s.find("方針").id;
  s.overview = s.find("地域の産業").id;
  s.made = putPolicy(s.file, s.strategies, s.indicators);
  setDiagram(s.file, s.overview);
  return s;
}

test("every state of progress has its indicators, and the totals count them all", async (t) => {
  const s = await withPolicy(t);
  const all = (await s.viewer.j.get("/indicators")).json;
  assert.deepEqual(Object.fromEntries(all.filters.map((f) => [f.state, f.count])), { "": 6, reached: 1, on_track: 0, late: 1, back: 2, none: 2 });
  const names = (view) => view.policies.flatMap((p) => p.indicators.map((i) => i.name));
  assert.equal(names(all).length, 6);
  const late = (await s.viewer.j.get("/indicators?progress=late")).json;
  assert.deepEqual(names(late), ["区内で創業した件数"]);
  assert.equal(late.filters.find((f) => f.chosen).state, "late");
  assert.equal(late.filters[0].count, 6);
  assert.deepEqual(names((await s.viewer.j.get("/indicators?progress=on_track")).json), []);
  assert.equal(names((await s.viewer.j.get("/indicators?progress=nonsense")).json).length, 6);
});

test("numbers are told as they were given and as people read them", async (t) => {
  const s = await withPolicy(t);
  const [indicator] = (await s.viewer.j.get("/indicators")).json.policies[0].indicators;
  assert.deepEqual(indicator.baseline, { value: "120", value_text: "120件", year: 2024, year_text: "令和6年度" });
  assert.deepEqual(indicator.latest, { value: "139", value_text: "139件", year: 2026, year_text: "令和8年度" });
  // (139-120)/(200-120) = 23.75 %, after 2 of 7 years = 28.6 %
  assert.equal(indicator.progress.rate, 24);
  assert.equal(indicator.progress.state, "late");
  assert.deepEqual(indicator.measures.map((m) => m.label), ["戦略1", "戦略2"]);
  assert.deepEqual(indicator.years.map((y) => y.year_text), ["令和3年度", "令和4年度", "令和6年度", "令和7年度", "令和8年度", "令和13年度"]);
});

test("an empty page of indicators says what to do", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const answer = await s.viewer.get("/indicators");
  assert.equal(answer.status, 200);
  assert.match(answer.text, /指標はまだありません/);
});

test("a chapter shows strategies and indicators below the text of their sections", async (t) => {
  const s = await withPolicy(t);
  await s.member.post(`/sections/${s.strategies}`, { base_version: 0, text: "三つの戦略を進めます。" });
  const page = (await s.member.get(`/chapters/${s.chapter}`)).text;
  const at = (text) => {
    assert.ok(page.includes(text), text);
    return page.indexOf(text);
  };
  assert.ok(at("三つの戦略を進めます。") < at("空き店舗を生かした創業の支援"));
  at(`href="/sections/${s.strategies}/table"`);
  assert.equal(page.match(/<svg class="chart"/g).length, 5);
  assert.ok(!(await s.viewer.get(`/chapters/${s.chapter}`)).text.includes(`/table"`));
});

test("the diagram moves with the setting of the secretariat", async (t) => {
  const s = await withPolicy(t);
  const shows = async (id) => (await s.viewer.j.get(`/chapters/${id}`)).json.sections.some((section) => section.diagram);
  const settings = { title: "題", day_style: "wareki" };
  assert.ok(await shows(s.overview));
  assert.equal((await s.secretariat.post("/outline/settings", { ...settings, diagram: s.chapter })).status, 303);
  assert.deepEqual([await shows(s.overview), await shows(s.chapter)], [false, true]);
  await s.secretariat.post("/outline/settings", settings); // says nothing about it
  assert.ok(await shows(s.chapter));
  for (const diagram of [99999, "x", -1]) {
    const refused = await s.secretariat.j.post("/outline/settings", { ...settings, diagram });
    assert.equal(refused.status, 400);
    assert.equal(refused.json.error.field, "diagram");
  }
  await s.secretariat.post("/outline/settings", { ...settings, diagram: 0 });
  assert.ok(!(await shows(s.chapter)));
  assert.match((await s.secretariat.get("/outline")).text, /<option value="0" selected>/);
});

test("a section that shows the diagram is not counted among those without text", async (t) => {
  const s = await withPolicy(t);
  const empty = async () => (await s.secretariat.j.get("/outline")).json.sections.find((row) => row.id === s.overview).unfinished.empty;
  assert.equal(await empty(), 2);
  await s.secretariat.post("/outline/settings", { title: "題", day_style: "wareki", diagram: s.find("商業").id });
  assert.equal(await empty(), 1);
});

test("what was deleted is in no diagram and no list", async (t) => {
  const s = await withPolicy(t);
  await s.secretariat.post(`/sections/${s.indicators}/delete`);
  const { sections } = (await s.viewer.j.get(`/chapters/${s.overview}`)).json;
  assert.ok(!JSON.stringify(sections).includes("空き店舗の割合"));
  assert.ok(JSON.stringify(sections).includes("空き店舗を生かした"));
  await until(async () => (await s.viewer.j.get("/indicators")).json.policies.length === 0, PATIENCE, "an empty list");
});

test("check tells which indicators cannot be measured and which policies lack data", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const found = () => kosshi(["check", s.file], { expect: 1, env: { LC_ALL: "ja_JP.UTF-8" } }).stdout;
  assert.match(found(), /人が集まるまち: この方針に戦略がまだありません。/);
  assert.match(found(), /人が集まるまち: この方針に指標がまだありません。/);
  putPolicy(s.file, s.find("戦略と戦術(取組)").id, s.find("指標").id);
  assert.doesNotMatch(found(), /この方針に/);
  assert.match(found(), /指標: 指標「名前だけの指標」に現状値か目標値がありません。/);
  assert.doesNotMatch(found(), /指標: 本文がまだありません/);
});
