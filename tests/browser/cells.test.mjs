// Tables are written by their cells, with the mouse, the keyboard and an input method, while others write, too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served } from "../http/harness.mjs";
import { WORDS, axe, noProblems, openPage, profile } from "./browser.mjs";

const t9 = WORDS.cells;
const BEFORE = "前の文章です。\n\n";
const TABLE = "| 年度 | 数 |\n|---|--:|\n| 令和6 | 10 |\n| 令和7 | 20 |";
const AFTER = "\n\n後の文章です。\n";

// The editor of a text; `dispatch` is what comes from somebody else.
async function editor(t, text = BEFORE + TABLE + AFTER) {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  await s.member.post(`/sections/${id}`, { base_version: 0, text });
  const page = await openPage(await profile(t, s.member), s.server.origin);
  await page.goto(`${s.server.origin}/sections/${id}/edit`);
  await page.locator(".cm-content").waitFor();
  const cell = (row, column) => page.locator(`.cells-table tr:nth-child(${row}) > :nth-child(${column}) textarea`);
  const written = () => page.locator("textarea[name=text]").evaluate((field) => field.value);
  return {
    page,
    cell,
    written,
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    tool: (name) => page.getByRole("button", { name, exact: true }),
    /** Waits until the text has become that. */
    becomes: async (expected) => {
      await page.waitForFunction((text) => document.querySelector("textarea[name=text]").value === text, expected).catch(() => {});
      assert.equal(await written(), expected);
    },
    is: (row, column) => page.waitForFunction(([row, column]) => document.querySelector(`.cells-table tr:nth-child(${row}) > :nth-child(${column}) textarea`) === document.activeElement, [row, column]),
    inText: () => page.waitForFunction(() => document.activeElement.classList.contains("cm-content")),
    dispatch: (find, insert) =>
      page.evaluate(
        ([find, insert]) => {
          const { view } = document.querySelector(".cm-content").cmTile.root;
          const from = view.state.doc.toString().indexOf(find);
          view.dispatch({ changes: { from, to: from + find.length, insert } });
        },
        [find, insert],
      ),
  };
}

const changed = (...pairs) => pairs.reduce((text, [from, to]) => text.replace(from, to), BEFORE + TABLE + AFTER);

test("a table is shown by its cells, and what is typed in one changes only that", async (t) => {
  const e = await editor(t);
  assert.deepEqual(await e.page.locator(".cells-field").evaluateAll((fields) => fields.map((field) => field.value)), ["年度", "数", "令和6", "10", "令和7", "20"]);
  await e.cell(2, 2).click();
  await e.press("End");
  await e.page.keyboard.type("0件");
  await e.becomes(changed(["| 10 |", "| 100件 |"]));
  await e.press("Control+a");
  await e.page.keyboard.type("あ|い \\ ");
  await e.becomes(changed(["| 10 |", "| あ\\|い \\ |"]));
  await axe(e.page);
  noProblems(e.page);
});

test("the buttons of a table lie over no words, whatever the width", async (t) => {
  const e = await editor(t);
  for (const width of [1600, 1280, 1024, 700, 360]) {
    await e.page.setViewportSize({ width, height: 768 });
    await e.cell(2, 1).click();
    await e.page.waitForFunction((words) => {
      const next = [...document.querySelectorAll(".cm-line")].find((line) => line.textContent === words);
      return document.querySelector(".cells-tools").getBoundingClientRect().bottom <= next?.getBoundingClientRect().top;
    }, AFTER.trim());
  }
});

test("a note in a cell is a number, as in the text", async (t) => {
  const e = await editor(t, BEFORE + TABLE.replace("| 10 |", "| 10[^1] |") + AFTER + "\n[^1]: 注です。\n");
  assert.equal(await e.page.locator(".cells-words", { hasText: "10" }).innerText(), "101");
});

test("Tab and Enter lead on, a row is added behind the last cell, and Escape leads to the text behind", async (t) => {
  const e = await editor(t);
  await e.cell(1, 1).click();
  await e.press("Tab");
  await e.is(1, 2);
  await e.press("Tab");
  await e.is(2, 1);
  assert.deepEqual(await e.cell(2, 1).evaluate((field) => [field.selectionStart, field.selectionEnd]), [0, "令和6".length], "its words are chosen");
  await e.press("Shift+Tab");
  await e.is(1, 2);
  await e.press("Enter", "Enter");
  await e.is(3, 2);
  await e.press("Enter");
  await e.is(3, 2);
  await e.press("Tab");
  await e.is(4, 1);
  await e.page.keyboard.type("令和8");
  await e.becomes(changed(["| 20 |", "| 20 |\n| 令和8 |  |"]));
  await e.press("Escape");
  await e.inText();
  await e.page.keyboard.type("その");
  await e.becomes(changed(["| 20 |", "| 20 |\n| 令和8 |  |"], ["後の", "その後の"]));
});

test("the arrow keys lead into a table, through it and out of it", async (t) => {
  const e = await editor(t);
  await e.page.locator(".cm-line").first().click();
  await e.press("ArrowDown", "ArrowDown");
  await e.is(1, 1);
  await e.press("ArrowDown", "ArrowDown");
  await e.is(3, 1);
  await e.press("End", "ArrowRight");
  await e.is(3, 2);
  await e.press("Home", "ArrowLeft");
  await e.is(3, 1);
  await e.press("ArrowDown");
  await e.inText();
  await e.press("ArrowUp", "ArrowUp");
  await e.is(3, 1);
  await e.press("ArrowUp", "ArrowUp", "ArrowUp");
  await e.inText();
});

test("Tab leads past a table out of the text, and Backspace behind a table takes nothing of it", async (t) => {
  const e = await editor(t);
  await e.page.locator(".cm-line").first().click();
  await e.press("Tab");
  await e.page.waitForFunction(() => !document.activeElement.closest(".cm-editor"));
  await e.page.locator(".cm-line").last().click();
  await e.cell(3, 2).click();
  await e.press("Escape", "ArrowUp", "Backspace");
  await e.is(3, 2);
  assert.equal(await e.written(), BEFORE + TABLE + AFTER);
});

test("rows and columns come and go, and columns are set to a side, by buttons", async (t) => {
  const e = await editor(t);
  await e.cell(2, 1).click();
  await e.tool(t9.row_below).click();
  await e.is(3, 1);
  await e.becomes(changed(["| 10 |", "| 10 |\n|  |  |"]));
  await e.tool(t9.row_remove).click();
  await e.becomes(BEFORE + TABLE + AFTER);
  await e.is(3, 1);
  await e.tool(t9.column_right).click();
  await e.is(3, 2);
  await e.page.keyboard.type("備考");
  await e.becomes(`${BEFORE}| 年度 |  | 数 |\n|---| --- |--:|\n| 令和6 |  | 10 |\n| 令和7 | 備考 | 20 |${AFTER}`);
  await e.tool(t9.column_remove).click();
  await e.becomes(BEFORE + TABLE + AFTER);
  await e.is(3, 2);
  assert.equal(await e.tool(t9.right).getAttribute("aria-pressed"), "true");
  await e.tool(t9.center).click();
  await e.becomes(changed(["|--:|", "|:--:|"]));
  assert.equal(await e.tool(t9.center).getAttribute("aria-pressed"), "true");
  await e.cell(1, 1).click();
  assert.equal(await e.tool(t9.row_remove).getAttribute("aria-disabled"), "true", "no table without a head");
});

test("the buttons are reached by the keyboard", async (t) => {
  const e = await editor(t);
  await e.cell(2, 1).click();
  await e.press("Alt+F10", "ArrowRight", "Enter");
  await e.is(3, 1);
  await e.becomes(changed(["| 10 |", "| 10 |\n|  |  |"]));
  await e.press("Alt+F10", "Escape");
  await e.is(3, 1);
});

test("a table can be written as it stands in the text, until the cursor leaves it", async (t) => {
  const e = await editor(t);
  await e.cell(2, 1).click();
  await e.tool(t9.text).click();
  await e.inText();
  await e.page.keyboard.type("（");
  await e.becomes(changed(["令和6", "（令和6"]));
  assert.equal(await e.page.locator(".cells").count(), 0);
  await e.page.locator(".cm-line").last().click();
  await e.page.locator(".cells").waitFor();
  assert.equal(await e.cell(2, 1).inputValue(), "（令和6");
});

const paste = (page, data) =>
  page.evaluate((data) => {
    const clipboardData = new DataTransfer();
    for (const [type, words] of Object.entries(data)) clipboardData.setData(type, words);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, data);

test("copied cells fill the table, which grows; copied lines become words on one line", async (t) => {
  const e = await editor(t);
  await e.cell(3, 2).click();
  await paste(e.page, { "text/plain": "25\t増\r\n30\t減|少\r\n" });
  await e.becomes(`${BEFORE}| 年度 | 数 |  |\n|---|--:| --- |\n| 令和6 | 10 |  |\n| 令和7 | 25 | 増 |\n|  | 30 | 減\\|少 |${AFTER}`);
  await e.is(3, 2);
  await e.cell(1, 2).click();
  await e.press("Control+a");
  await paste(e.page, { "text/plain": "数\n（件）\n" });
  assert.equal(await e.cell(1, 2).inputValue(), "数 （件）");
  assert.ok((await e.written()).startsWith(`${BEFORE}| 年度 | 数 （件） |`));
});

test("what was done in cells is undone from a cell, and the cursor goes where it was done", async (t) => {
  const e = await editor(t);
  await e.cell(2, 1).click();
  await e.press("End");
  await e.page.keyboard.type("年");
  await e.cell(3, 2).click();
  await e.press("End");
  await e.page.keyboard.type("0");
  await e.becomes(changed(["令和6", "令和6年"], ["| 20 |", "| 200 |"]));
  await e.press("Control+z");
  await e.becomes(changed(["令和6", "令和6年"]));
  assert.equal(await e.cell(3, 2).inputValue(), "20");
  await e.press("Control+z");
  await e.becomes(BEFORE + TABLE + AFTER);
  await e.is(2, 1);
  await e.press("Control+y");
  await e.becomes(changed(["令和6", "令和6年"]));
});

test("a tool of the editor works on what is chosen in a cell", async (t) => {
  const e = await editor(t);
  await e.cell(2, 1).click();
  await e.press("Control+a", "Control+b");
  await e.becomes(changed(["令和6", "**令和6**"]));
  await e.is(2, 1);
  await e.cell(3, 1).click();
  assert.equal(await e.page.locator(".cells-words strong").textContent(), "令和6", "elsewhere it looks as it will");
});

test("a tool that makes a paragraph makes it behind the table, and none tears a table apart", async (t) => {
  const e = await editor(t);
  await e.cell(2, 1).click();
  await e.page.getByRole("button", { name: WORDS.editor.tools.list, exact: true }).click();
  await e.page.getByRole("button", { name: WORDS.editor.tools.heading1, exact: true }).click();
  assert.equal(await e.written(), BEFORE + TABLE + AFTER);
  await e.page.getByRole("button", { name: WORDS.editor.tools.table, exact: true }).click();
  await e.page.locator(".cells").nth(1).waitFor();
  assert.ok((await e.written()).startsWith(`${BEFORE}${TABLE}\n\n${WORDS.editor.help.table_caption}`));
});

test("what others change in other cells leaves the one that is written in alone", async (t) => {
  const e = await editor(t);
  await e.cell(3, 1).click();
  await e.press("End");
  const field = await e.cell(3, 1).elementHandle();
  await e.dispatch("10 |", "15 |");
  await e.dispatch("| 令和6", "| 令和5 | 5 |\n| 令和6");
  await e.dispatch("前の", "前にある");
  await e.page.keyboard.type("年");
  await e.becomes(`${changed(["前の", "前にある"], ["| 令和6 | 10 |", "| 令和5 | 5 |\n| 令和6 | 15 |"], ["令和7", "令和7年"])}`);
  assert.ok(await field.evaluate((one) => one === document.activeElement), "it is the same field");
  await e.is(4, 1);
});

test("in the cell that is written in what others put before the cursor moves it along", async (t) => {
  const e = await editor(t);
  await e.cell(3, 1).click();
  await e.press("End");
  await e.dispatch("令和7", "平成・令和7");
  await e.page.keyboard.type("年");
  await e.becomes(changed(["令和7", "平成・令和7年"]));
});

test("what an input method composes is put in when it is done, whatever came meanwhile", async (t) => {
  const e = await editor(t);
  await e.cell(3, 1).click();
  await e.press("End");
  const ime = await e.page.context().newCDPSession(e.page);
  await ime.send("Input.imeSetComposition", { text: "ねん", selectionStart: 2, selectionEnd: 2 });
  assert.equal(await e.written(), BEFORE + TABLE + AFTER, "nothing half-done is handed on");
  await e.dispatch("20 |", "21 |");
  await e.dispatch("令和7", "新・令和7");
  assert.equal(await e.cell(3, 1).inputValue(), "令和7ねん", "it is left alone");
  await ime.send("Input.imeSetComposition", { text: "ねんど", selectionStart: 3, selectionEnd: 3 });
  await ime.send("Input.insertText", { text: "年度" });
  await e.becomes(changed(["令和7", "新・令和7年度"], ["20 |", "21 |"]));
  assert.equal(await e.cell(3, 1).inputValue(), "新・令和7年度");
  await e.page.keyboard.type("末");
  await e.becomes(changed(["令和7", "新・令和7年度末"], ["20 |", "21 |"]));
});

test("where others take the table away, one goes on in the text, and nothing that is being composed is lost", async (t) => {
  const e = await editor(t);
  await e.cell(3, 1).click();
  await e.press("End");
  const ime = await e.page.context().newCDPSession(e.page);
  await ime.send("Input.imeSetComposition", { text: "ねん", selectionStart: 2, selectionEnd: 2 });
  await e.dispatch(TABLE, "表をやめました。");
  await e.inText();
  await e.becomes(changed([TABLE, "ねん表をやめました。"]));
  await e.page.keyboard.type("！");
  await e.becomes(changed([TABLE, "ねん！表をやめました。"]));
});

test("a table in which a row has too many cells stays text, and a table at the end can be left", async (t) => {
  const e = await editor(t, "|a|b|\n|-|-|\n|1|2|3|\n\n文\n\n|c|d|\n|-|-|\n|4|");
  assert.deepEqual(await e.page.locator(".cells-field").evaluateAll((fields) => fields.map((field) => field.value)), ["c", "d", "4", ""]);
  await e.cell(2, 2).click();
  await e.page.keyboard.type("5");
  await e.becomes("|a|b|\n|-|-|\n|1|2|3|\n\n文\n\n|c|d|\n|-|-|\n|4| 5 |");
  await e.press("Escape");
  await e.inText();
  await e.page.keyboard.type("終");
  await e.becomes("|a|b|\n|-|-|\n|1|2|3|\n\n文\n\n|c|d|\n|-|-|\n|4| 5 |\n\n終");
});

test("each cell says its place and the name of its column", async (t) => {
  const e = await editor(t);
  const place = (row, column) => t9.place.replace("{row}", row).replace("{column}", column);
  assert.deepEqual(await e.page.locator(".cells-field").evaluateAll((fields) => fields.map((field) => field.ariaLabel)), [place(1, 1), place(1, 2), `${place(2, 1)} 年度`, `${place(2, 2)} 数`, `${place(3, 1)} 年度`, `${place(3, 2)} 数`]);
});
