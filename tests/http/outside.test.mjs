// Opinions from outside: one by one, and many from a CSV; what is refused, where, and that nothing of it is in the document then.
import assert from "node:assert/strict";
import { test } from "node:test";
import { kosshi, served, sql } from "./harness.mjs";
import { OPINIONS_OUTLINE, published, records, totalsOf } from "./opinions.mjs";

const here = (t) => served(t, { from: OPINIONS_OUTLINE });
const table = (s, args = ["--names"]) => JSON.parse(kosshi(["comments", s.file, "--format", "json", ...args]).stdout);
const count = (s) => Number(sql(s.file, "SELECT count(*) FROM comment"));

/** Sends a form as a browser sends one with a file. */
function multipart(client, path, fields, file) {
  const edge = "----kosshi-test";
  const parts = Object.entries(fields).map(([name, value]) => Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
  if (file) parts.push(Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="file"; filename="意見.csv"\r\nContent-Type: text/csv\r\n\r\n`), Buffer.from(file), Buffer.from("\r\n"));
  const body = Buffer.concat([...parts, Buffer.from(`--${edge}--\r\n`)]);
  return client.send("POST", path, { headers: { "Content-Type": `multipart/form-data; boundary=${edge}` }, body });
}

const check = (client, file, fields = {}) => multipart(client, "/comments/outside/check", { source: "パブリックコメント", section: "", ...fields }, file);
const bring = (client, text, fields = {}) => multipart(client, "/comments/outside/import", { source: "パブリックコメント", section: "", text, ...fields });

/** The published opinions as they come from a form: everything from outside, nothing merged. */
const FROM_OUTSIDE = published().map((o) => ({ ...o, 出典: o.出典 || "委員会", まとめ先: "" }));
const quoted = (value) => `"${String(value).replaceAll('"', '""')}"`;
const csv = (list, heads = ["章", "節", "種別", "意見", "出典", "氏名", "人数", "区分", "概要", "区の考え方"], between = ",") =>
  [heads, ...list.map((o) => heads.map((head) => o[head] ?? ""))].map((row) => row.map(quoted).join(between)).join("\r\n") + "\r\n";

// --- one ---

test("an opinion that came by letter stands in the table with its sender, and is written down", async (t) => {
  const s = await here(t);
  const form = (await s.secretariat.get("/comments/outside")).text;
  assert.match(form, /Ⅱ-1 商業/);
  const { id } = s.find("商業");
  const answer = await s.secretariat.post("/comments/outside", { source: "手紙", name: "駅前商店会", people: "12", section: String(id), kind: "question", body: "空き店舗を\r\nどうするのか。" });
  assert.equal(answer.status, 303);
  const again = (await s.secretariat.get(answer.headers.location)).text;
  assert.match(again, /意見を入れました。/);
  assert.match(again, /name="source"[^>]* value="手紙"/);
  assert.match(again, new RegExp(`value="${id}" lang="ja" selected`));
  const { rows, people, opinions } = table(s);
  assert.deepEqual([people, opinions], [12, 1]);
  assert.deepEqual([rows[0].summary, rows[0].kind, rows[0].place], ["空き店舗を\nどうするのか。", "question", "Ⅱ-1 商業"]);
  assert.deepEqual(rows[0].senders, [{ source: "手紙", name: "駅前商店会", people: 12 }]);
  assert.equal(sql(s.file, "SELECT count(*) FROM comment WHERE author_id IS NULL"), "1");
  assert.match((await s.secretariat.get("/activity")).text, /庁外からの意見の記入/);
});

test("a form with a mistake comes back with everything in it, and says what is wrong where it is", async (t) => {
  const s = await here(t);
  const good = { source: "手紙", name: "<山田>", people: "1", section: String(s.find("商業").id), kind: "opinion", body: "届いた<意見>" };
  for (const [field, value] of [["source", " "], ["source", "長".repeat(201)], ["name", "名".repeat(201)], ["people", "0"], ["people", "三"], ["people", "1000001"], ["section", ""], ["section", "999"], ["kind", "complaint"], ["body", " \n"], ["body", "字".repeat(10001)]]) {
    const sent = { ...good, [field]: value };
    const refused = await s.secretariat.post("/comments/outside", sent);
    assert.ok([400, 413].includes(refused.status), `${field} ${refused.status}`);
    assert.match(refused.text, new RegExp(`id="${field}-error"`), field);
    if (field !== "body") assert.match(refused.text, /届いた&lt;意見&gt;<\/textarea>/);
    if (field !== "name") assert.match(refused.text, /value="&lt;山田&gt;"/);
    assert.equal((await s.secretariat.j.post("/comments/outside", sent)).json.error.field, field);
  }
  assert.equal(count(s), 0);
});

test("only the secretariat enters opinions from outside", async (t) => {
  const s = await here(t);
  for (const who of [s.viewer, s.reviewer, s.member]) {
    for (const path of ["/comments/outside", "/comments/outside/import", "/comments/outside/example"]) assert.equal((await who.get(path)).status, 403);
    assert.equal((await who.post("/comments/outside", { source: "手紙", section: String(s.find("商業").id), body: "意見" })).status, 403);
    assert.equal((await check(who, csv(FROM_OUTSIDE))).status, 403);
    assert.equal((await bring(who, csv(FROM_OUTSIDE))).status, 403);
  }
  assert.equal(count(s), 0);
});

// --- many ---

test("a CSV is shown before anything is written, comes in whole, and adds up", async (t) => {
  const s = await here(t);
  const shown = await check(s.secretariat, csv(FROM_OUTSIDE));
  assert.equal(shown.status, 200);
  assert.match(shown.text, /読み取った意見 210 件/);
  assert.match(shown.text, /まだ何も入っていません/);
  assert.equal(count(s), 0);
  const { text, chapters } = (await check(s.secretariat.j, csv(FROM_OUTSIDE))).json;
  const expected = totalsOf(FROM_OUTSIDE);
  assert.deepEqual(chapters.map((c) => c.count), Object.keys(expected.chapters).sort().map((chapter) => expected.chapters[chapter].opinions));
  const done = await bring(s.secretariat, text);
  assert.equal(done.status, 303);
  assert.match((await s.secretariat.get(done.headers.location)).text, /210件の意見を取り込みました。/);
  const made = table(s);
  assert.deepEqual([made.people, made.opinions, made.rows.length], [expected.people, 210, 210]);
  for (const o of FROM_OUTSIDE) {
    const row = made.rows.find((r) => r.summary === (o.概要 || o.意見));
    assert.ok(row, o.番号);
    assert.deepEqual(row.senders, [{ source: o.出典, name: o.氏名, people: Number(o.人数) }]);
    assert.equal(row.response, o.区の考え方);
  }
  assert.equal(sql(s.file, "SELECT u.name || ' ' || a.detail FROM activity a JOIN user u ON u.id = a.user_id WHERE action = 'outside_import'"), "secretariat 210");
});

test("the same file a second time is noticed, and comes in again only where that is asked for", async (t) => {
  const s = await here(t);
  const first = csv(FROM_OUTSIDE.slice(0, 20));
  assert.deepEqual((await bring(s.secretariat.j, first)).json, { added: 20, skipped: 0 });
  const shown = (await check(s.secretariat, csv(FROM_OUTSIDE.slice(0, 22)))).text;
  assert.match(shown, /すでに入っている意見があります。/);
  assert.match(shown, /まったく同じものです： 20 件/);
  assert.deepEqual((await bring(s.secretariat.j, csv(FROM_OUTSIDE.slice(0, 22)))).json, { added: 2, skipped: 20 });
  assert.match((await check(s.secretariat, first)).text, /どの意見も、すでに入っています。/);
  assert.deepEqual((await bring(s.secretariat.j, first)).json, { added: 0, skipped: 20 });
  assert.deepEqual((await bring(s.secretariat.j, first, { there: "again" })).json, { added: 20, skipped: 0 });
  assert.equal(count(s), 42);
  assert.equal(sql(s.file, "SELECT count(*) FROM activity WHERE action = 'outside_import'"), "3");
});

test("two who sent the same words in one file are two opinions", async (t) => {
  const s = await here(t);
  assert.deepEqual((await bring(s.secretariat.j, "章,意見\nⅠ,賛成です。\nⅠ,賛成です。\n")).json, { added: 2, skipped: 0 });
  assert.deepEqual([table(s).people, table(s).opinions], [2, 2]);
});

// CP932 as Windows writes it, made by hand: 章,意見,氏名 / Ⅱ,①〜～髙﨑ー表示,髙橋
const CP932 = Buffer.from([0x8f, 0xcd, 0x2c, 0x88, 0xd3, 0x8c, 0xa9, 0x2c, 0x8e, 0x81, 0x96, 0xbc, 0x0d, 0x0a, 0x87, 0x55, 0x2c, 0x87, 0x40, 0xfb, 0xfc, 0xfa, 0xb1, 0x81, 0x5b, 0x95, 0x5c, 0x8e, 0xa6, 0x2c, 0xfb, 0xfc, 0x8b, 0xb4, 0x0d, 0x0a]);

test("UTF-8 with and without a mark, CP932, tabs, any order of columns, and rows and cells as spreadsheets write them", async (t) => {
  const s = await here(t);
  const bodies = async (file) => {
    const { text, problems } = (await check(s.secretariat.j, file)).json;
    assert.deepEqual(problems, []);
    sql(s.file, "DELETE FROM response; DELETE FROM comment");
    assert.equal((await bring(s.secretariat, text)).status, 303);
    return table(s).rows.map((row) => [row.summary, row.place, ...row.senders.map((x) => x.name)]);
  };
  const expected = [["商業の\n\"意見\", です", "Ⅱ-1 商業", "A-1"]];
  const plain = '氏名,意見,節,章\r\nA-1,"商業の\r\n""意見"", です",商業,Ⅱ\r\n';
  for (const [what, file] of [
    ["UTF-8", plain],
    ["with a mark", `\ufeff${plain}`],
    ["LF", plain.replaceAll("\r\n", "\n")],
    ["tabs", '意見\t章\t節\t受付番号\n"商業の\n""意見"", です"\tⅡ\t１．商業\tA-1\n'],
    ["empty rows", `\n,,\n${plain}\n,,,\n\n`],
    ["no line end", plain.trimEnd()],
    ["other columns and full width", '受付日,氏　名,意見,章・節\n2026/11/1,A-1,"商業の\n""意見"", です",Ⅱ－１ 商業\n'],
  ])
    assert.deepEqual(await bodies(file), expected, what);
  assert.deepEqual(await bodies(CP932), [["①髙﨑ー表示", "Ⅱ 産業の現状と課題", "髙橋"]]);
  const { unknown } = (await check(s.secretariat.j, "受付日,意見,章,備考\n1,x,Ⅰ,y\n")).json;
  assert.equal(unknown, "受付日、備考");
});

test("of a table with very many columns or rows as much is looked at as one may have", async (t) => {
  const s = await here(t);
  const heads = Array.from({ length: 100_000 }, (_, i) => `c${i}`);
  const { unknown, count: read } = (await check(s.secretariat.j, `意見,章,${heads.join()}\nx,Ⅰ\n`)).json;
  assert.equal(read, 1);
  assert.equal(unknown, [...heads.slice(0, 20), "…"].join("、"));
  const { problems } = (await check(s.secretariat.j, `意見,章\n${",Ⅰ\n".repeat(50_000)}`)).json;
  assert.deepEqual([problems[0].row, problems[0].problem], [2, "no_body"]);
  const { more_problems: more } = (await check(s.secretariat.j, `意見,章\n${",Ⅰ\n".repeat(2000)}`)).json;
  assert.equal((await check(s.secretariat.j, `意見,章\n${",Ⅰ\n".repeat(50_000)}`)).json.more_problems, more + 1);
});

test("a chapter or section is known by its number, its title, both, or its id", async (t) => {
  const s = await here(t);
  const { id } = s.find("農業"); // no number of a chapter
  const place = async (chapter, section) => {
    const answer = await check(s.secretariat.j, csv([{ 章: chapter, 節: section, 意見: "x" }], ["章", "節", "意見"]));
    return answer.json.problems.length ? answer.json.problems.map((p) => p.problem).join() : answer.json.shown[0].place;
  };
  for (const [chapter, section, expected] of [
    ["Ⅱ", "", "Ⅱ 産業の現状と課題"],
    ["II", "", "Ⅱ 産業の現状と課題"],
    ["2", "", "Ⅱ 産業の現状と課題"],
    ["第２章", "", "Ⅱ 産業の現状と課題"],
    ["産業の現状と課題", "", "Ⅱ 産業の現状と課題"],
    ["Ⅱ 産業の現状と課題", "1", "Ⅱ-1 商業"],
    ["Ⅱ", "1 商業", "Ⅱ-1 商業"],
    ["Ⅱ-1 商業", "", "Ⅱ-1 商業"],
    ["", "商業", "Ⅱ-1 商業"],
    ["", "Ⅱ-1", "Ⅱ-1 商業"],
    [String(id), "", "Ⅱ-3 農業"],
    ["", "1", "ambiguous_section"],
    ["Ⅰ", "商業", "unknown_section"],
    ["Ⅸ", "", "unknown_section"],
    ["", "", "no_section"],
  ])
    assert.equal(await place(chapter, section), expected, `${chapter} / ${section}`);
  const rest = await check(s.secretariat.j, "意見\nx\n", { section: String(id), source: "窓口" });
  assert.deepEqual([rest.json.shown[0].place, rest.json.shown[0].source], ["Ⅱ-3 農業", "窓口"]);
});

test("every row that is wrong is named with what is wrong, and nothing comes in", async (t) => {
  const s = await here(t);
  const rows = [
    { 章: "Ⅰ", 意見: "よい行" },
    { 章: "Ⅸ", 意見: "章がない" },
    { 章: "Ⅰ", 意見: " " },
    { 章: "Ⅰ", 意見: "x", 人数: "多数", 種別: "苦情", 区分: "賛成" },
    { 章: "Ⅰ", 意見: "字".repeat(10001) },
    { 章: "Ⅰ", 意見: "x", 氏名: "名".repeat(201) },
  ];
  const file = csv(rows, ["章", "意見", "人数", "種別", "区分", "氏名"]);
  const refused = await check(s.secretariat, file);
  assert.equal(refused.status, 400);
  assert.match(refused.text, /このままでは取り込めません。/);
  const { problems } = (await check(s.secretariat.j, file)).json;
  assert.deepEqual(problems.map((p) => [p.row, p.problem]), [[3, "unknown_section"], [4, "no_body"], [5, "people"], [5, "kind"], [5, "disposition"], [6, "long_text"], [7, "long_line"]]);
  assert.match(problems[0].text, /「Ⅸ」という章・節は、この文書にありません。/);
  assert.equal((await bring(s.secretariat, file)).status, 400);
  assert.equal(count(s), 0);
  assert.match((await check(s.server.client({ cookie: s.secretariat.cookie, language: "en" }), file)).text, /There is no chapter or section “Ⅸ”/);
});

test("files that are none are refused with the row where it shows", async (t) => {
  const s = await here(t);
  const first = async (file) => (await check(s.secretariat.j, file)).json.problems.map((p) => [p.row, p.problem]);
  assert.deepEqual(await first("意見,章\nx,Ⅰ\n\"開いたまま,Ⅰ\nx,Ⅰ\n"), [[3, "bad_body"]]);
  assert.deepEqual(await first("意見,章\nx,Ⅰ\na\u0001b,Ⅰ\n"), [[3, "bad_control"]]);
  assert.deepEqual(await first(Buffer.concat([Buffer.from("\ufeff意見,章\nx,Ⅰ\n"), Buffer.from([0xff, 0x0a])])), [[3, "bad_utf8"]]);
  assert.deepEqual(await first(Buffer.from([0x88, 0xd3, 0x8c, 0xa9, 0x0a, 0x41, 0x0a, 0x81, 0xad, 0xff, 0xff, 0x0a])), [[3, "bad_utf8"]]);
  assert.deepEqual(await first("感想,章\nx,Ⅰ\n"), [[1, "no_body_column"]]);
  assert.deepEqual(await first("意見,章\n"), [[0, "empty"]]);
  assert.deepEqual(await first(" \n"), [[0, "empty"]]);
  const many = `意見,章\n${"x,Ⅰ\n".repeat(2001)}`;
  assert.deepEqual(await first(many), [[2002, "too_many"]]);
  for (const [file, status, code] of [[undefined, 400, "bad_field"], ["", 400, "bad_field"], [`意見\n"${"字".repeat(310000)}"`, 413, "too_large"]]) {
    const refused = await check(s.secretariat.j, file);
    assert.deepEqual([refused.status, refused.json.error.code, refused.json.error.field], [status, code, "file"]);
    const page = await check(s.secretariat, file);
    assert.equal(page.status, status);
    assert.match(page.text, /id="file-error"/);
  }
  assert.equal(count(s), 0);
});

test("what comes in is text, whatever it looks like", async (t) => {
  const s = await here(t);
  const bodies = ["=1+1", "<script>alert(1)</script>", "前\u202e後", "\"引用\"だけ", "{{title}}"];
  const shown = await check(s.secretariat, csv(bodies.map((意見) => ({ 章: "Ⅰ", 意見, 氏名: "<b>名</b>" })), ["章", "意見", "氏名"]));
  assert.ok(!shown.text.includes("<script>alert") && !shown.text.includes("<b>名"));
  const { text } = (await check(s.secretariat.j, csv(bodies.map((意見) => ({ 章: "Ⅰ", 意見 })), ["章", "意見"]))).json;
  assert.equal((await bring(s.secretariat, text)).status, 303);
  assert.deepEqual(table(s).rows.map((row) => row.summary), bodies);
});

test("a section is found by its place alone, as the pages say it", async (t) => {
  const s = await here(t);
  const read = (await check(s.secretariat.j, csv([{ 章: "Ⅰ-1", 意見: "一" }, { 章: "", 節: "Ⅰ－１", 意見: "二" }], ["章", "節", "意見"]))).json;
  assert.deepEqual([read.problems, read.shown.map((row) => row.place)], [[], ["Ⅰ-1 策定の趣旨", "Ⅰ-1 策定の趣旨"]]);
});

test("the example can be downloaded, is read as it is, and says what to do", async (t) => {
  const s = await here(t);
  const got = await s.secretariat.get("/comments/outside/example");
  assert.match(got.headers["content-type"], /^text\/csv/);
  assert.match(decodeURIComponent(got.headers["content-disposition"]), /意見の記入例\.csv/);
  const [row] = records(got.text);
  assert.deepEqual(Object.keys(row), ["章", "節", "意見", "氏名", "受付番号", "人数", "出典", "種別", "区分", "概要", "区の考え方"]);
  const read = (await check(s.secretariat.j, got.bytes)).json;
  assert.deepEqual([read.count, read.problems, read.shown[0].place], [1, [], "Ⅰ-1 策定の趣旨"]);
});

test("a confirmation that is sent twice brings nothing twice", async (t) => {
  const s = await here(t);
  const file = csv(FROM_OUTSIDE.slice(0, 30));
  const both = await Promise.all([bring(s.secretariat.j, file), bring(s.secretariat.j, file)]);
  assert.deepEqual(both.map((answer) => answer.json.added).sort((a, b) => a - b), [0, 30]);
  assert.equal(count(s), 30);
});
