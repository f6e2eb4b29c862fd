// Where the editor cannot be loaded a text that was not sent is not lost either: it is kept on the device and offered again after a reload, an error, an expired
// session, a crash.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, PASSWORD, PATIENCE, Server, ownAddress, served, sql, until } from "../http/harness.mjs";
import { WORDS, noProblems, openPage, profile, withoutEditor } from "./browser.mjs";

async function editor(t) {
  const s = await served(t, { from: OUTLINE, serve: { listen: `${ownAddress()}:0` } });
  s.id = s.find("商業").id;
  s.path = `/sections/${s.id}/edit`;
  await s.member.post(`/sections/${s.id}`, { base_version: 0, text: "保存した文章。" });
  s.context = await profile(t, s.member);
  await withoutEditor(s.context);
  s.open = async () => {
    const page = await openPage(s.context, s.server.origin);
    await page.goto(s.server.origin + s.path);
    return page;
  };
  s.page = await s.open();
  s.signedOut = () => until(async () => (await s.member.j.get("/me")).status === 401, PATIENCE, "the server's notice that the session is gone");
  s.noProblems = () => {
    s.page.problems = s.page.problems.filter((problem) => !problem.includes("/static/editor.")); // which is what this is about
    noProblems(s.page);
  };
  s.stored = async () => (await s.viewer.j.get(`/sections/${s.id}/text`)).json;
  s.type = async (text, page = s.page) => {
    await page.locator("textarea[name=text]").fill(text);
    await page.waitForFunction((typed) => Object.values({ ...localStorage }).some((entry) => entry.includes(typed)), text);
  };
  return s;
}

const offer = (page) => page.locator("[data-keep-offers] .notice");

test("text that was typed and not saved is offered after a reload, and put back", async (t) => {
  const s = await editor(t);
  await s.type("まだ保存していない文章。");
  await s.page.reload();
  assert.equal(await s.page.locator("textarea[name=text]").inputValue(), "保存した文章。");
  await offer(s.page).waitFor();
  await offer(s.page).getByRole("button", { name: WORDS.editor.keep.put }).click();
  assert.equal(await s.page.locator("textarea[name=text]").inputValue(), "まだ保存していない文章。");
  await s.page.keyboard.press("Control+s");
  await s.page.locator("[data-state]", { hasText: WORDS.editor.saved }).waitFor();
  assert.equal((await s.stored()).text, "まだ保存していない文章。");
  await s.page.reload();
  assert.equal(await offer(s.page).count(), 0, "what is saved is not offered again");
  s.noProblems();
});

test("it is offered after the window was closed, and can be thrown away", async (t) => {
  const s = await editor(t);
  await s.type("閉じる前の文章。");
  await s.page.close();
  const page = await s.open();
  await offer(page).waitFor();
  page.on("dialog", (dialog) => dialog.accept());
  await offer(page).getByRole("button", { name: WORDS.editor.keep.discard }).click();
  await offer(page).waitFor({ state: "detached" });
  await page.reload();
  assert.equal(await offer(page).count(), 0);
});

test("when the server is gone the page says that the text is safe, and saves once it is back", async (t) => {
  const s = await editor(t);
  await s.page.locator("textarea[name=text]").fill("切れている間の文章。");
  const { file, port } = s.server;
  for (const client of s.server.clients) client.close();
  await s.server.stop();
  await s.page.keyboard.press("Control+s");
  const message = s.page.locator("[data-message]");
  await message.waitFor({ state: "visible" });
  assert.equal(await s.page.locator("textarea[name=text]").inputValue(), "切れている間の文章。");
  s.server = await Server.start(file, { listen: `${ownAddress()}:${port}` });
  t.after(() => s.server.stop());
  await s.page.keyboard.press("Control+s");
  await s.page.locator("[data-state]", { hasText: WORDS.editor.saved }).waitFor();
  await message.waitFor({ state: "hidden" });
  assert.equal(sql(file, `SELECT text FROM section WHERE id = ${s.id}`), "切れている間の文章。");
});

test("a save that the page cannot make sense of keeps no later one from being sent", async (t) => {
  const s = await editor(t);
  await s.page.locator("textarea[name=text]").fill("もう一度送る文章。");
  const fault = s.page.waitForEvent("pageerror");
  await s.page.route(`**/sections/${s.id}`, (route) => route.fulfill({ json: null }));
  await s.page.keyboard.press("Control+s");
  await fault;
  await s.page.locator("[data-state]", { hasText: WORDS.editor.unsaved_kept }).waitFor();
  await s.page.unroute(`**/sections/${s.id}`);
  await s.page.keyboard.press("Control+s");
  await s.page.locator("[data-state]", { hasText: WORDS.editor.saved }).waitFor();
  assert.equal((await s.stored()).text, "もう一度送る文章。");
});

test("after an expired session nothing is lost: sign in elsewhere, save here", async (t) => {
  const s = await editor(t);
  await s.type("期限切れの前の文章。");
  sql(s.file, "DELETE FROM session WHERE user_id = (SELECT id FROM user WHERE name = 'member')");
  await s.signedOut();
  await s.page.keyboard.press("Control+s");
  await s.page.locator("[data-message-signed-out]").waitFor({ state: "visible" });
  assert.equal(await s.page.locator("textarea[name=text]").inputValue(), "期限切れの前の文章。");
  assert.equal((await s.stored()).text, "保存した文章。");

  const other = await openPage(s.context, s.server.origin);
  await other.goto(`${s.server.origin}/login`);
  await other.locator("input[name=name]").fill("member");
  await other.locator("input[name=password]").fill(PASSWORD);
  await other.locator("form[action='/login'] button").click();
  await other.waitForURL(`${s.server.origin}/`);
  await s.page.bringToFront();
  await s.page.keyboard.press("Control+s");
  await s.page.locator("[data-state]", { hasText: WORDS.editor.saved }).waitFor();
  assert.equal((await s.stored()).text, "期限切れの前の文章。");
});

test("an expired session and a reload: after signing in again the text is offered", async (t) => {
  const s = await editor(t);
  await s.type("再読み込みの前の文章。");
  sql(s.file, "DELETE FROM session");
  await s.signedOut();
  await s.page.reload();
  await s.page.waitForURL((url) => url.pathname === "/login");
  await s.page.locator("input[name=name]").fill("member");
  await s.page.locator("input[name=password]").fill(PASSWORD);
  await s.page.locator("form[action='/login'] button").click();
  await s.page.waitForURL(`**${s.path}`);
  await offer(s.page).waitFor();
  assert.match(await offer(s.page).locator("[data-keep-text]").textContent(), /再読み込みの前の文章/);
});

test("a late save brings what others wrote into the editor", async (t) => {
  const s = await editor(t);
  await s.page.locator("textarea[name=text]").fill("委員の文章。");
  await s.secretariat.post(`/sections/${s.id}`, { base_version: 1, text: "保存した文章。\n\n事務局の文章。" });
  await s.page.keyboard.press("Control+s");
  await until(async () => (await s.page.locator("textarea[name=text]").inputValue()).includes("事務局の文章。"), PATIENCE, "the others' words");
  const { text, version } = await s.stored();
  assert.equal(version, 3);
  assert.equal(await s.page.locator("textarea[name=text]").inputValue(), text);
  assert.ok(text.includes("委員の"), text);
});

test("a section that was closed meanwhile: the page says so and the text stays", async (t) => {
  const s = await editor(t);
  await s.type("確定の前の文章。");
  await s.secretariat.post(`/sections/${s.id}/state`, { state: "final" });
  await s.page.keyboard.press("Control+s");
  await s.page.locator("[data-message]").waitFor({ state: "visible" });
  assert.equal(await s.page.locator("textarea[name=text]").inputValue(), "確定の前の文章。");
  await s.page.reload();
  await offer(s.page).waitFor();
  assert.match(await offer(s.page).locator("[data-keep-text]").textContent(), /確定の前の文章/);
});

test("another person at the same browser is not offered it", async (t) => {
  const s = await editor(t);
  await s.type("自分だけの文章。");
  await s.page.close();
  const [name, value] = s.secretariat.cookie.split("=");
  await s.context.addCookies([{ name, value, url: s.server.origin }]);
  const page = await s.open();
  assert.equal(await offer(page).count(), 0);
});
