// The command line: what each command does, says, leaves behind, and with which status it ends.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { KOSSHI, OUTLINE, PASSWORD, PATIENCE, Server, addUser, exported, folder, kosshi, newDocument, sections, sql, until } from "./harness.mjs";

const JA = { LC_ALL: "ja_JP.UTF-8" };

/** Runs a command that must fail with a one-line error (or, for wrong usage, one line and the usage). */
function fails(args, { status = 1, input, env } = {}) {
  const ran = kosshi(args, { expect: status, input, env });
  assert.match(ran.stderr, /^kosshi: .+\n/);
  if (status === 1) assert.equal(ran.stderr.split("\n").length, 2, `more than one line: ${ran.stderr}`);
  else assert.match(ran.stderr, /\n {2}kosshi /, "no usage");
  return ran.stderr;
}

function source(t, text, name = "outline.md") {
  const path = join(folder(t), name);
  writeFileSync(path, text);
  return path;
}

const onlyIn = (path) => readdirSync(join(path, "..")).sort();

test("kosshi alone and kosshi help name every command in one line each", () => {
  for (const args of [[], ["help"], ["--help"]]) {
    const said = kosshi(args).stdout.split("\n");
    for (const name of ["new", "serve", "user", "invite", "export", "import", "check", "backup"]) assert.equal(said.filter((line) => line.startsWith(`  ${name} `)).length, 1, name);
  }
});

test("help and --help show how to use one command", () => {
  for (const args of [["help", "export"], ["export", "--help"]]) assert.match(kosshi(args).stdout, /kosshi export FILE --format html\|text\|md\|json \[-o OUT\]/);
});

test("--version says name and version", () => {
  assert.match(kosshi(["--version"]).stdout, /^kosshi \d+\.\d+\.\d+\n$/);
});

test("wrong usage ends with 2 and the usage of the command", (t) => {
  const file = newDocument(t);
  for (const args of [
    ["export"],
    ["export", file],
    ["export", file, "--format"],
    ["export", file, "--format", "pdf"],
    ["export", file, "--frmat", "html"],
    ["export", file, "another", "--format", "html"],
    ["export", file, "--format", "--o"],
    ["export", file, "-x"],
    ["user"],
    ["user", "add", file],
    ["user", "add", file, "a"],
    ["user", "add", file, "a", "--role", "king"],
    ["user", "add", file, "a", "--role", "nobody"],
    ["user", "remove", file, "a"],
    ["user", "add", file, "a", "--role", "member", "--password-stdin=x"],
    ["invite", file],
    ["import", file, "one", "text.md"],
    ["import", file, "-1", "text.md"],
    ["import", file, "1", "text.md", "--base", "x"],
    ["backup", file],
    ["serve", file, "--listen", "8080"],
    ["serve", file, "--listen", ":8080"],
    ["serve", file, "--listen", "127.0.0.1:99999"],
    ["serve", file, "--listen", "::1:8080"],
    ["serve", file, "--tls-cert", "x"],
  ])
    fails(args, { status: 2 });
  assert.match(kosshi(["exprot"], { expect: 2 }).stderr, /^kosshi: exprot: .*kosshi help/);
});

test("-- ends the options, and a value may stand behind =", (t) => {
  const file = newDocument(t);
  kosshi(["user", "add", "--role=member", "--password-stdin", "--", file, "-strange-"], { input: `${PASSWORD}\n` });
  assert.match(kosshi(["user", "list", file]).stdout, /^-strange-\tmember\t/m);
});

test("errors are told in the language of the environment", (t) => {
  const missing = join(folder(t), "none.db");
  assert.match(fails(["check", missing], { env: { LC_ALL: "C" } }), /there is no such file/);
  assert.match(fails(["check", missing], { env: JA }), /このファイルはありません/);
});

test("a new document comes from the built-in outline, and nobody else may read it", (t) => {
  const file = join(folder(t), "vision.db");
  assert.match(kosshi(["new", file], { env: { LC_ALL: "C" } }).stdout, /, 7 chapters, 23 sections, /);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(sql(file, "SELECT group_concat(action) FROM activity"), "create");
  const titles = sections(exported(file)).filter((s) => s.kind === "policy");
  assert.ok(titles.length > 0);
});

test("an outline becomes a document, and lines without a place are named and kept", (t) => {
  const file = join(folder(t), "plan.db");
  const said = kosshi(["new", file, "--from", source(t, `前書き\n\n${OUTLINE}`)], { env: { LC_ALL: "C" } }).stdout;
  assert.match(said, /“試験市産業計画”, 3 chapters, 6 sections, /);
  assert.match(said, /^1: 前書き$/m);
  const document = exported(file);
  assert.equal(document.references.at(-1).title, "取り込めなかった行");
  assert.match(document.references.at(-1).text, /前書き/);
  assert.deepEqual(document.considerations.map((c) => c.title), ["人口の減少", "気候の変化"]);
});

test("an outline may come from standard input, with Windows line ends and a byte order mark", (t) => {
  const file = join(folder(t), "plan.db");
  kosshi(["new", file, "--from", "-"], { input: `\ufeff${OUTLINE.replaceAll("\n", "\r\n")}` });
  assert.deepEqual(exported(file).sections.map((s) => [s.number, s.title]), [["Ⅰ", "はじめに"], ["Ⅱ", "地域の産業"], ["Ⅲ", "方針"]]);
});

test("the interchange form makes the same document again, byte for byte", (t) => {
  const file = newDocument(t, { from: OUTLINE });
  const { id } = sections(exported(file)).find((s) => s.title === "商業");
  kosshi(["import", file, String(id), source(t, "# 見出し\n\n本文です。\n", "text.md")]);
  const json = kosshi(["export", file, "--format", "json"]).stdout;
  const copy = join(folder(t), "copy.db");
  kosshi(["new", copy, "--from", source(t, `\n ${json}`, "plan.json")]);
  assert.equal(kosshi(["export", copy, "--format", "json"]).stdout, json);
});

test("a broken source leaves no file behind", (t) => {
  const file = join(folder(t), "plan.db");
  assert.match(fails(["new", file, "--from", source(t, "ただの文章\n")]), /outline/);
  assert.match(fails(["new", file, "--from", source(t, '{"title": 1}')]), /kosshi export --format json/);
  assert.match(fails(["new", file, "--from", source(t, '{"title": "t", "sections": [{"kind": "chapter"}]}')]), /JSON/);
  assert.match(fails(["new", file, "--from", source(t, '{"title": ')]), /JSON/);
  assert.match(fails(["new", file, "--from", source(t, "")]), /outline/);
  assert.match(fails(["new", file, "--from", join(file, "..", "none.md")]), /none\.md: there is no such file/);
  assert.match(fails(["new", file, "--from", join(file, "..")]), /cannot be read/);
  assert.deepEqual(onlyIn(file), []);
});

test("a source that is not UTF-8 is refused with its line", (t) => {
  const file = join(folder(t), "plan.db");
  const shiftJis = Buffer.concat([Buffer.from("# a\n## b\n"), Buffer.from([0x83, 0x65, 0x83, 0x58, 0x83, 0x67, 0x0a])]);
  const path = source(t, shiftJis);
  assert.ok(fails(["new", file, "--from", path]).includes(`${path}:3: is not valid UTF-8`));
  const nul = source(t, "# a\n## b\n\nx\0y\n");
  assert.ok(fails(["new", file, "--from", nul]).includes(`${nul}:4: has a control character`));
  assert.deepEqual(onlyIn(file), []);
});

test("a file that is there is not written over", (t) => {
  const file = source(t, "mine", "mine.txt");
  assert.match(fails(["new", file]), /exists already/);
  assert.equal(readFileSync(file, "utf8"), "mine");
  assert.deepEqual(onlyIn(file), ["mine.txt"]);
});

test("a folder that cannot be written is named, with what to do", (t) => {
  const file = join(folder(t), "no", "such", "folder", "plan.db");
  assert.match(fails(["new", file]), /plan\.db: /);
});

test("a file that is no document is told apart from one that is newer", (t) => {
  const text = source(t, "this is no database, but it is longer than a header of one hundred bytes would be, so that there is something to read");
  for (const args of [["check", text], ["export", text, "--format", "json"], ["user", "list", text], ["serve", text, "--listen", "127.0.0.1:0"], ["backup", text, `${text}.copy`]]) assert.match(fails(args), /is not a kosshi document/);
  assert.ok(!existsSync(`${text}.copy`));
  const newer = newDocument(t);
  sql(newer, "PRAGMA user_version = 9999");
  for (const args of [["check", newer], ["invite", newer, "--role", "member"]]) assert.match(fails(args), /newer kosshi/);
});

test("people are added with a password from standard input, listed, and disabled", (t) => {
  const file = newDocument(t);
  kosshi(["user", "add", file, "tanaka", "--role", "secretariat", "--display", "田中 花子", "--password-stdin"], { input: `${PASSWORD}\r\nnot read\n` });
  kosshi(["user", "add", file, "sato", "--role", "viewer", "--password-stdin"], { input: `${PASSWORD}\n` });
  assert.equal(kosshi(["user", "list", file]).stdout, "tanaka\tsecretariat\t田中 花子\tenabled\nsato\tviewer\tsato\tenabled\n");
  kosshi(["user", "disable", file, "sato"]);
  assert.match(kosshi(["user", "list", file]).stdout, /^sato\tviewer\tsato\tdisabled$/m);
  assert.match(fails(["user", "disable", file, "tanaka"]), /^kosshi: tanaka: is the last one of the secretariat/);
  assert.match(fails(["user", "disable", file, "nobody-of-this-name"]), /nobody-of-this-name: there is nobody/);
  assert.equal(sql(file, "SELECT group_concat(action || ':' || ifnull(user_id, '') || ':' || detail, '|') FROM activity WHERE action LIKE 'user%'"), "user_add::secretariat tanaka|user_add::viewer sato|user_disable::sato");
});

test("a name that is taken, a weak password, no password: nobody is added", (t) => {
  const file = newDocument(t);
  addUser(file, "tanaka", "member");
  const before = kosshi(["user", "list", file]).stdout;
  const add = (name, input) => fails(["user", "add", file, name, "--role", "member", "--password-stdin"], { input });
  assert.match(add("tanaka", `${PASSWORD}\n`), /name already/);
  assert.match(add("Tanaka", `${PASSWORD}\n`), /name already/);
  assert.match(add("sato", "九文字のパスワー\n"), /at least 10 characters/);
  assert.match(add("sato", `${"長".repeat(201)}\n`), /at most 200/);
  assert.match(add("sato", ""), /no password/);
  assert.match(add(" sato", `${PASSWORD}\n`), /without space/);
  assert.match(fails(["user", "add", file, "sato", "--role", "member"], { input: `${PASSWORD}\n` }), /--password-stdin/);
  assert.equal(kosshi(["user", "list", file]).stdout, before);
});

test("a new password ends the person's sessions", async (t) => {
  const file = newDocument(t);
  addUser(file, "tanaka", "member");
  const server = await Server.start(file);
  t.after(() => server.stop());
  const client = await server.signIn("tanaka");
  kosshi(["user", "password", file, "tanaka", "--password-stdin"], { input: "another long password\n" });
  await until(async () => (await client.j.get("/me")).status === 401, PATIENCE, "the end of the session");
  await server.signIn("tanaka", "another long password");
});

test("an invitation made by the command lets one person in", async (t) => {
  const file = newDocument(t);
  addUser(file, "tanaka", "secretariat");
  const made = kosshi(["invite", file, "--role", "reviewer"]);
  const path = made.stdout.trim();
  assert.match(path, /^\/invite\/[A-Za-z0-9_-]{43}$/);
  assert.ok(made.stderr.includes(`http://127.0.0.1:8080${path}`), "how to make it whole");
  const server = await Server.start(file);
  t.after(() => server.stop());
  const client = server.client();
  const fields = { name: "sato", password: PASSWORD, password_again: PASSWORD };
  assert.equal((await client.j.get(path)).json.role, "reviewer");
  assert.equal((await client.post(path, fields)).status, 303);
  assert.equal((await client.post(path, { ...fields, name: "suzuki" })).status, 410);
});

test("an export goes to standard output or, whole, into a file", (t) => {
  const file = newDocument(t, { from: OUTLINE });
  const html = kosshi(["export", file, "--format", "html"]).stdout;
  assert.match(html, /^<!doctype html>/i);
  assert.match(html, /試験市産業計画/);
  const out = join(folder(t), "out.html");
  writeFileSync(out, "old");
  assert.equal(kosshi(["export", file, "--format", "html", "-o", out]).stdout, "");
  assert.equal(readFileSync(out, "utf8"), html);
  assert.deepEqual(onlyIn(out), ["out.html"]);
  const link = join(out, "..", "link.html");
  symlinkSync("out.html", link);
  writeFileSync(out, "old");
  kosshi(["export", file, "--format", "html", "-o", link]);
  assert.equal(readFileSync(out, "utf8"), html);
  const piped = spawnSync("sh", ["-c", '"$0" export "$1" --format html -o /dev/stdout | cat', KOSSHI, file], { encoding: "utf8" });
  assert.equal(piped.stdout, html);
  assert.ok(!statSync("/dev/null").isFile());
  kosshi(["export", file, "--format", "html", "-o", "/dev/null"]);
  assert.ok(statSync("/dev/null").isCharacterDevice());
});

test("an export that cannot be written says so", (t) => {
  const file = newDocument(t);
  assert.match(fails(["export", file, "--format", "json", "-o", join(folder(t), "none", "out.json")]), /cannot be written/);
  assert.match(fails(["export", file, "--format", "json", "-o", "/dev/full"]), /no room/);
});

test("a text is imported into its section and gives its new version", (t) => {
  const file = newDocument(t, { from: OUTLINE });
  const { id } = sections(exported(file)).find((s) => s.title === "商業");
  const now = () => sections(exported(file)).find((s) => s.id === id);
  const put = (text, ...more) => kosshi(["import", file, String(id), source(t, text, "text.md"), ...more]).stdout;
  assert.equal(put("一つ目\n"), "1\n");
  assert.equal(put("二つ目\n", "--base", "1"), "2\n");
  assert.equal(put("二つ目\n"), "2\n");
  assert.deepEqual([now().text, now().version, now().state], ["二つ目\n", 2, "drafting"]);
  assert.equal(sql(file, "SELECT group_concat(detail) FROM activity WHERE action = 'save'"), "v1,v2");
  assert.match(fails(["import", file, String(id), source(t, "三つ目\n"), "--base", "9"]), /no such version.*--base/);
  assert.equal(now().text, "二つ目\n");
  assert.match(fails(["import", file, "9999", source(t, "x")]), /9999: there is no section/);
  assert.match(fails(["import", file, String(id), source(t, "長".repeat(90_000))]), /too large/);
  sql(file, `UPDATE section SET state = 'final' WHERE id = ${id}`);
  assert.match(fails(["import", file, String(id), source(t, "四つ目\n")]), /final/);
  assert.deepEqual([now().text, now().version], ["二つ目\n", 2]);
});

test("check says what is missing in words and ends with 1 while anything is", (t) => {
  const file = newDocument(t, { from: "# 計画\n\n## Ⅰ．はじめに\n\n本文。\n\n## Ⅲ．おわりに\n\n本文。\n" });
  const said = kosshi(["check", file], { expect: 1, env: { LC_ALL: "C" } }).stdout;
  assert.match(said, /^Ⅲ おわりに: .*Ⅱ/m);
  const built_in = kosshi(["check", newDocument(t)], { expect: 1 }).stdout;
  assert.match(built_in, /^Ⅴ-1 目指す姿: /m, "a part without a number stands behind those above it");
  sql(file, "UPDATE section SET number = 'Ⅱ' WHERE number = 'Ⅲ'; UPDATE section SET state = 'final'");
  const well = kosshi(["check", file], { env: { LC_ALL: "C" } }).stdout;
  assert.equal(well.split("\n").length, 2);
});

test("a backup of a document that is being served is whole, and overwrites nothing", async (t) => {
  const file = newDocument(t, { from: OUTLINE });
  addUser(file, "tanaka", "member");
  const server = await Server.start(file);
  t.after(() => server.stop());
  const client = await server.signIn("tanaka");
  const { id } = sections(exported(file)).find((s) => s.title === "商業");
  assert.equal((await client.j.post(`/sections/${id}`, { base_version: 0, text: "控えの前" })).status, 200);
  const copy = join(folder(t), "copy.db");
  kosshi(["backup", file, copy]);
  assert.equal(statSync(copy).mode & 0o777, 0o600);
  assert.deepEqual(onlyIn(copy), ["copy.db"]);
  assert.deepEqual(exported(copy), exported(file));
  assert.match(fails(["backup", file, copy]), /copy\.db: exists already/);
});

test("a document without a secretariat is served with one link for the first person", async (t) => {
  const file = newDocument(t);
  let server = await Server.start(file, { env: { LC_ALL: "C" } });
  assert.match(server.line, /^http:\/\/127\.0\.0\.1:\d+\/invite\/[A-Za-z0-9_-]{43}$/);
  const first = new URL(server.line).pathname;
  await server.stop();
  assert.match(server.errors, /register the first person/);
  server = await Server.start(file);
  const client = server.client();
  const second = new URL(server.line).pathname;
  assert.equal((await client.get(first)).status, 410);
  assert.equal((await client.post(second, { name: "tanaka", password: PASSWORD, password_again: PASSWORD })).headers.location, "/");
  await server.stop();
  server = await Server.start(file);
  t.after(() => server.stop());
  assert.match(server.line, /^http:\/\/127\.0\.0\.1:\d+\/$/);
});

test("a second start on a taken port says how to take another, and the first one's link stays good", async (t) => {
  const file = newDocument(t);
  const server = await Server.start(file);
  t.after(() => server.stop());
  const other = newDocument(t);
  const said = fails(["serve", other, "--listen", `127.0.0.1:${server.port}`]);
  assert.match(said, new RegExp(`127\\.0\\.0\\.1:${server.port}: .*--listen 127\\.0\\.0\\.1:8081`));
  assert.match(said, /PORT=8081 make run/);
  assert.ok(said.includes(`Open http://127.0.0.1:${server.port}/ `), said);
  assert.equal((await server.client().get(new URL(server.line).pathname)).status, 200);
});

test("what listens on a taken port and is no kosshi is not called one", async (t) => {
  const file = newDocument(t);
  for (const words of ["", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nall is ok\n"]) {
    const stranger = net.createServer((socket) => socket.on("error", () => {}).end(words)).listen(0, "127.0.0.1");
    await new Promise((resolve) => stranger.on("listening", resolve));
    t.after(() => stranger.close());
    const listen = `127.0.0.1:${stranger.address().port}`;
    const ran = spawn(KOSSHI, ["serve", file, "--listen", listen], { env: { ...process.env, LC_ALL: "C" } });
    let said = "";
    ran.stderr.setEncoding("utf8").on("data", (text) => (said += text));
    assert.equal(await new Promise((resolve) => ran.on("close", resolve)), 1);
    assert.match(said, /another program listens on this port/);
  }
});

test("a file that is being served is not served twice, and can be again when the first has ended", async (t) => {
  const file = newDocument(t);
  const server = await Server.start(file);
  assert.match(fails(["serve", file, "--listen", "127.0.0.1:0"]), /vision\.db: another kosshi serve has this document already/);
  assert.ok(fails(["serve", file, "--listen", `127.0.0.1:${server.port}`]).includes(`Open ${server.origin}/ `));
  const link = join(file, "..", "link.db");
  symlinkSync("vision.db", link);
  assert.match(fails(["serve", link, "--listen", "127.0.0.1:0"]), /has this document already/);
  assert.equal((await server.client().get(new URL(server.line).pathname)).status, 200, "the first one goes on");
  await server.kill();
  const next = await Server.start(file);
  await next.stop();
});

test("a port that is taken is told before a file that is not there, so that make run makes none", async (t) => {
  const server = await Server.start(newDocument(t));
  t.after(() => server.stop());
  const missing = join(folder(t), "none.db");
  assert.ok(fails(["serve", missing, "--listen", `127.0.0.1:${server.port}`]).startsWith(`kosshi: 127.0.0.1:${server.port}: `));
  assert.match(fails(["serve", missing, "--listen", "127.0.0.1:0"]), /none\.db: there is no such file/);
  assert.deepEqual(onlyIn(missing), []);
});

test("nothing but the address is said on standard output, and SIGTERM ends it with 0", async (t) => {
  const file = newDocument(t);
  addUser(file, "tanaka", "secretariat");
  const process = spawn(KOSSHI, ["serve", file, "--listen", "[::1]:0"]);
  let said = "";
  process.stdout.setEncoding("utf8").on("data", (text) => (said += text));
  const ended = new Promise((resolve) => process.on("exit", resolve));
  while (!said.includes("\n") && process.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
  const { port } = new URL(said.trim());
  await new Promise((resolve, reject) => net.connect(Number(port), "::1", resolve).on("error", reject).unref());
  process.kill("SIGTERM");
  assert.equal(await ended, 0);
  assert.match(said, /^http:\/\/\[::1\]:\d+\/\n$/);
});

test("serve names an address, a certificate or a folder that is of no use", (t) => {
  const file = newDocument(t);
  assert.match(fails(["serve", file, "--listen", "198.51.100.1:0"]), /198\.51\.100\.1:0: cannot listen/);
  assert.match(fails(["serve", file, "--tls-cert", "/none.pem", "--tls-key", "/none.pem"]), /none\.pem: there is no such file/);
  const junk = source(t, "junk", "junk.pem");
  assert.match(fails(["serve", file, "--listen", "127.0.0.1:0", "--tls-cert", junk, "--tls-key", junk]), /PEM/);
  assert.match(fails(["serve", file, "--assets", "/none"]), /none: is not a folder/);
  assert.match(fails(["serve", join(folder(t), "none.db")]), /no such file/);
});

test("output that cannot be written is an error", (t) => {
  const ran = spawnSync("sh", ["-c", '"$0" export "$1" --format json >/dev/full', KOSSHI, newDocument(t)], { encoding: "utf8" });
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /^kosshi: stdout: /);
});
