// A policy's table is typed into like a spreadsheet, and as a plain form without JavaScript; nothing typed is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, Server, ownAddress, served, sql } from "../http/harness.mjs";
import { WORDS, axe, noProblems, openPage, profile } from "./browser.mjs";

async function table(t, { rows = { "sN1.title": "商店街", "tN1.title": "空き店舗", "tN1.owner": "商業課", "tN2.title": "案内板", "sN2.title": "観光" }, kind = "戦略と戦術(取組)", options } = {}) {
  const s = await served(t, { from: OUTLINE, serve: { listen: `${ownAddress()}:0` } });
  s.id = s.find(kind).id;
  s.path = `/sections/${s.id}/table`;
  await s.member.j.postJson(s.path, rows);
  s.context = await profile(t, s.member, { viewport: { width: 1200, height: 900 }, ...options });
  s.open = async () => {
    const page = await openPage(s.context, s.server.origin);
    await page.goto(s.server.origin + s.path);
    return page;
  };
  s.page = await s.open();
  s.rows = async () => (await s.member.j.get(s.path)).json.rows.filter((row) => row.id);
  s.value = (row, column) => row.cells.find((cell) => cell.column === column).value;
  return s;
}

const cell = (page, row, column) => page.locator(`[data-rows] tr:nth-child(${row}) [data-column="${column}"]`).locator("input:not([type=checkbox]), textarea, select");
const focused = (page) => page.evaluate(() => document.activeElement.closest("[data-column]") && [[...document.querySelectorAll("[data-rows] tr")].indexOf(document.activeElement.closest("tr")) + 1, document.activeElement.closest("[data-column]").dataset.column]);
const column = (page, name) => page.locator(`[data-rows] [data-column="${name}"]`).locator("input:not([type=checkbox]), textarea").evaluateAll((fields) => fields.map((field) => field.value));
const save = async (page) => {
  await page.keyboard.press("Control+s");
  await page.locator("[data-state]", { hasText: WORDS.editor.saved }).waitFor();
};

/** Pastes as a spreadsheet's copy arrives: text with TABs, and a table as HTML. */
const paste = (page, text, html = "<table></table>") =>
  page.evaluate(
    ([plain, rich]) => {
      const data = new DataTransfer();
      data.setData("text/plain", plain);
      data.setData("text/html", rich);
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    },
    [text, html],
  );

test("arrow keys, Enter and Tab lead from cell to cell, and Escape out of the table", async (t) => {
  const { page } = await table(t);
  const press = async (key, ...where) => {
    await page.keyboard.press(key);
    assert.deepEqual(await focused(page), where.length ? where : null, key);
  };
  await cell(page, 2, "title").focus();
  await page.keyboard.press("End");
  await press("ArrowRight", 2, "content");
  await press("ArrowRight", 2, "owner"); // an empty text is all edge
  await press("ArrowDown", 3, "owner");
  await press("ArrowUp", 2, "owner");
  await press("ArrowUp", 1, "title"); // a strategy has one cell
  await press("ArrowDown", 2, "title");
  await press("Enter", 3, "title");
  await press("Shift+Enter", 2, "title");
  await press("Tab", 2, "content");
  await press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.save), "");
  await cell(page, 2, "title").focus();
  await page.keyboard.press("Home");
  await press("ArrowRight", 2, "title"); // within the text the arrows are the text's
  await cell(page, 2, "content").fill("一行目");
  await page.keyboard.press("Alt+Enter");
  await page.keyboard.type("二行目");
  assert.equal(await cell(page, 2, "content").inputValue(), "一行目\n二行目");
  noProblems(page);
});

test("a pasted block of three rows and four columns fills cells, adds rows, and is one step of undo and redo", async (t) => {
  const s = await table(t);
  const { page } = s;
  await cell(page, 3, "title").focus();
  await paste(page, '看板\t"一行目\n""二行目"""\t観光課\t令和９年度\r\n広場\t整える\t公園課\tR10\r\n祭り\t\t\t\r\n');
  assert.deepEqual((await column(page, "title")).slice(0, 6), ["商店街", "空き店舗", "看板", "広場", "祭り", ""]);
  assert.equal(await cell(page, 3, "content").inputValue(), '一行目\n"二行目"');
  assert.deepEqual((await column(page, "period")).slice(0, 4), ["", "令和９年度", "R10", ""]);
  await page.keyboard.press("Control+z");
  assert.deepEqual((await column(page, "title")).slice(0, 4), ["商店街", "空き店舗", "案内板", ""]);
  await page.keyboard.press("Control+y");
  assert.deepEqual((await column(page, "title")).slice(0, 5), ["商店街", "空き店舗", "看板", "広場", "祭り"]);
  await save(page);
  const rows = await s.rows();
  assert.deepEqual(rows.map((row) => s.value(row, row.cells[0].column)), ["商店街", "空き店舗", "看板", "広場", "祭り", "観光"]);
  assert.equal(s.value(rows[3], "owner"), "公園課");
  noProblems(page);
});

test("numbers of a pasted block may be full-width, and a choice goes by its word", async (t) => {
  const s = await table(t, { kind: "指標", rows: { "iN1.name": "開業数" } });
  await cell(s.page, 1, "unit").focus();
  await paste(s.page, "件\t低いほどよい\t１，２００\tＲ６\n所\t不明\t▲３\t2024");
  await s.page.locator("[data-state]", { hasText: "不明" }).waitFor();
  await cell(s.page, 2, "name").fill("閉店数");
  await save(s.page);
  const [one, two] = await s.rows();
  assert.deepEqual(["unit", "direction", "baseline", "baseline_year"].map((name) => s.value(one, name)), ["件", "down", "1200", "令和6年度"]);
  assert.deepEqual(["unit", "direction", "baseline"].map((name) => s.value(two, name)), ["所", "up", "-3"]);
  assert.equal(await cell(s.page, 1, "baseline").inputValue(), "1200", "the page shows what was read");
});

test("undo takes back typing, moving and taking out; a saved table can be undone, too", async (t) => {
  const s = await table(t);
  const { page } = s;
  await cell(page, 2, "owner").fill("産業課");
  await page.locator("[data-rows] tr:nth-child(3) [data-move=up]").click();
  assert.deepEqual((await column(page, "title")).slice(1, 3), ["案内板", "空き店舗"]);
  await page.locator("[data-rows] tr:nth-child(3) .grid-remove input").check();
  await page.getByRole("button", { name: WORDS.table.undo }).click();
  assert.equal(await page.locator("[data-rows] tr:nth-child(3) .grid-remove input").isChecked(), false);
  await save(page);
  assert.deepEqual((await s.rows()).map((row) => s.value(row, row.cells[0].column)), ["商店街", "案内板", "空き店舗", "観光"]);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  assert.equal(await page.getByRole("button", { name: WORDS.table.undo }).isDisabled(), true);
  await save(page);
  const rows = await s.rows();
  assert.deepEqual(rows.map((row) => s.value(row, row.cells[0].column)), ["商店街", "空き店舗", "案内板", "観光"]);
  assert.equal(s.value(rows[1], "owner"), "商業課");
  noProblems(page);
});

test("a new row is saved once, and saved again where it stands", async (t) => {
  const s = await table(t);
  const { page } = s;
  await cell(page, 4, "title").fill("駐輪場");
  assert.equal((await column(page, "title"))[4], "", "another blank row follows");
  await save(page);
  await cell(page, 4, "owner").fill("道路課");
  await save(page);
  const rows = await s.rows();
  assert.deepEqual(rows.map((row) => s.value(row, row.cells[0].column)), ["商店街", "空き店舗", "案内板", "駐輪場", "観光"]);
  assert.equal(s.value(rows[3], "owner"), "道路課");
  assert.equal(rows[3].version, 2);
});

test("a row that is taken out is gone after the save, and undo brings it back as a new one", async (t) => {
  const s = await table(t);
  await s.page.locator("[data-rows] tr:nth-child(3) .grid-remove input").check();
  await save(s.page);
  assert.deepEqual((await column(s.page, "title")).slice(0, 3), ["商店街", "空き店舗", ""]);
  await s.page.keyboard.press("Control+z");
  assert.deepEqual((await column(s.page, "title")).slice(0, 3), ["商店街", "空き店舗", "案内板"]);
  await save(s.page);
  assert.deepEqual((await s.rows()).map((row) => s.value(row, row.cells[0].column)), ["商店街", "空き店舗", "案内板", "観光"]);
});

test("what somebody else saves meanwhile comes onto the page with the next save", async (t) => {
  const s = await table(t);
  const [strategy, first, second] = await s.rows();
  await s.secretariat.j.postJson(s.path, { [`${second.key}.version`]: 1, [`${second.key}.period`]: "通年", "sN1.title": "工業" });
  await cell(s.page, 2, "content").fill("改修する");
  await save(s.page);
  assert.equal(await cell(s.page, 3, "period").inputValue(), "通年");
  assert.ok((await column(s.page, "title")).includes("工業"));
  assert.equal(s.value((await s.rows())[1], "content"), "改修する");
  assert.ok(strategy && first);
});

test("a conflict is shown beside the cell with the other's value and name; taking it and saving again decides", async (t) => {
  const s = await table(t);
  const [, first] = await s.rows();
  await s.secretariat.j.postJson(s.path, { [`${first.key}.version`]: 1, [`${first.key}.owner`]: "産業課", [`${first.key}.period`]: "通年" });
  await cell(s.page, 2, "owner").fill("観光課");
  await cell(s.page, 2, "content").fill("改修する");
  await s.page.keyboard.press("Control+s");
  const problem = s.page.locator(`[id="${first.key}.owner-problem"]`);
  await problem.waitFor();
  assert.match(await problem.textContent(), /secretariatさんが先に「産業課」に変えました/);
  assert.equal(await cell(s.page, 2, "owner").inputValue(), "観光課", "what was typed is still there");
  assert.equal(await cell(s.page, 2, "period").inputValue(), "通年", "what others saved elsewhere is there, too");
  await axe(s.page, "a conflict");
  await s.page.getByLabel(new RegExp(WORDS.table.take)).check();
  assert.equal(await cell(s.page, 2, "owner").inputValue(), "産業課");
  await save(s.page);
  const [, row] = await s.rows();
  assert.deepEqual([s.value(row, "owner"), s.value(row, "content"), s.value(row, "period")], ["産業課", "改修する", "通年"]);
  assert.equal(await s.page.locator("[aria-invalid]").count(), 0);
});

test("a mistake is said beside its cell and in a list that leads there", async (t) => {
  const s = await table(t, { kind: "指標", rows: { "iN1.name": "開業数" } });
  await cell(s.page, 1, "target").fill("たくさん");
  await s.page.keyboard.press("Control+s");
  const link = s.page.locator("[data-errors] a");
  await link.click();
  assert.deepEqual(await focused(s.page), [1, "target"]);
  const described = await cell(s.page, 1, "target").evaluate((field) => document.getElementById(field.getAttribute("aria-describedby")).textContent);
  assert.equal(described, WORDS.table.problem.not_a_number);
  await axe(s.page, "a mistake");
  await cell(s.page, 1, "target").fill("120");
  await save(s.page);
  assert.equal(await s.page.locator("[data-errors] a").count(), 0);
});

test("the first save of a table turns the section's stamp", async (t) => {
  const s = await table(t, { rows: {} });
  assert.equal(await s.page.locator("[data-stamp]").textContent(), WORDS.states.outline);
  await cell(s.page, 1, "title").fill("商店街");
  await save(s.page);
  await s.page.locator("[data-stamp].drafting", { hasText: WORDS.states.drafting }).waitFor();
});

const offer = (page) => page.locator("[data-keep-offers] .notice");

test("what was not saved is offered after the window was closed, and merges with what others saved since", async (t) => {
  const s = await table(t);
  await cell(s.page, 2, "title").fill("空き家");
  await cell(s.page, 4, "title").fill("駐輪場");
  await s.page.waitForFunction(() => Object.values({ ...localStorage }).some((entry) => entry.includes("駐輪場")));
  await s.page.close();
  const [, first] = await s.rows();
  await s.secretariat.j.postJson(s.path, { [`${first.key}.version`]: 1, [`${first.key}.owner`]: "産業課" });
  const page = await s.open();
  await offer(page).waitFor();
  assert.equal(await offer(page).locator("[data-keep-older]").isVisible(), true);
  await offer(page).getByRole("button", { name: WORDS.table.keep.put }).click();
  assert.deepEqual((await column(page, "title")).slice(0, 4), ["商店街", "空き家", "案内板", "駐輪場"]);
  await save(page);
  const rows = await s.rows();
  assert.deepEqual(rows.map((row) => s.value(row, row.cells[0].column)), ["商店街", "空き家", "案内板", "駐輪場", "観光"]);
  assert.equal(s.value(rows[1], "owner"), "産業課");
  await page.reload();
  assert.equal(await offer(page).count(), 0);
  noProblems(page);
});

test("when the server is gone the page says so, and saves each row once when it is back", async (t) => {
  const s = await table(t);
  await cell(s.page, 4, "title").fill("駐輪場");
  const { file, port } = s.server;
  for (const client of s.server.clients) client.close();
  await s.server.stop();
  await s.page.keyboard.press("Control+s");
  await s.page.locator("[data-message]").waitFor({ state: "visible" });
  s.server = await Server.start(file, { listen: `${ownAddress()}:${port}` });
  t.after(() => s.server.stop());
  await save(s.page);
  assert.equal(sql(file, "SELECT count(*) FROM tactic WHERE title = '駐輪場'"), "1");
});

test("without JavaScript it is a plain form: adding, moving, a mistake, and saving", async (t) => {
  const s = await table(t, { options: { javaScriptEnabled: false } });
  const { page } = s;
  const sends = (press) => Promise.all([page.waitForEvent("load"), press()]);
  await cell(page, 4, "content").fill("題のない取組");
  await sends(() => page.getByRole("button", { name: WORDS.common.save, exact: true }).click());
  await page.locator("[data-summary]").waitFor();
  await page.locator("[data-summary] a").click();
  assert.equal(await cell(page, 4, "content").inputValue(), "題のない取組");
  await cell(page, 4, "title").fill("駐輪場");
  await sends(() => page.locator("[data-rows] tr:nth-child(4) [data-move=up]").click());
  assert.equal(await cell(page, 3, "title").inputValue(), "駐輪場");
  await sends(() => page.getByRole("button", { name: WORDS.common.save, exact: true }).click());
  await page.locator("[data-state]", { hasText: WORDS.editor.saved }).waitFor();
  assert.deepEqual((await s.rows()).map((row) => s.value(row, row.cells[0].column)), ["商店街", "空き店舗", "駐輪場", "案内板", "観光"]);
  await page.goto(s.server.origin + s.path);
  await cell(page, 3, "title").focus();
  await sends(() => page.keyboard.press("Enter"));
  await page.waitForURL(/saved=1/);
});
