// The editor of a text: it looks like the document, its tools take back what they did, and it is a text box for keyboards, input methods and screen readers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served } from "../http/harness.mjs";
import { WORDS, axe, noProblems, openPage, profile, tabTo, writing } from "./browser.mjs";

const TOOLS = WORDS.editor.tools;

async function editor(t, text = "", options = {}) {
  const s = await served(t, { from: OUTLINE });
  s.id = s.find("商業").id;
  if (text) await s.member.post(`/sections/${s.id}`, { base_version: 0, text });
  s.page = await openPage(await profile(t, s.member, options), s.server.origin);
  await s.page.goto(`${s.server.origin}/sections/${s.id}/edit`);
  s.text = writing(s.page);
  await s.text.sheet.waitFor();
  s.lines = () => s.text.sheet.locator(".cm-line").evaluateAll((lines) => lines.map((line) => line.innerText.replace(/[\n\u200b]/g, "")));
  s.style = (words, property) => s.text.sheet.getByText(words, { exact: true }).evaluate((element, name) => getComputedStyle(element)[name], property);
  s.tool = (name) => s.page.getByRole("button", { name, exact: true });
  return s;
}

const DRESSED = "# 現状\n\n区の**産業**と~~前の案~~と[頁](https://example.jp/)、注[^1]。\n\n- 一つ\n  - 内訳\n\n> 引用\n\n表：数\n\n[^1]: 注の文章";

test("marks are seen on the cursor's line alone, and what they say everywhere", async (t) => {
  const s = await editor(t, DRESSED);
  const asRead = ["現状", "", "区の産業と前の案と頁、注1。", "", "•一つ", "•内訳", "", "引用", "", "表：数", "", "1 注の文章"];
  assert.deepEqual((await s.lines()).map((line) => line.replace(/ /g, "")), asRead.map((line) => line.replace(/ /g, "")));
  assert.equal(await s.style("産業", "fontWeight"), "700");
  assert.match(await s.style("前の案", "textDecorationLine"), /line-through/);
  assert.match(await s.style("頁", "textDecorationLine"), /underline/);
  const size = (words) => s.style(words, "fontSize").then(parseFloat);
  assert.ok((await size("現状")) > (await size("引用")));
  for (const [at, n, raw] of [
    [0, 0, "# 現状"],
    [12, 2, "区の**産業**と~~前の案~~と[頁](https://example.jp/)、注[^1]。"],
    [DRESSED.indexOf("内訳"), 5, "  - 内訳"],
    [DRESSED.indexOf("引用"), 7, "> 引用"],
    [DRESSED.length, 11, "[^1]: 注の文章"],
  ]) {
    await s.text.select(at);
    const lines = await s.lines();
    assert.equal(lines[n], raw);
    assert.equal(lines.filter((line, i) => i !== n && line.replace(/ /g, "") !== asRead[i].replace(/ /g, "")).length, 0, `all others stay: ${raw}`);
  }
  noProblems(s.page);
});

test("what is bold and struck is what the finished page has so, beside Japanese signs, too", async (t) => {
  const s = await editor(t);
  for (const line of [
    "区の**「暮らし」**を**重点（取組）**に、**声。**これ",
    "前~~「旧」~~後の~~案~~",
    "文**「旧**後と** 空き **、a*b*c、1*2*3",
    "***強い***と*弱い*と\\**字*",
    "注*1と*2、**終わらない",
    "前**。閉じ**後、**A・B**と（**中**）",
  ]) {
    await s.text.fill(`始め\n\n${line}\n\n終わり`);
    const rendered = s.page.locator("[data-preview] p").nth(1);
    const plain = line.replace(/[*~\\\s]/g, "");
    await s.page.waitForFunction((words) => document.querySelectorAll("[data-preview] p")[1]?.textContent.replace(/[*~\s]/g, "") === words, plain);
    for (const [tag, name] of [["strong", "strong"], ["em", "emphasis"], ["del", "strike"]]) {
      const shown = (await rendered.locator(tag).allTextContents()).join("|");
      const written = await s.text.sheet.locator(".cm-line").nth(2).evaluate((dom, className) => [...dom.querySelectorAll(`.${className}`)].map((part) => part.textContent).filter(Boolean).join(""), `writing-${name}`);
      assert.equal(written, shown.replaceAll("|", ""), `${tag} in ${line}`);
    }
  }
});

test("a tool is pressed where its mark is, and takes it away there", async (t) => {
  const s = await editor(t);
  for (const [mark, text, chosen, without] of [
    ["strong", "区の**産業**を", "産", "区の産業を"],
    ["strike", "~~前の案~~", "案", "前の案"],
    ["link", "区の[頁](https://example.jp/)を", "頁", "区の頁を"],
    ["heading2", "## 現状", "現状", "現状"],
    ["list", "- 一つ\n- 二つ", "一つ\n- 二つ", "一つ\n二つ"],
    ["numbers", "1. 一つ\n2. 二つ", "一つ\n2. 二つ", "一つ\n二つ"],
  ]) {
    await s.text.fill(text);
    const button = s.page.locator(`[data-mark=${mark}]`);
    const at = text.indexOf(chosen);
    await s.text.select(at, at + chosen.length);
    await s.page.locator(`[data-mark=${mark}][aria-pressed=true]`).waitFor();
    await button.click();
    assert.equal(await s.text.value(), without, mark);
    assert.equal(await button.getAttribute("aria-pressed"), "false", mark);
    await button.click();
    if (mark !== "link") assert.equal(await s.text.value(), mark === "strong" || mark === "strike" ? without.replace(chosen, (words) => ({ strong: `**${words}**`, strike: `~~${words}~~` })[mark]) : text, `${mark} again`);
  }
  await s.text.fill("- 一つ\n- 二つ");
  await s.text.select(0, 9);
  await s.page.locator("[data-mark=numbers]").click();
  assert.equal(await s.text.value(), "1. 一つ\n2. 二つ", "a list of another kind");
  noProblems(s.page);
});

test("emphasis of several lines is put on each of them, behind its mark and without its blanks", async (t) => {
  const s = await editor(t);
  const text = "- 一つ \n- 二つ\n\n段落。";
  await s.text.fill(text);
  await s.text.select(0, text.length);
  await s.page.locator("[data-mark=strong]").click();
  assert.equal(await s.text.value(), "- **一つ** \n- **二つ**\n\n**段落。**");
});

test("each shortcut does what its button says", async (t) => {
  const s = await editor(t);
  for (const [keys, after] of [
    ["Control+b", "**現状**"],
    ["Control+Shift+x", "~~現状~~"],
    ["Control+k", "[現状](https://)"],
    ["Control+Alt+1", "# 現状"],
    ["Control+Alt+3", "### 現状"],
    ["Control+Shift+8", "- 現状"],
    ["Control+Shift+7", "1. 現状"],
    ["Control+Alt+r", "｜現状《よみ》"],
    ["Control+Alt+f", "現状[^1]\n\n[^1]: 注の文章"],
  ]) {
    await s.text.fill("現状");
    await s.text.select(0, 2);
    await s.page.keyboard.press(keys);
    assert.equal(await s.text.value(), after, keys);
  }
  await s.text.fill("## 現状");
  await s.page.keyboard.press("Control+Alt+0");
  assert.equal(await s.text.value(), "現状");
  await s.page.keyboard.press("Control+Alt+p");
  await s.page.getByRole("dialog", { name: WORDS.images.insert }).waitFor();
  assert.equal(await s.page.locator("[data-mark=strong]").getAttribute("aria-keyshortcuts"), "Control+B");
  noProblems(s.page);
});

// | is the cursor, before and behind
const typed = async (s, before, keys) => {
  await s.text.fill(before.replace("|", ""));
  await s.text.select(before.indexOf("|"));
  for (const key of keys) await (/^[A-Z]/.test(key) ? s.page.keyboard.press(key) : s.page.keyboard.insertText(key));
  const [at] = await s.text.selection();
  const text = await s.text.value();
  return `${text.slice(0, at)}|${text.slice(at)}`;
};

test("Enter begins the next paragraph, Shift+Enter a line of the same one, as the finished page has them", async (t) => {
  const s = await editor(t);
  for (const [before, keys, behind] of [
    ["一段落目。|", ["Enter", "二段落目。"], "一段落目。\n\n二段落目。|"],
    ["前後|", ["ArrowLeft", "Enter"], "前\n\n|後"],
    ["|後", ["Enter"], "\n|後"],
    ["前|\n\n後", ["Enter"], "前\n\n|\n\n後"],
    ["前|\n後", ["Enter", "間"], "前\n\n間|\n\n後"],
    ["前\n\n|", ["Enter"], "前\n\n\n|"],
    ["# 見出し|", ["Enter", "本文"], "# 見出し\n\n本文|"],
    ["前|", ["Shift+Enter", "次の行"], "前\\\n次の行|"],
    ["前|", ["Shift+Enter", "Enter", "段落"], "前\n\n段落|"],
    ["前|", ["Shift+Enter", "Shift+Enter", "段落"], "前\n\n段落|"],
    ["- 一つ|", ["Shift+Enter", "続き"], "- 一つ\\\n  続き|"],
    ["> 引用|", ["Shift+Enter", "続き"], "> 引用\\\n> 続き|"],
    ["# 見出し|", ["Shift+Enter"], "# 見出し\n\n|"],
    ["> 引用|", ["Enter"], "> 引用\n|"],
    ["```\n行|\n```", ["Enter"], "```\n行\n|\n```"],
    ["```\n行|\n```", ["Shift+Enter"], "```\n行\n|\n```"],
  ])
    assert.equal(await typed(s, before, keys), behind, `${before} ${keys}`);
  await s.text.fill("| 列 | 列 |");
  await s.page.keyboard.press("Enter");
  assert.equal(await s.text.value(), "| 列 | 列 |\n", "a row that is written by its marks");
  assert.equal(await typed(s, "一行目|", ["Shift+Enter", "二行目", "Enter", "次"]), "一行目\\\n二行目\n\n次|");
  const preview = s.page.locator("[data-preview] .prose");
  await preview.locator("p", { hasText: "次" }).waitFor();
  assert.deepEqual(await preview.locator("p").evaluateAll((list) => list.map((p) => p.innerText)), ["一行目\n二行目", "次"]);
  assert.deepEqual(await s.lines(), ["一行目", "二行目", "", "次"], "the mark of the line's end is out of sight");
  noProblems(s.page);
});

test("what Enter put is taken away by one step back, by one Backspace, and by one Delete from before it", async (t) => {
  const s = await editor(t);
  for (const key of ["Enter", "Shift+Enter"]) {
    for (const back of [["Control+z"], ["Backspace"], key === "Enter" ? ["ArrowLeft", "ArrowLeft", "Delete"] : ["ArrowLeft", "Delete"]])
      assert.equal(await typed(s, "前|後", [key, ...back]), "前|後", `${key} ${back}`);
    assert.equal(await typed(s, "前|後", ["あ", key, "い", "Control+z"]).then((text) => text.replace(/\\?\n+/, "/")), "前あ/|後", `${key} is a step of its own`);
  }
  for (const [keys, behind] of [
    [["End", "あ"], "前あ|\\\n後"],
    [["ArrowRight", "い"], "前\\\nい|後"],
    [["ArrowRight", "ArrowLeft", "あ"], "前あ|\\\n後"],
    [["End", "Delete"], "前|後"],
  ])
    assert.equal(await typed(s, "|前\\\n後", ["ArrowRight", ...keys]), behind, `over the end of a line: ${keys}`);
  for (const [before, key, behind] of [
    ["一つ\n\n- |二つ", "Backspace", "一つ\n\n-|二つ"],
    ["一つ\n\n|- 二つ", "Backspace", "一つ\n|- 二つ"],
    ["前\n\n\n|後", "Backspace", "前\n\n|後"],
    ["```\n行\n```\n\n|後", "Backspace", "```\n行\n```\n|後"],
    ["# 題\n\n|後", "Backspace", "# 題|後"],
  ])
    assert.equal(await typed(s, before, [key]), behind, before);
  noProblems(s.page);
});

test("what was written is taken back and done again by buttons, which say when there is nothing to take back", async (t) => {
  const s = await editor(t, "始め。");
  const [undo, redo] = [s.tool(TOOLS.undo), s.tool(TOOLS.redo)];
  assert.deepEqual([await undo.getAttribute("aria-disabled"), await redo.getAttribute("aria-disabled")], ["true", "true"]);
  await s.text.sheet.focus();
  await s.page.keyboard.press("Control+End");
  await s.page.keyboard.insertText("続き。");
  await undo.click();
  assert.equal(await s.text.value(), "始め。");
  assert.equal(await undo.getAttribute("aria-disabled"), "true");
  await redo.click();
  assert.equal(await s.text.value(), "始め。続き。");
  assert.equal(await s.page.locator("textarea[name=text]").inputValue(), "始め。続き。", "the form's field follows");
});

test("it is a text box with the field's name, and Tab leads out of it", async (t) => {
  const s = await editor(t, DRESSED);
  const box = s.page.getByRole("textbox", { name: WORDS.editor.text, exact: true });
  assert.deepEqual(await box.evaluate((dom) => [dom.ariaMultiLine, dom.lang, document.getElementById(dom.getAttribute("aria-describedby")).textContent]), ["true", "ja", WORDS.editor.about]);
  await s.page.locator("label[for=text]").evaluate((label) => label.click());
  assert.ok(await s.text.focused(), "its label leads to it");
  for (const column of [0, 2]) {
    await s.text.select(DRESSED.indexOf("一つ") + column);
    await s.page.keyboard.press("Tab");
    assert.ok(!(await s.text.focused()));
    assert.equal(await s.text.value(), DRESSED);
  }
  await s.text.sheet.focus();
  await s.page.keyboard.press("Escape");
  await tabTo(s.page, (element) => element.value === "chapter");
  for (const colorScheme of ["light", "dark"]) {
    await s.page.emulateMedia({ colorScheme });
    await s.text.select(12);
    await axe(s.page, colorScheme);
  }
  noProblems(s.page);
});

test("a word that is composed in a heading, in bold words, in an item is written once, and its place in the page stays while it is", async (t) => {
  const s = await editor(t);
  const devtools = await s.page.context().newCDPSession(s.page);
  const compose = (text) => devtools.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  for (const [text, at, after] of [
    ["# 見出し\n\n本文", 2, "# 地域見出し\n\n本文"],
    ["区の**産業**を", 6, "区の**産業地域**を"],
    ["- 一つ\n- ", 7, "- 一つ\n- 地域"],
    ["", 0, "地域"],
    ["前の行\n\n[頁](https://example.jp/)\n", 7, "前の行\n\n[頁地域](https://example.jp/)\n"],
  ]) {
    await s.text.fill(text);
    await s.text.select(at);
    await compose("ち");
    await s.page.evaluate(() => {
      window.composed = getSelection().anchorNode;
    });
    for (const piece of ["ちい", "ちいき", "地域"]) await compose(piece);
    assert.ok(await s.page.evaluate(() => window.composed === getSelection().anchorNode && window.composed.isConnected), `the words stay where they are: ${text}`);
    await devtools.send("Input.insertText", { text: "地域" });
    await s.page.waitForFunction((written) => document.querySelector("textarea[name=text]").value === written, after).catch(() => {});
    assert.equal(await s.text.value(), after);
  }
  noProblems(s.page);
});

test("nothing moves under the mouse while it chooses", async (t) => {
  const s = await editor(t, "**区の産業**を支える。\n\n次の段落。");
  const box = await s.text.sheet.locator(".cm-line").first().boundingBox();
  await s.page.mouse.move(box.x + 8, box.y + box.height / 2);
  await s.page.mouse.down();
  await s.page.mouse.move(box.x + 40, box.y + box.height / 2, { steps: 3 });
  assert.equal((await s.lines())[0], "区の産業を支える。");
  await s.page.mouse.up();
  await s.page.waitForFunction(() => document.querySelector(".cm-line").innerText.includes("**"));
});

test("an address that is pasted over chosen words makes a link of them, and no control character comes in", async (t) => {
  const s = await editor(t);
  const paste = (words) =>
    s.text.sheet.evaluate((dom, typed) => {
      const data = new DataTransfer();
      data.setData("text/plain", typed);
      dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }, words);
  await s.text.fill("区の頁を見る");
  await s.text.select(2, 3);
  await paste("https://example.jp/a?b=1");
  assert.equal(await s.text.value(), "区の[頁](https://example.jp/a?b=1)を見る");
  await s.text.fill("");
  await paste("一行目\v二行目\u0007\u0085三行目");
  assert.equal(await s.text.value(), "一行目\n二行目\n三行目");
});

test("where the editor cannot be loaded, the field is there and saves", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const { id } = s.find("商業");
  const page = await openPage(await profile(t, s.member), s.server.origin);
  await page.route(/\/static\/editor\.[0-9a-f]+\.js/, (route) => route.abort());
  await page.goto(`${s.server.origin}/sections/${id}/edit`);
  await page.locator("textarea[name=text]").fill("欄に書いた文章。");
  await page.locator("[data-tools]").waitFor({ state: "hidden" });
  await page.keyboard.press("Control+s");
  await page.locator("[data-state]", { hasText: WORDS.editor.saved }).waitFor();
  assert.equal((await s.viewer.j.get(`/sections/${id}/text`)).json.text, "欄に書いた文章。");
});

test("the editor is at most 120 KB as it is sent, and is kept for good", async (t) => {
  const s = await served(t, { from: OUTLINE });
  const [href] = /\/static\/editor\.[0-9a-f]{32}\.js/.exec((await s.member.get(`/sections/${s.find("商業").id}/edit`)).text);
  const answer = await s.nobody.get(href, { "Accept-Encoding": "gzip" });
  assert.ok(answer.bytes.length <= 120 * 1024, `${answer.bytes.length} bytes`);
  assert.match(answer.headers["cache-control"] ?? answer.headers.get?.("cache-control"), /immutable/);
});
