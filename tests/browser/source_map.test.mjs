// On a reading page the words are found in the section's Markdown, and the Markdown on the page: static/js/source_map.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served } from "../http/harness.mjs";
import { png, upload } from "../http/pictures.mjs";
import { Random } from "../collab/random.mjs";
import { RICH, noProblems, openPage, profile } from "./browser.mjs";
import { Written, uniqueLetters } from "./written.mjs";

/** A text of many blocks in which every letter comes once. */
function unique(seed) {
  const random = new Random(seed);
  const w = new Written(random, uniqueLetters());
  const line = (before, behind = "\n") => (w.mark(before), w.inline(1, before === ""), w.mark(behind));
  const table = (caption, below) => {
    if (caption) line(caption, random.of(["\n", "\n\n"]));
    w.row(3);
    w.mark("|---|:-:|---|\n");
    for (let n = random.below(4); n > 0; n--) w.row(3);
    if (below) line(below);
  };
  const blocks = [
    () => line(""),
    () => line("## "),
    () => line("", "\n-----\n"),
    () => (line("- "), line("  - "), line("- ")),
    () => (line("1. ", "\n\n"), line("   ", "\n\n"), line("2. ")),
    () => (line("> ", "\n>\n"), line("> - ")),
    () => table(),
    () => table("表："),
    () => table(null, "\n出典："),
    () => table(null, "注："),
    () => (line(""), table()),
    () => (w.mark("```\n"), w.letters(), w.mark("\n  "), w.letters(), w.mark("\n```\n")),
    () => (w.mark("    "), w.letters(), w.mark("\n")),
    () => (w.mark('![写真](/images/1 "'), w.letters(), w.mark('")\n')),
    () => w.mark("<!-- 控え -->\n"),
    () => (w.mark("<div>"), w.letters(), w.mark("</div>\n")),
    () => w.mark("[控え]: https://example.jp/\n"),
    () => w.mark("---\n"),
  ];
  for (let n = 12; n > 0; n--) {
    random.of(blocks)();
    w.mark("\n");
    if (n === 6) line("[^1]: ", "\n\n");
  }
  line("最後[^1]");
  return w.source;
}

async function reading(t) {
  const s = await served(t, { from: OUTLINE });
  s.shop = s.find("商業").id;
  await upload(s.member, png(60, 40), { name: "写真.png", alt: "写真" });
  s.page = await openPage(await profile(t, s.viewer), s.server.origin);
  s.put = async (text) => {
    const { version } = (await s.member.j.get(`/sections/${s.shop}/text`)).json;
    assert.equal((await s.member.j.post(`/sections/${s.shop}`, { base_version: version, text })).status, 200);
    await s.page.goto(`${s.server.origin}/chapters/${s.find("地域の産業").id}`);
  };
  /** Makes a map of the section in the page, and runs `look` there. */
  s.look = async (look, argument) => {
    await s.page.evaluate(
      async ([id, text]) => {
        const { default: sourceMap } = await import("/static/source_map.js");
        const prose = document.querySelector(`#s${id} .prose`);
        window.mapped = { prose, text, map: sourceMap(prose, text) };
      },
      [s.shop, s.text],
    );
    return s.page.evaluate(look, argument);
  };
  return s;
}

/** In the page: every letter that comes once, what it is in the source, and what the source is on the page. */
function everyLetter() {
  const { prose, text, map } = window.mapped;
  const wrong = [];
  const words = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  let count = 0;
  for (let node; (node = words.nextNode()); ) {
    if (node.parentElement.closest("svg, summary, rp, [data-footnote-backref]")) continue;
    for (let i = 0; i < node.data.length; i++) {
      const letter = node.data[i];
      const at = text.indexOf(letter);
      if (!/[\u3400-\u4dbf]/.test(letter)) continue;
      const range = new Range();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const found = map.toSource(range);
      const back = map.toRanges(at, at + 1).map(String).join("/");
      if (found?.from !== at || found.to !== at + 1 || back !== letter) wrong.push(`${letter} at ${at}: ${JSON.stringify(found)}, back ${back}`);
      count++;
    }
  }
  return { wrong, count };
}

test("every letter of texts with every mark is found in its source, and back", async (t) => {
  const s = await reading(t);
  for (let seed = 1; seed <= 40; seed++) {
    s.text = unique(seed);
    await s.put(s.text);
    const { wrong, count } = await s.look(everyLetter);
    assert.deepEqual(wrong, [], s.text);
    assert.ok(count > 50);
  }
  noProblems(s.page);
});

/** In the page: the range of the words from the first letter of `words` to its last, wherever elements end between them; and what comes of it. */
function found(words) {
  const { prose, text, map } = window.mapped;
  const all = [];
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) for (let i = 0; i < node.data.length; i++) all.push([node, i]);
  const at = all.map(([node, i]) => node.data[i]).join("").indexOf(words);
  const range = new Range();
  range.setStart(...all[at]);
  range.setEnd(all[at + words.length - 1][0], all[at + words.length - 1][1] + 1);
  const source = map.toSource(range);
  return source && { typed: text.slice(source.from, source.to), shown: map.toRanges(source.from, source.to).map(String) };
}

test("words are found through emphasis, links, notes, code, lists and tables, and what the page added is no word of the text", async (t) => {
  const s = await reading(t);
  s.text = `${RICH}\n文[^1]の続き\n\n表：店の数\n\n|町|数|\n|-|-|\n|桜|1|\n|梅|2|\n\n出典：区\n\n![甲](/images/1 "区の写真")\n`;
  await s.put(s.text);
  const is = async (words, typed, shown = [words]) => assert.deepEqual(await s.look(found, words), { typed, shown });
  await is("ために、「試験市らしさ」を", "ために、**「試験市らしさ」**を");
  await is("案 区の", "案~~ [区の");
  await is("文1の続", "文[^1]の続");
  await is("1,024", "1,024");
  await is("一つ目の取組\n\nその内訳", "一つ目の取組\n  - その内訳", ["一つ目の取組", "その内訳"]);
  await is("code と", "code` と");
  await is("ある注です。", "ある注です。");
  await is("区の写真", "区の写真");
  assert.equal(await s.look(found, "表1"), null);
  assert.equal(await s.look(found, "図1"), null);
  noProblems(s.page);
});

test("a choice that begins or ends outside of the text has the words inside of it; one without any has none", async (t) => {
  const s = await reading(t);
  s.text = "はじめの文。\n\n終わりの文。\n";
  await s.put(s.text);
  const chosen = (way) => s.look((way) => {
    const { prose, map } = window.mapped;
    const range = new Range();
    if (way === "all") range.selectNodeContents(document.body);
    if (way === "head") range.selectNodeContents(prose.parentElement.querySelector("header"));
    if (way === "from") (range.setStart(prose.lastElementChild.firstChild, 3), range.setEndAfter(document.body.lastChild));
    if (way === "none") range.setStart(prose.firstElementChild.firstChild, 2);
    return map.toSource(range);
  }, way);
  assert.deepEqual(await chosen("all"), { from: 0, to: 14 });
  assert.deepEqual(await chosen("from"), { from: 11, to: 14 });
  assert.equal(await chosen("head"), null);
  assert.equal(await chosen("none"), null);
});
