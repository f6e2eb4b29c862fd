// Reading: ETag and 304, compression, HEAD, headers, and that a GET changes nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { OUTLINE, PATIENCE, served, sql, until } from "./harness.mjs";

const PAGES = (s) => ["/", `/chapters/${s.find("地域の産業").id}`, "/document", `/sections/${s.find("商業").id}/edit`, "/outline", "/comments", `/sections/${s.find("商業").id}/comments`, "/references", "/references/1", "/considerations", "/images", "/images/new", "/me", "/users", "/activity", "/help"];

test("a page has an ETag and answers 304 until something changes", async (t) => {
  const s = await served(t, { from: OUTLINE });
  for (const path of PAGES(s)) {
    const first = await s.secretariat.get(path);
    assert.equal(first.status, 200, path);
    assert.ok(first.headers.etag, path);
    const again = await s.secretariat.get(path, { "If-None-Match": first.headers.etag });
    assert.equal(again.status, 304, path);
    assert.equal(again.bytes.length, 0);
    assert.equal(again.headers.etag, first.headers.etag);
    const other = await s.secretariat.get(path, { "If-None-Match": '"something-else"' });
    assert.equal(other.status, 200, path);
    assert.equal(other.text, first.text, path);
  }
  const path = `/chapters/${s.find("地域の産業").id}`;
  const before = await s.viewer.get(path);
  await s.member.post(`/sections/${s.find("商業").id}`, { base_version: 0, text: "新しい本文" });
  const after = await s.viewer.get(path, { "If-None-Match": before.headers.etag });
  assert.equal(after.status, 200);
  assert.match(after.text, /新しい本文/);
  assert.notEqual(after.headers.etag, before.headers.etag);
});

test("a kept page is never shown to somebody else, in another language, or as the other kind", async (t) => {
  const s = await served(t, { from: OUTLINE });
  for (const path of ["/", "/me", "/document"]) {
    await s.secretariat.get(path);
    const seen = await s.viewer.get(path);
    assert.doesNotMatch(seen.text, /href="\/users"/, path);
    assert.match((await s.viewer.get(path, { "Accept-Language": "en" })).text, /<html lang="en"/);
    assert.match((await s.viewer.get(path, { "Accept-Language": "ja" })).text, /<html lang="ja"/);
    assert.equal(typeof (await s.viewer.j.get(path)).json, "object");
    assert.equal((await s.nobody.get(path)).status, 303, path);
    for (const name of ["accept", "accept-encoding", "accept-language", "cookie"]) assert.ok(seen.headers.vary.toLowerCase().split(/, */).includes(name), `Vary lacks ${name}`);
    assert.match(seen.headers["cache-control"], /private|no-store/);
  }
  assert.match((await s.viewer.get("/me")).text, /viewer/);
  assert.match((await s.member.get("/me")).text, /member/);
});

test("a large body is compressed for those who take it, and is the same", async (t) => {
  const s = await served(t, { from: OUTLINE });
  await s.member.post(`/sections/${s.find("商業").id}`, { base_version: 0, text: "地域の産業を支える。\n\n".repeat(200) });
  const plain = await s.viewer.get("/document");
  assert.equal(plain.headers["content-encoding"], undefined);
  for (const accept of ["gzip", "gzip, deflate, br", "br, gzip;q=0.5"]) {
    const packed = await s.viewer.get("/document", { "Accept-Encoding": accept });
    assert.equal(packed.headers["content-encoding"], "gzip", accept);
    assert.ok(packed.bytes.length * 4 < plain.bytes.length);
    assert.equal(gunzipSync(packed.bytes).toString(), plain.text);
    assert.equal(packed.headers.etag?.replace("W/", ""), plain.headers.etag?.replace("W/", ""));
  }
  for (const refuse of ["gzip;q=0", "identity", "br"]) assert.equal((await s.viewer.get("/document", { "Accept-Encoding": refuse })).headers["content-encoding"], undefined, refuse);
});

test("HEAD answers as GET does, without a body", async (t) => {
  const s = await served(t, { from: OUTLINE });
  for (const path of [...PAGES(s), "/healthz"]) {
    const get = await s.secretariat.get(path);
    const head = await s.secretariat.send("HEAD", path);
    assert.equal(head.status, get.status, path);
    assert.equal(head.bytes.length, 0, path);
    for (const name of ["content-type", "etag", "content-length", "cache-control"]) assert.equal(head.headers[name], get.headers[name], `${path}: ${name}`);
  }
});

test("reading changes nothing in the file", async (t) => {
  const s = await served(t, { from: OUTLINE });
  await s.member.post(`/sections/${s.find("商業").id}`, { base_version: 0, text: "本文" });
  const paths = [...PAGES(s), "/export", "/healthz", "/nothing", "/login", "/invite/x", `/sections/${s.find("商業").id}/text`];
  const dump = () => sql(s.file, ".dump");
  const before = dump();
  for (const path of paths)
    for (const client of [s.secretariat, s.viewer, s.nobody]) {
      await client.get(path);
      await client.j.get(path);
      await client.send("HEAD", path);
    }
  assert.equal(dump(), before);
});

test("every page forbids what it does not need", async (t) => {
  const s = await served(t, { from: OUTLINE });
  for (const path of [...PAGES(s), "/nothing", "/login"]) {
    const { headers, text } = await s.secretariat.get(path);
    assert.match(headers["content-security-policy"], /default-src 'self'/, path);
    assert.match(headers["content-security-policy"], /frame-ancestors 'none'/, path);
    assert.doesNotMatch(headers["content-security-policy"], /unsafe|https?:/, path);
    assert.equal(headers["x-content-type-options"], "nosniff", path);
    assert.doesNotMatch(text, /<script>|<style|style="|\son[a-z]+="/, path);
    assert.doesNotMatch(text, /(?:src|action)="(?:https?:)?\/\/|<link[^>]+href="(?:https?:)?\/\//, path);
  }
});

test("style and script are kept by browsers for good under an address that holds their hash", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: [] });
  const { text } = await s.nobody.get("/login");
  const [css] = text.match(/\/static\/[^"]+\.css/);
  const [js] = text.match(/\/static\/[^"]+\.js/);
  for (const [path, type] of [
    [css, /^text\/css/],
    [js, /^text\/javascript/],
  ]) {
    const answer = await s.nobody.get(path);
    assert.equal(answer.status, 200, path);
    assert.match(answer.headers["content-type"], type);
    assert.match(answer.headers["cache-control"], /immutable/);
    assert.equal((await s.nobody.get(path, { "If-None-Match": answer.headers.etag })).status, 304, path);
  }
  assert.equal((await s.nobody.get(css.replace(/\.[0-9a-f]+\.css/, ".0000000000000000.css"))).status, 404, "an old hash is gone");
});

test("what another program writes to the file is seen within a second", async (t) => {
  const s = await served(t, { from: OUTLINE });
  await s.viewer.get("/");
  sql(s.file, "UPDATE document SET title = '外から改めた題'");
  await until(async () => (await s.viewer.get("/")).text.includes("外から改めた題"), PATIENCE, "the new title");
});
