// Several people in one section: what they type comes together on every page and on the server, and each sees where the others are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PATIENCE, until } from "../http/harness.mjs";
import { WORDS, axe, noProblems, openPage } from "./browser.mjs";
import { form, place, seen, state, together, written } from "./sharing.mjs";

async function two(t, text) {
  const s = await together(t, text);
  s.a = await s.open(await s.browser(s.member));
  s.b = await s.open(await s.browser(s.secretariat));
  return s;
}

test("two browsers that type at once come to one text, in which everything is", async (t) => {
  const s = await two(t);
  await Promise.all([place(s.a, 1, 3), place(s.b, 3, 3)]);
  await Promise.all([s.a.keyboard.type("（左から）"), s.b.keyboard.type("（右から）")]);
  await place(s.b, 1, 3);
  await Promise.all([s.a.keyboard.type("甲乙丙丁"), s.b.keyboard.type("子丑寅卯")]); // at one place
  const text = await s.agree(s.a, s.b);
  const others = text.replace(/[甲乙丙丁子丑寅卯]/g, "");
  assert.ok(["一行目（左から）の文章。", "（左から）一行目の文章。"].some((line) => others.startsWith(line)), text);
  assert.match(text, /三行目（右から）の文章。$/);
  for (const word of ["甲乙丙丁", "子丑寅卯"]) assert.equal([...text].filter((letter) => word.includes(letter)).join(""), word, text);
  noProblems(s.a);
  noProblems(s.b);
});

test("undo takes back one's own words and nobody else's", async (t) => {
  const s = await two(t);
  await place(s.a, 1, 0);
  await s.a.keyboard.type("甲の。");
  await seen(s.b, "甲の。");
  await place(s.b, 2, 0);
  await s.b.keyboard.type("乙の。");
  await seen(s.a, "乙の。");
  await s.a.keyboard.press("Control+z");
  assert.equal(await s.agree(s.a, s.b), "一行目の文章。\n乙の。二行目の文章。\n三行目の文章。");
  await s.a.keyboard.press("Control+z");
  await s.a.keyboard.press("Control+z");
  assert.equal(await s.agree(s.a, s.b), "一行目の文章。\n乙の。二行目の文章。\n三行目の文章。", "the other's words cannot be undone here");
});

test("the others are seen: by name in the text, above it, and on the desk until they leave", async (t) => {
  const s = await two(t);
  const desk = await openPage(await s.browser(s.viewer), s.server.origin);
  await desk.goto(`${s.server.origin}/`);
  await place(s.b, 2, 3);
  const caret = s.a.locator(".peer-caret", { hasText: "secretariat" });
  await caret.waitFor();
  const line = s.a.locator(".cm-line", { hasText: "二行目" });
  await until(async () => Math.abs((await caret.boundingBox())?.y - (await line.boundingBox())?.y) < 10, PATIENCE, "the other's cursor on the second line");
  await s.b.keyboard.press("Shift+End");
  await s.a.locator(".peer-choice").first().waitFor();
  await s.a.locator("[data-here]", { hasText: "secretariat" }).waitFor();
  assert.equal(await s.a.locator("[data-here] li", { hasText: "member" }).count(), 0, "oneself is not among them");
  await axe(s.a);

  const here = desk.locator(`.toc-chapter [data-here-of="${s.id}"]`);
  await until(async () => /member/.test(await here.textContent()) && /secretariat/.test(await here.textContent()), PATIENCE, "both on the desk");
  const chapter = desk.locator(`[data-here-of]:visible`, { hasText: "secretariat" }).first();
  assert.match(await chapter.textContent(), new RegExp(WORDS.link.here));
  await axe(desk);
  await s.b.goto("about:blank");
  await caret.waitFor({ state: "detached" });
  await s.a.locator("[data-here]").waitFor({ state: "hidden" });
  await until(async () => !/secretariat/.test(await here.textContent()), PATIENCE, "one of them has gone from the desk");
  noProblems(desk);
});

test("ten windows of one browser load and hear of every change", async (t) => {
  const s = await together(t);
  const context = await s.browser(s.member);
  const pages = [];
  for (let i = 0; i < 10; i++) pages.push(await s.open(context));
  await s.change({ from: 0, insert: "別の人から。" });
  assert.equal(await s.agree(...pages), "別の人から。一行目の文章。\n二行目の文章。\n三行目の文章。");
});

test("a browser without shared workers has a stream for each window", async (t) => {
  const s = await together(t);
  const context = await s.browser(s.member);
  await context.addInitScript(() => delete window.SharedWorker);
  const page = await s.open(context);
  await s.change({ from: 0, insert: "別の人から。" });
  await seen(page, "別の人から。");
  noProblems(page);
});

test("a section that is made final while one types: the text stays and is saved when it is opened again", async (t) => {
  const s = await together(t);
  const page = await s.open(await s.browser(s.member));
  await page.route("**/updates", (route) => route.abort()); // what is typed does not get through in time
  await place(page, 1, 0);
  await page.keyboard.type("間に合わなかった。");
  await state(page, "offline");
  await s.secretariat.post(`/sections/${s.id}/state`, { state: "final" });
  await state(page, "locked");
  await page.unroute("**/updates");
  assert.match(await page.locator(".editor-state").textContent(), new RegExp(WORDS.link.locked));
  assert.match(await written(page), /^間に合わなかった。/);
  await page.getByText(WORDS.editor.barred.heading).waitFor();
  const [tools, save] = [page.locator("[data-tools]"), page.getByRole("button", { name: WORDS.common.save, exact: true })];
  assert.ok((await tools.isHidden()) && (await save.isHidden()), "what cannot be done is not offered");
  await axe(page, "an editor whose section was made final");
  assert.equal(await page.locator(".cm-content").getAttribute("aria-readonly"), "true");
  await page.keyboard.type("書けない");
  const before = await written(page);
  for (const key of ["Enter", "Shift+Enter", "Backspace", "Control+b", "Control+Alt+t", "Control+z"]) await page.keyboard.press(key);
  assert.equal(await written(page), before, "no key changes it");
  assert.doesNotMatch(before, /書けない/);
  await s.secretariat.post(`/sections/${s.id}/state`, { state: "drafting" });
  await state(page, "saved");
  assert.match(await s.agree(page), /^間に合わなかった。一行目/);
  await page.getByText(WORDS.editor.barred.heading).waitFor({ state: "hidden" });
  assert.ok((await tools.isVisible()) && (await save.isVisible()), "all is back");
  await page.locator(".cm-content").focus();
  await page.keyboard.type("また書ける。");
  assert.match(await s.agree(page), /また書ける。/);
  await s.secretariat.post(`/sections/${s.id}/state`, { state: "final" });
  await state(page, "locked");
  await page.getByRole("button", { name: WORDS.editor.save_and_leave }).click(); // all has been saved, and nobody is held back
  await page.waitForURL("**/chapters/*", { waitUntil: "load" });
});

test("control characters that are pasted do not get into the text", async (t) => {
  const s = await together(t);
  const page = await s.open(await s.browser(s.member));
  await place(page, 1, 0);
  await page.locator(".cm-content").evaluate((content) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "紙か\u0007ら。");
    content.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  assert.match(await s.agree(page), /^紙から。一行目/);
});

test("saving and leaving waits until everything is there", async (t) => {
  const s = await together(t);
  const page = await s.open(await s.browser(s.member));
  await place(page, 1, 0);
  await page.keyboard.type("章へ戻る前に。");
  await form(page).getByRole("button", { name: WORDS.editor.save_and_leave }).click();
  await page.waitForURL("**/chapters/*", { waitUntil: "load" });
  await page.locator("main", { hasText: "章へ戻る前に。" }).waitFor();
  assert.match((await s.stored()).text, /^章へ戻る前に。/);
});
