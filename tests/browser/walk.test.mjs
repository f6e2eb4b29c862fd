// The main job without a mouse: from the desk to a section, edit, preview, save, comment.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served } from "../http/harness.mjs";
import { WORDS, noProblems, openPage, profile, settled, tabTo } from "./browser.mjs";

test("edit, preview, save and comment with the keyboard alone", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const chapter = s.find("地域の産業").id;
  const page = await openPage(await profile(t, s.member), s.server.origin);
  await page.goto(`${s.server.origin}/`);

  // the first stop leads past the bar
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main");
  await page.keyboard.press("Enter");

  await tabTo(page, (element, path) => element.pathname === path, `/chapters/${chapter}`);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/chapters/${chapter}*`);
  await tabTo(page, (element, path) => element.pathname === path, `/sections/${id}/edit`);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/sections/${id}/edit`);

  await tabTo(page, (element) => element.matches(".cm-content"));
  await page.keyboard.insertText("**商店街**を支える。");
  await page.locator("[data-preview] strong", { hasText: "商店街" }).waitFor();
  await page.keyboard.press("Control+s");
  await page.locator("[data-state]", { hasText: WORDS.editor.saved }).waitFor();
  assert.equal((await s.viewer.j.get(`/sections/${id}/text`)).json.text, "**商店街**を支える。");

  // goes on typing, saves by the button, and goes back to the chapter
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.insertText("次の段落。");
  await tabTo(page, (element) => element.tagName === "BUTTON" && element.value === "chapter");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/chapters/${chapter}*`);
  await page.locator(`#s${id}`, { hasText: "次の段落。" }).waitFor();
  assert.match((await s.viewer.j.get(`/sections/${id}/text`)).json.text, /次の段落。/);

  await tabTo(page, (element, path) => element.pathname === path, `/sections/${id}/comments`);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/sections/${id}/comments`);
  await tabTo(page, (element) => element.tagName === "TEXTAREA" && element.name === "body");
  await page.keyboard.insertText("よく書けています。");
  await tabTo(page, (element, words) => element.tagName === "BUTTON" && element.textContent.trim() === words, WORDS.comments.add);
  await page.keyboard.press("Enter");
  await page.locator("article.comment", { hasText: "よく書けています。" }).waitFor();
  await settled(page);

  // reply and resolve
  await tabTo(page, (element) => element.tagName === "SUMMARY" && element.closest("article.comment"));
  await page.keyboard.press("Enter");
  await tabTo(page, (element) => element.tagName === "TEXTAREA" && element.closest("article.comment"));
  await page.keyboard.insertText("ありがとうございます。");
  await tabTo(page, (element) => element.tagName === "BUTTON" && element.closest("article.comment"));
  await page.keyboard.press("Enter");
  await page.locator(".reply", { hasText: "ありがとうございます。" }).waitFor();
  await settled(page);
  await tabTo(page, (element, words) => element.tagName === "BUTTON" && element.textContent.trim() === words, WORDS.comments.resolve);
  await page.keyboard.press("Enter");
  await page.locator("article.comment.resolved").waitFor();
  noProblems(page);
});

test("Japanese typed through an input method is neither lost nor doubled", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const page = await openPage(await profile(t, s.member), s.server.origin);
  await page.goto(`${s.server.origin}/sections/${id}/edit`);
  await page.locator(".writing .cm-content").focus();
  const devtools = await page.context().newCDPSession(page);
  for (const piece of ["ち", "ちい", "ちいき", "地域"]) await devtools.send("Input.imeSetComposition", { text: piece, selectionStart: piece.length, selectionEnd: piece.length });
  await page.waitForTimeout(700); // longer than the pauses of preview and keeping
  await devtools.send("Input.insertText", { text: "地域" });
  await page.keyboard.press("Control+s");
  await page.locator("[data-state]", { hasText: WORDS.editor.saved }).waitFor();
  assert.equal((await s.viewer.j.get(`/sections/${id}/text`)).json.text, "地域");
  noProblems(page);
});
