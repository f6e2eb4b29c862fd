// Words that are shown are found again in the Markdown they were made of (static/js/align.js), for Markdown of which it is known.
import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { folder } from "../http/harness.mjs";
import { Random } from "../collab/random.mjs";
import { Written, uniqueLetters } from "./written.mjs";

// as a file of its own, which is a module whatever its name says
const own = join(folder({ after }), "align.mjs");
copyFileSync(new URL("../../static/js/align.js", import.meta.url), own);
const { default: align } = await import(own);

function aligned(written, fixed) {
  const found = align(written.source, written.tokens, fixed);
  assert.ok(found, `it gave up on ${JSON.stringify(written.source)}`);
  written.places.forEach((place, i) => place && assert.deepEqual([found.from[i], found.to[i]], place, `${written.tokens[i]} (${i}) of ${JSON.stringify(written.source)}`));
}

/** Blocks of each kind: what stands before their words, and what behind. */
const BLOCKS = [
  (w) => w.inline(2, true),
  (w) => (w.mark("## "), w.inline(), w.mark(" ##\n")),
  (w) => (w.inline(), w.mark("\n===\n")),
  (w) => (w.mark("- "), w.inline(2, true), w.mark("\n\n")),
  (w) => (w.mark("> 1. "), w.inline(), w.mark("\n> \n")),
  (w) => (w.mark("[^1]: "), w.inline()),
  (w) => (w.mark("表："), w.inline(1), w.mark("\n\n")),
  (w) => (w.row(3), w.mark("|---|:-:|---|\n")),
  (w) => w.row(2),
];

for (const [name, letters] of [
  ["each its own", () => uniqueLetters()],
  ["few of them", (random) => () => random.of(["区", "業", "a"])],
  ["one alone", () => () => "区"],
]) {
  test(`the place of every letter is found, through all marks: ${name}`, () => {
    for (let seed = 1; seed <= 3000; seed++) {
      const random = new Random(seed);
      const written = new Written(random, letters(random));
      random.of(BLOCKS)(written);
      aligned(written);
    }
  });
}

/** [what is shown, for text unit by unit; what was typed; what of it each comes from] */
const CASES = [
  ["an address that says the same as its words", ["a+", ..."ab", "a-", ..."ab"], "[ab](ab)ab", ["[", "a", "b", "](ab)", "a", "b"]],
  ["an address alone", ["a+", ..."http://x.jp", "a-", "。"], "http://x.jp。", [null, ..."http://x.jp", null, "。"]],
  ["an address in angle brackets", ["a+", ..."http://x", "a-"], "<http://x>", ["<", ..."http://x", ">"]],
  ["a link that lost its address", [..."ab"], "[a](ftp://x)b", [..."ab"]],
  ["an image's caption", ["題", "img"], '![区の写真](/images/1 "題")', ["題", '")']],
  ["an image's alternative text where it may not be shown", [..."ab"], "![a](http://x/y.png)b", [..."ab"]],
  ["marks that are letters", ["*", "em+", "a", "em-", "b", "*"], "**a*b*", ["*", "*", "a", "*", "b", "*"]],
  ["code that holds what else are marks", ["code+", ..."`\\*&amp;", "code-"], "`` `\\*&amp; ``", ["`` ", ..."`\\*&amp;", " ``"]],
  ["an entity of two units", "😀".split(""), "&#x1F600;", ["&#x1F600;", "&#x1F600;"]],
  ["ruby in a cell", ["cell", ..."骨（こ）", "cell", "x"], "|｜骨《こ》|x|", ["|", "骨", "《", "こ", "》", "|", "x"]],
  ["markup shown as typed", [..."<b>a</b>"], "<b>a</b>", [..."<b>a</b>"]],
  ["a line that stays one", ["a", "br", "・", "b", "br", "c"], "a\n・b  \nc", ["a", "\n", "・", "b", "  \n", "c"]],
  ["what the page put there itself", [..."（新）", "a"], "a", [null, null, null, "a"]],
  ["a reference's own line between two paragraphs", [..."ab"], "a\n\n[x]: http://y\n\nb", [..."ab"]],
];

for (const [name, tokens, typed, expected] of CASES) {
  test(`found: ${name}`, () => {
    const { from, to } = align(typed, tokens);
    assert.deepEqual([...from].map((at, i) => (at < 0 ? null : typed.slice(at, to[i]))), expected);
  });
}

test("the lines of a block of code keep their spaces, behind the fence and what makes it part of a list", () => {
  const typed = "- ```js\n    a\n\n  b\n  ```\n";
  const { from } = align(typed, [..."  a\n\nb\n"], true);
  assert.deepEqual([...from], [10, 11, 12, 13, 14, 17, 18]);
});

test("what has nothing to do with the text is given up, and holds nobody up", () => {
  assert.equal(align("*_[`".repeat(20_000), [..."区域".repeat(20_000)]), null);
});

test("a mark that nothing is known of costs exactness at its own place alone", () => {
  const typed = "区{{?}}域xyz**業**";
  const { from } = align(typed, [..."区域", "strong+", "業", "strong-"]);
  assert.deepEqual([...from], [0, 6, 10, 12, 13]);
});
