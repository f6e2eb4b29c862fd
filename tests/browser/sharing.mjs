// What the tests of co-editing share: a section with a text, people whose browsers have it open, and what is there to be waited for.
import assert from "node:assert/strict";
import { OUTLINE, PATIENCE, served, until } from "../http/harness.mjs";
import { openPage, profile } from "./browser.mjs";

/** A served section `s.id` whose text is `text`. */
export async function together(t, text = "一行目の文章。\n二行目の文章。\n三行目の文章。") {
  const s = await served(t, { from: OUTLINE });
  s.id = s.find("商業").id;
  s.path = `/sections/${s.id}/edit`;
  await s.member.post(`/sections/${s.id}`, { base_version: 0, text });
  s.stored = async () => (await s.viewer.j.get(`/sections/${s.id}/text`)).json;

  /** A browser of the person. */
  s.browser = (client, options) => profile(t, client, options);
  /** A page with the section's editor, ready to be written in. */
  s.open = async (context) => {
    const page = await openPage(context, s.server.origin);
    await page.goto(s.server.origin + s.path);
    await linked(page);
    return page;
  };

  let pushed = 0;
  /** Somebody else's change, straight to the server: {from, to, insert} of the text as it is there. */
  s.change = async ({ from, to = from, insert = "" }, client = s.secretariat) => {
    const { version, text: now } = await s.stored();
    const lines = insert ? insert.split("\n") : [];
    const changes = [from, to > from || insert ? [to - from, ...lines] : 0, now.length - to].filter((part) => part !== 0);
    const answer = await client.j.postJson(`/sections/${s.id}/updates`, { version, client: `other-${pushed++}`, updates: [{ changes }] });
    assert.equal(answer.status, 200, answer.text);
  };
  /** Waits until all these pages and the server have one text; gives it. */
  s.agree = async (...pages) => {
    let there;
    await until(
      async () => {
        there = (await s.stored()).text;
        for (const page of pages) if ((await written(page)) !== there || !(await calm(page))) return false;
        return true;
      },
      PATIENCE,
      "one text on all pages and the server",
    );
    return there;
  };
  return s;
}

export const form = (page) => page.locator("form[data-editor]");

/** How the page says that its text stands. */
export const state = (page, kind) => page.locator(`form[data-link=${kind}]`).waitFor();

const calm = async (page) => ["clean", "saved"].includes(await form(page).getAttribute("data-link"));

export async function linked(page) {
  await page.locator("form[data-link]").waitFor();
}

/** The text as the page has it. */
export const written = (page) => page.locator("textarea[name=text]").inputValue();

export async function seen(page, text) {
  await page.waitForFunction((part) => document.querySelector("textarea[name=text]").value.includes(part), text);
}

/** Puts the cursor there: line from 1, column from 0. */
export async function place(page, line, column) {
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+Home");
  for (let i = 1; i < line; i++) await page.keyboard.press("ArrowDown");
  for (let i = 0; i < column; i++) await page.keyboard.press("ArrowRight");
}
