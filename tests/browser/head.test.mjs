// What stands above the text and below it: the tools, who is here and how the text stands stay in sight at every width, and leave the room to the text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WORDS, axe, noProblems } from "./browser.mjs";
import { linked, place, together } from "./sharing.mjs";

const TEXT = Array.from({ length: 60 }, (_, i) => `${i + 1}番目の段落は、地域の産業を支える取組について述べる文章です。`).join("\n\n");

async function shared(t, viewport) {
  const s = await together(t, TEXT);
  s.page = await s.open(await s.browser(s.member, { viewport }));
  const other = await s.open(await s.browser(s.secretariat));
  await place(other, 1, 0);
  s.here = s.page.locator("[data-here]");
  await s.here.waitFor();
  s.seen = (selector) =>
    s.page.locator(selector).evaluate((element) => {
      const { top, bottom, left, right, width } = element.getBoundingClientRect();
      const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return width > 0 && top >= 0 && bottom <= innerHeight && left >= 0 && right <= innerWidth && element.contains(over);
    });
  return s;
}

for (const [width, height] of [[360, 640], [1024, 768], [1600, 900]]) {
  test(`at ${width} pixels the tools, the people and the state stay in sight, and the cursor is not below them`, async (t) => {
    const s = await shared(t, { width, height });
    await place(s.page, 1, 0);
    await s.page.keyboard.press("Control+End");
    await s.page.waitForFunction(() => scrollY > 500);
    for (const selector of ["[data-mark=undo]", "[data-here]", ".editor-state"]) assert.ok(await s.seen(selector), `${selector} is seen`);
    for (let i = 0; i < 40; i++) await s.page.keyboard.press("ArrowUp");
    await s.page.waitForFunction(() => {
      const { view } = document.querySelector(".cm-content").cmTile.root;
      const cursor = view.coordsAtPos(view.state.selection.main.head);
      return cursor.top >= document.querySelector(".editor-head").getBoundingClientRect().bottom && cursor.bottom <= document.querySelector(".editor-bar").getBoundingClientRect().top;
    });
    noProblems(s.page);
  });
}

test("the tools take two lines at most beside the preview, and with words", async (t) => {
  const s = await shared(t, { width: 1024, height: 768 });
  const tools = s.page.locator("[data-tools] button");
  const lines = await tools.evaluateAll((buttons) => new Set(buttons.map((button) => Math.round(button.getBoundingClientRect().top))).size);
  assert.ok(lines <= 2, `${lines} lines`);
  assert.ok((await tools.allInnerTexts()).every((words) => words.trim()));
});

test("the first screen of a phone is mostly text", async (t) => {
  const s = await shared(t, { width: 360, height: 640 });
  const [top, bottom] = await s.page.evaluate(() => [document.querySelector(".writing").getBoundingClientRect().top, document.querySelector(".editor-bar").getBoundingClientRect().top]);
  assert.ok(bottom - top > 320, `${bottom - top} of 640`);
});

test("the names of who is here are seen by pointing, by the keyboard and by a touch, and heard", async (t) => {
  const s = await shared(t, { width: 1024, height: 768 });
  const name = s.here.getByRole("listitem").filter({ hasText: "secretariat" });
  const isSeen = (shown) => s.page.waitForFunction((is) => {
    const { left, right, top, bottom } = document.querySelector(".here-people li").getBoundingClientRect();
    return is === Boolean(document.elementFromPoint((left + right) / 2, (top + bottom) / 2)?.closest(".here-people"));
  }, shown);
  await isSeen(false);
  await s.here.hover();
  await isSeen(true);
  assert.equal(await name.count(), 1);
  await axe(s.page, "names of who is here");
  await s.page.mouse.move(10, 400);
  await isSeen(false);
  await s.here.getByRole("button", { name: WORDS.link.here }).focus();
  await isSeen(true);
  const touched = await s.open(await s.browser(s.member, { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true }));
  await linked(touched);
  await touched.locator("[data-here]").tap();
  await touched.locator(".here-people li", { hasText: "secretariat" }).waitFor();
  assert.notEqual(await touched.locator(".here-people").evaluate((list) => getComputedStyle(list).clipPath), "inset(50%)");
  noProblems(s.page);
});
