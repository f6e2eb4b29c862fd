// The table of opinions is answered in place, by keyboard through several rows; nothing typed is lost, and what others do comes into it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, PATIENCE, ownAddress, served, sql, until } from "../http/harness.mjs";
import { WORDS, axe, noProblems, openPage, profile, tabTo } from "./browser.mjs";

const words = WORDS.opinions;

async function table(t, { opinions = ["一つ目の意見", "二つ目の意見", "三つ目の意見"], options } = {}) {
  const s = await served(t, { from: OUTLINE, serve: { listen: `${ownAddress()}:0` } });
  s.shop = s.find("商業").id;
  s.ids = [];
  for (const body of opinions) s.ids.push((await s.reviewer.j.post(`/sections/${s.shop}/comments`, { body })).json.id);
  s.context = await profile(t, s.secretariat, { viewport: { width: 1400, height: 900 }, ...options });
  s.open = async (path = "/comments") => {
    const page = await openPage(s.context, s.server.origin);
    await page.goto(s.server.origin + path);
    return page;
  };
  s.page = await s.open();
  s.rows = async () => (await s.viewer.j.get("/comments")).json.comments;
  s.answers = async () => (await s.rows()).map((row) => [row.disposition, row.response]);
  return s;
}

const cell = (page, id, field) => page.locator(`#c${id} [data-field="${field}"]`);
const field = (page) => page.locator(".opinion-field:focus");
const enter = async (page, id, name) => {
  await cell(page, id, name).focus();
  await field(page).waitFor();
};
const saved = (page) => page.locator("[data-state]", { hasText: WORDS.editor.saved }).waitFor();
const there = (page) => page.evaluate(() => [Number(document.activeElement.closest("[data-id]")?.dataset.id), document.activeElement.previousElementSibling?.dataset.field]);

test("several rows are answered by keyboard alone, and are there again after a reload", async (t) => {
  const s = await table(t);
  const { page } = s;
  const [one, two, three] = s.ids;
  await tabTo(page, (element) => element.matches("[data-next]"));
  await page.keyboard.press("Enter");
  assert.deepEqual(await there(page), [one, "response"]);
  await page.keyboard.type("一つ目への考え方");
  await page.keyboard.press("Enter");
  await page.keyboard.type("二行目");
  await page.keyboard.press("Tab");
  assert.deepEqual(await there(page), [one, "disposition"]);
  await page.keyboard.press("3");
  await page.keyboard.press("Shift+Tab");
  assert.deepEqual(await there(page), [one, "response"]);
  await page.keyboard.press("Control+Enter");
  assert.deepEqual(await there(page), [two, "response"]);
  await page.keyboard.type("二つ目への考え方");
  await page.keyboard.press("Alt+ArrowDown");
  assert.deepEqual(await there(page), [three, "response"]);
  await page.keyboard.press("Alt+ArrowUp");
  assert.deepEqual(await there(page), [two, "response"]);
  assert.equal(await field(page).inputValue(), "二つ目への考え方");
  await page.keyboard.press("Tab");
  await page.keyboard.press("2");
  await page.keyboard.press("Control+Enter");
  assert.deepEqual(await there(page), [three, "disposition"]);
  await saved(page);
  await page.reload();
  assert.equal(await cell(page, one, "response").textContent(), "一つ目への考え方\n二行目");
  assert.equal(await cell(page, one, "disposition").textContent(), WORDS.disposition.noted);
  assert.deepEqual(await s.answers(), [["noted", "一つ目への考え方\n二行目"], ["covered", "二つ目への考え方"], [null, null]]);
  await cell(page, one, "summary").focus();
  await page.keyboard.press("Alt+n");
  assert.deepEqual(await there(page), [three, "response"], "the next unanswered one");
  noProblems(page);
});

test("typing is saved after a pause, and what is typed on after that as well", async (t) => {
  const s = await table(t);
  const { page } = s;
  await enter(page, s.ids[0], "response");
  await page.keyboard.type("初め");
  await saved(page);
  await page.keyboard.type("、続き");
  await until(async () => (await s.rows())[0].response === "初め、続き", PATIENCE, "what was typed on is saved");
  assert.equal(await field(page).inputValue(), "初め、続き", "the field stays");
  assert.equal(await page.locator(".opinion-conflict").count(), 0);
  await enter(page, s.ids[0], "summary");
  await page.keyboard.type("概要");
  await page.keyboard.press("Tab");
  await saved(page);
  assert.equal((await s.rows())[0].summary, "概要");
  noProblems(page);
});

test("without a network what is typed is kept on the device, over a reload too, and saved when the network is back", async (t) => {
  const s = await table(t);
  const { page } = s;
  await s.context.setOffline(true);
  await enter(page, s.ids[0], "response");
  await page.keyboard.type("電波のない所で書いた。");
  await page.keyboard.press("Tab");
  await page.getByText(WORDS.editor.failed.kept).waitFor();
  await axe(page, "a save that failed");
  await s.context.setOffline(false);
  await saved(page);
  assert.equal((await s.rows())[0].response, "電波のない所で書いた。");

  await s.context.route("**/response", (route) => route.abort());
  await enter(page, s.ids[1], "response");
  await page.keyboard.type("閉じる前に書いた。");
  await page.keyboard.press("Tab");
  await page.getByText(WORDS.editor.failed.kept).waitFor();
  await page.goto("about:blank", { waitUntil: "load" });
  await s.context.unroute("**/response");
  assert.equal((await s.rows())[1].response, null);
  const again = await s.open();
  await again.locator("[data-state]", { hasText: words.kept.replace("{count}", "1") }).waitFor();
  assert.equal(await cell(again, s.ids[1], "response").textContent(), "閉じる前に書いた。");
  assert.equal((await s.rows())[1].response, "閉じる前に書いた。");
  assert.equal(await again.evaluate(() => Object.keys(localStorage).length), 0, "nothing is left behind");
  noProblems(again);
});

test("two who answer the same opinion at once see both texts, and nothing typed is lost", async (t) => {
  const s = await table(t);
  const { page } = s;
  const [one] = s.ids;
  await enter(page, one, "response");
  await s.secretariat.j.post(`/comments/${one}/response`, { response: "もう一人の考え方" });
  await page.keyboard.type("自分の考え方");
  const conflict = page.locator(`#c${one} .opinion-conflict`);
  await conflict.waitFor();
  assert.match(await conflict.textContent(), /もう一人の考え方/);
  assert.equal(await field(page).inputValue(), "自分の考え方");
  assert.equal((await s.rows())[0].response, "もう一人の考え方");
  await axe(page, "a conflict");
  await conflict.getByRole("button", { name: words.conflict.keep }).click();
  await saved(page);
  assert.equal((await s.rows())[0].response, "自分の考え方");
  assert.equal(await conflict.count(), 0);
  // and the other way round
  await s.secretariat.j.post(`/comments/${one}/response`, { response: "また変えた" });
  await page.keyboard.type("。まだ書く");
  await conflict.waitFor();
  await conflict.getByRole("button", { name: words.conflict.take }).click();
  await conflict.waitFor({ state: "detached" });
  assert.equal(await field(page).inputValue(), "また変えた");
  await page.keyboard.press("Tab");
  assert.equal(await cell(page, one, "response").textContent(), "また変えた");
  assert.equal((await s.rows())[0].response, "また変えた");
  noProblems(page);
});

test("choosing 反映 offers the newest revision behind the opinion, and a link leads to exactly that change", async (t) => {
  const s = await table(t);
  const { page } = s;
  sql(s.file, `UPDATE comment SET at = at - 10000`);
  await s.member.j.post(`/sections/${s.shop}`, { base_version: 0, text: "直した文章。" });
  await enter(page, s.ids[0], "disposition");
  await page.keyboard.press("1");
  const link = page.locator(`#c${s.ids[0]} [data-change] a`);
  await link.waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.deepEqual(await there(page), [s.ids[0], "reflected_version"]);
  await page.locator(".opinion-field option", { hasText: "member" }).waitFor({ state: "attached" });
  assert.equal(await field(page).inputValue(), "1");
  await axe(page, "a revision that is chosen");
  await link.click();
  await page.waitForURL(`**/sections/${s.shop}/history?from=0&to=1`);
  assert.match(await page.locator(".diff ins").textContent(), /直した文章。/);
  noProblems(page);
});

test("marked rows are merged under one of them, unfolded, and taken out again", async (t) => {
  const s = await table(t);
  const { page } = s;
  const [one, two, three] = s.ids;
  await enter(page, one, "response");
  await page.keyboard.type("まとめて答える。");
  for (const id of [one, two, three]) {
    await enter(page, id, "response");
    await page.keyboard.press("Alt+m");
  }
  await page.getByText(words.merge.chosen.replace("{count}", "3")).waitFor();
  await page.locator("[data-merge-head]").selectOption(String(two));
  await axe(page, "rows that are marked");
  await page.getByRole("button", { name: words.merge.do, exact: true }).click();
  await page.getByText(words.merge.done.replace("{count}", "2").replace("{number}", "2")).waitFor();
  assert.deepEqual((await s.rows()).map((row) => [row.id, row.count]), [[two, 3]]);
  assert.equal(await page.locator("[data-table] [data-id]").count(), 1);
  const others = page.locator(`#c${two} .opinion-others`);
  await others.getByText(words.others.replace("{count}", "2")).click();
  assert.match(await others.textContent(), /三つ目の意見/);
  await axe(page, "merged opinions");
  await page.getByRole("button", { name: words.merge.undo }).click();
  await page.getByText(words.merge.undone).waitFor();
  assert.deepEqual((await s.rows()).map((row) => [row.id, row.count, row.response]), [[one, 1, "まとめて答える。"], [two, 1, null], [three, 1, null]]);
  await s.secretariat.j.post(`/comments/${three}/merge`, { into: one });
  await page.reload();
  await page.locator(`#c${one} .opinion-others summary`).click();
  await page.locator(`#c${one}`).getByRole("button", { name: words.split }).click();
  await page.locator(`#c${three}[data-id]`).waitFor();
  assert.equal((await s.rows()).length, 3);
  noProblems(page);
});

test("what others answer comes into the rows, but never into the one being typed in", async (t) => {
  const s = await table(t);
  const { page } = s;
  const [one, two] = s.ids;
  const watching = await openPage(await profile(t, s.viewer, { viewport: { width: 1400, height: 900 } }), s.server.origin);
  await watching.goto(`${s.server.origin}/comments`);
  await enter(page, one, "response");
  await page.keyboard.type("書いている途中");
  await s.secretariat.j.post(`/comments/${two}/response`, { response: "ほかの人の考え方", disposition: "other" });
  await s.secretariat.j.post(`/comments/${one}/response`, { summary: "ほかの人の概要" });
  await page.locator(`#c${two}`, { hasText: "ほかの人の考え方" }).waitFor();
  assert.equal(await field(page).inputValue(), "書いている途中");
  await saved(page);
  await enter(page, two, "response");
  await page.locator(`#c${one}`, { hasText: "ほかの人の概要" }).waitFor(); // when it was left
  await watching.locator(`#c${one}`, { hasText: "書いている途中" }).waitFor();
  await s.reviewer.j.post(`/sections/${s.shop}/comments`, { body: "新しい意見" });
  await page.getByText(words.changed).waitFor();
  assert.equal(await page.locator("[data-table] [data-id]").count(), 3, "nothing moves by itself");
  await page.getByRole("link", { name: words.reload }).click();
  await page.locator("[data-id]", { hasText: "新しい意見" }).waitFor();
  noProblems(page);
  noProblems(watching);
});

test("on a phone rows are cards, and each leads to a page of its own where it is answered", async (t) => {
  const s = await table(t, { options: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } });
  const { page } = s;
  await axe(page, "cards");
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, "nothing is wider than the screen");
  await page.getByRole("link", { name: new RegExp(words.answer) }).first().tap();
  await page.waitForURL(`**/comments/${s.ids[0]}/response`);
  await axe(page, "the page of one opinion");
  await page.getByLabel(words.response, { exact: true }).fill("電話から答えた。");
  await page.getByLabel(words.disposition, { exact: true }).selectOption("noted");
  await page.getByRole("button", { name: words.save_next }).tap();
  await page.waitForURL(`**/comments/${s.ids[1]}/response`);
  assert.deepEqual((await s.answers())[0], ["noted", "電話から答えた。"]);
  noProblems(page);
});

test("without scripts the table is read, narrowed, and answered one by one", async (t) => {
  const s = await table(t, { options: { javaScriptEnabled: false } });
  const { page } = s;
  await s.secretariat.j.post(`/comments/${s.ids[0]}/response`, { response: "考え方", disposition: "declined" });
  await page.reload();
  await page.locator(".opinions-filter summary", { hasText: words.disposition }).click();
  await page.getByRole("link", { name: words.unanswered, exact: true }).last().click();
  assert.deepEqual(await page.locator("[data-table] [data-id]").evaluateAll((rows) => rows.map((row) => Number(row.dataset.id))), s.ids.slice(1));
  await page.locator(`#c${s.ids[1]} .opinion-number a`).click();
  await page.getByLabel(words.response, { exact: true }).fill("答え");
  await page.getByRole("button", { name: words.save, exact: true }).click();
  await page.waitForURL(`**/comments?disposition=none&at=${s.ids[1]}#c${s.ids[1]}`);
  assert.equal((await s.rows())[1].response, "答え");
});
