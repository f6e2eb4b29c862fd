// What scripts rely on: the shapes of JSON answers and the interchange form.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, exported, served } from "./harness.mjs";

const shape = (value) => {
  if (Array.isArray(value)) return value.length ? [shape(value[0])] : [];
  if (value === null) return "null";
  if (typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
  return typeof value;
};

test("a section's text is given with its id, its version and whether it is locked", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  assert.deepEqual((await s.viewer.j.get(`/sections/${id}/text`)).json, { id, version: 0, text: "", locked: false });
  assert.equal((await s.member.j.post(`/sections/${id}`, { base_version: 0, text: "一行目\r\n二行目" })).status, 200);
  assert.deepEqual((await s.viewer.j.get(`/sections/${id}/text`)).json, { id, version: 1, text: "一行目\n二行目", locked: false });
  assert.equal((await s.secretariat.j.post(`/sections/${id}/state`, { state: "final" })).status, 200);
  assert.equal((await s.viewer.j.get(`/sections/${id}/text`)).json.locked, true);
});

test("a save answers with the new version", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const saved = await s.member.j.post(`/sections/${id}`, { base_version: 0, text: "本文" });
  assert.equal(saved.status, 200);
  assert.equal(saved.json.version, 1);
  assert.equal(saved.json.text, "本文");
});

test("form and JSON bodies mean the same", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  assert.equal((await s.member.j.postJson(`/sections/${id}`, { base_version: 0, text: "甲" })).json.version, 1);
  assert.equal((await s.member.j.postJson(`/sections/${id}`, { base_version: "1", text: "乙" })).json.version, 2);
  assert.equal((await s.member.j.post(`/sections/${id}`, { base_version: "2", text: "丙" })).json.version, 3);
  const boundary = "x-boundary";
  const multipart = ["base_version", "text"].map((name, i) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${["3", "丁\r\n戊"][i]}\r\n`).join("") + `--${boundary}--\r\n`;
  const sent = await s.member.j.send("POST", `/sections/${id}`, { headers: { "Content-Type": `multipart/form-data; boundary=${boundary}` }, body: multipart });
  assert.equal(sent.json.version, 4, sent.text);
  assert.equal((await s.viewer.j.get(`/sections/${id}/text`)).json.text, "丁\n戊");
});

test("a section's comments are listed as the contract has them", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const made = await s.reviewer.j.postJson(`/sections/${id}/comments`, { body: "商店街のことも書きたい。" });
  assert.equal(made.status, 200);
  assert.equal((await s.member.j.post(`/comments/${made.json.id}/replies`, { body: "賛成です。" })).status, 200);
  const { comments } = (await s.viewer.j.get(`/sections/${id}/comments`)).json;
  assert.equal(comments.length, 1);
  const [comment] = comments;
  for (const key of ["id", "body", "author", "at", "state", "disposition", "response", "replies", "anchor"]) assert.ok(key in comment, `${key} is missing`);
  assert.equal(comment.body, "商店街のことも書きたい。");
  assert.equal(comment.author, "reviewer");
  assert.equal(comment.state, "open");
  assert.equal(typeof comment.at, "number");
  assert.ok(Math.abs(comment.at - Date.now()) < 60_000);
  assert.deepEqual({ body: comment.replies[0].body, author: comment.replies[0].author }, { body: "賛成です。", author: "member" });
});

test("every page is a decent JSON answer", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const chapter = s.find("地域の産業").id;
  for (const path of ["/", `/chapters/${chapter}`, "/document", `/sections/${id}/edit`, "/outline", "/comments", "/references", "/references/1", "/considerations", "/me", "/users", "/activity", "/export", "/help", "/login"]) {
    const answer = await (path === "/login" ? s.nobody : s.secretariat).j.get(path);
    assert.equal(answer.status, 200, path);
    const view = answer.json;
    assert.equal(typeof view, "object", path);
    for (const key of ["t", "css", "js", "me"]) assert.ok(!(key in view), `${path}: ${key} is for templates`);
    const keys = (node) => (Array.isArray(node) ? node.flatMap(keys) : node && typeof node === "object" ? Object.entries(node).flatMap(([k, v]) => [k, ...keys(v)]) : []);
    for (const key of keys(view)) assert.match(key, /^[a-z][a-z0-9_]*$/, `${path}: ${key}`);
  }
});

test("the interchange form has the shape of the contract", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  await s.member.j.post(`/sections/${id}`, { base_version: 0, text: "本文" });
  const made = await s.reviewer.j.post(`/sections/${id}/comments`, { body: "意見" });
  await s.member.j.post(`/comments/${made.json.id}/replies`, { body: "返信" });
  const document = exported(s.file);
  const keys = ["title", "sections", "references", "considerations", "indicators", "comments", "editions"];
  assert.deepEqual(Object.keys(document).filter((key) => keys.includes(key)), keys);
  assert.equal(document.title, "試験市産業計画");
  assert.deepEqual(document.sections.map((c) => [c.kind, c.number, c.title]), [
    ["chapter", "Ⅰ", "はじめに"],
    ["chapter", "Ⅱ", "地域の産業"],
    ["chapter", "Ⅲ", "方針"],
  ]);
  const section = document.sections[1].children[0];
  assert.deepEqual(Object.keys(section), ["id", "kind", "number", "title", "version", "text", "state", "children"]);
  assert.deepEqual({ ...section, id: 0 }, { id: 0, kind: "section", number: "1", title: "商業", version: 1, text: "本文", state: "drafting", children: [] });
  const policy = document.sections[2].children[0];
  assert.equal(policy.kind, "policy");
  assert.deepEqual(policy.children.map((c) => [c.kind, c.title]), [
    ["goal", "目指す姿"],
    ["strategies", "戦略と戦術(取組)"],
    ["indicators", "指標"],
  ]);
  assert.deepEqual(shape(document.references), [{ title: "string", text: "string" }]);
  assert.deepEqual(document.considerations, [
    { group: "社会の変化", title: "人口の減少", answered_by: [] },
    { group: "社会の変化", title: "気候の変化", answered_by: [] },
  ]);
  assert.deepEqual(document.indicators, []);
  assert.deepEqual(document.editions, []);
  assert.deepEqual(shape(document.comments), [{ id: "number", section: "number", body: "string", author: "string", at: "number", state: "string", replies: [{ body: "string", author: "string", at: "number" }] }]);
});

test("healthz answers one line without a session", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: [] });
  const answer = await s.nobody.get("/healthz");
  assert.equal(answer.status, 200);
  assert.match(answer.text, /^[^\n]+\n$/);
});

test("errors are {error:{code,message}} for JSON and a page in the user's language for a browser", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: ["viewer"] });
  const json = await s.viewer.j.get("/sections/999999/text");
  assert.equal(json.status, 404);
  assert.equal(json.json.error.code, "not_found");
  assert.equal(typeof json.json.error.message, "string");
  const ja = await s.viewer.get("/no-such-page");
  assert.equal(ja.status, 404);
  assert.match(ja.text, /<html lang="ja"/);
  assert.match(ja.text, /<h1[^>]*>[^<]*[ぁ-ん]/);
  const en = await s.viewer.get("/no-such-page", { "Accept-Language": "en-GB,en;q=0.9" });
  assert.equal(en.status, 404);
  assert.match(en.text, /<html lang="en"/);
  assert.doesNotMatch(en.text.match(/<main[\s\S]*<\/main>/)[0], /[ぁ-んァ-ン]/);
});
