// Nothing that was typed is lost: without a network, over a closed browser, a killed server, an ended session, a refusal.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { PASSWORD, PATIENCE, Server, folder, sql, until } from "../http/harness.mjs";
import { FLAGS, WORDS, axe, noProblems, openPage } from "./browser.mjs";
import { linked, place, seen, state, together, written } from "./sharing.mjs";

const line = (page) => page.locator(".editor-state");
const offer = (page) => page.locator("[data-keep-offers] .notice");

async function one(t) {
  const s = await together(t);
  s.context = await s.browser(s.member);
  s.page = await s.open(s.context);
  s.type = async (text) => {
    await place(s.page, 1, 0);
    await s.page.keyboard.type(text);
  };
  return s;
}

test("without a network typing goes on, is said to be kept, and comes together with the others' words when it is back", async (t) => {
  const s = await one(t);
  await s.context.setOffline(true);
  await s.type("切れている間の文章。");
  await state(s.page, "offline");
  assert.equal(await line(s.page).textContent(), WORDS.link.offline);
  const preview = s.page.locator("[data-preview]");
  await preview.getByText(WORDS.editor.preview_failed).waitFor();
  assert.match(await preview.textContent(), /一行目の文章/, "what was shown last stays");
  await s.change({ from: (await s.stored()).text.length, insert: "その間の別の人。" });
  await s.page.keyboard.type("まだ続ける。");
  assert.doesNotMatch((await s.stored()).text, /切れている間/);
  await s.context.setOffline(false);
  assert.equal(await s.agree(s.page), "切れている間の文章。まだ続ける。一行目の文章。\n二行目の文章。\n三行目の文章。その間の別の人。");
  assert.match(await line(s.page).textContent(), new RegExp(WORDS.editor.saved));
  await preview.getByText("まだ続ける。").waitFor();
  assert.equal(await preview.getByText(WORDS.editor.preview_failed).count(), 0);
});

test("what was typed without a network is there after the browser was closed, together with what others wrote meanwhile", async (t) => {
  const s = await together(t);
  const home = folder(); // what a browser keeps over its end
  const begin = async () => {
    const context = await chromium.launchPersistentContext(home, { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS, locale: "ja-JP" });
    context.setDefaultTimeout(PATIENCE);
    const [name, value] = s.member.cookie.split("=");
    await context.addCookies([{ name, value, url: s.server.origin, httpOnly: true, sameSite: "Lax" }]);
    return context;
  };
  const before = await begin();
  let after;
  t.after(async () => {
    await before.close().catch(() => {});
    await after?.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });
  const page = await s.open(before);
  await before.setOffline(true);
  await place(page, 2, 0);
  for (let i = 0; i < 30; i++) await page.keyboard.type(`${i}、`);
  await state(page, "offline");
  await page.waitForFunction(() => Object.values({ ...localStorage }).some((entry) => entry.includes("29、")));
  await before.close();
  assert.doesNotMatch((await s.stored()).text, /29、/);
  await s.change({ from: 0, insert: "その間の別の人。" });

  after = await begin();
  const again = await s.open(after);
  await seen(again, "29、");
  const typed = Array.from({ length: 30 }, (_, i) => `${i}、`).join("");
  assert.equal(await s.agree(again), `その間の別の人。一行目の文章。\n${typed}二行目の文章。\n三行目の文章。`);
  await until(() => again.evaluate(() => localStorage.length === 0), PATIENCE, "nothing left on the device");
  assert.equal(await offer(again).count(), 0);
});

test("a server that is killed and started again while one types loses nothing that was typed", async (t) => {
  const s = await one(t);
  await s.type("止まる前。");
  await state(s.page, "saved");
  const { file, port } = s.server;
  await s.server.kill();
  await s.page.keyboard.type("止まっている間。");
  await state(s.page, "offline");
  s.server = await Server.start(file, { listen: `127.0.0.1:${port}` });
  t.after(() => s.server.stop());
  await s.page.keyboard.type("動いてから。");
  assert.equal(await s.agree(s.page), "止まる前。止まっている間。動いてから。一行目の文章。\n二行目の文章。\n三行目の文章。");
  await s.change({ from: 0, insert: "別の人から。" });
  await seen(s.page, "別の人から。"); // the stream is there again
});

test("a session that ends in mid-edit: signing in on the spot, and only as oneself", async (t) => {
  const s = await one(t);
  sql(s.file, "DELETE FROM session WHERE user_id = (SELECT id FROM user WHERE name = 'member')");
  const dialog = s.page.locator("dialog[data-sign-in]");
  await until(async () => (await s.member.j.get(`/sections/${s.id}/text`)).status === 401, PATIENCE, "the server's notice that the session is over");
  await s.type("期限切れの間の文章。");
  await dialog.waitFor();
  await state(s.page, "signedOut");
  await axe(s.page);
  await s.page.keyboard.type("書き続ける。"); // the focus stayed in the text
  assert.match(await written(s.page), /書き続ける。/);

  const signIn = async (name) => {
    await dialog.locator("input[name=name]").fill(name);
    await dialog.locator("input[name=password]").fill(PASSWORD);
    await dialog.locator("button").click();
  };
  await signIn("secretariat");
  await dialog.locator("[data-problem]", { hasText: WORDS.link.sign_in.other }).waitFor();
  assert.doesNotMatch((await s.stored()).text, /期限切れ/, "nothing is saved under another's name");
  await signIn("member");
  await dialog.waitFor({ state: "hidden" });
  assert.match(await s.agree(s.page), /^期限切れの間の文章。書き続ける。/);
  noProblems(s.page);
});

test("another person who signs in to this browser elsewhere saves nothing of the first one's text", async (t) => {
  const s = await one(t);
  const other = await openPage(s.context, s.server.origin);
  await s.context.clearCookies();
  await other.goto(`${s.server.origin}/login`);
  await other.locator("input[name=name]").fill("secretariat");
  await other.locator("input[name=password]").fill(PASSWORD);
  await other.locator("form[action='/login'] button").click();
  await other.waitForURL(`${s.server.origin}/`);
  await s.page.bringToFront();
  await s.type("前の人の文章。");
  await state(s.page, "signedOut");
  assert.doesNotMatch((await s.stored()).text, /前の人の/);
});

test("what the server refuses is kept and offered, and the text is read anew; it can be put back", async (t) => {
  const s = await one(t);
  let refused = 0;
  await s.page.route("**/updates", (route) => {
    if (refused || !route.request().postDataJSON().updates.length) return route.continue();
    refused++;
    return route.fulfill({ status: 400, json: { error: { code: "bad_field", message: "受け付けませんでした" } } });
  });
  await place(s.page, 1, 0);
  await s.page.keyboard.insertText("断られた文章。");
  await offer(s.page).waitFor();
  await s.page.locator("[data-message]", { hasText: "受け付けませんでした" }).waitFor();
  assert.match(await offer(s.page).locator("[data-keep-text]").textContent(), /断られた文章。/);
  await until(async () => (await written(s.page)) === (await s.stored()).text, PATIENCE, "the saved text in the editor");
  await s.page.keyboard.type("続き。");
  await seen(s.page, "続き。");
  await offer(s.page).getByRole("button", { name: WORDS.editor.keep.put }).click();
  await offer(s.page).waitFor({ state: "detached" });
  const text = await s.agree(s.page);
  assert.match(text, /断られた文章。/);
  assert.match(text, /続き。/);
});

test("a text that would be too large is said to be, and nothing is lost", async (t) => {
  const s = await one(t);
  await place(s.page, 1, 0);
  await s.page.keyboard.insertText("長".repeat(90_000)); // 270 KB of UTF-8; a section has 256
  await s.page.locator("[data-message]", { hasText: WORDS.error.too_large.title }).waitFor();
  await offer(s.page).waitFor();
  assert.match(await s.agree(s.page), /^一行目/);
  await s.page.reload();
  await linked(s.page);
  await offer(s.page).waitFor();
  assert.match(await offer(s.page).locator("[data-keep-text]").textContent(), /長長長/);
  s.page.on("dialog", (dialog) => dialog.accept());
  await offer(s.page).getByRole("button", { name: WORDS.editor.keep.discard }).click();
  await offer(s.page).waitFor({ state: "detached" });
});
