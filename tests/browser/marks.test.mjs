// The buttons above the text write Markdown for those who do not; the head of the editor follows what was saved.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served } from "../http/harness.mjs";
import { WORDS, axe, noProblems, openPage, profile, settled, withoutEditor, writing } from "./browser.mjs";

async function editor(t) {
  const s = await served(t, { from: OUTLINE });
  s.id = s.find("商業").id;
  s.page = await openPage(await profile(t, s.member), s.server.origin);
  await s.page.goto(`${s.server.origin}/sections/${s.id}/edit`);
  s.text = writing(s.page);
  await s.text.sheet.waitFor();
  return s;
}

// [button, text before, what is chosen in it, text behind]
const MARKS = [
  ["heading1", "現状", "", "# 現状"],
  ["heading2", "前の段落\n現状", "現状", "前の段落\n\n## 現状"],
  ["heading3", "# 現状", "", "### 現状"],
  ["strong", "区の産業", "産業", "区の**産業**"],
  ["strike", "区の産業", "産業", "区の~~産業~~"],
  ["link", "区の頁", "頁", "区の[頁](https://)"],
  ["list", "文。\n一つ\n二つ", "一つ\n二つ", "文。\n\n- 一つ\n- 二つ"],
  ["list", "- 一つ\n二つ", "二つ", "- 一つ\n- 二つ"],
  ["numbers", "一つ\n二つ", "一つ\n二つ", "1. 一つ\n2. 二つ"],
  ["table", "文。", "", "文。\n\n表：題\n\n| 列1 | 列2 | 列3 |\n|---|---|---|\n|  |  |  |\n|  |  |  |"],
  ["chart", "文。\n", "", "文。\n\n棒グラフ：題\n\n| 項目 | 数 |\n|---|---:|\n| 項目1 | 10 |\n| 項目2 | 20 |\n| 項目3 | 30 |"],
  ["ruby", "区の骨子を", "骨子", "区の｜骨子《よみ》を"],
  ["footnote", "文[^1]と注\n\n[^1]: 前の注", "と注", "文[^1]と注[^2]\n\n[^1]: 前の注\n\n[^2]: 注の文章"],
];

test("each button writes its mark, gives the focus back, and undo takes it away", async (t) => {
  const s = await editor(t);
  for (const [mark, before, chosen, behind] of MARKS) {
    await s.text.fill(before);
    const start = chosen ? before.indexOf(chosen) : before.length;
    await s.text.select(start, start + chosen.length);
    await s.page.locator(`[data-mark=${mark}]`).click();
    assert.equal(await s.text.value(), behind, mark);
    assert.ok(await s.text.focused(), mark);
    await s.page.keyboard.press("Control+z");
    assert.equal(await s.text.value(), before, `${mark} taken back`);
  }
  noProblems(s.page);
});

test("the row of buttons is one stop of the Tab key, and the arrow keys go round in it", async (t) => {
  const s = await editor(t);
  const focused = () => s.page.evaluate(() => document.activeElement.dataset.mark);
  await s.page.locator("[data-mark=undo]").focus();
  await s.page.keyboard.press("ArrowLeft");
  assert.equal(await focused(), "strike");
  await s.page.keyboard.press("ArrowRight");
  await s.page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "redo");
  await s.page.keyboard.press("Tab");
  assert.ok(await s.text.focused());
  await s.page.locator(".editor-help summary").click();
  await axe(s.page);
});

test("the first save turns the stamp, and the hint of the empty field goes with the first words", async (t) => {
  const s = await editor(t);
  assert.equal(await s.page.locator("[data-stamp]").textContent(), WORDS.states.outline);
  const hint = s.text.sheet.getByText(WORDS.chapter.hint.section, { exact: true });
  assert.ok(await hint.isVisible());
  await s.text.fill("書き始めた。");
  await hint.waitFor({ state: "hidden" });
  await s.page.keyboard.press("Control+s");
  await s.page.locator("[data-stamp].drafting", { hasText: WORDS.states.drafting }).waitFor();
});

test("a long text has all its lines in the field, and the bar does not lie on the last one", async (t) => {
  const s = await editor(t);
  await s.text.fill("行\n".repeat(80));
  await s.page.keyboard.press("Control+End");
  await s.page.keyboard.insertText("最後の行");
  const last = s.text.sheet.getByText("最後の行");
  await last.waitFor();
  assert.ok(await s.text.sheet.evaluate((sheet) => sheet.scrollHeight <= sheet.clientHeight + 1));
  const [line, over] = await Promise.all([last.boundingBox(), s.page.locator(".editor-bar").boundingBox()]);
  assert.ok(line.y + line.height <= over.y + 1, `${line.y + line.height} ${over.y}`);
  await s.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const [field, bar] = await Promise.all([s.text.sheet.boundingBox(), s.page.locator(".editor-bar").boundingBox()]);
  assert.ok(field.y + field.height <= bar.y + 1, `${field.y + field.height} ${bar.y}`);
});

test("of two texts either can be put into the field, and undone", async (t) => {
  const s = await editor(t);
  await withoutEditor(s.page.context());
  await s.page.reload();
  await s.secretariat.post(`/sections/${s.id}`, { base_version: 0, text: "\n事務局の<文章>。" });
  await s.page.locator("textarea[name=text]").fill("委員の文章。");
  await s.page.locator("input[name=base_version]").evaluate((base) => (base.value = "9")); // of a file that was put back to an older state
  await s.page.keyboard.press("Control+s");
  await s.page.getByRole("button", { name: WORDS.editor.stale.use_theirs }).waitFor();
  await settled(s.page);
  const field = s.page.locator("textarea[name=text]");
  await s.page.getByRole("button", { name: WORDS.editor.stale.use_theirs }).click();
  assert.equal(await field.inputValue(), "\n事務局の<文章>。");
  await s.page.keyboard.press("Control+z");
  assert.equal(await field.inputValue(), "委員の文章。");
  await s.page.getByRole("button", { name: WORDS.editor.stale.use_theirs }).click();
  await s.page.getByRole("button", { name: WORDS.editor.stale.use_yours }).click();
  assert.equal(await field.inputValue(), "委員の文章。");
  assert.equal(await s.page.locator(".editor-bar").evaluate((bar) => getComputedStyle(bar).position), "static");
  await axe(s.page);
  s.page.problems = s.page.problems.filter((problem) => !problem.includes("/static/editor.")); // it could not be loaded
  noProblems(s.page);
});

test("Enter goes on with a list, counts, and ends it in an empty item", async (t) => {
  const s = await editor(t);
  for (const [before, keys, behind] of [
    ["- 一つ", ["Enter", "二つ"], "- 一つ\n- 二つ"],
    ["- 一つ", ["Enter", "Enter", "文。"], "- 一つ\n\n文。"],
    ["1. 一つ", ["Enter", "Enter", "文。"], "1. 一つ\n\n文。"],
    ["文。\n\n- ", ["Enter", "次"], "文。\n\n次"],
    ["9. 一つ", ["Enter", "二つ"], "9. 一つ\n10. 二つ"],
    ["  * 内訳", ["Enter", "次"], "  * 内訳\n  * 次"],
    ["-10 度", ["Enter", "次"], "-10 度\n\n次"],
  ]) {
    await s.text.fill(before);
    for (const key of keys) await (key === "Enter" ? s.page.keyboard.press("Enter") : s.page.keyboard.insertText(key));
    assert.equal(await s.text.value(), behind, before);
  }
  await s.text.fill("- 一つ");
  await s.page.keyboard.press("Enter");
  await s.page.keyboard.press("Control+z");
  assert.equal(await s.text.value(), "- 一つ", "taken back");
  noProblems(s.page);
});

test("cells of a spreadsheet become a table when they are pasted; other words stay as they are", async (t) => {
  const s = await editor(t);
  const paste = (words) =>
    s.text.sheet.evaluate((field, typed) => {
      const data = new DataTransfer();
      data.setData("text/plain", typed);
      const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      return field.dispatchEvent(event);
    }, words);
  await s.text.fill("文。");
  assert.equal(await paste("年度\t件数\r\n令和6年度\t1,200\r\n令和7年度\t\"二行の\n備考|あり\"\r\n"), false, "taken care of");
  assert.equal(await s.text.value(), "文。\n\n| 年度 | 件数 |\n|---|---|\n| 令和6年度 | 1,200 |\n| 令和7年度 | 二行の<br>備考\\|あり |");
  await s.page.keyboard.press("Control+z");
  assert.equal(await s.text.value(), "文。");
  for (const words of ["ただの文。\n次の行。", "字下げ\tの文"]) {
    await s.text.fill("");
    await paste(words);
    assert.equal(await s.text.value(), words);
  }
  noProblems(s.page);
});
