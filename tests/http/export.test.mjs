// What leaves the building: the one HTML file and the interchange form.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { OUTLINE, exists, exported, folder, kosshi, newDocument, served } from "./harness.mjs";

const TEXT = `本文です。**「世田谷らしさ」**を生かす。[^1] [区の頁](https://example.jp/)

| 年度 | 数 |
|---|---:|
| 令和8年 | 10 |

- 一つ
- 二つ

[^1]: 出典のある注。
`;

async function withText(t) {
  const s = await served(t, { from: OUTLINE });
  s.id = s.find("商業").id;
  await s.member.post(`/sections/${s.id}`, { base_version: 0, text: TEXT });
  await s.member.post(`/sections/${s.find("工業").id}`, { base_version: 0, text: "工業の本文。[^1]\n\n[^1]: 工業の注。\n" });
  const { id } = (await s.reviewer.j.post(`/sections/${s.id}/comments`, { body: "意見 <b>" })).json;
  await s.member.post(`/comments/${id}/replies`, { body: "返信" });
  await s.member.post(`/comments/${id}/resolve`);
  await s.secretariat.post(`/sections/${s.find("はじめに").id}/state`, { state: "review" });
  return s;
}

test("the same content gives the same bytes, on the command line and from the server", async (t) => {
  const s = await withText(t);
  for (const [format, suffix] of [["html", "html"], ["text", "txt"], ["md", "md"], ["json", "json"]]) {
    const first = kosshi(["export", s.file, "--format", format]).stdout;
    const served1 = await s.secretariat.post("/export", { format });
    await s.secretariat.get("/");
    const second = kosshi(["export", s.file, "--format", format]).stdout;
    assert.ok(first.length > 200);
    assert.equal(first, second, format);
    assert.equal(served1.status, 200);
    assert.match(served1.headers["content-disposition"], new RegExp(`attachment.*\\.${suffix}`));
    assert.equal(served1.text, first, format);
    const out = join(folder(t), `out.${format}`);
    kosshi(["export", s.file, "--format", format, "-o", out], { env: { LC_ALL: "en_US.UTF-8", LANG: "en_US.UTF-8", TZ: "America/New_York" } });
    assert.equal(readFileSync(out, "utf8"), first, `${format} with another language and time zone`);
  }
});

test("the interchange form read back is the same document, to the byte", async (t) => {
  const s = await withText(t);
  const first = kosshi(["export", s.file, "--format", "json"]).stdout;
  const again = newDocument(t, { from: first });
  assert.equal(kosshi(["export", again, "--format", "json"]).stdout, first);
  assert.equal(kosshi(["export", again, "--format", "html"]).stdout, kosshi(["export", s.file, "--format", "html"]).stdout);
  const [comment] = exported(again).comments;
  assert.deepEqual([comment.body, comment.author, comment.state, comment.replies[0].body], ["意見 <b>", "reviewer", "resolved", "返信"]);
});

test("the HTML file needs nothing but itself", async (t) => {
  const s = await withText(t);
  const html = kosshi(["export", s.file, "--format", "html"]).stdout;
  assert.match(html, /^<!DOCTYPE html>\n?<html lang="ja"/i);
  assert.match(html, /<meta charset="utf-8">/i);
  assert.doesNotMatch(html, /<script|<link[^>]+stylesheet|<img|<iframe|@import|url\(/i);
  assert.match(html, /<style>/);
  for (const [, address] of html.matchAll(/\s(?:src|href)="([^"]*)"/g)) assert.match(address, /^(#|https:\/\/example\.jp\/$)/, address);
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((m) => m[1]);
  assert.equal(new Set(ids).size, ids.length, "every id stands once");
  for (const [, target] of html.matchAll(/href="#([^"]*)"/g)) assert.ok(ids.includes(decodeURIComponent(target)), `#${target} leads nowhere`);
});

test("the HTML file has cover, contents, numbers, footnotes, page rules and headings in order", async (t) => {
  const s = await withText(t);
  const html = kosshi(["export", s.file, "--format", "html"]).stdout;
  assert.match(html, /<title>試験市産業計画<\/title>/);
  assert.equal([...html.matchAll(/<h1[\s>]/g)].length, 1);
  let last = 0;
  for (const [, level] of html.matchAll(/<h([1-6])[\s>]/g)) {
    assert.ok(Number(level) <= last + 1, `h${level} after h${last}`);
    last = Number(level);
  }
  assert.match(html, /<main[\s>]/);
  assert.match(html, /<nav[\s>]/);
  for (const words of ["Ⅱ", "地域の産業", "商業", "出典のある注", "工業の注"]) assert.ok(html.includes(words), words);
  assert.match(html, /<th[^>]*scope="col"/);
  assert.match(html, /@page/);
  assert.match(html, /counter\(page\)/);
  assert.match(html, /break-before:\s*(page|right)/);
  assert.match(html, /<strong>「世田谷らしさ」<\/strong>を/);
  assert.doesNotMatch(html, /意見 /, "opinions stay in the building");
  assert.doesNotMatch(html, /reviewer|127\.0\.0\.1/);
});

test("an unknown format is refused", async (t) => {
  const s = await withText(t);
  const answer = await s.secretariat.j.post("/export", { format: "docx" });
  assert.equal(answer.status, 400);
  assert.equal(answer.json.error.field, "format");
  kosshi(["export", s.file, "--format", "docx"], { expect: 2 });
});

test("the Markdown form makes a new document that is the same but for its opinions", async (t) => {
  const s = await withText(t);
  await s.secretariat.post("/outline/settings", { title: "試験市産業計画", day_style: "seireki", publisher: "試験市 産業課", contact: "電話 00-0000\r\n平日" });
  const first = kosshi(["export", s.file, "--format", "md"]).stdout;
  const again = newDocument(t, { from: first });
  assert.equal(kosshi(["export", again, "--format", "md"]).stdout, first);
  assert.deepEqual(exported(again), { ...exported(s.file), comments: [] });
  assert.match(first, /^<!-- kosshi document day_style=seireki publisher="試験市 産業課" contact="電話 00-0000&#10;平日" -->\n\n# 試験市産業計画\n/);
  assert.match(first, /\n### 1 商業\n\n本文です。/);
  assert.doesNotMatch(first, /意見 <b>/);
});

test("a Markdown form that cannot be read is refused with its line, and no file is left", async (t) => {
  const file = join(folder(t), "new.db");
  const form = "<!-- kosshi document -->\r\n\r\n# 題\r\n\r\n<!-- kosshi section kind=chapter -->\r\n\r\n### 章\r\n";
  const said = kosshi(["new", file, "--from", "-"], { input: form, expect: 1, env: { LC_ALL: "ja_JP.UTF-8" } });
  assert.match(said.stderr, /^kosshi: -:5: 見出しの段が飛んでいます: 章/);
  assert.ok(!exists(file));
  kosshi(["new", file, "--from", "-"], { input: form.replace("###", "##") });
});

test("the colophon stands at the end of the document, and what was not sent stays", async (t) => {
  const s = await withText(t);
  const settings = { title: "試験市産業計画", day_style: "wareki", publisher: "試験市 <産業課>", contact: "電話 00-0000\r\n平日" };
  assert.equal((await s.secretariat.post("/outline/settings", settings)).status, 303);
  const html = kosshi(["export", s.file, "--format", "html"]).stdout;
  const colophon = html.slice(html.indexOf('<footer class="final-colophon">'));
  for (const words of ["奥付", "試験市産業計画", "試験市 &lt;産業課&gt;", "電話 00-0000\n平日"]) assert.ok(colophon.includes(words), words);
  const page = (await s.secretariat.get("/outline")).text;
  assert.match(page, /name="publisher" value="試験市 &lt;産業課&gt;"/);
  await s.secretariat.post("/outline/settings", { title: "試験市産業計画", day_style: "wareki" });
  assert.equal(exported(s.file).publisher, "試験市 <産業課>");
  await s.secretariat.post("/outline/settings", { ...settings, publisher: "", contact: " " });
  assert.deepEqual([exported(s.file).publisher, exported(s.file).contact], ["", ""]);
  const refused = await s.secretariat.j.post("/outline/settings", { ...settings, contact: "長".repeat(501) });
  assert.equal(refused.status, 413);
  assert.equal(refused.json.error.field, "contact");
});
