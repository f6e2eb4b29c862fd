// The opinions of tests/data/opinions in a served document, what they add up to by their CSV alone, and readers of the files that come out.
import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import assert from "node:assert/strict";
import { served, sql } from "./harness.mjs";

const FOLDER = new URL("../data/opinions/", import.meta.url);
export const PUBLISHED = readFileSync(new URL("published.csv", FOLDER), "utf8");
export const OPINIONS_OUTLINE = readFileSync(new URL("outline.md", FOLDER), "utf8");
export const DISPOSITIONS = { 反映: "reflected", 記載済み: "covered", 参考: "noted", 不採用: "declined", その他: "other" };
const KINDS = { 意見: "opinion", 質問: "question", 誤字: "typo" };

/** The rows of a CSV (RFC 4180), the first among them. */
export function parseCsv(text) {
  const rows = [];
  let row = [], cell = "", quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted && c === '"' && text[i + 1] === '"') cell += text[i++];
    else if (c === '"') quoted = !quoted;
    else if (!quoted && c === ",") row.push(cell), (cell = "");
    else if (!quoted && c === "\r" && text[i + 1] === "\n") {
      rows.push([...row, cell]);
      (row = []), (cell = ""), i++;
    } else cell += c;
  }
  assert.deepEqual([row, cell, quoted], [[], "", false], "the last row is ended");
  return rows;
}

/** The rows of a CSV as objects by its heads. */
export function records(text) {
  const [head, ...rows] = parseCsv(text.replace(/^\ufeff/, ""));
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
}

export const published = () => records(PUBLISHED);

const text = (value) => `'${String(value).replaceAll("'", "''")}'`;

/** Puts opinions (records of a published.csv) into the file of a served document; their number is the comment's id. */
export function putOpinions(s, opinions) {
  const all = s.sections();
  const place = (o) => {
    const chapter = all.find((section) => section.parent === 0 && section.number === o.章);
    const found = o.節 ? all.find((section) => section.parent === chapter?.id && section.title === o.節) : chapter;
    assert.ok(found, `there is no ${o.章} ${o.節}`);
    return found.id;
  };
  const statements = opinions.flatMap((o) => {
    const comment = `INSERT INTO comment (id, section_id, author, at, kind, source, people, merged_into, body) VALUES (${o.番号}, ${place(o)}, ${text(o.氏名)}, ${1700000000000 + Number(o.番号)}, '${KINDS[o.種別]}', ${text(o.出典)}, ${o.人数}, ${o.まとめ先 || "NULL"}, ${text(o.意見)});`;
    if (!o.区分 && !o.区の考え方 && !o.概要) return [comment];
    const disposition = o.区分 ? `'${DISPOSITIONS[o.区分]}'` : "NULL";
    return [comment, `INSERT INTO response (comment_id, disposition, by, at, summary, body) VALUES (${o.番号}, ${disposition}, '事務局', 1700000000000, ${text(o.概要)}, ${text(o.区の考え方)});`];
  });
  for (let i = 0; i < statements.length; i += 100) sql(s.file, `BEGIN; ${statements.slice(i, i + 100).join("\n")} COMMIT;`);
}

/** A served document with all of the published opinions. */
export async function withOpinions(t) {
  const s = await served(t, { from: OPINIONS_OUTLINE });
  putOpinions(s, published());
  return s;
}

/** What the opinions add up to, of their records alone. */
export function totalsOf(opinions) {
  const people = new Map();
  let unnamed = 0;
  for (const o of opinions) {
    const key = JSON.stringify([o.出典, o.氏名]);
    if (o.氏名 === "") unnamed += Number(o.人数);
    else people.set(key, Math.max(people.get(key) ?? 0, Number(o.人数)));
  }
  const byNumber = new Map(opinions.map((o) => [o.番号, o]));
  const chapters = {}, dispositions = {};
  for (const o of opinions) {
    const head = o.まとめ先 ? byNumber.get(o.まとめ先) : o; // counted where it is answered
    const disposition = head.区分 || "未定";
    chapters[head.章] ??= { opinions: 0 };
    chapters[head.章].opinions++;
    chapters[head.章][disposition] = (chapters[head.章][disposition] ?? 0) + 1;
    dispositions[disposition] = (dispositions[disposition] ?? 0) + 1;
  }
  const heads = opinions.filter((o) => !o.まとめ先);
  return {
    people: unnamed + [...people.values()].reduce((sum, n) => sum + n, 0),
    opinions: opinions.length,
    chapters,
    dispositions,
    heads,
    unanswered: heads.filter((o) => !o.区分 || !o.区の考え方),
    counts: new Map(heads.map((o) => [o.番号, opinions.filter((other) => other.まとめ先 === o.番号).length + 1])),
  };
}

/** The files of a ZIP by their names. */
export function unzip(bytes) {
  const files = {};
  let at = bytes.readUInt32LE(bytes.length - 22 + 16); // the central directory, by a record without a remark at the end
  assert.equal(bytes.readUInt32LE(bytes.length - 22), 0x06054b50);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [packed, nameSize, extra, remark, local] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const name = bytes.toString("utf8", at + 46, at + 46 + nameSize);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(from, from + packed);
    files[name] = (bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(data) : data).toString("utf8");
    at += 46 + nameSize + extra + remark;
  }
  return files;
}

export const unescape = (xml) => xml.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'").replace(/&#x([0-9A-Fa-f]+);/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16))).replaceAll("&amp;", "&");

/** The sheets of a workbook by their names: cells as they are kept, texts as strings, numbers as numbers; and the XML of each. */
export function readWorkbook(bytes) {
  const files = unzip(bytes);
  const strings = [...files["xl/sharedStrings.xml"].matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) => unescape(item.replace(/<[^>]*>/g, "")).replace(/_x([0-9A-F]{4})_/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))));
  const names = [...files["xl/workbook.xml"].matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) => unescape(name));
  const sheets = names.map((name, i) => {
    const xml = files[`xl/worksheets/sheet${i + 1}.xml`];
    const rows = [];
    for (const [, number, cells = ""] of xml.matchAll(/<row r="(\d+)"[^>]*?(?:\/>|>(.*?)<\/row>)/gs)) {
      while (rows.length < Number(number) - 1) rows.push([]);
      rows.push(
        [...cells.matchAll(/<c [^>]*?(?:\/>|>(.*?)<\/c>)/gs)].map(([cell, inner = ""]) => {
          assert.ok(!/<f[ >]/.test(inner), "a formula");
          const value = inner.match(/<v>(.*?)<\/v>/s)?.[1];
          if (value === undefined) return "";
          return / t="s"/.test(cell.split(">")[0]) ? strings[Number(value)] : Number(value);
        }),
      );
    }
    return [name, { rows, xml }];
  });
  return { files, sheets: Object.fromEntries(sheets) };
}
