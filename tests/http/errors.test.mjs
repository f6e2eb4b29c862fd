// Bad input: a clear error in the user's language, and nothing is changed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, PATIENCE, served, sql, until } from "./harness.mjs";

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
const JSON_TYPE = { "Content-Type": "application/json" };

async function withSection(t) {
  const s = await served(t, { from: OUTLINE });
  s.id = s.find("商業").id;
  s.path = `/sections/${s.id}`;
  await s.member.post(s.path, { base_version: 0, text: "もとの本文" });
  s.unchanged = async () => {
    const now = (await s.member.j.get(`${s.path}/text`)).json;
    assert.deepEqual({ version: now.version, text: now.text }, { version: 1, text: "もとの本文" });
  };
  return s;
}

/** The answer is an error page with that status, and the same as JSON has that code. */
async function refused(s, { headers, body, status, code, path = s.path }) {
  const json = await s.member.j.send("POST", path, { headers, body });
  assert.equal(json.status, status, json.text.slice(0, 300));
  assert.equal(json.json.error.code, code);
  assert.match(json.json.error.message, /[ぁ-ん一-龠]/);
  const page = await s.member.send("POST", path, { headers, body });
  assert.equal(page.status, status);
  assert.match(page.headers["content-type"], /^text\/html; charset=utf-8/);
  assert.match(page.text, /<h1/);
  await s.unchanged();
  return { json, page };
}

test("text that is not UTF-8 is refused", async (t) => {
  const s = await withSection(t);
  for (const bytes of ["%FF", "%C3%28", "%ED%A0%80", "%F4%90%80%80", "%C0%AF", "%E3%81"])
    await refused(s, { headers: FORM, body: `base_version=1&text=abc${bytes}`, status: 400, code: "bad_utf8" });
  await refused(s, { headers: JSON_TYPE, body: Buffer.from([...Buffer.from('{"base_version":1,"text":"'), 0xff, ...Buffer.from('"}')]), status: 400, code: "bad_utf8" });
});

test("NUL and control characters are refused", async (t) => {
  const s = await withSection(t);
  for (const bytes of ["%00", "%01", "%1B", "%7F", "%C2%80", "%C2%9F", "a%0Db"])
    await refused(s, { headers: FORM, body: `base_version=1&text=abc${bytes}`, status: 400, code: "bad_control" });
  await refused(s, { headers: JSON_TYPE, body: '{"base_version":1,"text":"a\\u0001b"}', status: 400, code: "bad_control" });
  const nul = await s.member.j.send("POST", s.path, { headers: JSON_TYPE, body: '{"base_version":1,"text":"a\\u0000b"}' });
  assert.equal(nul.status, 400);
  await s.unchanged();
});

test("tabs, line ends and every other character are stored as typed", async (t) => {
  const s = await withSection(t);
  const text = "\ttab\n\ufa19と神\nか\u3099 が ゔ\n😀👨\u200d👩\u200d👧 葛\u{e0100}\n\u2028\u200b\ufeff e\u0301\n";
  assert.equal((await s.member.post(s.path, { base_version: 1, text })).status, 303);
  assert.equal((await s.member.j.get(`${s.path}/text`)).json.text, text);
});

test("a body of 10 MB is refused with an answer that arrives, and others are served meanwhile", async (t) => {
  const s = await withSection(t);
  const body = `base_version=1&text=${"a".repeat(10 * 1024 * 1024)}`;
  const sending = s.member.j.send("POST", s.path, { headers: FORM, body });
  assert.equal((await s.viewer.get("/")).status, 200);
  const answer = await sending;
  assert.equal(answer.status, 413);
  assert.equal(answer.json.error.code, "too_large");
  await s.unchanged();
});

test("a body over 1 MiB, a section over 256 KiB, a comment over 10,000 characters are refused and shown again", async (t) => {
  const s = await withSection(t);
  await refused(s, { headers: FORM, body: `base_version=1&text=${"a".repeat(1024 * 1024)}`, status: 413, code: "too_large" });
  const { page } = await refused(s, { headers: FORM, body: `base_version=1&text=${"x".repeat(256 * 1024 + 1)}`, status: 413, code: "too_large" });
  assert.match(page.text, /xxxxxxxxxxxxxxxx/, "what was typed is not shown again");
  assert.equal((await s.member.j.post(s.path, { base_version: 1, text: "x".repeat(256 * 1024) })).status, 200);

  const comments = `${s.path}/comments`;
  assert.equal((await s.reviewer.j.post(comments, { body: "あ".repeat(10_001) })).status, 413);
  assert.equal((await s.reviewer.j.post(comments, { body: "あ".repeat(10_000) })).status, 200);
  for (const body of ["", "  \n　"]) {
    const answer = await s.reviewer.j.post(comments, { body });
    assert.equal(answer.status, 400);
    assert.equal(answer.json.error.code, "bad_field");
    assert.equal(answer.json.error.field, "body");
  }
  assert.equal((await s.reviewer.j.get(comments)).json.comments.length, 1);
});

test("JSON that is broken, or no object, is refused", async (t) => {
  const s = await withSection(t);
  for (const body of ['{"base_version":1,', "[1]", "null", '"text"', '{"base_version":1,"text":"a"} x', `{"a":${"[".repeat(5000)}`, '{"base_version":1,"text":"a","text":"b"}'])
    await refused(s, { headers: JSON_TYPE, body, status: 400, code: "bad_body" });
});

test("JSON with half of a surrogate pair is refused as broken", async (t) => {
  const s = await withSection(t);
  for (const half of ["\\ud800", "\\udc00", "\\ud800x", "\\udc00\\ud800"])
    await refused(s, { headers: JSON_TYPE, body: `{"base_version":1,"text":"${half}"}`, status: 400, code: "bad_body" });
  const whole = await s.member.j.send("POST", s.path, { headers: JSON_TYPE, body: '{"base_version":1,"text":"\\ud83d\\ude00"}' });
  assert.deepEqual({ status: whole.status, text: whole.json.text }, { status: 200, text: "😀" });
});

test("a JSON request without a body is a form without fields", async (t) => {
  const s = await withSection(t);
  const { json } = await refused(s, { headers: JSON_TYPE, body: "", status: 400, code: "bad_field" });
  assert.equal(json.json.error.field, "text");
});

test("a form that is broken, or of another kind, is refused", async (t) => {
  const s = await withSection(t);
  const multipart = { "Content-Type": "multipart/form-data; boundary=b" };
  for (const body of ["--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nabc", "no boundary at all", "--b\r\n\r\n\r\n"]) {
    const answer = await s.member.j.send("POST", s.path, { headers: multipart, body });
    assert.equal(answer.status, 400, body);
    await s.unchanged();
  }
  await refused(s, { headers: { "Content-Type": "text/plain" }, body: "base_version=1&text=x", status: 400, code: "bad_body" });
  await refused(s, { headers: { "Content-Type": "multipart/form-data" }, body: "x", status: 400, code: "bad_body" });
});

test("a field that is missing or not of its form is named", async (t) => {
  const s = await withSection(t);
  for (const [fields, field] of [
    [{ base_version: 1 }, "text"],
    [{ text: "a" }, "base_version"],
    [{ base_version: "one", text: "a" }, "base_version"],
    [{ base_version: "99999999999999999999", text: "a" }, "base_version"],
  ]) {
    const answer = await s.member.j.post(s.path, fields);
    assert.equal(answer.status, 400);
    assert.deepEqual({ code: answer.json.error.code, field: answer.json.error.field }, { code: "bad_field", field });
  }
  await s.unchanged();
});

test("what is not there is 404, for every kind of thing and every odd number", async (t) => {
  const s = await withSection(t);
  for (const path of ["/chapters/9999", "/sections/9999", "/sections/9999/edit", "/sections/9999/text", "/sections/9999/comments", "/references/9999", "/sections/0/text", "/sections/-1/text", "/sections/01/text", "/sections/9223372036854775808/text", "/sections/1x/text", "/sections//text", "/static/nothing.css", "/static/..%2f..%2fschema%2f001_document.sql", "/static/%00", "/nothing", "/sections/1/text/"]) {
    const answer = await s.secretariat.j.get(path);
    assert.equal(answer.status, 404, path);
    assert.equal(answer.json.error.code, "not_found", path);
  }
  for (const [path, fields] of [
    ["/sections/9999", { base_version: 0, text: "a" }],
    ["/sections/9999/comments", { body: "a" }],
    ["/comments/9999/replies", { body: "a" }],
    ["/comments/9999/resolve", {}],
    ["/comments/9999/reopen", {}],
    ["/sections/9999/rename", { number: "", title: "a" }],
    ["/sections/9999/move", { direction: "up" }],
    ["/sections/9999/delete", {}],
    ["/sections/9999/restore", {}],
    ["/sections/9999/state", { state: "final" }],
    ["/sections", { parent: 9999, kind: "section", number: "", title: "a" }],
    ["/users/9999/role", { role: "member" }],
    ["/users/9999/disable", {}],
    ["/users/9999/enable", {}],
    ["/invitations/9999/withdraw", {}],
  ]) {
    const answer = await s.secretariat.j.post(path, fields);
    assert.equal(answer.status, 404, path);
    assert.equal(answer.json.error.code, "not_found", path);
  }
});

test("a method a page does not have is 405, and Allow says which it has", async (t) => {
  const s = await withSection(t);
  const cases = [
    ["POST", "/", /^GET, HEAD$/],
    ["POST", "/document", /^GET, HEAD$/],
    ["GET", `${s.path}/preview`, /^POST$/],
    ["PUT", s.path, /GET/],
    ["DELETE", `${s.path}/comments`, /POST/],
    ["PATCH", "/login", /POST/],
    ["GET", "/logout", /^POST$/],
  ];
  for (const [method, path, allow] of cases) {
    const answer = await s.secretariat.j.send(method, path);
    assert.equal(answer.status, 405, `${method} ${path}`);
    assert.equal(answer.json.error.code, "method");
    assert.match(answer.headers.allow ?? "", allow, `${method} ${path}`);
  }
  await s.unchanged();
});

test("a write that another site sent is refused", async (t) => {
  const s = await withSection(t);
  const body = "base_version=1&text=x";
  for (const headers of [
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: s.server.origin.replace(/:\d+$/, ":1") },
    { "Sec-Fetch-Site": "cross-site", Origin: s.server.origin },
  ])
    await refused(s, { headers: { ...FORM, ...headers }, body, status: 403, code: "cross_origin" });
  for (const path of ["/login", "/logout"]) assert.equal((await s.nobody.j.post(path, { name: "member", password: "x" }, { "Sec-Fetch-Site": "cross-site" })).status, 403, path);
});

test("a write from our own pages, or from a script that is no browser, is taken", async (t) => {
  const s = await withSection(t);
  let version = 1;
  for (const headers of [{}, { "Sec-Fetch-Site": "same-origin" }, { "Sec-Fetch-Site": "none" }, { Origin: s.server.origin }, { Origin: s.server.origin.toUpperCase().replace("HTTP", "http") }])
    assert.equal((await s.member.j.post(s.path, { base_version: version++, text: `版${version}` }, headers)).status, 200, JSON.stringify(headers));
  assert.equal((await s.viewer.get("/", { "Sec-Fetch-Site": "cross-site" })).status, 200, "a link from another site may be followed");
});

test("what was typed is given back when the session has expired", async (t) => {
  const s = await withSection(t);
  sql(s.file, "DELETE FROM session WHERE user_id = (SELECT id FROM user WHERE name = 'member')");
  // another program ended the session: noticed within a second
  await until(async () => (await s.member.j.get("/me")).status === 401, PATIENCE, "the server's notice");
  const answer = await s.member.post(s.path, { base_version: 1, text: "まだ保存していない文章" });
  assert.equal(answer.status, 401);
  assert.match(answer.text, /まだ保存していない文章/);
  const json = await s.member.j.post(s.path, { base_version: 1, text: "まだ保存していない文章" });
  assert.equal(json.status, 401);
  assert.equal(json.json.error.code, "signed_out");
});

test("what is typed never becomes markup", async (t) => {
  const s = await withSection(t);
  const evil = `<script>alert("1")</script><img src=x onerror=alert(1)>"'&`;
  assert.equal((await s.secretariat.j.post(`${s.path}/rename`, { number: "<b>", title: evil })).status, 200);
  assert.equal((await s.member.j.post(s.path, { base_version: 1, text: `${evil}\n\n[x](javascript:alert(1)) <b>b</b>` })).status, 200);
  assert.equal((await s.reviewer.j.post(`${s.path}/comments`, { body: evil })).status, 200);
  assert.equal((await s.member.j.post("/me/display", { display: evil })).status, 200);
  const chapter = s.find("地域の産業").id;
  for (const path of ["/", `/chapters/${chapter}`, "/document", `${s.path}/edit`, `${s.path}/comments`, "/comments", "/outline", "/users", "/activity", "/me", `/comments?state=${encodeURIComponent(evil)}`, `/login?next=${encodeURIComponent(evil)}`, `/${encodeURIComponent(evil)}`]) {
    const { text } = await s.secretariat.get(path);
    assert.doesNotMatch(text, /<script>alert|<img src=x|(?:href|src|action)="javascript:|<b>b<\/b>/, path);
  }
});

test("requests that are no HTTP leave the server well", async (t) => {
  const s = await withSection(t);
  await s.nobody.raw("\x00\x01\x02\r\n\r\n", 300);
  await s.nobody.raw("GET / HTTP/9.9\r\n\r\n", 300);
  await s.nobody.raw(`GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 300);
  await s.nobody.raw(`GET / HTTP/1.1\r\nHost: x\r\nCookie: ${"a".repeat(20_000)}\r\n\r\n`, 300);
  await s.nobody.raw("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nname=", 300);
  await s.nobody.raw("POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 300);
  await s.nobody.raw("GET / HTTP/1.0\r\n\r\n", 300);
  assert.equal((await s.viewer.get("/")).status, 200);
  await s.unchanged();
});
