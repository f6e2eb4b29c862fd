// Opinions from outside come in by a form, and go out as 意見対応表: both by hand, in a real browser; and the file that goes out by itself.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { folder, kosshi, served } from "../http/harness.mjs";
import { OPINIONS_OUTLINE, PUBLISHED, readWorkbook, withOpinions } from "../http/opinions.mjs";
import { COLOURS, WORDS, axe, noProblems, openPage, profile } from "./browser.mjs";

const T = WORDS.outside;

async function asFile(t) {
  const s = await withOpinions(t);
  const path = join(folder(t), "opinions.html");
  kosshi(["comments", s.file, "--format", "html", "--names", "-o", path]);
  const page = await openPage(await profile(t, null), "file://");
  await page.goto(pathToFileURL(path).href, { waitUntil: "load" });
  return page;
}

test("the file is read at every width, light and dark, without anything from elsewhere", async (t) => {
  const page = await asFile(t);
  assert.equal(await page.locator("h1").count(), 1);
  for (const width of [360, 1024, 1600]) {
    await page.setViewportSize({ width, height: 900 });
    const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
    assert.ok(scroll <= client, `${width} px: ${scroll} px in ${client}`);
    await page.emulateMedia({ colorScheme: "light" });
    await axe(page, `${width} px, light`);
    await page.emulateMedia({ colorScheme: "dark" });
    await axe(page, `${width} px, dark`, { only: COLOURS });
  }
  noProblems(page);
});

test("in print it lies across A4, tagged, and an opinion stands beside its answer", async (t) => {
  const page = await asFile(t);
  const pdf = (await page.pdf({ preferCSSPageSize: true, tagged: true })).toString("latin1");
  const pages = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [Number(width), Number(height)]);
  assert.ok(pages.length > 5);
  for (const [width, height] of pages) assert.ok(Math.abs(width - 842) < 2 && Math.abs(height - 595) < 2, `${width} × ${height} points`);
  assert.match(pdf, /\/StructTreeRoot/);
  await page.setViewportSize({ width: 1010, height: 700 });
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".answers-table thead")).display), "table-header-group");
  const [opinion, answer] = await page.evaluate(() => [...document.querySelectorAll(".answers-table tbody tr:first-child .answers-text")].slice(0, 2).map((cell) => cell.getBoundingClientRect().toJSON()));
  assert.ok(answer.left >= opinion.right - 1 && Math.abs(answer.top - opinion.top) < 1, "side by side");
  assert.ok(Math.abs(answer.width - opinion.width) < 2, "as wide as each other");
});

for (const javaScriptEnabled of [true, false]) {
  test(`a CSV is chosen, looked at and taken in, and the table goes out as Excel, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async (t) => {
    const s = await served(t, { from: OPINIONS_OUTLINE });
    const page = await openPage(await profile(t, s.secretariat, { javaScriptEnabled, acceptDownloads: true }), s.server.origin);
    await page.goto(`${s.server.origin}/comments/outside`);
    await page.getByRole("link", { name: T.to_import }).click();
    await page.waitForURL("**/comments/outside/import");
    await page.getByLabel(T.file).setInputFiles({ name: "意見.csv", mimeType: "text/csv", buffer: Buffer.from(PUBLISHED) });
    await page.getByLabel(T.rest_source).fill("説明会");
    await page.getByRole("button", { name: T.check }).click();
    await page.getByRole("heading", { name: T.preview_title }).waitFor();
    await page.getByText(`${T.found} 210 `).waitFor();
    await page.getByRole("button", { name: T.import }).click();
    await page.getByText(T.imported.replace("{count}", "210")).waitFor();
    await page.goto(`${s.server.origin}/export`);
    await page.getByRole("radio", { name: WORDS.export.opinions_xlsx.label }).check();
    await page.getByLabel(WORDS.export.with_names).check();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: `${WORDS.export.make} ${WORDS.export.opinions}` }).click()]);
    assert.equal(download.suggestedFilename(), "試験市産業振興計画_意見対応表.xlsx");
    const { rows } = readWorkbook(readFileSync(await download.path())).sheets.対応表;
    assert.ok(rows.some((row) => row[0] === "77人から210件の意見がありました。"));
    assert.ok(rows.some((row) => row[8] === "説明会"));
    noProblems(page);
  });
}
