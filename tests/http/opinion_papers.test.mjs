// 意見対応表: every total of every format against what the opinions' own CSV adds up to; what is told and what is not; and what people write in
// order to make something else of a file.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { KOSSHI, folder, kosshi, served, sql } from "./harness.mjs";
import { DISPOSITIONS, OPINIONS_OUTLINE, PUBLISHED, parseCsv, published, putOpinions, readWorkbook, records, totalsOf, unescape, withOpinions } from "./opinions.mjs";

const TOTALS = totalsOf(published());
const WORDS = [...Object.keys(DISPOSITIONS), "未定"];
const CHAPTERS = { Ⅰ: "Ⅰ 計画の基本的な考え方", Ⅱ: "Ⅱ 産業の現状と課題", Ⅲ: "Ⅲ 基本方針と施策", Ⅳ: "Ⅳ 推進の仕組み", Ⅴ: "Ⅴ 前計画の評価" };
/** Rows of totals as every format has them: the chapter's name, its opinions by 区分, and in all. */
const EXPECTED = [
  ...Object.entries(CHAPTERS).map(([number, name]) => [name, ...WORDS.map((word) => TOTALS.chapters[number][word] ?? 0), TOTALS.chapters[number].opinions]),
  ["合計", ...WORDS.map((word) => TOTALS.dispositions[word] ?? 0), TOTALS.opinions],
];

function comments(file, format, args = []) {
  const out = join(folder(), `opinions.${format}`);
  const ran = kosshi(["comments", file, "--format", format, "-o", out, ...args]);
  return { bytes: readFileSync(out), text: readFileSync(out, "utf8"), warning: ran.stderr };
}

const cellsOf = (html, cell) => [...html.matchAll(cell)].map(([, inner]) => unescape(inner.replace(/<[^>]*>/g, "")));
const htmlRows = (html) => [...html.matchAll(/<tr(?: class="undone")?>\s*<th scope="row" data-label[^>]*>.*?<\/tr>/gs)].map(([row]) => cellsOf(row, /<t[hd][^>]*>(.*?)<\/t[hd]>/gs));

test("the opinions are those that the script beside them makes: 77 people, 210 opinions", () => {
  const script = fileURLToPath(new URL("../data/opinions/make.mjs", import.meta.url));
  assert.equal(spawnSync(process.execPath, [script], { encoding: "utf8" }).stdout, PUBLISHED);
  assert.deepEqual([TOTALS.people, TOTALS.opinions], [77, 210]);
  assert.ok(TOTALS.unanswered.length > 0 && TOTALS.heads.length < 210);
});

test("JSON: people, opinions, totals by chapter and by disposition, and what is not answered", async (t) => {
  const s = await withOpinions(t);
  const table = JSON.parse(comments(s.file, "json").text);
  assert.deepEqual([table.people, table.opinions, table.rows.length], [TOTALS.people, TOTALS.opinions, TOTALS.heads.length]);
  const counts = (by) => [...Object.values(DISPOSITIONS), "none"].map((name) => by[name]);
  const rows = table.totals.by_chapter.map((c) => [c.chapter, ...counts(c.by_disposition), c.opinions]);
  assert.deepEqual([...rows, ["合計", ...counts(table.totals.by_disposition), table.opinions]], EXPECTED);
  assert.deepEqual(table.rows.map((row) => row.number), TOTALS.heads.map((_, i) => i + 1), "numbered as they stand");
  for (const row of table.rows) {
    const head = TOTALS.heads.find((o) => Number(o.番号) === row.id);
    assert.equal(row.opinions, TOTALS.counts.get(head.番号));
    assert.equal(row.summary, head.概要 || head.意見);
    assert.equal(row.response, head.区の考え方);
    assert.equal(row.disposition, DISPOSITIONS[head.区分] ?? null);
    assert.ok(row.place.startsWith(head.章) && row.place.endsWith(head.節));
  }
  const unanswered = table.rows.filter((row) => TOTALS.unanswered.some((o) => Number(o.番号) === row.id)).map((row) => row.number);
  assert.deepEqual(table.unanswered, unanswered);
});

test("CSV: with a byte order mark, CRLF, every cell in quotes, and the same sums", async (t) => {
  const s = await withOpinions(t);
  const { text, bytes } = comments(s.file, "csv");
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.match(text.slice(1), /^"No\.","章","章・節","種別","意見の概要","区の考え方","区分","件数","注意"\r\n/);
  const rows = records(text);
  assert.equal(rows.length, TOTALS.heads.length);
  const sum = (list) => list.reduce((n, row) => n + Number(row.件数), 0);
  assert.equal(sum(rows), TOTALS.opinions);
  for (const [name, ...counts] of EXPECTED.slice(0, -1)) {
    const own = rows.filter((row) => row.章 === name);
    assert.deepEqual([...WORDS.map((word) => sum(own.filter((row) => row.区分 === word))), sum(own)], counts, name);
  }
  assert.equal(rows.filter((row) => row.注意).length, TOTALS.unanswered.length);
});

test("Excel: two sheets, landscape on A4, heads on every page and in sight, and the same sums", async (t) => {
  const s = await withOpinions(t);
  const { sheets, files } = readWorkbook(comments(s.file, "xlsx").bytes);
  assert.deepEqual(Object.keys(sheets), ["対応表", "集計"]);
  const { rows, xml } = sheets.対応表;
  const head = rows.findIndex((row) => row[0] === "No.");
  const body = rows.slice(head + 1);
  assert.equal(body.length, TOTALS.heads.length);
  assert.equal(body.reduce((n, row) => n + row[7], 0), TOTALS.opinions);
  assert.deepEqual(body.map((row) => row[0]), TOTALS.heads.map((_, i) => i + 1));
  const says = (where, what) => assert.ok(where.match(what), `no ${what}`);
  says(xml, /<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/);
  says(xml, new RegExp(`<pane ySplit="${head + 1}"[^>]*state="frozen"`));
  says(files["xl/workbook.xml"], new RegExp(`<definedName name="_xlnm.Print_Titles" localSheetId="0">.?対応表.?!\\$${head + 1}:\\$${head + 1}</definedName>`));
  says(xml, /<cols><col min="1" max="1" width/);
  says(files["xl/styles.xml"], /wrapText="1"/);
  const sums = sheets.集計.rows;
  const first = sums.findIndex((row) => row[0] === "章");
  assert.deepEqual(sums[first].slice(1), [...WORDS, "合計"]);
  assert.deepEqual(sums.slice(first + 1, first + 1 + EXPECTED.length), EXPECTED);
  for (const sheet of Object.values(sheets)) {
    assert.ok(sheet.rows.some((row) => row[0] === "77人から210件の意見がありました。"));
    assert.ok(sheet.rows.some((row) => String(row[0]).includes(`まだない意見が${TOTALS.unanswered.length}件`)));
  }
});

test("HTML: the sentence, the totals, and each opinion beside its answer", async (t) => {
  const s = await withOpinions(t);
  const { text } = comments(s.file, "html");
  assert.match(text, /<p class="answers-sentence">77人から210件の意見がありました。<\/p>/);
  const totals = text.match(/<table class="answers-totals">(.*?)<\/table>/s)[1];
  const rows = [...totals.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) => cellsOf(row, /<t[hd][^>]*>(.*?)<\/t[hd]>/gs));
  assert.deepEqual(rows[0], ["章", ...WORDS, "合計"]);
  assert.deepEqual(rows.slice(1), EXPECTED.map((row) => row.map(String)));
  const opinions = htmlRows(text);
  assert.equal(opinions.length, TOTALS.heads.length);
  assert.equal(opinions.reduce((n, row) => n + Number(row[5]), 0), TOTALS.opinions);
  for (const row of opinions) assert.ok(TOTALS.heads.some((o) => (o.概要 || o.意見) === row[2] && (o.区の考え方 || "（まだありません）") === row[3] && (o.区分 || "未定") === row[4]));
  assert.equal(text.match(/<tr class="undone">/g).length, TOTALS.unanswered.length);
  assert.deepEqual(cellsOf(text, /<h2 id="chapter\d+">(.*?) <span/g), Object.values(CHAPTERS));
  assert.ok(!/<script|<link|<img|src=|url\(|@import/.test(text), "nothing but itself");
});

test("whoever makes it is told of the missing answers, and the file says so itself", async (t) => {
  const s = await withOpinions(t);
  const numbers = JSON.parse(comments(s.file, "json").text).unanswered;
  for (const format of ["html", "xlsx", "csv", "json"]) {
    const japanese = kosshi(["comments", s.file, "--format", format, "-o", join(folder(t), "x")], { env: { LC_ALL: "ja_JP.UTF-8" } });
    assert.match(japanese.stderr, new RegExp(`まだない意見が${numbers.length}件あります（No\\.${numbers[0]}`), format);
    assert.equal(japanese.stdout, "");
  }
  const { text } = comments(s.file, "html");
  assert.match(text, new RegExp(`区の考え方がそろっていません</strong> 区の考え方か区分がまだない意見が${numbers.length}件あります（No\\.${numbers[0]}`));
  sql(s.file, "UPDATE response SET disposition = 'noted', body = '参考とします。' WHERE disposition IS NULL OR body = ''");
  sql(s.file, "INSERT INTO response (comment_id, disposition, by, at, body) SELECT id, 'noted', '事務局', 1, '参考とします。' FROM comment WHERE merged_into IS NULL AND id NOT IN (SELECT comment_id FROM response)");
  const all = comments(s.file, "html");
  assert.equal(all.warning, "");
  assert.doesNotMatch(all.text, /そろっていません|未定|class="undone"/);
});

test("names stay out of every format unless they are asked for", async (t) => {
  const s = await withOpinions(t);
  const tells = (bytes, format) => (format === "xlsx" ? JSON.stringify(readWorkbook(bytes).sheets) : unescape(bytes.toString("utf8")));
  for (const format of ["html", "xlsx", "csv", "json"]) {
    const without = tells(comments(s.file, format).bytes, format), named = tells(comments(s.file, format, ["--names"]).bytes, format);
    for (const name of ["委員07", "受付31", "商店会", "パブリックコメント"]) {
      assert.ok(!without.includes(name), `${format} tells ${name}`);
      assert.ok(named.includes(name), `${format} --names does not tell ${name}`);
    }
  }
  const rows = records(comments(s.file, "csv", ["--names"]).text);
  const merged = published().filter((o) => o.まとめ先);
  const head = TOTALS.heads.find((o) => o.番号 === merged[0].まとめ先);
  const row = rows.find((r) => r.意見の概要 === (head.概要 || head.意見));
  for (const o of [head, ...merged.filter((m) => m.まとめ先 === head.番号)]) {
    assert.ok(row.提出方法.split("、").includes(o.出典 || "文書への記入"));
    if (o.氏名) assert.ok(row.氏名など.split("、").includes(o.氏名));
  }
});

test("who is called by name in an opinion is a name, too", async (t) => {
  const s = await served(t, { from: OPINIONS_OUTLINE });
  const path = `/sections/${s.sections().at(-1).id}/comments`;
  const name = (await s.member.j.post(path, { body: "済みました。" })).json.author;
  await s.reviewer.j.post(path, { body: `@${name} 表を加えてください。＠${name}さんに聞きました。` });
  assert.equal(JSON.parse(comments(s.file, "json").text).rows[1].summary, "表を加えてください。さんに聞きました。");
  assert.ok(JSON.parse(comments(s.file, "json", ["--names"]).text).rows[1].summary.includes(`@${name} 表`));
});

test("the same content gives the same bytes, on the command line and from the server", async (t) => {
  const s = await withOpinions(t);
  for (const [format, suffix] of [["html", "html"], ["xlsx", "xlsx"], ["csv", "csv"], ["json", "json"]]) {
    const first = comments(s.file, format).bytes, second = comments(s.file, format).bytes;
    assert.ok(first.equals(second), format);
    const page = await s.secretariat.post("/export", { format: `opinions_${format}` });
    assert.equal(page.status, 200);
    assert.ok(page.bytes.equals(first), `${format} from the server`);
    assert.ok(decodeURIComponent(page.headers["content-disposition"]).includes(`試験市産業振興計画_意見対応表.${suffix}`), page.headers["content-disposition"]);
    const named = await s.secretariat.post("/export", { format: `opinions_${format}`, names: "1" });
    assert.ok(named.bytes.equals(comments(s.file, format, ["--names"]).bytes), `${format} with names`);
    assert.equal((await s.member.post("/export", { format: `opinions_${format}` })).status, 403);
    assert.equal(sql(s.file, `SELECT count(*) FROM activity WHERE action = 'export' AND detail = 'opinions_${format} ${first.length}'`), "1");
  }
  const page = (await s.secretariat.get("/export")).text;
  assert.match(page, /意見 210 件/);
  assert.equal(page.match(/class="muted small paper-last">前回の書き出し/g).length, 4);
});

test("an opinion on a deleted section stands at the end of its chapter, one of a deleted chapter in a last group", async (t) => {
  const s = await withOpinions(t);
  assert.equal((await s.secretariat.post(`/sections/${s.find("観光").id}/delete`)).status, 303);
  assert.equal((await s.secretariat.post(`/sections/${s.sections().find((x) => x.title === "前計画の評価").id}/delete`)).status, 303);
  const table = JSON.parse(comments(s.file, "json").text);
  assert.deepEqual([table.people, table.opinions, table.rows.length], [77, 210, TOTALS.heads.length]);
  assert.deepEqual(table.totals.by_chapter.map((c) => [c.chapter, c.opinions]), Object.entries(CHAPTERS).map(([n, name]) => [n === "Ⅴ" ? null : name, TOTALS.chapters[n].opinions]));
  const deleted = table.rows.filter((row) => row.deleted);
  const standing = table.rows.length - deleted.length;
  assert.deepEqual(table.rows.filter((row) => !row.deleted).map((row) => row.number), Array.from({ length: standing }, (_, i) => i + 1));
  assert.ok(deleted.every((row) => row.number > standing && (row.chapter === null || (row.chapter === CHAPTERS.Ⅱ && row.place === "4 観光"))));
  const ofTwo = table.rows.filter((row) => row.chapter === CHAPTERS.Ⅱ).map((row) => row.deleted);
  assert.deepEqual(ofTwo, [...ofTwo].sort(), "behind those that stand");
  const { text } = comments(s.file, "html");
  assert.deepEqual(cellsOf(text, /<h2 id="chapter\d+">(.*?) <span/g).at(-1), "削除された章");
  assert.match(text, /4 観光（削除された節）/);
});

test("one that is merged into an opinion that was taken back has a row of its own, and so has each of two that point at each other", async (t) => {
  const s = await served(t, { from: OPINIONS_OUTLINE });
  const o = (番号, more) => ({ 番号: String(番号), 章: "Ⅰ", 節: "", 種別: "意見", 意見: `意見${番号}`, 出典: "", 氏名: `人${番号}`, 人数: "1", 区分: "", 概要: "", 区の考え方: "", まとめ先: "", ...more });
  putOpinions(s, [o(1), o(2, { まとめ先: "1" }), o(3), o(4, { まとめ先: "3" }), o(5, { まとめ先: "4" })]);
  sql(s.file, "UPDATE comment SET deleted_at = 1 WHERE id = 1");
  const rows = () => JSON.parse(comments(s.file, "json").text).rows.map((row) => [row.summary, row.opinions]);
  assert.deepEqual(rows(), [["意見2", 1], ["意見3", 3]]);
  sql(s.file, "UPDATE comment SET merged_into = 5 WHERE id = 3");
  assert.deepEqual(rows(), [["意見2", 1], ["意見3", 1], ["意見4", 1], ["意見5", 1]]);
});

// What begins like a formula in a spreadsheet, in half and full width, behind what is not seen.
const FORMULAS = ["=1+1", "=HYPERLINK(\"http://example.jp/\",\"見る\")", "+81-3-1234", "-5%では足りない", "@SUM(A1:A9)", "\t=1+1", "＝1+1", "＋1", "－1", "＠x", "  =2+2", "\n=3+3", "　-1", "\u202e=1+1"];

async function withTexts(t, texts, more = {}) {
  const s = await served(t, { from: OPINIONS_OUTLINE });
  putOpinions(s, texts.map((意見, i) => ({ 番号: String(i + 1), 章: "Ⅰ", 節: "", 種別: "意見", 意見, 出典: "", 氏名: `人${i}`, 人数: "1", 区分: "参考", 概要: "", 区の考え方: 意見, まとめ先: "", ...more })));
  return s;
}

test("nothing that people wrote becomes a formula, a number or a link", async (t) => {
  const s = await withTexts(t, FORMULAS, { 出典: "=1+2" });
  sql(s.file, "UPDATE comment SET author = '@' || id");
  for (const row of records(comments(s.file, "csv", ["--names"]).text))
    for (const [head, cell] of Object.entries(row)) assert.doesNotMatch(cell.normalize("NFKC").trimStart(), /^[=+\-@\t\r]/, `${head}: ${JSON.stringify(cell)}`);
  const { sheets, files } = readWorkbook(comments(s.file, "xlsx", ["--names"]).bytes);
  const rows = sheets.対応表.rows.slice(-FORMULAS.length);
  assert.deepEqual(rows.map((row) => row[4]), FORMULAS);
  assert.deepEqual(rows.map((row) => row[5]), FORMULAS);
  assert.ok(!("xl/worksheets/_rels/sheet1.xml.rels" in files), "no link");
  assert.match(files["xl/styles.xml"], /numFmtId="49"/);
  assert.ok(!Object.keys(files).some((name) => /vba|external|calcChain/i.test(name)));
  assert.deepEqual(JSON.parse(comments(s.file, "json").text).rows.map((row) => row.summary), FORMULAS);
});

test("scripts, tags, what turns the direction of writing, and what is no XML stay text", async (t) => {
  const texts = ["<script>alert(1)</script>", "</td></table><b>太字</b>", "&lt;i&gt; & \"引用\"", "前\u202e後ろから読む\u202c後", "_x0041_は文字のまま", "\ufffe\uffff", "𠮷野家の葛󠄀", "{{title}} {{{style}}}", "%s%n {people}"];
  const s = await withTexts(t, texts);
  const html = comments(s.file, "html").text;
  assert.ok(!/<script|<b>/.test(html));
  assert.deepEqual(htmlRows(html).map((row) => row[2]), texts);
  const rows = records(comments(s.file, "csv").text);
  assert.deepEqual(rows.map((row) => row.意見の概要), texts.map((text) => text.replace(/[\u202a-\u202e]/g, "")));
  const { sheets, files } = readWorkbook(comments(s.file, "xlsx").bytes);
  const cells = sheets.対応表.rows.slice(-texts.length).map((row) => row[4]);
  assert.deepEqual(cells, texts.map((text) => text.replace(/[\ufffe\uffff]/g, "\ufffd")));
  for (const [name, xml] of Object.entries(files)) assert.ok(!/[\ufffe\uffff\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(xml), name);
});

test("an opinion of 10,000 characters is there whole, and a cell that would be too long says where the rest is", async (t) => {
  const long = "𠮷".repeat(9999) + "終";
  const s = await withTexts(t, [long, ...Array.from({ length: 200 }, (_, i) => `意見${i}`)]);
  sql(s.file, "UPDATE comment SET merged_into = 1, author = printf('%s%d', replace(hex(zeroblob(95)), '0', '名'), id) WHERE id > 1");
  for (const format of ["html", "csv", "json"]) assert.ok(comments(s.file, format).text.includes(long), format);
  const row = readWorkbook(comments(s.file, "xlsx", ["--names"]).bytes).sheets.対応表.rows.at(-1);
  assert.equal(row[4], long);
  assert.equal(row[9].length, 32767);
  assert.match(row[9], /^人0、名名.*…（ここから先は入りきりません。全文はHTMLかCSVにあります）$/);
});

test("what somebody wrote whose account was disabled is still there, and counts", async (t) => {
  const s = await served(t, { from: OPINIONS_OUTLINE });
  await s.reviewer.post(`/sections/${s.find("商業").id}/comments`, { body: "去った人の意見" });
  await s.reviewer.post(`/sections/${s.find("工業").id}/comments`, { body: "もう一つ" });
  kosshi(["user", "disable", s.file, "reviewer"]);
  const table = JSON.parse(comments(s.file, "json", ["--names"]).text);
  assert.deepEqual([table.people, table.opinions], [1, 2]);
  assert.deepEqual(table.rows[0].senders, [{ source: "", name: "reviewer", people: 1 }]);
});

test("a document without opinions has its table as well", async (t) => {
  const s = await served(t, { from: OPINIONS_OUTLINE });
  assert.match(comments(s.file, "html").text, /意見はありません。/);
  assert.equal(parseCsv(comments(s.file, "csv").text.slice(1)).length, 1);
  assert.deepEqual(JSON.parse(comments(s.file, "json").text).rows, []);
  assert.ok(readWorkbook(comments(s.file, "xlsx").bytes).sheets.対応表.rows.some((row) => row[0] === "意見はありません。"));
  assert.equal(comments(s.file, "json").warning, "");
});

test("wrong words on the command line, a terminal for a workbook, and a document in its way are refused", async (t) => {
  const s = await served(t, { from: OPINIONS_OUTLINE });
  for (const args of [[], ["--format", "pdf"], ["--format", "md"], ["--format", "csv", "--names=yes"]]) kosshi(["comments", s.file, ...args], { expect: 2 });
  kosshi(["export", s.file, "--format", "xlsx"], { expect: 2 });
  kosshi(["comments", s.file, "--format", "csv", "-o", s.file], { expect: 1 });
  kosshi(["comments", join(folder(t), "none.db"), "--format", "csv"], { expect: 1 });
  const shown = spawnSync("script", ["-qec", `${KOSSHI} comments ${s.file} --format xlsx`, "/dev/null"], { encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } });
  assert.equal(shown.status, 2, shown.stdout);
  assert.match(shown.stdout, /cannot be shown on a terminal/);
  assert.ok(kosshi(["comments", s.file, "--format", "csv"]).stdout.startsWith("\ufeff\"No.\""));
  assert.match(kosshi(["help", "comments"], { env: { LC_ALL: "ja_JP.UTF-8" } }).stdout, /意見対応表/);
});
