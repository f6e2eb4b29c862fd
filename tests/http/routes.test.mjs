// Who may do what: every route, asked by each of the five roles, as a page and as JSON. The table is written by hand from the roles' definition;
// that it names every route of the program is tested, too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { OUTLINE, ROLES, served, sql } from "./harness.mjs";

let made = 0;
const now = () => Date.now();

// What a write needs to have something to work on. Each gives the id of a fresh one.
const fresh = {
  comment: (s) => sql(s.file, `INSERT INTO comment (section_id, author, body, at) VALUES (${s.target}, 'x', 'y', ${now()}) RETURNING id`),
  reply: (s) => sql(s.file, `INSERT INTO reply (comment_id, author, body, at) VALUES (${fresh.comment(s)}, 'x', 'y', ${now()}) RETURNING id`),
  resolved: (s) => sql(s.file, `INSERT INTO comment (section_id, author, body, at, state, resolved_by, resolved_at) VALUES (${s.target}, 'x', 'y', 1, 'resolved', 1, 2) RETURNING id`),
  suggestion: (s) => sql(s.file, `INSERT INTO suggestion (section_id, author, at, reason, made_version, made, changes) VALUES (${fresh.section(s)}, 'x', 1, '', 0, '[[0,"案"]]', '[[0,"案"]]') RETURNING id`),
  person: (s, disabled = "NULL") => sql(s.file, `INSERT INTO user (name, display, role, password_hash, created_at, disabled_at) VALUES ('p${++made}', 'p', 'viewer', 'x', 1, ${disabled}) RETURNING id`),
  disabled: (s) => fresh.person(s, "2"),
  invitation: (s) => sql(s.file, `INSERT INTO invitation (token_hash, role, created_at, expires_at) VALUES (randomblob(32), 'viewer', 1, ${now() + 1e6}) RETURNING id`),
  section: (s, deleted = "NULL") => sql(s.file, `INSERT INTO section (parent_id, position, kind, title, deleted_at) VALUES (${s.chapter}, ${100 + ++made}, 'section', 'n${made}', ${deleted}) RETURNING id`),
  deleted: (s) => fresh.section(s, "2"),
  image: (s) => sql(s.file, "INSERT INTO image (type, name, width, height, created_at, data) VALUES ('image/png', '', 1, 1, 1, x'89') RETURNING id"),
};

// [method, route, least role, { path: what to ask for, fields: what to send, page: status for a browser, json: status for JSON }]
// Without page and json: 200 and 200 for a GET, 303 and 200 for a POST.
const TABLE = [
  ["GET", "/", "viewer"],
  ["GET", "/chapters/{id}", "viewer", { path: (s) => `/chapters/${s.chapter}` }],
  ["GET", "/document", "viewer"],
  ["GET", "/sections/{id}", "viewer", { path: (s) => `/sections/${s.target}`, page: 303, json: 303 }],

  ["GET", "/sections/{id}/edit", "member", { path: (s) => `/sections/${s.target}/edit` }],
  ["GET", "/sections/{id}/text", "viewer", { path: (s) => `/sections/${s.target}/text` }],
  ["POST", "/sections/{id}", "member", { path: (s) => `/sections/${fresh.section(s)}`, fields: { base_version: "0", text: "本文" } }],
  // as a form, which it never is: that updates work is tested with them
  ["POST", "/sections/{id}/updates", "member", { path: (s) => `/sections/${s.target}/updates`, page: 400, json: 400, code: "bad_field" }],
  ["POST", "/sections/{id}/preview", "member", { path: (s) => `/sections/${s.target}/preview`, fields: { base_version: "0", text: "本文" }, page: 200 }],
  ["GET", "/sections/{id}/history", "viewer", { path: (s) => `/sections/${s.target}/history` }],
  ["POST", "/sections/{id}/history", "member", { path: (s) => `/sections/${fresh.section(s)}/history`, fields: { version: "0" } }],
  ["GET", "/sections/{id}/table", "member", { path: (s) => `/sections/${s.strategies}/table` }],
  ["POST", "/sections/{id}/table", "member", { path: (s) => `/sections/${s.strategies}/table`, fields: () => ({ "sN1.title": `戦略${++made}` }) }],

  ["GET", "/outline", "secretariat"],
  ["POST", "/sections", "secretariat", { fields: { parent: "0", kind: "chapter", number: "", title: "章" } }],
  ["POST", "/sections/{id}/rename", "secretariat", { path: (s) => `/sections/${fresh.section(s)}/rename`, fields: { number: "", title: "改めた名" } }],
  ["POST", "/sections/{id}/move", "secretariat", { path: (s) => `/sections/${fresh.section(s)}/move`, fields: { parent: "0" } }],
  ["POST", "/sections/{id}/delete", "secretariat", { path: (s) => `/sections/${fresh.section(s)}/delete` }],
  ["POST", "/sections/{id}/restore", "secretariat", { path: (s) => `/sections/${fresh.deleted(s)}/restore` }],
  ["POST", "/sections/{id}/state", "secretariat", { path: (s) => `/sections/${fresh.section(s)}/state`, fields: { state: "review" } }],
  ["POST", "/outline/renumber", "secretariat", { fields: { parent: "0" } }],
  ["POST", "/outline/settings", "secretariat", { fields: { title: "計画", day_style: "wareki" } }],

  ["GET", "/comments", "viewer"],
  ["GET", "/comments/{id}", "viewer", { path: (s) => `/comments/${fresh.comment(s)}` }],
  ["POST", "/comments/seen", "viewer", { fields: { all: "1" } }],
  ["GET", "/people", "viewer", { plain: true }],
  ["GET", "/sections/{id}/comments", "viewer", { path: (s) => `/sections/${s.target}/comments` }],
  ["POST", "/sections/{id}/comments", "reviewer", { path: (s) => `/sections/${s.target}/comments`, fields: { body: "意見" } }],
  ["POST", "/comments/{id}/replies", "reviewer", { path: (s) => `/comments/${fresh.comment(s)}/replies`, fields: { body: "返信" } }],
  ["POST", "/comments/{id}/resolve", "reviewer", { path: (s) => `/comments/${fresh.comment(s)}/resolve` }],
  ["GET", "/comments/{id}/response", "secretariat", { path: (s) => `/comments/${fresh.comment(s)}/response` }],
  ["POST", "/comments/{id}/response", "secretariat", { path: (s) => `/comments/${fresh.comment(s)}/response`, fields: { response: "考え方" } }],
  ["POST", "/comments/{id}/merge", "secretariat", { path: (s) => `/comments/${fresh.comment(s)}/merge`, fields: (s) => ({ into: fresh.comment(s) }) }],
  ["POST", "/comments/{id}/split", "secretariat", { path: (s) => `/comments/${fresh.comment(s)}/split` }],
  ["POST", "/comments/{id}/reopen", "reviewer", { path: (s) => `/comments/${fresh.resolved(s)}/reopen` }],

  // somebody else's: that one's own can be is tested with the threads
  ["POST", "/comments/{id}/edit", "reviewer", { path: (s) => `/comments/${fresh.comment(s)}/edit`, fields: { body: "意見" }, page: 403, json: 403 }],
  ["POST", "/comments/{id}/delete", "reviewer", { path: (s) => `/comments/${fresh.comment(s)}/delete`, page: 403, json: 403 }],
  ["POST", "/replies/{id}/edit", "reviewer", { path: (s) => `/replies/${fresh.reply(s)}/edit`, fields: { body: "返信" }, page: 403, json: 403 }],
  ["POST", "/replies/{id}/delete", "reviewer", { path: (s) => `/replies/${fresh.reply(s)}/delete`, page: 403, json: 403 }],

  ["GET", "/comments/outside", "secretariat"],
  ["POST", "/comments/outside", "secretariat", { fields: { source: "手紙", people: "1", section: "1", kind: "opinion", body: "意見" } }],
  ["GET", "/comments/outside/example", "secretariat", { plain: true }],
  ["GET", "/comments/outside/import", "secretariat"],
  ["POST", "/comments/outside/check", "secretariat", { page: 400, json: 400 }],
  ["POST", "/comments/outside/import", "secretariat", { fields: { text: "意見,章\n意見,はじめに\n", section: "", source: "手紙" } }],

  ["GET", "/sections/{id}/suggest", "reviewer", { path: (s) => `/sections/${s.target}/suggest` }],
  ["GET", "/sections/{id}/suggestions", "viewer", { path: (s) => `/sections/${s.target}/suggestions` }],
  ["GET", "/suggestions/{id}", "viewer", { path: (s) => `/suggestions/${fresh.suggestion(s)}` }],
  ["POST", "/sections/{id}/suggestions", "reviewer", { path: (s) => `/sections/${fresh.section(s)}/suggestions`, fields: { version: "0", changes: '[[0,"案"]]' } }],
  ["POST", "/suggestions/{id}/accept", "member", { path: (s) => `/suggestions/${fresh.suggestion(s)}/accept` }],
  ["POST", "/suggestions/{id}/reject", "member", { path: (s) => `/suggestions/${fresh.suggestion(s)}/reject`, fields: { reason: "理由" } }],
  // somebody else's: that one's own can be is tested with the suggestions
  ["POST", "/suggestions/{id}/withdraw", "reviewer", { path: (s) => `/suggestions/${fresh.suggestion(s)}/withdraw`, page: 403, json: 403 }],
  ["POST", "/suggestions/{id}/replies", "reviewer", { path: (s) => `/suggestions/${fresh.suggestion(s)}/replies`, fields: { body: "返信" } }],

  ["GET", "/indicators", "viewer"],

  ["GET", "/references", "viewer"],
  ["GET", "/references/{id}", "viewer", { path: () => "/references/1" }],
  ["GET", "/considerations", "viewer"],
  ["POST", "/considerations", "secretariat", { fields: { group: "社会の変化", title: "働き方の変化" } }],
  ["GET", "/sections/{id}/considerations", "member", { path: (s) => `/sections/${s.target}/considerations` }],
  ["POST", "/sections/{id}/considerations", "member", { path: (s) => `/sections/${fresh.section(s)}/considerations`, fields: { c1: "1" } }],

  ["GET", "/images", "member"],
  ["GET", "/images/new", "member"],
  ["GET", "/images/{id}", "viewer", { path: (s) => `/images/${fresh.image(s)}`, plain: true }],
  // without a file: that one with a picture works is tested with the pictures
  ["POST", "/images", "member", { fields: { alt: "x" }, page: 400, json: 400, code: "bad_field" }],

  ["GET", "/login", "nobody", { page: { nobody: 200, others: 303 }, json: { nobody: 200, others: 303 } }],
  // wrong on purpose: that a right one works is tested with the people
  ["POST", "/login", "nobody", { fields: { name: "", password: "" }, page: 401, json: 401 }],
  // of a document that is no sample there is none
  ["POST", "/login/sample", "nobody", { fields: { role: "member" }, page: 404, json: 404 }],
  ["POST", "/logout", "nobody", { path: () => "/logout", without: "session" }],
  ["GET", "/invite/{word}", "nobody", { path: () => "/invite/unknown", page: 410, json: 410 }],
  ["POST", "/invite/{word}", "nobody", { path: () => "/invite/unknown", fields: { name: "n" }, page: 410, json: 410 }],

  ["GET", "/me", "viewer"],
  ["POST", "/me/password", "viewer", { fields: { current: "wrong", password: "x", password_again: "x" }, page: 401, json: 401, code: "wrong_password" }],
  ["POST", "/me/sign-out-everywhere", "viewer", { once: true }],
  ["POST", "/me/display", "viewer", { fields: () => ({ display: `名前${++made}` }) }],

  ["GET", "/users", "secretariat"],
  ["POST", "/users/{id}/role", "secretariat", { path: (s) => `/users/${fresh.person(s)}/role`, fields: { role: "member" } }],
  ["POST", "/users/{id}/disable", "secretariat", { path: (s) => `/users/${fresh.person(s)}/disable` }],
  ["POST", "/users/{id}/enable", "secretariat", { path: (s) => `/users/${fresh.disabled(s)}/enable` }],
  ["POST", "/invitations", "secretariat", { fields: { role: "member" }, page: 200 }],
  ["POST", "/invitations/{id}/withdraw", "secretariat", { path: (s) => `/invitations/${fresh.invitation(s)}/withdraw` }],
  ["GET", "/activity", "secretariat"],

  ["GET", "/export", "secretariat"],
  ["POST", "/export", "secretariat", { fields: { format: "json" }, page: 200 }],

  // of one who may listen the headers alone: the rest has no end
  ["GET", "/events", "viewer", { head: true, plain: true }],
  ["POST", "/sections/{id}/presence", "member", { path: (s) => `/sections/${s.target}/presence`, fields: { client: "c", version: "0", anchor: "0", head: "0" }, page: 200 }],

  ["GET", "/styles", "secretariat"],
  ["POST", "/language", "nobody", { fields: { language: "ja", next: "/help" } }],
  ["GET", "/help", "nobody"],
  ["GET", "/healthz", "nobody", { json: 200, plain: true }],
  ["GET", "/static/{word}", "nobody", { path: (s) => s.css, plain: true }],
];

// Everything a write could change, in one line.
const STATE = `SELECT (SELECT count(*) FROM activity), (SELECT group_concat(id || title || version || state || ifnull(deleted_at, '') || ifnull(parent_id, '')) FROM section),
  (SELECT group_concat(id || state) FROM comment), (SELECT count(*) FROM reply), (SELECT group_concat(id || role || display || ifnull(disabled_at, '')) FROM user),
  (SELECT count(*) FROM session), (SELECT count(*) FROM image), (SELECT group_concat(id || ifnull(used_at, '')) FROM invitation), (SELECT title || day_style FROM document), (SELECT count(*) FROM record_version), (SELECT group_concat(id || state) FROM suggestion)`;

const statusFor = (wanted, role, fallback) => (wanted === undefined ? fallback : typeof wanted === "number" ? wanted : wanted[role] ?? wanted.others);

test("every role may do on every route what it is meant to, and nothing else", async (t) => {
  const s = await served(t, { from: OUTLINE });
  s.target = s.find("商業").id;
  s.chapter = s.find("地域の産業").id;
  s.strategies = s.find("戦略と戦術(取組)").id;
  s.css = (await s.nobody.get("/help")).text.match(/href="(\/static\/[^"]+\.css)"/)[1];

  for (const [method, route, least, more = {}] of TABLE) {
    await t.test(`${method} ${route}: ${least}`, async () => {
      for (const role of ROLES) {
        for (const json of [false, true]) {
          const path = more.path ? more.path(s) : route;
          const fields = typeof more.fields === "function" ? more.fields(s) : more.fields ?? {};
          const allowed = ROLES.indexOf(role) >= ROLES.indexOf(least);
          const keeps = allowed && (more.once || more.without === "session");
          const client = keeps && role !== "nobody" ? await s.server.signIn(role) : s[role];
          const asking = json ? client.j : client;
          const what = `${role}, ${json ? "JSON" : "page"}`;
          const before = allowed ? "" : sql(s.file, STATE);
          const reading = more.head && allowed ? "HEAD" : "GET";
          const answer = method === "GET" ? await asking.send(reading, path) : await asking.post(path, fields);
          if (allowed) {
            const usual = method === "POST" && !json ? 303 : 200;
            assert.equal(answer.status, statusFor(json ? more.json : more.page, role, usual), `${what}: ${answer.text.slice(0, 300)}`);
            if (json && !more.plain && answer.status !== 303) assert.ok(answer.json, what);
            if (json && more.code) assert.equal(answer.json.error.code, more.code, what);
            if (more.once && role !== "nobody") s[role] = await s.server.signIn(role); // all of its sessions are over
          } else {
            if (json) {
              assert.equal(answer.status, role === "nobody" ? 401 : 403, what);
              assert.equal(answer.json.error.code, role === "nobody" ? "signed_out" : "forbidden", what);
              assert.ok(answer.json.error.message, what);
            } else if (role === "nobody" && answer.status === 303) {
              assert.match(answer.headers.location, /^\/login/, what);
            } else {
              assert.equal(answer.status, role === "nobody" ? 401 : 403, what);
              assert.match(answer.text, /<html lang="ja"/, what);
            }
            assert.equal(sql(s.file, STATE), before, `${what}: something was written`);
          }
        }
      }
    });
  }
});

test("the table names every route", () => {
  const source = readFileSync(new URL("../../src/pages/routes.c", import.meta.url), "utf8");
  const routes = [...source.matchAll(/\{METHOD_(\w+), "([^"]+)"/g)].map((m) => `${m[1]} ${m[2]}`);
  assert.ok(routes.length > 0);
  assert.deepEqual(TABLE.map(([method, route]) => `${method} ${route}`).sort(), routes.sort());
});

test("a page that needs a session sends a browser to the sign-in page and back", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: ["member"] });
  const refused = await s.nobody.get("/comments?state=open");
  assert.equal(refused.status, 303);
  const form = await s.nobody.get(refused.headers.location);
  assert.equal(form.status, 200);
  const next = form.text.match(/action="\/login"[\s\S]*?name="next" value="([^"]*)"/)[1].replaceAll("&amp;", "&");
  const signed = await s.nobody.post("/login", { name: "member", password: "a long enough password", next });
  assert.equal(signed.status, 303);
  assert.equal(signed.headers.location, "/comments?state=open");
});

test("after signing in nobody is sent to another site", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: ["member"] });
  for (const next of ["//evil.example/", "https://evil.example/", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "/login"]) {
    const signed = await s.nobody.post("/login", { name: "member", password: "a long enough password", next });
    assert.equal(signed.status, 303);
    assert.equal(signed.headers.location, "/", next);
  }
});
