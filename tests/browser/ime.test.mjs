// Japanese input: whatever others do while a composition is under way, no character of it is doubled, dropped or broken, and all have one text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noProblems } from "./browser.mjs";
import { place, seen, together } from "./sharing.mjs";

const FIRST = "一行目の文章。\n";
const SECOND = "二行目の文章。\n";
const TEXT = `${FIRST}${SECOND}三行目の文章。`;
const CARET = FIRST.length + 3; // behind 二行目

const READING = ["ち", "ちい", "ちいき", "ちいきさ", "ちいきさん", "ちいきさんぎょう"];
const WORD = "地域産業";

const CASES = [
  ["before it", { from: 0, insert: "前に。" }, `前に。${FIRST}二行目${WORD}の文章。\n三行目の文章。`],
  ["after it", { from: TEXT.length, insert: "後に。" }, `${FIRST}二行目${WORD}の文章。\n三行目の文章。後に。`],
  ["where it stands", { from: CARET, insert: "同じ所" }, null],
  ["on its line", { from: FIRST.length, insert: "行の頭。" }, `${FIRST}行の頭。二行目${WORD}の文章。\n三行目の文章。`],
  ["around it, which delete its line", { from: FIRST.length, to: FIRST.length + SECOND.length }, `${FIRST}${WORD}三行目の文章。`],
  ["right behind it, which delete the rest of its line", { from: CARET, to: FIRST.length + SECOND.length - 1 }, `${FIRST}二行目${WORD}\n三行目の文章。`],
];

async function typing(t) {
  const s = await together(t, TEXT);
  s.context = await s.browser(s.member);
  s.page = await s.open(s.context);
  s.witness = await s.open(s.context); // hears what the other page hears, at the same moment
  await s.page.bringToFront();
  const keys = await s.context.newCDPSession(s.page);
  s.compose = (text) => keys.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  s.press = (key) => keys.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key, code: key, windowsVirtualKeyCode: 13 });
  s.commit = (text) => keys.send("Input.insertText", { text });
  // as it was at first
  s.reset = async () => {
    await s.change({ from: 0, to: (await s.stored()).text.length, insert: TEXT });
    await s.agree(s.page, s.witness);
  };
  return s;
}

test("an input method is not disturbed by others' changes", async (t) => {
  const s = await typing(t);
  for (const [where, change, expected] of CASES) {
    await t.test(`changes ${where}`, async () => {
      await s.reset();
      await place(s.page, 2, 3);
      for (const reading of READING.slice(0, 3)) await s.compose(reading);
      await s.change(change);
      await s.agree(s.witness); // and the page has heard of it, too
      for (const reading of READING.slice(3)) await s.compose(reading);
      await s.commit(WORD);
      const text = await s.agree(s.page, s.witness);
      if (expected) assert.equal(text, expected);
      else assert.ok([`同じ所${WORD}`, `${WORD}同じ所`].some((both) => text === `${FIRST}二行目${both}の文章。\n三行目の文章。`), text);
    });
  }
  noProblems(s.page);
});

test("the Enter that takes a composed word makes no paragraph, and the next one does", async (t) => {
  const s = await typing(t);
  await place(s.page, 2, 3);
  for (const reading of READING) await s.compose(reading);
  await s.press("Enter"); // goes to the input method
  await s.commit(WORD);
  assert.equal(await s.agree(s.page, s.witness), TEXT.replace("二行目", `二行目${WORD}`));
  await s.press("Enter");
  assert.equal(await s.agree(s.page, s.witness), TEXT.replace("二行目", `二行目${WORD}\n\n`));
  noProblems(s.page);
});

test("while a composition is under way nothing of it is sent, and when it is given up nothing of it stays", async (t) => {
  const s = await typing(t);
  const { version } = await s.stored();
  await place(s.page, 2, 3);
  for (const reading of READING) await s.compose(reading);
  await s.change({ from: 0, insert: "前に。" });
  await seen(s.witness, "前に。");
  assert.equal((await s.stored()).version, version + 1, "only the other's change is there");
  await s.compose("");
  assert.equal(await s.agree(s.page, s.witness), `前に。${TEXT}`);
  noProblems(s.page);
});

test("a character of two units that is replaced by one of the same half reaches everybody whole", async (t) => {
  const s = await typing(t);
  await place(s.page, 3, 0);
  await s.commit("😀");
  await seen(s.page, "😀");
  // as a picker of the system does it: the words of the page themselves change
  await s.page.locator(".cm-line", { hasText: "😀" }).evaluate((line) => {
    const words = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    while (!words.nextNode().data.includes("😀"));
    words.currentNode.data = words.currentNode.data.replace("😀", "😂");
  });
  await seen(s.witness, "😂");
  assert.equal(await s.agree(s.page, s.witness), `${FIRST}${SECOND}😂三行目の文章。`);
  noProblems(s.page);
});
