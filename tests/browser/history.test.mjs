// The history of a section in a browser: from its head to the list, a difference, back to an earlier text and again, by the keyboard; whose words are
// whose without a colour and without scripts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { OUTLINE, served, sql } from "../http/harness.mjs";
import { WORDS, axe, noProblems, openPage, profile, tabTo } from "./browser.mjs";

const TEXTS = ["地域の産業を支える。\n\n商店街を訪れる人を増やす。\n", "地域の多様な産業を支える。\n\n商店街を訪れる人を増やす。\n", "地域の多様な産業を支える。\n\n商店街を訪れる人を増やす。\n区民の声を聞く。\n"];

/** Three revisions, of the member, the secretariat, and the member again. */
async function written(t) {
  const s = await served(t, { from: OUTLINE });
  s.id = s.find("商業").id;
  s.history = `${s.server.origin}/sections/${s.id}/history`;
  for (const [i, text] of TEXTS.entries()) {
    const saved = await (i % 2 ? s.secretariat : s.member).j.post(`/sections/${s.id}`, { base_version: i, text });
    assert.equal(saved.status, 200, saved.text);
    sql(s.file, "UPDATE section_update SET at = at - 3600000"); // saves soon after each other would be one revision
  }
  s.text = async () => (await s.member.j.get(`/sections/${s.id}/text`)).json.text;
  return s;
}

const isLink = (element, name) => element.matches("a, button") && element.textContent.trim().startsWith(name);

test("by the keyboard from the section to an earlier text, and back again", async (t) => {
  const s = await written(t);
  const page = await openPage(await profile(t, s.member), s.server.origin);
  await page.goto(`${s.server.origin}/sections/${s.id}`);
  await tabTo(page, (element, id) => element.matches(`a[href="/sections/${id}/history"]`), s.id);
  await page.keyboard.press("Enter");
  await page.waitForURL(s.history);
  await tabTo(page, (element) => element.matches('a[href$="?restore=2"]'));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/history?restore=2");
  await axe(page, "before a text is brought back");
  assert.equal(await page.locator(".diff del").count(), 1);
  await tabTo(page, isLink, WORDS.history.restore);
  await page.keyboard.press("Enter");
  await page.getByText(WORDS.history.done, { exact: true }).waitFor();
  await axe(page, "after a text was brought back");
  assert.equal(await s.text(), TEXTS[1]);
  await tabTo(page, isLink, WORDS.history.undo);
  await page.keyboard.press("Enter");
  await page.waitForURL("**undo=4");
  assert.equal(await s.text(), TEXTS[2]);
  noProblems(page);
});

test("any two are chosen and compared; what did not change is folded away and opens", async (t) => {
  const s = await written(t);
  const long = TEXTS[2] + Array.from({ length: 9 }, (_, i) => `${i + 1}行目は変わりません。\n`).join("");
  await s.member.j.post(`/sections/${s.id}`, { base_version: 3, text: long });
  await s.secretariat.j.post(`/sections/${s.id}`, { base_version: 4, text: long.replace("9行目は変わりません", "9行目は変わりました") });
  const page = await openPage(await profile(t, s.viewer, { javaScriptEnabled: false }), s.server.origin);
  await page.goto(s.history);
  await page.getByLabel(WORDS.history.from).selectOption("3");
  await page.getByRole("button", { name: WORDS.history.compare }).click();
  assert.match(await page.locator(".diff ins").first().textContent(), /1行目は変わりません/);
  await page.goto(`${s.history}?from=4&to=5`);
  const folded = page.locator(".diff details");
  const shown = () => folded.evaluate((e) => e.innerText);
  assert.doesNotMatch(await shown(), /商店街を訪れる/);
  await folded.locator("summary").click();
  assert.match(await shown(), /商店街を訪れる/);
});

test("the marks of a difference are lines and words, not colours alone", async (t) => {
  const s = await written(t);
  const page = await openPage(await profile(t, s.viewer), s.server.origin);
  await page.goto(`${s.history}?from=3&to=1`);
  const deleted = page.locator(".diff del").first();
  assert.match(await deleted.evaluate((e) => getComputedStyle(e).textDecorationLine), /line-through/);
  assert.equal(await deleted.textContent(), `${WORDS.diff.deleted}多様な${WORDS.diff.deleted_end}`);
  await page.goto(`${s.history}?from=1&to=3`);
  assert.match(await page.locator(".diff ins").first().evaluate((e) => getComputedStyle(e).textDecorationLine), /underline/);
});

test("each writer has a line of their own kind, and words say who wrote them when they have the focus", async (t) => {
  const s = await written(t);
  const page = await openPage(await profile(t, s.viewer), s.server.origin);
  await page.goto(`${s.history}?who=1`);
  await axe(page, "who wrote which words");
  const words = page.locator(".by-text > a");
  assert.deepEqual(await words.allTextContents(), ["地域の", "多様な", "産業を支える。\n\n商店街を訪れる人を増やす。\n", "区民の声を聞く。\n"]);
  const styles = await words.evaluateAll((list) => list.map((e) => getComputedStyle(e).textDecorationStyle));
  assert.notEqual(styles[0], styles[1]);
  assert.equal(styles[0], styles[2]);
  await tabTo(page, (element) => element.textContent === "多様な");
  const tip = await words.nth(1).evaluate((e) => getComputedStyle(e, "::after").content);
  assert.match(tip, /secretariat/);
  await page.getByRole("link", { name: `${WORDS.history.only} secretariat` }).click();
  assert.deepEqual(await page.locator(".by-text > .chosen").allTextContents(), ["多様な"]);
  await axe(page, "the words of one person");
  await page.locator(".by-text > .chosen").click();
  await page.waitForURL("**/history?from=1&to=2");
  noProblems(page);
});
