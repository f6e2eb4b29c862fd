// Opinions in the editor: words of the text are selected and commented on, and the pane beside the text follows what others say.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WORDS, axe, noProblems, tabTo, writing } from "./browser.mjs";
import { seen, state, together } from "./sharing.mjs";

const TEXT = "地域の産業を支える取組を進めます。\n\n商店街の役割は大きい。\n\n三つ目の段落で終わります。";
const WIDE = { viewport: { width: 1600, height: 900 } };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

async function editor(t, { text = TEXT, options = WIDE } = {}) {
  const s = await together(t, text);
  s.page = await s.open(await s.browser(s.member, options));
  await pane(s.page).waitFor();
  s.comments = async () => (await s.viewer.j.get(`/sections/${s.id}/comments`)).json.comments;
  s.say = async (body, words) => {
    const { version, text } = await s.stored();
    const from = text.indexOf(words);
    return (await s.reviewer.j.postJson(`/sections/${s.id}/comments`, { body, anchor: { version, from, to: from + words.length } })).json.id;
  };
  return s;
}

async function choose(page, words) {
  const { value, select } = writing(page);
  const at = (await value()).indexOf(words);
  assert.ok(at >= 0, `${words} are in the text`);
  await select(at, at + words.length);
}

/** With the mouse, over words of one line. */
async function drag(page, words) {
  const { left, right, y } = await page.locator(".cm-content").evaluate((dom, words) => {
    const walker = document.createTreeWalker(dom, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
      const at = node.data.indexOf(words);
      if (at < 0) continue;
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + words.length);
      const { left, right, top, height } = range.getBoundingClientRect();
      return { left, right, y: top + height / 2 };
    }
  }, words);
  await page.mouse.move(left + 1, y);
  await page.mouse.down();
  await page.mouse.move(right - 1, y, { steps: 4 });
  await page.mouse.up();
}

const offer = (page) => page.locator("[data-add] button");
const form = (page) => page.locator(".note-form");
const pane = (page) => page.locator("[data-opinions]");
const note = (page, body) => page.locator("article.note", { hasText: body });

/** Waits until these words are marked in the text, and no others. */
const marked = (page, words, name = "writing-opinion") =>
  page.waitForFunction(([name, words]) => [...document.querySelectorAll(`.cm-content .${name}`)].map(({ textContent }) => textContent).join("|") === words, [name, words.join("|")]);

test("by mouse: words selected in the editor get an opinion, which stands in the pane beside the text", async (t) => {
  const s = await editor(t);
  const { page } = s;
  await drag(page, "商店街の役割");
  await offer(page).click();
  await form(page).waitFor();
  assert.equal(await form(page).locator("[data-quote]").textContent(), "商店街の役割");
  await marked(page, ["商店街の役割"], "writing-opinion-now");
  await axe(page, "writing an opinion in the editor");
  await page.keyboard.type("どの商店街でしょうか。");
  await form(page).locator("button.primary").click();
  await note(page, "どの商店街でしょうか。").waitFor();
  const [made] = await s.comments();
  assert.equal(made.anchor.quote, "商店街の役割");
  await marked(page, ["商店街の役割"]);
  assert.equal((await s.stored()).text, TEXT);
  noProblems(page);
});

test("by keyboard: what was typed before the words and not yet saved does not lead the opinion to other words", async (t) => {
  const s = await editor(t);
  const { page } = s;
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route("**/updates", async (route) => {
    await held;
    await route.continue();
  });
  await writing(page).select(0);
  await page.keyboard.insertText("前に加えた文章です。");
  await state(page, "saving");
  await choose(page, "商店街の役割");
  await page.keyboard.press("Control+Alt+m");
  await form(page).waitFor();
  await page.keyboard.insertText("どの役割ですか。");
  await tabTo(page, (element) => element.matches(".note-form button.primary"));
  await page.keyboard.press("Enter");
  await form(page).locator("button.primary[aria-disabled]").waitFor();
  assert.deepEqual(await s.comments(), []);
  go();
  await note(page, "どの役割ですか。").waitFor();
  const [made] = await s.comments();
  assert.equal(made.anchor.quote, "商店街の役割");
  assert.ok((await s.stored()).text.startsWith("前に加えた文章です。地域の"));
  await marked(page, ["商店街の役割"]);
  await page.waitForFunction(() => document.activeElement.matches(".cm-content"));
  noProblems(page);
});

test("words in a table's cell are taken by the same keys, and one is in the cell again afterwards", async (t) => {
  const s = await editor(t, { text: "| 年度 | 店の数 |\n|---|---|\n| 令和6年度 | 千二十四 |\n" });
  const { page } = s;
  const cell = page.locator(".cells-field").nth(3);
  await cell.focus();
  await cell.evaluate((field) => field.setSelectionRange(1, 3));
  await page.keyboard.press("Control+Alt+m");
  await form(page).waitFor();
  assert.equal(await form(page).locator("[data-quote]").textContent(), "二十");
  await page.keyboard.insertText("数は合っていますか。");
  await tabTo(page, (element) => element.matches(".note-form button.primary"));
  await page.keyboard.press("Enter");
  await note(page, "数は合っていますか。").waitFor();
  assert.equal((await s.comments())[0].anchor.quote, "二十");
  await cell.and(page.locator(":focus")).waitFor();
  noProblems(page);
});

test("the pane follows what another person says, its words move with the text, and choosing it leads to them", async (t) => {
  const s = await editor(t);
  const { page } = s;
  await pane(page).locator("summary").first().click();
  await pane(page).locator("[data-none]").waitFor();
  await s.say("三つ目とは何ですか。", "三つ目");
  await note(page, "三つ目とは何ですか。").waitFor();
  await marked(page, ["三つ目"]);
  assert.equal(await pane(page).locator("summary [data-of=opinion]").textContent(), `1${WORDS.common.items}`);
  await s.change({ from: 0, insert: "別の人の文章。\n\n" });
  await seen(page, "別の人の文章。");
  await writing(page).select(0);
  await page.keyboard.insertText("私の文章。");
  await marked(page, ["三つ目"]);
  await note(page, "三つ目とは何ですか。").locator(".note-open").click();
  await marked(page, ["三つ目"], "writing-opinion-now");
  const [at] = await writing(page).selection();
  assert.equal((await writing(page).value()).slice(at, at + 3), "三つ目");
  await axe(page, "an opinion that is looked at in the editor");
  await note(page, "三つ目とは何ですか。").locator("textarea").fill("直します。");
  await note(page, "三つ目とは何ですか。").getByRole("button", { name: WORDS.comments.send_reply }).click();
  await note(page, "三つ目とは何ですか。").locator(".reply", { hasText: "直します。" }).waitFor();
  await note(page, "三つ目とは何ですか。").getByRole("button", { name: WORDS.comments.resolve }).click();
  await marked(page, []);
  assert.equal((await s.comments())[0].state, "resolved");
  noProblems(page);
});

test("a suggestion that waits is in the pane with its words, and is gone when another person has accepted it", async (t) => {
  const s = await editor(t);
  const { page } = s;
  await pane(page).locator("summary").first().click();
  const { version } = await s.stored();
  const { id } = (await s.reviewer.j.post(`/sections/${s.id}/suggestions`, { base_version: version, text: TEXT.replace("大きい", "重い"), reason: "言い方を" })).json;
  await note(page, "言い方を").waitFor();
  await marked(page, ["大きい"], "writing-suggestion");
  await s.secretariat.j.post(`/suggestions/${id}/accept`, { of: 1, piece0: 1 });
  await seen(page, "商店街の役割は重い。");
  await note(page, "言い方を").waitFor({ state: "detached" });
  await marked(page, [], "writing-suggestion");
  noProblems(page);
});

test("an opinion whose words are deleted says so, and its words are marked again when they are back", async (t) => {
  const s = await editor(t);
  const { page } = s;
  await pane(page).locator("summary").first().click();
  await s.say("役割とは何ですか。", "商店街の役割");
  await marked(page, ["商店街の役割"]);
  await choose(page, "商店街の役割は大きい。");
  await page.keyboard.press("Delete");
  await note(page, "役割とは何ですか。").locator("[data-then]").waitFor();
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+z");
  await marked(page, ["商店街の役割"]);
  await note(page, "役割とは何ですか。").locator("[data-then]").waitFor({ state: "hidden" });
  noProblems(page);
});

test("by touch on a phone: the offer is a bar at the bottom, and the form and a chosen opinion come on a sheet", async (t) => {
  const s = await editor(t, { options: PHONE });
  const { page } = s;
  await page.locator(".cm-content").tap();
  await choose(page, "三つ目の段落");
  await offer(page).tap();
  await page.locator(".margin-sheet .note-form").waitFor();
  await page.keyboard.insertText("終わりですか。");
  await form(page).locator("button.primary").tap();
  await form(page).waitFor({ state: "detached" });
  assert.equal((await s.comments())[0].anchor.quote, "三つ目の段落");
  await marked(page, ["三つ目の段落"]);
  await pane(page).locator("summary").first().tap();
  await note(page, "終わりですか。").locator(".note-open").tap();
  await page.locator(".margin-sheet article.note", { hasText: "終わりですか。" }).waitFor();
  await marked(page, ["三つ目の段落"], "writing-opinion-now");
  await axe(page, "an opinion on a sheet over the editor");
  await page.locator(".margin-sheet [data-close]").tap();
  await pane(page).locator("article.note", { hasText: "終わりですか。" }).waitFor();
  noProblems(page);
});
