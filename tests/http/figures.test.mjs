// Figures and tables: numbered through the document wherever it is shown, and what check says of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, kosshi, served, sql } from "./harness.mjs";

const table = (title) => `表：${title}\n\n| 町 | 数 |\n|---|---|\n| 桜 | 1 |\n`;
const figure = (title) => `![何が見えるか](/images/1 "${title}")\n`;
const PIXELS = "ffd8ffe000104a46494600"; // nobody looks inside here

async function withFigures(t) {
  const s = await served(t, { from: OUTLINE });
  sql(s.file, `INSERT INTO image (type, name, width, height, created_at, data) VALUES ('image/jpeg', '', 640, 480, 1, x'${PIXELS}')`);
  s.write = async (title, base_version, text) => {
    const { status } = await s.member.post(`/sections/${s.find(title).id}`, { base_version, text });
    assert.equal(status, 303);
  };
  s.chapterOf = async (title) => (await s.viewer.get(`/chapters/${s.find(title).id}`)).text;
  await s.write("商業", 0, table("商業の表") + "\n" + figure("商業の図"));
  await s.write("工業", 0, figure("工業の図") + "\n" + table("工業の表"));
  await s.write("方針", 0, table("方針の表") + "\n" + figure("方針の図"));
  return s;
}

const captions = (html) => [...html.matchAll(/<figcaption>(.*?)<\/figcaption>/g)].map((found) => found[1]);
const ALL = ["表1　商業の表", "図1　商業の図", "図2　工業の図", "表2　工業の表", "表3　方針の表", "図3　方針の図"];

test("numbers run through the chapters, the same on every page and in the exported file", async (t) => {
  const s = await withFigures(t);
  assert.deepEqual(captions(await s.chapterOf("方針")), ALL.slice(4));
  assert.deepEqual(captions(await s.chapterOf("地域の産業")), ALL.slice(0, 4));
  assert.deepEqual(captions((await s.viewer.get("/document")).text), ALL);
  assert.deepEqual(captions((await s.member.get(`/sections/${s.find("方針").id}/edit`)).text), ALL.slice(4));
  assert.deepEqual(captions(kosshi(["export", s.file, "--format", "html"]).stdout), ALL);
});

test("a chapter's page is right when one before it gains a figure, and when it loses it again", async (t) => {
  const s = await withFigures(t);
  const before = await s.viewer.get(`/chapters/${s.find("方針").id}`);
  await s.write("はじめに", 0, figure("はじめの図"));
  assert.deepEqual(captions(await s.chapterOf("方針")), ["表3　方針の表", "図4　方針の図"]);
  await s.write("はじめに", 1, "図はやめた。\n");
  const after = await s.viewer.get(`/chapters/${s.find("方針").id}`);
  assert.deepEqual(captions(after.text), ALL.slice(4));
  assert.equal(after.headers.etag, before.headers.etag);
});

test("a chart is described in the reader's language, and on paper in Japanese", async (t) => {
  const s = await withFigures(t);
  await s.write("はじめに", 0, "折れ線グラフ：商店の数\n\n| 年度 | 数 |\n|---|---|\n| R6<1> | 120 |\n| R7 | 80 |\n");
  const path = `/chapters/${s.find("はじめに").id}`;
  const described = (html) => /<desc id="[^"]+">(.*?)<\/desc>/.exec(html)[1];
  const ja = "折れ線グラフ。R6&lt;1&gt;からR7まで。数値は図の下の表にあります。";
  assert.equal(described((await s.viewer.get(path)).text), ja);
  assert.equal(described((await s.viewer.get(path, { "Accept-Language": "en" })).text), "Line chart, from R6&lt;1&gt; to R7. The numbers are in the table below the figure.");
  assert.equal(described(kosshi(["export", s.file, "--format", "html"]).stdout), ja);
});

test("the preview shows the numbers as they will be", async (t) => {
  const s = await withFigures(t);
  const { json } = await s.member.j.post(`/sections/${s.find("工業").id}/preview`, { text: table("新しい表") });
  assert.deepEqual(captions(json.html), ["表2　新しい表"]);
});

test("images are addresses on pages, loaded when they are needed, and data in the exported file", async (t) => {
  const s = await withFigures(t);
  const images = [...(await s.viewer.get("/document")).text.matchAll(/<img .*?>/g)].map((found) => found[0]);
  assert.deepEqual(images, [
    '<img src="/images/1" width="640" height="480" alt="何が見えるか" />',
    '<img src="/images/1" width="640" height="480" loading="lazy" alt="何が見えるか" />',
    '<img src="/images/1" width="640" height="480" loading="lazy" alt="何が見えるか" />',
  ]);
  const html = kosshi(["export", s.file, "--format", "html"]).stdout;
  const data = `data:image/jpeg;base64,${Buffer.from(PIXELS, "hex").toString("base64")}`;
  // once, and a link to it wherever it is used again
  assert.equal(html.split(data).length, 2, "embedded once");
  assert.match(html, /<img [^>]*id="image-1"[^>]*width="640" height="480" alt="何が見えるか" \/>/);
  assert.equal(html.match(/<a [^>]*href="#image-1"[^>]*>[^<]*同じ画像です（何が見えるか）<\/a>/g).length, 2);
  assert.doesNotMatch(html, /\/images\//);
});

test("check names an image that is not there, and a chart that has nothing to draw", async (t) => {
  const s = await withFigures(t);
  await s.write("はじめに", 0, "![地図](/images/9)\n\n棒グラフ：商店の数\n\n| 町 | 数 |\n|---|---|\n| 桜 | 多い |\n");
  const said = kosshi(["check", s.file], { expect: 1, env: { LANG: "ja_JP.UTF-8", LC_ALL: "ja_JP.UTF-8" } }).stdout;
  assert.match(said, /はじめに: 画像 \/images\/9 は、この文書にありません。/);
  assert.match(said, /はじめに: 「棒グラフ：商店の数」の下に、グラフにできる数値の表がありません。/);
  const page = await s.chapterOf("はじめに");
  assert.match(page, /<span class="figure-missing">画像がありません（地図）<\/span>/);
  assert.deepEqual(captions(page), ["表1　商店の数"]);
});
