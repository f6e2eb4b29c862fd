// People: signing in and out, invitations, passwords, roles, and what is written down about it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, PASSWORD, PATIENCE, Server, addUser, kosshi, newDocument, served, sql, until } from "./harness.mjs";

const NEW_PASSWORD = "another long password";

test("the cookie cannot be read by scripts or sent by other sites, and is for TLS alone where there is TLS", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: ["member"] });
  const [cookie] = (await s.nobody.post("/login", { name: "member", password: PASSWORD })).headers["set-cookie"];
  assert.match(cookie, /; HttpOnly/);
  assert.match(cookie, /; SameSite=Lax/);
  assert.match(cookie, /; Path=\//);
  assert.doesNotMatch(cookie, /Secure/);
  const [proxied] = (await s.nobody.post("/login", { name: "member", password: PASSWORD }, { "X-Forwarded-Proto": "https" })).headers["set-cookie"];
  assert.match(proxied, /; Secure/);
  const token = cookie.match(/=([^;]+)/)[1];
  assert.equal(token.length, 43, "256 bits in base64");
  assert.doesNotMatch(sql(s.file, ".dump session"), new RegExp(token), "the file does not hold it");
});

test("a wrong password, an unknown name and a disabled person are told alike", async (t) => {
  const s = await served(t, { from: OUTLINE });
  kosshi(["user", "disable", s.file, "viewer"]);
  const answers = [];
  for (const [name, password] of [
    ["member", "wrong wrong wrong"],
    ["nobody-of-that-name", PASSWORD],
    ["viewer", PASSWORD],
  ]) {
    const answer = await s.nobody.j.post("/login", { name, password });
    assert.equal(answer.status, 401);
    assert.equal(answer.json.error.code, "wrong_password");
    answers.push(answer.text);
    const page = await s.nobody.post("/login", { name, password });
    assert.equal(page.status, 401);
    assert.match(page.text, /<form[^>]*action="\/login"/);
    assert.doesNotMatch(page.text, new RegExp(password));
  }
  assert.equal(new Set(answers).size, 1);
});

test("guessing is slowed down by name, and after that even the right password has to wait", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: ["member", "viewer"] });
  const wrong = () => s.nobody.j.post("/login", { name: "Member", password: "guess guess guess" });
  for (let i = 0; i < 10; i++) assert.equal((await wrong()).status, 401);
  const refused = await wrong();
  assert.equal(refused.status, 429);
  assert.equal(refused.json.error.code, "too_many");
  assert.ok(Number(refused.headers["retry-after"]) > 0);
  assert.equal((await s.nobody.post("/login", { name: "member", password: PASSWORD })).status, 429);
  assert.equal((await s.nobody.post("/login", { name: "viewer", password: PASSWORD })).status, 303, "others come in");
  sql(s.file, "UPDATE sign_in_failure SET at = at - 16 * 60 * 1000");
  assert.equal((await s.nobody.post("/login", { name: "member", password: PASSWORD })).status, 303, "after a quarter of an hour");
});

test("guessing is slowed down by address, too", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: ["member"] });
  const now = Date.now();
  sql(s.file, `WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) INSERT INTO sign_in_failure (at, name, address) SELECT ${now}, 'n' || i, '127.0.0.1' FROM n`);
  assert.equal((await s.nobody.j.post("/login", { name: "member", password: PASSWORD })).status, 429);
  assert.equal((await s.nobody.post("/login", { name: "member", password: PASSWORD }, { "X-Forwarded-For": "192.0.2.7" })).status, 303, "a proxy on this machine tells the client's address");
});

test("signing out ends this session, signing out everywhere ends all of one's own", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const [a, b, c] = [await s.server.signIn("member"), await s.server.signIn("member"), s.member];
  assert.equal((await a.post("/logout")).status, 303);
  assert.equal((await a.get("/")).status, 303);
  assert.equal((await b.get("/")).status, 200);
  const everywhere = await b.post("/me/sign-out-everywhere");
  assert.equal(everywhere.status, 303);
  assert.match(everywhere.headers["set-cookie"][0], /Max-Age=0/);
  assert.equal(everywhere.headers.location, "/login?out=all");
  assert.match((await s.nobody.get("/login?out=all")).text, /すべての端末でログアウトしました/);
  assert.doesNotMatch((await s.nobody.get("/login")).text, /すべての端末でログアウトしました/);
  for (const client of [b, c]) assert.equal((await client.get("/")).status, 303);
  assert.equal((await s.viewer.get("/")).status, 200, "others stay");
});

test("an expired session is over", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: ["member"] });
  sql(s.file, "UPDATE session SET expires_at = 1");
  await until(async () => (await s.member.get("/")).status === 303, PATIENCE, "the end of the session");
  assert.equal((await s.member.j.get("/")).status, 401);
});

test("one's own password is changed with the old one, and ends the other sessions", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const other = await s.server.signIn("member");
  const change = (fields) => s.member.j.post("/me/password", { current: PASSWORD, password: NEW_PASSWORD, password_again: NEW_PASSWORD, ...fields });
  for (const [fields, status, code, field] of [
    [{ current: "wrong wrong wrong" }, 401, "wrong_password", "current"],
    [{ password: "short", password_again: "short" }, 400, "weak_password", "password"],
    [{ password_again: "something else" }, 400, "bad_field", "password_again"],
    [{ password: "あ".repeat(9), password_again: "あ".repeat(9) }, 400, "weak_password", "password"],
    [{ password: "a".repeat(201), password_again: "a".repeat(201) }, 400, "bad_field", "password"],
  ]) {
    const answer = await change(fields);
    assert.equal(answer.status, status, answer.text);
    assert.deepEqual({ code: answer.json.error.code, field: answer.json.error.field }, { code, field });
  }
  assert.equal((await other.get("/")).status, 200);
  assert.equal((await s.member.post("/me/password", { current: PASSWORD, password: NEW_PASSWORD, password_again: NEW_PASSWORD })).status, 303);
  assert.equal((await s.member.get("/")).status, 200);
  assert.equal((await other.get("/")).status, 303);
  await s.server.signIn("member", NEW_PASSWORD);
  assert.equal((await s.nobody.j.post("/login", { name: "member", password: PASSWORD })).status, 401);
});

test("a name typed on a Japanese keyboard is the same name, also to the throttle", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: ["member"] });
  const typed = s.server.client();
  await typed.signIn("ＭＥＭＢＥＲ", PASSWORD);
  assert.equal((await typed.j.get("/me")).json.name, "member");
  sql(s.file, `WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) INSERT INTO sign_in_failure (at, name, address) SELECT ${Date.now()}, 'member', '192.0.2.' || i FROM n`);
  assert.equal((await s.nobody.j.post("/login", { name: "Ｍｅｍｂｅｒ", password: "wrong wrong wrong" })).status, 401);
  for (const name of ["member", "ＭＥＭＢＥＲ", "ｍember"]) assert.equal((await s.nobody.j.post("/login", { name, password: PASSWORD })).status, 429, name);
});

test("an invitation is shown whatever the request calls its host", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const body = "role=viewer";
  const head = ["POST /invitations HTTP/1.1", "Host: \xff\xfe", `Cookie: ${s.secretariat.cookie}`, "Accept: application/json", "Content-Type: application/x-www-form-urlencoded", `Content-Length: ${body.length}`, "Connection: close"];
  const back = await s.secretariat.raw(Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`, "latin1"));
  assert.match(back, /^HTTP\/1\.1 200 /);
  assert.match(back, /"url":\s*"\/invite\/[A-Za-z0-9_-]{43}"/);
});

test("an invitation lets one person in, once, with its role", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const made = await s.secretariat.j.post("/invitations", { role: "reviewer" });
  assert.equal(made.status, 200);
  const { path, url } = made.json.invitation;
  assert.equal(url, s.server.origin + path);
  assert.doesNotMatch((await s.secretariat.get("/users")).text, new RegExp(path), "the link is shown once");
  assert.doesNotMatch(sql(s.file, ".dump"), new RegExp(path.split("/").pop()), "the file does not hold it");

  const guest = s.server.client();
  assert.equal((await guest.get(path)).status, 200);
  const fields = { name: "yamada", display: "山田 太郎", password: PASSWORD, password_again: PASSWORD };
  for (const [wrong, status, code] of [
    [{ name: "" }, 400, "bad_field"],
    [{ name: "MEMBER" }, 400, "name_taken"],
    [{ name: "ＭＥＭＢＥＲ" }, 400, "name_taken"],
    [{ name: "mem\u200Bber" }, 400, "bad_field"],
    [{ display: "\u202E郎太" }, 400, "bad_field"],
    [{ password: "short", password_again: "short" }, 400, "weak_password"],
    [{ password_again: "not the same" }, 400, "bad_field"],
  ]) {
    const answer = await guest.j.post(path, { ...fields, ...wrong });
    assert.equal(answer.status, status);
    assert.equal(answer.json.error.code, code);
  }
  const shown = await guest.post(path, { ...fields, name: "member" });
  assert.equal(shown.status, 400);
  assert.match(shown.text, /value="山田 太郎"/, "what was typed is still there");
  assert.doesNotMatch(shown.text, new RegExp(PASSWORD));

  const entered = await guest.post(path, fields);
  assert.equal(entered.status, 303);
  guest.takeCookie(entered);
  const me = (await guest.j.get("/me")).json;
  assert.deepEqual({ name: me.name, display: me.display, role: me.role }, { name: "yamada", display: "山田 太郎", role: "reviewer" });
  const late = s.server.client();
  for (const answer of [await late.j.get(path), await late.j.post(path, { ...fields, name: "another" })]) {
    assert.equal(answer.status, 410);
    assert.equal(answer.json.error.code, "gone");
  }
});

test("a shown name of white space on an invitation is none: the name is shown", async (t) => {
  const s = await served(t, { from: OUTLINE });
  for (const [n, display] of ["", "  ", "　", " \t　\n"].entries()) {
    const { path } = (await s.secretariat.j.post("/invitations", { role: "member" })).json.invitation;
    const entered = await s.server.client().j.post(path, { name: `guest-${n}`, display, password: PASSWORD, password_again: PASSWORD });
    assert.equal(entered.status, 200, entered.text);
    assert.equal(entered.json.user.display, `guest-${n}`);
  }
});

test("a field of an invitation that is no line of a name is named itself", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { path } = (await s.secretariat.j.post("/invitations", { role: "member" })).json.invitation;
  const fields = { name: "yamada", display: "山田", password: PASSWORD, password_again: PASSWORD };
  for (const [wrong, field] of [
    [{ display: "山田\n太郎" }, "display"],
    [{ display: "山田\t太郎" }, "display"],
    [{ display: "山".repeat(201) }, "display"],
    [{ name: "yama\tda" }, "name"],
    [{ name: " 　 " }, "name"],
    [{ name: "y".repeat(201) }, "name"],
  ]) {
    const answer = await s.nobody.j.post(path, { ...fields, ...wrong });
    assert.equal(answer.status, 400);
    assert.deepEqual({ code: answer.json.error.code, field: answer.json.error.field }, { code: "bad_field", field }, JSON.stringify(wrong));
    const page = await s.nobody.post(path, { ...fields, ...wrong });
    assert.equal(page.status, 400);
    assert.match(page.text, new RegExp(`id="${field}-error"`));
  }
});

test("two things wrong with a password are told at once", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { path } = (await s.secretariat.j.post("/invitations", { role: "member" })).json.invitation;
  for (const [client, address, more] of [
    [s.nobody, path, { name: "yamada", display: "" }],
    [s.member, "/me/password", { current: PASSWORD }],
  ]) {
    const page = await client.post(address, { ...more, password: "short", password_again: "other" });
    assert.equal(page.status, 400);
    assert.match(page.text, /id="password-error">パスワードが短すぎます/);
    assert.match(page.text, /id="password-again-error">2つのパスワードが同じではありません/);
  }
});

test("a link made at an address of this computer alone says so", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: ["secretariat"] });
  for (const [host, local] of [
    ["127.0.0.1:8080", true],
    ["localhost", true],
    ["LOCALHOST:8080", true],
    ["[::1]:8080", true],
    ["192.168.1.10:8080", false],
    ["localhost.example.jp", false],
    ["127.0.0.10", false],
  ]) {
    const made = await s.secretariat.j.post("/invitations", { role: "viewer" }, { Host: host });
    assert.equal(made.json.invitation.url, `http://${host}${made.json.invitation.path}`);
    assert.equal(made.json.invitation.local_only, local, host);
    const page = (await s.secretariat.post("/invitations", { role: "viewer" }, { Host: host })).text;
    assert.equal(page.includes("make run LISTEN="), local, host);
  }
});

test("an invitation's note tells it apart for the secretariat, and the guest does not see it", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: ["secretariat"] });
  const made = (await s.secretariat.j.post("/invitations", { role: "viewer", note: "山田<さん>" })).json;
  assert.equal(made.invitation.note, "山田<さん>");
  assert.equal(made.invitations[0].note, "山田<さん>");
  assert.match((await s.secretariat.get("/users")).text, /山田&lt;さん&gt;/);
  assert.doesNotMatch((await s.nobody.get(made.invitation.path)).text, /山田/);
  assert.equal((await s.secretariat.j.post("/invitations", { role: "viewer", note: "字".repeat(200) })).status, 200);
  for (const note of ["字".repeat(201), "一行\n二行", "\u202Eさん"]) {
    const refused = await s.secretariat.j.post("/invitations", { role: "viewer", note });
    assert.deepEqual([refused.status, refused.json.error.field], [400, "note"]);
  }
});

test("a change of people asks first and is said afterwards", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const users = (await s.secretariat.j.get("/users")).json.users;
  const { id } = users.find((u) => u.name === "member");
  await s.secretariat.post("/invitations", { role: "viewer" });
  const invitation = (await s.secretariat.j.get("/users")).json.invitations[0].id;
  const page = (await s.secretariat.get("/users")).text;
  const folded = page.match(/<details[\s\S]*?<\/details>/g).join("\n");
  for (const [path, fields, sentence] of [
    [`/users/${id}/role`, { role: "viewer" }, "役割を変えました"],
    [`/users/${id}/disable`, {}, "利用を停止しました"],
    [`/users/${id}/enable`, {}, "利用を再開しました"],
    [`/invitations/${invitation}/withdraw`, {}, "招待を取り消しました"],
  ]) {
    assert.equal(folded.includes(`action="${path}"`), !path.endsWith("enable"), path);
    const { headers } = await s.secretariat.post(path, fields);
    assert.match(headers.location, /^\/users\?done=[a-z]+$/);
    assert.ok((await s.secretariat.get(headers.location)).text.includes(sentence), sentence);
  }
  assert.doesNotMatch((await s.secretariat.get("/users?done=<b>")).text, /role="status"/);
});

test("whoever is alone meets the form for inviting before the list of people", async (t) => {
  const alone = await served(t, { from: OUTLINE, roles: ["secretariat"] });
  const many = await served(t, { from: OUTLINE });
  for (const [s, first] of [
    [alone, true],
    [many, false],
  ]) {
    const page = (await s.secretariat.get("/users")).text;
    assert.equal(page.indexOf('action="/invitations"') < page.indexOf('id="u1"'), first);
  }
});

test("two people who use one invitation at the same moment: one comes in", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { path } = (await s.secretariat.j.post("/invitations", { role: "member" })).json.invitation;
  const answers = await Promise.all(["a", "b", "c"].map((name) => s.server.client().j.post(path, { name: `guest-${name}`, display: "", password: PASSWORD, password_again: PASSWORD })));
  assert.deepEqual(answers.map((a) => a.status).sort(), [200, 410, 410]);
});

test("an invitation that has expired or was withdrawn lets nobody in", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const expired = (await s.secretariat.j.post("/invitations", { role: "member" })).json.invitation.path;
  sql(s.file, "UPDATE invitation SET expires_at = created_at + 1");
  assert.equal((await s.nobody.get(expired)).status, 410);
  const withdrawn = (await s.secretariat.j.post("/invitations", { role: "member" })).json;
  const { id } = withdrawn.invitations.find((i) => i.state === "open");
  assert.equal((await s.nobody.get(withdrawn.invitation.path)).status, 200);
  assert.equal((await s.secretariat.j.post(`/invitations/${id}/withdraw`)).status, 200);
  assert.equal((await s.nobody.get(withdrawn.invitation.path)).status, 410);
});

test("the command line's invitation works on a served file", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const link = kosshi(["invite", s.file, "--role", "viewer"]).stdout.trim();
  assert.match(link, /^\/invite\/[A-Za-z0-9_-]{43}$/);
  assert.equal((await s.nobody.get(link)).status, 200);
});

test("the first start prints an address that signs the first person in as the secretariat, a later one does not", async (t) => {
  const file = newDocument(t, { from: OUTLINE });
  let server = await Server.start(file);
  assert.match(server.line, /^http:\/\/127\.0\.0\.1:\d+\/invite\/[A-Za-z0-9_-]{43}$/);
  const client = server.client();
  const path = new URL(server.line).pathname;
  const entered = await client.post(path, { name: "jimukyoku", display: "事務局", password: PASSWORD, password_again: PASSWORD });
  assert.equal(entered.status, 303);
  client.takeCookie(entered);
  assert.equal((await client.j.get("/me")).json.role, "secretariat");
  assert.equal((await client.get("/users")).status, 200);
  await server.stop();
  server = await Server.start(file);
  assert.match(server.line, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  await server.stop();
});

test("a disabled person is out at once, and in again when enabled", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = (await s.secretariat.j.get("/users")).json.users.find((u) => u.name === "member");
  assert.equal((await s.secretariat.post(`/users/${id}/disable`)).status, 303);
  assert.equal((await s.member.get("/")).status, 303);
  assert.equal((await s.nobody.j.post("/login", { name: "member", password: PASSWORD })).status, 401);
  assert.equal((await s.secretariat.post(`/users/${id}/enable`)).status, 303);
  assert.equal((await s.member.get("/")).status, 303, "the old sessions stay over");
  await s.server.signIn("member");
});

test("a new role counts from the next request on", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = (await s.secretariat.j.get("/users")).json.users.find((u) => u.name === "viewer");
  const path = `/sections/${s.find("商業").id}/edit`;
  assert.equal((await s.viewer.get(path)).status, 403);
  assert.equal((await s.secretariat.j.post(`/users/${id}/role`, { role: "member" })).status, 200);
  assert.equal((await s.viewer.get(path)).status, 200);
  for (const role of ["nobody", "", "king"]) assert.equal((await s.secretariat.j.post(`/users/${id}/role`, { role })).status, 400, role);
});

test("the last secretariat cannot be disabled or made something else", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = (await s.secretariat.j.get("/users")).json.users.find((u) => u.name === "secretariat");
  for (const [path, fields] of [
    [`/users/${id}/disable`, {}],
    [`/users/${id}/role`, { role: "member" }],
  ]) {
    const answer = await s.secretariat.j.post(path, fields);
    assert.equal(answer.status, 400);
    assert.equal(answer.json.error.code, "last_secretariat");
  }
  addUser(s.file, "second", "secretariat");
  assert.equal((await s.secretariat.j.post(`/users/${id}/role`, { role: "member" })).status, 200);
});

test("the activity log says who did what, and holds no text and no secret", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  await s.member.post(`/sections/${id}`, { base_version: 0, text: "ひみつの本文" });
  await s.reviewer.post(`/sections/${id}/comments`, { body: "ひみつの意見" });
  await s.nobody.post("/login", { name: "typed-the-password-here", password: "x" });
  await s.nobody.post("/login", { name: "member", password: "wrong-wrong-wrong" });
  const { path } = (await s.secretariat.j.post("/invitations", { role: "viewer" })).json.invitation;
  await s.secretariat.post("/export", { format: "json" });
  await s.member.post("/logout");
  const { activity } = (await s.secretariat.j.get("/activity")).json;
  const did = activity.map((a) => `${a.who} ${a.action}`);
  for (const line of ["member sign_in", "member save", "reviewer comment", " sign_in_fail", "secretariat invite", "secretariat export", "member sign_out", " create"]) assert.ok(did.includes(line), `${line} is missing of ${did}`);
  const save = activity.find((a) => a.action === "save");
  assert.equal(save.section, id);
  assert.equal(save.section_title, "商業");
  const log = sql(s.file, ".dump activity");
  for (const secret of ["ひみつ", "typed-the-password-here", "wrong-wrong-wrong", PASSWORD, path.split("/").pop()]) assert.ok(!log.includes(secret), secret);
  assert.ok(!s.server.errors.includes("ひみつ"));
  assert.match((await s.secretariat.get("/activity")).text, /商業/);
});

test("the activity page groups by day, names papers and versions in words, and leads to what stands", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const [shop, factory] = [s.find("商業").id, s.find("工業").id];
  for (const id of [shop, factory]) await s.member.post(`/sections/${id}`, { base_version: 0, text: "本文" });
  await s.secretariat.post(`/sections/${factory}/delete`);
  await s.secretariat.post("/export", { format: "json" });
  sql(s.file, "UPDATE activity SET at = at - 3 * 86400000 WHERE action = 'create'");
  const { activity } = (await s.secretariat.j.get("/activity")).json;
  const saved = (id) => activity.find((a) => a.action === "save" && a.section === id);
  assert.deepEqual([saved(shop).detail_label, saved(shop).section_place, saved(shop).section_href], ["第1版", "Ⅱ-1 商業", `/sections/${shop}`]);
  assert.deepEqual([saved(factory).section_place, saved(factory).section_href], ["工業", null], "a deleted one cannot be opened");
  assert.match(activity.find((a) => a.action === "export").detail_label, /^データ（JSON） \d+ KB$/);
  assert.equal(activity.find((a) => a.action === "create").who_label, "コマンドで");
  const page = (await s.secretariat.get("/activity")).text;
  const days = new Set(activity.map((a) => a.day_text));
  assert.ok(days.size >= 2);
  assert.equal(page.match(/<h2>(?:\d+年)?\d+月\d+日<\/h2>/g).length, days.size);
  assert.equal(page.match(/<ol class="list people-list">/g).length, page.match(/<\/ol>/g).length);
  assert.ok(page.includes(`<a href="/sections/${shop}" lang="ja">Ⅱ-1 商業</a>`));
  assert.ok(!page.includes(`href="/sections/${factory}"`));
});

test("a long activity log is read page by page", async (t) => {
  const s = await served(t, { from: OUTLINE, roles: ["secretariat"] });
  sql(s.file, "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250) INSERT INTO activity (at, action, detail) SELECT i, 'export', i FROM n");
  let path = "/activity";
  const seen = [];
  while (path) {
    const view = (await s.secretariat.j.get(path)).json;
    seen.push(...view.activity.map((a) => a.id));
    path = view.older ? `/activity?before=${view.older}` : null;
  }
  assert.equal(seen.length, Number(sql(s.file, "SELECT count(*) FROM activity")));
  assert.deepEqual(seen, [...new Set(seen)].sort((a, b) => b - a));
});
