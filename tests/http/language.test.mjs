// The language of the pages: the browser's, until somebody chooses one; then the chosen one for a year, signed in or not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served } from "./harness.mjs";

const lang = (answer) => /<html lang="(\w+)">/.exec(answer.text)[1];

test("a browser is answered in the language it asks for, and in Japanese when it asks for another", async (t) => {
  const s = await served(t, { from: OUTLINE });
  for (const [asked, got] of [["ja", "ja"], ["en-GB,en;q=0.9", "en"], ["fr", "ja"], ["fr,en;q=0.5", "en"]])
    assert.equal(lang(await s.nobody.get("/login", { "Accept-Language": asked })), got, asked);
});

test("a chosen language is remembered for a year, in a cookie no script reads, and goes before the browser's", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const answer = await s.nobody.post("/language", { language: "en", next: "/login?next=/me" });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.location, "/login?next=/me");
  const [cookie, ...rest] = answer.headers["set-cookie"];
  assert.deepEqual(rest, [], "no session is set");
  assert.equal(cookie, "kosshi_language=en; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000");
  assert.equal(lang(await s.nobody.get("/login", { Cookie: "kosshi_language=en", "Accept-Language": "ja" })), "en");
  assert.equal(lang(await s.nobody.get("/login", { Cookie: "kosshi_language=ja", "Accept-Language": "en" })), "ja");
});

test("behind TLS the cookie is kept to it, as that of the session", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const answer = await s.nobody.post("/language", { language: "ja", next: "/" }, { "X-Forwarded-Proto": "https" });
  assert.match(answer.headers["set-cookie"][0], /; Secure$/);
});

test("a choice changes no session, and each language has its own kept page", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const both = `${s.member.cookie}; kosshi_language=en`;
  for (let i = 0; i < 2; i++) {
    assert.equal(lang(await s.member.get("/")), "ja");
    assert.equal(lang(await s.member.get("/", { Cookie: both })), "en");
  }
  const chosen = await s.member.post("/language", { language: "en", next: "/comments?state=open" });
  assert.equal(chosen.headers.location, "/comments?state=open");
  assert.equal((await s.member.get("/")).status, 200, "still signed in");
});

test("no number of things is said wrongly in English", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const shown = async (path) => (await s.member.get(path, { "Accept-Language": "en" })).text;
  for (const [text, version] of [["一つ", 0], ["一つと", 1]]) await s.member.j.post(`/sections/${id}`, { base_version: version, text });
  await s.reviewer.j.post(`/sections/${id}/comments`, { body: "意見です。" });
  assert.match(await shown("/comments"), /1 item\(s\)/);
  assert.match(await shown(`/sections/${id}/edit`), />Comments 1<\/a>/);
  assert.match(await shown(`/sections/${id}/history?from=1&to=2`), /<p>1 place\(s\) · Added 1 char\(s\) · /);
});

test("only the two languages are taken, and only a way on this site", async (t) => {
  const s = await served(t, { from: OUTLINE });
  for (const language of ["", "fr", "en; Path=/x", "EN"]) {
    const refused = await s.nobody.post("/language", { language, next: "/" });
    assert.equal(refused.status, 400, language);
    assert.equal(refused.headers["set-cookie"], undefined);
  }
  for (const next of ["//example.jp/", "https://example.jp/", "/\\example.jp", ""])
    assert.equal((await s.nobody.post("/language", { language: "en", next })).headers.location, "/", next);
  assert.equal((await s.nobody.post("/language", { language: "en" }, { "Sec-Fetch-Site": "cross-site" })).status, 403);
  assert.equal(lang(await s.nobody.get("/login", { Cookie: "kosshi_language=fr" })), "ja");
});

test("every page that can be come back to offers the other language, and what answers a form does not", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const offer = /<form method="post" action="\/language">\s*<input type="hidden" name="next" value="([^"]*)">/;
  for (const [who, path] of [[s.nobody, "/login?next=/me"], [s.nobody, "/help"], [s.member, "/comments?state=open"], [s.member, "/nothing"]])
    assert.equal(offer.exec((await who.get(path)).text)?.[1], path, path);
  const answered = await s.nobody.post("/login", { name: "x", password: "y" });
  assert.equal(answered.status, 401);
  assert.doesNotMatch(answered.text, offer);
});

test("in an English page the document's own words are marked as Japanese", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const shop = s.find("商業").id;
  await s.member.post(`/sections/${shop}`, { base_version: 0, text: "商店街の魅力。" });
  const made = await s.reviewer.post(`/sections/${shop}/comments`, { body: "a comment" });
  assert.equal(made.status, 303);
  const own = new Set(["試験市産業計画の骨子", ...s.sections().map((section) => section.title), "商店街の魅力。", "社会の変化", "人口の減少", "気候の変化"]);
  for (const path of ["/", "/document", `/chapters/${s.find("地域の産業").id}`, `/sections/${shop}/edit`, `/sections/${shop}/comments`, `/sections/${shop}/considerations`, "/comments", "/considerations", "/outline", "/activity", "/export", "/references"]) {
    const { text } = await s.secretariat.get(path, { "Accept-Language": "en" });
    for (const words of japaneseInEnglish(text)) assert.ok(![...own].some((title) => words.includes(title)), `${path}: ${words}`);
  }
});

// The texts of a page whose nearest lang is not ja; of forms' choices and fields no browser reads more than their letters.
function japaneseInEnglish(html) {
  const found = [];
  const stack = [];
  const empty = new Set(["meta", "link", "input", "br", "hr", "img", "option"]);
  for (const [, tag, attributes, text] of html.replace(/<!doctype html>|<(title|option|textarea|template)\b[\s\S]*?<\/\1>/g, "").matchAll(/<(\/?[a-z0-9]+)([^>]*)>|([^<]+)/g)) {
    if (text !== undefined) {
      if (/[\u3040-\u30ff\u4e00-\u9fff]/.test(text) && stack.at(-1)?.lang !== "ja") found.push(text.trim());
    } else if (tag.startsWith("/")) {
      while (stack.length && stack.pop().tag !== tag.slice(1));
    } else if (!empty.has(tag) && !attributes.endsWith("/")) {
      stack.push({ tag, lang: /\blang="(\w+)"/.exec(attributes)?.[1] ?? stack.at(-1)?.lang });
    }
  }
  return found;
}
