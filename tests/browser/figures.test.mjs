// Figures as they are seen: nothing moves when an image comes, nothing is larger than it is, and captions stand where papers have them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import { OUTLINE, served, sql } from "../http/harness.mjs";
import { axe, noProblems, openPage, profile, settled } from "./browser.mjs";

/** A grey picture as PNG. */
function png(width, height) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  const rows = Buffer.concat(Array(height).fill(Buffer.concat([Buffer.from([0]), Buffer.alloc(width, 150)])));
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

const LARGE = png(1200, 800);
const SMALL = png(90, 60);
const LONG = "ビジョンの案をまとめるにあたって、区内の産業の現状を統計から確かめる。".repeat(3);
const TEXT = `${LONG}

${LONG.replaceAll("案", "｜骨子《こっし》").replaceAll("現状", "｜現状《げんじょう》")}

![通り](/images/1 "大きな図")

![印](/images/2 "小さな図")

注：印は仮のもの。

表：商店の数

| 年度 | 商店 | 従業者 |
|---|---|---|
| 平成24年度 | 12,345 | 98,765 |

棒グラフ：相談の件数（単位：件）

| 年度 | 件数 |
|---|---|
| 令和5年度 | 120 |
| 令和6年度 | 131 |

出典：区の調査
`;

async function withFigures(t, options) {
  const s = await served(t, { from: OUTLINE });
  for (const [picture, width, height] of [[LARGE, 1200, 800], [SMALL, 90, 60]])
    sql(s.file, `INSERT INTO image (type, name, width, height, created_at, data) VALUES ('image/png', '', ${width}, ${height}, 1, x'${picture.toString("hex")}')`);
  await s.member.post(`/sections/${s.find("商業").id}`, { base_version: 0, text: TEXT });
  s.page = await openPage(await profile(t, s.viewer, options), s.server.origin);
  s.pictures = new Promise((resolve) => (s.letPicturesCome = resolve));
  await s.page.route("**/images/*", async (route) => {
    await s.pictures;
    await route.fulfill({ contentType: "image/png", body: route.request().url().endsWith("/1") ? LARGE : SMALL });
  });
  await s.page.goto(`${s.server.origin}/chapters/${s.find("地域の産業").id}`, { waitUntil: "domcontentloaded" });
  await s.page.waitForFunction(() => document.styleSheets.length > 0);
  s.box = (what) => s.page.locator(what).first().boundingBox();
  return s;
}

const near = (a, b, what) => assert.ok(Math.abs(a - b) < 1, `${what}: ${a} and ${b}`);

test("an image has its place before it comes, and is never larger than it is", async (t) => {
  for (const width of [360, 1024]) {
    const s = await withFigures(t, { viewport: { width, height: 900 } });
    await s.page.evaluate(() => document.querySelectorAll("img").forEach((image) => (image.loading = "eager")));
    const places = async () => Promise.all(["img[alt=通り]", "img[alt=印]", ".figure-table", ".figure-chart"].map(s.box));
    const before = await places();
    s.letPicturesCome();
    await s.page.waitForFunction(() => [...document.images].every((image) => image.complete && image.naturalWidth > 0));
    const after = await places();
    for (const i of before.keys()) for (const side of ["y", "width", "height"]) near(before[i][side], after[i][side], `${side} of ${i} at ${width}`);
    near(after[1].width, 90, "the small one");
    near(after[0].width / after[0].height, 1.5, "the large one keeps its form");
    assert.ok(await s.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    noProblems(s.page);
  }
});

test("a figure has its caption below, a table above; numbers stand at the right", async (t) => {
  const s = await withFigures(t);
  s.letPicturesCome();
  await settled(s.page);
  const below = async (a, b) => {
    const [upper, lower] = [await s.box(a), await s.box(b)];
    assert.ok(upper.y + upper.height <= lower.y + 1, `${b} below ${a}`);
  };
  await below("img[alt=印]", "figcaption:has-text('小さな図')");
  await below("figcaption:has-text('小さな図')", ".figure-note:has-text('仮のもの')");
  await below(".figure-table figcaption", ".figure-table table");
  await below(".figure-chart svg", ".figure-chart figcaption");
  await below(".figure-chart figcaption", ".figure-chart .figure-note");
  await below(".figure-chart .figure-note", ".figure-data summary");
  const align = (what) => s.page.locator(what).first().evaluate((cell) => getComputedStyle(cell).textAlign);
  assert.deepEqual([await align(".figure-table td:nth-child(1)"), await align(".figure-table td:nth-child(2)"), await align(".figure-table th:nth-child(3)")], ["start", "end", "end"]);
});

test("a line with ruby is no higher than one without", async (t) => {
  const s = await withFigures(t);
  const [plain, ruby] = await s.page.locator(".prose > p").evaluateAll((paragraphs) =>
    paragraphs.map((p) => p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight)));
  near(plain, Math.round(plain), "lines without");
  near(ruby, Math.round(ruby), "lines with");
  assert.ok(await s.page.locator("rt").first().isVisible());
});

test("the numbers of a chart are opened by keyboard, and nothing is wrong for those who hear the page", async (t) => {
  for (const colorScheme of ["light", "dark"]) {
    const s = await withFigures(t, { colorScheme });
    s.letPicturesCome();
    await settled(s.page);
    await s.page.locator(".figure-data summary").focus();
    await s.page.keyboard.press("Enter");
    await s.page.locator(".figure-data table").waitFor();
    const [figure, group] = await Promise.all([".figure-chart", ".figure-data .table-wrap"].map((what) => s.page.locator(what).ariaSnapshot()));
    assert.match(figure, /figure "図3 相談の件数（単位：件）"/);
    assert.match(group, /group "相談の件数（単位：件）"/);
    await axe(s.page);
  }
});
