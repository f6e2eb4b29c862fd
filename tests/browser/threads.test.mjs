// Threads in a real browser: a name is picked while it is typed behind @, by keyboard and by touch; what was on the screen is read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, PATIENCE, addUser, served, until } from "../http/harness.mjs";
import { WORDS, axe, noProblems, openPage, profile } from "./browser.mjs";

async function atComments(t, options) {
  const s = await served(t, { from: OUTLINE });
  for (const [name, display] of [["mori", "森 花子"], ["mori2", "森本"], ["hayashi", "ＨＡＹＡＳＨＩ 次郎"]]) addUser(s.file, name, "member", { display });
  s.path = `/sections/${s.find("商業").id}/comments`;
  s.page = await openPage(await profile(t, s.member, options), s.server.origin);
  s.open = async () => {
    await s.page.goto(s.server.origin + s.path);
    s.field = s.page.locator("#body-new");
    s.list = s.page.locator("#body-new-names");
    s.options = () => s.list.locator("[role=option]").allTextContents();
    s.chosen = () => s.list.locator("[aria-selected=true]").textContent();
  };
  s.send = async () => {
    await s.page.getByRole("button", { name: WORDS.comments.add }).click();
    await s.page.waitForURL(/\?at=/);
  };
  s.last = async () => (await s.viewer.j.get(s.path)).json.comments.at(-1);
  return s;
}

test("a name is picked by keyboard alone", async (t) => {
  const s = await atComments(t);
  await s.open();
  await s.field.focus();
  await s.page.keyboard.type("ご確認を ＠森");
  await s.list.waitFor();
  assert.deepEqual(await s.options(), ["森 花子", "森本"]);
  assert.equal(await s.chosen(), "森 花子");
  assert.equal(await s.field.getAttribute("aria-activedescendant"), await s.list.locator("[aria-selected=true]").getAttribute("id"));
  await axe(s.page, "with its names");
  await s.page.keyboard.press("ArrowDown");
  assert.equal(await s.chosen(), "森本");
  await s.page.keyboard.press("ArrowDown");
  assert.equal(await s.chosen(), "森 花子", "round again");
  await s.page.keyboard.press("ArrowUp");
  await s.page.keyboard.press("Enter");
  assert.equal(await s.field.inputValue(), "ご確認を ＠森本 ");
  assert.ok(await s.list.isHidden());
  assert.equal(await s.field.getAttribute("aria-activedescendant"), null);
  await s.page.keyboard.type("さん、@hay");
  await s.list.waitFor();
  assert.deepEqual(await s.options(), ["ＨＡＹＡＳＨＩ 次郎"], "however its letters are written");
  await s.page.keyboard.press("Tab");
  await s.page.keyboard.type("も");
  assert.equal(await s.field.inputValue(), "ご確認を ＠森本 さん、@ＨＡＹＡＳＨＩ 次郎 も");
  await s.send();
  const { mentions } = await s.last();
  assert.deepEqual(mentions.map((m) => m.name), ["森本", "ＨＡＹＡＳＨＩ 次郎"]);
  await s.page.locator(".comment-call", { hasText: "＠森本" }).waitFor();
  noProblems(s.page);
});

test("whoever wants no name goes on writing", async (t) => {
  const s = await atComments(t);
  await s.open();
  await s.field.focus();
  await s.page.keyboard.type("@");
  await s.list.waitFor();
  await s.page.keyboard.press("Escape");
  assert.ok(await s.list.isHidden());
  await s.page.keyboard.type("m");
  await s.page.keyboard.press("Enter");
  await s.page.keyboard.type("次の行 info@m");
  assert.ok(await s.list.isHidden());
  assert.equal(await s.field.inputValue(), "@m\n次の行 info@m");
  noProblems(s.page);
});

test("a name is picked by touch, in the reply to a comment", async (t) => {
  const s = await atComments(t, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const id = (await s.reviewer.j.post(s.path, { body: "意見" })).json.id;
  await s.open();
  await s.page.locator(`#c${id} summary`).tap();
  const field = s.page.locator(`#body-${id}`);
  await field.tap();
  await field.pressSequentially("@");
  const option = s.page.locator(`#body-${id}-names [role=option]`, { hasText: "森 花子" });
  await option.waitFor();
  assert.ok((await option.boundingBox()).height >= 44);
  await option.tap();
  assert.equal(await field.inputValue(), "@森 花子 ");
  assert.ok(await field.evaluate((element) => element === document.activeElement), "and the field is written in further");
  noProblems(s.page);
});

test("a thread is read when it was on the screen, and not before", async (t) => {
  const s = await atComments(t);
  const first = (await s.reviewer.j.post(s.path, { body: "はじめ" })).json.id;
  const last = (await s.reviewer.j.post(s.path, { body: "長い\n".repeat(300) })).json.id;
  const unread = async (id) => (await s.member.j.get(`/comments/${id}`)).json.unread;
  const told = s.page.waitForResponse("**/comments/seen");
  await s.open();
  await s.page.locator(`#c${first} .comment-new`).waitFor();
  await told;
  assert.equal(await unread(first), false);
  assert.equal(await unread(last), true, "its end was not seen");
  await s.page.locator(`#c${last} .comment-actions`).scrollIntoViewIfNeeded();
  await until(async () => !(await unread(last)), PATIENCE, "that the second one is read");
  await s.open();
  assert.equal(await s.page.locator(".comment-new").count(), 0);
  noProblems(s.page);
});
