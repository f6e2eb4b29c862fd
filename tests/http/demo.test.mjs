// The sample: a filled file that anybody may try as anybody, and that says on every page and paper that it is invented.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { OUTLINE, ROLES, Server, exists, exported, folder, kosshi, newDocument, served, sql } from "./harness.mjs";

const MARK = "これは見本です。内容はすべて架空のものです。";

function demo(t) {
  const file = join(folder(t), "demo.db");
  kosshi(["demo", file]);
  return file;
}

async function servedDemo(t) {
  const file = demo(t);
  const server = await Server.start(file);
  t.after(() => server.stop());
  return server;
}

test("the sample has people of every role, opinions with answers, and rows in every table", async (t) => {
  const file = demo(t);
  const document = exported(file);
  assert.ok(document.strategies.length >= 4 && document.indicators.length >= 12);
  assert.ok(document.comments.some((c) => c.state === "open") && document.comments.some((c) => c.state === "resolved" && c.replies.length));
  const now = Date.now();
  for (const c of document.comments) {
    const times = [c.at, ...c.replies.map((r) => r.at), ...(c.resolved_at ? [c.resolved_at] : [])];
    assert.deepEqual(times, [...times].sort((a, b) => a - b), `the thread of ${c.id} goes forward`);
    assert.ok(times.at(-1) <= now, `the thread of ${c.id} lies in the past`);
  }
  const roles = kosshi(["user", "list", file]).stdout.trim().split("\n").map((line) => line.split("\t")[1]);
  assert.deepEqual([...new Set(roles)].sort(), ROLES.slice(1).sort());
  assert.match(kosshi(["demo", file], { expect: 1, env: { LC_ALL: "C" } }).stderr, /exists already/);
});

test("every text of the sample has its author in the history, and its words are that person's", async (t) => {
  const server = await servedDemo(t);
  const person = server.client();
  person.takeCookie(await person.post("/login/sample", { role: "viewer" }));
  const ids = new Set([...(await person.get("/document")).text.matchAll(/ id="s(\d+)"/g)].map((found) => found[1]));
  let written = 0;
  for (const id of ids) {
    const { revisions } = (await person.j.get(`/sections/${id}/history`)).json;
    for (const { people } of revisions) assert.ok(people.every(({ id, name }) => id && name), `section ${id}`);
    const { writers } = (await person.j.get(`/sections/${id}/history?who=1`)).json;
    assert.ok(writers.every(({ is_nobody }) => !is_nobody), `section ${id}`);
    written += writers.length;
  }
  assert.ok(written > 5);
});

test("the sample's forms go out and in as the same bytes", async (t) => {
  const file = demo(t);
  for (const format of ["md", "json"]) {
    const first = kosshi(["export", file, "--format", format]).stdout;
    const again = newDocument(t, { from: first });
    assert.equal(kosshi(["export", again, "--format", format]).stdout, first, format);
    assert.deepEqual({ ...exported(again), comments: [], suggestions: [] }, { ...exported(file), comments: [], suggestions: [] }, format);
    const html = (name) => kosshi(["export", name, "--format", "html"]).stdout.replace(/\d+年\d+月\d+日/g, "");
    assert.equal(html(again), html(file).replace(/<p class="final-sample">.*<\/p>/, ""));
  }
});

test("one click signs in as each role", async (t) => {
  const server = await servedDemo(t);
  const form = await server.client().get("/login?next=/comments");
  for (const role of ROLES.slice(1)) {
    assert.ok(form.text.includes(`name="role" value="${role}"`), role);
    const person = server.client();
    const answer = await person.post("/login/sample", { role, next: "/comments" });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, "/comments");
    person.takeCookie(answer);
    assert.equal((await person.j.get("/me")).json.role, role);
  }
  assert.equal((await server.client().j.post("/login/sample", { role: "nobody" })).status, 400);
  assert.equal((await server.client().post("/login/sample", { role: "member" }, { Origin: "https://elsewhere.example" })).status, 403);
});

test("a document made from a sample's export is none: nobody enters it without a password", async (t) => {
  const file = demo(t);
  for (const format of ["md", "json"]) {
    const copy = newDocument(t, { from: kosshi(["export", file, "--format", format]).stdout });
    kosshi(["user", "add", copy, "jimu", "--role", "secretariat", "--password-stdin"], { input: "a long enough password\n" });
    const server = await Server.start(copy);
    t.after(() => server.stop());
    assert.equal((await server.client().j.post("/login/sample", { role: "secretariat" })).status, 404);
  }
});

test("the buttons of a sample enter as the people it was made with, and as nobody who came later", async (t) => {
  const server = await servedDemo(t);
  sql(server.file, "UPDATE user SET disabled_at = 1 WHERE role = 'viewer'");
  kosshi(["user", "add", server.file, "jimu", "--role", "viewer", "--password-stdin"], { input: "a long enough password\n" });
  assert.equal((await server.client().j.post("/login/sample", { role: "viewer" })).status, 400);
  assert.equal((await server.client().j.post("/login/sample", { role: "member" })).status, 200);
  assert.doesNotMatch((await server.client().get("/login")).text, /name="role" value="viewer"/);
});

test("every page of a sample and its paper say so", async (t) => {
  const server = await servedDemo(t);
  const person = server.client();
  assert.ok((await person.get("/login")).text.includes(MARK));
  person.takeCookie(await person.post("/login/sample", { role: "secretariat" }));
  for (const path of ["/", "/document", "/chapters/1", "/outline", "/comments", "/users", "/export", "/help", "/nowhere"]) assert.ok((await person.get(path)).text.includes(MARK), path);
  const html = kosshi(["export", server.file, "--format", "html"]).stdout;
  assert.ok(html.slice(0, html.indexOf("<nav")).includes(MARK), "on the cover");
  assert.ok(kosshi(["export", server.file, "--format", "text"]).stdout.startsWith(`【見本】${MARK}\n`));
});

test("another document is no sample", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: ["member"] });
  const form = await s.nobody.get("/login");
  assert.doesNotMatch(form.text, /見本|login\/sample/);
  assert.match(form.text, /name="password"/);
  const answer = await s.nobody.j.post("/login/sample", { role: "member" });
  assert.equal(answer.status, 404);
  assert.equal(answer.headers["set-cookie"], undefined);
  assert.doesNotMatch(kosshi(["export", s.file, "--format", "html"]).stdout, /これは見本です/);
});

test("a sample that others can reach is warned about", async (t) => {
  const file = demo(t);
  const warned = async (listen) => {
    const server = await Server.start(file, { listen, env: { LC_ALL: "C" } });
    await server.stop();
    return /anybody may enter without a password/.test(server.errors);
  };
  assert.equal(await warned("0.0.0.0:0"), true);
  assert.equal(await warned("127.0.0.1:0"), false);
  assert.ok(exists(file));
});
