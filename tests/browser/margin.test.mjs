// Opinions beside their words on a chapter's page: written by mouse, by keyboard and by touch, answered there, and seen by everybody as they come.
import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { OUTLINE, PATIENCE, folder, served, until } from "../http/harness.mjs";
import { Random } from "../collab/random.mjs";
import { WORDS, axe, noProblems, openPage, profile, settled, tabTo } from "./browser.mjs";

const TEXT = `地域の**産業**を支える取組を進めます。区民の暮らしが続いていくために、商店街の役割は大きい。

二つ目の段落には、[区の頁](https://example.jp/)への案内があります。

| 年度 | 店の数 |
|---|---:|
| 令和6年度 | 1,024 |

三つ目の段落で終わります。
`;
const WIDE = { viewport: { width: 1600, height: 900 } };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

async function chapter(t, { text = TEXT } = {}) {
  const s = await served(t, { from: OUTLINE });
  s.shop = s.find("商業").id;
  s.chapter = s.find("地域の産業").id;
  await s.member.post(`/sections/${s.shop}`, { base_version: 0, text });
  s.open = async (who, options = WIDE) => {
    const page = await openPage(await profile(t, s[who], options), s.server.origin);
    await page.goto(`${s.server.origin}/chapters/${s.chapter}`);
    await page.locator(`#s${s.shop} .margin-list`).waitFor({ state: "attached" });
    return page;
  };
  s.text = async () => (await s.viewer.j.get(`/sections/${s.shop}/text`)).json;
  s.comments = async () => (await s.viewer.j.get(`/sections/${s.shop}/comments`)).json.comments;
  /** An opinion about words of the text. */
  s.say = async (body, words) => {
    const { version, text } = await s.text();
    const from = text.indexOf(words);
    return (await s.reviewer.j.postJson(`/sections/${s.shop}/comments`, { body, ...(words && { anchor: { version, from, to: from + words.length } }) })).json.id;
  };
  s.save = async (text) => {
    const { version } = await s.text();
    assert.equal((await s.member.j.post(`/sections/${s.shop}`, { base_version: version, text })).status, 200);
  };
  return s;
}

/** In the page: the range from the first letter of some words to their last. */
function rangeOf([id, words]) {
  const walker = document.createTreeWalker(document.querySelector(`#s${id} .prose`), NodeFilter.SHOW_TEXT);
  const all = [];
  for (let node; (node = walker.nextNode()); ) for (let i = 0; i < node.data.length; i++) all.push([node, i]);
  const at = all.map(([node, i]) => node.data[i]).join("").indexOf(words);
  const range = new Range();
  range.setStart(...all[at]);
  range.setEnd(all[at + words.length - 1][0], all[at + words.length - 1][1] + 1);
  return range;
}

const boxOf = (page, id, words) =>
  page.evaluate(`(() => {
    ${rangeOf}
    const range = rangeOf(${JSON.stringify([id, words])});
    range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
    const boxes = [...range.getClientRects()];
    return { left: boxes[0].left, right: boxes.at(-1).right, y: boxes[0].top + boxes[0].height / 2, end: boxes.at(-1).top + boxes.at(-1).height / 2 };
  })()`);

const select = (page, id, words) =>
  page.evaluate(`(() => {
    ${rangeOf}
    const { startContainer, startOffset, endContainer, endOffset } = rangeOf(${JSON.stringify([id, words])});
    getSelection().setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
  })()`);

async function drag(page, id, words) {
  const { left, right, y, end } = await boxOf(page, id, words);
  await page.mouse.move(left + 1, y);
  await page.mouse.down();
  await page.mouse.move(right - 1, end, { steps: 4 });
  await page.mouse.up();
}

const marked = (page, kind = "opinion") => page.evaluate((kind) => [...CSS.highlights.get(kind)].map(String).sort(), kind);
const isMarked = (page, expected, kind = "opinion") =>
  page.waitForFunction(([kind, expected]) => JSON.stringify([...CSS.highlights.get(kind)].map(String).sort()) === JSON.stringify(expected), [kind, [...expected].sort()]).catch(async () => assert.deepEqual(await marked(page, kind), expected));

const offer = (page) => page.locator("[data-add] button");
const form = (page) => page.locator(".note-form");
const note = (page, body) => page.locator("article.note", { hasText: body });

test("by mouse: words that are selected get an opinion beside them, which others see at once", async (t) => {
  const s = await chapter(t);
  const [mine, others] = [await s.open("reviewer"), await s.open("viewer")];
  await drag(mine, s.shop, "地域の産業を支える");
  await offer(mine).click();
  await form(mine).waitFor();
  assert.equal(await form(mine).locator("[data-quote]").textContent(), "地域の産業を支える");
  await isMarked(mine, ["地域の産業を支える"], "opinion-now");
  await axe(mine, "writing an opinion");
  await mine.keyboard.type("どの地域でしょうか。");
  await form(mine).locator("button.primary").click();
  await note(mine, "どの地域でしょうか。").waitFor();
  await form(mine).waitFor({ state: "detached" });
  const [made] = await s.comments();
  assert.equal(made.anchor.quote, "地域の**産業**を支える");
  await isMarked(mine, ["地域の産業を支える"]);
  await note(others, "どの地域でしょうか。").waitFor();
  await isMarked(others, ["地域の産業を支える"]);
  const beside = await note(others, "どの地域でしょうか。").boundingBox();
  const words = await boxOf(others, s.shop, "地域の");
  assert.ok(beside.x > words.right, "the note stands at the right of the text");
  assert.equal(await others.locator("[data-write]").count(), 0, "who only reads is not offered to write");
  for (const page of [mine, others]) noProblems(page);
});

test("by keyboard alone: a sentence is chosen from a list, words in it are typed, and the way back is where one came from", async (t) => {
  const s = await chapter(t);
  const page = await s.open("reviewer");
  await tabTo(page, (element, id) => element.matches(`#s${id} [data-write]`), s.shop);
  await page.keyboard.press("Enter");
  await form(page).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "note-sentence");
  await page.keyboard.press("ArrowDown");
  await isMarked(page, ["地域の産業を支える取組を進めます。"], "opinion-now");
  await page.keyboard.press("Tab");
  await page.keyboard.insertText("無い言葉");
  await form(page).locator("[data-wrong]").waitFor();
  assert.equal(await form(page).locator("[data-wrong]").textContent(), WORDS.margin.words_wrong);
  await axe(page, "words that are not there");
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("産業を支え");
  await isMarked(page, ["産業を支え"], "opinion-now");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.insertText("誰が支えるのですか。");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await note(page, "誰が支えるのですか。").waitFor();
  const [asked] = await s.comments();
  assert.deepEqual([asked.anchor.quote, asked.kind], ["産業**を支え", "question"]);
  await page.locator("[data-said]", { hasText: WORDS.margin.added }).waitFor({ state: "attached" });
  await page.waitForFunction(() => document.activeElement.matches(".note-open"));

  await page.locator(`#s${s.shop} [data-write]`).focus();
  await page.keyboard.press("Enter");
  await form(page).waitFor();
  await page.keyboard.press("Escape");
  await form(page).waitFor({ state: "detached" });
  assert.ok(await page.evaluate((id) => document.activeElement.matches(`#s${id} [data-write]`), s.shop));
  noProblems(page);
});

test("words selected by keys are taken by Ctrl+Alt+M, and a screen reader is told so", async (t) => {
  const s = await chapter(t);
  const page = await s.open("reviewer");
  await page.keyboard.press("Shift+ArrowRight"); // the keys are what is used
  await select(page, s.shop, "三つ目の段落");
  await page.locator("[data-said]", { hasText: WORDS.margin.chosen }).waitFor({ state: "attached" });
  await page.keyboard.press("Control+Alt+m");
  await form(page).waitFor();
  await page.keyboard.insertText("終わりですか。");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await note(page, "終わりですか。").waitFor();
  assert.equal((await s.comments())[0].anchor.quote, "三つ目の段落");
  noProblems(page);
});

test("by touch on a phone: the offer is a bar at the bottom, the form and the notes are a sheet, and marks open it", async (t) => {
  const s = await chapter(t);
  const page = await s.open("reviewer", PHONE);
  await page.locator(`#s${s.shop} .prose`).tap();
  await select(page, s.shop, "区の頁");
  await offer(page).waitFor();
  const bar = await page.locator("[data-add]").boundingBox();
  assert.equal(Math.round(bar.y + bar.height), 740);
  await axe(page, "the offer on a phone");
  await offer(page).tap();
  await form(page).waitFor();
  await page.keyboard.insertText("古い頁です。");
  await form(page).locator("button.primary").tap();
  const mark = page.locator(`#s${s.shop} .margin-mark`);
  await mark.waitFor();
  const [made] = await s.comments();
  assert.equal(made.anchor.quote, "区の頁");
  assert.equal(await mark.locator("[data-count]").textContent(), String(made.id));
  await mark.tap();
  await note(page, "古い頁です。").waitFor();
  await isMarked(page, ["区の頁"], "opinion-now");
  const words = await page.evaluate(() => [...CSS.highlights.get("opinion-now")][0].getBoundingClientRect().bottom);
  const sheet = await page.locator(".margin-sheet").boundingBox();
  assert.ok(words <= sheet.y, "the words can be seen above the sheet");
  await axe(page, "the sheet on a phone");
  await page.locator("[data-close]").tap();
  await note(page, "古い頁です。").waitFor({ state: "hidden" });
  noProblems(page);
});

test("an opinion whose words are gone goes below the text with its words and a way to the text of then, and comes back with them", async (t) => {
  const s = await chapter(t);
  await s.say("役割とは何ですか。", "商店街の役割");
  const page = await s.open("member");
  await note(page, "役割とは何ですか。").waitFor();
  const before = await s.text();
  await s.save(TEXT.replace("商店街の役割は大きい。", "駅も多い。"));
  const gone = page.locator(`#s${s.shop} .margin-gone`);
  await gone.waitFor();
  await page.locator(`#s${s.shop} .prose`, { hasText: "駅も多い。" }).waitFor();
  await isMarked(page, []);
  await gone.locator("summary").click();
  assert.equal(await gone.locator(".note-quote").textContent(), "商店街の役割");
  assert.equal(await gone.locator("[data-then]").getAttribute("href"), `/sections/${s.shop}/history?version=${before.version}`);
  await axe(page, "an opinion whose words are gone");
  await s.save(TEXT);
  await gone.waitFor({ state: "hidden" });
  await isMarked(page, ["商店街の役割"]);
  assert.ok(await note(page, "役割とは何ですか。").isVisible());
  noProblems(page);
});

test("opinions whose words overlap are all marked, stand below each other, and are reached one after the other by their words", async (t) => {
  const s = await chapter(t);
  await s.say("長い方", "暮らしが続いていくために、商店街の役割");
  await s.say("短い方", "商店街");
  await s.say("段落の外", "三つ目");
  await s.say("節の全体");
  const page = await s.open("viewer");
  await note(page, "節の全体").waitFor();
  await isMarked(page, ["暮らしが続いていくために、商店街の役割", "商店街", "三つ目"]);
  const boxes = [];
  for (const body of ["節の全体", "長い方", "短い方", "段落の外"]) boxes.push(await note(page, body).boundingBox());
  boxes.forEach((box, i) => i && assert.ok(box.y >= boxes[i - 1].y + boxes[i - 1].height, `note ${i} lies on the one before it`));
  const { left, y } = await boxOf(page, s.shop, "商店街");
  const open = (body) => page.locator("article.note.unfolded.now", { hasText: body }).waitFor();
  await page.mouse.click(left + 4, y);
  await open("短い方");
  await isMarked(page, ["商店街"], "opinion-now");
  await page.mouse.click(left + 4, y);
  await open("長い方");
  await axe(page, "a note that is looked at");
  noProblems(page);
});

test("a thread goes on in its note: replies, resolved, opened again, for everybody at once", async (t) => {
  const s = await chapter(t);
  await s.say("直せますか。", "三つ目");
  const [mine, others] = [await s.open("member"), await s.open("viewer")];
  await note(mine, "直せますか。").locator(".note-open").click();
  await note(mine, "直せますか。").locator("textarea").fill("直します。");
  await note(mine, "直せますか。").getByRole("button", { name: WORDS.comments.send_reply }).click();
  await note(mine, "直せますか。").locator(".reply", { hasText: "直します。" }).waitFor();
  await note(others, "直せますか。").locator(".note-open").click();
  await note(others, "直せますか。").locator(".reply", { hasText: "直します。" }).waitFor();
  assert.equal(await note(others, "直せますか。").locator("form").count(), 0);
  await until(async () => !(await s.comments())[0].unread, PATIENCE, "the opinion as read by who has unfolded it");
  assert.ok((await note(mine, "直せますか。").locator("[data-edit-reply]").getAttribute("href")).includes("?reply="));
  assert.ok(await note(mine, "直せますか。").locator("[data-edit]").isHidden(), "what another one wrote is not one's own to change");
  await note(mine, "直せますか。").getByRole("button", { name: WORDS.comments.resolve }).click();
  await isMarked(others, ["三つ目"], "opinion-done");
  await isMarked(others, []);
  await note(mine, "直せますか。").getByRole("button", { name: WORDS.comments.reopen }).click();
  await isMarked(others, ["三つ目"]);
  for (const page of [mine, others]) noProblems(page);
});

test("the text others write comes while one reads, and no words are taken from under a selection", async (t) => {
  const s = await chapter(t);
  await s.say("残る言葉", "三つ目");
  const page = await s.open("reviewer");
  await isMarked(page, ["三つ目"]);
  await drag(page, s.shop, "商店街の役割");
  await offer(page).waitFor();
  await settled(page);
  await s.save(`前に加えた段落です。\n\n${TEXT}`);
  await s.say("続けて", "三つ目の段落");
  await note(page, "続けて").waitFor();
  assert.equal(await page.evaluate(() => getSelection().toString()), "商店街の役割");
  await offer(page).click();
  await form(page).waitFor();
  assert.equal(await form(page).locator("[data-quote]").textContent(), "商店街の役割");
  await form(page).locator("textarea").fill("古い本文から");
  await form(page).locator("button.primary").click();
  await note(page, "古い本文から").waitFor();
  assert.equal((await s.comments()).find(({ body }) => body === "古い本文から").anchor.quote, "商店街の役割");
  await page.locator(`#s${s.shop} .prose`, { hasText: "前に加えた段落です。" }).waitFor();
  await isMarked(page, ["三つ目", "三つ目の段落", "商店街の役割"]);
  noProblems(page);
});

test("what is written is there again when the page was left, with its words, until it is sent", async (t) => {
  const s = await chapter(t);
  const page = await s.open("reviewer");
  await drag(page, s.shop, "商店街の役割");
  await offer(page).click();
  await form(page).locator("textarea").fill("書きかけの意見");
  await page.reload();
  await form(page).waitFor();
  assert.equal(await form(page).locator("textarea").inputValue(), "書きかけの意見");
  assert.equal(await form(page).locator("[data-quote]").textContent(), "商店街の役割");
  await s.save(`前に加えた段落です。\n\n${TEXT}`);
  await page.reload();
  await form(page).waitFor();
  await form(page).locator("button.primary").click();
  await note(page, "書きかけの意見").waitFor();
  assert.equal((await s.comments())[0].anchor.quote, "商店街の役割");
  await isMarked(page, ["商店街の役割"]);
  await page.reload();
  await note(page, "書きかけの意見").waitFor();
  assert.equal(await form(page).count(), 0);
  noProblems(page);
});

test("the count at a section's head follows, and on a narrow window leads to what is said about the whole of it", async (t) => {
  const s = await chapter(t);
  const page = await s.open("viewer", { viewport: { width: 1024, height: 900 } });
  const count = page.locator(`#s${s.shop} a.count.shu`);
  assert.ok(await count.isHidden());
  const id = await s.say("全体についての意見");
  await count.waitFor();
  assert.match(await count.textContent(), new RegExp(`^${WORDS.common.comments} 1\\b`));
  await count.click();
  await note(page, "全体についての意見").waitFor();
  await axe(page, "the sheet of a section");
  await s.reviewer.post(`/comments/${id}/resolve`);
  await count.waitFor({ state: "hidden" });
  noProblems(page);
});

test("notes stand at their wish where there is room, never on each other, and one that is held does not move", async () => {
  const own = join(folder({ after }), "margin_place.mjs");
  copyFileSync(new URL("../../static/js/margin_place.js", import.meta.url), own);
  const { default: place } = await import(own);
  assert.deepEqual(place([{ wish: 0, height: 50 }, { wish: 10, height: 50 }, { wish: 200, height: 50 }], { gap: 8 }), [0, 58, 200]);
  assert.deepEqual(place([{ wish: 0, height: 50 }, { wish: 10, height: 50 }], { gap: 8, fixed: { index: 1, top: 10 } }), [-48, 10]);
  assert.deepEqual(place([{ wish: 0, height: 50 }], { gap: 8, blocked: [{ top: 20, bottom: 40 }] }), [48]);
  for (let seed = 1; seed <= 500; seed++) {
    const random = new Random(seed);
    let wish = 0;
    const notes = Array.from({ length: 1 + random.below(30) }, () => ({ wish: (wish += random.below(60)), height: 20 + random.below(80) }));
    const index = random.below(notes.length);
    const fixed = { index, top: notes[index].wish };
    const tops = place(notes, { gap: 8, fixed });
    assert.equal(tops[index], fixed.top);
    tops.forEach((top, i) => i && assert.ok(top >= tops[i - 1] + notes[i - 1].height + 8, `seed ${seed}: note ${i}`));
  }
});
