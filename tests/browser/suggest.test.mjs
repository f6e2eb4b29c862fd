// 修正案 in a browser: written in the editor without touching the text, seen as a proofreader marks it, decided whole or piece by piece.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served } from "../http/harness.mjs";
import { WORDS, axe, noProblems, openPage, profile, withoutEditor, writing } from "./browser.mjs";

const TEXT = "区民の生活を支える。\n\n商店街をにぎやかにする。";

async function suggesting(t) {
  const s = await served(t, { from: OUTLINE });
  const { id, parent } = s.find("商業");
  s.id = id;
  s.chapter = `/chapters/${parent}`;
  s.path = `/sections/${id}`;
  await s.member.post(s.path, { base_version: 0, text: TEXT });
  s.text = async () => (await s.viewer.j.get(`${s.path}/text`)).json.text;
  s.list = async () => (await s.viewer.j.get(`${s.path}/suggestions`)).json.suggestions;
  s.suggest = async (text, reason = "読みやすく", who = s.reviewer) => {
    const { version } = (await s.viewer.j.get(`${s.path}/text`)).json;
    return (await who.j.post(`${s.path}/suggestions`, { base_version: version, text, reason })).json;
  };
  s.push = async (...changes) => {
    const { version } = (await s.viewer.j.get(`${s.path}/text`)).json;
    assert.equal((await s.secretariat.j.postJson(`${s.path}/updates`, { version, client: `other${version}`, updates: changes.map((c) => ({ changes: c })) })).status, 200);
  };
  s.open = async (who, path, options) => {
    const page = await openPage(await profile(t, who, options), s.server.origin);
    await page.goto(s.server.origin + path);
    return page;
  };
  s.form = async (who = s.reviewer, context) => {
    const page = context ? await openPage(context, s.server.origin) : await openPage(await profile(t, who), s.server.origin);
    await page.goto(`${s.server.origin}${s.path}/suggest`);
    await page.locator(".writing .cm-content").waitFor();
    return page;
  };
  return s;
}

/** Replaces words of the text in the editor as a person does: chosen, and written over. */
async function replace(page, words, by) {
  const editor = writing(page);
  const at = (await editor.value()).indexOf(words);
  await editor.select(at, at + words.length);
  await page.keyboard.insertText(by);
}

const marks = (page) => page.locator(".writing").evaluate((sheet) => [...sheet.querySelectorAll(".suggest-deleted, .suggest-added")].map((one) => `${one.nodeName.toLowerCase()} ${one.textContent}`));

test("a reviewer edits freely, sees what that changes, and sends it: the text stays as it is", async (t) => {
  const s = await suggesting(t);
  const page = await s.open(s.reviewer, s.chapter);
  await page.locator(`#s${s.id} .section-tools a`, { hasText: WORDS.suggestions.edit }).click();
  await page.locator(".writing .cm-content").waitFor();
  await page.getByText(WORDS.suggestions.suggesting).waitFor();
  await replace(page, "生活", "暮らし");
  await replace(page, "にぎやかに", "元気に");
  assert.deepEqual(await marks(page), ["del 生活", "ins 暮らし", "del にぎやか", "ins 元気"]);
  await page.locator("[data-pieces] li").nth(1).waitFor();
  assert.equal(await s.text(), TEXT);
  await axe(page);
  await page.getByLabel(WORDS.suggestions.reason).fill("やさしい言葉に");
  await page.getByRole("button", { name: WORDS.suggestions.send }).click();
  await page.waitForURL(`**${s.path}/suggestions?made=1#g1`);
  await page.getByText(WORDS.suggestions.made, { exact: true }).waitFor();
  const [made] = await s.list();
  assert.deepEqual([made.author, made.reason, made.pieces.map((p) => [p.deleted, p.inserted])], ["reviewer", "やさしい言葉に", [["生活", "暮らし"], ["にぎやか", "元気"]]]);
  assert.equal(await s.text(), TEXT);
  await axe(page);
  noProblems(page);
});

test("what others write meanwhile arrives under the draft, which stays", async (t) => {
  const s = await suggesting(t);
  const page = await s.form();
  await replace(page, "生活", "暮らし");
  await s.push([[0, "わが"], TEXT.length]);
  await page.waitForFunction(() => document.querySelector("textarea[name=text]").value.startsWith("わが区民"));
  await s.push([TEXT.length + 2, [0, "", "終わり。"]]);
  await page.waitForFunction(() => document.querySelector("textarea[name=text]").value.endsWith("終わり。"));
  assert.deepEqual(await marks(page), ["del 生活", "ins 暮らし"]);
  await page.keyboard.press("Control+z");
  await page.waitForFunction(() => document.querySelector("textarea[name=text]").value.startsWith("わが区民の生活"));
  assert.deepEqual(await marks(page), []);
  await page.keyboard.press("Control+y");
  await page.getByRole("button", { name: WORDS.suggestions.send }).click();
  await page.waitForURL("**#g1");
  const [made] = await s.list();
  assert.deepEqual([made.overlaps, made.pieces.map((p) => [p.from, p.deleted, p.inserted])], [false, [[5, "生活", "暮らし"]]]);
  noProblems(page);
});

test("nothing is sent when nothing was changed, and that is said", async (t) => {
  const s = await suggesting(t);
  const page = await s.form();
  await page.getByRole("button", { name: WORDS.suggestions.send }).click();
  await page.getByText(WORDS.error.unchanged.text).waitFor();
  assert.deepEqual(await s.list(), []);
});

test("a draft that was not sent is offered again, on the text as it is then", async (t) => {
  const s = await suggesting(t);
  const context = await profile(t, s.reviewer);
  const page = await s.form(s.reviewer, context);
  await replace(page, "生活", "暮らし");
  await page.getByLabel(WORDS.suggestions.reason).fill("理由です");
  await page.close({ runBeforeUnload: true });
  await s.push([[0, "わが"], TEXT.length]);
  const again = await s.form(s.reviewer, context);
  const offer = again.locator("[data-keep-offers] .notice");
  await offer.getByRole("button", { name: WORDS.editor.keep.put }).click();
  await again.waitForFunction(() => document.querySelector("textarea[name=text]").value.startsWith("わが区民の暮らし"));
  assert.deepEqual(await marks(again), ["del 生活", "ins 暮らし"]);
  assert.equal(await again.getByLabel(WORDS.suggestions.reason).inputValue(), "理由です");
  await again.getByRole("button", { name: WORDS.suggestions.send }).click();
  await again.waitForURL("**#g1");
  assert.deepEqual(await again.evaluate(() => Object.keys(localStorage)), [], "what was sent is not kept any more");
  const editor = await s.open(s.member, `${s.path}/edit`);
  assert.equal(await editor.locator("[data-keep-offers] .notice").count(), 0);
  noProblems(again);
});

test("without the editor, and without scripts, the same is sent by a form", async (t) => {
  const s = await suggesting(t);
  for (const options of [{ javaScriptEnabled: false }, {}]) {
    const context = await profile(t, s.reviewer, options);
    if (context.runsScripts) await withoutEditor(context);
    const page = await openPage(context, s.server.origin);
    await page.goto(`${s.server.origin}${s.path}/suggest`);
    await page.locator("textarea[name=text]").fill(TEXT.replace("生活", "暮らし"));
    await page.getByRole("button", { name: WORDS.suggestions.send }).click();
    await page.waitForURL("**/suggestions?made=1#g*");
  }
  assert.deepEqual((await s.list()).map((g) => g.pieces.map((p) => p.inserted)), [["暮らし"], ["暮らし"]]);
});

test("a member decides without scripts: some pieces, the rest, and with a reason", async (t) => {
  const s = await suggesting(t);
  await s.suggest(TEXT.replace("生活", "暮らし").replace("にぎやか", "元気"));
  await s.suggest(TEXT.replace("支える", "守る"));
  const page = await s.open(s.member, `${s.path}/suggestions`, { javaScriptEnabled: false });
  const first = page.locator("#g1");
  await first.getByRole("checkbox").nth(1).uncheck();
  await first.getByRole("button", { name: WORDS.suggestions.accept, exact: true }).click();
  await page.waitForURL("**#g3");
  assert.equal(await s.text(), TEXT.replace("生活", "暮らし"));
  await page.locator("#g2 .suggestion-reject > summary").click();
  await page.locator("#g2").getByLabel(WORDS.suggestions.reject_reason).fill("用語をそろえるため");
  await page.locator("#g2").getByRole("button", { name: WORDS.suggestions.reject_send, exact: true }).click();
  await page.waitForURL("**#g2");
  await page.locator("#g2").getByText("用語をそろえるため").waitFor();
  await page.locator("#g1").getByRole("button", { name: WORDS.suggestions.accept, exact: true }).click();
  await page.waitForURL("**#g1");
  assert.equal(await s.text(), TEXT.replace("生活", "暮らし").replace("にぎやか", "元気"));
  assert.deepEqual((await s.list()).map((g) => g.state), ["accepted", "rejected", "accepted"]);
  assert.equal((await s.list())[1].decision.reason, "用語をそろえるため");
});

test("its author withdraws it; in review only the secretariat decides; a viewer reads", async (t) => {
  const s = await suggesting(t);
  await s.suggest(TEXT.replace("生活", "暮らし"));
  await s.suggest(TEXT.replace("支える", "守る"));
  const buttons = async (who) => {
    const page = await s.open(who, `${s.path}/suggestions`, { javaScriptEnabled: false });
    return page.locator("#g2 :is(button, summary)").allInnerTexts().then((all) => all.filter((words) => [WORDS.suggestions.accept, WORDS.suggestions.reject, WORDS.suggestions.withdraw].includes(words)));
  };
  const [accept, reject, withdraw] = [WORDS.suggestions.accept, WORDS.suggestions.reject, WORDS.suggestions.withdraw];
  assert.deepEqual([await buttons(s.viewer), await buttons(s.reviewer), await buttons(s.member)], [[], [withdraw], [accept, reject]]);
  await s.secretariat.post(`${s.path}/state`, { state: "review" });
  assert.deepEqual([await buttons(s.reviewer), await buttons(s.member), await buttons(s.secretariat)], [[withdraw], [], [accept, reject]]);
  const page = await s.open(s.reviewer, `${s.path}/suggestions`);
  await page.locator("#g2").getByRole("button", { name: withdraw }).click();
  await page.waitForURL("**#g2");
  assert.deepEqual((await s.list()).map((g) => g.state), ["waiting", "withdrawn"]);
});

test("one that meets a later edit says so, and shows what was suggested and what would be", async (t) => {
  const s = await suggesting(t);
  await s.suggest(TEXT.replace("生活", "暮らし"));
  await s.push([3, [2, "日々"], TEXT.length - 5]);
  const page = await s.open(s.member, "/suggestions/1");
  const one = page.locator("#g1");
  await one.getByText(WORDS.suggestions.overlaps).waitFor();
  assert.match(await one.locator(".diff").nth(0).innerText(), /生活.*暮らし/s);
  assert.match(await one.locator(".diff").nth(1).innerText(), /日々.*暮らし/s);
  await axe(page);
  noProblems(page);
});

// --- on the reading page --------------------------------------------------------------------------------------------------------------

const struck = (page) => page.evaluate(() => [...CSS.highlights.get("suggestion")].filter((range) => !range.collapsed).map(String).sort());
const shown = async (page, words) => page.waitForFunction((words) => document.querySelector("ins.suggested")?.textContent.includes(words), words);
const note = (page, id) => page.locator(`#suggestion-${id}`);
const unfold = (page, id) => note(page, id).locator(".note-open").click();
const WIDE = { viewport: { width: 1600, height: 900 } };

test("what waits is seen in the text and beside it, and can be left out of sight", async (t) => {
  const s = await suggesting(t);
  await s.suggest(TEXT.replace("生活", "暮らし").replace("する。", "する。\n\n新しい段落。"));
  const page = await s.open(s.viewer, s.chapter, WIDE);
  await shown(page, "暮らし");
  assert.deepEqual(await struck(page), ["生活"]);
  const prose = page.locator(`#s${s.id} > .prose`);
  assert.match(await prose.innerText(), /区民の生活暮らしを支える。\s*商店街をにぎやかにする。↵↵新しい段落。/);
  await note(page, 1).getByText("読みやすく").waitFor();
  assert.equal(await note(page, 1).locator("form").count(), 0, "a viewer only reads");
  await axe(page);
  await page.getByLabel(WORDS.suggestions.turn).uncheck();
  await page.waitForFunction(() => !document.querySelector("ins.suggested"));
  assert.deepEqual(await struck(page), []);
  assert.match(await prose.innerText(), /^区民の生活を支える。\s*商店街をにぎやかにする。$/);
  await page.getByLabel(WORDS.suggestions.turn).check();
  await shown(page, "暮らし");
  noProblems(page);
});

test("it is decided where it stands: some of its pieces, then the rest, and everybody sees the text change", async (t) => {
  const s = await suggesting(t);
  await s.suggest(TEXT.replace("生活", "暮らし").replace("にぎやか", "元気"));
  const page = await s.open(s.member, s.chapter, WIDE);
  const other = await s.open(s.viewer, s.chapter, WIDE);
  await shown(page, "暮らし");
  await shown(other, "暮らし");
  await unfold(page, 1);
  await note(page, 1).getByRole("checkbox").nth(0).uncheck();
  await note(page, 1).getByRole("button", { name: WORDS.suggestions.accept, exact: true }).click();
  for (const one of [page, other]) {
    await one.waitForFunction(() => /元気にする。/.test(document.querySelector("[data-section] > .prose ins.suggested")?.closest(".prose").innerText));
    await one.waitForFunction(() => document.querySelectorAll("ins.suggested").length === 1);
    assert.deepEqual(await struck(one), ["生活"]);
  }
  assert.equal(await s.text(), TEXT.replace("にぎやか", "元気"));
  await note(page, 1).getByRole("button", { name: WORDS.suggestions.accept, exact: true }).click();
  await note(page, 1).waitFor({ state: "detached" });
  await page.waitForFunction(() => document.querySelector("[data-section] > .prose p")?.textContent === "区民の暮らしを支える。");
  await page.waitForFunction(() => !document.querySelector("ins.suggested"));
  assert.equal(await s.text(), TEXT.replace("生活", "暮らし").replace("にぎやか", "元気"));
  noProblems(page);
  noProblems(other);
});

test("beside the text it is declined with a reason, talked about, and withdrawn by its author", async (t) => {
  const s = await suggesting(t);
  await s.suggest(TEXT.replace("生活", "暮らし"));
  await s.suggest(TEXT.replace("支える", "守る"));
  const page = await s.open(s.member, s.chapter, WIDE);
  await shown(page, "暮らし");
  await unfold(page, 1);
  await note(page, 1).getByLabel(WORDS.comments.reply_body).fill("理由は何ですか");
  await note(page, 1).getByRole("button", { name: WORDS.comments.send_reply }).click();
  await note(page, 1).locator(".reply", { hasText: "理由は何ですか" }).waitFor();
  await note(page, 1).locator("summary").click();
  await note(page, 1).getByLabel(WORDS.suggestions.reject_reason).fill("用語をそろえるため");
  await note(page, 1).getByRole("button", { name: WORDS.suggestions.reject_send, exact: true }).click();
  await note(page, 1).waitFor({ state: "detached" });
  const mine = await s.open(s.reviewer, s.chapter, WIDE);
  await shown(mine, "守る");
  await unfold(mine, 2);
  assert.equal(await note(mine, 2).getByRole("button", { name: WORDS.suggestions.accept, exact: true }).count(), 0);
  await note(mine, 2).getByRole("button", { name: WORDS.suggestions.withdraw }).click();
  await note(mine, 2).waitFor({ state: "detached" });
  await note(page, 2).waitFor({ state: "detached" });
  assert.deepEqual((await s.list()).map((g) => [g.state, g.decision.reason]), [["rejected", "用語をそろえるため"], ["withdrawn", ""]]);
  noProblems(page);
  noProblems(mine);
});

test("it stays in its place while others write, and says when they change its words", async (t) => {
  const s = await suggesting(t);
  await s.suggest(TEXT.replace("生活", "暮らし"));
  const page = await s.open(s.member, s.chapter, WIDE);
  await shown(page, "暮らし");
  await s.push([[0, "わが"], TEXT.length]);
  await page.waitForFunction(() => /わが区民の生活暮らしを/.test(document.querySelector("ins.suggested")?.closest("p").textContent));
  assert.deepEqual(await struck(page), ["生活"]);
  assert.equal(await note(page, 1).getByText(WORDS.suggestions.overlaps).isVisible(), false);
  await s.push([5, [2, "日々"], TEXT.length - 5]);
  await note(page, 1).getByText(WORDS.suggestions.overlaps).waitFor();
  await page.waitForFunction(() => /わが区民の日々暮らしを/.test(document.querySelector("ins.suggested")?.closest("p").textContent));
  noProblems(page);
});

test("words that are commented on stay the same words where something is suggested in them", async (t) => {
  const s = await suggesting(t);
  await s.suggest(TEXT.replace("生活", "暮らし"));
  await s.reviewer.j.postJson(`${s.path}/comments`, { body: "ここ", anchor: { version: 1, from: 0, to: 9 } });
  const page = await s.open(s.member, s.chapter, WIDE);
  await shown(page, "暮らし");
  const opinion = page.locator(".note", { hasText: "ここ" });
  await opinion.waitFor();
  assert.equal(await opinion.locator(".note-quote").innerText(), "区民の生活を支える");
  // what is chosen over what was put in is found in the text
  await page.evaluate((id) => {
    const first = document.querySelector(`#s${id} > .prose p`);
    getSelection().selectAllChildren(first);
  }, s.id);
  await page.keyboard.press("Control+Alt+m");
  const form = page.locator(".note-form");
  await form.locator("textarea").fill("この文");
  await form.getByRole("button", { name: WORDS.comments.add }).click();
  await page.locator(".note:not(.note-form)", { hasText: "この文" }).waitFor();
  const { comments } = (await s.viewer.j.get(`${s.path}/comments`)).json;
  assert.deepEqual(comments.map((c) => c.anchor.quote), ["区民の生活を支える", "区民の生活を支える。"]);
  noProblems(page);
});

test("on a phone a mark beside the text opens it on a sheet", async (t) => {
  const s = await suggesting(t);
  await s.suggest(TEXT.replace("生活", "暮らし"));
  const page = await s.open(s.member, s.chapter, { viewport: { width: 360, height: 740 }, hasTouch: true });
  await shown(page, "暮らし");
  await page.locator(".margin-mark").click();
  await note(page, 1).getByRole("button", { name: WORDS.suggestions.accept, exact: true }).click();
  await note(page, 1).waitFor({ state: "detached" });
  assert.equal(await s.text(), TEXT.replace("生活", "暮らし"));
  noProblems(page);
});
