// The text and what becomes of it are scrolled together, and neither is moved while a person uses it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served } from "../http/harness.mjs";
import { noProblems, openPage, profile } from "./browser.mjs";

// Long parts and short ones, some much higher in one of the two than in the other.
const part = (n) => `# 見出し${n}\n\n${"地域の産業を支える取組について述べる文章です。".repeat(8)}\n\n${n % 3 ? "- 項目\n- 項目\n- 項目" : "棒グラフ：店の数\n\n|町|数|\n|-|-|\n|桜|10|\n|梅|20|"}\n`;
const TEXT = Array.from({ length: 24 }, (_, n) => part(n + 1)).join("\n");

async function editor(t) {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  await s.member.post(`/sections/${id}`, { base_version: 0, text: TEXT });
  const page = await openPage(await profile(t, s.member, { viewport: { width: 1440, height: 800 } }), s.server.origin);
  await page.goto(`${s.server.origin}/sections/${id}/edit`);
  await page.locator(".cm-content").waitFor();
  const center = async (selector) => {
    const { x, y, width, height } = await page.locator(selector).boundingBox();
    return [x + width / 2, Math.min(Math.max(y, 0) + height / 2, 500)];
  };
  return {
    page,
    /** Turns the mouse's wheel over it, and waits until that has begun to move it. */
    wheel: async (selector, distance) => {
      await page.mouse.move(...(await center(selector)));
      // the text is scrolled with the page
      const scroller = selector === "[data-preview]" ? selector : "html";
      const before = await page.locator(scroller).evaluate((one) => one.scrollTop);
      await page.mouse.wheel(0, distance);
      await page.waitForFunction(([scroller, before]) => document.querySelector(scroller).scrollTop !== before, [scroller, before]);
    },
    atEnd: () => page.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1),
    /** The number of the uppermost heading that is seen in the text, or in the preview. */
    heading: (selector, edge) =>
      page.evaluate(
        ([selector, edge]) => {
          const all = [...document.querySelectorAll(selector)].filter((one) => /^\S*見出し\d+$/.test(one.textContent.trim().replace(/^#\s*/, "")));
          const seen = all.find((one) => one.getBoundingClientRect().bottom > edge);
          return Number(/\d+/.exec(seen?.textContent ?? "0")[0]);
        },
        [selector, edge],
      ),
    /** Waits until nothing has moved for some frames; both positions. */
    still: () =>
      page.evaluate(
        () =>
          new Promise((done) => {
            const pane = document.querySelector("[data-preview]");
            const place = () => `${scrollY} ${pane.scrollTop}`;
            let last = "";
            let same = 0;
            (function look() {
              same = place() === last ? same + 1 : 0;
              last = place();
              if (same > 8) done({ page: scrollY, preview: pane.scrollTop });
              else requestAnimationFrame(look);
            })();
          }),
      ),
    tops: () =>
      page.evaluate(() => {
        const top = document.querySelector("[data-tools]").getBoundingClientRect().bottom;
        return { text: top, preview: document.querySelector("[data-preview]").getBoundingClientRect().top };
      }),
  };
}

async function together(e, what) {
  const tops = await e.tops();
  const inText = await e.heading(".cm-line", tops.text);
  const inPreview = await e.heading("[data-preview] h3", tops.preview);
  assert.ok(Math.abs(inText - inPreview) <= 1, `${what}: heading ${inText} of the text beside heading ${inPreview} of the preview`);
  return inText;
}

test("the preview goes with the text, to its end and back", async (t) => {
  const e = await editor(t);
  await e.wheel(".cm-content", 1500);
  await e.still();
  const first = await together(e, "some way down");
  assert.ok(first > 2);
  await e.wheel(".cm-content", 2500);
  await e.still();
  assert.ok((await together(e, "further down")) > first);
  // what has not been seen yet is higher or lower than was thought
  while (!(await e.atEnd())) {
    await e.wheel(".cm-content", 100_000);
    await e.still();
  }
  const left = await e.page.locator("[data-preview]").evaluate((pane) => pane.scrollHeight - pane.clientHeight - pane.scrollTop);
  assert.ok(left < 2, `${left} of the preview are below its end`);
  await e.wheel(".cm-content", -100_000);
  assert.equal((await e.still()).preview, 0);
  noProblems(e.page);
});

test("the text goes with the preview, which itself is not moved then", async (t) => {
  const e = await editor(t);
  await e.wheel(".cm-content", 1200);
  await e.still();
  await e.wheel("[data-preview]", 900);
  const { preview } = await e.still();
  const number = await together(e, "after the preview was scrolled");
  const before = await e.page.locator("[data-preview]").boundingBox();
  await e.wheel("[data-preview]", 700);
  const after = await e.still();
  assert.equal(after.preview, preview + 700, "it is where the person has scrolled it to");
  assert.ok((await together(e, "further")) > number);
  assert.deepEqual(await e.page.locator("[data-preview]").boundingBox(), before, "it stays under the mouse");
});

test("nothing moves under a mouse that rests on the preview", async (t) => {
  const e = await editor(t);
  await e.wheel("[data-preview]", 300);
  const { preview } = await e.still();
  await e.page.locator(".cm-line").first().evaluate((line) => line.closest(".cm-content").focus());
  await e.page.keyboard.press("Control+End");
  await e.page.waitForFunction(() => scrollY > 1000);
  assert.equal((await e.still()).preview, preview);
  await e.page.mouse.move(200, 400);
  await e.page.waitForFunction((before) => document.querySelector("[data-preview]").scrollTop > before, preview); // goes where the text is
});

test("a preview that is drawn anew stays at its place beside the text", async (t) => {
  const e = await editor(t);
  await e.wheel(".cm-content", 2600);
  await e.still();
  const line = e.page.locator(".cm-line", { hasText: /取組について/ });
  const seen = await line.evaluateAll((lines) => lines.findIndex((one) => one.getBoundingClientRect().top > 200 && one.getBoundingClientRect().bottom < 700));
  await line.nth(seen).click();
  await e.still();
  const before = await together(e, "before");
  const drawn = e.page.waitForResponse((answer) => answer.url().endsWith("/preview"));
  await e.page.keyboard.type("書き足しました。");
  await drawn;
  await e.page.locator("[data-preview]", { hasText: "書き足しました。" }).waitFor();
  await e.still();
  assert.ok(Math.abs((await together(e, "after")) - before) <= 1);
});
