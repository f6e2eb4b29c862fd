// Saving a section: nobody's text is ever overwritten or lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, addUser, kosshi, served, textsOf } from "./harness.mjs";

test("a browser that saves comes back to the section in its chapter, or stays in the editor", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const chapter = s.find("地域の産業").id;
  const saved = await s.member.post(`/sections/${id}`, { base_version: 0, text: "本文" });
  assert.equal(saved.status, 303);
  assert.equal(saved.headers.location, `/chapters/${chapter}#s${id}`);
  assert.match((await s.viewer.get(`/chapters/${chapter}`)).text, new RegExp(`id="s${id}"`));
  const stays = await s.member.post(`/sections/${id}`, { base_version: 1, text: "本文2", next: "edit" });
  assert.match(stays.headers.location, new RegExp(`^/sections/${id}/edit`));
});

test("the editor has the considerations beside the text, in their groups", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { text } = await s.member.get(`/sections/${s.find("商業").id}/edit`);
  assert.match(text, /<legend[^>]*>社会の変化<\/legend>.*?人口の減少.*?気候の変化.*?<\/fieldset>/s);
});

test("a late save is merged with what others wrote, and whoever saved is told", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const path = `/sections/${id}`;
  await s.member.post(path, { base_version: 0, text: "一行目。\n\n二行目。" });
  await s.secretariat.post(path, { base_version: 1, text: "一行目を直した。\n\n二行目。" });
  const late = await s.member.j.post(path, { base_version: 1, text: "一行目。\n\n二行目も直した。" });
  assert.equal(late.status, 200);
  assert.equal(late.json.version, 3);
  assert.equal(late.json.merged, true);
  assert.deepEqual(late.json.overlaps, []);
  assert.equal(late.json.text, "一行目を直した。\n\n二行目も直した。");
  assert.equal((await s.viewer.j.get(`${path}/text`)).json.text, late.json.text);
  assert.deepEqual(textsOf(s.file, id), ["", "一行目。\n\n二行目。", "一行目を直した。\n\n二行目。", late.json.text]);

  const page = await s.member.post(path, { base_version: 2, text: "一行目を直しました。\n\n二行目。", next: "edit" });
  assert.equal(page.headers.location, `${path}/edit?saved=merged`);
  assert.match((await s.member.get(page.headers.location)).text, /ほかの人の変更と合わせて保存しました/);
});

test("where two changed the same words both stay, and the answer points at the place", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const path = `/sections/${s.find("商業").id}`;
  await s.member.post(path, { base_version: 0, text: "区の目標は商業です。" });
  await s.secretariat.post(path, { base_version: 1, text: "区の目標は農業です。" });
  const page = await s.member.post(path, { base_version: 1, text: "区の目標は工業です。" });
  assert.equal(page.status, 200);
  assert.match(page.text, /区の目標は<mark>農工<\/mark>業です。/);
  assert.match(page.text, new RegExp(`href="${path}/edit"`));
  assert.equal((await s.viewer.j.get(`${path}/text`)).json.text, "区の目標は農工業です。");
  const json = await s.secretariat.j.post(path, { base_version: 1, text: "区の目標は漁業です。" });
  assert.deepEqual(json.json.overlaps.map(({ from, to, words }) => ({ from, to, words: [...words].sort().join("") })), [{ from: 5, to: 8, words: [..."農工漁"].sort().join("") }]);
});

test("a save from a version that is none shows both texts with a form to put them together", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const path = `/sections/${id}`;
  await s.secretariat.post(path, { base_version: 0, text: "事務局が直した文。" });

  const stale = await s.member.post(path, { base_version: 9, text: "委員が直した文。" });
  assert.equal(stale.status, 409);
  assert.match(stale.text, /事務局/);
  assert.match(stale.text, /委員/);
  assert.match(stale.text, new RegExp(`<form[^>]*action="${path}"`));
  assert.match(stale.text, /name="base_version" value="1"/);
  assert.deepEqual((await s.viewer.j.get(`${path}/text`)).json.text, "事務局が直した文。");

  const json = await s.member.j.post(path, { base_version: 9, text: "委員が直した文。" });
  assert.equal(json.status, 409);
  assert.equal(json.json.error.code, "stale");
  assert.equal(json.json.current.text, "事務局が直した文。");
  assert.equal(json.json.current.version, 1);
  assert.equal(json.json.text, "委員が直した文。");

  const together = await s.member.j.post(path, { base_version: 1, text: "事務局と委員が直した文。" });
  assert.equal(together.json.version, 2);
});

test("the same save sent twice, as after a lost answer, is one version", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const path = `/sections/${s.find("商業").id}`;
  for (let i = 0; i < 3; i++) {
    const saved = await s.member.j.post(path, { base_version: 0, text: "同じ文" });
    assert.equal(saved.status, 200);
    assert.equal(saved.json.version, 1);
  }
  assert.equal((await s.member.j.post(path, { base_version: 1, text: "同じ文" })).json.version, 1, "a text that did not change makes no version");
});

test("a base version from the future is refused", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const path = `/sections/${s.find("商業").id}`;
  for (const base_version of [1, 99, -1]) {
    const answer = await s.member.j.post(path, { base_version, text: "x" });
    assert.ok(answer.status === 409 || answer.status === 400, `${base_version}: ${answer.status}`);
  }
  assert.equal((await s.member.j.get(`${path}/text`)).json.version, 0);
});

test("a 確定 section and all below it is locked until it is opened again", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const chapter = s.find("地域の産業").id;
  await s.member.post(`/sections/${id}`, { base_version: 0, text: "本文" });
  assert.equal((await s.secretariat.j.post(`/sections/${chapter}/state`, { state: "final" })).status, 200);

  const save = await s.member.j.post(`/sections/${id}`, { base_version: 1, text: "変えた" });
  assert.equal(save.status, 409);
  assert.equal(save.json.error.code, "locked");
  const page = await s.member.post(`/sections/${id}`, { base_version: 1, text: "変えたい文章" });
  assert.equal(page.status, 409);
  assert.match(page.text, /変えたい文章/, "what was typed is given back");
  for (const [path, fields] of [
    [`/sections/${id}/rename`, { number: "", title: "別の名" }],
    [`/sections/${id}/delete`, {}],
    [`/sections/${id}/move`, { direction: "down" }],
    ["/sections", { parent: chapter, kind: "section", number: "", title: "新しい節" }],
  ]) {
    const answer = await s.secretariat.j.post(path, fields);
    assert.equal(answer.status, 409, path);
    assert.equal(answer.json.error.code, "locked", path);
  }
  assert.equal((await s.reviewer.j.post(`/sections/${id}/comments`, { body: "確定後の意見" })).status, 200, "opinions are still taken");
  assert.equal((await s.viewer.j.get(`/sections/${id}/text`)).json.text, "本文");

  assert.equal((await s.secretariat.j.post(`/sections/${chapter}/state`, { state: "drafting" })).status, 200);
  assert.equal((await s.member.j.post(`/sections/${id}`, { base_version: 1, text: "変えた" })).status, 200);
});

test("the first text turns a section and those above it to 執筆中", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("目指す姿");
  await s.member.post(`/sections/${id}`, { base_version: 0, text: "10年後の姿" });
  const states = Object.fromEntries(s.sections().map((section) => [section.title, section.state]));
  assert.deepEqual([states["目指す姿"], states["人が集まるまち"], states["方針"], states["商業"]], ["drafting", "drafting", "drafting", "outline"]);
});

test("a preview is the server's own rendering and writes nothing", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const text = "**「世田谷らしさ」**を生かす。~~前の案~~[^1]\n\n| 年 | 数 |\n|---|---|\n| 令和8年 | 10 |\n\n[^1]: 注です。\n\n<script>alert(1)</script>\n";
  const preview = await s.member.j.post(`/sections/${id}/preview`, { text });
  assert.equal(preview.status, 200);
  const { html } = preview.json;
  assert.match(html, /<strong>「世田谷らしさ」<\/strong>を生かす/);
  assert.match(html, /<del>前の案<\/del>/);
  assert.match(html, /<th scope="col">年<\/th>/);
  assert.match(html, /注です。/);
  assert.doesNotMatch(html, /<script/);
  assert.equal((await s.member.j.get(`/sections/${id}/text`)).json.version, 0);
  await s.member.post(`/sections/${id}`, { base_version: 0, text });
  assert.match((await s.viewer.get("/document")).text, /<strong>「世田谷らしさ」<\/strong>を生かす/);
  assert.equal((await s.viewer.j.get(`/sections/${id}/text`)).json.text, text, "the stored text is as typed");
});

test("a preview and the reading pages say which line each block begins on; no exported file does", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const text = "# 題\n\n文章です。\n\n表：店\n\n|町|数|\n|-|-|\n|桜|10|\n";
  await s.member.post(`/sections/${id}`, { base_version: 0, text });
  const lines = (html) => [...html.matchAll(/<(\w+)[^>]* data-line="(\d+)"/g)].map(([, tag, line]) => `${tag} ${line}`);
  const expected = ["h3 1", "p 3", "figure 5", "table 7", "tr 7", "tr 9"];
  assert.deepEqual(lines((await s.member.j.post(`/sections/${id}/preview`, { text })).json.html), expected);
  assert.deepEqual(lines((await s.member.get(`/sections/${id}/edit`)).text), expected);
  assert.deepEqual(lines((await s.viewer.get("/document")).text), ["h4 1", ...expected.slice(1)]);
  assert.deepEqual(lines(kosshi(["export", s.file, "--format", "html"]).stdout), []);
});

test("every acknowledged save of many writers at once is in the file", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const ids = s.sections().map((section) => section.id);
  const versions = Object.fromEntries(ids.map((id) => [id, 0]));
  const acknowledged = [];
  // each section has one writer, who saves again and again; all of them at once
  await Promise.all(
    ids.map(async (id) => {
      const writer = s.member.j;
      for (let i = 0; i < 15; i++) {
        const text = `節${id}の${i}回目`;
        const saved = await writer.post(`/sections/${id}`, { base_version: versions[id], text });
        assert.equal(saved.status, 200, saved.text);
        versions[id] = saved.json.version;
        acknowledged.push([id, versions[id], text]);
      }
    }),
  );
  const stored = Object.fromEntries(ids.map((id) => [id, textsOf(s.file, id)]));
  for (const [id, version, text] of acknowledged) assert.equal(stored[id][version], text);
  assert.equal(acknowledged.length, ids.length * 15);
});

test("of many saves from one base every one is merged", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const path = `/sections/${s.find("商業").id}`;
  const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => s.member.j.post(path, { base_version: 0, text: `文${String(i).padStart(2, "0")}。` })));
  assert.deepEqual(answers.map((a) => a.status), answers.map(() => 200));
  const { text, version } = (await s.viewer.j.get(`${path}/text`)).json;
  assert.equal(version, 16);
  for (let i = 0; i < 16; i++) assert.ok(text.includes(`文${String(i).padStart(2, "0")}。`), `${i}: ${text}`);
});

test("the desk tells state, length, open comments and who changed last", async (t) => {
  const s = await served(t, { from: OUTLINE });
  addUser(s.file, "sato", "member", { display: "佐藤 花子" });
  const sato = await s.server.signIn("sato");
  const { id } = s.find("商業");
  await sato.post(`/sections/${id}`, { base_version: 0, text: "あ い\nうえお" });
  await s.reviewer.post(`/sections/${id}/comments`, { body: "意見" });
  const page = await s.viewer.get("/");
  assert.match(page.text, /佐藤 花子/);
  assert.match(page.text, /執筆中/);
  assert.match(page.text, /未着手/);
  const found = JSON.stringify((await s.viewer.j.get("/")).json);
  assert.match(found, /佐藤 花子/);
  assert.match(found, /"open_comments":1/);
});
