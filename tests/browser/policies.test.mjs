// Charts and the 体系図 as a reader sees them: words keep clear of each other, are large enough, and are there in another form.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { OUTLINE, folder, kosshi, served } from "../http/harness.mjs";
import { putPolicy, setDiagram } from "../http/policies.mjs";
import { WORDS, axe, noProblems, openPage, profile } from "./browser.mjs";

const WIDTHS = [320, 360, 1024, 1600];

async function withPolicy(t) {
  const s = await served(t, { from: OUTLINE });
  putPolicy(s.file, s.find("戦略と戦術(取組)").id, s.find("指標").id);
  s.chapter = s.find("方針").id;
  setDiagram(s.file, s.chapter);
  s.context = await profile(t, s.viewer);
  return s;
}

/** What is wrong with the drawings of a page: words over words, over points or lines, over the edge, or too small. */
function drawingFaults(page, least = 14) {
  return page.evaluate((least) => {
    const faults = [];
    const drawings = [...document.querySelectorAll(".chart, .diagram-sheets > svg")].filter((e) => e.getBoundingClientRect().width > 0);
    for (const drawing of drawings) {
      const edge = drawing.getBoundingClientRect();
      // the box of the letters, without the edge of paper around them
      const boxOf = (e) => {
        const b = e.getBBox();
        const m = e.getScreenCTM();
        return new DOMRect(b.x * m.a + m.e, b.y * m.d + m.f, b.width * m.a, b.height * m.d);
      };
      const texts = [...drawing.querySelectorAll("text")].map((e) => ({ e, words: e.textContent, box: boxOf(e) }));
      for (const [i, a] of texts.entries()) {
        const size = parseFloat(getComputedStyle(a.e).fontSize) * a.e.getScreenCTM().a;
        if (size < least - 0.01) faults.push(`${a.words}: ${size} px`);
        if (a.box.left < edge.left - 1 || a.box.right > edge.right + 1 || a.box.top < edge.top - 2 || a.box.bottom > edge.bottom + 2)
          faults.push(`${a.words} stands over the edge`);
        for (const b of texts.slice(i + 1)) {
          // the letters themselves fill the middle of a line's box
          const over = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
          if (a.box.left < b.box.right - 1 && b.box.left < a.box.right - 1 && over > 5) faults.push(`${a.words} stands over ${b.words}`);
        }
      }
      for (const group of drawing.querySelectorAll("g:has(> rect + text)")) {
        const box = group.querySelector("rect").getBoundingClientRect();
        const words = boxOf(group.querySelector("text"));
        if (words.right > box.right || words.bottom > box.bottom) faults.push(`${group.textContent} is wider or higher than its box`);
      }
    }
    // words beside values keep clear of every point and of every line of values and of the goal
    for (const chart of document.querySelectorAll(".chart:has(.s1 circle)")) {
      const at = (e, x, y) => new DOMPoint(x, y).matrixTransform(e.getScreenCTM());
      const lines = [...chart.querySelectorAll(":not(.axis) > line")].map((e) => {
        const value = (name) => e[name].baseVal.value;
        return [at(chart, value("x1"), value("y1")), at(chart, value("x2"), value("y2"))];
      });
      const points = [...chart.querySelectorAll(":is(.s1, .goal) > circle")].map((e) => e.getBoundingClientRect());
      for (const text of chart.querySelectorAll(":scope > text")) {
        // what the letters themselves cover, without their leading
        const box = text.getBoundingClientRect();
        const [left, right, top, bottom] = [box.left + 2, box.right - 2, box.top + 6, box.bottom - 6];
        for (const point of points)
          if (left < point.right && point.left < right && top < point.bottom - 1 && point.top + 1 < bottom) faults.push(`${text.textContent} stands on a point`);
        for (const [a, b] of lines)
          for (let i = 0; i <= 100; i++) {
            const [x, y] = [a.x + ((b.x - a.x) * i) / 100, a.y + ((b.y - a.y) * i) / 100];
            if (x > left && x < right && y > top && y < bottom) {
              faults.push(`${text.textContent} stands on a line`);
              break;
            }
          }
      }
    }
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) faults.push(`${root.scrollWidth} px in ${root.clientWidth}`);
    return { drawn: drawings.length, faults };
  }, least);
}

test("words of charts and diagram keep clear of each other at every width", async (t) => {
  const s = await withPolicy(t);
  const page = await openPage(s.context, s.server.origin);
  for (const path of [`/chapters/${s.chapter}`, "/indicators"]) {
    await page.goto(s.server.origin + path);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const { drawn, faults } = await drawingFaults(page);
      assert.ok(drawn >= 5, `${drawn} drawings on ${path}`);
      assert.deepEqual(faults, [], `${path}, ${width} px`);
    }
  }
  noProblems(page);
});

test("each drawing is well-formed XML with a name of its own", async (t) => {
  const s = await withPolicy(t);
  const html = (await s.viewer.get(`/chapters/${s.chapter}`)).text;
  const page = await openPage(s.context, s.server.origin);
  await page.goto(`${s.server.origin}/chapters/${s.chapter}`);
  const found = await page.evaluate((text) => {
    const pieces = text.match(/<svg (?:class="chart"|viewBox)[\s\S]*?(?=\n<svg|\n<\/div>|<\/div>)/g);
    const broken = pieces.filter((piece) => new DOMParser().parseFromString(piece.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '), "image/svg+xml").querySelector("parsererror"));
    const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
    return { count: pieces.length, broken, twice: ids.filter((id, i) => ids.indexOf(id) !== i) };
  }, html);
  assert.ok(found.count >= 7, `${found.count} drawings`); // five charts, the diagram's head, one policy
  assert.deepEqual(found.broken, []);
  assert.deepEqual(found.twice, []);
  for (const name of ["区内で創業した件数", "商店街の空き店舗の割合"])
    assert.equal(await page.getByRole("img", { name: WORDS.policy.chart.title.replace("{name}", name) }).count(), 1);
  noProblems(page);
});

test("the diagram is drawn where there is room, and told in words on a phone and for those who ask", async (t) => {
  const s = await withPolicy(t);
  const page = await openPage(s.context, s.server.origin);
  await page.setViewportSize({ width: 1024, height: 900 });
  await page.goto(`${s.server.origin}/chapters/${s.chapter}`);
  const drawing = page.getByRole("img", { name: WORDS.policy.diagram.title });
  const told = page.locator(".diagram-text > ul");
  await drawing.waitFor({ state: "visible" });
  assert.ok(!(await told.isVisible()));
  await page.getByText(WORDS.policy.diagram.text).last().click();
  await told.waitFor({ state: "visible" });
  assert.match(await told.innerText(), /エシカル消費を広げる/);
  await page.reload();
  await page.setViewportSize({ width: 360, height: 740 });
  assert.ok(!(await drawing.isVisible()));
  assert.ok(await told.isVisible());
  assert.match(await told.innerText(), /キャッシュレス決済の導入/);
  noProblems(page);
});

test("the numbers of a chart are a table, on the screen when asked for and always on paper", async (t) => {
  const s = await withPolicy(t);
  const page = await openPage(s.context, s.server.origin);
  await page.goto(`${s.server.origin}/indicators`);
  const table = page.getByRole("table", { name: "区内で創業した件数" });
  assert.ok(!(await table.isVisible()));
  await page.getByText(WORDS.policy.years).first().click();
  assert.deepEqual((await table.getByRole("row").last().innerText()).split(/\s+/), ["令和13年度", "目標値", "200件"]);
  await page.reload();
  await page.emulateMedia({ media: "print" });
  assert.ok(await table.isVisible());
  noProblems(page);
});

test("axe finds nothing in the exported file with policies, and its drawings fit", async (t) => {
  const s = await withPolicy(t);
  const file = join(folder(t), "final.html");
  writeFileSync(file, kosshi(["export", s.file, "--format", "html"]).stdout);
  const page = await openPage(await profile(t, null), "none");
  await page.goto(pathToFileURL(file).href);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual((await drawingFaults(page)).faults, [], `${width} px`);
  }
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await axe(page, colorScheme);
  }
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.setViewportSize({ width: 586, height: 900 }); // what a page of A4 leaves
  const printed = await drawingFaults(page, 12); // px: 9 pt, the least on paper
  assert.deepEqual(printed.faults, []);
  assert.equal(printed.drawn, 7);
  noProblems(page);
});
