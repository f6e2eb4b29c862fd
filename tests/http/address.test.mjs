// What stands in an address or a header is as untrusted as a body: it must neither end the server nor be shown as something else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BOMBS } from "./bombs.mjs";
import { OUTLINE, served } from "./harness.mjs";

const ADDRESSES = ["/%FF", "/static/%FF.js", "/invite/%FF", "/static/%C3%28.css", "/invite/%ED%A0%80", "/sections/%E3%81/edit", "/%01", "/chapters/1?x=%FF&%FE=1"];

test("an address that is not text is refused, and the server goes on", async (t) => {
  const s = await served(t, { from: OUTLINE });
  for (const path of ADDRESSES)
    for (const client of [s.nobody, s.secretariat]) {
      for (const [method, headers] of [["GET", {}], ["HEAD", {}], ["POST", { "content-type": "application/x-www-form-urlencoded" }], ["POST", { "sec-fetch-site": "cross-site" }]]) {
        const answer = await client.send(method, path, { headers, body: method === "POST" && headers["content-type"] ? "text=x" : undefined });
        assert.ok(answer.status >= 200 && answer.status < 500, `${method} ${path}: ${answer.status}`);
        if (client === s.secretariat && !path.includes("?") && method === "GET") assert.equal(answer.status, 400, path);
      }
    }
  assert.equal((await s.nobody.get("/healthz")).status, 200);
});

test("headers that are not text do no harm", async (t) => {
  const s = await served(t, { from: OUTLINE });
  for (const name of ["cookie", "host", "accept-language", "x-forwarded-for", "if-none-match", "origin"])
    for (const value of ["\xff\xfe", "kosshi=\xff", "é".repeat(50), "a\tb"])
      assert.ok((await s.nobody.send("GET", "/login", { headers: { [name]: value } })).status < 500, `${name}: ${value}`);
  assert.equal((await s.nobody.get("/healthz")).status, 200);
});

test("a page that waited for the renderer while its reader changed is not kept as it was", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const chapter = `/chapters/${s.find("地域の産業").id}`;
  const slow = Object.entries(BOMBS).find(([name]) => name.includes("autolink"))[1];
  assert.equal((await s.secretariat.j.post(`/sections/${id}`, { base_version: 0, text: slow })).status, 200);
  const waiting = s.member.get(chapter);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal((await s.member.j.post("/me/display", { display: "改名した人" })).status, 200);
  await waiting;
  assert.match((await s.member.get(chapter)).text, /改名した人/);
});
