// Without JavaScript: reading, saving, previewing, commenting, signing in and out are plain forms.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, PASSWORD, served } from "../http/harness.mjs";
import { WORDS, atWork, openPage, profile } from "./browser.mjs";

test("read, edit, preview, save and comment without JavaScript", async (t) => {
  const s = await atWork(await served(t, { from: OUTLINE }));
  const page = await openPage(await profile(t, null, { javaScriptEnabled: false }), s.server.origin);
  await page.goto(`${s.server.origin}/sections/${s.factory}/edit`);
  await page.locator("input[name=name]").fill("member");
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("form[action='/login'] button").click();
  await page.waitForURL(`**/sections/${s.factory}/edit`);

  await page.locator("textarea[name=text]").fill("**工場**を支える。");
  await page.getByRole("button", { name: WORDS.editor.show_preview }).click();
  await page.locator("strong", { hasText: "工場" }).waitFor();
  assert.equal(await page.locator("textarea[name=text]").inputValue(), "**工場**を支える。");
  assert.equal((await s.viewer.j.get(`/sections/${s.factory}/text`)).json.version, 0, "a preview saves nothing");
  await page.locator("button[name=next][value=chapter]").click();
  await page.waitForURL(`**/chapters/${s.chapter}#s${s.factory}`);
  await page.locator(`#s${s.factory} strong`, { hasText: "工場" }).waitFor();

  await page.locator(`#s${s.factory} a.to-opinions`).click();
  await page.locator("textarea[name=body]").fill("意見です。");
  await page.getByRole("button", { name: WORDS.comments.add }).click();
  const comment = page.locator("article.comment", { hasText: "意見です。" });
  await comment.waitFor();
  await comment.locator("summary").click();
  await comment.locator("textarea").fill("返信です。");
  await comment.getByRole("button", { name: WORDS.comments.send_reply }).click();
  await page.locator(".reply", { hasText: "返信です。" }).waitFor();
  await page.getByRole("button", { name: WORDS.comments.resolve }).click();
  await page.locator("article.comment.resolved", { hasText: "意見です。" }).waitFor();
  await page.getByRole("button", { name: WORDS.comments.reopen }).click();
  await page.locator("article.comment:not(.resolved)", { hasText: "意見です。" }).waitFor();
});

test("a late save without JavaScript keeps both texts and shows where they meet", async (t) => {
  const s = await atWork(await served(t, { from: OUTLINE }));
  const page = await openPage(await profile(t, s.member, { javaScriptEnabled: false }), s.server.origin);
  await page.goto(`${s.server.origin}/sections/${s.factory}/edit`);
  await s.secretariat.post(`/sections/${s.factory}`, { base_version: 0, text: "事務局の文章。" });
  await page.locator("textarea[name=text]").fill("委員の文章。");
  await page.locator("button[name=next][value=chapter]").click();
  await page.getByRole("heading", { name: WORDS.editor.merged.heading }).waitFor();
  for (const words of ["事務局の文章。", "委員の文章。"]) await page.locator(".merged-places mark", { hasText: words }).waitFor();
  await page.getByRole("link", { name: WORDS.editor.merged.edit }).click();
  await page.waitForURL(`**/sections/${s.factory}/edit`);
  await page.locator("textarea[name=text]").fill("事務局と委員の文章。");
  await page.locator("button[name=next][value=chapter]").click();
  await page.waitForURL(`**/chapters/${s.chapter}#s${s.factory}`);
  assert.equal((await s.viewer.j.get(`/sections/${s.factory}/text`)).json.text, "事務局と委員の文章。");
});

test("the secretariat's outline and people without JavaScript", async (t) => {
  const s = await atWork(await served(t, { from: OUTLINE }));
  const page = await openPage(await profile(t, s.secretariat, { javaScriptEnabled: false }), s.server.origin);
  await page.goto(`${s.server.origin}/users`);
  await page.locator("form[action='/invitations'] button").click();
  const link = await page.locator("main textarea[readonly]").inputValue();
  assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/invite\/[A-Za-z0-9_-]{43}$/);
  const guest = await openPage(await profile(t, null, { javaScriptEnabled: false }), s.server.origin);
  await guest.goto(link);
  await guest.locator("input[name=name]").fill("suzuki");
  await guest.locator("input[name=display]").fill("鈴木 一郎");
  await guest.locator("input[name=password]").fill(PASSWORD);
  await guest.locator("input[name=password_again]").fill(PASSWORD);
  await guest.locator("main form button").click();
  await guest.waitForURL(`${s.server.origin}/`);
  assert.match(await guest.locator(".bar").innerText(), /鈴木 一郎/);
});
